"""Small forms for what changes in the world: where somebody lives, account, payee, guardian, death, move, and so on.

Each says since when; a change of the world is a new span, never an overwrite. Corrections have their own forms
(correct.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from models.people import households, rules, services, status
from models.people.page import HouseholdPage
from models.store.dates import PartialDate
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, NoteField, TextField
from ui.forms.values import DateField, PartialDateField
from ui.people.fact_fields import FACT_FIELDS, after, day_of, text_of
from ui.people.source import village_choices

FACTS: Mapping[str, str] = {
    "bank_account": "account",
    "payee": "payee",
    "guardian": "guardian",
    "disability": "disability",
    "marital_state": "marital",
    "study": "study",
}
"""Facts of a person that one form records, by their name on the page, and what the verb calls them."""


def move_dialog(parent: QWidget | None, desk: Desk, person_id: int) -> FormDialog:
    """Where somebody lives from a day on."""
    dialog = FormDialog(parent, desk, "Chuyển chỗ ở trong xã", draft_key=f"move/{person_id}")
    form = dialog.form
    form.add(ChoiceField("village", "Thôn, tổ dân phố mới", village_choices(desk), required=True, empty="Chọn…"))
    form.add(TextField("address", "Số nhà, đường, xóm"))
    form.add(DateField("since", "Từ ngày", required=True))

    def save() -> None:
        since = day_of(form, "since") or desk.today
        command = services.MoveResidence(person_id, int(text_of(form, "village")), text_of(form, "address"), since)
        desk.do("Chuyển chỗ ở", services.move_residence, command)

    dialog.on_save(save)
    return dialog


def dead_dialog(parent: QWidget | None, desk: Desk, person_id: int, name: str) -> FormDialog:
    """A death."""
    words = f"{name} sẽ không còn trong danh sách chi trả từ tháng sau tháng mất."
    dialog = FormDialog(parent, desk, "Ghi nhận người mất", words=words, yes="Ghi nhận", draft_key=f"dead/{person_id}")
    dialog.form.add(PartialDateField("on", "Ngày mất", required=True, latest=desk.today))

    def save() -> None:
        on = dialog.form.value("on")
        if isinstance(on, PartialDate):
            desk.do("Ghi nhận người mất", status.mark_dead, status.MarkDead(person_id, on))

    dialog.on_save(save)
    return dialog


def moved_dialog(parent: QWidget | None, desk: Desk, person_id: int, name: str) -> FormDialog:
    """A move out of the commune."""
    words = f"{name} không còn ở xã từ ngày này."
    key = f"moved/{person_id}"
    dialog = FormDialog(parent, desk, "Chuyển khỏi xã", words=words, yes="Ghi nhận", draft_key=key)
    dialog.form.add(DateField("on", "Từ ngày", required=True, latest=desk.today))
    dialog.form.add(TextField("to", "Chuyển đến", hint="Xã, tỉnh; để trống nếu không rõ"))

    def save() -> None:
        command = status.MarkMoved(person_id, day_of(dialog.form, "on") or desk.today, text_of(dialog.form, "to"))
        desk.do("Ghi nhận chuyển đi", status.mark_moved, command)

    dialog.on_save(save)
    return dialog


def fact_dialog(parent: QWidget | None, desk: Desk, person_id: int, fact: str) -> FormDialog:
    """A change of the world in one dated fact of a person; `fact` is a key of FACTS."""
    fields = FACT_FIELDS[fact]
    words = "Từ ngày này trở đi. Điều đã đúng trước đó vẫn được giữ."
    dialog = FormDialog(parent, desk, fields.title, words=words, draft_key=f"fact/{fact}/{person_id}")
    fields.add(dialog.form, desk)
    dialog.form.add(DateField("since", "Từ ngày", hint="Để trống nếu không rõ từ bao giờ"))

    def save() -> None:
        since = day_of(dialog.form, "since")
        command = services.SetPersonFact(person_id, FACTS[fact], fields.values(dialog.form), since)
        desk.do(f"Ghi {fields.title.lower()}", services.set_person_fact, command)

    dialog.on_save(save)
    return dialog


def poverty_dialog(parent: QWidget | None, desk: Desk, household_id: int) -> FormDialog:
    """Put a household on the list of the poor or near-poor, or take it off."""
    words = "Theo quyết định công nhận hằng năm của xã."
    dialog = FormDialog(parent, desk, "Diện hộ nghèo, cận nghèo", words=words, draft_key=f"poverty/{household_id}")
    choices = (*rules.POVERTY_LABELS.items(), ("none", "Thoát diện"))
    dialog.form.add(ChoiceField("kind", "Diện", choices, required=True, empty="Chọn…"))
    dialog.form.add(DateField("since", "Từ ngày", required=True))
    dialog.form.add(DateField("until", "Đến hết ngày", hint="Để trống nếu chưa có ngày hết"))

    def save() -> None:
        kind, since, until = text_of(dialog.form, "kind"), day_of(dialog.form, "since"), day_of(dialog.form, "until")
        if since is None:
            raise RuleError("Còn thiếu ngày bắt đầu.", field="since")
        command = households.SetPoverty(household_id, None if kind == "none" else kind, since, after(until))
        desk.do("Ghi diện hộ", households.set_poverty, command)

    dialog.on_save(save)
    return dialog


def membership_dialog(
    parent: QWidget | None, desk: Desk, household_id: int, person_id: int, name: str, relation: str = ""
) -> FormDialog:
    """Put a person into a household, or give a member (of `relation` now) another relation to its head."""
    title = f"Đổi quan hệ của {name} trong hộ" if relation else f"Thêm {name} vào hộ"
    words = "Khi chọn Chủ hộ, chủ hộ đang ghi sẽ thành thành viên khác của hộ từ cùng ngày."
    dialog = FormDialog(parent, desk, title, words=words, draft_key=f"membership/{household_id}/{person_id}")
    FACT_FIELDS["household_membership"].add(dialog.form, desk)
    dialog.form.load({"relation": relation})
    dialog.form.add(DateField("since", "Từ ngày", hint="Để trống nếu không rõ từ bao giờ"))

    def save() -> None:
        since = day_of(dialog.form, "since")
        command = households.SetMembership(person_id, household_id, text_of(dialog.form, "relation"), since)
        desk.do("Đổi quan hệ trong hộ" if relation else "Đưa người vào hộ", households.set_membership, command)

    dialog.on_save(save)
    return dialog


def household_dialog(parent: QWidget | None, desk: Desk, found: HouseholdPage) -> FormDialog:
    """The office's own number of a household, and a note."""
    dialog = FormDialog(parent, desk, "Số hộ, ghi chú", draft_key=f"household/{found.id}")
    dialog.form.add(TextField("number", "Số hộ", hint="Như trong sổ của xã"))
    dialog.form.add(NoteField("note", "Ghi chú"))
    dialog.form.load({"number": found.number, "note": found.note})

    def save() -> None:
        number, note = text_of(dialog.form, "number"), text_of(dialog.form, "note")
        desk.do("Sửa thông tin hộ", households.change_household, households.ChangeHousehold(found.id, number, note))

    dialog.on_save(save)
    return dialog
