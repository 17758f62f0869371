"""Small deals with special classes, and what the money of a month was."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import seriatim
from seriatim.api.deal import Deal
from seriatim.basics.problems import ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.explain.statement import statement
from seriatim.projection.simulate import Engine

FILES = Path(__file__).parent / "deals"


@cache
def special_deal(name: str) -> Deal:
    return seriatim.load(FILES / f"{name}.yaml")


def variant(name: str, folder: Path, changes: Mapping[str, str]) -> Deal:
    """The deal with each passage of its deal file, which stands there once, replaced."""
    text = (FILES / f"{name}.yaml").read_text()
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} does not stand once in {name}"
        text = text.replace(old, new)
    for table in FILES.glob("*.csv"):
        (folder / table.name).write_text(table.read_text())
    (folder / f"{name}.yaml").write_text(text)
    return seriatim.load(folder / f"{name}.yaml")


def by_month(
    deal: Deal, scenario: Scenario, subject: str, item: str, *, engine: Engine = "lanes", months: int = 4
) -> list[float]:
    """An item of a class or a party in the first months, to the cent."""
    flows = deal.run(scenario, engine=engine).flows
    return [round(float(value), 2) + 0.0 for value in flows.item(subject, item)[:months, 0]]


def balances(deal: Deal, scenario: Scenario, days: int = 4) -> None:
    """Every month of the run is a statement without a difference."""
    for day in range(1, days + 1):
        assert statement(deal.model, scenario, day).check() == ()


def complaints(folder: Path, name: str, changes: Mapping[str, str]) -> list[str]:
    """What is wrong with a variant of a deal."""
    try:
        variant(name, folder, changes)
    except ProblemsError as error:
        return [f"{problem.line}: {problem.reason} ({problem.hint})" for problem in error.problems]
    return []
