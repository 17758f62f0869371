"""`python -m tests.soak SEED...` holds the deals of these seeds to the laws again, and leaves the folders that fail.

`python -m tests.soak FIRST-LAST` goes through a range; `python -m tests.soak series SEED...` draws series of pools.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.soak.watching import hold, hold_series


def seeds(words: list[str]) -> list[int]:
    found: list[int] = []
    for word in words:
        first, _, last = word.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def main() -> int:
    passed: Counter[str] = Counter()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    failed = []
    of_series = sys.argv[1:2] == ["series"]
    for seed in seeds(sys.argv[2 if of_series else 1 :]):
        try:
            (hold_series if of_series else hold)(seed, folder, passed)
        except AssertionError as error:
            failed.append(seed)
            print(error)  # noqa: T201
    print(", ".join(f"{count:,} {what}" for what, count in passed.items()), "failed:", failed)  # noqa: T201
    return bool(failed)


sys.exit(main())
