"""Defects of a document's text: it contradicts itself or leaves somebody out. A run says so on the days it matters.

Only plans that reckon with events report them; each report is the amount at stake, in dollars, 0 on other days.
Source: core prospectus 2006-6, Distribution priorities, Adjustments to class balances, Loss recoveries; supplement
2006-6 pp. 12, 21 and 22.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from seriatim.compile.amounts import (
    ACCRETED,
    ALLOCATED,
    BLOCKED,
    CASH,
    CLOSING,
    DIRECTED,
    INTEREST_SHORTFALL,
    NET,
    PAID_OF_ALLOCATION,
    PO_REPAID,
    SHARED_LOSS,
    UNREPAID,
    WRITTEN_OFF,
)
from seriatim.compile.day import Day
from seriatim.compile.interest import base
from seriatim.compile.loans import RECORD
from seriatim.plan.accounts import UNBACKED, AccountType, Party, Side, money
from seriatim.plan.builder import Value

DOCUMENT = "document"
"""Owner of the accounts of the amounts at stake."""


class Defect(StrEnum):
    """The short names under which a plan reports them."""

    RECOVERY = "recovery beyond losses"
    PO_SHORTFALL = "PO shortfall repaid twice"
    BLOCKED = "blocked principal written down"
    SHARING_BASE = "shortfall without a sharing base"
    ROOM = "principal beyond the balance"
    NEVER_REPAID = "shortfall never repaid"
    SUPPORT = "support class too small"
    ACCRUAL = "accrual interest without room"
    MAINTENANCE = "maintenance of subordination"
    UNDERSUBORDINATION = "undersubordination since closing"
    INTEREST_SUPPORT = "interest paid from principal"


TEXTS: Mapping[Defect, str] = {
    Defect.RECOVERY: "a recovery exceeds the unreimbursed losses that raise a balance; the loans stay above the "
    "classes by as much",
    Defect.PO_SHORTFALL: "a shortfall of the PO class is repaid from subordinated principal though late cash came in; "
    "as much of that cash goes to the residual",
    Defect.BLOCKED: "principal withheld from a subordinated class to protect the classes senior to it is written down "
    "on classes that were not short of it",
    Defect.SHARING_BASE: "a principal shortfall falls on seniors that were not short of as much; it is shared by "
    "balances, as losses are",
    Defect.ROOM: "principal and the part of a loss that all classes share exceed the balance of a class",
    Defect.NEVER_REPAID: "a class is no longer outstanding; what it was not paid will never be repaid",
    Defect.SUPPORT: "a super senior support class is too small for the losses it is to bear; they are supported in "
    "proportion",
    Defect.ACCRUAL: "the classes to which an accrual class directs its interest cannot take it, though they are "
    "outstanding",
    Defect.MAINTENANCE: "a subordination level is impaired; the classes junior to it give up their share of principal",
    Defect.UNDERSUBORDINATION: "principal of a group whose seniors are paid off goes to those of others; as the text "
    "has it, this holds from the closing day until the seniors' subordination level has doubled",
    Defect.INTEREST_SUPPORT: "an undercollateralized group pays its interest out of principal; other pools support its "
    "interest only when all of its own cash falls short",
}
"""Meaning of each defect, in a sentence that the amount follows."""


def at_stake(defect: Defect) -> AccountType:
    """The type of account that holds the amount at which a defect bites; its words say how."""
    return money(defect, Party.DOCUMENT, Side.MEASURE, words=TEXTS[defect])


def warn(day: Day, defect: Defect, amount: Value) -> None:
    """Note an amount at which a defect bites today, under the rule that is being written.

    Only in plans that reckon with events: the caller records no step in others.
    """
    noted = amount.swept().named(f"{defect}, amount at stake")
    account = at_stake(defect)
    day.warnings[account] = day.warnings[account] + noted if account in day.warnings else noted


def report(days: Sequence[Day]) -> None:
    """Report what was noted in any group, behind what is reported of the classes."""
    builder = days[0].builder
    for account in dict.fromkeys(account for day in days for account in day.warnings):
        noted = builder.total(day.warnings[account] for day in days if account in day.warnings)
        builder.report(account.of(DOCUMENT), noted)
        if account == at_stake(Defect.RECOVERY):
            builder.report(UNBACKED.of(DOCUMENT), noted)


def warn_of_blocked_principal(day: Day) -> None:
    """The block withholds principal that stays allocated, so that it is a shortfall of the day.

    It is written down from the bottom up; what reaches a class that was not blocked is a second loss of the classes
    the block protects.
    """
    blocked = {name: test for name, test in day[BLOCKED].items() if test is not None}
    if not day.with_events or not blocked or day.deal.distributions is None:
        return
    zero = day.zero
    with day.builder.rule("distributions.junior on a write-down day", day.deal.distributions.source):
        withheld = day.builder.total(day[ALLOCATED][name].where(test, 0) for name, test in blocked.items())
        beyond = [_beyond_own_shortfall(day, name) for name in day.senior]
        beyond += [
            zero.where(test, _beyond_own_shortfall(day, name)) for name, test in blocked.items() if name in day.opening
        ]
        warn(day, Defect.BLOCKED, withheld.at_most(day.builder.total(beyond)))


def warn_of_late_cash(day: Day) -> None:
    """A PO shortfall repaid by subordinated classes on a day on which late cash ends at the residual."""
    rule = day.po_rule
    repaid = day[PO_REPAID]
    if not day.with_events or repaid is None or rule is None:
        return
    with day.builder.rule("distributions.4 reimbursement of the PO class", rule.source):
        late = day.loans.pool_item("late_principal") + day.loans.interest_item("late_interest")
        warn(day, Defect.PO_SHORTFALL, repaid.at_most(late).at_most(day[CASH]))


def _beyond_own_shortfall(day: Day, name: str) -> Value:
    """Write-down of a class for shortfalls beyond what it was not paid itself."""
    unpaid = day[ALLOCATED][name] - day[PAID_OF_ALLOCATION][name]
    return (day[WRITTEN_OFF][name] - unpaid).at_least(0)


def warn_of_room(day: Day) -> None:
    """Classes of which principal and a shared loss together would leave less than nothing.

    With room net of shared losses they have been allocated less, by at most the loss.
    """
    if not day.with_events:
        return
    losses = day.deal.losses
    with day.builder.rule("losses.room for principal", losses.source if losses else ""):
        for name, loss in day[SHARED_LOSS].items():
            left = day[NET][name] + day[ACCRETED][name] - day[DIRECTED][name] - day[ALLOCATED][name]
            if losses is not None and losses.room_for_principal == "whole balance":
                beyond = (day.zero - left).at_least(0)
            else:
                beyond = day.zero.where(left.positive(), loss)
            kept = day[RECORD].kept
            warn(day, Defect.ROOM, beyond if kept is None else beyond.where(kept, 0))


def warn_of_retired_classes(day: Day) -> None:
    """Interest and principal that a class was not paid until today, its last."""
    if not day.with_events:
        return
    rule = day.deal.distributions
    kept = rule is not None and rule.carryforward_of_a_retired_class == "kept"
    with day.builder.rule("distributions.retired classes", rule.source if rule else ""):
        for security in day.deal.classes.regular:
            name = security.name
            gone = ~base(day, security, day[CLOSING], loans="balance").positive()
            if name in day[INTEREST_SHORTFALL] and not kept:
                warn(day, Defect.NEVER_REPAID, day[INTEREST_SHORTFALL][name].where(gone, 0))
            if name in day[UNREPAID]:
                last = gone & day.opening[name].positive()
                warn(day, Defect.NEVER_REPAID, day[UNREPAID][name].where(last, 0))
