"""Pictures of every window, drawn without a display, to be looked at before a screen is called done.

The caller makes the QApplication (offscreen, with its scale factor) and opens the office. Nothing is stored: papers are
drawn, not saved, and a list is shown in the wizard without being agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from models.office.open_office import OpenOffice
from ui.camera import Camera, Look
from ui.theme import Scheme, Theme
from ui.tour import Tour
from ui.words import install_words

SIZES: Sequence[tuple[int, int]] = ((1366, 768), (1093, 580), (1920, 1080))


@dataclass(frozen=True, slots=True)
class Views:
    """Which ways of looking: every size in every scheme at every text size (percent)."""

    sizes: Sequence[tuple[int, int]] = SIZES
    schemes: Sequence[Scheme] = ("light", "dark")
    percents: Sequence[int] = (100,)


def draw_windows(
    office: OpenOffice,
    folder: Path | None,
    *,
    sample: tuple[str, bytes] | None = None,
    views: Views | None = None,
    look: Look | None = None,
) -> list[Path]:
    """Walk through every window in every view; `sample` is a list (name, bytes) for the wizard.

    Needs a QApplication. With a folder each window is saved as a picture; returns the files in the order drawn.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a QApplication must exist")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    install_words(app)
    views = views or Views()
    drawn: list[Path] = []
    for scheme in views.schemes:
        for percent in views.percents:
            theme = Theme(app, scheme, percent)
            for size in views.sizes:
                large = "" if percent == 100 else f"-{percent}"
                camera = Camera(size, folder, f"{size[0]}x{size[1]}-{scheme}{large}", look)
                Tour(camera, office, theme, sample).walk()
                drawn += camera.drawn
    return drawn
