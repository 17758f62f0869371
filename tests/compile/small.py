"""Small deals that fit on a page, for one rule at a time; variants by changing a passage of their files."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import seriatim
from seriatim.api.deal import Deal
from seriatim.collateral.scenario import Scenario

FILES = Path(__file__).parent / "deals"


@cache
def small_deal(name: str) -> Deal:
    return seriatim.load(FILES / f"{name}.yaml")


def variant(name: str, folder: Path, changes: Mapping[str, str], **tables: str) -> Deal:
    """The deal with each passage, which stands in its files once, replaced; ``tables`` are CSV files by name."""
    texts = {path.name: path.read_text() for path in FILES.glob(f"{name}.*")}
    for old, new in changes.items():
        assert sum(text.count(old) for text in texts.values()) == 1, f"{old!r} does not stand once in {name}"
        texts = {file: text.replace(old, new) for file, text in texts.items()}
    for file, text in {**texts, **{f"{table}.csv": text for table, text in tables.items()}}.items():
        (folder / file).write_text(text)
    return seriatim.load(folder / f"{name}.yaml")


def schedule(*balances: float, columns: str = "balance") -> str:
    """The CSV of a schedule with the same balance in every column, from December 2006 on."""
    count = columns.count(",") + 1
    days = [f"{2006 + (11 + month) // 12}-{(11 + month) % 12 + 1:02d}-25" for month in range(len(balances))]
    rows = [",".join([day, *[f"{balance:.2f}"] * count]) for day, balance in zip(days, balances, strict=True)]
    return "\n".join([f"date,{columns}", *rows]) + "\n"


def annual(monthly: float) -> float:
    """The CDR of a monthly default rate."""
    return 1 - (1 - monthly) ** 12


def in_month(month: int, value: float) -> tuple[float, ...]:
    """A vector that is zero but in one month."""
    return (*[0.0] * (month - 1), value, 0.0)


def losing(part: float, month: int = 1, **other: object) -> Scenario:
    """A month in which that part of the loans defaults, is liquidated and lost."""
    return Scenario(cdr=in_month(month, annual(part)), lag_months=0, severity=1.0, **other)


def paid(deal: Deal, scenario: Scenario, item: str, month: int = 1) -> dict[str, float]:
    """An item of every class on one distribution day, in cents; classes with nothing are left out."""
    run = deal.run(scenario)
    values = {name: round(float(run.flows.item(name, item)[month - 1, 0]), 2) for name in deal.classes}
    return {name: value for name, value in values.items() if value}
