"""Small forms of debts: the decision to recover, other parts, money that came back, giving up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from models.benefits.events.queries import DebtRow
from models.benefits.events.recovering import (
    PartDebt,
    RecoverDebt,
    ReturnDebt,
    Returned,
    WriteOffDebt,
    part_debt,
    recover_debt,
    return_debt,
    write_off_debt,
)
from models.benefits.events.rules import RETURN_WAY_LABELS
from models.store.dates import PartialDate
from models.store.money import format_amount
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, NoteField, TextField
from ui.forms.form import Form
from ui.forms.values import DateField, MoneyField
from ui.people.fact_fields import day_of, text_of

Tell = Callable[[str], object]
PART_HINT = "Để trống: trừ hết mức có thể trong kỳ tới"


def recover_dialog(parent: QWidget | None, desk: Desk, debt: DebtRow, tell: Tell) -> FormDialog:
    """Prepare the decision to recover what is left, at once or in parts."""
    words = (
        f"{debt.name} còn phải nộp {format_amount(debt.left)} đồng (tháng {debt.months}). Có quyết định thì danh sách "
        "tháng mới được trừ; người nợ nộp tiền mặt, chuyển khoản lúc nào cũng được."
    )
    key = f"debt/recover/{debt.id}"
    dialog = FormDialog(parent, desk, "Quyết định thu hồi", words=words, yes="Lập quyết định", draft_key=key)
    dialog.form.add(MoneyField("monthly", "Trừ dần: mỗi kỳ nhiều nhất (đồng)", hint=PART_HINT))

    def save() -> None:
        desk.do("Lập quyết định thu hồi", recover_debt, RecoverDebt(debt.id, _part(dialog.form)))
        tell("Đã lập quyết định thu hồi. Ghi số, ngày ở thẻ Quyết định, rồi danh sách tháng mới được trừ.")

    dialog.on_save(save)
    return dialog


def parts_dialog(parent: QWidget | None, desk: Desk, debt: DebtRow, tell: Tell) -> FormDialog:
    """Hold a decided debt back in other parts."""
    standing = debt.decision or "quyết định đang chờ số, ngày"
    words = f"{debt.name} còn phải nộp {format_amount(debt.left)} đồng, theo {standing}. Đổi từ danh sách tới."
    key = f"debt/parts/{debt.id}"
    dialog = FormDialog(parent, desk, "Đổi mức trừ dần", words=words, yes="Ghi", draft_key=key)
    field = MoneyField("monthly", "Trừ mỗi kỳ nhiều nhất (đồng)", hint=PART_HINT)
    dialog.form.add(field)
    if debt.monthly is not None:
        field.restore(format_amount(debt.monthly))

    def save() -> None:
        part = _part(dialog.form)
        desk.do("Đổi mức trừ dần", part_debt, PartDebt(debt.id, part))
        tell("Từ danh sách tới trừ " + (f"mỗi kỳ {format_amount(part)} đồng." if part else "hết mức có thể."))

    dialog.on_save(save)
    return dialog


def _part(form: Form) -> int | None:
    part = form.value("monthly")
    return part if isinstance(part, int) else None


def return_dialog(parent: QWidget | None, desk: Desk, debt: DebtRow, tell: Tell) -> FormDialog:
    """Money that came back."""
    words = f"{debt.name} còn phải nộp {format_amount(debt.left)} đồng (tháng {debt.months})."
    dialog = FormDialog(parent, desk, "Ghi tiền nộp lại", words=words, yes="Ghi", draft_key=f"debt/{debt.id}")
    form = dialog.form
    form.add(MoneyField("amount", "Số tiền", required=True))
    form.add(DateField("day", "Ngày nộp", required=True, latest=desk.today))
    ways = [(way, words) for way, words in RETURN_WAY_LABELS.items() if way != "list"]
    form.add(ChoiceField("way", "Cách nộp", ways, empty=None))
    form.add(TextField("note", "Số phiếu thu, ghi chú"))
    form.load({"amount": format_amount(debt.left), "day": PartialDate.of(desk.today).display()})

    def save() -> None:
        amount = form.value("amount")
        command = ReturnDebt(
            debt.id,
            day_of(form, "day") or desk.today,
            amount if isinstance(amount, int) else 0,
            text_of(form, "way"),
            text_of(form, "note"),
        )
        told: Returned = desk.do("Ghi tiền nộp lại", return_debt, command)
        where = f"khôi phục dự toán năm {told.budget_year}" if told.restores else "nộp ngân sách nhà nước"
        left = f"còn phải thu {format_amount(told.left)} đồng" if told.left else "đã thu đủ, khoản này xong"
        tell(f"Đã ghi. Số tiền này {where}; {left}.")

    dialog.on_save(save)
    return dialog


def write_off_dialog(parent: QWidget | None, desk: Desk, debt: DebtRow) -> FormDialog:
    """Give a debt up."""
    words = f"Không thu {format_amount(debt.left)} đồng của {debt.name}. Cần văn bản của người có thẩm quyền."
    key = f"debt/off/{debt.id}"
    dialog = FormDialog(parent, desk, "Không thu nữa", words=words, yes="Không thu", draft_key=key)
    dialog.form.add(TextField("decision", "Số, ngày văn bản", required=True, hint="Ví dụ 45/QĐ-UBND ngày 02/03/2027"))
    dialog.form.add(NoteField("reason", "Lý do"))

    def save() -> None:
        form = dialog.form
        command = WriteOffDebt(debt.id, text_of(form, "reason"), text_of(form, "decision"))
        desk.do("Không thu hồi", write_off_debt, command)

    dialog.on_save(save)
    return dialog
