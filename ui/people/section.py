"""Người dân: the registers of people and households, and the pages opened from them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.people import households
from models.people.qr import CardText
from models.store.errors import EnvironmentProblem, RuleError
from ui.benefits.assessment_page import AssessmentPage
from ui.benefits.decision_page import DecisionPage
from ui.benefits.money_page import MoneyPage
from ui.desk import Desk
from ui.frame.section import Section
from ui.frame.tabs import Tabs
from ui.history.shelf import HistoryShelf
from ui.paper.citizen_slip_page import CitizenSlipPage
from ui.paper.decision_paper_page import DecisionPaperPage
from ui.paper.shelf import PaperShelf
from ui.parts import EmptyState
from ui.people.household_page import HouseholdPage
from ui.people.merge_page import MergePage
from ui.people.past_page import Past, PastPage
from ui.people.person_form import PersonForm
from ui.people.person_page import PersonPage
from ui.people.source import HouseholdSource, PeopleSource, village_choices
from ui.register.view import RegisterView
from ui.rights import guarded, why_not


class PeopleSection(Section):
    """The first page holds both registers; everything else is pushed on top."""

    import_asked = Signal()
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shelf = PaperShelf(self, desk, self.export_asked.emit)
        self.history = HistoryShelf(self, desk, self.export_asked.emit, self.open_person)
        self.people = self._people_register()
        self.households = self._household_register()
        self.tabs = Tabs()
        self.tabs.addTab(self.people, "Người")
        self.tabs.addTab(self.households, "Hộ gia đình")
        self.tabs.currentChanged.connect(self._tab_shown)
        self.push(self.tabs)
        self.people.start()

    def _people_register(self) -> RegisterView:
        empty = EmptyState(
            "users",
            "Sổ chưa có người nào",
            "Đưa danh sách Excel đang dùng vào: chương trình đọc, cho xem từng dòng, và chỉ lưu khi được đồng ý.",
        )
        steps = [
            empty.add_step(
                "Nhập danh sách Excel", "file-spreadsheet", self.import_asked.emit, primary=True, shortcut="Ctrl+I"
            ),
            empty.add_step("Thêm từng người", "user-plus", self.new_person, shortcut="Ctrl+N"),
        ]
        view = RegisterView(
            PeopleSource(self._desk),
            title="Người dân",
            noun="người",
            memory=self._desk.memory,
            empty=empty,
            sort="name",
        )
        steps.append(view.add_step("Nhập danh sách", "file-spreadsheet", self.import_asked.emit, shortcut="Ctrl+I"))
        steps.append(view.add_step("Thêm người", "user-plus", self.new_person, shortcut="Ctrl+N", primary=True))
        for step in steps:
            guarded(self._desk, "change", step)
        self._guard_export(view)
        view.opened.connect(self.open_person)
        view.export_asked.connect(lambda: self.export_asked.emit(view))
        return view

    def _guard_export(self, view: RegisterView) -> None:
        if view.export_button is not None:
            guarded(self._desk, "export", view.export_button)

    def _household_register(self) -> RegisterView:
        empty = EmptyState(
            "house",
            "Sổ chưa có hộ nào",
            "Hộ được lập khi nhập danh sách có cột chủ hộ, hoặc từ trang của một người: Ghi thay đổi, Lập hộ mới.",
        )
        view = RegisterView(
            HouseholdSource(self._desk),
            title="Hộ gia đình",
            noun="hộ",
            memory=self._desk.memory,
            empty=empty,
            sort="head",
        )
        self._guard_export(view)
        view.opened.connect(self.open_household)
        view.export_asked.connect(lambda: self.export_asked.emit(view))
        return view

    def _tab_shown(self, index: int) -> None:
        if index == 1 and not self.households.started:
            self.households.start()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        if any(subject == "villages" or (subject, one) == ("office", 0) for subject, one in stale):
            for view in (self.people, self.households):
                view.header.set_choices("village", village_choices(self._desk))
        self.people.renew(stale | {("people", one) for subject, one in stale if subject == "benefits" and not one})
        self.households.renew(stale)
        super().renew(stale)

    # -- pages -------------------------------------------------------------------------------------------------------

    def open_person(self, person_id: int) -> None:
        """Show a person's page."""
        page = PersonPage(self._desk, person_id)
        page.left.connect(self.back)
        page.edit_asked.connect(self.edit_person)
        page.household_asked.connect(self.open_household)
        page.new_household_asked.connect(self._found_household)
        page.merge_asked.connect(self._merge)
        page.past_asked.connect(self._open_past)
        page.history_asked.connect(self.history.open_register)
        page.decision_asked.connect(self.open_decision)
        page.assessment_asked.connect(self.open_assessment)
        page.money_asked.connect(self.open_money)
        self.push(page)

    def open_decision(self, decision_id: int) -> None:
        """Show a decision about the person whose page is open."""
        page = DecisionPage(self._desk, decision_id)
        page.left.connect(self.back)
        page.print_asked.connect(self._print_decisions)
        page.paper_asked.connect(self.shelf.open_paper)
        page.person_asked.connect(self.open_person)
        page.export_asked.connect(self.export_asked)
        self.push(page)

    def _print_decisions(self, decision_ids: tuple[int, ...]) -> None:
        self.shelf.open_form(DecisionPaperPage(self._desk, decision_ids))

    def open_assessment(self, person_id: int) -> None:
        """Show what the law says of a person."""
        page = AssessmentPage(self._desk, person_id)
        page.left.connect(self.back)
        self.push(page)

    def open_money(self, person_id: int) -> None:
        """Show what a person was paid, and why."""
        page = MoneyPage(self._desk, person_id)
        page.left.connect(self.back)
        page.slip_asked.connect(self._print_slip)
        self.push(page)

    def _print_slip(self, decision_id: int, code: str) -> None:
        self.shelf.open_form(CitizenSlipPage(self._desk, decision_ids=(decision_id,), codes=frozenset({code})))

    def _open_past(self, past: Past) -> None:
        page = PastPage(self._desk, past)
        page.left.connect(self.back)
        self.push(page)

    def new_person(self, card: CardText | None = None, known: Mapping[str, str] | None = None) -> None:
        """Start a new person, perhaps from a card or what is known; who may change nothing stays where they are."""
        if not why_not(self._desk, "change"):
            self._open_form(PersonForm(self._desk, card=card, known=known))

    def edit_person(self, person_id: int) -> None:
        """Change a person; who may change nothing stays where they are."""
        if not why_not(self._desk, "change"):
            self._open_form(PersonForm(self._desk, person_id))

    def _open_form(self, form: PersonForm) -> None:
        form.left.connect(self.back)
        form.opened.connect(self.open_person)
        form.saved.connect(self._saved)
        self.push(form)
        form.focus_first()

    def _saved(self, person_id: int) -> None:
        way = self.take_way()
        self.back()
        page = self.currentWidget()
        if not isinstance(page, PersonPage) or page.person_id != person_id:
            self.open_person(person_id)
        if way is not None:
            self.leads_back(way)

    def open_household(self, household_id: int) -> None:
        """Show a household's page."""
        page = HouseholdPage(self._desk, household_id)
        page.left.connect(self.back)
        page.person_asked.connect(self.open_person)
        self.push(page)

    def _found_household(self, person_id: int) -> None:
        try:
            made = self._desk.do("Lập hộ", households.create_household, households.NewHousehold(person_id))
        except (RuleError, EnvironmentProblem) as problem:
            page = self.currentWidget()
            if isinstance(page, PersonPage):
                page.notice.say(problem.message, "wrong")
            return
        self.open_household(made)

    # -- after unlocking ---------------------------------------------------------------------------------------------

    def place_of(self, page: QWidget) -> str:
        if isinstance(page, DecisionPage):
            return f"decision/{page.decision_id}"
        if isinstance(page, AssessmentPage):
            return f"assessment/{page.person_id}"
        if isinstance(page, MoneyPage):
            return f"money/{page.person_id}"
        if isinstance(page, PersonPage):
            return f"person/{page.person_id}"
        if isinstance(page, PersonForm):
            return f"form/{page.person_id}"
        if isinstance(page, HouseholdPage):
            return f"household/{page.household_id}"
        return super().place_of(page)

    def open_place(self, kind: str, which: str) -> None:
        opened = {
            "person": self.open_person,
            "form": self._reopen_form,
            "household": self.open_household,
            "decision": self.open_decision,
            "assessment": self.open_assessment,
            "money": self.open_money,
        }
        if kind in opened and which.isdigit():
            opened[kind](int(which))
        else:
            super().open_place(kind, which)

    def _reopen_form(self, person_id: int) -> None:
        self._open_form(PersonForm(self._desk, person_id))

    def _merge(self, keep_id: int, other_id: int) -> None:
        page = MergePage(self._desk, keep_id, other_id)
        page.left.connect(self.back)
        page.swapped.connect(self._swap)
        page.merged.connect(self._merged)
        self.push(page)

    def _swap(self, keep_id: int, other_id: int) -> None:
        self.back()
        self._merge(keep_id, other_id)

    def _merged(self, person_id: int) -> None:
        self.home()
        self.open_person(person_id)
