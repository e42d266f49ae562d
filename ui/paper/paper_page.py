"""A paper in the making: its questions at the left, its preview at the right.

The facts are read in a waiting thread, the PDF and the sheet are made in the worker process; nothing is written but the
file the clerk names. Each print and each export becomes a line in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QSplitter, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import CANCELLED, Desk
from ui.forms.form import Form
from ui.frame.export import ask_where, save_file
from ui.paper.preview import Preview
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.theme import Tone, em
from ui.waiting import Waiting

LEFT_EM = 25
LEFT_LEAST_EM = 21


@dataclass(frozen=True, slots=True)
class Prepared:
    """Facts ready for the printer, what the clerk must be told, and the name of file and history line."""

    facts: Any
    notes: Sequence[tuple[str, Tone]]
    file_stem: str
    history: str


@dataclass(frozen=True, slots=True)
class Makers:
    """Functions of printing, (facts, printed_at=...) -> bytes; they run in the worker process."""

    pdf: Callable[..., bytes]
    xlsx: Callable[..., bytes]


class PaperPage(QWidget):
    """Subclasses add the fields and say how to prepare."""

    left = Signal()
    shown = Signal()

    def __init__(self, desk: Desk, title: str, words: str, makers: Makers) -> None:
        super().__init__()
        self._desk = desk
        self._makers = makers
        self.prepared: Prepared | None = None
        self.pdf = b""
        self.form = Form()
        self.form.submitted.connect(self.make)
        self.preview = Preview("Điền xong bên trái rồi nhấn Xem trước.")
        self.preview.pdf_asked.connect(self.save_pdf)
        self.preview.xlsx_asked.connect(self.save_xlsx)
        self.preview.printed.connect(self._printed)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(em(self, 0.4))
        self.button = PrimaryButton("Xem trước", "eye", tip="Xem trước (Ctrl+Enter)")
        self.button.clicked.connect(self.make)
        self.cancel = Button("Dừng")
        self.cancel.clicked.connect(lambda _checked=False: desk.worker.cancel())
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self._reading, self._making, self._sheet = Waiting(self), Waiting(self), Waiting(self)
        self._reading.done.connect(self._render)
        self._making.done.connect(self._show)
        self._sheet.done.connect(self._save_sheet)
        for waiting in (self._reading, self._making, self._sheet):
            waiting.refused.connect(self._refused)
        self._build(title, words)
        self._busy(False)

    def _build(self, title: str, words: str) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(em(self), em(self, 0.8), em(self, 0.6), em(self, 0.6))
        column.addWidget(title_label(title))
        column.addWidget(ToneLabel(words, "quiet"))
        column.addWidget(self.form, 3)
        notes = QWidget()
        notes.setLayout(self.notes)
        self.notes.setContentsMargins(0, 0, em(self, 0.4), 0)
        self._notes_area = QScrollArea()
        self._notes_area.setWidgetResizable(True)
        self._notes_area.setFrameShape(QFrame.Shape.NoFrame)
        self._notes_area.setWidget(notes)
        self._notes_area.hide()
        column.addWidget(self._notes_area, 2)
        row = QHBoxLayout()
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        row.addStretch(0)
        row.addWidget(self.button)
        column.addLayout(row)
        left.setMinimumWidth(em(self, LEFT_LEAST_EM))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, em(self, 0.8), em(self), em(self, 0.6))
        inner.addWidget(self.preview)
        splitter.addWidget(right)
        splitter.setSizes([em(self, LEFT_EM), em(self, 60)])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    # -- making ------------------------------------------------------------------------------------------------------

    def prepare(self, values: dict[str, object]) -> Prepared:
        """Read the facts; runs in a waiting thread with the form's values. Raises RuleError."""
        raise NotImplementedError

    def make(self) -> None:
        """Check the form, read, draw, show."""
        if self._reading.busy or self._making.busy or not self.form.check():
            return
        values = {key: field.read() for key, field in self.form.fields.items()}
        self._busy(True)
        self._reading.start(lambda: self.prepare(values))

    def _render(self, prepared: object) -> None:
        if isinstance(prepared, Prepared):
            self.prepared = prepared
            self._desk.work_out(self._making, _call, self._makers.pdf, prepared.facts, self._desk.now)

    def _show(self, data: object) -> None:
        self._busy(False)
        if data is CANCELLED or not isinstance(data, bytes) or self.prepared is None:
            self.preview.say("Đã dừng. Nhấn Xem trước để làm lại.")
            return
        self.pdf = data
        self.preview.show_pdf(data)
        self.show_notes(self.prepared.notes)
        self.shown.emit()

    def show_notes(self, notes: Sequence[tuple[str, Tone]]) -> None:
        """What the clerk must be told, under the form."""
        while self.notes.count():
            item = self.notes.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for words, name in notes:
            self.notes.addWidget(Notice(words, name))
        self.notes.addStretch(1)
        self._notes_area.setVisible(bool(notes))

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._busy(False)
        self.form.show_problem(problem if isinstance(problem, RuleError) else RuleError(problem.message))

    def _busy(self, on: bool) -> None:
        self.progress.setVisible(on)
        self.cancel.setVisible(on)
        self.button.setEnabled(not on)

    # -- leaving the house -------------------------------------------------------------------------------------------

    def _printed(self) -> None:
        if self.prepared is not None:
            self._desk.note_print(self.prepared.history)

    def save_pdf(self) -> None:
        """Save what is shown."""
        if self.prepared is None or not self.pdf:
            return
        path = ask_where(self, "Lưu PDF", self.prepared.file_stem, "pdf")
        if path is not None:
            self.write(path, self.pdf)

    def save_xlsx(self) -> None:
        """Make the sheet in the worker, then ask where."""
        if self.prepared is not None and not self._sheet.busy:
            self._busy(True)
            self._desk.work_out(self._sheet, _call, self._makers.xlsx, self.prepared.facts, self._desk.now)

    def _save_sheet(self, data: object) -> None:
        self._busy(False)
        if isinstance(data, bytes) and self.prepared is not None:
            path = ask_where(self, "Lưu Excel", self.prepared.file_stem, "xlsx")
            if path is not None:
                self.write(path, data)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file the clerk named and say so."""
        if self.prepared is None:
            return
        refused = save_file(path, data)
        if refused:
            self.show_notes([(refused, "wrong"), *self.prepared.notes])
            return
        self._desk.note_print(self.prepared.history, exported=True)
        self.show_notes([(f"Đã lưu {path.name} vào {path.parent}.", "done"), *self.prepared.notes])

    def wait(self) -> None:
        """Wait for threads that still read, before the page goes."""
        self._desk.worker.cancel()
        for waiting in (self._reading, self._making, self._sheet):
            waiting.wait()
        self.preview.show_pdf(b"")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wait()
        super().closeEvent(event)


def _call(maker: Callable[..., bytes], facts: Any, printed_at: datetime) -> bytes:
    """In the worker: printing's functions take the time by keyword."""
    return maker(facts, printed_at=printed_at)
