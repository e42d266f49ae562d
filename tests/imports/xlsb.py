"""Grids of cells -> bytes of an Excel binary workbook (.xlsb), written by the published format [MS-XLSB].

Nothing on the package index writes this kind, and offices keep it because it is small. Only what a list needs is
written: shared and inline texts, numbers whole and broken, marks, errors, dates by their number format, merged ranges.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.imports.writers import Grid

_BEGIN_BOOK, _END_BOOK, _WORKBOOK_PROPERTIES, _CALCULATION = 131, 132, 153, 157
_BEGIN_SHEETS, _SHEET, _END_SHEETS = 143, 156, 144
_BEGIN_SHEET, _END_SHEET, _DIMENSION, _BEGIN_DATA, _END_DATA, _ROW = 129, 130, 148, 145, 146, 0
_CELL_SMALL, _CELL_BOOLEAN, _CELL_REAL, _CELL_INLINE, _CELL_SHARED = 2, 4, 5, 6, 7
_BEGIN_MERGED, _MERGED, _END_MERGED = 177, 176, 178
_BEGIN_STRINGS, _STRING, _END_STRINGS = 159, 19, 160
_BEGIN_STYLES, _END_STYLES, _BEGIN_FORMATS, _FORMAT, _END_FORMATS = 278, 279, 615, 44, 616
_BEGIN_CELL_STYLES, _CELL_STYLE, _END_CELL_STYLES = 617, 47, 618
_DAY_FORMAT, _PLAIN, _DAY = 164, 0, 1
_EXCEL_ZERO = date(1899, 12, 30)
_STATES = {"visible": 0, "hidden": 1, "veryHidden": 2}
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{0}">{1}</Relationships>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_xlsb(grids: Sequence[Grid], states: Sequence[str] = ()) -> bytes:
    """The workbook; `states` gives "visible", "hidden" or "veryHidden" for the first sheets."""
    strings: dict[str, int] = {}
    sheets = [_sheet(grid, strings) for grid in grids]
    names = [grid.name for grid in grids]
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        for n in range(1, len(grids) + 1)
    )
    links += f'<Relationship Id="rId98" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.bin"/>'
    links += f'<Relationship Id="rId99" Type="{_OFFICE}/styles" Target="styles.bin"/>'
    book = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS.format(_PACKAGE, book))
        package.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format(_PACKAGE, links))
        package.writestr("xl/workbook.bin", _workbook(names, [*states, *["visible"] * len(names)]))
        package.writestr("xl/sharedStrings.bin", _shared(strings))
        package.writestr("xl/styles.bin", _styles())
        for number, sheet in enumerate(sheets, 1):
            package.writestr(f"xl/worksheets/sheet{number}.bin", sheet)
    return out.getvalue()


def _record(kind: int, body: bytes = b"") -> bytes:
    """Kind and length are written seven bits at a time, the lowest first."""
    return _sevens(kind) + _sevens(len(body)) + body


def _sevens(number: int) -> bytes:
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def _workbook(names: Sequence[str], states: Sequence[str]) -> bytes:
    sheets = b"".join(
        _record(_SHEET, struct.pack("<II", _STATES[state], number) + _wide(f"rId{number}") + _wide(name))
        for number, (name, state) in enumerate(zip(names, states, strict=False), 1)
    )
    head = _record(_BEGIN_BOOK) + _record(_WORKBOOK_PROPERTIES, struct.pack("<II", 0, 0) + _wide(""))
    tail = _record(_CALCULATION, bytes(26)) + _record(_END_BOOK)
    return head + _record(_BEGIN_SHEETS) + sheets + _record(_END_SHEETS) + tail


def _shared(strings: dict[str, int]) -> bytes:
    counts = struct.pack("<II", len(strings), len(strings))
    items = b"".join(_record(_STRING, b"\x00" + _wide(text)) for text in strings)
    return _record(_BEGIN_STRINGS, counts) + items + _record(_END_STRINGS)


def _styles() -> bytes:
    day = _record(_FORMAT, struct.pack("<H", _DAY_FORMAT) + _wide("dd/mm/yyyy"))
    formats = _record(_BEGIN_FORMATS, struct.pack("<I", 1)) + day + _record(_END_FORMATS)
    styles = b"".join(
        _record(_CELL_STYLE, struct.pack("<5H", 0, number, 0, 0, 0) + bytes(6)) for number in (0, _DAY_FORMAT)
    )
    cells = _record(_BEGIN_CELL_STYLES, struct.pack("<I", 2)) + styles + _record(_END_CELL_STYLES)
    return _record(_BEGIN_STYLES) + formats + cells + _record(_END_STYLES)


def _sheet(grid: Grid, strings: dict[str, int]) -> bytes:
    width = max((len(row) for row in grid.rows), default=1)
    out = [
        _record(_BEGIN_SHEET),
        _record(_DIMENSION, struct.pack("<4I", 0, max(len(grid.rows) - 1, 0), 0, max(width - 1, 0))),
        _record(_BEGIN_DATA),
    ]
    for number, row in enumerate(grid.rows):
        out.append(_record(_ROW, struct.pack("<IIH", number, 0, 300) + bytes(3) + struct.pack("<I", 0)))
        out += [_cell(place, cell, strings) for place, cell in enumerate(row) if cell is not None and cell != ""]
    out.append(_record(_END_DATA))
    if grid.merged:
        out.append(_record(_BEGIN_MERGED, struct.pack("<I", len(grid.merged))))
        for top, left, bottom, right in grid.merged:
            out.append(_record(_MERGED, struct.pack("<4I", top, bottom, left, right)))
        out.append(_record(_END_MERGED))
    return b"".join([*out, _record(_END_SHEET)])


def _cell(place: int, cell: Any, strings: dict[str, int]) -> bytes:
    def of(kind: int, body: bytes, style: int = _PLAIN) -> bytes:
        return _record(kind, struct.pack("<II", place, style) + body)

    if isinstance(cell, bool):
        return of(_CELL_BOOLEAN, bytes([cell]))
    if isinstance(cell, date):
        return of(_CELL_REAL, struct.pack("<d", (cell - _EXCEL_ZERO).days), _DAY)
    if isinstance(cell, int) and -(2**29) <= cell < 2**29:
        return of(_CELL_SMALL, struct.pack("<i", cell << 2 | 2))
    if isinstance(cell, int | float):
        return of(_CELL_REAL, struct.pack("<d", cell))
    if len(cell) > 20:
        return of(_CELL_INLINE, _wide(cell))
    return of(_CELL_SHARED, struct.pack("<I", strings.setdefault(cell, len(strings))))
