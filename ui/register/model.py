"""The table model of a register: ids now, rows by visible range, the rest in idle slices.

`data` only returns ready strings. The first 200 ids come at once, so that a key press paints within a frame; the count
and the remaining ids follow while nothing is typed. A row gone meanwhile says "đã xóa".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor

from ui.register.source import NarrowingSource, RegisterSource, Wanted
from ui.theme import tone

FIRST_IDS: Final = 200
SLICE_IDS: Final = 10_000
EVERY_ID: Final = 2**31 - 1
IDLE_MS: Final = 200
SLICE_PAUSE_MS: Final = 15
ROWS_BEHIND: Final = 12
ROWS_AHEAD: Final = 36
KEPT_ROWS: Final = 4_000
GONE_WORDS: Final = "(đã xóa)"
ID_ROLE: Final = int(Qt.ItemDataRole.UserRole)

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGN: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND: Final = int(Qt.ItemDataRole.ForegroundRole)
_TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)
_WORDS: Final = frozenset((_DISPLAY, _TOOLTIP))
_ANSWERED: Final = frozenset((_DISPLAY, _TOOLTIP, _ALIGN, _FOREGROUND, ID_ROLE))
_HORIZONTAL: Final = Qt.Orientation.Horizontal
_SIDES: Final = {
    "left": int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    "right": int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    "center": int(Qt.AlignmentFlag.AlignCenter),
}
Index = QModelIndex | QPersistentModelIndex


class RegisterModel(QAbstractTableModel):
    """Rows of one RegisterSource. Call `show` with what is wanted."""

    counted = Signal(int, str)

    def __init__(self, source: RegisterSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.wanted = Wanted()
        self.total: int | None = None
        self._columns = list(source.columns)
        self._sides = [_SIDES[column.side] for column in self._columns]
        self._right_hand = [column.side == "right" for column in self._columns]
        self._ids: list[int] = []
        self._complete = True
        self._rows: dict[int, Sequence[str]] = {}
        self._gone: QColor | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    @property
    def ids(self) -> Sequence[int]:
        """The ids known so far, in order."""
        return self._ids

    @property
    def complete(self) -> bool:
        """Whether every id is known."""
        return self._complete

    def show(self, wanted: Wanted) -> None:
        """Start again with other filters or another order."""
        self.beginResetModel()
        fewer = self._narrowed(wanted)
        self.wanted = wanted
        self._ids = list(self.source.ids(wanted, FIRST_IDS, 0) if fewer is None else fewer)
        self._complete = fewer is not None or len(self._ids) < FIRST_IDS
        self._rows.clear()
        self.total = len(self._ids) if self._complete else None
        self.endResetModel()
        self._timer.start(IDLE_MS)

    def _narrowed(self, wanted: Wanted) -> Sequence[int] | None:
        """What is left of the few rows shown, when one goes on typing; None: everybody must be asked."""
        few = self.total is not None and len(self._ids) < FIRST_IDS and wanted != self.wanted
        if few and isinstance(self.source, NarrowingSource):
            return self.source.narrowed(self.wanted, self._ids, wanted)
        return None

    def finish(self) -> None:
        """Learn the remaining ids and the count now, for an export or a jump to the end."""
        self._timer.stop()
        if not self._complete:
            self._take_slice(EVERY_ID)  # each slice sorts the whole list anew
        self._count()

    def stop(self) -> None:
        """Stop the idle work, for a view that closes."""
        self._timer.stop()

    def _go_on(self) -> None:
        if self.total is None or self._complete:
            self._count()
        if not self._complete:
            self._take_slice()
            self._timer.start(SLICE_PAUSE_MS)

    def _count(self) -> None:
        self.total = len(self._ids) if self._complete else self.source.count(self.wanted)
        self.counted.emit(self.total, self.source.summary(self.wanted))

    def _take_slice(self, most: int = SLICE_IDS) -> None:
        found = self.source.ids(self.wanted, most, len(self._ids))
        self._complete = len(found) < most
        if found:
            first = len(self._ids)
            self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
            self._ids.extend(found)
            self.endInsertRows()

    def renew(self, ids: set[int]) -> bool:
        """Read those ids again where they are shown; False when one of them is not in the list (something new)."""
        known = ids.intersection(self._ids)
        for one in known:
            self._rows.pop(one, None)
        if known and self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self._columns) - 1))
        return known == ids

    def row_of(self, record_id: int) -> int:
        """The row that shows this id, or -1."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return -1

    def strings(self, rows: Sequence[int]) -> list[Sequence[str]]:
        """The ready strings of several rows, for copying."""
        ids = [self._ids[row] for row in rows]
        made: list[Sequence[str]] = []
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            found = self.source.rows(part)
            made += [found.get(one, self._gone_row()) for one in part]
        return made

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in _ANSWERED:
            return None
        if role in _WORDS:
            return self._row(index.row())[index.column()]
        if role == _ALIGN:
            return self._sides[index.column()]
        if role == ID_ROLE:
            return self._ids[index.row()]
        if role == _FOREGROUND and self._row(index.row())[0] == GONE_WORDS:
            return tone("quiet")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != _HORIZONTAL:
            return None
        if role == _DISPLAY:
            return self._columns[section].title
        if role == _ALIGN:
            return self._sides[section]
        return None

    def right_hand(self, section: int) -> bool:
        """Whether the column's words end at its right edge."""
        return self._right_hand[section]

    def shown(self, first: int, last: int) -> list[Sequence[str]]:
        """The ready strings of the rows on the screen, in order.

        The first screen is read alone, since a key press waits for it; whoever scrolls gets a piece ahead and behind.
        """
        kept = self._rows
        if not kept:
            self._fetch(first, last + 1)
        elif any(one not in kept for one in self._ids[first : last + 1]):
            self._fetch(max(first - ROWS_BEHIND, 0), last + 1 + ROWS_AHEAD)
        return [kept[one] for one in self._ids[first : last + 1]]

    def _row(self, row: int) -> Sequence[str]:
        if self._ids[row] not in self._rows:
            self._fetch(max(row - ROWS_BEHIND, 0), row + ROWS_AHEAD)
        return self._rows[self._ids[row]]

    def _fetch(self, first: int, end: int) -> None:
        if len(self._rows) > KEPT_ROWS:
            self._rows.clear()
        wanted = [one for one in self._ids[first:end] if one not in self._rows]
        found = self.source.rows(wanted)
        gone = self._gone_row()
        for one in wanted:
            self._rows[one] = found.get(one, gone)

    def _gone_row(self) -> Sequence[str]:
        return (GONE_WORDS, *[""] * (len(self._columns) - 1))
