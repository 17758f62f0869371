"""Shifting interest, maintenance of subordination and losses once more, in plain numpy from the deal's words.

Written without the plan, to be compared with what it pays. One entry per scenario, month by month.
"""

from dataclasses import dataclass

import numpy as np

from seriatim.deal.allocations.terms import DelinquencyMeasure, StepDownTests, UnscheduledPrincipal
from seriatim.plan.steps import TOLERANCE
from tests.projection.laws import HALF_CENT, RECEIVED, Flags, Floats, Outcome


@dataclass(frozen=True)
class Shares:
    """Principal entitlements `[month, scenario]`: of the seniors together, and of each subordinated class."""

    senior: Floats
    subordinated: dict[str, Floats]


def above(first: Floats, second: Floats | float) -> Flags:
    """A test with the slack that keeps a level which equals its limit for ever from flickering."""
    return first - second > float(TOLERANCE) * np.abs(second)


def shares(run: Outcome) -> Shares:
    """Who is entitled to the principal of the main strip."""
    scheduled = _main(run, "scheduled_principal")
    unscheduled = _main(run, "prepayment") + _main(run, "liquidation_proceeds")
    if not run.subordinated:
        return Shares(scheduled + unscheduled, {})
    ratio, initial_ratio = _senior_ratio(run)
    percentage = _unscheduled_percentage(run, ratio, initial_ratio)
    ratio, percentage = np.where(run.depleted, 1.0, ratio), np.where(run.depleted, 1.0, percentage)
    senior = scheduled * ratio + unscheduled * percentage
    junior = scheduled + unscheduled - senior
    senior_room = run.total("opening_balance", run.senior)
    room = run.total("opening_balance", run.subordinated)
    taken = np.minimum(junior + np.maximum(senior - senior_room, 0), room)
    senior = np.minimum(scheduled + unscheduled - taken, senior_room)
    return Shares(senior, _among_subordinated(run, taken))


def _main(run: Outcome, item: str) -> Floats:
    return run.loans(item, run.shared_strip)


def _senior_ratio(run: Outcome) -> tuple[Floats, float]:
    senior = run.total("opening_balance", run.senior)
    initial = float(sum(run.model.initial[name] for name in run.senior))
    rule = run.model.deal.allocations.senior_ratio
    if rule is not None and rule.denominator == "strip":
        whole, initial_whole = _main(run, "opening_balance"), float(run.model.pools[0].balances.target_rate)
    else:
        whole = senior + run.total("opening_balance", run.subordinated)
        initial_whole = initial + float(sum(run.model.initial[name] for name in run.subordinated))
    ratio = np.minimum(np.divide(senior, whole, out=np.zeros_like(senior), where=whole != 0), 1)
    if rule is not None and rule.rounded_to is not None:
        ratio = np.floor(ratio * 10.0**rule.rounded_to + 0.5) / 10.0**rule.rounded_to
    return ratio, initial / initial_whole


def _unscheduled_percentage(run: Outcome, ratio: Floats, initial_ratio: float) -> Floats:
    """Shifting interest with its three overrides."""
    rule = run.model.deal.allocations.unscheduled_principal
    if rule is None:
        return ratio
    part, losses_pass = _in_force(run, rule)
    percentage = ratio + (1 - ratio) * part
    if rule.above_initial_ratio == "all to seniors":
        percentage = np.where(above(ratio, initial_ratio), 1.0, percentage)
    if rule.step_down_tests and rule.step_down_tests.while_losses_exceed != "nothing":
        for month in range(1, len(percentage)):
            kept = np.maximum(percentage[month], percentage[month - 1])
            percentage[month] = np.where(losses_pass[month], percentage[month], kept)
    return percentage


def _in_force(run: Outcome, rule: UnscheduledPrincipal) -> tuple[Floats, Flags]:
    """The table's percentage, held back on days the tests fail, and whether the loss test passes."""
    table = rule.percentage_of_subordinated_share
    stated = np.array([float(table.on(day)) for day in range(1, run.shape[0] + 1)])
    tests = rule.step_down_tests
    if tests is None:
        return np.broadcast_to(stated[:, None], run.shape).copy(), np.ones(run.shape, dtype=bool)
    losses_pass = _losses_pass(run, tests)
    passed = losses_pass & np.any([_measure_passes(run, measure) for measure in tests.delinquency.any_of], axis=0)
    if tests.tested_on == "step days":
        passed &= np.isin(np.arange(1, run.shape[0] + 1), table.first_days)[:, None]
    force = np.empty(run.shape)
    before = np.full(run.shape[1], stated[0])
    for month in range(len(force)):
        before = force[month] = np.where(passed[month], stated[month], np.maximum(before, stated[month]))
    return force, losses_pass


def _losses_pass(run: Outcome, tests: StepDownTests) -> Flags:
    limits = tests.cumulative_losses.limits
    initial = float(sum(run.model.initial[name] for name in run.subordinated))
    limit = np.array([float(limits.on(day)) * initial for day in range(1, run.shape[0] + 1)])[:, None]
    losses = np.cumsum(run.loans("loss"), axis=0)
    at_most = tests.cumulative_losses.satisfied_when == "at most"
    return ~above(losses, limit) if at_most else above(np.broadcast_to(limit, run.shape), losses)


def _measure_passes(run: Outcome, measure: DelinquencyMeasure) -> Flags:
    """Averages over this and earlier days (nothing before the first); one window suffices."""
    if measure.percent_of == "pool balance":
        base = run.loans("opening_balance")
    else:
        base = run.total("opening_balance", run.subordinated)
    passes = np.zeros(run.shape, dtype=bool)
    for window in range(measure.windows):
        sums = [_trailing(values, measure.average_months, window) for values in (run.loans("delinquent"), base)]
        limit = sums[1] * float(measure.limit)
        passes |= ~above(sums[0], limit) if measure.satisfied_when == "at most" else above(limit, sums[0])
    return passes


def _trailing(values: Floats, months: int, ago: int) -> Floats:
    """Sum over ``months`` days ending ``ago`` days before each day."""
    earlier = np.vstack([np.zeros((months + ago, values.shape[1])), values])
    return np.sum([earlier[months + ago - k : len(earlier) - k] for k in range(ago, ago + months)], axis=0)


def _among_subordinated(run: Outcome, money: Floats) -> dict[str, Floats]:
    """Pro rata down to the most senior impaired class; the rest goes on by seniority."""
    opening = {name: run.of(name, "opening_balance") for name in run.subordinated}
    chapter = run.model.deal.allocations.subordinated_principal
    rule = chapter.maintenance_of_subordination if chapter else None
    eligible = np.ones(run.shape, dtype=bool)
    base: dict[str, Floats] = {}
    for position, name in enumerate(run.subordinated):
        base[name] = np.where(eligible, opening[name], 0)
        junior = run.subordinated[position + 1 :]
        if rule is not None and junior:
            eligible = eligible & ~_impaired(run, junior, pool=rule.level_of == "pool balance")
    room = np.sum(list(base.values()), axis=0)
    shared = np.minimum(money, room)
    left = money - shared
    allocated: dict[str, Floats] = {}
    for name in run.subordinated:
        rest = np.minimum(left, opening[name] - base[name])
        left = left - rest
        allocated[name] = rest + np.divide(base[name] * shared, room, out=np.zeros(run.shape), where=room != 0)
    return allocated


def _impaired(run: Outcome, junior: tuple[str, ...], *, pool: bool) -> Flags:
    """The balance junior to a class is a smaller part of the whole than at closing."""
    initial = float(sum(run.model.initial[name] for name in junior))
    if pool:
        whole, initial_whole = run.loans("opening_balance"), float(run.model.balance)
    else:
        whole = run.total("opening_balance", run.with_balance)
        initial_whole = float(sum(run.model.initial[name] for name in run.with_balance))
    total = run.total("opening_balance", junior)
    level = np.divide(total, whole, out=np.zeros(run.shape), where=whole != 0)
    return above(np.full(run.shape, initial / initial_whole), level)


def diverted_to_po(run: Outcome) -> Floats:
    """Subordinated principal that reimburses the PO class."""
    if not run.po_class:
        return np.zeros(run.shape)
    own = sum(run.loans(item, ("po",)) for item in RECEIVED)
    return np.maximum(run.total("principal", run.po_class) - own, 0)


def write_downs(run: Outcome) -> dict[str, Floats]:
    """Losses of each class on days when all principal allocated is paid.

    The reimbursed amount and the loss of the strip, most junior class first; then the seniors in proportion to
    balances after the day's distributions, an accrual class counted at no more than its initial balance; after the
    depletion date the losses of a super senior class fall on its support class, up to the stated amount.
    """
    left = diverted_to_po(run) + _main(run, "loss")
    balances = {
        name: run.of(name, "opening_balance") + run.of(name, "accretion") - run.of(name, "principal")
        for name in (*run.senior, *run.subordinated)
    }
    losses: dict[str, Floats] = {}
    for name in reversed(run.subordinated):
        losses[name] = np.minimum(left, balances[name])
        left = left - losses[name]
    accrual = {each.name for each in run.model.deal.accrual}
    initial = {name: float(run.model.initial[name]) if name in accrual else np.inf for name in run.senior}
    weights = {name: np.minimum(balances[name], initial[name]) for name in run.senior}
    beyond = {name: balances[name] - weights[name] for name in run.senior}
    first, second = _pro_rata(left, weights), _pro_rata(left - np.minimum(left, sum(weights.values())), beyond)
    losses |= {name: first[name] + second[name] for name in run.senior}
    _support(run, losses, balances)
    return losses


def _pro_rata(amount: Floats, weights: dict[str, Floats]) -> dict[str, Floats]:
    total = np.sum(list(weights.values()), axis=0)
    part = np.divide(np.minimum(amount, total), total, out=np.zeros_like(total), where=total > 0)
    return {name: weight * part for name, weight in weights.items()}


def _support(run: Outcome, losses: dict[str, Floats], balances: dict[str, Floats]) -> None:
    rules = run.model.deal.losses
    pairs = rules.super_senior if rules else ()
    left = {pair.name: np.full(run.shape[1], float(pair.amount)) for pair in pairs}
    for month in range(run.shape[0] if pairs else 0):
        wanted = {
            pair.name: np.where(run.depleted[month], np.minimum(losses[pair.name][month], left[pair.name]), 0)
            for pair in pairs
        }
        support = pairs[0].support_class
        room = np.maximum(balances[support][month] - losses[support][month], 0)
        for name, amount in _pro_rata(room, wanted).items():
            left[name] = left[name] - amount
            losses[name][month] -= amount
            losses[support][month] += amount


def steady(run: Outcome) -> Flags:
    """Scenarios in which cash is never short: principal and interest of defaulted loans are advanced."""
    advancing = [each.conventions(run.model.conventions).advancing for each in run.scenarios]
    return np.array([each == "principal and interest" for each in advancing])


def standing(run: Outcome, names: tuple[str, ...]) -> Flags:
    """Days on which some of the classes are still outstanding after the day's distributions, before its losses."""
    after = sum(run.of(n, "opening_balance") + run.of(n, "accretion") - run.of(n, "principal") for n in names)
    return after > HALF_CENT * (1 + len(names))
