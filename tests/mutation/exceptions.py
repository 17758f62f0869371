"""What may change in a deal file without a printed figure noticing it, each with its reason.

A place is a regular expression of mutant names. Where a place would cover too much, the classes, clauses or choices
stand in it. The full walk fails when an exception has become idle.
"""

from typing import NamedTuple


class Exempt(NamedTuple):
    """Why changes at these places, in the deals that match ``deals``, may go unnoticed.

    ``seen_in_cash``: no printed figure shows them, but what the loans pay and the classes are owed no longer agree.
    """

    reason: str
    places: tuple[str, ...]
    deals: str = "cmsi-.*"
    seen_in_cash: bool = False


OF_1994, OF_1999, OF_2006 = "cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6"
STEP_DOWNS = "allocations > unscheduled principal > step-down tests"

WORDS = (
    Exempt(
        "names and sources of the text, of the deal and its documents: nothing is computed from them",
        (r".* > source: other words", r"(deal|title): other words", r"documents > (supplement|core): other words"),
    ),
    Exempt("what a class is called besides its rules (PAC, NAS ...)", (r".* > features: (other words|left out)",)),
    Exempt("a document that no rule cites", (r"documents > core: left out",), "cmsi-199.*"),
    Exempt(
        "which tables the command line prints unasked, and how: the comfort report has the printed ones",
        (r"structuring assumptions > (pricing speed|table speeds|life decimals).*",),
    ),
)

SIDE_BY_SIDE = (
    Exempt(
        "the order of entries that stand side by side: classes of the table (but for seniority), sides of a concurrent"
        " payment, classes pro rata, tests of which one suffices, classes of a schedule, limits, support amounts",
        (
            r"classes > senior: .* swapped",
            r".* > (concurrently|pro rata|NAS|any of|ends with): .* swapped",
            r"(schedules > \d+ > classes|losses > limits > limits|losses > super senior): .* swapped",
            r"structuring assumptions > life weighted by principal: .* swapped",
        ),
    ),
    Exempt(
        "schedules are derived one after another, but each has its printed table in a file",
        (r"schedules: .* swapped",),
        OF_2006,
    ),
)

DEFAULTS = (
    Exempt(
        "left out, the default holds, which is what is written",
        (
            r"dates > business days: left out",
            r"allocations > senior ratio: left out",
            r"allocations > senior ratio > denominator: left out",
            r"allocations > unscheduled principal > above initial ratio: left out",
            r"allocations > subordinated principal > maintenance of subordination > level of: left out",
            r"accrual > \d > ends: left out",
            r"schedules > \d > derivation > rounded to: left out",
            r"structuring assumptions > prepayment model: left out",
            r"structuring assumptions > defaults: left out",
            r"structuring assumptions > defaults > (liquidation lag|advances|severity of): left out",
            r"classes > senior > (5|13) > rate > minimum: left out",
        ),
    ),
)

CONVENTIONS = (
    Exempt(
        "tests on cumulative losses and delinquency: at no printed speed do losses or delinquencies reach a limit",
        (rf"{STEP_DOWNS}.*",),
    ),
    Exempt(
        "test on the senior ratio: at no printed speed is it above its initial value while a step is in force",
        (r"allocations > unscheduled principal > above initial ratio: no override",),
        "cmsi-(1999-7|2006-6)",
    ),
    Exempt(
        "denominator of the subordination level: the classes follow the pool",
        (r"allocations > subordinated principal > maintenance of subordination > level of: .*",),
    ),
    Exempt(
        "denominator of the senior ratio: the classes have the loans' actual balances, to the cent",
        (r"allocations > senior ratio > denominator: strip",),
        "cmsi-199.*",
    ),
    Exempt("loss limits: no printed loss is of the kinds they limit", (r"losses > limits.*",), "cmsi-199.*"),
    Exempt("of its losses the deal states nothing else than the limits", (r"losses: left out",), OF_1994),
    Exempt(
        "readings of short cash, of prepayment interest, of recoveries: only events bring them about",
        (r"distributions.*", r"losses > recoveries.*"),
    ),
    Exempt(
        "yield maintenance: the tables leave its payments out, and no printed yield is of the class that has them",
        (r"yield maintenance.*",),
        OF_2006,
    ),
    Exempt("clean-up call: the tables assume that it is not exercised", (r"clean-up call.*",)),
    Exempt(
        "super senior amounts and pairs: no printed loss is beyond the subordinated classes",
        (r"losses > super senior.*",),
        OF_2006,
    ),
    Exempt("the business day on which money is paid: figures go by the nominal day", (r"dates > business days: .*",)),
    Exempt("the last distribution day: all loans are paid by then", (r"dates > last distribution day: a month later",)),
    Exempt(
        "the printed schedules are in files, which the tie-out's own test holds against the printed figures: derived"
        " ones are not used, and are compared unrounded",
        (r"schedules > \d > derivation > rounded to: .*", r"schedules > \d > table: left out"),
        "cmsi-(1994-5|2006-6)",
    ),
)

NOT_PRINTED = (
    Exempt(
        "in the printed yields a loss of the PO strip is reimbursed in full on its day, so the two readings are one",
        (r"losses > principal-only class > subordinated write-down: whole loss",),
        "cmsi-(1999-7|2006-6)",
    ),
    Exempt(
        "on the last day of accrual the excess is interest or principal of the same class: cash and balance are the"
        " same, and no yield of it is printed",
        (r"accrual > \d > ends: (same|following) day",),
    ),
    Exempt(
        "a month's accretion is always less than the month's decline of the targets",
        (r"accrual > \d > directed to > \d > until: left out", r"accrual: 1 and 2 swapped"),
        "cmsi-(1994-5|2006-6)",
    ),
    Exempt(
        "and so nothing of it reaches the clauses behind the targets",
        (
            r"accrual > 1 > directed to: [5-8] and [6-9] swapped",
            r"accrual > 1 > directed to > [5-9].*",
            r"accrual > 2 > directed to: 2 and 3 swapped",
        ),
        "cmsi-(1994-5|2006-6)",
    ),
    Exempt(
        "A-7, the accrual class, is paid off before A-6, whose end ends the accrual",
        (r"accrual > 1 > until paid off( > 1)?: left out",),
        OF_1994,
    ),
    Exempt(
        "in the derivation A-1 is paid off with A-2, so the second clause has nothing for it",
        (
            r"schedules > 1 > derivation > principal rules > 2 > concurrently: some of side 2 to side 1",
            r"schedules > 1 > derivation > principal rules > 2 > concurrently > 1 > .*: A-2 for A-1",
        ),
        OF_1994,
    ),
    Exempt(
        "the yields with losses are computed by a schedule of liquidations, not by a default model",
        (r"structuring assumptions > defaults > (liquidation lag: one more|advances: .*|severity of: .*)",),
        OF_1994,
    ),
    Exempt(
        "cash is never short in the tables: interest off the top and what is left in the end both reach the residual",
        (r"excess interest: left out", r"excess interest > above: points more"),
        OF_1994,
    ),
    Exempt(
        "lives weighted by principal received and by declines of the balance print the same",
        (r"structuring assumptions > life weighted by principal.*",),
        OF_2006,
    ),
    Exempt(
        "accrued interest enters yields only, and none of A-6 or A-12 is printed",
        (r"classes > senior > (6|12) > accrues from: (a day later|left out)",),
        OF_2006,
    ),
    Exempt(
        "a bound that no LIBOR of 0 or more reaches",
        (
            r"classes > senior > (6|12) > rate > minimum: (points less|left out)",
            r"classes > senior > (5|13) > rate > maximum: (points more|left out)",
        ),
        OF_2006,
    ),
    Exempt(
        "the most junior classes are in no table",
        (r"classes > subordinated: 5 and 6 swapped", r"classes: 623 from B-4 to B-5"),
        OF_1999,
    ),
)

SEEN_IN_CASH = (
    Exempt(
        "rates of classes for which no yield is printed",
        (
            r"classes > senior > \d+ > rate: points less",
            r"classes > subordinated > \d > rate: points (more|less)",
            r"classes > senior > (6|12) > rate > (formula|first period): points (more|less)",
            r"classes > senior > (6|12) > rate > first period: left out",
            r"classes > senior > (6|12) > rate > maximum: (points more|points less|left out)",
            r"classes > senior > (5|13) > rate > maximum: points less",
        ),
        seen_in_cash=True,
    ),
    Exempt(
        "two classes paid pro rata, at different rates",
        (r"classes: 14040 from A-6 to A-7",),
        OF_1999,
        seen_in_cash=True,
    ),
    Exempt(
        "what the servicer keeps of the interest above the certificates' rate is not the certificates'",
        (r"mortgage loans > servicing fee: points (more|less)",),
        OF_1994,
        seen_in_cash=True,
    ),
)

EXCEPTIONS: tuple[Exempt, ...] = (
    *WORDS,
    *SIDE_BY_SIDE,
    *DEFAULTS,
    *CONVENTIONS,
    *NOT_PRINTED,
    *SEEN_IN_CASH,
)
"""The first that fits is the one that excuses."""
