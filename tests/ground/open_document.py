"""Sheets of cells -> bytes of an .ods workbook, for tests of the reader; instead of odfpy, which has no wheel."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{NAMESPACE}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


class Sheet(Protocol):
    """What the writer needs of a sheet; `merged` holds (top, left, bottom, right) from 0."""

    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> Sequence[Sequence[Any]]: ...
    @property
    def merged(self) -> Sequence[tuple[int, int, int, int]]: ...


def write_ods(sheets: Sequence[Sheet]) -> bytes:
    """The workbook: text, numbers, dates, blank cells (None or "") and merged ranges."""
    names = " ".join(f'xmlns:{name}="{NAMESPACE}:{name}:1.0"' for name in ("office", "table", "text"))
    tables = "".join(_table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", MANIFEST, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _table(sheet: Sheet) -> str:
    anchors = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merged}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(anchors)
    lines = []
    for row, cells in enumerate(sheet.rows):
        line = "".join(
            "<table:covered-table-cell/>" if (row, column) in covered else _cell(cell, anchors.get((row, column)))
            for column, cell in enumerate(cells)
        )
        lines.append(f"<table:table-row>{line}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.name)}>{''.join(lines)}</table:table>"


def _cell(value: Any, span: tuple[int, int] | None) -> str:
    told = ""
    if span:
        told = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if value is None or value == "":
        return f"<table:table-cell{told}/>"
    if isinstance(value, date):
        return f'<table:table-cell{told} office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell{told} office:value-type="float" office:value="{value}"/>'
    text = escape(str(value)).replace("\n", "</text:p><text:p>")
    return f'<table:table-cell{told} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
