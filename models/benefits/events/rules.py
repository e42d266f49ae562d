"""Words and states of change events, debts and signs of life. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from models.store.dates import Month

PRINT_BY_DAY: Final = 15
ANSWER_BY_DAY: Final = 18
"""The office's own days: the list of the next month is closed before the 25th (NĐ 335/2026 Đ28)."""


class EventKind(StrEnum):
    """What happened."""

    DEATH = "death"
    MOVE_OUT = "move_out"
    MOVE_IN = "move_in"
    BIRTHDAY = "birthday"
    DEGREE = "degree"
    POVERTY = "poverty"
    STUDY_END = "study_end"
    PRISON = "prison"
    REFUSAL = "refusal"
    UNCOLLECTED = "uncollected"
    REAPPEARED = "reappeared"
    ALIVE = "alive"
    ACCOUNT = "account"
    LAW = "law"
    NEWCOMER = "newcomer"
    OTHER = "other"


class EventState(StrEnum):
    """Where an event stands."""

    OPEN = "open"
    DECIDED = "decided"
    DISMISSED = "dismissed"


class DebtState(StrEnum):
    """Where money paid without being due stands."""

    FOUND = "found"
    DEMANDED = "demanded"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"


class Tick(StrEnum):
    """What a village ticks at a name."""

    UNCHANGED = "unchanged"
    DEAD = "dead"
    MOVED = "moved"


EVENT_LABELS: Final[dict[str, str]] = {
    EventKind.DEATH: "Chết, mất tích",
    EventKind.MOVE_OUT: "Chuyển đi",
    EventKind.MOVE_IN: "Chuyển đến",
    EventKind.BIRTHDAY: "Đến tuổi",
    EventKind.DEGREE: "Đổi mức độ khuyết tật",
    EventKind.POVERTY: "Vào, ra hộ nghèo",
    EventKind.STUDY_END: "Thôi học",
    EventKind.PRISON: "Chấp hành án",
    EventKind.REFUSAL: "Từ chối nhận",
    EventKind.UNCOLLECTED: "Ba tháng không nhận",
    EventKind.REAPPEARED: "Người tạm dừng đến nhận lại",
    EventKind.ALIVE: "Một năm chưa xác nhận còn sống",
    EventKind.ACCOUNT: "Đổi tài khoản, người nhận",
    EventKind.LAW: "Thay đổi của luật",
    EventKind.NEWCOMER: "Người mới đề nghị",
    EventKind.OTHER: "Khác",
}
EVENT_STATE_LABELS: Final[dict[str, str]] = {"open": "Chờ xử lý", "decided": "Đã quyết định", "dismissed": "Bỏ qua"}
EVENT_SOURCE_LABELS: Final[dict[str, str]] = {
    "clerk": "Cán bộ ghi",
    "slip": "Phiếu của thôn",
    "register": "Sổ người dân",
    "computed": "Chương trình tính",
    "bank": "Tổ chức chi trả",
}
DEBT_STATE_LABELS: Final[dict[str, str]] = {
    "found": "Mới thấy",
    "demanded": "Đã gửi giấy",
    "returned": "Đã thu đủ",
    "written_off": "Không thu",
}
RETURN_WAY_LABELS: Final[dict[str, str]] = {"cash": "Tiền mặt", "transfer": "Chuyển khoản", "list": "Trừ vào danh sách"}
LIFE_LABELS: Final[dict[str, str]] = {
    "slip": "Thôn xác nhận",
    "collected": "Tự đến nhận tiền",
    "visit": "Cán bộ đến nhà",
    "office": "Đến trụ sở",
}
TICK_LABELS: Final[dict[str, str]] = {
    Tick.UNCHANGED: "Không đổi",
    Tick.DEAD: "Đã mất",
    Tick.MOVED: "Chuyển đi",
}


def print_by(month: Month) -> date:
    """The last day to print the slips of a month."""
    return date(month // 100, month % 100, PRINT_BY_DAY)


def answer_by(month: Month) -> date:
    """The last day on which a village's answer is in time."""
    return date(month // 100, month % 100, ANSWER_BY_DAY)
