"""Random principal rules: trees of every kind over some classes, with schedules and endings in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.soak.words import SOURCE, Entry

DEEPEST = 2
UNTIL, ENDS = 0.3, 0.2


@dataclass(frozen=True)
class Governed:
    """A schedule that rules may name: the classes whose balances it states, each its own or all together."""

    name: str
    classes: tuple[str, ...]
    together: bool

    def stops(self, names: set[str]) -> bool:
        """Whether it can stop a rule that pays these classes."""
        return names == set(self.classes) if self.together else names <= set(self.classes)


def some(chance: Random, names: Sequence[str], *, least: int = 1) -> list[str]:
    """Some of the names, in any order."""
    return chance.sample(list(names), chance.randint(min(least, len(names)), len(names)))


def tree(chance: Random, names: Sequence[str], schedules: Sequence[Governed], depth: int = 0) -> Entry | str:
    """A rule that pays some of the classes at least, limits included."""
    kinds = ["to", "pro rata"] if depth >= DEEPEST else ["to", "pro rata", "sequentially", "concurrently"]
    kind = chance.choice(kinds) if len(names) > 1 else "to"
    rule: Entry
    if kind == "to":
        rule = {"to": chance.choice(list(names))}
    elif kind == "pro rata":
        rule = {"pro rata": some(chance, names, least=2)}
    elif kind == "sequentially":
        parts = [some(chance, names) for _ in range(chance.randint(2, 3))]
        rule = {"sequentially": [tree(chance, part, schedules, depth + 1) for part in parts]}
    else:
        sides = [tree(chance, part, schedules, depth + 1) for part in parted(chance, names)]
        rule = {"concurrently": side_by_side(chance, sides)}
    rule |= _limits(chance, rule, schedules)
    if chance.random() < 0.1:
        rule["source"] = SOURCE
    return rule["to"] if set(rule) == {"to"} and chance.random() < 0.7 else rule


def parted(chance: Random, names: Sequence[str]) -> list[list[str]]:
    """The names in two to four groups, none empty."""
    order = some(chance, names, least=len(names))
    groups = [[name] for name in order[: chance.randint(2, min(4, len(order)))]]
    for name in order[len(groups) :]:
        chance.choice(groups).append(name)
    return groups


def side_by_side(chance: Random, sides: Sequence[Entry | str]) -> list[Entry]:
    """The sides of a concurrent payment with percentages that give 100 % together."""
    cuts = sorted(chance.sample(range(1, 10_000), len(sides) - 1))
    percents = [Decimal(high - low).scaleb(-2) for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return [{f"{percent}%": side} for percent, side in zip(percents, sides, strict=True)]


def names_in(rule: Entry | str) -> Iterator[str]:
    """Every class a rule pays, repeats included."""
    if isinstance(rule, str):
        yield rule
        return
    yield from [rule["to"]] if "to" in rule else rule.get("pro rata", [])
    children = [*rule.get("sequentially", []), *(c for side in rule.get("concurrently", []) for c in side.values())]
    for child in children:
        yield from names_in(child)


def _limits(chance: Random, rule: Entry, schedules: Sequence[Governed]) -> Entry:
    names = list(names_in(rule))
    fitting = [schedule.name for schedule in schedules if schedule.stops(set(names))]
    found: Entry = {}
    if fitting and chance.random() < UNTIL:
        found["until"] = chance.choice(fitting)
    once = sorted({name for name in names if names.count(name) == 1})
    if once and chance.random() < ENDS:
        found["ends with"] = sorted(some(chance, once))
    return found


def unlimited(chance: Random, names: Sequence[str]) -> list[Entry | str]:
    """Rules that pay every class to zero."""
    order = some(chance, names, least=len(names))
    kind = chance.choice(("sequentially", "pro rata", "concurrently", "each"))
    if kind == "each" or len(order) == 1:
        return list(order)
    if kind == "concurrently":
        sides = [{"sequentially": part} if len(part) > 1 else part[0] for part in parted(chance, order)]
        return [{kind: side_by_side(chance, sides)}]
    return [{kind: order}]


def schedules_in(rules: object) -> set[str]:
    """The schedules that rules name."""
    if isinstance(rules, dict):
        own = {rules["until"]} if "until" in rules else set()
        return own.union(*(schedules_in(value) for value in rules.values()))
    return set().union(*(schedules_in(each) for each in rules)) if isinstance(rules, list) else set()
