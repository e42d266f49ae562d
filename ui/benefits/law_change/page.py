"""Điều chỉnh theo luật: who gets another amount, how much a month and in arrears, and decisions for all at once.

One page for both questions: under the law as it counts here, and as if a document that still waits were applied. What
is applied or decided is what was looked at, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.benefits.entitlements.drafting import level_since
from models.benefits.entitlements.law_change import reckon
from models.benefits.entitlements.law_change_facts import gather
from models.benefits.entitlements.law_decisions import PreparedLawChange, PrepareLawChange, prepare_law_change
from models.benefits.entitlements.law_since import reached_by, waiting
from models.benefits.months.queries import next_payout
from models.benefits.secrecy import grounds_for
from models.law import services
from models.law.services import SwitchLaw
from models.people.queries import names_of
from models.store.dates import Month, month_display
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.worker import JobCancelled
from ui.benefits.law_change.people_source import PeopleSource, Shown
from ui.benefits.law_change.sum_source import SumSource
from ui.benefits.law_change.words import prepared_words, preview_sums, told
from ui.benefits.page_head import lay_out_page
from ui.desk import CANCELLED, Desk
from ui.dialogs import confirmed
from ui.forms.fields import ChoiceField
from ui.forms.values import MonthField
from ui.frame.tabs import Tabs
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.progress import WorkProgress
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

MONTH_EM: Final = 12.0
LAW_EM: Final = 22.0
AS_IT_COUNTS: Final = "Luật đang áp dụng tại đơn vị"
NOBODY: Final = "Sổ chưa theo dõi chế độ nào nên chưa có ai để tính. Hãy tiếp nhận các khoản đang chi trả trước."
LAWFUL: Final = "Mọi mức đang hưởng đã theo luật."
ALONE: Final = "Chỉ còn trường hợp xét riêng: chọn dòng ở thẻ Từng người rồi bấm «Lập cho dòng đang chọn»."
APPLIED: Final = "Đã áp dụng. Bước tiếp: bấm «Lập quyết định chung» cho những người đổi mức."
WAIT_FOR_NUMBER: Final = "{} khoản đã có quyết định đang chờ số, ngày: ghi số ở thẻ Quyết định thì mức mới có hiệu lực."
NOT_YET: Final = "{} chưa áp dụng tại đơn vị: chọn ở ô «Tính theo» để xem trước."


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What was reckoned, and as if which document counted ("": as the law counts)."""

    shown: Shown
    supposed: str


class LawChangePage(QWidget):
    """Reckons and stores beside the window; `done` comes when decisions wait for number and day."""

    left = Signal()
    done = Signal(str)
    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk, document_key: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._found: _Reckoned | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._answered)
        self._waiting.refused.connect(self._refused)
        self.notice, self.sums_told = Notice("", "accent"), ToneLabel("", "quiet")
        self.progress = WorkProgress(desk.memory)
        self.progress.stopped.connect(desk.worker.cancel)
        with desk.read() as session:
            self._documents = {one.key: one for one in waiting(session)}
            payout = next_payout(session, desk.today)
        choices = tuple((key, f"Nếu áp dụng {one.number}") for key, one in self._documents.items())
        self.law = ChoiceField("law", "Tính theo", choices, empty=AS_IT_COUNTS)
        self.since = MonthField("since", "Tính lại từ tháng", required=True)
        self.payout = MonthField("payout", "Chi trả vào kỳ", required=True)
        self.payout.restore(month_display(payout))
        self.law.restore(document_key if document_key in self._documents else "")
        self._propose()
        self.law.changed.connect(self._law_chosen)
        self._make_buttons()
        self._make_registers()
        self._lay_out()
        self._offer()
        self.reckon()

    # -- building ----------------------------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.again = Button("Tính lại", "undo-2", tip="Tính lại theo hai tháng đã ghi")
        self.again.clicked.connect(self.reckon)
        self.back = Button("Quay lại", "arrow-left", tip="Quay lại, chưa áp dụng, chưa lập quyết định (Esc)")
        self.back.clicked.connect(self.left)
        self.apply = guarded(self._desk, "change", PrimaryButton("Áp dụng văn bản", "check"))
        self.apply.clicked.connect(self.switch)
        self.agree = guarded(self._desk, "change", PrimaryButton("Lập quyết định chung", "check"))
        self.agree.clicked.connect(lambda _checked=False: self._prepare(None))

    def _make_registers(self) -> None:
        memory, grounds = self._desk.memory, grounds_for(self._desk.rights)
        self.source, self.sum_source = PeopleSource(grounds), SumSource()
        self.people = RegisterView(self.source, title="Ai đổi mức", noun="khoản", memory=memory)
        self.sums = RegisterView(self.sum_source, title="Cộng theo nhóm, thôn", noun="dòng", memory=memory)
        self.single = guarded(
            self._desk, "change", self.people.add_step("Lập cho dòng đang chọn", "plus", self.prepare_chosen)
        )
        self.single.setToolTip("Lập quyết định cho các dòng đang chọn, kể cả trường hợp xét riêng")
        self.people.opened.connect(self._open_person)
        self.sums.opened.connect(self._open_sum)
        for view in (self.people, self.sums):
            view.export_asked.connect(lambda one=view: self.export_asked.emit(one))
            view.escaped.connect(self.left)
            if view.export_button is not None:
                guarded(self._desk, "export", view.export_button)
        self.tabs = Tabs()
        self.tabs.addTab(self.sums, "Tổng hợp")
        self.tabs.addTab(self.people, "Từng người")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label("Điều chỉnh theo luật", 1.4), 1)
        for button in (self.back, self.apply, self.agree):
            top.addWidget(button)
        fields = QHBoxLayout()
        fields.setSpacing(em(self))
        self.law.setFixedWidth(em(self, LAW_EM))
        for month in (self.since, self.payout):
            month.setFixedWidth(em(self, MONTH_EM))
        for field in (self.law, self.since, self.payout):
            fields.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.again)
        fields.addStretch(1)
        lay_out_page(self, (top, fields, self.sums_told, self.notice, self.progress), self.tabs, gap=0.3)

    @property
    def busy(self) -> bool:
        """Whether it is still reckoning or storing."""
        return self._waiting.busy

    @property
    def supposed(self) -> str:
        """The document that the fields suppose; "" for none."""
        return self.law.draft()

    # -- reckoning ---------------------------------------------------------------------------------------------------

    def _propose(self) -> None:
        """The first month that the chosen law reaches, never after the payout."""
        payout = self.payout.read()
        if payout is None:
            return
        with self._desk.read() as session:
            if self.supposed:
                since = reached_by(session, self.supposed, self._desk.today)
            else:
                since = level_since(session, payout, self._desk.today)
        self.since.restore(month_display(min(since, payout)))

    def _law_chosen(self) -> None:
        self._propose()
        self.reckon()

    def reckon(self) -> None:
        """Reckon for what stands in the fields."""
        if self._waiting.busy:
            return
        self._found = None
        self._offer()
        if not (self.since.check() and self.payout.check()):
            return
        since, payout, supposed = self.since.read(), self.payout.read(), self.supposed
        if since is None or payout is None:
            return
        if payout < since:
            self.payout.say("Kỳ chi trả không thể trước tháng tính lại.")
            return
        self._begin("Đang tính lại từng người…")
        self._waiting.start(lambda: self._reckoned(since, payout, supposed))

    def _reckoned(self, since: Month, payout: Month, supposed: str) -> object:
        """Reads in this thread, reckons in the worker process."""
        with self._desk.store.read() as session:
            facts = gather(session, since, payout, self._desk.today, supposing=[supposed] if supposed else [])
        try:
            found = self._desk.worker.run(reckon, facts)
        except JobCancelled:
            return CANCELLED
        with self._desk.connection() as reader:
            names = names_of(reader, {one.person_id for one in (*found.changes, *found.pending)})
        return _Reckoned(Shown.of(found, names), supposed)

    def _begin(self, words: str) -> None:
        self.notice.say(words, "accent")
        self.progress.begin("law-change", 1, stoppable=words.startswith("Đang tính"))
        for button in (self.again, self.single):
            button.setEnabled(False)

    def _ended(self, *, finished: bool) -> None:
        self.progress.end(finished=finished)
        for button in (self.again, self.single):
            button.setEnabled(True)

    def _answered(self, found: object) -> None:
        self._ended(finished=found is not CANCELLED)
        if isinstance(found, PreparedLawChange):
            self.done.emit(prepared_words(found))
        elif isinstance(found, _Reckoned):
            self._show(found)
        else:
            self.notice.say("Đã dừng tính. Bấm «Tính lại» để xem.", "soon")

    def _show(self, found: _Reckoned) -> None:
        self._found = found
        self.source.show(found.shown)
        self.sum_source.show(found.shown.found, grounds_for(self._desk.rights))
        self.people.header.set_choices("village", self.source.villages())
        self.people.header.set_choices("group", self.source.groups())
        for view in (self.people, self.sums):
            view.start()
        change = found.shown.found
        self.sums_told.setText(told(change))
        self.sums_told.setVisible(bool(change.changes or change.pending or change.same))
        self._say_next(found)
        self._offer()

    def _say_next(self, found: _Reckoned) -> None:
        change = found.shown.found
        prepared = sum("prepared" in one.pending for one in change.pending)
        if not (change.changes or change.pending or change.same):
            self.notice.say(NOBODY, "soon")
        elif prepared:
            self.notice.say(WAIT_FOR_NUMBER.format(format_amount(prepared)), "soon")
        elif not found.supposed and self._documents:
            numbers = ", ".join(dict.fromkeys(one.number for one in self._documents.values()))
            self.notice.say(NOT_YET.format(numbers), "soon")
        elif not (change.changes or change.pending):
            self.notice.say(LAWFUL, "done")
        else:
            self.notice.say("" if change.changes or found.supposed else ALONE, "soon")

    def _offer(self) -> None:
        """One next step: apply the document that was supposed, else decide."""
        found = self._found
        self.apply.setVisible(bool(self.supposed))
        self.agree.setVisible(not self.supposed)
        self.apply.setEnabled(found is not None and found.supposed == self.supposed)
        self.agree.setEnabled(found is not None and bool(found.shown.found.changes))
        self.single.setVisible(not self.supposed)

    # -- applying and deciding ---------------------------------------------------------------------------------------

    def switch(self) -> None:
        """Let the document's rows count, with the sums that were looked at; then the same months under the law."""
        found = self._found
        if found is None or not found.supposed or self._waiting.busy:
            return
        number = self._documents[found.supposed].number
        words = f"{told(found.shown.found)} Từ lúc này mọi mức được tính theo văn bản; chưa ai đổi mức trước khi có "
        if not confirmed(self, f"Áp dụng {number}?", f"{words}quyết định.", "Áp dụng", "Xem lại đã"):
            return
        command = SwitchLaw(found.supposed, True, "Đã xem trước", preview_sums(found.shown.found))
        try:
            self._desk.do("Áp dụng văn bản", services.switch_law, command)
        except (RuleError, EnvironmentProblem) as refused:
            self.notice.say(refused.message, "wrong")
            return
        del self._documents[found.supposed]
        self.law.restore("")
        self._found = _Reckoned(found.shown, "")
        self._offer()
        self.notice.say(APPLIED, "done")

    def prepare_chosen(self) -> None:
        """Prepare decisions for the chosen rows."""
        chosen = tuple(self.people.selected_ids())
        if chosen:
            self._prepare(chosen)
        else:
            self.notice.say("Hãy chọn ít nhất một dòng.", "soon")

    def _prepare(self, entitlement_ids: tuple[int, ...] | None) -> None:
        found = self._found
        if found is None or found.supposed or self._waiting.busy:
            return
        change = found.shown.found
        self.agree.setEnabled(False)
        self._begin("Đang lập quyết định…")
        command = PrepareLawChange(change.since, change.payout, entitlement_ids)
        self._waiting.start(lambda: self._desk.do("Lập quyết định theo luật", prepare_law_change, command))

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._ended(finished=False)
        self.notice.say(problem.message, "wrong")
        self._offer()

    # -- elsewhere ---------------------------------------------------------------------------------------------------

    def _open_person(self, entitlement_id: int) -> None:
        found = self.source.change(entitlement_id)
        if found is not None:
            self.person_asked.emit(found.person_id)

    def _open_sum(self, place: int) -> None:
        """The people behind a sum."""
        row = self.sum_source.row(place)
        header = self.people.header
        header.clear()
        header.set_filter(row.by, row.value)
        if row.by != "how":
            header.set_filter("how", "together")
        self.tabs.setCurrentWidget(self.people)
        self.people.table.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._waiting.busy:
            self._desk.worker.cancel()
        self._waiting.wait()
        self.progress.end(finished=False)
        for view in (self.people, self.sums):
            view.model.stop()
        super().closeEvent(event)
