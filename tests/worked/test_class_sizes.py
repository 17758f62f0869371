"""Sizes of the classes: sums, subordination levels, and the percentages of the rules that follow from them."""

from decimal import Decimal

import pytest

import seriatim
from seriatim import Deal
from seriatim.deal.payment_rules.terms import PaymentRule
from tests.worked.both import Both

SUMS = {"cmsi-2006-6": 363_422_632, "cmsi-1999-7": 248_950_359, "cmsi-1994-5": 258_891_390}


@pytest.mark.requirement("T-054", "CLASS-01")
@pytest.mark.parametrize("name", SUMS)
def test_the_classes_make_up_the_pool(name: str) -> None:
    """As printed; what a run starts with is the loans' balance to the cent."""
    deal = seriatim.load(name)
    assert sum(each.balance for each in deal.terms.classes.regular if each.balance) == SUMS[name]
    told = Both(deal)
    with_balance = [each.name for each in deal.terms.classes.regular if each.notional is None]
    opening = sum(float(told.series(each, "balance")[0]) for each in with_balance)
    assert opening == pytest.approx(float(deal.model.balance), abs=0.75)


LEVELS = {
    ("cmsi-2006-6", "A"): (11_993_259, "3.30"),
    ("cmsi-2006-6", "B-1"): (4_907_259, "1.35"),
    ("cmsi-2006-6", "B-2"): (2_908_259, "0.80"),
    ("cmsi-2006-6", "B-3"): (1_818_259, "0.50"),
    ("cmsi-1999-7", "A"): (11_203_523, "4.50"),
    ("cmsi-1999-7", "M"): (5_352_523, "2.15"),
    ("cmsi-1999-7", "B-1"): (3_236_523, "1.30"),
    ("cmsi-1999-7", "B-2"): (2_116_523, "0.85"),
    ("cmsi-1994-5", "A"): (18_770_390, "7.25"),
    ("cmsi-1994-5", "B-1"): (1_941_686, "0.75"),
}


@pytest.mark.requirement("T-051", "T-052", "T-053", "CLASS-02", "CLASS-03", "STRUCT-13", "VAR-03")
@pytest.mark.parametrize(("name", "security"), LEVELS)
def test_the_initial_subordination_levels(name: str, security: str) -> None:
    """The balance of the classes junior to one, and its part of all."""
    told = Both(seriatim.load(name))
    order = [each.name for each in told.deal.terms.classes.subordinated]
    junior = order[0 if security == "A" else order.index(security) + 1 :]
    balances = {
        each.name: float(told.series(each.name, "balance")[0])
        for each in told.deal.terms.classes.regular
        if each.notional is None
    }
    level = sum(balances[each] for each in junior)
    amount, percent = LEVELS[name, security]
    assert level == pytest.approx(amount, abs=0.75)
    assert f"{100 * level / sum(balances.values()):.2f}" == percent


@pytest.mark.requirement("T-053", "CLASS-03")
def test_the_class_percentages_of_1994() -> None:
    terms = seriatim.load("cmsi-1994-5").terms
    parts = [sum(each.balance for each in terms.classes.senior)]
    parts += [terms.classes.named(name).balance for name in ("B-1", "B-2")]
    assert [f"{100 * part / sum(parts):.2f}" for part in parts] == ["92.75", "6.50", "0.75"]


def size(deal: Deal, *names: str) -> Decimal:
    return sum((deal.terms.classes.named(name).balance or Decimal(0) for name in names), Decimal(0))


def sides(rule: PaymentRule) -> list[float]:
    return [float(share.percent) * 100 for share in rule.concurrently]


@pytest.mark.requirement("T-055", "STRUCT-07")
def test_the_split_of_2006() -> None:
    """41,507 of 270,603 thousands; within the planned classes a fifth, 25,293 of 126,465."""
    deal = seriatim.load("cmsi-2006-6")
    first, planned = size(deal, "A-9", "A-10"), size(deal, "A-1", "A-2", "A-12")
    others = planned + size(deal, "A-6", "A-7", "A-8")
    rule = deal.terms.allocations.senior_principal.rules[1]
    assert (first, first + others) == (41_507_000, 270_603_000)
    assert sides(rule)[0] == pytest.approx(float(100 * first / (first + others)), abs=1e-10)
    assert sides(rule.concurrently[1].rule.sequentially[0])[1] == float(100 * size(deal, "A-12") / planned) == 20


@pytest.mark.requirement("T-056", "STRUCT-07")
def test_the_splits_of_1999() -> None:
    deal = seriatim.load("cmsi-1999-7")
    concurrent = [rule for rule in deal.terms.allocations.senior_principal.rules if rule.concurrently]
    first = size(deal, "A-1") / size(deal, "A-1", "A-8", "A-9")
    assert sides(concurrent[0])[0] == pytest.approx(float(100 * first), abs=1e-10)
    assert f"{100 * first:.10f}" == "87.3977086743"
    names = ("A-2", "A-6", "A-7")
    second = [100 * size(deal, name) / size(deal, *names) for name in names]
    assert [f"{part:.10f}" for part in second] == ["37.3214285714", "50.1428571429", "12.5357142857"]


@pytest.mark.requirement("T-057", "STRUCT-07")
def test_the_splits_of_1994() -> None:
    """A-2 is 65.1 % of its side, which is then 63,987,000 / 0.651...; A-3 and A-4 go on with what that leaves them."""
    deal = seriatim.load("cmsi-1994-5")
    first, second = deal.terms.allocations.senior_principal.rules[:2]
    inner = [part / 100 for part in sides(first.concurrently[1].rule)]
    side = float(size(deal, "A-2")) / inner[0]
    a_1 = float(size(deal, "A-1"))
    assert sides(first)[0] == pytest.approx(100 * a_1 / (a_1 + side), abs=1e-9)
    left = [float(size(deal, name)) - side * part for name, part in zip(("A-3", "A-4"), inner[1:], strict=True)]
    printed = sides(second.concurrently[1].rule)
    assert printed == pytest.approx([100 * part / sum(left) for part in left], abs=1e-6)
    assert sides(second)[0] == sides(first)[0]


@pytest.mark.requirement("T-115", "STRUCT-07")
def test_strip_coupons_average_to_the_target_rate() -> None:
    deal = seriatim.load("cmsi-1999-7")
    names = ("A-2", "A-6", "A-7")
    interest = sum(size(deal, name) * deal.terms.classes.named(name).rate for name in names)
    assert round(interest / size(deal, *names), 7) == Decimal("0.07")
    deal = seriatim.load("cmsi-2006-6")
    pair = [deal.terms.classes.named(name).rate for name in ("A-12", "A-13")]
    assert {rate.formula.multiple for rate in pair} == {1, -1}
    fixed = sum(rate.formula.margin for rate in pair)
    planned = sum(size(deal, name) * deal.terms.classes.named(name).rate for name in ("A-1", "A-2"))
    average = (planned + size(deal, "A-12") * fixed) / size(deal, "A-1", "A-2", "A-12")
    assert (fixed, round(average, 7)) == (Decimal("0.07"), Decimal("0.06"))
