"""Credit support in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.basics.words import dollars, listed
from seriatim.deal.anniversaries.words import shrinking
from seriatim.deal.credit_support.terms import Coverage, CreditSupport, ReserveFund
from seriatim.deal.english import Paragraph, Passage


def say(credit_support: tuple[CreditSupport, ...]) -> Iterator[Passage]:
    """One chapter for all supports, in the order in which they are drawn on."""
    if not credit_support:
        return
    items = [item for support in credit_support for item in _support(support)]
    if len(credit_support) > 1:
        items.insert(0, Paragraph("Supports are drawn on in the order in which they are named here."))
    yield Passage("Credit support", tuple(items))


def _support(support: CreditSupport) -> Iterator[Paragraph]:
    """One support: its amount, what it covers, what restores it."""
    article = "" if support.name.lower().startswith("the ") else "The "
    amount = _amount(support.amount, support.percent_of_pool)
    holding = f"holds {amount or 'nothing'} at closing" if support.is_fund else f"is for {amount}"
    text = f"{article}{support.name}, a {support.kind}, {holding}, less payments"
    covered = listed(_coverage(each) for each in support.covers)
    restored = (
        ", plus reimbursements" if support.reimbursements == "restore it" else "; reimbursements do not restore it"
    )
    yield Paragraph(f"{text}{restored}. It covers {covered}; it {_too_little(support)}. [{support.source}]")
    if support.reductions or support.anniversaries:
        yield Paragraph(_reductions(support))
    yield Paragraph(_reimbursed(support))
    if support.fund is not None:
        yield Paragraph(_fund(support, support.fund))


def _amount(amount: Decimal | None, part: Decimal | None) -> str:
    """An amount in dollars, or as a part of the pool."""
    if part is not None:
        return f"{format_rate(part)} of the cut-off balance of the loans"
    return dollars(amount) if amount is not None else ""


def _coverage(coverage: Coverage) -> str:
    """A cause, with its limit."""
    limit = _amount(coverage.amount, coverage.percent_of_pool)
    return f"{coverage.cause} (up to {limit})" if limit else coverage.cause


def _too_little(support: CreditSupport) -> str:
    """Payment of a claim that exceeds what is available."""
    if support.if_too_little_is_left == "pays nothing":
        return "pays nothing of a claim that exceeds what is available"
    return "pays what is left of its amount where a claim exceeds it"


def _reductions(support: CreditSupport) -> str:
    """The way the amount shrinks."""
    if support.anniversaries is not None:
        return f"The amount of {support.name} is {shrinking(support.anniversaries)}."
    steps = support.reductions.steps if support.reductions is not None else ()
    said = listed(f"{format_rate(part)} from distribution day {day}" for day, part in steps)
    what = "required amount" if support.is_fund else "amount"
    return f"The {what} of {support.name}, before payments, is reduced to parts of the initial one: {said}."


def _reimbursed(support: CreditSupport) -> str:
    """Money that pays it back, and recoveries beyond all losses."""
    sources = {
        "delinquencies": "late payments of the borrowers",
        "losses": "recoveries",
        "prepayment interest": "later servicing compensation",
    }
    covered = {"losses" if cause.endswith(" losses") else cause for cause in support.causes}
    ways = [f"{way} for {cause}" for cause, way in sources.items() if cause in covered]
    if not ways:
        return f"Nothing reimburses {support.name}."
    rest = ""
    if "losses" in covered:
        rest = "; recoveries above all losses go to the classes"
        if support.excess_recoveries != "to the classes":
            rest = f"; recoveries above all losses are {support.excess_recoveries}, and restore nothing"
    return f"{support.name} is reimbursed before any class is paid: from {listed(ways)}{rest}."


def _fund(support: CreditSupport, fund: ReserveFund) -> str:
    """Filling and release of a fund."""
    required = _amount(fund.required_amount, fund.required_percent_of_pool) or "its deposit"
    whole = "all" if fund.part == 1 else format_rate(fund.part)
    filled = {
        "subordinated distributions": f"{whole} of the subordinated distributions, the most subordinated class first,",
        "excess interest": f"{whole} of what is left for the residual",
        "the deposit only": "nothing after the deposit",
    }[fund.funded_from]
    ended = "the senior classes are" if support.kind == "subordination reserve fund" else "all classes are"
    when = " at once" if fund.excess == "is released" else " in the end"
    return (
        f"{support.name} must hold {required}; {filled} goes into it until it does. What it holds above that is "
        f"released{when}, and all of it when {ended} paid, to {fund.released_to}."
    )
