"""A camera for windows that are drawn without a display, and patience until they have settled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer, SignalInstance
from PySide6.QtWidgets import QWidget

from ui.waiting import WAITING

SETTLE_MS = 60
LOOK_AGAIN_MS = 20
LONGEST_WAIT_MS = 60_000

Look = Callable[[QWidget, str], object]
"""Looks at a settled window under its name, such as a check of what is cut off."""


class NoMemory:
    """Window state that is forgotten."""

    def value(self, key: str, /) -> object:
        return None

    def setValue(self, key: str, value: object, /) -> None:
        pass


@dataclass(slots=True)
class Camera:
    """Takes windows at one size: a picture into `folder` (None: no picture), then `look`."""

    size: tuple[int, int]
    folder: Path | None
    suffix: str
    look: Look | None = None
    drawn: list[Path] = field(default_factory=list)

    def shoot(self, window: QWidget, name: str, settle: int = SETTLE_MS) -> None:
        """Give the window the size of the screen, let it settle (at most so long), take it."""
        window.resize(*self.size)
        window.show()
        self._take(window, name, settle)

    def shoot_small(self, dialog: QWidget, name: str) -> None:
        """Take a dialog at its own size, which must not be larger than the screen; it is closed afterwards."""
        dialog.show()
        dialog.resize(dialog.size().boundedTo(QSize(*self.size)))  # shown it has taken the room that it wants
        self._take(dialog, name, SETTLE_MS)
        dialog.close()
        dialog.deleteLater()

    def _take(self, window: QWidget, name: str, settle: int) -> None:
        _settle(window, settle)
        if self.folder is not None:
            path = self.folder / f"{name}-{self.suffix}.png"
            window.grab().save(str(path))
            self.drawn.append(path)
        if self.look is not None:
            self.look(window, f"{name}-{self.suffix}")


def _settle(window: QWidget, longest: int) -> None:
    pause(SETTLE_MS)
    until = time.monotonic() + (longest - SETTLE_MS) / 1000
    while time.monotonic() < until:
        quiet = not restless(window, longest)
        pause(LOOK_AGAIN_MS)  # what came last is laid out and painted
        if quiet:
            return


def restless(window: QWidget, within: int) -> bool:
    """Whether something is still being read or counted for the window, in a thread or in so many milliseconds."""
    if any(thread.name == WAITING for thread in threading.enumerate()):
        return True
    due = [timer for timer in window.findChildren(QTimer) if timer.isActive() and timer.isSingleShot()]
    return any(timer.remainingTime() <= within for timer in due)


def pause(milliseconds: int) -> None:
    """Let the windows work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(signal: SignalInstance, start: Callable[[], object]) -> None:
    """Start something and wait until it says that it is there."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    patience = QTimer()
    patience.setSingleShot(True)
    patience.timeout.connect(loop.quit)
    patience.start(LONGEST_WAIT_MS)
    start()
    loop.exec()
    patience.stop()


def wait_while(busy: Callable[[], bool]) -> None:
    """Let the windows work until something is no longer busy."""
    until = time.monotonic() + LONGEST_WAIT_MS / 1000
    while busy() and time.monotonic() < until:
        pause(LOOK_AGAIN_MS)
