"""Lists and reports of benefits as Excel sheets: what their PDF says, amounts as numbers, an annex as a sheet more."""

from __future__ import annotations

from datetime import datetime

from printing.benefits.lists import Annex, ListForm, ListTable
from printing.benefits.payment_columns import PaymentRow
from printing.page.table import Role
from printing.sheets.book import AMOUNT_FORMAT, Book, Look, SheetPen, Value
from printing.sheets.ground import letterhead_rows, signature_rows, title_rows

TEXT_SIZE = 11.0
_TEXT = Look(size=12, framed=False)
_STRONG = Look(bold=True, framed=False)
_NOTE = Look(size=11, italic=True, align="right", framed=False)
_SOURCE = Look(italic=True, align="center", framed=False)


def list_xlsx(form: ListForm, *, printed_at: datetime) -> bytes:
    """The paper as .xlsx, made in memory; same form and date, same bytes."""
    book = Book(title=f"{form.title.capitalize()} - {form.subject}", printed_at=printed_at)
    pen = _sheet(book, form.title.capitalize(), form.table)
    letterhead_rows(pen, form.letterhead)
    title_rows(pen, form.title, form.subject)
    for sentence in form.opening:
        pen.across(sentence, _TEXT)
    _table(pen, form.table)
    for note in form.notes:
        pen.across(note, _TEXT)
    signature_rows(pen, form.signatories, form.recipients)
    for number, annex in enumerate(form.annexes, start=1):
        _annex(book, annex, number)
    return book.finish()


def _annex(book: Book, annex: Annex, number: int) -> None:
    pen = _sheet(book, f"Danh sách {number}", annex.table)
    title_rows(pen, annex.title, annex.subject)
    if annex.source:
        pen.across(annex.source, _SOURCE)
    _table(pen, annex.table)


def _sheet(book: Book, name: str, table: ListTable) -> SheetPen:
    return book.sheet(name, [column.characters for column in table.columns], landscape=table.landscape)


def _table(pen: SheetPen, table: ListTable) -> None:
    if table.unit:
        pen.across(table.unit, _NOTE)
    look = Look(size=TEXT_SIZE, bold=True, align="center")
    header = pen.write([column.name for column in table.columns], [look] * len(table.columns))
    pen.freeze_below(header)
    for row in table.rows:
        _row(pen, table, row)
    for line in table.closing:
        pen.across(line, _STRONG)


def _row(pen: SheetPen, table: ListTable, row: PaymentRow) -> None:
    spans = row.spans or (1,) * len(table.columns)
    values: list[Value] = []
    looks: list[Look] = []
    merges: list[tuple[int, int]] = []
    column = 0
    for cell, span in zip(row.cells, spans, strict=True):
        align = table.columns[column].align.value
        if span > 1:
            align = "left" if row.role is Role.SECTION else "center"
            merges.append((column + 1, column + span))
        number = isinstance(cell, int)
        look = Look(TEXT_SIZE, row.role is not Role.LINE, align=align, number_format=AMOUNT_FORMAT if number else "@")
        values += [cell, *[None] * (span - 1)]
        looks += [look] * span
        column += span
    written = pen.write(values, looks)
    for first, last in merges:
        pen.merge(written, first, last)
