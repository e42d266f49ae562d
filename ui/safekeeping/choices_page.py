"""What the office chooses: after how many days the lamp is no longer green, and when to be reminded."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.forms.fields import CheckField, LineField
from ui.forms.form import Form
from ui.parts import Notice, PrimaryButton, ToneLabel, title_label
from ui.safekeeping.facts import Choices
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.parts import button_row
from ui.theme import em

FEWEST_DAYS, MOST_DAYS = 1, 60


class ChoicesPage(QWidget):
    """A short form; nothing changes before "Lưu"."""

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.notice = Notice("", "done")
        self.form = Form()
        days = LineField("green_days", "Đèn xanh trong bao nhiêu ngày", _days, required=True)
        days.set_hint(f"Từ {FEWEST_DAYS} đến {MOST_DAYS} ngày sau lần sao lưu đã kiểm chứng; mặc định là 7")
        self.form.add(days)
        self.form.add(CheckField("remind_daily", "Nhắc mỗi ngày khi sổ có thay đổi chưa sao lưu"))
        self.form.add(CheckField("remind_on_closing", "Khi đóng sổ mà USB của cơ quan đang cắm, hỏi có sao lưu không"))
        self.form.submitted.connect(self.save)
        self.button = PrimaryButton("Lưu", "check", tip="Lưu (Ctrl+Enter)")
        self.button.clicked.connect(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, em(self, 0.8), 0, em(self, 0.6))
        head = QVBoxLayout()
        head.setContentsMargins(em(self), 0, em(self), 0)
        head.addWidget(title_label("Đèn và lời nhắc"))
        words = (
            "Đèn chỉ xanh khi có bản sao đã được đọc lại, mở ra và đếm đủ, trên USB hay ổ đĩa khác với ổ đang chứa sổ. "
            "Trước khi nhập danh sách, khôi phục hay bàn giao, chương trình luôn nhắc sao lưu."
        )
        head.addWidget(ToneLabel(words, "quiet"))
        head.addWidget(self.notice)
        column.addLayout(head)
        column.addWidget(self.form, 1)
        foot = button_row(self.button)
        foot.setContentsMargins(em(self), 0, em(self), 0)
        column.addLayout(foot)
        self.show_choices()

    def show_choices(self) -> None:
        """What is chosen now; what is being typed stays."""
        if self.form.dirty:
            return
        choices = self._keeper.state.choices
        self.form.load(
            {
                "green_days": str(choices.green_days),
                "remind_daily": "1" if choices.remind_daily else "",
                "remind_on_closing": "1" if choices.remind_on_closing else "",
            }
        )

    def save(self) -> None:
        """Keep what is chosen."""
        if not self.form.check():
            return
        days = self.form.value("green_days")
        choices = Choices(
            green_days=days if isinstance(days, int) else FEWEST_DAYS,
            remind_daily=bool(self.form.value("remind_daily")),
            remind_on_closing=bool(self.form.value("remind_on_closing")),
        )
        try:
            self._keeper.engine.choose(choices)
        except RuleError as refused:
            self.form.show_problem(refused)
            return
        except EnvironmentProblem as problem:
            self.notice.say(problem.message, "wrong")
            return
        self.form.settle()
        self._keeper.renew()
        self.notice.say("Đã lưu.", "done")


def _days(text: str) -> int | None:
    plain = text.strip()
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or not FEWEST_DAYS <= int(plain) <= MOST_DAYS:
        raise RuleError(f"Gõ số ngày, từ {FEWEST_DAYS} đến {MOST_DAYS}.", field="green_days", code="days")
    return int(plain)
