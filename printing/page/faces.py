"""The four styles of Liberation Serif: their glyphs, their advances, and how text wraps in them.

reportlab prints a missing glyph as nothing, without an error; here every character is looked up when it is measured,
and a missing one raises `MissingGlyphError`, which the caller turns into a RuleError that names the place. Advances
come from our own table, because reportlab's stringWidth takes several times as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from models.store.errors import RuleError
from models.store.vietnamese import nfc
from resources import fonts


class Weight(Enum):
    """A style of the paper face, by its font file."""

    REGULAR = fonts.PAPER_REGULAR
    BOLD = fonts.PAPER_BOLD
    ITALIC = fonts.PAPER_ITALIC
    BOLD_ITALIC = fonts.PAPER_BOLD_ITALIC


@dataclass(frozen=True, slots=True)
class Style:
    """A weight at a size in points."""

    weight: Weight
    size: float


class MissingGlyphError(Exception):
    """The font has no glyph for `character`."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X}")
        self.character = character

    def at(self, place: str) -> RuleError:
        """The error for the clerk, naming the character and the place it stands in."""
        return RuleError(
            f"Không in được ký tự “{self.character}” (U+{ord(self.character):04X}) ở {place}: phông chữ không có ký tự "
            "này. Hãy sửa lại rồi in.",
            code="missing_glyph",
        )


_INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff"}
_AS_DRAWN = {**_INVISIBLE, ord("\u2011"): "-", ord("\t"): " ", ord("\r"): None}


@cache
def font_of(weight: Weight) -> TTFont:
    """The parsed font file, once per process; reportlab keeps the subset of each document apart."""
    font = TTFont(weight.value.removesuffix(".ttf"), BytesIO(fonts.font_bytes(weight.value)))
    pdfmetrics.registerFont(font)
    return font


@cache
def advances_of(weight: Weight) -> dict[str, float]:
    """Character to advance width, in ems; a character without a glyph is not in it."""
    face = font_of(weight).face
    table = {chr(code): face.getCharWidth(code) / 1000 for code in face.charToGlyph if code >= ord(" ")}
    table["\u00a0"] = table[" "]
    return table


def drawn(text: str) -> str:
    """The text as it is drawn: NFC, without characters that have no shape."""
    return text if text.isascii() and text.isprintable() else nfc(text).translate(_AS_DRAWN)


def width_of(text: str, style: Style) -> float:
    """Width of one line in points; raises MissingGlyphError."""
    table = advances_of(style.weight)
    try:
        return sum([table[c] for c in text]) * style.size
    except KeyError as missing:
        raise MissingGlyphError(missing.args[0]) from None


@lru_cache(maxsize=50_000)
def wrap(text: str, style: Style, width: float) -> tuple[tuple[str, float], ...]:
    """The lines of `text` in a column of `width` points, each with its own width; a "\\n" always breaks.

    A word wider than the column is broken between characters. Empty text has no lines. Raises MissingGlyphError.
    """
    text = drawn(text)
    if "\n" not in text:
        whole = width_of(text, style)
        if whole <= width:
            return ((text, whole),) if text else ()
    lines: list[tuple[str, float]] = []
    for part in text.split("\n"):
        lines += _wrap_paragraph(part.split(" "), style, width)
    return tuple(lines)


def forget_texts() -> None:
    """Drop what `wrap` remembers: names must not stay in memory longer than their paper takes."""
    wrap.cache_clear()


def _wrap_paragraph(words: list[str], style: Style, width: float) -> list[tuple[str, float]]:
    space = advances_of(style.weight)[" "] * style.size
    lines: list[tuple[str, float]] = []
    line, filled = "", 0.0
    for word in (piece for whole in words for piece in _pieces(whole, style, width)):
        needed = width_of(word, style)
        if line and filled + space + needed > width:
            lines.append((line, filled))
            line, filled = word, needed
        elif line:
            line, filled = f"{line} {word}", filled + space + needed
        else:
            line, filled = word, needed
    lines.append((line, filled))
    return lines


def _pieces(word: str, style: Style, width: float) -> list[str]:
    """The word, or its parts where it is wider than the column."""
    if width_of(word, style) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, style) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
