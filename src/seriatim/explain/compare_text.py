"""A comparison as text: what differs in all, where it begins, and the way from there to the cause, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from seriatim.basics.money import round_half_up
from seriatim.explain import names
from seriatim.explain.amounts import shown, told_apart
from seriatim.explain.compare import Comparison, FirstDifference
from seriatim.explain.parting import Cause, Fork, Side
from seriatim.explain.record import Record, explanation_record, number
from seriatim.plan.accounts import Unit

COMPARISON = "seriatim comparison 2"
WIDTH, AMOUNT, LABEL = 118, 20, 12
WAY = 62


def comparison_text(told: Comparison) -> str:
    """The comparison as a page of text."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Comparison) -> Iterator[str]:
    yield f"first:  {told.names[0]}"
    yield f"second: {told.names[1]}"
    for which, only in zip(("first", "second"), told.only_in, strict=True):
        if only:
            yield f"only in the {which}: {', '.join(only)}"
    yield ""
    if told.first is None:
        yield f"No figure of any class differs by more than {told.tolerance:g}."
        return
    yield from _totals(told)
    yield ""
    yield from _first(told.first)


def _totals(told: Comparison) -> Iterator[str]:
    """Totals over all days, of the items that differ."""
    headings = ("first", "second", "second less first", "from day")
    yield "Totals that differ"
    yield f"  {'':<{2 * LABEL}}" + "".join(f"{heading:>{AMOUNT}}" for heading in headings)
    for total in told.totals:
        if total.first_day:
            amounts = (total.first, total.second, total.change)
            cells = "".join(f"{round_half_up(amount, 2):>{AMOUNT},}" for amount in amounts)
            yield f"  {total.class_name:<{LABEL}}{total.item:<{LABEL}}{cells}{total.first_day:>{AMOUNT}}"


def _first(told: FirstDifference) -> Iterator[str]:
    one, other = told.explanations
    what = told.account.words
    yield f"The first difference: {what}, distribution day {told.day}, {told.date}"
    yield ""
    yield f"  {'':<{WAY}}{'first':>{AMOUNT}}{'second':>{AMOUNT}}"
    for fork in told.parting.way:
        yield from _fork(fork)
    yield ""
    yield from wrap(cause_words(told), WIDTH)
    for which, side in zip(("first", "second"), _sides(told), strict=True):
        if told.parting.cause is Cause.RULE:
            yield from wrap(f"{which}: {_rule_words(side)}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    if other.why_nothing or one.why_nothing:
        yield ""
    for which, answer in (("first", one), ("second", other)):
        if answer.why_nothing:
            yield from wrap(f"In the {which} there is nothing, because {answer.why_nothing}.", WIDTH)


def _fork(fork: Fork) -> Iterator[str]:
    """One value of the way in both runs; the name wraps, the amounts stand on its first line."""
    amounts = _amounts(fork)
    label = fork.first.name or fork.second.name or _place(fork.first)
    lines = wrap(label, WAY - 2) or [""]
    yield f"  {lines[0]:<{WAY}}{amounts[0]:>{AMOUNT}}{amounts[1]:>{AMOUNT}}"
    yield from (f"    {line}" for line in lines[1:])


def _amounts(fork: Fork) -> tuple[str, str]:
    if fork.unit not in (Unit.MONEY, Unit.FLAG):
        return told_apart(fork.first.amount, fork.second.amount, fork.unit)
    return shown(fork.first.amount, fork.unit), shown(fork.second.amount, fork.unit)


def _sides(told: FirstDifference) -> tuple[Side, Side]:
    last = told.parting.way[-1]
    return last.first, last.second


def cause_words(told: FirstDifference) -> str:
    """Where the two runs part, in a sentence."""
    last = told.parting.way[-1]
    amounts = _amounts(last)
    when = "" if last.day == told.day else f" on distribution day {last.day}, {last.date}"
    what = last.first.name or "a number of the deal"
    values = f"{amounts[0]} in the first, {amounts[1]} in the second"
    match told.parting.cause:
        case Cause.INPUT:
            return f"Every rule is applied alike; an input differs{when}: {what}: {values}."
        case Cause.TERM:
            return f"Every rule is applied alike; a term of the deal differs{when}: {what}: {values}."
        case _:
            return f"The rules part{when}: from there on the two do different things: {values}."


def _rule_words(side: Side) -> str:
    return " ".join(part for part in (side.words or side.name, _place(side)) if part)


def _place(side: Side) -> str:
    rule = names.of_rule(side.rule)
    return f"by: {rule} [{side.source}]" if side.source else f"by: {rule}" if rule else ""


def comparison_record(told: Comparison) -> Record:
    """A comparison as JSON data."""
    return {
        "form": COMPARISON,
        "first_run": told.names[0],
        "second_run": told.names[1],
        "tolerance": told.tolerance,
        "only_in_first": list(told.only_in[0]),
        "only_in_second": list(told.only_in[1]),
        "totals": [
            {
                "class": total.class_name,
                "item": total.item,
                "first": total.first,
                "second": total.second,
                "first_day": total.first_day or None,
            }
            for total in told.totals
        ],
        "first_difference": _first_record(told.first) if told.first else None,
    }


def _first_record(told: FirstDifference) -> Record:
    one, other = told.explanations
    return {
        "day": told.day,
        "date": told.date.isoformat(),
        "class": one.subject,
        "item": one.item,
        "cause": str(told.parting.cause),
        "cause_words": cause_words(told),
        "way": [
            {
                "day": fork.day,
                "unit": str(fork.unit),
                "first": _side_record(fork.first),
                "second": _side_record(fork.second),
            }
            for fork in told.parting.way
        ],
        "first": explanation_record(one),
        "second": explanation_record(other),
    }


def _side_record(side: Side) -> Record:
    return {
        "amount": number(side.amount),
        "name": side.name,
        "words": side.words,
        "rule": side.rule,
        "source": side.source,
    }
