"""Three small trees and a statement, word for word."""

from seriatim.explain.explain import Question, explain_in
from seriatim.explain.text import explanation_text
from tests.explain.small_trust import small_run

PAID_IN_FULL = """\
Small trust, distribution day 1, 2020-01-25

5.00  interest of S on 2020-01-25
│   = 5.00 (S interest due), in full: 5.55 (S interest due plus J interest due) are within 122.20 (available cash)
│   by: distributions, 1 interest [circular p. 4, Interest]
└─ 5.00  S interest due
       = 1,000.00 (balance of S at closing) × 0.5%, by: classes [circular p. 2, Classes]
"""

A_TEST_FAILED = """\
Small trust, distribution day 1, 2020-01-25
Nothing, because junior class large enough: no, as 0.099099 (balance of J at closing as part of balances of S and J)
  does not exceed 0.110000.

0.00  principal of J on 2020-01-25
│   = the lesser of 0.00 (10% of what is left of available cash, if at all) and 110.00 (balance of J at closing)
│   by: distributions, 2 principal, rule 1 [circular p. 5, Principal]
└─ 0.00  10% of what is left of available cash, if at all
   │   = 0.00, not 11.67 (10% of what is left of available cash)
   └─ because junior class large enough: no, as 0.099099 (balance of J at closing as part of balances of S and J) does
          not exceed 0.110000
      └─ 0.099099  balance of J at closing as part of balances of S and J
         │   = 110.00 (balance of J at closing) / 1,110.00 (balances of S and J)
         └─ 1,110.00  balances of S and J
            ├─ + 1,000.00  balance of S at closing
            └─ + 110.00  balance of J at closing
"""

A_BALANCE = """\
Small trust, distribution day 2, 2020-02-25

859.34  balance of S on 2020-02-25
├─ + 883.35  balance of S after 2020-01-25
└─ − 24.01  principal of S
   │   = the lesser of 24.01 (what is left of available cash) and 883.35 (balance of S after 2020-01-25)
   │   by: distributions, 2 principal, rule 1 [circular p. 5, Principal]
   └─ 24.01  what is left of available cash
      ├─ + [5] 31.65  available cash
      │  │   by: distributions, available cash [circular p. 3, Cash]
      │  ├─ + 1.65  interest received or advanced, after the servicing fee, all loans
      │  └─ + 30.00  scheduled principal, all loans
      ├─ − [8] 4.97  payment under “distributions, 1 interest”
      │  │   = the lesser of 31.65 (available cash) and 4.97 (S interest due plus J interest due)
      │  │   by: distributions, 1 interest [circular p. 4, Interest]
      │  └─ 4.97  S interest due plus J interest due
      │     ├─ + 4.42  S interest due
      │     │      = 883.35 (balance of S after 2020-01-25) × 0.5%, by: classes [circular p. 2, Classes]
      │     └─ + 0.55  J interest due
      │            = 110.00 (balance of J after 2020-01-25) × 0.5%, by: classes [circular p. 2, Classes]
      └─ − 2.67  principal of J
         │   = the lesser of 2.67 (10% of what is left of available cash) and 110.00 (balance of J after 2020-01-25)
         └─ 2.67  10% of what is left of available cash
            │   not 0.00, because junior class large enough: yes, as 0.110736 (balance of J after 2020-01-25 as part
            │     of balances of S and J) exceeds 0.110000
            │   = 26.68 (what is left of available cash) × 10% (junior share, distribution day 2)
            └─ 26.68  what is left of available cash
               │   by: distributions, 1 interest [circular p. 4, Interest]
               ├─ + 31.65  available cash, see [5]
               └─ − 4.97  payment under “distributions, 1 interest”, see [8]
"""


def told(class_name, day, item, **options):
    return explanation_text(explain_in(small_run(), Question(class_name, day, item, **options)))


def test_an_amount_paid_in_full():
    assert told("S", 1, "interest") == PAID_IN_FULL


def test_an_amount_that_a_test_made_zero():
    assert told("J", 1, "principal") == A_TEST_FAILED


def test_a_balance_from_the_day_before():
    assert told("S", 2, "balance") == A_BALANCE


def test_depth_cuts_the_tree_and_says_so():
    shallow = told("S", 2, "balance", depth=2).splitlines()
    assert shallow[-1] == "   └─ 24.01  what is left of available cash ..."


def test_the_whole_tree_has_what_did_not_decide():
    assert "─ 883.35  balance of S after" not in told("S", 2, "principal")
    whole = explain_in(small_run(), Question("S", 2, "principal", whole=True))
    assert all(term.expanded for node in whole.root.walk() for term in node.terms)
    assert whole.check() == ()


def test_nothing_is_left_for_the_residual():
    answer = explain_in(small_run(), Question("Residual", 2, "interest"))
    assert answer.why_nothing == (
        "31.65 (available cash) is used up by 4.97 (payment under “distributions, 1 interest”) and 2.67 (principal of "
        "J) and 24.01 (principal of S)"
    )
