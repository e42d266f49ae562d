"""Quyết định: those that wait for number, day and signer first of all, and every other one by its state."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.benefits.decision_source import DecisionSource
from ui.benefits.entering import cancel_decision_dialog, enter_dialog
from ui.desk import Desk
from ui.parts import EmptyState, Notice
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em

ONE_BY_ONE: Final = (
    "Mỗi quyết định một số: hãy chọn một dòng. Nhiều quyết định chung một số thì bấm In rồi lưu thành một tờ, ghi số ở "
    "tờ đó."
)


class DecisionsPage(QWidget):
    """The register of decisions; `opened` carries the one to be looked at."""

    opened = Signal(int)
    export_asked = Signal(object)
    law_change_asked = Signal()
    print_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = DecisionSource(desk)
        empty = EmptyState(
            "file-text",
            "Không có quyết định nào đang chờ số, ngày, người ký",
            "Quyết định hưởng, điều chỉnh, tạm dừng, thôi hưởng được lập ở trang từng người, ở thẻ Biến động, hoặc cho "
            "nhiều người khi mức thay đổi theo luật.",
        )
        self.notice = Notice("", "done")
        empty.add_step("Xem mọi quyết định", "file-text", self.show_every)
        first = empty.add_step("Điều chỉnh theo luật", "landmark", self.law_change_asked.emit)
        self.register = RegisterView(
            self.source, title="Quyết định trợ cấp", noun="quyết định", memory=desk.memory, empty=empty
        )
        by_law = self.register.add_step("Theo luật mới", "landmark", self.law_change_asked.emit)
        by_law.setToolTip("Ai đổi mức theo luật nay biết, và quyết định cho tất cả một lần")
        cancel = self.register.add_step("Hủy", "x", self.cancel)
        cancel.setToolTip("Hủy quyết định đang chọn, có ghi lý do")
        prints = self.register.add_step("In", "printer", self.print_chosen, shortcut="Ctrl+P")
        prints.setToolTip("In các quyết định đang chọn; nhiều quyết định cùng loại thì một tờ có danh sách kèm theo")
        guarded(desk, "print", prints)
        enter = self.register.add_step("Ghi số, ngày", "pencil", self.enter, shortcut="F2", primary=True)
        for button in (enter, cancel, by_law, first):
            guarded(desk, "change", button)
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self.register.opened.connect(self.opened)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.6), em(self), 0)
        news.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(news)
        column.addWidget(self.register, 1)
        self.register.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def show_every(self) -> None:
        """All decisions, whatever their state."""
        self.register.header.set_filter("state", "every")

    def enter(self) -> None:
        """Enter number, day and signer of the chosen decision."""
        chosen = self.register.current_id()
        if len(self.register.selected_ids()) > 1:
            self.notice.say(ONE_BY_ONE, "soon")
        elif chosen is not None:
            self.notice.say("")
            dialog = enter_dialog(self, self._desk, chosen, lambda words: self.notice.say(words, "done"))
            dialog.exec()
            dialog.deleteLater()

    def print_chosen(self) -> None:
        """Print the chosen decisions on one paper."""
        chosen = tuple(sorted(self.register.selected_ids()))
        if chosen:
            self.print_asked.emit(chosen)

    def cancel(self) -> None:
        """Cancel the chosen decision with a reason."""
        chosen = self.register.current_id()
        if chosen is not None:
            dialog = cancel_decision_dialog(self, self._desk, chosen)
            dialog.exec()
            dialog.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.register.model.stop()
        super().closeEvent(event)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again after any decision."""
        if any(subject == "decisions" for subject, _ in stale):
            self.register.reload()
