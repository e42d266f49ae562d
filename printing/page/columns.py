"""How wide the columns of a table are: figures whole on one line, texts sharing the rest by what they usually hold.

Promises: widths fill the page exactly; a header word is never broken where the page has room for all; one long text
neither narrows the other columns for its sake nor makes a row as high as a page. Must not draw.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from printing.page.faces import MissingGlyphError, Style, drawn, width_of
from printing.page.table import Align, Column, Part, Row

MOST_GROWTH = 1.8
"""How much wider than its share a column of figures may become."""
MOST_GIVEN = 0.4
"""How much of its width a column of text may give away."""
USUAL_SHARE = 0.95
"""The share of lines whose text a column of text tries to hold without wrapping."""
MOST_LINES = 16
"""Lines that a column of text should hold its longest text in, so that one long note does not fill a page."""
USUAL_LINES = 3
"""Lines that it should hold its usual texts in."""
LARGEST_SHARE = 1 / 3
"""How much of the width of all columns of text such a column may take."""
LONGEST_CODE = 60.0
"""Points; a text of one word up to this width ("CS-HGD") is a code, which is never broken in a column of text."""
ROUNDING = 0.01
"""Points; sums of widths are not exact, and a figure must not wrap for that."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a column wants, padding included, in points.

    `least` holds the longest word of its header and its longest code, `usual` all but the longest twentieth of its
    texts, `longest` all.
    """

    least: float
    usual: float
    longest: float


def columns_to_fit(width: float, parts: Sequence[Part], needs: Sequence[Need]) -> tuple[Column, ...]:
    """Columns that fill `width` points exactly.

    Widths begin in proportion to the parts' shares. Columns that are not left-aligned hold figures and codes, which
    must not wrap, and get what they need (within reason: `MOST_GROWTH`); left-aligned ones share the rest, the ones
    with room to spare giving to those without.
    """
    scale = width / sum(share for _, share, _ in parts)
    widths = [share * scale for _, share, _ in parts]
    flexible = [index for index, (_, _, align) in enumerate(parts) if align is Align.LEFT]
    for index, need in enumerate(needs):
        if index not in flexible:
            widths[index] = min(max(widths[index], need.longest), widths[index] * MOST_GROWTH)
    fixed = sum(width for index, width in enumerate(widths) if index not in flexible)
    shrink = (width - fixed) / sum(widths[index] for index in flexible)
    for index in flexible:
        widths[index] *= shrink
    _balance(widths, flexible, needs)
    for index in flexible:
        _make_room(widths, index, flexible, needs)
    return tuple(Column(name, w, align) for (name, _, align), w in zip(parts, widths, strict=True))


def _balance(widths: list[float], flexible: Sequence[int], needs: Sequence[Need]) -> None:
    """Columns of text with room to spare give it to those that lack some."""
    spare: dict[int, float] = {}
    lack: dict[int, float] = {}
    for index in flexible:
        difference = widths[index] - max(needs[index].usual, needs[index].least)
        if difference > 0:
            spare[index] = min(difference, MOST_GIVEN * widths[index])
        else:
            lack[index] = -difference
    moved = min(sum(spare.values()), sum(lack.values()))
    for columns, sign in ((spare, -1), (lack, 1)):
        for index, amount in columns.items():
            widths[index] += sign * moved * amount / (sum(columns.values()) or 1)


def _make_room(widths: list[float], index: int, flexible: Sequence[int], needs: Sequence[Need]) -> None:
    """Widen a column whose texts would take too many lines.

    The others give what their usual texts leave them; if that is not enough, more, each keeping its header whole.
    """
    need = needs[index]
    most = LARGEST_SHARE * sum(widths[other] for other in flexible)
    wanted = min(max(need.longest / MOST_LINES, need.usual / USUAL_LINES), most)
    for kept in ([max(need.usual, need.least) for need in needs], [need.least for need in needs]):
        others = {other: max(widths[other] - kept[other], 0.0) for other in flexible if other != index}
        moved = min(max(wanted, need.least) - widths[index], sum(others.values()))
        if moved > 0:
            widths[index] += moved
            for other, room in others.items():
                widths[other] -= moved * room / sum(others.values())


def needs_of(parts: Sequence[Part], rows: Sequence[Row], body: Style, strong: Style, padding: float) -> list[Need]:
    """What each column wants for its header and the texts of `rows`."""
    lines = [Counter(texts) for texts in zip(*(row.cells for row in rows if not row.spans), strict=True)]
    sums = [Counter[str]() for _ in parts]
    for row in rows:
        column = 0
        for text, span in zip(row.cells, row.spans, strict=False):
            if span == 1:
                sums[column][text] += 1
            column += span
    needs = []
    for index, (name, _, _) in enumerate(parts):
        texts = _widths(lines[index] if lines else Counter(), body) + _widths(sums[index], strong)
        codes = [width for width, _ in _widths(_codes(lines[index] if lines else ()), body) if width <= LONGEST_CODE]
        needs.append(_need(name, sorted(texts), strong, 2 * padding + ROUNDING, max(codes, default=0.0)))
    return needs


def _codes(texts: Iterable[str]) -> Counter[str]:
    return Counter(text for text in texts if " " not in text)


def _widths(texts: Counter[str], style: Style) -> list[tuple[float, int]]:
    """The width of each text in points, and how often it stands there."""
    return [(_safe_width(text, style), count) for text, count in texts.items()]


def _need(name: str, widths: Sequence[tuple[float, int]], strong: Style, padding: float, code: float) -> Need:
    """`code` is the width of the longest one."""
    least = max((_safe_width(word, strong) for word in name.split()), default=0.0)
    least = max(least, code)
    enough = USUAL_SHARE * sum(count for _, count in widths)
    usual, seen = 0.0, 0
    for width, count in widths:
        usual, seen = width, seen + count
        if seen >= enough:
            break
    longest = max(least, widths[-1][0] if widths else 0.0)
    return Need(least + padding, usual + padding, longest + padding)


def _safe_width(text: str, style: Style) -> float:
    """Width in points; a missing glyph counts nothing here, as measuring its row will refuse it and name the place."""
    try:
        return width_of(drawn(text), style)
    except MissingGlyphError:
        return 0.0
