"""Trợ cấp: who gets what this month, and the payment list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.store.rights import Right
from ui.benefits.line_dialog import correct_line_dialog
from ui.benefits.source import BenefitSource
from ui.desk import Desk
from ui.frame.section import Section
from ui.paper.payment_page import PaymentPage
from ui.paper.shelf import PaperShelf
from ui.parts import Button, EmptyState
from ui.people.source import village_choices
from ui.register.view import RegisterView
from ui.rights import guarded


class BenefitSection(Section):
    """The register of benefit lines; Enter opens the person, F2 the line."""

    person_asked = Signal(int)
    import_asked = Signal()
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shelf = PaperShelf(self, desk, self.export_asked.emit)
        self.source = BenefitSource(desk)
        empty = EmptyState(
            "banknote",
            "Chưa có khoản trợ cấp nào của tháng này",
            "Khoản trợ cấp vào sổ khi nhập danh sách Excel có diện hưởng và mức hưởng, hoặc thêm ở trang từng người.",
        )
        first = empty.add_step("Nhập danh sách Excel", "file-spreadsheet", self.import_asked.emit, primary=True)
        self.register = RegisterView(
            self.source, title="Trợ cấp tháng này", noun="khoản", memory=desk.memory, empty=empty, sort="name"
        )
        fix = self.register.add_step("Sửa cho đúng", "pencil", self.edit_line, shortcut="F2")
        pay = self.register.add_step("Danh sách chi trả", "printer", self.open_payment, shortcut="Ctrl+P", primary=True)
        rights: tuple[tuple[Right, Button | None], ...] = (
            ("change", first),
            ("change", fix),
            ("print", pay),
            ("export", self.register.export_button),
        )
        for right, button in rights:
            if button is not None:
                guarded(desk, right, button)
        self.register.opened.connect(self._open_person)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        self.push(self.register)
        self.register.start()

    def _open_person(self, line_id: int) -> None:
        person = self.source.people.get(line_id)
        if person:
            self.person_asked.emit(person)

    def edit_line(self) -> None:
        """Correct the chosen line."""
        row = self.source.row(self.register.current_id())
        dialog = None if row is None else correct_line_dialog(self, self._desk, row)
        if dialog is not None:
            dialog.exec()
            dialog.deleteLater()

    def open_payment(self) -> None:
        """Make the payment list."""
        self.shelf.open_form(PaymentPage(self._desk))

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        if any(subject == "villages" for subject, _ in stale):
            self.register.header.set_choices("village", village_choices(self._desk))
        if any(subject == "people" for subject, _ in stale):
            self.register.renew({("benefits", 0)})
        else:
            self.register.renew(stale)
        super().renew(stale)

    def place_of(self, page: QWidget) -> str:
        return self.shelf.place_of(page)

    def open_place(self, kind: str, which: str) -> None:
        self.shelf.open_place(kind, which)
