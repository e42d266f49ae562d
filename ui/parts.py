"""Small parts every window uses: titles, the one primary button, notices, cards and the empty state.

Colours come from the palette and follow it; nothing here knows an office subject. The parts that the unlock window is
made of lie in `ui.plain`; the other windows have them from here with the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import icon_label
from ui.plain import Button, Card, PrimaryButton, ToneLabel, title_label
from ui.theme import Tone, em, tone

__all__ = ["Button", "Card", "EmptyState", "Lamp", "Notice", "PrimaryButton", "ToneLabel", "title_label"]

ICON_EM: Final = 1.35
_SIGNS: Final[dict[Tone, str]] = {
    "wrong": "circle-alert",
    "soon": "triangle-alert",
    "done": "circle-check",
    "accent": "info",
    "quiet": "info",
}


class Notice(QFrame):
    """A line of news inside the window (never a dialog), with an icon and perhaps one button."""

    pressed = Signal()

    def __init__(self, words: str = "", name: Tone = "accent", *, button: str = "") -> None:
        super().__init__()
        self._name = name
        self._words = QLabel(words)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sign = QLabel()
        self._row = QHBoxLayout(self)
        side = em(self, 0.6)
        self._row.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._words, 1)
        self._button = Button(button)
        self._button.clicked.connect(self.pressed)
        self._row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self._button.setVisible(bool(button))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.say(words, name)

    def _line_up(self) -> None:
        """Icon, first line of the words and button have their middles on one line."""
        line = self._words.fontMetrics().height()
        button = 0 if self._button.isHidden() else max(self._button.sizeHint().height(), self._button.minimumHeight())
        highest = max(line, em(self, ICON_EM), button)
        room = (highest - line) // 2
        self._words.setContentsMargins(0, room, 0, 0)
        self._sign.setFixedHeight(highest)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def say(self, words: str, name: Tone | None = None) -> None:
        """Show the words; an empty text hides the notice."""
        self._name = name or self._name
        self._words.setText(words)
        if not words:
            self.hide()
            return
        ink: Tone = "accent_ink" if self._name == "accent" else self._name
        sign = icon_label(_SIGNS.get(self._name, "info"), em(self, ICON_EM), tone(ink))
        self._sign.setPixmap(sign.pixmap())
        self._line_up()
        if self.parentWidget() is not None:
            self.show()  # without a parent this would flash up as a window of its own
        self.updateGeometry()
        self.update()  # the ground too: the label alone would be drawn in the new tone

    @property
    def words(self) -> str:
        return self._words.text()

    @property
    def button(self) -> QPushButton:
        return self._button

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            hidden = self.isHidden()
            self.say(self._words.text())
            self.setHidden(hidden)
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            soft: dict[Tone, Tone] = {"wrong": "wrong_soft", "soon": "soon_soft", "done": "done_soft"}
            painter.setBrush(tone(soft.get(self._name, "accent_soft")))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)


class EmptyState(QWidget):
    """What an empty list says: what belongs here, and buttons for the next step."""

    def __init__(self, sign: str, title: str, words: str) -> None:
        super().__init__()
        self._sign_name = sign
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = title_label(title, 1.25)
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = ToneLabel(words, "quiet")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setFixedSize(em(self, 36), text.heightForWidth(em(self, 36)))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(em(self, 0.6))
        column = QVBoxLayout(self)
        column.setSpacing(em(self, 0.8))
        column.addStretch(2)
        column.addWidget(self._sign)
        column.addWidget(heading)
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        self._tint()

    def add_step(
        self, words: str, sign: str, action: Callable[[], None], *, primary: bool = False, shortcut: str | None = None
    ) -> Button:
        """Add a button for a next step."""
        kind = PrimaryButton if primary else Button
        made = kind(words, sign, shortcut=shortcut)
        made.clicked.connect(lambda _checked=False: action())
        self._buttons.addWidget(made)
        return made

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._sign.setPixmap(icon_label(self._sign_name, em(self, 4), tone("quiet")).pixmap())


class Lamp(QWidget):
    """A round lamp with words: the colour says the same as the words, never more."""

    def __init__(self, words: str, name: Tone) -> None:
        super().__init__()
        self._name = name
        self._label = ToneLabel(words, "quiet", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self, 1.2), 0, 0, 0)
        row.addWidget(self._label)

    def show_state(self, words: str, name: Tone) -> None:
        self._name = name
        self._label.setText(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone(self._name))
            size = em(self, 0.7)
            painter.drawEllipse(QRectF(em(self, 0.2), (self.height() - size) / 2, size, size))
