"""The last step of the first run: the recovery sheet, in a window of its own, or put off with a warning that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from models.office.open_office import OpenOffice
from models.safekeeping.sheets import next_handle, store_mark, use_sheet
from models.store.recovery import RecoveryKey
from ui.unlock.sheet_page import SheetPage
from ui.waiting import Waiting

if TYPE_CHECKING:
    from desktop.program import Program


class FirstSheet(QObject):
    """Shows the sheet, makes it valid once it is put away, then shows the book."""

    def __init__(self, program: Program, office: OpenOffice) -> None:
        super().__init__(program)
        self._program, self._office = program, office
        self._page = SheetPage(next_handle(office.store), store_mark(office.store))
        self._waiting = Waiting(self)
        self._waiting.done.connect(lambda _value: self._go_on())
        self._waiting.refused.connect(self._page.refuse)
        self._page.settled.connect(self._settle)
        self._page.left.connect(self._go_on)
        self._page.closed.connect(self._closed)

    def start(self) -> None:
        """Show the sheet."""
        self._program.show(self._page)

    def _settle(self, key: RecoveryKey) -> None:
        self._waiting.start(lambda: use_sheet(self._office, key))

    def _go_on(self) -> None:
        self._program.show_frame(self._office)
        self.deleteLater()

    def _closed(self) -> None:
        self._waiting.wait()
        self._program.left_unfinished()
