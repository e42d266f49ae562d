"""The size of the frame: remembered with the window's state, never larger than the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from ui.register.source import Memory
from ui.theme import em

USUAL_WIDTH: Final = 1400
"""On a screen up to this width (1366 is the usual one) the window fills the screen the first time."""
FIRST_SIZE: Final = (1280, 720)


def restore_size(window: QMainWindow, memory: Memory) -> None:
    """The size of last time."""
    window.setMinimumSize(em(window, 60), em(window, 34))
    size = str(memory.value("window/size") or "").split("x")
    known = len(size) == 2 and all(part.isdigit() for part in size)
    window.resize(*((int(size[0]), int(size[1])) if known else FIRST_SIZE))


def fit_screen(window: QMainWindow, memory: Memory) -> None:
    """Before the first show: fill a screen that is smaller than the window, or that it filled last time."""
    room = window.screen().availableGeometry()
    small = window.width() > room.width() or window.height() > room.height()
    first = memory.value("window/size") is None and room.width() <= USUAL_WIDTH
    if small or str(memory.value("window/filled")) == "1" or first:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def remember_size(window: QMainWindow, memory: Memory) -> None:
    """Keep the size for next time; of a window that fills the screen only that it does."""
    memory.setValue("window/filled", "1" if window.isMaximized() else "0")
    if not window.isMaximized():
        memory.setValue("window/size", f"{window.width()}x{window.height()}")
