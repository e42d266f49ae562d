"""Sizes of a page by NĐ 30/2020/NĐ-CP, Phụ lục I, in points; every constant names its unit by its factor."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""

A4_SHORT = 210 * MM
A4_LONG = 297 * MM
LEFT_MARGIN = 30 * MM
RIGHT_MARGIN = 15 * MM
TOP_MARGIN = 20 * MM
BOTTOM_MARGIN = 20 * MM
PAGE_NUMBER_FROM_TOP = 13 * MM

STATE_NAME_SIZE = 12.0
"""Quốc hiệu and the names of the bodies (ô 1, 2)."""
MOTTO_SIZE = 13.0
NUMBER_SIZE = 13.0
TITLE_SIZE = 14.0
TEXT_SIZE = 13.0
PAGE_NUMBER_SIZE = 13.0
RECIPIENTS_HEAD_SIZE = 12.0
RECIPIENTS_SIZE = 11.0
FIRST_LINE_INDENT = 10 * MM
PARAGRAPH_GAP = 6.0
LEADING = 1.2
"""Line distance as a multiple of the font size."""
FOOT_SIZE = 6.5
FOOT_FROM_BOTTOM = 9 * MM
"""The history's code stands here, small and inside what any printer reaches, below all text."""
RULE_WIDTH = 0.5
"""Width of drawn lines, in points."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page format with its margins, in points; the origin is the lower left corner."""

    width: float
    height: float
    left: float = LEFT_MARGIN
    right: float = RIGHT_MARGIN
    top: float = TOP_MARGIN
    bottom: float = BOTTOM_MARGIN

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_top(self) -> float:
        """Height at which the text area begins, counted from the lower edge."""
        return self.height - self.top

    @property
    def text_right(self) -> float:
        """Where the text area ends, counted from the left edge."""
        return self.width - self.right


PORTRAIT = Page(A4_SHORT, A4_LONG)
LANDSCAPE = Page(A4_LONG, A4_SHORT)
