"""The small form of one benefit line: label as written, group, coefficient, amount, decision, months."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.benefits import groups, lines, rules, services
from models.store.dates import Month, PartialDate, month_display
from models.store.errors import RuleError
from models.store.money import format_amount, format_coefficient
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, LineField, TextField
from ui.forms.values import MoneyField, MonthField, PartialDateField, neat_spelling

COEFFICIENT_HINT = "Ví dụ 1,5"


def group_choices() -> tuple[tuple[str, str], ...]:
    """Every beneficiary group as (code, "K5 - title")."""
    return tuple((one.code, f"{one.code} - {one.title}") for one in groups.all_groups())


def read_coefficient(text: str) -> int | None:
    """Read "1,5" as hundredths; None for nothing."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    whole, _, part = plain.partition(".")
    if not whole.isdigit() or (part and not part.isdigit()) or len(part) > 2:
        raise RuleError("Ghi hệ số như 1,5 hoặc 2.", code="coefficient_shape")
    return int(whole) * 100 + int((part + "00")[:2])


def coefficient_field() -> LineField[int]:
    """A coefficient in hundredths, written with a comma."""
    neat = neat_spelling(read_coefficient, format_coefficient)
    return LineField("coefficient", "Hệ số", read_coefficient, neat=neat, hint=COEFFICIENT_HINT)


def line_dialog(parent: QWidget, desk: Desk, person_id: int, line_id: int = 0) -> FormDialog:
    """Add a benefit line to a person, or change one."""
    title = "Sửa khoản trợ cấp" if line_id else "Thêm khoản trợ cấp"
    dialog = FormDialog(parent, desk, title, draft_key="" if line_id else f"line/{person_id}")
    form = dialog.form
    form.add(TextField("label", "Diện hưởng", required=True, hint="Ghi như trong quyết định hoặc danh sách"))
    form.add(ChoiceField("group", "Nhóm đối tượng", group_choices(), empty="Chưa rõ nhóm"))
    form.add(coefficient_field())
    form.add(MoneyField("amount", "Mức hưởng mỗi tháng (đồng)"))
    form.add(MonthField("start", "Hưởng từ tháng", hint="Ví dụ 11/2026"))
    form.add(MonthField("stop", "Thôi hưởng từ tháng", hint="Tháng đầu tiên không còn được nhận"))
    form.add(TextField("decision", "Số quyết định"))
    form.add(PartialDateField("decision_day", "Ngày quyết định", latest=desk.today))
    channels = tuple((key, words) for key, words in rules.CHANNEL_LABELS.items() if key)
    form.add(ChoiceField("channel", "Hình thức nhận", channels))
    if line_id:
        form.load(_loaded(desk, line_id))

    def save() -> None:
        details = _details(dialog)
        if line_id:
            desk.do("Sửa khoản trợ cấp", services.correct_line, services.CorrectLine(line_id, details))
        else:
            desk.do("Thêm khoản trợ cấp", services.add_line, services.NewLine(person_id, details))

    dialog.on_save(save)
    return dialog


def _loaded(desk: Desk, line_id: int) -> dict[str, str]:
    with desk.read() as session:
        found = lines.details(session, line_id)
    if found is None:
        return {}
    return {
        "label": found.label,
        "group": found.group_code,
        "coefficient": format_coefficient(found.coefficient) if found.coefficient else "",
        "amount": format_amount(found.amount) if found.amount is not None else "",
        "start": month_display(found.start_month) if found.start_month else "",
        "stop": month_display(found.stop_month) if found.stop_month else "",
        "decision": found.decision_number,
        "decision_day": PartialDate.from_iso(found.decision_day).display() if found.decision_day else "",
        "channel": found.channel,
    }


def _details(dialog: FormDialog) -> services.LineDetails:
    value = dialog.form.value
    amount, coefficient, day = value("amount"), value("coefficient"), value("decision_day")
    start, stop = value("start"), value("stop")
    return services.LineDetails(
        label=str(value("label") or ""),
        amount=amount if isinstance(amount, int) else None,
        group_code=str(value("group") or ""),
        coefficient=coefficient if isinstance(coefficient, int) else None,
        decision_number=str(value("decision") or ""),
        decision_day=day.iso() if isinstance(day, PartialDate) else "",
        start_month=Month(start) if isinstance(start, int) else None,
        stop_month=Month(stop) if isinstance(stop, int) else None,
        channel=str(value("channel") or ""),
    )
