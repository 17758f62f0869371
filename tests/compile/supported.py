"""The small deal with credit support: other supports put in its file, and what they pay in both engines."""

from collections.abc import Mapping
from pathlib import Path

from seriatim.api.deal import Deal
from seriatim.collateral.scenario import Scenario
from seriatim.explain.statement import statement
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.simulate import simulate
from tests.compile.small import FILES, variant
from tests.projection.histories import write_history
from tests.projection.supports import SUPPORT_ITEMS

NAME = "credit-support"
TEXT = (FILES / f"{NAME}.yaml").read_text()
SUPPORTS = TEXT[TEXT.index("  - name: Guaranty") : TEXT.index("clean-up call:")]
NOTHING = Scenario()


def support(name: str, kind: str, *covers: str, **entries: str) -> str:
    """One support as a deal file states it; names of entries with _ for spaces."""
    lines = [f"  - name: {name}", "    source: core p. 10", f"    kind: {kind}"]
    lines += [f"    {key.replace('_', ' ')}: {value}" for key, value in entries.items()]
    return "\n".join([*lines, "    covers:", *(f"      - {{cause: {cause}}}" for cause in covers)]) + "\n"


def supported(folder: Path, *supports: str, changes: Mapping[str, str] | None = None) -> Deal:
    """The small deal with these supports and no others."""
    return variant(NAME, folder, {SUPPORTS: "".join(supports) + "\n", **(changes or {})})


class Course:
    """A course of events in both engines, which agree, each month a statement that balances; amounts in cents."""

    def __init__(self, deal: Deal, folder: Path, *rows: Mapping[str, object], scenario: Scenario = NOTHING) -> None:
        self.deal = deal
        self.model = deal.model
        last = max((row["period"] for row in rows), default=0)
        if rows:
            quiet = [{"period": period} for period in {*range(1, last + 3)} - {row["period"] for row in rows}]
            file = write_history([*quiet, *rows], folder / "events.csv")
            self.model = deal.model.under(deal.events(file))
        self.lanes, self.exact = (simulate(self.model, [scenario], engine=engine) for engine in ("lanes", "exact"))
        for day in range(1, last + 2):
            assert statement(self.model, scenario, day).check() == ()

    def of(self, name: str, item: str, *periods: int) -> list[float]:
        """An item on some days, of a class or a support."""
        lanes, exact = (self._of(flows, name, item, periods) for flows in (self.lanes, self.exact))
        assert lanes == exact
        return lanes

    def _of(self, flows: CashFlows, name: str, item: str, periods: tuple[int, ...]) -> list[float]:
        return [round(float(flows.item(name, item)[period - 1, 0]), 2) + 0.0 for period in periods]

    def all(self, item: str, period: int) -> dict[str, float]:
        """An item of every class on one day; classes with nothing are left out."""
        values = {name: self.of(name, item, period)[0] for name in self.deal.classes}
        return {name: value for name, value in values.items() if value}

    def told(self, name: str, period: int) -> dict[str, float]:
        """All items of a support on one day but those that are nothing."""
        values = {item: self.of(name, item, period)[0] for item in SUPPORT_ITEMS}
        return {item: value for item, value in values.items() if value}
