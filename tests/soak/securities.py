"""Random class tables: seniors of every kind, the classes of the strips, notional classes, subordinated classes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from seriatim.deal.classes.terms import PREMIUM_LOANS, WEIGHTED_AVERAGE
from tests.soak.pools import Pool
from tests.soak.words import Entry

CUT_OFF, CLOSING = date(2006, 11, 1), date(2006, 11, 28)
MOST_SENIORS, MOST_SUBORDINATED, MOST_NOTIONAL = 8, 6, 2
SHORT_OF_INTEREST = 0.12
"""How many deals promise more interest than their loans can pay."""


@dataclass(frozen=True)
class Table:
    """The classes of a deal by their part in it; ``sizes`` are printed balances, ``rows`` what the file says."""

    senior: tuple[str, ...]
    subordinated: tuple[str, ...]
    po: str | None
    io: str | None
    sizes: dict[str, Decimal]
    rows: dict[str, Entry]

    @property
    def highest_rate(self) -> Decimal:
        """The highest fixed rate of a class with a balance, decimal."""
        rates = [row["rate"] for row in self.rows.values() if "balance" in row and isinstance(row["rate"], str)]
        return max((Decimal(rate.rstrip("%")) for rate in rates), default=Decimal(0)) / 100

    @property
    def bearing_interest(self) -> tuple[str, ...]:
        """Seniors with a balance and a rate above zero."""
        return tuple(name for name in self.senior if self.rows[name]["rate"] != "0%")


def random_table(chance: Random, pool: Pool, *, juniors: int | None = None) -> Table:
    """Classes that add up to the pool, to the dollar; so many are subordinated if that is given."""
    seniors = tuple(f"A-{n}" for n in range(1, chance.randint(1, MOST_SENIORS) + 1))
    count = chance.randint(0, MOST_SUBORDINATED) if juniors is None else juniors
    below = tuple(f"B-{n}" for n in range(1, count + 1))
    unit = Decimal(chance.choice(("1", "1", "0.01")))
    sizes = _sizes(chance, pool.main, seniors, below, unit)
    most = pool.yields + (Decimal("0.02") if chance.random() < SHORT_OF_INTEREST else 0)
    rows: dict[str, Entry] = {}
    for name in (*seniors, *below):
        rows[name] = {"class": name, "balance": _money(sizes[name]), "rate": _fixed(chance, most)}
    if len(seniors) > 1 and chance.random() < 0.4:
        _pair(chance, rows, sizes, *chance.sample(seniors, 2), most)
    if chance.random() < 0.2:
        rows[chance.choice((*seniors, *below))]["actual balance"] = "remainder"
    po = _add_po(chance, rows, pool, unit)
    io = _add_io(chance, rows, pool)
    _add_notional(chance, rows, pool, (*seniors, *below))
    for row in rows.values():
        if chance.random() < 0.1:
            row["accrues from"] = chance.choice((CUT_OFF, CLOSING)).isoformat()
        if chance.random() < 0.1:
            row["features"] = "of some kind"
    return Table(seniors, below, po, io, sizes, rows)


def _sizes(
    chance: Random, total: Decimal, seniors: tuple[str, ...], juniors: tuple[str, ...], unit: Decimal
) -> dict[str, Decimal]:
    """Sizes in whole units; the first senior class has what the others leave."""
    part = Decimal(repr(chance.choice((0.02, 0.05, 0.1, 0.3, chance.random() * 0.5)))) if juniors else Decimal(0)
    sizes = {seniors[0]: Decimal(0)}
    for names, share in ((juniors, part), (seniors, 1 - part)):
        weights = [Decimal(repr(round(chance.random() + 0.05, 6))) for _ in names]
        for name, weight in zip(names, weights, strict=True):
            sizes[name] = (total * share * weight / sum(weights)).quantize(unit)
    sizes[seniors[0]] = Decimal(0)
    sizes[seniors[0]] = (total - sum(sizes.values())).quantize(unit)
    return sizes


def _money(amount: Decimal) -> str:
    return f"{amount:,}"


def _fixed(chance: Random, most: Decimal) -> str:
    if chance.random() < 0.1:
        return "0%"
    rate = most if chance.random() < 0.4 else most * Decimal(chance.randint(300, 1000)).scaleb(-3)
    return f"{(rate * 100).quantize(Decimal('0.0001')).normalize():f}%"


def _pair(chance: Random, rows: dict[str, Entry], sizes: dict[str, Decimal], *rest: object) -> None:
    """A floating class and its inverse, which share a fixed rate between them."""
    floater, inverse, rate = rest
    multiple = sizes[floater] / sizes[inverse]
    if multiple > 900 or multiple < Decimal("0.001"):
        return
    margin = Decimal(chance.randint(0, 100)).scaleb(-4)
    top = (rate * (sizes[floater] + sizes[inverse]) / sizes[floater]).quantize(Decimal("0.0001"))
    top = min(max(top, margin), Decimal(9))
    text = f"{multiple:.9f}"
    constant = Decimal(text) * (top - margin)
    first = chance.random() < 0.5
    rows[floater]["rate"] = {
        "formula": f"LIBOR + {margin * 100:f}%",
        **({"first period": f"{(margin + top) / 2 * 100:f}%"} if first else {}),
        "minimum": f"{margin * 100:f}%",
        "maximum": f"{top * 100:f}%",
    }
    rows[inverse]["rate"] = {
        "formula": f"{constant * 100:.9f}% - {text} x LIBOR",
        **({"first period": f"{constant / 2 * 100:.9f}%"} if first else {}),
        **({"maximum": f"{constant * 100:.9f}%"} if chance.random() < 0.5 else {}),
    }


def _add_po(chance: Random, rows: dict[str, Entry], pool: Pool, unit: Decimal) -> str | None:
    if pool.po <= 1:
        return None
    rows["PO"] = {"class": "PO", "balance": _money(pool.po.quantize(unit)), "rate": "0%"}
    if chance.random() < 0.4:
        rows["PO"]["actual balance"] = "PO strip"
    return "PO"


def _add_io(chance: Random, rows: dict[str, Entry], pool: Pool) -> str | None:
    if pool.target is None or chance.random() < 0.25:
        return None
    rows["IO"] = {"class": "IO", "notional": PREMIUM_LOANS, "rate": WEIGHTED_AVERAGE}
    return "IO"


def _add_notional(chance: Random, rows: dict[str, Entry], pool: Pool, names: tuple[str, ...]) -> None:
    """Interest strips of classes, of the pool, of the premium loans."""
    for position in range(chance.choice((0, 0, 1, MOST_NOTIONAL))):
        chosen = chance.sample(names, chance.randint(1, min(3, len(names))))
        terms = [f"balance of {chosen[0]}"]
        if len(chosen) > 1:
            terms = [f"{chance.randint(1, 4000) / 100}% of the balances of {', '.join(chosen[:-1])} and {chosen[-1]}"]
        if len(chosen) == 3:
            terms = [f"balances of {chosen[0]} and {chosen[1]}", f"{chance.randint(1, 90)}% of balance of {chosen[2]}"]
        notional = chance.choice((" plus ".join(terms), " plus ".join(terms), "pool balance", PREMIUM_LOANS))
        if notional == PREMIUM_LOANS and pool.target is None:
            notional = "pool balance"
        name = f"N-{position + 1}"
        rows[name] = {"class": name, "notional": notional, "rate": f"{chance.randint(1, 100) / 100}%"}
