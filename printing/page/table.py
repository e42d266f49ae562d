"""What a long table is made of: columns, header cells, rows. Frozen; drawing is `printing.page.painter`'s work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from printing.page.faces import MissingGlyphError, Style, Weight, drawn, width_of
from printing.page.sizes import MM

CELL_SIDE_PADDING = 1.2 * MM
CELL_TOP_PADDING = 0.9 * MM
MOST_GROWTH = 1.8
"""How much wider than its share a column of figures may become."""
MOST_GIVEN = 0.4
"""How much of its width a column of text may give away."""
MOST_ASKED = 1.0
"""How much of its own width a column of text may ask for, so that one long note does not starve the others."""
ROUNDING = 0.01
"""Points; sums of widths are not exact, and a figure must not wrap for that."""


class Align(Enum):
    """Where text stands in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


Part = tuple[str, float, Align]
"""A column before its width is known: name, share of the width, alignment."""


class Role(Enum):
    """What a row is: a line of the list, a village heading, a village's subtotal, the grand total."""

    LINE = "line"
    SECTION = "section"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name (for messages), width in points, and how its cells are aligned."""

    name: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell at `row`, `column` (from 0), covering `rows` by `columns`; "\\n" breaks a line."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, and how many columns each covers when not one each.

    `amounts` are what a page subtotal adds up; rows other than lines are not added.
    """

    cells: tuple[str, ...]
    role: Role = Role.LINE
    spans: tuple[int, ...] = ()
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table's form. `header_rows` counts the rows that `header` covers; they are repeated on each page.

    `page_total` makes the row that closes each page from the number of its lines and the sums of their `amounts`;
    `continued` makes the heading repeated on a page that begins in the middle of a village. A line is at least
    `line_height` points high.
    """

    columns: tuple[Column, ...]
    header: tuple[HeaderCell, ...]
    header_rows: int
    body: Style
    head: Style
    strong: Style
    top_padding: float = CELL_TOP_PADDING
    side_padding: float = CELL_SIDE_PADDING
    page_total: Callable[[int, tuple[int, ...]], Row] | None = None
    continued: Callable[[Row], Row] | None = None
    line_height: float = 0.0
    edges: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        edges = [0.0]
        for column in self.columns:
            edges.append(edges[-1] + column.width)
        object.__setattr__(self, "edges", tuple(edges))

    @property
    def width(self) -> float:
        """Whole width in points."""
        return self.edges[-1]

    def style(self, role: Role) -> Style:
        """The style of a row's text."""
        return self.body if role is Role.LINE else self.strong


def columns_to_fit(width: float, parts: Sequence[Part], needs: Sequence[float]) -> tuple[Column, ...]:
    """Columns that fill `width` points exactly.

    Widths begin in proportion to the parts' shares. `needs` is what each column wants for its longest text, padding
    included: columns that are not left-aligned hold figures and codes, which must not wrap, and get theirs (within
    reason: `MOST_GROWTH`); left-aligned ones share the rest, the ones with room to spare giving to those without.
    """
    scale = width / sum(share for _, share, _ in parts)
    widths = [share * scale for _, share, _ in parts]
    rigid = [align is not Align.LEFT for _, _, align in parts]
    for index, need in enumerate(needs):
        if rigid[index]:
            widths[index] = min(max(widths[index], need), widths[index] * MOST_GROWTH)
    flexible = [index for index in range(len(parts)) if not rigid[index]]
    shrink = (width - sum(w for w, fixed in zip(widths, rigid, strict=True) if fixed)) / sum(
        widths[i] for i in flexible
    )
    spare: dict[int, float] = {}
    lack: dict[int, float] = {}
    for index in flexible:
        widths[index] *= shrink
        difference = widths[index] - needs[index]
        if difference > 0:
            spare[index] = min(difference, MOST_GIVEN * widths[index])
        else:
            lack[index] = min(-difference, MOST_ASKED * widths[index])
    moved = min(sum(spare.values()), sum(lack.values()))
    for columns, sign in ((spare, -1), (lack, 1)):
        for index, amount in columns.items():
            widths[index] += sign * moved * amount / (sum(columns.values()) or 1)
    return tuple(Column(name, w, align) for (name, _, align), w in zip(parts, widths, strict=True))


def needed_widths(
    parts: Sequence[Part], rows: Iterable[Row], body: Style, strong: Style, padding: float
) -> list[float]:
    """What each column wants for its longest text on one line, header words and padding included, in points."""
    texts: list[set[tuple[str, Style]]] = [{(word, strong) for word in name.split()} for name, _, _ in parts]
    for row in rows:
        style = body if row.role is Role.LINE else strong
        if not row.spans:
            for column, text in enumerate(row.cells):
                texts[column].add((text, style))
            continue
        column = 0
        for text, span in zip(row.cells, row.spans, strict=True):
            if span == 1:
                texts[column].add((text, style))
            column += span
    return [max(_safe_width(text, style) for text, style in column) + 2 * padding + ROUNDING for column in texts]


def _safe_width(text: str, style: Style) -> float:
    """Width in points; a missing glyph counts nothing here, as measuring its row will refuse it and name the place."""
    try:
        return width_of(drawn(text), style)
    except MissingGlyphError:
        return 0.0


def styles(size: float) -> tuple[Style, Style, Style]:
    """Body, header and strong style of a table at `size` points."""
    return Style(Weight.REGULAR, size), Style(Weight.BOLD, size), Style(Weight.BOLD, size)
