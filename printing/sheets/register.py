"""Any register as an Excel sheet ("Xuất Excel"): title, header, rows as shown on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from printing.sheets.book import AMOUNT_FORMAT, Book, Look, Value

TITLE_LOOK = Look(size=14, bold=True, framed=False, wrapped=False)
LANDSCAPE_FROM_CHARACTERS = 95
"""Sheets wider than this are laid across."""


class ColumnKind(Enum):
    """What a column holds. Numbers of people, accounts, codes are TEXT: they are not calculated with."""

    TEXT = "text"
    CENTERED = "centered"
    NUMBER = "number"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column's header, kind, and width in characters."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 18


_LOOKS = {
    ColumnKind.TEXT: Look(),
    ColumnKind.CENTERED: Look(align="center"),
    ColumnKind.NUMBER: Look(align="right", number_format="General"),
    ColumnKind.AMOUNT: Look(align="right", number_format=AMOUNT_FORMAT),
}
_HEADER_LOOK = Look(bold=True, align="center")


def register_sheet(
    title: str, columns: Sequence[RegisterColumn], rows: Iterable[Sequence[Value]], *, printed_at: datetime
) -> bytes:
    """The .xlsx of a register: numbers and amounts (integer đồng) as numbers, everything else as text.

    Each row has one value for each column. `printed_at` needs a time zone. Nothing is written to disk.
    """
    book = Book(title=title, printed_at=printed_at)
    landscape = sum(column.width for column in columns) > LANDSCAPE_FROM_CHARACTERS
    pen = book.sheet(title, [column.width for column in columns], landscape=landscape)
    pen.across(title, TITLE_LOOK)
    header = pen.write([column.name for column in columns], [_HEADER_LOOK] * len(columns))
    pen.freeze_below(header)
    looks = [_LOOKS[column.kind] for column in columns]
    for row in rows:
        pen.write(row, looks)
    pen.filter_from(header)
    return book.finish()
