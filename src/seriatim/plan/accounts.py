"""Accounts: what a plan reports, each with whose it is, the side of the cash it stands on, its unit and its words.

A chapter declares the types of account it needs and reports values in them; who reads a plan (a statement, a table,
a warning) goes by what the types say, never by names. Cash in (`Side.IN`) equals cash out (`Side.OUT`) on every day,
over all accounts a plan has: a chapter that takes cash in or pays any out says so by its accounts alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """Unit of a number: dollars, a rate a year, a part of something, yes or no, a number of things."""

    MONEY = "money"
    RATE = "rate"
    RATIO = "ratio"
    FLAG = "flag"
    COUNT = "count"


class Side(StrEnum):
    """Side of an account: cash in, cash out, a balance held, or a measure that moves no cash."""

    IN = "in"
    OUT = "out"
    BALANCE = "balance"
    MEASURE = "measure"


class Party(StrEnum):
    """Kind of party whose account it is.

    ``COMPOSITE`` accounts repeat those of the component classes, added up. ``OUTSIDE`` are parties that are paid, or
    pay, and hold no certificates: insurers, providers of agreements, funds outside the trust. ``DOCUMENT`` accounts
    hold amounts at which the text of the document contradicts itself; the words of the account say how.
    """

    LOANS = "loans"
    POOL = "pool"
    CLASS = "class"
    COMPOSITE = "composite class"
    SUPPORT = "credit support"
    OUTSIDE = "outside party"
    SCHEDULE = "schedule"
    DOCUMENT = "document"


@dataclass(frozen=True)
class AccountType:
    """A type of account: ``item`` is its name in tables and questions, ``words`` the same in English, ``{}`` whose.

    A ``detail`` stands in the statement of a month and in the plan, and in no table of cash flows.
    """

    item: str
    party: Party
    side: Side
    unit: Unit
    words: str
    detail: bool = False

    def of(self, subject: str, *, group: str = "", party: Party | None = None) -> Account:
        """The account of this type that a subject has; ``party`` where the subject is of another kind."""
        return Account(self, subject, group, party or self.party)

    def __str__(self) -> str:
        return self.item


@dataclass(frozen=True)
class Account:
    """An account of a plan: its type, and whose it is; ``group`` is the pool's where a series has several."""

    type: AccountType
    subject: str
    group: str
    party: Party

    @property
    def item(self) -> str:
        """The name of its type."""
        return self.type.item

    @property
    def side(self) -> Side:
        """The side of the cash it stands on."""
        return self.type.side

    @property
    def unit(self) -> Unit:
        """Unit of its number."""
        return self.type.unit

    @property
    def detail(self) -> bool:
        """True where it stands in the statement of a month only."""
        return self.type.detail

    @property
    def words(self) -> str:
        """The account in English.

        >>> PRINCIPAL.of("B-3").words
        'principal of B-3'
        """
        return self.type.words.format(self.subject)

    def __str__(self) -> str:
        return f"{self.subject} {self.item}"


def money(item: str, party: Party, side: Side, *, words: str, detail: bool = False) -> AccountType:
    """A type of account in dollars."""
    return AccountType(item, party, side, Unit.MONEY, words, detail)


OPENING_BALANCE = money("opening_balance", Party.CLASS, Side.BALANCE, words="balance of {} before the day")
INTEREST = money("interest", Party.CLASS, Side.OUT, words="interest of {}")
PRINCIPAL = money("principal", Party.CLASS, Side.OUT, words="principal of {}")
ACCRETION = money("accretion", Party.CLASS, Side.MEASURE, words="accretion of {}")
LOSS = money("loss", Party.CLASS, Side.MEASURE, words="loss borne by {}")
BALANCE = money("balance", Party.CLASS, Side.BALANCE, words="balance of {}")
INTEREST_SHORTFALL = money("interest_shortfall", Party.CLASS, Side.MEASURE, words="interest of {} carried forward")
OF_CLASSES = (OPENING_BALANCE, INTEREST, PRINCIPAL, ACCRETION, LOSS, BALANCE, INTEREST_SHORTFALL)
"""Accounts of every class: ``opening balance + accretion - principal - loss = balance``."""

WHOLE_UNITS = money("whole_units", Party.CLASS, Side.MEASURE, words="whole units paid to holders of {}")
"""Principal that the holders of a class are paid where they are paid in whole units only."""

HELD_BEFORE = money("opening_balance", Party.OUTSIDE, Side.BALANCE, words="balance of {} before the day")
RECEIVED = money("received", Party.OUTSIDE, Side.OUT, words="cash to {}")
PAID = money("paid", Party.OUTSIDE, Side.IN, words="cash from {}")
HELD = money("balance", Party.OUTSIDE, Side.BALANCE, words="balance of {}")
OF_PARTIES = (HELD_BEFORE, RECEIVED, PAID, HELD)
"""Accounts of every outside party: what it holds, or is owed, before and after; cash to and from it."""

AVAILABLE = money("available_cash", Party.POOL, Side.MEASURE, words="available cash", detail=True)
"""Cash that the distributions of a pool are made from."""
MOVED = money("moved_cash", Party.POOL, Side.MEASURE, words="cash moved between pools", detail=True)
"""Cash that a rule moves between several pools; the subject is the rule."""
UNBACKED = money("unbacked", Party.POOL, Side.MEASURE, words="classes lowered below the loans", detail=True)
"""Amount by which the text lets the classes fall below the loans on a day."""
SOLD = AccountType("sold", Party.POOL, Side.MEASURE, Unit.FLAG, "the loans have been sold", detail=True)
"""1 on the days before which the loans of a pool were sold."""
OFFERED = money("offered", Party.SCHEDULE, Side.MEASURE, words="principal that reaches the classes of {}")
"""Principal that reaches the classes of a schedule before any balance limits it."""
