"""The table of a register, which paints its rows itself.

Qt's own table asks a model eight times for each cell; from Python that is 6 ms and more for a screen of rows. Here a
row is one list of ready strings, measured once per distinct string. Every cell keeps the padding of the titles and
filters above it; a hairline parts the rows. Fixed row height, no word wrap, nothing resized to contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.register.model import GONE_WORDS, ID_ROLE, RegisterModel
from ui.theme import em, tone

ROW_EM: Final = 2.1
PADDING_EM: Final = 0.6
MOST_MEASURED: Final = 20_000


class Cell(NamedTuple):
    """Where the cells of one column stand: section of the model, left edge and width of the text, in pixels."""

    section: int
    left: int
    width: int
    right_hand: bool


class Inks(NamedTuple):
    """The colours of one paint."""

    text: QColor
    chosen: QColor
    chosen_text: QColor
    other: QColor
    gone: QColor
    line: QColor


class RegisterTable(QTableView):
    """Whole rows are chosen, Enter opens, Ctrl+C copies, Esc steps back."""

    resized = Signal()
    opened = Signal(int)
    escaped = Signal()
    copy_asked = Signal()

    def __init__(self, rows: RegisterModel) -> None:
        super().__init__()
        self._rows = rows
        self._widths: dict[str, int] = {}
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heights = self.verticalHeader()
        heights.hide()
        heights.setMinimumSectionSize(8)
        heights.setSectionResizeMode(heights.ResizeMode.Fixed)
        heights.setDefaultSectionSize(em(self, ROW_EM))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(int(self.currentIndex().data(ID_ROLE)))
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._widths.clear()
        super().changeEvent(event)

    def sizeHintForColumn(self, column: int) -> int:
        return self.columnWidth(column)

    # -- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        first = self.rowAt(area.top())
        if first < 0:
            return
        last = self.rowAt(area.bottom())
        last = last if last >= 0 else self._rows.rowCount() - 1
        height = self.rowHeight(first)
        top = self.rowViewportPosition(first)
        shown = self._rows.shown(first, last)
        with QPainter(self.viewport()) as painter:
            cells, inks, metrics = self._cells(area), self._inks(), self.fontMetrics()
            baseline = (height - metrics.height()) // 2 + metrics.ascent()
            chosen = self.selectionModel()
            nothing_chosen = not chosen.hasSelection()
            current = self.currentIndex().row() if self.hasFocus() else -1
            if len(self._widths) > MOST_MEASURED:
                self._widths.clear()
            for row, strings in enumerate(shown, first):
                marked = not nothing_chosen and chosen.isRowSelected(row)
                ground = inks.chosen if marked else inks.other if row % 2 else None
                if ground is not None:
                    painter.fillRect(area.left(), top, area.width(), height, ground)
                if not marked:
                    painter.fillRect(area.left(), top + height - 1, area.width(), 1, inks.line)
                ink = inks.chosen_text if marked else inks.gone if strings[0] == GONE_WORDS else inks.text
                painter.setPen(ink)
                self._paint_cells(painter, cells, strings, top + baseline, metrics)
                if row == current:
                    painter.setPen(inks.text if marked else inks.chosen)
                    painter.drawRect(0, top, self._right_edge() - 1, height - 1)
                top += height

    def _paint_cells(
        self, painter: QPainter, cells: list[Cell], strings: Sequence[str], baseline: int, metrics: QFontMetrics
    ) -> None:
        widths = self._widths
        for section, left, width, right_hand in cells:
            words = strings[section]
            if not words:
                continue
            needed = widths.get(words)
            if needed is None:
                needed = widths[words] = metrics.horizontalAdvance(words)
            if needed > width:
                words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
                needed = width
            painter.drawText(left + width - needed if right_hand else left, baseline, words)

    def _cells(self, area: QRect) -> list[Cell]:
        """The columns that meet the area."""
        header, padding = self.horizontalHeader(), em(self, PADDING_EM)
        made = []
        for section in range(header.count()):
            if header.isSectionHidden(section):
                continue
            left, width = header.sectionViewportPosition(section), header.sectionSize(section)
            if left <= area.right() and left + width >= area.left():
                right_hand = self._rows.right_hand(section)
                made.append(Cell(section, left + padding, max(width - 2 * padding, 1), right_hand))
        return made

    def _right_edge(self) -> int:
        return min(self.horizontalHeader().length() - self.horizontalScrollBar().value(), self.viewport().width())

    def _inks(self) -> Inks:
        role, colours = QPalette.ColorRole, self.palette()
        return Inks(
            colours.color(role.Text),
            colours.color(role.Highlight),
            colours.color(role.HighlightedText),
            colours.color(role.AlternateBase),
            tone("quiet"),
            tone("hairline"),
        )
