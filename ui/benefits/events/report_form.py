"""Ghi việc: one form for what happened to somebody; each kind asks for its own facts, which go to the register at once.

A bank account is never kept in the event: it is written to the person's record only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from models.benefits.entitlements.drafting import offered
from models.benefits.events.details import NO_DEGREE
from models.benefits.events.rules import EVENT_LABELS, EventKind
from models.benefits.events.services import ReportEvent, report_event
from models.benefits.months.queries import next_payout
from models.benefits.secrecy import is_hiv_group, may_see_grounds
from models.people import page
from models.people.identity import tidy_account
from models.people.rules import DEGREE_LABELS, POVERTY_LABELS, check_name
from models.store.dates import Month, PartialDate, month_display, month_iso, month_of, month_start
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import CheckField, ChoiceField, TextField
from ui.forms.form import Form
from ui.forms.values import MonthField, PartialDateField
from ui.people.fact_fields import text_of

REPORTED: Final = (
    EventKind.DEATH,
    EventKind.MOVE_OUT,
    EventKind.MOVE_IN,
    EventKind.DEGREE,
    EventKind.POVERTY,
    EventKind.ACCOUNT,
    EventKind.STUDY_END,
    EventKind.PRISON,
    EventKind.REFUSAL,
    EventKind.REAPPEARED,
    EventKind.OTHER,
)
"""What a clerk reports; the others the program finds."""
WORDS: Final = "Chương trình ghi luôn vào sổ người dân, rồi tính ngay tháng và số tiền thay đổi."
DAY_HINT: Final = "Ví dụ 20/11; không rõ ngày thì ghi tháng: 11/2026"
LEFT_HINT: Final = "Ra hộ nghèo, cận nghèo: ngày cuối còn diện"
HOUSEHOLDS: Final = (*POVERTY_LABELS.items(), ("none", "Không thuộc diện nào"))
DEGREES: Final = (*DEGREE_LABELS.items(), (NO_DEGREE, "Không còn khuyết tật"))
STOPPED_HINT: Final = "Theo quyết định thôi chi trả của nơi cũ; trước 10/2026 nơi mới trả từ tháng sau"
WIDEST: Final = 60
NOTHING_NEW: Final = "Hãy ghi tài khoản mới, người nhận mới, hoặc đánh dấu nhận tiền mặt."
_ASKED: Final[Mapping[EventKind, tuple[str, ...]]] = {
    EventKind.DEGREE: ("degree",),
    EventKind.POVERTY: ("household",),
    EventKind.MOVE_OUT: ("moved_to",),
    EventKind.MOVE_IN: ("group", "stopped_from", "counts_from", "why"),
    EventKind.ACCOUNT: ("from", "account", "bank", "holder", "cash", "payee", "relation"),
}
"""Fields that only some kinds have."""


def report_dialog(
    parent: QWidget | None, desk: Desk, person_id: int, name: str, tell: Callable[[str, int], object]
) -> FormDialog:
    """Report what happened to somebody; `tell` is given what was written and the event's id.

    What was paid without being due is looked for by whoever opens the form.
    """
    key = f"event/{person_id}"
    dialog = FormDialog(parent, desk, f"Ghi biến động: {name}", words=WORDS, yes="Ghi", draft_key=key)
    form = dialog.form
    kinds = [(one.value, EVENT_LABELS[one]) for one in REPORTED]
    kind = ChoiceField("kind", "Việc", kinds, required=True, empty="Chọn…")
    form.add(kind)
    form.add(PartialDateField("on", "Ngày xảy ra", hint=DAY_HINT, near=desk.today))
    _add_facts(form, desk)
    form.add(TextField("note", "Ghi chú"))

    def follow() -> None:
        chosen = kind.draft()
        for one, fields in _ASKED.items():
            for key in fields:
                form.fields[key].setVisible(chosen == one)
        form.fields["on"].setVisible(chosen != EventKind.ACCOUNT)
        form.fields["on"].set_hint(LEFT_HINT if chosen == EventKind.POVERTY else DAY_HINT)
        dialog.grow()

    def save() -> None:
        command = _report(desk, person_id, dialog)
        event_id = desk.do("Ghi biến động", report_event, command)
        tell(f"Đã ghi: {EVENT_LABELS[command.kind].lower()}, {name}.", event_id)

    kind.changed.connect(follow)
    dialog.on_save(save)
    follow()
    return dialog


def _add_facts(form: Form, desk: Desk) -> None:
    form.add(ChoiceField("degree", "Mức độ khuyết tật mới", DEGREES, empty="Chọn…"))
    form.add(ChoiceField("household", "Hộ nay thuộc diện", HOUSEHOLDS, empty="Chọn…"))
    form.add(TextField("moved_to", "Chuyển đến", hint="Xã, tỉnh; để trống nếu không rõ"))
    with desk.read() as session:
        month = month_of(desk.today)
        groups = [(one.code, f"{one.code}  {one.title}"[:WIDEST]) for one in offered(session, month, desk.today)
                  if may_see_grounds(desk.rights) or not is_hiv_group(one.code)]  # fmt: skip
        payout = next_payout(session, desk.today)
    form.add(ChoiceField("group", "Nhóm đang hưởng ở nơi cũ", groups, empty="Chưa có quyết định thôi của nơi cũ"))
    form.add(MonthField("stopped_from", "Nơi cũ thôi chi trả từ tháng", hint=STOPPED_HINT))
    form.add(MonthField("counts_from", "Hưởng tại đây từ tháng, khi khác luật"))
    form.add(TextField("why", "Lý do tính khác luật"))
    since = MonthField("from", "Tính từ danh sách tháng")
    since.restore(month_display(payout))
    form.add(since)
    form.add(TextField("account", "Số tài khoản mới", check_text=_checked_account))
    form.add(TextField("bank", "Ngân hàng"))
    form.add(TextField("holder", "Chủ tài khoản", hint="Để trống nếu là chính người này"))
    form.add(CheckField("cash", "Từ nay nhận tiền mặt, bỏ tài khoản cũ"))
    form.add(TextField("payee", "Người nhận thay mới", hint="Để trống nếu không đổi", check_text=_checked_name))
    form.add(TextField("relation", "Quan hệ với người hưởng", hint="Ví dụ: con, mẹ, cháu"))


def _checked_account(text: str) -> None:
    tidy_account(text)


def _checked_name(text: str) -> None:
    check_name(text)


def _report(desk: Desk, person_id: int, dialog: FormDialog) -> ReportEvent:
    form = dialog.form
    kind = EventKind(text_of(form, "kind"))
    on = form.value("on")
    details: dict[str, Any] = {}
    if kind == EventKind.DEGREE and text_of(form, "degree"):
        details["degree"] = text_of(form, "degree")
    if kind == EventKind.MOVE_IN:
        details = _moved_in(form)
    household = None
    if kind == EventKind.POVERTY:
        if text_of(form, "household"):
            details["household"] = text_of(form, "household")
        with desk.read() as session:
            household = page.household_of(session, person_id, desk.today)
    account, payee = _payment(form) if kind == EventKind.ACCOUNT else (None, None)
    return ReportEvent(
        kind,
        None if household is not None else person_id,
        household,
        _first_day(form) if kind == EventKind.ACCOUNT else on if isinstance(on, PartialDate) else None,
        details=details,
        note=text_of(form, "note"),
        moved_to=text_of(form, "moved_to") if kind == EventKind.MOVE_OUT else "",
        account=account,
        payee=payee,
    )


def _moved_in(form: Form) -> dict[str, Any]:
    """What the papers of the old place say."""
    months = {key: form.value(key) for key in ("stopped_from", "counts_from")}
    told: dict[str, Any] = {key: month_iso(Month(one)) for key, one in months.items() if isinstance(one, int)}
    return told | {key: text_of(form, key) for key in ("group", "why") if text_of(form, key)}


def _first_day(form: Form) -> PartialDate | None:
    month = form.value("from")
    return PartialDate.of(month_start(Month(month))) if isinstance(month, int) else None


def _payment(form: Form) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The new account (empty for cash) and the new payee; None for what stays. RuleError when nothing is new."""
    number, cash, name = text_of(form, "account"), bool(form.value("cash")), text_of(form, "payee")
    if number and cash:
        raise RuleError("Đã ghi tài khoản mới thì không đánh dấu nhận tiền mặt.", field="cash", code="both_ways")
    if not (number or cash or name):
        raise RuleError(NOTHING_NEW, field="account", code="nothing_new")
    account = {"number": number, "bank": text_of(form, "bank"), "holder": text_of(form, "holder")}
    payee = {"name": name, "relation": text_of(form, "relation")}
    return account if number or cash else None, payee if name else None
