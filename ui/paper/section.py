"""Niêm yết: the page that makes a wall sheet, and the papers kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.frame.section import Section
from ui.paper.posting_page import PostingPage
from ui.paper.shelf import PaperShelf


class PostingSection(Section):
    """The posting page stays at the bottom; kept papers open on top of it."""

    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.shelf = PaperShelf(self, desk, self.export_asked.emit)
        self.shelf.open_form(PostingPage(desk))

    def place_of(self, page: QWidget) -> str:
        return self.shelf.place_of(page)

    def open_place(self, kind: str, which: str) -> None:
        self.shelf.open_place(kind, which)
