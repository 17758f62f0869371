"""A deal back in prospectus English, chapter by chapter, with its sources in brackets."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.deal import describe_chapters as chapters
from seriatim.deal.describe_allocations import accrual_chapters, allocation_chapters, loss_chapters
from seriatim.deal.describe_distributions import distributions
from seriatim.deal.describe_schedules import schedule_chapters
from seriatim.deal.describe_series import series_chapters
from seriatim.deal.describe_special import special_chapters
from seriatim.deal.describe_support import support_chapters
from seriatim.deal.english import Chapter, Item
from seriatim.deal.model import Deal
from seriatim.deal.series import AnyDeal, Series

PAGE_WIDTH = 100


def describe(deal: AnyDeal, *, width: int = PAGE_WIDTH) -> str:
    """The deal as a supplement would tell it, in the order of its chapters; plain text, lines of at most ``width``.

    Tables may be wider: their lines are not broken.
    """
    parts = series_chapters(deal) if isinstance(deal, Series) else _chapters(deal)
    title = [Item(deal.title).set(width), "=" * min(width, len(deal.title)), "", deal.deal]
    note = ["", Item(deal.note).set(width)] if deal.note else []
    said = [chapter.set(width) for chapter in parts]
    return "\n\n\n".join(["\n".join([*title, *note]), *said]).replace("\xa0", " ")


def _chapters(deal: Deal) -> Iterator[Chapter]:
    yield chapters.documents(deal)
    yield chapters.dates(deal)
    yield chapters.mortgage_loans(deal)
    yield from chapters.ratio_stripping(deal)
    yield chapters.class_table(deal)
    yield from chapters.excess_interest(deal)
    yield from allocation_chapters(deal)
    yield from accrual_chapters(deal)
    yield from distributions(deal.distributions)
    yield from loss_chapters(deal)
    yield from support_chapters(deal)
    yield from schedule_chapters(deal)
    yield from special_chapters(deal)
    yield from chapters.clean_up_call(deal)
    yield chapters.structuring_assumptions(deal.structuring_assumptions)
