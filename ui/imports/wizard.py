"""The wizard of one list: read, columns, rows, agree, done. Each step says what comes next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.imports import queries
from models.imports.lists.facts import Understanding
from models.imports.planning.plan import ImportPlan
from models.imports.process import make_plan, read_and_match
from models.imports.services import ImportDone, StoreImport, remember_columns, store_import
from models.safekeeping.rules import Moment
from models.store.errors import EnvironmentProblem, RuleError
from models.store.work import Outcome, Work, instant_text
from models.store.worker import JobCancelled
from ui.desk import CANCELLED, Desk
from ui.frame.tabs import Tabs
from ui.imports.columns_page import ColumnsPage
from ui.imports.keeping import DecisionKeeper
from ui.imports.rows_page import RowsPage
from ui.imports.task import ImportTask
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.progress import WorkProgress
from ui.safekeeping.reminding import reminder_words
from ui.theme import em
from ui.waiting import Waiting

WAITING, LOOKING, DONE = range(3)


class ImportWizard(QWidget):
    """One file from reading to the result. `refused` brings the sentence for a file that cannot be read at all."""

    left = Signal()
    refused = Signal(str)
    undo_asked = Signal(int)
    posting_asked = Signal()
    people_asked = Signal()
    back_up_asked = Signal()
    ready = Signal()
    stored = Signal()
    _planned = Signal()

    def __init__(self, desk: Desk, task: ImportTask) -> None:
        super().__init__()
        self._desk, self.task = desk, task
        self._reading, self._storing = Waiting(self), Waiting(self)
        self._reading.done.connect(self._understood)
        self._reading.refused.connect(self._not_read)
        self._storing.done.connect(self._stored)
        self._storing.refused.connect(self._not_stored)
        self.columns = ColumnsPage(task)
        self.rows = RowsPage(desk, task)
        self.columns.changed.connect(self.read)
        self.rows.corrected.connect(self.read)
        self.rows.decided.connect(self._show_counts)
        self.notice = Notice("", "wrong")
        self.keeper = DecisionKeeper(desk, task, self)
        for said in (self.columns.chosen, self.rows.corrected, self.rows.decided, self.rows.typed):
            said.connect(self.keeper.changed)
        self.keeper.refused.connect(lambda words: self.notice.say(words, "wrong"))
        self._planned.connect(self._writes, Qt.ConnectionType.QueuedConnection)
        self.skipped = Notice("", "soon")
        self.uncopied = Notice("", "soon", button="Sao lưu trước")
        self.uncopied.pressed.connect(self.back_up_asked)
        self.agree = PrimaryButton("Nhập vào sổ", "check", shortcut="Ctrl+Return")
        self.agree.clicked.connect(self.store)
        self.columns.left_behind.connect(lambda: self.agree.setFocus(Qt.FocusReason.TabFocusReason))
        self.result: ImportDone | None = None
        self._stopped = False
        self._build()

    def _build(self) -> None:
        self._title = title_label(f"Nhập {self.task.name}")
        self._title.setWordWrap(True)
        back = Button("Để lại, làm sau", "x", tip="Để lại, làm sau (Esc): những gì đã sửa và đã chọn được giữ")
        back.clicked.connect(self.give_up)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(back)
        self._back = back
        self.tabs = Tabs()
        self.tabs.addTab(self.rows, "Các dòng")
        self.tabs.addTab(self.columns, "Các cột")
        self.tabs.currentChanged.connect(lambda _index: self.columns.settle())
        self._counts = ToneLabel("", "quiet", wrap=False)
        foot = QHBoxLayout()
        foot.addWidget(self._counts, 1)
        foot.addWidget(self.agree)
        look = QWidget()
        lines = QVBoxLayout(look)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.skipped)
        lines.addWidget(self.uncopied)
        lines.addWidget(self.tabs, 1)
        lines.addLayout(foot)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._waiting_page())
        self.stack.addWidget(look)
        done = QWidget()
        self._done_column = QVBoxLayout(done)
        self._done_column.setContentsMargins(0, 0, 0, 0)
        self.stack.addWidget(done)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        whole.addLayout(top)
        whole.addWidget(self.notice)
        whole.addWidget(self.stack, 1)

    def _waiting_page(self) -> QWidget:
        page = QWidget()
        self._doing = title_label("Đang đọc danh sách…", 1.1)
        self.progress = WorkProgress(self._desk.memory)
        self.progress.setMaximumWidth(em(self, 36))
        self.progress.stopped.connect(self.give_up)
        self.cancel = self.progress.button
        column = QVBoxLayout(page)
        column.addStretch(2)
        column.addWidget(self._doing)
        column.addWidget(self.progress)
        column.addStretch(3)
        return page

    # -- reading -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the file with everything said so far, and compare it with the book."""
        if self._reading.busy or self._storing.busy:
            return
        self.notice.say("")
        self._doing.setText("Đang đọc danh sách và so với sổ…")
        self.stack.setCurrentIndex(WAITING)
        self.progress.begin("import-read", len(self.task.data))
        self._reading.start(self._read)

    def _read(self) -> object:
        """In a waiting thread: the snapshot from the store, the rest in the worker."""
        with self._desk.read() as session:
            snapshot = queries.snapshot(session, self._desk.today)
            memory = queries.column_memory(session)
        reading = self.task.reading(self._desk, memory)
        try:
            found = self._desk.worker.run(read_and_match, self.task.data, self.task.name, reading, snapshot)
        except JobCancelled:
            return CANCELLED
        return (snapshot, *found)

    def _understood(self, found: Any) -> None:
        self.progress.end(finished=found is not CANCELLED)
        if found is CANCELLED or self._stopped:
            self.left.emit()
            return
        snapshot, understanding, verdicts = found
        self.task.snapshot = snapshot
        self.task.take(understanding, verdicts)
        if not understanding.rows and not self.task.overrides:
            reasons = " ".join(one.message for one in understanding.skipped)
            self.refused.emit(f"Không thấy danh sách người nào trong {self.task.name}. {reasons}".strip())
            return
        self._show_skipped(understanding)
        self.columns.show_task()
        self.rows.show_task()
        self._show_counts()
        self.stack.setCurrentIndex(LOOKING)
        if self.tabs.currentWidget() is self.columns:
            self.columns.focus_again()
        else:
            self.rows.table.setFocus()
        if self.task.resumed:
            self.notice.say(f"Đã lấy lại {self.task.resumed} điều đã sửa, đã chọn lần trước.", "accent")
            self.task.resumed = 0
        self.ready.emit()

    def _show_skipped(self, understanding: Understanding) -> None:
        self.skipped.say("\n".join(one.message for one in understanding.skipped[:4]), "soon")

    def _not_read(self, problem: RuleError | EnvironmentProblem) -> None:
        self.progress.end(finished=False)
        self.refused.emit(problem.message)

    def _show_counts(self) -> None:
        self.uncopied.say(reminder_words(self._desk, Moment.IMPORT))
        undecided = self.task.undecided()
        words = f"{len(self.task.rows)} dòng"
        if undecided:
            words += f"; {undecided} dòng chưa chắc chưa được quyết, sẽ để lại"
        storable = self.task.storable()
        self.agree.setEnabled(storable)
        words += ". Chưa có gì được lưu." if storable else ". Chưa có dòng nào nhập được."
        self._counts.setText(words)

    # -- storing -----------------------------------------------------------------------------------------------------

    def store(self) -> None:
        """The clerk agrees: plan in the worker, write in one transaction."""
        if self._storing.busy or self.task.understanding is None or self.columns.settle():
            return
        self.notice.say("")
        self._stopped = False
        self._doing.setText("Đang ghi vào sổ. Dừng lúc này thì không có gì được ghi.")
        self.stack.setCurrentIndex(WAITING)
        rows = len(self.task.rows)
        self.progress.begin("import-plan", rows, then={"import-store": rows})
        self._storing.start(self._store)

    def _writes(self) -> None:
        if self._storing.busy:
            self.progress.stage("import-store", len(self.task.rows))

    def _store(self) -> object:
        desk, task = self._desk, self.task
        if task.understanding is None:
            return CANCELLED
        with desk.read() as session:
            base = queries.plan_base(session, instant_text(desk.store.now()))
        try:
            plan: ImportPlan = desk.worker.run(
                make_plan, task.understanding, list(task.verdicts), dict(task.choices), task.snapshot, base
            )
        except JobCancelled:
            return CANCELLED
        if self._stopped:
            return CANCELLED
        self._planned.emit()
        try:
            done = desk.do("Nhập danh sách", self._write, StoreImport(plan, task.name, task.digest))
        except JobCancelled:
            return CANCELLED
        if task.said:
            desk.do("Nhớ nghĩa của cột", remember_columns, task.said)
        return done

    def _write(self, work: Work, command: StoreImport) -> Outcome[ImportDone]:
        """`store_import`; stopped before its end nothing of it is committed."""
        outcome = store_import(work, command)
        if self._stopped:
            raise JobCancelled
        return outcome

    def _stored(self, done: object) -> None:
        self.progress.end(finished=isinstance(done, ImportDone))
        if not isinstance(done, ImportDone):
            self.stack.setCurrentIndex(LOOKING)
            self.notice.say("Đã dừng. Chưa có gì được ghi vào sổ.", "accent")
            return
        self.result = done
        self.keeper.drop()
        page = self._result_page(done)
        self._done_column.addWidget(page)
        self.stack.setCurrentIndex(DONE)
        self._back.setText("Đóng")
        self.stored.emit()

    def _not_stored(self, problem: RuleError | EnvironmentProblem) -> None:
        self.progress.end(finished=False)
        self.stack.setCurrentIndex(LOOKING)
        if isinstance(problem, RuleError) and problem.code == "register_changed":
            self.read()
        self.notice.say(problem.message, "wrong")

    def _result_page(self, done: ImportDone) -> QWidget:
        page = QWidget()
        counts = done.counts
        column = QVBoxLayout(page)
        column.setSpacing(em(self, 0.8))
        column.addStretch(1)
        column.addWidget(title_label("Đã nhập xong", 1.4))
        words = (
            f"{counts.new_people} người mới, {counts.matched_people} người đã có được cập nhật, "
            f"{counts.benefit_lines} khoản trợ cấp mới."
        )
        column.addWidget(Notice(words, "done"))
        if counts.left_out:
            column.addWidget(Notice(f"{counts.left_out} dòng để lại, không nhập: dòng sai hoặc chưa quyết.", "soon"))
        row = QHBoxLayout()
        for words, sign, signal, primary in (
            ("In danh sách niêm yết", "stamp", self.posting_asked, True),
            ("Xem người dân", "users", self.people_asked, False),
        ):
            button = PrimaryButton(words, sign) if primary else Button(words, sign)
            button.clicked.connect(signal)
            row.addWidget(button)
        undo = Button("Hoàn tác lần nhập này…", "undo-2")
        undo.clicked.connect(lambda: self.undo_asked.emit(done.batch_id))
        row.addWidget(undo)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        return page

    # -- leaving -----------------------------------------------------------------------------------------------------

    def give_up(self) -> None:
        """Stop what runs, or leave; what was decided is kept and offered again on the first page."""
        if self._reading.busy or self._storing.busy:
            self._stopped = True
            self._doing.setText("Đang dừng…")
            self._desk.worker.cancel()
            return
        self.left.emit()

    def wait(self) -> None:
        """Wait for what still runs."""
        self._desk.worker.cancel()
        self._reading.wait()
        self._storing.wait()
        self.progress.end(finished=False)
        if self.result is None:
            self.keeper.flush()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wait()
        super().closeEvent(event)
