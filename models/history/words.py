"""What each table and column of the history is called, and which of them are not told.

A new table must be added here: a test compares this list with the schema. Keys and derived columns never reach the
history; what stands in UNTOLD are marks for the program, not facts for a clerk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from models.history import showing as show
from models.history.benefit_words import BENEFITS
from models.history.fields import RecordWords, count, day, fact, number, person, refer, text
from models.history.law_words import LAW
from models.history.showing import Field
from models.office.paper_rules import KIND_LABELS as PAPER_KINDS
from models.office.paper_rules import STATE_LABELS as PAPER_STATES
from models.office.places import province_by_code
from models.office.rules import BODY_LABELS, TITLE_FORM_LABELS
from models.office.staff_rules import ROLE_LABELS
from models.people import rules
from models.people.ethnic import ethnic_names
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


_STANDINGS = {"ours": "của cơ quan", "foreign": "không phải của cơ quan"}
_SERIES = {"person": "Mã đối tượng", "household": "Số hộ"}
_BACKUP_STANDINGS = {"good": "tốt", "gone": "đã bỏ bớt", "bad": "hỏng"}
_REPRESENTATIVE = {
    "other_id": Field("Là người trong sổ", person),
    "name": text("Họ tên"),
    "id_number": number("Số định danh"),
    "relation": text("Quan hệ"),
    "phone": number("Điện thoại", show.phones),
}

_OFFICE: dict[str, RecordWords] = {
    "commune": RecordWords(
        "Đơn vị",
        {
            "kind": text("Loại"),
            "name": text("Tên"),
            "province_code": Field("Tỉnh, thành phố", lambda value, _n: _province(str(value))),
            "former_units": text("Trước đây gồm"),
        },
    ),
    "issuing_body": RecordWords(
        "Cơ quan ban hành",
        {
            "key": Field("Cơ quan", show.choice(BODY_LABELS)),
            "superior_line": text("Cơ quan chủ quản"),
            "name_line": text("Tên trên giấy tờ"),
            "department_line": text("Đơn vị trực thuộc"),
            "place_name": text("Địa danh"),
        },
    ),
    "signer": RecordWords(
        "Người ký",
        {
            "body_id": refer("Cơ quan", "body"),
            "name": text("Họ tên"),
            "title_form": Field("Cách ký", show.choice(TITLE_FORM_LABELS)),
            "position": text("Chức vụ"),
            "from_day": day("Từ ngày"),
            "to_day": day("Đến hết ngày"),
        },
    ),
    "village": RecordWords(
        "Thôn, tổ dân phố",
        {
            "kind": text("Loại"),
            "name": text("Tên"),
            "sort_order": text("Thứ tự"),
            "closed_on": day("Thôi dùng từ ngày"),
        },
    ),
    "village_old_name": RecordWords(
        "Tên cũ của thôn",
        {
            "village_id": refer("Thôn nay là", "village"),
            "kind": text("Loại"),
            "name": text("Tên cũ"),
            "until_day": day("Dùng đến ngày"),
        },
    ),
    "staff": RecordWords(
        "Cán bộ",
        {
            "display_name": text("Họ tên"),
            "role": Field("Vai trò", show.choice(ROLE_LABELS)),
            "handle": text("Tên đăng nhập"),
            "administrator": Field("Quản trị sổ", show.yes_no),
            "left_on": day("Thôi đăng nhập từ ngày"),
        },
    ),
    "number_series": RecordWords(
        "Dãy số",
        {
            "key": Field("Dãy", lambda value, _n: series_words(str(value))),
            "year": Field("Năm", lambda value, _n: str(value) if value else show.EMPTY),
            "body_id": refer("Cơ quan", "body"),
            "suffix": text("Ký hiệu"),
        },
    ),
    "paper": RecordWords(
        "Giấy tờ",
        {
            "title": text("Tên"),
            "kind": Field("Loại", show.choice(PAPER_KINDS)),
            "body_id": refer("Cơ quan", "body"),
            "scope": text("Thôn, tổ dân phố"),
            "month": Field("Tháng", show.month),
            "shown_from": day("Niêm yết từ ngày"),
            "shown_until": day("Niêm yết đến hết ngày"),
            "lines": count("Số dòng"),
            "total": Field("Số tiền", show.money),
            "series": text("Dãy số"),
            "sign": text("Ký hiệu"),
            "number": text("Số"),
            "year": text("Năm"),
            "signed_on": day("Ngày ký"),
            "signer_name": text("Người ký"),
            "signer_lines": Field("Chức vụ người ký", show.lines),
            "state": Field("Tình trạng", show.choice(PAPER_STATES)),
            "replaces_id": refer("Thay tờ", "paper"),
            "reason": text("Lý do hủy"),
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
            "name": text("Họ và tên"),
            "code": Field("Mã đối tượng", show.code),
            "born_year": text("Năm sinh"),
            "born_month": text("Tháng sinh"),
            "born_day": text("Ngày sinh trong tháng"),
            "sex": Field("Giới tính", show.choice(rules.SEX_LABELS)),
            "ethnic_code": Field("Dân tộc", lambda value, _n: ethnic_names().get(str(value), str(value))),
            "id_number": number("Số định danh"),
            "old_id_number": number("Số CMND cũ"),
            "insurance_number": number("Số thẻ BHYT"),
            "phones": number("Điện thoại", show.phones),
            "status": Field("Tình trạng", show.choice(rules.STATUS_LABELS)),
            "status_on": day("Ngày mất, chuyển đi"),
            "moved_to": text("Chuyển đến"),
            "note": text("Ghi chú"),
        },
    ),
    "former_code": RecordWords("Mã cũ sau khi gộp", {"code": Field("Mã đối tượng", show.code)}, "person_id"),
    "not_same_person": RecordWords(
        "Không phải một người",
        {"low_id": Field("Người thứ nhất", person), "high_id": Field("Người thứ hai", person)},
    ),
    "household": RecordWords("Hộ gia đình", {"number": text("Số hộ"), "note": text("Ghi chú")}),
    "residence": fact("residence", village_id=refer("Thôn", "village"), address=text("Địa chỉ")),
    "household_membership": fact(
        "household_membership",
        household_id=refer("Hộ", "household"),
        relation=Field("Quan hệ với chủ hộ", show.choice(rules.RELATION_LABELS)),
    ),
    "household_poverty": RecordWords(
        "Diện hộ",
        {
            "household_id": refer("Hộ", "household"),
            "kind": Field("Diện", show.choice(rules.POVERTY_LABELS)),
            "valid_from": day("Từ ngày"),
            "valid_to": Field("Đến hết ngày", show.last_day),
        },
    ),
    "marital_state": fact("marital_state", state=Field("Tình trạng", show.choice(rules.MARITAL_LABELS))),
    "study": fact("study", level=Field("Bậc học", show.choice(rules.STUDY_LABELS)), school=text("Trường")),
    "bank_account": fact(
        "bank_account",
        number=number("Số tài khoản"),
        bank=text("Ngân hàng"),
        holder=text("Chủ tài khoản"),
    ),
    "payee": fact("payee", **_REPRESENTATIVE),
    "guardian": fact("guardian", **_REPRESENTATIVE),
    "disability": fact(
        "disability",
        kind=Field("Dạng tật", show.choice(rules.DISABILITY_LABELS)),
        degree=Field("Mức độ", show.choice(rules.DEGREE_LABELS)),
        certificate=text("Giấy xác nhận"),
    ),
}

_SAFEKEEPING: dict[str, RecordWords] = {
    "import_batch": RecordWords(
        "Lần nhập danh sách",
        {
            "change_id": text("Thay đổi số"),
            "file_name": text("Tệp"),
            "file_sha256": Field("Dấu kiểm tệp", show.digest),
            "imported_at": Field("Nhập lúc", show.instant),
            "new_people": count("Người mới"),
            "matched_people": count("Người đã có"),
            "benefit_lines": count("Khoản trợ cấp"),
            "left_out": count("Dòng bỏ qua"),
            "undone_by": text("Đã hoàn tác ở thay đổi số"),
        },
    ),
    "column_memory": RecordWords("Cách hiểu cột", {"header": text("Tiêu đề cột"), "meaning": text("Nghĩa")}),
    "medium": RecordWords(
        "USB sao lưu",
        {
            "label": text("Tên gọi"),
            "volume": text("Số của ổ"),
            "standing": Field("Thuộc về", show.choice(_STANDINGS)),
            "outside": Field("Nằm ngoài ổ đĩa của sổ", show.yes_no),
            "keeper": text("Người giữ"),
            "added_at": Field("Ghi nhận lúc", show.instant),
        },
    ),
    "backup": RecordWords(
        "Bản sao lưu",
        {
            "generation": text("Bản"),
            "medium_id": refer("Trên USB", "medium"),
            "made_at": Field("Lập lúc", show.instant),
            "proved_at": Field("Kiểm lại lúc", show.instant),
            "head_change": text("Đến thay đổi số"),
            "head_digest": Field("Dấu kiểm lịch sử", show.digest),
            "manifest_sha256": Field("Dấu kiểm bản kê", show.digest),
            "size": count("Số byte"),
            "standing": Field("Tình trạng", show.choice(_BACKUP_STANDINGS)),
        },
    ),
    "drill": RecordWords(
        "Lần thử khôi phục",
        {
            "at": Field("Lúc", show.instant),
            "generation": text("Bản"),
            "medium_id": refer("Trên USB", "medium"),
            "passed": Field("Đạt", show.yes_no),
            "message": text("Kết quả"),
        },
    ),
    "kept_set": RecordWords(
        "Bộ sổ giữ lại",
        {
            "set_id": Field("Bộ", show.digest),
            "why": text("Vì sao"),
            "made_at": Field("Từ lúc", show.instant),
            "kept_until": Field("Giữ đến", show.instant),
            "head_change": text("Đến thay đổi số"),
            "head_digest": Field("Dấu kiểm lịch sử", show.digest),
            "key_id": Field("Khóa", show.digest),
        },
    ),
    "safekeeping_setting": RecordWords("Lựa chọn sao lưu", {"key": text("Mục"), "value": text("Giá trị")}),
    "handover": RecordWords(
        "Biên bản bàn giao",
        {
            "made_at": Field("Lập lúc", show.instant),
            "giver_id": refer("Bên giao", "staff"),
            "receiver_id": refer("Bên nhận", "staff"),
            "facts_sha256": Field("Dấu kiểm nội dung", show.digest),
            "pdf_sha256": Field("Dấu kiểm bản in", show.digest),
        },
    ),
    "scan_segment": RecordWords(
        "Tệp bản quét",
        {
            "name": Field("Dấu kiểm", show.digest),
            "size": count("Số byte"),
            "scans": count("Số bản quét"),
            "sealed_at": Field("Niêm phong lúc", show.instant),
        },
    ),
    "scan": RecordWords(
        "Bản quét",
        {
            "sha256": Field("Dấu kiểm", show.digest),
            "size": count("Số byte"),
            "media_type": text("Loại tệp"),
            "added_at": Field("Thêm lúc", show.instant),
        },
    ),
}

TABLES: Final[Mapping[str, RecordWords]] = {**_OFFICE, **_PEOPLE, **LAW, **BENEFITS, **_SAFEKEEPING}
