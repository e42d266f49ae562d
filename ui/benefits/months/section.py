"""The tab of the monthly list: the cockpit, on top of it the people of a step, the whole list, a file's answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.benefits.months.bridge import BridgeStep
from models.benefits.months.queries import MonthRow
from models.store.dates import Month
from ui.benefits.months.answer_page import AnswerPage
from ui.benefits.months.cockpit import CockpitPage
from ui.benefits.months.hand_page import HandPage
from ui.benefits.months.step_page import LinesPage, StepPage
from ui.desk import Desk
from ui.frame.section import Section


class MonthSection(Section):
    """`person_asked` carries a person's id, `export_asked` the register to be exported."""

    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.page = CockpitPage(desk)
        self.page.step_asked.connect(self.open_step)
        self.page.lines_asked.connect(self.open_lines)
        self.page.answer_asked.connect(lambda month: self.open_answer(Month(month)))
        self.page.person_asked.connect(self.person_asked)
        self.page.export_asked.connect(self.export_asked)
        self.push(self.page)

    def open_step(self, step: BridgeStep, month: str) -> StepPage:
        """The people of a step of the bridge."""
        page = StepPage(self._desk, step, month)
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

    def _push_list(self, page: StepPage | LinesPage) -> None:
        page.left.connect(self.back)
        page.person_asked.connect(self.person_asked)
        page.export_asked.connect(self.export_asked)
        self.push(page)

    def place_of(self, page: QWidget) -> str:
        return f"month/{page.month}" if isinstance(page, CockpitPage) and page.month is not None else ""

    def open_place(self, kind: str, which: str) -> None:
        if kind == "month" and which.isdigit():
            self.page.open_month(Month(int(which)))
