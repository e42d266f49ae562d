"""Merged ranges of an OpenDocument sheet (.ods), which the reading library leaves out.

Only the tags of tables, rows and cells are looked at; no entity is expanded and nothing is built from the file.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from models.imports.workbook.binary_merges import Merge

_LARGEST_PART = 256 * 1024 * 1024
_TAG = re.compile(r"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_NAME = re.compile(r'table:name="([^"]*)"')
_SPANNED = re.compile(r'table:number-(?:rows|columns)-spanned="(?!1")')
_NUMBER = {
    word: re.compile(rf'table:number-{word}="(\d+)"')
    for word in ("rows-repeated", "columns-repeated", "rows-spanned", "columns-spanned")
}


def open_document_merges(data: bytes) -> dict[str, tuple[Merge, ...]]:
    """Sheet name -> merged ranges (first row, first column, last row, last column, from 0); {} for other files."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        if not {"mimetype", "content.xml"} <= names or package.getinfo("content.xml").file_size > _LARGEST_PART:
            return {}
        text = package.read("content.xml").decode("utf-8", "replace")
    return _merges(text) if _SPANNED.search(text) else {}


def _merges(text: str) -> dict[str, tuple[Merge, ...]]:
    found: dict[str, list[Merge]] = {}
    ranges: list[Merge] = []
    row, column, repeated = 0, 0, 0
    for tag in _TAG.finditer(text):
        kind, told = tag[1], tag[2]
        if kind == "table":
            name = _NAME.search(told)
            ranges = found.setdefault(html.unescape(name[1]) if name else "", [])
            row, column, repeated = 0, 0, 0
        elif kind == "table-row":
            row, column, repeated = row + repeated, 0, _number("rows-repeated", told)
        else:
            down, across = _number("rows-spanned", told), _number("columns-spanned", told)
            if down > 1 or across > 1:
                ranges.append((row, column, row + down - 1, column + across - 1))
            column += _number("columns-repeated", told)
    return {name: tuple(merged) for name, merged in found.items()}


def _number(word: str, told: str) -> int:
    given = _NUMBER[word].search(told)
    return int(given[1]) if given else 1
