"""Step 2: every row of the list in four groups, and under it the panel to decide."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QHBoxLayout, QSplitter, QTableView, QVBoxLayout, QWidget

from models.imports.lists.facts import RowKey
from models.imports.matching.verdicts import Status
from ui.desk import Desk
from ui.imports.look import dress
from ui.imports.row_panel import RowPanel
from ui.imports.task import STATUS_WORDS, ImportTask
from ui.parts import Button, ToneLabel
from ui.theme import em, tone

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
COLUMNS = (
    ("Ở đâu", 9.5),
    ("Họ và tên", 11.8),
    ("Ngày sinh", 7.4),
    ("Giới", 4.0),
    ("Thôn, tổ dân phố", 9.8),
    ("Số định danh", 9.6),
    ("Diện hưởng", 9.4),
    ("Mức hưởng", 6.6),
    ("Ghi chú", 14.0),
)
AMOUNT, REMARK = 7, 8
ORDER = (Status.WRONG, Status.UNSURE, Status.MATCH, Status.NEW)
Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel):
    """The rows of one group; strings are made when they are seen."""

    def __init__(self, task: ImportTask) -> None:
        super().__init__()
        self._task = task
        self.indexes: list[int] = []
        self._strings: dict[int, tuple[str, ...]] = {}

    def show(self, status: Status) -> None:
        """Show another group."""
        self.beginResetModel()
        self.indexes = self._task.indexes(status)
        self._strings.clear()
        self.endResetModel()

    def refresh(self, index: int) -> None:
        """A choice for this row changed."""
        self._strings.pop(index, None)
        if index in self.indexes:
            row = self.indexes.index(index)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.indexes)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return COLUMNS[section][0]
        if orientation == Qt.Orientation.Horizontal and role == _ALIGN and section == AMOUNT:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _ALIGN:
            return _RIGHT if index.column() == AMOUNT else None
        if role not in (_DISPLAY, _FOREGROUND, _TOOLTIP):
            return None
        row = self.indexes[index.row()]
        if role == _FOREGROUND:
            wrong = index.column() == REMARK and self._task.rows[row].wrong
            return tone("quiet") if self._task.skipped(row) else tone("wrong") if wrong else None
        strings = self._strings.get(row)
        if strings is None:
            strings = self._strings[row] = self._task.strings(row)
        return strings[index.column()]


class RowsPage(QWidget):
    """`corrected` comes when the file must be read again; `decided` when the counts changed."""

    corrected = Signal()
    decided = Signal()
    typed = Signal()

    def __init__(self, desk: Desk, task: ImportTask) -> None:
        super().__init__()
        self._task = task
        self.model = RowModel(task)
        self.status = Status.NEW
        self._current: RowKey | None = None
        self.table = QTableView()
        self._dress_table()
        self.panel = RowPanel(desk, task)
        self.panel.decided.connect(self._decided)
        self.panel.corrected.connect(self.corrected)
        self.panel.typed.connect(self.typed)
        self.panel.setMinimumHeight(em(self, 12.5))
        self._key("F2", self.panel.focus_first)
        self._key("F6", self._other_half)
        self.buttons: dict[Status, Button] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._hint = ToneLabel("", "quiet", wrap=False)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addSpacing(em(self, 0.4))
        column.addLayout(self._groups())
        column.addWidget(splitter, 1)

    def _dress_table(self) -> None:
        table = self.table
        dress(table)
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setAccessibleName("Các dòng của danh sách")
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        for section, (_, width) in enumerate(COLUMNS):
            table.setColumnWidth(section, em(self, width))
        table.selectionModel().currentRowChanged.connect(self._row_chosen)
        table.activated.connect(lambda _index: self.panel.focus_first())

    def _groups(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(em(self, 0.4))
        for number, status in enumerate(ORDER, 1):
            button = Button("", tip=f"{STATUS_WORDS[status]} (Alt+{number})", shortcut=f"Alt+{number}")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, one=status: self.show_group(one))
            self._group.addButton(button)
            self.buttons[status] = button
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._hint)
        return bar

    def _key(self, keys: str, call: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(call)

    def _other_half(self) -> None:
        if self.table.hasFocus():
            self.panel.focus_first()
        else:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def show_task(self) -> None:
        """Show the rows as now understood: the same group when it still has rows, else what needs a decision first."""
        was, place = self._current, self.table.currentIndex().row()
        counts = self._task.counts()
        for status, button in self.buttons.items():
            button.setText(f"{STATUS_WORDS[status]}: {counts[status]}")
            button.setEnabled(counts[status] > 0)
        if counts[self.status] == 0 or self.model.rowCount() == 0:
            self.status = next((one for one in ORDER if counts[one]), Status.NEW)
        self.show_group(self.status)
        keys = [self._task.rows[index].key for index in self.model.indexes]
        if was in keys:
            self.table.selectRow(keys.index(was))
        elif place > 0 and keys:
            self.table.selectRow(min(place, len(keys) - 1))

    def show_group(self, status: Status) -> None:
        """Show one group."""
        self.status = status
        self.buttons[status].setChecked(True)
        self._hint.setText(
            {
                Status.WRONG: "Sửa ngay ở dưới, hoặc để lại: dòng sai không được nhập.",
                Status.UNSURE: "Chọn đúng người; dòng chưa quyết không được nhập.",
                Status.MATCH: "Cũ bên cạnh mới; chỉ điều được đánh dấu mới ghi vào sổ.",
                Status.NEW: "Những người này sẽ được thêm vào sổ.",
            }[status]
        )
        self.model.show(status)
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self.panel.show_row(-1)

    def _row_chosen(self, current: QModelIndex) -> None:
        self._current = self._task.rows[self.model.indexes[current.row()]].key if current.isValid() else None
        self.panel.show_row(self.model.indexes[current.row()] if current.isValid() else -1)
        for before, after in pairwise([self.table, *self.panel.controls()]):
            self.setTabOrder(before, after)

    def _decided(self, index: int) -> None:
        self.model.refresh(index)
        self.decided.emit()
