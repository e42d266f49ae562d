"""The citizen's slip as PDF in large print: two on a page of A4 with a line to cut along, or each on a page of A5.

Promises: the letters are as large as the words allow, never smaller than `SMALLEST` points; what does not fit is
refused, not cut off. Draws what `CitizenSlips` says and nothing else.
"""

from __future__ import annotations

from datetime import datetime

from models.benefits.entitlements.citizen_slips import CitizenSlip, CitizenSlips
from models.store.errors import RuleError
from printing.page import ground
from printing.page.faces import Style, Weight, width_of
from printing.page.ink import Ink
from printing.page.sizes import A4_LONG, A4_SHORT, LEADING, MM, Page

SIZES = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
SMALLEST = SIZES[-1]
TITLE = "PHIẾU BÁO CHO NGƯỜI DÂN"
SIDE, TOP = 15 * MM, 12 * MM
HALF = A4_LONG / 2
A4 = Page(A4_SHORT, A4_LONG, left=SIDE, right=SIDE, top=TOP, bottom=TOP)
A5 = Page(148 * MM, A4_SHORT, left=SIDE, right=SIDE, top=TOP, bottom=TOP)
TITLE_MORE = 2.0
"""Points that the title is larger than the text."""
GAP = 0.35
"""Between parts, as a share of the size."""


def slips_pdf(facts: CitizenSlips, *, printed_at: datetime, foot: str = "", two: bool = True) -> bytes:
    """The slips. `printed_at` (with a time zone) dates the document; `two`: two on each page, else pages of A5.

    Raises RuleError for a character that the font lacks, and for words that fit on no slip ("slip_too_long").
    """
    page = A4 if two else A5
    ink = Ink(page, title="Phiếu báo cho người dân", printed_at=printed_at, foot=foot)
    height = (HALF if two else page.height) - 2 * TOP
    for number, slip in enumerate(facts.slips):
        below = two and number % 2 == 1
        if not below:
            ink.begin_page()
            if two:
                ink.line(0, HALF, page.width, HALF)
        _draw(ink, facts, slip, _fitting(page, facts, slip, height), (HALF if below else page.height) - TOP)
    return ink.finish()


def _fitting(page: Page, facts: CitizenSlips, slip: CitizenSlip, height: float) -> float:
    """The largest size at which the slip fits."""
    for size in SIZES:
        if _height(page, facts, slip, size) <= height:
            return size
    raise RuleError("Phiếu báo dài quá một trang. Hãy rút ngắn lý do của quyết định.", code="slip_too_long")


def _styles(size: float) -> tuple[Style, Style, Style]:
    return Style(Weight.REGULAR, size), Style(Weight.BOLD, size), Style(Weight.BOLD, size + TITLE_MORE)


def _heads(facts: CitizenSlips, slip: CitizenSlip, size: float) -> list[tuple[str, Style]]:
    """Centred lines above the parts."""
    text, strong, title = _styles(size)
    small = Style(Weight.REGULAR, size - 3)
    lines = [(facts.body, small), (facts.department, Style(Weight.BOLD, size - 3)), (TITLE, title)]
    if facts.number:
        lines.append((f"Số {facts.number}", small))
    lines.append((f"Kính gửi: {slip.to}", strong))
    return [*lines, *([(slip.decision, text)] if slip.decision else [])]


def _height(page: Page, facts: CitizenSlips, slip: CitizenSlip, size: float) -> float:
    text, _, _ = _styles(size)
    heads = _heads(facts, slip, size)
    height = sum(len(ground.lines_of(words, style, page.text_width, TITLE)) * style.size for words, style in heads)
    parts = sum(len(_lines(page, head, words, text)) for head, words in slip.parts)
    return (height + parts * size) * LEADING + (len(slip.parts) + 1) * GAP * size


def _lines(page: Page, head: str, words: str, style: Style) -> tuple[tuple[str, float], ...]:
    """Lines of a part; the first leaves room for its head."""
    strong = Style(Weight.BOLD, style.size)
    blank = "\u00a0" * round(width_of(f"{head}:  ", strong) / width_of("\u00a0", style))
    return ground.lines_of(blank + words, style, page.text_width, head)


def _draw(ink: Ink, facts: CitizenSlips, slip: CitizenSlip, size: float, top: float) -> None:
    page = ink.page
    text, strong, _ = _styles(size)
    middle, y = page.left + page.text_width / 2, top
    for words, style in _heads(facts, slip, size):
        y = ground.centred(ink, words, style, middle, page.text_width, y, place="đầu phiếu")
    for head, words in slip.parts:
        y -= GAP * size
        ink.text(page.left, y - ground.BASELINE_SHARE * size, f"{head}:", strong, place=head)
        for line, _ in _lines(page, head, words, text):
            shown = line.lstrip("\u00a0")
            start = page.left + width_of("\u00a0", text) * (len(line) - len(shown))
            ink.text(start, y - ground.BASELINE_SHARE * size, shown, text, place=head)
            y -= size * LEADING
