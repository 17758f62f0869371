"""Cases of deals: a base deal with some of its text replaced, and what must come of loading it.

`python -m tests.deal.cases` pins the problems of all bad cases again; review the difference before committing it.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from seriatim.basics.problems import ProblemsError
from seriatim.deal.load import load_deal
from seriatim.projection.model import DealModel, build_model

HERE = Path(__file__).parent
BASE = HERE / "base"
BASE_OF_GROUPS = HERE / "base-groups"
BAD = HERE / "bad"


@dataclass(frozen=True)
class Case:
    """`change`: pairs of old and new text, by file; `files`: whole files, None for one that is taken away.

    `base` is the deal that is changed: "base", or "base-groups" for one of several pools.
    """

    name: str
    change: Mapping[str, list[tuple[str, str]]]
    files: Mapping[str, str | None]
    problems: str = ""
    base: str = "base"

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> "Case":
        change = {key: entry[key] for key in entry if key.endswith((".yaml", ".csv"))}
        return cls(entry["name"], change, entry.get("files", {}), entry.get("problems", ""), entry.get("base", "base"))

    def write(self, folder: Path) -> Path:
        """Write the deal into a folder; each old text must stand in its file exactly once."""
        shutil.copytree(HERE / self.base, folder, dirs_exist_ok=True)
        for file, pairs in self.change.items():
            text = (folder / file).read_text(encoding="utf-8")
            for old, new in pairs:
                assert text.count(old) == 1, f"{self.name}: {old!r} stands {text.count(old)} times in {file}"
                text = text.replace(old, new)
            (folder / file).write_text(text, encoding="utf-8")
        for file, content in self.files.items():
            (folder / file).unlink(missing_ok=True)
            if content is not None:
                (folder / file).write_text(content, encoding="utf-8")
        return folder


def load(path: Path) -> DealModel:
    """What every command does with a deal: read it, check it, put it together with its loans."""
    return build_model(load_deal(path))


def problems(path: Path, root: Path) -> str:
    """The problems of a deal as the user sees them, one a line, with file names below `root`."""
    try:
        load(path)
    except ProblemsError as error:
        return str(error).replace(f"{root}/", "") + "\n"
    return ""


def bad_cases() -> Iterator[Case]:
    for file in sorted(BAD.glob("*.yaml")):
        yield from map(Case.read, YAML(typ="safe").load(file))


def pin() -> None:
    yaml = YAML()
    yaml.width = 1000
    yaml.preserve_quotes = True
    for file in sorted(BAD.glob("*.yaml")):
        entries = yaml.load(file)
        for entry in entries:
            with TemporaryDirectory() as folder:
                found = problems(Case.read(entry).write(Path(folder)), Path(folder))
            entry["problems"] = LiteralScalarString(found)
        text = StringIO()
        yaml.dump(entries, text)
        file.write_text(re.sub(r"\n+- name:", "\n\n- name:", text.getvalue()), encoding="utf-8")


if __name__ == "__main__":
    pin()
