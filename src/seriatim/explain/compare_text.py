"""A comparison as text: what differs in all, where it begins, and the way from there to the cause, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from seriatim.basics.json_data import JsonRecord
from seriatim.basics.money import round_half_up
from seriatim.explain import names
from seriatim.explain.amounts import shown, told_apart
from seriatim.explain.compare import Comparison, FirstDifference
from seriatim.explain.divergence import DivergenceCause, PathStep, RunValue
from seriatim.explain.record import explanation_record, number
from seriatim.plan.accounts import Unit

COMPARISON = "seriatim comparison 2"
WIDTH, AMOUNT, LABEL = 118, 20, 12
WAY = 62


def comparison_text(comparison: Comparison) -> str:
    """The comparison as a page of text."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"first:  {comparison.names[0]}"
    yield f"second: {comparison.names[1]}"
    for which, only in zip(("first", "second"), comparison.only_in, strict=True):
        if only:
            yield f"only in the {which}: {', '.join(only)}"
    yield ""
    if comparison.first is None:
        yield f"No figure of any class differs by more than {comparison.tolerance:g}."
        return
    yield from _totals(comparison)
    yield ""
    yield from _first(comparison.first)


def _totals(comparison: Comparison) -> Iterator[str]:
    """Totals over all days, of the items that differ."""
    headings = ("first", "second", "second less first", "from day")
    yield "Totals that differ"
    yield f"  {'':<{2 * LABEL}}" + "".join(f"{heading:>{AMOUNT}}" for heading in headings)
    for total in comparison.totals:
        if total.first_day:
            amounts = (total.first, total.second, total.change)
            cells = "".join(f"{round_half_up(amount, 2):>{AMOUNT},}" for amount in amounts)
            yield f"  {total.class_name:<{LABEL}}{total.item:<{LABEL}}{cells}{total.first_day:>{AMOUNT}}"


def _first(difference: FirstDifference) -> Iterator[str]:
    one, other = difference.explanations
    what = difference.account.words
    yield f"The first difference: {what}, distribution day {difference.day}, {difference.date}"
    yield ""
    yield f"  {'':<{WAY}}{'first':>{AMOUNT}}{'second':>{AMOUNT}}"
    for step in difference.divergence.path:
        yield from _step(step)
    yield ""
    yield from wrap(cause_words(difference), WIDTH)
    for which, side in zip(("first", "second"), _sides(difference), strict=True):
        if difference.divergence.cause is DivergenceCause.RULE:
            yield from wrap(f"{which}: {_rule_words(side)}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    if other.why_nothing or one.why_nothing:
        yield ""
    for which, answer in (("first", one), ("second", other)):
        if answer.why_nothing:
            yield from wrap(f"In the {which} there is nothing, because {answer.why_nothing}.", WIDTH)


def _step(step: PathStep) -> Iterator[str]:
    """One value of the way in both runs; the name wraps, the amounts stand on its first line."""
    amounts = _amounts(step)
    label = step.first.name or step.second.name or _place(step.first)
    lines = wrap(label, WAY - 2) or [""]
    yield f"  {lines[0]:<{WAY}}{amounts[0]:>{AMOUNT}}{amounts[1]:>{AMOUNT}}"
    yield from (f"    {line}" for line in lines[1:])


def _amounts(step: PathStep) -> tuple[str, str]:
    if step.unit not in (Unit.MONEY, Unit.FLAG):
        return told_apart(step.first.amount, step.second.amount, step.unit)
    return shown(step.first.amount, step.unit), shown(step.second.amount, step.unit)


def _sides(difference: FirstDifference) -> tuple[RunValue, RunValue]:
    last = difference.divergence.path[-1]
    return last.first, last.second


def cause_words(difference: FirstDifference) -> str:
    """The point where the two runs part, in a sentence."""
    last = difference.divergence.path[-1]
    amounts = _amounts(last)
    when = "" if last.day == difference.day else f" on distribution day {last.day}, {last.date}"
    what = last.first.name or "a number of the deal"
    values = f"{amounts[0]} in the first, {amounts[1]} in the second"
    match difference.divergence.cause:
        case DivergenceCause.INPUT:
            return f"Every rule is applied alike; an input differs{when}: {what}: {values}."
        case DivergenceCause.TERM:
            return f"Every rule is applied alike; a term of the deal differs{when}: {what}: {values}."
        case _:
            return f"The rules part{when}: from there on the two do different things: {values}."


def _rule_words(side: RunValue) -> str:
    return " ".join(part for part in (side.words or side.name, _place(side)) if part)


def _place(side: RunValue) -> str:
    rule = names.of_rule(side.rule)
    return f"by: {rule} [{side.source}]" if side.source else f"by: {rule}" if rule else ""


def comparison_record(comparison: Comparison) -> JsonRecord:
    """A comparison as JSON data."""
    return {
        "form": COMPARISON,
        "first_run": comparison.names[0],
        "second_run": comparison.names[1],
        "tolerance": comparison.tolerance,
        "only_in_first": list(comparison.only_in[0]),
        "only_in_second": list(comparison.only_in[1]),
        "totals": [
            {
                "class": total.class_name,
                "item": total.item,
                "first": total.first,
                "second": total.second,
                "first_day": total.first_day or None,
            }
            for total in comparison.totals
        ],
        "first_difference": _first_record(comparison.first) if comparison.first else None,
    }


def _first_record(difference: FirstDifference) -> JsonRecord:
    one, other = difference.explanations
    return {
        "day": difference.day,
        "date": difference.date.isoformat(),
        "class": one.subject,
        "item": one.item,
        "cause": str(difference.divergence.cause),
        "cause_words": cause_words(difference),
        "way": [
            {
                "day": step.day,
                "unit": str(step.unit),
                "first": _side_record(step.first),
                "second": _side_record(step.second),
            }
            for step in difference.divergence.path
        ],
        "first": explanation_record(one),
        "second": explanation_record(other),
    }


def _side_record(side: RunValue) -> JsonRecord:
    return {
        "amount": number(side.amount),
        "name": side.name,
        "words": side.words,
        "rule": side.rule,
        "source": side.source,
    }
