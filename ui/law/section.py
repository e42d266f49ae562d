"""The law tab: the table of the law, on top of it the office's own documents, on top of those a preview."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.frame.section import Section
from ui.law.documents_page import DocumentsPage
from ui.law.page import LawPage
from ui.law.preview_page import PreviewPage

APPLIED = "Văn bản đã áp dụng. Bước tiếp: lập quyết định điều chỉnh cho những người có mức thay đổi."


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

    def open_documents(self) -> DocumentsPage:
        """The office's documents and what counts here."""
        page = DocumentsPage(self._desk)
        page.left.connect(self.back)
        page.preview_asked.connect(self.open_preview)
        self.push(page)
        return page

    def open_preview(self, document_key: str) -> PreviewPage:
        """What a document would change."""
        page = PreviewPage(self._desk, document_key)
        page.left.connect(self.back)
        page.done.connect(self._applied)
        page.export_asked.connect(self.export_asked)
        self.push(page)
        return page

    def _applied(self) -> None:
        self.back()
        page: QWidget | None = self.currentWidget()
        if isinstance(page, DocumentsPage):
            page.notice.say(APPLIED, "done")

    def place_of(self, page: QWidget) -> str:
        return "documents/" if isinstance(page, DocumentsPage) else ""

    def open_place(self, kind: str, which: str) -> None:
        if kind == "documents":
            self.open_documents()
