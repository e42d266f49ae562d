"""A window that shows nothing of the store: while it gets a new key, and while a backup ends before the lock."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.parts import Button, Card, ToneLabel, title_label
from ui.theme import em
from ui.unlock.window import PROGRAM_NAME

CARD_EM = 28


class BusyWindow(QWidget):
    """One sentence and a bar; with `stop` one button. It cannot be closed before its work is done."""

    stop_asked = Signal()

    def __init__(self, title: str, words: str, *, stop: str = "") -> None:
        super().__init__()
        self._done = False
        self.setWindowTitle(PROGRAM_NAME)
        card = Card()
        card.setFixedWidth(em(self, CARD_EM))
        side = em(self, 1.6)
        card.body.setContentsMargins(side, side, side, side)
        card.body.setSpacing(em(self, 0.8))
        head = title_label(title, 1.3)
        head.setWordWrap(True)
        card.body.addWidget(head)
        text = ToneLabel(words, "quiet")
        text.setFixedWidth(em(self, CARD_EM) - 2 * side)
        text.setMinimumHeight(text.heightForWidth(text.width()))
        card.body.addWidget(text)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(title)
        bar.setFixedHeight(em(self, 0.5))
        card.body.addWidget(bar)
        self.button = Button(stop)
        self.button.setVisible(bool(stop))
        self.button.clicked.connect(self.stop_asked)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)
        self.resize(em(self, 48), em(self, 34))

    def let_go(self) -> None:
        """The work is done: the window may be closed."""
        self._done = True

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._done:
            super().closeEvent(event)
        else:
            event.ignore()
