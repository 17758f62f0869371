"""Chapters as arguments: a check, or a text, has a parameter for each chapter it looks at, and its type says which."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel


@dataclass(frozen=True)
class Taken:
    """A parameter: the type of the chapter, which is that of a field of the deal, and marks beside the type.

    >>> def check(losses: int, accrual: Annotated[str | None, "sound"]) -> bool: ...
    >>> [(each.name, each.kind, each.marks) for each in taken_by(check)]
    [('losses', <class 'int'>, ()), ('accrual', str | None, ('sound',))]
    """

    name: str
    kind: Any
    marks: tuple[Any, ...] = ()

    @classmethod
    def of(cls, name: str, hint: Any) -> Taken:
        """The parameter of a name and an annotation."""
        if get_origin(hint) is not Annotated:
            return cls(name, hint)
        kind, *marks = get_args(hint)
        return cls(name, kind, tuple(marks))


def taken_by(function: Callable[..., Any]) -> tuple[Taken, ...]:
    """The parameters of a function, in their order."""
    hints = get_type_hints(function, include_extras=True)
    return tuple(Taken.of(name, hint) for name, hint in hints.items() if name != "return")


def chapters_of(terms: BaseModel, keys: Collection[str] | None = None) -> dict[Any, object]:
    """The chapters of a deal by their types: all of them, or those with the given keys in the file."""
    return {
        field.annotation: getattr(terms, name)
        for name, field in type(terms).model_fields.items()
        if field.annotation is not str and (keys is None or field.alias in keys)
    }
