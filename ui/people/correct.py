"""Forms for what was recorded wrong, as opposed to what changed in the world, and for the end of a fact.

"Sửa cho đúng" replaces a span as if it had always been recorded rightly; "Chưa bao giờ đúng" takes it back; "Hết từ
ngày" ends it in the world. The history keeps all of them apart.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from models.benefits.secrecy import may_see_grounds, mentions_hiv
from models.people import facts, households, removing, services
from models.people.correcting import CorrectFact, correct_recorded_fact
from models.people.facts import FactView, FactWords, RecordedFact
from models.people.viewing import GROUND_VIEWED
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.forms.fields import TextField
from ui.forms.form import Form
from ui.forms.values import DateField
from ui.people.fact_fields import FACT_FIELDS, FactFields, after, day_of, last_of
from ui.people.facts import FACTS

CORRECT_WORDS = (
    "Dùng khi đã ghi sai: sổ sẽ như thể ngay từ đầu đã ghi đúng. Nếu nay mới thay đổi, hãy dùng Thay đổi từ ngày. "
    "Nhật ký giữ cả hai."
)


def correct_dialog(parent: QWidget | None, desk: Desk, fact: FactWords) -> FormDialog | None:
    """Correct one span with its days; None when it is no longer what is known."""
    with desk.read() as session:
        recorded = facts.recorded_fact(session, fact.fact, fact.id)
    if recorded is None:
        return None
    fields = FACT_FIELDS[fact.fact]
    title = f"Sửa cho đúng: {fields.title}"
    dialog = FormDialog(parent, desk, title, words=CORRECT_WORDS, draft_key=f"correct/{fact.fact}/{fact.id}")
    form = dialog.form
    fields.add(form, desk)
    form.add(DateField("since", "Từ ngày", hint="Để trống nếu không rõ từ bao giờ"))
    form.add(DateField("until", "Đến hết ngày", hint="Để trống nếu vẫn còn"))
    kept = _guarded(desk, form, fields, recorded)
    since = recorded.since.strftime("%d/%m/%Y") if recorded.since else ""
    form.load(
        {
            **fields.texts({**recorded.values, **dict.fromkeys(kept, "")}),
            "since": since,
            "until": last_of(recorded.until),
        }
    )

    def save() -> None:
        values = {**fields.values(form), **kept}
        if values.get("name") != recorded.values.get("name") and "other_id" in recorded.values:
            values["other_id"] = None  # another name is another person than the one of the register
        days = (day_of(form, "since"), after(day_of(form, "until")))
        command = CorrectFact(fact.fact, fact.id, values, days)
        desk.do(f"Sửa cho đúng: {fields.title.lower()}", correct_recorded_fact, command)

    dialog.on_save(save)
    return dialog


def _guarded(desk: Desk, form: Form, fields: FactFields, recorded: RecordedFact) -> dict[str, str]:
    """Columns that speak of HIV/AIDS: who holds the right reads them, which is noted; for others they stay unread.

    Returns what is kept as it is, without a field.
    """
    telling = {
        column: text
        for column in fields.columns.values()
        if isinstance(text := recorded.values[column], str) and mentions_hiv(text)
    }
    if not telling:
        return {}
    if may_see_grounds(desk.office.actor.rights):
        if recorded.person_id is not None:
            desk.views.note(GROUND_VIEWED, recorded.person_id)
        return {}
    for key, column in fields.columns.items():
        if column in telling:
            form.fields[key].hide()
            form.fields[key].required = False
    return telling


def withdraw_fact(parent: QWidget | None, desk: Desk, fact: FactWords) -> None:
    """Ask, then take a span back that never was so. Raises RuleError and EnvironmentProblem."""
    words = f"{fact.label}: {fact.text}. Sổ sẽ như chưa từng ghi điều này; nhật ký vẫn giữ."
    if confirmed(parent, "Chưa bao giờ đúng?", words, "Bỏ, đã ghi sai"):
        command = CorrectFact(fact.fact, fact.id, was_true=False)
        desk.do(f"Bỏ ghi sai: {FACT_FIELDS[fact.fact].title.lower()}", correct_recorded_fact, command)


def can_end(fact: FactView) -> bool:
    """Whether a fact may simply end; a home ends by moving, and a household's head needs another one."""
    return fact.now and not fact.until and fact.fact != "residence"


def end_dialog(parent: QWidget | None, desk: Desk, owner_id: int, fact: FactWords) -> FormDialog:
    """A fact ends in the world after a day; `owner_id` is the person, or the household of a poverty."""
    fields = FACT_FIELDS[fact.fact]
    words = f"{fact.label}: {fact.text}. Sau ngày này không còn nữa."
    title, key = f"Hết hiệu lực: {fields.title}", f"end/{fact.fact}/{fact.id}"
    dialog = FormDialog(parent, desk, title, words=words, yes="Ghi hết hiệu lực", draft_key=key)
    dialog.form.add(DateField("since", "Đến hết ngày", required=True))

    def save() -> None:
        last = day_of(dialog.form, "since")
        if last is None:
            raise RuleError("Còn thiếu ngày cuối.", field="since")
        _end(desk, owner_id, fact.fact, after(last) or last)

    dialog.on_save(save)
    return dialog


def _end(desk: Desk, owner_id: int, fact: str, since: date) -> None:
    name = f"Hết hiệu lực: {FACT_FIELDS[fact].title.lower()}"
    if fact == "household_membership":
        desk.do("Ra khỏi hộ", households.set_membership, households.SetMembership(owner_id, None, since=since))
    elif fact == "household_poverty":
        desk.do(name, households.set_poverty, households.SetPoverty(owner_id, None, since))
    else:
        desk.do(name, services.set_person_fact, services.SetPersonFact(owner_id, FACTS[fact], None, since))


def remove_person_dialog(parent: QWidget | None, desk: Desk, person_id: int, named: str) -> FormDialog:
    """Remove a person entered by mistake; `named` is name and code."""
    words = (
        f"Xóa hẳn {named}: nhân thân, nơi ở, tài khoản, người nhận thay và mọi điều đã ghi của người này. "
        "Mã không bao giờ được dùng lại. Không hoàn tác được; nhật ký giữ dòng cuối và lý do. "
        "Người đã mất hoặc chuyển đi thì không xóa mà ghi nhận mất, chuyển đi."
    )
    dialog = FormDialog(parent, desk, "Xóa người ghi nhầm", words=words, yes="Xóa hẳn", draft_key=f"remove/{person_id}")
    dialog.form.add(TextField("reason", "Lý do", hint="Ví dụ: người xã khác, nhập nhầm danh sách"))

    def save() -> None:
        command = removing.RemovePerson(person_id, str(dialog.form.value("reason") or ""))
        desk.do("Xóa người ghi nhầm", removing.remove_person, command)

    dialog.on_save(save)
    return dialog


def remove_household_dialog(parent: QWidget | None, desk: Desk, household_id: int) -> FormDialog:
    """Remove a household entered by mistake."""
    words = "Chỉ xóa được hộ không còn và chưa từng có người. Không hoàn tác được; nhật ký giữ lý do."
    dialog = FormDialog(
        parent, desk, "Xóa hộ ghi nhầm", words=words, yes="Xóa hẳn", draft_key=f"remove-home/{household_id}"
    )
    dialog.form.add(TextField("reason", "Lý do", hint="Ví dụ: lập trùng hộ"))

    def save() -> None:
        command = removing.RemoveHousehold(household_id, str(dialog.form.value("reason") or ""))
        desk.do("Xóa hộ ghi nhầm", removing.remove_household, command)

    dialog.on_save(save)
    return dialog
