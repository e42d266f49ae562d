"""Small parts of the safekeeping pages: the large lamp, a scrolling column, a card with a title."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.parts import Card, title_label
from ui.plain import paint_focus_ring
from ui.safekeeping.facts import LampTone
from ui.theme import Tone, em, tone

LAMP_EM: Final = 3.4
RADIO_EM: Final = 1.05
RADIO_GAP_EM: Final = 0.5
COLUMN_EM: Final = 76
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


class Choice(QRadioButton):
    """One of several, drawn in our colours: Fusion's circle is hardly seen on a dark card and never grows.

    Circle and words stand inside the ring of the focus, with a gap all around.
    """

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(words + em(self, RADIO_EM + 3 * RADIO_GAP_EM), em(self, 1.9))

    def circle(self) -> QRectF:
        """Where the circle is drawn."""
        size = em(self, RADIO_EM)
        return QRectF(em(self, RADIO_GAP_EM), (self.height() - size) / 2, size, size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        size, on = em(self, RADIO_EM), self.isEnabled()
        circle = self.circle()
        words = self.rect().adjusted(size + em(self, 2 * RADIO_GAP_EM), 0, 0, 0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tone("accent_ink" if self.isChecked() and on else "quiet" if on else "line"), 1.5))
            painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
            painter.drawEllipse(circle)
            if self.isChecked():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tone("accent_ink" if on else "line"))
                painter.drawEllipse(circle.adjusted(size * 0.28, size * 0.28, -size * 0.28, -size * 0.28))
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText) if on else tone("quiet"))
            aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(words, aligned | int(Qt.TextFlag.TextShowMnemonic), self.text())
        if self.hasFocus():
            paint_focus_ring(self, tone("accent_ink"))


class Scrolling(QScrollArea):
    """A page of cards in one column; `column` takes the cards, more space goes below them."""

    def __init__(self, widest: float = COLUMN_EM) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setMaximumWidth(em(self, widest))
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
