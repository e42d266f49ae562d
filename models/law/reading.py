"""Reading rows of the law: those shipped in resources/law and those an office enters have one schema.

Promises: a row with a strange field, value or condition is refused with ValueError when it is read, never when somebody
is paid.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Any, TypeVar

from models.law.places import Place, former_province, province
from models.law.rows import (
    CERTAINTIES,
    Band,
    By,
    Document,
    Help,
    Level,
    LocalTable,
    Procedure,
    Rate,
    Rule,
    Step,
    Who,
    WorkDay,
)
from models.law.vocabulary import read_condition
from models.store.dates import parse_month

SLOTS = ("main", "single_parent", "pension", "extra", "care ")
PER = (None, "counted_child")
Row = TypeVar("Row")
Raw = Mapping[str, Any]


def resource(name: str) -> Raw:
    """The JSON object of one file of resources/law."""
    text = files("resources").joinpath("law", name).read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]  # our own file, its shape is checked by what reads it


def read_rows(raws: Sequence[Raw], read: Callable[[Raw], Row]) -> tuple[Row, ...]:
    """Every row, read strictly. Raises ValueError."""
    return tuple(read(raw) for raw in raws)


def read_document(raw: Raw) -> Document:
    """A document from its data."""
    _shape(raw, Document)
    days = {name: _day(raw[name]) for name in ("signed", "in_force", "ended", "known_from")}
    if days["in_force"] is None or days["known_from"] is None:
        raise ValueError("a document needs its days")
    return Document(**{**raw, **days, "certainty": _certainty(raw["certainty"])})


def read_rate(raw: Raw) -> Rate:
    """A rate from its data."""
    row = _row(raw, Rate, "benefit_month")
    if row["rate"] not in ("base", "pension") or not _is_whole(row["amount"]):
        raise ValueError("strange rate")
    return Rate(**{**row, "place": read_place(row["place"])})


def read_who(raw: Raw) -> Who:
    """A group's condition from its data."""
    row = _row(raw, Who, "benefit_month")
    if not row["slot"].startswith(SLOTS):
        raise ValueError("strange slot")
    when = None if row["when"] is None else read_condition(row["when"])
    return Who(**{**row, "place": read_place(row["place"]), "when": when})


def read_level(raw: Raw) -> Level:
    """A group's bands from their data."""
    row = _row(raw, Level, "benefit_month")
    if row["per"] not in PER or not row["bands"]:
        raise ValueError("strange level")
    bands = tuple(map(_band, row["bands"]))
    return Level(**{**row, "place": read_place(row["place"]), "bands": bands})


def _band(raw: Raw) -> Band:
    if set(raw) not in ({"coefficient", "when", "words"}, {"amount", "when", "words"}):
        raise ValueError("strange band")
    when = None if raw["when"] is None else read_condition(raw["when"])
    if "amount" in raw:
        if not _is_whole(raw["amount"]):
            raise ValueError("strange amount")
        return Band(None, raw["amount"], when, raw["words"])
    return Band(hundredths(raw["coefficient"]), None, when, raw["words"])


def read_local_table(raw: Raw) -> LocalTable:
    """A place's table from its data."""
    row = _row(raw, LocalTable, "benefit_month")
    place = read_place(row["place"])
    if place is None:
        raise ValueError("a local table needs a place")
    return LocalTable(**{**row, "place": place, "without": tuple(row["without"])})


def read_rule(raw: Raw) -> Rule:
    """A rule from its data."""
    row = _row(raw, Rule, "benefit_month")
    is_ = row["is_"]
    return Rule(**{**row, "is_": tuple(is_) if isinstance(is_, list) else is_})


def read_procedure(raw: Raw) -> Procedure:
    """A procedure from its data."""
    row = _row(raw, Procedure, "receipt_day")
    steps = tuple(Step(**step) for step in row["steps"])
    return Procedure(**{**row, "steps": steps, "forms": tuple(row["forms"]), "papers": tuple(row["papers"])})


def read_help(raw: Raw) -> Help:
    """A help from its data."""
    row = _row(raw, Help, raw["by"])
    times = None if row["times"] is None else hundredths(row["times"])
    return Help(**{**row, "times": times})


def read_work_day(raw: Raw) -> WorkDay:
    """A swapped day from its data."""
    _shape(raw, WorkDay)
    if not isinstance(raw["works"], bool):
        raise ValueError("strange day")
    return WorkDay(**{**raw, "day": date.fromisoformat(raw["day"])})


def hundredths(text: str) -> int:
    """ "1.5" -> 150. Raises ValueError for what is no coefficient above 0."""
    try:
        value = Decimal(text) * 100
    except (InvalidOperation, TypeError):
        raise ValueError("strange coefficient") from None
    if not value.is_finite() or value <= 0 or value != int(value):
        raise ValueError("strange coefficient")
    return int(value)


def read_place(raw: Raw | None) -> Place | None:
    """A place from {"province": name} or {"former_province": name}; None for the whole country."""
    if raw is None:
        return None
    if set(raw) == {"province"}:
        return province(raw["province"])
    if set(raw) == {"former_province"}:
        return former_province(raw["former_province"])
    raise ValueError("strange place")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _certainty(word: str) -> str:
    if word not in CERTAINTIES:
        raise ValueError("strange certainty")
    return word


_RENAMED = {"first": "from", "last": "to", "is_": "is"}


def _shape(raw: Raw, shape: type[Any], *, extra: frozenset[str] = frozenset()) -> None:
    wanted = {_RENAMED.get(one.name, one.name) for one in fields(shape)} | extra
    if set(raw) != wanted:
        raise ValueError(f"strange fields: {sorted(set(raw) ^ wanted)}")


def _row(raw: Raw, shape: type[Any], by: By) -> dict[str, Any]:
    """The values by the dataclass's names, with first and last as months or days."""
    _shape(raw, shape, extra=frozenset({"by"}))
    if raw["by"] != by:
        raise ValueError("strange date that decides")
    _certainty(raw["certainty"])
    when: Callable[[str], Any] = parse_month if by == "benefit_month" else date.fromisoformat
    row = {one.name: raw[_RENAMED.get(one.name, one.name)] for one in fields(shape)}
    row["first"] = when(raw["from"])
    row["last"] = None if raw["to"] is None else when(raw["to"])
    if row["last"] is not None and row["last"] < row["first"]:
        raise ValueError("a row that ends before it begins")
    return row
