"""Which papers a month can have as it stands, and why the others must wait. Pure.

Promises: every paper of a month is named, so that a window shows what is still to come and not only what is there.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from models.benefits.frozen import demand_readable
from models.benefits.months.queries import MonthRow
from models.benefits.months.rules import MonthState
from models.office.paper_rules import KIND_LABELS, PaperKind
from models.store.dates import month_display
from models.store.errors import RuleError

BANK, SLIPS, DECISIONS = "bank", PaperKind.CITIZEN_SLIP.value, "decisions"
"""The file for the bank, the slips for citizens, the way to the decisions and proposals."""
TO_PEOPLE, TO_FINANCE, CHANGES = "Chi trả cho người dân", "Rút dự toán, quyết toán", "Tăng, giảm, quyết định"
_OPEN: Final = "Chốt danh sách rồi mới lập được."
_NOT_RECONCILED: Final = "Đối soát xong rồi mới lập được."
OPENING: Final = "Tháng mở đầu đã chi theo danh sách cũ: giấy tờ của kỳ bắt đầu từ tháng sau."
_CONFIRMED: Final = frozenset(MonthState) - {MonthState.OPEN}
_ANSWERED: Final = frozenset({MonthState.RECONCILED, MonthState.CLOSED})


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper of a month: `key` is its kind or BANK, SLIPS, DECISIONS; `why_not` "" when it can be made now."""

    key: str
    chapter: str
    title: str
    words: str
    why_not: str = ""


_PAPERS: Final = (
    (PaperKind.PAYMENT_FINANCE, TO_PEOPLE, "Bản tài chính, đủ cột; cả xã, từng thôn, tài khoản hoặc tiền mặt"),
    (PaperKind.PAYMENT_DESK, TO_PEOPLE, "Để phát tiền và ký nhận; không ghi diện hưởng"),
    (BANK, TO_PEOPLE, "Excel, các khoản trả qua tài khoản; ngân hàng điền kết quả vào chính tệp này"),
    (SLIPS, TO_PEOPLE, "Chữ lớn, cho người mới hưởng, đổi mức, thôi hưởng: được gì, từ khi nào, hỏi ở đâu"),
    (PaperKind.DRAWING, TO_FINANCE, "Gửi tài chính, kho bạc để rút tiền của kỳ này"),
    (PaperKind.SUMMARY, TO_FINANCE, "Theo nhóm: tháng trước, tăng, giảm, tháng này"),
    (PaperKind.BRIDGE, TO_FINANCE, "Từ tháng trước sang tháng này, khớp đến từng đồng"),
    (PaperKind.SETTLEMENT, TO_FINANCE, "Đã rút, đã chi, chi phí, còn lại sau khi đối soát"),
    (PaperKind.INCREASE, CHANGES, "Mới hưởng, hưởng lại, tăng mức"),
    (PaperKind.DECREASE, CHANGES, "Thôi hưởng, tạm dừng, giảm mức"),
    (DECISIONS, CHANGES, "In ở thẻ Quyết định, từng người hoặc nhiều người một tờ"),
)
_TITLES: Final = {
    **KIND_LABELS,
    BANK: "Tệp gửi ngân hàng",
    DECISIONS: "Tờ trình, quyết định",
}
_STATES: Final[dict[str, tuple[frozenset[MonthState], str]]] = {
    BANK: (_CONFIRMED, _OPEN),
    PaperKind.DRAWING: (_CONFIRMED, _OPEN),
    PaperKind.SETTLEMENT: (_ANSWERED, _NOT_RECONCILED),
}
_RIGHTS: Final = {BANK: PaperKind.PAYMENT_DESK, SLIPS: PaperKind.DECISION, DECISIONS: PaperKind.DECISION}
"""These may be made by whoever may see papers of this kind."""


def offers(row: MonthRow, rights: Set[str]) -> list[Offer]:
    """Every paper of a month in the order of the office's work."""
    return [Offer(key, chapter, _TITLES[key], words, _why_not(key, row, rights)) for key, chapter, words in _PAPERS]


def _why_not(key: str, row: MonthRow, rights: Set[str]) -> str:
    if row.opening and key != DECISIONS:
        return OPENING
    try:
        demand_readable(PaperKind(_RIGHTS.get(key, key)), rights)
    except RuleError as refused:
        return refused.message
    states, words = _STATES.get(key, (frozenset(MonthState), ""))
    return "" if row.state in states else words


def stands(row: MonthRow) -> str:
    """Whether what is made now is final, in a sentence; "" when it is."""
    if row.state is MonthState.OPEN and not row.opening:
        return f"Danh sách tháng {month_display(row.month)} chưa chốt: giấy tờ in bây giờ là bản dự thảo."
    return ""
