"""How one column of the history is told: its label and how its value is shown. Built once, at import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.history import showing as show
from models.history.naming import Names
from models.history.showing import Field
from models.people.merging import FACT_LABELS


@dataclass(frozen=True, slots=True)
class RecordWords:
    """A table: what one of its records is called, its told columns, and the column that says whose record it is."""

    label: str
    fields: Mapping[str, Field]
    owner: str = ""


def text(label: str) -> Field:
    return Field(label, show.plain)


def number(label: str, how: show.Show = show.plain) -> Field:
    return Field(label, how, "number")


def day(label: str) -> Field:
    return Field(label, show.day)


def count(label: str) -> Field:
    return Field(label, show.count)


def person(value: object, names: Names) -> str:
    return names.person(int(str(value)))


def refer(label: str, how: str) -> Field:
    """A reference, named by the method of `Names` that knows it."""
    return Field(label, lambda value, names: str(getattr(names, how)(int(value))))


def fact(table: str, **fields: Field) -> RecordWords:
    spans = {"valid_from": day("Từ ngày"), "valid_to": Field("Đến hết ngày", show.last_day)}
    return RecordWords(FACT_LABELS.get(table, "Diện hộ"), {**fields, **spans}, "person_id")
