"""What is known of one person and household, as FACTS.json tells it (docs/law-facts.md).

Promises: whatever is absent stays unknown and is never taken for no; a field, value or type that is not in the schema
is refused, naming the field. No names or numbers of people stand here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final

from models.law.places import Place, former_province, province
from models.store.dates import PartialDate
from models.store.errors import RuleError

NO_DISABILITY: Final = "none"
PARENT_STATES = ("alive", "dead", "undetermined", "missing", "in_facility", "in_prison")
DEGREES = ("mild", "severe", "extremely_severe")
INCOMES = ("wage", "pension", "social_insurance", "merit")
LARGEST_INCOME = 10**12
LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class Child:
    """A child of this person; what is None is not known."""

    born: PartialDate | None = None
    studying: bool | None = None
    raised_by_person: bool | None = None


@dataclass(frozen=True, slots=True)
class Income:
    """Monthly incomes in đồng; 0 is none, None not known."""

    wage: int | None = None
    pension: int | None = None
    social_insurance: int | None = None
    merit: int | None = None


@dataclass(frozen=True, slots=True)
class Carer:
    """Whom this person cares for: "child", "older", "disabled", or "nobody"."""

    cares_for: str | None = None
    cared_born: PartialDate | None = None
    degree: str | None = None
    own_family: bool | None = None


NOBODY_CARED: Final = Carer("nobody")


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's facts; None is "not known" everywhere. `disability` is a degree or "none"."""

    born: PartialDate | None = None
    sex: str | None = None
    province: Place | None = None
    former_province: Place | None = None
    area: str | None = None
    hard_area: bool | None = None
    household: str | None = None
    disability: str | None = None
    degree_open: bool = False
    pregnant: bool | None = None
    children: tuple[Child, ...] | None = None
    marital: str | None = None
    no_supporter: bool | None = None
    can_live_in_community: bool | None = None
    accepted_carer: bool | None = None
    abandoned: bool | None = None
    parents: tuple[str | None, str | None] | None = None
    studying: bool | None = None
    receiving: frozenset[str] | None = None
    hiv: bool | None = None
    income: Income | None = None
    carer: Carer | None = None

    def known(self, name: str) -> Any:
        """The value of a fact by its name in the vocabulary; None when it is not known."""
        getter = _KNOWN.get(name)
        return getattr(self, name) if getter is None else getter(self)

    @property
    def undated(self) -> tuple[Any, ...]:
        """Every fact that no day changes, as one value: people who share it and their ages are due the same."""
        carer = self.carer
        return (*_UNDATED(self), carer and (carer.cares_for, carer.degree, carer.own_family))

    def income_of(self, name: str) -> int | None:
        """An income in đồng, or None."""
        return None if self.income is None else getattr(self.income, name)

    def lacking(self, name: str) -> frozenset[str]:
        """The absent field that a name of the vocabulary stands for: the object itself when all of it is absent."""
        top = name.partition(".")[0]
        if top == "disability":
            return frozenset({"disability.degree" if self.degree_open else "disability"})
        if "." in name and getattr(self, top) is None:
            return frozenset({top})
        return frozenset({name})


_UNDATED = attrgetter(*(one.name for one in fields(Facts) if one.name not in ("born", "children", "carer")))


def _of_carer(name: str) -> Callable[[Facts], Any]:
    return lambda facts: None if facts.carer is None else getattr(facts.carer, name)


_KNOWN: Mapping[str, Callable[[Facts], Any]] = {
    "disability.degree": lambda facts: facts.disability,
    "carer.for": _of_carer("cares_for"),
    "carer.degree": _of_carer("degree"),
    "carer.own_family": _of_carer("own_family"),
}


def read_facts(text: str) -> Facts:
    """Facts from the text of FACTS.json. Raises RuleError naming the field, code "facts_json" or "facts_field"."""
    try:
        raw = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise RuleError("Tệp dữ kiện lồng nhau quá sâu.", code="facts_json") from None
    except json.JSONDecodeError as wrong:
        words = f"Tệp dữ kiện không phải JSON đúng: dòng {wrong.lineno}, cột {wrong.colno}."
        raise RuleError(words, code="facts_json") from None
    return parse_facts(raw)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _wrong(name, "ghi hai lần")
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise RuleError(f"Tệp dữ kiện có giá trị không phải số: {text}.", code="facts_json")


def parse_facts(raw: object) -> Facts:
    """Facts from JSON values, strictly. Raises RuleError (code "facts_field") naming the field."""
    if not isinstance(raw, Mapping):
        raise RuleError("Tệp dữ kiện phải là một đối tượng JSON { ... }.", code="facts_json")
    _known_only(raw, _FIELDS, "")
    values = {name: read(raw[name], name) for name, read in _FIELDS.items() if name in raw}
    if "disability" in values:
        values["disability"], values["degree_open"] = values["disability"]
    return Facts(**values)


def _known_only(raw: Mapping[str, Any], allowed: Mapping[str, Any], prefix: str) -> None:
    for name in raw:
        if name not in allowed:
            listed = ", ".join(allowed)
            raise _wrong(f"{prefix}{name}", f"không có trong các mục được nhận ({listed})")


def _wrong(field: str, what: str) -> RuleError:
    return RuleError(f"Mục «{field}»: {what}.", field=field, code="facts_field")


def _flag(value: Any, field: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise _wrong(field, "cần true hoặc false")


def _choice(*allowed: str) -> Callable[[Any, str], str | None]:
    def read(value: Any, field: str) -> str | None:
        if value is None or (isinstance(value, str) and value in allowed):
            return value
        raise _wrong(field, f"cần một trong: {', '.join(allowed)}")

    return read


def _word(value: Any, field: str) -> str | None:
    if value is None or (isinstance(value, str) and 0 < len(value) <= LONGEST_WORD):
        return value
    raise _wrong(field, "cần một từ, như male hoặc nữ")


def _born(value: Any, field: str) -> PartialDate | None:
    if value is None:
        return None
    try:
        return PartialDate.from_iso(value)
    except (TypeError, ValueError):
        raise _wrong(field, "cần ngày dạng 1950-03-05, 1950-03 hoặc 1950") from None


def _place(read: Callable[[str], Place]) -> Callable[[Any, str], Place | None]:
    def place(value: Any, field: str) -> Place | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise _wrong(field, "cần tên tỉnh, thành phố")
        return read(value)

    return place


def _object(value: Any, field: str, allowed: Mapping[str, Callable[[Any, str], Any]]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(field, "cần một đối tượng { ... }")
    _known_only(value, allowed, f"{field}.")
    return {name: read(value[name], f"{field}.{name}") for name, read in allowed.items() if name in value}


def _disability(value: Any, field: str) -> tuple[str | None, bool]:
    if value is None:
        return NO_DISABILITY, False
    degree = _object(value, field, {"degree": _choice(*DEGREES)}).get("degree")
    return degree, degree is None


def _list(value: Any, field: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise _wrong(field, "cần một danh sách [ ... ]")
    return value


def _children(value: Any, field: str) -> tuple[Child, ...] | None:
    if value is None:
        return None
    allowed = {"born": _born, "studying": _flag, "raised_by_person": _flag}
    return tuple(Child(**_object(one, f"{field}[{index}]", allowed)) for index, one in enumerate(_list(value, field)))


def _parents(value: Any, field: str) -> tuple[str | None, str | None] | None:
    if value is None:
        return None
    listed = _list(value, field)
    if len(listed) != 2:
        raise _wrong(field, "cần đúng hai tình trạng, của cha và của mẹ")
    read = _choice(*PARENT_STATES)
    return read(listed[0], f"{field}[0]"), read(listed[1], f"{field}[1]")


def _receiving(value: Any, field: str) -> frozenset[str] | None:
    if value is None:
        return None
    for index, code in enumerate(_list(value, field)):
        if not isinstance(code, str) or not code.strip():
            raise _wrong(f"{field}[{index}]", "cần mã nhóm như K6N, HTXH")
    return frozenset(value)


def _amount(value: Any, field: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_INCOME:
        raise _wrong(field, "cần số đồng nguyên, không âm")
    return value


def _income(value: Any, field: str) -> Income | None:
    return None if value is None else Income(**_object(value, field, dict.fromkeys(INCOMES, _amount)))


def _carer(value: Any, field: str) -> Carer:
    if value is None:
        return NOBODY_CARED
    allowed = {
        "for": _choice("child", "older", "disabled"),
        "cared_born": _born,
        "degree": _choice(*DEGREES),
        "own_family": _flag,
    }
    found = _object(value, field, allowed)
    return Carer(found.get("for"), found.get("cared_born"), found.get("degree"), found.get("own_family"))


_FIELDS: Mapping[str, Callable[[Any, str], Any]] = {
    "born": _born,
    "sex": _word,
    "province": _place(province),
    "former_province": _place(former_province),
    "area": _choice("rural", "urban"),
    "hard_area": _flag,
    "household": _choice("poor", "near_poor", "none"),
    "disability": _disability,
    "pregnant": _flag,
    "children": _children,
    "marital": _choice("single", "married", "widowed", "divorced", "spouse_missing"),
    "no_supporter": _flag,
    "can_live_in_community": _flag,
    "accepted_carer": _flag,
    "abandoned": _flag,
    "parents": _parents,
    "studying": _flag,
    "receiving": _receiving,
    "hiv": _flag,
    "income": _income,
    "carer": _carer,
}
FACT_NAMES = tuple(one.name for one in fields(Facts) if one.name != "degree_open")
"""The fields of FACTS.json, in its order."""
