"""Random courses of events for random deals: histories that their loans can have, speeds, the call."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from seriatim import Deal, ProblemsError, Scenario
from seriatim.basics.dates import add_months
from seriatim.collateral.lines import Lines, read_lines
from seriatim.projection.model import DealModel
from tests.projection.histories import LIKELY, MOST, Row, events_of, rows_of
from tests.projection.scenarios import random_scenarios
from tests.projection.weather import weather

SCENARIOS = 3
MOST_MONTHS = 30
PERIOD = re.compile(r"period (\d+), scenario")


@dataclass(frozen=True)
class Course:
    """What happens to a deal: the model with its events (none, in a course without any) and the scenarios."""

    model: DealModel
    scenarios: tuple[Scenario, ...]
    with_events: bool = False


def random_course(deal: Deal, seed: int, folder: Path) -> Course:
    """Events and speeds that can go together: what the loans can not bear at these speeds is left out at the end."""
    chance = Random(f"course {seed}")
    model = deal.model
    scenarios = tuple(_called(chance, deal, each) for each in random_scenarios(SCENARIOS, seed=seed))
    rows = history(chance, lines_of(deal)) if chance.random() < 0.9 else []
    while rows:
        with_events = model.under(events_of(model, rows, folder / "events.csv"))
        try:
            weather(with_events, scenarios)
        except ProblemsError as error:
            fault = min(int(period) for period in PERIOD.findall(str(error)))
            rows = [row for row in rows if row["period"] < fault]
            continue
        return Course(with_events, scenarios, with_events=True)
    return Course(model, scenarios)


def lines_of(deal: Deal) -> Lines:
    """The loans, read once more from their file."""
    return read_lines(
        deal.folder.file.parent / deal.terms.mortgage_loans.loans, deal.terms.mortgage_loans.servicing_fee
    )


def _called(chance: Random, deal: Deal, scenario: Scenario) -> Scenario:
    if deal.terms.clean_up_call is None:
        return scenario
    first = deal.terms.dates.first_distribution_day
    later: date = add_months(first, chance.randint(0, deal.model.months))
    return replace(scenario, call=chance.choice(("never", "first", later)))


def history(chance: Random, lines: Lines) -> list[Row]:
    """Some months in a row; a line that has been paid off has none of its own."""
    first = chance.randint(1, chance.choice((1, 12, lines.months)))
    count = chance.randint(1, min(MOST_MONTHS, lines.months - first + 1))
    kinds = [name for name in MOST if chance.random() < 0.5]
    months = []
    for period in range(first, first + count):
        living = _living(lines, period)
        names = chance.sample(["", *living], chance.randint(1, len(living) + 1))
        month = [(name, {kind: chance.random() for kind in kinds if chance.random() < LIKELY}) for name in names]
        months.append(month)
    return rows_of(lines, first, months)


def _living(lines: Lines, period: int) -> Sequence[str]:
    return [name for name, term in zip(lines.name, lines.remaining_term_months, strict=True) if period <= term]
