"""The posting list as an Excel sheet: the same words and rows as the PDF, from the same `PostingSheet`."""

from __future__ import annotations

from datetime import datetime

from models.postings.papers import PostingSheet
from printing.page.sizes import TEXT_SIZE
from printing.postings.posting_list import EMPTY_LIST, cells, check_sheet, columns_of, particulars
from printing.sheets.book import NUMBER_FORMAT, Book, Look
from printing.sheets.ground import letterhead_rows, signature_rows, title_rows

_CHARACTERS = {"STT": 7.0, "Năm sinh": 12.0, "Thôn, tổ dân phố": 42.0, "Quà tặng": 26.0}
_NAME_CHARACTERS = 36.0
_CENTRED = ("STT", "Năm sinh")
_TEXT = Look(size=TEXT_SIZE, framed=False)
_HEADER = Look(size=TEXT_SIZE, bold=True, align="center")


def posting_xlsx(sheet: PostingSheet, *, printed_at: datetime) -> bytes:
    """The wall sheet as .xlsx, made in memory; same sheet and date, same bytes."""
    check_sheet(sheet)
    columns = columns_of(sheet)
    names = [name for name, _, _ in columns]
    widths = [_CHARACTERS.get(name, _NAME_CHARACTERS) for name in names]
    book = Book(title=f"Danh sách niêm yết - {sheet.subject}", printed_at=printed_at)
    pen = book.sheet("Danh sách niêm yết", widths, landscape=False)
    letterhead_rows(pen, sheet.letterhead)
    title_rows(pen, sheet.title, sheet.subject)
    for text in particulars(sheet):
        pen.across(text, _TEXT)
    header = pen.write(names, [_HEADER] * len(names))
    pen.freeze_below(header)
    number = Look(size=TEXT_SIZE, align="center", number_format=NUMBER_FORMAT)
    looks = [Look(size=TEXT_SIZE, align="center" if name in _CENTRED else "left") for name in names]
    looks[0] = number
    for row in sheet.rows:
        pen.write([row.number, *cells(columns, row)[1:]], looks)
    if not sheet.rows:
        pen.across(EMPTY_LIST, Look(size=TEXT_SIZE, align="center"))
    signature_rows(pen, (sheet.signatory,) if sheet.signatory else (), sheet.recipients)
    return book.finish()
