"""The fields of each dated fact, shared by the forms that record a change of the world and those that correct.

Keys of fields are those that the rules name in their refusals, so that each refusal stands beside its field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.people import rules
from models.people.identity import tidy_account, tidy_id_number, tidy_phone
from ui.desk import Desk
from ui.forms.fields import ChoiceField, TextField
from ui.forms.form import Form
from ui.people.source import village_choices


@dataclass(frozen=True, slots=True)
class FactFields:
    """What a fact is called for the clerk, its fields, and which column each of them fills."""

    title: str
    add: Callable[[Form, Desk], None]
    columns: Mapping[str, str]

    def values(self, form: Form) -> dict[str, Any]:
        """Columns as filled in; call after the form was checked."""
        read = {column: form.value(key) or "" for key, column in self.columns.items()}
        if "village_id" in read:
            read["village_id"] = int(str(read["village_id"])) if read["village_id"] else None
        return read

    def texts(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Columns as recorded, as the form's plain text."""
        return {key: str(values[column] or "") for key, column in self.columns.items()}


def day_of(form: Form, key: str) -> date | None:
    """The day in a field, None for none."""
    value = form.value(key)
    return value if isinstance(value, date) else None


def text_of(form: Form, key: str) -> str:
    """The text in a field, "" for none."""
    return str(form.value(key) or "")


def after(last: date | None) -> date | None:
    """The first day that no longer counts, from the last one that does, as the clerk writes it."""
    return None if last is None else last + timedelta(days=1)


def last_of(until: date | None) -> str:
    """The last day that counts, as shown, from the first one that does not."""
    return "" if until is None else (until - timedelta(days=1)).strftime("%d/%m/%Y")


def _checked(read: Callable[[str], object]) -> Callable[[str], None]:
    def check(text: str) -> None:
        read(text)

    return check


def _residence(form: Form, desk: Desk) -> None:
    form.add(ChoiceField("village", "Thôn, tổ dân phố", village_choices(desk)))
    form.add(TextField("address", "Số nhà, đường, xóm"))


def _membership(form: Form, _desk: Desk) -> None:
    relations = tuple(rules.RELATION_LABELS.items())
    form.add(ChoiceField("relation", "Quan hệ với chủ hộ", relations, required=True, empty="Chọn…"))


def _account(form: Form, _desk: Desk) -> None:
    form.add(TextField("account", "Số tài khoản", required=True, check_text=_checked(tidy_account)))
    form.add(TextField("bank", "Ngân hàng"))
    form.add(TextField("holder", "Chủ tài khoản", hint="Để trống nếu là chính người này"))


def _representative(form: Form, _desk: Desk) -> None:
    form.add(TextField("name", "Họ và tên", required=True, check_text=_checked(rules.check_name)))
    form.add(TextField("relation", "Quan hệ", hint="Ví dụ: con, mẹ, cháu"))
    form.add(TextField("id_number", "Số định danh", check_text=_checked(tidy_id_number)))
    form.add(TextField("phone", "Điện thoại", check_text=_checked(tidy_phone)))


def _disability(form: Form, _desk: Desk) -> None:
    form.add(ChoiceField("degree", "Mức độ", tuple(rules.DEGREE_LABELS.items()), required=True, empty="Chọn…"))
    form.add(ChoiceField("kind", "Dạng tật", tuple(rules.DISABILITY_LABELS.items())))
    form.add(TextField("certificate", "Số giấy xác nhận"))


def _marital(form: Form, _desk: Desk) -> None:
    states = tuple(rules.MARITAL_LABELS.items())
    form.add(ChoiceField("state", "Tình trạng hôn nhân", states, required=True, empty="Chọn…"))


def _study(form: Form, _desk: Desk) -> None:
    form.add(ChoiceField("level", "Bậc học", tuple(rules.STUDY_LABELS.items()), required=True, empty="Chọn…"))
    form.add(TextField("school", "Trường"))


def _poverty(form: Form, _desk: Desk) -> None:
    form.add(ChoiceField("kind", "Diện", tuple(rules.POVERTY_LABELS.items()), required=True, empty="Chọn…"))


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_WHO = _same("name", "relation", "id_number", "phone")
FACT_FIELDS: Mapping[str, FactFields] = {
    "residence": FactFields("Nơi ở", _residence, {"village": "village_id", "address": "address"}),
    "household_membership": FactFields("Quan hệ với chủ hộ", _membership, _same("relation")),
    "bank_account": FactFields(
        "Tài khoản ngân hàng", _account, {"account": "number", "bank": "bank", "holder": "holder"}
    ),
    "payee": FactFields("Người nhận thay", _representative, _WHO),
    "guardian": FactFields("Người giám hộ", _representative, _WHO),
    "disability": FactFields("Khuyết tật", _disability, _same("degree", "kind", "certificate")),
    "marital_state": FactFields("Hôn nhân", _marital, _same("state")),
    "study": FactFields("Học tập", _study, _same("level", "school")),
    "household_poverty": FactFields("Diện hộ nghèo, cận nghèo", _poverty, _same("kind")),
}
"""Fields by the name that a page gives a fact."""
