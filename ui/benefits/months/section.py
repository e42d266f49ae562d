"""The tab of the monthly list: the cockpit, on top of it the people of a step, the whole list, a file's answer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.benefits.months.bridge import BridgeStep
from models.benefits.months.offered import BANK, DECISIONS, SLIPS
from models.benefits.months.queries import MonthRow
from models.office.paper_rules import PaperKind
from models.store.dates import Month, month_display
from ui.benefits.months.answer_page import AnswerPage
from ui.benefits.months.bank_page import BankPage
from ui.benefits.months.cockpit import CockpitPage
from ui.benefits.months.hand_page import HandPage
from ui.benefits.months.papers_page import MonthPapersPage
from ui.benefits.months.step_page import LinesPage, StepPage
from ui.desk import Desk
from ui.frame.section import Section
from ui.paper.citizen_slip_page import CitizenSlipPage
from ui.paper.month_paper_page import MonthPaperPage
from ui.paper.payment_page import PaymentPage
from ui.paper.shelf import PaperShelf


class MonthSection(Section):
    """`person_asked` and `decision_asked` carry ids, `export_asked` the register to be exported.

    `decisions_asked` asks for the register of decisions, where proposals and decisions are printed, `preview_asked` for
    a look at a document of the law.
    """

    person_asked = Signal(int)
    export_asked = Signal(object)
    decision_asked = Signal(int)
    decisions_asked = Signal()
    preview_asked = Signal(str)
    take_over_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shelf = PaperShelf(self, desk, self.export_asked.emit)
        self.page = CockpitPage(desk)
        self.page.step_asked.connect(self.open_step)
        self.page.lines_asked.connect(self.open_lines)
        self.page.preview_asked.connect(self.preview_asked)
        self.page.take_over_asked.connect(self.take_over_asked)
        self.page.papers_asked.connect(lambda month: self.open_papers(Month(month)))
        self.page.answer_asked.connect(lambda month: self.open_answer(Month(month)))
        self.page.person_asked.connect(self.person_asked)
        self.page.export_asked.connect(self.export_asked)
        self.push(self.page)

    def open_step(self, step: BridgeStep, month: str) -> StepPage:
        """The people of a step of the bridge."""
        page = StepPage(self._desk, step, month)
        page.decision_asked.connect(self.decision_asked)
        self._push_list(page)
        return page

    def open_lines(self, row: MonthRow) -> LinesPage:
        """Every line of a month."""
        page = LinesPage(self._desk, row)
        self._push_list(page)
        return page

    def open_answer(self, month: Month) -> AnswerPage:
        """Take the payment organisation's answer for a month."""
        page = AnswerPage(self._desk, month)
        page.left.connect(self.back)
        page.export_asked.connect(self.export_asked)
        page.hand_asked.connect(lambda: self.open_hand(month))
        self.push(page)
        return page

    def open_hand(self, month: Month) -> HandPage:
        """Tell by hand what came of the cash of a month."""
        page = HandPage(self._desk, month)
        page.left.connect(self.back)
        page.export_asked.connect(self.export_asked)
        self.push(page)
        return page

    def open_papers(self, month: Month) -> MonthPapersPage:
        """Every paper of a month."""
        page = MonthPapersPage(self._desk, month)
        page.left.connect(self.back)
        page.kept_asked.connect(self.shelf.open_paper)
        page.papers_asked.connect(self.shelf.open_register)
        page.paper_asked.connect(lambda key: self.open_paper(key, month))
        self.push(page)
        return page

    def open_paper(self, key: str, month: Month) -> None:
        """The page that makes one paper of a month; `key` of models.benefits.months.offered."""
        if key == DECISIONS:
            self.decisions_asked.emit()
        elif key == BANK:
            page = BankPage(self._desk, month)
            page.left.connect(self.back)
            self.push(page)
        elif key == SLIPS:
            self.shelf.open_form(CitizenSlipPage(self._desk, month=month))
        elif key in _COPIES:
            asked = {"month": month_display(month), "copy": _COPIES[PaperKind(key)]}
            self.shelf.open_form(PaymentPage(self._desk, asked=asked))
        else:
            self.shelf.open_form(MonthPaperPage(self._desk, PaperKind(key), month))

    def _push_list(self, page: StepPage | LinesPage) -> None:
        page.left.connect(self.back)
        page.person_asked.connect(self.person_asked)
        page.export_asked.connect(self.export_asked)
        self.push(page)

    def place_of(self, page: QWidget) -> str:
        if isinstance(page, CockpitPage):
            return "" if page.month is None else f"month/{page.month}"
        if isinstance(page, MonthPapersPage):
            return f"month-papers/{page.month}"
        return self.shelf.place_of(page)

    def open_place(self, kind: str, which: str) -> None:
        if kind == "month" and which.isdigit():
            self.page.open_month(Month(int(which)))
        elif kind == "month-papers" and which.isdigit():
            self.open_papers(Month(int(which)))
        else:
            self.shelf.open_place(kind, which)


_COPIES: Final = {PaperKind.PAYMENT_FINANCE: "finance", PaperKind.PAYMENT_DESK: "desk"}
