"""The month cockpit: where a month stands, the bridge in the middle, what to look at on the right, one next step.

Reads beside the window and does nothing by itself; each step asks once where it cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from models.benefits.months import queries, services
from models.benefits.months.bridge import Bridge
from models.benefits.months.queries import MonthRow
from models.benefits.months.reviewing import risks_of
from models.benefits.months.risks import Risk
from models.benefits.months.rules import MONTH_STATE_LABELS, MonthState
from models.benefits.months.services import MONTHS
from models.benefits.months.showing import shown_bridge, shown_risks
from models.benefits.secrecy import grounds_for
from models.store.dates import Month, add_months, month_display
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.rights import Right, may
from ui.benefits.months.dialogs import open_dialog, opening_dialog
from ui.benefits.months.sentence import SentenceLine
from ui.benefits.months.sources import BridgeSource, RiskSource
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.forms.combo import QuietCombo
from ui.forms.values import MonthField
from ui.parts import Button, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.view import RegisterView
from ui.rights import guarded, why_not
from ui.theme import em
from ui.waiting import Waiting

READING: Final = "Đang đọc danh sách…"
REVIEWING: Final = "Đang tìm những điều nên xem…"
OPENING: Final = "Tháng mở đầu: số đã chi theo danh sách cũ, làm mốc cho tháng sau."
COMPUTING: Final = "Đang lập danh sách…"
WORKING: Final = "Đang ghi…"
NO_RISKS: Final = "Không có điều gì đáng ngại trong danh sách này."
NO_MONTH: Final = (
    "Danh sách chi trả nối tháng này với tháng trước. Trước hết hãy tiếp nhận các khoản đang chi trả (thẻ Đang hưởng), "
    "rồi lập tháng mở đầu: tháng cuối cùng đã chi theo danh sách cũ."
)
CONFIRM_WORDS: Final = (
    "Sau khi chốt, danh sách không sửa được nữa: mọi điều chỉnh sẽ là dòng truy lĩnh hoặc thu hồi của tháng sau."
)
CLOSE_WORDS: Final = "Khóa sổ rồi thì kết quả chi trả của tháng không đổi được nữa."
BRIDGE_EM: Final = 30.0
RISKS_EM: Final = 60.0
STALE_SUBJECTS: Final = frozenset((MONTHS, "benefits", "decisions", "people", "debts"))


@dataclass(frozen=True, slots=True)
class Seen:
    """One month as read, with its bridge. `trouble`: why there is none."""

    row: MonthRow
    bridge: Bridge | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What to look at in a month."""

    month: Month
    risks: list[Risk]


class CockpitPage(QWidget):
    """One month at a time; `month` is the one shown, None while no month is kept."""

    step_asked = Signal(object, str)
    lines_asked = Signal(object)
    papers_asked = Signal(int)
    answer_asked = Signal(int)
    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.months: list[MonthRow] = []
        self.seen: Seen | None = None
        self._again = False
        self._reading, self._reviewing, self._doing = Waiting(self), Waiting(self), Waiting(self)
        self._reviewing.done.connect(self._show_risks)
        self._reviewing.refused.connect(self._refused)
        self._reading.done.connect(self._show)
        self._reading.refused.connect(self._refused)
        self._doing.done.connect(lambda _value: self._stepped())
        self._doing.refused.connect(self._refused)
        self.bridge_source, self.risk_source = BridgeSource(), RiskSource()
        self.chosen = QuietCombo()
        self.chosen.setAccessibleName("Tháng")
        self.chosen.activated.connect(lambda _index: self.read())
        self.standing = ToneLabel("", "quiet", wrap=False)
        self.told = ToneLabel("", "quiet")
        self.notice = Notice("", "accent")
        self.step = PrimaryButton("", "check")
        self.step.clicked.connect(self.go_on)
        self.again = guarded(desk, "change", Button("Lập lại", "undo-2", tip="Lập lại theo sổ lúc này"))
        self.again.clicked.connect(self.recompute)
        self.papers = Button("Giấy tờ của kỳ", "printer", tip="Danh sách chi trả, đề nghị rút dự toán, quyết toán…")
        self.papers.clicked.connect(self._open_papers)
        self.whole = Button("Cả danh sách", "clipboard-list", tip="Xem từng dòng của danh sách")
        self.whole.clicked.connect(self._open_lines)
        self.bridge = RegisterView(
            self.bridge_source, title="Từ tháng trước sang tháng này", noun="bước", memory=desk.memory
        )
        self.bridge.opened.connect(self._open_step)
        self.risks = RegisterView(self.risk_source, title="Nên xem trước khi chốt", noun="điều", memory=desk.memory)
        self.risks.opened.connect(self._open_person)
        self.words = SentenceLine(self.risks, self.risk_source.words)
        for view in (self.bridge, self.risks):
            view.export_asked.connect(lambda one=view: self.export_asked.emit(one))
            if view.export_button is not None:
                guarded(desk, "export", view.export_button)
        self.empty = EmptyState("calendar", "Chưa có kỳ chi trả nào", NO_MONTH)
        self.begin = guarded(
            desk, "change", self.empty.add_step("Lập tháng mở đầu", "plus", self.ask_opening, primary=True)
        )
        self._lay_out()
        self.renew_months()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label("Kỳ chi trả", 1.4))
        top.addWidget(self.chosen)
        top.addWidget(self.standing, 1)
        for button in (self.whole, self.papers, self.again, self.step):
            top.addWidget(button)
        split = QSplitter(Qt.Orientation.Horizontal)
        right = QWidget()
        reasons = QVBoxLayout(right)
        reasons.setContentsMargins(0, 0, 0, 0)
        reasons.setSpacing(0)
        reasons.addWidget(self.risks, 1)
        reasons.addWidget(self.words)
        split.addWidget(self.bridge)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setSizes([em(self, BRIDGE_EM), em(self, RISKS_EM)])
        split.setStretchFactor(1, 1)
        head = QVBoxLayout()
        head.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        head.setSpacing(em(self, 0.4))
        head.addLayout(top)
        head.addWidget(self.told)
        head.addWidget(self.notice)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(split, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(body)
        self._stack.addWidget(self.empty)

    @property
    def busy(self) -> bool:
        """Whether it is reading or writing."""
        return self._reading.busy or self._reviewing.busy or self._doing.busy

    @property
    def month(self) -> Month | None:
        """The month that is chosen."""
        found = self.chosen.currentData()
        return None if found is None else Month(int(found))

    # -- reading -----------------------------------------------------------------------------------------------------

    def renew_months(self, chosen: Month | None = None) -> None:
        """Read which months there are, and the chosen one (else the latest)."""
        with self._desk.read() as reader:
            self.months = queries.months(reader)
        kept = chosen or self.month
        self.chosen.clear()
        for row in self.months:
            self.chosen.addItem(month_display(row.month), int(row.month))
        places = [int(row.month) for row in self.months]
        self.chosen.setCurrentIndex(places.index(kept) if kept in places else 0)
        self._stack.setCurrentIndex(0 if self.months else 1)
        if self.months:
            self.read()

    def open_month(self, month: Month) -> None:
        """Show a month."""
        self.renew_months(month)

    def read(self) -> None:
        """Read the chosen month beside the window."""
        month = self.month
        if month is None:
            return
        if self._reading.busy or self._reviewing.busy:
            self._again = True
            return
        self.notice.say(READING, "accent")
        self._reading.start(lambda: self._read(month))

    def _read(self, month: Month) -> Seen:
        with self._desk.store.read() as reader:
            row = queries.month_row(reader, month)
            if row.opening:
                return Seen(row, None, OPENING)
            try:
                return Seen(row, shown_bridge(queries.bridge_of(reader, month), grounds_for(self._desk.rights)))
            except RuleError as error:
                return Seen(row, None, error.message)

    def _show(self, found: object) -> None:
        if self._read_again() or not isinstance(found, Seen):
            return
        self.seen = found
        row = found.row
        self.bridge_source.show(found.bridge)
        self.bridge.start()
        self.risk_source.show(())
        self.risks.start()
        self.standing.setText(MONTH_STATE_LABELS[row.state])
        self.told.setText(told(row))
        self.notice.say(found.trouble or REVIEWING, "wrong" if found.trouble and not row.opening else "accent")
        self._show_step(row)
        if not row.opening:
            self._reviewing.start(lambda: self._review(row.month))

    def _review(self, month: Month) -> Reviewed:
        with self._desk.store.read() as reader:
            return Reviewed(month, shown_risks(risks_of(reader, month), grounds_for(self._desk.rights)))

    def _show_risks(self, found: object) -> None:
        if self._read_again() or not isinstance(found, Reviewed) or self.seen is None:
            return
        self.risk_source.show(found.risks)
        self.risks.start()
        self.risks.select_id(1)
        if not self.seen.trouble:
            nothing = not found.risks and self.seen.row.state == MonthState.OPEN
            self.notice.say(NO_RISKS if nothing else "", "done")

    def _read_again(self) -> bool:
        """Something was asked for meanwhile: what came is out of date."""
        if not self._again:
            return False
        self._again = False
        self.read()
        return True

    def _show_step(self, row: MonthRow) -> None:
        latest = self.months[0]
        words, right = _STEPS[row.state]
        if row.opening or row.state == MonthState.CLOSED:
            following = month_display(add_months(latest.month, 1))
            words, right = f"Lập tháng {following}", "change"
        self.step.setText(words)
        may_go = not (latest.state == MonthState.OPEN and row.month != latest.month)
        self.step.setVisible(may_go)
        self.step.setEnabled(may(self._desk.rights, right))
        self.step.setToolTip(why_not(self._desk, right) or words)
        self.again.setVisible(row.state == MonthState.OPEN)

    # -- steps -------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step of the month that is shown."""
        if self.seen is None or self._doing.busy or self._reading.busy:
            return
        row = self.seen.row
        if row.opening or row.state == MonthState.CLOSED:
            self.ask_open()
        elif row.state == MonthState.OPEN:
            self.confirm(row)
        elif row.state == MonthState.CONFIRMED:
            self._do(lambda: self._desk.do("Gửi danh sách chi trả", services.send_month, services.SendMonth(row.month)))
        elif row.state == MonthState.SENT:
            self.answer_asked.emit(int(row.month))
        else:
            self.close_month(row)

    def confirm(self, row: MonthRow) -> None:
        """Freeze the list, after a question."""
        title = f"Chốt danh sách tháng {month_display(row.month)}?"
        words = f"{format_amount(row.lines)} dòng, {format_amount(row.total)} đồng. {CONFIRM_WORDS}"
        if confirmed(self, title, words, "Chốt danh sách", "Xem lại đã"):
            command = services.ConfirmMonth(row.month)
            self._do(lambda: self._desk.do("Chốt danh sách tháng", services.confirm_month, command))

    def close_month(self, row: MonthRow) -> None:
        """Close the month, after a question."""
        if confirmed(self, f"Khóa sổ tháng {month_display(row.month)}?", CLOSE_WORDS, "Khóa sổ", "Để sau"):
            command = services.CloseMonth(row.month)
            self._do(lambda: self._desk.do("Khóa sổ tháng", services.close_month, command))

    def recompute(self) -> None:
        """Compute an open list again."""
        if self.seen is not None and not self._doing.busy:
            command = services.RecomputeMonth(self.seen.row.month)
            self._do(
                lambda: self._desk.do("Lập lại danh sách tháng", services.recompute_month, command), words=COMPUTING
            )

    def ask_open(self) -> None:
        """Begin the list of the next month, perhaps together with the one after it."""
        month = add_months(self.months[0].month, 1)
        dialog = open_dialog(self, self._desk, month)
        if dialog.exec() == FormDialog.DialogCode.Accepted:
            with_month = add_months(month, 1) if dialog.form.fields["together"].draft() else None
            command = services.OpenMonth(month, with_month)
            self._do(lambda: self._desk.do("Lập danh sách tháng", services.open_month, command), month, words=COMPUTING)
        dialog.deleteLater()

    def ask_opening(self) -> None:
        """Keep the last month that was paid by the old list."""
        dialog = opening_dialog(self, self._desk)
        dialog.on_save(lambda: self._open_first(dialog))
        dialog.exec()
        dialog.deleteLater()

    def _open_first(self, dialog: FormDialog) -> None:
        field = dialog.form.fields["month"]
        month = field.read() if isinstance(field, MonthField) else None
        if month is not None:
            self._desk.do("Lập tháng mở đầu", services.opening_month, services.OpeningMonth(month))
            self.renew_months(month)

    def _do(self, work: Callable[[], object], month: Month | None = None, *, words: str = WORKING) -> None:
        self.step.setEnabled(False)
        self.notice.say(words, "accent")
        self._asked = month
        self._doing.start(work)

    def _stepped(self) -> None:
        self.renew_months(self._asked)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.step.setEnabled(True)
        self.notice.say(problem.message, "wrong")

    # -- elsewhere ---------------------------------------------------------------------------------------------------

    def _open_step(self, place: int) -> None:
        step = self.bridge_source.steps[place - 1]
        if self.seen is None:
            return
        if step.is_sum:
            self._open_lines()
        else:
            self.step_asked.emit(step, month_display(self.seen.row.month))

    def _open_lines(self) -> None:
        if self.seen is not None:
            self.lines_asked.emit(self.seen.row)

    def _open_papers(self) -> None:
        if self.seen is not None:
            self.papers_asked.emit(int(self.seen.row.month))

    def _open_person(self, place: int) -> None:
        person = self.risk_source.person(place)
        if person:
            self.person_asked.emit(person)

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """What the months are, when any changed; an open list may be out of date when something else did."""
        subjects = {subject for subject, _ in stale}
        if MONTHS in subjects and not self._doing.busy:
            self.renew_months()
        elif subjects & STALE_SUBJECTS and self.seen is not None and self.seen.row.state == MonthState.OPEN:
            self.notice.say("Sổ vừa có thay đổi. Bấm «Lập lại» để danh sách theo kịp.", "soon")

    def closeEvent(self, event: QCloseEvent) -> None:
        for waiting in (self._reading, self._reviewing, self._doing):
            waiting.wait()
        for view in (self.bridge, self.risks):
            view.model.stop()
        super().closeEvent(event)


_STEPS: Final[dict[MonthState, tuple[str, Right]]] = {
    MonthState.OPEN: ("Chốt danh sách", "confirm"),
    MonthState.CONFIRMED: ("Đã gửi tổ chức chi trả", "confirm"),
    MonthState.SENT: ("Đối soát tệp trả về", "change"),
    MonthState.RECONCILED: ("Khóa sổ tháng", "confirm"),
    MonthState.CLOSED: ("", "change"),
}


def told(row: MonthRow) -> str:
    """The month in a sentence."""
    together = f" Chi cùng tháng {month_display(row.paid_with)}." if row.paid_with is not None else ""
    known = "/".join(reversed(row.known_on.split("-")))
    return (
        f"{format_amount(row.lines)} dòng, {format_amount(row.total)} đồng. Ngân sách năm {row.budget_year}, "
        f"xét luật như ngày {known}.{together}"
    )
