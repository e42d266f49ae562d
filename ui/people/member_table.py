"""The table of a household's members, in the look of the registers: padding, hairlines, titles in line with cells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from models.people.page import MemberView
from ui.register.header import FilterHeader
from ui.register.source import Column
from ui.register.table import PADDING_EM, ROW_EM
from ui.theme import em, tone

_COLUMNS = (
    Column("name", "Họ và tên", 16, sortable=False),
    Column("relation", "Quan hệ", 10, sortable=False),
    Column("born", "Ngày sinh", 8, sortable=False),
    Column("code", "Mã đối tượng", 9, sortable=False),
    Column("status", "Tình trạng", 12, sortable=False),
)
_MEMBER = int(Qt.ItemDataRole.UserRole)


class _Cells(QStyledItemDelegate):
    """One cell: the row's ground, a hairline below, the words with room around them."""

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, colours = option.rect, option.palette
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        chosen = marked and self._table.hasFocus()
        role = QPalette.ColorRole
        other = role.AlternateBase if index.row() % 2 else role.Base
        ground = tone("accent_soft") if marked else colours.color(other)
        painter.fillRect(rect, colours.color(role.Highlight) if chosen else ground)
        if not chosen:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tone("hairline"))
        painter.setPen(colours.color(role.HighlightedText if chosen else role.Text))
        padding = round(rect.height() / ROW_EM * PADDING_EM)
        inner = rect.adjusted(padding, 0, -padding, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)


class MemberTable(QTableWidget):
    """The members; `opened` brings the person of the row that Enter or a double click chose."""

    opened = Signal(int)

    def __init__(self, members: Sequence[MemberView]) -> None:
        super().__init__(len(members), len(_COLUMNS))
        self.setAccessibleName("Thành viên của hộ")
        header = FilterHeader(_COLUMNS, self)
        self.setHorizontalHeader(header)
        header.setSortIndicatorShown(False)
        header.setStretchLastSection(True)
        heights = self.verticalHeader()
        heights.hide()
        heights.setDefaultSectionSize(em(self, ROW_EM))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        for place, column in enumerate(_COLUMNS):
            self.setColumnWidth(place, em(self, column.width))
        for row, member in enumerate(members):
            left_on = f"Ra khỏi hộ sau {member.last}" if member.last else "Chưa vào hộ"
            status = member.status if member.now else left_on
            for place, text in enumerate((member.name, member.relation, member.born, member.code, status)):
                item = QTableWidgetItem(text)
                item.setData(_MEMBER, member)
                self.setItem(row, place, item)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_MEMBER).person_id))

    def member(self) -> MemberView | None:
        """The chosen member."""
        item: QTableWidgetItem | None = self.currentItem()
        found = item.data(_MEMBER) if item is not None else None
        return found if isinstance(found, MemberView) else None
