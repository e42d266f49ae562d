"""The line a password is typed into: hidden letters, and a word of warning when Caps Lock is on.

The unlock window's first paint waits for this module: see `ui.plain` for what it may not import.
"""

from __future__ import annotations

import os
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

CAPS_LOCK_KEY: Final = 0x14
CAPS_WORDS: Final = "Phím Caps Lock đang bật."
SHOW_WORDS: Final = "Hiện mật khẩu"


class PasswordEditor(QLineEdit):
    """`caps_lock` says with each key whether Caps Lock is on, where that can be known."""

    caps_lock = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.show_letters(False)

    def show_letters(self, shown: bool) -> None:
        """Show or hide what is typed."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = caps_lock_on(event)
        if state is not None:
            self.caps_lock.emit(state)
        super().keyPressEvent(event)


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
    shifted = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
    return letter.isupper() != shifted
