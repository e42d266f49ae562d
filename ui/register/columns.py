"""Which columns of a register are shown, how wide, and in which order its rows stand; remembered per register.

Widths are kept in em, so that they suit another text size. Nothing about a person goes into the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.register.header import FilterHeader
from ui.register.source import Column, Memory
from ui.register.table import PADDING_EM, RegisterTable
from ui.theme import em

GROWING_EM: Final = 10.0
LEAST_SHARE: Final = 0.15
"""So much of their width the columns of text may lose before the table scrolls sideways."""
HUNDREDTHS: Final = 100


class ColumnChoice(QObject):
    """The columns of one table. `hidden` names a column that the clerk has just put away."""

    hidden = Signal(str)

    def __init__(
        self, table: RegisterTable, header: FilterHeader, columns: Sequence[Column], memory: Memory, name: str
    ):
        super().__init__(table)
        self._table = table
        self._header = header
        self._columns = columns
        self._memory = memory
        self._name = name
        self._ours = False
        """Whether it is us who change a width, and not the clerk's mouse."""
        header.sectionResized.connect(self._resized)
        table.resized.connect(self.fill)

    def visible(self) -> list[int]:
        """Sections that are shown, in order."""
        return [index for index in range(len(self._columns)) if not self._header.isSectionHidden(index)]

    def restore(self) -> None:
        """Take shown columns and widths from the memory, else as the source proposes."""
        self._ours = True
        for index, column in enumerate(self._columns):
            shown = self._memory.value(f"{self._name}/{column.key}/shown")
            width = _number(self._memory.value(f"{self._name}/{column.key}/width"))
            self._header.setSectionHidden(index, not (column.shown if shown is None else str(shown) == "1"))
            self._table.setColumnWidth(
                index, round(width * em(self._table) / HUNDREDTHS) if width else self._wanted(column)
            )
        self._ours = False

    def fill(self) -> None:
        """Share spare width out between the columns of text, or take the little that lacks from them.

        Until the clerk sets a width by hand.
        """
        if self._ours or self._memory.value(f"{self._name}/own") is not None:
            return
        shown, columns = self.visible(), self._columns
        wide = [index for index in shown if columns[index].width >= GROWING_EM] or shown
        spare = self._table.viewport().width() - sum(self._wanted(columns[index]) for index in shown)
        weight = sum(columns[index].width for index in wide)
        if spare < -LEAST_SHARE * em(self._table, weight):
            spare = 0
        self._ours = True
        for index in shown:
            extra = spare * columns[index].width / weight if index in wide else 0
            self._table.setColumnWidth(index, self._wanted(columns[index]) + floor(extra))
        self._ours = False
        self._header.place()

    def show(self, section: int, shown: bool) -> None:
        """Show or put away a column."""
        column = self._columns[section]
        self._ours = True
        self._header.setSectionHidden(section, not shown)
        if shown:
            self._table.setColumnWidth(section, max(self._table.columnWidth(section), self._wanted(column)))
        self._ours = False
        self._memory.setValue(f"{self._name}/{column.key}/shown", "1" if shown else "0")
        self.fill()
        self._header.place()
        if not shown:
            self.hidden.emit(column.key)

    def menu(self, parent: QWidget, sort_by: Callable[[int], None]) -> QMenu:
        """The columns to tick, and the order of the rows for who has no mouse; made anew each time it opens."""
        menu = QMenu(parent)
        order = QMenu("Sắp xếp theo", menu)
        menu.aboutToShow.connect(lambda: self._write(menu, order, sort_by))
        self._write(menu, order, sort_by)
        return menu

    def _write(self, menu: QMenu, order: QMenu, sort_by: Callable[[int], None]) -> None:
        menu.clear()
        order.clear()
        menu.addMenu(order)
        order.menuAction().setVisible(any(column.sortable for column in self._columns))
        sorted_by = self._header.sortIndicatorSection()
        for section, column in enumerate(self._columns):
            if column.sortable:
                action = _ticked(order, column.title, section == sorted_by)
                action.triggered.connect(lambda _on=False, one=section: sort_by(one))
        menu.addSeparator()
        for section, column in enumerate(self._columns):
            action = _ticked(menu, column.title, not self._header.isSectionHidden(section))
            action.setEnabled(section > 0)
            action.toggled.connect(lambda on, one=section: self.show(one, on))

    def _wanted(self, column: Column) -> int:
        """A column's width is that of its words with what Qt's own table leaves beside them; ours leaves more."""
        return em(self._table, column.width + PADDING_EM)

    def _resized(self, section: int, _before: int, now: int) -> None:
        """The clerk drew a column wider: from now on all widths are the clerk's."""
        if self._ours or now == 0 or not self._table.isVisible():
            return
        self._memory.setValue(f"{self._name}/own", "1")
        for index in self.visible():
            width = now if index == section else self._table.columnWidth(index)
            kept = str(round(width * HUNDREDTHS / em(self._table)))
            self._memory.setValue(f"{self._name}/{self._columns[index].key}/width", kept)


def _ticked(menu: QMenu, words: str, on: bool) -> QAction:
    action = menu.addAction(words.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(on)
    return action


def _number(value: object) -> int:
    text = str(value) if value is not None else ""
    return int(text) if text.isdigit() else 0
