"""What holds of a deal in any course of events: cash in = cash out, classes = loans, nothing negative.

As in `laws`, the amounts are worked out from what the loans and the events bring, not from the plan.
"""

from dataclasses import dataclass, replace

import numpy as np

from seriatim.basics.dates import distribution_dates
from seriatim.collateral.items import EVENT_ITEMS, ITEMS, LOSS_KINDS
from seriatim.collateral.scenario import Scenario, by_month
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import Engine, project_pool, simulate
from tests.projection.laws import CENT, FLOAT_DUST, HALF_CENT, RECEIVED, Flags, Floats, Outcome, interest_due

MISSING_PRINCIPAL = ("principal_withheld", "debt_service_reduction_principal")
MISSING_INTEREST = (
    "interest_loss",
    *(f"{kind}_interest_loss" for kind in LOSS_KINDS),
    "prepayment_interest_shortfall",
    "servicemembers_shortfall",
    "interest_withheld",
    "debt_service_reduction_interest",
)
CARRIED = ("interest_loss", "interest_withheld", "debt_service_reduction_interest")
"""Interest that is missing from the cash and still owed to the classes."""


@dataclass(frozen=True, eq=False)
class Weather(Outcome):
    """An outcome whose loans have events and may be bought in a clean-up call."""

    def loans(self, item: str, strips: tuple[str, ...] | None = None) -> Floats:
        names, items = self.model.strip_names, (*ITEMS, *EVENT_ITEMS)
        chosen = self.main_strips if strips is None else strips
        values: Floats = self.pool[[names.index(name) for name in chosen], items.index(item)].sum(axis=0)
        return values

    @property
    def interest_strips(self) -> tuple[str, ...]:
        return tuple(name for name in self.model.strip_names if name != "po")

    @property
    def called(self) -> Flags:
        """The day on which the loans are bought."""
        days = distribution_dates(self.model.deal.dates.first_distribution_day, self.shape[0])
        wanted = np.array([[scenario.calls(day) for scenario in self.scenarios] for day in days])
        limit = float(self.model.deal.clean_up_call.below) * float(self.model.balance)
        allowed = wanted & (self.loans("opening_balance") < limit)
        return allowed & (np.cumsum(allowed, axis=0) == 1)

    @property
    def alive(self) -> Flags:
        """The days through the call."""
        called = self.called
        return (np.cumsum(called, axis=0) == 0) | called

    @property
    def compensating(self) -> Floats:
        """What the servicer pays of the interest not collected on prepayments."""
        rule = self.model.deal.distributions.prepayment_interest
        short = self.loans("prepayment_interest_shortfall", self.interest_strips)
        fee = self.loans("servicing_fee")
        return np.minimum(short, fee if rule.covered_by == "the servicing fee" else fee / 2)


def weather(model: DealModel, scenarios: tuple[Scenario, ...], *, engine: Engine = "lanes") -> Weather:
    """What happens; the scenarios of the outcome state the LIBOR of the events in its months."""
    flows, pool = simulate(model, scenarios, engine=engine), project_pool(model, scenarios)
    return Weather(model, tuple(_with_libor(model, each) for each in scenarios), flows, pool)


def _with_libor(model: DealModel, scenario: Scenario) -> Scenario:
    libor = by_month(scenario.libor, model.months)
    stated = ~np.isnan(model.pools[0].events.libor)
    libor[model.pools[0].events.month[stated]] = model.pools[0].events.libor[stated]
    return replace(scenario, libor=tuple(libor))


def cash_in_is_cash_out(run: Weather) -> None:
    """Received, made up for, recovered, late and the price of the loans, less what is missing, is what is paid."""
    strips = run.interest_strips
    received = run.loans("interest", strips) + sum(
        run.loans(item) for item in (*RECEIVED, "recovery", "late_principal")
    )
    received = received + run.loans("late_interest", strips) + run.compensating
    received = received - sum(run.loans(item) for item in MISSING_PRINCIPAL)
    received = received - sum(run.loans(item, strips) for item in MISSING_INTEREST)
    received = received * run.alive + run.loans("balance") * run.called + run.from_supports
    paid = run.total("interest", run.everyone) + run.total("principal", run.everyone)
    scale = float(run.model.balance)
    run.holds("cash in = cash out", abs(received - paid) <= 1e-11 * scale, received=received, paid=paid)


def balances_are_the_loans(run: Weather) -> None:
    """Classes = scheduled balance of their strip; below it only where recoveries retired more than they raised."""
    pairs = ((run.shared_strip, (*run.senior, *run.subordinated)), (("po",), run.po_class))
    recovered = np.cumsum(run.loans("recovery"), axis=0)
    for strips, names in pairs:
        if names:
            loans = run.loans("balance", strips) * run.alive * ~run.called
            classes = run.total("balance", names)
            slack = abs(run.rounding(strips, names)) + HALF_CENT * len(names)
            kept = (classes - loans <= slack) & (loans - classes <= slack + recovered)
            run.holds(f"balances of the {strips[0]} strip", kept, classes=classes, loans=loans, recovered=recovered)


def nothing_is_negative(run: Weather) -> None:
    """No balance, payment or shortfall; losses only where a class gets some of them back."""
    for name in run.everyone:
        for item in ("opening_balance", "interest", "principal", "accretion", "balance", "interest_shortfall"):
            value = run.of(name, item)
            run.holds(f"{item} of {name} is not negative", value >= -FLOAT_DUST, value=value)


def balances_roll(run: Weather) -> None:
    """Closing = opening + accretion - principal - loss, and the next day opens where this one closed."""
    for name in run.with_balance:
        opening, closing = run.of(name, "opening_balance"), run.of(name, "balance")
        rolled = opening + run.of(name, "accretion") - run.of(name, "principal") - run.of(name, "loss")
        run.holds(f"balance of {name} rolls", abs(rolled - closing) <= 1e-6, rolled=rolled, closing=closing)
        run.holds(f"{name} opens where it closed", np.vstack([opening[1:], closing[-1:]]) == closing, closing=closing)


def nobody_gets_back_more_than_it_lost(run: Weather) -> None:
    """Write-ups and reimbursements never exceed what a class has borne, but for the last one where a deal says so."""
    recoveries = run.model.deal.losses.recoveries
    favoured = run.subordinated[-1:] if recoveries.order.endswith("the most subordinated") else ()
    for name in run.with_balance:
        if name not in favoured:
            borne = np.cumsum(run.of(name, "loss"), axis=0)
            run.holds(f"{name} gets back no more than it lost", borne >= -HALF_CENT, borne=borne)


def interest_is_paid_carried_or_reduced(run: Weather) -> None:
    """What is due and neither paid nor carried is a shortfall that nothing covers, and no more than those are."""
    gone = np.zeros(run.shape)
    for security in run.model.deal.classes.regular:
        name = security.name
        carried = np.vstack([np.zeros(run.shape[1]), run.of(name, "interest_shortfall")[:-1]])
        carried = np.where(run.of(name, "opening_balance") > HALF_CENT, carried, 0)
        paid = run.of(name, "interest") + run.of(name, "accretion")
        gone = gone + interest_due(run, name) * run.alive + carried - paid - run.of(name, "interest_shortfall")
    most = sum(run.loans(item, run.interest_strips) for item in MISSING_INTEREST if item not in CARRIED)
    slack = HALF_CENT * len(run.everyone) + 1e-6
    within = gone <= most * run.alive + slack
    if run.model.deal.distributions.interest_carried_forward == "before the depletion date":
        within |= run.total("opening_balance", run.subordinated) <= HALF_CENT
    run.holds("no interest is lost", (gone >= -slack) & within, gone=gone, reductions=most)


def the_residual_and_the_juniors_wait(run: Weather) -> None:
    """A senior class short of interest leaves nothing to anyone below, but recoveries, which go their own way."""
    senior = tuple(security.name for security in run.model.deal.classes.senior)
    short = (run.total("interest_shortfall", senior) > CENT) & (run.loans("recovery") == 0)
    residual = run.of(run.everyone[-1], "interest") - run.excess_interest
    below = run.total("interest", run.subordinated) + run.total("principal", run.subordinated)
    run.holds("nothing below a senior class that is short", ~short | (below <= CENT), below=below)
    run.holds("nothing to the residual while a class is short", ~short | (residual <= CENT), residual=residual)


def nothing_is_paid_after_the_call(run: Weather) -> None:
    over = ~run.alive
    for name in run.everyone:
        for item in ("interest", "principal", "balance", "interest_shortfall"):
            value = run.of(name, item)
            run.holds(f"no {item} of {name} after the call", ~over | (abs(value) <= FLOAT_DUST), value=value)


EVERYWHERE = (
    cash_in_is_cash_out,
    balances_are_the_loans,
    nothing_is_negative,
    balances_roll,
    nobody_gets_back_more_than_it_lost,
    interest_is_paid_carried_or_reduced,
    the_residual_and_the_juniors_wait,
    nothing_is_paid_after_the_call,
)
