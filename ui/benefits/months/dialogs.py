"""The two questions before a list: which month the old list paid last, and whether two months are paid at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.store.dates import Month, add_months, month_display, month_of
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import CheckField
from ui.forms.values import MonthField


def open_dialog(parent: QWidget, desk: Desk, month: Month) -> FormDialog:
    """Asks whether two months are paid at once."""
    following = month_display(add_months(month, 1))
    words = "Danh sách được lập từ các quyết định đã ký; chưa có gì bị khóa cho đến khi chốt."
    title = f"Lập danh sách tháng {month_display(month)}"
    dialog = FormDialog(parent, desk, title, words=words, yes="Lập danh sách", draft_key=f"month-open/{month}")
    dialog.form.add(CheckField("together", f"Chi gộp cả tháng {following} (Tết, khi có chỉ đạo)"))
    dialog.on_save(lambda: None)
    return dialog


def opening_dialog(parent: QWidget, desk: Desk) -> FormDialog:
    """Asks for the last month that was paid by the old list."""
    words = "Số đã chi của tháng này lấy từ các khoản đã tiếp nhận. Danh sách đầu tiên của sổ là tháng sau đó."
    dialog = FormDialog(
        parent, desk, "Lập tháng mở đầu", words=words, yes="Lập tháng mở đầu", draft_key="month-opening"
    )
    field = MonthField("month", "Tháng cuối cùng chi theo danh sách cũ", required=True)
    field.restore(month_display(month_of(desk.today)))
    dialog.form.add(field)
    return dialog
