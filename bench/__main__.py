"""Print all speeds; status 1 when a required one is missed."""

import sys

from rich.console import Console
from rich.table import Table

from bench import one_scenario, tie_out
from bench.measure import Figure

MEASUREMENTS = (one_scenario, tie_out)


def shown(figures: list[Figure]) -> Table:
    """The figures as a table: measured, required, and how many times better than required."""
    table = Table(title="Seriatim, speeds in this run")
    for head, side in (
        ("what", "left"),
        ("measured", "right"),
        ("required", "right"),
        ("ratio", "right"),
        ("", "left"),
    ):
        table.add_column(head, justify=side)
    for figure in figures:
        required = "" if figure.required is None else f"{figure.required:,.6g} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:,.2f}"
        verdict = "" if figure.required is None else "met" if figure.met else "MISSED"
        table.add_row(figure.name, f"{figure.measured:,.4g} {figure.unit}", required, ratio, verdict)
    return table


def main() -> int:
    """Measure everything, one module after another."""
    figures: list[Figure] = []
    console = Console()
    for module in MEASUREMENTS:
        with console.status(f"measuring {module.__name__}"):
            figures += module.figures()
    console.print(shown(figures))
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
