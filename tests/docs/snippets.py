"""Every code block of the README and the documentation is an example that runs.

What a block does depends on its language:

- `python` runs, one namespace per document; `>>>` examples are compared.
- `console` and `bash`: lines with `$ ` (in `bash`, every line) are commands, run in order. The lines that follow a
  command are its expected output, compared if there are any; `...` stands for anything. A command must end with
  status 0, or with the status said at its end: `$ seriatim check deal.yaml  # exit 1`. Of `make` only the target is
  looked up: running it here would run the tests within the tests. `git`, `cd` and `pip` prepare a reader's machine
  and are not run.
- a block with `:caption: NAME` is the file NAME; a caption `NAME (continued)` adds to it. So a tutorial that shows a
  file piece by piece really builds it.
- `yaml`, `json` and `toml` must at least parse.

Each document starts in an empty folder of its own, in which its blocks run from top to bottom.
"""

import doctest
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sybil import Document, Example, Region, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[2]
RUN = {"seriatim", "cat", "cp", "head", "ls", "mkdir", "tail"}
NOT_RUN = {"git", "cd", "pip"}
PATTERNS = ["README.md", "docs/**/*.md", "docs/*.md"]
COMPARISON = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
CAPTION = re.compile(r"^(?P<name>\S+)(?P<continued> \(continued\))?$")


def commands(block: str, *, prompt: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with the output that it should give."""
    command, expected = "", ""
    for line in re.sub(r"\\\n", " ", block).splitlines():
        if line.startswith(prompt) and not line.startswith("#"):
            if command:
                yield command, expected
            command, expected = line.removeprefix(prompt).strip(), ""
        else:
            expected += line + "\n"
    if command:
        yield command, expected


def outcome(command: str) -> tuple[str, int]:
    """What a command prints, output and errors together, and its status."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "110"}
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout, done.returncode


def run_command(command: str, expected: str) -> str | None:
    """The complaint about one command, or None when it does what the document says."""
    program = shlex.split(command, comments=True)[0]
    if program == "make":
        return make_target_missing(command)
    if program in NOT_RUN:
        return None
    if program not in RUN:
        return f"{program} is not a command that documentation runs: {command}"
    status = int(found[1]) if (found := re.search(r"# exit (\d+)$", command)) else 0
    printed, ended = outcome(command)
    if ended != status:
        return f"{command}\nended with {ended}, the document says {status}:\n{printed}"
    checker = doctest.OutputChecker()
    if expected.strip() and not checker.check_output(expected, printed, COMPARISON):
        return f"{command}\nshould print\n{expected}\nbut prints\n{printed}"
    return None


def make_target_missing(command: str) -> str | None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [word for word in shlex.split(command)[1:] if "=" not in word]
    missing = [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)]
    return f"the Makefile has no target {', '.join(missing)}" if missing else None


def shell(*, prompt: str) -> Callable[[Example], str | None]:
    def evaluate(example: Example) -> str | None:
        for command, expected in commands(str(example.parsed), prompt=prompt):
            if complaint := run_command(command, expected):
                return complaint
        return None

    return evaluate


def parses(parse: Callable[[str], Any]) -> Callable[[Example], str | None]:
    def evaluate(example: Example) -> str | None:
        parse(str(example.parsed))
        return None

    return evaluate


class CaptionedFiles:
    """Blocks that are a file of the reader's folder, whatever their language."""

    directive = re.compile(
        r"^(?P<fence>`{3,})\{code-block\}[^\n]*\n(?P<options>(?::[\w-]+:[^\n]*\n)+)\n?(?P<source>.*?)^(?P=fence)$",
        re.MULTILINE | re.DOTALL,
    )

    def __call__(self, document: Document) -> Iterator[Region]:
        for found in self.directive.finditer(document.text):
            caption = re.search(r"^:caption: *(.*)$", found["options"], re.MULTILINE)
            if caption and (name := CAPTION.match(caption[1])):
                parsed = (name["name"], bool(name["continued"]), found["source"])
                yield Region(found.start(), found.end(), parsed, self.write)

    @staticmethod
    def write(example: Example) -> None:
        name, continued, source = example.parsed
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if continued else ""
        path.write_text(before + source, encoding="utf-8")


class Uncaptioned:
    """A parser of blocks that leaves to `CaptionedFiles` what is a file."""

    def __init__(self, language: str, evaluate: Callable[[Example], str | None]) -> None:
        self.blocks = CodeBlockParser(language, evaluate)

    def __call__(self, document: Document) -> Iterator[Region]:
        taken = [(region.start, region.end) for region in CaptionedFiles()(document)]
        for region in self.blocks(document):
            if not any(start <= region.start < end for start, end in taken):
                yield region


def enter_folder(namespace: dict[str, Any]) -> None:
    namespace["_folder"] = folder = tempfile.TemporaryDirectory()
    namespace["_before"] = Path.cwd()
    os.chdir(folder.name)


def leave_folder(namespace: dict[str, Any]) -> None:
    os.chdir(namespace["_before"])
    namespace["_folder"].cleanup()


snippets = Sybil(
    parsers=[
        CaptionedFiles(),
        PythonCodeBlockParser(doctest_optionflags=COMPARISON),
        Uncaptioned("console", shell(prompt="$ ")),
        Uncaptioned("bash", shell(prompt="")),
        Uncaptioned("yaml", parses(YAML(typ="safe", pure=True).load)),
        Uncaptioned("json", parses(json.loads)),
        Uncaptioned("toml", parses(tomllib.loads)),
        SkipParser(),
    ],
    path=str(ROOT),
    patterns=PATTERNS,
    excludes=["docs/reference/cli.md"],
    setup=enter_folder,
    teardown=leave_folder,
)
