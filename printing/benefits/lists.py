"""Lists and reports of benefits as PDF: letterhead, title, opening, a table, closing lines, signatures, annexes.

A `ListForm` says the same to the PDF and to the sheet. Promises: long tables go through the row painter; amounts stay
numbers until they are drawn; every string is checked against the font. Must not decide what a list says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.benefits.papers import Letterhead, Signatory
from models.store.money import format_amount
from printing.benefits.payment_columns import UNIT_NOTE, Cell, PaymentColumn, PaymentRow
from printing.page import ground
from printing.page.columns import columns_to_fit, needs_of
from printing.page.faces import Style, Weight
from printing.page.flow import ITALIC, STRONG, Flow
from printing.page.ink import Ink
from printing.page.painter import Closing, paint_table
from printing.page.sizes import LANDSCAPE, MM, PARAGRAPH_GAP, PORTRAIT, TITLE_SIZE, Page
from printing.page.table import HeaderCell, Role, Row, Table, styles

SIDE_PADDING = 0.9 * MM
TOP_PADDING = 0.9 * MM
MINUS = "\u2212"
CONTINUED = "(tiếp theo)"
_NOTE = Style(Weight.ITALIC, 11)
_TITLE = Style(Weight.BOLD, TITLE_SIZE)


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table: columns, rows with numbers still numbers, and the lines that stay with its end."""

    columns: tuple[PaymentColumn, ...]
    rows: tuple[PaymentRow, ...]
    closing: tuple[str, ...] = ()
    landscape: bool = False
    size: float = 12.0
    unit: str = UNIT_NOTE


@dataclass(frozen=True, slots=True)
class Annex:
    """A table on pages of its own: its title, what it is about and to what it belongs."""

    title: str
    subject: str
    source: str
    table: ListTable


@dataclass(frozen=True, slots=True)
class ListForm:
    """One paper: `opening` are sentences before the table, `notes` after it."""

    letterhead: Letterhead
    title: str
    subject: str
    table: ListTable
    signatories: tuple[Signatory, ...] = ()
    recipients: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()


def list_pdf(form: ListForm, *, printed_at: datetime, foot: str = "") -> bytes:
    """The paper as PDF. `printed_at` (with a time zone) dates the document; same form and date, same bytes.

    Raises RuleError for a character that the font lacks and for a row taller than a page.
    """
    page = page_of(form.table)
    title = f"{form.title.capitalize()} - {form.subject}"
    ink = Ink(page, title=title, printed_at=printed_at, foot=foot)
    ink.begin_page()
    y = ground.letterhead(ink, form.letterhead, page.text_top)
    flow = Flow(ink, ground.title(ink, form.title, form.subject, y))
    for sentence in form.opening:
        flow.paragraph(sentence, place="phần mở đầu")
    paint_list(flow, form.table, notes=form.notes, signatories=form.signatories, recipients=form.recipients)
    for annex in form.annexes:
        paint_annex(ink, annex)
    return ink.finish()


def page_of(table: ListTable) -> Page:
    """A4, upright or across."""
    return LANDSCAPE if table.landscape else PORTRAIT


def paint_annex(ink: Ink, annex: Annex) -> None:
    """An annex on pages of its own."""
    page = page_of(annex.table)
    ink.begin_page(page)
    ground.page_number(ink)
    flow = Flow(ink, page.text_top)
    flow.centred(annex.title, _TITLE, place="tên danh sách")
    flow.centred(annex.subject, _TITLE, place="trích yếu")
    if annex.source:
        flow.centred(annex.source, ITALIC, place="văn bản kèm theo")
    flow.gap(PARAGRAPH_GAP)
    paint_list(flow, annex.table)


def paint_list(
    flow: Flow,
    table: ListTable,
    *,
    notes: Sequence[str] = (),
    signatories: Sequence[Signatory] = (),
    recipients: Sequence[str] = (),
) -> None:
    """The table from where the flow stands, then what closes it, which is never alone on a page."""
    ink, page = flow.ink, flow.ink.page
    if table.unit:
        flow.y = ground.text_line(ink, table.unit, _NOTE, flow.y, place="đơn vị tính", at_right=True)
        flow.gap(PARAGRAPH_GAP / 2)
    said = [*((line, STRONG) for line in table.closing), *((note, None) for note in notes)]

    def close(top: float) -> None:
        flow.y = top - PARAGRAPH_GAP
        for text, style in said:
            flow.y = (
                ground.paragraph(ink, text, flow.y, place="dòng kết", style=style)
                if style
                else ground.paragraph(ink, text, flow.y, place="ghi chú")
            )
        ground.signatures(ink, signatories, flow.y, recipients)

    height = PARAGRAPH_GAP + ground.signatures_height(page, signatories, recipients)
    for text, style in said:
        height += (
            ground.paragraph_height(page, text, place="dòng kết", style=style)
            if style
            else ground.paragraph_height(page, text, place="ghi chú")
        )
    rows = [drawn(row) for row in table.rows]
    painted = _table(table, rows, page)
    paint_table(ink, painted, rows, top=flow.y, next_page=flow.next_page, closing=Closing(height, close))


def drawn(row: PaymentRow) -> Row:
    """A row as texts."""
    return Row(tuple(cell_text(cell) for cell in row.cells), row.role, row.spans)


def cell_text(cell: Cell) -> str:
    """Amounts with dots and a real minus; nothing for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return format_amount(cell) if cell >= 0 else f"{MINUS}{format_amount(-cell)}"


def _table(table: ListTable, rows: Sequence[Row], page: Page) -> Table:
    body, head, strong = styles(table.size)
    parts = [(column.name, column.share, column.align) for column in table.columns]
    return Table(
        columns=columns_to_fit(page.text_width, parts, needs_of(parts, rows, body, strong, SIDE_PADDING)),
        header=tuple(HeaderCell(column.name, 0, index) for index, column in enumerate(table.columns)),
        header_rows=1,
        body=body,
        head=head,
        strong=strong,
        top_padding=TOP_PADDING,
        side_padding=SIDE_PADDING,
        continued=_continued,
    )


def _continued(heading: Row) -> Row:
    return Row((f"{heading.cells[0]} {CONTINUED}", *heading.cells[1:]), Role.SECTION, heading.spans)
