"""Cross-collateralization in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.cross_collateralization.terms import CrossCollateralization, Undersubordination
from seriatim.deal.english import Paragraph, Passage

CROSS = "Cross-collateralization"


def say(rule: CrossCollateralization | None) -> Iterator[Passage]:
    """The support of groups for each other, or that there is none."""
    if rule is None:
        text = "The groups do not support each other: the classes of each are paid from its own pool only."
        yield Passage(CROSS, (Paragraph(text),))
        return
    items = [
        _losses(rule),
        _one_ratio(),
        _shared_interest_shortfalls(),
        _cash(rule),
        _subordinated_cash(rule),
        _reimbursement(rule),
        *_undercollateralized(),
        *(_undersubordination(rule.undersubordination) if rule.undersubordination else ()),
    ]
    yield Passage(CROSS, tuple(items))


def _losses(rule: CrossCollateralization) -> Paragraph:
    """Losses and shortfalls: composites first, then the group's own components."""
    text = (
        "A subordinated loss or a principal shortfall of any group reduces the subordinated composite classes, the "
        "most junior first, and by the same amount the subordinated component classes of that group. What they cannot "
        "bear reduces those of the other groups; what is beyond the composite classes reduces the senior classes of "
        "each group in proportion to the losses of the pools."
    )
    return Paragraph(f"{text} [{rule.source}]")


def _one_ratio() -> Paragraph:
    """The division of composite balances between their components."""
    return Paragraph(
        "At the end of each distribution day the balances of all subordinated composite classes are divided between "
        "their component classes in one ratio, that of the groups' subordinated component classes together."
    )


def _shared_interest_shortfalls() -> Paragraph:
    """Interest shortfalls, shared by all groups."""
    return Paragraph(
        "Until the balances of all subordinated classes are reduced to zero, interest shortfalls that are not "
        "subordinated are shared by the classes of all groups in proportion to their accrued interest."
    )


def _cash(rule: CrossCollateralization) -> Paragraph:
    """Cash of one pool for the classes of another group."""
    return Paragraph(
        f"If the cash of a pool does not pay what the {rule.cash_support} of its group were allocated, they are paid "
        "from what the senior classes of the other groups leave of the cash of theirs: first interest, then principal; "
        "in proportion to what is left in each pool and missing in each group."
    )


def _subordinated_cash(rule: CrossCollateralization) -> Paragraph:
    """Cash that pays the subordinated components."""
    said = {
        "own pool first, then by seniority": "The subordinated component classes are paid from what is left of their "
        "own pool's cash; what the pools then have left pays what is still missing, in order of seniority.",
        "by group": "The subordinated component classes are paid from what is left of their own pool's cash only.",
        "combined": "The subordinated component classes are paid from what is left of the cash of all pools, in order "
        "of seniority.",
    }
    return Paragraph(said[rule.subordinated_cash])


def _reimbursement(rule: CrossCollateralization) -> Paragraph:
    """Reimbursement of a ratio-stripped PO class."""
    said = {
        "own group": "its own group only",
        "all groups": "its own group and then, in the same order, of the other groups",
    }[rule.principal_only_class_reimbursed_from]
    return Paragraph(
        "A ratio-stripped PO class is reimbursed from principal of the subordinated component classes, the most junior "
        f"first, of {said}."
    )


def _undercollateralized() -> tuple[Paragraph, ...]:
    """Help for groups with more classes than loans."""
    return (
        Paragraph(
            "A group is undercollateralized by what its target-rate classes exceed the target-rate strip of its pool, "
            "and overcollateralized in the reverse case. Then:"
        ),
        Paragraph(
            "interest that the classes of overcollateralized groups do not need pays what undercollateralized groups "
            "would carry forward;",
            1,
            "·",
        ),
        Paragraph(
            "principal of the subordinated component classes of other groups goes to undercollateralized groups whose "
            "own have been reduced to zero;",
            1,
            "·",
        ),
        Paragraph(
            "principal for which a group's classes have no room goes to undercollateralized groups; and after the "
            "subordination depletion date losses of overcollateralized groups, as far as they are so, reduce the "
            "classes of undercollateralized groups.",
            1,
            "·",
        ),
    )


def _undersubordination(rule: Undersubordination) -> Iterator[Paragraph]:
    """The test, and the principal that then goes to other groups."""
    months = rule.average_months
    average = f"on average over the last {months} distribution days" if months > 1 else "on the distribution day"
    yield Paragraph(
        "There is undersubordination while the subordination level of the senior classes, without regard to group, is "
        f"less than {format_rate(rule.level_below)} of that at closing, or the loans of any pool that are delinquent "
        f"60 days or more are {average} {format_rate(rule.delinquent_part)} or more of the subordinated component "
        f"classes of its group. [{rule.source}]"
    )
    said = {
        "move with the principal": "The subordinated component balances of the groups are adjusted by that principal",
        "unchanged": "The subordinated component balances of the groups are not adjusted for it",
    }[rule.component_balances]
    yield Paragraph(
        "While there is undersubordination, unscheduled principal of a group whose senior target-rate classes are "
        "paid off goes, after the reimbursement of PO classes, to the senior target-rate classes of the other groups "
        f"in proportion to their principal balances. {said}."
    )
