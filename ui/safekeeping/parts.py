"""Small parts of the safekeeping pages: the large lamp, a scrolling column, a card with a title."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.parts import Card, title_label
from ui.safekeeping.facts import LampTone
from ui.theme import Tone, em, tone

LAMP_EM: Final = 3.4
COLUMN_EM: Final = 66
_SIGNS: Final[dict[LampTone, str]] = {"done": "circle-check", "soon": "triangle-alert", "wrong": "circle-alert"}
_SOFT: Final[dict[LampTone, Tone]] = {"done": "done_soft", "soon": "soon_soft", "wrong": "wrong_soft"}
_NAMES: Final[dict[LampTone, str]] = {"done": "Đèn xanh", "soon": "Đèn vàng", "wrong": "Đèn đỏ"}


class BigLamp(QWidget):
    """The lamp of the status line, large: a disc in its colour with a sign that says the same without colour."""

    def __init__(self) -> None:
        super().__init__()
        self._name: LampTone = "wrong"
        self.setFixedSize(self.sizeHint())

    def show_tone(self, name: LampTone) -> None:
        self._name = name
        self.setAccessibleName(_NAMES[name])
        self.setToolTip(_NAMES[name])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(em(self, LAMP_EM), em(self, LAMP_EM))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(tone("line"))
            painter.setBrush(tone(_SOFT[self._name]))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
            size, ratio = em(self, LAMP_EM * 0.56), self.devicePixelRatioF()
            picture = pixmap(_SIGNS[self._name], tone(self._name), round(size * ratio))
            picture.setDevicePixelRatio(ratio)
            painter.drawPixmap(QPointF((self.width() - size) / 2, (self.height() - size) / 2), picture)


class Scrolling(QScrollArea):
    """A page of cards in one column; `column` takes the cards, more space goes below them."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setMaximumWidth(em(self, COLUMN_EM))
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        self.column.setSpacing(em(self, 0.8))
        self.setWidget(inner)


def titled_card(title: str) -> Card:
    """A card with its title on top."""
    card = Card()
    card.body.addWidget(title_label(title, 1.1))
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return card


def button_row(*buttons: QWidget) -> QHBoxLayout:
    """Buttons from the left, as many as there are."""
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def clear_column(column: QVBoxLayout) -> None:
    """Take all widgets out of a column; they go once the click that may have come from one of them is over."""
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
