"""The law tab: the table of the law, on top of it the documents and the office's own rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.frame.section import Section
from ui.law.dialogs import reopened
from ui.law.documents_page import DocumentsPage
from ui.law.page import LawPage


class LawSection(Section):
    """`export_asked` carries the register to be exported, `preview_asked` the key of a document to look at."""

    export_asked = Signal(object)
    preview_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.page = LawPage(desk)
        self.page.export_asked.connect(self.export_asked)
        self.page.documents_asked.connect(self.open_documents)
        self.page.preview_asked.connect(self.preview_asked)
        self.push(self.page)

    def open_documents(self) -> DocumentsPage:
        """The office's documents and what counts here."""
        page = DocumentsPage(self._desk)
        page.left.connect(self.back)
        page.preview_asked.connect(self.preview_asked)
        self.push(page)
        return page

    def reopen(self, draft: str) -> None:
        """Open the form of a kept draft over the documents, with what was typed."""
        page = self.open_documents()
        dialog = reopened(page, self._desk, draft)
        if dialog is not None:
            dialog.exec()
            dialog.deleteLater()

    def place_of(self, page: QWidget) -> str:
        return "documents/" if isinstance(page, DocumentsPage) else ""

    def open_place(self, kind: str, which: str) -> None:
        if kind == "documents":
            self.open_documents()
