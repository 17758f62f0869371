"""Random deals, complete: a folder with the deal file, its loans and its schedule tables, from a seed."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from ruamel.yaml import YAML

from seriatim.basics.dates import add_months, distribution_dates
from seriatim.deal.clean_up_call.terms import CleanUpCall
from seriatim.deal.dates.terms import Dates
from seriatim.deal.mortgage_loans.terms import MortgageLoans
from seriatim.deal.ratio_stripping.terms import RatioStripping
from seriatim.deal.schedules.terms import Derivation, Schedule
from seriatim.deal.structuring_assumptions.terms import DefaultConventions, StructuringAssumptions
from tests.soak import chapters
from tests.soak.chapters import Draft
from tests.soak.pools import Pool, random_pool
from tests.soak.rules import Governed, schedules_in, some, unlimited
from tests.soak.securities import CLOSING, CUT_OFF, random_table
from tests.soak.words import Entry, statement

FIRST_DAY = date(2006, 12, 25)
LINE_COLUMNS = ("line", "balance", "gross_rate", "original_term", "remaining_term", "remaining_io", "servicing_fee")
DERIVED = 0.15
TWO_SPEEDS = ("lesser payment", "greater balance")


@dataclass(frozen=True)
class DealFiles:
    """The data of a deal file and the rows of the CSV files beside it, header first, by name."""

    data: Entry
    tables: dict[str, list[Sequence[object]]]

    def write(self, folder: Path) -> Path:
        """The folder, written as a person would have written it."""
        folder.mkdir(parents=True)
        yaml = YAML(typ="safe", pure=True)
        yaml.sort_base_mapping_type_on_output = False
        yaml.default_flow_style = False
        with (folder / "deal.yaml").open("w", encoding="utf-8") as file:
            yaml.dump(self.data, file)
        for name, rows in self.tables.items():
            with (folder / name).open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
        return folder


def random_deal(seed: int) -> DealFiles:
    """The same deal for the same seed."""
    return deal_file(random_draft(Random(seed)), name=f"random {seed}")


def random_draft(chance: Random, *, juniors: int | None = None) -> Draft:
    """A pool, its classes, of which so many are subordinated if that is given, and schedules to use."""
    pool = random_pool(chance)
    table = random_table(chance, pool, juniors=juniors)
    return Draft(chance, pool, table, tuple(_schedules(chance, table.senior)))


def deal_file(draft: Draft, *, name: str) -> DealFiles:
    """The deal put together."""
    of_pool, tables = chapters_of_pool(draft)
    of_pool["classes"]["residual"] = "R"
    return DealFiles({**heading(draft, name), **of_pool, **of_series(draft)}, tables)


def heading(draft: Draft, name: str) -> Entry:
    """What stands at the top: names, documents, dates."""
    return {
        "deal": name,
        "title": f"Series drawn at random: {name}",
        "documents": {"supplement": "Made up for the tests"},
        "dates": _dates(draft.chance, draft.pool),
    }


def of_series(draft: Draft) -> Entry:
    """The chapters that a series states once, however many pools it has."""
    call = statement(draft.chance, CleanUpCall, below=draft.part(0.01, 0.4)) if draft.perhaps(0.6) else None
    return {**({"clean-up call": call} if call else {}), "structuring assumptions": _assumptions(draft)}


def chapters_of_pool(draft: Draft) -> tuple[Entry, dict[str, list[Sequence[object]]]]:
    """The chapters of one pool and its classes; schedules that no rule came to use are left out."""
    chance, pool, table = draft.chance, draft.pool, draft.table
    seniors = [row for each, row in table.rows.items() if each not in table.subordinated]
    allocations, accrual = chapters.allocations(draft), chapters.accrual(draft)
    used = schedules_in([allocations, accrual])
    governing = [each for each in draft.schedules if each.name in used]
    stated, tables = _stated(draft, governing, accrual)
    if draft.perhaps(0.1):
        stated.append(_assumed(draft, tables))
    tables["loans.csv"] = _loan_rows(pool)
    data = {
        "mortgage loans": statement(
            chance, MortgageLoans, loans="loans.csv", servicing_fee=str(pool.fee), balance=f"{pool.total:,}"
        ),
        "ratio stripping": _stripping(draft),
        "classes": {
            "source": "supplement p. 1",
            "senior": chance.sample(seniors, len(seniors)),
            "subordinated": [table.rows[each] for each in table.subordinated],
        },
        "excess interest": chapters.excess_interest(draft),
        "allocations": allocations,
        "accrual": accrual or None,
        "distributions": chapters.distributions(draft),
        "losses": chapters.losses(draft),
        "schedules": stated or None,
    }
    return {key: value for key, value in data.items() if value is not None}, tables


def _dates(chance: Random, pool: Pool) -> Entry:
    return statement(
        chance,
        Dates,
        cut_off_date=CUT_OFF.isoformat(),
        closing_date=CLOSING.isoformat(),
        first_distribution_day=FIRST_DAY.isoformat(),
        last_distribution_day=add_months(FIRST_DAY, pool.months - 1 + chance.choice((0, 0, 5))).isoformat(),
    )


def _stripping(draft: Draft) -> Entry | None:
    if draft.pool.target is None:
        return None
    target = f"{draft.pool.target * 100:f}%"
    return statement(
        draft.chance,
        RatioStripping,
        target_rate=target,
        principal_only_class=draft.table.po,
        interest_only_class=draft.table.io,
    )


def _assumptions(draft: Draft) -> Entry:
    chance = draft.chance
    defaults = None
    if draft.perhaps(0.5):
        defaults = statement(chance, DefaultConventions, liquidation_lag=chance.randint(0, 15))
    return statement(
        chance,
        StructuringAssumptions,
        pricing_speed="100%",
        table_speeds=["0%", "100%"],
        monthly_exponent=0.0833333 if draft.perhaps(0.2) else None,
        defaults=defaults,
    )


def _loan_rows(pool: Pool) -> list[Sequence[object]]:
    columns = (*LINE_COLUMNS, "age") if any("age" in row for row in pool.rows) else LINE_COLUMNS
    return [columns, *([row.get(column, "") for column in columns] for row in pool.rows)]


def _schedules(chance: Random, seniors: tuple[str, ...]) -> list[Governed]:
    """Up to three schedules, of one class, of several each, or of several together."""
    found = []
    for position in range(chance.choice((0, 0, 1, 2, 3))):
        names = tuple(some(chance, seniors))
        found.append(Governed(f"schedule {position + 1}", names, len(names) > 1 and chance.random() < 0.4))
    return found


def _stated(
    draft: Draft, used: list[Governed], accrual: list[Entry]
) -> tuple[list[Entry], dict[str, list[Sequence[object]]]]:
    """The schedules as the deal states them, with a table in a file or a derivation."""
    stated, tables = [], {}
    for schedule in used:
        together = True if schedule.together else None
        common = {"name": schedule.name, "classes": list(schedule.classes), "together": together}
        derivation = file = None
        if draft.perhaps(DERIVED):
            derivation = _derivation(draft, schedule, accrual)
        else:
            file = f"{schedule.name.replace(' ', '-')}.csv"
            tables[file] = _schedule_rows(draft, schedule)
        purpose = draft.chance.choice(("principal", None))
        stated.append(statement(draft.chance, Schedule, **common, purpose=purpose, table=file, derivation=derivation))
    return stated, tables


def _assumed(draft: Draft, tables: dict[str, list[Sequence[object]]]) -> Entry:
    """A schedule that governs no principal."""
    schedule = Governed("assumed", (draft.chance.choice(draft.table.senior),), together=False)
    tables["assumed.csv"] = _schedule_rows(draft, schedule)
    purpose, names = "assumed balance", list(schedule.classes)
    return statement(
        draft.chance,
        Schedule,
        name=schedule.name,
        classes=names,
        together=None,
        purpose=purpose,
        table="assumed.csv",
        derivation=None,
    )


def _schedule_rows(draft: Draft, schedule: Governed) -> list[Sequence[object]]:
    """Balances that never rise, from somewhere below the initial ones to zero, or to the last day."""
    chance, sizes = draft.chance, draft.table.sizes
    columns = ("balance",) if schedule.together or len(schedule.classes) == 1 else schedule.classes
    days = draft.pool.months if chance.random() < 0.5 else chance.randint(1, draft.pool.months)
    rows: list[Sequence[object]] = [("date", *columns)]
    now = {
        column: sum((sizes[name] for name in schedule.classes), Decimal(0)) if column == "balance" else sizes[column]
        for column in columns
    }
    for number, day in enumerate(distribution_dates(FIRST_DAY, days), start=1):
        for column in columns:
            kept = chance.choice((1, 1, 0.98, 0.9, chance.random())) if number < days else 0
            now[column] = (now[column] * Decimal(repr(kept))).quantize(Decimal("0.01"))
        rows.append((day.isoformat(), *(now[column] for column in columns)))
    return rows


def _derivation(draft: Draft, schedule: Governed, accrual: list[Entry]) -> Entry:
    chance = draft.chance
    entry = statement(chance, Derivation, speeds=["100%"], principal_rules=None, not_accruing=None)
    if entry["method"] in TWO_SPEEDS and not schedule.together and len(schedule.classes) > 1:
        entry["method"] = "balance"
    if entry["method"] in TWO_SPEEDS:
        entry["speeds"] = [f"{chance.randint(0, 150)}%", f"{chance.randint(151, 500)}%"]
    elif draft.perhaps(0.3):
        entry["principal rules"] = unlimited(chance, draft.table.senior)
    names = [each["class"] for each in accrual if schedule.name not in schedules_in([each])]
    if names and draft.perhaps(0.3):
        entry["not accruing"] = some(chance, names)
    return entry
