"""The chapters of a deal in the document's order: the one table that checks and descriptions walk.

A chapter is a field of `DealTerms` or of `Series`, a folder of its name (`terms`, `checks`, `words`) and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seriatim.deal.accrual import checks as accrual_checks
from seriatim.deal.accrual import words as accrual_words
from seriatim.deal.allocations import checks as allocations_checks
from seriatim.deal.allocations import words as allocations_words
from seriatim.deal.classes import checks as classes_checks
from seriatim.deal.classes import words as classes_words
from seriatim.deal.clean_up_call import words as clean_up_call_words
from seriatim.deal.composite_classes import checks as composite_classes_checks
from seriatim.deal.composite_classes import words as composite_classes_words
from seriatim.deal.credit_support import checks as credit_support_checks
from seriatim.deal.credit_support import words as credit_support_words
from seriatim.deal.cross_collateralization import checks as cross_collateralization_checks
from seriatim.deal.cross_collateralization import words as cross_collateralization_words
from seriatim.deal.dates import checks as dates_checks
from seriatim.deal.dates import words as dates_words
from seriatim.deal.distributions import words as distributions_words
from seriatim.deal.documents import words as documents_words
from seriatim.deal.english import Passage
from seriatim.deal.excess_interest import checks as excess_interest_checks
from seriatim.deal.excess_interest import words as excess_interest_words
from seriatim.deal.fees import checks as fees_checks
from seriatim.deal.fees import words as fees_words
from seriatim.deal.findings import Check
from seriatim.deal.insurance import checks as insurance_checks
from seriatim.deal.insurance import words as insurance_words
from seriatim.deal.losses import checks as losses_checks
from seriatim.deal.losses import words as losses_words
from seriatim.deal.mortgage_loans import words as mortgage_loans_words
from seriatim.deal.ratio_stripping import checks as ratio_stripping_checks
from seriatim.deal.ratio_stripping import words as ratio_stripping_words
from seriatim.deal.retail import checks as retail_checks
from seriatim.deal.retail import words as retail_words
from seriatim.deal.schedules import checks as schedules_checks
from seriatim.deal.schedules import words as schedules_words
from seriatim.deal.structuring_assumptions import checks as structuring_assumptions_checks
from seriatim.deal.structuring_assumptions import words as structuring_assumptions_words
from seriatim.deal.yield_maintenance import checks as yield_maintenance_checks
from seriatim.deal.yield_maintenance import words as yield_maintenance_words


@dataclass(frozen=True)
class Chapter:
    """A chapter: the field that holds it, its text in prospectus English, its checks.

    A group of a series has every chapter that the series has not. ``for_all_groups`` marks one that may also stand
    once, for the groups that do not state their own. ``entry`` is the word for its entries, if they have names that
    rules, cash flows and statements go by; such a name stands once in a series.
    """

    field: str
    say: Callable[..., Iterator[Passage]]
    checks: tuple[Check, ...] = ()
    for_all_groups: bool = False
    entry: str = ""


CHAPTERS = (
    Chapter("documents", documents_words.say),
    Chapter("dates", dates_words.say, dates_checks.CHECKS),
    Chapter("mortgage_loans", mortgage_loans_words.say),
    Chapter("ratio_stripping", ratio_stripping_words.say, ratio_stripping_checks.CHECKS),
    Chapter("classes", classes_words.say, classes_checks.CHECKS),
    Chapter("excess_interest", excess_interest_words.say, excess_interest_checks.CHECKS),
    Chapter("allocations", allocations_words.say, allocations_checks.CHECKS),
    Chapter("accrual", accrual_words.say, accrual_checks.CHECKS),
    Chapter("fees", fees_words.say, fees_checks.CHECKS, for_all_groups=True, entry="fee"),
    Chapter("distributions", distributions_words.say, for_all_groups=True),
    Chapter("losses", losses_words.say, losses_checks.CHECKS, for_all_groups=True),
    Chapter("credit_support", credit_support_words.say, credit_support_checks.CHECKS, entry="credit support"),
    Chapter("schedules", schedules_words.say, schedules_checks.CHECKS, entry="schedule"),
    Chapter("yield_maintenance", yield_maintenance_words.say, yield_maintenance_checks.CHECKS),
    Chapter("insurance", insurance_words.say, insurance_checks.CHECKS),
    Chapter("retail", retail_words.say, retail_checks.CHECKS),
    Chapter("composite_classes", composite_classes_words.say, composite_classes_checks.CHECKS),
    Chapter("cross_collateralization", cross_collateralization_words.say, cross_collateralization_checks.CHECKS),
    Chapter("clean_up_call", clean_up_call_words.say),
    Chapter("structuring_assumptions", structuring_assumptions_words.say, structuring_assumptions_checks.CHECKS),
)
"""All chapters, in the order in which the documents tell them."""
