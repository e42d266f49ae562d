"""Icons take the colours of the words beside them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QApplication

from ui.icons import icon
from ui.theme import Theme


def strongest(made: QIcon, mode: QIcon.Mode) -> str:
    """The colour of the most opaque pixel."""
    image = made.pixmap(QSize(24, 24), mode).toImage()
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(points, key=lambda colour: colour.alpha()).name()


@pytest.mark.parametrize("role", [QPalette.ColorRole.ButtonText, QPalette.ColorRole.HighlightedText])
def test_an_icon_that_cannot_be_pressed_is_as_faded_as_its_words(qapp: QApplication, role: QPalette.ColorRole) -> None:
    Theme(qapp, "light")
    made, colours = icon("save", role), qapp.palette()
    assert strongest(made, QIcon.Mode.Normal) == colours.color(QPalette.ColorGroup.Active, role).name()
    faded = colours.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert strongest(made, QIcon.Mode.Disabled) == faded.name()
