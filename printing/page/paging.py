"""Which row goes on which page: measured rows in, page ranges out. Draws nothing.

Promises: no row is broken; a village heading stays with the lines after it and a sum with the lines before it; the
closing part (words, signatures) is never alone on a page. A row taller than a page is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.store.errors import RuleError
from printing.page.faces import MissingGlyphError, wrap
from printing.page.sizes import LEADING
from printing.page.table import Role, Row, Table

KEPT_WITH_CLOSING = 2
"""Lines that go with the closing part to a new page."""
KEPT_WITH_HEADING = 2
"""Lines that a village heading keeps below it at the foot of a page, and a sum above it at the top of one."""
_SUMS = frozenset({Role.SUBTOTAL, Role.TOTAL})


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A row, its cells' lines with their widths, and its height in points."""

    row: Row
    cells: tuple[tuple[tuple[str, float], ...], ...]
    height: float


@dataclass(frozen=True, slots=True)
class Room:
    """Heights in points: rows on the first page, rows on a later page, and the closing part."""

    first: float
    later: float
    closing: float


def measure(table: Table, rows: Sequence[Row]) -> list[MeasuredRow]:
    """Wrap every cell and find every height; raises RuleError naming column and row for a missing glyph."""
    whole = [column.width - 2 * table.side_padding for column in table.columns]
    plain = range(len(table.columns))
    measured: list[MeasuredRow] = []
    for index, row in enumerate(rows):
        style = table.style(row.role)
        columns = _first_columns(row.spans) if row.spans else plain
        widths = [_span_width(table, row, c, i) for i, c in enumerate(columns)] if row.spans else whole
        if len(row.cells) != len(widths):
            raise ValueError("a row must have one cell for each column or span")
        try:
            cells = tuple([wrap(text, style, width) for text, width in zip(row.cells, widths, strict=True)])
        except MissingGlyphError as missing:
            raise missing.at(_place(table, row, index, missing.character)) from None
        lines = max([len(cell) for cell in cells]) or 1
        height = lines * style.size * LEADING + 2 * table.top_padding
        least = table.line_height if row.role is Role.LINE else 0.0
        measured.append(MeasuredRow(row, cells, max(height, least)))
    return measured


def _first_columns(spans: tuple[int, ...]) -> list[int]:
    return [sum(spans[:i]) for i in range(len(spans))]


def _span_width(table: Table, row: Row, column: int, cell: int) -> float:
    return table.edges[column + row.spans[cell]] - table.edges[column] - 2 * table.side_padding


def _place(table: Table, row: Row, index: int, character: str) -> str:
    for column, text in zip(table.columns, row.cells, strict=False):
        if character in text and not row.spans:
            return f"cột “{column.name}”, dòng {row.cells[0] or index + 1}"
    return f"hàng thứ {index + 1} của bảng"


def split(rows: Sequence[MeasuredRow], room: Room) -> list[range]:
    """Row indexes of each page, in order; at least one page, and the closing part fits under the last."""
    pages: list[range] = []
    start, left = 0, room.first
    for block in _blocks(rows, room):
        height = sum(rows[i].height for i in block)
        needed = height + (room.closing if block.stop == len(rows) else 0.0)
        if needed > left and (start < block.start or left < room.later):
            pages.append(range(start, block.start))
            start, left = block.start, room.later
        left -= height
    pages.append(range(start, len(rows)))
    return pages


def _blocks(rows: Sequence[MeasuredRow], room: Room) -> list[range]:
    """Runs of rows that stay together, never higher than a page."""
    lines = [index for index, row in enumerate(rows) if row.row.role is Role.LINE]
    closing_from = lines[-KEPT_WITH_CLOSING:][0] if lines and room.closing else len(rows)
    blocks: list[range] = []
    start = 0
    for index in range(1, len(rows)):
        if _follows_heading(rows, index) or _goes_with_sum(rows, index) or index > closing_from:
            continue
        blocks += _cut(rows, range(start, index), room)
        start = index
    return blocks + _cut(rows, range(start, len(rows)), room)


def _follows_heading(rows: Sequence[MeasuredRow], index: int) -> bool:
    before = [row.row.role for row in rows[max(index - KEPT_WITH_HEADING, 0) : index]]
    return before[-1] is Role.SECTION or (Role.SECTION in before and rows[index].row.role is Role.LINE)


def _goes_with_sum(rows: Sequence[MeasuredRow], index: int) -> bool:
    """A sum, or one of the lines that go with it."""
    after = [row.row.role for row in rows[index : index + KEPT_WITH_HEADING]]
    if after[0] is Role.LINE and rows[index - 1].row.role is Role.LINE:
        return bool(_SUMS.intersection(after))
    return after[0] in _SUMS


def _cut(rows: Sequence[MeasuredRow], block: range, room: Room) -> list[range]:
    """The block, or its single rows where it is higher than a page; refuses a row that is."""
    for index in block:
        if rows[index].height > room.later:
            raise RuleError(
                f"Hàng thứ {index + 1} của bảng cao hơn một trang giấy. Hãy rút ngắn nội dung rồi in lại.",
                code="row_too_tall",
            )
    closing = room.closing if block.stop == len(rows) else 0.0
    if sum(rows[i].height for i in block) + closing <= room.later:
        return [block]
    return [range(i, i + 1) for i in block]
