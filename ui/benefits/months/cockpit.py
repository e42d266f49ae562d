"""The month cockpit: state and next step on top, the bridge in the middle, what to look at on the right.

Reads beside the window and changes nothing by itself: the steps stand in steps.py, each asks once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from models.benefits.months import queries
from models.benefits.months.bridge import Bridge
from models.benefits.months.queries import MonthRow
from models.benefits.months.register import Standing, standing_of
from models.benefits.months.reviewing import risks_of
from models.benefits.months.risks import Risk
from models.benefits.months.rules import MonthState
from models.benefits.months.services import MONTHS
from models.benefits.months.showing import shown_bridge, shown_risks
from models.benefits.secrecy import grounds_for
from models.store.dates import Month, add_months, month_display
from models.store.errors import EnvironmentProblem, RuleError
from models.store.rights import may
from ui.benefits.months.beside import BesideBridge
from ui.benefits.months.sources import BridgeSource
from ui.benefits.months.stages import STEPS, StageLine, next_words, told
from ui.benefits.months.steps import MonthSteps
from ui.desk import Desk
from ui.forms.combo import QuietCombo
from ui.law.new_law import NewLaw
from ui.parts import Button, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.progress import WorkProgress
from ui.register.view import RegisterView
from ui.rights import guarded, why_not
from ui.theme import em
from ui.waiting import Waiting

READING: Final = "Đang đọc danh sách…"
REVIEWING: Final = "Đang tìm những điều nên xem…"
NO_RISKS: Final = "Không có điều gì đáng ngại trong danh sách này."
NO_MONTH: Final = (
    "Danh sách chi trả nối tháng này với tháng trước. Trước hết hãy tiếp nhận các khoản đang chi trả (thẻ Đang hưởng), "
    "rồi lập tháng mở đầu: tháng cuối cùng đã chi theo danh sách cũ."
)
FIRST_WORDS: Final = (
    "Số đã chi theo danh sách cũ của tháng này làm mốc, không có tháng trước để so. Từ tháng sau, cầu nối từ tháng "
    "trước sang tháng này và những điều nên xem đứng ở đây."
)
AGAIN_WORDS: Final = "Sổ vừa có thay đổi. Bấm «Lập lại» để danh sách theo kịp."
BRIDGE_EM: Final = 30.0
RISKS_EM: Final = 60.0
STALE_SUBJECTS: Final = frozenset((MONTHS, "benefits", "decisions", "people", "debts"))


@dataclass(frozen=True, slots=True)
class Seen:
    """One month as read, with its bridge. `trouble`: why there is none."""

    row: MonthRow
    standing: Standing
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
    preview_asked = Signal(str)
    take_over_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.months: list[MonthRow] = []
        self.seen: Seen | None = None
        self._again = False
        self._reading, self._reviewing = Waiting(self), Waiting(self)
        self._reviewing.done.connect(self._show_risks)
        self._reviewing.refused.connect(self._refused)
        self._reading.done.connect(self._show)
        self._reading.refused.connect(self._refused)
        self.steps = MonthSteps(self, desk)
        self.steps.began.connect(self._began)
        self.steps.done.connect(self._stepped)
        self.steps.refused.connect(self._refused)
        self._make_head()
        self._make_registers()
        self._make_empty()
        self._lay_out()
        self.renew_months()

    # -- building ----------------------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        desk = self._desk
        self.chosen = QuietCombo()
        self.chosen.setAccessibleName("Tháng")
        self.chosen.activated.connect(lambda _index: self.read())
        self.stages = StageLine()
        self.told, self.next = ToneLabel("", "quiet"), ToneLabel("", "text")
        self.notice = Notice("", "accent")
        self.new_law = NewLaw(desk, self)
        self.new_law.preview_asked.connect(self.preview_asked)
        self.progress = WorkProgress(desk.memory)
        self.step = PrimaryButton("", "check")
        self.step.clicked.connect(self.go_on)
        self.again = guarded(desk, "change", Button("Lập lại", "undo-2", tip="Lập lại theo sổ lúc này"))
        self.again.clicked.connect(self.recompute)
        tip = "Danh sách chi trả, đề nghị rút dự toán, quyết toán…"
        self.papers = Button("Giấy tờ của kỳ", "printer", tip=tip, shortcut="Ctrl+P")
        self.papers.clicked.connect(self._open_papers)
        self.whole = Button("Cả danh sách", "clipboard-list", tip="Xem từng dòng của danh sách")
        self.whole.clicked.connect(self._open_lines)

    def _make_registers(self) -> None:
        memory = self._desk.memory
        self.bridge_source = BridgeSource()
        self.bridge = RegisterView(self.bridge_source, title="Đối chiếu", noun="bước", memory=memory)
        self.bridge.opened.connect(self._open_step)
        self.bridge.export_asked.connect(lambda: self.export_asked.emit(self.bridge))
        if self.bridge.export_button is not None:
            guarded(self._desk, "export", self.bridge.export_button)
        self.beside = BesideBridge(self._desk)
        self.beside.person_asked.connect(self.person_asked)
        self.beside.export_asked.connect(self.export_asked)

    def _make_empty(self) -> None:
        """What stands here while no month is kept, and in the month that only opens the book."""
        self.empty = EmptyState("calendar", "Chưa có kỳ chi trả nào", NO_MONTH)
        self.empty.add_step("Tiếp nhận các khoản đang chi trả", "download", self.take_over_asked.emit)
        self.begin = guarded(
            self._desk, "change", self.empty.add_step("Lập tháng mở đầu", "plus", self.ask_opening, primary=True)
        )
        self.first = EmptyState("calendar", "Tháng mở đầu", FIRST_WORDS)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label("Kỳ chi trả", 1.4))
        top.addWidget(self.chosen)
        top.addStretch(1)
        for button in (self.whole, self.papers, self.again, self.step):
            top.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        head.setSpacing(em(self, 0.3))
        head.addLayout(top)
        for part in (self.stages, self.next, self.told, self.new_law, self.notice, self.progress):
            head.addWidget(part)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._split())
        self._middle.addWidget(self.first)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._middle, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(body)
        self._stack.addWidget(self.empty)

    def _split(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.bridge)
        split.addWidget(self.beside)
        split.setChildrenCollapsible(False)
        split.setSizes([em(self, BRIDGE_EM), em(self, RISKS_EM)])
        split.setStretchFactor(1, 1)
        return split

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The bridge takes the keyboard."""
        self.bridge.table.setFocus(event.reason())

    @property
    def busy(self) -> bool:
        """Whether it is reading or writing."""
        return self._reading.busy or self._reviewing.busy or self.steps.busy

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
            standing = standing_of(reader, row.id)
            if row.opening:
                return Seen(row, standing, None)
            try:
                bridge = shown_bridge(queries.bridge_of(reader, month), grounds_for(self._desk.rights))
            except RuleError as error:
                return Seen(row, standing, None, error.message)
        return Seen(row, standing, bridge)

    def _show(self, found: object) -> None:
        if self._read_again() or not isinstance(found, Seen):
            return
        self.seen = found
        row = found.row
        self.bridge_source.show(found.bridge)
        self.bridge.start()
        reviews = self.beside.show_month(row)
        self._middle.setCurrentIndex(1 if row.opening else 0)
        self.stages.show_state(row.state)
        self.stages.setVisible(not row.opening)
        self.next.setText(next_words(row, self.months[0].month))
        self.told.setText(told(row, found.standing))
        self.notice.say(found.trouble or (REVIEWING if reviews else ""), "wrong" if found.trouble else "accent")
        self._show_step(row)
        if reviews:
            self._reviewing.start(lambda: self._review(row.month))

    def _review(self, month: Month) -> Reviewed:
        with self._desk.store.read() as reader:
            return Reviewed(month, shown_risks(risks_of(reader, month), grounds_for(self._desk.rights)))

    def _show_risks(self, found: object) -> None:
        if self._read_again() or not isinstance(found, Reviewed) or self.seen is None:
            return
        self.beside.show_risks(found.risks)
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
        words, right = STEPS[row.state]
        if row.opening or row.state == MonthState.CLOSED:
            following = month_display(add_months(latest.month, 1))
            words, right = f"Lập tháng {following}", "change"
        self.step.setText(words)
        may_go = not (latest.state == MonthState.OPEN and row.month != latest.month)
        self.step.setVisible(may_go)
        self.step.setEnabled(may(self._desk.rights, right))
        self.step.setToolTip(why_not(self._desk, right) or words)
        self.again.setVisible(row.state == MonthState.OPEN)
        self.papers.setVisible(not row.opening)

    # -- steps -------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The next step of the month that is shown."""
        if self.seen is None or self.steps.busy or self._reading.busy:
            return
        row = self.seen.row
        if row.opening or row.state == MonthState.CLOSED:
            self.steps.ask_open(self.months[0])
        elif row.state == MonthState.OPEN:
            self.steps.confirm(row, self.beside.risk_source.size)
        elif row.state == MonthState.CONFIRMED:
            self.steps.send(row)
        elif row.state == MonthState.SENT:
            self.answer_asked.emit(int(row.month))
        else:
            self.steps.close_month(row, self.seen.standing)

    def recompute(self) -> None:
        """Compute an open list again."""
        if self.seen is not None and not self.steps.busy:
            self.steps.recompute(self.seen.row)

    def ask_opening(self) -> None:
        """Keep the last month that was paid by the old list."""
        self.steps.ask_opening()

    def _began(self, words: str, lines: int) -> None:
        self.step.setEnabled(False)
        self.notice.say(words, "accent")
        self.progress.begin("month", lines, stoppable=False)

    def _stepped(self, month: Month | None) -> None:
        self.progress.end()
        self.renew_months(month)
        self.bridge.table.setFocus()

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.progress.end(finished=False)
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

    def renew(self, stale: frozenset[tuple[str, int]]) -> None:
        """What the months are, when any changed; an open list may be out of date when something else did."""
        self.new_law.renew(stale)
        subjects = {subject for subject, _ in stale}
        if MONTHS in subjects and not self.steps.busy:
            self.renew_months()
        elif subjects & STALE_SUBJECTS and self.seen is not None and self.seen.row.state == MonthState.OPEN:
            self.notice.say(AGAIN_WORDS, "soon")

    def closeEvent(self, event: QCloseEvent) -> None:
        for waiting in (self._reading, self._reviewing, self.steps):
            waiting.wait()
        self.bridge.model.stop()
        self.beside.stop()
        super().closeEvent(event)
