"""The way through kept papers inside a section: from a page that makes one to the paper, to the register, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.office.paper_rules import PaperKind
from ui.desk import Desk
from ui.frame.section import Section
from ui.paper.life_page import PaperLifePage
from ui.paper.makers import MAKERS
from ui.paper.paper_page import PaperPage, Replacing
from ui.paper.papers_page import papers_page
from ui.paper.payment_page import PaymentPage
from ui.register.view import RegisterView


class PaperShelf:
    """Opens pages of papers on top of a section; belongs to it."""

    def __init__(self, section: Section, desk: Desk, export: Callable[[RegisterView], None]) -> None:
        self._section, self._desk, self._export = section, desk, export

    def open_form(self, page: PaperPage) -> None:
        """A page that makes a paper."""
        page.left.connect(self._section.back)
        page.back.setVisible(self._section.count() > 0)
        page.papers_asked.connect(self.open_register)
        page.kept.connect(lambda paper_id: self._kept(page, paper_id))
        self._section.push(page)

    def open_register(self) -> None:
        """All kept papers."""
        register = papers_page(self._desk, self._section.back)
        register.opened.connect(self.open_paper)
        register.export_asked.connect(lambda: self._export(register))
        self._section.push(register)
        register.start()

    def open_paper(self, paper_id: int) -> None:
        """One paper with its next step."""
        page = PaperLifePage(self._desk, paper_id)
        page.left.connect(self._section.back)
        page.opened.connect(self.open_paper)
        page.replace_asked.connect(self._replace)
        self._section.push(page)

    def place_of(self, page: QWidget) -> str:
        """The word for a page of papers, see Section.place_of."""
        if isinstance(page, PaperLifePage):
            return f"paper/{page.paper_id}"
        if isinstance(page, PaymentPage) and page.replacing is None:
            return "payment/new"
        return "papers/all" if isinstance(page, RegisterView) and page.model.source.subject == "papers" else ""

    def open_place(self, kind: str, which: str) -> None:
        """Open what `place_of` named."""
        if kind == "paper" and which.isdigit():
            self.open_paper(int(which))
        elif kind == "papers":
            self.open_register()
        elif kind == "payment":
            self.open_form(PaymentPage(self._desk))

    def _kept(self, page: PaperPage, paper_id: int) -> None:
        """Show what was kept; a page that made a replacement has done its work and goes."""
        if page.replacing is not None:
            self._section.back()
        self.open_paper(paper_id)

    def _replace(self, kind: PaperKind, replacing: Replacing) -> None:
        self.open_form(MAKERS[kind](self._desk, replacing))
