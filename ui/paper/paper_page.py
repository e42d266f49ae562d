"""A paper in the making: its questions at the left, its preview at the right.

The facts are read in a waiting thread, the PDF and the sheet are made in the worker process; nothing is written but the
file the clerk names, and the paper that the clerk keeps. Each print and each export becomes a line in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from models.office.paper_facts import kept_facts
from models.office.paper_services import PreparePaper, ReplacePaper, prepare_paper, replace_paper
from models.store.errors import EnvironmentProblem, RuleError
from ui.desk import CANCELLED, Desk
from ui.forms.form import Form
from ui.frame.export import ask_where, save_file
from ui.paper.preview import Preview, keys_in_order
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.progress import WorkProgress
from ui.rights import guarded
from ui.theme import Tone, em
from ui.waiting import Waiting

LEFT_EM = 26
LEFT_LEAST_EM = 24.5
NOTES_EM = 11


@dataclass(frozen=True, slots=True)
class Prepared:
    """Facts ready for the printer, what the clerk must be told, the name of file and history line.

    `paper` is what is kept of it, its facts still to be packed; None for a paper that is printed and not kept.
    `options` go to the maker of the PDF.
    """

    facts: Any
    notes: Sequence[tuple[str, Tone]]
    file_stem: str
    history: str
    paper: PreparePaper | None
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def work(self) -> tuple[str, int]:
        """What making it is called and how much of it there is, for the time it will take."""
        return ("paper", 1) if self.paper is None else (self.paper.kind.value, self.paper.lines)


@dataclass(frozen=True, slots=True)
class Makers:
    """Functions of printing, (facts, printed_at=...) -> bytes, PDFs also foot=...; they run in the worker process.

    `xlsx` None: a paper that is no list has no sheet.
    """

    pdf: Callable[..., bytes]
    xlsx: Callable[..., bytes] | None


@dataclass(frozen=True, slots=True)
class Replacing:
    """The kept paper whose place the new one takes, why, and what was asked for to make it."""

    paper_id: int
    name: str
    reason: str
    asked: Mapping[str, str]


class PaperPage(QWidget):
    """One kind of paper: whoever makes the page adds the fields and gives `prepare`.

    `prepare` reads the facts for the form's values; it runs in a waiting thread and may raise RuleError. `kept` brings
    the id of the paper kept, `papers_asked` asks for those kept before, `left` asks to step back.
    """

    left = Signal()
    shown = Signal()
    kept = Signal(int)
    papers_asked = Signal()

    def __init__(
        self,
        desk: Desk,
        title: str,
        words: str,
        makers: Makers,
        prepare: Callable[[dict[str, object]], Prepared],
        replacing: Replacing | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._makers = makers
        self._prepare = prepare
        self.replacing = replacing
        self.prepared: Prepared | None = None
        self._asked: dict[str, str] = {}
        self._pushed_to: QWidget | None = None
        self.pdf = b""
        self.form = Form()
        self.form.submitted.connect(self.make)
        self.preview = Preview("Điền xong bên trái rồi nhấn Xem trước.", sheets=makers.xlsx is not None)
        self.preview.pdf_asked.connect(self.save_pdf)
        self.preview.xlsx_asked.connect(self.save_xlsx)
        self.preview.printed.connect(self._printed)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(em(self, 0.3))
        self.button = PrimaryButton("Xem trước", "eye", tip="Xem trước (Ctrl+Enter)")
        self.button.clicked.connect(self.make)
        tip = "Giữ tờ này để ghi số, ngày, người ký và phát hành"
        self.keep_button = Button("Lưu thành giấy tờ", "stamp", shortcut="Ctrl+Shift+S", tip=tip)
        self.keep_button.clicked.connect(self.keep)
        guarded(desk, "change", self.keep_button)
        self.preview.guard(desk)
        self.progress = WorkProgress(desk.memory)
        self.progress.stopped.connect(desk.worker.cancel)
        self._reading, self._making, self._sheet = Waiting(self), Waiting(self), Waiting(self)
        self._packing = Waiting(self)
        self._reading.done.connect(self._render)
        self._making.done.connect(self._show)
        self._sheet.done.connect(self._save_sheet)
        self._packing.done.connect(self._keep_packed)
        for waiting in (self._reading, self._making, self._sheet, self._packing):
            waiting.refused.connect(self._refused)
        self._build(title, words)
        self._busy(False)

    def _build(self, title: str, words: str) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._left(title, words))
        splitter.addWidget(self._right())
        splitter.setSizes([em(self, LEFT_EM), em(self, 60)])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _left(self, title: str, words: str) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(em(self), em(self, 0.8), em(self, 0.6), em(self, 0.6))
        top = QHBoxLayout()
        self.back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        self.back.clicked.connect(self.left)
        self.back.hide()
        top.addWidget(self.back)
        top.addStretch(1)
        tip = "Các tờ đã lưu: ghi số, phát hành, in lại, hủy, thay"
        self.papers = Button("Giấy tờ đã lưu", "folder-open", tip=tip)
        self.papers.clicked.connect(self.papers_asked)
        top.addWidget(self.papers)
        column.addLayout(top)
        column.addWidget(title_label(title))
        column.addWidget(ToneLabel(words, "quiet"))
        if self.replacing is not None:
            said = f"Tờ lưu ở đây sẽ thay {self.replacing.name}; tờ cũ khi ấy bị hủy."
            column.addWidget(Notice(said, "soon"))
        column.addWidget(self.form, 1)
        column.addWidget(self.progress)
        row = QHBoxLayout()
        row.addWidget(self.keep_button)
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        left.setMinimumWidth(em(self, LEFT_LEAST_EM))
        return left

    def _right(self) -> QWidget:
        """What the clerk must be told stands over the paper: there it has the width to be short."""
        notes = QWidget()
        notes.setLayout(self.notes)
        self.notes.setContentsMargins(0, 0, 0, 0)
        self._notes_area = QScrollArea()
        self._notes_area.setWidgetResizable(True)
        self._notes_area.setFrameShape(QFrame.Shape.NoFrame)
        self._notes_area.setWidget(notes)
        self._notes_area.hide()
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, em(self, 0.8), em(self), em(self, 0.6))
        inner.addWidget(self._notes_area)
        inner.addWidget(self.preview, 1)
        return right

    # -- making ------------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        return any(one.busy for one in (self._reading, self._making, self._sheet, self._packing))

    def make(self) -> None:
        """Check the form, read, draw, show."""
        if self.busy or not self.form.check():
            return
        values = {key: field.read() for key, field in self.form.fields.items()}
        self._asked = self.form.draft()
        self._busy(True)
        self.progress.begin("facts", 1)
        self._reading.start(lambda: self._prepare(values))

    def _render(self, prepared: object) -> None:
        if isinstance(prepared, Prepared):
            self.prepared = prepared
            kind, units = prepared.work
            self.progress.stage(f"draw-{kind}", units)
            told = {"printed_at": self._desk.now, "foot": self._desk.foot, **prepared.options}
            self._desk.work_out(self._making, partial(self._makers.pdf, prepared.facts, **told))

    def _show(self, data: object) -> None:
        made = data if isinstance(data, bytes) else None
        self._busy(False, finished=made is not None)
        if made is None or self.prepared is None:
            self.preview.say("Đã dừng. Nhấn Xem trước để làm lại.")
            self._take_back(self.button)
            return
        self.pdf = made
        self.preview.show_pdf(made)
        self.keep_button.setEnabled(self.prepared.paper is not None)
        self.show_notes(self.prepared.notes)
        self._take_back(self.preview.view)
        self.shown.emit()

    def show_notes(self, notes: Sequence[tuple[str, Tone]]) -> None:
        """What the clerk must be told, over the paper."""
        while self.notes.count():
            item = self.notes.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.notes.addStretch(1)
        for words, name in notes:
            self.add_note(Notice(words, name))
        self._notes_area.setVisible(bool(notes))
        self.fit_notes()

    def add_note(self, widget: QWidget) -> None:
        """Put something under what is said already; shown at once, or its height would not count."""
        self.notes.insertWidget(self.notes.count() - 1, widget)
        widget.show()

    def fit_notes(self) -> None:
        """As high as what is said, up to a share of the page; the paper gets the rest."""
        wanted = self.notes.heightForWidth(self._notes_area.viewport().width())
        wanted = wanted if wanted > 0 else self.notes.sizeHint().height()
        self._notes_area.setFixedHeight(min(wanted, em(self, NOTES_EM)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        chain = [*self.form.fields.values(), self.button, self.keep_button]
        keys_in_order([*chain, *self.preview.stops()])  # the way back comes before by itself; joined, Tab stays inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_notes()

    def tell(self, words: str, name: Tone) -> None:
        """News about the paper that is shown, over what was said before."""
        self.show_notes([(words, name), *(self.prepared.notes if self.prepared is not None else ())])

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._busy(False, finished=False)
        self.form.show_problem(problem if isinstance(problem, RuleError) else RuleError(problem.message))

    def _busy(self, on: bool, *, finished: bool = True) -> None:
        if not on:
            self.progress.end(finished=finished)
        before = QApplication.focusWidget()
        self.button.setEnabled(not on)
        kept = self.prepared is not None and self.prepared.paper is not None
        self.keep_button.setEnabled(not on and bool(self.pdf) and kept)
        if on:
            after = QApplication.focusWidget()
            self._pushed_to = after if after is not before else None

    def _take_back(self, place: QWidget) -> None:
        """Give `place` the keyboard that a button lost when it was switched off, unless the clerk went elsewhere."""
        if self._pushed_to is not None and QApplication.focusWidget() is self._pushed_to:
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pushed_to = None

    # -- keeping -----------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the paper that is shown; its facts are packed in the worker."""
        if self.prepared is not None and self.prepared.paper is not None and self.pdf and not self.busy:
            self._busy(True)
            self.progress.begin("pack", self.prepared.paper.lines)
            self._desk.work_out(self._packing, partial(kept_facts, self.prepared.facts, self._asked))

    def store(self, paper: PreparePaper) -> int:
        """Keep a new paper; returns its id. RuleError and EnvironmentProblem come out."""
        return self._desk.do("Lập giấy tờ", prepare_paper, paper)

    def _keep_packed(self, facts: object) -> None:
        self._busy(False, finished=facts is not CANCELLED)
        if not isinstance(facts, bytes) or self.prepared is None or self.prepared.paper is None:
            return
        paper = replace(self.prepared.paper, facts=facts)
        try:
            if self.replacing is None:
                paper_id = self.store(paper)
            else:
                command = ReplacePaper(self.replacing.paper_id, self.replacing.reason, paper)
                paper_id = self._desk.do("Thay giấy tờ", replace_paper, command)
        except (RuleError, EnvironmentProblem) as problem:
            self.tell(problem.message, "wrong")
            return
        self.kept.emit(paper_id)

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
        if self.prepared is not None and self._makers.xlsx is not None and not self.busy:
            self._busy(True)
            kind, units = self.prepared.work
            self.progress.begin(f"sheet-{kind}", units)
            self._desk.work_out(self._sheet, partial(self._makers.xlsx, self.prepared.facts, printed_at=self._desk.now))

    def _save_sheet(self, data: object) -> None:
        self._busy(False, finished=data is not CANCELLED)
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
            self.tell(refused, "wrong")
            return
        self._desk.note_print(self.prepared.history, exported=True)
        self.tell(f"Đã lưu {path.name} vào {path.parent}.", "done")

    def wait(self) -> None:
        """Wait for threads that still read, before the page goes."""
        self._desk.worker.cancel()
        for waiting in (self._reading, self._making, self._sheet, self._packing):
            waiting.wait()
        self.progress.end(finished=False)
        self.preview.show_pdf(b"")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wait()
        super().closeEvent(event)
