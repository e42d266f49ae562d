"""Phải thu hồi: money paid without being due, followed to zero."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.benefits.events.queries import DebtRow
from ui.benefits.events.debt_dialogs import parts_dialog, recover_dialog, return_dialog, write_off_dialog
from ui.benefits.events.source import DebtSource
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.parts import EmptyState, Notice
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import Tone, em


class DebtsPage(QWidget):
    """The register of debts. `letter_asked` carries the debt whose letter shall be shown."""

    left = Signal()
    letter_asked = Signal(int)
    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = DebtSource(desk)
        self.notice = Notice("", "accent")
        empty = EmptyState(
            "banknote",
            "Không có khoản nào phải thu hồi",
            "Khi biết tin muộn về người mất, chuyển đi, hoặc khi mức được hưởng giảm, chương trình tìm các tháng đã "
            "chi mà không còn được hưởng.",
        )
        empty.add_step("Quay lại", "arrow-left", self.left.emit)
        empty.add_step("Xem khoản đã xong", "clipboard-list", self.show_settled)
        self.register = RegisterView(self.source, title="Phải thu hồi", noun="khoản", memory=desk.memory, empty=empty)
        add = self.register.add_step
        add("Quay lại", "arrow-left", self.left.emit)
        self.letter = guarded(desk, "print", add("Giấy báo", "file-text", self.show_letter))
        self.recover = guarded(desk, "change", add("Quyết định thu hồi", "stamp", self.prepare_decision))
        self.off = guarded(desk, "change", add("Không thu", "x", self.write_off))
        self.back = guarded(desk, "change", add("Ghi tiền nộp", "banknote", self.take_back, primary=True))
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        self.register.escaped.connect(self.left)
        self.register.opened.connect(lambda _one: self.open_person())
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(news)
        column.addWidget(self.register, 1)
        self.register.start()
        if self.register.model.ids:
            self.register.select_id(self.register.model.ids[0])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def show_settled(self) -> None:
        """Debts that came back whole."""
        self.register.header.set_filter("state", "returned")

    @property
    def chosen(self) -> DebtRow | None:
        """The chosen debt."""
        return self.source.row(self.register.current_id())

    def say(self, words: str, tone: Tone = "done") -> None:
        """News over the list."""
        self.notice.say(words, tone)

    def show_letter(self) -> None:
        """Show the letter about the chosen debt."""
        row = self.chosen
        if row is not None:
            self.letter_asked.emit(row.id)

    def prepare_decision(self) -> None:
        """Prepare the decision to recover the chosen debt, at once or in parts; one that is decided: other parts."""
        row = self.chosen
        if row is None:
            return
        form = recover_dialog if row.decision_id is None else parts_dialog
        self._run(form(self, self._desk, row, self.say))

    def take_back(self) -> None:
        """Keep money that came back."""
        row = self.chosen
        if row is not None:
            self._run(return_dialog(self, self._desk, row, self.say))

    def write_off(self) -> None:
        """Give the chosen debt up."""
        row = self.chosen
        if row is not None:
            self._run(write_off_dialog(self, self._desk, row))

    def open_person(self) -> None:
        """The page of who owes."""
        row = self.chosen
        if row is not None:
            self.person_asked.emit(row.person_id)

    def _run(self, dialog: FormDialog) -> None:
        dialog.exec()
        dialog.deleteLater()

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again after any debt or decision."""
        if any(subject in ("debts", "decisions", "pay_months") for subject, _ in stale):
            self.register.reload()
