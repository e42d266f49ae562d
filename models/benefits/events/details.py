"""What an event's details may say, by its kind. Pure. Strict: a field that the kind does not have is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from models.benefits.events.rules import EventKind
from models.benefits.groups import all_groups
from models.benefits.secrecy import NEUTRAL_LABEL, is_hiv_group
from models.people.rules import DEGREE_LABELS, POVERTY_LABELS
from models.store.dates import month_display, parse_month
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


def _group(value: Any) -> bool:
    return _text(value) and value in {one.code for one in all_groups()}


def details_words(text: str) -> str:
    """Kept details as people read them; a group only where it tells nothing of HIV/AIDS, no ids of decisions."""
    told = json.loads(text) if text else {}
    parts = [f"{_LABELS[name]}: {_value(name, value)}" for name, value in told.items() if name in _LABELS]
    return "; ".join(parts)


def _value(name: str, value: Any) -> str:
    if name == "group":
        return NEUTRAL_LABEL if is_hiv_group(str(value)) else str(value)
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return {"degree": _DEGREES, "household": _HOUSEHOLDS}.get(name, {}).get(str(value), _shown(value))


def _shown(value: Any) -> str:
    try:
        return month_display(parse_month(value))
    except (TypeError, ValueError):
        return str(value)


_DEGREES: Final[Mapping[str, str]] = {**DEGREE_LABELS, NO_DEGREE: "Không còn khuyết tật"}
_HOUSEHOLDS: Final[Mapping[str, str]] = {**POVERTY_LABELS, "none": "Không thuộc diện nào"}
_LABELS: Final[Mapping[str, str]] = {
    "group": "Nhóm",
    "age": "Tuổi",
    "degree": "Mức độ mới",
    "household": "Hộ nay thuộc diện",
    "stopped_from": "Nơi cũ thôi chi từ tháng",
    "children": "Số con được tính",
    "counts_from": "Hưởng tại đây từ tháng",
    "why": "Lý do",
    "months": "Các tháng",
    "name": "Họ tên",
    "born": "Năm sinh",
}
Fields = Mapping[str, Callable[[Any], bool]]
_FIELDS: Final[Mapping[EventKind, Fields]] = {
    EventKind.BIRTHDAY: {"group": _text, "age": _number, "child": _number},
    EventKind.DEGREE: {"degree": _one_of(*DEGREE_LABELS, NO_DEGREE)},
    EventKind.POVERTY: {"household": _one_of(*HOUSEHOLDS)},
    EventKind.MOVE_IN: {
        "group": _group,
        "stopped_from": _month,
        "children": _children,
        "carer": _number,
        "counts_from": _month,
        "why": _text,
    },
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
