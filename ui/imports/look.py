"""The tables of an import in the look of the registers: padding, hairlines, titles in line with their cells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.register.table import PADDING_EM, ROW_EM
from ui.theme import em, tone

Index = QModelIndex | QPersistentModelIndex


class FlatHeader(QHeaderView):
    """Titles over a line, elided where they do not fit."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(em(table, 3))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), em(self, ROW_EM))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        padding, metrics, model = em(self, PADDING_EM), self.fontMetrics(), self.model()
        painter.fillRect(rect, self.palette().color(QPalette.ColorRole.Window))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tone("line"))
        painter.fillRect(rect.right(), rect.top() + padding, 1, rect.height() - 2 * padding, tone("hairline"))
        title = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        side = model.headerData(logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        _write(painter, rect.adjusted(padding, 0, -padding, 0), title, metrics.height(), right_hand=_right(side))


class FlatRows(QStyledItemDelegate):
    """Cells with the padding of the titles, a hairline below each row."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._padding = em(table, PADDING_EM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)
        colours: QPalette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.AlternateBase
        if chosen or index.row() % 2:
            painter.fillRect(box, colours.color(ground))
        if not chosen:
            painter.fillRect(box.left(), box.bottom(), box.width(), 1, tone("hairline"))
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        own = ink.color() if isinstance(ink, QBrush) else ink if isinstance(ink, QColor) else None
        plain = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.save()
        painter.setPen(own if own is not None and not chosen else colours.color(plain))
        words = str(index.data() or "")
        right_hand = _right(index.data(Qt.ItemDataRole.TextAlignmentRole))
        height = painter.fontMetrics().height()
        _write(painter, box.adjusted(self._padding, 0, -self._padding, 0), words, height, right_hand=right_hand)
        painter.restore()


def _right(side: object) -> bool:
    return isinstance(side, int | Qt.AlignmentFlag) and bool(int(side) & int(Qt.AlignmentFlag.AlignRight))


def _write(painter: QPainter, box: QRect, words: str, height: int, *, right_hand: bool) -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, max(box.width(), 1))
    left = box.right() - metrics.horizontalAdvance(shown) if right_hand else box.left()
    painter.drawText(left, box.top() + (box.height() - height) // 2 + metrics.ascent(), shown)


def dress(table: QTableView) -> None:
    """Give a table the look of the registers; to be called before columns are sized."""
    table.setHorizontalHeader(FlatHeader(table))
    table.setItemDelegate(FlatRows(table))
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().setDefaultSectionSize(em(table, ROW_EM))
