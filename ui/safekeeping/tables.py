"""Small plain tables of safekeeping: a few rows that are read, never edited, at a height that is known."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui.imports.look import dress
from ui.theme import em

Columns = tuple[tuple[str, float], ...]
"""Titles with their widths in em."""
ROWS_SHOWN: Final = 7


def plain_table(columns: Columns, name: str, *, stretched: int = 0) -> QTableWidget:
    """An empty table; `stretched` is the column that takes the room left over, `name` is for screen readers."""
    table = QTableWidget(0, len(columns))
    table.setHorizontalHeaderLabels([title for title, _ in columns])
    table.verticalHeader().hide()
    dress(table)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAccessibleName(name)
    for index, (_, width) in enumerate(columns):
        table.setColumnWidth(index, em(table, width))
    table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    table.setFixedHeight(table_height(table, ROWS_SHOWN))
    return table


def table_height(table: QTableWidget, rows: int) -> int:
    """Pixels that so many rows take with the header."""
    row = table.verticalHeader().defaultSectionSize()
    return row * rows + table.horizontalHeader().sizeHint().height() + em(table, 1.4)


def table_cell(text: str, *, right: bool) -> QTableWidgetItem:
    """A cell that is only read."""
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    if right:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
