"""The village slip as an Excel sheet to be ticked on a computer and read back (models.imports.slips)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.benefits.events.papers import NEW_LINES, SlipSheet
from models.store.dates import month_display
from models.store.errors import RuleError
from printing.benefits.village_slip import COLUMNS, NEW_HEADING, SLIP_TITLE, instructions, mark_line
from printing.page.table import Align
from printing.sheets.book import NUMBER_FORMAT, Book, Look, SheetPen
from printing.sheets.ground import letterhead_rows, signature_rows, title_rows

CHARACTERS = (6.0, 12.0, 30.0, 10.0, 11.0, 9.0, 11.0, 13.0, 26.0)
ROW_HEIGHT = 22.0
"""Points."""
_TEXT = Look(size=12, framed=False)
_MARK = Look(size=11, italic=True, framed=False, align="right")
_HEADER = Look(size=12, bold=True, align="center")
_SECTION = Look(size=12, bold=True)


def village_slip_xlsx(sheets: Sequence[SlipSheet], *, printed_at: datetime) -> bytes:
    """One sheet for each village, made in memory; same slips and date, same bytes. RuleError without a slip."""
    if not sheets:
        raise RuleError("Không có thôn nào có người đang hưởng trong tháng này.", code="no_slips")
    book = Book(title=f"Phiếu báo biến động - tháng {month_display(sheets[0].month)}", printed_at=printed_at)
    taken: set[str] = set()
    for sheet in sheets:
        name = sheet.village if sheet.village not in taken else f"{sheet.village} {sheet.village_id}"
        taken.add(name)
        _write(book.sheet(name, CHARACTERS, landscape=False), sheet)
    return book.finish()


def _write(pen: SheetPen, sheet: SlipSheet) -> None:
    letterhead_rows(pen, sheet.letterhead)
    title_rows(pen, SLIP_TITLE, sheet.subject)
    for text in instructions(sheet):
        pen.across(text, _TEXT)
    pen.across(mark_line(sheet), _MARK)
    header = pen.write([name for name, _, _ in COLUMNS], [_HEADER] * len(COLUMNS))
    pen.freeze_below(header)
    looks = [Look(size=12, align="center" if align is Align.CENTER else "left") for _, _, align in COLUMNS]
    looks[0] = Look(size=12, align="center", number_format=NUMBER_FORMAT)
    blanks = [None] * (len(COLUMNS) - 4)
    for line in sheet.lines:
        pen.write([line.number, line.code, line.name, line.born, *blanks], looks, height=ROW_HEIGHT)
    pen.across(NEW_HEADING, _SECTION)
    for _ in range(NEW_LINES):
        pen.write([None] * len(COLUMNS), looks, height=ROW_HEIGHT)
    signature_rows(pen, (sheet.signatory,))
