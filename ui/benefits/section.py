"""Trợ cấp: who gets what, the decisions, and the tabs of other rooms; pages of papers and steps lie on top."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.benefits.assessment_page import AssessmentPage
from ui.benefits.decision_page import DecisionPage
from ui.benefits.decisions_page import DecisionsPage
from ui.benefits.law_change.page import LawChangePage
from ui.benefits.list_page import ListPage
from ui.benefits.screening_page import ScreeningPage
from ui.benefits.tabs import TABS, LazyTab, Maker
from ui.benefits.take_over_page import TakeOverPage
from ui.desk import Desk
from ui.frame.section import Section
from ui.frame.tabs import Tabs
from ui.paper.decision_paper_page import DecisionPaperPage
from ui.paper.payment_page import PaymentPage
from ui.paper.shelf import PaperShelf


class BenefitSection(Section):
    """Tabs on the ground; each later tab is made when it is first shown."""

    person_asked = Signal(int)
    newcomer_asked = Signal(object)
    import_asked = Signal()
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shelf = PaperShelf(self, desk, self.export_asked.emit)
        self.list = ListPage(desk)
        self.list.payment_asked.connect(self.open_payment)
        self.list.screening_asked.connect(self.open_screening)
        self._connect(self.list)
        self.tabs = Tabs()
        self.tabs.addTab(self.list, "Đang hưởng")
        self._add("decisions", "Quyết định", self._decisions)
        for key, title, make in TABS:
            self._add(key, title, partial(self._made, make))
        self.tabs.currentChanged.connect(self._tab_shown)
        self.push(self.tabs)

    def _add(self, key: str, title: str, make: Callable[[], QWidget]) -> None:
        self.tabs.addTab(LazyTab(key, make), title)

    def _decisions(self) -> QWidget:
        made = DecisionsPage(self._desk)
        made.opened.connect(self.open_decision)
        made.law_change_asked.connect(self.open_law_change)
        made.print_asked.connect(self.open_decision_paper)
        self._connect(made)
        return made

    def _made(self, make: Maker) -> QWidget:
        made = make(self._desk)
        self._connect(made)
        return made

    def _connect(self, page: QWidget) -> None:
        """Pass on the wishes of a tab, where it has any."""
        for name, wish in (
            ("person_asked", self.person_asked),
            ("newcomer_asked", self.newcomer_asked),
            ("import_asked", self.import_asked),
            ("export_asked", self.export_asked),
            ("decision_asked", self.open_decision),
            ("decisions_asked", self.show_decisions),
            ("preview_asked", self.open_law_change),
            ("take_over_asked", self.open_take_over),
        ):
            asked = getattr(page, name, None)
            if asked is not None:
                asked.connect(wish)

    # -- tabs --------------------------------------------------------------------------------------------------------

    @property
    def _lazy(self) -> list[LazyTab]:
        found = (self.tabs.widget(index) for index in range(self.tabs.count()))
        return [tab for tab in found if isinstance(tab, LazyTab)]

    def tab(self, key: str) -> LazyTab:
        """The tab of this key. KeyError when there is none."""
        for one in self._lazy:
            if one.key == key:
                return one
        raise KeyError(key)

    def show_tab(self, key: str) -> QWidget:
        """Show a tab and give its page."""
        self.home()
        tab = self.tab(key)
        self.tabs.setCurrentWidget(tab)
        return tab.open()

    def show_decisions(self) -> None:
        """The register of decisions."""
        self.show_tab("decisions")

    def _tab_shown(self, index: int) -> None:
        tab = self.tabs.widget(index)
        if isinstance(tab, LazyTab):
            tab.open()
            tab.focus_page()

    # -- pages -------------------------------------------------------------------------------------------------------

    def open_payment(self) -> None:
        """Make the payment list."""
        self.shelf.open_form(PaymentPage(self._desk))

    def open_take_over(self) -> TakeOverPage:
        """Look at what would be taken over."""
        page = TakeOverPage(self._desk)
        page.left.connect(self.back)
        page.person_asked.connect(self.person_asked)
        page.export_asked.connect(self.export_asked)
        self.push(page)
        return page

    def open_decision(self, decision_id: int) -> DecisionPage:
        """One decision with its people and its next step."""
        page = DecisionPage(self._desk, decision_id)
        page.left.connect(self.back)
        page.print_asked.connect(self.open_decision_paper)
        page.paper_asked.connect(self.shelf.open_paper)
        page.person_asked.connect(self.person_asked)
        page.export_asked.connect(self.export_asked)
        self.push(page)
        return page

    def open_decision_paper(self, decision_ids: tuple[int, ...]) -> None:
        """Print decisions, or the proposal to make them."""
        self.shelf.open_form(DecisionPaperPage(self._desk, decision_ids))

    def open_law_change(self, document_key: str = "") -> LawChangePage:
        """Who gets another amount under the law as it counts here, or as if a document that waits were applied."""
        page = LawChangePage(self._desk, document_key)
        page.left.connect(self.back)
        page.done.connect(self._law_change_done)
        page.person_asked.connect(self.person_asked)
        page.export_asked.connect(self.export_asked)
        self.push(page)
        return page

    def _law_change_done(self, words: str) -> None:
        page = self.show_tab("decisions")
        if isinstance(page, DecisionsPage):
            page.notice.say(words, "done")

    def open_screening(self) -> ScreeningPage:
        """Who probably has a right and gets nothing."""
        page = ScreeningPage(self._desk)
        page.left.connect(self.back)
        page.assessment_asked.connect(self.open_assessment)
        page.export_asked.connect(self.export_asked)
        self.push(page)
        return page

    def open_assessment(self, person_id: int) -> AssessmentPage:
        """What the law says of a person."""
        page = AssessmentPage(self._desk, person_id)
        page.left.connect(self.back)
        self.push(page)
        return page

    def reopen(self, draft: str) -> None:
        """Open the form of a kept draft: of the law, or the entry of a decision."""
        kind, _, which = draft.partition("/")
        if kind == "decision":
            self.home()
            self.open_decision(int(which)).ask_entry()
            return
        page = self.show_tab("law")
        reopen = getattr(page, "reopen", None)
        if reopen is not None:
            reopen(draft)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        self.list.renew(stale)
        for tab in self._lazy:
            tab.renew(stale)
        super().renew(stale)

    def close_pages(self) -> None:
        for tab in self._lazy:
            tab.close_pages()
        super().close_pages()

    def place_of(self, page: QWidget) -> str:
        if page is self.tabs:
            shown = self.tabs.currentWidget()
            inner = shown.place() if isinstance(shown, LazyTab) else ""
            return f"{super().place_of(page)} {inner}".strip()
        if isinstance(page, DecisionPage):
            return f"decision/{page.decision_id}"
        if isinstance(page, AssessmentPage):
            return f"assessment/{page.person_id}"
        opened = {TakeOverPage: "take-over/new", LawChangePage: "law-change/new", ScreeningPage: "screening/new"}
        if type(page) in opened:
            return opened[type(page)]
        return self.shelf.place_of(page)

    def _openers(self) -> dict[str, Callable[[], QWidget]]:
        return {
            "take-over": self.open_take_over,
            "law-change": self.open_law_change,
            "screening": self.open_screening,
        }

    def open_place(self, kind: str, which: str) -> None:
        if kind == "decision" and which.isdigit():
            self.open_decision(int(which))
        elif kind == "assessment" and which.isdigit():
            self.open_assessment(int(which))
        elif kind in (openers := self._openers()):
            openers[kind]()
        elif kind == "tab":
            super().open_place(kind, which)
        else:
            self.shelf.open_place(kind, which)
            shown = self.tabs.currentWidget()
            if isinstance(shown, LazyTab):
                shown.open_place(kind, which)
