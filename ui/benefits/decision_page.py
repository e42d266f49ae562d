"""One decision: what it is, what it means for whom, and its next step (number, day, signer; or cancelling)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.benefits.entitlements.histories import DecisionRow, decision
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.secrecy import grounds_for
from models.people.masking import numbers_for
from models.store.money import format_amount
from ui.benefits.decision_source import DecisionPeopleSource, day_shown, named
from ui.benefits.entering import cancel_decision_dialog, enter_dialog
from ui.benefits.page_head import lay_out_page
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.parts import Button, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em


class DecisionPage(QWidget):
    """Reads itself again when decisions become stale; Enter opens a person."""

    left = Signal()
    person_asked = Signal(int)
    export_asked = Signal(object)
    print_asked = Signal(object)
    paper_asked = Signal(int)

    def __init__(self, desk: Desk, decision_id: int) -> None:
        super().__init__()
        self._desk, self.decision_id = desk, decision_id
        self._paper_id = 0
        row = self._read()
        waits = row is not None and row.state == DecisionState.PREPARED
        self.source = DecisionPeopleSource(desk, decision_id, waits=waits)
        empty = EmptyState("file-text", "Quyết định này không có ai", "Có thể sổ vừa được khôi phục từ bản khác.")
        self.register = RegisterView(
            self.source, title="Người trong quyết định", noun="mục", memory=desk.memory, empty=empty
        )
        self.register.opened.connect(self._open_person)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self.notice = Notice("", "done")
        self._title = title_label("", 1.4)
        self._title.setWordWrap(True)
        self._about = ToneLabel("", "quiet")
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        self.cancel = guarded(desk, "change", Button("Hủy quyết định", "x"))
        self.cancel.clicked.connect(self._cancel)
        self.enter = guarded(desk, "change", PrimaryButton("Ghi số, ngày, người ký", "pencil", shortcut="F2"))
        self.enter.clicked.connect(self.ask_entry)
        self.print_button = guarded(desk, "print", Button("In quyết định", "printer", shortcut="Ctrl+P"))
        self.print_button.clicked.connect(lambda _checked=False: self.print_asked.emit((self.decision_id,)))
        self.paper = Button("Mở tờ đã lưu", "folder-open", tip="Tờ giấy của quyết định này: ghi số, phát hành, in lại")
        self.paper.clicked.connect(lambda _checked=False: self.paper_asked.emit(self._paper_id))
        self._lay_out(back)
        self.register.start()
        self._show(row)

    def _lay_out(self, back: Button) -> None:
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(self._title, 1)
        for button in (back, self.cancel, self.paper, self.print_button, self.enter):
            top.addWidget(button)
        lay_out_page(self, (top, self._about, self.notice), self.register)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def _read(self) -> DecisionRow | None:
        with self._desk.read() as session:
            found = decision(session, self.decision_id, grounds=grounds_for(self._desk.rights))
        return numbers_for(self._desk.rights, found)

    def _show(self, row: DecisionRow | None) -> None:
        if row is None:
            self._title.setText("Không có quyết định này trong sổ")
            return
        waits = row.state == DecisionState.PREPARED
        self.source.waits = waits
        self._title.setText(f"{row.kind_label}: {named(row)}" if named(row) != row.kind_label else row.kind_label)
        signed = " ".join(part for part in (row.number, day_shown(row.signed_on) and f"ngày {day_shown(row.signed_on)}",
                                            row.signer and f"do {row.signer} ký") if part)  # fmt: skip
        money = f"{format_amount(row.total)} đồng" if row.total else ""
        parts = (row.state_label, signed, f"{format_amount(row.people)} người", money)
        self._about.setText("  ·  ".join(part for part in parts if part))
        self.enter.setVisible(waits)
        self._paper_id = row.paper_id or 0
        self.paper.setVisible(row.paper_id is not None)
        self.print_button.setVisible(row.state != DecisionState.CANCELLED and row.kind != DecisionKind.TAKEN_OVER)
        taken_over = row.kind == DecisionKind.TAKEN_OVER
        self.cancel.setVisible(row.state != DecisionState.CANCELLED and not taken_over)

    def _open_person(self, item_id: int) -> None:
        person = self.source.people.get(item_id)
        if person:
            self.person_asked.emit(person)

    def ask_entry(self) -> None:
        """Ask for number, day and signer."""
        self._run(enter_dialog(self, self._desk, self.decision_id, lambda words: self.notice.say(words, "done")))

    def _cancel(self) -> None:
        self._run(cancel_decision_dialog(self, self._desk, self.decision_id))

    def _run(self, dialog: FormDialog) -> None:
        self.notice.say("")
        dialog.exec()
        dialog.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.register.model.stop()
        super().closeEvent(event)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again after any decision."""
        if any(subject == "decisions" for subject, _ in stale):
            self._show(self._read())
            self.register.reload()
