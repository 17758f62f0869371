"""Planned and targeted balances in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.basics.words import listed
from seriatim.deal.english import Paragraph, Passage, classes
from seriatim.deal.payment_rules.words import describe_rules
from seriatim.deal.schedules.terms import Derivation, Schedule
from seriatim.deal.structuring_assumptions.terms import StructuringAssumptions


def say(schedules: tuple[Schedule, ...], assumptions: StructuringAssumptions) -> Iterator[Passage]:
    """One chapter for each schedule."""
    for schedule in schedules:
        items = [Paragraph(f"{_what(schedule)} [{schedule.source}]")]
        if schedule.derivation is not None:
            items += _derivation(schedule, schedule.derivation, schedules, model=assumptions.prepayment_model)
        heading = f"{schedule.name[:1].upper()}{schedule.name[1:]} of {classes(schedule.classes)}"
        yield Passage(heading, tuple(items))


def _what(schedule: Schedule) -> str:
    """The balances that a schedule states."""
    of = "the aggregate principal balance" if schedule.together else "the principal balance"
    table = f", printed in {schedule.table}," if schedule.table else ""
    text = f"The {schedule.name}{table} states {of} of {classes(schedule.classes)} for each distribution day."
    if schedule.purpose == "assumed balance":
        text += " It governs no distribution."
    elif not schedule.table:
        text += " No table is printed: it follows from the deal."
    return text


def _derivation(
    schedule: Schedule, rule: Derivation, schedules: tuple[Schedule, ...], *, model: str
) -> list[Paragraph]:
    """The run, or the two runs, that a schedule follows from."""
    speeds = listed(f"{format_rate(speed)} {model}" for speed in rule.speeds)
    whose = classes(schedule.classes)
    method = {
        "lesser payment": f"the initial balance less, on each distribution day, the lesser of the amounts of principal "
        f"that would reach {whose} at {speeds}",
        "greater balance": f"the greater of the balances that {whose} would have at {speeds}",
        "balance": f"the balance that {whose} would have at {speeds} without regard to it",
        "opening balance": f"the balance that {whose} would have at {speeds} before the distribution of the day",
    }[rule.method]
    text = f"It is {method}, rounded to the {rule.rounded_to}."
    if rule.not_accruing:
        text += f" For this purpose {classes(rule.not_accruing)} is paid its interest."
    items = [Paragraph(f"{text} [{rule.source}]" if rule.source != schedule.source else text)]
    if rule.principal_rules:
        items.append(Paragraph("For this purpose principal of the senior classes is distributed as follows:"))
        items += describe_rules(rule.principal_rules, schedules)
    return items
