"""The rooms on the plan are the rooms of the house, and the doors between them are light."""

import re
import subprocess
import sys
import tomllib

import pytest

from tests.architecture.source import PACKAGE, ROOT

DATA_ONLY = {"library"}
HEAVY = {"holidays", "jinja2", "numba", "pandas", "polars", "pyarrow", "scipy", "xlsxwriter"}
LOADED = f"print(*sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
IMPORT = f"import sys; import seriatim; {LOADED}"
HELP = f"""
import sys
sys.argv = ["seriatim", "--help"]
from seriatim.cli.main import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
{LOADED}
"""


def rooms_in_source() -> set[str]:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("_")}
    return packages | modules


def rooms_in_contract() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    return {room for layer in layers for room in layer.split(" | ")}


def rooms_in_architecture() -> set[str]:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(\w+)/?` \|", text, re.MULTILINE))


def test_the_contract_covers_every_room():
    assert rooms_in_contract() == rooms_in_source()


def test_the_architecture_describes_every_room():
    assert rooms_in_architecture() == rooms_in_source() | DATA_ONLY


@pytest.mark.parametrize("program", [IMPORT, HELP], ids=["import seriatim", "seriatim --help"])
def test_heavy_libraries_wait_until_needed(program):
    if not (PACKAGE / "cli" / "main.py").exists():
        pytest.skip("the command line is not there yet")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.split()) == (0, [])
