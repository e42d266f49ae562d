"""Merged ranges of an Excel binary workbook (.xlsb), which the reading library leaves out ([MS-XLSB]).

Only the end of each sheet is looked at, where the ranges stand. What is not as expected gives no ranges, no error:
the cells themselves were read by the library.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 0."""

_SHEET, _END_SHEET, _MERGED = 156, 130, 176
_END_OF_DATA = b"\x92\x01\x00"
_LARGEST_PART = 256 * 1024 * 1024
_LINK = re.compile(r"<Relationship\b[^>]*>")
_MARK = re.compile(r'\b(Id|Target)="([^"]*)"')


def binary_merges(data: bytes) -> dict[str, tuple[Merge, ...]]:
    """Sheet name -> merged ranges (first row, first column, last row, last column, from 0); {} for other files."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        if not {"xl/workbook.bin", "xl/_rels/workbook.bin.rels"} <= names:
            return {}
        links = package.read("xl/_rels/workbook.bin.rels").decode("utf-8", "replace")
        found = (dict(_MARK.findall(link)) for link in _LINK.findall(links))
        targets = {mark.get("Id", ""): mark.get("Target", "") for mark in found}
        merges: dict[str, tuple[Merge, ...]] = {}
        for body in _bodies(package.read("xl/workbook.bin"), 0, _SHEET):
            link, rest = _wide(body, 8)
            part = f"xl/{targets.get(link, '').removeprefix('/xl/')}"
            if part in names and package.getinfo(part).file_size <= _LARGEST_PART:
                merges[_wide(body, rest)[0]] = _of_sheet(package.read(part))
        return merges


def _of_sheet(part: bytes) -> tuple[Merge, ...]:
    end = part.rfind(_END_OF_DATA)
    if end < 0:
        return ()
    ranges = (struct.unpack_from("<4I", body) for body in _bodies(part, end, _MERGED) if len(body) >= 16)
    return tuple((top, left, bottom, right) for top, bottom, left, right in ranges)


def _bodies(part: bytes, start: int, wanted: int) -> Iterator[bytes]:
    """The bodies of all records of one kind from a record's start on; stops at the end of the sheet or of the part."""
    place = start
    while place < len(part):
        kind, place = _sevens(part, place, 2)
        length, place = _sevens(part, place, 4)
        if kind == _END_SHEET or place + length > len(part):
            return
        if kind == wanted:
            yield part[place : place + length]
        place += length


def _sevens(part: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for turn in range(most):
        if place >= len(part):
            break
        byte = part[place]
        place += 1
        number |= (byte & 127) << 7 * turn
        if byte < 128:
            break
    return number, place


def _wide(body: bytes, place: int) -> tuple[str, int]:
    if place + 4 > len(body):
        return "", len(body)
    (length,) = struct.unpack_from("<I", body, place)
    end = place + 4 + 2 * length
    return body[place + 4 : end].decode("utf-16-le", "replace"), end
