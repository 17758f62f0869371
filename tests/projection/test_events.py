"""Courses of events through whole deals: worked examples of the documents, and what holds in any weather."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import seriatim
from seriatim import Deal, ProblemsError, Scenario
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate
from tests.compile.small import small_deal, variant
from tests.projection.histories import Row, events_of, histories, random_history, write_history
from tests.projection.scenarios import DEALS, describe, model_of, random_scenarios, scenarios
from tests.projection.test_engines_agree import TOLERANCE, scales
from tests.projection.weather import EVERYWHERE, weather

NOTHING = Scenario()
CALLS = ("never", "first", date(2012, 6, 25))


def quiet_months(*rows: Mapping[str, object]) -> list[Row]:
    """Rows for some periods, with rows of nothing for the months between them."""
    given = {row["period"] for row in rows}
    between = [{"period": period} for period in range(min(given), max(given)) if period not in given]
    return [dict(row) for row in [*rows, *between]]


class Outcomes:
    """A small deal in a course of events, in both engines: amounts in cents by class, nothing where there is none."""

    def __init__(self, deal: Deal, folder: Path, *rows: Mapping[str, object], scenario: Scenario = NOTHING) -> None:
        self.deal = deal
        path = write_history(quiet_months(*rows), folder / "events.csv")
        self.runs = [deal.under(path).run(scenario, engine=engine) for engine in ("lanes", "exact")]

    def __call__(self, item: str, period: int) -> dict[str, float]:
        lanes, exact = (self._of(run, item, period) for run in self.runs)
        assert lanes == exact
        return lanes

    def _of(self, run: seriatim.Run, item: str, period: int) -> dict[str, float]:
        values = {name: round(float(run.flows.item(name, item)[period - 1, 0]), 2) for name in self.deal.classes}
        return {name: value for name, value in values.items() if value}


@pytest.fixture
def happen(tmp_path):
    return lambda deal, *rows, scenario=NOTHING: Outcomes(deal, tmp_path, *rows, scenario=scenario)


@pytest.mark.requirement("T-031", "DIST-15", "ALLOC-21")
def test_a_prepayment_without_interest_costs_a_month_of_it(happen) -> None:
    """T-031: $1,000 prepaid on January 10 is paid in February; January's interest on it is missing, once."""
    told = happen(small_deal("interest"), {"period": 3, "prepayment": 1000, "prepayment_interest": 0})
    assert told("principal", 3) == {"A": 1000}
    assert told("interest", 3) == {"A": 5100 - 5}
    assert told("interest_shortfall", 3) == {}
    assert told("interest", 4) == {"A": 1_019_000 * 0.06 / 12}


@pytest.mark.requirement("DIST-15")
def test_what_is_collected_with_it_is_not_missing(happen) -> None:
    told = happen(small_deal("interest"), {"period": 3, "prepayment": 1000, "prepayment_interest": 3.5})
    assert told("interest", 3) == {"A": 5100 - 1.5}
    assert happen(small_deal("interest"), {"period": 3, "prepayment": 1000})("interest", 3) == {"A": 5100}
    assert happen(small_deal("interest"), {"period": 3, "repurchase": 1000})("interest", 3) == {"A": 5100}


@pytest.mark.requirement("DIST-15", "ALLOC-21", "VAR-04")
def test_half_the_servicing_fee_makes_up_for_it(happen) -> None:
    """Half of 208.33 covers the 100 on 20,000; of the 150 on 30,000 the classes bear 45.83 by accrued interest."""
    row = {"period": 1, "prepayment": 20_000, "prepayment_interest": 0}
    assert happen(small_deal("weather"), row)("interest", 1) == {"A": 4500, "B-1": 300, "B-2": 200}
    told = happen(small_deal("weather"), row | {"prepayment": 30_000})
    uncovered = 150 - 1_000_000 * 0.0025 / 12 / 2
    assert told("interest", 1) == {
        "A": round(4500 - 0.9 * uncovered, 2),
        "B-1": round(300 - 0.06 * uncovered, 2),
        "B-2": round(200 - 0.04 * uncovered, 2),
    }
    assert told("interest_shortfall", 1) == {}


@pytest.mark.requirement("T-035", "LOSS-02")
def test_a_liquidation_pays_accrued_interest_before_principal(happen) -> None:
    """T-035: 80,000 and five months' interest of 2,000 to October 31; 70,000 come in: 12,000 are lost in November."""
    missed = [{"period": period, "line": "first", "interest_withheld": 400} for period in range(8, 12)]
    sold = {"period": 12, "line": "first", "loss": 12_000, "liquidation_proceeds": 68_000, "late_interest": 1600}
    told = happen(small_deal("weather"), *missed, sold)
    assert told("interest_shortfall", 11) == {"B-1": 800, "B-2": 800}
    assert sum(told("principal", 12).values()) == 68_000
    assert told("interest", 12) == {"A": 4500, "B-1": 300 + 800, "B-2": 200 + 800}
    assert told("loss", 12) == {"B-2": 12_000}
    assert sum(told("balance", 12).values()) == 920_000


@pytest.mark.requirement("T-033", "LOSS-05")
def test_the_most_junior_class_bears_a_subordinated_loss(happen, tmp_path) -> None:
    """T-033: of $1,500, B-6 and B-5 with $1,000 each are left with 0 and 500."""
    told = happen(six_classes(tmp_path), {"period": 1, "line": "pool", "loss": 1500})
    assert told("loss", 1) == {"B-5": 500, "B-6": 1000}


@pytest.mark.requirement("T-034", "LOSS-06", "LOSS-10")
def test_all_classes_share_a_bankruptcy_loss_beyond_its_limit(happen, tmp_path) -> None:
    """T-034: the same loss, the limit used up: in proportion to balances."""
    used = {"period": 1, "bankruptcy_loss": 250}
    told = happen(six_classes(tmp_path), used, {"period": 2, "bankruptcy_loss": 1500})
    assert told("loss", 1) == {"B-6": 250}
    before = told("balance", 1)
    shares = {name: round(1500 * balance / sum(before.values()), 2) for name, balance in before.items()}
    assert told("loss", 2) == shares


@pytest.mark.requirement("LOSS-06", "LOSS-07")
def test_a_loss_that_crosses_its_limit_is_split(happen, tmp_path) -> None:
    told = happen(six_classes(tmp_path), {"period": 1, "bankruptcy_loss": 556})
    shared = 306 / 306_000
    assert told("loss", 1) == {"A": 300_000 * shared, **{f"B-{n}": 1 for n in range(1, 6)}, "B-6": 251}


def six_classes(folder: Path) -> Deal:
    changes = {
        "B-6, balance: 2000": "B-6, balance: 1000",
        "307,000": "306,000",
        "pool,307000": "pool,306000",
        "structuring assumptions:": "losses:\n  source: supplement p. 1\n  limits:\n    source: supplement p. 1\n"
        "    limits:\n      - {kind: bankruptcy, amount: 250}\n\nstructuring assumptions:",
    }
    return variant("impaired", folder, changes)


@pytest.mark.requirement("LOSS-04", "LOSS-06")
def test_extraordinary_losses_are_never_covered(happen) -> None:
    told = happen(small_deal("weather"), {"period": 1, "extraordinary_loss": 1000, "extraordinary_interest_loss": 10})
    assert told("loss", 1) == {"A": 900, "B-1": 60, "B-2": 40}
    assert told("interest", 1) == {"A": 4500 - 9, "B-1": 300 - 0.6, "B-2": 200 - 0.4}


@pytest.mark.requirement("T-036", "LOSS-16", "VAR-11", "INC-05")
@pytest.mark.parametrize(
    ("written_up", "raised"),
    [("unreimbursed losses", {"B-1": -300, "B-2": -400}), ("whole amount", {"B-1": -500, "B-2": -400})],
)
def test_a_recovery_reimburses_seniors_and_raises_juniors(happen, tmp_path, written_up, raised) -> None:
    """T-036: 100 to the seniors; 900 as principal; the juniors raised by the 700 they lost, or by 900."""
    changes = {
        "A, balance: 900000": "A, balance: 125000",
        "B-1, balance: 60000": "B-1, balance: 375000",
        "B-2, balance: 40000": "B-2, balance: 500000",
        "written up: unreimbursed losses": f"written up: {written_up}",
    }
    deal = variant("weather", tmp_path, changes)
    told = happen(deal, {"period": 1, "extraordinary_loss": 800}, {"period": 2, "recovery": 1000})
    assert told("loss", 1) == {"A": 100, "B-1": 300, "B-2": 400}
    assert told("loss", 2) == {"A": -100} | raised
    assert told("principal", 2) == {"A": 100 + 900 * 0.125, "B-1": 900 * 0.375, "B-2": 900 * 0.5}
    before, after = told("balance", 1), told("balance", 2)
    assert {name: round(after[name] - before[name], 2) for name in after} == {
        "A": -900 * 0.125,
        **{name: -amount - 900 * part for (name, amount), part in zip(raised.items(), (0.375, 0.5), strict=True)},
    }


def two_hundred_millions(folder: Path, limit: str) -> Deal:
    changes = {
        "A, balance: 900000": "A, balance: 180000000",
        "B-1, balance: 60000": "B-1, balance: 12000000",
        "B-2, balance: 40000": "B-2, balance: 8000000",
        "first,80000": "first,16000000",
        "others,920000": "others,184000000",
        "balance: 1,000,000": "balance: 200,000,000",
        "      - kind: bankruptcy\n        amount: 1000\n": limit,
    }
    return variant("weather", folder, changes)


@pytest.mark.requirement("T-117", "LOSS-08", "VAR-09")
def test_the_special_hazard_limit_shrinks_on_an_anniversary(happen, tmp_path) -> None:
    """T-117: 2,588,914 become 2,000,000, the greater of 1 % of 200 million and twice the largest loan of 900,000."""
    limit = """
      - kind: special hazard
        amount: 2,588,914
        anniversaries: {percent of pool: 1%, times largest loan: 2, largest loan: 900000}
"""
    deal = two_hundred_millions(tmp_path, limit)
    loss = 2_588_914
    assert happen(deal, {"period": 11, "special_hazard_loss": loss})("loss", 11) == {"B-2": loss}
    told = happen(deal, {"period": 12, "special_hazard_loss": loss})
    adjustment = 588_914
    assert told("loss", 12)["A"] == pytest.approx(0.9 * adjustment, abs=0.01)
    assert sum(told("loss", 12).values()) == loss


@pytest.mark.requirement("T-118", "LOSS-09", "VAR-09")
def test_the_fraud_limit_shrinks_and_ends(happen, tmp_path) -> None:
    """T-118: 2,489,504 to the second anniversary, then 0.5 % of 200 million; nothing after the fifth."""
    limit = """
      - kind: fraud
        amount: 2,489,504
        anniversaries: {first: 2, last: 5, percent of pool: 0.5%, afterwards zero: true}
"""
    deal = two_hundred_millions(tmp_path, limit)
    loss = 2_489_504
    for period, covered in ((12, loss), (23, loss), (24, 1_000_000), (59, 1_000_000), (60, 0)):
        told = happen(deal, {"period": period, "fraud_loss": loss})
        assert told("loss", period).get("A", 0) == pytest.approx(0.9 * (loss - covered), abs=0.01)
    told = happen(deal, {"period": 24, "fraud_loss": 600_000}, {"period": 25, "fraud_loss": 600_000})
    assert told("loss", 24).get("A", 0) == 0
    assert told("loss", 25)["A"] > 0.9 * 199_000


@pytest.mark.requirement("ALLOC-22", "LOSS-11", "LOSS-13")
def test_a_debt_service_reduction_is_ignored_while_the_limit_lasts(happen) -> None:
    """The juniors are written down for the cash it costs; it uses the limit up, and then allocations fall instead."""
    period = 240
    reduced = {"period": period, "debt_service_reduction_principal": 1000}
    told = happen(small_deal("weather"), reduced)
    assert told("principal", period) == {"A": 900_000, "B-1": 60_000, "B-2": 39_000}
    assert told("loss", period) == {"B-2": 1000}
    told = happen(small_deal("weather"), {"period": period - 1, "bankruptcy_loss": 1000}, reduced)
    everyone = sum(told("balance", period - 1).values())
    assert told("principal", period)["A"] == pytest.approx(900_000 * (1 - 1000 / everyone), abs=0.01)
    assert sum(told("loss", period).values()) == 1000
    assert told("balance", period) == {}


@pytest.mark.requirement("DIST-20")
def test_what_is_withheld_comes_late(happen) -> None:
    """Principal withheld is written off the most junior class; late, it goes to the residual without a rule for it."""
    rows = {"period": 5, "interest_withheld": 700}, {"period": 6, "late_interest": 700}
    told = happen(small_deal("weather"), *rows)
    assert told("interest", 5) == {"A": 4300}
    assert told("interest_shortfall", 5) == {"A": 200, "B-1": 300, "B-2": 200}
    assert told("interest", 6) == {"A": 4700, "B-1": 600, "B-2": 400}


def test_a_months_libor_replaces_the_scenarios(happen) -> None:
    told = happen(small_deal("libor"), {"period": 2, "libor": "4%"}, scenario=Scenario(libor=0.06))
    assert [told("interest", period)["A-2"] for period in (1, 2, 3)] == [1250, 2916.67, 1250]


@pytest.mark.requirement("ALLOC-04", "ALLOC-07")
def test_serious_delinquencies_hold_a_step_down_back(happen) -> None:
    """In the sixth year the seniors' percentage steps down, unless 2 % of the pool has been 60 days late."""
    rows = [{"period": period, "delinquent_90": 2_500_000} for period in range(56, 62)]
    speed = Scenario(smm=(*[0.0] * 60, 0.01, 0.0))
    assert happen(small_deal("step-down"), *rows, scenario=speed)("principal", 61) == {"A": 1_000_000}
    mild = [row | {"delinquent_30": row["delinquent_90"], "delinquent_90": 0} for row in rows]
    assert happen(small_deal("step-down"), *mild, scenario=speed)("principal", 61) == {"A": 970_000, "B": 30_000}


def test_events_come_on_top_of_the_speeds(happen) -> None:
    """The speed applies to what scheduled principal and the event leave."""
    told = happen(small_deal("weather"), {"period": 1, "prepayment": 100_000}, scenario=Scenario(smm=0.01))
    assert sum(told("principal", 1).values()) == 100_000 + 9000


@pytest.mark.requirement("CALL-01", "CALL-04")
def test_the_call_pays_every_class_and_ends_the_deal(happen) -> None:
    """When less than a tenth is left; without the loans nothing happens any more."""
    row = {"period": 3, "repurchase": 905_000}
    told = happen(small_deal("weather"), row, scenario=Scenario(call="first"))
    assert told("principal", 4) == {"A": 85_500, "B-1": 5700, "B-2": 3800}
    assert told("interest", 4) == {"A": 427.5, "B-1": 28.5, "B-2": 19}
    for item in ("interest", "principal", "balance"):
        assert told(item, 5) == {}
    later = happen(small_deal("weather"), row, scenario=Scenario(call=date(2007, 5, 26)))
    assert later("principal", 6) == {}
    assert later("principal", 7) == {"A": 85_500, "B-1": 5700, "B-2": 3800}


def test_a_call_without_the_right_is_refused() -> None:
    with pytest.raises(ProblemsError) as caught:
        small_deal("interest").run(Scenario(call="first"))
    assert str(caught.value) == "interest has no clean-up call (state it in the deal file, or leave out the call)"


def test_events_of_other_loans_are_refused(tmp_path) -> None:
    events = small_deal("weather").events(write_history([{"period": 1, "loss": 1}], tmp_path / "events.csv"))
    with pytest.raises(ValueError, match=r"events\.csv are not of the loans of interest"):
        small_deal("interest").under(events).run()


TOO_MUCH = {
    "loss": ({"loss": 80_001}, "losses and liquidation proceeds exceed its balance before the month, 80,000.00"),
    "prepayment": (
        {"loss": 1000, "prepayment": 79_001},
        "prepayments and repurchases exceed its balance after scheduled principal, 79,000.00",
    ),
    "principal": ({"principal_withheld": 1}, "principal withheld or reduced exceed its scheduled principal, 0.00"),
    "interest": (
        {"interest_withheld": 401},
        "interest withheld, reduced or not collected exceed its interest due, 400.00",
    ),
    "late": ({"delinquent_30": 80_001}, "delinquent balances exceed its balance before the month, 80,000.00"),
    "of the pool": (
        {"line": "", "interest_withheld": 4000, "servicemembers_shortfall": 1001},
        "interest withheld, reduced or not collected exceed the interest of the pool, 5,000.00",
    ),
    "cash": ({"line": "", "interest_loss": 5001}, "interest lost exceed the cash of the month, 5,000.00"),
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_events_that_cannot_be(case: str, tmp_path) -> None:
    """Nothing is run; the record, the month and the scenario are named."""
    row, text = TOO_MUCH[case]
    path = write_history([{"period": 1}, {"period": 2, "line": "first", **row}], tmp_path / "events.csv")
    with pytest.raises(ProblemsError) as caught:
        small_deal("weather").under(path).run()
    where = "" if row.get("line") == "" else "line 'first', "
    assert str(caught.value) == f"{path}:3: {where}period 2, scenario 1: {text} (smaller events, or a slower scenario)"


def test_each_impossible_event_is_told_once(tmp_path) -> None:
    path = write_history([{"period": 40, "line": "others", "loss": 900_000}], tmp_path / "events.csv")
    speeds = [Scenario(smm=smm) for smm in (0.0, 0.0001, 0.01, 0.02)]
    for many in (speeds, [NOTHING] * 70 + speeds):
        with pytest.raises(ProblemsError) as caught:
            small_deal("weather").under(path).run_many(many)
        assert [problem.reason.split(":")[0] for problem in caught.value.problems] == [
            f"line 'others', period 40, scenario {len(many) - 1}"
        ]


@pytest.mark.parametrize("deal", DEALS)
def test_months_of_nothing_change_nothing(deal: str, tmp_path) -> None:
    model = model_of(deal)
    events = events_of(model, [{"period": period} for period in range(1, 60)], tmp_path / "events.csv")
    chosen = random_scenarios(40, seed=5)
    plain, with_events = simulate(model, chosen), simulate(model.under(events), chosen)
    assert np.max(np.abs(plain.values - with_events.values) / scales(model)[:, None, None]) < TOLERANCE


@pytest.mark.parametrize("deal", DEALS)
def test_a_call_that_is_never_used_changes_nothing(deal: str) -> None:
    model = model_of(deal)
    plain = simulate(model, [Scenario(psa=300)])
    mixed = simulate(
        model, [Scenario(psa=300), Scenario(psa=300, call="first"), Scenario(psa=300, call=date(2090, 1, 1))]
    )
    for place in (0, 2):
        assert np.max(np.abs(plain.values[:, :, 0] - mixed.values[:, :, place])) < 1e-6


def hold_all(model: DealModel, rows: Sequence[Row], scenario: Scenario, folder: Path) -> None:
    """Every law, unless the events take more than the loans have."""
    events = events_of(model, rows, folder / "events.csv")
    try:
        run = weather(model.under(events), (scenario,))
    except ProblemsError:
        assume(False)
    for law in EVERYWHERE:
        law(run)


def called(scenario: Scenario, call: object) -> Scenario:
    return replace(scenario, call=call)


@pytest.mark.requirement("DIST-07", "LOSS-14", "LOSS-20")
@pytest.mark.parametrize("deal", DEALS)
@settings(max_examples=40)
@given(choices=st.data(), scenario=scenarios(), call=st.sampled_from(CALLS))
def test_laws_hold_in_any_weather(deal: str, choices, scenario: Scenario, call, tmp_path_factory) -> None:
    rows = choices.draw(histories(model_of(deal).pools[0].lines), label="events")
    hold_all(model_of(deal), rows, called(scenario, call), tmp_path_factory.getbasetemp())


@pytest.mark.soak
@pytest.mark.parametrize("deal", DEALS)
@settings(max_examples=1500)
@given(choices=st.data(), scenario=scenarios(), call=st.sampled_from(CALLS))
def test_laws_hold_in_thousands_of_courses(deal: str, choices, scenario: Scenario, call, tmp_path_factory) -> None:
    rows = choices.draw(histories(model_of(deal).pools[0].lines), label="events")
    hold_all(model_of(deal), rows, called(scenario, call), tmp_path_factory.getbasetemp())


@pytest.mark.requirement("DIST-07", "LOSS-14", "LOSS-20")
@pytest.mark.parametrize("deal", DEALS)
def test_laws_hold_in_seeded_histories(deal: str, tmp_path) -> None:
    """Denser than hypothesis draws them; enough of them must be possible."""
    model, possible = model_of(deal), 0
    for seed in range(25):
        events = events_of(model, random_history(model.pools[0].lines, seed=seed), tmp_path / "events.csv")
        for place, scenario in enumerate(random_scenarios(2, seed=seed)):
            try:
                run = weather(model.under(events), (called(scenario, CALLS[(seed + place) % 3]),))
            except ProblemsError:
                continue
            possible += 1
            for law in EVERYWHERE:
                law(run)
    assert possible >= 25


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("deal", DEALS)
def test_the_engines_agree_in_any_weather(deal: str, seed: int, tmp_path) -> None:
    """Both engines pay the same, to a millionth of the class balance; the exact one keeps the laws too."""
    model = model_of(deal)
    events = events_of(model, random_history(model.pools[0].lines, seed=seed), tmp_path / "events.csv")
    scenario = called(Scenario(psa=150 * seed, libor=0.05, sda=200, severity=0.6), CALLS[seed % 3])
    lanes, exact = (weather(model.under(events), (scenario,), engine=engine) for engine in ("lanes", "exact"))
    apart = np.abs(lanes.flows.values - exact.flows.values)[:, :, 0] / scales(model)[:, None]
    output, month = np.unravel_index(np.argmax(apart), apart.shape)
    assert apart.max() <= TOLERANCE, f"{lanes.flows.accounts[output]}, distribution {month + 1}\n{describe(scenario)}"
    for law in EVERYWHERE:
        law(exact)
