"""What each class is entitled to, in every run of every deal: shares, NAS classes, schedules, order of losses."""

import numpy as np

from seriatim.deal.schedules.terms import Schedule
from tests.projection.laws import CENT, HALF_CENT, Flags, Floats, Outcome
from tests.projection.reference import diverted_to_po, shares, standing, steady, write_downs


def seniors_are_paid_their_share_first(run: Outcome) -> None:
    """Shifting interest decides what the seniors get; nobody below is paid while they are short of it."""
    entitled = shares(run).senior
    paid = run.total("principal", run.senior) - run.total("accretion", run.senior)
    run.holds("seniors are paid no more than their share", paid - entitled <= _slack(run), paid=paid, entitled=entitled)
    below = run.total("interest", run.subordinated) + run.total("principal", run.subordinated) + diverted_to_po(run)
    short = ~_paid_in_full(run)
    run.holds(
        "no cash below the seniors while they are short",
        ~short | (below <= _slack(run)),
        paid=paid,
        entitled=entitled,
        below=below,
    )
    all_paid = ~steady(run) | (abs(entitled - paid) <= _slack(run))
    run.holds("seniors are paid their share", all_paid, paid=paid, entitled=entitled)


def _paid_in_full(run: Outcome) -> Flags:
    """Days on which the seniors are paid all principal they are entitled to."""
    paid = run.total("principal", run.senior) - run.total("accretion", run.senior)
    return shares(run).senior - paid <= _slack(run)


def subordinated_classes_share_by_seniority(run: Outcome) -> None:
    """Pro rata unless a level is impaired; PO reimbursements come from the most junior class first."""
    entitled = shares(run).subordinated
    left = diverted_to_po(run)
    for name in reversed(run.subordinated):
        given = np.minimum(entitled[name], left)
        left = left - given
        expected, paid = entitled[name] - given, run.of(name, "principal")
        equal = ~steady(run) | (abs(expected - paid) <= _slack(run))
        run.holds(f"{name} is paid its share", equal, paid=paid, expected=expected)
        run.holds(
            f"{name} is paid no more than its allocation",
            paid - entitled[name] <= _slack(run),
            paid=paid,
            allocated=entitled[name],
        )


def nas_classes_wait(run: Outcome) -> None:
    """Step percentage of the proportionate share of senior principal while another senior class is outstanding."""
    chapter = run.model.deal.allocations.senior_principal
    names = tuple(dict.fromkeys(name for rule in chapter.rules for name in rule.NAS or ()))
    if chapter.NAS_classes is None:
        return
    others = tuple(name for name in run.senior if name not in names)
    percent = np.array([float(chapter.NAS_classes.percentages.on(day)) for day in range(1, run.shape[0] + 1)])
    principal = run.total("principal", run.senior) - run.total("accretion", run.senior)
    part = percent[:, None] * principal / np.maximum(run.total("opening_balance", run.senior), CENT)
    waiting = standing(run, others) & ~run.depleted & _paid_in_full(run)
    for name in names:
        paid, expected = run.of(name, "principal"), run.of(name, "opening_balance") * part
        kept = ~waiting | (abs(paid - expected) <= _slack(run))
        run.holds(f"NAS class {name}", kept, paid=paid, expected=expected)


def schedules_hold_while_supports_last(run: Outcome) -> None:
    """Scheduled classes are not paid below their schedule while a support class is outstanding."""
    for schedule in run.model.deal.schedules:
        supports = SUPPORTS.get((run.model.deal.deal, schedule.name))
        if schedule.purpose != "principal":
            continue
        assert supports is not None, f"no support classes are known for {schedule.name}"
        for column, names in _columns(schedule):
            planned = _planned(run, schedule.name, column)
            paid, opening = run.total("principal", names), run.total("opening_balance", names)
            due = np.maximum(opening - planned, 0)
            governs = standing(run, supports) & ~run.depleted & _paid_in_full(run)
            kept = ~governs | (paid - due <= _slack(run))
            run.holds(f"{schedule.name} of {', '.join(names)}", kept, paid=paid, opening=opening, planned=planned)


SUPPORTS = {
    ("CMSI 2006-6", "planned balance"): ("A-6", "A-7", "A-8"),
    ("CMSI 2006-6", "targeted balance"): ("A-7",),
    ("CMSI 1994-5", "targeted balance"): ("A-7",),
    ("no-subordination", "first planned balance"): ("L", "S", "S-PO", "Z"),
    ("no-subordination", "second planned balance"): ("S", "S-PO", "Z"),
}
"""The classes that take what a schedule leaves over, by deal and schedule."""


def _columns(schedule: Schedule) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if schedule.together:
        return (("balance", schedule.classes),)
    return tuple((name, (name,)) for name in schedule.classes)


def _planned(run: Outcome, schedule: str, column: str) -> Floats:
    values = [float(value) for value in run.model.tables[schedule].of(column)]
    months = run.shape[0]
    return np.array([values[min(month, len(values) - 1)] for month in range(months)])[:, None]


def losses_fall_in_order(run: Outcome) -> None:
    """Most junior first, then the seniors pro rata with the accrual rule and super senior support."""
    expected = write_downs(run)
    for name in (*run.senior, *run.subordinated):
        loss = run.of(name, "loss")
        kept = ~steady(run) | (abs(loss - expected[name]) <= _slack(run))
        run.holds(f"losses of {name}", kept, loss=loss, expected=expected[name])


def after_depletion_seniors_share_by_balance(run: Outcome) -> None:
    """From the depletion date on principal goes to the seniors in proportion to balances, and nothing accretes."""
    opening = run.total("opening_balance", run.senior)
    part = run.total("principal", run.senior) / np.maximum(opening, CENT)
    for name in run.senior:
        paid, expected = run.of(name, "principal"), run.of(name, "opening_balance") * part
        kept = ~run.depleted | (abs(paid - expected) <= _slack(run))
        run.holds(f"{name} after the depletion date", kept, paid=paid, expected=expected)
    accretion = run.total("accretion", run.senior)
    run.holds("no accretion after the depletion date", ~run.depleted | (accretion == 0), accretion=accretion)


def _slack(run: Outcome) -> float:
    """Dollars: half a cent a class may have been swept, and the printed sizes are rounded."""
    rounding = abs(run.rounding(run.shared_strip, (*run.senior, *run.subordinated)))
    return 2 * rounding + HALF_CENT * len(run.with_balance)


ENTITLEMENTS = (
    seniors_are_paid_their_share_first,
    subordinated_classes_share_by_seniority,
    nas_classes_wait,
    schedules_hold_while_supports_last,
    losses_fall_in_order,
    after_depletion_seniors_share_by_balance,
)
