"""RegisterView: the one window part that serves every register.

Title and steps above, filters under the column titles, the table, and a footer with count and sums; an empty register
says how to fill it. Fixed row height, no proxy model, no word wrap, nothing resized to contents. Ctrl+C copies rows
so that they paste into Excel; column choice and widths are remembered in the given memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from ui.parts import Button, EmptyState, PrimaryButton, ToneLabel, title_label
from ui.register.clipboard import copy_cells
from ui.register.columns import ColumnChoice
from ui.register.header import FilterHeader
from ui.register.model import ID_ROLE, RegisterModel
from ui.register.source import Memory, RegisterSource, Wanted
from ui.register.table import RegisterTable
from ui.theme import em

MOST_COPIED_ROWS: Final = 20_000


class RegisterView(QWidget):
    """A register over one source; `noun` is what it counts ("người", "hộ")."""

    opened = Signal(int)
    export_asked = Signal()
    escaped = Signal()

    def __init__(
        self,
        source: RegisterSource,
        *,
        title: str,
        noun: str,
        memory: Memory,
        empty: EmptyState | None = None,
        sort: str = "",
        exports: bool = True,
    ) -> None:
        super().__init__()
        self._source = source
        self.title = title
        self._noun = noun
        self._sort, self._descending = sort, False
        self._started = False
        self._put_away = self._out_of_date = False
        self.model = RegisterModel(source, self)
        self.table = RegisterTable(self.model)
        self.header = FilterHeader(source.columns, self.table)
        self.table.setHorizontalHeader(self.header)
        self.table.setModel(self.model)
        self.header.settle()
        name = f"register/{source.subject}/{title}"
        self.choice = ColumnChoice(self.table, self.header, source.columns, memory, name)
        self.footer = ToneLabel("", "quiet", wrap=False)
        self.none_here = ToneLabel("Không có dòng nào khớp bộ lọc. Nhấn Esc để bỏ lọc.", "quiet")
        self.none_here.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none_here.hide()
        self._steps = QHBoxLayout()
        self._steps.setSpacing(em(self, 0.5))
        self._build(title, empty, exports)
        self.choice.restore()
        self._show_sort()
        self._connect()
        self.table.setAccessibleName(title)

    def _build(self, title: str, empty: EmptyState | None, exports: bool) -> None:
        top = QHBoxLayout()
        top.addWidget(title_label(title))
        top.addStretch(1)
        top.addLayout(self._steps)
        self._columns_button = Button("Cột", "columns-3", tip="Chọn cột hiện ra")
        self._columns_button.setMenu(self.choice.menu(self, self._sort_by))
        top.addWidget(self._columns_button)
        self._above: list[QWidget] = [self._columns_button]
        self.export_button: Button | None = None
        if exports:
            self.export_button = Button("Xuất Excel", "download", tip="Xuất các dòng đang xem ra Excel")
            self.export_button.clicked.connect(self.export_asked)
            top.addWidget(self.export_button)
            self._above.append(self.export_button)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.4))
        column.addWidget(self.table, 1)
        column.addWidget(self.none_here)
        column.addWidget(self.footer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.6))
        whole.setSpacing(em(self, 0.6))
        whole.addLayout(top)
        self._stack = QStackedLayout()
        whole.addLayout(self._stack, 1)  # before its first page, which would flash up as a window of its own
        self._stack.addWidget(body)
        self._empty = empty
        if empty is not None:
            self._stack.addWidget(empty)

    def _connect(self) -> None:
        self.header.filters_changed.connect(self._filter)
        self.header.sectionClicked.connect(self._sort_by)
        self.choice.hidden.connect(self._unfilter)
        self.header.downwards.connect(self._enter_table)
        self.table.opened.connect(self.opened)
        self.table.doubleClicked.connect(lambda index: self.opened.emit(int(index.data(ID_ROLE))))
        self.table.escaped.connect(self._escape)
        self.table.copy_asked.connect(self.copy)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.model.counted.connect(self._show_count)
        self.model.modelReset.connect(self._after_reset)
        self._filter_action = QAction("Lọc", self)
        self._filter_action.setShortcut(QKeySequence("Ctrl+F"))
        self._filter_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._filter_action.triggered.connect(self.focus_filter)
        self.addAction(self._filter_action)

    def event(self, event: QEvent) -> bool:
        """As long as there is a filter Esc is ours; a shortcut of our own would contend with that of the section."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        if event.key() == Qt.Key.Key_Escape and any(self.header.filters().values()):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc from a filter comes up to here; that of the table says so itself."""
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard; a focus proxy would do so too, but cuts the round of Tab in two."""
        self.table.setFocus(event.reason())

    # -- steps and filters -------------------------------------------------------------------------------------------

    def add_step(
        self,
        words: str,
        sign: str,
        action: Callable[[], object],
        *,
        shortcut: str | None = None,
        primary: bool = False,
    ) -> Button:
        """Add a button at the top of the register."""
        kind = PrimaryButton if primary else Button
        made = kind(words, sign, shortcut=shortcut)
        made.clicked.connect(lambda _checked=False: action())
        self._steps.addWidget(made)
        self._above.append(made)
        return made

    @property
    def started(self) -> bool:
        return self._started

    def start(self) -> None:
        """Read for the first time; later calls read again with the same filters."""
        self._started = True
        self._show(self.model.wanted.with_filters(self.header.filters()))

    def focus_filter(self) -> None:
        """Put the cursor into the first text filter."""
        editors = list(self.header.editors.values())
        if editors:
            editors[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filter(self) -> None:
        if self._started:
            self._show(self.model.wanted.with_filters(self.header.filters()))

    def _show(self, wanted: Wanted) -> None:
        self._out_of_date = False
        self.model.show(Wanted(wanted.filters, self._sort, self._descending))
        self.table.scrollToTop()
        self._show_state()

    def _show_state(self) -> None:
        nothing = self.model.rowCount() == 0
        bare = nothing and not self.model.wanted.filters
        if self._empty is not None:
            self._stack.setCurrentIndex(1 if bare else 0)
            for one in self._above:
                one.setVisible(not bare)
        self.none_here.setVisible(nothing and not bare)
        if self.model.total is None:
            self.footer.setText("Đang đếm…")
        else:
            self._show_count(self.model.total, "")

    def _show_count(self, total: int, summary: str) -> None:
        words = f"{total:,}".replace(",", ".") + f" {self._noun}"
        if self.model.wanted.filters:
            words += " khớp bộ lọc"
        self.footer.setText(f"{words}    {summary}" if summary else words)

    def _sort_by(self, section: int) -> None:
        column = self._source.columns[section]
        if not column.sortable:
            self._show_sort()  # Qt has moved the arrow to where the mouse clicked
            return
        self._descending = self._sort == column.key and not self._descending
        self._sort = column.key
        self._show_sort()
        self._show(self.model.wanted)

    def _show_sort(self) -> None:
        keys = [column.key for column in self._source.columns]
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.header.setSortIndicator(keys.index(self._sort) if self._sort in keys else -1, order)

    def _unfilter(self, key: str) -> None:
        """A column that is put away must not go on filtering unseen."""
        if self.header.filters().get(key):
            self.header.set_filter(key, "")

    def _escape(self) -> None:
        if any(self.header.filters().values()):
            self.header.clear()
        else:
            self.escaped.emit()

    def _enter_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _after_reset(self) -> None:
        self.header.place()

    # -- selection, staleness ----------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """The id of the current row."""
        index = self.table.currentIndex()
        return int(index.data(ID_ROLE)) if index.isValid() else None

    def selected_ids(self) -> list[int]:
        """The ids of the chosen rows, from top to bottom."""
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.ids[row] for row in chosen]

    def select_id(self, record_id: int) -> None:
        """Make the row of this id the current one, if it is known."""
        row = self.model.row_of(record_id)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def renew(self, stale: frozenset[tuple[str, int]] | set[tuple[str, int]]) -> None:
        """Read again what became stale, keeping selection and scroll."""
        mine = {record for subject, record in stale if subject == self._source.subject}
        if not mine or not self._started:
            return
        if 0 not in mine and self.model.renew(mine):
            self.model.counted.emit(self.model.total or len(self.model.ids), self._source.summary(self.model.wanted))
            return
        self.reload()

    def reload(self) -> None:
        """Read the whole list again, keeping selection and scroll; behind another page only once it is seen again."""
        if self._put_away:
            self._out_of_date = True
            return
        chosen, current = self.selected_ids(), self.current_id()
        top = self.table.verticalScrollBar().value()
        self.model.show(self.model.wanted)
        if top or any(self.model.row_of(one) < 0 for one in chosen):
            self.model.finish()
        self._show_state()
        selection = self.table.selectionModel()
        if current is not None and (row := self.model.row_of(current)) >= 0:
            selection.setCurrentIndex(self.model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for one in chosen:
            if (row := self.model.row_of(one)) >= 0:
                selection.select(self.model.index(row, 0), flags)
        self.table.verticalScrollBar().setValue(top)

    def hideEvent(self, event: QHideEvent) -> None:
        """Behind another page; a window made small stays as it is."""
        self._put_away = not event.spontaneous()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Seen again: read what became out of date meanwhile."""
        self._put_away = False
        if self._out_of_date:
            self._out_of_date = False
            self.reload()
        super().showEvent(event)

    # -- copying and columns -----------------------------------------------------------------------------------------

    def visible_columns(self) -> list[int]:
        """Sections that are shown, in order."""
        return self.choice.visible()

    def copy(self) -> None:
        """Copy the chosen rows as tab-separated text and as a table that Excel takes without changing numbers."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())[:MOST_COPIED_ROWS]
        if rows:
            shown = self.visible_columns()
            copy_cells([[strings[index] for index in shown] for strings in self.model.strings(rows)])

    def _show_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        copy = menu.addAction("Sao chép\tCtrl+C")
        copy.triggered.connect(self.copy)
        columns = self.choice.menu(menu, self._sort_by)
        columns.setTitle("Cột")
        menu.addMenu(columns)
        menu.popup(self.table.viewport().mapToGlobal(where))
        menu.aboutToHide.connect(menu.deleteLater)
