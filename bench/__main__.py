"""Print all speeds beside the required ones."""

from rich.console import Console
from rich.table import Table

from bench import many_scenarios, one_scenario, tie_out
from bench.measure import Figure

MEASUREMENTS = (one_scenario, many_scenarios, tie_out)


def shown(figures: list[Figure]) -> Table:
    """The figures as a table: measured, required, and how many times better than required."""
    table = Table(title="Seriatim, speeds in this run")
    table.add_column("what")
    for head in ("measured", "required", "ratio"):
        table.add_column(head, justify="right")
    table.add_column("")
    for figure in figures:
        required = "" if figure.required is None else f"{figure.required:,.6g} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:,.2f}"
        verdict = "" if figure.required is None else "met" if figure.met else "MISSED"
        table.add_row(figure.name, f"{figure.measured:,.4g} {figure.unit}", required, ratio, verdict)
    return table


def main() -> None:
    """Measure everything, one module after another; a missed speed is shown, and breaks nothing."""
    figures: list[Figure] = []
    console = Console()
    for module in MEASUREMENTS:
        with console.status(f"measuring {module.__name__}"):
            figures += module.figures()
    console.print(shown(figures))


if __name__ == "__main__":
    main()
