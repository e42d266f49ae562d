"""Words and states of the monthly list. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from models.store.dates import Month, add_months


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


class Step(StrEnum):
    """Where a line for the month itself stands between last month and this one."""

    SAME = "same"
    NEW = "new"
    RESUMED = "resumed"
    UP = "up"
    DOWN = "down"
    STOPPED = "stopped"
    SUSPENDED = "suspended"


TERM_LABELS: Final[dict[str, str]] = {"fee": "Chi phí chi trả", "estimate": "Dự toán năm"}
"""Kinds of `PayTerm`."""
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
STEP_LABELS: Final[dict[str, str]] = {
    Step.SAME: "Như tháng trước",
    Step.NEW: "Mới hưởng",
    Step.RESUMED: "Hưởng lại",
    Step.UP: "Điều chỉnh tăng",
    Step.DOWN: "Điều chỉnh giảm",
    Step.STOPPED: "Thôi hưởng",
    Step.SUSPENDED: "Tạm dừng",
}
RESULT_LABELS: Final[dict[str, str]] = {
    "": "Chưa có kết quả",
    "paid": "Đã nhận",
    "partly": "Nhận một phần",
    "unpaid": "Chưa nhận",
    "returned": "Trả lại",
}


def usual_budget_year(month: Month) -> int:
    """The year whose estimate a month's list is drawn from: January's is drawn in December (benefits.md 15.2, 10)."""
    return add_months(month, -1) // 100 if month % 100 == 1 else month // 100
