"""The payment list as PDF: finance copy (A4 landscape, all columns), pay-desk copy (A4 portrait, six columns).

Each page closes with its own sum, each village with its subtotal, the list with the grand total and its words. The type
of the facts chooses the copy, so that no switch can put a column too many on the pay desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from models.benefits.papers import DeskList, PaymentList, PaymentSums
from models.store.money import format_amount
from printing.benefits.payment_columns import (
    DESK_AMOUNT,
    DESK_COLUMNS,
    DESK_HEADER,
    FIRST_FINANCE_AMOUNT,
    LIST_TITLE,
    OTHER_COLUMN,
    UNIT_NOTE,
    Cell,
    PaymentForm,
    PaymentRow,
    desk_form,
    desk_sums,
    finance_form,
    finance_sums,
)
from printing.page import ground
from printing.page.columns import columns_to_fit, needs_of
from printing.page.faces import Style, Weight
from printing.page.ink import Ink
from printing.page.painter import Closing, paint_table
from printing.page.sizes import LANDSCAPE, MM, PARAGRAPH_GAP, PORTRAIT, TEXT_SIZE, Page
from printing.page.table import Role, Row, Table, styles

FINANCE_TEXT_SIZE = 8.0
FINANCE_SIDE_PADDING = 0.8 * MM
FINANCE_TOP_PADDING = 0.8 * MM
FINANCE_LINE_HEIGHT = 6.5 * MM
"""Room to sign by hand, and one height for lines with and without a second line of text."""
DESK_TEXT_SIZE = 12.0
DESK_TOP_PADDING = 2.0 * MM
"""Room to sign by hand in each row."""
DESK_SIDE_PADDING = 1.2 * MM
_NOTE = Style(Weight.ITALIC, 11)
_SUMS = Style(Weight.BOLD, TEXT_SIZE)
_WORDS = Style(Weight.BOLD_ITALIC, TEXT_SIZE)
PEOPLE = 0
"""Index in a row's amounts of how many people it adds: the running number, which nobody sums, lends its place."""
PAGE_TOTAL = "Cộng trang"
CONTINUED = "(tiếp theo)"


def payment_pdf(facts: PaymentList | DeskList, *, printed_at: datetime, foot: str = "") -> bytes:
    """The finance copy of a `PaymentList`, the pay-desk copy of a `DeskList`.

    `printed_at` (with a time zone) dates the document, `foot` is the line of the history's code; same facts, date and
    foot, same bytes. Raises RuleError for a
    character that the font lacks and for a row taller than a page.
    """
    if isinstance(facts, DeskList):
        return _paint(desk_form(facts), facts, PORTRAIT, printed_at, foot)
    return _paint(finance_form(facts), facts, LANDSCAPE, printed_at, foot)


def _paint(form: PaymentForm, facts: PaymentList | DeskList, page: Page, printed_at: datetime, foot: str) -> bytes:
    ink = Ink(page, title=f"Danh sách chi trả - {form.subject}", printed_at=printed_at, foot=foot)
    ink.begin_page()
    y = ground.letterhead(ink, facts.letterhead, page.text_top)
    y = ground.title(ink, LIST_TITLE, form.subject, y)
    y = ground.text_line(ink, UNIT_NOTE, _NOTE, y, place="đơn vị tính", at_right=True) - PARAGRAPH_GAP / 2

    def next_page() -> float:
        ink.begin_page()
        ground.page_number(ink)
        return page.text_top

    def close(top: float) -> None:
        top -= PARAGRAPH_GAP
        top = ground.paragraph(ink, form.sums_line, top, place="dòng tổng số", style=_SUMS)
        top = ground.paragraph(ink, form.words_line, top, place="dòng bằng chữ", style=_WORDS)
        ground.signatures(ink, form.signatories, top, form.recipients)

    height = PARAGRAPH_GAP
    height += ground.paragraph_height(page, form.sums_line, place="dòng tổng số", style=_SUMS)
    height += ground.paragraph_height(page, form.words_line, place="dòng bằng chữ", style=_WORDS)
    height += ground.signatures_height(page, form.signatories, form.recipients)
    rows = [_drawn(row) for row in form.rows]
    table = _desk_table(rows) if isinstance(facts, DeskList) else _finance_table(form, rows)
    paint_table(ink, table, rows, top=y, next_page=next_page, closing=Closing(height, close))
    return ink.finish()


def _drawn(row: PaymentRow) -> Row:
    amounts: tuple[int, ...] = ()
    if row.role is Role.LINE:
        amounts = (row.people, *(cell if isinstance(cell, int) else 0 for cell in row.cells[1:]))
    return Row(tuple(_text(cell) for cell in row.cells), row.role, row.spans, amounts)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else format_amount(cell)


def _finance_table(form: PaymentForm, rows: Sequence[Row]) -> Table:
    body, head, strong = styles(FINANCE_TEXT_SIZE)
    parts = [(c.name, c.share, c.align) for c in form.columns]
    needs = needs_of(parts, rows, body, strong, FINANCE_SIDE_PADDING)
    return Table(
        columns=columns_to_fit(LANDSCAPE.text_width, parts, needs),
        header=form.header,
        header_rows=2,
        body=body,
        head=head,
        strong=strong,
        top_padding=FINANCE_TOP_PADDING,
        side_padding=FINANCE_SIDE_PADDING,
        page_total=partial(_finance_page_total, OTHER_COLUMN in form.columns),
        continued=_continued,
        line_height=FINANCE_LINE_HEIGHT,
    )


def _continued(heading: Row) -> Row:
    return Row((f"{heading.cells[0]} {CONTINUED}",), heading.role, heading.spans)


def _finance_page_total(other: bool, _lines: int, sums: tuple[int, ...]) -> Row:
    monthly, _, arrears, recovery, *rest = sums[FIRST_FINANCE_AMOUNT : FIRST_FINANCE_AMOUNT + 6]
    page = PaymentSums(sums[PEOPLE], monthly, arrears, recovery, rest[int(other)], rest[0] if other else 0)
    return _drawn(finance_sums(PAGE_TOTAL, page, Role.SUBTOTAL, other=other))


def _desk_table(rows: Sequence[Row]) -> Table:
    body, head, strong = styles(DESK_TEXT_SIZE)
    parts = [(c.name, c.share, c.align) for c in DESK_COLUMNS]
    needs = needs_of(parts, rows, body, strong, DESK_SIDE_PADDING)
    return Table(
        columns=columns_to_fit(PORTRAIT.text_width, parts, needs),
        header=DESK_HEADER,
        header_rows=1,
        body=body,
        head=head,
        strong=strong,
        top_padding=DESK_TOP_PADDING,
        side_padding=DESK_SIDE_PADDING,
        page_total=_desk_page_total,
        continued=_continued,
    )


def _desk_page_total(_lines: int, sums: tuple[int, ...]) -> Row:
    return _drawn(desk_sums(PAGE_TOTAL, sums[PEOPLE], sums[DESK_AMOUNT], Role.SUBTOTAL))
