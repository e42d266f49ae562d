"""A paper of events as it will be printed: looked at first, then printed or saved. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import CANCELLED, Desk
from ui.frame.export import ask_where, save_file
from ui.paper.preview import Preview
from ui.parts import Button, Notice, title_label
from ui.theme import em
from ui.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: how its facts are read, its printers, the file's name, the line in the history.

    `read` runs in a waiting thread; `gone_out` is given the facts once the paper was printed or saved.
    """

    title: str
    read: Callable[[], object]
    pdf: Callable[..., bytes]
    xlsx: Callable[..., bytes] | None
    file_stem: str
    history: str
    gone_out: Callable[[object], None]


class ShownPaper(QWidget):
    """The preview; drawn in the worker process. `left` asks to step back."""

    left = Signal()

    def __init__(self, desk: Desk, shown: Shown) -> None:
        super().__init__()
        self._desk, self._shown = desk, shown
        self._data = b""
        self._facts: object = None
        self._out = False
        self.notice = Notice("", "accent")
        self.preview = Preview("Đang vẽ…", sheets=shown.xlsx is not None)
        self.preview.guard(desk)
        self.preview.printed.connect(self._printed)
        self.preview.pdf_asked.connect(self.save_pdf)
        self.preview.xlsx_asked.connect(self.save_xlsx)
        self._reading, self._drawing, self._sheet = Waiting(self), Waiting(self), Waiting(self)
        self._reading.done.connect(self._draw)
        self._drawing.done.connect(self._show)
        self._sheet.done.connect(self._save_sheet)
        for waiting in (self._reading, self._drawing, self._sheet):
            waiting.refused.connect(self._refused)
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.addWidget(title_label(shown.title), 1)
        top.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(self.preview, 1)
        self._reading.start(shown.read)

    @property
    def busy(self) -> bool:
        """Whether something is being drawn."""
        return self._reading.busy or self._drawing.busy or self._sheet.busy

    def _draw(self, facts: object) -> None:
        self._facts = facts
        draw = partial(self._shown.pdf, facts, printed_at=self._desk.now, foot=self._desk.foot)
        self._desk.work_out(self._drawing, draw)

    def _show(self, data: object) -> None:
        if isinstance(data, bytes):
            self._data = data
            self.preview.show_pdf(data)
            self.preview.print_button.setFocus()
        elif data is CANCELLED:
            self.preview.say("Đã dừng.")

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.preview.say("")
        self.notice.say(problem.message, "wrong")

    def _printed(self) -> None:
        self._desk.note_print(self._shown.history)
        self._went_out()

    def _went_out(self) -> None:
        if not self._out:
            self._out = True
            self._shown.gone_out(self._facts)

    def save_pdf(self) -> None:
        """Save what is shown."""
        self._save(self._data, "pdf")

    def save_xlsx(self) -> None:
        """Make the sheet in the worker, then ask where."""
        if self._shown.xlsx is not None and not self.busy:
            draw = partial(self._shown.xlsx, self._facts, printed_at=self._desk.now)
            self._desk.work_out(self._sheet, draw)

    def _save_sheet(self, data: object) -> None:
        if isinstance(data, bytes):
            self._save(data, "xlsx")

    def _save(self, data: bytes, kind: str) -> None:
        path = ask_where(self, "Lưu PDF" if kind == "pdf" else "Lưu Excel", self._shown.file_stem, kind)
        if path is not None and data:
            self.write(path, data)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file the clerk named and say so."""
        refused = save_file(path, data)
        if refused:
            self.notice.say(refused, "wrong")
            return
        self._desk.note_print(self._shown.history, exported=True)
        self._went_out()
        self.notice.say(f"Đã lưu {path.name} vào {path.parent}.", "done")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is still drawn."""
        self._desk.worker.cancel()
        self._reading.wait()
        self._drawing.wait()
        self._sheet.wait()
        self.preview.show_pdf(b"")
        super().closeEvent(event)
