"""What a long table is made of: columns, header cells, rows. Frozen; drawing is `printing.page.painter`'s work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from printing.page.faces import Style, Weight
from printing.page.sizes import MM

CELL_SIDE_PADDING = 1.2 * MM
CELL_TOP_PADDING = 0.9 * MM


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


def styles(size: float) -> tuple[Style, Style, Style]:
    """Body, header and strong style of a table at `size` points."""
    return Style(Weight.REGULAR, size), Style(Weight.BOLD, size), Style(Weight.BOLD, size)
