"""Frozen facts as canonical JSON and back: how a paper's facts are kept until it is issued, and after.

`freeze` and `thaw` are inverse for dataclasses of text, numbers, dates, enums, tuples and one another. A field that
holds its default is left out, so that facts kept by an older version are still read when a field was added. Pure; must
not know an office subject.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from models.store.canonical import canonical_bytes, parse_canonical

MOST_BYTES = 256 * 1024 * 1024
"""No facts of a paper are larger; a damaged record must not fill the memory."""


def packed(value: Any) -> tuple[bytes, bytes]:
    """JSON values as (canonical bytes, the same compressed for the store)."""
    spelled = canonical_bytes(value)
    return spelled, zlib.compress(spelled, 6)


def unpacked(data: bytes) -> Any:
    """What `packed` compressed; raises ValueError when it is anything else."""
    return parse_canonical(unpacked_bytes(data))


def unpacked_bytes(data: bytes) -> bytes:
    """The canonical bytes of what `packed` compressed; raises ValueError when it is anything else."""
    reader = zlib.decompressobj()
    try:
        spelled = reader.decompress(data, MOST_BYTES)
    except zlib.error:
        raise ValueError("not packed") from None
    if not reader.eof or reader.unused_data:
        raise ValueError("not packed")
    return spelled


def freeze(value: Any) -> Any:
    """JSON values of frozen facts; raises TypeError for what has no spelling here."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: freeze(held)
            for name, default in _defaults(type(value)).items()
            if (held := getattr(value, name)) != default or type(held) is not type(default)
        }
    if isinstance(value, tuple):
        return [freeze(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError("no frozen spelling")


def thaw(kind: Any, data: Any) -> Any:
    """The value of type `kind` that `freeze` spelled as `data`; raises ValueError when it is not one."""
    if isinstance(kind, NewType):
        return thaw(kind.__supertype__, data)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _thaw_union(get_args(kind), data)
    if origin is tuple:
        return tuple(thaw(get_args(kind)[0], one) for one in _demand(list, data))
    if origin is Literal:
        return _demand_in(get_args(kind), data)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind(**thaw_fields(kind, data))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is date:
        return date.fromisoformat(_demand(str, data))
    return _demand(kind, data)


def thaw_fields(kind: type, data: Any) -> dict[str, Any]:
    """Field name -> value for a dataclass `kind`; fields left out take their default. Raises ValueError."""
    given: Mapping[str, Any] = _demand(dict, data)
    hints = _hints(kind)
    if not set(given) <= set(hints):
        raise ValueError("unknown field")
    missing = [name for name, default in _defaults(kind).items() if default is _NO_DEFAULT and name not in given]
    if missing:
        raise ValueError("missing field")
    return {name: thaw(hints[name], held) for name, held in given.items()}


def _thaw_union(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and NoneType in kinds:
        return None
    for kind in kinds:
        if kind is not NoneType:
            return thaw(kind, data)
    raise ValueError("not of this type")


def _demand(kind: type, data: Any) -> Any:
    if type(data) is not kind:
        raise ValueError("not of this type")
    return data


def _demand_in(words: tuple[Any, ...], data: Any) -> Any:
    if data not in words:
        raise ValueError("unknown word")
    return data


_NO_DEFAULT = object()


@cache
def _defaults(kind: type) -> dict[str, Any]:
    return {
        one.name: _NO_DEFAULT if one.default is dataclasses.MISSING else one.default for one in dataclasses.fields(kind)
    }


@cache
def _hints(kind: type) -> dict[str, Any]:
    known = get_type_hints(kind)
    return {one.name: known[one.name] for one in dataclasses.fields(kind)}
