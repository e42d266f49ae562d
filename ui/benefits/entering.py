"""Number, day and signer of a decision, which come days after the printing; and its cancelling with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from models.benefits.entitlements.of_papers import enter
from models.benefits.entitlements.services import CancelDecision, EnterDecision, Entered, cancel_decision
from models.office.queries import signers
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, NoteField, TextField
from ui.forms.values import DateField

WORDS: Final = (
    "Ghi như trên tờ đã ký. Từ lúc này quyết định có hiệu lực và không sửa được nữa; tháng bắt đầu và mức hưởng được "
    "tính lại theo ngày ký."
)
COMMITTEE: Final = "committee"


def enter_dialog(
    parent: QWidget | None, desk: Desk, decision_id: int, tell: Callable[[str], object] | None = None
) -> FormDialog:
    """Enter a decision; `tell` is given a sentence about what that did."""
    dialog = FormDialog(
        parent, desk, "Ghi số, ngày, người ký", words=WORDS, yes="Ghi vào sổ", draft_key=f"decision/{decision_id}"
    )
    form = dialog.form
    form.add(TextField("number", "Số quyết định", required=True, hint="Ví dụ 12/QĐ-UBND"))
    form.add(DateField("signed_on", "Ngày ký", required=True, latest=desk.today))
    form.add(_signer_field(desk))

    def save() -> None:
        day = form.value("signed_on")
        if not isinstance(day, date):
            raise RuleError("Còn thiếu ngày ký.", field="signed_on")
        command = EnterDecision(decision_id, str(form.value("number") or ""), day, str(form.value("signer") or ""))
        done = desk.do("Ghi số, ngày quyết định", enter, command)
        if tell is not None:
            tell(told(done))

    dialog.on_save(save)
    return dialog


def _signer_field(desk: Desk) -> ChoiceField | TextField:
    """One of the signers that the office has; by name where it has told none."""
    with desk.read() as session:
        found = signers(session, body=COMMITTEE)
    names = tuple(dict.fromkeys(one.name for one in found if one.name))
    if not names:
        return TextField("signer", "Người ký", required=True, hint="Họ và tên người ký")
    return ChoiceField("signer", "Người ký", tuple((name, name) for name in names), required=True, empty="Chọn…")


def told(done: Entered) -> str:
    """What entering did, in a sentence."""
    changed = f" {len(done.changed)} mục đổi tháng hoặc mức theo ngày ký." if done.changed else ""
    return f"Đã ghi quyết định của {done.people} người.{changed}"


def cancel_decision_dialog(parent: QWidget | None, desk: Desk, decision_id: int) -> FormDialog:
    """Cancel a decision with a reason."""
    words = "Quyết định đã ký chỉ hủy được khi chưa có danh sách tháng nào chốt theo nó; chế độ sẽ trở lại như trước."
    dialog = FormDialog(
        parent, desk, "Hủy quyết định", words=words, yes="Hủy quyết định", draft_key=f"decision/cancel/{decision_id}"
    )
    dialog.form.add(NoteField("reason", "Lý do hủy"))

    def save() -> None:
        command = CancelDecision(decision_id, str(dialog.form.value("reason") or ""))
        desk.do("Hủy quyết định", cancel_decision, command)

    dialog.on_save(save)
    return dialog
