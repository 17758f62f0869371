"""A deal back in prospectus English, chapter by chapter, with its sources in brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from seriatim.basics.words import dollars, listed
from seriatim.deal.arguments import chapters_of, taken_by
from seriatim.deal.chapters import CHAPTERS, Chapter
from seriatim.deal.classes.words import residual_paragraph
from seriatim.deal.composite_classes.terms import Composite
from seriatim.deal.cross_collateralization.words import CROSS
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUPS, AnyDeal, Series
from seriatim.deal.terms import GroupName

PAGE_WIDTH = 100


def describe(deal: AnyDeal, *, width: int = PAGE_WIDTH) -> str:
    """The deal as a supplement would tell it, in the order of its chapters; plain text, lines of at most ``width``.

    Tables may be wider: their lines are not broken.
    """
    passages = _series(deal) if isinstance(deal, Series) else _chapters(CHAPTERS, _given(deal))
    title = [Paragraph(deal.title).set(width), "=" * min(width, len(deal.title)), "", deal.deal]
    note = ["", Paragraph(deal.note).set(width)] if deal.note else []
    said = [passage.set(width) for passage in passages]
    return "\n\n\n".join(["\n".join([*title, *note]), *said]).replace("\xa0", " ")


def _given(deal: DealTerms, group: str = "") -> dict[Any, object]:
    """The chapters of a deal of one pool, or of a group, by their types."""
    return {**chapters_of(deal), GroupName: group}


def _chapters(chapters: Iterable[Chapter], given: Mapping[Any, object]) -> Iterator[Passage]:
    """The chapters in prospectus English, each that has all that its text needs."""
    for chapter in chapters:
        takes = taken_by(chapter.say)
        if all(each.kind in given for each in takes):
            yield from chapter.say(**{each.name: given[each.kind] for each in takes})


def _series(series: Series) -> Iterator[Passage]:
    """A series of several pools: each group as a series of its own, around them what holds for all."""
    given = {**chapters_of(series), tuple[Composite, ...]: series.composites}
    chapter_of = {chapter.field: chapter for chapter in CHAPTERS}
    for name in Series.model_fields:
        if name == GROUPS:
            yield from _groups(series)
        elif name in chapter_of:
            yield from _chapters([chapter_of[name]], given)


def _groups(series: Series) -> Iterator[Passage]:
    """The pools, the groups one by one, and the chapters that all of them share."""
    yield _overview(series)
    own = [chapter for chapter in CHAPTERS if chapter.field not in Series.model_fields]
    shared = [chapter for chapter in own if _is_shared(chapter, series)]
    for group in series.groups:
        text = f"The classes of group {group.deal} are paid from pool {group.deal}."
        yield Passage(f"Group {group.deal}", (Paragraph(text),), rule="=")
        yield from _chapters([each for each in own if each not in shared], _given(group, group.deal))
    yield from _chapters(shared, _given(series.groups[0]))


def _is_shared(chapter: Chapter, series: Series) -> bool:
    """True where all groups follow the same chapter, which speaks of nothing else and is then said once."""
    first, *others = (getattr(group, chapter.field) for group in series.groups)
    alone = len(taken_by(chapter.say)) == 1
    return chapter.for_all_groups and alone and all(each == first for each in others)


def _overview(series: Series) -> Passage:
    """The pools, their balance, and the residual class of all."""
    names = listed(group.deal for group in series.groups)
    total = sum((group.mortgage_loans.balance for group in series.groups), Decimal(0))
    except_for = f", except as stated under '{CROSS}'" if series.cross_collateralization else ""
    text = (
        f"The mortgage loans form {len(series.groups)} pools, {names}, with a scheduled principal balance of "
        f"{dollars(total)} together on the cut-off date. The classes that are paid from one pool are its group and "
        f"have its name. What is said of a group holds as if it were a series of its own{except_for}."
    )
    return Passage("Pools and groups", (Paragraph(text), residual_paragraph(series.residual_class)))
