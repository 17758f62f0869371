"""Rules of the compiler broken on purpose, one at a time: each breakage with the worked example that must notice it.

A breakage puts another function in the place of one of `seriatim.compile`, or something else in the place of a chapter
of the day, for plans compiled from then on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from seriatim.compile import (
    adjustment,
    allocations,
    chapters,
    depletion,
    distributions,
    fees,
    interest,
    losses,
    payment,
    po_reimbursement,
    shortfalls,
    subordination,
)
from seriatim.compile.amounts import (
    ACCRETED,
    CARRIED,
    CHARGES,
    CLOSING,
    CURRENT,
    DIRECTED,
    INTEREST_SHORTFALL,
    NET,
    REIMBURSED,
    ROOM,
    SHARED_LOSS,
    UNCOVERED,
    UNREPAID,
    WORKING,
)
from seriatim.compile.cash import take
from seriatim.compile.day import Day
from seriatim.compile.loans import Loans
from seriatim.compile.losses import LOSSES
from seriatim.compile.order import after, in_no_deal
from seriatim.compile.recoveries import RECOVERY
from seriatim.compile.super_senior import SuperSeniorSupport
from seriatim.deal.accrual.terms import AccrualClass
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Table
from tests.compile import test_accrual as of_accrual
from tests.compile import test_allocation as of_allocation
from tests.compile import test_distribution as of_distribution
from tests.compile import test_interest as of_interest
from tests.compile import test_losses as of_losses
from tests.compile import test_nas as of_nas
from tests.compile import test_payment as of_payment
from tests.compile import test_step_down as of_step_down
from tests.compile import test_subordination as of_subordination
from tests.mutation import small_examples
from tests.projection import test_events as of_events
from tests.special import test_fees as of_fees
from tests.special import test_laws_of_fees as laws_of_fees

Patch = pytest.MonkeyPatch
Example = Callable[..., None]


class BrokenRule(NamedTuple):
    """What is wrong, how it is brought about, the example that shows it, and what the example is given."""

    wrong: str
    breaks: Callable[[Patch], None]
    noticed_by: Example
    given: Mapping[str, object] = MappingProxyType({})


@contextmanager
def in_place(owner: object, name: str, value: object) -> Iterator[None]:
    """Something else in place of an attribute for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, value)
        yield


def within(name: str, owner: object, attribute: str, value: object) -> Callable[[Patch], None]:
    """A breakage that only shows while one chapter is at work."""

    def breaks(patch: Patch) -> None:
        def broken(right: Callable[[Sequence[Day]], None], days: Sequence[Day]) -> None:
            with in_place(owner, attribute, value):
                right(days)

        in_chapter(patch, name, broken)

    return breaks


def in_chapter(
    patch: Patch, name: str, broken: Callable[[Callable[[Sequence[Day]], None], Sequence[Day]], None]
) -> None:
    """Something else in the place of a chapter: it is given what the chapter does, and the groups."""
    given = next(chapter for chapter in chapters.DAY if chapter.name == name)
    other = replace(given, apply=lambda days: broken(given.apply, days))
    patch.setattr(chapters, "DAY", tuple(other if chapter is given else chapter for chapter in chapters.DAY))


def chapter(name: str, broken: Callable[[Day, Callable[[], None]], None]) -> Callable[[Patch], None]:
    """A breakage of what a chapter does for each group: ``broken`` is given the group, and what is right for it."""

    def in_turn(right: Callable[[Sequence[Day]], None], days: Sequence[Day]) -> None:
        for day in days:
            with day.group():
                broken(day, lambda day=day: right([day]))

    return lambda patch: in_chapter(patch, name, in_turn)


def instead(module: object, function: str, broken: object) -> Callable[[Patch], None]:
    """A breakage that puts a function in the place of another."""
    return lambda patch: patch.setattr(module, function, broken)


def reversed_order(day: Day) -> tuple[str, ...]:
    return tuple(security.name for security in reversed(day.deal.classes.subordinated))


def no_carryforward(day: Day, right: Callable[[], None]) -> None:
    for name in day[CURRENT]:
        day[INTEREST_SHORTFALL][name] = day.zero


def pro_rata_write_down(day: Day, amounts: adjustment.WriteDown) -> None:
    closing = day[CLOSING]
    for name, loss in losses.pro_rata(day, amounts.losses, {each: closing[each] for each in day.subordinated}).items():
        closing[name] = closing[name] - loss
    amounts.losses = amounts.losses * 0


def always_covered(day: Day, kind: str, loss: Value) -> losses._Coverage:
    return losses._Coverage(day.builder.constant(0), day.builder.constant(1))


def borne_by_subordinated_classes(day: Day, right: Callable[[], None]) -> None:
    right()
    amount = day[LOSSES].shared
    for name in (*day.senior, *day.subordinated):
        for quantity in (NET, ROOM, WORKING):
            day[quantity][name] = day.opening[name]
        day[SHARED_LOSS][name] = day.zero
    for name, loss in losses.pro_rata(day, amount, {name: day.opening[name] for name in day.subordinated}).items():
        day[SHARED_LOSS][name] = loss
        for quantity in (NET, ROOM, WORKING):
            day[quantity][name] = day.opening[name] - loss


def depleted_a_day_late(days: Sequence[Day]) -> Value:
    (day,) = days
    today = ~day.total(day.opening, day.subordinated).positive()
    before = day.builder.state("depleted the day before", 0, Unit.FLAG)
    day.builder.store(before, today)
    return before


def tests_passed(day: Day, rule: Any) -> allocations.StepDown:
    stated = allocations.step_value(day, "stated", rule.percentage_of_subordinated_share)
    return allocations.StepDown(stated, day.builder.constant(1))


def paid_twice(day: Day, right: Callable[[], None]) -> None:
    day.post(REIMBURSED, {})
    for name, amount in day[RECOVERY].reimbursed.items():
        day[REIMBURSED][name] = take(day, amount) + take(day, amount)


def whole_shortfall(day: Day, rule: object, gross: Value) -> tuple[Value, Value, Value]:
    zero = day.builder.constant(0)
    return gross, zero, zero


def written_up_without_limit(day: Day, right: Callable[[], None]) -> None:
    recovery = day[RECOVERY]
    before = recovery.unreimbursed
    recovery.unreimbursed = {name: day.builder.constant(10**9, Unit.MONEY) for name in before}
    right()
    recovery.unreimbursed = before


def reductions_never_felt(day: Day, right: Callable[[], None]) -> None:
    day[UNCOVERED] = day.zero


def reimbursed_from_the_top(patch: Patch) -> None:
    right = po_reimbursement.divert

    def broken(day: Day, lost: Value, shortfall: Value, *, givers: Sequence[tuple[Day, str]]) -> None:
        right(day, lost, shortfall, givers=givers[::-1])

    patch.setattr(po_reimbursement, "divert", broken)


def support_from_the_first_day(given: SuperSeniorSupport, pair: object) -> Value:
    return given._day.builder.constant(1)


def support_without_end(patch: Patch) -> None:
    right = PlanBuilder.state

    def state(builder: PlanBuilder, name: str, initial: Any, unit: Unit, **kind: Any) -> Value:
        return right(builder, name, Decimal(10**9) if "support left" in name else initial, unit, **kind)

    patch.setattr(PlanBuilder, "state", state)


def interest_on_shortfalls(day: Day, right: Callable[[], None]) -> None:
    right()
    for name, amount in day[CARRIED].items():
        day[CARRIED][name] = amount * Decimal("1.005")


def uncapped_accrual(patch: Patch) -> None:
    right = adjustment.spread

    def broken(day: Day, amount: Value, balances: dict[str, Value], **_: bool) -> dict[str, Value]:
        return right(day, amount, balances, capped=False)

    patch.setattr(adjustment, "spread", broken)


def measured_after_the_payments(loans: Loans, item: str) -> Value:
    now = "balance" if item == "opening_balance" else item
    return loans.strip_item(now) + loans.po_item(now)


def without_bounds(day: Day, rate: Any) -> Value:
    formula = day.builder.load(interest.LIBOR_INPUT, Unit.RATE)
    return formula * rate.formula.multiple + rate.formula.margin


def by_the_ratio_only(day: Day, ratio: Value, initial_ratio: Decimal) -> Value:
    return ratio


def nobody(day: Day, *args: object, **options: object) -> None:
    return None


def no_repayment(day: Day, right: Callable[[], None]) -> None:
    day.post(UNREPAID, {})


def not_redirected(day: Day, right: Callable[[], None]) -> None:
    for name in (security.name for security in day.deal.classes.regular):
        day[ACCRETED][name] = day[DIRECTED][name] = day.zero


def everybody(day: Day, rule: object, among: object) -> dict[str, Value]:
    return dict.fromkeys(day.subordinated, day.builder.constant(1))


def unlimited_by_anniversaries(day: Day, limit: object, before: Value) -> Value:
    return before


def whole_share(day: Day, name: str, steps: object) -> Value:
    return day.builder.constant(1)


def itself_only(security: AccrualClass) -> tuple[str, ...]:
    return (security.name,)


def no_ratchet(day: Day, rule: object, held: object, percentage: Value) -> Value:
    return percentage


def interest_on_fees(patch: Patch) -> None:
    right = fees._of_the_month

    def broken(day: Day, fee: Any) -> Value:
        return right(day, fee) + day.state(f"{fee.name} carried over", 0, Unit.MONEY) * Decimal("0.005")

    patch.setattr(fees, "_of_the_month", broken)


def never_january(day: Day) -> Table:
    return Table("no distribution day", (Decimal(0), Decimal(0)), Decimal(0), Unit.FLAG)


def without_a_cap(day: Day, fee: object, due: Value) -> Value:
    return take(day, due)


def fees_forgotten(day: Day, right: Callable[[], None]) -> None:
    right()
    for fee in day.deal.fees:
        day.builder.store(day.state(f"{fee.name} carried over", 0, Unit.MONEY), day.zero)


def from_the_classes_only(day: Day, right: Callable[[], None]) -> None:
    right()
    day[CHARGES] = day.zero


def fees_after_premiums(patch: Patch) -> None:
    (moved,) = (each for each in chapters.DAY if each.name == "fees")
    rest = [each for each in chapters.DAY if each is not moved]
    place = 1 + [each.name for each in rest].index("insurance premiums")
    behind = replace(moved, place=after("insurance premiums", before=("excess interest",)))
    patch.setattr(chapters, "DAY", (*rest[:place], behind, *rest[place:]))


def not_said_to_leave_short(patch: Patch) -> None:
    patch.setattr(
        chapters, "DAY", tuple(each.leaving_short(in_no_deal) if each.name == "fees" else each for each in chapters.DAY)
    )


def no_end(paying: payment.Payment, rule: object, ends: object, until: object) -> Value:
    return paying._day.builder.constant(10**12)


BROKEN_RULES = (
    BrokenRule(
        "the most junior class is paid before those senior to it",
        instead(Day, "subordinated", property(reversed_order)),
        of_distribution.test_each_subordinated_class_before_the_next,
    ),
    BrokenRule(
        "interest that was not paid is forgotten",
        chapter("interest carried forward", no_carryforward),
        of_distribution.test_arrears_come_with_the_class_and_before_its_principal,
    ),
    BrokenRule(
        "a carried shortfall bears interest",
        chapter("interest carried forward to the day", interest_on_shortfalls),
        of_interest.test_what_is_not_paid_is_carried_to_the_next_day_without_interest,
    ),
    BrokenRule(
        "a LIBOR class has neither cap nor floor",
        instead(interest, "floating_rate", without_bounds),
        of_interest.test_a_libor_class_and_its_inverse,
        {"libor": 0.09, "floater": 8.0, "inverse": 0.0},
    ),
    BrokenRule(
        "losses are written down pro rata, not from the bottom up",
        instead(adjustment, "write_down_subordinated", pro_rata_write_down),
        of_losses.test_the_most_junior_class_is_written_down_to_zero_before_the_next,
    ),
    BrokenRule(
        "an accrual class shares losses on all it has accrued",
        uncapped_accrual,
        of_losses.test_an_accrual_class_shares_at_no_more_than_its_initial_balance,
    ),
    BrokenRule(
        "the PO class is reimbursed from the most senior subordinated class first",
        reimbursed_from_the_top,
        of_losses.test_the_most_junior_class_gives_its_principal_first,
        {"lost": 40, "b_1": 60, "b_2": 0},
    ),
    BrokenRule(
        "super senior support has no limit",
        support_without_end,
        of_losses.test_support_ends_with_its_amount,
    ),
    BrokenRule(
        "super senior support begins before the depletion date",
        instead(SuperSeniorSupport, "_begun", support_from_the_first_day),
        of_losses.test_no_support_on_the_day_the_subordinated_classes_run_out,
    ),
    BrokenRule(
        "a loss limit is never reached",
        instead(losses, "_coverage", always_covered),
        of_events.test_a_loss_that_crosses_its_limit_is_split,
    ),
    BrokenRule(
        "a loss limit does not shrink on an anniversary",
        instead(losses, "capped", unlimited_by_anniversaries),
        of_events.test_the_fraud_limit_shrinks_and_ends,
    ),
    BrokenRule(
        "losses that all classes share are borne by the subordinated ones",
        chapter("losses not covered by subordination", borne_by_subordinated_classes),
        of_events.test_extraordinary_losses_are_never_covered,
    ),
    BrokenRule(
        "debt service reductions never reduce an allocation",
        chapter("debt service reductions counted", reductions_never_felt),
        of_events.test_a_debt_service_reduction_is_ignored_while_the_limit_lasts,
    ),
    BrokenRule(
        "the servicer makes up for all interest that a prepayment does not bring",
        instead(shortfalls, "_compensated", whole_shortfall),
        of_events.test_half_the_servicing_fee_makes_up_for_it,
    ),
    BrokenRule(
        "a recovery is paid twice",
        chapter("recoveries handed to classes", paid_twice),
        of_events.test_a_recovery_reimburses_seniors_and_raises_juniors,
        {"written_up": "unreimbursed losses", "raised": {"B-1": -300, "B-2": -400}},
    ),
    BrokenRule(
        "a recovery writes up more than was lost",
        chapter("write-ups", written_up_without_limit),
        of_events.test_a_recovery_reimburses_seniors_and_raises_juniors,
        {"written_up": "unreimbursed losses", "raised": {"B-1": -300, "B-2": -400}},
    ),
    BrokenRule(
        "the clean-up call is measured by the balance after the day's payments",
        within("clean-up call", Loans, "pool_item", measured_after_the_payments),
        of_events.test_the_call_pays_every_class_and_ends_the_deal,
    ),
    BrokenRule(
        "on the day of the call classes are allocated as on any day",
        chapter("allocations on the day of the call", nobody),
        of_events.test_the_call_pays_every_class_and_ends_the_deal,
    ),
    BrokenRule(
        "a junior class is paid on a day on which a senior one is written down",
        instead(distributions, "_blocked", nobody),
        small_examples.a_junior_class_gets_nothing_on_a_write_down_day,
    ),
    BrokenRule(
        "principal shortfalls written off are not repaid",
        chapter("reimbursement of shortfalls", no_repayment),
        small_examples.a_shortfall_written_off_is_repaid_from_late_cash,
    ),
    BrokenRule(
        "NAS classes get their whole share from the first day on",
        instead(allocations, "step_value", whole_share),
        of_nas.test_first_month_by_hand,
    ),
    BrokenRule(
        "accrual goes on when the directed classes are paid off",
        instead(AccrualClass, "directed_classes", itself_only),
        of_accrual.test_from_then_on_interest_is_paid_as_interest,
    ),
    BrokenRule(
        "accrued interest is not redirected",
        chapter("accrual", not_redirected),
        of_accrual.test_interest_becomes_principal_of_the_directed_classes,
    ),
    BrokenRule(
        "the percentage steps down whatever the tests say",
        instead(allocations, "step_down", tests_passed),
        of_step_down.test_a_step_is_held_back_while_losses_exceed_their_limit,
    ),
    BrokenRule(
        "the senior percentage follows the ratio while losses exceed their limit",
        instead(allocations, "_ratchet", no_ratchet),
        of_step_down.test_while_losses_exceed_their_limit_the_whole_senior_percentage_is_kept,
        {"ratchet": "keep the senior percentage of the preceding day"},
    ),
    BrokenRule(
        "prepayments are shared by the senior ratio",
        instead(allocations, "_unscheduled_percentage", by_the_ratio_only),
        of_allocation.test_unscheduled_principal_shifts_to_the_seniors,
        {"month": 73, "senior": 1_952_000},
    ),
    BrokenRule(
        "the depletion date is a day late",
        instead(depletion, "_depleted", depleted_a_day_late),
        of_allocation.test_after_the_depletion_date_the_seniors_share_by_balance,
    ),
    BrokenRule(
        "subordination is not maintained",
        instead(subordination, "_eligible", everybody),
        of_subordination.test_the_most_senior_impaired_class_and_those_senior_to_it_are_paid_first,
    ),
    BrokenRule(
        "schedules do not stop a payment",
        instead(payment.Payment, "_table", nobody),
        of_payment.test_until_a_schedule_the_excess_goes_on_and_what_was_missed_is_caught_up,
    ),
    BrokenRule(
        "a clause goes on when the class that ends it is paid off",
        instead(payment.Payment, "_need", no_end),
        of_payment.test_a_clause_ends_with_the_class_that_says_so,
    ),
    BrokenRule(
        "a fee that is carried over bears interest",
        interest_on_fees,
        of_fees.test_what_is_not_paid_is_carried_over_without_interest,
        {"engine": "exact"},
    ),
    BrokenRule(
        "a fee for which there was no cash is forgotten",
        chapter("fees", fees_forgotten),
        of_fees.test_cash_that_does_not_suffice_pays_fees_in_their_order,
        {"engine": "exact"},
    ),
    BrokenRule(
        "the cap of a fee is never renewed",
        instead(fees, "new_calendar_year", never_january),
        of_fees.test_a_cap_that_is_reached_carries_over_to_january,
        {"engine": "lanes"},
    ),
    BrokenRule(
        "the cap of a fee limits nothing",
        instead(fees, "_pay", without_a_cap),
        of_fees.test_a_cap_that_is_reached_carries_over_to_january,
        {"engine": "lanes"},
    ),
    BrokenRule(
        "fees come after insurance premiums",
        fees_after_premiums,
        of_fees.test_fees_come_before_insurance_premiums,
        {"engine": "exact"},
    ),
    BrokenRule(
        "a fee is a rate on the balance after the payments of the day",
        within("fees", Loans, "pool_item", measured_after_the_payments),
        of_fees.test_a_rate_is_of_the_balance_before_the_payments_of_the_day,
        {"engine": "exact"},
    ),
    BrokenRule(
        "the residual has all excess interest and the classes pay the fees",
        chapter("fees", from_the_classes_only),
        of_fees.test_what_they_cost_is_no_excess_interest,
        {"engine": "exact"},
    ),
    BrokenRule(
        "principal that a fee leaves short is never repaid",
        not_said_to_leave_short,
        of_fees.test_principal_that_a_fee_leaves_short_is_written_off_and_repaid,
        {"engine": "exact"},
    ),
    BrokenRule(
        "a deal with fees keeps shortfalls only where there are events",
        not_said_to_leave_short,
        laws_of_fees.test_a_plan_with_fees_keeps_what_classes_miss,
    ),
)
