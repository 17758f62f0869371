"""The structuring assumptions in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.basics.words import listed, plural
from seriatim.deal.english import Paragraph, Passage, classes, sentence
from seriatim.deal.structuring_assumptions.terms import DefaultConventions, StructuringAssumptions


def say(stated: StructuringAssumptions) -> Iterator[Passage]:
    """Speeds, lives and defaults of the document's tables."""
    model = stated.prepayment_model
    text = (
        f"The tables assume prepayments at {listed(f'{format_rate(speed)} {model}' for speed in stated.table_speeds)}; "
        f"the certificates were priced at {format_rate(stated.pricing_speed)} {model}. Weighted average lives are "
        f"printed to {stated.life_decimals} {plural(stated.life_decimals, 'decimal', 'decimals')}."
    )
    items = [Paragraph(f"{text} [{stated.source}]")]
    if stated.life_weighted_by_principal:
        said = classes(stated.life_weighted_by_principal)
        items.append(Paragraph(f"The life of {said} weighs the principal paid, not the decline of the balance."))
    if stated.monthly_exponent is not None:
        items.append(
            Paragraph(f"The program that printed the tables took {stated.monthly_exponent} for one twelfth in SMM.")
        )
    if stated.defaults is not None:
        items.append(_defaults(stated.defaults))
    yield Passage("Structuring assumptions", tuple(items))


def _defaults(rule: DefaultConventions) -> Paragraph:
    """Liquidation, advances and severity of defaulted loans."""
    lag = rule.liquidation_lag
    when = f"{lag} {plural(lag, 'month', 'months')} after default" if lag else "in the month of default"
    advances = {
        "principal and interest": "the servicer advances principal and interest until then",
        "interest": "the servicer advances interest, but no principal, until then",
        "none": "the servicer advances nothing",
    }[rule.advances]
    text = f"defaulted loans are liquidated {when}; {advances}; loss severity is a part of the {rule.severity_of}"
    return Paragraph(f"{sentence(text)} [{rule.source}]")
