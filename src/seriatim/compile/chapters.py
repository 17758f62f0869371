"""The table of a distribution day: every chapter in its order, with what it reads, what it fills, and its paragraph.

This is the order of priorities. A chapter that is added names its place here and nowhere else.
"""

from __future__ import annotations

from seriatim.compile import (
    accrual,
    allocations,
    clean_up_call,
    credit_support,
    cross_cash,
    cross_interest,
    cross_losses,
    cross_principal,
    defects,
    depletion,
    distributions,
    fees,
    insurance,
    interest,
    loss_allocation_event,
    losses,
    po_reimbursement,
    recoveries,
    report,
    reserve_funds,
    retail,
    shortfall_reimbursement,
    shortfalls,
    yield_maintenance,
)
from seriatim.compile.allocations import DIVISION, STRIP_PRINCIPAL
from seriatim.compile.amounts import (
    ACCRETED,
    ACCRUED,
    ALLOCATED,
    BEFORE_RULES,
    BLOCKED,
    BORNE,
    CARRIED,
    CASH,
    CHARGES,
    CLOSING,
    CURRENT,
    DEPLETED,
    DIRECTED,
    DIVERTED,
    EXCESS,
    INTEREST_FROM_OTHERS,
    INTEREST_PAID,
    INTEREST_SHORTFALL,
    NET,
    PAID_OF_ALLOCATION,
    PO_REDUCED,
    PO_REIMBURSED,
    PO_REPAID,
    PO_SHORTFALL,
    PRINCIPAL_FROM_OTHERS,
    PRINCIPAL_PAID,
    RAISED,
    REDUCED,
    REIMBURSED,
    RELEASED,
    ROOM,
    SHARED_LOSS,
    UNCOVERED,
    UNPLACED,
    UNREIMBURSED,
    UNREPAID,
    WORKING,
    WRITTEN_DOWN,
    WRITTEN_OFF,
)
from seriatim.compile.clean_up_call import CALL
from seriatim.compile.credit_support import SUPPORTS
from seriatim.compile.cross_principal import MOVED_PRINCIPAL
from seriatim.compile.insurance import INSURER_REIMBURSED, OWED
from seriatim.compile.loans import RECORD
from seriatim.compile.loss_allocation_event import LOSS_ALLOCATION_EVENT
from seriatim.compile.losses import LOSSES
from seriatim.compile.order import DayChapter, Moment, after, each, part, stated, together
from seriatim.compile.recoveries import RECOVERY
from seriatim.compile.report import REPORTED
from seriatim.compile.shortfalls import REDUCTION

DAY: tuple[DayChapter, ...] = (
    *part(
        Moment.BEFORE,
        together(
            "subordination depletion date",
            depletion.find_depletion,
            fills=(DEPLETED,),
            place=stated("core prospectus, Principal allocations"),
        ),
        together(
            "clean-up call",
            clean_up_call.prepare_call,
            fills=(CALL, RECORD),
            place=stated("core prospectus, Clean-up call"),
        ),
    ),
    *part(
        Moment.LOSSES,
        each(
            "credit support",
            credit_support.cover,
            fills=(SUPPORTS, RECORD),
            place=after("clean-up call", source="core prospectus, Draws under credit support"),
        ),
        each(
            "loss allocation event",
            loss_allocation_event.declare_event,
            reads=(RECORD,),
            fills=(LOSS_ALLOCATION_EVENT,),
            place=after("credit support"),
        ),
        each(
            "realized losses by kind",
            losses.classify,
            reads=(RECORD,),
            fills=(LOSSES,),
            place=after("credit support", source="core prospectus, Losses not subject to subordination"),
        ),
        each(
            "losses not covered by subordination",
            losses.share_among_all,
            reads=(LOSSES,),
            fills=(NET, ROOM, WORKING, SHARED_LOSS),
            place=stated("core prospectus, Losses not subject to subordination"),
        ),
        each(
            "recoveries shared",
            recoveries.share_recovery,
            reads=(LOSSES, RECORD, DEPLETED, SHARED_LOSS),
            fills=(RECOVERY, UNREIMBURSED, NET, ROOM, WORKING),
            place=after("losses not covered by subordination", source="core prospectus, Loss recoveries"),
        ),
        each(
            "debt service reductions counted",
            depletion.find_uncovered,
            reads=(DEPLETED, LOSSES),
            fills=(UNCOVERED,),
        ),
    ),
    *part(
        Moment.INTEREST_DUE,
        each(
            "accrued interest",
            interest.accrue,
            reads=(RECORD,),
            fills=(ACCRUED,),
            place=after("credit support", source="core prospectus, Interest allocations"),
        ),
        each(
            "shortfalls of interest",
            shortfalls.reduce_interest,
            reads=(RECORD, LOSSES, UNCOVERED, ACCRUED),
            fills=(REDUCTION, SUPPORTS),
            place=after("credit support", source="core prospectus, Losses not subject to subordination (2, 3)"),
        ),
        together(
            "shortfalls of interest of all groups",
            cross_interest.share_shortfalls,
            reads=(ACCRUED, DEPLETED),
            fills=(REDUCTION,),
            place=after("shortfalls of interest", source="core prospectus, Distribution shortfalls"),
        ),
        each(
            "current interest",
            shortfalls.current_interest,
            reads=(ACCRUED, REDUCTION),
            fills=(CURRENT,),
            place=after("shortfalls of interest of all groups", source="core prospectus, Interest allocations"),
        ),
        each(
            "interest carried forward to the day",
            distributions.carry_to_the_day,
            reads=(CURRENT, RECORD),
            fills=(CARRIED,),
            place=after("credit support", source="core prospectus, Distribution priorities"),
        ),
    ),
    *part(
        Moment.OFF_THE_TOP,
        each(
            "available cash",
            distributions.collect,
            reads=(RECORD, CALL, REDUCTION, SUPPORTS),
            fills=(CASH, CHARGES),
            place=after("shortfalls of interest of all groups", source="core prospectus, Distribution priorities"),
        ),
        each(
            "reimbursement of credit support",
            credit_support.reimburse,
            fills=(CASH, SUPPORTS),
            place=after("available cash", source="core prospectus, Draws under credit support"),
        ),
        each(
            "fees",
            fees.pay_fees,
            reads=(RECORD,),
            fills=(CASH, CHARGES),
            place=after(
                "reimbursement of credit support", before=("insurance premiums",), source="the deal's own fees"
            ),
        ).leaving_short(fees.are_charged),
        each(
            "insurance premiums",
            insurance.pay_premiums,
            reads=(RECORD,),
            fills=(CASH, CHARGES, OWED),
            place=after(
                "reimbursement of credit support", source="core prospectus, Distribution priorities (before 1)"
            ),
        ).leaving_short(insurance.charges_premiums),
        each(
            "excess interest",
            distributions.pay_excess_interest,
            reads=(RECORD, REDUCTION, CHARGES),
            fills=(CASH, EXCESS),
            place=after("insurance premiums", source="supplements, Residual certificates"),
        ),
        each(
            "recoveries handed to classes",
            distributions.pay_recovery,
            reads=(RECOVERY,),
            fills=(CASH, REIMBURSED),
            place=after("excess interest", source="core prospectus, Loss recoveries"),
        ),
    ),
    *part(
        Moment.SENIOR_INTEREST,
        together(
            "interest support between groups",
            cross_cash.support_interest,
            reads=(CURRENT, CARRIED, RECORD, CHARGES),
            fills=(CASH,),
            place=after("recoveries handed to classes", source="core prospectus, Undercollateralized groups"),
        ),
        each(
            "senior interest",
            distributions.pay_senior_interest,
            reads=(CURRENT, CARRIED),
            fills=(CASH, INTEREST_PAID, SUPPORTS),
            place=after("interest support between groups", source="core prospectus, Distribution priorities (1)"),
        ),
        each(
            "accrual",
            accrual.redirect,
            reads=(DEPLETED,),
            fills=(INTEREST_PAID, ACCRETED, DIRECTED, WORKING),
            place=after(
                "senior interest", "recoveries shared", source="core prospectus, Accrual and accrual directed classes"
            ),
        ),
    ),
    *part(
        Moment.PRINCIPAL_DUE,
        each(
            "principal of the strips",
            allocations.strip_principal,
            reads=(RECORD, RECOVERY, UNCOVERED),
            fills=(STRIP_PRINCIPAL, REDUCED, PO_REDUCED),
            place=after("credit support", source="core prospectus, Principal allocations"),
        ),
        each(
            "division of principal",
            allocations.divide,
            reads=(RECORD, STRIP_PRINCIPAL, DEPLETED, ROOM),
            fills=(DIVISION,),
            place=after("credit support", "recoveries shared", source="supplements, Unscheduled principal"),
        ),
        together(
            "principal between groups",
            cross_principal.redirect_principal,
            reads=(RECORD, LOSSES, ROOM, REIMBURSED, STRIP_PRINCIPAL, UNREIMBURSED),
            fills=(DIVISION, MOVED_PRINCIPAL),
            place=after(
                "division of principal",
                "recoveries handed to classes",
                source="core prospectus, Undercollateralized groups",
            ),
        ),
        together(
            "principal allocations",
            allocations.allocate,
            reads=(RECORD, STRIP_PRINCIPAL, DIVISION, DEPLETED, LOSS_ALLOCATION_EVENT, NET, ROOM),
            fills=(ALLOCATED, WORKING, BEFORE_RULES, UNPLACED),
            place=after("principal between groups", "accrual", source="core prospectus, Principal allocations"),
        ),
        each(
            "allocations on the day of the call",
            clean_up_call.allocate_final,
            reads=(CALL, LOSSES, NET, ACCRETED, DIRECTED),
            fills=(ALLOCATED,),
            place=after("principal allocations", source="core prospectus, Clean-up call"),
        ),
    ),
    *part(
        Moment.DISTRIBUTIONS,
        each(
            "senior principal",
            distributions.pay_senior_principal,
            reads=(ALLOCATED, BEFORE_RULES, DIRECTED, DEPLETED, LOSS_ALLOCATION_EVENT, ROOM),
            fills=(CASH, PRINCIPAL_PAID, SUPPORTS),
            place=after("allocations on the day of the call", source="core prospectus, Distribution priorities (2)"),
        ),
        together(
            "cash support between groups",
            cross_cash.support_seniors,
            reads=(ALLOCATED, CURRENT, CARRIED, DEPLETED),
            fills=(CASH, INTEREST_PAID, PRINCIPAL_PAID, ACCRETED, DIRECTED, WORKING),
            place=after("senior principal", source="core prospectus, Distribution shortfalls"),
        ),
        together(
            "junior on a write-down day",
            distributions.block,
            reads=(ALLOCATED, LOSSES, NET),
            fills=(BLOCKED,),
            place=after("allocations on the day of the call", source="core prospectus, Distribution priorities (3)"),
        ).leaving_short(distributions.blocks_juniors),
        each(
            "subordinated classes",
            distributions.pay_subordinated,
            reads=(ALLOCATED, BLOCKED, CARRIED, CURRENT),
            fills=(CASH, INTEREST_PAID, PRINCIPAL_PAID),
            place=after("cash support between groups", source="core prospectus, Distribution priorities (3)"),
        ),
        together(
            "subordinated classes from all pools",
            cross_cash.pay_subordinated_from_all,
            reads=(ALLOCATED, BLOCKED, CARRIED, CURRENT, ACCRETED, DIRECTED),
            fills=(CASH, INTEREST_PAID, PRINCIPAL_PAID),
            place=after("subordinated classes", source="core prospectus, Distribution shortfalls"),
        ),
        each(
            "payments of allocations noted",
            distributions.note_payments,
            reads=(PRINCIPAL_PAID, DIRECTED),
            fills=(PAID_OF_ALLOCATION,),
            place=after("subordinated classes from all pools"),
        ),
        together(
            "reimbursement of the PO class",
            po_reimbursement.reimburse_po,
            reads=(ALLOCATED, LOSSES, REIMBURSED, UNREIMBURSED),
            fills=(PRINCIPAL_PAID, DIVERTED, PO_REIMBURSED, PO_SHORTFALL, PO_REPAID),
            place=after("payments of allocations noted", source="core prospectus, Distribution priorities (4)"),
        ),
    ),
    *part(
        Moment.ADJUSTMENTS,
        together(
            "adjustments to balances",
            cross_losses.adjust_balances,
            reads=(
                *(RECORD, LOSSES, NET, ACCRETED, PRINCIPAL_PAID, PAID_OF_ALLOCATION, ALLOCATED, DIVERTED, DEPLETED),
                *(REDUCED, PO_REDUCED),
            ),
            fills=(CLOSING, BORNE, WRITTEN_OFF),
            place=after("reimbursement of the PO class", source="core prospectus, Adjustments to class balances"),
        ),
    ),
    *part(
        Moment.REIMBURSEMENTS,
        together(
            "reimbursement of shortfalls",
            shortfall_reimbursement.reimburse_shortfalls,
            reads=(BLOCKED, PO_SHORTFALL, WRITTEN_OFF),
            fills=(CASH, REIMBURSED, UNREPAID),
            place=after("adjustments to balances", source="core prospectus, Distribution priorities (5)"),
        ),
        each(
            "defects: principal withheld from juniors",
            defects.warn_of_blocked_principal,
            reads=(ALLOCATED, BLOCKED, PAID_OF_ALLOCATION, WRITTEN_OFF),
            place=after("adjustments to balances"),
        ),
        each(
            "defects: room for principal",
            defects.warn_of_room,
            reads=(RECORD, ALLOCATED, ACCRETED, DIRECTED, NET, SHARED_LOSS),
            place=after("adjustments to balances"),
        ),
        each(
            "reimbursement of insurers",
            insurance.reimburse_insurers,
            reads=(OWED,),
            fills=(CASH, INSURER_REIMBURSED),
            place=after("reimbursement of shortfalls", source="core prospectus, Distribution priorities (6)"),
        ),
        each(
            "write-ups",
            recoveries.write_up,
            reads=(RECOVERY, UNPLACED, BORNE, SHARED_LOSS),
            fills=(CLOSING, RAISED),
            place=after("adjustments to balances", source="core prospectus, Loss recoveries"),
        ),
        together(
            "components in one ratio",
            cross_losses.divide_components,
            reads=(MOVED_PRINCIPAL,),
            fills=(CLOSING,),
            place=after("write-ups", source="core prospectus, Adjustment of component balances"),
        ),
    ),
    *part(
        Moment.END,
        each(
            "balances on the day of the call",
            clean_up_call.close_on_call,
            reads=(CALL,),
            fills=(CLOSING,),
            place=after("components in one ratio", source="core prospectus, Clean-up call"),
        ),
        each(
            "claims on insurers",
            insurance.claim,
            reads=(ACCRUED, CURRENT, INTEREST_PAID, PRINCIPAL_PAID, REIMBURSED, CLOSING, OWED, INSURER_REIMBURSED),
            fills=(INTEREST_FROM_OTHERS, PRINCIPAL_FROM_OTHERS),
            place=after(
                "balances on the day of the call",
                "reimbursement of shortfalls",
                source="core prospectus, Insured classes",
            ),
        ),
        each(
            "losses noted for later recoveries",
            recoveries.note_losses,
            reads=(RECOVERY, RAISED, PO_REIMBURSED, PRINCIPAL_FROM_OTHERS, BORNE, SHARED_LOSS),
        ),
        each(
            "interest carried forward",
            distributions.carry_forward,
            reads=(CURRENT, CARRIED, INTEREST_PAID, ACCRETED, INTEREST_FROM_OTHERS, DEPLETED),
            fills=(INTEREST_SHORTFALL,),
            place=after("subordinated classes from all pools", source="core prospectus, Distribution priorities"),
        ),
        each(
            "defects: retired classes",
            defects.warn_of_retired_classes,
            reads=(RECORD, INTEREST_SHORTFALL, CLOSING, UNREPAID),
            place=after("balances on the day of the call"),
        ),
        each(
            "defects: late cash",
            defects.warn_of_late_cash,
            reads=(RECORD, PO_REPAID, CASH),
            place=after("reimbursement of insurers"),
        ),
        each(
            "balances after the day",
            report.sweep,
            fills=(CLOSING,),
            place=after("defects: retired classes", "claims on insurers"),
        ),
        each(
            "reserve funds",
            reserve_funds.fill_and_release,
            reads=(CLOSING,),
            fills=(CASH, EXCESS, RELEASED, INTEREST_PAID, PRINCIPAL_PAID, REIMBURSED, SUPPORTS),
            place=after(
                "balances after the day",
                "defects: late cash",
                "claims on insurers",
                "interest carried forward",
                source="core prospectus, Subordination Reserve Fund, Reserve fund",
            ),
        ),
        each(
            "accounts of the classes",
            report.report_classes,
            reads=(RECORD, CLOSING, PRINCIPAL_PAID, REIMBURSED, ACCRETED, INTEREST_PAID, INTEREST_SHORTFALL),
            fills=(REPORTED, WRITTEN_DOWN),
            place=after("reserve funds"),
        ),
        together(
            "accounts of the series",
            report.report_series,
            reads=(REPORTED, EXCESS, CASH, RELEASED, SUPPORTS),
            place=after("reserve funds"),
        ),
        each(
            "yield maintenance",
            yield_maintenance.maintain_yields,
            reads=(CLOSING, WRITTEN_DOWN, INTEREST_PAID, ACCRETED, INTEREST_FROM_OTHERS, CURRENT),
            place=after("reserve funds", source="supplements, Yield maintenance"),
        ),
        each(
            "retail classes",
            retail.hand_on,
            reads=(PRINCIPAL_PAID, REIMBURSED),
            place=after("reserve funds", source="core prospectus, Retail classes"),
        ),
        together("accounts of other parties", report.report_outside),
    ),
)
