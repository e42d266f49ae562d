"""The row painter: draws long tables straight on the page, repeating headers and never breaking a row.

A platypus table of 5,000 rows takes eight times as long, one with Paragraph cells twenty times; so rows are measured
once per distinct text (`faces.wrap`), and each row becomes a handful of PDF operators. Decides nothing about content.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from printing.page.faces import MissingGlyphError, Style, wrap
from printing.page.ink import Ink
from printing.page.paging import MeasuredRow, Room, measure, split
from printing.page.sizes import LEADING
from printing.page.table import Align, HeaderCell, Role, Row, Table

BASELINE = 0.94
"""From the top of a line of text to its baseline, as a multiple of the size (ascent of Liberation Serif plus half the
line gap)."""
_Box = tuple[float, float, float, float]
"""Left, top, width, height; points from the lower left corner."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What follows the table and stays with its last rows: its height, and how to draw it from a given top."""

    height: float
    draw: Callable[[float], None]


def paint_table(
    ink: Ink, table: Table, rows: Sequence[Row], *, top: float, next_page: Callable[[], float], closing: Closing
) -> None:
    """Draw the table from `top` of the open page on, then the closing part under it.

    `next_page` begins a page and returns the height at which its text may start. Raises RuleError for a glyph that the
    font lacks and for a row taller than a page.
    """
    header = _header(table)
    measured = measure(table, rows)
    bottom = ink.page.bottom
    fixed = sum(header.heights) + _page_total_height(table) + bottom
    headings = _continued_headings(table, rows)
    tallest = max([heading.height for heading in headings.values()], default=0.0)
    room = Room(first=top - fixed, later=ink.page.text_top - fixed - tallest, closing=closing.height)
    left = ink.page.left + (ink.page.text_width - table.width) / 2
    pages = split(measured, room)
    several = sum(bool(span) for span in pages) > 1
    for number, span in enumerate(pages):
        if number:
            top = next_page()
        elif not span and len(pages) > 1:
            continue
        shown = [measured[i] for i in span]
        heading = _heading_of(headings, measured, span)
        if table.page_total is not None and several:
            total_last = bool(shown) and shown[-1].row.role is Role.TOTAL
            shown[len(shown) - total_last : len(shown) - total_last] = measure(table, [_page_total(table, shown)])
        y = _paint_header(ink, table, header, left, top)
        top = _paint_rows(ink, table, [*heading, *shown], left, y)
    closing.draw(top)


def _page_total_height(table: Table) -> float:
    if table.page_total is None:
        return 0.0
    [row] = measure(table, [table.page_total(0, tuple(0 for _ in table.columns))])
    return row.height


def _continued_headings(table: Table, rows: Sequence[Row]) -> dict[int, MeasuredRow]:
    """By the index of each village heading, what stands above its lines on a further page."""
    if table.continued is None:
        return {}
    indexes = [index for index, row in enumerate(rows) if row.role is Role.SECTION]
    return dict(zip(indexes, measure(table, [table.continued(rows[index]) for index in indexes]), strict=True))


def _heading_of(headings: dict[int, MeasuredRow], rows: Sequence[MeasuredRow], span: range) -> list[MeasuredRow]:
    """The repeated heading of the village in whose middle a page begins, if it does."""
    if not span or rows[span.start].row.role is Role.SECTION:
        return []
    return [headings[index] for index in range(span.start, -1, -1) if index in headings][:1]


def _page_total(table: Table, shown: Sequence[MeasuredRow]) -> Row:
    if table.page_total is None:
        raise ValueError("the table has no page totals")
    lines = [row.row for row in shown if row.row.role is Role.LINE]
    sums = tuple(sum(values) for values in zip(*(line.amounts for line in lines), strict=True))
    return table.page_total(len(lines), sums or tuple(0 for _ in table.columns))


@dataclass(frozen=True, slots=True)
class _Header:
    """The header, wrapped: each cell with its lines, and the height of each header row."""

    cells: tuple[tuple[HeaderCell, tuple[tuple[str, float], ...]], ...]
    heights: tuple[float, ...]


def _header(table: Table) -> _Header:
    heights = [0.0] * table.header_rows
    cells = []
    for cell in table.header:
        width = table.edges[cell.column + cell.columns] - table.edges[cell.column] - 2 * table.side_padding
        try:
            lines = wrap(cell.text, table.head, width)
        except MissingGlyphError as missing:
            raise missing.at(f"tiêu đề cột “{cell.text}”") from None
        cells.append((cell, lines))
        height = len(lines) * table.head.size * LEADING + 2 * table.top_padding
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], height)
    for cell, lines in cells:
        height = len(lines) * table.head.size * LEADING + 2 * table.top_padding
        covered = sum(heights[cell.row : cell.row + cell.rows])
        if height > covered:
            heights[cell.row + cell.rows - 1] += height - covered
    return _Header(tuple(cells), tuple(heights))


def _paint_header(ink: Ink, table: Table, header: _Header, left: float, top: float) -> float:
    """Draw the header; returns the height of its lower edge."""
    bottom = top - sum(header.heights)
    right = left + table.width
    for cell, lines in header.cells:
        x1, x2 = left + table.edges[cell.column], left + table.edges[cell.column + cell.columns]
        y1 = top - sum(header.heights[: cell.row])
        height = sum(header.heights[cell.row : cell.row + cell.rows])
        _paint_lines(ink, lines, table.head, (x1, y1, x2 - x1, height), Align.CENTER, 0.0)
        ink.line(x1, y1, x1, y1 - height)
        ink.line(x1, y1, x2, y1)
    ink.line(right, top, right, bottom)
    ink.line(left, bottom, right, bottom)
    return bottom


def _paint_rows(ink: Ink, table: Table, rows: Sequence[MeasuredRow], left: float, top: float) -> float:
    """Draw rows and the rules around them; returns the height of the lower edge of the last."""
    right = left + table.width
    plain = [left + edge for edge in table.edges]
    edges, edges_top, y = plain, top, top
    for row in rows:
        here = plain if not row.row.spans else _span_edges(table, row.row, left)
        if here is not edges:
            _uprights(ink, edges, edges_top, y)
            edges, edges_top = here, y
        _paint_row(ink, table, row, here, y)
        y -= row.height
        ink.line(left, y, right, y)
    _uprights(ink, edges, edges_top, y)
    return y


def _span_edges(table: Table, row: Row, left: float) -> list[float]:
    columns = [sum(row.spans[:i]) for i in range(len(row.spans) + 1)]
    return [left + table.edges[column] for column in columns]


def _uprights(ink: Ink, edges: Sequence[float], top: float, bottom: float) -> None:
    if bottom < top:
        for x in edges:
            ink.line(x, top, x, bottom)


def _paint_row(ink: Ink, table: Table, row: MeasuredRow, edges: Sequence[float], top: float) -> None:
    style = table.style(row.row.role)
    padding = table.side_padding
    spans = row.row.spans
    column = 0
    for index, lines in enumerate(row.cells):
        align = table.columns[column].align
        if spans:
            if spans[index] > 1:
                align = Align.LEFT if row.row.role is Role.SECTION else Align.CENTER
            column += spans[index]
        else:
            column += 1
        if lines:
            box = (edges[index], top, edges[index + 1] - edges[index], row.height)
            _paint_lines(ink, lines, style, box, align, padding)


def _paint_lines(
    ink: Ink, lines: Sequence[tuple[str, float]], style: Style, box: _Box, align: Align, padding: float
) -> None:
    """Draw the lines of one cell, in the middle of its height."""
    x, top, width, height = box
    leading = style.size * LEADING
    y = top - (height - len(lines) * leading) / 2 - BASELINE * style.size
    for text, text_width in lines:
        if align is Align.LEFT:
            start = x + padding
        elif align is Align.RIGHT:
            start = x + width - padding - text_width
        else:
            start = x + (width - text_width) / 2
        ink.measured_text(f"{start:.2f}", f"{y:.2f}", text, style)
        y -= leading
