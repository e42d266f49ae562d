"""The steps of a month: each asks once where it cannot be taken back, then writes beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from models.benefits.months import services
from models.benefits.months.queries import MonthRow
from models.benefits.months.register import Standing
from models.store.dates import Month, add_months, month_display
from models.store.money import format_amount
from ui.benefits.months.dialogs import open_dialog, opening_dialog
from ui.benefits.months.stages import close_words
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.forms.values import MonthField
from ui.waiting import Waiting

COMPUTING: Final = "Đang lập danh sách…"
WORKING: Final = "Đang ghi…"
CONFIRM_WORDS: Final = (
    "Sau khi chốt, danh sách không sửa được nữa: mọi điều chỉnh sẽ là dòng truy lĩnh hoặc thu hồi của tháng sau."
)
SENT_WORDS: Final = "Ghi nhận danh sách đã ký và đã giao cho tổ chức chi trả; bước sau là kết quả họ gửi về."


class MonthSteps(QObject):
    """Belongs to the cockpit. `began` tells what is being done and over how many lines, `done` the month to show."""

    began = Signal(str, int)
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self._asked: Month | None = None
        self._waiting = Waiting(self)
        self._waiting.done.connect(lambda _value: self.done.emit(self._asked))
        self._waiting.refused.connect(self.refused)

    @property
    def busy(self) -> bool:
        """Whether a step is being written."""
        return self._waiting.busy

    def wait(self) -> None:
        """Let the step end, before the page goes."""
        self._waiting.wait()

    def confirm(self, row: MonthRow, risks: int) -> None:
        """Freeze the list, after a question that names what is still to be looked at."""
        title = f"Chốt danh sách tháng {month_display(row.month)}?"
        look = f" Còn {format_amount(risks)} điều nên xem." if risks else ""
        words = f"{format_amount(row.lines)} dòng, {format_amount(row.total)} đồng.{look} {CONFIRM_WORDS}"
        if confirmed(self._page, title, words, "Chốt danh sách", "Xem lại đã"):
            command = services.ConfirmMonth(row.month)
            self._do(lambda: self._desk.do("Chốt danh sách tháng", services.confirm_month, command), row.lines)

    def send(self, row: MonthRow) -> None:
        """Note that the list went out, after a question."""
        title = f"Đã gửi danh sách tháng {month_display(row.month)}?"
        if confirmed(self._page, title, SENT_WORDS, "Đã gửi", "Chưa gửi"):
            command = services.SendMonth(row.month)
            self._do(lambda: self._desk.do("Gửi danh sách chi trả", services.send_month, command), row.lines)

    def close_month(self, row: MonthRow, standing: Standing) -> None:
        """Close the month, after a question that tells its sums."""
        title, words = f"Khóa sổ tháng {month_display(row.month)}?", close_words(row.month, standing)
        if confirmed(self._page, title, words, "Khóa sổ", "Để sau"):
            command = services.CloseMonth(row.month)
            self._do(lambda: self._desk.do("Khóa sổ tháng", services.close_month, command), row.lines)

    def recompute(self, row: MonthRow) -> None:
        """Compute an open list again."""
        command = services.RecomputeMonth(row.month)
        self._do(
            lambda: self._desk.do("Lập lại danh sách tháng", services.recompute_month, command),
            row.lines,
            words=COMPUTING,
        )

    def ask_open(self, latest: MonthRow) -> None:
        """Begin the list after the latest, perhaps together with the one after it."""
        month = add_months(latest.month, 1)
        dialog = open_dialog(self._page, self._desk, month)
        if dialog.exec() == FormDialog.DialogCode.Accepted:
            with_month = add_months(month, 1) if dialog.form.fields["together"].draft() else None
            command = services.OpenMonth(month, with_month)
            self._do(
                lambda: self._desk.do("Lập danh sách tháng", services.open_month, command),
                latest.lines,
                month,
                words=COMPUTING,
            )
        dialog.deleteLater()

    def ask_opening(self) -> None:
        """Keep the last month that was paid by the old list."""
        dialog = opening_dialog(self._page, self._desk)
        dialog.on_save(lambda: self._keep_opening(dialog))
        dialog.exec()
        dialog.deleteLater()

    def _keep_opening(self, dialog: FormDialog) -> None:
        field = dialog.form.fields["month"]
        month = field.read() if isinstance(field, MonthField) else None
        if month is not None:
            command = services.OpeningMonth(month)
            dialog.store_beside(
                lambda: self._desk.do("Lập tháng mở đầu", services.opening_month, command),
                lambda _done: self.done.emit(month),
            )

    def _do(self, work: Callable[[], object], lines: int, month: Month | None = None, *, words: str = WORKING) -> None:
        self._asked = month
        self.began.emit(words, lines)
        self._waiting.start(work)
