"""Beside the bridge: what to look at before a list is confirmed; once it went out, who is not known to be paid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from models.benefits.months.queries import MonthRow
from models.benefits.months.risks import Risk
from ui.benefits.months.sentence import SentenceLine
from ui.benefits.months.sources import MissedSource, RiskSource
from ui.benefits.months.stages import ANSWERING
from ui.desk import Desk
from ui.parts import EmptyState
from ui.register.view import RegisterView
from ui.rights import guarded


class BesideBridge(QStackedWidget):
    """`person_asked` carries a person's id, `export_asked` the register to be exported."""

    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.risk_source, self.missed_source = RiskSource(), MissedSource(desk)
        self.risks = RegisterView(self.risk_source, title="Nên xem", noun="điều", memory=desk.memory)
        self.risks.opened.connect(lambda place: self._ask(self.risk_source.person(place)))
        everybody = EmptyState("circle-check", "Mọi người đã nhận đủ", "Mọi dòng của danh sách đã có kết quả.")
        self.missed = RegisterView(
            self.missed_source, title="Chưa nhận đủ", noun="dòng", memory=desk.memory, empty=everybody, sort="name"
        )
        self.missed.opened.connect(lambda line: self._ask(self.missed_source.people.get(line, 0)))
        for view in (self.risks, self.missed):
            view.export_asked.connect(lambda one=view: self.export_asked.emit(one))
            if view.export_button is not None:
                guarded(desk, "export", view.export_button)
        reasons = QWidget()
        column = QVBoxLayout(reasons)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.risks, 1)
        column.addWidget(SentenceLine(self.risks, self.risk_source.words))
        self.addWidget(reasons)
        self.addWidget(self.missed)

    def show_month(self, row: MonthRow) -> bool:
        """Begin with a month; whether its risks are to be looked for."""
        self.show_risks(())
        answering = row.state in ANSWERING
        self.setCurrentIndex(1 if answering else 0)
        if answering:
            self.missed_source.show(row.id)
            self.missed.start()
        return not answering and not row.opening

    def show_risks(self, risks: Sequence[Risk]) -> None:
        """What was found to look at."""
        self.risk_source.show(risks)
        self.risks.start()
        self.risks.select_id(1)

    def stop(self) -> None:
        """Read no more, before the page goes."""
        for view in (self.risks, self.missed):
            view.model.stop()

    def _ask(self, person: int) -> None:
        if person:
            self.person_asked.emit(person)
