"""One kept paper: its state and next step at the left, the paper itself at the right.

What is issued is shown and reprinted from its stored bytes; what is still open is drawn from its kept facts in the
worker process, and exactly the bytes that are shown are what issuing freezes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from models.benefits.frozen import demand_readable
from models.office import paper_queries
from models.office.paper_facts import asked_of
from models.office.paper_queries import PaperView
from models.office.paper_rules import KIND_LABELS, PaperState
from models.office.paper_services import PAPERS, CancelPaper, IssuePaper, cancel_paper, issue_paper
from models.store.errors import EnvironmentProblem, RuleError
from printing.office.paper import paper_pdf, paper_xlsx
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.forms.fields import TextField
from ui.frame.export import ask_where, save_file
from ui.paper.entry_form import EntryForm
from ui.paper.makers import MAKERS
from ui.paper.paper_page import LEFT_EM, LEFT_LEAST_EM, Replacing
from ui.paper.preview import Preview, keys_in_order
from ui.paper.told import FROZEN, PaperTold
from ui.parts import Button, Notice, PrimaryButton
from ui.progress import WorkProgress
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a paper: its issued bytes, or the facts to draw it from."""

    view: PaperView
    pdf: bytes
    facts: bytes


class PaperLifePage(QWidget):
    """`replace_asked` carries a Replacing, `opened` the id of a paper that this one replaces or is replaced by."""

    shown = Signal()
    left = Signal()
    opened = Signal(int)
    replace_asked = Signal(object, object)

    def __init__(self, desk: Desk, paper_id: int) -> None:
        super().__init__()
        self._desk = desk
        self.paper_id = paper_id
        self.view: PaperView | None = None
        self.pdf = b""
        self._stamp = ""
        self._again = False
        self.entry = EntryForm(desk, paper_id)
        self.entry.saved.connect(self.reload)
        self.preview = Preview("Đang vẽ tờ giấy…")
        self.preview.guard(desk)
        self.preview.pdf_asked.connect(self.save_pdf)
        self.preview.xlsx_asked.connect(self.save_xlsx)
        self.preview.printed.connect(lambda: self._note(exported=False))
        self.told = PaperTold()
        self.told.opened.connect(self.opened)
        self.notice = Notice("", "wrong")
        self.progress = WorkProgress(desk.memory)
        self.progress.stopped.connect(desk.worker.cancel)
        self._reading, self._drawing, self._sheet = Waiting(self), Waiting(self), Waiting(self)
        self._reading.done.connect(self._take)
        self._drawing.done.connect(self._drawn)
        self._sheet.done.connect(self._save_sheet)
        self._sheet.refused.connect(self._no_sheet)
        for waiting in (self._reading, self._drawing):
            waiting.refused.connect(self._refused)
        self._build()
        self.reload()

    # -- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(em(self), em(self, 0.8), em(self, 0.6), em(self, 0.6))
        self.back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        self.back.clicked.connect(self.left)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._told(), 1)
        column.addWidget(self.progress)
        column.addLayout(self._steps())
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

    def _told(self) -> QWidget:
        """State, next step, facts and the form; with large letters it scrolls, and the steps below stay in sight."""
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.notice)
        column.addWidget(self.entry)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(told)
        return area

    def _steps(self) -> QHBoxLayout:
        self.issue_button = PrimaryButton("Phát hành", "stamp", tip="Phát hành: từ đó tờ giấy không sửa được")
        self.issue_button.clicked.connect(self.issue)
        self.cancel_button = Button("Hủy tờ này…", "x")
        self.cancel_button.clicked.connect(self.cancel)
        self.replace_button = Button("Lập tờ thay…", "undo-2")
        self.replace_button.clicked.connect(self.replace)
        guarded(self._desk, "confirm", self.issue_button)
        row = QHBoxLayout()
        for button in (self.cancel_button, self.replace_button):
            row.addWidget(guarded(self._desk, "change", button))
        row.addStretch(1)
        row.addWidget(self.issue_button)
        return row

    # -- reading and drawing -----------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the paper and show it as it stands."""
        self._again = self._reading.busy or self._drawing.busy
        if not self._again:
            self._reading.start(self._read)

    def _renewed(self) -> bool:
        """Whether the paper changed while it was read or drawn; then it is read once more."""
        if self._again:
            self.reload()
            return True
        return False

    def _read(self) -> object:
        """In a waiting thread: the paper, and its bytes or its facts."""
        with self._desk.read() as session:
            view = paper_queries.paper(session, self.paper_id)
            if view is None:
                raise RuleError("Không có tờ giấy này trong sổ.", code="paper_gone")
            demand_readable(view.kind, self._desk.rights)
            pdf = paper_queries.issued_pdf(session, self.paper_id)
            facts = b"" if pdf else paper_queries.facts(session, self.paper_id)
        return _Found(view, pdf, facts)

    def _take(self, found: object) -> None:
        if self._renewed() or not isinstance(found, _Found):
            return
        self.view = view = found.view
        self._show_view(view)
        if found.pdf:
            self._show_pdf(found.pdf)
            return
        self.progress.begin(f"draw-{view.kind}", view.lines)
        draw = partial(paper_pdf, view.kind, found.facts, view.entry, printed_at=self._desk.now, foot=self._desk.foot)
        self._desk.work_out(self._drawing, draw)

    def _drawn(self, data: object) -> None:
        self.progress.end(finished=isinstance(data, bytes))
        if self._renewed():
            return
        if isinstance(data, bytes):
            self._show_pdf(data)
        else:
            self.preview.say("Đã dừng.")

    def _show_pdf(self, data: bytes) -> None:
        if self.view is None:
            return
        self.pdf, self._stamp = data, self.view.stamp
        self.preview.show_pdf(data)
        self.issue_button.setEnabled(self.view.state is PaperState.ENTERED)
        self.shown.emit()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.progress.end(finished=False)
        self.notice.say(problem.message, "wrong")
        self.preview.say("Không vẽ được tờ giấy này.")

    def _show_view(self, view: PaperView) -> None:
        state = view.state
        self.notice.say("")
        self.told.show_paper(view)
        self.entry.setVisible(state not in FROZEN)
        self.entry.show_paper(view)
        self.issue_button.setVisible(state not in FROZEN)
        self.issue_button.setEnabled(False)
        self.cancel_button.setVisible(state is not PaperState.CANCELLED)
        self.replace_button.setVisible(state in FROZEN and view.replaced_by is None and view.kind in MAKERS)
        steps = (self.cancel_button, self.replace_button, self.issue_button)
        keys_in_order([*self.entry.stops(), *steps, *self.preview.stops()])
        if self.hasFocus():
            place = self.preview.view if state in FROZEN else self.entry
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Show the paper anew when it changed."""
        if (PAPERS, self.paper_id) in stale:
            self.reload()

    # -- steps -------------------------------------------------------------------------------------------------------

    def issue(self) -> None:
        """Ask once, then freeze exactly what is shown."""
        if self.view is None or not self.pdf or self._drawing.busy or self.entry.busy or not self.entry.settled():
            return
        words = (
            "Sau khi phát hành, tờ giấy không sửa được nữa: mọi lần in lại đều đúng bản đang xem. "
            "Nếu sai, chỉ có thể hủy (ghi lý do) và lập tờ khác thay."
        )
        if not confirmed(self, f"Phát hành {self._name()}?", words, "Phát hành"):
            return
        self._do("Phát hành giấy tờ", IssuePaper(self.paper_id, self.pdf, self._stamp))

    def _do(self, name: str, command: IssuePaper) -> None:
        try:
            self._desk.do(name, issue_paper, command)
        except (RuleError, EnvironmentProblem) as problem:
            self.notice.say(problem.message, "wrong")
            return
        self.entry.forget()
        self.reload()

    def cancel(self) -> None:
        """Ask for the reason, then cancel."""
        self._run(self.cancel_dialog())

    def cancel_dialog(self) -> FormDialog:
        """The form that asks why the paper is void."""
        words = "Tờ hủy vẫn nằm trong sổ cùng lý do; số của nó dùng lại được."
        dialog = FormDialog(
            self,
            self._desk,
            f"Hủy {self._name()}",
            words=words,
            yes="Hủy tờ này",
            draft_key=f"paper/cancel/{self.paper_id}",
        )
        dialog.form.add(TextField("reason", "Lý do hủy", required=True, hint="Ví dụ: sai tên thôn, in nhầm tháng"))

        def save() -> None:
            reason = str(dialog.form.value("reason") or "")
            command = CancelPaper(self.paper_id, reason)
            dialog.store_beside(
                lambda: self._desk.do("Hủy giấy tờ", cancel_paper, command), lambda _done: self.entry.forget()
            )

        dialog.on_save(save)
        return dialog

    def replace(self) -> None:
        """Make another in its place: the reason now, the paper on the page that opens."""
        if self.view is None:
            return
        if self.view.state is PaperState.CANCELLED:
            self._ask_another(self.view.reason)
            return
        self._run(self.replace_dialog())

    def replace_dialog(self) -> FormDialog:
        """The form that asks why an issued paper is replaced."""
        words = "Trang lập danh sách sẽ mở với đúng điều kiện cũ. Tờ này chỉ bị hủy khi tờ thay được lưu."
        dialog = FormDialog(
            self,
            self._desk,
            f"Lập tờ thay {self._name()}",
            words=words,
            yes="Tiếp tục",
            draft_key=f"paper/replace/{self.paper_id}",
        )
        dialog.form.add(TextField("reason", "Lý do thay", required=True, hint="Ví dụ: sai tên thôn, thiếu một người"))
        dialog.on_save(lambda: self._ask_another(str(dialog.form.value("reason") or "")))
        return dialog

    def _ask_another(self, reason: str) -> None:
        if self.view is None:
            return
        with self._desk.read() as session:
            asked = asked_of(paper_queries.facts(session, self.paper_id))
        self.replace_asked.emit(self.view.kind, Replacing(self.paper_id, self._name(), reason, asked))

    def _run(self, dialog: FormDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
        self.reload()

    def _name(self) -> str:
        if self.view is None:
            return ""
        number = self.view.entry.shown_number
        return f"tờ số {number}" if number else f"tờ “{self.view.title}”"

    # -- leaving the house -------------------------------------------------------------------------------------------

    def _note(self, *, exported: bool) -> None:
        if self.view is not None:
            again = "In lại" if self.view.state in FROZEN else "In"
            kind = KIND_LABELS[self.view.kind]
            self._desk.note_print(f"{again} {kind[:1].lower()}{kind[1:]}", exported=exported)

    def save_pdf(self) -> None:
        """Save the bytes that are shown."""
        if self.view is None or not self.pdf:
            return
        path = ask_where(self, "Lưu PDF", self._stem(self.view), "pdf")
        if path is not None:
            self.write(path, self.pdf)

    def save_xlsx(self) -> None:
        """Make a sheet of the kept facts in the worker, then ask where; the paper itself is the PDF."""
        view = self.view
        if view is None or self._sheet.busy or self._drawing.busy:
            return
        with self._desk.read() as session:
            facts = paper_queries.facts(session, self.paper_id)
        self.progress.begin(f"sheet-{view.kind}", view.lines)
        self._desk.work_out(self._sheet, partial(paper_xlsx, view.kind, facts, view.entry, printed_at=self._desk.now))

    def _save_sheet(self, data: object) -> None:
        self.progress.end(finished=isinstance(data, bytes))
        if isinstance(data, bytes) and self.view is not None:
            path = ask_where(self, "Lưu Excel", self._stem(self.view), "xlsx")
            if path is not None:
                self.write(path, data)

    def _no_sheet(self, problem: RuleError | EnvironmentProblem) -> None:
        self.progress.end(finished=False)
        self.notice.say(problem.message, "wrong")

    def _stem(self, view: PaperView) -> str:
        kind, number = view.kind.value.replace("_", "-"), view.entry.number_text
        return f"{kind}-{number}" if number else kind

    def write(self, path: Path, data: bytes) -> None:
        """Write a file the clerk named and say so."""
        refused = save_file(path, data)
        if refused is None:
            self._note(exported=True)
            self.notice.say(f"Đã lưu {path.name} vào {path.parent}.", "done")
        else:
            self.notice.say(refused, "wrong")

    def wait(self) -> None:
        """Wait for threads that still read, before the page goes."""
        if self._drawing.busy or self._sheet.busy:
            self._desk.worker.cancel()
        self.entry.wait()
        for waiting in (self._reading, self._drawing, self._sheet):
            waiting.wait()
        self.progress.end(finished=False)
        self.preview.show_pdf(b"")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wait()
        super().closeEvent(event)
