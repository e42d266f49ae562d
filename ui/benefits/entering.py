"""Number, day and signer of a decision, which come days after the printing; and its cancelling with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from models.benefits.entitlements.histories import DecisionRow, decision
from models.benefits.entitlements.of_papers import enter
from models.benefits.entitlements.services import CancelDecision, EnterDecision, Entered, cancel_decision
from models.benefits.secrecy import grounds_for
from models.office.queries import signers
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.benefits.decision_source import named
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, NoteField, TextField
from ui.forms.values import DateField
from ui.theme import em

WORDS: Final = (
    "Ghi như trên tờ đã ký. Từ lúc này quyết định có hiệu lực và không sửa được nữa; tháng bắt đầu và mức hưởng được "
    "tính lại theo ngày ký."
)
NAME_MORE_EM: Final = 8.0
"""What a dialog is wider than a name in it."""
COMMITTEE: Final = "committee"
DECISION: Final = "decision/"
"""How the half-filled forms of decisions are called; a number after it is the entry of that decision."""


def enter_dialog(
    parent: QWidget | None, desk: Desk, decision_id: int, tell: Callable[[str], object] | None = None
) -> FormDialog:
    """Enter a decision, beside the window; `tell` is given a sentence about what that did."""
    with desk.read() as session:
        row = decision(session, decision_id, grounds=grounds_for(desk.rights))
    words = WORDS if row is None else f"{which(row)}. {WORDS}"
    dialog = FormDialog(
        parent, desk, "Ghi số, ngày, người ký", words=words, yes="Ghi vào sổ", draft_key=f"{DECISION}{decision_id}"
    )
    form = dialog.form
    form.add(TextField("number", "Số quyết định", required=True, hint="Ví dụ 12/QĐ-UBND"))
    form.add(DateField("signed_on", "Ngày ký", required=True, latest=desk.today))
    signer = _signer_field(desk)
    form.add(signer)
    if isinstance(signer, ChoiceField):
        dialog.setMinimumWidth(_room_for(signer))

    def save() -> None:
        day = form.value("signed_on")
        if not isinstance(day, date):
            raise RuleError("Còn thiếu ngày ký.", field="signed_on")
        command = EnterDecision(decision_id, str(form.value("number") or ""), day, str(form.value("signer") or ""))
        dialog.store_beside(
            lambda: desk.do("Ghi số, ngày quyết định", enter, command),
            lambda done: None if tell is None else tell(told(done)),
            units=1 if row is None else row.people,
        )

    dialog.on_save(save)
    return dialog


def _signer_field(desk: Desk) -> ChoiceField | TextField:
    """One of the signers that the office has; by name where it has told none."""
    with desk.read() as session:
        found = signers(session, body=COMMITTEE)
    names = tuple(dict.fromkeys(one.name for one in found if one.name))
    if not names:
        return TextField("signer", "Người ký", required=True, hint="Họ và tên người ký")
    only = len(names) == 1
    choices = tuple((name, name) for name in names)
    return ChoiceField("signer", "Người ký", choices, required=True, empty=None if only else "Chọn…")


def _room_for(signer: ChoiceField) -> int:
    """Pixels in which the longest name of a signer stands whole."""
    names = (signer.editor.itemText(place) for place in range(signer.editor.count()))
    widest = max(signer.editor.fontMetrics().horizontalAdvance(name) for name in names)
    return widest + em(signer, NAME_MORE_EM)


def which(row: DecisionRow) -> str:
    """The decision that a number is given to, in words: what it does, for whom."""
    about = named(row)
    kind = row.kind_label if about.startswith(row.kind_label) else f"{row.kind_label}: {about}"
    return f"Quyết định «{about if kind == row.kind_label else kind}», {format_amount(row.people)} người"


def told(done: Entered) -> str:
    """What entering did, in a sentence."""
    changed = f" {len(done.changed)} mục đổi tháng hoặc mức theo ngày ký." if done.changed else ""
    return f"Đã ghi quyết định của {done.people} người.{changed}"


def cancel_decision_dialog(parent: QWidget | None, desk: Desk, decision_id: int) -> FormDialog:
    """Cancel a decision with a reason."""
    words = "Quyết định đã ký chỉ hủy được khi chưa có danh sách tháng nào chốt theo nó; chế độ sẽ trở lại như trước."
    dialog = FormDialog(
        parent, desk, "Hủy quyết định", words=words, yes="Hủy quyết định", draft_key=f"{DECISION}cancel/{decision_id}"
    )
    dialog.form.add(NoteField("reason", "Lý do hủy"))

    def save() -> None:
        command = CancelDecision(decision_id, str(dialog.form.value("reason") or ""))
        dialog.store_beside(lambda: desk.do("Hủy quyết định", cancel_decision, command), lambda _done: None)

    dialog.on_save(save)
    return dialog
