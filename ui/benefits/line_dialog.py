"""The small forms of one benefit line: add, change from a month on, stop, correct, take back.

What may not be read is not shown: where the ground is guarded, label and group have no fields and stay as they are.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from models.benefits import groups, lines, rules, services
from models.benefits.lines import LineRow
from models.benefits.secrecy import mentions_hiv
from models.store.dates import Month, PartialDate, month_display
from models.store.errors import RuleError
from models.store.money import format_amount, format_coefficient
from ui.desk import Desk
from ui.dialogs import FormDialog, confirmed
from ui.forms.fields import ChoiceField, LineField, TextField
from ui.forms.form import Form
from ui.forms.values import MoneyField, MonthField, PartialDateField, neat_spelling

COEFFICIENT_HINT = "Ví dụ 1,5"
MOST_DIGITS = 4
STOP_HINT = "Tháng đầu tiên không còn được nhận"
CORRECT_WORDS = (
    "Dùng khi đã ghi sai: sổ sẽ như thể ngay từ đầu đã ghi đúng. Nếu mức hoặc diện nay mới đổi, hãy dùng Thay đổi từ "
    "tháng. Nhật ký giữ cả hai."
)


def group_choices() -> tuple[tuple[str, str], ...]:
    """Every beneficiary group as (code, "K5 - title")."""
    return tuple((one.code, f"{one.code} - {one.title}") for one in groups.all_groups())


def read_coefficient(text: str) -> int | None:
    """Read "1,5" as hundredths; None for nothing."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    whole, _, part = plain.partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(part) > 2 or len(whole) > MOST_DIGITS:
        raise RuleError("Ghi hệ số như 1,5 hoặc 2.", code="coefficient_shape")
    return int(whole) * 100 + int((part + "00")[:2])


def coefficient_field() -> LineField[int]:
    """A coefficient in hundredths, written with a comma."""
    neat = neat_spelling(read_coefficient, format_coefficient)
    return LineField("coefficient", "Hệ số", read_coefficient, neat=neat, hint=COEFFICIENT_HINT)


def add_line_dialog(parent: QWidget | None, desk: Desk, person_id: int) -> FormDialog:
    """Add a benefit line to a person."""
    dialog = FormDialog(parent, desk, "Thêm khoản trợ cấp", draft_key=f"line/{person_id}")
    form = dialog.form
    _ground_fields(form)
    _rate_fields(form)
    form.add(MonthField("start", "Hưởng từ tháng", hint="Ví dụ 11/2026"))
    form.add(MonthField("stop", "Thôi hưởng từ tháng", hint=STOP_HINT))
    _decision_fields(form, desk)

    def save() -> None:
        details = _filled(form, services.LineDetails(""))
        desk.do("Thêm khoản trợ cấp", services.add_line, services.NewLine(person_id, details))

    dialog.on_save(save)
    return dialog


def correct_line_dialog(parent: QWidget | None, desk: Desk, row: LineRow) -> FormDialog | None:
    """A line was recorded wrong; None when it is gone."""
    recorded = _recorded(desk, row)
    if recorded is None:
        return None
    title = "Sửa cho đúng: khoản trợ cấp"
    dialog = FormDialog(parent, desk, title, words=_words(CORRECT_WORDS, row), draft_key=f"line/correct/{row.id}")
    form = dialog.form
    if not row.guarded:
        _ground_fields(form)
    _rate_fields(form)
    form.add(MonthField("start", "Hưởng từ tháng", hint="Ví dụ 11/2026"))
    form.add(MonthField("stop", "Thôi hưởng từ tháng", hint=STOP_HINT))
    _decision_fields(form, desk, number=not (row.guarded and mentions_hiv(recorded.decision_number)))
    form.load(_texts(recorded))

    def save() -> None:
        command = services.CorrectLine(row.id, _filled(form, recorded))
        desk.do("Sửa cho đúng khoản trợ cấp", services.correct_line, command)

    dialog.on_save(save)
    return dialog


def change_line_dialog(parent: QWidget | None, desk: Desk, row: LineRow) -> FormDialog | None:
    """From a month on the person gets something else; None when the line is gone."""
    recorded = _recorded(desk, row)
    if recorded is None:
        return None
    words = _words("Khoản đang hưởng thôi từ tháng này, khoản mới bắt đầu. Các tháng trước không đổi.", row)
    title = "Thay đổi khoản trợ cấp từ tháng"
    dialog = FormDialog(parent, desk, title, words=words, draft_key=f"line/change/{row.id}")
    form = dialog.form
    form.add(MonthField("start", "Từ tháng", required=True, hint="Tháng đầu tiên hưởng mức mới"))
    _rate_fields(form)
    if not row.guarded:
        _ground_fields(form)
    _decision_fields(form, desk)
    form.load({**_texts(recorded), "start": "", "decision": "", "decision_day": ""})

    def save() -> None:
        month = form.value("start")
        if not isinstance(month, int):
            raise RuleError("Còn thiếu tháng thay đổi.", field="start")
        details = _filled(form, replace(recorded, stop_month=None))
        command = services.ChangeLineFrom(row.id, Month(month), details)
        desk.do("Thay đổi khoản trợ cấp", services.change_line_from, command)

    dialog.on_save(save)
    return dialog


def stop_line_dialog(parent: QWidget | None, desk: Desk, row: LineRow) -> FormDialog:
    """A line is no longer paid from a month on."""
    words = f"{row.label}, {row.amount} đ: từ tháng này không còn chi."
    key = f"line/stop/{row.id}"
    dialog = FormDialog(parent, desk, "Thôi hưởng trợ cấp", words=words, yes="Ghi thôi hưởng", draft_key=key)
    dialog.form.add(MonthField("stop", "Thôi hưởng từ tháng", required=True, hint=STOP_HINT))

    def save() -> None:
        month = dialog.form.value("stop")
        if not isinstance(month, int):
            raise RuleError("Còn thiếu tháng thôi hưởng.", field="stop")
        desk.do("Thôi hưởng trợ cấp", services.stop_line, services.StopLine(row.id, Month(month)))

    dialog.on_save(save)
    return dialog


def withdraw_line(parent: QWidget | None, desk: Desk, row: LineRow) -> None:
    """Ask, then take a line back that never was true. Raises RuleError and EnvironmentProblem."""
    words = f"{row.label}, {row.amount} đ. Sổ sẽ như chưa từng có khoản này; nhật ký vẫn giữ."
    if confirmed(parent, "Bỏ khoản ghi nhầm?", words, "Bỏ, đã ghi nhầm"):
        desk.do("Bỏ khoản trợ cấp ghi nhầm", services.withdraw_line, services.WithdrawLine(row.id))


def _words(words: str, row: LineRow) -> str:
    kept = " Căn cứ được giữ kín nên không sửa ở đây: bấm Hiện căn cứ trên trang của người này trước."
    return words + kept if row.guarded else words


def _recorded(desk: Desk, row: LineRow) -> services.LineDetails | None:
    with desk.read() as session:
        return lines.details(session, row.id)


def _ground_fields(form: Form) -> None:
    form.add(TextField("label", "Diện hưởng", required=True, hint="Ghi như trong quyết định hoặc danh sách"))
    form.add(ChoiceField("group", "Nhóm đối tượng", group_choices(), empty="Chưa rõ nhóm"))


def _rate_fields(form: Form) -> None:
    form.add(coefficient_field())
    form.add(MoneyField("amount", "Mức hưởng mỗi tháng (đồng)"))


def _decision_fields(form: Form, desk: Desk, *, number: bool = True) -> None:
    if number:
        form.add(TextField("decision", "Số quyết định"))
    form.add(PartialDateField("decision_day", "Ngày quyết định", latest=desk.today))
    channels = tuple((key, words) for key, words in rules.CHANNEL_LABELS.items() if key)
    form.add(ChoiceField("channel", "Hình thức nhận", channels))


def _texts(found: services.LineDetails) -> dict[str, str]:
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


def _filled(form: Form, recorded: services.LineDetails) -> services.LineDetails:
    """What the form says; where it has no field, what was recorded."""
    read = {key: form.value(key) for key in form.fields}
    day, start, stop = read.get("decision_day"), read.get("start"), read.get("stop")
    amount, coefficient = read.get("amount"), read.get("coefficient")
    return replace(
        recorded,
        label=str(read["label"] or "") if "label" in read else recorded.label,
        group_code=str(read["group"] or "") if "group" in read else recorded.group_code,
        amount=amount if isinstance(amount, int) else None,
        coefficient=coefficient if isinstance(coefficient, int) else None,
        decision_number=str(read["decision"] or "") if "decision" in read else recorded.decision_number,
        decision_day=day.iso() if isinstance(day, PartialDate) else "",
        start_month=Month(start) if isinstance(start, int) else None,
        stop_month=(Month(stop) if isinstance(stop, int) else None) if "stop" in read else recorded.stop_month,
        channel=str(read.get("channel") or ""),
    )
