"""Locking: when nobody is there, when the system locks or sleeps, when the clerk asks.

What is typed is kept, everything is closed, and this process is replaced by a fresh unlock window: after a close copies
of the key and of names stay in the memory of the process that had them. Nothing stands in the way: no running job, no
open dialog, no half-typed cell. Only a backup that runs is let come to its end, under a covered screen.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QProcess, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

from desktop.idle import IdleWatch
from desktop.system_events import SystemEvents
from models.store.errors import EnvironmentProblem
from ui.leaving import put_down
from ui.register.clipboard import clear_ours
from ui.unlock.lock_minutes import LOCK_MINUTES, minutes_of

if TYPE_CHECKING:
    from desktop.program import Program
    from ui.unlock.busy import BusyWindow

COVER_TITLE: Final = "Sổ đang khóa"
COVER_WORDS: Final = (
    "Bản sao lưu đang được chép và kiểm tra. Màn hình đã che; chép xong thì sổ khóa hẳn và hỏi mật khẩu. Muốn mở lại "
    "ngay thì dừng sao lưu: các bản sao lưu trước vẫn còn nguyên."
)
LONGEST_END_S: Final = 10.0
"""A loop of the system's own (a native file dialog) must not keep the old process, which holds the key, alive."""


class Copying(Protocol):
    """A backup that may run beside the clerk: the main window's `copying`."""

    ended: SignalInstance

    @property
    def busy(self) -> bool: ...
    def stop(self) -> None: ...


class Lock(QObject):
    """Watches an opened office and locks it; belongs to the program."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._locking = False
        self._late = False
        """Asked for while the store was getting a new key, which takes seconds and shows nothing."""
        self._covered: BusyWindow | None = None
        self.idle = IdleWatch(self)
        self.idle.idle.connect(self.lock)
        self.idle.lock_pressed.connect(lambda: QTimer.singleShot(0, self, self.lock))
        self.events = SystemEvents(self)
        self.events.locked.connect(self.lock)
        self.events.sleeping.connect(self.lock_at_once)

    def watch(self) -> None:
        """Begin to watch."""
        window, memory = self._program.window, self._program.memory
        self.idle.start(lambda: minutes_of(memory.value(LOCK_MINUTES)) * 60)
        self.events.stop()  # a frame that was drawn anew is another window for Windows
        self.events.start(int(window.winId()) if window is not None else 0)

    def lock(self) -> None:
        """Lock now, or cover the screen while a backup runs and lock after it."""
        copying = getattr(self._program.window, "copying", None)
        if copying is not None and copying.busy:
            self._cover(copying)
        else:
            self.lock_at_once()

    def catch_up(self) -> None:
        """The store has its new key: lock, if that was asked for meanwhile."""
        if self._late:
            self._late = False
            QTimer.singleShot(0, self, self.lock_at_once)

    def _cover(self, copying: Copying) -> None:
        """Hide the book at once; when the copy is done (or stopped) the lock follows."""
        from ui.unlock.busy import BusyWindow

        if self._covered is not None:
            return
        self.idle.stop()
        put_down(self._program.app)
        if self._program.window is not None:
            self._program.window.hide()
        self._covered = cover = BusyWindow(COVER_TITLE, COVER_WORDS, stop="Dừng sao lưu và khóa ngay")
        cover.stop_asked.connect(copying.stop)
        copying.ended.connect(lambda: QTimer.singleShot(0, self, self.lock_at_once))
        cover.show()

    def lock_at_once(self) -> None:
        """Lock whatever runs; a backup is stopped cleanly."""
        if self._locking or self._program.office is None:
            return
        if self._program.rekeying:
            self._late = True
            return
        self._locking = True
        if self._covered is not None:
            self._covered.let_go()
            self._covered.close()
        self.idle.stop()
        self.events.stop()
        leave_work(self._program.app, self._program.window)
        self._program.office_closed()
        clear_ours()
        replace_process(self._program.app, self._program.data, self._program.sample_password)


def leave_work(app: QApplication, window: QWidget | None) -> None:
    """Keep what is typed and where the clerk is, then close the window; a disk that refuses must not stop the lock."""
    from ui.frame.places import keep_place
    from ui.frame.window import MainWindow

    put_down(app)
    if isinstance(window, MainWindow):
        with suppress(EnvironmentProblem):
            keep_place(window)
    if window is not None:
        window.close()


def replace_process(app: QApplication, data: Path, sample_password: str | None) -> None:
    """Start the program anew and end this process, at the latest after LONGEST_END_S."""
    program, arguments = relaunch_command(data, sample_password)
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"  # a frozen program that starts itself is a program of its own
    QProcess.startDetached(program, arguments)
    app.quit()
    last = threading.Timer(LONGEST_END_S, os._exit, (0,))
    last.daemon = True
    last.start()


def relaunch_command(data: Path, sample_password: str | None) -> tuple[str, list[str]]:
    """How to start this program again, frozen or not."""
    arguments = ["--data", str(data)]
    if sample_password is not None:
        arguments += ["--sample-password", sample_password]
    if getattr(sys, "frozen", False):
        return sys.executable, arguments
    return sys.executable, ["-m", "desktop.main", *arguments]
