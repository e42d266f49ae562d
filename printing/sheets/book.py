"""A workbook written to memory.

openpyxl's own save puts every sheet in clear into the temporary folder, in its normal mode too, and stamps the clock
into three places; here sheets go to memory and all times come from the caller. Text stays text even when it begins
with "=", "+", "-" or "@". Must not know a subject of the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from models.store.vietnamese import nfc, tidy
from printing.page.faces import MissingGlyphError, Style, Weight, wrap

PROGRAM_NAME = "Sổ An Sinh"
SHEET_FONT = "Times New Roman"
"""Named, not embedded: every office has it, and the clerk edits the sheet in it."""
AMOUNT_FORMAT = "#,##0"
NUMBER_FORMAT = "0"
TEXT_FORMAT = "@"
MAX_SHEET_NAME = 31
MM_TO_INCH = 1 / 25.4
"""Millimetres to inches, the unit of a sheet's margins."""
MERGED_ROW_HEIGHT = 1.4
"""Height of a row with a merged cell, for each of its lines, as a multiple of its size."""
POINTS_PER_CHARACTER = 5.3
"""Width of one unit of a sheet's column, in points."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BARRED_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; equal looks share one style record. `size` in points."""

    size: float = 12
    bold: bool = False
    italic: bool = False
    align: str = "left"
    framed: bool = True
    wrapped: bool = True
    number_format: str = TEXT_FORMAT


Value = str | int | float | None


class SheetPen:
    """One sheet, written from top to bottom. Rows and columns count from 1."""

    def __init__(self, book: Book, sheet: Worksheet, widths: Sequence[float]) -> None:
        self._book = book
        self._sheet = sheet
        self.columns = len(widths)
        self.widths = tuple(widths)
        self.row = 0
        for index, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width

    def write(self, values: Sequence[Value], looks: Sequence[Look], *, height: float | None = None) -> int:
        """The next row, with one look for each value; `height` in points. Returns its number."""
        self.row += 1
        for column, (value, look) in enumerate(zip(values, looks, strict=True), start=1):
            self._put(self.row, column, value, look)
        if height is not None:
            self._sheet.row_dimensions[self.row].height = height
        return self.row

    def across(self, text: str, look: Look) -> int:
        """The next row with one merged cell over all columns. Returns its number."""
        self.merged(self.row + 1, text, look, first=1)
        return self.row

    def merged(self, row: int, text: str, look: Look, *, first: int, last: int = 0, rows: int = 1) -> None:
        """A merged cell in a row already begun."""
        last = last or self.columns
        if rows == 1:
            # Excel fits the height of a row to its cells by itself, but not to merged ones.
            lines = _lines(text, look, sum(self.widths[first - 1 : last]) * POINTS_PER_CHARACTER)
            before = self._sheet.row_dimensions[row].height or 0.0
            self._sheet.row_dimensions[row].height = max(before, lines * look.size * MERGED_ROW_HEIGHT)
        for line in range(row, row + rows):
            for column in range(first, last + 1):
                self._put(line, column, text if (line, column) == (row, first) else None, look)
        if last > first or rows > 1:
            self._sheet.merge_cells(start_row=row, start_column=first, end_row=row + rows - 1, end_column=last)
        self.row = max(self.row, row + rows - 1)

    def merge(self, row: int, first: int, last: int) -> None:
        """Merge cells of a row already written; the first holds the text."""
        self._sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)

    def set_height(self, row: int, height: float) -> None:
        """The height of a row already written, in points."""
        self._sheet.row_dimensions[row].height = height

    def skip(self) -> None:
        """Leave one row empty."""
        self.row += 1

    def freeze_below(self, first_header_row: int) -> None:
        """Freeze what is written so far; its rows from `first_header_row` on are printed on each page."""
        self._sheet.freeze_panes = f"A{self.row + 1}"
        self._sheet.print_title_rows = f"{first_header_row}:{self.row}"

    def filter_from(self, header_row: int) -> None:
        """Excel's filter buttons on the header, over all rows written so far."""
        self._sheet.auto_filter.ref = f"A{header_row}:{get_column_letter(self.columns)}{max(self.row, header_row)}"

    def _put(self, row: int, column: int, value: Value, look: Look) -> None:
        cell: Any = self._sheet.cell(row, column)
        quoted = False
        if isinstance(value, str):
            text = ILLEGAL_CHARACTERS_RE.sub("", nfc(value))
            quoted = text.startswith(_FORMULA_STARTS)
            if text:
                cell.value = text
                cell.data_type = "s"
        elif value is not None:
            cell.value = value
        cell._style = self._book.style(look, quoted=quoted)


def _lines(text: str, look: Look, width: float) -> int:
    """How many lines a text takes, at least one; measured in the paper face, which is as wide as the sheet's font."""
    if not look.wrapped:
        return 1
    try:
        return len(wrap(text, Style(Weight.BOLD if look.bold else Weight.REGULAR, look.size), width)) or 1
    except MissingGlyphError:
        return 1


class Book:
    """One workbook. `printed_at` (with a time zone) dates it; same calls, same bytes."""

    def __init__(self, *, title: str, printed_at: datetime) -> None:
        self._time = printed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        self._workbook = Workbook()
        first = self._workbook.active
        if first is not None:
            self._workbook.remove(first)
        about = self._workbook.properties
        about.creator, about.lastModifiedBy, about.title = PROGRAM_NAME, PROGRAM_NAME, title
        about.created = about.modified = self._time
        self._styles: dict[tuple[Look, bool], Any] = {}
        self._pattern: Cell | None = None

    def sheet(self, name: str, widths: Sequence[float], *, landscape: bool) -> SheetPen:
        """A new A4 sheet with column widths in characters, margins by NĐ 30/2020/NĐ-CP, fitted to the page's width."""
        sheet = self._workbook.create_sheet(tidy(name.translate(_BARRED_IN_NAMES))[:MAX_SHEET_NAME] or "Danh sách")
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        margins = sheet.page_margins
        margins.left, margins.right = 30 * MM_TO_INCH, 15 * MM_TO_INCH
        margins.top = margins.bottom = 20 * MM_TO_INCH
        margins.header = margins.footer = 10 * MM_TO_INCH
        sheet.print_options.horizontalCentered = True
        # NĐ 30/2020/NĐ-CP: the page number stands in the top margin, and not on the first page.
        sheet.HeaderFooter.differentFirst = True
        sheet.oddHeader.center.text = "&P"
        return SheetPen(self, sheet, widths)

    def style(self, look: Look, *, quoted: bool) -> Any:
        """The shared style record of a look; `quoted` marks text that Excel must not read as a formula."""
        record = self._styles.get((look, quoted))
        if record is None:
            record = self._styles[look, quoted] = self._make_style(look, quoted=quoted)
        return record

    def _make_style(self, look: Look, *, quoted: bool) -> Any:
        cell: Any = Cell(self._workbook.worksheets[0], row=1, column=1)
        cell.font = Font(name=SHEET_FONT, size=look.size, bold=look.bold, italic=look.italic)
        cell.alignment = Alignment(horizontal=look.align, vertical="center", wrap_text=look.wrapped)
        cell.number_format = look.number_format
        if look.framed:
            side = Side(style="thin")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.quotePrefix = quoted
        return cell._style

    def finish(self) -> bytes:
        """The whole .xlsx; the book is used up."""
        target = BytesIO()
        archive = _DatedZip(target, self._time)
        _MemoryWriter(self._workbook, archive).save()
        return target.getvalue()


class _DatedZip(ZipFile):
    """A zip whose entries all carry the caller's time and the same system, so that bytes depend on content only."""

    def __init__(self, target: BytesIO, time: datetime) -> None:
        super().__init__(target, "w", ZIP_DEFLATED)
        self._time = (max(time.year, 1980), time.month, time.day, time.hour, time.minute, time.second)

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add an entry under the fixed time."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        entry = ZipInfo(name, self._time)
        entry.create_system = 0
        entry.compress_type = ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(entry, data, compresslevel=compresslevel)


class _MemoryWriter(ExcelWriter):
    """openpyxl's writer with worksheets kept in memory instead of a readable temporary file."""

    def __init__(self, workbook: Workbook, archive: ZipFile) -> None:
        super().__init__(workbook, archive)
        self._sheets = archive

    def write_worksheet(self, ws: Any) -> None:
        """As the base class does, without charts and images, which we have none of."""
        ws._drawing = None
        memory = BytesIO()
        writer: Any = WorksheetWriter(ws, memory)
        writer.write()
        ws._rels = writer._rels
        self._sheets.writestr(ws.path[1:], memory.getvalue())
        self.manifest.append(ws)
