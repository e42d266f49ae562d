"""Step 1: which column means what, proposed above a preview of the sheet; the clerk changes it with a combo box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.imports.cells import text_of
from models.imports.facts import TableFacts
from models.imports.meanings import Meaning
from ui.forms.fields import QuietCombo
from ui.imports.task import ImportTask
from ui.parts import Notice, ToneLabel, title_label
from ui.theme import em, tone

PREVIEW_ROWS = 40
SURE = 0.6
_MEANINGS: Sequence[Meaning] = tuple(Meaning)


class ColumnsPage(QWidget):
    """`changed` comes when the meaning of a column was changed: the file must be read again."""

    changed = Signal()

    def __init__(self, task: ImportTask) -> None:
        super().__init__()
        self._task = task
        self.sheet = QuietCombo()
        self.sheet.setMinimumWidth(em(self, 18))
        self.sheet.currentIndexChanged.connect(self._show_table)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(em(self, 2.1))
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
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
            self.table.setCellWidget(0, place, self._combo(facts, place))
            self.table.setColumnWidth(place, em(self, 11))
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
        conflicts = [f"Cột {one.letter}: {one.conflict}" for one in facts.columns if one.conflict]
        self.notice.say("\n".join(conflicts[:3]), "soon")

    def _combo(self, facts: TableFacts, place: int) -> QuietCombo:
        one = facts.columns[place]
        combo = QuietCombo()
        for meaning in _MEANINGS:
            combo.addItem(meaning.label, meaning.value)
        combo.setCurrentIndex(_MEANINGS.index(one.meaning))
        combo.setAccessibleName(f"Nghĩa của cột {one.letter}")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if one.confidence < SURE and one.meaning is not Meaning.IGNORE:
            combo.setToolTip("Chưa chắc: hãy xem lại cột này.")
        combo.activated.connect(lambda _index, made=combo: self._chosen(facts, one.letter, one.header, made))
        return combo

    def _chosen(self, facts: TableFacts, letter: str, header: str, combo: QuietCombo) -> None:
        self._task.set_meaning(facts, letter, header, Meaning(str(combo.currentData())))
        self.changed.emit()

    def focus_first(self) -> None:
        """Put the keyboard at the first column's meaning."""
        widget = self.table.cellWidget(0, 0)
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _short(title: str) -> str:
    return title if len(title) <= 26 else title[:25] + "…"
