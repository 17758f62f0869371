"""What holds of a multiple pool series in any course of events, worked out from what the pools bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from seriatim.collateral.events import EventHistory
from seriatim.collateral.items import EVENT_ITEMS, ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.deal.series import Series
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import Engine, project_pool, simulate
from tests.projection.histories import Row, random_history, write_history
from tests.projection.weather import MISSING_INTEREST, MISSING_PRINCIPAL

Floats = NDArray[np.float64]

RECEIVED = ("scheduled_principal", "prepayment", "liquidation_proceeds", "recovery", "late_principal")
HALF_CENT, CENT = 0.005, 0.01


def history_of_pools(model: DealModel, *, seed: int) -> list[Row]:
    """A history for each pool, one after the other; not every pool has one."""
    rows: list[Row] = []
    chance = Random(seed)
    for place, pool in enumerate(model.pools):
        own = random_history(pool.lines, seed=seed * 7 + place) if chance.random() < 0.8 or place else []
        rows += [{**row, "pool": pool.name, **({} if place == 0 else {"libor": ""})} for row in own]
    return rows or [{"period": 1, "pool": model.pools[0].name}]


def events_of_pools(model: DealModel, rows: Sequence[Row], path: Path) -> EventHistory:
    return model.read_events(write_history(rows, path))


@dataclass(frozen=True, eq=False)
class PoolRun:
    """A series in one scenario: what the pools bring, what the classes are reported to receive, by month."""

    model: DealModel
    values: dict[tuple[str, str], Floats]
    loans: Floats

    @classmethod
    def of(cls, model: DealModel, scenario: Scenario, engine: Engine = "lanes") -> "PoolRun":
        flows = simulate(model, [scenario], engine=engine)
        values = {(key.subject, key.item): flows.values[place, :, 0] for place, key in enumerate(flows.accounts)}
        return cls(model, values, project_pool(model, [scenario])[..., 0])

    @property
    def series(self) -> Series:
        assert isinstance(self.model.deal, Series)
        return self.model.deal

    def of_loans(self, item: str, *strips: str) -> Floats:
        """An item of the strips of these kinds, in all pools."""
        known = (*ITEMS, *EVENT_ITEMS)[: self.loans.shape[1]]
        rows = [place for place, name in enumerate(self.model.strip_names) if name.split("/")[-1] in strips]
        total: Floats = self.loans[rows, known.index(item)].sum(axis=0)
        return total

    def total(self, names: Sequence[str], *items: str) -> Floats:
        zero = np.zeros(self.model.months)
        return sum((self.values[name, item] for name in names for item in items), zero)

    @cached_property
    def everyone(self) -> tuple[str, ...]:
        """Classes of all groups, components included and composites not, and the residual."""
        return (
            *(each.name for group in self.series.groups for each in group.classes.regular),
            self.series.residual.name,
        )

    @cached_property
    def target_rate(self) -> tuple[str, ...]:
        return tuple(
            each.name
            for group in self.series.groups
            for each in (*group.senior_target_rate, *group.classes.subordinated)
        )

    @cached_property
    def compensating(self) -> Floats:
        """Half the servicing fee of each pool, at most its prepayment interest shortfall."""
        known = (*ITEMS, *EVENT_ITEMS)
        paid = np.zeros(self.model.months)
        for pool in self.model.pools:
            rows = [self.model.strip_names.index(name) for name in pool.strip_names]
            short = self.loans[rows, known.index("prepayment_interest_shortfall")].sum(axis=0)
            fee = self.loans[rows, known.index("servicing_fee")].sum(axis=0)
            rule = pool.deal.distributions
            covered = rule is not None and rule.prepayment_interest is not None
            paid = paid + np.minimum(short, fee / 2) * covered
        return paid


def cash_in_is_cash_out(run: PoolRun) -> None:
    every, principal = ("target_rate", "io", "pool"), ("target_rate", "po", "pool")
    received = run.of_loans("interest", *every) + run.of_loans("late_interest", *every) + run.compensating
    received = received + sum(run.of_loans(item, *principal) for item in RECEIVED)
    received = received - sum(run.of_loans(item, *principal) for item in MISSING_PRINCIPAL)
    received = received - sum(run.of_loans(item, *every) for item in MISSING_INTEREST)
    paid = run.total(run.everyone, "interest", "principal")
    worst = np.argmax(abs(received - paid))
    assert abs(received - paid)[worst] <= 1e-11 * float(run.model.balance), (worst + 1, received[worst], paid[worst])


def classes_are_the_loans(run: PoolRun) -> None:
    """Over all groups: the sum of the strips is that of the classes, but for recoveries no class had room for."""
    recovered = np.cumsum(run.of_loans("recovery", "target_rate", "po", "pool"))
    po = [each.principal_only_class for each in run.series.groups if each.principal_only_class]
    for strips, names in ((("target_rate", "pool"), run.target_rate), (("po",), po)):
        loans, classes = run.of_loans("balance", *strips), run.total(names, "balance")
        slack = HALF_CENT * len(names) + 0.01
        worst = np.argmax(abs(loans - classes) - recovered)
        apart = classes[worst] - loans[worst]
        assert -slack - recovered[worst] <= apart <= slack, (strips, worst + 1, apart, recovered[worst])


def nothing_is_negative(run: PoolRun) -> None:
    for (name, item), value in run.values.items():
        if item != "loss":
            assert value.min() >= -1e-6, (name, item, int(value.argmin()) + 1, value.min())


def balances_roll(run: PoolRun) -> None:
    for name in {name for name, _ in run.values} - {run.series.residual.name}:
        if (name, "loss") not in run.values or "IO" in name:
            continue
        opening, closing = run.values[name, "opening_balance"], run.values[name, "balance"]
        assert np.all(abs(opening[1:] - closing[:-1]) <= 1e-6), name


def composites_are_their_components(run: PoolRun) -> None:
    for composite in run.series.composites:
        parts = [part.name for part in composite.components]
        for item in ("opening_balance", "interest", "principal", "loss", "balance", "interest_shortfall"):
            assert np.allclose(run.values[composite.name, item], run.total(parts, item), atol=1e-6), (
                composite.name,
                item,
            )


def components_stand_in_one_ratio(run: PoolRun) -> None:
    """Each group has the same part of every composite class."""
    rows = [[each.name for each in group.classes.subordinated] for group in run.series.groups]
    whole = sum(run.total(row, "balance") for row in rows)
    for row in rows:
        part = np.divide(run.total(row, "balance"), whole, out=np.zeros_like(whole), where=whole > 1)
        for rank, name in enumerate(row):
            composite = run.total([each[rank] for each in rows], "balance")
            wrong = (abs(run.values[name, "balance"] - composite * part) > 0.02) & (whole > 1)
            assert not wrong.any(), (name, int(wrong.argmax()) + 1)


def losses_come_from_the_bottom(run: PoolRun) -> None:
    """A composite is written down only on a day that ends its juniors, unless a recovery raises them again."""
    recovered = run.of_loans("recovery", "target_rate", "po", "pool")
    rows = [[each.name for each in group.classes.subordinated] for group in run.series.groups]
    shared = sum(
        run.of_loans(f"{kind}_loss", "target_rate", "po", "pool")
        for kind in ("special_hazard", "fraud", "bankruptcy", "extraordinary")
    ) + run.of_loans("debt_service_reduction_principal", "target_rate", "po", "pool")
    ranks = list(zip(*rows, strict=True))
    for rank, names in enumerate(ranks[:-1]):
        loss = run.total(names, "loss")
        juniors = run.total([name for below in ranks[rank + 1 :] for name in below], "balance")
        wrong = (loss > 0.05) & (juniors > 0.05) & (shared <= 0) & (recovered == 0)
        assert not wrong.any(), (names, int(wrong.argmax()) + 1, loss[wrong.argmax()], juniors[wrong.argmax()])


def juniors_and_residual_wait(run: PoolRun) -> None:
    """While seniors of a group are short of interest, no subordinated class of any group gets more than recoveries."""
    senior = [each.name for group in run.series.groups for each in group.classes.senior if "IO" not in each.name]
    junior = [each.name for group in run.series.groups for each in group.classes.subordinated]
    short = (run.total(senior, "interest_shortfall") > CENT) & (
        run.of_loans("recovery", "target_rate", "po", "pool") == 0
    )
    below = run.total([*junior, run.series.residual.name], "interest", "principal")
    wrong = short & (below > 0.05)
    assert not wrong.any(), (int(wrong.argmax()) + 1, below[wrong.argmax()])


LAWS = (
    cash_in_is_cash_out,
    classes_are_the_loans,
    nothing_is_negative,
    balances_roll,
    composites_are_their_components,
    components_stand_in_one_ratio,
    losses_come_from_the_bottom,
    juniors_and_residual_wait,
)
