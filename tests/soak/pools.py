"""Random pools of loan lines: premium and discount loans, short terms, interest-only periods, strips or none."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.soak.words import Entry

SHORTEST, LONGEST = 24, 60
MOST_LINES = 5


@dataclass(frozen=True)
class Pool:
    """Loan lines as a CSV has them, and what the classes share of them.

    ``target`` is the target rate of a pool that is ratio-stripped; ``main`` the balance of the strip that the classes
    share, ``po`` that of the PO strip; ``yields`` the net annual rate that the main strip pays at the least.
    """

    rows: tuple[Entry, ...]
    fee: Decimal
    target: Decimal | None
    total: Decimal
    po: Decimal
    yields: Decimal

    @property
    def main(self) -> Decimal:
        return self.total - self.po

    @property
    def months(self) -> int:
        return max(row["remaining_term"] for row in self.rows)


def random_pool(chance: Random) -> Pool:
    """A pool of one to five lines that is paid within two to five years."""
    fee = Decimal(chance.choice(("0", "0.0025", "0.005", "0.0125")))
    stripped = chance.random() < 0.6
    target = Decimal(chance.randint(45, 80)).scaleb(-3) if stripped else None
    longest = chance.randint(SHORTEST, LONGEST)
    count = chance.randint(1, MOST_LINES)
    rows = tuple(_line(chance, position, longest, fee=fee, target=target) for position in range(count))
    total = sum((row["balance"] for row in rows), Decimal(0))
    po, least = Decimal(0), min(row["gross_rate"] - row["servicing_fee"] for row in rows)
    if target is not None:
        for row in rows:
            net = row["gross_rate"] - row["servicing_fee"]
            po += row["balance"] * max(1 - net / target, Decimal(0))
        least = target
    return Pool(rows, fee, target, total, po.quantize(Decimal("0.01")), least)


def _line(chance: Random, position: int, longest: int, *, fee: Decimal, target: Decimal | None) -> Entry:
    remaining = longest if position == 0 else chance.randint(min(12, longest), longest)
    original = remaining + chance.choice((0, 0, chance.randint(1, 60), chance.randint(1, 300)))
    own = fee if chance.random() < 0.8 else Decimal(chance.randint(0, 100)).scaleb(-4)
    around = target if target is not None else Decimal("0.065")
    gross = max(around + own + Decimal(chance.randint(-200, 250)).scaleb(-4), own)
    row: Entry = {
        "line": f"line {position + 1}",
        "balance": Decimal(chance.randint(100_000, 900_000_00)).scaleb(-2),
        "gross_rate": gross,
        "original_term": original,
        "remaining_term": remaining,
        "servicing_fee": own,
        "remaining_io": chance.randint(1, remaining - 1) if chance.random() < 0.25 else 0,
    }
    if chance.random() < 0.3:
        row["age"] = chance.randint(0, 400)
    return row
