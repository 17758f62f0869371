"""Events of several pools: each row says which pool it is about, and what is wrong is told of that pool.

`python -m tests.collateral.test_events_of_pools` pins the problems of the bad files again; review the difference.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.collateral.event_file import read_events
from seriatim.collateral.events import EventHistory
from seriatim.collateral.lines import lines_of
from seriatim.collateral.scenario import Scenario
from seriatim.deal.load import load_deal
from seriatim.projection.model import DealModel, build_model
from seriatim.projection.simulate import simulate
from tests.collateral.pools import POOL_1999_7

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad" / "events_of_pools").glob("*.csv"))
TWO_POOLS = HERE.parent / "compile" / "deals" / "two-pools.yaml"
SECOND = lines_of(
    name=("two",),
    balance=[1_000_000.00],
    gross_rate_annual=[0.06],
    servicing_fee_annual=0.0025,
    original_term_months=360,
    remaining_term_months=[350],
)
POOLS = {"I": POOL_1999_7, "II": SECOND}


def read(path: Path) -> EventHistory:
    return read_events(path, POOLS, first_day=date(1999, 11, 25), months=359)


def problems(path: Path) -> str:
    with pytest.raises(ProblemsError) as caught:
        read(path)
    return str(caught.value).replace(str(path), path.name) + "\n"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file(path: Path) -> None:
    """Each file has its problems, word for word, in the text file of the same name."""
    assert problems(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_bad_files() -> None:
    assert len(BAD) >= 8
    assert {path.stem for path in BAD} == {path.stem for path in BAD[0].parent.glob("*.txt")}


def test_each_pool_has_its_own_rows(tmp_path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("pool,line,period,loss,libor\nII,two,2,7,\n,,1,,5%\nI,,1,3,\nII,,1,,\n,,2,,6%\n", encoding="utf-8")
    first, second = read(file).pools
    assert first.total("loss").tolist() == [0, 3, 0]
    assert second.total("loss").tolist() == [7, 0]
    assert second.line.tolist() == [0, -1]
    assert np.nansum(first.libor) == pytest.approx(0.11)
    assert np.isnan(second.libor).all()


def two_pools() -> DealModel:
    return build_model(load_deal(TWO_POOLS))


def met(text: str, folder: Path) -> str:
    """What a run of the two pools complains about in an event file."""
    file = folder / "events.csv"
    file.write_text(text, encoding="utf-8")
    model = two_pools()
    with pytest.raises(ProblemsError) as caught:
        simulate(model.under(model.read_events(file)), [Scenario()])
    return str(caught.value).replace(str(file), file.name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "pool,period,loss\nI,1,30000\nII,1,30001\n",
            "events.csv:3: line 'II', period 1, scenario 1: losses and liquidation proceeds exceed its balance before"
            " the month, 30,000.00 (smaller events, or a slower scenario)",
        ),
        (
            "pool,line,period,prepayment\nII,II,1,1\nI,I,1,31000\n",
            "events.csv:3: line 'I', period 1, scenario 1: prepayments and repurchases exceed its balance after"
            " scheduled principal, 30,000.00 (smaller events, or a slower scenario)",
        ),
        (
            "pool,period,interest_withheld\nI,1,150\nII,1,126\n",
            "events.csv:3: period 1, scenario 1: interest withheld, reduced or not collected exceed the interest of the"
            " pool, 125.00 (smaller events, or a slower scenario)",
        ),
    ],
)
def test_more_than_the_loans_of_a_pool_have(text, told, tmp_path) -> None:
    assert met(text, tmp_path) == told


def test_events_of_one_pool_are_not_of_the_other(tmp_path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("pool,period,loss\nII,1,1500\n", encoding="utf-8")
    model = two_pools()
    flows = simulate(model.under(model.read_events(file)), [Scenario()])
    assert flows.item("IA-1", "loss")[:, 0].max() == 0
    assert flows.item("B-6", "loss")[0, 0] == pytest.approx(1000)
    assert flows.item("B-5", "loss")[0, 0] == pytest.approx(500)


def test_events_of_a_deal_with_one_pool_do_not_fit(tmp_path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("period,loss\n1,5\n", encoding="utf-8")
    one = read_events(file, {"": SECOND}, first_day=date(2006, 12, 25), months=120)
    with pytest.raises(ValueError, match="are not of the loans of two-pools"):
        two_pools().under(one)


if __name__ == "__main__":
    for each in BAD:
        each.with_suffix(".txt").write_text(problems(each), encoding="utf-8")
