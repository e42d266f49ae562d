"""Tệp gửi ngân hàng: looked at row by row, then saved as the Excel file that the bank fills in and sends back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.benefits.months.preparing import BankRow, bank_rows
from models.store.dates import Month, month_display, month_iso
from models.store.errors import EnvironmentProblem, RuleError
from models.store.money import format_amount
from models.store.rights import demand
from models.store.vietnamese import search_text
from printing.benefits.bank_file import bank_xlsx
from ui.desk import Desk
from ui.frame.export import ask_where, save_file
from ui.parts import Button, EmptyState, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.source import Column, Wanted
from ui.register.view import RegisterView
from ui.rights import guarded
from ui.theme import em
from ui.waiting import Waiting

WORDS = (
    "Không ghi diện hưởng. Ngân hàng điền cột kết quả vào chính tệp này và gửi lại; khi ấy bấm «Đối soát tệp trả về» ở "
    "trang kỳ chi trả."
)
NEXT = "Bước tiếp: gửi tệp cho ngân hàng cùng danh sách chi trả đã ký."


class BankSource:
    """The rows of the file; ids are places in it."""

    subject = "bank_file"
    columns = (
        Column("name", "Họ và tên", 14, filter="text", ghost="Tên…", sortable=False),
        Column("code", "Mã đối tượng", 7.2, sortable=False),
        Column("holder", "Chủ tài khoản", 14, sortable=False),
        Column("account", "Số tài khoản", 10, sortable=False),
        Column("bank", "Ngân hàng", 14, sortable=False),
        Column("amount", "Số tiền (đồng)", 9, "right", sortable=False),
    )

    def __init__(self) -> None:
        self.shown: Sequence[BankRow] = ()

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        words = search_text(wanted.of("name")).split()
        found = [
            place
            for place, one in enumerate(self.shown, start=1)
            if all(word in search_text(f"{one.name} {one.holder}") for word in words)
        ]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self.shown), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: _strings(self.shown[one - 1]) for one in ids if 0 < one <= len(self.shown)}

    def summary(self, wanted: Wanted) -> str:
        chosen = self.ids(wanted, len(self.shown), 0)
        return f"Tổng {format_amount(sum(self.shown[one - 1].amount for one in chosen))} đồng"


def _strings(row: BankRow) -> Sequence[str]:
    return row.name, row.code, row.holder, row.account, row.bank, format_amount(row.amount)


class BankPage(QWidget):
    """The rows are read in a thread and the file is made in the worker; nothing is written but the file named."""

    left = Signal()

    def __init__(self, desk: Desk, month: Month) -> None:
        super().__init__()
        self._desk, self.month = desk, month
        self.source = BankSource()
        self.notice = Notice("", "accent")
        back = Button("Quay lại", "arrow-left", tip="Quay lại (Esc)")
        back.clicked.connect(self.left)
        self.save = guarded(desk, "export", PrimaryButton("Lưu Excel…", "save", shortcut="Ctrl+S"))
        self.save.clicked.connect(self.save_file)
        self.save.setEnabled(False)
        empty = EmptyState(
            "banknote",
            "Không có khoản nào trả qua tài khoản",
            "Kỳ này mọi người nhận tiền mặt. Số tài khoản ghi ở trang từng người thì từ kỳ sau có trong tệp.",
        )
        self.register = RegisterView(
            self.source, title="Các khoản", noun="khoản", memory=desk.memory, empty=empty, exports=False
        )
        self.register.escaped.connect(self.left)
        top = QHBoxLayout()
        top.setSpacing(em(self, 0.5))
        top.addWidget(title_label(f"Tệp gửi ngân hàng, tháng {month_display(month)}", 1.4), 1)
        top.addWidget(back)
        top.addWidget(self.save)
        head = QVBoxLayout()
        head.setContentsMargins(em(self), em(self, 0.8), em(self), 0)
        head.addLayout(top)
        head.addWidget(ToneLabel(WORDS, "quiet"))
        head.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.register, 1)
        self._reading, self._making = Waiting(self), Waiting(self)
        self._reading.done.connect(self._show)
        self._making.done.connect(self._save)
        for waiting in (self._reading, self._making):
            waiting.refused.connect(self._refused)
        self._reading.start(self._read)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The table takes the keyboard."""
        self.register.table.setFocus(event.reason())

    @property
    def busy(self) -> bool:
        """Whether it is reading or making the file."""
        return self._reading.busy or self._making.busy

    def _read(self) -> list[BankRow]:
        demand(self._desk.rights, "numbers")
        with self._desk.read() as session:
            return bank_rows(session, self.month)

    def _show(self, found: object) -> None:
        if isinstance(found, list):
            self.source.shown = found
            self.register.start()
            self.save.setEnabled(bool(found))
            guarded(self._desk, "export", self.save)

    def save_file(self) -> None:
        """Make the file in the worker, then ask where."""
        if self.source.shown and not self.busy:
            make = partial(bank_xlsx, list(self.source.shown), self.month, printed_at=self._desk.now)
            self._desk.work_out(self._making, make)

    def _save(self, data: object) -> None:
        if not isinstance(data, bytes):
            return
        path = ask_where(self, "Lưu tệp gửi ngân hàng", f"ngan-hang-{month_iso(self.month)}", "xlsx")
        if path is not None:
            self.write(path, data)

    def write(self, path: Path, data: bytes) -> None:
        """Write the file the clerk named and say what comes next."""
        refused = save_file(path, data)
        if refused:
            self.notice.say(refused, "wrong")
            return
        self._desk.note_print("Lập tệp gửi ngân hàng", exported=True)
        self.notice.say(f"Đã lưu {path.name} vào {path.parent}. {NEXT}", "done")

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self.notice.say(problem.message, "wrong")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._making.busy:
            self._desk.worker.cancel()
        self._reading.wait()
        self._making.wait()
        self.register.model.stop()
        super().closeEvent(event)
