"""What the clerk sees of trouble that no window caught: the machine's in its own words, a fault of ours as a note.

Never a value: names live in values. The note also goes into the log folder, for whoever helps.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from desktop.faults import tell_fault, way_to
from models.store.errors import EnvironmentProblem, RuleError

QUIET_S = 60.0
"""The same trouble, met again by a timer every second, is shown once a minute."""
MOST_LOG_BYTES = 200_000
OWN_FAULT = (
    "Chương trình gặp lỗi của chính nó; việc vừa làm có thể chưa xong. Những gì đã lưu vẫn còn nguyên.\n\n"
    "Nếu lỗi lặp lại, hãy gửi dòng dưới đây cho người hỗ trợ (không chứa thông tin của người dân):"
)


class CrashWindow(QObject):
    """Takes over `sys.excepthook` while it lives; `close` gives it back."""

    def __init__(self, log_folder: Callable[[], Path], *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._log_folder = log_folder
        self._clock = clock
        self._told: dict[str, float] = {}
        self._before = sys.excepthook
        self.box: QMessageBox | None = None
        sys.excepthook = self.hook

    def close(self) -> None:
        """Give the hook back and close what is shown."""
        sys.excepthook = self._before
        if self.box is not None:
            self.box.close()

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Called by Python for what escaped a slot; shows it once control is back in the event loop."""
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        named = isinstance(error, EnvironmentProblem | RuleError)
        if not named:
            tell_fault(kind, error, trace)
            self._note(way_to(error))
        words = error.message if isinstance(error, EnvironmentProblem | RuleError) else OWN_FAULT
        key = words if named else way_to(error)
        if self._clock() - self._told.get(key, -QUIET_S) < QUIET_S:
            return
        self._told[key] = self._clock()
        QTimer.singleShot(0, self, lambda: self._show(words, "" if named else key))

    def _show(self, words: str, note: str) -> None:
        if self.box is not None:
            return
        box = QMessageBox(QMessageBox.Icon.Warning, "Sổ An Sinh", words)
        box.setInformativeText(note)
        box.addButton("Đóng", QMessageBox.ButtonRole.AcceptRole)
        box.finished.connect(self._closed)
        self.box = box
        box.open()

    def _closed(self) -> None:
        box, self.box = self.box, None
        if box is not None:
            box.deleteLater()

    def _note(self, way: str) -> None:
        """One line in the log; a disk that refuses it changes nothing."""
        with suppress(OSError):
            folder = self._log_folder()
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / "faults.txt"
            if file.exists() and file.stat().st_size > MOST_LOG_BYTES:
                file.unlink()
            with file.open("a", encoding="utf-8") as log:
                log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {way}\n")
