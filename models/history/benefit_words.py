"""What the tables of benefits are called in the history: lines, entitlements, decisions, events, months."""

from __future__ import annotations

from models.benefits.entitlements.rules import (
    DECISION_LABELS,
    DECISION_STATE_LABELS,
    ENTITLEMENT_LABELS,
    LAW_TABLE_LABELS,
    ORIGIN_LABELS,
    STANDING_LABELS,
)
from models.benefits.events.details import details_words
from models.benefits.events.rules import (
    DEBT_STATE_LABELS,
    EVENT_LABELS,
    EVENT_SOURCE_LABELS,
    EVENT_STATE_LABELS,
    LIFE_LABELS,
    RETURN_WAY_LABELS,
    TICK_LABELS,
)
from models.benefits.months.rules import MONTH_STATE_LABELS, PAY_KIND_LABELS, RESULT_LABELS, STEP_LABELS, TERM_LABELS
from models.benefits.rules import CHANNEL_LABELS
from models.history import showing as show
from models.history.fields import RecordWords, count, day, number, person, refer, text
from models.history.showing import Field
from models.people import rules

_LINES: dict[str, RecordWords] = {
    "benefit_line": RecordWords(
        "Khoản trợ cấp",
        {
            "label": text("Diện hưởng"),
            "group_code": text("Nhóm"),
            "coefficient": Field("Hệ số", show.coefficient),
            "amount": Field("Mức hưởng tháng", show.money),
            "decision_number": text("Quyết định số"),
            "decision_day": day("Ngày quyết định"),
            "start_month": Field("Hưởng từ tháng", show.month),
            "stop_month": Field("Thôi hưởng từ tháng", show.month),
            "channel": Field("Hình thức nhận", show.choice(CHANNEL_LABELS)),
            "note": text("Ghi chú"),
            "entitlement_id": text("Chế độ số"),
            "decision_id": text("Theo quyết định (mã trong sổ)"),
            "standing": Field("Tình trạng", show.choice(STANDING_LABELS)),
            "law_table": Field("Bảng mức", show.choice(LAW_TABLE_LABELS)),
            "base_rate": Field("Mức chuẩn", show.money),
        },
        "person_id",
    ),
    "label_ruling": RecordWords("Cách hiểu diện hưởng", {"label": text("Diện hưởng"), "group_code": text("Nhóm")}),
}

_ENTITLEMENTS: dict[str, RecordWords] = {
    "entitlement": RecordWords(
        "Chế độ được hưởng",
        {
            "kind": Field("Loại", show.choice(ENTITLEMENT_LABELS)),
            "group_code": text("Nhóm"),
            "label": text("Diện hưởng"),
            "carer_id": Field("Người chăm sóc", person),
            "origin": Field("Từ đâu", show.choice(ORIGIN_LABELS)),
            "opening_amount": Field("Mức khi tiếp nhận", show.money),
            "opening_from": Field("Hưởng mức đó từ tháng", show.month),
            "opening_until": Field("Theo dõi từ tháng", show.month),
            "note": text("Ghi chú"),
        },
        "person_id",
    ),
    "decision": RecordWords(
        "Quyết định",
        {
            "kind": Field("Loại", show.choice(DECISION_LABELS)),
            "state": Field("Tình trạng", show.choice(DECISION_STATE_LABELS)),
            "title": text("Về việc"),
            "reason": text("Lý do"),
            "paper_id": refer("Giấy tờ", "paper"),
            "number": text("Số"),
            "signed_on": day("Ngày ký"),
            "signer": text("Người ký"),
            "made_at": Field("Lập lúc", show.instant),
            "entered_at": Field("Ghi số, ngày lúc", show.instant),
            "cancelled_because": text("Lý do hủy"),
        },
    ),
    "decision_item": RecordWords(
        "Nội dung quyết định",
        {
            "decision_id": text("Quyết định (mã trong sổ)"),
            "entitlement_id": text("Chế độ số"),
            "kind": Field("Loại", show.choice(ENTITLEMENT_LABELS)),
            "group_code": text("Nhóm"),
            "label": text("Diện hưởng"),
            "carer_id": Field("Người chăm sóc", person),
            "from_month": Field("Từ tháng", show.month),
            "law_table": Field("Bảng mức", show.choice(LAW_TABLE_LABELS)),
            "base_rate": Field("Mức chuẩn", show.money),
            "coefficient": Field("Hệ số", show.coefficient),
            "amount": Field("Số tiền", show.money),
            "why": text("Lý do"),
            "article": text("Căn cứ"),
        },
        "person_id",
    ),
}

_EVENTS: dict[str, RecordWords] = {
    "change_event": RecordWords(
        "Biến động",
        {
            "kind": Field("Việc", show.choice(EVENT_LABELS)),
            "household_id": refer("Hộ", "household"),
            "happened_on": day("Ngày xảy ra"),
            "told_on": day("Ngày biết"),
            "source": Field("Nguồn", show.choice(EVENT_SOURCE_LABELS)),
            "slip_id": text("Phiếu của thôn (mã trong sổ)"),
            "state": Field("Tình trạng", show.choice(EVENT_STATE_LABELS)),
            "reason": text("Lý do"),
            "decision_id": text("Quyết định (mã trong sổ)"),
            "note": text("Ghi chú"),
            "details": Field("Chi tiết", lambda value, _names: details_words(str(value))),
        },
        "person_id",
    ),
    "debt": RecordWords(
        "Khoản phải thu hồi",
        {
            "entitlement_id": text("Chế độ số"),
            "event_id": text("Biến động (mã trong sổ)"),
            "decision_id": text("Quyết định (mã trong sổ)"),
            "from_month": Field("Từ tháng", show.month),
            "until_month": Field("Đến trước tháng", show.month),
            "amount": Field("Số tiền", show.money),
            "monthly": Field("Trừ mỗi kỳ nhiều nhất", show.money),
            "paper_id": text("Giấy báo (mã trong sổ)"),
            "state": Field("Tình trạng", show.choice(DEBT_STATE_LABELS)),
            "reason": text("Lý do"),
        },
        "person_id",
    ),
    "debt_return": RecordWords(
        "Tiền đã thu hồi",
        {
            "debt_id": text("Khoản phải thu hồi (mã trong sổ)"),
            "day": day("Ngày"),
            "amount": Field("Số tiền", show.money),
            "way": Field("Cách thu", show.choice(RETURN_WAY_LABELS)),
            "pay_line_id": text("Dòng chi trả (mã trong sổ)"),
            "budget_year": text("Năm ngân sách"),
            "note": text("Ghi chú"),
        },
    ),
    "village_slip": RecordWords(
        "Phiếu báo biến động của thôn",
        {
            "month": Field("Tháng", show.month),
            "village_id": refer("Thôn", "village"),
            "printed_on": day("In ngày"),
            "answered_on": day("Trả lời ngày"),
            "people": count("Số người"),
            "note": text("Ghi chú"),
        },
    ),
    "slip_line": RecordWords(
        "Tên trên phiếu của thôn",
        {
            "slip_id": text("Phiếu của thôn (mã trong sổ)"),
            "number": count("STT trên phiếu"),
            "tick": Field("Thôn báo", show.choice(TICK_LABELS)),
        },
        "person_id",
    ),
    "sign_of_life": RecordWords(
        "Lần gặp, xác nhận còn sống",
        {
            "seen_on": day("Ngày"),
            "how": Field("Cách", show.choice(LIFE_LABELS)),
            "slip_id": text("Phiếu của thôn (mã trong sổ)"),
        },
        "person_id",
    ),
}

_MONTHS: dict[str, RecordWords] = {
    "pay_month": RecordWords(
        "Kỳ chi trả",
        {
            "month": Field("Tháng", show.month),
            "state": Field("Tình trạng", show.choice(MONTH_STATE_LABELS)),
            "opening": Field("Kỳ mở sổ", show.yes_no),
            "known_on": day("Xét luật như ngày"),
            "paid_with": Field("Chi cùng tháng", show.month),
            "budget_year": text("Năm ngân sách"),
            "lines": count("Số dòng"),
            "total": Field("Tổng tiền", show.money),
            "digest": Field("Dấu kiểm danh sách", show.digest),
            "opened_at": Field("Bắt đầu lập lúc", show.instant),
            "computed_at": Field("Lập lần cuối lúc", show.instant),
            "confirmed_at": Field("Chốt lúc", show.instant),
            "sent_at": Field("Gửi lúc", show.instant),
            "reconciled_at": Field("Đối soát lúc", show.instant),
            "closed_at": Field("Khóa sổ lúc", show.instant),
            "note": text("Ghi chú"),
        },
    ),
    "pay_term": RecordWords(
        "Chi phí chi trả, dự toán năm",
        {
            "kind": Field("Khoản", show.choice(TERM_LABELS)),
            "since": Field("Từ tháng", show.month),
            "value": Field("Tỷ lệ (phần vạn) hoặc số tiền", show.money),
            "document": text("Theo văn bản"),
        },
    ),
    "pay_return": RecordWords(
        "Kết quả chi trả",
        {
            "pay_month_id": text("Kỳ chi trả (mã trong sổ)"),
            "file_name": text("Tệp"),
            "file_sha256": Field("Dấu kiểm tệp", show.digest),
            "applied_at": Field("Nhập lúc", show.instant),
            "paid_lines": count("Số dòng đã nhận"),
            "paid_amount": Field("Tiền đã chi", show.money),
            "unpaid_lines": count("Số dòng chưa nhận"),
            "unpaid_amount": Field("Tiền chưa chi", show.money),
        },
    ),
    "pay_line": RecordWords(
        "Dòng chi trả",
        {
            "pay_month_id": text("Kỳ chi trả (mã trong sổ)"),
            "recipient_id": refer("Người được chi", "person"),
            "entitlement_id": text("Chế độ số"),
            "debt_id": text("Khoản nợ (mã trong sổ)"),
            "kind": Field("Loại", show.choice(PAY_KIND_LABELS)),
            "benefit_month": Field("Tháng hưởng", show.month),
            "budget_year": text("Năm ngân sách"),
            "group_code": text("Nhóm"),
            "label": text("Diện hưởng"),
            "law_table": Field("Bảng mức", show.choice(LAW_TABLE_LABELS)),
            "base_rate": Field("Mức chuẩn", show.money),
            "coefficient": Field("Hệ số", show.coefficient),
            "amount": Field("Số tiền", show.money),
            "code": Field("Mã đối tượng", show.code),
            "name": text("Họ và tên"),
            "born": day("Ngày sinh"),
            "sex": Field("Giới tính", show.choice(rules.SEX_LABELS)),
            "id_number": number("Số định danh"),
            "village_id": refer("Thôn", "village"),
            "village": text("Thôn khi lập"),
            "channel": Field("Hình thức nhận", show.choice(CHANNEL_LABELS)),
            "account": number("Số tài khoản"),
            "bank": text("Ngân hàng"),
            "payee": text("Người nhận thay"),
            "payee_id_number": number("Số định danh người nhận thay"),
            "decision": text("Quyết định"),
            "decision_id": text("Quyết định (mã trong sổ)"),
            "carried_from_id": text("Chuyển từ dòng (mã trong sổ)"),
            "step": Field("Bước của bảng đối chiếu", show.choice(STEP_LABELS)),
            "reason": text("Lý do"),
            "result": Field("Kết quả", show.choice(RESULT_LABELS)),
            "paid_amount": Field("Đã nhận", show.money),
            "paid_on": day("Nhận ngày"),
            "unpaid_reason": text("Lý do chưa nhận"),
            "return_id": text("Kết quả chi trả (mã trong sổ)"),
        },
        "person_id",
    ),
}

BENEFITS: dict[str, RecordWords] = {**_LINES, **_ENTITLEMENTS, **_EVENTS, **_MONTHS}
