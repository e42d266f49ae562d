"""Reading a village slip back from the sheet that was exported: whose slip it is, the ticks, who is new.

Promises: the sheet is known by the mark that was printed on it, columns by their headers, people by their codes; a row
with two ticks, a tick without a code or an unreadable day is refused by its row, and nothing is taken by halves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.benefits.events.rules import Tick
from models.benefits.events.slips import AnswerSlip, NewName, SlipRow
from models.imports.values.births import parse_born
from models.imports.values.names import is_tick
from models.imports.workbook.cells import Cell, text_of
from models.imports.workbook.reading import Sheet, read_workbook
from models.store.dates import Month, PartialDate, parse_month
from models.store.errors import RuleError
from models.store.vietnamese import search_text, tidy

_MARK = re.compile(r"mã phiếu:\s*(\d{4}-\d{2})/(\d+)", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")
_NEW: Final = "nguoi moi"
_NO: Final = frozenset(("0", "khong", "-", "ko", "k"))
COLUMNS: Final[Mapping[str, str]] = {
    "ma": "code",
    "ho va ten": "name",
    "nam sinh": "born",
    "khong doi": "unchanged",
    "da mat": "dead",
    "chuyen di": "moved",
    "ngay": "day",
    "noi den, ghi chu": "note",
}
TICKS: Final[Mapping[str, Tick]] = {"unchanged": Tick.UNCHANGED, "dead": Tick.DEAD, "moved": Tick.MOVED}
NEEDED: Final = ("code", "name", *TICKS)


@dataclass(frozen=True, slots=True)
class ReadSlips:
    """What a file holds: an answer for each village on it, in the order of its sheets."""

    file_name: str
    answers: tuple[AnswerSlip, ...]


def read_slips(data: bytes, name: str, today: date, *, rest_unchanged: bool = False) -> ReadSlips:
    """Read every slip of a file. Raises RuleError or EnvironmentProblem for one that cannot be read."""
    book = read_workbook(data, name)
    answers = [
        _answer(sheet, today, rest_unchanged=rest_unchanged) for sheet in book.sheets if _mark(sheet) is not None
    ]
    if not answers:
        words = "Tệp này không phải phiếu báo biến động do chương trình xuất ra: không thấy dòng «Mã phiếu»."
        raise RuleError(words, field="file", code="no_slip")
    if len({(one.month, one.village_id) for one in answers}) < len(answers):
        raise RuleError("Tệp có hai phiếu của cùng một thôn.", field="file", code="slip_twice")
    return ReadSlips(book.name, tuple(answers))


def _mark(sheet: Sheet) -> tuple[Month, int] | None:
    for row in sheet.rows:
        for cell in row:
            found = _MARK.search(cell) if isinstance(cell, str) else None
            if found is not None:
                try:
                    return parse_month(found[1]), int(found[2])
                except ValueError:
                    return None
    return None


def _answer(sheet: Sheet, today: date, *, rest_unchanged: bool) -> AnswerSlip:
    mark = _mark(sheet)
    if mark is None:
        raise ValueError("a sheet without a mark")
    month, village = mark
    header, columns = _header(sheet)
    ticked: list[SlipRow] = []
    new: list[NewName] = []
    after_heading = False
    for number in range(header + 1, len(sheet.rows)):
        row = _Row(sheet, number, columns)
        after_heading = after_heading or row.is_heading()
        if row.text("code"):
            found = _tick(row, month, today)
            if found is not None:
                ticked.append(found)
        elif row.text("name"):
            if not after_heading:
                raise row.refused("có họ tên mà không có mã; người mới thì ghi ở phần cuối phiếu", "code_missing")
            if row.ticks():
                raise row.refused("người mới thì không đánh dấu", "tick_without_code")
            new.append(NewName(row.text("name"), _born(row, today), row.text("note")))
        elif row.ticks() and not after_heading:
            raise row.refused("có đánh dấu mà không có mã", "tick_without_code")
    return AnswerSlip(month, village, tuple(ticked), tuple(new), rest_unchanged)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(sheet.rows):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            meaning = COLUMNS.get(search_text(text_of(cell)))
            if meaning is not None:
                columns.setdefault(meaning, place)
        if all(name in columns for name in NEEDED):
            return number, columns
    raise RuleError(f"Trang «{sheet.name}»: không thấy hàng tiêu đề của phiếu.", field="file", code="no_header")


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: Sheet
    number: int
    columns: Mapping[str, int]

    def cell(self, name: str) -> Cell:
        place = self.columns.get(name)
        row: Sequence[Cell] = self.sheet.rows[self.number]
        return "" if place is None or place >= len(row) else row[place]

    def text(self, name: str) -> str:
        return tidy(text_of(self.cell(name)))

    def ticks(self) -> list[Tick]:
        """Any mark counts, but for a plain no."""
        return [tick for name, tick in TICKS.items() if self._marked(name)]

    def _marked(self, name: str) -> bool:
        cell = self.cell(name)
        if is_tick(cell):
            return True
        text = self.text(name)
        return bool(text) and search_text(text) not in _NO

    def is_heading(self) -> bool:
        """The line over those who are new."""
        return any(search_text(text_of(cell)).startswith(_NEW) for cell in self.sheet.rows[self.number])

    def refused(self, what: str, code: str) -> RuleError:
        return RuleError(f"Trang «{self.sheet.name}», dòng {self.number + 1}: {what}.", field="file", code=code)


def _tick(row: _Row, month: Month, today: date) -> SlipRow | None:
    ticks = row.ticks()
    if not ticks:
        return None
    if len(ticks) > 1:
        raise row.refused("đánh dấu nhiều ô cho một người", "ticked_twice")
    return SlipRow(row.text("code"), ticks[0], _day(row, month, today), row.text("note"))


def _day(row: _Row, month: Month, today: date) -> PartialDate | None:
    """A day as the village writes it; "3/11" is of the slip's year."""
    cell = row.cell("day")
    text = text_of(cell)
    if not tidy(text):
        return None
    short = _DAY.fullmatch(tidy(text))
    if short is not None:
        try:
            return PartialDate(month // 100, int(short[2]), int(short[1]))
        except ValueError:
            raise row.refused(f"ngày «{text}» không đúng", "day_unreadable") from None
    told, flaw = parse_born(cell, today)
    if told is None or flaw is not None:
        raise row.refused(f"ngày «{text}» không đọc được", "day_unreadable")
    return told


def _born(row: _Row, today: date) -> str:
    told, _flaw = parse_born(row.cell("born"), today)
    return told.display() if told is not None else row.text("born")
