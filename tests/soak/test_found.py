"""What random deals have found, each as a small deal."""

import pytest

import seriatim
from seriatim.collateral.scenario import Scenario
from seriatim.explain.statement import statement
from tests.compile.small import variant
from tests.projection.histories import write_history


def test_a_nas_rule_takes_what_the_rules_before_it_leave(tmp_path) -> None:
    changes = {"      - NAS: [A-3]\n": "      - A-1\n      - NAS: [A-3]\n", "[A-1, A-2]": "[A-2, A-1]"}
    run = variant("nas", tmp_path, changes).run(Scenario(smm=0.01))
    assert min(run[name].principal.min() for name in ("A-1", "A-2", "A-3")) >= 0


def test_a_debt_service_reduction_of_all_lines_falls_on_those_that_amortize(tmp_path) -> None:
    """The discount line pays interest only: its PO strip has no scheduled principal that could be reduced."""
    deal = variant("stripped", tmp_path, AMORTIZING)
    events = write_history([{"period": 1, "debt_service_reduction_principal": 20}], tmp_path / "events.csv")
    assert deal.under(events).run()["PO"].principal[0] >= 0


AMORTIZING = {
    "premium,70000,6%,240,240,239": "premium,70000,6%,240,240,0",
    "subordinated write-down: reimbursed amount": (
        "subordinated write-down: reimbursed amount\n  limits:\n    source: supplement p. 1\n"
        "    limits:\n      - {kind: bankruptcy, amount: 0}"
    ),
}
"""One line amortizes; the bankruptcy limit is used up, so that reductions are not ignored."""


def test_a_steep_inverse_class_may_begin_above_a_hundred_percent(tmp_path) -> None:
    formula = {"formula: 7.5% - LIBOR, minimum: 0%, maximum: 7.5%": "formula: 105% - 14 x LIBOR"}
    assert variant("libor", tmp_path, formula)


def test_a_schedule_whose_derivation_offers_it_nothing_is_told_as_a_problem(tmp_path) -> None:
    with pytest.raises(seriatim.ProblemsError):
        variant("accrual", tmp_path, {"directed to: [A-2, A-3]": TO_A_SCHEDULE, "structuring assum": DERIVED})


TO_A_SCHEDULE = "directed to: [{to: A-2, until: planned balance}, A-3]"
DERIVED = """schedules:
  - name: planned balance
    source: supplement p. 1
    classes: [A-2]
    derivation:
      source: supplement p. 1
      method: lesser payment
      speeds: [100%, 300%]
      not accruing: [A-1]

structuring assum"""


def test_a_statement_counts_what_a_component_is_paid_once() -> None:
    model = seriatim.load("example-two-pools").model
    assert statement(model, Scenario(psa=200), 14).check() == ()
