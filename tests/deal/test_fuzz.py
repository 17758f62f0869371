"""Whatever is done to a deal file, reading it gives a deal or problems that can be read, and nothing else."""

import json
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seriatim
from seriatim.basics.problems import ProblemsError
from tests.deal.cases import BASE, BASE_OF_GROUPS, load
from tests.deal.mutations import damaged_data, damaged_text

LIBRARY = Path(seriatim.__file__).parent / "library"
DEALS = [BASE, BASE_OF_GROUPS, *sorted(path.parent for path in LIBRARY.glob("*/deal.yaml"))]
JARGON = ("pydantic", "Input should", "Traceback", "NoneType", "Decimal(", "no problem is told")
LONGEST_REPORT = 100_000

steady = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def read(folder: Path, text: str) -> None:
    with TemporaryDirectory() as place:
        copied = Path(copytree(folder, place, dirs_exist_ok=True))
        (copied / "deal.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
        report = problems(copied)
    assert len(report) < LONGEST_REPORT
    assert not any(word in report for word in JARGON)
    report.encode("utf-8")


def problems(folder: Path) -> str:
    try:
        load(folder)
    except ProblemsError as error:
        return str(error) or "no problem is told"
    return ""


@pytest.mark.parametrize("folder", DEALS, ids=lambda folder: folder.name)
@steady
@given(data=st.data())
def test_damaged_text(folder, data):
    read(folder, data.draw(damaged_text((folder / "deal.yaml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("folder", DEALS, ids=lambda folder: folder.name)
@steady
@given(data=st.data())
def test_damaged_data(folder, data):
    damaged = data.draw(damaged_data((folder / "deal.yaml").read_text(encoding="utf-8")))
    read(folder, json.dumps(damaged, ensure_ascii=False, default=str))
