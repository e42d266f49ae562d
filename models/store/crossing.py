"""How many thousand facts cross between the program and its worker process.

Pickling and unpickling hold Python's lock until they end: in one piece a window beside them stands still for half a
second. So long sequences cross in slices, and small facts as one call with positional values.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

Item = TypeVar("Item")
SLICE_ROWS = 500


class Quick:
    """Mixin of dataclasses that pickle as one call with positional values."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        kind = type(self)
        getter = _GETTERS.get(kind)
        if getter is None:
            names = [entry.name for entry in fields(self)]  # type: ignore[arg-type]  # mixed into dataclasses only
            getter = _GETTERS[kind] = attrgetter(*names)
        return kind, getter(self)


_GETTERS: dict[type, attrgetter[Any]] = {}


def sliced(items: Sequence[Any]) -> list[bytes]:
    """The items, pickled a few hundred at a time."""
    return [
        pickle.dumps(items[start : start + SLICE_ROWS], pickle.HIGHEST_PROTOCOL)
        for start in range(0, len(items), SLICE_ROWS)
    ]


def joined(slices: Sequence[bytes]) -> list[Any]:
    """What `sliced` took apart."""
    items: list[Any] = []
    for part in slices:
        items += pickle.loads(part)  # noqa: S301 - made by `sliced` on the other side of our own pipe
    return items
