"""Noticing that nobody is at the machine: `idle` comes once when keys and mouse have rested for the chosen time.

Windows is asked when the machine itself was last used, so that a clerk who works in another program is not locked out;
elsewhere the keys and the mouse over our own windows count. Only native windows are watched, never every widget: a
filter in Python on all events would slow the register down.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import Shiboken

LEAST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 60.0
"""Then the limit is asked for again, which the clerk may have changed."""
_MS_PER_S: Final = 1000
_TICKS: Final = 1 << 32
"""Windows counts the milliseconds since it started in 32 bits."""
_USED: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


def machine_rested() -> float | None:
    """Seconds since the machine's keys or mouse were last used; None where that is not known."""
    if sys.platform == "win32":
        import ctypes

        class LastInput(ctypes.Structure):
            _fields_ = (("cbSize", ctypes.c_uint32), ("dwTime", ctypes.c_uint32))

        last = LastInput(ctypes.sizeof(LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        now = int(ctypes.windll.kernel32.GetTickCount()) & (_TICKS - 1)
        return ((now - int(last.dwTime)) % _TICKS) / _MS_PER_S
    else:  # noqa: RET505 - for mypy, which reads this for one system at a time
        return None


class IdleWatch(QObject):
    """Watches from `start` to `stop`; `idle` comes at most once in between.

    `lock_pressed` comes for Ctrl+L over a dialog, where the main window's own key is not heard.
    """

    idle = Signal()
    lock_pressed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        machine: Callable[[], float | None] = machine_rested,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._machine, self._clock = machine, clock
        self._limit: Callable[[], float] = lambda: LONGEST_WAIT_S
        self._last_used = clock()
        self._watched: list[QWindow] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def start(self, limit: Callable[[], float]) -> None:
        """Begin to count; `limit` says after how many seconds of rest `idle` comes."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and not self._timer.isActive():
            app.focusWindowChanged.connect(self._watch)
            for window in QGuiApplication.topLevelWindows():
                self._watch(window)
        self._limit = limit
        self._last_used = self._clock()
        self._arm(limit())

    def stop(self) -> None:
        """Watch nothing more."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and self._timer.isActive():
            app.focusWindowChanged.disconnect(self._watch)
        self._timer.stop()
        for window in self._watched:
            if Shiboken.isValid(window):
                window.removeEventFilter(self)
        self._watched.clear()

    def _watch(self, window: QWindow | None) -> None:
        self._watched = [one for one in self._watched if Shiboken.isValid(one)]
        if window is not None and window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USED:
            self._last_used = self._clock()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_L:
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and QGuiApplication.modalWindow() is not None:
                self.lock_pressed.emit()
                return True
        return False

    def _rested(self) -> float:
        ours = self._clock() - self._last_used
        machine = self._machine()
        return ours if machine is None else min(ours, machine)

    def _look(self) -> None:
        left = self._limit() - self._rested()
        if left <= 0:
            self.stop()
            self.idle.emit()
        else:
            self._arm(left)

    def _arm(self, seconds: float) -> None:
        self._timer.start(round(min(max(seconds, LEAST_WAIT_S), LONGEST_WAIT_S) * _MS_PER_S))
