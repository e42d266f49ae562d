"""Small forms of the office: commune, letterhead of a body, signer, village, old name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from models.office import queries, services
from models.office.places import provinces
from models.office.rules import COMMUNE_KINDS, TITLE_FORM_LABELS, BodyKey
from models.office.villages import VILLAGE_KINDS
from models.store.dates import PartialDate
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.forms.fields import ChoiceField, NoteField, TextField
from ui.forms.values import DateField

DRAFTS = "office/"
"""Half-filled forms of the office are kept under names that begin so; `reopened` opens them again."""
MOST_DIGITS = 4
"""More villages than that no commune has."""


def reopened(parent: QWidget, desk: Desk, draft: str) -> FormDialog | None:
    """The dialog of a kept draft; None for a name that no form here has."""
    kind, _, rest = draft.removeprefix(DRAFTS).partition("/")
    body, _, signer = rest.partition("/")
    made: dict[str, Callable[[], FormDialog]] = {
        "commune": lambda: commune_dialog(parent, desk),
        "body": lambda: body_dialog(parent, desk, body),
        "series": lambda: series_dialog(parent, desk, body),
        "signer": lambda: signer_dialog(parent, desk, body, int(signer)),
        "village": lambda: village_dialog(parent, desk, int(rest)),
        "old-name": lambda: old_name_dialog(parent, desk, int(rest)),
    }
    return made[kind]() if draft.startswith(DRAFTS) and kind in made else None


def _text(dialog: FormDialog, key: str) -> str:
    return str(dialog.form.value(key) or "")


def _kinds(kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, kind[:1].upper() + kind[1:]) for kind in kinds)


def commune_dialog(parent: QWidget, desk: Desk) -> FormDialog:
    """Name, kind, province, former units."""
    dialog = FormDialog(parent, desk, "Đơn vị", draft_key=f"{DRAFTS}commune")
    form = dialog.form
    form.add(ChoiceField("kind", "Loại đơn vị", _kinds(COMMUNE_KINDS), empty=None))
    form.add(TextField("name", "Tên", required=True))
    choices = tuple((one.code, one.full_name) for one in provinces())
    form.add(ChoiceField("province", "Tỉnh, thành phố", choices, required=True, empty="Chọn tỉnh…"))
    form.add(NoteField("former", "Các đơn vị cũ", hint="Tên xã, huyện, tỉnh trước 01/7/2025, mỗi dòng một đơn vị"))
    with desk.read() as session:
        found = queries.commune(session)
    if found is not None:
        values = {"kind": found.kind, "name": found.name, "province": found.province_code}
        form.load({**values, "former": found.former_units})

    def save() -> None:
        command = services.ChangeCommune(
            _text(dialog, "kind"), _text(dialog, "name"), _text(dialog, "province"), _text(dialog, "former")
        )
        desk.do("Sửa thông tin đơn vị", services.change_commune, command)

    dialog.on_save(save)
    return dialog


def body_dialog(parent: QWidget, desk: Desk, key: str) -> FormDialog:
    """The letterhead of a body."""
    words = "Những dòng này đứng ở đầu văn bản, theo Nghị định 30/2020/NĐ-CP."
    dialog = FormDialog(parent, desk, "Đầu văn bản", words=words, draft_key=f"{DRAFTS}body/{key}")
    form = dialog.form
    form.add(TextField("superior_line", "Cơ quan cấp trên", hint="Dòng đầu, có thể để trống"))
    form.add(TextField("name_line", "Tên cơ quan", required=True))
    form.add(TextField("department_line", "Bộ phận soạn thảo"))
    form.add(TextField("place_name", "Địa danh", required=True, hint="Đứng trước ngày tháng, ví dụ: Tà Đùng"))
    with desk.read() as session:
        found = queries.body(session, key)
    for kind, suffix in found.series.items():
        form.add(TextField(f"series {kind}", f"Ký hiệu sau số của {kind}", hint=f"Ví dụ {suffix}"))
    lines = {
        "superior_line": found.superior_line,
        "name_line": found.name_line,
        "department_line": found.department_line,
        "place_name": found.place_name,
    }
    form.load({**lines, **{f"series {kind}": suffix for kind, suffix in found.series.items()}})

    def save() -> None:
        body: BodyKey = "front" if key == "front" else "committee"
        command = services.ChangeBody(
            body,
            _text(dialog, "superior_line"),
            _text(dialog, "name_line"),
            _text(dialog, "department_line"),
            _text(dialog, "place_name"),
            series=tuple((kind, _text(dialog, f"series {kind}")) for kind in found.series),
        )
        desk.do("Sửa đầu văn bản", services.change_body, command)

    dialog.on_save(save)
    return dialog


def series_dialog(parent: QWidget, desk: Desk, key: str) -> FormDialog:
    """One more kind of papers that a body numbers."""
    words = "Mỗi loại văn bản có dãy số riêng theo năm. Ký hiệu đứng sau số và dấu gạch chéo: 05/GM-UBND."
    dialog = FormDialog(parent, desk, "Thêm ký hiệu văn bản", words=words, draft_key=f"{DRAFTS}series/{key}")
    form = dialog.form
    example = "GM-MTTQ-BTT" if key == "front" else "GM-UBND"
    form.add(TextField("kind", "Loại văn bản (viết tắt)", required=True, hint="Ví dụ: GM, KH, CTr"))
    form.add(TextField("suffix", "Ký hiệu sau số", required=True, hint=f"Ví dụ: {example}"))

    def save() -> None:
        body: BodyKey = "front" if key == "front" else "committee"
        command = services.AddSeries(body, _text(dialog, "kind"), _text(dialog, "suffix"))
        desk.do("Thêm ký hiệu văn bản", services.add_series, command)

    dialog.on_save(save)
    return dialog


def signer_dialog(parent: QWidget, desk: Desk, key: str, signer_id: int) -> FormDialog:
    """A signer with title and dates of office; `signer_id` 0 adds one."""
    title = "Sửa người ký" if signer_id else "Thêm người ký"
    dialog = FormDialog(parent, desk, title, draft_key=f"{DRAFTS}signer/{key}/{signer_id}")
    form = dialog.form
    form.add(TextField("name", "Họ và tên", required=True))
    form.add(ChoiceField("title_form", "Thẩm quyền ký", tuple(TITLE_FORM_LABELS.items()), empty=None))
    form.add(TextField("position", "Chức vụ", required=True, hint="Ví dụ: Chủ tịch, Phó Chủ tịch, Trưởng phòng"))
    form.add(DateField("from_day", "Giữ chức vụ từ ngày", required=True))
    form.add(DateField("to_day", "Đến hết ngày", hint="Để trống nếu đang giữ chức vụ"))
    if signer_id:
        with desk.read() as session:
            found = next((one for one in queries.signers(session) if one.id == signer_id), None)
        if found is not None:
            form.load(
                {
                    "name": found.name,
                    "title_form": found.title_form,
                    "position": found.position,
                    "from_day": PartialDate.of(found.from_day).display(),
                    "to_day": PartialDate.of(found.to_day).display() if found.to_day else "",
                }
            )

    def save() -> None:
        first, last = form.value("from_day"), form.value("to_day")
        if not isinstance(first, date):
            raise RuleError("Còn thiếu ngày bắt đầu.", field="from_day")
        body: BodyKey = "front" if key == "front" else "committee"
        command = services.SetSigner(
            body,
            _text(dialog, "name"),
            _text(dialog, "title_form"),
            _text(dialog, "position"),
            first,
            last if isinstance(last, date) else None,
            signer_id or None,
        )
        desk.do("Ghi người ký", services.set_signer, command)

    dialog.on_save(save)
    return dialog


def village_dialog(parent: QWidget, desk: Desk, village_id: int) -> FormDialog:
    """A village; `village_id` 0 adds one."""
    title = "Sửa thôn, tổ dân phố" if village_id else "Thêm thôn, tổ dân phố"
    dialog = FormDialog(parent, desk, title, draft_key=f"{DRAFTS}village/{village_id}")
    form = dialog.form
    form.add(ChoiceField("kind", "Loại", _kinds(VILLAGE_KINDS), empty=None))
    form.add(TextField("name", "Tên", required=True, hint="Ví dụ: Đồng Cầu, hoặc 3"))
    form.add(TextField("order", "Thứ tự trong danh sách", hint="Số; để trống thì đứng cuối", check_text=_check_order))
    found: queries.VillageView | None = None
    if village_id:
        form.add(DateField("closed", "Thôi dùng từ ngày", hint="Khi thôn đã sáp nhập"))
        with desk.read() as session:
            found = next((one for one in queries.villages(session) if one.id == village_id), None)
    if found is not None:
        closed = PartialDate.of(found.closed_on).display() if found.closed_on else ""
        form.load({"kind": found.kind, "name": found.name, "order": str(found.sort_order), "closed": closed})

    def save() -> None:
        order = int(_text(dialog, "order")) if _text(dialog, "order") else None
        if found is None:
            command = services.AddVillage(_text(dialog, "name"), _text(dialog, "kind"), order)
            desk.do("Thêm thôn, tổ dân phố", services.add_village, command)
            return
        closed = form.value("closed")
        change = services.ChangeVillage(
            village_id,
            _text(dialog, "kind"),
            _text(dialog, "name"),
            order if order is not None else found.sort_order,
            closed if isinstance(closed, date) else None,
        )
        desk.do("Sửa thôn, tổ dân phố", services.change_village, change)

    dialog.on_save(save)
    return dialog


def old_name_dialog(parent: QWidget, desk: Desk, village_id: int) -> FormDialog:
    """A further name under which lists know a village."""
    words = "Danh sách cũ ghi tên này sẽ được hiểu là thôn, tổ dân phố đang chọn."
    dialog = FormDialog(parent, desk, "Thêm tên cũ", words=words, draft_key=f"{DRAFTS}old-name/{village_id}")
    dialog.form.add(TextField("name", "Tên cũ hoặc tên khác", required=True, hint="Ví dụ: Thôn 2"))

    def save() -> None:
        command = services.OldName(village_id, _text(dialog, "name"))
        desk.do("Thêm tên cũ của thôn", services.add_old_name, command)

    dialog.on_save(save)
    return dialog


def _check_order(text: str) -> None:
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise RuleError("Ghi một số, như 3.", field="order")
