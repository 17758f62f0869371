"""Principal rules: in sequence, side by side, pro rata, to a schedule; and any tree of them against dripping money."""

import json
from random import Random

import pytest

from seriatim.api.deal import Deal
from seriatim.collateral.scenario import Scenario
from tests.compile.drip import Drip
from tests.compile.small import paid, schedule, small_deal, variant

A_MONTH = Scenario()
"""$100 of principal a month on classes of 80, 200, 420 and 500."""

RULES = """      - concurrently:
          - 50%: A-1
          - 30%: A-2
          - 20%: A-3
      - A-4
"""
REST = "      - sequentially: [A-1, A-2, A-3, A-4]\n"
CLASSES = ("A-1", "A-2", "A-3", "A-4")


def planned(*classes: str, together: bool = False) -> str:
    words = "\n    together: true" if together else ""
    return f"""
schedules:
  - name: planned balance
    source: supplement p. 2
    classes: [{", ".join(classes)}]{words}
    table: planned.csv
"""


def deal_with(folder, rules: str, after: str = "", **tables: str) -> Deal:
    return variant("side-by-side", folder, {RULES: rules + after}, **tables)


def principal(deal: Deal, *months: int) -> list[dict[str, float]]:
    return [paid(deal, A_MONTH, "principal", month) for month in months]


def test_a_member_that_is_full_drops_out_and_the_others_share_on() -> None:
    """A-1 has $30 left on the second day: 70 go 30 : 20. A-2 has 8 left on the fifth."""
    assert principal(small_deal("side-by-side"), 1, 2, 3, 5) == [
        {"A-1": 50, "A-2": 30, "A-3": 20},
        {"A-1": 30, "A-2": 42, "A-3": 28},
        {"A-2": 60, "A-3": 40},
        {"A-2": 8, "A-3": 92},
    ]


def test_a_finished_side_leaves_all_to_the_other(tmp_path) -> None:
    rules = "      - concurrently:\n          - 80%:\n              sequentially: [A-1, A-2]\n          - 20%: A-3\n"
    deal = deal_with(tmp_path, rules + "      - A-4\n")
    assert principal(deal, 1, 2, 4, 5) == [
        {"A-1": 80, "A-3": 20},
        {"A-2": 80, "A-3": 20},
        {"A-2": 40, "A-3": 60},
        {"A-3": 100},
    ]


def test_what_nobody_inside_can_take_goes_to_the_next_rule(tmp_path) -> None:
    rules = "      - concurrently:\n          - 50%: A-1\n          - 50%: A-2\n      - sequentially: [A-3, A-4]\n"
    assert principal(deal_with(tmp_path, rules), 2, 3) == [{"A-1": 30, "A-2": 70}, {"A-2": 80, "A-3": 20}]


def test_pro_rata_is_by_balance(tmp_path) -> None:
    deal = deal_with(tmp_path, "      - pro rata: [A-1, A-3]\n" + REST)
    assert principal(deal, 1, 5, 6) == [{"A-1": 16, "A-3": 84}, {"A-1": 16, "A-3": 84}, {"A-2": 100}]


@pytest.mark.requirement("SPEC-06")
def test_until_a_schedule_the_excess_goes_on_and_what_was_missed_is_caught_up(tmp_path) -> None:
    """A-2 is owed $10, nothing, $170 of which there are 100, and then the rest."""
    rules = "      - {to: A-2, until: planned balance}\n      - sequentially: [A-1, A-3, A-4, A-2]\n"
    deal = deal_with(tmp_path, rules, planned("A-2"), planned=schedule(190, 190, 20, 0))
    assert principal(deal, 1, 2, 3, 4) == [
        {"A-1": 80, "A-2": 10, "A-3": 10},
        {"A-3": 100},
        {"A-2": 100},
        {"A-2": 90, "A-3": 10},
    ]


@pytest.mark.requirement("SPEC-06")
def test_a_schedule_of_several_classes_together(tmp_path) -> None:
    """A-1 and A-2 together to 250, 180, 100; inside, half and half."""
    rules = """      - concurrently:
          - 50%: A-1
          - 50%: A-2
        until: planned balance
      - sequentially: [A-3, A-4, A-1, A-2]
"""
    deal = deal_with(tmp_path, rules, planned("A-1", "A-2", together=True), planned=schedule(250, 180, 100, 0))
    assert principal(deal, 1, 2, 3, 4) == [
        {"A-1": 15, "A-2": 15, "A-3": 70},
        {"A-1": 35, "A-2": 35, "A-3": 30},
        {"A-1": 30, "A-2": 50, "A-3": 20},
        {"A-2": 100},
    ]


@pytest.mark.requirement("SPEC-06")
def test_pro_rata_to_a_schedule_a_class_that_has_reached_it_is_paid_no_more(tmp_path) -> None:
    """A-1 is at its schedule: A-2 alone is paid down to its own."""
    rules = "      - pro rata: [A-1, A-2]\n        until: planned balance\n      - sequentially: [A-3, A-4, A-1, A-2]\n"
    table = "date,A-1,A-2\n2006-12-25,80,150\n2007-01-25,60,140\n2007-02-25,0,0\n"
    deal = deal_with(tmp_path, rules, planned("A-1", "A-2"), planned=table)
    assert principal(deal, 1, 2, 3) == [
        {"A-2": 50, "A-3": 50},
        {"A-1": 20, "A-2": 10, "A-3": 70},
        {"A-1": 30, "A-2": 70},
    ]


@pytest.mark.requirement("ALLOC-15", "INC-17")
def test_a_clause_ends_with_the_class_that_says_so(tmp_path) -> None:
    """1994 supplement, FIRST: when A-1 is paid off, A-2 and A-3 go by the next clause."""
    rules = """      - concurrently:
          - 50%: A-1
          - 30%: A-2
          - 20%: A-3
        ends with: A-1
      - A-4
"""
    deal = deal_with(tmp_path, rules + REST)
    assert principal(deal, 1, 2, 3) == [
        {"A-1": 50, "A-2": 30, "A-3": 20},
        {"A-1": 30, "A-2": 18, "A-3": 12, "A-4": 40},
        {"A-4": 100},
    ]


def test_a_clause_that_ends_with_two_classes_goes_on_until_both_are_full(tmp_path) -> None:
    rules = """      - concurrently:
          - 50%: A-1
          - 30%: A-2
          - 20%: A-3
        ends with: [A-1, A-2]
      - sequentially: [A-4, A-3]
"""
    assert principal(deal_with(tmp_path, rules), 4, 5) == [
        {"A-2": 60, "A-3": 40},
        {"A-2": 8, "A-3": 5.33, "A-4": 86.67},
    ]


@pytest.mark.parametrize("rule", ["{to: A-1, ends with: A-1}", "{pro rata: [A-1, A-2], ends with: A-2}"])
def test_a_plain_rule_may_say_with_whom_it_ends(tmp_path, rule: str) -> None:
    deal = deal_with(tmp_path, f"      - {rule}\n" + REST)
    assert sum(principal(deal, 1)[0].values()) == 100


@pytest.mark.requirement("SPEC-06", "ALLOC-13")
def test_a_class_paid_to_its_schedule_inside_a_sequence_and_to_zero_at_its_end(tmp_path) -> None:
    """A-2, limited inside, is not counted as if it could take all its balance (2006 supplement, A. to D.)."""
    rules = """      - sequentially:
          - sequentially: [A-1, A-2]
            until: planned balance
          - A-1
      - A-4
      - sequentially: [A-2, A-3]
"""
    table = "date,A-1,A-2\n2006-12-25,70,190\n2007-01-25,0,190\n2007-02-25,0,0\n"
    deal = deal_with(tmp_path, rules, planned("A-1", "A-2"), planned=table)
    assert principal(deal, 1, 2, 3) == [{"A-1": 80, "A-2": 10, "A-4": 10}, {"A-4": 100}, {"A-2": 100}]


SPLITS = {2: ((50, 50), (30, 70), (99, 1)), 3: ((20, 30, 50), (33, 33, 34)), 4: ((25, 25, 25, 25), (10, 20, 30, 40))}
DROP = 0.25


def tree(chance: Random, classes: list[str], depth: int = 0) -> dict[str, object]:
    """A random rule over some classes, limits included."""
    kinds = ["to", "pro rata"] if depth > 2 else ["to", "pro rata", "sequentially", "concurrently"]
    kind = chance.choice(kinds) if len(classes) > 1 else "to"
    rule: dict[str, object]
    if kind == "to":
        rule = {"to": chance.choice(classes)}
    elif kind == "pro rata":
        rule = {"pro rata": chance.sample(classes, chance.randint(2, len(classes)))}
    elif kind == "sequentially":
        parts = [chance.sample(classes, chance.randint(1, len(classes))) for _ in range(chance.randint(2, 3))]
        rule = {"sequentially": [tree(chance, part, depth + 1) for part in parts]}
    else:
        groups = [[name] for name in chance.sample(classes, chance.randint(2, len(classes)))]
        split = chance.choice(SPLITS[len(groups)])
        for name in classes:
            if [name] not in groups and all(name not in group for group in groups):
                chance.choice(groups).append(name)
        sides = zip(split, groups, strict=True)
        rule = {"concurrently": [{f"{percent}%": tree(chance, group, depth + 1)} for percent, group in sides]}
    return rule | limits(chance, rule)


def names_of(rule: dict[str, object]) -> list[str]:
    text = json.dumps({key: value for key, value in rule.items() if key != "ends with"})
    return [name for name in CLASSES for _ in range(text.count(f'"{name}"'))]


def limits(chance: Random, rule: dict[str, object]) -> dict[str, object]:
    names = names_of(rule)
    found: dict[str, object] = {}
    if chance.random() < 0.25:
        found["until"] = "planned balance"
    elif chance.random() < 0.3 and set(names) == {"A-1", "A-2"}:
        found["until"] = "pair"
    once = [name for name in CLASSES if names.count(name) == 1]
    if once and "sequentially" not in rule and chance.random() < 0.25:
        found["ends with"] = sorted(chance.sample(once, chance.randint(1, len(once))))
    return found


def descending(chance: Random, first: float) -> list[float]:
    balances = [first]
    for _ in range(11):
        balances.append(max(0.0, balances[-1] - chance.choice((0, 0, 10, 20, 40)) * first / 100))
    return [*balances[1:], 0.0]


def random_deal(folder, seed: int) -> Deal:
    chance = Random(seed)
    rules = [tree(chance, list(CLASSES[: chance.randint(2, 4)])) for _ in range(chance.randint(1, 2))]
    text = "".join(f"      - {json.dumps(rule)}\n" for rule in rules) + REST
    columns = [descending(chance, balance) for balance in (80, 200, 420, 500)]
    rows = [schedule(*column).splitlines()[1:] for column in columns]
    table = ["date," + ",".join(CLASSES)]
    table += [",".join([days[0][:10], *(day[11:] for day in days)]) for days in zip(*rows, strict=True)]
    schedules = ""
    if '"planned balance"' in text:
        schedules = planned(*CLASSES)
    if '"pair"' in text:
        pair = (
            planned("A-1", "A-2", together=True).replace("planned balance", "pair").replace("planned.csv", "pair.csv")
        )
        schedules += pair.replace("\nschedules:\n", "") if schedules else pair
    tables = {"planned": "\n".join(table) + "\n", "pair": schedule(*descending(chance, 280))}
    return deal_with(folder, text, schedules, **tables)


def agrees_with_drips(deal: Deal) -> None:
    flows = deal.run(A_MONTH).flows
    rules = deal.terms.allocations.senior_principal.rules
    for month in range(12):
        opening = {name: float(flows.item(name, "opening_balance")[month, 0]) for name in CLASSES}
        targets = {
            name: {column: float(values[month]) for column, values in table.columns.items()}
            for name, table in deal.model.tables.items()
        }
        drip = Drip(deal.terms, dict(opening), targets)
        left = drip.pay(rules, 100.0, drop=DROP)
        paid_by_plan = {name: float(flows.item(name, "principal")[month, 0]) for name in CLASSES}
        dripped = {name: opening[name] - drip.balances[name] for name in CLASSES}
        assert left == pytest.approx(0, abs=1e-6)
        assert paid_by_plan == pytest.approx(dripped, abs=4 * DROP), f"month {month + 1}: {opening} {targets} {rules}"


@pytest.mark.parametrize("seed", range(40))
def test_any_tree_of_rules_pays_as_money_dripping_through_it(tmp_path, seed: int) -> None:
    agrees_with_drips(random_deal(tmp_path, seed))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(40, 1000))
def test_a_thousand_trees_of_rules_pay_as_money_dripping_through_them(tmp_path, seed: int) -> None:
    agrees_with_drips(random_deal(tmp_path, seed))
