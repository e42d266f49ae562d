"""The payment list as an Excel sheet: same columns, rows and sums as the PDF, amounts as numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.benefits.papers import DeskList, PaymentList
from printing.benefits.payment_columns import LIST_TITLE, UNIT_NOTE, PaymentForm, PaymentRow, desk_form, finance_form
from printing.page.table import Role
from printing.sheets.book import AMOUNT_FORMAT, NUMBER_FORMAT, Book, Look, SheetPen
from printing.sheets.ground import letterhead_rows, signature_rows, title_rows

FINANCE_TEXT_SIZE = 10.0
DESK_TEXT_SIZE = 12.0
DESK_ROW_HEIGHT = 27.0
"""Points; room to sign by hand."""
HEADER_HEIGHT = 30.0
"""Points; two lines."""


def payment_xlsx(facts: PaymentList | DeskList, *, printed_at: datetime) -> bytes:
    """The finance copy of a `PaymentList`, the pay-desk copy of a `DeskList`, as .xlsx made in memory."""
    desk = isinstance(facts, DeskList)
    form = desk_form(facts) if isinstance(facts, DeskList) else finance_form(facts)
    size = DESK_TEXT_SIZE if desk else FINANCE_TEXT_SIZE
    book = Book(title=f"Danh sách chi trả - {form.subject}", printed_at=printed_at)
    pen = book.sheet("Danh sách chi trả", [column.characters for column in form.columns], landscape=not desk)
    letterhead_rows(pen, facts.letterhead)
    title_rows(pen, LIST_TITLE, form.subject)
    pen.across(UNIT_NOTE, Look(size=11, italic=True, align="right", framed=False))
    _header(pen, form, size)
    for row in form.rows:
        _row(pen, form, row, size, height=DESK_ROW_HEIGHT if desk and row.role is Role.LINE else None)
    pen.across(form.sums_line, Look(bold=True, framed=False, wrapped=False))
    pen.across(form.words_line, Look(bold=True, italic=True, framed=False, wrapped=False))
    signature_rows(pen, form.signatories, form.recipients)
    return book.finish()


def _header(pen: SheetPen, form: PaymentForm, size: float) -> None:
    first = pen.row + 1
    look = Look(size=size, bold=True, align="center")
    for cell in form.header:
        last = cell.column + cell.columns
        pen.merged(first + cell.row, cell.text, look, first=cell.column + 1, last=last, rows=cell.rows)
    for row in range(first, pen.row + 1):
        pen.set_height(row, HEADER_HEIGHT)
    pen.freeze_below(first)


def _row(pen: SheetPen, form: PaymentForm, row: PaymentRow, size: float, *, height: float | None) -> None:
    spans = row.spans or (1,) * len(form.columns)
    plain = row.role is Role.LINE
    values: list[str | int | None] = []
    looks: list[Look] = []
    column = 0
    merged = 0
    for cell, span in zip(row.cells, spans, strict=True):
        form_column = form.columns[column]
        align = form_column.align.value
        if span > 1:
            align = "left" if row.role is Role.SECTION else "center"
            merged = span
        number_format = AMOUNT_FORMAT if form_column.amounts and span == 1 else "@"
        look = Look(size=size, bold=not plain, align=align, number_format=number_format)
        values += [cell, *[None] * (span - 1)]
        looks += [look] * span
        column += span
    if plain and str(values[0]).isdecimal():  # several lines of one person have several
        values[0] = int(str(values[0]))
        looks[0] = replace(looks[0], number_format=NUMBER_FORMAT)
    number = pen.write(values, looks, height=height)
    if merged:
        pen.merge(number, 1, merged)
