"""What the pages of people share: a column that scrolls on the page's own ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme import em


def holding(layout: QVBoxLayout) -> QWidget:
    """A widget around a column, with room for the scroll bar."""
    widget = QWidget()
    layout.setContentsMargins(0, 0, em(widget, 0.4), 0)
    widget.setLayout(layout)
    return widget


def scrolled(widget: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down and shows no frame."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    area.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return area
