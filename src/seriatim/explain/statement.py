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

from seriatim.collateral.items import EVENT_ITEMS, ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.compile.defects import WARNINGS, Defect
from seriatim.compile.parties import FROM_AGREEMENT, FROM_INSURER, PAID_BY_PARTY, RECEIVED
from seriatim.deal.series import Series
from seriatim.engine.exact import PRECISION
from seriatim.explain import names
from seriatim.explain.amounts import is_nothing
from seriatim.explain.course import Course, DayOrNumber, follow
from seriatim.explain.phrases import Phrases
from seriatim.explain.reader import Reader
from seriatim.explain.reading import Role
from seriatim.explain.tree import EXACT
from seriatim.explain.turned import Turn, turned_in
from seriatim.plan.plan import OutputKey
from seriatim.plan.steps import DUST, Op, Origin, Step
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool

CASH = ("interest", "scheduled_principal", "prepayment", "liquidation_proceeds")
"""The items of the loans that are cash."""
NOTIONAL_STRIP = "io"
"""The strip whose balance is notional: it pays interest only."""
REDUCTIONS = ("scheduled_principal", "prepayment", "liquidation_proceeds", "loss")
"""The items that reduce the loans' balance."""
PAID = ("interest", "principal", "reimbursement", "excess", "deposit")
"""The items that are cash of the trust paid: to a class, to a credit support or into a fund."""
BESIDE = (FROM_AGREEMENT, FROM_INSURER, RECEIVED)
"""What is paid beside: to holders of a class by others than the trust, and to parties that are no class."""
SUPPORTED = ("shortfall_draw", "release")
"""The items of a support that are cash received beside the available cash, of which other draws are a part."""
AVAILABLE = "available cash"
"""The name of what the distributions are made from."""
MOVED = "cash moved between pools"
"""The name of what one pool's cash pays for another's classes by a rule."""
CALLED = "called"
"""The name of what is 1 from the day after a clean-up call on."""
REMAINDER = "what is left after "
"""How the rule reads by which the rest goes to the residual."""
PRINTED_ROUNDING = Decimal(2)
"""Dollars by which printed class sizes may differ from the loans they are rounded from, strip by strip."""
LARGEST_ROUNDING = Decimal("1e-6")
"""What float64 loans may miss in a month; class balances are exact."""

Amounts = dict[str, Decimal]


@dataclass(frozen=True)
class Entry:
    """Cash in or out: from which strip or to which class, for what, by which rule (of the deal) and paragraph.

    ``pool`` is the one it comes from, or whose group is paid, where there are several.
    """

    subject: str
    item: str
    amount: Decimal
    rule: str = ""
    source: str = ""
    pool: str = ""


@dataclass(frozen=True)
class PoolCash:
    """A pool's cash and what the classes of its group are paid, from whatever pool."""

    pool: str
    received: Decimal
    paid: Decimal

    @property
    def rest(self) -> Decimal:
        """What goes to other groups and to the residual, less what comes from other pools."""
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

    ``classes`` are rolled by principal and losses, ``loans`` by the items of `REDUCTIONS`; ``turned`` holds the tests
    that came out differently from the day before. Where there are several pools, ``pools`` are their names,
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
    turned: tuple[Turn, ...] = ()
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
        """What does not balance: () proves that the month does."""
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
        """Whether more than swept cents and what the text itself leaves unbacked stands between classes and loans.

        The rounding of printed class sizes may go: what is left of it is cleared when the classes are.
        """
        swept = DUST * len(self.classes) + LARGEST_ROUNDING
        apart = _sum([self.closing_gap, -self.opening_gap, self.unbacked])
        cleared = abs(self.opening_gap) <= PRINTED_ROUNDING and abs(self.closing_gap) <= abs(self.opening_gap) + swept
        return abs(apart) > swept and not cleared


def statement(model: DealModel, scenario: Scenario, day: DayOrNumber) -> Statement:
    """The statement of one distribution day; raises ProblemsError, with the nearest day, where there is none."""
    course = follow(model, scenario, day)
    return statement_in(course, model, scenario)


def statement_in(course: Course, model: DealModel, scenario: Scenario) -> Statement:
    """The statement of the last day of a course that was run before."""
    day = len(course.days)
    reader = Reader(course, day)
    loans = _loans(model, scenario, day)
    if _are_sold(reader):
        loans = {strip: dict.fromkeys(items, Decimal(0)) for strip, items in loans.items()}
    series = model.deal if isinstance(model.deal, Series) else None
    return Statement(
        course.plan.name,
        day,
        course.days[-1],
        (*_received(reader, model, loans), *_from_parties(reader, model)),
        tuple(_paid(reader, model)),
        tuple(_class_rolls(reader, model)),
        tuple(_loan_rolls(loans)),
        turned_in(course, day),
        pools=tuple(pool.name for pool in model.pools) if series else (),
        composites=tuple((each.name, tuple(part.name for part in each.components)) for each in series.composites)
        if series
        else (),
        moved=tuple(_moved(reader)),
        unbacked=_unbacked(reader),
    )


def _loans(model: DealModel, scenario: Scenario, day: int) -> dict[str, Amounts]:
    """The loans' record of the day: strip, item, amount."""
    record = np.asarray(project_pool(model, [scenario]))[:, :, day - 1, 0]
    exact = Context(prec=PRECISION)
    items = (*ITEMS, *EVENT_ITEMS)[: record.shape[1]]
    return {
        strip: {item: exact.create_decimal(value) for item, value in zip(items, row, strict=True)}
        for strip, row in zip(model.strip_names, record.tolist(), strict=True)
    }


def _unbacked(reader: Reader) -> Decimal:
    """By how much a recovery lowers the classes below the loans today, as the run warns."""
    register = reader.course.registers.get(OutputKey(WARNINGS, Defect.RECOVERY))
    return Decimal(0) if register is None else reader.value(register)


def _are_sold(reader: Reader) -> bool:
    """Whether the loans were bought in a clean-up call on an earlier day."""
    return any(reader.value(state.register) == 1 for state in reader.course.plan.states if state.name == CALLED)


def _received(reader: Reader, model: DealModel, loans: dict[str, Amounts]) -> Iterator[Entry]:
    """Cash of the loans by strip and item, and whatever else the plan counts as available cash."""
    pool_of = {strip: pool.name for pool in model.pools for strip in pool.strip_names}
    for strip, items in loans.items():
        for item in CASH[:1] if _is_notional(strip) else CASH:
            if items[item]:
                yield Entry(strip, item, items[item], pool=pool_of[strip])
    from_loans = {f"{strip}/{item}" for strip in loans for item in CASH}
    for pool, register in zip(model.pools, _available(reader), strict=True):
        for part in reader.read(register).parts:
            sign = -1 if part.role is Role.MINUS else 1
            step = reader.course.steps.get(part.register)
            loaded = _chosen(reader, part.register)
            series = reader.course.plan.series[loaded.operands[0]] if loaded and loaded.op is Op.LOAD else ""
            if series not in from_loans and reader.value(part.register):
                origin = step.origin if step else Origin("")
                name = Phrases(reader).name(part.register)
                yield Entry("", name, sign * reader.value(part.register), origin.rule, origin.source, pool.name)
    yield from _from_supports(reader)


def _from_supports(reader: Reader) -> Iterator[Entry]:
    """Draws for shortfalls of the seniors, and what reserve funds release."""
    for key, register in reader.course.plan.outputs:
        if key.item in SUPPORTED and reader.value(register):
            step = reader.course.steps.get(reader.core(register))
            origin = step.origin if step else Origin("")
            yield Entry("", names.of_output(key), reader.value(register), origin.rule, origin.source)


def _chosen(reader: Reader, register: int) -> Step | None:
    """The step behind a value, through the choices made on the day: loans that may be bought are a choice."""
    step = reader.course.steps.get(register)
    while step is not None and step.op is Op.SELECT:
        test, chosen, otherwise = step.operands
        step = reader.course.steps.get(chosen if reader.value(test) else otherwise)
    return step


def _available(reader: Reader) -> list[int]:
    return [step.target for step in reader.course.plan.day_steps if step.name == AVAILABLE]


def _from_parties(reader: Reader, model: DealModel) -> Iterator[Entry]:
    """Cash of insurers, providers of agreements and reserve funds, by the rule by which they pay it."""
    return _entries(reader, model, (PAID_BY_PARTY,))


def _paid(reader: Reader, model: DealModel) -> Iterator[Entry]:
    """What each class and each party beside the classes receives, by the rule that pays it."""
    return _entries(reader, model, (*PAID, *BESIDE))


def _entries(reader: Reader, model: DealModel, items: tuple[str, ...]) -> Iterator[Entry]:
    """The reported amounts of these items by the rules that make them up; of components, not of their composites."""
    pool_of = {security.name: pool.name for pool in model.pools for security in pool.deal.classes.regular}
    composites = {each.name for each in model.deal.composites} if isinstance(model.deal, Series) else set()
    available = frozenset(_available(reader))
    for key, register in reader.course.plan.outputs:
        if key.item not in items or key.subject in composites:
            continue
        found: dict[Origin, list[Decimal]] = {}
        for origin, amount in _contributions(reader, register, 1, available):
            found.setdefault(origin, []).append(amount)
        for origin, amounts in found.items():
            if not is_nothing(total := _sum(amounts)):
                yield Entry(key.subject, key.item, total, origin.rule, origin.source, pool_of.get(key.subject, ""))


def _moved(reader: Reader) -> Iterator[Entry]:
    """Cash of one pool that pays another's classes, by rule."""
    for step in reader.course.plan.day_steps:
        if step.name == MOVED and not is_nothing(amount := reader.value(step.target)):
            yield Entry("", MOVED, amount, step.origin.rule, step.origin.source)


def _contributions(
    reader: Reader, register: int, sign: int, available: frozenset[int]
) -> Iterator[tuple[Origin, Decimal]]:
    """The payments a value is the sum of, each with the rule it was made by."""
    core = reader.core(register)
    step = reader.course.steps.get(core)
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
    """Whether a value is what is left of the available cash: less what was paid, more draws and other pools' cash."""
    step = reader.course.steps.get(register)
    while register not in available and step is not None and step.op in (Op.ADD, Op.SUB):
        register = step.operands[0]
        step = reader.course.steps.get(register)
    return register in available


def _is_of_two_pools(reader: Reader, step: Step, available: frozenset[int]) -> bool:
    """Whether a value is the sum of what two pools have left, each after a rule of its own."""
    return step.op is Op.ADD and all(_is_remainder(reader, operand, available) for operand in step.operands)


def _class_rolls(reader: Reader, model: DealModel) -> Iterator[Roll]:
    """Every class with a balance of its own."""
    registers = reader.course.registers
    for name in model.initial:

        def of(item: str, subject: str = name) -> Decimal:
            return reader.value(registers[OutputKey(subject, item)])

        yield Roll(name, of("opening_balance"), of("accretion"), (of("principal"), of("loss")), of("balance"))


def _loan_rolls(loans: dict[str, Amounts]) -> Iterator[Roll]:
    """Every strip of principal."""
    for strip, items in loans.items():
        if not _is_notional(strip):
            taken = tuple(items[item] for item in REDUCTIONS)
            yield Roll(strip, items["opening_balance"], Decimal(0), taken, items["balance"])


def _is_notional(strip: str) -> bool:
    """Whether a strip, of one pool or of one of several, pays interest only."""
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
