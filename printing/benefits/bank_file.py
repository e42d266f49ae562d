"""The file for the bank: one row for each payment into an account, and empty columns for the answer.

Promises: its headers are those that models.imports.returns understands, so that the bank's answer in the same file is
read back; no identity number and no ground stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.benefits.months.preparing import BankRow
from models.store.dates import Month, month_display
from printing.sheets.register import ColumnKind, RegisterColumn, register_sheet

COLUMNS = (
    RegisterColumn("STT", ColumnKind.NUMBER, 6),
    RegisterColumn("Mã đối tượng", ColumnKind.CENTERED, 13),
    RegisterColumn("Họ và tên", width=28),
    RegisterColumn("Tên tài khoản", width=28),
    RegisterColumn("Số tài khoản", width=20),
    RegisterColumn("Ngân hàng", width=18),
    RegisterColumn("Số tiền", ColumnKind.AMOUNT, 15),
    RegisterColumn("Nội dung chuyển tiền", width=44),
    RegisterColumn("Kết quả", width=14),
    RegisterColumn("Số tiền đã chi", ColumnKind.AMOUNT, 15),
    RegisterColumn("Ngày chi", ColumnKind.CENTERED, 13),
    RegisterColumn("Lý do chưa chi", width=24),
)


def bank_xlsx(rows: Sequence[BankRow], month: Month, *, printed_at: datetime) -> bytes:
    """The .xlsx, made in memory; same rows and date, same bytes."""
    cells = (
        (number, row.code, row.name, row.holder, row.account, row.bank, row.amount, row.about, *(None,) * 4)
        for number, row in enumerate(rows, start=1)
    )
    title = f"Chi trả trợ cấp xã hội tháng {month_display(month)} qua tài khoản"
    return register_sheet(title, COLUMNS, cells, printed_at=printed_at)
