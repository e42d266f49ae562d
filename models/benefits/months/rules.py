"""Words and states of the monthly list. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class MonthState(StrEnum):
    """Where a month stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    SENT = "sent"
    RECONCILED = "reconciled"
    CLOSED = "closed"


class PayKind(StrEnum):
    """What a line of the list pays."""

    REGULAR = "regular"
    ARREARS = "arrears"
    RECOVERY = "recovery"
    CARRIED = "carried"
    HEIRS = "heirs"
    FUNERAL = "funeral"
    OTHER = "other"


MONTH_STATE_LABELS: Final[dict[str, str]] = {
    MonthState.OPEN: "Đang lập",
    MonthState.CONFIRMED: "Đã chốt",
    MonthState.SENT: "Đã gửi chi trả",
    MonthState.RECONCILED: "Đã đối soát",
    MonthState.CLOSED: "Đã khóa sổ",
}
PAY_KIND_LABELS: Final[dict[str, str]] = {
    PayKind.REGULAR: "Hưởng trong tháng",
    PayKind.ARREARS: "Truy lĩnh",
    PayKind.RECOVERY: "Thu hồi",
    PayKind.CARRIED: "Chưa nhận kỳ trước",
    PayKind.HEIRS: "Chi cho người thừa kế",
    PayKind.FUNERAL: "Hỗ trợ mai táng",
    PayKind.OTHER: "Khác",
}
RESULT_LABELS: Final[dict[str, str]] = {
    "": "Chưa có kết quả",
    "paid": "Đã nhận",
    "partly": "Nhận một phần",
    "unpaid": "Chưa nhận",
    "returned": "Trả lại",
}
