"""What switching a document on would change: who gains, who loses, a month and in arrears, by group and village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.entitlements.law_change import PENDING_LABELS, LawChange, reckon
from models.benefits.entitlements.law_change_facts import gather
from models.benefits.entitlements.law_change_told import sums_by_group
from models.benefits.groups import all_groups
from models.benefits.secrecy import Grounds, grounds_for
from models.law import services
from models.law.queries import all_documents
from models.law.services import SwitchLaw
from models.store.dates import Month, add_months, month_display, month_of
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.worker import JobCancelled
from ui.desk import CANCELLED, Desk
from ui.forms.values import MonthField
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

MONTH_EM = 12.0
RECKONING = "Đang tính lại từng người…"
NOBODY = "Sổ chưa theo dõi chế độ nào nên chưa có ai để tính. Hãy tiếp nhận các khoản đang chi trả trước."
BY_WORDS: Final[dict[str, str]] = {"group": "Nhóm", "village": "Thôn", "pending": "Xét riêng"}


def signed(amount: int) -> str:
    """ "+90.000", "−60.000" or "0"."""
    return f"{'+' if amount > 0 else '−' if amount < 0 else ''}{format_amount(abs(amount))}"


class PreviewSource:
    """Sums by group, by village, and what is to be looked at one by one; ids are places in this order."""

    subject = "law_preview"
    columns = (
        Column("by", "Theo", 8, filter="choice", choices=tuple(BY_WORDS.items()), sortable=False),
        Column("name", "Nội dung", 20, sortable=False),
        Column("count", "Số người", 6, "right", sortable=False),
        Column("monthly", "Mỗi tháng (đồng)", 9, "right", sortable=False),
        Column("arrears", "Truy lĩnh (đồng)", 9, "right", sortable=False),
    )

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, int, int, int]] = []

    def show(self, found: LawChange, grounds: Grounds) -> None:
        """Take a preview; secret grounds are summed under the neutral label."""
        groups = sums_by_group(found, grounds)
        self._rows = [("group", named(one.name), one.count, one.monthly, one.arrears) for one in groups]
        self._rows += [("village", one.name, one.count, one.monthly, one.arrears) for one in found.by_village()]
        for reason, words in PENDING_LABELS.items():
            those = [one for one in found.pending if reason in one.pending]
            if those:
                monthly, arrears = sum(one.monthly for one in those), sum(one.arrears for one in those)
                self._rows.append(("pending", words, len(those), monthly, arrears))

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        by = wanted.of("by")
        found = [place for place, row in enumerate(self._rows, start=1) if not by or row[0] == by]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self._rows), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: self._strings(*self._rows[one - 1]) for one in ids if 0 < one <= len(self._rows)}

    def _strings(self, by: str, name: str, count: int, monthly: int, arrears: int) -> Sequence[str]:
        return BY_WORDS[by], name, format_amount(count), signed(monthly), signed(arrears)

    def summary(self, wanted: Wanted) -> str:
        return ""


class PreviewPage(QWidget):
    """Reckons beside the window; only a finished preview can be agreed to. `done` comes after switching."""

    left = Signal()
    done = Signal()
    export_asked = Signal(object)

    def __init__(self, desk: Desk, document_key: str) -> None:
        super().__init__()
        self._desk, self.key = desk, document_key
        self._found: LawChange | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._show)
        self._waiting.refused.connect(self._refuse)
        with desk.read() as session:
            [self._document] = [one.document for one in all_documents(session) if one.document.key == document_key]
        self.source = PreviewSource()
        self.notice = Notice("", "accent")
        self.sums = ToneLabel("", "quiet")
        payout = add_months(month_of(desk.today), 1)
        self.since = MonthField("since", "Tính lại từ tháng", required=True)
        self.payout = MonthField("payout", "Chi trả vào kỳ", required=True)
        self.since.restore(month_display(min(month_of(self._document.in_force), payout)))
        self.payout.restore(month_display(payout))
        self.again = Button("Tính lại", "undo-2", tip="Tính lại theo hai tháng đã chọn")
        self.again.clicked.connect(self.reckon)
        self.agree = guarded(desk, "change", PrimaryButton("Áp dụng văn bản", "check"))
        self.agree.clicked.connect(self.switch)
        self.register = RegisterView(self.source, title="Kết quả xem trước", noun="dòng", memory=desk.memory)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self._lay_out()
        self.agree.setEnabled(False)
        self.reckon()

    def _lay_out(self) -> None:
        back = Button("Quay lại", "arrow-left", tip="Quay lại, chưa áp dụng (Esc)")
        back.clicked.connect(self.left)
        title = title_label(f"Xem trước: {self._document.number}", 1.4)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(back)
        top.addWidget(self.agree)
        months = QHBoxLayout()
        months.setSpacing(em(self))
        for field in (self.since, self.payout):
            field.setFixedWidth(em(self, MONTH_EM))
            months.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        months.addWidget(self.again)
        months.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        head.setSpacing(em(self, 0.4))
        head.addLayout(top)
        head.addWidget(ToneLabel(f"{self._document.title}. {self._document.issuer}.", "quiet"))
        head.addLayout(months)
        head.addWidget(self.notice)
        head.addWidget(self.sums)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.register, 1)

    @property
    def busy(self) -> bool:
        """Whether the preview is still being reckoned."""
        return self._waiting.busy

    # -- reckoning ---------------------------------------------------------------------------------------------------

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
        self._waiting.start(lambda: self._reckoned(since, payout, self._desk.today))

    def _reckoned(self, since: Month, payout: Month, today: date) -> object:
        """Reads in this thread, reckons in the worker process."""
        with self._desk.store.read() as session:
            facts = gather(session, since, payout, today, supposing=[self.key])
        try:
            return self._desk.worker.run(reckon, facts)
        except JobCancelled:
            return CANCELLED

    def _show(self, found: object) -> None:
        if not isinstance(found, LawChange):
            self.notice.say("Đã dừng tính. Bấm «Tính lại» để xem trước.", "soon")
            return
        self._found = found
        self.source.show(found, grounds_for(self._desk.rights))
        self.register.start()
        nobody = not (found.changes or found.pending or found.same)
        self.notice.say(NOBODY if nobody else "", "soon")
        self.sums.setText(told(found))
        self.agree.setEnabled(True)

    def _refuse(self, problem: RuleError | EnvironmentProblem) -> None:
        self.notice.say(problem.message, "wrong")

    def switch(self) -> None:
        """Let the document's rows count, with the sums that were looked at."""
        if self._found is None:
            return
        command = SwitchLaw(self.key, True, "Đã xem trước", preview_sums(self._found))
        try:
            self._desk.do("Áp dụng văn bản", services.switch_law, command)
        except RuleError as refused:
            self.notice.say(refused.message, "wrong")
            return
        self.done.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._waiting.busy:
            self._desk.worker.cancel()
        self._waiting.wait()
        self.register.model.stop()
        super().closeEvent(event)


def named(group: str) -> str:
    """A group's code with its title; a ground that no rule recognised as it was written."""
    title = next((one.title for one in all_groups() if one.code == group), "")
    return f"{group}  {title}" if title else group


def told(found: LawChange) -> str:
    """The whole preview in a sentence."""
    gains = sum(one.monthly > 0 or one.arrears > 0 for one in found.changes)
    loses = sum("loses" in one.pending for one in found.pending)
    return (
        f"{format_amount(gains)} người tăng, {format_amount(loses)} người giảm, {format_amount(found.same)} không đổi. "
        f"Mỗi tháng {signed(found.monthly)} đồng, truy lĩnh {signed(found.arrears)} đồng. "
        f"Xét riêng từng người: {format_amount(len(found.pending))}."
    )


def preview_sums(found: LawChange) -> dict[str, Any]:
    """What the switch keeps of the preview: sums alone, no person."""
    return {
        "since": found.since,
        "payout": found.payout,
        "changes": len(found.changes),
        "pending": len(found.pending),
        "same": found.same,
        "monthly": found.monthly,
        "arrears": found.arrears,
    }
