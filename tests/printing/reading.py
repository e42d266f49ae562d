"""Reading papers back: text, positions and cells, with none of the code that wrote them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from pypdf import PdfReader
from pypdf.generic import ContentStream

from printing.page.faces import Weight, advances_of

PRINTED_AT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
MM = 72 / 25.4


@dataclass(frozen=True)
class Piece:
    """A drawn piece of text with its baseline's start, in points from the lower left corner."""

    text: str
    x: float
    y: float
    size: float
    font: str


def pdf_text(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def page_count(pdf: bytes) -> int:
    """How many pages."""
    return len(PdfReader(BytesIO(pdf)).pages)


def joined(pages: list[str]) -> str:
    """All text without any white space, so that wrapped cells are whole again."""
    return re.sub(r"\s+", "", "".join(pages))


def pieces(pdf: bytes, page: int) -> list[Piece]:
    """What is drawn on a page (from 0), string by string, in drawing order."""
    reader = PdfReader(BytesIO(pdf))
    shown = reader.pages[page]
    fonts: Any = shown["/Resources"]["/Font"]  # type: ignore[index] # a dictionary in every PDF
    maps = {name: _to_unicode(fonts[name]["/ToUnicode"].get_data()) for name in fonts}
    found: list[Piece] = []
    font, size, x, y = "", 0.0, 0.0, 0.0
    for operands, operator in ContentStream(shown.get_contents(), reader).operations:
        if operator == b"Tf":
            font, size = str(operands[0]), float(operands[1])
        elif operator == b"Tm":
            x, y = float(operands[4]), float(operands[5])
        elif operator == b"Tj":
            codes = operands[0].original_bytes
            text = "".join(maps[font][code] for code in codes)
            found.append(Piece(text, x, y, size, str(fonts[font]["/BaseFont"])))
    return found


def end_of(piece: Piece) -> float:
    """Where the drawn text ends, by the widths the font file itself gives."""
    weight = {"Bold": Weight.BOLD, "Italic": Weight.ITALIC, "BoldItalic": Weight.BOLD_ITALIC}
    advances = advances_of(weight.get(piece.font.rpartition("-")[2], Weight.REGULAR))
    return piece.x + sum(advances[character] for character in piece.text) * piece.size


def crowded(pdf: bytes, right: float) -> list[str]:
    """Texts that run over the text on their right or over the right margin (points), on any page."""
    found = []
    for page in range(page_count(pdf)):
        rows: dict[float, list[Piece]] = {}
        for piece in pieces(pdf, page):
            rows.setdefault(piece.y, []).append(piece)
        for row in rows.values():
            row.sort(key=lambda piece: piece.x)
            limits = [piece.x for piece in row[1:]] + [right + 0.1]
            found += [p.text for p, limit in zip(row, limits, strict=True) if end_of(p) > limit]
    return found


def _to_unicode(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>\n", cmap)
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}


def sheet_cells(xlsx: bytes) -> list[list[Any]]:
    """All cells of the first sheet."""
    book = openpyxl.load_workbook(BytesIO(xlsx))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def sheet_text(xlsx: bytes) -> str:
    """Every character of every part of the workbook's file, save the fixed theme."""
    with ZipFile(BytesIO(xlsx)) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist() if "theme" not in name)
