"""Kết quả phát tiền: the signed sheet told by hand. Who did not come is marked, everybody else was there.

What is marked is kept as a draft until it is written; one press writes the village that is shown, after a question
that names both sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.benefits.months.by_hand import REASONS, Sums, command_by_hand, partly, sums, unpaid
from models.benefits.months.returns import Payment, RowSays, Told
from models.benefits.months.returns_services import Applied, ApplyReturn, apply_return
from models.imports.returns.queries import payments
from models.store.dates import Month, month_display
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.vietnamese import text_sort
from ui.benefits.months.hand_source import HandSource
from ui.benefits.page_head import lay_out_page
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.forms.combo import QuietCombo
from ui.forms.fields import ChoiceField, TextField
from ui.forms.values import DateField, MoneyField
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

HOW: Final = (
    "Mọi người trong danh sách được ghi là đã nhận. Chọn dòng của người không đến rồi bấm «Chưa nhận…» "
    "(hoặc Enter); xong bấm «Ghi kết quả»."
)
NOBODY: Final = "Kỳ này không có ai nhận tiền mặt."
WRITING: Final = "Đang ghi kết quả…"
EVERY_VILLAGE: Final = "Tất cả các thôn"
OTHER: Final = "other"
DAY_EM: Final = 12.0
VILLAGE_EM: Final = 14.0


class HandPage(QWidget):
    """The cash of one month."""

    left = Signal()
    export_asked = Signal(object)

    def __init__(self, desk: Desk, month: Month) -> None:
        super().__init__()
        self._desk, self.month = desk, month
        self._draft_key = f"cash/{int(month)}"
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._written)
        self._waiting.refused.connect(self._refused)
        self.source = HandSource()
        self.notice = Notice("", "accent")
        self.told = ToneLabel("", "quiet")
        self.village = QuietCombo()
        self.village.setAccessibleName("Thôn, tổ dân phố")
        self.village.setMinimumWidth(em(self, VILLAGE_EM))
        self.village.activated.connect(self._choose_village)
        self.day = DateField("paid_on", "Ngày phát tiền", latest=desk.today)
        self.day.setFixedWidth(em(self, DAY_EM))
        self.absent = guarded(desk, "change", Button("Chưa nhận…", "x", tip="Ghi các dòng đang chọn là chưa nhận"))
        self.absent.clicked.connect(self.ask_absent)
        self.part = guarded(desk, "change", Button("Nhận một phần…", tip="Ghi số tiền thật đã nhận của dòng đang chọn"))
        self.part.clicked.connect(self.ask_part)
        self.there = guarded(desk, "change", Button("Đã nhận", "check", tip="Ghi các dòng đang chọn là đã nhận"))
        self.there.clicked.connect(self.mark_received)
        self.write = guarded(desk, "change", PrimaryButton("Ghi kết quả", "save"))
        self.write.clicked.connect(self.store)
        self.register = RegisterView(self.source, title="Người nhận tiền mặt", noun="khoản", memory=desk.memory)
        self.register.opened.connect(lambda _place: self.ask_absent())
        self.register.escaped.connect(self.left)
        self.register.export_asked.connect(lambda: self.export_asked.emit(self.register))
        if self.register.export_button is not None:
            guarded(desk, "export", self.register.export_button)
        self._lay_out()
        self.read()

    def _lay_out(self) -> None:
        back = Button("Quay lại", "arrow-left", tip="Quay lại; những người đã đánh dấu được giữ lại (Esc)")
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label(f"Kết quả phát tiền mặt tháng {month_display(self.month)}", 1.4), 1)
        for button in (back, self.write):
            top.addWidget(button)
        steps = QHBoxLayout()
        steps.setSpacing(em(self, 0.5))
        for one in (self.village, self.day, self.absent, self.part, self.there):
            steps.addWidget(one)
        steps.addStretch(1)
        lay_out_page(self, (top, self.notice, steps, self.told), self.register)

    @property
    def busy(self) -> bool:
        """Whether it is writing."""
        return self._waiting.busy

    # -- reading -----------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the payments again; marks of the draft come back, the chosen village stays."""
        with self._desk.read() as reader:
            found = [one for one in payments(reader, self.month) if not one.account]
        found.sort(key=lambda one: (text_sort(one.village), text_sort(one.name), one.code))
        self.source.show(found)
        self.source.told = _marks(found, self._desk.draft(self._draft_key))
        kept = self.source.village
        villages = sorted({one.village for one in found}, key=text_sort)
        self.village.clear()
        self.village.addItem(EVERY_VILLAGE, "")
        for village in villages:
            self.village.addItem(village or "Chưa rõ thôn", village)
        self.village.setCurrentIndex(max(0, self.village.findData(kept)))
        self.source.village = self.village.currentData()
        self.notice.say(HOW if found else NOBODY, "accent")
        self.register.start()
        self._tell()

    def _choose_village(self) -> None:
        self.source.village = self.village.currentData()
        self.register.reload()
        self._tell()

    def _tell(self) -> None:
        said = self.source.said()
        self.told.setText(_sums_told(sums(self.source.chosen(), said)))
        self.write.setEnabled(bool(said) and not self._waiting.busy)

    # -- marking -----------------------------------------------------------------------------------------------------

    def ask_absent(self) -> None:
        """Why the chosen people did not collect."""
        places = [one - 1 for one in self.register.selected_ids()]
        if not places:
            self.notice.say("Hãy chọn dòng của người chưa nhận.", "soon")
            return
        names = ", ".join(self.source.payments[place].name for place in places[:3])
        more = f" và {len(places) - 3} người nữa" if len(places) > 3 else ""
        key = f"{self._draft_key}/absent"
        dialog = FormDialog(
            self, self._desk, "Chưa nhận tiền", words=f"{names}{more}.", yes="Ghi chưa nhận", draft_key=key
        )
        _add_reason(dialog)
        dialog.on_save(lambda: self._mark(dict.fromkeys(places, unpaid(_reason(dialog)))))
        dialog.exec()
        dialog.deleteLater()

    def ask_part(self) -> None:
        """How much the chosen person collected."""
        place = (self.register.current_id() or 0) - 1
        if place < 0:
            self.notice.say("Hãy chọn dòng của người nhận một phần.", "soon")
            return
        payment = self.source.payments[place]
        words = f"{payment.name}: phải phát {format_amount(payment.total)} đồng."
        key = f"{self._draft_key}/part/{payment.lines[0].line_id}"
        dialog = FormDialog(self, self._desk, "Nhận một phần", words=words, yes="Ghi số đã nhận", draft_key=key)
        dialog.form.add(MoneyField("amount", "Số đã nhận (đồng)", required=True))
        _add_reason(dialog)

        def save() -> None:
            amount = dialog.form.value("amount")
            self._mark({place: partly(payment, amount if isinstance(amount, int) else 0, _reason(dialog))})

        dialog.on_save(save)
        dialog.exec()
        dialog.deleteLater()

    def mark_received(self) -> None:
        """The chosen people were there after all."""
        for one in self.register.selected_ids():
            if self.source.payments[one - 1].result:
                self.source.told[one - 1] = RowSays(Told.PAID)
            else:
                self.source.told.pop(one - 1, None)
        self._marked()

    def _mark(self, told: dict[int, RowSays]) -> None:
        self.source.told.update(told)
        self._marked()

    def _marked(self) -> None:
        self._desk.keep_draft(self._draft_key, _draft(self.source.payments, self.source.told))
        self.notice.say(HOW, "accent")
        self.register.reload()
        self._tell()

    # -- writing -----------------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Write what is shown, after a question."""
        there, said = self.source.chosen(), self.source.said()
        try:
            day = self.day.read()
            command = command_by_hand(self.month, there, said, day if isinstance(day, date) else None)
        except RuleError as refused:
            self.notice.say(refused.message, "wrong")
            if refused.field == "paid_on":
                self.day.say(refused.message)
                self.day.setFocus()
            return
        where = self.source.village or EVERY_VILLAGE
        if confirmed(self, f"Ghi kết quả phát tiền: {where}?", _sums_told(sums(there, said)), "Ghi kết quả", "Xem lại"):
            self._start(command)

    def _start(self, command: ApplyReturn) -> None:
        self.write.setEnabled(False)
        self.notice.say(WRITING, "accent")
        self._waiting.start(lambda: self._desk.do("Ghi kết quả phát tiền", apply_return, command))

    def _written(self, found: object) -> None:
        if not isinstance(found, Applied):
            return
        done = {place for place in self.source.told if self.source.village in ("", self.source.payments[place].village)}
        left = {place: says for place, says in self.source.told.items() if place not in done}
        self._desk.keep_draft(self._draft_key, _draft(self.source.payments, left))
        if not left:
            self._desk.drop_draft(self._draft_key)
        if not found.open_lines:
            self.left.emit()
            return
        self.read()
        waiting = sum(1 for one in self.source.payments if not one.result)
        words = f"Đã ghi. Còn {format_amount(waiting)} khoản tiền mặt chưa có kết quả."
        if not waiting:
            words = "Đã ghi. Tiền mặt đã đủ kết quả; còn các khoản qua tài khoản: đối soát tệp của ngân hàng."
        self.notice.say(words, "done")

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.notice.say(problem.message, "wrong")
        self._tell()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        self.register.model.stop()
        super().closeEvent(event)


def _add_reason(dialog: FormDialog) -> None:
    choices = (*((one, one) for one in REASONS), (OTHER, "Lý do khác"))
    dialog.form.add(ChoiceField("why", "Lý do", choices, empty=None))
    dialog.form.add(TextField("reason", "Lý do khác, ghi rõ"))


def _reason(dialog: FormDialog) -> str:
    typed, chosen = str(dialog.form.value("reason") or ""), str(dialog.form.value("why") or "")
    return typed or ("" if chosen == OTHER else chosen)


def _sums_told(told: Sums) -> str:
    if not (told.paid or told.unpaid):
        return "Mọi khoản ở đây đã có kết quả."
    received = f"Đã nhận đủ: {format_amount(told.paid)} khoản; tiền đã phát {format_amount(told.paid_amount)} đồng."
    return f"{received} Chưa nhận đủ: {format_amount(told.unpaid)} khoản, còn {format_amount(told.unpaid_amount)} đồng."


def _draft(found: Sequence[Payment], told: Mapping[int, RowSays]) -> dict[str, str]:
    """First line of a payment -> what was said of it, as text."""
    return {
        str(found[place].lines[0].line_id): f"{says.told}\n{says.paid_amount or 0}\n{says.reason}"
        for place, says in told.items()
    }


def _marks(found: Sequence[Payment], draft: Mapping[str, str]) -> dict[int, RowSays]:
    """`_draft` read back; payments that are no more in the list are left out."""
    places = {str(payment.lines[0].line_id): place for place, payment in enumerate(found)}
    told: dict[int, RowSays] = {}
    for line, words in draft.items():
        kind, amount, reason = words.split("\n", 2)
        if line in places:
            told[places[line]] = RowSays(Told(kind), int(amount) or None, reason=reason)
    return told
