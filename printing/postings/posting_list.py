"""The posting list as PDF: A4 portrait, letters big enough for a wall at arm's length.

Prints what the `PostingSheet` holds and nothing else; accepts no other type, so no caller can pass by the rules of
privacy.md 11.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.postings.papers import PostedRow, PostingKind, PostingSheet
from printing.page import ground
from printing.page.columns import columns_to_fit, needs_of
from printing.page.ink import Ink
from printing.page.painter import Closing, paint_table
from printing.page.sizes import PORTRAIT
from printing.page.table import (
    CELL_SIDE_PADDING,
    Align,
    HeaderCell,
    Part,
    Role,
    Row,
    Table,
    styles,
)

WALL_TEXT_SIZE = 13.0
EMPTY_LIST = "(Không có trường hợp nào)"
_NUMBER: Part = ("STT", 14, Align.CENTER)
_BIRTH_YEAR: Part = ("Năm sinh", 24, Align.CENTER)
_VILLAGE: Part = ("Thôn, tổ dân phố", 54, Align.LEFT)
_PEOPLE: tuple[Part, ...] = (_NUMBER, ("Họ và tên", 73, Align.LEFT), _BIRTH_YEAR, _VILLAGE)
_HOUSEHOLDS: tuple[Part, ...] = (_NUMBER, ("Họ và tên chủ hộ", 85, Align.LEFT), _VILLAGE)
_GIFTS: tuple[Part, ...] = (
    _NUMBER,
    ("Họ và tên", 52, Align.LEFT),
    ("Năm sinh", 18, Align.CENTER),
    ("Thôn, tổ dân phố", 36, Align.LEFT),
    ("Quà tặng", 45, Align.LEFT),
)


def columns_of(sheet: PostingSheet) -> tuple[Part, ...]:
    """The columns of this sheet; gifts have one only where there are gifts."""
    if sheet.kind in (PostingKind.POOR, PostingKind.NEAR_POOR):
        return _HOUSEHOLDS
    return _GIFTS if any(row.gift for row in sheet.rows) else _PEOPLE


def cells(columns: Sequence[Part], row: PostedRow) -> tuple[str, ...]:
    """The texts of one row, one for each of `columns`."""
    if columns is _HOUSEHOLDS:
        return (str(row.number), row.name, row.village)
    people = (str(row.number), row.name, row.birth_year, row.village)
    return (*people, row.gift) if columns is _GIFTS else people


def particulars(sheet: PostingSheet) -> tuple[str, ...]:
    """What every sheet must tell: its ground, its body, its window, and where to say an objection."""
    return (
        f"Căn cứ: {_sentence(sheet.ground)}",
        f"Cơ quan niêm yết: {_sentence(sheet.body)}",
        f"Thời gian niêm yết: {sheet.window}.",
        f"Nơi tiếp nhận ý kiến: {_sentence(sheet.objections_to)}",
    )


def check_sheet(sheet: PostingSheet) -> None:
    """Refuse anything but a sheet that the rules made."""
    if type(sheet) is not PostingSheet:
        raise TypeError("only a PostingSheet can be printed")


def posting_pdf(sheet: PostingSheet, *, printed_at: datetime, foot: str = "") -> bytes:
    """The wall sheet as PDF. `printed_at` (with a time zone) dates the document; same sheet and date, same bytes.

    `foot` is the line of the history's code, which holds nothing about anybody.

    Raises RuleError for a character that the font lacks and for a row taller than a page.
    """
    check_sheet(sheet)
    ink = Ink(PORTRAIT, title=f"Danh sách niêm yết - {sheet.subject}", printed_at=printed_at, foot=foot)
    ink.begin_page()
    y = ground.letterhead(ink, sheet.letterhead, PORTRAIT.text_top)
    y = ground.title(ink, sheet.title, sheet.subject, y)
    for text in particulars(sheet):
        y = ground.paragraph(ink, text, y, place="phần mở đầu")
    signatories = (sheet.signatory,) if sheet.signatory else ()
    closing = Closing(
        ground.signatures_height(PORTRAIT, signatories, sheet.recipients),
        lambda top: ground.signatures(ink, signatories, top, sheet.recipients),
    )

    def next_page() -> float:
        ink.begin_page()
        ground.page_number(ink)
        return PORTRAIT.text_top

    columns = columns_of(sheet)
    rows = [Row(cells(columns, row)) for row in sheet.rows]
    rows = rows or [Row((EMPTY_LIST,), Role.SUBTOTAL, spans=(len(columns),))]
    paint_table(ink, _table(columns, rows), rows, top=y, next_page=next_page, closing=closing)
    return ink.finish()


def _table(parts: Sequence[Part], rows: Sequence[Row]) -> Table:
    body, head, strong = styles(WALL_TEXT_SIZE)
    needs = needs_of(parts, rows, body, strong, CELL_SIDE_PADDING)
    columns = columns_to_fit(PORTRAIT.text_width, parts, needs)
    header = tuple(HeaderCell(column.name, 0, index) for index, column in enumerate(columns))
    return Table(columns, header, header_rows=1, body=body, head=head, strong=strong)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ";")) else f"{text}."
