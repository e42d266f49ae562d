"""Tiếp nhận: lines that old lists brought come under decisions; looked at first, then taken over in one change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.benefits.entitlements.queries import first_kept
from models.benefits.entitlements.taking_over import TakenOver, TakeOver, TakeOverPreview, preview, take_over
from models.store.dates import Month, add_months, month_display, month_of
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from ui.benefits.page_head import lay_out_page
from ui.benefits.take_over_source import DoubtSource, SumSource
from ui.desk import Desk
from ui.forms.values import MonthField
from ui.frame.tabs import Tabs
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

MONTH_EM: Final = 20.0
WORDS: Final = (
    "Mỗi khoản đang chi trả trở thành một chế độ theo dõi bằng quyết định: giữ nguyên người, mức, tháng. Số quyết định "
    "cũ chưa biết thì để trống. Kỳ chi trả đầu tiên của chương trình bắt đầu từ đây."
)
ENDED_HINT: Final = "Khi luật mới tính lại, ví dụ 07/2026; để trống nếu không"
LOOKING: Final = "Đang xem các khoản…"
STORING: Final = "Đang tiếp nhận…"


class TakeOverPage(QWidget):
    """Looks and takes over beside the window; nothing is stored before the clerk agrees."""

    left = Signal()
    person_asked = Signal(int)
    export_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: TakeOverPreview | None = None
        self._ended_since: Month | None = None
        self._kept_from: Month | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._answered)
        self._waiting.refused.connect(self._refused)
        self.sum_source, self.doubt_source = SumSource(), DoubtSource(desk)
        self.notice, self.told = Notice("", "accent"), ToneLabel("", "quiet")
        self.month = MonthField("month", "Tháng cuối cùng chi theo danh sách cũ", required=True)
        self.month.restore(month_display(month_of(desk.today)))
        self.ended_since = MonthField("ended_since", "Gồm cả khoản đã thôi từ tháng", hint=ENDED_HINT)
        self.again = Button("Xem lại", "undo-2", tip="Xem lại theo tháng đã ghi")
        self.again.clicked.connect(self.look)
        self.agree = guarded(desk, "change", PrimaryButton("Tiếp nhận", "check", tip="Tiếp nhận các khoản đã xem"))
        self.agree.clicked.connect(self.take)
        self.back = Button("Quay lại", "arrow-left", tip="Quay lại, chưa tiếp nhận (Esc)")
        self.back.clicked.connect(self.left)
        self.sums = RegisterView(self.sum_source, title="Sẽ tiếp nhận", noun="dòng", memory=desk.memory)
        self.doubts = RegisterView(self.doubt_source, title="Nên xem trước", noun="khoản", memory=desk.memory)
        self.doubts.opened.connect(self._open_person)
        for view in (self.sums, self.doubts):
            view.export_asked.connect(lambda one=view: self.export_asked.emit(one))
            if view.export_button is not None:
                guarded(desk, "export", view.export_button)
        self.tabs = Tabs()
        self.tabs.addTab(self.sums, "Theo nhóm, theo thôn")
        self.tabs.addTab(self.doubts, "Nên xem trước")
        self._lay_out()
        self.agree.setEnabled(False)
        self.look()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label("Tiếp nhận các khoản đang chi trả", 1.4), 1)
        top.addWidget(self.back)
        top.addWidget(self.agree)
        fields = QHBoxLayout()
        fields.setSpacing(em(self))
        for field in (self.month, self.ended_since):
            field.setFixedWidth(em(self, MONTH_EM))
            fields.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.again)
        fields.addStretch(1)
        lay_out_page(self, (top, ToneLabel(WORDS, "quiet"), fields, self.notice, self.told), self.tabs)

    @property
    def busy(self) -> bool:
        """Whether it is still looking or storing."""
        return self._waiting.busy

    def look(self) -> None:
        """Look at what the month that stands in the field would bring."""
        if self._waiting.busy or not (self.month.check() and self.ended_since.check()):
            return
        month, ended_since = self.month.read(), self.ended_since.read()
        if month is None:
            return
        self.agree.setEnabled(False)
        self.notice.say(LOOKING, "accent")
        self._waiting.start(lambda: self._looked(month, ended_since))

    def _looked(self, month: Month, ended_since: Month | None) -> TakeOverPreview:
        with self._desk.store.read() as session:
            self._kept_from = first_kept(session)
            self._ended_since = ended_since
            return preview(session, month, ended_since)

    def take(self) -> None:
        """Take over what was looked at."""
        found = self._found
        if found is None or self._waiting.busy:
            return
        self.agree.setEnabled(False)
        self.notice.say(STORING, "accent")
        ids = tuple(line.line_id for line in (*found.lines, *found.ended))
        command = TakeOver(found.month, ids, ended_since=self._ended_since)
        self._waiting.start(lambda: self._desk.do("Tiếp nhận các khoản đang chi trả", take_over, command))

    def _answered(self, found: object) -> None:
        if isinstance(found, TakenOver):
            self.left.emit()
        elif isinstance(found, TakeOverPreview):
            self._show(found)

    def _show(self, found: TakeOverPreview) -> None:
        self._found = found
        self.sum_source.show(found, self.doubt_source.grounds)
        self.doubt_source.show(found)
        self.sums.start()
        self.doubts.start()
        doubts = self.doubts.model.total or len(self.doubts.model.ids)
        self.tabs.setTabText(1, f"Nên xem trước ({format_amount(doubts)})")
        every = len(found.lines) + len(found.ended)
        self.notice.say("" if every else "Tháng này không còn khoản nào chưa tiếp nhận.", "done")
        self.told.setText(told(found, self._kept_from) if every else "")
        self.agree.setText(f"Tiếp nhận {format_amount(every)} khoản" if every else "Tiếp nhận")
        self.agree.setEnabled(bool(every))
        guarded(self._desk, "change", self.agree)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.notice.say(problem.message, "wrong")

    def _open_person(self, place: int) -> None:
        person = self.doubt_source.person(place)
        if person:
            self.person_asked.emit(person)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        for view in (self.sums, self.doubts):
            view.model.stop()
        super().closeEvent(event)


def told(found: TakeOverPreview, kept_from: Month | None) -> str:
    """The whole preview in a sentence or two; `kept_from` is the first month whose list this book makes, if any."""
    first = month_display(kept_from or add_months(found.month, 1))
    lists = "Sổ này chi" if kept_from is not None else "Chương trình lập danh sách"
    words = (
        f"{format_amount(len(found.lines))} khoản, {format_amount(found.total)} đồng một tháng. "
        f"{lists} từ tháng {first}."
    )
    if found.ended:
        words += f" Thêm {format_amount(len(found.ended))} khoản đã thôi, để luật mới tính lại các tháng trước."
    if kept_from is not None:
        words += " Khoản tiếp nhận thêm vào danh sách từ tháng ấy, tháng đã chốt thì truy lĩnh."
    if found.left:
        words += f" Không tính {format_amount(found.left)} khoản của người đã mất hoặc chuyển đi."
    return words
