"""The people behind one step of the bridge, and the whole list of a month: registers on a page of their own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.benefits.months.bridge import BridgeStep
from models.benefits.months.queries import MonthRow
from models.store.dates import month_display
from ui.benefits.months.sources import PayLineSource, StepSource
from ui.desk import Desk
from ui.register.view import RegisterView
from ui.rights import guarded


class _ListPage(QWidget):
    """One register with a way back."""

    left = Signal()
    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk, view: RegisterView) -> None:
        super().__init__()
        self.register = view
        self.register.escaped.connect(self.left)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        self.register.opened.connect(self._open_person)
        if view.export_button is not None:
            guarded(desk, "export", view.export_button)
        self.register.add_step("Quay lại", "arrow-left", self.left.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.register)
        self.register.start()

    def person(self, place: int) -> int:
        """Who stands at a place."""
        raise KeyError(place)

    def _open_person(self, place: int) -> None:
        person = self.person(place)
        if person:
            self.person_asked.emit(person)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.register.model.stop()
        super().closeEvent(event)


class StepPage(_ListPage):
    """The lines of one step; `decision_asked` carries the decision behind the chosen one."""

    decision_asked = Signal(int)

    def __init__(self, desk: Desk, step: BridgeStep, month: str) -> None:
        self.source = StepSource(step)
        title = f"{step.label}, tháng {month}"
        super().__init__(desk, RegisterView(self.source, title=title, noun="dòng", memory=desk.memory))
        self.ruling = self.register.add_step("Mở quyết định", "file-text", self._open_decision)
        self.ruling.setToolTip("Quyết định của dòng đang chọn")
        self.register.table.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self._follow()

    def _decision(self) -> int | None:
        place = self.register.current_id()
        return None if place is None else self.source.decision(place)

    def _follow(self) -> None:
        self.ruling.setEnabled(self._decision() is not None)

    def _open_decision(self) -> None:
        decision = self._decision()
        if decision is not None:
            self.decision_asked.emit(decision)

    def person(self, place: int) -> int:
        return self.source.person(place)


class LinesPage(_ListPage):
    """Every line of a month."""

    def __init__(self, desk: Desk, row: MonthRow) -> None:
        self.source = PayLineSource(desk, row.id)
        title = f"Danh sách tháng {month_display(row.month)}"
        super().__init__(desk, RegisterView(self.source, title=title, noun="dòng", memory=desk.memory, sort="name"))

    def person(self, place: int) -> int:
        return self.source.people.get(place, 0)
