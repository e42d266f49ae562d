"""Grids of cells -> bytes of a workbook of every kind an office keeps."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import openpyxl
import xlwt

from tests.ground.open_document import write_ods

__all__ = ["Grid", "write_csv", "write_html", "write_ods", "write_xls", "write_xlsx"]

Rows = list[Any]


@dataclass
class Grid:
    """One sheet: rows of cells (None: blank) and merged ranges (top, left, bottom, right) from 0."""

    name: str
    rows: Rows
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def mapped(self, change: Callable[[str], str]) -> Grid:
        """The same sheet with every text changed."""
        rows = [[change(cell) if isinstance(cell, str) else cell for cell in row] for row in self.rows]
        return Grid(self.name, rows, self.merged)


def write_xlsx(grids: list[Grid]) -> bytes:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for grid in grids:
        sheet = book.create_sheet(grid.name)
        for number, row in enumerate(grid.rows, 1):
            for column, cell in enumerate(row, 1):
                if cell is not None and cell != "":
                    sheet.cell(number, column).value = cell
        for top, left, bottom, right in grid.merged:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_xls(grids: list[Grid], font: str = "Times New Roman") -> bytes:
    book = xlwt.Workbook()
    style = xlwt.easyxf(f"font: name {font}")
    day = xlwt.easyxf(f"font: name {font}", num_format_str="DD/MM/YYYY")
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        anchors = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}
        for number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                if (number, column) in anchors:
                    bottom, right = anchors[number, column]
                    sheet.write_merge(number, bottom, column, right, cell if cell is not None else "", style)
                elif cell is not None and cell != "":
                    sheet.write(number, column, cell, day if isinstance(cell, date) else style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(grids: list[Grid], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in grids[0].rows:
        writer.writerow([_plain(cell) for cell in row])
    text = out.getvalue()
    if encoding == "cp1258":
        return cp1258(text)
    return text.encode(encoding)


def cp1258(text: str) -> bytes:
    """Windows-1258: a vowel with its hat or horn, then the tone as a sign of its own."""
    import unicodedata

    out = bytearray()
    text = unicodedata.normalize("NFC", text)
    for char in text:
        try:
            out += char.encode("cp1258")
            continue
        except UnicodeEncodeError:
            pass
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
        out += (base + tones).encode("cp1258")
    return bytes(out)


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def write_html(grids: list[Grid]) -> bytes:
    """What web systems save under the name .xls."""
    parts = ["<html><head><meta charset='utf-8'><style>td{color:red}</style></head><body>"]
    for grid in grids:
        anchors = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}
        covered = {
            (number, column)
            for top, left, bottom, right in grid.merged
            for number in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - set(anchors)
        parts.append("<table border=1>")
        for number, row in enumerate(grid.rows):
            parts.append("<tr>")
            for column, cell in enumerate(row):
                if (number, column) in covered:
                    continue
                bottom, right = anchors.get((number, column), (number, column))
                text = _plain(cell).replace("&", "&amp;").replace("<", "&lt;")
                parts.append(f"<td rowspan={bottom - number + 1} colspan={right - column + 1}>{text}</td>")
            parts.append("</tr>")
        parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode("utf-8")
