"""Forms that prepare a decision for one person: grant, adjust, suspend, resume, stop, transfer.

What is prepared has no effect; number, day and signer come later (entering.py). The amount is the law's of the month
unless another one is written; the clerk sees it while filling in. Grounds that may not be read have no field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtWidgets import QWidget

from models.benefits.entitlements.drafting import Lawful, Offered, lawful, offered, paid_here_from, rule_article
from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.queries import Held, held_by
from models.benefits.entitlements.rules import DECISION_LABELS, DecisionKind
from models.benefits.entitlements.services import Item, PrepareDecision, prepare_decision
from models.benefits.secrecy import is_hiv_group, may_see_grounds
from models.store.dates import Month, month_of
from models.store.errors import RuleError
from models.store.money import format_amount, format_coefficient
from ui.benefits.carer_field import CarerField
from ui.benefits.reasons import MORE, REASONS
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, LineField, TextField
from ui.forms.form import Form
from ui.forms.values import MoneyField, MonthField

AFTERWARDS: Final = "Quyết định được lập để in và trình ký. Chế độ chưa đổi cho đến khi ghi số, ngày, người ký."
GRANT_WAYS: Final = (
    (DecisionKind.GRANT.value, "Hưởng mới"),
    (DecisionKind.TRANSFER_IN.value, "Chuyển đến từ nơi khác"),
)
SINCE_HINT: Final = "Chuyển đến: tháng nơi cũ thôi chi trả (trước 10/2026 hưởng từ tháng sau). Hưởng mới: để trống"
COUNT_HINT: Final = "Số con đang nuôi được tính, hoặc số trẻ dưới 36 tháng và lần mang thai"
MOST_COUNTED: Final = 20
MOST_LETTERS: Final = 36
_FIELDS: Final = {"from_month": "since", "reason": "why"}
"""Fields of the verbs by their names in these forms."""
LAW_TABLES: Final = {"central": "mức chung", "local": "mức của tỉnh, thành phố"}


def read_count(text: str) -> int | None:
    """Read how many count; None for nothing."""
    plain = text.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and 1 <= int(plain) <= MOST_COUNTED):
        raise RuleError(f"Ghi một số từ 1 đến {MOST_COUNTED}.", code="count_range")
    return int(plain)


@dataclass(slots=True)
class _Rate:
    """The fields that make an amount, and what the law gives for what stands in them."""

    desk: Desk
    form: Form
    person_id: int
    groups: dict[str, Offered]
    worth: Worth | None = None

    def add(self) -> None:
        """Add group (but for a guarded one), count and amount."""
        if self.groups:
            choices = tuple((one.code, f"{one.code}  {_short(one.title)}") for one in self.groups.values())
            self.form.add(ChoiceField("group", "Nhóm đối tượng", choices, required=True, empty="Chọn nhóm…"))
        self.form.add(LineField("count", "Số con, số trẻ được tính", read_count, hint=COUNT_HINT))
        self.form.add(MoneyField("amount", "Mức khác mức theo luật (đồng)"))

    def watch(self) -> None:
        """Keep telling the law's amount; called once all fields and texts are there."""
        for key in ("group", "count", "since"):
            field = self.form.fields.get(key)
            if field is not None:
                field.changed.connect(lambda *_: self.tell())  # holds this object as long as the form
        self.tell()

    @property
    def code(self) -> str:
        """The group that is chosen, else the present one."""
        chosen = self.form.fields["group"].draft() if "group" in self.form.fields else ""
        return chosen or (self.worth.group_code if self.worth is not None else "")

    def tell(self) -> None:
        """Show what the law gives under the amount; fields that do not matter for the group are put away."""
        one = self.groups.get(self.code)
        counts = one.counted if one is not None else self._count_of_present() is not None
        self.form.fields["count"].setVisible(counts)
        if one is not None and "group" in self.form.fields:
            self.form.fields["group"].set_hint(one.title)
        carer = self.form.fields.get("carer")
        if carer is not None:
            carer.setVisible(one is not None and one.kind == "care_support")
        found = self._law()
        self.form.fields["amount"].set_hint("Để trống: theo luật của tháng hưởng" if found is None else told(found))

    def _count_of_present(self) -> int | None:
        """How many count now, where the present ground goes by it."""
        if self.worth is None or self.worth.coefficient is None or self.worth.group_code not in ("K4", "CS-MT"):
            return None
        return max(1, self.worth.coefficient // 100)

    def _law(self) -> Lawful | None:
        month, count = _read(self.form, "since"), _read(self.form, "count")
        since = Month(month) if isinstance(month, int) else month_of(self.desk.today)
        counted = count if isinstance(count, int) else self._count_of_present() or 1
        if not self.code:
            return None
        label = self.groups[self.code].title if self.code in self.groups else self._label
        try:
            with self.desk.read() as session:
                return lawful(session, self.person_id, self.code, since, self.desk.today, count=counted, label=label)
        except RuleError:
            return None

    @property
    def _label(self) -> str:
        return self.worth.label if self.worth is not None else ""

    def result(self) -> Lawful:
        """What the decision shall say is paid. RuleError beside the amount where the law tells none."""
        code, found, amount = self.code, self._law(), self.form.value("amount")
        if isinstance(amount, int):
            one = self.groups.get(code)
            return Lawful(Worth(code, one.title if one is not None else self._label, amount, None), "")
        if found is None:
            raise RuleError("Tháng này luật không có mức cho nhóm này. Hãy ghi mức.", field="amount", code="no_level")
        return found


def _short(title: str) -> str:
    """A title that fits its line; the hint below says it whole."""
    if len(title) <= MOST_LETTERS:
        return title
    return f"{title[:MOST_LETTERS].rpartition(' ')[0]}…"


def _read(form: Form, key: str) -> object:
    """What a field says so far; None for what is not understood yet."""
    field = form.fields.get(key)
    try:
        return None if field is None else field.read()
    except RuleError:
        return None


def told(found: Lawful) -> str:
    """The law's amount in a short sentence."""
    worth = found.worth
    made = ""
    if worth.coefficient is not None and worth.base_rate is not None:
        made = f" = {format_coefficient(worth.coefficient)} × {format_amount(worth.base_rate)}"
    table = LAW_TABLES.get(worth.law_table, "")
    return f"Để trống: {format_amount(worth.amount or 0)} đồng{made}, {table} ({found.article})"


def grant_dialog(parent: QWidget | None, desk: Desk, person_id: int, *, group: str = "", why: str = "") -> FormDialog:
    """Prepare a grant, or a transfer from another commune; `group` and `why` stand in the form from the start."""
    dialog = FormDialog(
        parent, desk, "Lập quyết định hưởng", words=AFTERWARDS, yes="Lập quyết định", draft_key=f"grant/{person_id}"
    )
    form = dialog.form
    form.add(ChoiceField("way", "Hưởng vì", GRANT_WAYS, empty=None))
    rate = _Rate(desk, form, person_id, _open_groups(desk))
    rate.add()
    form.add(CarerField(dialog, desk, person_id))
    form.add(MonthField("since", "Từ tháng", hint=SINCE_HINT))
    form.add(TextField("why", "Lý do, như ghi trong quyết định"))
    form.load({"group": group, "why": why})

    def save() -> None:
        found, one = rate.result(), rate.groups[rate.code]
        carer = form.value("carer") if one.kind == "care_support" else None
        if one.kind == "care_support" and one.code != "CS-MT" and carer is None:
            raise RuleError("Hãy ghi người nhận chăm sóc.", field="carer", code="carer_missing")
        kind = DecisionKind(str(form.value("way")))
        since = form.value("since")
        if kind is DecisionKind.TRANSFER_IN and since is None:
            raise RuleError("Hãy ghi tháng nơi cũ thôi chi trả.", field="since", code="since_missing")
        month = Month(since) if isinstance(since, int) else None
        if kind is DecisionKind.TRANSFER_IN and month is not None:
            with desk.read() as session:
                month = paid_here_from(session, month, desk.today)
        item = replace(
            item_of(person_id, None, found),
            kind=one.kind,
            carer_id=carer if isinstance(carer, int) else None,
            from_month=month,
            why=str(form.value("why") or ""),
        )
        prepare(desk, kind, item, item.why)

    dialog.on_save(save)
    rate.watch()
    return dialog


def adjust_dialog(
    parent: QWidget | None, desk: Desk, person_id: int, entitlement_id: int, *, guarded: bool
) -> FormDialog | None:
    """Prepare a change of amount or group from a month on; None when the entitlement is gone."""
    held = _held(desk, person_id, entitlement_id)
    if held is None:
        return None
    dialog = FormDialog(
        parent,
        desk,
        "Lập quyết định điều chỉnh",
        words=AFTERWARDS,
        yes="Lập quyết định",
        draft_key=f"adjust/{entitlement_id}",
    )
    form = dialog.form
    form.add(MonthField("since", "Từ tháng", required=True, hint="Tháng đầu tiên hưởng mức mới, ví dụ 07/2026"))
    groups = {} if guarded else {code: one for code, one in _open_groups(desk).items() if one.kind == held.kind}
    rate = _Rate(desk, form, held.person_id, groups, held.worth)
    rate.add()
    if groups:
        form.load({"group": held.worth.group_code})
    form.add(TextField("why", "Lý do, như ghi trong quyết định"))

    def save() -> None:
        since = form.value("since")
        if not isinstance(since, int):
            raise RuleError("Còn thiếu tháng điều chỉnh.", field="since")
        found = rate.result()
        item = item_of(held.person_id, entitlement_id, found)
        item = replace(item, kind=held.kind, from_month=Month(since), why=str(form.value("why") or ""))
        prepare(desk, DecisionKind.ADJUST, item, item.why)

    dialog.on_save(save)
    rate.watch()
    return dialog


def ending_dialog(
    parent: QWidget | None, desk: Desk, person_id: int, entitlement_id: int, kind: DecisionKind
) -> FormDialog:
    """Prepare a suspension, resumption, stop or transfer out."""
    words = f"{REASONS[kind].words} {AFTERWARDS}"
    key = f"{kind.value}/{entitlement_id}"
    title = f"Lập quyết định {DECISION_LABELS[kind].lower()}"
    dialog = FormDialog(parent, desk, title, words=words, yes="Lập quyết định", draft_key=key)
    form, asked = dialog.form, REASONS[kind]
    if asked.month:
        form.add(MonthField("since", asked.month, hint=asked.hint))
    if asked.choices:
        choices = tuple((words, words) for words in (*asked.choices, MORE))
        reason = ChoiceField("reason", "Lý do", choices, required=True, empty="Chọn…")
        reason.changed.connect(lambda: reason.set_hint(reason.draft()))  # the combo box may be too narrow for it
        form.add(reason)
    form.add(TextField("more", asked.more))

    def save() -> None:
        since = _read(form, "since")
        month = Month(since) if isinstance(since, int) else None
        chosen = str(form.value("reason") or "") if asked.choices else ""
        more = str(form.value("more") or "")
        if chosen == MORE and not more:
            raise RuleError("Hãy ghi lý do.", field="more", code="reason_missing")
        why = ". ".join(part for part in ("" if chosen == MORE else chosen, more) if part)
        with desk.read() as session:
            article = rule_article(session, asked.rule, month or month_of(desk.today), desk.today)
        item = Item(person_id, entitlement_id, from_month=month, why=why, article=article)
        prepare(desk, kind, item, why)

    dialog.on_save(save)
    return dialog


def item_of(person_id: int, entitlement_id: int | None, found: Lawful) -> Item:
    """An item that says what the law gives, or the clerk wrote."""
    worth = found.worth
    return Item(
        person_id=person_id,
        entitlement_id=entitlement_id,
        group_code=worth.group_code,
        label=worth.label,
        law_table=worth.law_table,
        base_rate=worth.base_rate,
        coefficient=worth.coefficient,
        amount=worth.amount,
        article=found.article,
    )


def prepare(desk: Desk, kind: DecisionKind, item: Item, reason: str) -> int:
    """Keep a decision about one person; returns its id. RuleError comes out, beside its field where it has one."""
    title = DECISION_LABELS[kind]
    command = PrepareDecision(kind, (item,), reason, title)
    try:
        return desk.do(f"Lập quyết định: {title.lower()}", prepare_decision, command)
    except RuleError as refused:
        field = _FIELDS.get(refused.field or "", refused.field)
        raise RuleError(refused.message, field=field, code=refused.code) from None


def _held(desk: Desk, person_id: int, entitlement_id: int) -> Held | None:
    with desk.read() as session:
        found = held_by(session, person_id)
    return next((one for one in found if one.entitlement_id == entitlement_id), None)


def _open_groups(desk: Desk) -> dict[str, Offered]:
    """The groups of this month's law that this clerk may name."""
    with desk.read() as session:
        found = offered(session, month_of(desk.today), desk.today)
    open_to_all = may_see_grounds(desk.rights)
    return {one.code: one for one in found if open_to_all or not is_hiv_group(one.code)}
