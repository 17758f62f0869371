"""Statements of the deal language with every option drawn, read off the models: what is added there is drawn too."""

from collections.abc import Iterator
from random import Random
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

SOURCE = "supplement p. 1"
LEFT_OUT = 0.2
"""How often an option with a default is not stated."""

Entry = dict[str, Any]
Option = tuple[str, str, object]
"""A model, one of its fields, and a word (or truth) that it may hold."""


def options_of(field: FieldInfo) -> tuple[object, ...]:
    """The words a field may hold, or false and true; none for a field that is no option."""
    annotation: Any = field.annotation
    parts = get_args(annotation) if get_origin(annotation) not in (None, Literal) else (annotation,)
    words = [word for part in parts if get_origin(part) is Literal for word in get_args(part)]
    if len(words) < sum(part is not type(None) for part in parts):
        return (False, True) if annotation is bool else ()
    return tuple(words)


def statement(chance: Random, model: type[BaseModel], /, **given: object) -> Entry:
    """A statement as it stands in a deal file: the given entries by field name (None is left out), options drawn."""
    entry: Entry = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if name in given:
            value = given[name]
        elif name == "source" and field.is_required():
            value = SOURCE
        else:
            options = options_of(field)
            left_out = not options or (not field.is_required() and chance.random() < LEFT_OUT)
            value = None if left_out else chance.choice(options)
        if value is not None:
            entry[key] = value
    return entry


def options_in(value: object) -> Iterator[Option]:
    """Every option that a loaded deal states, defaults included."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            held = getattr(value, name)
            if held in options_of(field):
                yield type(value).__name__, name, held
            yield from options_in(held)
    elif isinstance(value, tuple):
        for each in value:
            yield from options_in(each)


def all_options(value: object) -> Iterator[Option]:
    """Every option that the statements in a loaded deal could have stated."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            for word in options_of(field):
                yield type(value).__name__, name, word
            yield from all_options(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from all_options(each)
