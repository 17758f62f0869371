"""Credit support other than subordination: draws, reimbursements, and what is available (1994 core pp. 8-12).

The pool is $1,000,000 at 6 % net, interest only: $5,000 a month, of which A is due 4,500, B-1 300, B-2 200.
"""

import pytest

from tests.compile.small import losing, small_deal, variant
from tests.compile.supported import Course, support, supported

INTEREST = {"A": 4500, "B-1": 300, "B-2": 200}
POLICY = support("Policy", "pool insurance policy", "ordinary losses", amount="20,000")


@pytest.fixture
def guaranteed(tmp_path):
    """The deal as its file has it: a guaranty of 2 %, $20,000."""
    return lambda *rows: Course(small_deal("credit-support"), tmp_path, *rows)


@pytest.mark.requirement("CS-03", "CS-04", "CS-01", "DIST-25")
def test_delinquent_payments_are_drawn_and_paid_back_when_they_come(guaranteed) -> None:
    """CS-04: $400 of a borrower are missing, and come a month late."""
    course = guaranteed(
        {"period": 1, "line": "first", "interest_withheld": 400}, {"period": 2, "line": "first", "late_interest": 400}
    )
    assert course.all("interest", 1) == course.all("interest", 2) == INTEREST
    assert course.told("Guaranty", 1) == {"draw": 400, "available": 19_600}
    assert course.told("Guaranty", 2) == {"reimbursement": 400, "available": 20_000}


@pytest.mark.requirement("CS-01", "CS-03")
def test_a_covered_loss_is_principal_and_no_loss(guaranteed) -> None:
    """$12,000 and $300 of interest: paid as unscheduled principal, by balances."""
    course = guaranteed({"period": 1, "loss": 12_000, "interest_loss": 300})
    assert course.all("principal", 1) == {"A": 10_800, "B-1": 720, "B-2": 480}
    assert course.all("interest", 1) == INTEREST
    assert course.all("loss", 1) == {}
    assert course.told("Guaranty", 1) == {"draw": 12_300, "available": 7700}


@pytest.mark.requirement("CS-02", "CS-07", "DIST-25")
def test_holders_bear_what_an_exhausted_support_does_not(guaranteed) -> None:
    """CS-07: of $30,000 the guaranty has 20,000; the rest is B-2's, and so is all that follows."""
    course = guaranteed({"period": 1, "loss": 30_000}, {"period": 2, "loss": 1000, "interest_withheld": 100})
    assert course.all("principal", 1) == {"A": 18_000, "B-1": 1200, "B-2": 800}
    assert course.all("loss", 1) == {"B-2": 10_000}
    assert course.told("Guaranty", 1) == {"draw": 20_000}
    assert course.all("loss", 2) == {"B-2": 1000}
    assert course.told("Guaranty", 2) == {}
    assert course.all("interest_shortfall", 2) == {"B-2": 100}


@pytest.mark.requirement("CS-07")
def test_a_loss_beyond_the_amount_is_split_in_one_proportion(guaranteed) -> None:
    """20,000 of 24,000 and 1,000 of interest are 80 %: principal 19,200, and 4,800 are lost.

    $200 of interest are missing, so that B-2 is paid 200 less of its principal, which is written off too.
    """
    course = guaranteed({"period": 1, "loss": 24_000, "interest_loss": 1000})
    assert course.all("principal", 1) == {"A": 17_280, "B-1": 1152, "B-2": 568}
    assert course.all("loss", 1) == {"B-2": 5000}


@pytest.mark.requirement("CS-02", "CS-06")
def test_a_cause_with_a_limit_of_its_own(guaranteed) -> None:
    """CS-02: frauds up to $1,000; $500 that are recovered may be drawn again."""
    course = guaranteed(
        {"period": 1, "fraud_loss": 3000}, {"period": 2, "recovery": 500}, {"period": 3, "fraud_loss": 3000}
    )
    assert course.told("Guaranty", 1) == {"draw": 1000, "available": 19_000}
    assert course.all("loss", 1) == {"B-2": 2000}
    assert course.told("Guaranty", 2) == {"reimbursement": 500, "available": 19_500}
    assert course.all("principal", 2) == {}
    assert course.told("Guaranty", 3) == {"draw": 500, "available": 19_000}


def test_a_cause_that_is_not_covered(guaranteed) -> None:
    course = guaranteed({"period": 1, "special_hazard_loss": 3000})
    assert course.told("Guaranty", 1) == {"available": 20_000}
    assert course.all("loss", 1) == {"B-2": 3000}


@pytest.mark.requirement("CS-12", "CS-04")
def test_prepayment_interest_is_repaid_from_servicing_compensation(guaranteed) -> None:
    """CS-12: of $150 half the fee covers 104.17; the guaranty pays 45.83, and has it back from the next fee."""
    course = guaranteed({"period": 1, "prepayment": 30_000, "prepayment_interest": 0})
    assert course.all("interest", 1) == INTEREST
    assert course.told("Guaranty", 1) == {"draw": 45.83, "available": 19_954.17}
    assert course.told("Guaranty", 2) == {"from_servicer": 45.83, "available": 20_000}


def test_defaults_of_a_speed_are_losses_too() -> None:
    """Without any events: 1 % of the loans defaults and is lost."""
    deal = small_deal("credit-support")
    flows = deal.run(losing(0.03)).flows
    assert flows.item("Guaranty", "draw")[0, 0] == pytest.approx(20_000)
    assert flows.item("B-2", "loss")[0, 0] == pytest.approx(10_000)
    assert flows.item("A", "principal")[0, 0] == pytest.approx(18_000)


@pytest.mark.requirement("CS-04", "DIST-25")
def test_interest_that_is_not_advanced_is_a_delinquency() -> None:
    """3 % of the loans default and pay nothing for twelve months: $150 a month."""
    from tests.compile.test_distribution import short_of

    flows = small_deal("credit-support").run(short_of(0.03)).flows
    assert flows.item("Guaranty", "draw")[:2, 0] == pytest.approx([150, 150])
    assert flows.item("A", "interest")[0, 0] == pytest.approx(4500)
    assert flows.item("B-2", "interest")[0, 0] == pytest.approx(200)


@pytest.mark.requirement("CS-01", "CS-03", "CS-10")
def test_supports_are_drawn_on_in_their_order(tmp_path) -> None:
    first = support("Letter", "letter of credit", "ordinary losses", amount="5,000")
    course = Course(supported(tmp_path, first, POLICY), tmp_path, {"period": 1, "loss": 12_000})
    assert course.told("Letter", 1) == {"draw": 5000}
    assert course.told("Policy", 1) == {"draw": 7000, "available": 13_000}
    assert course.all("loss", 1) == {}


@pytest.mark.requirement("CS-06")
def test_recoveries_repay_supports_in_their_order(tmp_path) -> None:
    first = support("Letter", "letter of credit", "ordinary losses", amount="5,000")
    rows = {"period": 1, "loss": 12_000}, {"period": 2, "recovery": 6000}
    course = Course(supported(tmp_path, first, POLICY), tmp_path, *rows)
    assert course.told("Letter", 2) == {"reimbursement": 5000, "available": 5000}
    assert course.told("Policy", 2) == {"reimbursement": 1000, "available": 14_000}
    assert course.all("principal", 2) == {}


@pytest.mark.requirement("CS-02")
def test_an_amount_that_is_reduced_on_schedule(tmp_path) -> None:
    """20,000 for two months, then 5,000, less payments, plus reimbursements: 12,000 paid, 9,000 of them back."""
    steps = "{1-2: 100%, 3 and after: 25%}"
    letter = support("Letter", "letter of credit", "ordinary losses", amount="20,000", reductions=steps)
    rows = {"period": 1, "loss": 12_000}, {"period": 4, "recovery": 9000}
    course = Course(supported(tmp_path, letter), tmp_path, *rows)
    assert course.of("Letter", "available", 1, 2, 3, 4, 5) == [8000, 8000, 0, 2000, 2000]


@pytest.mark.requirement("CS-02", "CS-10", "CS-01")
def test_an_amount_that_shrinks_on_anniversaries(tmp_path) -> None:
    """1 % of the pool on the first anniversary of the cut-off date, which precedes distribution day 12."""
    cap = "{first: 1, percent of pool: 1%}"
    policy = support("Policy", "special hazard policy", "special hazard losses", amount="20,000", anniversaries=cap)
    course = Course(supported(tmp_path, policy), tmp_path, {"period": 12, "special_hazard_loss": 12_000})
    assert course.of("Policy", "available", 1, 11, 12) == [20_000, 20_000, 0]
    assert course.told("Policy", 12) == {"draw": 10_000}
    assert course.all("loss", 12) == {"B-2": 2000}


@pytest.mark.requirement("CS-06")
def test_a_support_that_pays_a_claim_whole_or_not_at_all(tmp_path) -> None:
    """1994 Appendix A: nothing is paid where what remains is less than the price."""
    whole = support("Guaranty", "guaranty", "ordinary losses", amount="20,000", if_too_little_is_left="pays nothing")
    course = Course(supported(tmp_path, whole), tmp_path, {"period": 1, "loss": 20_001}, {"period": 2, "loss": 20_000})
    assert course.told("Guaranty", 1) == {"available": 20_000}
    assert course.all("loss", 1) == {"B-2": 20_001}
    assert course.told("Guaranty", 2) == {"draw": 20_000}


def test_reimbursements_that_restore_nothing(tmp_path) -> None:
    policy = POLICY.replace("    covers", "    reimbursements: do not restore it\n    covers")
    rows = {"period": 1, "loss": 12_000}, {"period": 2, "recovery": 5000}
    course = Course(supported(tmp_path, policy), tmp_path, *rows)
    assert course.told("Policy", 2) == {"reimbursement": 5000, "available": 8000}


@pytest.mark.requirement("CS-06")
@pytest.mark.parametrize(
    ("rule", "kept", "principal"),
    [("kept by its issuer", {"excess": 2000}, {}), ("to the classes", {}, {"A": 1800, "B-1": 120, "B-2": 80})],
)
def test_what_is_recovered_above_all_losses(rule: str, kept: dict, principal: dict, tmp_path) -> None:
    """CS-06: 10,000 paid, 12,000 recovered; the amount is restored by 10,000, whoever has the rest."""
    policy = POLICY.replace("    covers", f"    excess recoveries: {rule}\n    covers")
    rows = {"period": 1, "loss": 10_000}, {"period": 2, "recovery": 12_000}
    whole = {"written up: unreimbursed losses": "written up: whole amount"}
    course = Course(supported(tmp_path, policy, changes=whole), tmp_path, *rows)
    assert course.told("Policy", 2) == {"reimbursement": 10_000, "available": 20_000, **kept}
    assert course.all("principal", 2) == principal


@pytest.mark.requirement("CS-06", "CS-07")
def test_recoveries_of_what_the_classes_lost_are_no_excess(tmp_path) -> None:
    """Of a loss of 30,000 they bore 10,000; 32,000 come back: 20,000 to the policy, 10,000 to them, 2,000 above."""
    policy = POLICY.replace("    covers", "    excess recoveries: kept by the servicer\n    covers")
    rows = {"period": 1, "loss": 30_000}, {"period": 2, "recovery": 32_000}
    course = Course(supported(tmp_path, policy), tmp_path, *rows)
    assert course.told("Policy", 2) == {"reimbursement": 20_000, "available": 20_000, "excess": 2000}
    assert sum(course.all("principal", 2).values()) == pytest.approx(10_000, abs=0.02)


@pytest.mark.requirement("CS-10", "CS-01")
def test_a_bankruptcy_bond(tmp_path) -> None:
    """A reduction of debt service month by month, and a loss; $1,050 in all."""
    bond = support("Bond", "bankruptcy bond", "bankruptcy losses", "debt service reductions", amount="1,050")
    rows = {"period": 1, "debt_service_reduction_interest": 50}, {"period": 2, "bankruptcy_loss": 1500}
    course = Course(supported(tmp_path, bond), tmp_path, *rows)
    assert course.all("interest", 1) == INTEREST
    assert course.told("Bond", 1) == {"draw": 50, "available": 1000}
    assert course.told("Bond", 2) == {"draw": 1000}
    assert course.all("loss", 2) == {"B-2": 500}


@pytest.mark.requirement("CS-04")
def test_scheduled_principal_that_is_withheld(tmp_path) -> None:
    """A line that amortizes: 80,000 at 6.25 % over 240 months pays $168.07 of principal in its first month."""
    amortizing = {"first,80000,6.25%,240,240,239": "first,80000,6.25%,240,240,0"}
    guaranty = support("Guaranty", "guaranty", "delinquencies", amount="20,000")
    rows = (
        {"period": 1, "line": "first", "principal_withheld": 150, "interest_withheld": 400},
        {"period": 2, "line": "first", "late_principal": 100},
    )
    course = Course(supported(tmp_path, guaranty, changes=amortizing), tmp_path, *rows)
    assert course.told("Guaranty", 1) == {"draw": 550, "available": 19_450}
    assert sum(course.all("principal", 1).values()) == pytest.approx(168.07, abs=0.02)
    assert course.all("loss", 1) == {}
    assert course.told("Guaranty", 2) == {"reimbursement": 100, "available": 19_550}


EVENT = {
    "  subordinated:\n    - {class: B-1, balance: 60000, rate: 6%}": "    - {class: B-1, balance: 60000, rate: 6%}",
    "      - A\n  subordinated principal:\n    source: supplement p. 1\n": "      - sequentially: [A, B-1, B-2]\n",
    "losses:\n  source: core p. 61\n": "losses:\n  source: core p. 61\n"
    "  loss allocation event:\n    source: core p. 7\n",
}


@pytest.mark.requirement("DIST-22")
def test_priorities_cease_with_the_first_loss_that_is_not_covered(tmp_path) -> None:
    """DIST-22: A alone is paid until a loss exceeds the policy; from then on all are, by balances."""
    rows = (
        {"period": 1, "loss": 15_000},
        {"period": 2, "prepayment": 5000},
        {"period": 3, "loss": 15_000},
        {"period": 4, "prepayment": 9700},
    )
    course = Course(supported(tmp_path, POLICY, changes=EVENT), tmp_path, *rows)
    assert course.all("principal", 1) == {"A": 15_000}
    assert course.all("principal", 2) == {"A": 5000}
    before = {"A": 880_000, "B-1": 60_000, "B-2": 40_000}
    shares = {name: balance / 980_000 for name, balance in before.items()}
    assert course.all("principal", 3) == {name: round(5000 * share, 2) for name, share in shares.items()}
    assert course.all("loss", 3) == {name: round(10_000 * share, 2) for name, share in shares.items()}
    assert course.all("principal", 4) == {name: round(9700 * share, 2) for name, share in shares.items()}


def test_a_covered_loss_of_a_stripped_loan_is_principal_of_both_strips(tmp_path) -> None:
    """Half of a loss of 8,000, of which a quarter is PO's: 1,000 for PO, 3,000 for the others by balances.

    The $300 of the subordinated classes go to PO for its own loss of 1,000, and B-2 is written down by them too.
    """
    half = support("Policy", "pool insurance policy", "ordinary losses", amount="4,000").replace("core", "supplement")
    changes = {"\nstructuring assumptions:": f"\ncredit support:\n{half}\nstructuring assumptions:"}
    deal = variant("stripped", tmp_path, changes)
    course = Course(deal, tmp_path, {"period": 1, "line": "discount", "loss": 8000})
    assert course.told("Policy", 1) == {"draw": 4000}
    assert course.all("principal", 1) == {"A": 2700, "PO": 1300}
    assert course.all("loss", 1) == {"PO": 700, "B-2": 3300}
    assert course.all("balance", 1) == {"A": 87_300, "PO": 8000, "B-1": 6000, "B-2": 700}
