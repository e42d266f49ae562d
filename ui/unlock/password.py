"""A password field: hidden letters, a button to show them, and a word when Caps Lock is on."""

from __future__ import annotations

import os

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.forms.fields import TextField
from ui.icons import set_icon

CAPS_LOCK_KEY = 0x14
CAPS_WORDS = "Phím Caps Lock đang bật."


class PasswordField(TextField):
    """`entered` comes with Enter when `last`; otherwise Enter moves on as everywhere."""

    entered = Signal()

    def __init__(self, key: str, label: str, *, hint: str = "", last: bool = False) -> None:
        super().__init__(key, label, hint=hint, required=True, secret=True)
        self._last = last
        self._show = QAction(self)
        self._show.setCheckable(True)
        self._show.toggled.connect(self._shown)
        self.editor.addAction(self._show, QLineEdit.ActionPosition.TrailingPosition)
        self._shown(False)

    def _shown(self, shown: bool) -> None:
        self.editor.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        set_icon(self._show, "eye-off" if shown else "eye")
        self._show.setToolTip("Giấu mật khẩu" if shown else "Hiện mật khẩu")

    def neat(self, text: str) -> str:
        return text

    def check(self) -> bool:
        return True if not self.editor.text() else super().check()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._last and self._moves_on(event):
                self.entered.emit()
                return True
            self._watch_caps(event)
        return super().eventFilter(watched, event)

    def _watch_caps(self, event: QKeyEvent) -> None:
        state = caps_lock_on(event)
        if state is None:
            return
        if state:
            self.say(CAPS_WORDS, "soon")
        elif self._note.text() == CAPS_WORDS:
            self.say(None)


def caps_lock_on(event: QKeyEvent) -> bool | None:
    """Whether Caps Lock is on: asked of Windows, elsewhere guessed from a letter against Shift; None when unknown."""
    if os.name == "nt":
        import ctypes  # noqa: PLC0415 - costs the unlock window time, and only Windows needs it

        windows = getattr(ctypes, "windll", None)
        return bool(windows.user32.GetKeyState(CAPS_LOCK_KEY) & 1) if windows is not None else None
    return _guessed_caps_lock(event)


def _guessed_caps_lock(event: QKeyEvent) -> bool | None:
    letter = event.text()
    if len(letter) != 1 or not letter.isalpha() or letter.upper() == letter.lower():
        return None
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return letter.isupper() != shifted
