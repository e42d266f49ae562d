"""Small forms for what changes over time: where somebody lives, account, payee, guardian, and so on.

Each says since when; a change of the world is a new span, never an overwrite.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from models.people import households, rules, services
from models.store.dates import PartialDate
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, TextField
from ui.forms.form import Form
from ui.forms.values import DateField, PartialDateField
from ui.people.source import village_choices

FACTS: Mapping[str, str] = {
    "account": "Tài khoản ngân hàng",
    "payee": "Người nhận thay",
    "guardian": "Người giám hộ",
    "disability": "Khuyết tật",
    "marital": "Hôn nhân",
    "study": "Học tập",
}


def _day(form: Form, key: str) -> date | None:
    value = form.value(key)
    return value if isinstance(value, date) else None


def _text(form: Form, key: str) -> str:
    return str(form.value(key) or "")


def move_dialog(parent: QWidget, desk: Desk, person_id: int) -> FormDialog:
    """Where somebody lives from a day on."""
    dialog = FormDialog(parent, desk, "Chuyển chỗ ở trong xã", draft_key=f"move/{person_id}")
    form = dialog.form
    form.add(ChoiceField("village", "Thôn, tổ dân phố mới", village_choices(desk), required=True, empty="Chọn…"))
    form.add(TextField("address", "Số nhà, đường, xóm"))
    form.add(DateField("since", "Từ ngày", required=True))

    def save() -> None:
        since = _day(form, "since") or desk.today
        command = services.MoveResidence(person_id, int(_text(form, "village")), _text(form, "address"), since)
        desk.do("Chuyển chỗ ở", services.move_residence, command)

    dialog.on_save(save)
    return dialog


def dead_dialog(parent: QWidget, desk: Desk, person_id: int, name: str) -> FormDialog:
    """A death."""
    words = f"{name} sẽ không còn trong danh sách chi trả từ tháng sau tháng mất."
    dialog = FormDialog(parent, desk, "Ghi nhận người mất", words=words, yes="Ghi nhận")
    dialog.form.add(PartialDateField("on", "Ngày mất", required=True, latest=desk.today))

    def save() -> None:
        on = dialog.form.value("on")
        if isinstance(on, PartialDate):
            desk.do("Ghi nhận người mất", services.mark_dead, services.MarkDead(person_id, on))

    dialog.on_save(save)
    return dialog


def moved_dialog(parent: QWidget, desk: Desk, person_id: int, name: str) -> FormDialog:
    """A move out of the commune."""
    dialog = FormDialog(parent, desk, "Chuyển khỏi xã", words=f"{name} không còn ở xã từ ngày này.", yes="Ghi nhận")
    dialog.form.add(DateField("on", "Từ ngày", required=True, latest=desk.today))
    dialog.form.add(TextField("to", "Chuyển đến", hint="Xã, tỉnh; để trống nếu không rõ"))

    def save() -> None:
        command = services.MarkMoved(person_id, _day(dialog.form, "on") or desk.today, _text(dialog.form, "to"))
        desk.do("Ghi nhận chuyển đi", services.mark_moved, command)

    dialog.on_save(save)
    return dialog


def _account_fields(form: Form) -> Callable[[], dict[str, Any]]:
    form.add(TextField("number", "Số tài khoản", required=True))
    form.add(TextField("bank", "Ngân hàng"))
    form.add(TextField("holder", "Chủ tài khoản", hint="Để trống nếu là chính người này"))
    return lambda: {"number": _text(form, "number"), "bank": _text(form, "bank"), "holder": _text(form, "holder")}


def _representative_fields(form: Form) -> Callable[[], dict[str, Any]]:
    form.add(TextField("name", "Họ và tên", required=True))
    form.add(TextField("relation", "Quan hệ", hint="Ví dụ: con, mẹ, cháu"))
    form.add(TextField("id_number", "Số định danh"))
    form.add(TextField("phone", "Điện thoại"))
    keys = ("name", "relation", "id_number", "phone")
    return lambda: {key: _text(form, key) for key in keys}


def _disability_fields(form: Form) -> Callable[[], dict[str, Any]]:
    form.add(ChoiceField("degree", "Mức độ", tuple(rules.DEGREE_LABELS.items()), required=True, empty="Chọn…"))
    form.add(ChoiceField("kind", "Dạng tật", tuple(rules.DISABILITY_LABELS.items())))
    form.add(TextField("certificate", "Số giấy xác nhận"))
    keys = ("degree", "kind", "certificate")
    return lambda: {key: _text(form, key) for key in keys}


def _marital_fields(form: Form) -> Callable[[], dict[str, Any]]:
    form.add(ChoiceField("state", "Tình trạng hôn nhân", tuple(rules.MARITAL_LABELS.items()), required=True))
    return lambda: {"state": _text(form, "state")}


def _study_fields(form: Form) -> Callable[[], dict[str, Any]]:
    form.add(ChoiceField("level", "Bậc học", tuple(rules.STUDY_LABELS.items()), required=True, empty="Chọn…"))
    form.add(TextField("school", "Trường"))
    return lambda: {"level": _text(form, "level"), "school": _text(form, "school")}


_FIELDS: Mapping[str, Callable[[Form], Callable[[], dict[str, Any]]]] = {
    "account": _account_fields,
    "payee": _representative_fields,
    "guardian": _representative_fields,
    "disability": _disability_fields,
    "marital": _marital_fields,
    "study": _study_fields,
}


def fact_dialog(parent: QWidget, desk: Desk, person_id: int, fact: str) -> FormDialog:
    """One dated fact of a person; `fact` is a key of FACTS."""
    dialog = FormDialog(parent, desk, FACTS[fact], draft_key=f"fact/{fact}/{person_id}")
    values = _FIELDS[fact](dialog.form)
    dialog.form.add(DateField("since", "Từ ngày", hint="Để trống nếu không rõ từ bao giờ"))

    def save() -> None:
        command = services.SetPersonFact(person_id, fact, values(), _day(dialog.form, "since"))
        desk.do(f"Ghi {FACTS[fact].lower()}", services.set_person_fact, command)

    dialog.on_save(save)
    return dialog


def poverty_dialog(parent: QWidget, desk: Desk, household_id: int) -> FormDialog:
    """Put a household on the list of the poor or near-poor, or take it off."""
    dialog = FormDialog(parent, desk, "Diện hộ nghèo, cận nghèo", words="Theo quyết định công nhận hằng năm của xã.")
    choices = (*rules.POVERTY_LABELS.items(), ("none", "Thoát diện"))
    dialog.form.add(ChoiceField("kind", "Diện", choices, required=True, empty="Chọn…"))
    dialog.form.add(DateField("since", "Từ ngày", required=True))
    dialog.form.add(DateField("until", "Đến hết ngày", hint="Để trống nếu chưa có ngày hết"))

    def save() -> None:
        kind, since, until = _text(dialog.form, "kind"), _day(dialog.form, "since"), _day(dialog.form, "until")
        if since is None:
            raise RuleError("Còn thiếu ngày bắt đầu.", field="since")
        after = None if until is None else date.fromordinal(until.toordinal() + 1)
        command = households.SetPoverty(household_id, None if kind == "none" else kind, since, after)
        desk.do("Ghi diện hộ", households.set_poverty, command)

    dialog.on_save(save)
    return dialog


def membership_dialog(parent: QWidget, desk: Desk, household_id: int, person_id: int, name: str) -> FormDialog:
    """Put a person into a household."""
    dialog = FormDialog(parent, desk, f"Thêm {name} vào hộ")
    relations = tuple(rules.RELATION_LABELS.items())
    dialog.form.add(ChoiceField("relation", "Quan hệ với chủ hộ", relations, required=True, empty="Chọn…"))
    dialog.form.add(DateField("since", "Từ ngày", hint="Để trống nếu không rõ từ bao giờ"))

    def save() -> None:
        relation, since = _text(dialog.form, "relation"), _day(dialog.form, "since")
        command = households.SetMembership(person_id, household_id, relation, since)
        desk.do("Đưa người vào hộ", households.set_membership, command)

    dialog.on_save(save)
    return dialog
