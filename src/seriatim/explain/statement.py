"""One month as a statement: every cent in, every cent out and by which rule, and what it did to the balances.

Nothing in it is a balancing figure. What comes in is the loans' own record; what goes out is what each class is
reported to receive, the residual included; the difference is computed, and shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal, localcontext

import numpy as np

from seriatim.collateral.inputs import input_name
from seriatim.collateral.items import EVENT_ITEMS, ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.deal.series import Series
from seriatim.engine.exact import PRECISION
from seriatim.explain import names
from seriatim.explain.amounts import is_nothing
from seriatim.explain.changed_tests import ChangedTest, changed_tests
from seriatim.explain.reader import Reader
from seriatim.explain.traced_run import DayOrNumber, TracedRun, traced_run
from seriatim.explain.tree import EXACT
from seriatim.plan.accounts import (
    ACCRETION,
    AVAILABLE,
    BALANCE,
    LOSS,
    MOVED,
    OPENING_BALANCE,
    PRINCIPAL,
    SOLD,
    UNBACKED,
    Account,
    AccountType,
    Party,
    Side,
)
from seriatim.plan.steps import DUST, Op, Origin, Step
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool

NOTIONAL_STRIP = "io"
"""The strip whose balance is notional: it pays interest only."""
REDUCTIONS = ("scheduled_principal", "prepayment", "liquidation_proceeds", "loss")
"""The items that reduce the loans' balance."""
REMAINDER = "what is left after "
"""Words of the rule by which the rest goes to the residual."""
PRINTED_ROUNDING = Decimal(2)
"""Dollars by which printed class sizes may differ from the loans they are rounded from, strip by strip."""
LARGEST_ROUNDING = Decimal("1e-6")
"""Dollars that float64 loans may miss in a month; class balances are exact."""

LoanAmounts = dict[str, Decimal]


@dataclass(frozen=True)
class Entry:
    """Cash in or out, or moved: the account, the amount, and the rule (of the deal) and paragraph by which it is paid.

    Cash of the loans comes by no rule.
    """

    account: Account
    amount: Decimal
    rule: str = ""
    source: str = ""

    @property
    def subject(self) -> str:
        """The strip, class or party whose account it is."""
        return self.account.subject

    @property
    def words(self) -> str:
        """The account in English; of cash of the loans the item and the strip."""
        if self.account.party is Party.LOANS:
            return names.of_input(input_name(self.subject, self.account.item))
        return self.account.words

    @property
    def pool(self) -> str:
        """The pool it comes from, or whose group is paid, where there are several."""
        return self.account.group


@dataclass(frozen=True)
class PoolCash:
    """A pool's cash and what the classes of its group are paid, from whatever pool."""

    pool: str
    received: Decimal
    paid: Decimal

    @property
    def rest(self) -> Decimal:
        """Cash that goes to other groups and to the residual, less what comes from other pools."""
        return _sum([self.received, -self.paid])


@dataclass(frozen=True)
class Roll:
    """A balance through the day: ``opening`` + ``added`` - what is ``taken`` = ``closing``; else a ``difference``."""

    subject: str
    opening: Decimal
    added: Decimal
    taken: tuple[Decimal, ...]
    closing: Decimal

    @property
    def difference(self) -> Decimal:
        """Opening, additions and deductions, less the closing balance."""
        return _sum([self.opening, self.added, *(-each for each in self.taken), -self.closing])


@dataclass(frozen=True)
class Statement:
    """One distribution day.

    ``classes`` are rolled by principal and losses, ``loans`` by the items of `REDUCTIONS`; ``changed_tests`` are
    those that came out differently from the day before. Where there are several pools, ``pools`` are their names,
    ``composites`` the composite classes with their components, which alone stand in ``paid`` and ``classes``, and
    ``moved`` what rules moved from pool to pool.
    """

    deal: str
    day: int
    date: date
    received: tuple[Entry, ...]
    paid: tuple[Entry, ...]
    classes: tuple[Roll, ...]
    loans: tuple[Roll, ...]
    changed_tests: tuple[ChangedTest, ...] = ()
    pools: tuple[str, ...] = ()
    composites: tuple[tuple[str, tuple[str, ...]], ...] = ()
    moved: tuple[Entry, ...] = ()
    unbacked: Decimal = Decimal(0)

    @property
    def by_pool(self) -> tuple[PoolCash, ...]:
        """Each pool's cash beside what its group is paid."""
        return tuple(
            PoolCash(
                pool,
                _sum(entry.amount for entry in self.received if entry.pool == pool),
                _sum(entry.amount for entry in self.paid if entry.pool == pool),
            )
            for pool in self.pools
        )

    @property
    def composite_rolls(self) -> tuple[Roll, ...]:
        """The composite classes with a balance, rolled as their components together."""
        rolls = {roll.subject: roll for roll in self.classes}
        found = [(name, [rolls[part] for part in parts if part in rolls]) for name, parts in self.composites]
        return tuple(_together(name, own) for name, own in found if own)

    @property
    def total_received(self) -> Decimal:
        """Cash in."""
        return _sum(entry.amount for entry in self.received)

    @property
    def total_paid(self) -> Decimal:
        """Cash out."""
        return _sum(entry.amount for entry in self.paid)

    @property
    def difference(self) -> Decimal:
        """Cash in less cash out; zero, or the engine is wrong."""
        return _sum([self.total_received, -self.total_paid])

    @property
    def opening_gap(self) -> Decimal:
        """Class balances less loan balances before the day: the rounding of the printed class sizes."""
        return _sum([*(roll.opening for roll in self.classes), *(-roll.opening for roll in self.loans)])

    @property
    def closing_gap(self) -> Decimal:
        """The same after the day."""
        return _sum([*(roll.closing for roll in self.classes), *(-roll.closing for roll in self.loans)])

    def check(self) -> tuple[str, ...]:
        """Amounts that do not balance: () proves that the month does."""
        found = []
        if not is_nothing(self.difference):
            found.append(f"cash in {self.total_received}, cash out {self.total_paid}")
        missed = [roll for roll in self.classes if not is_nothing(roll.difference)]
        missed += [roll for roll in self.loans if abs(roll.difference) > LARGEST_ROUNDING]
        found += [f"the balance of {roll.subject} misses {roll.difference}" for roll in missed]
        if self._moves_apart and not is_nothing(_sum(roll.closing for roll in self.classes)):
            found.append(f"classes and loans move apart by {_sum([self.closing_gap, -self.opening_gap])}")
        return tuple(found)

    @property
    def _moves_apart(self) -> bool:
        """True where more than swept cents and what the text itself leaves unbacked stands between classes and loans.

        The rounding of printed class sizes may go: what is left of it is cleared when the classes are.
        """
        swept = DUST * len(self.classes) + LARGEST_ROUNDING
        apart = _sum([self.closing_gap, -self.opening_gap, self.unbacked])
        cleared = abs(self.opening_gap) <= PRINTED_ROUNDING and abs(self.closing_gap) <= abs(self.opening_gap) + swept
        return abs(apart) > swept and not cleared


def statement(model: DealModel, scenario: Scenario, day: DayOrNumber) -> Statement:
    """The statement of one distribution day; raises ProblemsError, with the nearest day, where there is none."""
    return statement_in(traced_run(model, scenario, day), model, scenario)


def statement_in(traced: TracedRun, model: DealModel, scenario: Scenario) -> Statement:
    """The statement of the last day of a run traced before."""
    day = len(traced.days)
    reader = Reader(traced, day)
    loans = _loans(model, scenario, day)
    if _are_sold(reader):
        loans = {strip: dict.fromkeys(items, Decimal(0)) for strip, items in loans.items()}
    series = model.deal if isinstance(model.deal, Series) else None
    return Statement(
        traced.plan.name,
        day,
        traced.days[-1],
        tuple(_received(reader)),
        tuple(_paid(reader)),
        tuple(_class_rolls(reader, model)),
        tuple(_loan_rolls(loans)),
        changed_tests(traced, day),
        pools=tuple(pool.name for pool in model.pools) if series else (),
        composites=tuple((each.name, tuple(part.name for part in each.components)) for each in series.composites)
        if series
        else (),
        moved=tuple(_moved(reader)),
        unbacked=_unbacked(reader),
    )


def _loans(model: DealModel, scenario: Scenario, day: int) -> dict[str, LoanAmounts]:
    """The loans' record of the day: strip, item, amount."""
    record = np.asarray(project_pool(model, [scenario]))[:, :, day - 1, 0]
    exact = Context(prec=PRECISION)
    items = (*ITEMS, *EVENT_ITEMS)[: record.shape[1]]
    return {
        strip: {item: exact.create_decimal(value) for item, value in zip(items, row, strict=True)}
        for strip, row in zip(model.strip_names, record.tolist(), strict=True)
    }


def _unbacked(reader: Reader) -> Decimal:
    """Amount by which the text lets the classes fall below the loans today, as the run warns."""
    return _sum(reader.value(reader.traced.registers[each]) for each in reader.traced.plan.accounts_of(UNBACKED))


def _are_sold(reader: Reader) -> bool:
    """True where the loans were bought in a clean-up call on an earlier day."""
    return any(reader.value(reader.traced.registers[each]) for each in reader.traced.plan.accounts_of(SOLD))


def _received(reader: Reader) -> Iterator[Entry]:
    """Cash of the loans, then what else comes in; that of parties outside the trust last, by the rules they pay by."""
    coming = [account for account in reader.traced.plan.accounts if account.side is Side.IN]
    outside = [account for account in coming if account.party is Party.OUTSIDE]
    for account in sorted(coming, key=lambda each: each.party is not Party.LOANS):
        if account in outside:
            continue
        register = reader.traced.registers[account]
        if amount := reader.value(register):
            step = None if account.party is Party.LOANS else reader.traced.steps.get(reader.core(register))
            origin = step.origin if step else Origin("")
            yield Entry(account, amount, origin.rule, origin.source)
    yield from _by_rule(reader, outside)


def _paid(reader: Reader) -> Iterator[Entry]:
    """Payments to each class and each other party, by the rule that pays it; components, not their composites."""
    going = [account for account in reader.traced.plan.accounts if account.side is Side.OUT]
    return _by_rule(reader, [account for account in going if account.party is not Party.COMPOSITE])


def _by_rule(reader: Reader, accounts: Iterable[Account]) -> Iterator[Entry]:
    """The amounts in accounts, by the rules that make them up."""
    available = _available(reader)
    for account in accounts:
        found: dict[Origin, list[Decimal]] = {}
        for origin, amount in _contributions(reader, reader.traced.registers[account], 1, available):
            found.setdefault(origin, []).append(amount)
        for origin, amounts in found.items():
            if not is_nothing(total := _sum(amounts)):
                yield Entry(account, total, origin.rule, origin.source)


def _available(reader: Reader) -> frozenset[int]:
    """The registers of what distributions are made from."""
    return frozenset(reader.traced.registers[account] for account in reader.traced.plan.accounts_of(AVAILABLE))


def _moved(reader: Reader) -> Iterator[Entry]:
    """Cash of one pool that pays another's classes, by rule."""
    for account in reader.traced.plan.accounts_of(MOVED):
        register = reader.traced.registers[account]
        step = reader.traced.steps.get(register)
        if step is not None and not is_nothing(amount := reader.value(register)):
            yield Entry(account, amount, step.origin.rule, step.origin.source)


def _contributions(
    reader: Reader, register: int, sign: int, available: frozenset[int]
) -> Iterator[tuple[Origin, Decimal]]:
    """The payments a value is the sum of, each with the rule it was made by."""
    core = reader.core(register)
    step = reader.traced.steps.get(core)
    if step is not None and _is_remainder(reader, core, available) and not _is_of_two_pools(reader, step, available):
        yield replace(step.origin, rule=f"{REMAINDER}{step.origin.rule}"), sign * reader.value(core)
        return
    if step is None or step.op not in (Op.ADD, Op.SUB):
        yield step.origin if step else Origin(""), sign * reader.value(core)
        return
    for operand, turn in zip(step.operands, (1, -1 if step.op is Op.SUB else 1), strict=True):
        if reader.value(operand):
            yield from _contributions(reader, operand, sign * turn, available)


def _is_remainder(reader: Reader, register: int, available: frozenset[int]) -> bool:
    """True where a value is what is left of the available cash: less payments, more draws and other pools' cash."""
    step = reader.traced.steps.get(register)
    while register not in available and step is not None and step.op in (Op.ADD, Op.SUB):
        register = step.operands[0]
        step = reader.traced.steps.get(register)
    return register in available


def _is_of_two_pools(reader: Reader, step: Step, available: frozenset[int]) -> bool:
    """True where a value is the sum of what two pools have left, each after a rule of its own."""
    return step.op is Op.ADD and all(_is_remainder(reader, operand, available) for operand in step.operands)


def _class_rolls(reader: Reader, model: DealModel) -> Iterator[Roll]:
    """Every class with a balance of its own."""
    registers = reader.traced.registers
    own = {each.subject: each for each in reader.traced.plan.accounts_of(BALANCE) if each.party is Party.CLASS}
    for name in model.initial:

        def of(kind: AccountType, account: Account = own[name]) -> Decimal:
            return reader.value(registers[replace(account, type=kind)])

        yield Roll(name, of(OPENING_BALANCE), of(ACCRETION), (of(PRINCIPAL), of(LOSS)), of(BALANCE))


def _loan_rolls(loans: dict[str, LoanAmounts]) -> Iterator[Roll]:
    """Every strip of principal."""
    for strip, items in loans.items():
        if not _is_notional(strip):
            taken = tuple(items[item] for item in REDUCTIONS)
            yield Roll(strip, items["opening_balance"], Decimal(0), taken, items["balance"])


def _is_notional(strip: str) -> bool:
    """True where a strip, of one pool or of one of several, pays interest only."""
    return strip.split("/")[-1] == NOTIONAL_STRIP


def _together(name: str, rolls: Sequence[Roll]) -> Roll:
    """Several balances as one."""
    taken = tuple(_sum(amounts) for amounts in zip(*(roll.taken for roll in rolls), strict=True))
    opening, added, closing = (_sum(getattr(roll, each) for roll in rolls) for each in ("opening", "added", "closing"))
    return Roll(name, opening, added, taken, closing)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    """A sum without rounding."""
    with localcontext(EXACT):
        return sum(amounts, Decimal(0))
