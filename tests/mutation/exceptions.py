"""What may change in a deal file without a printed figure noticing it, each with its reason."""

from typing import NamedTuple


class Exempt(NamedTuple):
    """Places (regular expressions of mutant names) that are excused in the deals that match ``deals``.

    ``seen_in_residual``: no printed figure shows it, but the residual receives something else at 0 % PSA.
    """

    reason: str
    places: tuple[str, ...]
    deals: str = ".*"
    seen_in_residual: bool = False


EXCEPTIONS: tuple[Exempt, ...] = ()
