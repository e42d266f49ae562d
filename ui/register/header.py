"""The header of a register: column titles, and under each the filter that narrows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPolygonF
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QWidget

from ui.forms.combo import QuietCombo
from ui.register.source import Column
from ui.register.table import PADDING_EM
from ui.theme import em, tone

ALL_WORDS = "Tất cả"
ARROW_EM = 0.6


class FilterHeader(QHeaderView):
    """Titles above, filter editors below, moving with their sections.

    `filters_changed` comes at every key; nothing is written into an editor that has the focus.
    """

    filters_changed = Signal()
    downwards = Signal()

    def __init__(self, columns: Sequence[Column], table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._columns = list(columns)
        self.editors: dict[str, QLineEdit | QuietCombo] = {}
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(em(table, 3))
        for column in self._columns:
            if column.filter:
                self.editors[column.key] = self._editor(column)
        self.sectionResized.connect(self._place)
        self.geometriesChanged.connect(self._place)
        table.horizontalScrollBar().valueChanged.connect(self._place)

    def _editor(self, column: Column) -> QLineEdit | QuietCombo:
        made: QLineEdit | QuietCombo
        if column.filter == "choice":
            made = QuietCombo(self)
            made.addItem(ALL_WORDS, "")
            for value, words in column.choices:
                made.addItem(words, value)
            made.currentIndexChanged.connect(self.filters_changed)
        else:
            made = QLineEdit(self)
            made.setPlaceholderText(column.ghost or "Lọc…")
            made.setClearButtonEnabled(True)
            made.setTextMargins(em(self, PADDING_EM) // 4, 0, 0, 0)
            made.textChanged.connect(self.filters_changed)
        made.setAccessibleName(f"Lọc theo {column.title}")
        made.installEventFilter(self)
        return made

    def set_choices(self, key: str, choices: Sequence[tuple[str, str]]) -> None:
        """Other words to choose from, keeping the chosen one where it still exists."""
        editor = self.editors.get(key)
        if not isinstance(editor, QuietCombo):
            return
        chosen = editor.currentData()
        was = editor.blockSignals(True)
        editor.clear()
        editor.addItem(ALL_WORDS, "")
        for value, words in choices:
            editor.addItem(words, value)
        editor.setCurrentIndex(max(editor.findData(chosen), 0))
        editor.blockSignals(was)

    def filters(self) -> dict[str, str]:
        """What stands in the editors, by column key."""
        return {
            key: str(editor.currentData() or "") if isinstance(editor, QuietCombo) else editor.text()
            for key, editor in self.editors.items()
        }

    def set_filter(self, key: str, value: str) -> None:
        """Put a filter in (a link from elsewhere); announces the change."""
        editor = self.editors[key]
        if isinstance(editor, QuietCombo):
            editor.setCurrentIndex(max(editor.findData(value), 0))
        else:
            editor.setText(value)

    def clear(self) -> None:
        """Empty all filters with one announcement."""
        for editor in self.editors.values():
            was = editor.blockSignals(True)
            if isinstance(editor, QuietCombo):
                editor.setCurrentIndex(0)
            else:
                editor.clear()
            editor.blockSignals(was)
        self.filters_changed.emit()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self.editors:
            return QSize(hint.width(), self._title_height())
        return QSize(hint.width(), self._title_height() + self._editor_height() + em(self, 0.35))

    def _title_height(self) -> int:
        return em(self, 2.1)

    def _editor_height(self) -> int:
        return em(self, 1.9)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        """The title in line with its cells, an arrow where the rows are sorted, hairlines below and between."""
        column, padding, metrics = self._columns[logicalIndex], em(self, PADDING_EM), self.fontMetrics()
        painter.fillRect(rect, self.palette().color(QPalette.ColorRole.Window))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tone("line"))
        painter.fillRect(rect.right(), rect.top() + padding, 1, rect.height() - 2 * padding, tone("hairline"))
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        arrow = em(self, ARROW_EM) if sorted_here else 0
        room = rect.width() - 2 * padding - (arrow + padding // 2 if arrow else 0)
        words = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(words)
        left = rect.right() - padding - width if column.side == "right" else rect.left() + padding
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(left, (self._title_height() - metrics.height()) // 2 + metrics.ascent(), words)
        if arrow:
            middle = self._title_height() / 2
            start = left - padding / 2 - arrow if column.side == "right" else left + width + padding / 2
            self._paint_arrow(painter, QPointF(start, middle), arrow)

    def _paint_arrow(self, painter: QPainter, start: QPointF, size: int) -> None:
        """Upwards when the first is at the top."""
        turn = -1 if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else 1
        tip = QPointF(start.x() + size / 2, start.y() + turn * size * 0.35)
        base = start.y() - turn * size * 0.35
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone("accent_ink"))
        painter.drawPolygon(QPolygonF([QPointF(start.x(), base), tip, QPointF(start.x() + size, base)]))
        painter.restore()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt sends a QResizeEvent
        self._place()

    def _place(self) -> None:
        top = self._title_height() + em(self, 0.1)
        for index, column in enumerate(self._columns):
            editor = self.editors.get(column.key)
            if editor is None:
                continue
            hidden = self.isSectionHidden(index)
            editor.setVisible(not hidden)
            if not hidden:
                left = self.sectionViewportPosition(index)
                editor.setGeometry(left + 2, top, max(self.sectionSize(index) - 4, 8), self._editor_height())

    def settle(self) -> None:
        """What a table resets when it takes a header: the mark of the sorted column."""
        self.setSortIndicatorShown(True)
        self._place()

    def place(self) -> None:
        """Put the editors where their sections are."""
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget):
            downs = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() in downs or (event.key() == Qt.Key.Key_Down and isinstance(watched, QLineEdit)):
                self.downwards.emit()
                return True
        return super().eventFilter(watched, event)
