"""Allocations, accrual and losses in the words of a supplement."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.deal.allocations import (
    CumulativeLossTest,
    DelinquencyMeasure,
    DelinquencyTest,
    Losses,
    NASPercentages,
    StepDownTests,
    SubordinatedPrincipal,
    SuperSenior,
    UnscheduledPrincipal,
)
from seriatim.deal.classes import AccrualClass
from seriatim.deal.describe_distributions import more_of_losses, recoveries, shrinking_limits
from seriatim.deal.describe_rules import describe_rules
from seriatim.deal.english import Chapter, Item, classes, dollars, listed, plural, sentence, table
from seriatim.deal.model import Deal
from seriatim.deal.terms import StepTable


def allocation_chapters(deal: Deal) -> Iterator[Chapter]:
    """Senior ratio, senior rules, NAS, prepayments, subordinated principal."""
    stated = deal.allocations
    if deal.classes.subordinated:
        yield _senior_share(deal)
    yield _senior_rules(deal)
    if stated.senior_principal.NAS_classes is not None:
        yield _nas(deal, stated.senior_principal.NAS_classes)
    if stated.unscheduled_principal is not None:
        yield _unscheduled(stated.unscheduled_principal)
    if stated.subordinated_principal is not None:
        yield _subordinated(stated.subordinated_principal)


def _group(deal: Deal) -> str:
    return "senior target-rate classes" if deal.ratio_stripping else "senior classes"


def _senior_share(deal: Deal) -> Chapter:
    rule = deal.allocations.senior_ratio
    strip = "the target-rate strip of the loans" if deal.ratio_stripping else "the loans"
    everyone = "all target-rate classes" if deal.ratio_stripping else "all classes"
    whole = strip if rule is not None and rule.denominator == "strip" else everyone
    rounded = f", rounded to {rule.rounded_to} decimals" if rule is not None and rule.rounded_to else ""
    text = (
        f"The proportionate share of the {_group(deal)} is the ratio of their principal balances to the principal "
        f"balance of {whole}, before the distributions of the day{rounded}. They are allocated that share of scheduled "
        f"principal"
    )
    more = "" if deal.allocations.unscheduled_principal else " and of prepayments and other unscheduled principal"
    source = f" [{rule.source}]" if rule is not None else ""
    return Chapter(
        "Principal allocations", (Item(f"{text}{more}; the subordinated classes are allocated the rest.{source}"),)
    )


def _senior_rules(deal: Deal) -> Chapter:
    rule = deal.allocations.senior_principal
    when = "before the subordination depletion date" if deal.classes.subordinated else ""
    start = f"On each distribution day {when}".strip()
    items = [
        Item(f"{start}, the principal of the {_group(deal)} is distributed as follows [{rule.source}]:"),
        *describe_rules(rule.rules, deal.schedules),
    ]
    if deal.classes.subordinated:
        text = "From the day after the subordinated balances are reduced to zero, it is distributed in proportion to "
        items.append(Item(f"{text}principal balances on the preceding day."))
    return Chapter(f"Principal of the {_group(deal)}", tuple(items))


def _nas(deal: Deal, rule: NASPercentages) -> Chapter:
    names = [name for each in deal.allocations.senior_principal.rules for name in each.NAS or ()]
    several = len(set(names)) > 1
    kind = "are non-accelerated senior, or NAS, classes" if several else "is a non-accelerated senior, or NAS, class"
    share = "its own proportionate share" if several else "its proportionate share"
    text = (
        f"{sentence(classes(names))[:-1]} {kind}. The principal of a NAS class is the following percentage of {share}, "
        f"based on principal balances of the {_group(deal)}, of the principal allocated to them [{rule.source}]:"
    )
    return Chapter("NAS classes", (Item(text), *_steps(rule.percentages)))


def _steps(steps: StepTable) -> tuple[Item, ...]:
    """A table of percentages, as the document prints it."""
    begins = [first for first, _ in steps.steps]
    ends = [*(str(first - 1) for first in begins[1:]), ""]
    days = [
        f"{first} and after" if not last else str(first) if last == str(first) else f"{first}-{last}"
        for first, last in zip(begins, ends, strict=True)
    ]
    rows = [(days[at], format_rate(percent)) for at, (_, percent) in enumerate(steps.steps)]
    late = steps.may_begin_later and steps.steps[0][1] == Decimal(0) and len(rows) > 1
    return table([("distribution day", "percentage"), *(rows[1:] if late else rows)])


def _unscheduled(rule: UnscheduledPrincipal) -> Chapter:
    text = (
        "Of prepayments and other unscheduled principal, the senior classes are allocated their proportionate share "
        f"plus the following percentage of the subordinated classes' share [{rule.source}]:"
    )
    items = [Item(text), *_steps(rule.percentage_of_subordinated_share)]
    if rule.above_initial_ratio == "all to seniors":
        items.append(Item("They are allocated all of it on a day on which their share exceeds that at closing."))
    if rule.step_down_tests is not None:
        items += _tests(rule.step_down_tests)
    return Chapter("Prepayments and other unscheduled principal", tuple(items))


def _tests(tests: StepDownTests) -> Iterator[Item]:
    made_good = {
        "any later day": "it is reduced on the first later distribution day on which both are passed",
        "step days": "it is not reduced before the next such day",
    }[tests.tested_on]
    yield Item(
        "On a distribution day on which the percentage is to be reduced, it is not reduced unless the cumulative loss "
        f"test and the delinquency test are passed; {made_good}."
    )
    yield from _loss_test(tests.cumulative_losses)
    yield _delinquency_test(tests.delinquency)
    if tests.while_losses_exceed != "nothing":
        yield Item(
            "While the cumulative loss test is not passed, the percentage of unscheduled principal allocated to the "
            "senior classes is not less than on the preceding distribution day."
        )


def _loss_test(test: CumulativeLossTest) -> Iterator[Item]:
    limit = "do not exceed" if test.satisfied_when == "at most" else "are less than"
    yield Item(
        f"The cumulative loss test is passed if cumulative realized losses of {test.counted} {limit} the following "
        f"percentages of the initial principal balance of the subordinated classes [{test.source}]:"
    )
    yield from _steps(test.limits)


def _delinquency_test(test: DelinquencyTest) -> Item:
    measures = ", or ".join(map(_measure, test.any_of))
    text = f"The delinquency test is passed if the average balance of loans delinquent 60 days or more {measures}"
    return Item(f"{text}. [{test.source}]")


def _measure(measure: DelinquencyMeasure) -> str:
    months = measure.average_months
    span = months + measure.windows - 1
    which = f"any {months} consecutive of" if measure.windows > 1 else ""
    limit = "is at most" if measure.satisfied_when == "at most" else "is less than"
    of = "the subordinated classes" if measure.percent_of == "subordinated balance" else "all loans"
    period = " ".join(f"{which} the last {span} distribution {plural(span, 'day', 'days')}".split())
    return f"{limit} {format_rate(measure.limit)} of the average balance of {of} over {period}"


def _subordinated(rule: SubordinatedPrincipal) -> Chapter:
    text = "The subordinated classes share the principal allocated to them in proportion to their principal balances."
    items = [Item(f"{text} [{rule.source}]")]
    kept = rule.maintenance_of_subordination
    if kept is not None:
        whole = "all classes" if kept.level_of == "all classes" else "the loans"
        items.append(
            Item(
                f"The subordination level of a class is the principal balance of the classes junior to it over that of "
                f"{whole}. If the level of a class is below that at closing, the principal goes only to the most "
                f"senior such class and the classes senior to it, in proportion to their principal balances; what they "
                f"cannot take goes to the others in order of seniority. [{kept.source}]"
            )
        )
    return Chapter("Subordinated principal", tuple(items))


def accrual_chapters(deal: Deal) -> Iterator[Chapter]:
    """One chapter for all accrual classes."""
    items = [item for rule in deal.accrual for item in _accrual(deal, rule)]
    if items:
        yield Chapter("Accrual and accrual directed classes", tuple(items))


def _accrual(deal: Deal, rule: AccrualClass) -> Iterator[Item]:
    name = rule.name
    yield Item(
        f"On each distribution day before interest is distributed to the accrual class {name}, the interest accrued on "
        f"it is redirected, and distributed as principal as follows [{rule.source}]:"
    )
    yield from describe_rules(rule.directed_to, deal.schedules)
    ended = classes(rule.directed_classes())
    balances = plural(len(rule.directed_classes()), "balance of", "balances of")
    ends = {
        "following day": f"From the distribution day after the principal {balances} {ended} are reduced to zero",
        "same day": f"From the distribution day on which the principal {balances} {ended} are reduced to zero",
    }[rule.ends]
    ends = ends.replace(" are reduced", " is reduced") if len(rule.directed_classes()) == 1 else ends
    rest = (
        f"what these classes cannot take is distributed to class {name} as principal"
        if rule.ends == "following day"
        else f"what these classes cannot take is distributed to class {name} as interest"
    )
    yield Item(
        f"The principal balance of class {name} increases by the redirected interest; {rest}. {ends}, class {name} "
        f"receives its interest itself."
    )


def loss_chapters(deal: Deal) -> Iterator[Chapter]:
    """Who bears realized losses."""
    seniors = f"the {_group(deal)} in proportion to their principal balances"
    if deal.classes.subordinated:
        junior = listed(security.name for security in reversed(deal.classes.subordinated))
        order = f"Realized losses reduce the subordinated classes, the most junior first ({junior}), then {seniors}"
    else:
        order = f"Realized losses reduce {seniors}"
    if deal.accrual:
        order += ", an accrual class counting with no more than its initial balance"
    source = f" [{deal.losses.source}]" if deal.losses else ""
    items = [Item(f"{order}.{source}"), *(_more_losses(deal.losses, deal.principal_only_class) if deal.losses else ())]
    yield Chapter("Losses", tuple(items))


def _more_losses(losses: Losses, po_class: str | None) -> Iterator[Item]:
    rule = losses.principal_only_class
    if rule is not None:
        reading = {
            "whole loss": "are written down by the whole loss, and keep the balance behind the principal so used",
            "reimbursed amount": "are written down by what they so reimburse",
            "text": "are reduced by the principal so used, as if they had received it",
        }[rule.subordinated_write_down]
        since = "on that day and later" if rule.reimbursed_from == "the same day on" else "on later days"
        yield Item(
            f"Losses on the PO strip reduce class {po_class}, which is reimbursed {since} from principal of the "
            f"subordinated classes, the most junior first; these {reading}. [{rule.source}]"
        )
    for pair in losses.super_senior:
        yield Item(_support(pair))
    if losses.limits is not None:
        said = listed(f"{limit.kind} losses up to {dollars(limit.amount)}" for limit in losses.limits.limits)
        yield Item(f"Subordination covers {said}. [{losses.limits.source}]")
        yield from shrinking_limits(losses.limits)
    if losses.recoveries is not None:
        yield recoveries(losses.recoveries)
    yield from more_of_losses(losses)
    if losses.loss_allocation_event is not None:
        yield Item(
            "From the first distribution day with a loss that no credit support covers, principal goes to all classes "
            f"in proportion to their balances, whatever their priorities. [{losses.loss_allocation_event.source}]"
        )


def _support(pair: SuperSenior) -> str:
    """What a support class bears for a super senior class, and since when."""
    since = "After" if pair.supported_from == "the day after the depletion date" else "From"
    more = " and its write-downs for principal not paid" if pair.supported_against == "losses and shortfalls" else ""
    on = "" if since == "After" else " on"
    return (
        f"{since} the subordination depletion date{on}, losses of the super senior class {pair.name}{more} reduce its "
        f"support class {pair.support_class} instead, up to {dollars(pair.amount)}. [{pair.source}]"
    )
