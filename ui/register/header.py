"""The header of a register: column titles, and under each the filter that narrows it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QWidget

from ui.forms.fields import QuietCombo
from ui.register.source import Column
from ui.theme import em

ALL_WORDS = "Tất cả"


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
        painter.fillRect(rect, self.palette().color(QPalette.ColorRole.Window))
        super().paintSection(painter, QRect(rect.left(), rect.top(), rect.width(), self._title_height()), logicalIndex)

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
