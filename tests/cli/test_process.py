"""The program as a process: what it imports, pipes, signals, terminals."""

import os
import pty
import subprocess
import sys

import pytest

from tests.cli.asking import PROGRAM, ask, ask_process

HEAVY = ("numba", "scipy", "polars", "numpy", "ruamel", "jinja2", "xlsxwriter", "holidays", "seriatim.deal.model")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["cashflows", "--help"], ["yield", "--help"]])
def test_help_loads_nothing_heavy(arguments):
    program = f"""
import sys
sys.argv = ["seriatim", *{arguments!r}]
from seriatim.cli.main import main
try:
    main()
except SystemExit as ended:
    assert not ended.code
    print(*sorted(set({HEAVY!r}) & sys.modules.keys()), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.split()) == (0, [])


def test_reading_a_deal_compiles_nothing():
    program = """
import sys
sys.argv = ["seriatim", "check", "cmsi-1999-7"]
from seriatim.cli.main import main
try:
    main()
except SystemExit as ended:
    print(ended.code, "numba" in sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.split() == ["0", "False"]


def test_a_reader_that_leaves_is_no_error():
    command = f"{PROGRAM} cashflows cmsi-1999-7 --psa 100 --csv - | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[0].startswith("period,date,class")
    assert done.stdout.splitlines()[1] == "141"
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
def test_a_full_disk_behind_standard_output_is_said():
    done = subprocess.run(["bash", "-c", f"{PROGRAM} deals > /dev/full"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "standard output: No space left on device\n")


def test_devices_are_written_to():
    done = ask_process("cashflows", "cmsi-1999-7", "--psa", "100", "--csv", "/dev/stdout")
    assert done.returncode == 0
    assert done.stdout.startswith("period,date,class")


def test_an_interrupt_ends_quietly(monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("seriatim.api.tie_out.tie_out", interrupted)
    answer = ask("comfort")
    assert (answer.status, answer.out, answer.err) == (130, "", "")


def test_progress_is_shown_on_a_terminal_only():
    leader, follower = pty.openpty()
    environment = os.environ | {"TERM": "xterm"}
    command = [PROGRAM, "comfort", "cmsi-1999-7"]
    process = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=follower,
        text=True,
        env=environment,
        check=False,
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert process.returncode == 0
    assert "tying out CMSI 1999-7" in shown
    assert "tying out" not in process.stdout
    assert ask_process("comfort", "cmsi-1999-7").stderr == ""


def test_colours_are_for_terminals_only():
    leader, follower = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"}
    subprocess.run(
        [PROGRAM, "yield", "cmsi-1999-7", "A-10", "--price", "55"],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env=environment,
        check=True,
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert "\x1b[1m" in shown
    assert "\x1b" not in ask_process("yield", "cmsi-1999-7", "A-10", "--price", "55").stdout


def test_words_outside_the_encoding_are_no_traceback():
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([PROGRAM, "--help"], capture_output=True, env=environment, check=False)
    assert done.returncode == 0
