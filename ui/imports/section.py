"""Nhập danh sách: choose a file, agree on columns, look at every row, agree, and take it back if it was wrong.

Reading, matching and planning run in the worker process; storing waits in a thread and is one transaction. Nothing is
stored before the clerk agrees.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.imports import queries
from models.imports.planning.decisions import FORM
from models.imports.process import file_digest
from models.imports.services import undo_import
from models.store.errors import EnvironmentProblem, RuleError
from models.store.work import OFFICE_TIME
from ui.desk import Desk
from ui.dialogs import confirmed
from ui.frame.section import Section
from ui.imports.keeping import UnfinishedCard, kept_for, unfinished
from ui.imports.look import dress
from ui.imports.task import ImportTask
from ui.imports.wizard import ImportWizard
from ui.parts import Button, Card, Notice, PrimaryButton, ToneLabel, title_label
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

KINDS = "Danh sách (*.xlsx *.xls *.xlsb *.ods *.csv)"
_BATCHES = (
    ("Ngày nhập", 10.5),
    ("Tệp", 22),
    ("Người mới", 7),
    ("Đã có", 6),
    ("Khoản trợ cấp", 8),
    ("Để lại", 6),
    ("", 10),
)


class DropCard(Card):
    """Drop a file here."""

    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls:
            self.dropped.emit(urls[0].toLocalFile())


class ImportHome(QWidget):
    """Choose a file; the imports so far with their undo."""

    chosen = Signal(str)
    resumed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._name = ""
        self._undoing = Waiting(self)
        self._undoing.done.connect(self._undone)
        self._undoing.refused.connect(self._not_undone)
        self.notice = Notice("", "wrong")
        drop = DropCard()
        drop.dropped.connect(self.chosen)
        drop.body.addWidget(title_label("Đưa danh sách Excel vào sổ", 1.25))
        words = (
            "Danh sách kiểu nào cũng được: nhiều trang, tiêu đề ghép ô, phông cũ (TCVN3, VNI), năm sinh ở cột Nam hoặc "
            "Nữ. Chương trình đọc, cho xem từng dòng, và chỉ lưu khi được đồng ý. Kéo tệp thả vào đây, hoặc:"
        )
        drop.body.addWidget(ToneLabel(words, "quiet"))
        self.button = PrimaryButton("Chọn tệp…", "folder-open", shortcut="Ctrl+O")
        self.button.clicked.connect(self.ask)
        guarded(desk, "change", self.button)
        drop.setAcceptDrops(self.button.isEnabled())
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(ToneLabel(".xlsx  .xls  .xlsb  .ods  .csv", "quiet", wrap=False))
        row.addStretch(1)
        drop.body.addLayout(row)
        self.table = QTableWidget(0, len(_BATCHES))
        self.table.setHorizontalHeaderLabels([title for title, _ in _BATCHES])
        self.table.verticalHeader().hide()
        dress(self.table)
        self.table.verticalHeader().setDefaultSectionSize(em(self, 2.5))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setAccessibleName("Những lần đã nhập")
        for index, (_, width) in enumerate(_BATCHES):
            self.table.setColumnWidth(index, em(self, width))
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._past = title_label("Những lần đã nhập", 1.1)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        column.setSpacing(em(self, 0.7))
        column.addWidget(title_label("Nhập danh sách"))
        column.addWidget(self.notice)
        self.unfinished = UnfinishedCard()
        self.unfinished.resumed.connect(self.resumed)
        self.unfinished.dropped.connect(self.drop_unfinished)
        column.addWidget(drop)
        column.addWidget(self.unfinished)
        column.addWidget(self._past)
        column.addWidget(self.table, 1)
        self._spare = QWidget()
        column.addWidget(self._spare, 1)
        self.setFocusProxy(self.button)
        self.show_batches()

    def ask(self) -> None:
        """Ask for a file."""
        path, _ = QFileDialog.getOpenFileName(self, "Chọn danh sách", str(Path.home()), KINDS)
        if path:
            self.chosen.emit(path)

    def show_batches(self) -> None:
        """Read and draw the imports so far."""
        self.show_unfinished()
        with self._desk.read() as session:
            batches = queries.batches(session)
        for one in (self._past, self.table):
            one.setVisible(bool(batches))
        self._spare.setVisible(not batches)
        self.table.setRowCount(0)  # the buttons of the rows before go
        self.table.setRowCount(len(batches))
        for row, batch in enumerate(batches):
            at = datetime.fromisoformat(batch.imported_at).astimezone(OFFICE_TIME).strftime("%d/%m/%Y %H:%M")
            counts = (batch.new_people, batch.matched_people, batch.benefit_lines, batch.left_out)
            for index, text in enumerate((at, batch.file_name, *(str(count) for count in counts))):
                item = QTableWidgetItem(text)
                if index > 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, index, item)
            if batch.undone:
                self.table.setItem(row, len(_BATCHES) - 1, QTableWidgetItem("Đã hoàn tác"))
            else:
                undo = guarded(self._desk, "change", Button("Hoàn tác…", "undo-2"))
                undo.clicked.connect(lambda _checked=False, one=batch: self.undo(one.id, one.file_name))
                self.table.setCellWidget(row, len(_BATCHES) - 1, undo)

    def show_unfinished(self) -> None:
        """Offer the lists that were begun and not stored."""
        self.unfinished.offer(unfinished(self._desk))

    def drop_unfinished(self, digest: str, name: str) -> None:
        """Give up what was decided about a list, after asking."""
        words = f"Những gì đã sửa và đã chọn cho “{name}” sẽ mất. Sổ và tệp không thay đổi."
        if confirmed(self, "Bỏ danh sách làm dở này?", words, "Bỏ"):
            self._desk.drop_draft(FORM + digest)
            self.show_unfinished()

    def undo(self, batch_id: int, name: str) -> None:
        """Take an import back as a whole, after asking."""
        words = f"Mọi người và khoản trợ cấp chỉ có từ “{name}” sẽ ra khỏi sổ. Nhật ký vẫn giữ lần nhập này."
        if not confirmed(self, "Hoàn tác lần nhập này?", words, "Hoàn tác"):
            return
        if self._undoing.busy:
            return
        self._name = name
        self.notice.say(f"Đang hoàn tác {name}…", "accent")
        self.table.setEnabled(False)
        self._undoing.start(lambda: self._desk.do("Hoàn tác lần nhập", undo_import, batch_id))

    def _undone(self, count: object) -> None:
        self.table.setEnabled(True)
        self.notice.say(f"Đã hoàn tác {count} bản ghi của {self._name}.", "done")

    def _not_undone(self, problem: RuleError | EnvironmentProblem) -> None:
        self.table.setEnabled(True)
        self.notice.say(problem.message, "wrong")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._undoing.wait()
        super().closeEvent(event)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again after an import or its undo."""
        if any(subject == "imports" for subject, _ in stale):
            self.show_batches()


class ImportSection(Section):
    """Home, with the wizard on top of it."""

    posting_asked = Signal()
    people_asked = Signal()
    back_up_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.home_page = ImportHome(desk)
        self.home_page.chosen.connect(self.open_file)
        self.home_page.resumed.connect(self.resume)
        self.push(self.home_page)

    def place_of(self, page: QWidget) -> str:
        return f"import/{page.task.digest}" if isinstance(page, ImportWizard) else ""

    def open_place(self, kind: str, which: str) -> None:
        if kind == "import":
            self.resume(which)

    def open_file(self, path: str) -> None:
        """Read a file the clerk named and start the wizard."""
        try:
            data = Path(path).read_bytes()
        except OSError:
            words = "Không đọc được tệp này. Tệp có thể đang mở trong Excel, hoặc đã bị dời đi."
            self.home_page.notice.say(words, "wrong")
            return
        self.home_page.notice.say("")
        self.open_data(data, Path(path).name, path)

    def resume(self, digest: str) -> None:
        """Go on with a list that was begun, when its file is still there and the same."""
        kept = kept_for(self._desk, digest)
        if kept is None:
            self.home_page.show_unfinished()
            return
        say = self.home_page.notice.say
        try:
            data = Path(kept.path).read_bytes() if kept.path else b""
        except OSError:
            data = b""
        if not data:
            where = f" ở {Path(kept.path).parent}" if kept.path else ""
            say(f"Không thấy {kept.name}{where}. Hãy chọn lại tệp; những gì đã sửa và đã chọn vẫn còn giữ.", "soon")
        elif file_digest(data) != kept.digest:
            words = "đã thay đổi từ lần trước, nên không lấy lại những gì đã sửa và đã chọn. Hãy chọn tệp để đọc mới."
            say(f"{kept.name} {words}", "soon")
        else:
            say("")
            self.open_data(data, kept.name, kept.path)

    def back(self) -> None:
        super().back()
        if self.count() == 1:
            self.home_page.show_unfinished()

    def open_data(self, data: bytes, name: str, path: str = "") -> ImportWizard:
        """Start the wizard over the bytes of a file, with what was decided about the same bytes before."""
        task = ImportTask(name, data, path=path)
        kept = kept_for(self._desk, task.digest)
        if kept is not None:
            task.resume(kept)
        wizard = ImportWizard(self._desk, task)
        wizard.left.connect(self.back)
        wizard.refused.connect(self._refused)
        wizard.undo_asked.connect(lambda batch: self._undo(batch, name))
        wizard.posting_asked.connect(self.posting_asked)
        wizard.people_asked.connect(self.people_asked)
        wizard.back_up_asked.connect(self.back_up_asked)
        self.push(wizard)
        wizard.read()
        return wizard

    def _refused(self, words: str) -> None:
        self.home()
        self.home_page.notice.say(words, "wrong")

    def _undo(self, batch: int, name: str) -> None:
        self.home()
        self.home_page.undo(batch, name)
