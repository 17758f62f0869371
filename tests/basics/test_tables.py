"""CSV files of users: read whole, or refused with the place and the reason."""

import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.basics.tables import read_bytes, read_rows, read_text


def refusal(tmp_path, content: bytes, required=("name", "amount"), optional=("note",)) -> list[str]:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(ProblemsError) as caught:
        read_rows(path, required, optional)
    return str(caught.value).replace(str(path), "file.csv").splitlines()


def test_rows(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b'\xef\xbb\xbfamount, name\n1, a \n\n# left out\n"2\n2",b\n3,"c, d"\n')
    rows = read_rows(path, ("name", "amount"), ("note",))
    assert [(row.line, row["name"], row["amount"], row["note"]) for row in rows] == [
        (2, "a", "1", ""),
        (5, "b", "2\n2", ""),
        (7, "c, d", "3", ""),
    ]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b"", ["file.csv: is empty (the columns are name, amount, note)"]),
        (b"\n\n", ["file.csv: is empty (the columns are name, amount, note)"]),
        (b"name,amount\n", ["file.csv: has a header but no records (add at least one)"]),
        (b"name\na\n", ["file.csv:1: no column 'amount' (the columns are name, amount, note)"]),
        (
            b"name,amuont,amount,amount\na,1,2,3\n",
            [
                "file.csv:1: unknown column 'amuont' (did you mean 'amount'?)",
                "file.csv:1: column 'amount' appears twice (keep one)",
            ],
        ),
        (
            b"name,amount\na\nb,2\nc,3,4\n",
            [
                "file.csv:2: has 1 fields, the header has 2 (check the commas)",
                "file.csv:4: has 3 fields, the header has 2 (check the commas)",
            ],
        ),
        (b'name,amount\na,"1\n', ["file.csv: is not CSV: unexpected end of data (check quotation marks)"]),
        (b"name,amount\na,1\nb\xe9,2\n", ["file.csv:3: is not UTF-8 text (save it as UTF-8)"]),
        ("name,amount\n".encode("utf-16"), ["file.csv:1: is not UTF-8 text (save it as UTF-8)"]),
    ],
)
def test_refused(tmp_path, content, texts):
    assert refusal(tmp_path, content) == texts


def test_not_a_file(tmp_path):
    with pytest.raises(ProblemsError, match=r"is a directory, not a file \(name a file inside it\)$"):
        read_text(tmp_path)
    with pytest.raises(ProblemsError, match=r"no such file \(check the spelling and the folder\)$"):
        read_text(tmp_path / "absent.csv")


def test_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(ProblemsError, match=r"large.csv: is larger than 50 MB \(is it the right file\?\)$"):
        read_bytes(path)
    assert read_bytes(path, largest=60_000_000)[:2] == b"\0\0"
