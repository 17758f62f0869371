"""A sign of life while something takes time: on standard error, and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Say what is being done while it is done; what is yielded changes the words.

    On a terminal they stand on the last line and go away at the end; elsewhere nothing is written.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status(escape(what)) as status:
        yield lambda words: status.update(escape(words))
