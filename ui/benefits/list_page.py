"""Đang hưởng: who gets what this month, and the next step where lines of old lists are under no decision yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.store.money import format_amount
from ui.benefits.line_dialog import correct_line_dialog
from ui.benefits.source import BenefitSource
from ui.desk import Desk
from ui.law.new_law import NewLaw
from ui.parts import Button, EmptyState, Notice
from ui.people.source import village_choices
from ui.register.view import RegisterView
from ui.rights import guarded, why_not
from ui.theme import em

BY_DECISION = "Khoản này theo quyết định. Nhấn Enter mở trang của người này, rồi lập quyết định ở đó."


class ListPage(QWidget):
    """The register of benefit lines; Enter opens the person, F2 corrects a line that no decision governs."""

    person_asked = Signal(int)
    import_asked = Signal()
    export_asked = Signal(object)
    payment_asked = Signal()
    take_over_asked = Signal()
    screening_asked = Signal()
    preview_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = BenefitSource(desk)
        self.new_law = NewLaw(desk, self)
        self.new_law.preview_asked.connect(self.preview_asked)
        self.notice = Notice("", "accent", button="Tiếp nhận")
        self.notice.button.setToolTip("Xem trước rồi tiếp nhận các khoản này")
        self.notice.pressed.connect(self.take_over_asked)
        empty = EmptyState(
            "banknote",
            "Chưa có khoản trợ cấp nào của tháng này",
            "Khoản trợ cấp vào sổ khi nhập danh sách Excel có diện hưởng và mức hưởng, hoặc theo quyết định hưởng lập "
            "ở trang từng người.",
        )
        first = empty.add_step("Nhập danh sách Excel", "file-spreadsheet", self.import_asked.emit, primary=True)
        guarded(desk, "change", first)
        self.register = RegisterView(
            self.source, title="Trợ cấp tháng này", noun="khoản", memory=desk.memory, empty=empty, sort="name"
        )
        self._add_steps()
        self.register.opened.connect(self._open_person)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        self._lay_out()
        self.register.start()
        self._look()

    def _add_steps(self) -> None:
        self.fix = self.register.add_step("Sửa", "pencil", self.edit_line, shortcut="F2")
        screening = self.register.add_step("Rà soát", "search", self.screening_asked.emit)
        screening.setToolTip("Ai có lẽ được hưởng mà chưa hưởng")
        pay = self.register.add_step(
            "Danh sách chi trả", "printer", self.payment_asked.emit, shortcut="Ctrl+P", primary=True
        )
        guarded(self._desk, "change", self.fix)
        guarded(self._desk, "grounds", screening)
        guarded(self._desk, "print", pay)
        if isinstance(self.register.export_button, Button):
            guarded(self._desk, "export", self.register.export_button)

    def _lay_out(self) -> None:
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.6), em(self), 0)
        news.addWidget(self.new_law)
        news.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(news)
        column.addWidget(self.register, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def _look(self) -> None:
        """Offer to take over what no decision governs."""
        count = self.source.not_taken_over()
        self.notice.button.setVisible(count > 0)
        if count:
            words = (
                f"{format_amount(count)} khoản đang chi trả lấy từ danh sách cũ, chưa theo quyết định nào trong sổ. "
                "Tiếp nhận một lần, sau đó mỗi thay đổi đi theo quyết định."
            )
            self.notice.say(words, "accent")
        else:
            self.notice.say("")

    def _open_person(self, line_id: int) -> None:
        person = self.source.people.get(line_id)
        if person:
            self.person_asked.emit(person)

    def edit_line(self) -> None:
        """Correct the chosen line; what a decision governs is changed by another decision."""
        row = self.source.row(self.register.current_id())
        if row is None:
            return
        if row.entitlement_id is not None:
            self.notice.button.hide()
            self.notice.say(why_not(self._desk, "change") or BY_DECISION, "soon")
            return
        dialog = correct_line_dialog(self, self._desk, row)
        if dialog is not None:
            dialog.exec()
            dialog.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.register.model.stop()
        super().closeEvent(event)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again what became stale."""
        self.new_law.renew(stale)
        subjects = {subject for subject, _ in stale}
        if "villages" in subjects:
            self.register.header.set_choices("village", village_choices(self._desk))
        self.register.renew({("benefits", 0)} if "people" in subjects else stale)
        if subjects & {"people", "benefits"}:
            self._look()
