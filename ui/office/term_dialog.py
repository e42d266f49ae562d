"""The form of what the office pays by: the organisation's fee from a month on, or the estimate of a year."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.benefits.months.papers import fee_rate
from models.benefits.months.rules import TERM_LABELS
from models.benefits.months.terms import FEE, SetTerm, TermRow, percent, set_term
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import TextField
from ui.forms.values import MoneyField, MonthField

FEE_WORDS = "Tỷ lệ phần trăm trên số tiền đã chi, do Ủy ban nhân dân tỉnh quy định. Giữ đến khi có tỷ lệ mới."
ESTIMATE_WORDS = "Dự toán giao cả năm cho trợ cấp. Được bổ sung thì ghi lại số cả năm."


def term_dialog(parent: QWidget | None, desk: Desk, kind: str, one: TermRow | None = None) -> FormDialog:
    """Add a term, or correct `one`."""
    of_fee = kind == FEE
    key = f"term/{kind}/{one.since if one is not None else 'new'}"
    words = FEE_WORDS if of_fee else ESTIMATE_WORDS
    dialog = FormDialog(parent, desk, TERM_LABELS[kind], words=words, draft_key=key)
    form = dialog.form
    hint = "Ví dụ 01/2026" if of_fee else "Một tháng của năm đó, ví dụ 01/2026"
    form.add(MonthField("since", "Từ tháng" if of_fee else "Năm (tháng bất kỳ)", required=True, hint=hint))
    if of_fee:
        form.add(TextField("value", "Chi phí chi trả (%)", required=True, hint="Ví dụ 0,5", check_text=_check))
    else:
        form.add(MoneyField("value", "Dự toán cả năm (đồng)", required=True))
    form.add(TextField("document", "Theo văn bản", required=True, hint="Ví dụ 12/2025/QĐ-UBND ngày 20/12/2025"))
    if one is not None:
        value = percent(one.value).removesuffix(" %") if of_fee else format_amount(one.value)
        form.load({"since": month_display(one.since), "value": value, "document": one.document})

    def save() -> None:
        since, told = form.value("since"), form.value("value")
        if since is None or told is None:
            raise RuleError("Còn thiếu tháng hoặc mức.", field="since", code="incomplete")
        value = fee_rate(str(told)) if of_fee else int(str(told))
        command = SetTerm(kind, Month(int(str(since))), value, str(form.value("document") or ""))
        desk.do("Ghi chi phí chi trả, dự toán", set_term, command)

    dialog.on_save(save)
    return dialog


def _check(text: str) -> None:
    fee_rate(text)
