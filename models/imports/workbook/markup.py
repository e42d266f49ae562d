"""Tables inside a web page or an Excel 2003 XML file that was saved under the name .xls.

Both are read with the tolerant parser for HTML: no entity is expanded from the file, nothing is fetched.
"""

from __future__ import annotations

from html.parser import HTMLParser

from models.imports.workbook.cells import BLANK, Cell

FoundTable = tuple[str, list[list[Cell]], tuple[tuple[int, int, int, int], ...]]
"""Title ("" when it has none), rows padded to one width, merged ranges from 0."""

_MOST_SPAN = 200
_TABLES = {"table", "ss:table"}
_ROWS = {"tr", "row", "ss:row"}
_CELLS = {"td", "th", "cell", "ss:cell"}
_SILENT = {"style", "script", "head", "title"}


def read_markup(text: str) -> list[FoundTable]:
    """Every table with at least two columns, in order."""
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    return [table for table in parser.tables if table[1] and max(map(len, table[1])) > 1]


class _TableParser(HTMLParser):
    """Collects tables; a table inside a cell is read into that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[FoundTable] = []
        self._title = ""
        self._depth = 0
        self._rows: list[dict[int, Cell]] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._covered: set[tuple[int, int]] = set()
        self._column = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._numeric = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name.removeprefix("ss:"): value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag in ("worksheet", "ss:worksheet"):
            self._title = given.get("name", "")
        elif tag in _TABLES:
            self._depth += 1
        elif self._depth == 1 and tag in _ROWS:
            self._start_row(given)
        elif self._depth == 1 and tag in _CELLS and self._rows:
            self._start_cell(given)
        elif self._text is not None:
            if tag in ("br", "p", "div"):
                self._text.append("\n")
            self._numeric = self._numeric or given.get("type") == "Number"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _TABLES and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_cell()
                self._end_table()
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def _start_row(self, given: dict[str, str]) -> None:
        self._end_cell()
        index = _number(given.get("index"), 0)
        while index > len(self._rows) + 1 and index < 200_000:
            self._rows.append({})
        self._rows.append({})
        self._column = 0

    def _start_cell(self, given: dict[str, str]) -> None:
        self._end_cell()
        index = _number(given.get("index"), 0)
        if index:
            self._column = index - 1
        across = _number(given.get("colspan"), 1) + _number(given.get("mergeacross"), 0)
        down = _number(given.get("rowspan"), 1) + _number(given.get("mergedown"), 0)
        self._span = (min(max(across, 1), _MOST_SPAN), max(down, 1))
        self._text = []
        self._numeric = False

    def _end_cell(self) -> None:
        if self._text is None:
            return
        row = len(self._rows) - 1
        while (row, self._column) in self._covered:
            self._column += 1
        text = "".join(self._text).replace("\xa0", " ").strip()
        across, down = self._span
        value: Cell = text
        if self._numeric:
            try:
                value = float(text)
            except ValueError:
                value = text
        self._rows[row][self._column] = value
        if across > 1 or down > 1:
            self._merged.append((row, self._column, row + down - 1, self._column + across - 1))
            self._covered.update(
                (row + below, self._column + beside)
                for below in range(1, min(down, 10_000))
                for beside in range(across)
            )
        self._column += across
        self._text = None

    def _end_table(self) -> None:
        width = max((max(row, default=-1) + 1 for row in self._rows), default=0)
        rows: list[list[Cell]] = [[row.get(place, BLANK) for place in range(min(width, 256))] for row in self._rows]
        while rows and not any(cell != BLANK for cell in rows[-1]):
            rows.pop()
        self.tables.append((self._title, rows, tuple(self._merged)))
        self._rows, self._merged, self._covered = [], [], set()


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default
