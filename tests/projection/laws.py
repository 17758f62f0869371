"""What holds in every run of every deal: conservation, seniority, schedules, the order of losses.

Each law takes an `Outcome` and fails with the scenario, the month and the amounts where it is broken. The amounts are
worked out here from the documents' words and from what the loans pay, not from the plan.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest
from numpy.typing import NDArray

from seriatim.collateral.projection import ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.plan.steps import DUST
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate
from tests.projection.scenarios import describe

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CENT = 0.01
HALF_CENT = float(DUST)
FLOAT_DUST = 1e-6
RECEIVED = ("scheduled_principal", "prepayment", "liquidation_proceeds")


@dataclass(frozen=True, eq=False)
class Outcome:
    """A deal in some scenarios: class items and loan items, float64 `[month, scenario]`."""

    model: DealModel
    scenarios: tuple[Scenario, ...]
    flows: CashFlows
    pool: Floats

    def of(self, name: str, item: str) -> Floats:
        return self.flows.item(name, item)

    def total(self, item: str, names: tuple[str, ...]) -> Floats:
        return np.sum([self.of(name, item) for name in names], axis=0) if names else np.zeros(self.shape)

    def loans(self, item: str, strips: tuple[str, ...] | None = None) -> Floats:
        """Sum over the strips with principal, or over those named."""
        names = self.model.strip_names
        chosen = self.main_strips if strips is None else strips
        return self.pool[[names.index(name) for name in chosen], ITEMS.index(item)].sum(axis=0)

    @property
    def shape(self) -> tuple[int, int]:
        return self.flows.values.shape[1], self.flows.values.shape[2]

    @cached_property
    def main_strips(self) -> tuple[str, ...]:
        pairs = zip(self.model.strip_names, self.model.notional, strict=True)
        return tuple(name for name, notional in pairs if not notional)

    @cached_property
    def shared_strip(self) -> tuple[str, ...]:
        """The strip the senior and subordinated classes share."""
        return tuple(name for name in self.main_strips if name != "po")

    def rounding(self, strips: tuple[str, ...], names: tuple[str, ...]) -> float:
        """Printed class sizes less the loans they were rounded from, dollars."""
        return float(sum(self.model.initial[name] for name in names)) - float(
            self.loans("opening_balance", strips)[0, 0]
        )

    @cached_property
    def senior(self) -> tuple[str, ...]:
        return tuple(security.name for security in self.model.deal.senior_target_rate)

    @cached_property
    def subordinated(self) -> tuple[str, ...]:
        return tuple(security.name for security in self.model.deal.classes.subordinated)

    @cached_property
    def po_class(self) -> tuple[str, ...]:
        name = self.model.deal.principal_only_class
        return () if name is None else (name,)

    @cached_property
    def with_balance(self) -> tuple[str, ...]:
        return (*self.senior, *self.po_class, *self.subordinated)

    @cached_property
    def everyone(self) -> tuple[str, ...]:
        classes = self.model.deal.classes
        return (*(security.name for security in classes.regular), classes.residual.name)

    @property
    def from_supports(self) -> Floats:
        """What credit support other than subordination pays in, less what it takes out."""
        names = tuple(support.name for support in self.model.deal.credit_support)
        into = self.total("draw", names) + self.total("release", names)
        return into - sum(self.total(item, names) for item in ("reimbursement", "excess", "deposit"))

    @cached_property
    def depleted(self) -> Flags:
        """The days that begin with no subordinated balance left; none in a deal without such classes."""
        left = self.total("opening_balance", self.subordinated)
        return (left <= HALF_CENT) & bool(self.subordinated)

    @cached_property
    def excess_interest(self) -> Floats:
        """What goes to the residual off the top."""
        rule = self.model.deal.excess_interest
        if rule is None:
            return np.zeros(self.shape)
        owed = self.total("opening_balance", self.with_balance) * float(rule.above) / 12
        return np.maximum(self.loans("interest_due") - owed, 0)

    def holds(self, law: str, kept: Flags, **amounts: Floats) -> None:
        """Fail where ``kept`` is not true, with the amounts there."""
        broken = np.argwhere(~np.broadcast_to(kept, self.shape))
        if not len(broken):
            return
        month, place = broken[np.lexsort((broken[:, 1], broken[:, 0]))][0]
        shown = ", ".join(
            f"{name} {np.broadcast_to(value, self.shape)[month, place]!r}" for name, value in amounts.items()
        )
        days, cases = len(broken), len(set(broken[:, 1]))
        pytest.fail(
            f"{self.model.deal.deal}: {law}: distribution {month + 1}: {shown}\n{describe(self.scenarios[place])}\n"
            f"({days} days in {cases} of {len(self.scenarios)} scenarios)",
            pytrace=False,
        )


def outcome(model: DealModel, scenarios: tuple[Scenario, ...]) -> Outcome:
    return Outcome(model, scenarios, simulate(model, scenarios), project_pool(model, scenarios))


def cash_in_is_cash_out(run: Outcome) -> None:
    """Every day all interest and principal of the loans is paid to the classes and the residual, no more."""
    interest_strips = tuple(name for name in run.model.strip_names if name != "po")
    received = run.loans("interest", interest_strips) + sum(run.loans(item) for item in RECEIVED)
    received = received + run.from_supports
    paid = run.total("interest", run.everyone) + run.total("principal", run.everyone)
    scale = float(run.model.balance)
    run.holds("cash in = cash out", abs(received - paid) <= 1e-11 * scale, received=received, paid=paid)


def balances_are_the_loans(run: Outcome) -> None:
    """Classes = scheduled balance of their strip; only the dollar rounding of the printed sizes may stay between."""
    for strips, names in ((run.shared_strip, (*run.senior, *run.subordinated)), (("po",), run.po_class)):
        if names:
            classes, loans = run.total("balance", names), run.loans("balance", strips)
            slack = abs(run.rounding(strips, names)) + HALF_CENT * len(names)
            run.holds(f"balances of the {strips[0]} strip", abs(classes - loans) <= slack, classes=classes, loans=loans)


def nothing_is_negative(run: Outcome) -> None:
    """No item of any class; only the PO class gets losses of earlier days back, and never more than it had."""
    for name in run.everyone:
        for item in ("opening_balance", "interest", "principal", "accretion", "loss", "balance", "interest_shortfall"):
            value, slack = run.of(name, item), FLOAT_DUST
            if item == "loss" and name in run.po_class:
                value, slack = np.cumsum(value, axis=0), HALF_CENT
            run.holds(f"{item} of {name} is not negative", value >= -slack, value=value)


def balances_roll(run: Outcome) -> None:
    """Closing = opening + accretion - principal - loss, and the next day opens where this one closed."""
    for name in run.with_balance:
        opening, closing = run.of(name, "opening_balance"), run.of(name, "balance")
        rolled = opening + run.of(name, "accretion") - run.of(name, "principal") - run.of(name, "loss")
        run.holds(f"balance of {name} rolls", abs(rolled - closing) <= 1e-6, rolled=rolled, closing=closing)
        next_day = np.concatenate([opening[1:], closing[-1:]])
        run.holds(f"{name} opens where it closed", next_day == closing, closing=closing, next_opening=next_day)
        first = np.full(run.shape, float(run.model.initial[name]))
        run.holds(f"{name} opens at its initial balance", opening[:1] == first[:1], opening=opening, initial=first)


def interest_shortfalls_carry(run: Outcome) -> None:
    """What is due and not paid is carried to the next day, while the class is outstanding; no interest on it."""
    for security in run.model.deal.classes.regular:
        name = security.name
        due = interest_due(run, name)
        carried = np.vstack([np.zeros(run.shape[1]), run.of(name, "interest_shortfall")[:-1]])
        carried = np.where(run.of(name, "opening_balance") > HALF_CENT, carried, 0)
        paid = run.of(name, "interest") + run.of(name, "accretion")
        short = run.of(name, "interest_shortfall")
        kept = abs(due + carried - paid - short) <= HALF_CENT + 1e-6
        run.holds(f"shortfall of {name} carries", kept, due=due, carried=carried, paid=paid, shortfall=short)


def interest_due(run: Outcome, name: str) -> Floats:
    """One month's interest at the class's rate, LIBOR classes at their first rate and then within their bounds."""
    security = run.model.deal.classes.named(name)
    if security.follows_loans:
        return run.loans("interest_due", ("io",))
    opening = run.of(name, "opening_balance")
    rate = security.rate
    if not hasattr(rate, "formula"):
        return opening * float(rate) / 12
    libor = np.stack([_by_month(scenario.libor, run.shape[0]) for scenario in run.scenarios], axis=1)
    annual = libor * float(rate.formula.multiple) + float(rate.formula.margin)
    annual = np.clip(annual, float(rate.minimum), None if rate.maximum is None else float(rate.maximum))
    if rate.first_period is not None:
        annual[0] = float(rate.first_period)
    return opening * annual / 12


def _by_month(value: float | tuple[float, ...], months: int) -> Floats:
    given = value if isinstance(value, tuple) else (value,)
    return np.array([given[min(month, len(given) - 1)] for month in range(months)])


def nothing_junior_is_paid_before_senior_interest(run: Outcome) -> None:
    """A class short of interest leaves no cash for the classes below it, nor for its own subordinated principal."""
    regular = run.model.deal.classes.regular
    senior = tuple(security.name for security in run.model.deal.classes.senior)
    short = run.total("interest_shortfall", senior) > CENT
    below = run.total("interest", run.subordinated) + run.total("principal", run.subordinated)
    run.holds(
        "no cash to subordinated classes while a senior class is short of interest",
        ~short | (below <= CENT),
        paid=below,
    )
    principal = run.total("principal", senior) - run.total("accretion", senior)
    run.holds(
        "no senior principal while a senior class is short of interest", ~short | (principal <= CENT), paid=principal
    )
    for position, name in enumerate(run.subordinated):
        short = short | (run.of(name, "interest_shortfall") > CENT)
        junior = run.subordinated[position + 1 :]
        below = run.total("interest", junior) + run.total("principal", run.subordinated[position:])
        run.holds(f"nothing below {name} while it is short of interest", ~short | (below <= CENT), paid=below)
    residual = run.of(run.everyone[-1], "interest") - run.excess_interest
    run.holds("nothing to the residual while a class is short", ~short | (residual <= CENT), residual=residual)
    assert len(regular) + 1 == len(run.everyone)


def losses_hit_the_most_junior_first(run: Outcome) -> None:
    """A class is written down only on a day that leaves every class junior to it at zero."""
    for position, name in enumerate(run.subordinated):
        junior = run.total("balance", run.subordinated[position + 1 :])
        loss = run.of(name, "loss")
        run.holds(
            f"{name} is written down after its juniors", (loss <= CENT) | (junior <= CENT), loss=loss, junior=junior
        )
    junior = run.total("balance", run.subordinated)
    loss = run.total("loss", run.senior)
    run.holds("seniors are written down last", (loss <= CENT) | (junior <= CENT), loss=loss, junior=junior)


def the_last_distribution_clears_everything(run: Outcome) -> None:
    """Nothing is outstanding after the last day but what the printed size of a PO class exceeds its strip by."""
    last = np.zeros(run.shape, dtype=bool)
    last[-1] = True
    for name in run.everyone:
        slack = max(run.rounding(("po",), run.po_class), 0) if name in run.po_class else 0
        closing = run.of(name, "balance")
        run.holds(f"{name} is cleared", ~last | (closing <= slack + FLOAT_DUST), closing=closing)


CONSERVATION = (
    cash_in_is_cash_out,
    balances_are_the_loans,
    nothing_is_negative,
    balances_roll,
    interest_shortfalls_carry,
    nothing_junior_is_paid_before_senior_interest,
    losses_hit_the_most_junior_first,
    the_last_distribution_clears_everything,
)
