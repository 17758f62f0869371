"""Several pools that support each other: the examples of the core prospectus, and what follows from its rules."""

from pathlib import Path

import pytest

import seriatim
from seriatim.api.deal import Deal, Run
from seriatim.collateral.scenario import Scenario
from seriatim.compile.defects import Defect
from tests.compile.small import small_deal, variant

ENGINES = ("lanes", "exact")
B = tuple(f"B-{rank}" for rank in range(1, 7))
I_B, II_B = (tuple(f"{group}{name}" for name in B) for group in ("I", "II"))
SENIORS = ("IA-1", "IIA-1")
SUPPORT = "cross-collateralization:\n  source: core p. 63"


def run(folder: Path, events: str, engine: str = "lanes", *, deal: Deal | None = None, scenario=None) -> Run:
    """The two pools of 30,000, which pay interest only for ten years, in a course of events."""
    path = folder / "events.csv"
    path.write_text(events)
    return (deal or small_deal("two-pools")).under(path).run(scenario or Scenario(), engine=engine)


def of(run: Run, item: str, names: tuple[str, ...], month: int = 1) -> tuple[float, ...]:
    return tuple(round(float(run.flows.item(name, item)[month - 1, 0]), 2) + 0.0 for name in names)


@pytest.mark.requirement("POOL-02", "POOL-12", "T-043", "CLASS-07")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_loss_reduces_the_composites_from_the_bottom_and_the_group_by_its_own_losses(tmp_path, engine: str) -> None:
    """Example 1: $1,500 in pool II; then group I has two thirds of every class, group II one third."""
    result = run(tmp_path, "period,pool,loss\n1,II,1500\n2,II,0\n", engine)
    assert of(result, "balance", B) == (1000, 1000, 1000, 1000, 500, 0)
    assert of(result, "balance", I_B) == (666.67, 666.67, 666.67, 666.67, 333.33, 0)
    assert of(result, "balance", II_B) == (333.33, 333.33, 333.33, 333.33, 166.67, 0)
    assert of(result, "balance", SENIORS) == (27_000, 27_000)
    blended = (2 / 3 * 0.06 + 1 / 3 * 0.05) / 12
    assert of(result, "interest", ("B-1", "B-5"), 2) == (round(1000 * blended, 2), round(500 * blended, 2))


@pytest.mark.requirement("POOL-03", "POOL-07", "T-044", "T-047")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_loss_beyond_the_components_of_its_group_falls_on_those_of_the_others(tmp_path, engine: str) -> None:
    """Example 2: $4,000 in pool II, whose components have 3,000; group I is overcollateralized by 1,000 then."""
    result = run(tmp_path, "period,pool,loss\n1,II,4000\n", engine)
    assert of(result, "balance", B) == (1000, 1000, 0, 0, 0, 0)
    assert of(result, "balance", I_B) == (1000, 1000, 0, 0, 0, 0)
    assert of(result, "balance", (*II_B, *SENIORS)) == (0, 0, 0, 0, 0, 0, 27_000, 27_000)
    loans = result.deal.collateral(Scenario()).to_polars()
    balance = {
        pool: loans.filter((loans["pool"] == pool) & (loans["period"] == 1))["balance"][0] for pool in ("I", "II")
    }
    assert balance == {"I": 30_000, "II": 26_000}


@pytest.mark.requirement("POOL-04", "T-045")
@pytest.mark.parametrize("engine", ENGINES)
def test_losses_beyond_all_subordinated_classes_fall_on_the_seniors_by_the_pools_losses(tmp_path, engine: str) -> None:
    """Example 3: 2,250 and 4,500 are lost, 750 more than there is: 250 and 500."""
    result = run(tmp_path, "period,pool,loss\n1,I,2250\n1,II,4500\n", engine)
    assert of(result, "balance", (*B, *SENIORS)) == (0, 0, 0, 0, 0, 0, 26_750, 26_500)
    assert of(result, "loss", SENIORS) == (250, 500)


CASH = "period,pool,interest_withheld,prepayment\n1,I,150,0\n1,II,0,1500\n"
"""Pool I brings nothing; pool II its interest of 125 and a prepayment, of which its seniors are allocated 90 %."""


@pytest.mark.requirement("POOL-05", "T-046")
@pytest.mark.parametrize("engine", ENGINES)
def test_cash_of_one_pool_pays_the_seniors_of_the_other_before_its_own_juniors(tmp_path, engine: str) -> None:
    """II has 1,625 and owes its seniors 112.50 and 1,350; of the rest 135 go to I's seniors, 27.50 to its juniors."""
    result = run(tmp_path, CASH, engine)
    assert of(result, "interest", SENIORS) == (135, 112.5)
    assert of(result, "principal", ("IIA-1",)) == (1350,)
    assert of(result, "interest", ("IB-1", "IIB-1", "IIB-2")) == (0, 2.08, 0.42)
    assert of(result, "principal", ("IIB-1", "IIB-2")) == (25, 0)


@pytest.mark.parametrize(
    ("option", "interest_of_b_1", "interest_of_b_2"),
    [("by group", 2.08, 0.42), ("combined", 2.50 + 2.08, 0.0)],
)
def test_subordinated_classes_are_paid_from_their_own_pool_or_from_all(
    tmp_path, option: str, interest_of_b_1: float, interest_of_b_2: float
) -> None:
    """$27.50 are left: IIB-1 takes 27.08 of its own pool, or B-1 its 4.58 first and then 22.92 of its principal."""
    deal = variant("two-pools", tmp_path, {SUPPORT: f"{SUPPORT}\n  subordinated cash: {option}"})
    result = run(tmp_path, CASH, deal=deal)
    assert of(result, "interest", ("B-1", "B-2")) == (interest_of_b_1, interest_of_b_2)
    assert of(result, "principal", ("B-1",)) == ((25,) if option == "by group" else (22.92,))


UNDER = "period,pool,loss,prepayment\n1,II,4000,0\n1,I,0,0\n2,I,0,{}\n2,II,0,0\n"


@pytest.mark.requirement("POOL-09")
@pytest.mark.parametrize("engine", ENGINES)
def test_before_depletion_subordinated_principal_of_others_goes_to_a_group_that_lacks_collateral(
    tmp_path, engine
) -> None:
    """Pool I prepays 2,900: 27/29 to its seniors; the 200 of its components go to IIA-1, which lacks 1,000 of loans."""
    result = run(tmp_path, UNDER.format(2900), engine)
    assert of(result, "principal", (*SENIORS, "B-1", "B-2"), 2) == (2700, 200, 0, 0)
    assert of(result, "balance", (*SENIORS, "B-1", "B-2"), 2) == (24_300, 26_800, 1000, 1000)


@pytest.mark.requirement("POOL-08")
@pytest.mark.parametrize("engine", ENGINES)
def test_interest_that_a_group_does_not_need_pays_what_another_would_carry_forward(tmp_path, engine: str) -> None:
    """In month 2 pool II owes 108.33, IIA-1 112.50: 4.17 are missing; I has 5.00 more than its classes need."""
    result = run(tmp_path, UNDER.format(0), engine)
    assert of(result, "interest", (*SENIORS, "B-1", "B-2", "R"), 2) == (135, 112.5, 5, 5, 0.83)
    assert of(result, "interest_shortfall", SENIORS, 2) == (0, 0)


GONE = "period,pool,loss,prepayment\n1,I,0,0\n1,II,7000,0\n2,I,1800,0\n2,II,0,0\n3,I,{},{}\n3,II,0,0\n"


@pytest.mark.requirement("POOL-04", "POOL-10")
@pytest.mark.parametrize("engine", ENGINES)
def test_after_depletion_losses_of_an_overcollateralized_group_fall_on_the_others(tmp_path, engine: str) -> None:
    """7,000 lost in II end the 6,000 of all classes and take 1,000 of IIA-1; I has 3,000 more loans than classes."""
    result = run(tmp_path, GONE.format(1500, 0), engine)
    assert of(result, "balance", SENIORS, 1) == (27_000, 26_000)
    assert of(result, "balance", SENIORS, 2) == (27_000, 24_200)
    assert of(result, "loss", SENIORS, 3) == (300, 1200)


@pytest.mark.requirement("POOL-10")
@pytest.mark.parametrize("engine", ENGINES)
def test_after_depletion_principal_of_a_group_paid_off_goes_to_the_others(tmp_path, engine: str) -> None:
    """Pool I prepays 29,000 of its 30,000: its seniors need 27,000, IIA-1 takes the rest of what it lacks."""
    events = "period,pool,loss,prepayment\n1,I,0,0\n1,II,7000,0\n2,I,0,29000\n2,II,0,0\n"
    result = run(tmp_path, events, engine)
    assert of(result, "principal", SENIORS, 2) == (27_000, 2000)
    assert of(result, "balance", SENIORS, 2) == (0, 24_000)


@pytest.mark.requirement("POOL-11", "INC-15")
@pytest.mark.parametrize(("events", "shares"), [("1,I,27.50\n", (12.27, 10.23)), ("1,II,27.50\n", (12.27, 10.23))])
@pytest.mark.parametrize("engine", ENGINES)
def test_before_depletion_shortfalls_of_interest_are_shared_by_all_groups(tmp_path, events, shares, engine) -> None:
    """$27.50 of 275 accrued by all classes: a tenth off everyone's interest, whichever pool it came from."""
    result = run(tmp_path, f"period,pool,servicemembers_shortfall\n{events}", engine)
    assert of(result, "interest", SENIORS) == (121.5, 101.25)
    assert of(result, "interest", ("B-1",)) == (4.12,)
    assert of(result, "interest_shortfall", SENIORS) == (0, 0)


@pytest.mark.requirement("POOL-11")
def test_after_depletion_a_shortfall_of_interest_stays_in_its_group(tmp_path) -> None:
    events = "period,pool,loss,servicemembers_shortfall\n1,I,3000,0\n1,II,3000,0\n2,I,0,13.50\n2,II,0,0\n"
    assert of(run(tmp_path, events), "interest", SENIORS, 2) == (121.5, 112.5)


UNDERSUBORDINATION = f"""{SUPPORT}
  undersubordination:
    source: core p. 69
    component balances: {{}}"""


@pytest.mark.requirement("POOL-06")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("balances", ["move with the principal", "unchanged"])
def test_while_subordination_is_low_a_group_without_seniors_pays_those_of_the_others(
    tmp_path, balances: str, engine: str
) -> None:
    """Pool II prepays its seniors' 27,000 and later the 3,000 left, which IA-1 gets while B-1 to B-6 keep theirs."""
    deal = _all_prepayments_to_seniors(tmp_path, {SUPPORT: UNDERSUBORDINATION.format(balances)})
    events = "period,pool,prepayment\n1,I,0\n1,II,27000\n2,I,0\n2,II,2500\n"
    result = run(tmp_path, events, engine, deal=deal)
    assert of(result, "balance", SENIORS, 1) == (27_000, 0)
    assert of(result, "principal", ("IA-1", *B), 2) == (2500, 0, 0, 0, 0, 0, 0)
    assert of(result, "balance", B, 2) == (1000,) * 6
    moved = 2500 if balances == "move with the principal" else 0
    assert of(result, "balance", ("IB-1", "IIB-1"), 2) == (round((3000 + moved) / 6, 2), round((3000 - moved) / 6, 2))


def _all_prepayments_to_seniors(folder: Path, changes: dict[str, str]) -> Deal:
    variant("two-pools", folder, changes)
    path, place = folder / "two-pools.yaml", "      subordinated principal:\n"
    rule = (
        "      unscheduled principal:\n        source: supplement p. 1\n"
        "        percentage of subordinated share:\n          1 and after: 100%\n"
    )
    path.write_text(path.read_text().replace(place, rule + place))
    return seriatim.load(path)


@pytest.mark.requirement("POOL-13", "VAR-17")
def test_without_cross_collateralization_the_groups_do_nothing_for_each_other(tmp_path) -> None:
    """The loss of pool II ends its own classes and then falls on its own seniors; group I does not notice."""
    deal = variant("two-pools", tmp_path, {f"{SUPPORT}\n": ""})
    result = run(tmp_path, "period,pool,loss\n1,II,4000\n", deal=deal)
    assert of(result, "balance", SENIORS) == (27_000, 26_000)
    assert of(result, "balance", I_B) == (500,) * 6
    assert of(result, "balance", II_B) == (0,) * 6


def test_each_pool_may_prepay_at_a_speed_of_its_own() -> None:
    """Each group as if the whole series prepaid at its speed, for the groups do not need each other here."""
    deal = small_deal("two-pools")
    mixed = deal.run(Scenario(cpr=0.06, by_pool={"II": Scenario(cpr=0.2)}))
    slow, fast = deal.run(Scenario(cpr=0.06)), deal.run(Scenario(cpr=0.2))
    assert list(mixed["IA-1"].balance[:24]) == list(slow["IA-1"].balance[:24])
    assert list(mixed["IIA-1"].balance[:24]) == list(fast["IIA-1"].balance[:24])


def test_a_scenario_of_an_unknown_pool_is_refused() -> None:
    with pytest.raises(seriatim.ProblemsError, match="two-pools has no pool 'III'"):
        small_deal("two-pools").run(Scenario(by_pool={"III": Scenario(psa=100)}))
    with pytest.raises(seriatim.ProblemsError, match="give each pool a Scenario of its own"):
        Scenario(by_pool={"I": 100})


INSURED = """    insurance:
      - {{source: supplement p. 1, class: {0}A-1, insurer: Surety, premium: {1}}}
    allocations:
      senior principal:
        source: supplement p. 1
        rules:
          - {0}A-1
"""


def test_one_insurer_may_insure_classes_of_two_groups(tmp_path) -> None:
    """Premiums of 0.12 % and 0.24 % a year on 27,000 each: 2.70 and 5.40 a month to one party."""
    premiums = (("I", "0.12%"), ("II", "0.24%"))
    changes = {_allocations(group): INSURED.format(group, premium) for group, premium in premiums}
    found = run(tmp_path, "period,pool\n1,I\n1,II\n", deal=variant("two-pools", tmp_path, changes))
    assert round(float(found.flows.item("Surety", "received")[0, 0]), 2) == 8.10


def _allocations(group: str) -> str:
    return INSURED.format(group, "")[INSURED.format(group, "").index("    allocations") :]


SUPPORTED = """    credit support:
      - source: supplement p. 1
        name: Guaranty
        kind: guaranty
        amount: 100
        covers: [{cause: ordinary losses}]
"""


def test_a_credit_support_has_a_name_of_its_own_among_all_groups(tmp_path) -> None:
    changes = {_allocations(group): SUPPORTED + _allocations(group) for group in ("I", "II")}
    with pytest.raises(seriatim.ProblemsError, match="credit support 'Guaranty' stands in group I too"):
        variant("two-pools", tmp_path, changes)


def told(run: Run) -> list[tuple[str, str, float]]:
    return [(str(each.date), str(each.defect), round(float(each.amount), 2)) for each in run.warnings]


def test_a_run_tells_when_an_undercollateralized_group_pays_interest_out_of_principal(tmp_path) -> None:
    """Readings C 8: in month 2 pool II brings 108.33 of interest for 112.50; a prepayment of its own makes it up."""
    none = run(tmp_path, UNDER.format(0))
    assert ("2007-01-25", Defect.INTEREST_SUPPORT) not in [(day, defect) for day, defect, _ in told(none)]
    some = run(tmp_path, "period,pool,loss,prepayment\n1,II,4000,0\n1,I,0,0\n2,I,0,0\n2,II,0,500\n")
    assert ("2007-01-25", Defect.INTEREST_SUPPORT, 4.17) in told(some)
    assert of(some, "interest", ("IIA-1",), 2) == (112.5,)


def test_a_run_tells_when_undersubordination_redirects_principal(tmp_path) -> None:
    """Readings C 7: the level has not doubled since closing, so pool II's 2,500 go to the seniors of group I."""
    deal = _all_prepayments_to_seniors(tmp_path, {SUPPORT: UNDERSUBORDINATION.format("unchanged")})
    events = "period,pool,prepayment\n1,I,0\n1,II,27000\n2,I,0\n2,II,2500\n"
    assert ("2007-01-25", Defect.UNDERSUBORDINATION, 2500) in told(run(tmp_path, events, deal=deal))
