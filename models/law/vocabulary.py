"""How a condition is written as data: {"all": [...]}, {"any": [...]}, or one of the words below with its value.

Promises: a word, a fact or a value that is none is refused with ValueError when the law is read, so that no person is
ever judged by a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from models.law.conditions import (
    All,
    AnyOf,
    Burden,
    Condition,
    CountedChildren,
    Incomes,
    OneOf,
    Outside,
    Parents,
    Receiving,
    Years,
    Yes,
)
from models.law.facts import DEGREES, INCOMES, PARENT_STATES

MARITAL: Final = ("single", "married", "widowed", "divorced", "spouse_missing")
YES_OR_NO: Final = (
    "hard_area",
    "pregnant",
    "no_supporter",
    "can_live_in_community",
    "accepted_carer",
    "abandoned",
    "studying",
    "hiv",
)


def _years(value: Mapping[str, int], *, cared: bool = False) -> Condition:
    _only(value, "from", "below")
    return Years(value.get("from"), value.get("below"), cared)


def _only(value: Mapping[str, Any], *names: str) -> None:
    if not isinstance(value, Mapping) or not value or set(value) - set(names):
        raise ValueError("strange condition")


def _counted(value: Mapping[str, Any]) -> Condition:
    _only(value, "below", "studying_below", "studying_receiving")
    return CountedChildren(value["below"], value.get("studying_below"), value.get("studying_receiving", ""))


_WORDS: Mapping[str, Callable[[Any], Condition]] = {
    "all": lambda parts: All(tuple(map(read_condition, parts))),
    "any": lambda parts: AnyOf(tuple(map(read_condition, parts))),
    "outside": lambda names: Outside(tuple(names)),
    "age": _years,
    "cared_age": lambda value: _years(value, cared=True),
    "true": lambda name: Yes(_yes_or_no(name), True),
    "false": lambda name: Yes(_yes_or_no(name), False),
    "own_family": lambda wanted: Yes("carer.own_family", wanted is True),
    "household": lambda values: OneOf("household", _among(values, "poor", "near_poor", "none")),
    "marital": lambda values: OneOf("marital", _among(values, *MARITAL)),
    "area": lambda values: OneOf("area", _among(values, "rural", "urban")),
    "degree": lambda values: OneOf("disability.degree", _among(values, *DEGREES)),
    "cared_degree": lambda values: OneOf("carer.degree", _among(values, *DEGREES)),
    "carer": lambda wanted: OneOf("carer.for", _among([wanted], "child", "older", "disabled")),
    "parents": lambda pair: Parents(_among(pair[0], *PARENT_STATES), _among(pair[1], *PARENT_STATES)),
    "receiving": lambda patterns: Receiving(tuple(patterns)),
    "zero": lambda names: Incomes(_incomes(names), True),
    "below_pension": lambda names: Incomes(_incomes(names), False),
    "counted_children": _counted,
    "burden": lambda value: Burden(value["from"]),
}


def _yes_or_no(name: str) -> str:
    if name not in YES_OR_NO:
        raise ValueError("strange condition")
    return name


def _incomes(names: Sequence[str]) -> tuple[str, ...]:
    _among(names, *INCOMES)
    return tuple(names)


def _among(values: Sequence[str], *allowed: str) -> frozenset[str]:
    if not values or set(values) - set(allowed):
        raise ValueError("strange condition")
    return frozenset(values)


def read_condition(raw: object) -> Condition:
    """A condition from its data. Raises ValueError for a word that is none."""
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise ValueError("strange condition")
    [(word, value)] = raw.items()
    maker = _WORDS.get(word)
    if maker is None:
        raise ValueError("strange condition")
    try:
        return maker(value)
    except (TypeError, KeyError, IndexError):
        raise ValueError("strange condition") from None
