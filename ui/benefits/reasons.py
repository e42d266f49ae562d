"""What a decision that ends or rests a benefit is made for, in the words of NĐ 335/2026 Điều 8 and 9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.benefits.entitlements.rules import DecisionKind

MORE: Final = "Lý do khác, ghi ở dưới"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks: `month` its month field ("" without one), `choices` the law's reasons, `rule` of the law."""

    words: str
    rule: str
    month: str
    hint: str
    choices: tuple[str, ...]
    more: str


_STOP: Final = (
    "Người hưởng đã chết hoặc mất tích",
    "Không còn đủ điều kiện hưởng",
    "Chấp hành án phạt tù ở trại giam",
    "Từ chối nhận trợ cấp",
    "Quá 03 tháng từ khi tạm dừng do không chấp hành yêu cầu mà vẫn không chấp hành",
)
_SUSPEND: Final = (
    "Không nhận chế độ liên tục từ 03 tháng trở lên",
    "Không chấp hành yêu cầu xác định lại mức độ khuyết tật hoặc điều kiện hưởng",
    "Không cung cấp thông tin theo yêu cầu",
)
REASONS: Final[Mapping[DecisionKind, Asked]] = {
    DecisionKind.SUSPEND: Asked(
        "Tạm dừng chi trả, chế độ vẫn được giữ.",
        "suspend",
        "Tạm dừng từ tháng",
        "Để trống: từ tháng sau tháng ký",
        _SUSPEND,
        "Ghi thêm",
    ),
    DecisionKind.RESUME: Asked(
        "Được trả lại từ tháng đã tạm dừng; các tháng đó thành truy lĩnh.",
        "resume",
        "",
        "",
        (),
        "Lý do, như ghi trong quyết định",
    ),
    DecisionKind.STOP: Asked(
        "Thôi hưởng từ tháng sau tháng chết hoặc không còn đủ điều kiện.",
        "stop",
        "Thôi hưởng từ tháng",
        "Tháng đầu tiên không còn được hưởng. Để trống: từ tháng sau tháng ký",
        _STOP,
        "Ghi thêm",
    ),
    DecisionKind.TRANSFER_OUT: Asked(
        "Nơi cũ thôi chi trả và gửi hồ sơ; nơi mới chi trả từ tháng nơi cũ thôi chi trả.",
        "move",
        "Thôi chi trả từ tháng",
        "Tháng đầu tiên nơi này không còn chi trả. Để trống: tháng ký",
        (),
        "Chuyển đến xã, tỉnh nào",
    ),
}
