"""Small money is money: a guaranty of $900 or of 25 cents in a deal, and what `explain` says of it."""

from decimal import Decimal
from pathlib import Path

import pytest

from seriatim.collateral.scenario import Scenario
from seriatim.explain.explain import Question, explain_in
from seriatim.explain.record import explanation_record
from seriatim.explain.text import explanation_text
from seriatim.explain.traced_run import TracedRun, traced_run
from seriatim.explain.tree import Explanation
from seriatim.plan.accounts import Unit
from tests.compile.small import variant
from tests.projection.histories import Row, write_history


def traced(folder: Path, row: Row, *, amount: str, fraud: str) -> TracedRun:
    """The first month of a deal with a guaranty of that much, of which fraud losses have so much."""
    changes = {"percent of pool: 2%": f"amount: {amount}", "amount: 1000": f"amount: {fraud}"}
    model = variant("credit-support", folder, changes).model
    under = model.under(model.read_events(write_history([{"period": 1, **row}], folder / "events.csv")))
    return traced_run(under, Scenario(psa=0), 1)


def draw(traced: TracedRun) -> Explanation:
    """Why the guaranty pays what it pays."""
    answer = explain_in(traced, Question("Guaranty", 1, "draw", whole=True))
    assert answer.check() == ()
    return answer


@pytest.mark.parametrize(("amount", "printed"), [("900", "900.00"), ("0.25", "0.25")])
def test_the_amount_of_a_guaranty_is_money_however_small(tmp_path: Path, amount: str, printed: str) -> None:
    """$900 is not the number 900, nor are 25 cents 25 %."""
    told = draw(traced(tmp_path, {"loss": 5000, "fraud_loss": 40}, amount=amount, fraud=amount))
    text = explanation_text(told)
    assert f"{printed}  draw on Guaranty on 2006-12-25" in text
    assert f"and {printed} (Guaranty initial amount)" in text
    assert f"+ {printed}  Guaranty initial amount\n" in text
    assert "%" not in text
    units = {node.unit for node in told.root.walk() if node.name == "Guaranty initial amount"}
    assert units == {Unit.MONEY}
    assert explanation_record(told)["tree"]["unit"] == "money"  # type: ignore[index]


def test_a_limit_of_25_cents_is_money(tmp_path: Path) -> None:
    """Fraud losses have 25 cents of the $900: of $40 lost otherwise and $40 by fraud the guaranty pays 40.25."""
    told = draw(traced(tmp_path, {"loss": 40, "fraud_loss": 40}, amount="900", fraud="0.25"))
    assert round(told.amount, 9) == Decimal("40.25")
    text = " ".join(explanation_text(told).replace("│", "").split())
    assert "860.00 (Guaranty initial amount less draw on Guaranty for ordinary losses) and 0.25 by:" in text
    assert "25%" not in text
    quarters = [node for node in told.root.walk() if node.amount == Decimal("0.25")]
    assert {node.unit for node in quarters} == {Unit.MONEY}
