"""Small forms of events: report, dismiss, decide a death, type a slip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from models.benefits.events.funeral_decision import FuneralWish
from models.benefits.events.proposal import FuneralOffer
from models.benefits.events.services import (
    Decided,
    DecideEvent,
    DecideFuneral,
    DismissEvent,
    decide_event,
    decide_funeral,
    dismiss_event,
)
from models.benefits.events.slip_names import SlipName, names_on_slips
from models.benefits.events.slips import SlipAnswered, answer_slip
from models.people import queries
from models.store.dates import Month, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.benefits.carer_field import RecipientField
from ui.benefits.events.typed_slip import people_meant, typed_answer
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import CheckField, ChoiceField, NoteField
from ui.people.fact_fields import text_of

Tell = Callable[[str], object]


def dismiss_dialog(parent: QWidget | None, desk: Desk, event_id: int) -> FormDialog:
    """Close an event without a decision."""
    words = "Việc này không cần quyết định. Lý do được giữ lại; khi cần vẫn mở lại được."
    dialog = FormDialog(parent, desk, "Bỏ qua việc này", words=words, yes="Bỏ qua", draft_key=f"dismiss/{event_id}")
    dialog.form.add(NoteField("reason", "Lý do"))

    def save() -> None:
        desk.do("Bỏ qua biến động", dismiss_event, DismissEvent(event_id, text_of(dialog.form, "reason")))

    dialog.on_save(save)
    return dialog


def funeral_dialog(
    parent: QWidget | None, desk: Desk, event_id: int, offer: FuneralOffer, tell: Tell, *, later: bool = False
) -> FormDialog:
    """Decide a death: the stop, and funeral support where it was asked for and nobody else pays it.

    `later`: the stop was decided before, the family's form came now.
    """
    words = f"Hỗ trợ mai táng {offer.amounts} đồng theo {offer.article}, {offer.form}."
    if offer.amount is None:
        words = f"{words} Luật không nói rõ mức nào: hãy chọn."
    if not later:
        words = f"{words} Chưa có tờ khai của gia đình thì để trống, chỉ lập quyết định thôi hưởng."
    with desk.read() as session:
        dead = [one.name for one in queries.rows(session, [offer.person_id], desk.today)]
    title = f"Quyết định khi {dead[0] if dead else 'người hưởng'} mất"
    dialog = FormDialog(parent, desk, title, words=words, yes="Lập quyết định", draft_key=f"death/{event_id}")
    form = dialog.form
    form.add(CheckField("wanted", "Gia đình đã nộp tờ khai hỗ trợ mai táng"))
    form.add(CheckField("nobody_else_pays", "Đã hỏi: BHXH, chế độ người có công không trả"))
    if offer.amount is None:
        levels = [(str(one.amount), f"{format_amount(one.amount)} đồng: {one.words}") for one in offer.levels]
        form.add(ChoiceField("amount", "Mức hỗ trợ", levels, empty="Chọn…"))
    form.add(RecipientField(dialog, desk, offer.person_id))

    def save() -> None:
        named = text_of(form, "amount") if "amount" in form.fields else ""
        whom = form.value("recipient")
        wish = FuneralWish(
            whom if isinstance(whom, int) else None, bool(form.value("nobody_else_pays")), int(named) if named else None
        )
        if not later:
            tell(decided(desk, event_id, wish if form.value("wanted") else None))
            return
        if not form.value("wanted"):
            raise RuleError("Cần tờ khai của gia đình.", field="wanted", code="form_missing")
        desk.do("Hỗ trợ mai táng", decide_funeral, DecideFuneral(event_id, wish))
        tell("Đã lập quyết định hỗ trợ mai táng. Bước tiếp: in, ký, rồi ghi số, ngày ở thẻ Quyết định.")

    dialog.on_save(save)
    return dialog


def decided(desk: Desk, event_id: int, wish: FuneralWish | None = None) -> str:
    """Prepare what an event proposes; the sentence that says what comes next."""
    made: Decided = desk.do("Quyết định biến động", decide_event, DecideEvent(event_id, wish))
    count = len(made.decision_ids)
    if not count:
        return "Đã xử lý xong, không cần quyết định."
    return f"Đã lập {count} quyết định. Bước tiếp: in, ký, rồi ghi số, ngày ở thẻ Quyết định."


def slip_dialog(
    parent: QWidget | None,
    desk: Desk,
    month: Month,
    village_id: int,
    village: str,
    done: Callable[[SlipAnswered], object],
) -> FormDialog:
    """Type a village's answer; `done` is given its counts."""
    title = f"Phiếu của {village}, tháng {month_display(month)}"
    words = (
        "Gõ số thứ tự trên phiếu (hoặc mã) của người mất, người chuyển đi; mỗi người một dòng, sau đó có thể ghi ngày. "
        "Ví dụ: 3 5/11"
    )
    with desk.read() as session:
        names = names_on_slips(session, month, village_id)
    key = f"slip/{month}/{village_id}"
    dialog = FormDialog(parent, desk, title, words=words, yes="Nhập phiếu", draft_key=key)
    form = dialog.form
    for name, label, hint in (("dead", "Đã mất", ""), ("moved", "Chuyển đi", "Sau ngày có thể ghi nơi đến")):
        field = NoteField(name, label, hint=hint)
        field.changed.connect(partial(_tell_people, field, names, hint))
        form.add(field)
    form.add(NoteField("new", "Người mới", hint="Mỗi người một dòng: họ tên, năm sinh, hoàn cảnh"))
    rest = CheckField("rest", "Những người còn lại trên phiếu không đổi")
    rest.editor.setChecked(True)
    form.add(rest)

    def save() -> None:
        texts = [text_of(form, name) for name in ("dead", "moved", "new")]
        command = typed_answer(month, village_id, names, *texts, rest=bool(form.value("rest")))
        done(desk.do("Nhập phiếu của thôn", answer_slip, command))

    dialog.on_save(save)
    return dialog


def _tell_people(field: NoteField, names: Sequence[SlipName], hint: str) -> None:
    field.set_hint(people_meant(field.draft(), names) or hint)
