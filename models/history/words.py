"""What each table and column of the history is called, and which of them are not told.

A new table must be added here: a test compares this list with the schema. Keys and derived columns never reach the
history; what stands in UNTOLD are marks for the program, not facts for a clerk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.benefits.rules import CHANNEL_LABELS
from models.history import showing as show
from models.history.naming import Names
from models.history.showing import Field
from models.office.paper_rules import KIND_LABELS as PAPER_KINDS
from models.office.paper_rules import STATE_LABELS as PAPER_STATES
from models.office.places import province_by_code
from models.office.rules import BODY_LABELS, TITLE_FORM_LABELS
from models.office.staff_rules import ROLE_LABELS
from models.people import rules
from models.people.ethnic import ethnic_names
from models.people.merging import FACT_LABELS
from models.store.store import CHANGE, EXPORT, MIGRATION, PRINT, SAFEKEEPING, SIGN_IN, STAFF, VIEW

KIND_WORDS: Final[dict[str, str]] = {
    CHANGE: "Thay đổi",
    PRINT: "In",
    EXPORT: "Xuất tệp",
    VIEW: "Xem",
    SIGN_IN: "Đăng nhập",
    STAFF: "Cán bộ và quyền",
    SAFEKEEPING: "Sao lưu, bàn giao",
    MIGRATION: "Nâng cấp sổ",
}
WATCHED_KINDS: Final = frozenset({VIEW, SIGN_IN})
"""Told only to who may audit: who looked at what, who signed in when."""
OPERATION_WORDS: Final[dict[str, str]] = {"new": "Thêm", "changed": "Sửa", "gone": "Xóa", "viewed": "Xem"}
UNTOLD: Final = frozenset({"uid", "known_since", "label_key", "own_number", "report"})
KNOWN_UNTIL: Final = "known_until"
SENSITIVE: Final = frozenset({"bank_account", "disability", "benefit_line"})
"""Records whose values stand only on the page of one change: looking at them is noted (privacy.md, item 2)."""


@dataclass(frozen=True, slots=True)
class RecordWords:
    """A table: what one of its records is called, its told columns, and the column that says whose record it is."""

    label: str
    fields: Mapping[str, Field]
    owner: str = ""


def _text(label: str) -> Field:
    return Field(label, show.plain)


def _number(label: str, how: show.Show = show.plain) -> Field:
    return Field(label, how, "number")


def _day(label: str) -> Field:
    return Field(label, show.day)


def _count(label: str) -> Field:
    return Field(label, show.count)


def _person(value: object, names: Names) -> str:
    return names.person(int(str(value)))


def _refer(label: str, how: str) -> Field:
    """A reference, named by the method of `Names` that knows it."""
    return Field(label, lambda value, names: str(getattr(names, how)(int(value))))


def _fact(table: str, **fields: Field) -> RecordWords:
    spans = {"valid_from": _day("Từ ngày"), "valid_to": Field("Đến hết ngày", show.last_day)}
    return RecordWords(FACT_LABELS.get(table, "Diện hộ"), {**fields, **spans}, "person_id")


_STANDINGS = {"ours": "của cơ quan", "foreign": "không phải của cơ quan"}
_SERIES = {"person": "Mã đối tượng", "household": "Số hộ"}
_BACKUP_STANDINGS = {"good": "tốt", "gone": "đã bỏ bớt", "bad": "hỏng"}
_REPRESENTATIVE = {
    "other_id": Field("Là người trong sổ", _person),
    "name": _text("Họ tên"),
    "id_number": _number("Số định danh"),
    "relation": _text("Quan hệ"),
    "phone": _number("Điện thoại", show.phones),
}

_OFFICE: dict[str, RecordWords] = {
    "commune": RecordWords(
        "Đơn vị",
        {
            "kind": _text("Loại"),
            "name": _text("Tên"),
            "province_code": Field("Tỉnh, thành phố", lambda value, _n: _province(str(value))),
            "former_units": _text("Trước đây gồm"),
        },
    ),
    "issuing_body": RecordWords(
        "Cơ quan ban hành",
        {
            "key": Field("Cơ quan", show.choice(BODY_LABELS)),
            "superior_line": _text("Cơ quan chủ quản"),
            "name_line": _text("Tên trên giấy tờ"),
            "department_line": _text("Đơn vị trực thuộc"),
            "place_name": _text("Địa danh"),
        },
    ),
    "signer": RecordWords(
        "Người ký",
        {
            "body_id": _refer("Cơ quan", "body"),
            "name": _text("Họ tên"),
            "title_form": Field("Cách ký", show.choice(TITLE_FORM_LABELS)),
            "position": _text("Chức vụ"),
            "from_day": _day("Từ ngày"),
            "to_day": _day("Đến hết ngày"),
        },
    ),
    "village": RecordWords(
        "Thôn, tổ dân phố",
        {
            "kind": _text("Loại"),
            "name": _text("Tên"),
            "sort_order": _text("Thứ tự"),
            "closed_on": _day("Thôi dùng từ ngày"),
        },
    ),
    "village_old_name": RecordWords(
        "Tên cũ của thôn",
        {
            "village_id": _refer("Thôn nay là", "village"),
            "kind": _text("Loại"),
            "name": _text("Tên cũ"),
            "until_day": _day("Dùng đến ngày"),
        },
    ),
    "staff": RecordWords(
        "Cán bộ",
        {
            "display_name": _text("Họ tên"),
            "role": Field("Vai trò", show.choice(ROLE_LABELS)),
            "handle": _text("Tên đăng nhập"),
            "administrator": Field("Quản trị sổ", show.yes_no),
            "left_on": _day("Thôi đăng nhập từ ngày"),
        },
    ),
    "number_series": RecordWords(
        "Dãy số",
        {
            "key": Field("Dãy", lambda value, _n: series_words(str(value))),
            "year": Field("Năm", lambda value, _n: str(value) if value else show.EMPTY),
            "body_id": _refer("Cơ quan", "body"),
            "suffix": _text("Ký hiệu"),
        },
    ),
    "paper": RecordWords(
        "Giấy tờ",
        {
            "title": _text("Tên"),
            "kind": Field("Loại", show.choice(PAPER_KINDS)),
            "body_id": _refer("Cơ quan", "body"),
            "scope": _text("Thôn, tổ dân phố"),
            "month": Field("Tháng", show.month),
            "shown_from": _day("Niêm yết từ ngày"),
            "shown_until": _day("Niêm yết đến hết ngày"),
            "lines": _count("Số dòng"),
            "total": Field("Số tiền", show.money),
            "series": _text("Dãy số"),
            "sign": _text("Ký hiệu"),
            "number": _text("Số"),
            "year": _text("Năm"),
            "signed_on": _day("Ngày ký"),
            "signer_name": _text("Người ký"),
            "signer_lines": Field("Chức vụ người ký", show.lines),
            "state": Field("Tình trạng", show.choice(PAPER_STATES)),
            "replaces_id": _refer("Thay tờ", "paper"),
            "reason": _text("Lý do hủy"),
            "made_at": Field("Lập lúc", show.instant),
            "issued_at": Field("Phát hành lúc", show.instant),
            "ended_at": Field("Hủy lúc", show.instant),
            "facts_sha256": Field("Dấu kiểm nội dung", show.digest),
            "pdf_sha256": Field("Dấu kiểm bản in", show.digest),
        },
    ),
}


def series_words(key: str) -> str:
    """ "committee/QĐ" -> "Ủy ban nhân dân, QĐ"; codes of people and households by their name."""
    body, _, series = key.partition("/")
    return f"{BODY_LABELS.get(body, body)}, {series}" if series else _SERIES.get(key, key)


def _province(code: str) -> str:
    found = province_by_code(code)
    return found.full_name if found else code


_PEOPLE: dict[str, RecordWords] = {
    "person": RecordWords(
        "Thông tin người",
        {
            "name": _text("Họ và tên"),
            "code": Field("Mã đối tượng", show.code),
            "born_year": _text("Năm sinh"),
            "born_month": _text("Tháng sinh"),
            "born_day": _text("Ngày sinh trong tháng"),
            "sex": Field("Giới tính", show.choice(rules.SEX_LABELS)),
            "ethnic_code": Field("Dân tộc", lambda value, _n: ethnic_names().get(str(value), str(value))),
            "id_number": _number("Số định danh"),
            "old_id_number": _number("Số CMND cũ"),
            "insurance_number": _number("Số thẻ BHYT"),
            "phones": _number("Điện thoại", show.phones),
            "status": Field("Tình trạng", show.choice(rules.STATUS_LABELS)),
            "status_on": _day("Ngày mất, chuyển đi"),
            "moved_to": _text("Chuyển đến"),
            "note": _text("Ghi chú"),
        },
    ),
    "former_code": RecordWords("Mã cũ sau khi gộp", {"code": Field("Mã đối tượng", show.code)}, "person_id"),
    "not_same_person": RecordWords(
        "Không phải một người",
        {"low_id": Field("Người thứ nhất", _person), "high_id": Field("Người thứ hai", _person)},
    ),
    "household": RecordWords("Hộ gia đình", {"number": _text("Số hộ"), "note": _text("Ghi chú")}),
    "residence": _fact("residence", village_id=_refer("Thôn", "village"), address=_text("Địa chỉ")),
    "household_membership": _fact(
        "household_membership",
        household_id=_refer("Hộ", "household"),
        relation=Field("Quan hệ với chủ hộ", show.choice(rules.RELATION_LABELS)),
    ),
    "household_poverty": RecordWords(
        "Diện hộ",
        {
            "household_id": _refer("Hộ", "household"),
            "kind": Field("Diện", show.choice(rules.POVERTY_LABELS)),
            "valid_from": _day("Từ ngày"),
            "valid_to": Field("Đến hết ngày", show.last_day),
        },
    ),
    "marital_state": _fact("marital_state", state=Field("Tình trạng", show.choice(rules.MARITAL_LABELS))),
    "study": _fact("study", level=Field("Bậc học", show.choice(rules.STUDY_LABELS)), school=_text("Trường")),
    "bank_account": _fact(
        "bank_account",
        number=_number("Số tài khoản"),
        bank=_text("Ngân hàng"),
        holder=_text("Chủ tài khoản"),
    ),
    "payee": _fact("payee", **_REPRESENTATIVE),
    "guardian": _fact("guardian", **_REPRESENTATIVE),
    "disability": _fact(
        "disability",
        kind=Field("Dạng tật", show.choice(rules.DISABILITY_LABELS)),
        degree=Field("Mức độ", show.choice(rules.DEGREE_LABELS)),
        certificate=_text("Giấy xác nhận"),
    ),
    "benefit_line": RecordWords(
        "Khoản trợ cấp",
        {
            "label": _text("Diện hưởng"),
            "group_code": _text("Nhóm"),
            "coefficient": Field("Hệ số", show.coefficient),
            "amount": Field("Mức hưởng tháng", show.money),
            "decision_number": _text("Quyết định số"),
            "decision_day": _day("Ngày quyết định"),
            "start_month": Field("Hưởng từ tháng", show.month),
            "stop_month": Field("Thôi hưởng từ tháng", show.month),
            "channel": Field("Hình thức nhận", show.choice(CHANNEL_LABELS)),
            "note": _text("Ghi chú"),
        },
        "person_id",
    ),
    "label_ruling": RecordWords("Cách hiểu diện hưởng", {"label": _text("Diện hưởng"), "group_code": _text("Nhóm")}),
}

_SAFEKEEPING: dict[str, RecordWords] = {
    "import_batch": RecordWords(
        "Lần nhập danh sách",
        {
            "change_id": _text("Thay đổi số"),
            "file_name": _text("Tệp"),
            "file_sha256": Field("Dấu kiểm tệp", show.digest),
            "imported_at": Field("Nhập lúc", show.instant),
            "new_people": _count("Người mới"),
            "matched_people": _count("Người đã có"),
            "benefit_lines": _count("Khoản trợ cấp"),
            "left_out": _count("Dòng bỏ qua"),
            "undone_by": _text("Đã hoàn tác ở thay đổi số"),
        },
    ),
    "column_memory": RecordWords("Cách hiểu cột", {"header": _text("Tiêu đề cột"), "meaning": _text("Nghĩa")}),
    "medium": RecordWords(
        "USB sao lưu",
        {
            "label": _text("Tên gọi"),
            "volume": _text("Số của ổ"),
            "standing": Field("Thuộc về", show.choice(_STANDINGS)),
            "outside": Field("Nằm ngoài ổ đĩa của sổ", show.yes_no),
            "keeper": _text("Người giữ"),
            "added_at": Field("Ghi nhận lúc", show.instant),
        },
    ),
    "backup": RecordWords(
        "Bản sao lưu",
        {
            "generation": _text("Bản"),
            "medium_id": _refer("Trên USB", "medium"),
            "made_at": Field("Lập lúc", show.instant),
            "proved_at": Field("Kiểm lại lúc", show.instant),
            "head_change": _text("Đến thay đổi số"),
            "head_digest": Field("Dấu kiểm lịch sử", show.digest),
            "manifest_sha256": Field("Dấu kiểm bản kê", show.digest),
            "size": _count("Số byte"),
            "standing": Field("Tình trạng", show.choice(_BACKUP_STANDINGS)),
        },
    ),
    "drill": RecordWords(
        "Lần thử khôi phục",
        {
            "at": Field("Lúc", show.instant),
            "generation": _text("Bản"),
            "medium_id": _refer("Trên USB", "medium"),
            "passed": Field("Đạt", show.yes_no),
            "message": _text("Kết quả"),
        },
    ),
    "kept_set": RecordWords(
        "Bộ sổ giữ lại",
        {
            "set_id": Field("Bộ", show.digest),
            "why": _text("Vì sao"),
            "made_at": Field("Từ lúc", show.instant),
            "kept_until": Field("Giữ đến", show.instant),
            "head_change": _text("Đến thay đổi số"),
            "head_digest": Field("Dấu kiểm lịch sử", show.digest),
            "key_id": Field("Khóa", show.digest),
        },
    ),
    "safekeeping_setting": RecordWords("Lựa chọn sao lưu", {"key": _text("Mục"), "value": _text("Giá trị")}),
    "handover": RecordWords(
        "Biên bản bàn giao",
        {
            "made_at": Field("Lập lúc", show.instant),
            "giver_id": _refer("Bên giao", "staff"),
            "receiver_id": _refer("Bên nhận", "staff"),
            "facts_sha256": Field("Dấu kiểm nội dung", show.digest),
            "pdf_sha256": Field("Dấu kiểm bản in", show.digest),
        },
    ),
    "scan_segment": RecordWords(
        "Tệp bản quét",
        {
            "name": Field("Dấu kiểm", show.digest),
            "size": _count("Số byte"),
            "scans": _count("Số bản quét"),
            "sealed_at": Field("Niêm phong lúc", show.instant),
        },
    ),
    "scan": RecordWords(
        "Bản quét",
        {
            "sha256": Field("Dấu kiểm", show.digest),
            "size": _count("Số byte"),
            "media_type": _text("Loại tệp"),
            "added_at": Field("Thêm lúc", show.instant),
        },
    ),
}

TABLES: Final[Mapping[str, RecordWords]] = {**_OFFICE, **_PEOPLE, **_SAFEKEEPING}
