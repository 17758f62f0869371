"""Text and CSV files from users: read whole, or refused with the place and the reason."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from seriatim.basics.problems import Problem, ProblemsError, did_you_mean

LARGEST_FILE_BYTES = 50_000_000
"""Files above this are refused unread: the largest loan tape of the documents' kind is a hundredth of it."""


@dataclass(frozen=True)
class Row:
    """One record of a CSV file and the line on which it begins; an absent column reads as empty."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def _refusal(path: Path, reason: str, hint: str) -> ProblemsError:
    return ProblemsError([Problem(str(path), None, reason, hint)])


def read_bytes(path: Path, *, largest: int = LARGEST_FILE_BYTES) -> bytes:
    """The bytes of a user's file; ProblemsError if missing, a directory, unreadable or above `largest`."""
    if path.is_dir():
        raise _refusal(path, "is a directory, not a file", "name a file inside it")
    try:
        if path.stat().st_size > largest:
            raise _refusal(path, f"is larger than {largest / 1e6:g} MB", "is it the right file?")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _refusal(path, "no such file", "check the spelling and the folder") from error
    except OSError as error:
        raise _refusal(path, f"cannot be read: {error.strerror}", "check its permissions") from error


def read_text(path: Path, *, largest: int = LARGEST_FILE_BYTES) -> str:
    """The text of a user's UTF-8 file; ProblemsError as `read_bytes`, and if it is not UTF-8."""
    content = read_bytes(path, largest=largest)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(str(path), line, "is not UTF-8 text", "save it as UTF-8")
        raise ProblemsError([problem]) from error


def _header_problems(
    file: str, header: Sequence[str], *, required: Sequence[str], known: Sequence[str]
) -> list[Problem]:
    missing = [
        Problem(file, 1, f"no column {column!r}", "the columns are " + ", ".join(known))
        for column in required
        if column not in header
    ]
    unknown = [
        Problem(file, 1, f"unknown column {column!r}", did_you_mean(column, known))
        for column in header
        if column not in known
    ]
    twice = [
        Problem(file, 1, f"column {column!r} appears twice", "keep one")
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    return missing + unknown + twice


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Records with their first line; blank lines and lines that begin with # are left out."""
    reader = csv.reader(io.StringIO(text), strict=True)
    line = 1
    for record in reader:
        cells = [cell.strip() for cell in record]
        if any(cells) and not cells[0].startswith("#"):
            yield line, cells
        line = reader.line_num + 1


def read_rows(path: Path, required: Sequence[str], optional: Iterable[str] = ()) -> list[Row]:
    """The records of a CSV file with a header line.

    Columns may stand in any order. Blank lines and lines that begin with `#` are left out. Raises
    ProblemsError with every missing, unknown and repeated column and every record of the wrong length, at
    once; also for a file without records, for a broken quotation and for what `read_text` refuses.
    """
    known = [*required, *optional]
    text = read_text(path)
    try:
        records = list(_records(text))
    except csv.Error as error:
        raise _refusal(path, f"is not CSV: {error}", "check quotation marks") from error
    if not records:
        raise _refusal(path, "is empty", "the columns are " + ", ".join(known))
    (_, header), *body = records
    problems = _header_problems(str(path), header, required=required, known=known)
    if not body:
        problems.append(Problem(str(path), None, "has a header but no records", "add at least one"))
    problems += [
        Problem(str(path), line, f"has {len(cells)} fields, the header has {len(header)}", "check the commas")
        for line, cells in body
        if len(cells) != len(header)
    ]
    if problems:
        raise ProblemsError(problems)
    return [Row(line, dict(zip(header, cells, strict=True))) for line, cells in body]
