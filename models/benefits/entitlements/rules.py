"""Words and states of entitlements and decisions. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class DecisionKind(StrEnum):
    """What a decision does."""

    TAKEN_OVER = "taken_over"
    GRANT = "grant"
    ADJUST = "adjust"
    SUSPEND = "suspend"
    RESUME = "resume"
    STOP = "stop"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"
    RECOVER = "recover"
    FUNERAL = "funeral"


class DecisionState(StrEnum):
    """Where a decision stands: printed with blanks, entered and frozen, cancelled."""

    PREPARED = "prepared"
    ENTERED = "entered"
    CANCELLED = "cancelled"


DECISION_LABELS: Final[dict[str, str]] = {
    DecisionKind.TAKEN_OVER: "Tiếp nhận từ danh sách",
    DecisionKind.GRANT: "Hưởng",
    DecisionKind.ADJUST: "Điều chỉnh",
    DecisionKind.SUSPEND: "Tạm dừng",
    DecisionKind.RESUME: "Hưởng tiếp",
    DecisionKind.STOP: "Thôi hưởng",
    DecisionKind.TRANSFER_OUT: "Chuyển đi",
    DecisionKind.TRANSFER_IN: "Chuyển đến",
    DecisionKind.RECOVER: "Thu hồi",
    DecisionKind.FUNERAL: "Hỗ trợ mai táng",
}
DECISION_STATE_LABELS: Final[dict[str, str]] = {
    DecisionState.PREPARED: "Chờ số, ngày, người ký",
    DecisionState.ENTERED: "Đã ký",
    DecisionState.CANCELLED: "Đã hủy",
}
ENTITLEMENT_LABELS: Final[dict[str, str]] = {
    "allowance": "Trợ cấp xã hội hằng tháng",
    "social_pension": "Trợ cấp hưu trí xã hội",
    "care_support": "Hỗ trợ kinh phí chăm sóc",
    "funeral": "Hỗ trợ chi phí mai táng",
}
ORIGIN_LABELS: Final[dict[str, str]] = {
    "taken_over": "Tiếp nhận từ danh sách cũ",
    "granted": "Quyết định hưởng",
    "transferred_in": "Chuyển đến",
}
PAID: Final = "paid"
SUSPENDED: Final = "suspended"
STANDING_LABELS: Final[dict[str, str]] = {PAID: "Đang hưởng", SUSPENDED: "Tạm dừng"}
LAW_TABLE_LABELS: Final[dict[str, str]] = {"": "", "central": "Mức của trung ương", "local": "Mức của tỉnh, thành phố"}
