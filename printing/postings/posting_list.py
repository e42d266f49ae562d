"""The posting list as PDF: A4 portrait, letters big enough for a wall at arm's length.

Prints what the `PostingSheet` holds and nothing else; accepts no other type, so no caller can pass by the rules of
privacy.md 11.1.
"""

from __future__ import annotations

from datetime import datetime

from models.postings.papers import PostedRow, PostingKind, PostingSheet
from printing.page import ground
from printing.page.ink import Ink
from printing.page.painter import Closing, paint_table
from printing.page.sizes import PORTRAIT
from printing.page.table import Align, HeaderCell, Role, Row, Table, columns_to_fit, styles

WALL_TEXT_SIZE = 13.0
EMPTY_LIST = "(Không có trường hợp nào)"
_Part = tuple[str, float, Align]
_NUMBER: _Part = ("STT", 14, Align.CENTER)
_BIRTH_YEAR: _Part = ("Năm sinh", 24, Align.CENTER)
_VILLAGE: _Part = ("Thôn, tổ dân phố", 54, Align.LEFT)
_COLUMNS: dict[PostingKind, tuple[_Part, ...]] = {
    PostingKind.ALLOWANCE: (_NUMBER, ("Họ và tên", 73, Align.LEFT), _BIRTH_YEAR, _VILLAGE),
    PostingKind.POOR: (_NUMBER, ("Họ và tên chủ hộ", 85, Align.LEFT), _VILLAGE),
    PostingKind.NEAR_POOR: (_NUMBER, ("Họ và tên chủ hộ", 85, Align.LEFT), _VILLAGE),
    PostingKind.LONGEVITY: (
        _NUMBER,
        ("Họ và tên", 58, Align.LEFT),
        ("Năm sinh", 18, Align.CENTER),
        ("Thôn, tổ dân phố", 38, Align.LEFT),
        ("Quà tặng", 37, Align.LEFT),
    ),
}


def column_names(kind: PostingKind) -> tuple[str, ...]:
    """The headers of this kind of list."""
    return tuple(name for name, _, _ in _COLUMNS[kind])


def cells(kind: PostingKind, row: PostedRow) -> tuple[str, ...]:
    """The texts of one row, one for each of `column_names`."""
    if kind in (PostingKind.POOR, PostingKind.NEAR_POOR):
        return (str(row.number), row.name, row.village)
    if kind is PostingKind.LONGEVITY:
        return (str(row.number), row.name, row.birth_year, row.village, row.gift)
    return (str(row.number), row.name, row.birth_year, row.village)


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


def posting_pdf(sheet: PostingSheet, *, printed_at: datetime) -> bytes:
    """The wall sheet as PDF. `printed_at` (with a time zone) dates the document; same sheet and date, same bytes.

    Raises RuleError for a character that the font lacks and for a row taller than a page.
    """
    check_sheet(sheet)
    ink = Ink(PORTRAIT, title=f"Danh sách niêm yết - {sheet.subject}", printed_at=printed_at)
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

    paint_table(ink, _table(sheet.kind), _rows(sheet), top=y, next_page=next_page, closing=closing)
    return ink.finish()


def _table(kind: PostingKind) -> Table:
    columns = columns_to_fit(PORTRAIT.text_width, *_COLUMNS[kind])
    header = tuple(HeaderCell(column.name, 0, index) for index, column in enumerate(columns))
    body, head, strong = styles(WALL_TEXT_SIZE)
    return Table(columns, header, header_rows=1, body=body, head=head, strong=strong)


def _rows(sheet: PostingSheet) -> list[Row]:
    if not sheet.rows:
        return [Row((EMPTY_LIST,), Role.SUBTOTAL, spans=(len(_COLUMNS[sheet.kind]),))]
    return [Row(cells(sheet.kind, row)) for row in sheet.rows]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ";")) else f"{text}."
