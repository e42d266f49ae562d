"""The law tab: the table of the law, and on top of it the office's own documents."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.desk import Desk
from ui.frame.section import Section
from ui.law.page import LawPage


class LawSection(Section):
    """`export_asked` carries the register to be exported."""

    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.page = LawPage(desk)
        self.page.export_asked.connect(self.export_asked)
        self.page.documents_asked.connect(self.open_documents)
        self.push(self.page)

    def open_documents(self) -> None:
        """The office's documents."""
