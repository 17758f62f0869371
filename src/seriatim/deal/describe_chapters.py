"""The chapters of a deal in prospectus English: what they say of one pool, and what of a whole series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seriatim.basics.rates import format_rate
from seriatim.deal.classes import PREMIUM_LOANS, FloatingRate, SecurityClass
from seriatim.deal.english import Chapter, Item, classes, day, dollars, listed, plural, sentence, table, th
from seriatim.deal.model import Deal, DefaultConventions, StructuringAssumptions
from seriatim.deal.series import AnyDeal

CALENDARS: Mapping[str, str] = {
    "federal reserve": "Federal Reserve",
    "sifma": "SIFMA",
    "new york stock exchange": "New York Stock Exchange",
}


def documents(deal: AnyDeal) -> Chapter:
    """What the names of documents in brackets stand for."""
    said = listed(f"'{name}' ({title})" for name, title in deal.documents.titles)
    return Chapter("Documents", (Item(f"References in brackets are to {said}."),))


def dates(deal: AnyDeal) -> Chapter:
    """The days that everything is counted from."""
    stated = deal.dates
    first, calendar = stated.first_distribution_day, CALENDARS[stated.business_days]
    text = (
        f"The cut-off date is {day(stated.cut_off_date)}, the closing date {day(stated.closing_date)}. Distribution "
        f"days are the {th(first.day)} day of each month or, if that is not a business day ({calendar} calendar), the "
        f"next business day, beginning {day(first)}. The last scheduled distribution day is "
        f"{day(stated.last_distribution_day)}, the {th(deal.months)} distribution day."
    )
    return Chapter("Dates", (Item(f"{text} [{stated.source}]"),))


def mortgage_loans(deal: Deal) -> Chapter:
    """The pool: its balance, where the loans stand, the fee."""
    loans = deal.mortgage_loans
    text = (
        f"The mortgage loans have an aggregate scheduled principal balance of {dollars(loans.balance)} on the cut-off "
        f"date; they are listed in {loans.loans}. The servicing fee is {format_rate(loans.servicing_fee)} per annum; a "
        f"loan's net rate is its rate less that fee."
    )
    if loans.zero_column_loans:
        text += f" In the 0% column of the tables they are taken to be those in {loans.zero_column_loans}."
    return Chapter("The mortgage loans", (Item(f"{text} [{loans.source}]"),))


def ratio_stripping(deal: Deal) -> Iterator[Chapter]:
    """How the loans are divided into strips, and whose the PO and the IO strip are."""
    rule = deal.ratio_stripping
    if rule is None:
        return
    target = format_rate(rule.target_rate)
    po = f"goes to class {rule.principal_only_class}" if rule.principal_only_class else "does not arise: there are none"
    io = f"class {rule.interest_only_class}" if rule.interest_only_class else "the residual"
    text = (
        f"The target rate is {target}. A loan with a lower net rate is a discount loan: a target-rate loan of its net "
        f"rate divided by {target} of its balance, and a principal-only loan of the rest. The PO strip of the "
        f"discount loans {po}. A loan with a net rate of {target} or more is a premium loan: a target-rate loan of its "
        f"whole balance, and an interest-only loan at the net rate less {target}. The IO strip of the premium loans "
        f"goes to {io}."
    )
    yield Chapter("Ratio stripping", (Item(f"{text} [{rule.source}]"),))


def class_table(deal: Deal, *, of_a_group: bool = False) -> Chapter:
    """The classes with balances and rates; the residual of a series is not said in each group."""
    stated = deal.classes
    parts = [("Senior classes", stated.senior), ("Subordinated classes, in order of seniority", stated.subordinated)]
    whose = "group has" if of_a_group else "certificates have"
    items: list[Item] = [Item(f"The {whose} the following classes. [{stated.source}]")]
    rows = table([_row(security) for _, part in parts for security in part])
    for heading, part in parts:
        if part:
            items += [Item(f"{heading}:"), *rows[: len(part)]]
            rows = rows[len(part) :]
    items += [] if of_a_group else [residual(deal)]
    items += [Item(" ".join(said)) for security in stated.regular if (said := list(_footnotes(security)))]
    return Chapter("The classes", tuple(items))


def residual(deal: AnyDeal) -> Item:
    """The class of what is left."""
    return Item(f"The residual class, {deal.residual_class}, has no balance and no rate: it receives what is left.")


def _row(security: SecurityClass) -> tuple[str, str, str, str]:
    size = "notional" if security.balance is None else dollars(security.balance)
    return security.name, size, _short_rate(security), ", ".join(security.features)


def _short_rate(security: SecurityClass) -> str:
    if isinstance(security.rate, FloatingRate):
        return security.rate.formula.text
    if isinstance(security.rate, str):
        return "variable"
    return "principal only" if not security.rate else format_rate(security.rate)


def _footnotes(security: SecurityClass) -> Iterator[str]:
    """What does not fit the class table."""
    name = security.name
    if security.notional is not None:
        base = "balance of the premium loans" if security.notional == PREMIUM_LOANS else security.notional
        article = "" if base[0].isdigit() else "the "
        yield f"Class {name} receives interest only, on a notional balance equal to {article}{base}."
    if security.actual_balance == "PO strip":
        yield f"The balance of class {name} is that of the PO strip, to the cent."
    if security.actual_balance == "remainder":
        yield f"The balance of class {name} is what the other classes leave of the loans, to the cent."
    if isinstance(security.rate, FloatingRate):
        yield _floating(name, security.rate)
    elif isinstance(security.rate, str):
        yield f"The rate of class {name} is the {security.rate}."
    if security.accrues_from:
        yield f"Interest on class {name} accrues from {day(security.accrues_from)}."


def _floating(name: str, rate: FloatingRate) -> str:
    first = f"{format_rate(rate.first_period)} for the first period, then " if rate.first_period is not None else ""
    least = f", but not less than {format_rate(rate.minimum)}"
    most = f" nor more than {format_rate(rate.maximum)}" if rate.maximum is not None else ""
    return f"The rate of class {name} is {first}{rate.formula.text} per annum{least}{most}."


def excess_interest(deal: Deal) -> Iterator[Chapter]:
    """Interest that goes to the residual off the top."""
    rule = deal.excess_interest
    if rule is not None:
        text = f"Interest of the loans above {format_rate(rule.above)} of the classes' principal balances is paid to "
        yield Chapter("Excess interest", (Item(f"{text}{deal.residual_class} before anything else. [{rule.source}]"),))


def clean_up_call(deal: AnyDeal) -> Iterator[Chapter]:
    """The right to end the deal."""
    rule = deal.clean_up_call
    if rule is not None:
        text = (
            f"The mortgage loans may be bought from the trust, and the certificates so retired, when their scheduled "
            f"principal balance is below {format_rate(rule.below)} of that on the cut-off date."
        )
        yield Chapter("Clean-up call", (Item(f"{text} [{rule.source}]"),))


def structuring_assumptions(stated: StructuringAssumptions) -> Chapter:
    """What the document's tables assume."""
    model = stated.prepayment_model
    text = (
        f"The tables assume prepayments at {listed(f'{format_rate(speed)} {model}' for speed in stated.table_speeds)}; "
        f"the certificates were priced at {format_rate(stated.pricing_speed)} {model}. Weighted average lives are "
        f"printed to {stated.life_decimals} {plural(stated.life_decimals, 'decimal', 'decimals')}."
    )
    items = [Item(f"{text} [{stated.source}]")]
    if stated.life_weighted_by_principal:
        said = classes(stated.life_weighted_by_principal)
        items.append(Item(f"The life of {said} weighs the principal paid, not the decline of the balance."))
    if stated.monthly_exponent is not None:
        items.append(
            Item(f"The program that printed the tables took {stated.monthly_exponent} for one twelfth in SMM.")
        )
    if stated.defaults is not None:
        items.append(_defaults(stated.defaults))
    return Chapter("Structuring assumptions", tuple(items))


def _defaults(rule: DefaultConventions) -> Item:
    lag = rule.liquidation_lag
    when = f"{lag} {plural(lag, 'month', 'months')} after default" if lag else "in the month of default"
    advances = {
        "principal and interest": "the servicer advances principal and interest until then",
        "interest": "the servicer advances interest, but no principal, until then",
        "none": "the servicer advances nothing",
    }[rule.advances]
    text = f"defaulted loans are liquidated {when}; {advances}; loss severity is a part of the {rule.severity_of}"
    return Item(f"{sentence(text)} [{rule.source}]")
