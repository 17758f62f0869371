"""Any small change of a deal file makes the tie-out fail, or is refused: so every line of it is needed and right.

What no printed figure exercises is named in `EXCEPTIONS` with its reason; an exception that excuses nothing fails the
full walk (`make soak`), which takes minutes. In between every eighth mutant is tried.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from seriatim.api.deal import Deal
from seriatim.api.library import LIBRARY, load
from seriatim.basics.problems import ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.comfort.case import printed_figures
from seriatim.comfort.printed import PrintedFigure
from seriatim.comfort.recompute import Recomputation
from tests.mutation.exceptions import EXCEPTIONS, Exempt
from tests.mutation.mutants import SIZES, Mutant, mutants, unchanged

DEALS = ("cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6")
ONE_IN = 8
A_DOLLAR = 1.0
LIBOR = (0.0, 0.0532, 0.09)
Finding = Literal["refused", "differs", "nothing"]


@dataclass(frozen=True)
class Workshop:
    """A folder with the files of a library deal, in which its mutants are written one after the other."""

    deal: str
    folder: Path

    def write(self, mutant: Mutant) -> None:
        (self.folder / "deal.yaml").write_text(mutant.deal, encoding="utf-8")
        (self.folder / "rep_lines.csv").write_text(mutant.loans, encoding="utf-8")


@pytest.fixture(scope="module")
def workshops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workshop]:
    made = {}
    for deal in DEALS:
        folder = tmp_path_factory.mktemp(deal)
        (folder / "published").symlink_to(LIBRARY / deal / "published")
        for table in (LIBRARY / deal).glob("*_balance.csv"):
            (folder / table.name).symlink_to(table)
        made[deal] = Workshop(deal, folder)
    return made


@dataclass(frozen=True)
class Verdict:
    """Of a deal as it stands: its printed figures, those that agree, and the cash left over or missing."""

    subjects: tuple[object, ...]
    figures: tuple[PrintedFigure, ...]
    agreeing: tuple[PrintedFigure, ...]
    cash: tuple[float, ...]


@cache
def right(deal: str) -> Verdict:
    loaded = load(LIBRARY / deal)
    figures = printed_figures(loaded.model, loaded.file.parent)
    computed = Recomputation(loaded.model, figures)
    agreeing = tuple(figure for figure in figures if agrees(computed, figure))
    return Verdict(subjects(loaded), figures, agreeing, cash_over(LIBRARY / deal))


def subjects(deal: Deal) -> tuple[object, ...]:
    """What printed figures can be about: classes, schedules, days."""
    schedules = [(each.name, each.classes, each.derivation is None) for each in deal.terms.schedules]
    return deal.classes, *schedules, deal.terms.dates, deal.model.months


def figures_of(loaded: Deal, known: Verdict) -> tuple[PrintedFigure, ...]:
    """The printed figures, held against what the deal has only if that is new."""
    return known.figures if subjects(loaded) == known.subjects else printed_figures(loaded.model, loaded.file.parent)


def agrees(computed: Recomputation, figure: PrintedFigure) -> bool:
    return all(figure.agrees_with(value) for value in computed.values(figure))


def cash_over(folder: Path) -> tuple[float, ...]:
    """What the loans pay at 0 % PSA, at some LIBOR levels, beyond what the classes are owed (negative: short of it)."""
    deal = load(folder)
    *names, residual = deal.classes
    found = []
    for level in LIBOR:
        run = deal.run(Scenario(libor=level))
        missing = sum(run[name].loss.sum() + run[name].interest_shortfall[-1] for name in names)
        late = sum(run[name].interest_shortfall.sum() for name in names)
        found.append(float(run[residual].interest.sum() - missing - late))
    return tuple(found)


def finding(shop: Workshop, mutant: Mutant) -> Finding:
    """Whether a mutant is refused, or a figure that agrees with the deal as it stands does not any more."""
    shop.write(mutant)
    known = right(shop.deal)
    try:
        loaded = load(shop.folder)
        computed = Recomputation(loaded.model, figures_of(loaded, known))
    except ProblemsError:
        return "refused"
    return "nothing" if all(agrees(computed, figure) for figure in known.agreeing) else "differs"


def survivors(shop: Workshop, *, one_in: int) -> list[Mutant]:
    """The mutants nobody notices; a larger change of the same percentage must then make a figure differ."""
    tried = list(mutants(LIBRARY / shop.deal, SIZES[0]))[::one_in]
    left = {mutant.name: mutant for mutant in tried if finding(shop, mutant) == "nothing"}
    for points in SIZES[1:]:
        for mutant in mutants(LIBRARY / shop.deal, points):
            changed = mutant.name in left and mutant != left[mutant.name]
            if changed and finding(shop, mutant) == "differs":
                del left[mutant.name]
    return list(left.values())


def exemption(deal: str, mutant: Mutant) -> Exempt | None:
    for each in EXCEPTIONS:
        if re.fullmatch(each.deals, deal) and any(re.fullmatch(place, mutant.name) for place in each.places):
            return each
    return None


def judge(shop: Workshop, found: list[Mutant]) -> None:
    """Every survivor has an exception, and those seen in cash are."""
    unexcused = [mutant.name for mutant in found if exemption(shop.deal, mutant) is None]
    assert not unexcused, "\n".join([f"{shop.deal}: nobody notices", *unexcused])
    for mutant in found:
        excuse = exemption(shop.deal, mutant)
        if excuse is not None and excuse.seen_in_cash:
            shop.write(mutant)
            moved = [abs(now - then) for now, then in zip(cash_over(shop.folder), right(shop.deal).cash, strict=True)]
            assert max(moved) > A_DOLLAR, f"{shop.deal}: {mutant.name}"


@pytest.mark.parametrize("deal", DEALS)
def test_written_again_unchanged_a_deal_still_ties_out(workshops: dict[str, Workshop], deal: str) -> None:
    assert finding(workshops[deal], unchanged(LIBRARY / deal)) == "nothing"


@pytest.mark.parametrize("deal", DEALS)
def test_every_mutant_has_a_name_of_its_own(deal: str) -> None:
    names = [mutant.name for mutant in mutants(LIBRARY / deal, SIZES[0])]
    assert len(names) == len(set(names)) > 450


@pytest.mark.parametrize("deal", DEALS)
def test_a_small_change_anywhere_is_noticed(workshops: dict[str, Workshop], deal: str) -> None:
    judge(workshops[deal], survivors(workshops[deal], one_in=ONE_IN))


@pytest.mark.soak
def test_every_small_change_is_noticed_and_every_exception_is_needed(workshops: dict[str, Workshop]) -> None:
    needed: set[Exempt] = set()
    for deal in DEALS:
        found = survivors(workshops[deal], one_in=1)
        judge(workshops[deal], found)
        needed |= {excuse for mutant in found if (excuse := exemption(deal, mutant)) is not None}
    idle = [excuse.reason for excuse in EXCEPTIONS if excuse not in needed]
    assert not idle, "\n".join(["excused, but nothing needs it:", *idle])
