"""A bar and a word for the strength of a password that is being typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts import ToneLabel
from ui.theme import Tone, em, tone
from ui.unlock.strength import Degree, strength_of

_TONES: Final[dict[Degree, Tone]] = {"too_short": "wrong", "weak": "wrong", "fair": "soon", "good": "done"}


class StrengthBar(QWidget):
    """A bar and a word for the strength of what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._label = ToneLabel("", "quiet", factor=0.9)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, em(self, 0.5), 0, 0)
        row.addWidget(self._label)
        self.judge("")

    def judge(self, password: str) -> None:
        """Show the strength of this password."""
        found = strength_of(password)
        self._share, self._tone = found.share, _TONES[found.degree]
        self._label.setText(f"Độ mạnh: {found.words}" if password else found.words)
        self._label.set_tone(self._tone if password else "quiet")
        self.update()

    @property
    def words(self) -> str:
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(QRectF(0, 0, self.width(), em(self, 0.3)), tone("line"))
            painter.fillRect(QRectF(0, 0, self.width() * self._share, em(self, 0.3)), tone(self._tone))
