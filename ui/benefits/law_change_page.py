"""Điều chỉnh theo luật: who gets another amount under the law as known now, and decisions for all at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.entitlements.drafting import level_since
from models.benefits.entitlements.law_change import LawChange, reckon
from models.benefits.entitlements.law_change_facts import gather
from models.benefits.entitlements.law_decisions import PreparedLawChange, PrepareLawChange, prepare_law_change
from models.store.dates import Month, add_months, month_display, month_of
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.worker import JobCancelled
from ui.benefits.law_change_source import LawChangeSource
from ui.desk import CANCELLED, Desk
from ui.forms.values import MonthField
from ui.law.preview_page import signed
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

MONTH_EM: Final = 13.0
WORDS: Final = (
    "Một quyết định chung cho mọi người chỉ đổi mức; nhóm phải giữ kín có quyết định riêng. Trường hợp xét riêng không "
    "tự đưa vào: chọn dòng (giữ Ctrl để chọn nhiều) rồi lập riêng, hoặc mở trang từng người."
)
RECKONING: Final = "Đang tính lại từng người…"
STORING: Final = "Đang lập quyết định…"


class LawChangePage(QWidget):
    """Reckons and prepares beside the window; `done` comes when decisions wait for number and day."""

    left = Signal()
    done = Signal(str)
    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: LawChange | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._answered)
        self._waiting.refused.connect(self._refused)
        self.source = LawChangeSource(desk)
        self.notice, self.told = Notice("", "accent"), ToneLabel("", "quiet")
        self.since = MonthField("since", "Tính lại từ tháng", required=True)
        self.payout = MonthField("payout", "Chi trả vào kỳ", required=True)
        payout = add_months(month_of(desk.today), 1)
        with desk.read() as session:
            since = level_since(session, payout, desk.today)
        self.since.restore(month_display(since))
        self.payout.restore(month_display(payout))
        self.again = Button("Tính lại", "undo-2", tip="Tính lại theo hai tháng đã ghi")
        self.again.clicked.connect(self.reckon)
        self.back = Button("Quay lại", "arrow-left", tip="Quay lại, chưa lập quyết định (Esc)")
        self.back.clicked.connect(self.left)
        self.agree = guarded(desk, "change", PrimaryButton("Lập quyết định chung", "check"))
        self.agree.clicked.connect(lambda _checked=False: self._prepare(None))
        self.register = RegisterView(self.source, title="Ai đổi mức", noun="người", memory=desk.memory)
        self.single = guarded(
            desk, "change", self.register.add_step("Lập cho dòng đang chọn", "plus", self.prepare_chosen)
        )
        self.single.setToolTip("Lập quyết định cho các dòng đang chọn, kể cả trường hợp xét riêng")
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self.register.opened.connect(self._open_person)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        self._lay_out()
        self.agree.setEnabled(False)
        self.reckon()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label("Điều chỉnh theo luật", 1.4), 1)
        top.addWidget(self.back)
        top.addWidget(self.agree)
        fields = QHBoxLayout()
        fields.setSpacing(em(self))
        for field in (self.since, self.payout):
            field.setFixedWidth(em(self, MONTH_EM))
            fields.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.again)
        fields.addWidget(self.told, 1)
        head = QVBoxLayout()
        head.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        head.setSpacing(em(self, 0.3))
        head.addLayout(top)
        head.addWidget(ToneLabel(WORDS, "quiet"))
        head.addLayout(fields)
        head.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.register, 1)

    @property
    def busy(self) -> bool:
        """Whether it is still reckoning or storing."""
        return self._waiting.busy

    def reckon(self) -> None:
        """Reckon for the months that stand in the fields."""
        if self._waiting.busy or not (self.since.check() and self.payout.check()):
            return
        since, payout = self.since.read(), self.payout.read()
        if since is None or payout is None:
            return
        if payout < since:
            self.payout.say("Kỳ chi trả không thể trước tháng tính lại.")
            return
        self.agree.setEnabled(False)
        self.notice.say(RECKONING, "accent")
        self._waiting.start(lambda: self._reckoned(since, payout))

    def _reckoned(self, since: Month, payout: Month) -> object:
        """Reads in this thread, reckons in the worker process."""
        with self._desk.store.read() as session:
            facts = gather(session, since, payout, self._desk.today)
        try:
            return self._desk.worker.run(reckon, facts)
        except JobCancelled:
            return CANCELLED

    def prepare_chosen(self) -> None:
        """Prepare decisions for the chosen rows."""
        chosen = tuple(self.register.selected_ids())
        if chosen:
            self._prepare(chosen)
        else:
            self.notice.say("Hãy chọn ít nhất một dòng.", "soon")

    def _prepare(self, entitlement_ids: tuple[int, ...] | None) -> None:
        found = self._found
        if found is None or self._waiting.busy:
            return
        self.agree.setEnabled(False)
        self.notice.say(STORING, "accent")
        command = PrepareLawChange(found.since, found.payout, entitlement_ids)
        self._waiting.start(lambda: self._desk.do("Lập quyết định theo luật", prepare_law_change, command))

    def _answered(self, found: object) -> None:
        if isinstance(found, PreparedLawChange):
            self.done.emit(prepared_words(found))
        elif isinstance(found, LawChange):
            self._show(found)
        else:
            self.notice.say("Đã dừng tính. Bấm Tính lại để xem.", "soon")

    def _show(self, found: LawChange) -> None:
        self._found = found
        self.source.show(found)
        self.register.header.set_choices("village", self.source.villages())
        self.register.header.set_choices("group", self.source.groups())
        self.register.start()
        nobody = not (found.changes or found.pending)
        self.notice.say("Mọi mức đang hưởng đã theo luật." if nobody else "", "done")
        self.told.setText(told(found))
        self.agree.setEnabled(bool(found.changes))
        guarded(self._desk, "change", self.agree)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.notice.say(problem.message, "wrong")
        self.agree.setEnabled(self._found is not None and bool(self._found.changes))
        guarded(self._desk, "change", self.agree)

    def _open_person(self, entitlement_id: int) -> None:
        found = self.source.change(entitlement_id)
        if found is not None:
            self.person_asked.emit(found.person_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._waiting.busy:
            self._desk.worker.cancel()
        self._waiting.wait()
        self.register.model.stop()
        super().closeEvent(event)


def told(found: LawChange) -> str:
    """The whole preview in two sentences."""
    return (
        f"Quyết định chung {format_amount(len(found.changes))} người: mỗi tháng {signed(found.monthly)} đồng, "
        f"truy lĩnh {signed(found.arrears)} đồng. Xét riêng {format_amount(len(found.pending))}; không đổi "
        f"{format_amount(found.same)}."
    )


def prepared_words(done: PreparedLawChange) -> str:
    """What was prepared, in a sentence."""
    count = len(done.single) + (done.common is not None)
    return (
        f"Đã lập {count} quyết định cho {format_amount(done.people)} người, đang chờ số, ngày, người ký. Mỗi tháng "
        f"{signed(done.monthly)} đồng, truy lĩnh {signed(done.arrears)} đồng."
    )
