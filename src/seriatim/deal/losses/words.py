"""Losses in prospectus English: who bears them, up to which limits."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.words import dollars, listed
from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.anniversaries.words import shrinking
from seriatim.deal.classes.terms import Classes
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.losses.terms import Losses, LossLimits, SuperSenior
from seriatim.deal.ratio_stripping.terms import RatioStripping, principal_only_class, seniors_in_words
from seriatim.deal.recoveries.words import recoveries_in_words


def say(
    losses: Losses | None, class_table: Classes, *, stripping: RatioStripping | None, accrual: tuple[AccrualClass, ...]
) -> Iterator[Passage]:
    """The classes that bear realized losses, in their order."""
    seniors = f"the {seniors_in_words(stripping)} in proportion to their principal balances"
    if class_table.subordinated:
        junior = listed(security.name for security in reversed(class_table.subordinated))
        order = f"Realized losses reduce the subordinated classes, the most junior first ({junior}), then {seniors}"
    else:
        order = f"Realized losses reduce {seniors}"
    if accrual:
        order += ", an accrual class counting with no more than its initial balance"
    source = f" [{losses.source}]" if losses else ""
    items = [Paragraph(f"{order}.{source}"), *(_more_losses(losses, principal_only_class(stripping)) if losses else ())]
    yield Passage("Losses", tuple(items))


def _more_losses(losses: Losses, po_class: str | None) -> Iterator[Paragraph]:
    """More than the order of subordination: PO strip, support classes, limits, recoveries."""
    rule = losses.principal_only_class
    if rule is not None:
        reading = {
            "whole loss": "are written down by the whole loss, and keep the balance behind the principal so used",
            "reimbursed amount": "are written down by what they so reimburse",
            "text": "are reduced by the principal so used, as if they had received it",
        }[rule.subordinated_write_down]
        since = "on that day and later" if rule.reimbursed_from == "the same day on" else "on later days"
        yield Paragraph(
            f"Losses on the PO strip reduce class {po_class}, which is reimbursed {since} from principal of the "
            f"subordinated classes, the most junior first; these {reading}. [{rule.source}]"
        )
    for pair in losses.super_senior:
        yield Paragraph(_support(pair))
    if losses.limits is not None:
        said = listed(f"{limit.kind} losses up to {dollars(limit.amount)}" for limit in losses.limits.limits)
        yield Paragraph(f"Subordination covers {said}. [{losses.limits.source}]")
        yield from _shrinking(losses.limits)
    if losses.recoveries is not None:
        yield recoveries_in_words(losses.recoveries)
    yield from _uncovered(losses)
    if losses.loss_allocation_event is not None:
        yield Paragraph(
            "From the first distribution day with a loss that no credit support covers, principal goes to all classes "
            f"in proportion to their balances, whatever their priorities. [{losses.loss_allocation_event.source}]"
        )


def _support(pair: SuperSenior) -> str:
    """Losses that a support class bears for a super senior class, and their first day."""
    since = "After" if pair.supported_from == "the day after the depletion date" else "From"
    more = " and its write-downs for principal not paid" if pair.supported_against == "losses and shortfalls" else ""
    on = "" if since == "After" else " on"
    return (
        f"{since} the subordination depletion date{on}, losses of the super senior class {pair.name}{more} reduce its "
        f"support class {pair.support_class} instead, up to {dollars(pair.amount)}. [{pair.source}]"
    )


def _uncovered(losses: Losses) -> Iterator[Paragraph]:
    """Allocations on a day with losses that subordination does not cover."""
    room = {
        "net of shared losses": "its balance less its part of the losses that all classes share",
        "whole balance": "its balance, whatever it loses on the day",
    }[losses.room_for_principal]
    both = " and interest" if losses.debt_service_reductions == "reduce principal and interest allocations" else ""
    yield Paragraph(
        f"On a day a class can be allocated principal up to {room}. Debt service reductions that subordination does "
        f"not cover reduce principal{both} allocations."
    )


def _shrinking(limits: LossLimits) -> Iterator[Paragraph]:
    """Loss limits that shrink on anniversaries of the cut-off date."""
    for limit in limits.limits:
        if limit.anniversaries is not None:
            yield Paragraph(f"The limit of {limit.kind} losses is {shrinking(limit.anniversaries)}.")
