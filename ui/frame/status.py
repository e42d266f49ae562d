"""The status line: the store's state, the backup lamp, who is signed in, and the lock button."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.frame.short import ShortLabel
from ui.parts import Button, Lamp, ToneLabel
from ui.theme import Tone, em


class StatusLine(QWidget):
    """Honest lamps: the backup lamp cannot be green before a copy was really opened and counted."""

    lock_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.store = Lamp("Sổ đang mở, đã mã hóa trên máy này", "done")
        self.backup = Lamp("Chưa có bản sao lưu tốt", "wrong")
        self._news = ToneLabel("", "accent", wrap=False)
        self._clerk = ShortLabel()
        self.lock = Button("Khóa", "lock", tip="Khóa sổ (Ctrl+L)")
        self.lock.clicked.connect(self.lock_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self, 0.6), em(self, 0.2), em(self, 0.6), em(self, 0.3))
        row.setSpacing(em(self, 1.2))
        row.addWidget(self.store)
        row.addWidget(self.backup)
        row.addWidget(self._news, 1)
        row.addWidget(self._clerk, 1)
        row.addWidget(self.lock)

    def show_backup(self, words: str, name: Tone, why: str) -> None:
        """The backup lamp as safekeeping's rule has it."""
        self.backup.show_state(words, name)
        self.backup.setToolTip(why)

    def say(self, words: str) -> None:
        """News that needs no answer."""
        self._news.setText(words)

    @property
    def clerk(self) -> str:
        """Who is signed in."""
        return self._clerk.text()

    def show_clerk(self, name: str) -> None:
        """Who is signed in."""
        self._clerk.show_words(name)
