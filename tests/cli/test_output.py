"""Files are there whole or not at all."""

import os
import stat

import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.cli.output import why_not_writable, write


def test_a_file_replaces_the_one_before_and_keeps_its_mode(tmp_path):
    file = tmp_path / "flows.csv"
    file.write_bytes(b"before")
    file.chmod(0o640)
    write(str(file), b"after")
    assert file.read_bytes() == b"after"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_has_the_usual_mode(tmp_path):
    file = tmp_path / "flows.csv"
    write(str(file), b"")
    (tmp_path / "usual").touch()
    assert file.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "flows.csv"
    link.symlink_to(tmp_path / "elsewhere" / "flows.csv")
    write(str(link), b"after")
    assert link.is_symlink()
    assert (tmp_path / "elsewhere" / "flows.csv").read_bytes() == b"after"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(str(pipe), b"through")
    assert os.read(reader, 100) == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)


def test_what_cannot_be_written_is_a_problem(tmp_path):
    with pytest.raises(ProblemsError, match="cannot be written: No such file or directory"):
        write(str(tmp_path / "no" / "x"), b"")
    long = tmp_path / ("x" * 300)
    with pytest.raises(ProblemsError, match="cannot be written: File name too long"):
        write(str(long), b"")


def test_reasons_why_a_file_cannot_be_written(tmp_path):
    assert why_not_writable(tmp_path / "x") is None
    assert why_not_writable(tmp_path) == (f"{tmp_path} is a directory", "name a file in it")
    assert why_not_writable(tmp_path / "no" / "x") is not None
    file = tmp_path / "file"
    file.touch()
    assert why_not_writable(file / "x") is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path):
    tmp_path.chmod(0o500)
    assert why_not_writable(tmp_path / "x") == (f"{tmp_path / 'x'} cannot be written", f"no permission in {tmp_path}")
    tmp_path.chmod(0o700)
