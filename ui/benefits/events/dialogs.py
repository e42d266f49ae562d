"""Small forms of events: report, dismiss, decide a death, type a slip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from models.benefits.events.details import NO_DEGREE
from models.benefits.events.funeral_decision import FuneralWish
from models.benefits.events.proposal import FuneralOffer
from models.benefits.events.rules import EVENT_LABELS, EventKind
from models.benefits.events.services import (
    Decided,
    DecideEvent,
    DecideFuneral,
    DismissEvent,
    ReportEvent,
    decide_event,
    decide_funeral,
    dismiss_event,
    report_event,
)
from models.benefits.events.slip_names import SlipName, names_on_slips
from models.benefits.events.slips import SlipAnswered, answer_slip
from models.people import page
from models.people.codes import parse_code
from models.people.queries import id_of_code
from models.people.rules import DEGREE_LABELS, POVERTY_LABELS
from models.store.dates import Month, PartialDate, month_display
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.benefits.events.typed_slip import people_meant, typed_answer
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import CheckField, ChoiceField, NoteField, TextField
from ui.forms.values import PartialDateField
from ui.people.fact_fields import text_of

Tell = Callable[[str], object]
REPORTED: Final = (
    EventKind.DEATH,
    EventKind.MOVE_OUT,
    EventKind.MOVE_IN,
    EventKind.DEGREE,
    EventKind.POVERTY,
    EventKind.STUDY_END,
    EventKind.PRISON,
    EventKind.REFUSAL,
    EventKind.REAPPEARED,
    EventKind.ACCOUNT,
    EventKind.OTHER,
)
"""What a clerk reports; the others the program finds."""
DAY_HINT: Final = "Không rõ ngày: 11/2026. Ra hộ nghèo: ngày cuối còn diện"
HOUSEHOLDS: Final = (*POVERTY_LABELS.items(), ("none", "Không thuộc diện nào"))
DEGREES: Final = (*DEGREE_LABELS.items(), (NO_DEGREE, "Không còn khuyết tật"))


def report_dialog(parent: QWidget | None, desk: Desk, person_id: int, name: str, tell: Tell) -> FormDialog:
    """Report what happened to somebody. What was paid without being due is looked for by whoever opens the form."""
    words = "Người mất, chuyển đi được ghi luôn vào sổ người dân. Chương trình tính ngay tháng và số tiền thay đổi."
    key = f"event/{person_id}"
    dialog = FormDialog(parent, desk, f"Ghi biến động: {name}", words=words, yes="Ghi", draft_key=key)
    form = dialog.form
    kind = ChoiceField("kind", "Việc", [(one.value, EVENT_LABELS[one]) for one in REPORTED], required=True,
                       empty="Chọn…")  # fmt: skip
    degree = ChoiceField("degree", "Mức độ khuyết tật mới", DEGREES, empty="Chọn…")
    household = ChoiceField("household", "Hộ nay thuộc diện", HOUSEHOLDS, empty="Chọn…")
    moved_to = TextField("moved_to", "Chuyển đến", hint="Xã, tỉnh; để trống nếu không rõ")
    form.add(kind)
    form.add(PartialDateField("on", "Ngày xảy ra", hint=DAY_HINT))
    for field in (degree, household, moved_to):
        form.add(field)
    form.add(TextField("note", "Ghi chú"))

    def follow() -> None:
        chosen = kind.draft()
        degree.setVisible(chosen == EventKind.DEGREE)
        household.setVisible(chosen == EventKind.POVERTY)
        moved_to.setVisible(chosen == EventKind.MOVE_OUT)

    def save() -> None:
        command = _report(desk, person_id, dialog)
        desk.do("Ghi biến động", report_event, command)
        tell(f"Đã ghi: {EVENT_LABELS[command.kind].lower()}, {name}.")

    kind.changed.connect(follow)
    dialog.on_save(save)
    follow()
    return dialog


def _report(desk: Desk, person_id: int, dialog: FormDialog) -> ReportEvent:
    form = dialog.form
    kind = EventKind(text_of(form, "kind"))
    on = form.value("on")
    details: dict[str, Any] = {}
    if kind == EventKind.DEGREE and text_of(form, "degree"):
        details["degree"] = text_of(form, "degree")
    household = None
    if kind == EventKind.POVERTY:
        if text_of(form, "household"):
            details["household"] = text_of(form, "household")
        with desk.read() as session:
            household = page.household_of(session, person_id, desk.today)
    return ReportEvent(
        kind,
        None if household is not None else person_id,
        household,
        on if isinstance(on, PartialDate) else None,
        details=details,
        note=text_of(form, "note"),
        moved_to=text_of(form, "moved_to") if kind == EventKind.MOVE_OUT else "",
    )


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
    dialog = FormDialog(parent, desk, "Quyết định khi người hưởng mất", words=words, yes="Lập quyết định",
                        draft_key=f"death/{event_id}")  # fmt: skip
    form = dialog.form
    form.add(CheckField("wanted", "Gia đình đã nộp tờ khai hỗ trợ mai táng"))
    form.add(CheckField("nobody_else_pays", "Đã hỏi: BHXH, chế độ người có công không trả"))
    if offer.amount is None:
        levels = [(str(one.amount), f"{format_amount(one.amount)} đồng: {one.words}") for one in offer.levels]
        form.add(ChoiceField("amount", "Mức hỗ trợ", levels, empty="Chọn…"))
    form.add(TextField("recipient", "Mã người nhận hỗ trợ", hint="Ví dụ 000123-4; để trống nếu chưa có trong sổ"))

    def save() -> None:
        named = text_of(form, "amount") if "amount" in form.fields else ""
        whom = _person(desk, text_of(form, "recipient"))
        wish = FuneralWish(whom, bool(form.value("nobody_else_pays")), int(named) if named else None)
        if not later:
            tell(decided(desk, event_id, wish if form.value("wanted") else None))
            return
        if not form.value("wanted"):
            raise RuleError("Cần tờ khai của gia đình.", field="wanted", code="form_missing")
        desk.do("Hỗ trợ mai táng", decide_funeral, DecideFuneral(event_id, wish))
        tell("Đã lập quyết định hỗ trợ mai táng. Bước tiếp: in, ký, rồi ghi số, ngày ở thẻ Quyết định.")

    dialog.on_save(save)
    return dialog


def _person(desk: Desk, text: str) -> int | None:
    if not text:
        return None
    number = parse_code(text)
    with desk.read() as session:
        found = None if number is None else id_of_code(session, number)
    if found is None:
        raise RuleError(f"Không có người nào mang mã «{text}».", field="recipient", code="person_unknown")
    return found


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
