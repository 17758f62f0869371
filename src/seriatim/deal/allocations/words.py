"""Allocations in prospectus English: senior ratio, senior rules, NAS, prepayments, subordinated principal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.basics.words import plural
from seriatim.deal.allocations.terms import (
    Allocations,
    CumulativeLossTest,
    DelinquencyMeasure,
    DelinquencyTest,
    NASPercentages,
    SeniorPrincipal,
    StepDownTests,
    SubordinatedPrincipal,
    UnscheduledPrincipal,
)
from seriatim.deal.classes.terms import Classes
from seriatim.deal.english import Paragraph, Passage, classes, sentence, table
from seriatim.deal.payment_rules.words import describe_rules
from seriatim.deal.ratio_stripping.terms import RatioStripping, seniors_in_words
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.terms import StepTable


def say(
    stated: Allocations, class_table: Classes, *, stripping: RatioStripping | None, schedules: tuple[Schedule, ...]
) -> Iterator[Passage]:
    """Senior ratio, senior rules, NAS, prepayments, subordinated principal."""
    subordinated = bool(class_table.subordinated)
    if subordinated:
        yield _senior_share(stated, stripping)
    yield _senior_rules(stated.senior_principal, stripping, schedules, subordinated=subordinated)
    if stated.senior_principal.NAS_classes is not None:
        yield _nas(stated.senior_principal, stated.senior_principal.NAS_classes, stripping)
    if stated.unscheduled_principal is not None:
        yield _unscheduled(stated.unscheduled_principal)
    if stated.subordinated_principal is not None:
        yield _subordinated(stated.subordinated_principal)


def _senior_share(stated: Allocations, stripping: RatioStripping | None) -> Passage:
    """The proportionate share of the seniors."""
    rule = stated.senior_ratio
    strip = "the target-rate strip of the loans" if stripping else "the loans"
    everyone = "all target-rate classes" if stripping else "all classes"
    whole = strip if rule is not None and rule.denominator == "strip" else everyone
    rounded = f", rounded to {rule.rounded_to} decimals" if rule is not None and rule.rounded_to else ""
    seniors = seniors_in_words(stripping)
    text = (
        f"The proportionate share of the {seniors} is the ratio of their principal balances to the principal "
        f"balance of {whole}, before the distributions of the day{rounded}. They are allocated that share of scheduled "
        f"principal"
    )
    more = "" if stated.unscheduled_principal else " and of prepayments and other unscheduled principal"
    source = f" [{rule.source}]" if rule is not None else ""
    return Passage(
        "Principal allocations", (Paragraph(f"{text}{more}; the subordinated classes are allocated the rest.{source}"),)
    )


def _senior_rules(
    rule: SeniorPrincipal, stripping: RatioStripping | None, schedules: tuple[Schedule, ...], *, subordinated: bool
) -> Passage:
    """The order among the seniors."""
    when = "before the subordination depletion date" if subordinated else ""
    start = f"On each distribution day {when}".strip()
    items = [
        Paragraph(
            f"{start}, the principal of the {seniors_in_words(stripping)} is distributed as follows [{rule.source}]:"
        ),
        *describe_rules(rule.rules, schedules),
    ]
    if subordinated:
        text = "From the day after the subordinated balances are reduced to zero, it is distributed in proportion to "
        items.append(Paragraph(f"{text}principal balances on the preceding day."))
    return Passage(f"Principal of the {seniors_in_words(stripping)}", tuple(items))


def _nas(senior: SeniorPrincipal, rule: NASPercentages, stripping: RatioStripping | None) -> Passage:
    """The percentages of the NAS classes."""
    names = [name for each in senior.rules for name in each.NAS or ()]
    several = len(set(names)) > 1
    kind = "are non-accelerated senior, or NAS, classes" if several else "is a non-accelerated senior, or NAS, class"
    share = "its own proportionate share" if several else "its proportionate share"
    seniors = seniors_in_words(stripping)
    text = (
        f"{sentence(classes(names))[:-1]} {kind}. The principal of a NAS class is the following percentage of {share}, "
        f"based on principal balances of the {seniors}, of the principal allocated to them [{rule.source}]:"
    )
    return Passage("NAS classes", (Paragraph(text), *_steps(rule.percentages)))


def _steps(steps: StepTable) -> tuple[Paragraph, ...]:
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


def _unscheduled(rule: UnscheduledPrincipal) -> Passage:
    """The seniors' part of prepayments, and the tests that may keep it."""
    text = (
        "Of prepayments and other unscheduled principal, the senior classes are allocated their proportionate share "
        f"plus the following percentage of the subordinated classes' share [{rule.source}]:"
    )
    items = [Paragraph(text), *_steps(rule.percentage_of_subordinated_share)]
    if rule.above_initial_ratio == "all to seniors":
        items.append(Paragraph("They are allocated all of it on a day on which their share exceeds that at closing."))
    if rule.step_down_tests is not None:
        items += _tests(rule.step_down_tests)
    return Passage("Prepayments and other unscheduled principal", tuple(items))


def _tests(tests: StepDownTests) -> Iterator[Paragraph]:
    """The two tests of a step-down."""
    made_good = {
        "any later day": "it is reduced on the first later distribution day on which both are passed",
        "step days": "it is not reduced before the next such day",
    }[tests.tested_on]
    yield Paragraph(
        "On a distribution day on which the percentage is to be reduced, it is not reduced unless the cumulative loss "
        f"test and the delinquency test are passed; {made_good}."
    )
    yield from _loss_test(tests.cumulative_losses)
    yield _delinquency_test(tests.delinquency)
    if tests.while_losses_exceed != "nothing":
        yield Paragraph(
            "While the cumulative loss test is not passed, the percentage of unscheduled principal allocated to the "
            "senior classes is not less than on the preceding distribution day."
        )


def _loss_test(test: CumulativeLossTest) -> Iterator[Paragraph]:
    """The cumulative loss test with its limits."""
    limit = "do not exceed" if test.satisfied_when == "at most" else "are less than"
    yield Paragraph(
        f"The cumulative loss test is passed if cumulative realized losses of {test.counted} {limit} the following "
        f"percentages of the initial principal balance of the subordinated classes [{test.source}]:"
    )
    yield from _steps(test.limits)


def _delinquency_test(test: DelinquencyTest) -> Paragraph:
    """The delinquency test with its measures."""
    measures = ", or ".join(map(_measure, test.any_of))
    text = f"The delinquency test is passed if the average balance of loans delinquent 60 days or more {measures}"
    return Paragraph(f"{text}. [{test.source}]")


def _measure(measure: DelinquencyMeasure) -> str:
    """One measure of delinquency against its limit."""
    months = measure.average_months
    span = months + measure.windows - 1
    which = f"any {months} consecutive of" if measure.windows > 1 else ""
    limit = "is at most" if measure.satisfied_when == "at most" else "is less than"
    of = "the subordinated classes" if measure.percent_of == "subordinated balance" else "all loans"
    period = " ".join(f"{which} the last {span} distribution {plural(span, 'day', 'days')}".split())
    return f"{limit} {format_rate(measure.limit)} of the average balance of {of} over {period}"


def _subordinated(rule: SubordinatedPrincipal) -> Passage:
    """Principal of the subordinated classes, and the maintenance of subordination."""
    text = "The subordinated classes share the principal allocated to them in proportion to their principal balances."
    items = [Paragraph(f"{text} [{rule.source}]")]
    kept = rule.maintenance_of_subordination
    if kept is not None:
        whole = "all classes" if kept.level_of == "all classes" else "the loans"
        items.append(
            Paragraph(
                f"The subordination level of a class is the principal balance of the classes junior to it over that of "
                f"{whole}. If the level of a class is below that at closing, the principal goes only to the most "
                f"senior such class and the classes senior to it, in proportion to their principal balances; what they "
                f"cannot take goes to the others in order of seniority. [{kept.source}]"
            )
        )
    return Passage("Subordinated principal", tuple(items))
