"""A statement as text: columns of amounts to the cent, every difference shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from textwrap import wrap

from seriatim.basics.json_data import JsonRecord
from seriatim.basics.money import round_half_up
from seriatim.basics.words import shortened
from seriatim.collateral.inputs import input_name
from seriatim.explain import names
from seriatim.explain.amounts import shown
from seriatim.explain.changed_tests import ChangedTest
from seriatim.explain.record import number
from seriatim.explain.statement import REDUCTIONS, Entry, Roll, Statement
from seriatim.plan.accounts import INTEREST, PRINCIPAL, Party, Unit

STATEMENT = "seriatim statement 2"
AMOUNT, LABEL, WIDTH, LEAST_LABEL = 17, 76, 118, 12
MOST_DECIDED = 16
COLUMNS = (INTEREST, PRINCIPAL)
"""Items with a column of their own; what credit support receives stands in the total."""
CLASS_HEADINGS = ("before", "+ accretion", "− principal", "− loss", "= after", "difference")
LOAN_HEADINGS = ("before", "− scheduled", "− prepaid", "− recovered", "− lost", "= after", "difference")


def statement_text(statement: Statement) -> str:
    """The statement as a page of text."""
    return "\n".join(_lines(statement)) + "\n"


def _lines(statement: Statement) -> Iterator[str]:
    yield f"{statement.deal}, distribution day {statement.day}, {statement.date}"
    yield ""
    yield "Cash in"
    yield from _received(statement)
    yield _line("total", statement.total_received)
    yield ""
    yield from _pools(statement)
    yield "Cash out, by class"
    yield from _columns({entry.subject: (entry.subject,) for entry in statement.paid}, statement.paid)
    if statement.composites:
        yield ""
        yield "Of which to composite classes"
        yield from _columns(dict(statement.composites), statement.paid)
    yield ""
    yield "Cash out, by rule"
    yield from _by_rule(statement)
    yield _line("total", statement.total_paid)
    yield ""
    yield _line("Cash in less cash out", statement.difference)
    yield ""
    yield from _rolls("Balances of the classes", CLASS_HEADINGS, statement.classes)
    yield ""
    if statement.composite_rolls:
        yield from _rolls("Balances of the composite classes", CLASS_HEADINGS, statement.composite_rolls)
        yield ""
    yield from _rolls("Scheduled balance of the loans", LOAN_HEADINGS, statement.loans)
    yield ""
    yield _line("Classes less loans, before (printed class sizes are rounded)", statement.opening_gap)
    yield _line("Classes less loans, after", statement.closing_gap)
    if statement.changed_tests:
        yield ""
        yield "Decided otherwise than the day before"
    for test in statement.changed_tests:
        yield from _changed_test(test)


def _changed_test(test: ChangedTest) -> Iterator[str]:
    """A test that came out differently, its rule, and what it decides."""
    source = f" [{test.source}]" if test.source else ""
    yield from wrap(test.words, WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield from wrap(f"before: {test.words_before}", WIDTH, initial_indent="    ", subsequent_indent="      ")
    yield from wrap(f"by: {names.of_rule(test.rule)}{source}", WIDTH, initial_indent="    ", subsequent_indent="      ")
    decided = shortened(test.decides, MOST_DECIDED)
    yield from wrap(f"decides: {decided}", WIDTH, initial_indent="    ", subsequent_indent="      ")


def _received(statement: Statement) -> Iterator[str]:
    """Cash in, pool by pool where there are several."""
    yield from (_line(_source(entry), entry.amount) for entry in statement.received if not entry.pool)
    for pool in statement.pools:
        yield f"  pool {pool}"
        for entry in statement.received:
            if entry.pool == pool:
                yield _line(f"  {_source(entry, pool=pool)}", entry.amount)


def _source(entry: Entry, pool: str = "") -> str:
    """Words for a source of cash; under the heading of a pool without its name."""
    match entry.account.party:
        case Party.LOANS:
            return names.of_input(input_name(entry.subject.removeprefix(f"{pool}/"), entry.account.item))
        case Party.OUTSIDE:
            return f"{entry.subject}, by: {names.of_rule(entry.rule)}"
        case _:
            return entry.words


def _line(label: str, amount: Decimal) -> str:
    return f"  {label:<{LABEL}}{_cell(amount)}"


def _cell(amount: Decimal) -> str:
    return f"{round_half_up(amount, 2):>{AMOUNT},}"


def _difference(amount: Decimal) -> str:
    """A difference that is not zero is shown however small: the loans are worked out in binary fractions."""
    return f"{shown(amount, Unit.MONEY):>{AMOUNT}}"


def _total(entries: Iterable[Entry]) -> Decimal:
    return sum((entry.amount for entry in entries), Decimal(0))


def _pools(statement: Statement) -> Iterator[str]:
    """Each pool's cash beside what its group is paid, and what rules moved between them."""
    if not statement.pools:
        return
    yield "Cash by pool"
    yield f"  {'':<12}{'cash in':>{AMOUNT}}{'to its group':>{AMOUNT}}{'to others':>{AMOUNT}}"
    for each in statement.by_pool:
        yield f"  {f'pool {each.pool}':<12}{_cell(each.received)}{_cell(each.paid)}{_cell(each.rest)}"
    yield ""
    if statement.moved:
        yield "Cash moved between pools"
        for entry in statement.moved:
            yield _line(names.of_rule(entry.rule)[:LABEL], entry.amount)
            yield from ([f"    [{entry.source}]"] if entry.source else [])
        yield ""


def _columns(parts_of: Mapping[str, tuple[str, ...]], paid: tuple[Entry, ...]) -> Iterator[str]:
    """A line for each who is paid; what is not the trust's own interest and principal in a column of its own.

    A composite class receives what its parts do.
    """
    others = any(entry.account.type not in COLUMNS for entry in paid)
    width = max([12, *(len(name) + 1 for name in parts_of)])
    headings = (*(str(each) for each in COLUMNS), *(["beside"] if others else []), "total")
    yield f"  {'':<{width}}" + "".join(f"{heading:>{AMOUNT}}" for heading in headings)
    everyone: list[Entry] = []
    for name, parts in parts_of.items():
        own = [entry for entry in paid if entry.subject in parts]
        everyone += own
        yield f"  {name:<{width}}{_by_item(own, others=others)}{_cell(_total(own))}"
    yield f"  {'total':<{width}}{_by_item(everyone, others=others)}{_cell(_total(everyone))}"


def _by_item(entries: Sequence[Entry], *, others: bool) -> str:
    """Interest, principal, and where a deal has any, all else."""
    sums = [_total(entry for entry in entries if entry.account.type is each) for each in COLUMNS]
    if others:
        sums.append(_total(entry for entry in entries if entry.account.type not in COLUMNS))
    return "".join(map(_cell, sums))


def _by_rule(statement: Statement) -> Iterator[str]:
    """Each rule with what it pays and to whom; a rule that only moves cash between classes comes to zero."""
    for rule, source in dict.fromkeys((entry.rule, entry.source) for entry in statement.paid):
        own = [entry for entry in statement.paid if (entry.rule, entry.source) == (rule, source)]
        yield _line(names.of_rule(rule)[:LABEL], _total(own))
        yield from ([f"    [{source}]"] if source else [])
        for entry in own:
            yield f"    {f'{entry.account}':<{LABEL - 2}}{_cell(entry.amount)}"


def _rolls(title: str, headings: tuple[str, ...], rolls: tuple[Roll, ...]) -> Iterator[str]:
    rows = [(_subject(roll), _cells(roll, accretes=headings is CLASS_HEADINGS)) for roll in rolls]
    width = max(LEAST_LABEL, *(len(subject) + 1 for subject, _ in rows))
    yield title
    yield f"  {'':<{width}}" + "".join(f"{heading:>{AMOUNT}}" for heading in headings)
    totals = [sum(column, Decimal(0)) for column in zip(*(cells for _, cells in rows), strict=True)]
    for subject, cells in [*rows, ("total", totals)]:
        amounts = "".join(_cell(cell) for cell in cells[:-1])
        yield f"  {subject:<{width}}{amounts}{_difference(cells[-1])}"


def _subject(roll: Roll) -> str:
    """A class or a strip by its name."""
    return names.of_strip(roll.subject) if "/" in roll.subject else roll.subject.replace("_", "-")


def _cells(roll: Roll, *, accretes: bool) -> list[Decimal]:
    added = [roll.added] if accretes else []
    return [roll.opening, *added, *roll.taken, roll.closing, roll.difference]


def statement_record(statement: Statement) -> JsonRecord:
    """A statement as JSON data."""
    return {
        "form": STATEMENT,
        "deal": statement.deal,
        "day": statement.day,
        "date": statement.date.isoformat(),
        "received": [_entry_record(entry) for entry in statement.received],
        "paid": [_entry_record(entry) for entry in statement.paid],
        "pools": [
            {"pool": each.pool, "received": number(each.received), "paid": number(each.paid)}
            for each in statement.by_pool
        ],
        "moved": [_entry_record(entry) for entry in statement.moved],
        "composites": [{"class": name, "components": list(parts)} for name, parts in statement.composites],
        "total_received": number(statement.total_received),
        "total_paid": number(statement.total_paid),
        "difference": number(statement.difference),
        "classes": [_roll_record(roll, "class", ("principal", "loss")) for roll in statement.classes],
        "loans": [_roll_record(roll, "strip", REDUCTIONS) for roll in statement.loans],
        "classes_less_loans": {"opening": number(statement.opening_gap), "closing": number(statement.closing_gap)},
        "turned": [
            {
                "words": test.words,
                "words_before": test.words_before,
                "rule": test.rule,
                "source": test.source,
                "decides": list(test.decides),
            }
            for test in statement.changed_tests
        ],
        "faults": list(statement.check()),
    }


def _entry_record(entry: Entry) -> JsonRecord:
    return {
        "party": str(entry.account.party),
        "subject": entry.subject,
        "item": entry.account.item,
        "words": entry.words,
        "pool": entry.pool,
        "rule": entry.rule,
        "source": entry.source,
        "amount": number(entry.amount),
    }


def _roll_record(roll: Roll, subject: str, taken: tuple[str, ...]) -> JsonRecord:
    return {
        subject: roll.subject,
        "opening": number(roll.opening),
        "added": number(roll.added),
        **{name: number(amount) for name, amount in zip(taken, roll.taken, strict=True)},
        "closing": number(roll.closing),
        "difference": number(roll.difference),
    }
