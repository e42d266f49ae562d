"""The frame's way of exporting a register: cells as shown, a sheet made beside the window, a file the clerk names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from models.store.errors import EnvironmentProblem, RuleError
from printing.sheets.register import ColumnKind, RegisterColumn, register_sheet
from ui.desk import CANCELLED, Desk
from ui.frame.export import ask_where, save_file, shown_cells
from ui.progress import WorkProgress
from ui.register.view import RegisterView
from ui.waiting import Waiting

CHARACTERS_PER_EM: Final = 1.6


class RegisterExport(QObject):
    """One export at a time; what happens is said in the frame's progress and status line."""

    def __init__(self, window: QWidget, desk: Desk, progress: WorkProgress, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._desk, self._progress, self._say = window, desk, progress, say
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._save)
        self._waiting.refused.connect(self._refused)

    def start(self, view: RegisterView) -> None:
        """Export what a register shows; the sheet is made in the worker process."""
        if self._waiting.busy:
            return
        titles, rows = shown_cells(view)
        source = view.model.source.columns
        columns = [
            RegisterColumn(title, ColumnKind.TEXT, max(source[index].width * CHARACTERS_PER_EM, 6.0))
            for title, index in zip(titles, view.visible_columns(), strict=True)
        ]
        self._say(f"Đang làm bảng tính {len(rows)} dòng…")
        self._progress.begin("register", len(rows))
        self._desk.work_out(self._waiting, _sheet, view.title, columns, rows, self._desk.now)

    def wait(self) -> None:
        """Wait for a sheet under way; it is dropped."""
        self._waiting.wait()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._progress.end(finished=False)
        self._say(problem.message)

    def _save(self, data: object) -> None:
        self._progress.end(finished=data is not CANCELLED)
        self._say("")
        if data is CANCELLED or not isinstance(data, bytes):
            return
        path = ask_where(self._window, "Xuất Excel", "so-an-sinh", "xlsx")
        if path is None:
            return
        refused = save_file(path, data)
        if refused is None:
            self._desk.note_print("Xuất danh sách ra Excel", exported=True)
        self._say(refused or f"Đã lưu {path.name} vào {path.parent}.")


def _sheet(title: str, columns: list[RegisterColumn], rows: list[tuple[str, ...]], printed_at: object) -> bytes:
    """In the worker: printing's function takes the time by keyword."""
    return register_sheet(title, columns, rows, printed_at=printed_at)  # type: ignore[arg-type]  # a datetime
