"""Random chapters of a deal: allocations, tests, accrual, distributions, losses; every option of each is drawn."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from random import Random

from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.allocations.terms import (
    Allocations,
    CumulativeLossTest,
    DelinquencyMeasure,
    DelinquencyTest,
    MaintenanceOfSubordination,
    NASPercentages,
    SeniorPrincipal,
    SeniorRatio,
    StepDownTests,
    SubordinatedPrincipal,
    UnscheduledPrincipal,
)
from seriatim.deal.anniversaries.terms import AnniversaryCap
from seriatim.deal.distributions.terms import Distributions, PrepaymentInterest, ShortfallReimbursement
from seriatim.deal.excess_interest.terms import ExcessInterest
from seriatim.deal.losses.terms import Losses, LossLimit, LossLimits, PrincipalOnlyLosses, SuperSenior
from seriatim.deal.recoveries.terms import Recoveries
from tests.soak.pools import Pool
from tests.soak.rules import Governed, some, tree, unlimited
from tests.soak.securities import Table
from tests.soak.words import Entry, statement

KINDS = ("special hazard", "fraud", "bankruptcy")


@dataclass(frozen=True)
class Draft:
    """What the chapters of a deal draw from: chance, loans, classes, and the schedules that rules may name."""

    chance: Random
    pool: Pool
    table: Table
    schedules: tuple[Governed, ...]

    def perhaps(self, likely: float) -> bool:
        return self.chance.random() < likely

    def part(self, low: float, high: float) -> str:
        return f"{self.chance.uniform(100 * low, 100 * high):.4f}%"


def steps(draft: Draft, *, falling: bool = False, later: bool = False) -> Entry:
    """A table of percentages by distribution day; ``later``: it may begin after day 1."""
    chance, months = draft.chance, draft.pool.months
    firsts = [1, *sorted(chance.sample(range(2, months), chance.randint(0, 4)))]
    if later and len(firsts) > 1 and chance.random() < 0.5:
        firsts = firsts[1:]
    values = [chance.choice((0, 30, 70, 100, chance.randint(0, 100))) for _ in firsts]
    if falling:
        values = sorted(values, reverse=True)
        values[0] = chance.choice((values[0], 100))
    ends = [f"{first}-{after - 1}" for first, after in pairwise(firsts)]
    return dict(zip([*ends, f"{firsts[-1]} and after"], [f"{value}%" for value in values], strict=True))


def allocations(draft: Draft) -> Entry:
    """Seniors always; ratio, shifting interest and maintenance where there are subordinated classes."""
    ratio = unscheduled = subordinated = None
    if draft.table.subordinated:
        rounded = draft.chance.randint(4, 16) if draft.perhaps(0.3) else None
        ratio = statement(draft.chance, SeniorRatio, rounded_to=rounded) if draft.perhaps(0.6) else None
        unscheduled = shifting_interest(draft) if draft.perhaps(0.75) else None
        levels = statement(draft.chance, MaintenanceOfSubordination) if draft.perhaps(0.6) else None
        if draft.perhaps(0.8):
            subordinated = statement(draft.chance, SubordinatedPrincipal, maintenance_of_subordination=levels)
    return statement(
        draft.chance,
        Allocations,
        senior_ratio=ratio,
        senior_principal=senior_principal(draft),
        unscheduled_principal=unscheduled,
        subordinated_principal=subordinated,
    )


def senior_principal(draft: Draft) -> Entry:
    """Random trees, NAS classes among them, and in the end rules that pay every class to zero."""
    chance, names = draft.chance, draft.table.senior
    rules = [tree(chance, names, draft.schedules) for _ in range(chance.choice((0, 1, 1, 2, 3)))]
    nas = None
    if draft.perhaps(0.3):
        nas = statement(chance, NASPercentages, percentages=steps(draft))
        rules.insert(chance.randint(0, len(rules)), {"NAS": some(chance, names)})
    rules += unlimited(chance, names)
    return statement(chance, SeniorPrincipal, NAS_classes=nas, rules=rules)


def shifting_interest(draft: Draft) -> Entry:
    """The table of percentages, with or without its tests."""
    tests = None
    if draft.perhaps(0.5):
        limits = statement(draft.chance, CumulativeLossTest, limits=steps(draft, later=True))
        any_of = [measure(draft) for _ in range(draft.chance.randint(1, 2))]
        delinquency = statement(draft.chance, DelinquencyTest, any_of=any_of)
        tests = statement(draft.chance, StepDownTests, cumulative_losses=limits, delinquency=delinquency)
    table = steps(draft, falling=draft.perhaps(0.8))
    return statement(draft.chance, UnscheduledPrincipal, percentage_of_subordinated_share=table, step_down_tests=tests)


def measure(draft: Draft) -> Entry:
    """A delinquency measure over a few months and windows."""
    chance = draft.chance
    return statement(
        chance,
        DelinquencyMeasure,
        average_months=chance.randint(1, 6),
        windows=chance.randint(1, 3) if draft.perhaps(0.5) else None,
        limit=draft.part(0, 0.1),
    )


def accrual(draft: Draft) -> list[Entry]:
    """Up to three accrual classes; each pays classes that do not pay it."""
    chance, table = draft.chance, draft.table
    if len(table.senior) < 2 or not table.bearing_interest or draft.perhaps(0.5):
        return []
    accruing = some(chance, table.bearing_interest)[: min(3, len(table.senior) - 1)]
    found = []
    for position, name in enumerate(accruing):
        others = [each for each in table.senior if each not in accruing[position:]]
        rules = [tree(chance, some(chance, others), draft.schedules) for _ in range(chance.randint(1, 3))]
        if draft.perhaps(0.2):
            rules.append(name)
        until = some(chance, others) if draft.perhaps(0.25) else None
        found.append(statement(chance, AccrualClass, name=name, directed_to=rules, until_paid_off=until))
    return found


def distributions(draft: Draft) -> Entry | None:
    """Readings of short cash, what covers prepayment interest, repayment of shortfalls."""
    if draft.perhaps(0.25):
        return None
    interest = statement(draft.chance, PrepaymentInterest) if draft.perhaps(0.7) else None
    repaid = statement(draft.chance, ShortfallReimbursement) if draft.perhaps(0.6) else None
    return statement(draft.chance, Distributions, prepayment_interest=interest, shortfall_reimbursement=repaid)


def losses(draft: Draft) -> Entry | None:
    """PO losses, super senior pairs, limits, recoveries."""
    if draft.perhaps(0.2):
        return None
    chance = draft.chance
    po = statement(chance, PrincipalOnlyLosses) if draft.table.po and draft.perhaps(0.8) else None
    limits = None
    if draft.perhaps(0.7):
        kinds = some(chance, KINDS)
        limits = statement(chance, LossLimits, limits=[loss_limit(draft, kind) for kind in kinds])
    return statement(
        chance,
        Losses,
        principal_only_class=po,
        super_senior=super_senior(draft),
        limits=limits,
        recoveries=statement(chance, Recoveries) if draft.perhaps(0.75) else None,
    )


def loss_limit(draft: Draft, kind: str) -> Entry:
    """A limit small enough to be reached, which may shrink on anniversaries."""
    chance = draft.chance
    cap = None
    if draft.perhaps(0.6):
        first = chance.randint(1, 1 + draft.pool.months // 24)
        last = chance.randint(first, first + 3) if draft.perhaps(0.5) else None
        largest = draft.perhaps(0.5)
        cap = statement(
            chance,
            AnniversaryCap,
            first=first,
            last=last,
            percent_of_pool=draft.part(0, 0.02) if draft.perhaps(0.7) else None,
            times_largest_loan=chance.randint(1, 3) if largest else None,
            largest_loan=_dollars(draft, 0.005) if largest else None,
        )
    return statement(chance, LossLimit, kind=kind, amount=_dollars(draft, 0.04), anniversaries=cap)


def _dollars(draft: Draft, part: float) -> str:
    return f"{float(draft.pool.total) * part * draft.chance.random():,.2f}"


def super_senior(draft: Draft) -> list[Entry] | None:
    """One or two support classes, each of one or two others, for no more than it has."""
    chance, table = draft.chance, draft.table
    if len(table.senior) < 2 or draft.perhaps(0.5):
        return None
    pairs = []
    for support in chance.sample(table.senior, chance.randint(1, min(2, len(table.senior)))):
        supported = some(chance, [name for name in table.senior if name != support])[:2]
        for name in supported:
            amount = table.sizes[support] * Decimal(chance.randint(0, 100)) / 100 / len(supported)
            amount = f"{amount.quantize(Decimal('0.01'), 'ROUND_DOWN'):,}"
            pairs.append(statement(chance, SuperSenior, name=name, support_class=support, amount=amount))
    return pairs


def excess_interest(draft: Draft) -> Entry | None:
    """Interest above a rate that no class exceeds."""
    if draft.perhaps(0.8):
        return None
    above = draft.table.highest_rate + Decimal(draft.chance.choice((0, 0, 5, 20))).scaleb(-4)
    return statement(draft.chance, ExcessInterest, above=f"{above * 100:f}%")
