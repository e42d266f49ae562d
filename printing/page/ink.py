"""The pen: a reportlab canvas reduced to what papers need, writing few PDF operators.

Promises: same calls, same bytes (document id and dates come from the caller); subsets of the fonts embedded; metadata
holds the title, the program's name and the date, no person. Must not decide layout.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from printing.page.faces import MissingGlyphError, Style, Weight, drawn, font_of, forget_texts, width_of
from printing.page.sizes import FOOT_FROM_BOTTOM, FOOT_SIZE, RULE_WIDTH, Page

# Streams as bytes: reportlab's default writes them as ASCII, a fourth longer and a fifth slower.
rl_config.useA85 = 0
PROGRAM_NAME = "Sổ An Sinh"
OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_FOOT = Style(Weight.REGULAR, FOOT_SIZE)


class _OtherSubsetError(Exception):
    """A character lies beyond the first 256 of its font in this document."""


class _Codes(dict[int, str]):
    """Character to its escaped code in the first subset of one font in one document, filled on first use."""

    def __init__(self, weight: Weight, document: Any) -> None:
        super().__init__()
        self._font = font_of(weight)
        self._document = document

    def __missing__(self, character: int) -> str:
        [(subset, code)] = self._font.splitString(chr(character), self._document)
        if subset:
            raise _OtherSubsetError
        self[character] = _escaped(code)
        return self[character]


def _escaped(codes: bytes) -> str:
    return "".join(chr(code) if 32 <= code < 127 and code not in b"()\\" else f"\\{code:03o}" for code in codes)


class Ink:
    """One document being drawn, page by page. Heights count from the lower edge, in points.

    `printed_at` must know its time zone; it becomes the document's date. `foot` stands small in the lower margin of
    every page: the code of the history's head (models.store.verify), nothing about anybody.
    """

    def __init__(self, page: Page, *, title: str, printed_at: datetime, foot: str = "") -> None:
        self.page = page
        self._foot = foot
        self.page_count = 0
        self._bytes = BytesIO()
        size = (page.width, page.height)
        # Without a font of ours to begin with, reportlab names Helvetica on every page, which is not embedded.
        first_font = font_of(Weight.REGULAR).fontName
        self._canvas = Canvas(
            self._bytes, pagesize=size, pageCompression=1, invariant=1, lang="vi-VN", initialFontName=first_font
        )
        self._document = self._canvas._doc
        self._canvas.setTitle(title)
        for describe in (self._canvas.setAuthor, self._canvas.setSubject, self._canvas.setKeywords):
            describe("")
        self._canvas.setCreator(PROGRAM_NAME)
        self._canvas.setProducer(PROGRAM_NAME)
        self._date_document(printed_at)
        self._codes: dict[Weight, _Codes] = {}
        self._texts: list[str] = []
        self._rules: list[str] = []
        self._fills: list[str] = []
        self._style: Style | None = None
        self._open = False

    def _date_document(self, printed_at: datetime) -> None:
        local = printed_at.astimezone(OFFICE_ZONE)
        offset = local.utcoffset()
        hours, minutes = divmod(int(offset.total_seconds()) // 60, 60) if offset else (0, 0)
        stamp = self._document._timeStamp
        stamp.t = local.timestamp()
        stamp.lt = local.timetuple()
        stamp.YMDhms = tuple(local.timetuple())[:6]
        stamp.dhh, stamp.dmm = hours, minutes

    def begin_page(self, page: Page | None = None) -> None:
        """Start the next page, in another format when one is given; the one before is finished."""
        self._close_page()
        if page is not None:
            self.page = page
            self._canvas.setPageSize((page.width, page.height))
        self.page_count += 1
        self._open = True
        self.text(self.page.left, FOOT_FROM_BOTTOM, self._foot, _FOOT, place="chân trang")

    def text(self, x: float, y: float, text: str, style: Style, *, place: str, spread: float = 0.0) -> None:
        """Draw one line with its baseline at y; `place` names it should a glyph be missing; `spread` widens spaces."""
        text = drawn(text)
        if not text:
            return
        try:
            width_of(text, style)
        except MissingGlyphError as missing:
            raise missing.at(place) from None
        if spread:
            self._texts.append(f"{spread:.3f} Tw")
        self.measured_text(f"{x:.2f}", f"{y:.2f}", text, style)
        if spread:
            self._texts.append("0 Tw")

    def measured_text(self, x: str, y: str, text: str, style: Style) -> None:
        """Draw one line that `faces.wrap` returned, hence known to have all its glyphs; x and y are ready figures."""
        codes = self._codes.get(style.weight)
        if codes is None:
            codes = self._codes[style.weight] = _Codes(style.weight, self._document)
        try:
            encoded = text.translate(codes)
        except _OtherSubsetError:
            self._texts.append(f"1 0 0 1 {x} {y} Tm")
            self._mixed_text(text, style)
            return
        if style is not self._style:
            self._choose(style, 0)
            self._style = style
        self._texts.append(f"1 0 0 1 {x} {y} Tm ({encoded}) Tj")

    def _choose(self, style: Style, subset: int) -> None:
        name = font_of(style.weight).getSubsetInternalName(subset, self._document)
        self._texts.append(f"{name} {style.size:g} Tf")

    def _mixed_text(self, text: str, style: Style) -> None:
        for subset, code in font_of(style.weight).splitString(text, self._document):
            self._choose(style, subset)
            self._texts.append(f"({_escaped(code)}) Tj")
        self._style = None

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw one thin line."""
        self._rules.append(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l")

    def fill(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle from its lower left corner."""
        self._fills.append(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re")

    def _close_page(self) -> None:
        if not self._open:
            return
        parts = []
        if self._fills:
            parts += [*self._fills, "f"]
        if self._rules:
            parts += [f"{RULE_WIDTH:g} w", *self._rules, "S"]
        if self._texts:
            parts += ["BT", *self._texts, "ET"]
        self._canvas._code.append("\n".join(parts))
        self._canvas.showPage()
        self._fills.clear()
        self._texts.clear()
        self._rules.clear()
        self._style = None
        self._open = False

    def finish(self) -> bytes:
        """The whole PDF; the pen is used up."""
        self._close_page()
        self._canvas.save()
        forget_texts()
        return self._bytes.getvalue()
