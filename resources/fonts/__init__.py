"""The bundled font files: Liberation Serif for paper, Inter for the screen.

Gives bytes by name, also from a frozen program. Promises full Vietnamese in every face (tests hold it).
Must not know reportlab or Qt.
"""

from __future__ import annotations

from importlib.resources import files

PAPER_REGULAR = "LiberationSerif-Regular.ttf"
PAPER_BOLD = "LiberationSerif-Bold.ttf"
PAPER_ITALIC = "LiberationSerif-Italic.ttf"
PAPER_BOLD_ITALIC = "LiberationSerif-BoldItalic.ttf"
PAPER_FONTS = (PAPER_REGULAR, PAPER_BOLD, PAPER_ITALIC, PAPER_BOLD_ITALIC)

SCREEN_FAMILY = "Inter"
SCREEN_FONTS = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")


def font_bytes(name: str) -> bytes:
    """The whole font file `name`, one of PAPER_FONTS or SCREEN_FONTS; raises FileNotFoundError for another name."""
    return files(__name__).joinpath(name).read_bytes()
