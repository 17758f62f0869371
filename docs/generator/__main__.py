"""Write the generated pages of `docs/reference` again: `make reference`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from docs.generator.answers import answers_page
from docs.generator.commands import commands_page
from docs.generator.conformance import conformance_page
from docs.generator.language import language_page
from docs.generator.order import order_page

REFERENCE = Path(__file__).parents[1] / "reference"


def deal_language() -> str:
    """The page of the deal language as it is today."""
    from seriatim.deal.schema import deal_schema

    return language_page(deal_schema())


PAGES: Mapping[str, Callable[[], str]] = {
    "deal-language.md": deal_language,
    "order-of-the-day.md": order_page,
    "answers.md": answers_page,
    "cli.md": commands_page,
    "conformance.md": conformance_page,
}


def main() -> None:
    """Write each page."""
    for name, text in PAGES.items():
        (REFERENCE / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
