"""A workbook -> the rows of the payment organisation's answer, each with its keys and what it says of the money.

Promises: totals, headings of villages and page headers are told from answers; a cell that cannot be read is a flaw of
its row, with the place; nothing is matched here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from models.benefits.months.returns import Told
from models.imports.lists.headers import fold_header, money_unit
from models.imports.lists.layout import find_regions, is_numbering
from models.imports.returns.columns import ANSWERS, KEYS, ReturnColumn, ReturnMeaning, understand_columns
from models.imports.returns.words import is_ticked, understand_result
from models.imports.values.amounts import parse_amount
from models.imports.values.numbers import parse_account, parse_id
from models.imports.workbook.cells import Cell, text_of
from models.imports.workbook.reading import Sheet, Workbook
from models.people.codes import parse_code
from models.store.errors import RuleError
from models.store.vietnamese import search_text, tidy

_TOTAL: Final = re.compile(
    r"^(?:[ivxlc]+[ .)]*)?(?:tong|cong|luy ke|so tien bang chu|bang chu|nguoi lap|thu quy|ke toan|"
    r"giam doc|dai dien)\b"
)
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_HEADER_ROWS: Final = 25
_Rows = list[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One row: its number in the sheet (from 1), its keys as read, its money in đồng, what its answer cells say.

    `told` is None when the answer follows from the money alone. `flaws` are sentences about cells that cannot be read.
    """

    number: int
    code: int | None
    id_number: str
    account: str
    name: str
    listed: int | None
    paid: int | None
    unpaid: int | None
    told: Told | None
    word: str
    reason: str
    paid_on: date | None
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """What was read: the sheet's name, its columns and rows, rows left out as totals or headings.

    `answered` tells whether any answer column has anything in it.
    """

    sheet: str
    columns: tuple[ReturnColumn, ...]
    rows: tuple[ReturnRow, ...]
    headings: int
    answered: bool


def read_return(
    book: Workbook, today: date, *, sheet: str | None = None, wanted: Mapping[int, ReturnMeaning] | None = None
) -> ReturnSheet:
    """The sheet with most rows that carry a key, or the sheet named.

    Raises RuleError: no such sheet (field "sheet"), no row can be recognised by code, number or account.
    """
    sheets = [one for one in book.sheets if (one.name == sheet if sheet is not None else not one.hidden)]
    if not sheets:
        raise RuleError("Tệp không có trang tính này.", field="sheet", code="no_sheet")
    found = [_read_sheet(one, today, wanted) for one in sheets]
    best = max(found, key=lambda one: len(one.rows))
    if not best.rows:
        words = "Không thấy dòng nào có mã đối tượng, số định danh hoặc số tài khoản. Hãy kiểm tra tệp hoặc chọn cột."
        raise RuleError(words, field="columns", code="no_keys")
    return best


def _read_sheet(sheet: Sheet, today: date, wanted: Mapping[int, ReturnMeaning] | None) -> ReturnSheet:
    headers, tables, unit = _tables(sheet, today)
    below = {place: [_at(row, place) for _, row in tables] for place in headers}
    columns = understand_columns(headers, below, wanted)
    places: dict[ReturnMeaning, int] = {
        column.meaning: column.place for column in columns if column.meaning is not ReturnMeaning.IGNORE
    }
    rows, headings = [], 0
    for number, cells in tables:
        row = _row(number, cells, places, unit)
        if row is None:
            headings += 1
        else:
            rows.append(_not_ahead(row, today))
    answers = [places[meaning] for meaning in ANSWERS if meaning in places]
    answered = any(text_of(_at(cells, place)).strip() for _, cells in tables for place in answers)
    return ReturnSheet(sheet.name, columns, tuple(rows), headings, answered)


def _not_ahead(row: ReturnRow, today: date) -> ReturnRow:
    """The row, with a flaw where it tells of a payment still to come."""
    if row.paid_on is None or row.paid_on <= today:
        return row
    return replace(row, flaws=(*row.flaws, f"Ngày nhận {row.paid_on:%d/%m/%Y} chưa tới."))


def _tables(sheet: Sheet, today: date) -> tuple[dict[int, str], _Rows, int]:
    """Headers by place, the rows below with their number from 1, and the unit of money."""
    regions = find_regions(sheet, today)
    if not regions or not any(path for path in regions[0].paths):
        return _by_keys(sheet)
    first = regions[0]
    headers = {place: " ".join(path) for place, path in enumerate(first.paths) if path}
    words = [*first.titles, *headers.values()]
    unit = next((unit for text in words if (unit := money_unit(search_text(text))) is not None), 1)
    rows: _Rows = [
        (number + 1, sheet.rows[number])
        for region in regions
        for number in range(region.first, region.end)
        if any(text_of(cell).strip() for cell in sheet.rows[number]) and not is_numbering(sheet.rows[number])
    ]
    return headers, rows, unit


def _by_keys(sheet: Sheet) -> tuple[dict[int, str], _Rows, int]:
    """A bank's file without names: the header is the first row in which a key and an answer or an amount are named."""
    for place, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        headers = {column: tidy(text_of(cell)) for column, cell in enumerate(row) if text_of(cell).strip()}
        told = Counter(column.meaning for column in understand_columns(headers, {}))
        if KEYS & told.keys() and (ANSWERS | {ReturnMeaning.LISTED}) & told.keys():
            rows: _Rows = [
                (number, below)
                for number, below in enumerate(sheet.rows[place + 1 :], start=place + 2)
                if any(text_of(cell).strip() for cell in below)
            ]
            return headers, rows, 1
    return {}, [], 1


def _row(number: int, cells: Sequence[Cell], places: Mapping[ReturnMeaning, int], unit: int) -> ReturnRow | None:
    """None for a heading or a total."""
    flaws: list[str] = []
    code = parse_code(_text(cells, places, ReturnMeaning.CODE))
    id_number = _id(cells, places, flaws)
    account = _account(cells, places, flaws)
    name = _text(cells, places, ReturnMeaning.NAME)
    listed = _money(cells, places, ReturnMeaning.LISTED, unit, flaws)
    first = next((text for cell in cells if (text := tidy(text_of(cell)))), "")
    speaks = listed is not None and name and not _TOTAL.search(fold_header(name))
    if code is None and not id_number and not account and (not speaks or _TOTAL.search(fold_header(first))):
        return None
    told, word = _told(cells, places)
    return ReturnRow(
        number=number,
        code=code,
        id_number=id_number,
        account=account,
        name=name,
        listed=listed,
        paid=_money(cells, places, ReturnMeaning.PAID, unit, flaws),
        unpaid=_money(cells, places, ReturnMeaning.UNPAID, unit, flaws),
        told=told,
        word=word,
        reason=_reason(cells, places, told, word),
        paid_on=_day(_at(cells, places[ReturnMeaning.PAID_ON])) if ReturnMeaning.PAID_ON in places else None,
        flaws=tuple(flaws),
    )


def _told(cells: Sequence[Cell], places: Mapping[ReturnMeaning, int]) -> tuple[Told | None, str]:
    """What result and tick columns say: None when there are none of them."""
    said: list[tuple[Told, str]] = []
    if ReturnMeaning.RESULT in places:
        word = _text(cells, places, ReturnMeaning.RESULT)
        said.append((understand_result(word), word))
    for meaning, told in ((ReturnMeaning.TICK_PAID, Told.PAID), (ReturnMeaning.TICK_UNPAID, Told.UNPAID)):
        if meaning in places:
            word = _text(cells, places, meaning)
            said.append((told if is_ticked(word) else Told.BLANK_CELL, word))
    if not said:
        return None, ""
    clear = {told: word for told, word in said if told is not Told.BLANK_CELL}
    if len(clear) > 1:
        return Told.UNKNOWN_WORD, " / ".join(clear.values())
    return next(iter(clear.items()), (Told.BLANK_CELL, ""))


def _reason(cells: Sequence[Cell], places: Mapping[ReturnMeaning, int], told: Told | None, word: str) -> str:
    reason = _text(cells, places, ReturnMeaning.REASON)
    ticked = len(word) > 1 and ReturnMeaning.TICK_UNPAID in places
    return reason or (word if told is Told.UNPAID and (ReturnMeaning.RESULT in places or ticked) else "")


def _id(cells: Sequence[Cell], places: Mapping[ReturnMeaning, int], flaws: list[str]) -> str:
    if ReturnMeaning.ID_NUMBER not in places:
        return ""
    read = parse_id(_at(cells, places[ReturnMeaning.ID_NUMBER]))
    if read.flaw is not None and read.flaw.severity == "error":
        flaws.append(read.flaw.message)
    return read.number or ""


def _account(cells: Sequence[Cell], places: Mapping[ReturnMeaning, int], flaws: list[str]) -> str:
    if ReturnMeaning.ACCOUNT not in places:
        return ""
    read = parse_account(_at(cells, places[ReturnMeaning.ACCOUNT]))
    if read.flaw is not None and read.flaw.severity == "error":
        flaws.append(read.flaw.message)
    return read.number or ""


def _money(
    cells: Sequence[Cell], places: Mapping[ReturnMeaning, int], meaning: ReturnMeaning, unit: int, flaws: list[str]
) -> int | None:
    if meaning not in places:
        return None
    cell = _at(cells, places[meaning])
    if not isinstance(cell, bool) and text_of(cell).strip() in ("0", "0.0", "0,0"):
        return 0
    amount, flaw = parse_amount(cell, unit)
    if flaw is not None:
        flaws.append(flaw.message)
    return amount


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DAY.search(text_of(cell))
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _text(cells: Sequence[Cell], places: Mapping[ReturnMeaning, int], meaning: ReturnMeaning) -> str:
    return tidy(text_of(_at(cells, places[meaning]))) if meaning in places else ""


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else ""
