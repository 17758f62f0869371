"""A series of several pools in prospectus English: each group as a series of its own, then what binds them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.deal import describe_chapters as chapters
from seriatim.deal.describe_allocations import accrual_chapters, allocation_chapters, loss_chapters
from seriatim.deal.describe_distributions import distributions
from seriatim.deal.describe_schedules import schedule_chapters
from seriatim.deal.english import Chapter, Item, classes, dollars, listed, table
from seriatim.deal.model import Deal
from seriatim.deal.series import CrossCollateralization, Series, Undersubordination

CROSS = "Cross-collateralization"


def series_chapters(series: Series) -> Iterator[Chapter]:
    """What holds for the series stands once, around its groups."""
    yield chapters.documents(series)
    yield chapters.dates(series)
    yield _overview(series)
    shared = _shared_distributions(series)
    for group in series.groups:
        yield from _group_chapters(group, with_distributions=not shared)
    if shared:
        yield from distributions(series.groups[0].distributions)
    yield from _composite_classes(series)
    yield _cross_collateralization(series)
    yield from chapters.clean_up_call(series)
    yield chapters.structuring_assumptions(series.structuring_assumptions)


def _overview(series: Series) -> Chapter:
    names = listed(group.deal for group in series.groups)
    total = sum((group.mortgage_loans.balance for group in series.groups), Decimal(0))
    except_for = f", except as stated under '{CROSS}'" if series.cross_collateralization else ""
    text = (
        f"The mortgage loans form {len(series.groups)} pools, {names}, with a scheduled principal balance of "
        f"{dollars(total)} together on the cut-off date. The classes that are paid from one pool are its group and "
        f"have its name. What is said of a group holds as if it were a series of its own{except_for}."
    )
    return Chapter("Pools and groups", (Item(text), chapters.residual(series)))


def _group_chapters(group: Deal, *, with_distributions: bool) -> Iterator[Chapter]:
    """The chapters of one group under a heading of its own."""
    text = f"The classes of group {group.deal} are paid from pool {group.deal}."
    yield Chapter(f"Group {group.deal}", (Item(text),), rule="=")
    yield chapters.mortgage_loans(group)
    yield from chapters.ratio_stripping(group)
    yield chapters.class_table(group, of_a_group=True)
    yield from chapters.excess_interest(group)
    yield from allocation_chapters(group)
    yield from accrual_chapters(group)
    yield from distributions(group.distributions if with_distributions else None)
    yield from loss_chapters(group)
    yield from schedule_chapters(group)


def _shared_distributions(series: Series) -> bool:
    """Whether all groups follow the same chapter on distributions, which is then said once."""
    first, *others = (group.distributions for group in series.groups)
    return all(each == first for each in others)


def _composite_classes(series: Series) -> Iterator[Chapter]:
    rule = series.composite_classes
    if rule is None:
        return
    text = (
        "Certificates are issued of the following composite classes, not of the component classes of which they are "
        f"made. A composite class receives all that its component classes are paid. [{rule.source}]"
    )
    rows = [
        (each.name, "notional" if each.balance is None else dollars(each.balance), classes(names))
        for each in series.composites
        if (names := [part.name for part in each.components])
    ]
    yield Chapter("Composite and component classes", (Item(text), *table(rows)))


def _cross_collateralization(series: Series) -> Chapter:
    rule = series.cross_collateralization
    if rule is None:
        text = "The groups do not support each other: the classes of each are paid from its own pool only."
        return Chapter(CROSS, (Item(text),))
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
    return Chapter(CROSS, tuple(items))


def _losses(rule: CrossCollateralization) -> Item:
    text = (
        "A subordinated loss or a principal shortfall of any group reduces the subordinated composite classes, the "
        "most junior first, and by the same amount the subordinated component classes of that group. What they cannot "
        "bear reduces those of the other groups; what is beyond the composite classes reduces the senior classes of "
        "each group in proportion to the losses of the pools."
    )
    return Item(f"{text} [{rule.source}]")


def _one_ratio() -> Item:
    return Item(
        "At the end of each distribution day the balances of all subordinated composite classes are divided between "
        "their component classes in one ratio, that of the groups' subordinated component classes together."
    )


def _shared_interest_shortfalls() -> Item:
    return Item(
        "Until the balances of all subordinated classes are reduced to zero, interest shortfalls that are not "
        "subordinated are shared by the classes of all groups in proportion to their accrued interest."
    )


def _cash(rule: CrossCollateralization) -> Item:
    return Item(
        f"If the cash of a pool does not pay what the {rule.cash_support} of its group were allocated, they are paid "
        "from what the senior classes of the other groups leave of the cash of theirs: first interest, then principal; "
        "in proportion to what is left in each pool and missing in each group."
    )


def _subordinated_cash(rule: CrossCollateralization) -> Item:
    said = {
        "own pool first, then by seniority": "The subordinated component classes are paid from what is left of their "
        "own pool's cash; what the pools then have left pays what is still missing, in order of seniority.",
        "by group": "The subordinated component classes are paid from what is left of their own pool's cash only.",
        "combined": "The subordinated component classes are paid from what is left of the cash of all pools, in order "
        "of seniority.",
    }
    return Item(said[rule.subordinated_cash])


def _reimbursement(rule: CrossCollateralization) -> Item:
    said = {
        "own group": "its own group only",
        "all groups": "its own group and then, in the same order, of the other groups",
    }[rule.principal_only_class_reimbursed_from]
    return Item(
        "A ratio-stripped PO class is reimbursed from principal of the subordinated component classes, the most junior "
        f"first, of {said}."
    )


def _undercollateralized() -> tuple[Item, ...]:
    return (
        Item(
            "A group is undercollateralized by what its target-rate classes exceed the target-rate strip of its pool, "
            "and overcollateralized in the reverse case. Then:"
        ),
        Item(
            "interest that the classes of overcollateralized groups do not need pays what undercollateralized groups "
            "would carry forward;",
            1,
            "·",
        ),
        Item(
            "principal of the subordinated component classes of other groups goes to undercollateralized groups whose "
            "own have been reduced to zero;",
            1,
            "·",
        ),
        Item(
            "principal for which a group's classes have no room goes to undercollateralized groups; and after the "
            "subordination depletion date losses of overcollateralized groups, as far as they are so, reduce the "
            "classes of undercollateralized groups.",
            1,
            "·",
        ),
    )


def _undersubordination(rule: Undersubordination) -> Iterator[Item]:
    months = rule.average_months
    average = f"on average over the last {months} distribution days" if months > 1 else "on the distribution day"
    yield Item(
        "There is undersubordination while the subordination level of the senior classes, without regard to group, is "
        f"less than {format_rate(rule.level_below)} of that at closing, or the loans of any pool that are delinquent "
        f"60 days or more are {average} {format_rate(rule.delinquent_part)} or more of the subordinated component "
        f"classes of its group. [{rule.source}]"
    )
    said = {
        "move with the principal": "The subordinated component balances of the groups are adjusted by that principal",
        "unchanged": "The subordinated component balances of the groups are not adjusted for it",
    }[rule.component_balances]
    yield Item(
        "While there is undersubordination, unscheduled principal of a group whose senior target-rate classes are "
        "paid off goes, after the reimbursement of PO classes, to the senior target-rate classes of the other groups "
        f"in proportion to their principal balances. {said}."
    )
