"""What holds of any deal in any course of events: the laws of any weather, without what one deal's terms promise.

Laws that a reading of the deal sets aside say so where they ask for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from seriatim.collateral.items import EVENT_ITEMS, ITEMS, LOSS_KINDS
from seriatim.deal.losses.terms import PrincipalOnlyLosses
from seriatim.deal.recoveries.terms import Recoveries
from tests.projection import entitlements, laws, weather
from tests.projection.laws import CENT, HALF_CENT, RECEIVED, Flags, Floats, interest_due
from tests.projection.reference import steady
from tests.projection.weather import Weather
from tests.soak.courses import Course

SHARED_LOSSES = (*(f"{kind}_loss" for kind in LOSS_KINDS), "debt_service_reduction_principal")
"""Losses that may be shared by all classes, whoever is senior."""


@dataclass(frozen=True, eq=False)
class Storm(Weather):
    """An outcome of any deal: with or without events, a call, or any chapter."""

    def loans(self, item: str, strips: tuple[str, ...] | None = None) -> Floats:
        """0 for what only events bring about, in a course without any."""
        if item in EVENT_ITEMS and self.pool.shape[1] == len(ITEMS):
            return np.zeros(self.shape)
        return super().loans(item, strips)

    @property
    def called(self) -> Flags:
        if self.model.deal.clean_up_call is None:
            return np.zeros(self.shape, dtype=bool)
        return super().called

    @property
    def compensating(self) -> Floats:
        rules = self.model.deal.distributions
        if rules is None or rules.prepayment_interest is None or rules.prepayment_interest.covered_by == "nothing":
            return np.zeros(self.shape)
        return super().compensating

    @property
    def excess_interest(self) -> Floats:  # type: ignore[override]
        """The PO class bears no interest."""
        rule = self.model.deal.excess_interest
        if rule is None:
            return np.zeros(self.shape)
        owed = self.total("opening_balance", (*self.senior, *self.subordinated)) * float(rule.above) / 12
        return np.maximum(self.loans("interest_due") - owed, 0)

    @property
    def promises_too_much(self) -> NDArray[np.bool_]:
        """Scenarios in which the classes accrue more interest on some day than their loans do."""
        owed = sum(interest_due(self, security.name) for security in self.model.deal.classes.regular)
        due = self.loans("interest_due", self.interest_strips) - self.excess_interest
        return np.any(owed > due + CENT, axis=0)

    @property
    def recoveries(self) -> Recoveries | None:
        """The deal's rule for recoveries."""
        return self.model.deal.losses.recoveries if self.model.deal.losses else None

    @property
    def po_losses(self) -> PrincipalOnlyLosses | None:
        """The deal's rule for the losses of the PO strip."""
        return self.model.deal.losses.principal_only_class if self.model.deal.losses else None

    @property
    def blocks_juniors(self) -> bool:
        """Whether a subordinated class gets nothing on a day on which a senior one is written down."""
        rules = self.model.deal.distributions
        return rules is not None and rules.junior_on_a_write_down_day == "is not paid"


def states(chapter: object, option: str, word: str) -> bool:
    """Whether a chapter, if there is one, states a reading; options that the language has not got are not stated."""
    return getattr(chapter, option, None) == word


def storm(course: Course, *, engine: weather.Engine = "lanes") -> Storm:
    """What happens to the classes and the loans in a course."""
    if course.with_events:
        run = weather.weather(course.model, course.scenarios, engine=engine)
        return Storm(run.model, run.scenarios, run.flows, run.pool)
    flows = laws.simulate(course.model, course.scenarios, engine=engine)
    return Storm(course.model, course.scenarios, flows, laws.project_pool(course.model, course.scenarios))


def quiet(course: Course) -> Storm | None:
    """The same deal and speeds without events or a call; no run where the loans can not pay what the classes accrue."""
    speeds = tuple(replace(scenario, call="never") for scenario in course.scenarios)
    run = storm(Course(course.model.under(None), speeds))
    sound = np.flatnonzero(~run.promises_too_much)
    if not len(sound):
        return None
    flows = replace(run.flows, values=np.ascontiguousarray(run.flows.values[:, :, sound]))
    return Storm(run.model, tuple(run.scenarios[place] for place in sound), flows, run.pool[..., sound])


def balances_are_the_loans(run: Storm) -> None:
    """Classes = scheduled balance of their strip.

    Less by what recoveries retired and nobody was written up for, and where the juniors bear the whole loss of the PO
    strip at once, by that loss (what reimburses it from other cash than theirs never comes back to them); then more by
    what is diverted to the PO class, which reduces nobody's balance. Where allocations are not net of shared losses,
    classes may be allocated more than they have left.
    """
    less, more = np.cumsum(run.loans("recovery"), axis=0), np.zeros(run.shape)
    if run.po_losses is not None and run.po_losses.subordinated_write_down == "whole loss":
        own = sum(run.loans(item, ("po",)) for item in RECEIVED)
        reimbursed = np.maximum(run.total("principal", run.po_class) - own, 0)
        less = less + np.cumsum(np.maximum(run.total("loss", run.po_class) + reimbursed, 0), axis=0)
        more = np.cumsum(reimbursed, axis=0)
    if states(run.model.deal.losses, "room_for_principal", "whole balance"):
        more = np.full(run.shape, np.inf)
    for strips, names in ((run.shared_strip, (*run.senior, *run.subordinated)), (("po",), run.po_class)):
        if names:
            loans = run.loans("balance", strips) * run.alive * ~run.called
            classes = run.total("balance", names)
            slack = abs(run.rounding(strips, names)) + HALF_CENT * len(names)
            kept = (classes - loans <= slack + more) & (loans - classes <= slack + less)
            run.holds(f"balances of the {strips[0]} strip", kept, classes=classes, loans=loans, less=less, more=more)


def nobody_gets_back_more_than_it_lost(run: Storm) -> None:
    """Write-ups and reimbursements stay within what a class has borne, unless a rule for recoveries says otherwise.

    Losses of the day that a recovery is held against are foreseen, before the day's payments change the shares. A class
    that is allocated its whole balance on the day of a shared loss has not room for all it bears.
    """
    rule, favoured = run.recoveries, ()
    if rule is not None and rule.order == "by seniority, the rest to the most subordinated":
        favoured = run.subordinated[-1:]
    if rule is not None and rule.written_up == "whole amount":
        favoured = run.subordinated
    foreseen = np.zeros(run.shape)
    if states(run.model.deal.losses, "room_for_principal", "whole balance"):
        return
    if states(rule, "losses_counted", "the day's too"):
        foreseen = np.cumsum(run.loans("loss") * (run.loans("recovery") > 0), axis=0)
    for name in run.with_balance:
        if name not in favoured:
            borne = np.cumsum(run.of(name, "loss"), axis=0)
            slack = foreseen + HALF_CENT + (rounding(run) if name in run.po_class else 0)
            run.holds(f"{name} gets back no more than it lost", borne >= -slack, borne=borne)


def interest_is_paid_carried_or_reduced(run: Storm) -> None:
    """What is due and neither paid nor carried is a shortfall that nothing covers, and no more than those are.

    A class that is no longer outstanding keeps what was carried only where the deal says so.
    """
    kept = carryforwards_are_kept(run)
    gone = np.zeros(run.shape)
    for security in run.model.deal.classes.regular:
        name = security.name
        carried = np.vstack([np.zeros(run.shape[1]), run.of(name, "interest_shortfall")[:-1]])
        carried = np.where(kept | (run.of(name, "opening_balance") > HALF_CENT), carried, 0)
        paid = run.of(name, "interest") + run.of(name, "accretion")
        gone = gone + interest_due(run, name) * run.alive + carried - paid - run.of(name, "interest_shortfall")
    owed = list(weather.CARRIED)
    if states(run.model.deal.losses, "debt_service_reductions", "reduce principal and interest allocations"):
        owed.remove("debt_service_reduction_interest")
    most = sum(run.loans(item, run.interest_strips) for item in weather.MISSING_INTEREST if item not in owed)
    slack = HALF_CENT * len(run.everyone) + 1e-6
    allowed = (gone <= most * run.alive + slack) | (carryforwards_end(run) & depleted_by_now(run))
    run.holds("no interest is lost", (gone >= -slack) & allowed, gone=gone, reductions=most)


def depleted_by_now(run: Storm) -> Flags:
    """Days that begin or end with next to nothing left of the subordinated classes."""
    left = run.total("balance", run.subordinated)
    return run.depleted | ((left <= CENT * len(run.everyone)) & bool(run.subordinated))


def carryforwards_end(run: Storm) -> bool:
    """Whether nothing is carried forward from the depletion date on."""
    return states(run.model.deal.distributions, "interest_carried_forward", "before the depletion date")


def carryforwards_are_kept(run: Storm) -> bool:
    """Whether interest carried forward outlives its class."""
    return states(run.model.deal.distributions, "carryforward_of_a_retired_class", "kept")


def nothing_is_paid_after_the_call(run: Storm) -> None:
    """Without the loans nothing happens any more; a carryforward that is kept stays as it was."""
    if not carryforwards_are_kept(run):
        weather.nothing_is_paid_after_the_call(run)
    for item in ("interest", "principal", "balance"):
        value = run.total(item, run.everyone)
        run.holds(f"no {item} after the call", run.alive | (abs(value) <= CENT), value=value)


def juniors_wait_for_each_other(run: Storm) -> None:
    """A subordinated class that is short of interest leaves nothing to those below; recoveries go their own way."""
    usual = run.loans("recovery") == 0
    for position, name in enumerate(run.subordinated):
        short = usual & (run.of(name, "interest_shortfall") > CENT)
        junior = run.subordinated[position + 1 :]
        below = run.total("interest", junior) + run.total("principal", run.subordinated[position:])
        run.holds(f"nothing below {name} while it is short", ~short | (below <= CENT), below=below)
        if not run.blocks_juniors:
            residual = run.of(run.everyone[-1], "interest") - run.excess_interest
            run.holds(f"nothing left while {name} is short", ~short | (residual <= CENT), residual=residual)


def write_downs_come_from_the_bottom(run: Storm) -> None:
    """A class loses only on a day that leaves every class junior to it at zero, but for losses that all share.

    In the reading "text" principal diverted to the PO class reduces the class that gave it.
    """
    shared = sum(run.loans(item) for item in SHARED_LOSSES) + run.loans("recovery")
    usual = (shared == 0) & run.alive & ~run.called
    diverted = np.zeros(run.shape)
    if run.po_losses is not None and run.po_losses.subordinated_write_down == "text":
        diverted = run.total("principal", run.po_class)
    slack = CENT * len(run.everyone) + rounding(run)
    for names, junior in _with_juniors(run):
        loss, left = run.total("loss", names), run.total("balance", junior)
        kept = ~usual | (loss <= slack + diverted) | (left <= slack)
        run.holds(f"{', '.join(names)} written down last", kept, loss=loss, junior=left)


def _with_juniors(run: Storm) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    ranks = [run.senior, *((name,) for name in run.subordinated)]
    return [(names, run.subordinated[position:]) for position, names in enumerate(ranks)]


def balances_are_promised(run: Storm) -> bool:
    """Whether the classes stay equal to the loans: no recovery retires more than it raises, no loss is borne twice."""
    whole = run.po_losses is not None and run.po_losses.subordinated_write_down == "whole loss"
    return not whole and not run.loans("recovery").any()


def knows_its_readings(run: Storm) -> bool:
    """Whether the laws of quiet runs know the deal's readings: those of the tables, one support class, no block."""
    rules, po = run.model.deal.losses, run.po_losses
    pairs = rules.super_senior if rules else ()
    reading = po.subordinated_write_down if po else "reimbursed amount"
    early = [pair for pair in pairs if states(pair, "supported_from", "the depletion date")]
    later = states(po, "reimbursed_from", "later days")
    known = not run.blocks_juniors and not carryforwards_are_kept(run) and not early and not later
    if run.po_class and abs(run.rounding(("po",), run.po_class)) > HALF_CENT:
        return False  # what reimburses the PO class can not be told from what it is short of its strip
    supports = {pair.support_class for pair in pairs}
    return known and not carryforwards_end(run) and reading == "reimbursed amount" and len(supports) < 2


def rounding(run: Storm) -> float:
    """By how much printed class sizes miss their strips, dollars."""
    shared = abs(run.rounding(run.shared_strip, (*run.senior, *run.subordinated)))
    return shared + (abs(run.rounding(("po",), run.po_class)) if run.po_class else 0.0)


def all_is_paid_in_the_end(run: Storm) -> None:
    """Nothing is outstanding after the last day but what rounding leaves, where classes and loans stay equal."""
    if not balances_are_promised(run):
        return
    last = np.zeros(run.shape, dtype=bool)
    last[-1] = True
    for name in run.with_balance:
        closing = run.of(name, "balance")
        run.holds(f"{name} is cleared", ~last | (closing <= HALF_CENT + rounding(run)), closing=closing)


def nas_classes_get_their_share(run: Storm) -> None:
    """Their percentage of their proportionate share at least, as long as they have as much and cash is not short."""
    chapter = run.model.deal.allocations.senior_principal
    first = chapter.rules[0].NAS
    if chapter.NAS_classes is None or first is None:
        return
    percent = np.array([float(chapter.NAS_classes.percentages.on(day)) for day in range(1, run.shape[0] + 1)])
    principal = run.total("principal", run.senior) - run.total("accretion", run.senior)
    part = percent[:, None] * principal / np.maximum(run.total("opening_balance", run.senior), CENT)
    slack = CENT * len(run.senior) + 2 * rounding(run)
    usual = steady(run) & ~run.depleted & ~run.called & run.alive
    for name in first:
        expected = np.minimum(run.of(name, "opening_balance") * part, run.of(name, "opening_balance"))
        paid = run.of(name, "principal")
        run.holds(f"NAS class {name}", ~usual | (paid >= expected - slack), paid=paid, expected=expected)


Law = Callable[[Storm], None]

ANY_COURSE: tuple[Law, ...] = (
    weather.cash_in_is_cash_out,
    balances_are_the_loans,
    weather.nothing_is_negative,
    weather.balances_roll,
    nobody_gets_back_more_than_it_lost,
    interest_is_paid_carried_or_reduced,
    weather.the_residual_and_the_juniors_wait,
    nothing_is_paid_after_the_call,
    juniors_wait_for_each_other,
    write_downs_come_from_the_bottom,
)
QUIET: tuple[Law, ...] = (
    weather.cash_in_is_cash_out,
    laws.balances_roll,
    laws.interest_shortfalls_carry,
    laws.nothing_junior_is_paid_before_senior_interest,
    write_downs_come_from_the_bottom,
    all_is_paid_in_the_end,
    nas_classes_get_their_share,
    entitlements.seniors_are_paid_their_share_first,
    entitlements.subordinated_classes_share_by_seniority,
    entitlements.losses_fall_in_order,
    entitlements.after_depletion_seniors_share_by_balance,
)
