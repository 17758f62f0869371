"""The tie-out of the library as a newcomer meets it: a process of its own, first with nothing compiled, then again."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, timed

FINISHED = (0, 1)
"""A tie-out that finds a difference took its time all the same."""


def figures() -> Iterator[Figure]:
    """Seconds of `seriatim comfort --html`, with an empty cache of compiled code and with the one just filled."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NUMBA_CACHE_DIR": str(Path(folder) / "compiled")}
        command = [str(Path(sys.executable).parent / "seriatim"), "comfort", "--html", str(Path(folder) / "page.html")]

        def run() -> None:
            ended = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
            if ended.returncode not in FINISHED:
                raise subprocess.CalledProcessError(ended.returncode, command)

        yield Figure("tie-out of the library, first use", timed(run), "s", required=20)
        yield Figure("tie-out of the library, after that", min(timed(run) for _ in range(2)), "s", required=5)
