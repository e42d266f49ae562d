"""Sổ giữ lại trên máy: the sets that a restore put aside, what going back to one would change, and the going back.

For a restore that turned out wrong. The password of whoever is signed in is asked again.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem

from models.store.errors import EnvironmentProblem, RuleError
from ui.parts import ToneLabel
from ui.safekeeping.facts import KeptLine, moment, size_words
from ui.safekeeping.parts import Scrolling
from ui.safekeeping.ports import KeptEngine
from ui.safekeeping.restore_copy_step import WIDEST_EM
from ui.safekeeping.tables import plain_table, table_cell
from ui.safekeeping.wizard import Step, Wizard
from ui.theme import em
from ui.unlock.password import PasswordField

LIST, PREVIEW, DONE = range(3)
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COLUMNS: Final = (
    ("Giữ lại từ lúc", 11.0),
    ("Được thay khi", 20.0),
    ("Giữ đến", 11.0),
    ("Thay đổi cuối cùng", 16.0),
    ("Cỡ", 5.0),
)
WORDS: Final = (
    "Mỗi lần khôi phục, sổ đang dùng không bị xóa mà được giữ lại ở đây 30 ngày, rồi tự mất. Khôi phục nhầm thì chọn "
    "sổ muốn quay lại; bước sau cho xem sẽ mất gì."
)
NONE: Final = "Không có sổ nào được giữ lại trên máy này. Sổ chỉ được giữ lại khi khôi phục, và tự mất sau 30 ngày."


class KeptStep(Scrolling):
    """Choose the set; `ready` says whether one is marked."""

    ready = Signal(bool)

    def __init__(self) -> None:
        super().__init__(WIDEST_EM)
        self.lines: tuple[KeptLine, ...] = ()
        self.words = ToneLabel("Đang xem thư mục của sổ…", "quiet")
        self.table = plain_table(_COLUMNS, "Các sổ giữ lại trên máy này", stretched=1)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.itemSelectionChanged.connect(lambda: self.ready.emit(self.current is not None))
        self.table.hide()
        self.column.addWidget(self.words)
        self.column.addWidget(self.table)
        self.column.addStretch(1)

    @property
    def current(self) -> KeptLine | None:
        """The set that is marked."""
        row = self.table.currentRow()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def show_lines(self, lines: tuple[KeptLine, ...]) -> None:
        """The sets, the newest first and marked."""
        self.lines = lines
        self.words.setText(WORDS if lines else NONE)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            cells = (moment(line.since), line.why, moment(line.until), line.last_change, size_words(line.size))
            for index, text in enumerate(cells):
                self.table.setItem(row, index, table_cell(text, right=index == len(cells) - 1))
        self.table.setVisible(bool(lines))
        if lines:
            self.table.setCurrentCell(0, 0)
            self.table.setFocus()
        self.ready.emit(self.current is not None)


class KeptPage(Wizard):
    """The wizard over the kept sets."""

    def __init__(self, engine: KeptEngine) -> None:
        self.list_step = KeptStep()
        super().__init__(
            "Sổ giữ lại trên máy",
            (Step(self.list_step, "Bước 1 trong 2: chọn sổ muốn quay lại", "Xem sẽ mất gì"),),
            "Bước 2 trong 2: xem trước",
            "Quay lại sổ này",
        )
        self._engine = engine
        self._line: KeptLine | None = None
        self.password = PasswordField("password", "Mật khẩu của bạn", hint="Gõ lại để chắc là chính bạn")
        self.password.setMaximumWidth(em(self, 26))
        self.password.editor.installEventFilter(self)
        self.preview_step.add_below(self.password)
        self.preview_step.table.setHorizontalHeaderItem(2, QTableWidgetItem("Sổ giữ lại"))
        self.preview_step.agreed.connect(self._ask_password)
        self.list_step.ready.connect(lambda _ready: self.enable())
        self.list_step.table.itemActivated.connect(lambda _item: self.step_on())
        self.job.progress.button.hide()  # a check and a swap: there is nothing half done that could be stopped
        self.go(LIST)
        self.job.run(engine.kept, self._read)

    def _read(self, lines: object) -> None:
        if isinstance(lines, tuple):
            self.list_step.show_lines(lines)

    def _ask_password(self, agreed: bool) -> None:
        """All was agreed to: the last thing asked comes into sight."""
        if agreed:
            self.preview_step.ensureWidgetVisible(self.password)
            self.password.setFocus()

    def ready(self) -> bool:
        return self.step != LIST or self.list_step.current is not None

    def forward(self) -> None:
        (self._look, self._go_back)[self.step]()

    def _look(self) -> None:
        line = self._line = self.list_step.current
        if line is not None:
            self.job.run(lambda: self._engine.open(line), self.opened, "Đang so với sổ hiện nay…")

    def _go_back(self) -> None:
        line, password = self._line, self.password.draft()
        if not password:
            self.password.say("Còn thiếu mật khẩu.")
            self.password.setFocus()
        elif line is not None:
            self.replace(lambda: self._engine.go_back(line, password), "Đang kiểm tra sổ giữ lại rồi thay…")

    def refused(self, problem: RuleError | EnvironmentProblem) -> None:
        if isinstance(problem, RuleError) and problem.field == "password":
            self.password.say(problem.message)
            self.password.setFocus()
            return
        super().refused(problem)

    def forget(self) -> None:
        self.password.editor.clear()
        self.password.say(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the password goes on, once all was agreed to."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
            self.step_on()
            return True
        return super().eventFilter(watched, event)
