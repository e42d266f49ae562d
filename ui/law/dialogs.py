"""Forms of the office's own law: a document, a rate, a group, a gift, and the month after which rows no longer hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from models.law import drafting, services
from models.law.drafting import GroupDraft, RowBody
from models.law.show import RATE_WORDS
from models.people.rules import DEGREE_LABELS, POVERTY_LABELS
from models.store.dates import Month
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import CheckField, ChoiceField, NoteField, TextField
from ui.forms.form import Form
from ui.forms.values import DateField, MoneyField, MonthField

DRAFTS = "law/"
ANY = "Không xét"
MOST_AGE_DIGITS = 3


def reopened(parent: QWidget, desk: Desk, draft: str) -> FormDialog | None:
    """The dialog of a kept draft; None for a name that no form here has."""
    kind, _, rest = draft.removeprefix(DRAFTS).partition("/")
    if not draft.startswith(DRAFTS):
        return None
    if kind == "document":
        return document_dialog(parent, desk)
    if kind == "close":
        return close_dialog(parent, desk, tuple(int(one) for one in rest.split("-")), "Dòng đã chọn lần trước")
    made = {"rate": rate_dialog, "group": group_dialog, "gift": gift_dialog}
    return made[kind](parent, desk, int(rest)) if kind in made else None


def _text(dialog: FormDialog, key: str) -> str:
    return str(dialog.form.value(key) or "")


def document_dialog(parent: QWidget, desk: Desk) -> FormDialog:
    """A resolution of the people's council."""
    words = "Nhập xong văn bản thì thêm các mức của nó. Văn bản chỉ áp dụng khi đã xem trước và bấm áp dụng."
    dialog = FormDialog(parent, desk, "Thêm văn bản của địa phương", words=words, draft_key=f"{DRAFTS}document")
    form = dialog.form
    form.add(TextField("number", "Số, ký hiệu", required=True, hint="Ví dụ: 12/2026/NQ-HĐND"))
    form.add(TextField("title", "Tên văn bản", required=True))
    form.add(TextField("issuer", "Cơ quan ban hành", required=True, hint="Ví dụ: HĐND tỉnh Lâm Đồng"))
    form.add_row(DateField("signed_on", "Ngày ký", required=True), DateField("in_force", "Có hiệu lực", required=True))
    form.add(DateField("known_from", "Biết được từ ngày", hint="Để trống: từ ngày ký"))
    form.add(TextField("file_name", "Tệp lưu", hint="Tên tệp hoặc nơi lưu bản văn bản"))
    form.add(NoteField("note", "Ghi chú"))

    def save() -> None:
        signed, in_force, known = form.value("signed_on"), form.value("in_force"), form.value("known_from")
        if not isinstance(signed, date) or not isinstance(in_force, date):
            raise RuleError("Còn thiếu ngày.", field="signed_on")
        command = services.AddOfficeDocument(
            _text(dialog, "number"),
            _text(dialog, "title"),
            _text(dialog, "issuer"),
            signed,
            in_force,
            known if isinstance(known, date) else None,
            _text(dialog, "file_name"),
            _text(dialog, "note"),
        )
        desk.do("Thêm văn bản của địa phương", services.add_office_document, command)

    dialog.on_save(save)
    return dialog


def rate_dialog(parent: QWidget, desk: Desk, document_id: int) -> FormDialog:
    """A base rate with the decree whose groups go with it, or the level of the social pension."""
    words = "Tính trọn mức theo bảng của tỉnh và trọn mức theo bảng chung cả nước, rồi trả mức cao hơn."
    dialog = FormDialog(parent, desk, "Thêm mức của tỉnh", words=words, draft_key=f"{DRAFTS}rate/{document_id}")
    form = dialog.form
    form.add(ChoiceField("rate", "Loại mức", tuple(RATE_WORDS.items()), empty=None))
    form.add(MoneyField("amount", "Mức, đồng một tháng", required=True))
    stands_on = tuple((key or "unknown", label) for key, label in drafting.STANDS_ON.items())
    form.add(ChoiceField("stands_on", "Nhóm và hệ số theo", stands_on, empty=None, hint="Chỉ xét với mức chuẩn"))
    _add_validity(form)

    def rows() -> tuple[RowBody, ...]:
        rate, amount, article = _text(dialog, "rate"), form.value("amount"), _text(dialog, "article")
        made = drafting.rate_rows(rate, amount if isinstance(amount, int) else 0, article)
        stands = _text(dialog, "stands_on")
        return made if rate != "base" else made + drafting.table_rows("" if stands == "unknown" else stands, article)

    _save_rows(dialog, desk, document_id, "Thêm mức của tỉnh", rows)
    return dialog


def group_dialog(parent: QWidget, desk: Desk, document_id: int) -> FormDialog:
    """A group of the place with its conditions and what it gets."""
    words = "Điều kiện để trống hoặc «Không xét» là không cần. Mức nhập bằng hệ số nhân mức chuẩn, hoặc bằng tiền."
    dialog = FormDialog(parent, desk, "Thêm nhóm đối tượng", words=words, draft_key=f"{DRAFTS}group/{document_id}")
    form = dialog.form
    form.add(TextField("code", "Mã nhóm", required=True, hint="Ví dụ: ĐP1"))
    form.add(TextField("title", "Tên nhóm", required=True, hint="Ví dụ: Người từ đủ 65 tuổi hộ cận nghèo"))
    form.add_row(TextField("age_from", "Từ đủ tuổi", check_text=_check_age("age_from")),
                 TextField("age_below", "Dưới tuổi", check_text=_check_age("age_below")))  # fmt: skip
    form.add_row(ChoiceField("household", "Diện hộ", _households(), empty=ANY),
                 ChoiceField("degree", "Khuyết tật", _degrees(), empty=ANY))  # fmt: skip
    form.add(CheckField("hard_area", "Chỉ ở vùng đặc biệt khó khăn"))
    form.add_row(TextField("coefficient", "Hệ số", hint="Ví dụ: 1,5"), MoneyField("amount", "Hoặc mức, đồng một tháng"))
    form.add(ChoiceField("slot", "Cách trả", tuple(drafting.ON_TOP.items()), empty=None))
    _add_validity(form)

    def rows() -> tuple[RowBody, ...]:
        amount = form.value("amount")
        return drafting.group_rows(
            GroupDraft(
                code=_text(dialog, "code"),
                title=_text(dialog, "title"),
                article=_text(dialog, "article"),
                slot=_text(dialog, "slot"),
                age_from=_age(dialog, "age_from"),
                age_below=_age(dialog, "age_below"),
                households=_several(dialog, "household"),
                degrees=_several(dialog, "degree"),
                hard_area=bool(form.value("hard_area")),
                coefficient=_text(dialog, "coefficient"),
                amount=amount if isinstance(amount, int) else None,
            )
        )

    _save_rows(dialog, desk, document_id, "Thêm nhóm đối tượng", rows)
    return dialog


def gift_dialog(parent: QWidget, desk: Desk, document_id: int) -> FormDialog:
    """A gift or help paid once."""
    dialog = FormDialog(parent, desk, "Thêm quà, hỗ trợ một lần", draft_key=f"{DRAFTS}gift/{document_id}")
    form = dialog.form
    form.add(TextField("title", "Tên", required=True, hint="Ví dụ: Quà Tết cho người hưởng trợ cấp"))
    form.add(MoneyField("amount", "Mức, đồng một lần", required=True))
    form.add(TextField("words", "Ai được, khi nào"))
    _add_validity(form)

    def rows() -> tuple[RowBody, ...]:
        amount, title = form.value("amount"), _text(dialog, "title")
        gift = amount if isinstance(amount, int) else 0
        return drafting.gift_rows("", title, gift, _text(dialog, "words"), _text(dialog, "article"))

    _save_rows(dialog, desk, document_id, "Thêm quà, hỗ trợ một lần", rows)
    return dialog


def close_dialog(parent: QWidget, desk: Desk, row_ids: tuple[int, ...], what: str) -> FormDialog:
    """The last month in which rows hold."""
    words = f"{what}. Các tháng đã chốt không đổi; tháng sau đó không còn tính theo mức này."
    key = "-".join(map(str, row_ids))
    dialog = FormDialog(parent, desk, "Cho hết hiệu lực", words=words, draft_key=f"{DRAFTS}close/{key}")
    dialog.form.add(MonthField("last", "Tháng cuối cùng còn áp dụng", required=True))

    def save() -> None:
        last = dialog.form.value("last")
        command = services.CloseOfficeLaw(row_ids, Month(last if isinstance(last, int) else 0))
        desk.do("Cho hết hiệu lực mức của địa phương", services.close_office_law, command)

    dialog.on_save(save)
    return dialog


def _add_validity(form: Form) -> None:
    form.add(TextField("article", "Điều khoản", required=True, hint="Ví dụ: khoản 1 Điều 2"))
    form.add_row(
        MonthField("first_month", "Từ tháng", required=True),
        MonthField("last_month", "Đến hết tháng", hint="Để trống nếu chưa biết"),
    )


def _save_rows(
    dialog: FormDialog, desk: Desk, document_id: int, name: str, rows: Callable[[], tuple[RowBody, ...]]
) -> None:
    def save() -> None:
        first, last = dialog.form.value("first_month"), dialog.form.value("last_month")
        command = services.AddOfficeRows(
            document_id, rows(), Month(_whole(first)), None if last is None else Month(_whole(last))
        )
        desk.do(name, services.add_office_rows, command)

    dialog.on_save(save)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _households() -> tuple[tuple[str, str], ...]:
    both = f"{POVERTY_LABELS['poor']} hoặc {POVERTY_LABELS['near_poor'].lower()}"
    return ("poor", POVERTY_LABELS["poor"]), ("near_poor", POVERTY_LABELS["near_poor"]), ("poor near_poor", both)


def _degrees() -> tuple[tuple[str, str], ...]:
    both = f"{DEGREE_LABELS['severe']} hoặc {DEGREE_LABELS['extremely_severe'].lower()}"
    some = tuple((key, DEGREE_LABELS[key]) for key in ("severe", "extremely_severe"))
    return (*some, ("severe extremely_severe", both))


def _several(dialog: FormDialog, key: str) -> tuple[str, ...]:
    return tuple(_text(dialog, key).split())


def _age(dialog: FormDialog, key: str) -> int | None:
    text = _text(dialog, key)
    return int(text) if text else None


def _check_age(key: str) -> Callable[[str], Any]:
    def check(text: str) -> None:
        if not text.isdecimal() or len(text) > MOST_AGE_DIGITS:
            raise RuleError("Ghi số tuổi, như 65.", field=key)

    return check
