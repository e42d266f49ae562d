"""What an event's details may say, by its kind. Pure. Strict: a field that the kind does not have is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from models.benefits.events.rules import EventKind
from models.people.rules import DEGREE_LABELS
from models.store.dates import parse_month
from models.store.errors import RuleError

HOUSEHOLDS: Final = ("poor", "near_poor", "none")
NO_DEGREE: Final = "none"
_MOST_CHILDREN = 20


def checked_details(kind: EventKind, details: Mapping[str, Any]) -> dict[str, Any]:
    """The details as they are kept. RuleError naming the field."""
    allowed = _FIELDS.get(kind, {})
    for name, value in details.items():
        check = allowed.get(name)
        if check is None or not check(value):
            raise RuleError(f"Chi tiết «{name}» không hợp với việc này.", field=name, code="details")
    for name in _NEEDED.get(kind, ()):
        if name not in details:
            raise RuleError(_ASKED[name], field=name, code="details_missing")
    return {name: value for name, value in details.items() if value is not None}


def _one_of(*words: str) -> Callable[[Any], bool]:
    return lambda value: value in words


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _children(value: Any) -> bool:
    return _number(value) and value <= _MOST_CHILDREN


def _month(value: Any) -> bool:
    try:
        parse_month(value)
    except (TypeError, ValueError):
        return False
    return True


def _months(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_month, value))


def _text(value: Any) -> bool:
    return isinstance(value, str)


Fields = Mapping[str, Callable[[Any], bool]]
_FIELDS: Final[Mapping[EventKind, Fields]] = {
    EventKind.BIRTHDAY: {"group": _text, "age": _number},
    EventKind.DEGREE: {"degree": _one_of(*DEGREE_LABELS, NO_DEGREE)},
    EventKind.POVERTY: {"household": _one_of(*HOUSEHOLDS)},
    EventKind.MOVE_IN: {"group": _text, "stopped_from": _month, "children": _children, "carer": _number},
    EventKind.STUDY_END: {"children": _children},
    EventKind.REFUSAL: {"entitlement": _number},
    EventKind.UNCOLLECTED: {"months": _months, "entitlement": _number},
    EventKind.NEWCOMER: {"name": _text, "born": _text},
}
_NEEDED: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.DEGREE: ("degree",),
    EventKind.POVERTY: ("household",),
}
_ASKED: Final[Mapping[str, str]] = {
    "degree": "Hãy chọn mức độ khuyết tật mới.",
    "household": "Hãy chọn hộ nay thuộc diện nào.",
}
