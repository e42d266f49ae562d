"""Biến động: what happened and waits, with what the program proposes for the chosen one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.events.newcomers import newcomer
from models.benefits.events.proposal import Proposal
from models.benefits.events.queries import EventRow, coming, owed_after, proposals, readable
from models.benefits.events.rules import EventState
from models.benefits.events.services import ReopenEvent, reopen_event
from models.people import queries as people
from models.store.errors import RuleError
from ui.benefits.events.card import ProposalCard
from ui.benefits.events.dialogs import decided, dismiss_dialog, funeral_dialog
from ui.benefits.events.report_form import report_dialog
from ui.benefits.events.searching import Searching
from ui.benefits.events.source import EventSource
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.parts import Button, EmptyState, Notice
from ui.people.picker import pick_person
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import Tone, em

CARD_EM = 27.0


class EventsPage(QWidget):
    """The inbox of events. `slips_asked` and `debts_asked` open the pages on top of it."""

    person_asked = Signal(int)
    export_asked = Signal(object)
    slips_asked = Signal()
    debts_asked = Signal()
    newcomer_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = EventSource(desk)
        self.notice = Notice("", "accent")
        self.searching = Searching(desk, self)
        self.searching.told.connect(self._told)
        self._make_steps()
        empty = EmptyState(
            "clipboard-list",
            "Không có việc nào chờ xử lý",
            "Ghi người mất, chuyển đi, đổi mức độ khuyết tật; nhập phiếu của thôn; hoặc để chương trình tìm người đến "
            "tuổi, hết hạn hộ nghèo, ba tháng không nhận tiền.",
        )
        empty.add_step("Xem mọi việc đã xử lý", "clipboard-list", self.show_every)
        self.register = RegisterView(self.source, title="Biến động", noun="việc", memory=desk.memory, empty=empty)
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        self.register.opened.connect(lambda _one: self.open_person())
        self.card = ProposalCard(desk)
        self.card.decide_asked.connect(self.decide)
        self.card.dismiss_asked.connect(self.dismiss)
        self.card.reopen_asked.connect(self.reopen)
        self.card.person_asked.connect(self.open_person)
        self.card.funeral_asked.connect(self.decide_funeral)
        self.card.newcomer_asked.connect(self.add_newcomer)
        self._lay_out()
        self.register.table.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.register.model.modelReset.connect(self._follow)
        self.register.start()
        self._choose_first()

    def _make_steps(self) -> None:
        self.add = guarded(self._desk, "change", Button("Ghi việc", "plus", shortcut="Ctrl+N"))
        tip = "Đến tuổi, hết hạn hộ nghèo, ba tháng không nhận, khoản đã chi vượt"
        self.search = guarded(self._desk, "change", Button("Tìm biến động", "search", tip=tip))
        self.slips = Button("Phiếu của thôn", "file-text", tip="In phiếu, nhập trả lời, thôn nào chưa trả lời")
        self.debts = Button("Phải thu hồi", "banknote", tip="Khoản đã chi khi không còn được hưởng")
        self.add.clicked.connect(self.report)
        self.search.clicked.connect(self.look_for)
        self.slips.clicked.connect(self.slips_asked)
        self.debts.clicked.connect(self.debts_asked)

    def _lay_out(self) -> None:
        steps = QHBoxLayout()
        steps.setContentsMargins(em(self), em(self, 0.6), em(self), 0)
        steps.setSpacing(em(self, 0.5))
        for button in (self.add, self.search, self.slips, self.debts):
            steps.addWidget(button)
        steps.addStretch(1)
        news = QVBoxLayout()
        news.setContentsMargins(em(self), em(self, 0.4), em(self), 0)
        news.addWidget(self.notice)
        self.card.setFixedWidth(em(self, CARD_EM))
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, em(self, 0.6), em(self, 0.6))
        sides.setSpacing(0)
        sides.addWidget(self.register, 1)
        sides.addWidget(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(steps)
        column.addLayout(news)
        column.addLayout(sides, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    def say(self, words: str, tone: Tone = "done") -> None:
        """News over the list."""
        self.notice.say(words, tone)

    def show_every(self) -> None:
        """All events, whatever their state."""
        self.register.header.set_filter("state", "every")

    # -- what is chosen ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> EventRow | None:
        """The chosen event."""
        return self.source.row(self.register.current_id())

    def _choose_first(self) -> None:
        if self.register.model.ids and self.register.current_id() is None:
            self.register.select_id(self.register.model.ids[0])

    def _proposal(self, row: EventRow) -> Proposal | None:
        if row.state != EventState.OPEN:
            return None
        with self._desk.read() as session:
            return proposals(session, [row.id], self._desk.today).get(row.id)

    def _follow(self) -> None:
        row = self.chosen
        with self._desk.read() as session:
            month = coming(session, self._desk.today)
            owed = 0 if row is None else owed_after(session, row.id)
            new = None if row is None else newcomer(session, row.id)
        if row is not None and new is not None:
            born = f"Sinh {new.born}." if new.born else "Chưa rõ năm sinh."
            row = replace(row, village=new.village, note=f"{born} {readable(new.note)}")
        self.card.setVisible(bool(self.register.model.ids))
        self.card.show_event(row, None if row is None else self._proposal(row), month, owed)

    # -- steps -------------------------------------------------------------------------------------------------------

    def report(self) -> None:
        """Ask who, then what."""
        person = pick_person(self, self._desk, "Biến động của ai?")
        if person:
            self.report_on(person)

    def report_on(self, person_id: int) -> None:
        """Ask what happened to somebody."""
        with self._desk.read() as session:
            found = people.rows(session, [person_id], self._desk.today)
        if found:
            dialog = report_dialog(self, self._desk, person_id, found[0].name, self._reported)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self.searching.debts_of((person_id,))
            dialog.deleteLater()

    def _reported(self, words: str, event_id: int) -> None:
        self.say(words)
        self.register.reload()
        self.register.select_id(event_id)

    def look_for(self) -> None:
        """Let the program find what the register and the lists tell for the coming month; it runs beside the window."""
        with self._desk.read() as session:
            month = coming(session, self._desk.today)
        self.searching.events_of(month)

    def _told(self, words: str, tone: Tone) -> None:
        self.search.setEnabled(not self.searching.busy)
        self.say(words, tone)
        self._choose_first()

    def decide(self) -> None:
        """Do what the chosen event proposes; a death asks about the funeral first."""
        row = self.chosen
        if row is None or row.state != EventState.OPEN:
            return
        proposal = self._proposal(row)
        if proposal is not None and proposal.funeral is not None:
            self._run(funeral_dialog(self, self._desk, row.id, proposal.funeral, self.say))
            return
        try:
            self.say(decided(self._desk, row.id))
        except RuleError as refused:
            self.say(refused.message, "wrong")

    def decide_funeral(self) -> None:
        """The family's form came after the death was decided."""
        row = self.chosen
        if row is None:
            return
        with self._desk.read() as session:
            offer = proposals(session, [row.id], self._desk.today)[row.id].funeral
        if offer is None:
            self.say("Người này không hưởng gì trong tháng mất, nên không có hỗ trợ mai táng.", "soon")
            return
        self._run(funeral_dialog(self, self._desk, row.id, offer, self.say, later=True))

    def dismiss(self) -> None:
        """Close the chosen event with a reason."""
        row = self.chosen
        if row is not None:
            self._run(dismiss_dialog(self, self._desk, row.id))

    def reopen(self) -> None:
        """Open the chosen event again."""
        row = self.chosen
        if row is None:
            return
        try:
            self._desk.do("Mở lại biến động", reopen_event, ReopenEvent(row.id))
            self.say("Đã đưa về danh sách chờ xử lý.")
        except RuleError as refused:
            self.say(refused.message, "wrong")

    def open_person(self) -> None:
        """The page of whom the chosen event is about."""
        row = self.chosen
        if row is not None and row.person_id is not None:
            self.person_asked.emit(row.person_id)

    def add_newcomer(self) -> None:
        """Ask for the form of a new person, filled with what the village wrote."""
        row = self.chosen
        with self._desk.read() as session:
            new = None if row is None else newcomer(session, row.id)
        if new is not None:
            village = str(new.village_id) if new.village_id else ""
            known = {"name": new.name, "born": new.born, "village": village, "note": new.note}
            self.newcomer_asked.emit({key: text for key, text in known.items() if text})

    def _run(self, dialog: FormDialog) -> None:
        dialog.exec()
        dialog.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the search."""
        self.searching.wait()
        super().closeEvent(event)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """Read again after any event, and what is proposed after anything that it stands on."""
        subjects = {subject for subject, _ in stale}
        if subjects & {"events", "people", "benefits", "decisions", "pay_months"}:
            self.register.reload()
            self._follow()
