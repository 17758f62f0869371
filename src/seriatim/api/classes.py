"""Classes as they are asked for: those of certificates and of components, and those that have a price."""

from __future__ import annotations

import math
from collections.abc import Sequence

from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.deal.composite_classes.terms import Composite
from seriatim.deal.series import AnyDeal, Series

HIGHEST_YIELD = 100
HIGHEST_PRICE = 1_000_000


def certificate_classes(terms: AnyDeal) -> tuple[str, ...]:
    """Names of the classes that certificates are issued of, in the order of the document, the residual last."""
    return (*(security.name for security in terms.classes.regular), terms.classes.residual.name)


def composites(terms: AnyDeal) -> tuple[Composite, ...]:
    """The composite classes with their components; none in a deal of one pool."""
    return terms.composites if isinstance(terms, Series) else ()


def component_classes(terms: AnyDeal) -> tuple[str, ...]:
    """Names of the component classes: parts of composite classes, of which no certificates are issued."""
    return tuple(part.name for composite in composites(terms) for part in composite.components)


def composite_of(terms: AnyDeal, component: str) -> str:
    """The composite class that a component is a part of."""
    return next(each.name for each in composites(terms) if component in (part.name for part in each.components))


def check_priced(terms: AnyDeal, name: str) -> None:
    """Refuses what is no class, and what has no price: the residual and component classes; raises ProblemsError."""
    known = [security.name for security in terms.classes.regular]
    if name == terms.classes.residual.name:
        raise _refused(f"{name} has no balance, so it has neither price nor yield")
    if name in component_classes(terms):
        reason = f"{name} is a component class: no certificates are issued of it"
        raise _refused(reason, f"price {composite_of(terms, name)}")
    if name not in known:
        raise _refused(f"{terms.deal} has no class {name!r}", did_you_mean(name, known))


def check_prices(prices: Sequence[float]) -> None:
    """Refuses prices per 100 of balance that cannot be; raises ProblemsError."""
    for price in prices or [math.nan]:
        if not 0 < price <= HIGHEST_PRICE:
            raise _refused(f"price {price} is out of range", "it is above 0 and up to 1,000,000 per 100 of balance")


def check_yields(yields: Sequence[float]) -> None:
    """Refuses yields that cannot be, percents among them; raises ProblemsError."""
    for each in yields or [math.nan]:
        if not -1 < each <= HIGHEST_YIELD:
            raise _refused(f"yield {each} is out of range", "it is a decimal above -1, such as 0.08")


def _refused(reason: str, hint: str = "") -> ProblemsError:
    return ProblemsError([Problem("", None, reason, hint)])
