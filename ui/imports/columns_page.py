"""Step 1: which column means what, proposed above a preview of the sheet; the clerk changes it with a combo box."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.imports.lists.facts import TableFacts
from models.imports.lists.meanings import Meaning
from models.imports.workbook.cells import text_of
from ui.forms.combo import QuietCombo
from ui.imports.look import dress
from ui.imports.task import ImportTask
from ui.parts import Notice, ToneLabel, title_label
from ui.theme import em, tone

PREVIEW_ROWS = 40
SETTLED_MS = 700
"""The file is read again when the choice has stood so long: arrow keys pass over other meanings on their way."""
WIDEST_SAMPLE_EM = 16
SURE = 0.6
_MEANINGS: Sequence[Meaning] = tuple(Meaning)


class MeaningCombo(QuietCombo):
    """The meaning of one column; Tab is told as a step, for widgets in the cells of a table pass it round in a ring."""

    stepped = Signal(int)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not self.isVisible():  # Qt asks this of a widget that goes while it has the keyboard
            return super().focusNextPrevChild(forward)
        self.stepped.emit(1 if forward else -1)
        return True


class SheetCombo(QuietCombo):
    """The choice of the table; Tab from it goes to its columns."""

    entered = Signal()

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not forward or not self.isVisible():
            return super().focusNextPrevChild(forward)
        self.entered.emit()
        return True


class ColumnsPage(QWidget):
    """`chosen`: the clerk gave a column a meaning; `changed`: that stands, the file must be read again.

    `left_behind`: Tab went past the last column.
    """

    changed = Signal()
    chosen = Signal()
    left_behind = Signal()

    def __init__(self, task: ImportTask) -> None:
        super().__init__()
        self._task = task
        self._combos: list[MeaningCombo] = []
        self._last = 0
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self.changed)
        self.sheet = SheetCombo()
        self.sheet.entered.connect(lambda: self._go(0) if self._combos else self.left_behind.emit())
        self.sheet.setMinimumWidth(em(self, 18))
        self.sheet.currentIndexChanged.connect(self._show_table)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        dress(self.table)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setAccessibleName("Các cột của danh sách và mấy dòng đầu")
        self.sheet.setAccessibleName("Bảng của danh sách")
        self.notice = Notice("", "soon")
        row = QHBoxLayout()
        row.addWidget(title_label("Mỗi cột là gì?", 1.1))
        row.addSpacing(em(self))
        row.addWidget(ToneLabel("Bảng:", "quiet", wrap=False))
        row.addWidget(self.sheet)
        row.addStretch(1)
        row.addWidget(
            ToneLabel("Sai cột nào thì chọn lại ở đầu cột đó; lần sau chương trình nhớ.", "quiet", wrap=False)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addSpacing(em(self, 0.4))
        column.addLayout(row)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)

    def show_task(self) -> None:
        """Show the tables of the file as now understood."""
        index = max(self.sheet.currentIndex(), 0)
        was = self.sheet.blockSignals(True)
        self.sheet.clear()
        for number, table in enumerate(self._task.tables):
            rows = sum(row.table == number for row in self._task.rows)
            self.sheet.addItem(f"{table.sheet} ({rows} dòng)")
        self.sheet.setCurrentIndex(min(index, max(self.sheet.count() - 1, 0)))
        self.sheet.blockSignals(was)
        self._show_table()

    def _show_table(self) -> None:
        self._combos = []
        self.table.clear()
        number = self.sheet.currentIndex()
        if not 0 <= number < len(self._task.tables):
            self.table.setRowCount(0)
            self.table.setColumnCount(0)
            return
        facts = self._task.tables[number]
        rows = [row for row in self._task.rows if row.table == number][:PREVIEW_ROWS]
        self.table.setColumnCount(len(facts.columns))
        self.table.setRowCount(len(rows) + 1)
        titles = [f"{one.letter}: {one.header}" if one.header else one.letter for one in facts.columns]
        self.table.setHorizontalHeaderLabels([_short(title) for title in titles])
        self.table.setVerticalHeaderLabels(["Nghĩa", *(str(row.row) for row in rows)])
        for place, one in enumerate(facts.columns):
            combo = self._combo(facts, place)
            self._combos.append(combo)
            self.table.setCellWidget(0, place, combo)
            samples = [text_of(row.cells[one.column]).strip() for row in rows[:12] if one.column < len(row.cells)]
            measured = self.fontMetrics().horizontalAdvance
            wide = max(measured(one.meaning.label), measured(_short(titles[place]))) + em(self, 3.2)
            shown = min(max(map(measured, samples), default=0) + em(self, 1.6), em(self, WIDEST_SAMPLE_EM))
            self.table.setColumnWidth(place, max(em(self, 7), wide, shown))
            item = self.table.horizontalHeaderItem(place)
            if item is not None:
                item.setToolTip(titles[place])
            for line, row in enumerate(rows, start=1):
                text = text_of(row.cells[one.column]) if one.column < len(row.cells) else ""
                cell = QTableWidgetItem(text)
                if one.meaning is Meaning.IGNORE:
                    cell.setForeground(tone("quiet"))
                self.table.setItem(line, place, cell)
        self.table.setRowHeight(0, em(self, 2.4))
        for before, after in pairwise([self.sheet, *self._combos]):
            self.setTabOrder(before, after)
        conflicts = [f"Cột {one.letter}: {one.conflict}" for one in facts.columns if one.conflict]
        self.notice.say("\n".join(conflicts[:3]), "soon")

    def _combo(self, facts: TableFacts, place: int) -> MeaningCombo:
        one = facts.columns[place]
        combo = MeaningCombo()
        for meaning in _MEANINGS:
            combo.addItem(meaning.label, meaning.value)
        combo.setCurrentIndex(_MEANINGS.index(one.meaning))
        combo.setAccessibleName(f"Nghĩa của cột {one.letter}")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if one.confidence < SURE and one.meaning is not Meaning.IGNORE:
            combo.setToolTip("Chưa chắc: hãy xem lại cột này.")
        combo.stepped.connect(lambda step, made=combo: self._step(made, step))
        combo.activated.connect(lambda _index, made=combo: self._chosen(facts, one.letter, one.header, made))
        return combo

    def _chosen(self, facts: TableFacts, letter: str, header: str, combo: MeaningCombo) -> None:
        self._last = self._combos.index(combo)
        self._task.set_meaning(facts, letter, header, Meaning(str(combo.currentData())))
        self.chosen.emit()
        self._settled.start()

    def focus_again(self) -> None:
        """Put the keyboard at the column that was changed last, at first at the first one."""
        if self._combos:
            self._go(min(self._last, len(self._combos) - 1))

    def _go(self, place: int) -> None:
        self._combos[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.table.scrollTo(self.table.model().index(0, place))

    def _step(self, combo: MeaningCombo, step: int) -> None:
        if combo not in self._combos:
            return
        place = self._combos.index(combo) + step
        if place < 0:
            self.sheet.setFocus(Qt.FocusReason.BacktabFocusReason)
        elif place == len(self._combos):
            self.left_behind.emit()
        else:
            self._go(place)

    def settle(self) -> bool:
        """Let a choice that still waits count now; False when none does."""
        waiting = self._settled.isActive()
        if waiting:
            self._settled.stop()
            self.changed.emit()
        return waiting


def _short(title: str) -> str:
    return title if len(title) <= 26 else title[:25] + "…"
