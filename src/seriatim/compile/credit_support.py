"""Chapter: credit support other than subordination, drawn on before cash is distributed.

What a support pays of a loss is cash and unscheduled principal, and no loss of any class. What it pays for
delinquencies is cash. Both are paid back, before the classes are paid, when borrowers pay late and losses are
recovered.

Source: core prospectus 1994-5 pp. 10-12, Draws under credit support other than subordination; Appendix A.
"""

from __future__ import annotations

from seriatim.collateral.items import EVENT_ITEMS, LOSS_KINDS
from seriatim.compile.amounts import CASH
from seriatim.compile.board import Quantity
from seriatim.compile.cash import take
from seriatim.compile.day import Day
from seriatim.compile.loans import RECORD
from seriatim.compile.losses import capped
from seriatim.compile.support_account import REIMBURSED_CAUSES, Payments, Support
from seriatim.deal.credit_support.terms import LOSS_CAUSES, Cause, CreditSupport
from seriatim.plan.accounts import AccountType, Party, Side, Unit, money
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table

DRAW = money("draw", Party.SUPPORT, Side.MEASURE, words="draw on {}")
SHORTFALL_DRAW = money("shortfall_draw", Party.SUPPORT, Side.IN, words="draw on {} for shortfalls of the seniors")
REIMBURSEMENT = money("reimbursement", Party.SUPPORT, Side.OUT, words="reimbursement of {}")
FROM_SERVICER = money("from_servicer", Party.SUPPORT, Side.MEASURE, words="servicing compensation to {}")
EXCESS = money("excess", Party.SUPPORT, Side.OUT, words="recoveries above all losses, {}")
DEPOSIT = money("deposit", Party.SUPPORT, Side.OUT, words="deposit into {}")
RELEASE = money("release", Party.SUPPORT, Side.IN, words="release from {}")
AVAILABLE_OF_SUPPORT = money("available", Party.SUPPORT, Side.BALANCE, words="amount available of {} after the day")


SUPPORTS: Quantity[tuple[Support, ...]] = Quantity("credit support")
"""The supports of a group in the order in which they are drawn on."""


def draw_for(cause: Cause) -> AccountType:
    """The type of account of draws for one cause, which are cash of the day."""
    return money(
        f"draw_for_{cause.replace(' ', '_')}", Party.SUPPORT, Side.IN, words=f"draw on {{}} for {cause}", detail=True
    )


def open_supports(day: Day) -> None:
    """Open every support with its available amount: as reduced, less payments, plus reimbursements (CS-02)."""
    day[SUPPORTS] = tuple(_opened(day, rule) for rule in day.deal.credit_support)


def _opened(day: Day, rule: CreditSupport) -> Support:
    builder, name, pool = day.builder, rule.name, day.strips.pool
    zero = builder.constant(0)
    with builder.rule(f"credit support.{name}.amount available", rule.source):
        owed: Payments = {cause: builder.state(f"{name} owed for {cause}", 0, Unit.MONEY) for cause in rule.causes}
        used = owed
        if rule.reimbursements == "do not restore it":
            used = {cause: builder.state(f"{name} paid for {cause}", 0, Unit.MONEY) for cause in rule.causes}
        level, held = _level(day, rule), zero
        available = (level - builder.total(used.values())).at_least(0)
        if rule.is_fund:
            held = available = builder.state(f"{name} held", rule.initial(pool), Unit.MONEY)
        limits: Payments = {}
        for cause in rule.causes:
            limit = rule.limit(cause, pool)
            if limit is not None:
                limits[cause] = (builder.constant(limit, Unit.MONEY) - used[cause]).at_least(0)
    return Support(builder, rule, level, available, held, owed, used, limits, zero, zero, zero, zero)


def _level(day: Day, rule: CreditSupport) -> Value:
    """The initial amount (of a fund, the required one) as reduced by today."""
    pool = day.strips.pool
    whole = rule.required(pool) if rule.is_fund else rule.initial(pool)
    if rule.reductions is not None:
        amounts = tuple(whole * part for part in rule.reductions.by_day())
        return day.builder.table(Table(f"{rule.name} amount as reduced", amounts, amounts[-1], Unit.MONEY))
    if rule.anniversaries is None:
        return day.builder.constant(whole, Unit.MONEY).named(f"{rule.name} initial amount")
    before = day.builder.state(f"{rule.name} amount as reduced", whole, Unit.MONEY)
    level = capped(day, rule.anniversaries, before)
    day.builder.store(before, level)
    return level


def draw(day: Day, cause: Cause, claim: Value) -> Value:
    """Payments of the supports for a claim, one after another in their order."""
    paid = []
    for support in day[SUPPORTS]:
        if support.covers(cause):
            paid.append(support.pay(cause, claim))
            claim = claim - paid[-1]
    return day.builder.total(paid)


def is_covered(day: Day, cause: Cause) -> bool:
    """True where a support covers a cause."""
    return any(support.covers(cause) for support in day[SUPPORTS])


def cover(day: Day) -> None:
    """Draws for delinquencies, then for losses; what late payments and recoveries give back to the supports.

    What is covered of a loss is no loss of the trust: it is added to the proceeds of the liquidation. A loss of which a
    part is covered is split in one proportion over its strips and its interest.
    """
    open_supports(day)
    if not day[SUPPORTS]:
        return
    _cover_delinquencies(day)
    for cause in LOSS_CAUSES:
        _cover_losses(day, cause)
    if day.with_events:
        _cover_reductions(day)
        _give_back_recoveries(day)


def _items(day: Day, item: str, strips: tuple[str, ...]) -> dict[str, Value]:
    """An item by strip; nothing where only events would bring it about and the plan has none."""
    if item in EVENT_ITEMS and not day.with_events:
        return {}
    return {strip: day.loans.strip_item(item, strip) for strip in strips}


def _cover_delinquencies(day: Day) -> None:
    """Scheduled payments neither received nor advanced; late ones repay what was paid for them on earlier days."""
    if not is_covered(day, "delinquencies"):
        return
    missing = (day.loans.interest_item("interest_due") - day.loans.interest_item("interest")).at_least(0).swept()
    missing.named("interest neither received nor advanced")
    if not day.with_events:
        draw(day, "delinquencies", missing)
        return
    withheld = day.loans.pool_item("principal_withheld") + day.loans.interest_item("interest_withheld")
    draw(day, "delinquencies", (missing + withheld).named("scheduled payments neither received nor advanced"))
    late = day.loans.pool_item("late_principal") + day.loans.interest_item("late_interest")
    late.named("late payments")
    for support in day[SUPPORTS]:
        if support.covers("delinquencies"):
            late = late - support.is_owed("delinquencies", late)


def _cover_losses(day: Day, cause: Cause) -> None:
    """Losses of one kind, principal and interest."""
    if not is_covered(day, cause):
        return
    kind = cause.removesuffix(" losses").replace(" ", "_")
    if kind == "ordinary":
        lost, interest_item = _ordinary(day), "interest_loss"
    elif day.with_events:
        lost, interest_item = _items(day, f"{kind}_loss", day.loans.principal_strips), f"{kind}_interest_loss"
    else:
        return
    interest = _items(day, interest_item, day.loans.interest_strips)
    claim = day.builder.total([*lost.values(), *interest.values()]).named(f"{cause} of the loans")
    part = (draw(day, cause, claim) / claim).named(f"part of {cause} covered")
    for strip, amount in lost.items():
        covered = (amount * part).named(f"{cause} covered")
        day[RECORD] = day[RECORD].cover(strip, "loss", covered)
        day[RECORD] = day[RECORD].cover(strip, "liquidation_proceeds", day.zero - covered)
        if kind != "ordinary":
            day[RECORD] = day[RECORD].cover(strip, f"{kind}_loss", covered)
    for strip, amount in interest.items():
        day[RECORD] = day[RECORD].cover(strip, interest_item, amount * part)


def _ordinary(day: Day) -> dict[str, Value]:
    """Principal losses of no special kind, by strip."""
    lost = _items(day, "loss", day.loans.principal_strips)
    for kind in LOSS_KINDS:
        special = _items(day, f"{kind}_loss", day.loans.principal_strips)
        lost = {strip: (lost[strip] - special[strip]).at_least(0) for strip in special} or lost
    return lost


def _cover_reductions(day: Day) -> None:
    """Debt service reductions: what the court took off the month's payments."""
    if not is_covered(day, "debt service reductions"):
        return
    item = "debt_service_reduction"
    principal = _items(day, f"{item}_principal", day.loans.principal_strips)
    interest = _items(day, f"{item}_interest", day.loans.interest_strips)
    claim = day.builder.total([*principal.values(), *interest.values()])
    part = draw(day, "debt service reductions", claim) / claim
    for name, amounts in ((f"{item}_principal", principal), (f"{item}_interest", interest)):
        for strip, amount in amounts.items():
            day[RECORD] = day[RECORD].cover(strip, name, amount * part)


def _give_back_recoveries(day: Day) -> None:
    """Recoveries, first to the supports for what they paid; what exceeds all losses where one keeps it (CS-06)."""
    insured = [support for support in day[SUPPORTS] if set(support.rule.causes) & set(LOSS_CAUSES)]
    if not insured:
        return
    with day.builder.rule("credit support.recoveries"):
        whole = left = day.loans.pool_item("recovery").named("recoveries of the loans")
        for support in insured:
            for cause in LOSS_CAUSES:
                if support.covers(cause):
                    left = left - support.is_owed(cause, left)
        keeper = next((each for each in insured if each.rule.excess_recoveries != "to the classes"), None)
        if keeper is not None:
            left = left - _kept(day, keeper, left)
        part = (whole - left) / whole
        for strip, amount in _items(day, "recovery", day.loans.principal_strips).items():
            day[RECORD] = day[RECORD].cover(strip, "recovery", amount * part)


def _kept(day: Day, keeper: Support, left: Value) -> Value:
    """Recoveries that neither a support nor a class has lost before: they are kept, and restore nothing."""
    items = ("interest_loss", *(f"{kind}_interest_loss" for kind in LOSS_KINDS))
    lost = day.loans.pool_item("loss") + day.builder.total(day.loans.interest_item(item) for item in items)
    before = day.state("losses not covered and not recovered", 0, Unit.MONEY)
    with keeper.ruling("excess recoveries"):
        keeper.excess = (left - before).at_least(0).named(f"recoveries above all losses, {keeper.rule.name}")
        day.builder.store(before, before + lost - (left - keeper.excess))
    return keeper.excess


def cover_prepayment_interest(day: Day, uncovered: Value, compensation: Value) -> Value:
    """Prepayment interest that the supports pay and the servicer does not, repaid from its later compensation.

    ``compensation`` is what it would otherwise keep today. The money goes from it to the supports (CS-12).
    """
    if not is_covered(day, "prepayment interest"):
        return day.builder.constant(0)
    paid = draw(day, "prepayment interest", uncovered)
    for support in day[SUPPORTS]:
        if support.covers("prepayment interest"):
            with support.ruling("reimbursement"):
                back = compensation.at_most(support.owed["prepayment interest"])
                support.from_servicer = back.named(f"servicing compensation to {support.rule.name}")
                compensation = compensation - back
    return paid


def deposit_draws(day: Day, available: Value) -> Value:
    """Cash with what the supports pay for the day; draws for shortfalls of the seniors come later."""
    for support in day[SUPPORTS]:
        for cause, paid in support.paid.items():
            if cause != "senior shortfalls":
                available = available + paid
                day.builder.report(draw_for(cause).of(support.rule.name, group=day.pool), paid)
    return available


def reimburse(day: Day) -> None:
    """Withdrawals for the supports, before anything is paid to a class (CS-04, CS-06)."""
    for support in day[SUPPORTS]:
        with support.ruling("reimbursement"):
            for cause in REIMBURSED_CAUSES:
                if cause in support.reimbursed:
                    support.reimbursed[cause] = take(day, support.reimbursed[cause])
            support.excess = take(day, support.excess)


def support_seniors(day: Day, wanted: Value) -> None:
    """A draw for what the cash leaves short of an amount due to the seniors (CS-08)."""
    if not is_covered(day, "senior shortfalls"):
        return
    shortfall = (wanted - day[CASH]).at_least(0).named("shortfall of the seniors")
    day[CASH] = day[CASH] + draw(day, "senior shortfalls", shortfall)


def report_supports(day: Day) -> None:
    """Registers and report of every support."""
    zero = day.builder.constant(0)
    for support in day[SUPPORTS]:
        values = {
            DRAW: support.drawn,
            SHORTFALL_DRAW: support.paid.get("senior shortfalls", zero),
            REIMBURSEMENT: support.repaid,
            FROM_SERVICER: support.from_servicer,
            EXCESS: support.excess,
            DEPOSIT: support.deposit,
            RELEASE: support.release,
            AVAILABLE_OF_SUPPORT: support.close(),
        }
        for kind, value in values.items():
            day.builder.report(kind.of(support.rule.name), value)
