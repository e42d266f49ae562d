"""The tab of events: the inbox, on top of it the village slips and the debts, on top of those a paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.benefits.events.debts_page import DebtsPage
from ui.benefits.events.letter_page import LetterPage
from ui.benefits.events.page import EventsPage
from ui.benefits.events.shown_paper import Shown, ShownPaper
from ui.benefits.events.slips_page import SlipsPage
from ui.desk import Desk
from ui.frame.section import Section
from ui.paper.shelf import PaperShelf


class EventsSection(Section):
    """`person_asked` carries a person to be opened, `newcomer_asked` what is known of one to be added."""

    person_asked = Signal(int)
    export_asked = Signal(object)
    newcomer_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shelf = PaperShelf(self, desk, self.export_asked.emit)
        self.page = EventsPage(desk)
        self.page.person_asked.connect(self.person_asked)
        self.page.export_asked.connect(self.export_asked)
        self.page.newcomer_asked.connect(self.newcomer_asked)
        self.page.slips_asked.connect(self.open_slips)
        self.page.debts_asked.connect(self.open_debts)
        self.push(self.page)

    def open_slips(self) -> SlipsPage:
        """The village slips of a month."""
        page = SlipsPage(self._desk)
        page.left.connect(self.back)
        page.paper_asked.connect(self.open_paper)
        self.push(page)
        return page

    def open_debts(self) -> DebtsPage:
        """Money paid without being due."""
        page = DebtsPage(self._desk)
        page.left.connect(self.back)
        page.letter_asked.connect(lambda debt_id: self.shelf.open_form(LetterPage(self._desk, debt_id)))
        page.person_asked.connect(self.person_asked)
        page.export_asked.connect(self.export_asked)
        self.push(page)
        return page

    def open_paper(self, shown: Shown) -> ShownPaper:
        """A paper as it will be printed."""
        page = ShownPaper(self._desk, shown)
        page.left.connect(self.back)
        self.push(page)
        return page

    def place_of(self, page: QWidget) -> str:
        if isinstance(page, SlipsPage):
            return "slips/"
        return "debts/" if isinstance(page, DebtsPage) else self.shelf.place_of(page)

    def open_place(self, kind: str, which: str) -> None:
        if kind == "slips":
            self.open_slips()
        elif kind == "debts":
            self.open_debts()
        else:
            self.shelf.open_place(kind, which)
