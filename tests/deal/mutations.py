"""Random damage to deal files: to their text, and to the data in them."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

ODD_NUMBERS = (
    "",
    " ",
    "0",
    "-1",
    "1",
    "5.75",
    "5.75%",
    "-5%",
    "101%",
    "1e9",
    "1e999999999",
    ".nan",
    "-.inf",
    "0x1F",
    "1_000",
)
ODD_WORDS = (
    *("true", "null", "~", "yes", "2026-02-30", "9999-12-31", "0001-01-01", "LIBOR", "LIBOR + 1%", "9% - 9 x LIBOR"),
    *(
        "premium loans",
        "pool balance",
        "balance of A-1",
        "A-1",
        "A-99",
        "R",
        "PO strip",
        "remainder",
        "planned balance",
    ),
    *("1-60", "61 and after", "0-0", "9-1", "supplement p. 1", "p. 1", ",", "../x", "/dev/zero", ".", "deal.yaml"),
    *("9" * 50, "x" * 300, "\u202e", "é"),
)
ODD_SIGNS = (
    *("- ", "[", "]", "{", "}", "&a", "*a", "!!str", "!x", "%", "@", "`", "|", ">", "'", '"', "#", ": ", "? ", "<<: "),
    *("\t", "\r", "\x00", "\x1b", "\u2028", "\ufeff", '"\\ud800"', '"\\0"', '"\\U00110000"', "---\n", "...\n"),
    *("[" * 70, "{" * 70, "- " * 70),
)
ODD_TEXTS = (*ODD_NUMBERS, *ODD_WORDS, *ODD_SIGNS)
ODD_VALUES: tuple[Any, ...] = (
    *ODD_TEXTS,
    *(0, 1, -1, 2.5, 10**30, True, None, [], {}, [[]], [None], ["A-1"], ["A-1", "A-1"], {"A-1": 1}, {"to": "A-1"}),
    *({"50%": "A-1"}, [{"50%": "A-1"}, {"50%": "A-1"}], {"pro rata": ["A-1"], "until": "planned balance"}),
    *({"1-60": "100%", "61 and after": "0%"}, {"class": "A-1"}, {"formula": "LIBOR"}),
    "weighted average net rate less target rate",
)


@st.composite
def damaged_text(draw: st.DrawFn, text: str) -> str:
    """The text with a few stretches cut out, doubled, moved or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        inside = draw(st.sampled_from(ODD_TEXTS) | st.just(text[start:end] * 2))
        text = text[:start] + inside + text[end:]
        if draw(st.booleans()):
            lines = text.split("\n")
            here, there = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[here], lines[there] = lines[there], lines[here]
            text = "\n".join(lines)
    return text


@st.composite
def damaged_data(draw: st.DrawFn, text: str) -> Any:
    """The data of the text with a few values replaced, removed, renamed or exchanged."""
    data = YAML(typ="safe", pure=True).load(text)
    chosen = draw(st.randoms(use_true_random=False))
    for _ in range(chosen.randint(1, 3)):
        places = list(_places(data))
        if len(places) < 2:
            break
        (holder, key), (other, there) = chosen.sample(places, 2)
        change = chosen.choice(("replace", "remove", "rename", "exchange"))
        if change == "replace":
            holder[key] = deepcopy(chosen.choice(ODD_VALUES))
        elif change == "remove":
            del holder[key]
        elif change == "rename" and isinstance(holder, dict):
            holder[chosen.choice(ODD_TEXTS)] = holder.pop(key)
        else:
            holder[key], other[there] = deepcopy(other[there]), deepcopy(holder[key])
    return data


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or mapping with each of its positions or keys."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else []
    for key in keys:
        yield data, key
        yield from _places(data[key])
