"""Random series of two or three pools: groups drawn as deals are, side by side or cross-collateralized."""

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from seriatim import Deal, ProblemsError, Scenario
from seriatim.deal.composite_classes.terms import CompositeClass, CompositeClasses
from seriatim.deal.cross_collateralization.terms import CrossCollateralization, Undersubordination
from tests.projection.histories import Row, write_history
from tests.projection.pools import PoolRun
from tests.projection.scenarios import random_scenarios
from tests.soak.chapters import Draft
from tests.soak.courses import PERIOD, history
from tests.soak.deals import DealFiles, chapters_of_pool, heading, of_series, random_draft
from tests.soak.words import Entry, statement

NAMES = ("I", "II", "III")
OWN = re.compile(r"\b(A-\d+|B-\d+|N-\d+|PO(?! strip)|IO|schedule[ -]\d+|assumed(?! balance)|loans(?=\.csv))\b")
"""What has another name in every group: classes, schedules, files."""


def random_series(seed: int) -> DealFiles:
    """The same series for the same seed."""
    chance = Random(f"series {seed}")
    names = NAMES[: chance.choice((2, 2, 3))]
    crossed = chance.random() < 0.6
    juniors = chance.randint(1, 4) if crossed else None
    drafts = [random_draft(chance, juniors=juniors) for _ in names]
    groups, tables = [], {}
    for name, draft in zip(names, drafts, strict=True):
        own, files = chapters_of_pool(draft)
        groups.append({"group": name, **renamed(own, name)})
        tables |= {renamed(file, name): [renamed(list(row), name) for row in rows] for file, rows in files.items()}
    longest = max(drafts, key=lambda draft: draft.pool.months)
    composites, crossing = bonds(chance, names, drafts) if crossed else (None, None)
    data = {
        **heading(longest, f"random series {seed}"),
        "groups": groups,
        "composite classes": composites,
        "cross-collateralization": crossing,
        "residual": "R",
        **of_series(longest),
    }
    return DealFiles({key: value for key, value in data.items() if value is not None}, tables)


def renamed(data: Any, group: str) -> Any:
    """The same data with the names of a group."""
    if isinstance(data, dict):
        return {renamed(key, group): renamed(value, group) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(each, group) for each in data]
    return OWN.sub(lambda match: f"{group}{match[0]}", data) if isinstance(data, str) else data


def bonds(chance: Random, names: Sequence[str], drafts: Sequence[Draft]) -> tuple[Entry, Entry]:
    """Composites of every rank, of some other classes, and how the groups support each other."""
    ranks = [
        statement(chance, CompositeClass, name=name, components=[f"{group}{name}" for group in names])
        for name in drafts[0].table.subordinated
    ]
    for strip in ("PO", "IO"):
        owners = [group for group, draft in zip(names, drafts, strict=True) if strip in draft.table.rows]
        if len(owners) > 1 and chance.random() < 0.5:
            parts = [f"{group}{strip}" for group in owners]
            ranks.append(statement(chance, CompositeClass, name=strip, components=parts))
    under = statement(chance, Undersubordination) if chance.random() < 0.6 else None
    crossing = statement(chance, CrossCollateralization, undersubordination=under)
    return statement(chance, CompositeClasses, classes=ranks), crossing


def course_of(deal: Deal, seed: int, folder: Path) -> tuple[Deal, Scenario]:
    """Events in some of the pools, at a speed that they can go together with; at least a month of nothing."""
    chance = Random(f"course of series {seed}")
    (scenario,) = random_scenarios(1, seed=seed)
    rows: list[Row] = []
    for place, pool in enumerate(deal.model.pools):
        own = history(chance, pool.lines) if chance.random() < 0.8 else []
        rows += [{**row, "pool": pool.name, **({"libor": ""} if place else {})} for row in own]
    while True:
        nothing = [] if rows else [{"period": 1, "pool": deal.model.pools[0].name}]
        with_events = deal.under(write_history([*rows, *nothing], folder / "events.csv"))
        try:
            PoolRun.of(with_events.model, scenario)
        except ProblemsError as error:
            fault = min(int(period) for period in PERIOD.findall(str(error)))
            rows = [row for row in rows if row["period"] < fault]
            continue
        return with_events, scenario
