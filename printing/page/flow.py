"""Running text over as many pages as it takes: paragraphs, centred lines, and a closing that is never alone on a page.

Promises: page numbers by NĐ 30/2020/NĐ-CP, a paragraph begins with two lines on a page or on the next one, the last
paragraph stays with the signatures. Must not decide what a paper says.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.benefits.papers import Signatory
from printing.page import ground
from printing.page.faces import Style, Weight, width_of
from printing.page.ink import Ink
from printing.page.sizes import FIRST_LINE_INDENT, LEADING, PARAGRAPH_GAP, TEXT_SIZE

TEXT = Style(Weight.REGULAR, TEXT_SIZE)
STRONG = Style(Weight.BOLD, TEXT_SIZE)
ITALIC = Style(Weight.ITALIC, TEXT_SIZE)
KEPT_LINES = 2
"""Lines of a paragraph that stand together at the foot of a page."""


class Flow:
    """The open page of `ink`, written from `top` (points from the lower edge) down, and the pages after it."""

    def __init__(self, ink: Ink, top: float) -> None:
        self.ink = ink
        self.y = top

    def next_page(self) -> float:
        """Begin a page with its number; returns where its text may start."""
        self.ink.begin_page()
        ground.page_number(self.ink)
        self.y = self.ink.page.text_top
        return self.y

    def keep(self, height: float) -> None:
        """Go on to the next page unless `height` points are left on this one."""
        if self.y - height < self.ink.page.bottom and self.y < self.ink.page.text_top:
            self.next_page()

    def gap(self, points: float) -> None:
        """Leave room."""
        self.y -= points

    def centred(self, text: str, style: Style, *, place: str) -> None:
        """Lines centred between the margins."""
        page = self.ink.page
        self.keep(style.size * LEADING * KEPT_LINES)
        middle = page.left + page.text_width / 2
        self.y = ground.centred(self.ink, text, style, middle, page.text_width, self.y, place=place)

    def paragraph(self, text: str, *, place: str, style: Style = TEXT, head: str = "", indent: bool = True) -> None:
        """A justified paragraph; `head` stands before it in bold ("Điều 1.")."""
        lines = self._lines(text, style, head, place, indent=indent)
        self.keep(min(len(lines), KEPT_LINES) * style.size * LEADING)
        for number, line in enumerate(lines):
            self.keep(style.size * LEADING)
            self._line(line, style, head if number == 0 else "", place, last=number == len(lines) - 1)
        self.y -= PARAGRAPH_GAP

    def height_of(self, text: str, *, place: str, style: Style = TEXT, head: str = "") -> float:
        """What `paragraph` takes, in points, on one page."""
        return len(self._lines(text, style, head, place, indent=True)) * style.size * LEADING + PARAGRAPH_GAP

    def closing(
        self, text: str, signatories: Sequence[Signatory], recipients: Sequence[str] = (), *, place: str, head: str = ""
    ) -> None:
        """The last paragraph with the signatures under it, on one page."""
        needed = self.height_of(text, place=place, head=head)
        self.keep(needed + ground.signatures_height(self.ink.page, signatories, recipients))
        self.paragraph(text, place=place, head=head)
        ground.signatures(self.ink, signatories, self.y, recipients)

    def _lines(self, text: str, style: Style, head: str, place: str, *, indent: bool) -> tuple[tuple[str, float], ...]:
        """Wrapped lines; the first begins with the room for indent and head."""
        room = (FIRST_LINE_INDENT if indent else 0.0) + (width_of(f"{head} ", STRONG) if head else 0.0)
        blank = "\u00a0" * round(room / width_of("\u00a0", style))
        return ground.lines_of(blank + text, style, self.ink.page.text_width, place)

    def _line(self, line: tuple[str, float], style: Style, head: str, place: str, *, last: bool) -> None:
        text, width = line
        page, baseline = self.ink.page, self.y - ground.BASELINE_SHARE * style.size
        shown = text.lstrip("\u00a0")
        blank = width_of("\u00a0", style) * (len(text) - len(shown))
        gaps = shown.count(" ")
        spread = (page.text_width - width) / gaps if gaps and not last else 0.0
        if head:
            self.ink.text(page.left + FIRST_LINE_INDENT, baseline, head, STRONG, place=place)
        self.ink.text(page.left + blank, baseline, shown, style, place=place, spread=spread)
        self.y -= style.size * LEADING
