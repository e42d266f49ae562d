"""Where a month stands on its way, and what to do next, in words and as a line of stages.

Knows the order of the work; reads and changes nothing.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.benefits.months.queries import MonthRow
from models.benefits.months.register import Standing
from models.benefits.months.rules import MonthState
from models.store.dates import Month, add_months, month_display
from models.store.money import format_amount
from models.store.rights import Right
from ui.parts import ToneLabel
from ui.theme import em

STAGES: Final = (
    (MonthState.OPEN, "Lập và xem"),
    (MonthState.CONFIRMED, "Chốt"),
    (MonthState.SENT, "Gửi chi trả"),
    (MonthState.RECONCILED, "Đối soát"),
    (MonthState.CLOSED, "Khóa sổ"),
)
STEPS: Final[dict[MonthState, tuple[str, Right]]] = {
    MonthState.OPEN: ("Chốt danh sách", "confirm"),
    MonthState.CONFIRMED: ("Đã gửi tổ chức chi trả", "confirm"),
    MonthState.SENT: ("Đối soát tệp trả về", "change"),
    MonthState.RECONCILED: ("Khóa sổ tháng", "confirm"),
    MonthState.CLOSED: ("", "change"),
}
"""The next step of a month in each state, and the right it takes."""
_NEXT: Final[dict[MonthState, str]] = {
    MonthState.OPEN: "Xem các điều bên phải và bản dự thảo ở «Giấy tờ của kỳ», rồi chốt trước ngày 25/{}.",
    MonthState.CONFIRMED: "In, ký và gửi danh sách, giấy đề nghị rút dự toán, tệp ngân hàng ở «Giấy tờ của kỳ»; gửi "
    "xong thì bấm «Đã gửi tổ chức chi trả».",
    MonthState.SENT: "Khi tổ chức chi trả gửi kết quả về (trước ngày 20), đọc tệp vào; tiền phát tay thì ghi tại đó.",
    MonthState.RECONCILED: "In bảng quyết toán ở «Giấy tờ của kỳ», rồi khóa sổ. Khoản chưa nhận tự chuyển sang kỳ sau.",
    MonthState.CLOSED: "Tháng đã khóa sổ: điều chỉnh nào cũng là dòng của tháng sau.",
}


ANSWERING: Final = frozenset({MonthState.SENT, MonthState.RECONCILED, MonthState.CLOSED})
"""From here on what matters is who got their money."""


class StageLine(QWidget):
    """The stages in order: done ones green, the present one standing out, later ones grey."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: dict[MonthState, ToneLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.5))
        for place, (state, words) in enumerate(STAGES, start=1):
            if place > 1:
                row.addWidget(ToneLabel("›", "quiet", wrap=False))
            label = ToneLabel(f"{place}. {words}", "quiet", wrap=False)
            self._labels[state] = label
            row.addWidget(label)
        row.addStretch(1)

    def show_state(self, state: MonthState) -> None:
        """Mark how far the month has come; what it waits for now stands out."""
        order = [one for one, _ in STAGES]
        reached = order.index(state)
        waits = min(reached + (state is not MonthState.OPEN), len(order) - 1)
        for place, one in enumerate(order):
            label = self._labels[one]
            done = place < waits or state is MonthState.CLOSED
            label.set_tone("done" if done else "accent_ink" if place == waits else "quiet")
            font = label.font()
            font.setBold(place == waits and not done)
            label.setFont(font)


def next_words(row: MonthRow, latest: Month) -> str:
    """What to do next with a month, in a sentence; `latest` is the last month kept."""
    if row.opening:
        first = "Tháng mở đầu đã chi theo danh sách cũ, chỉ làm mốc so sánh."
        return first if latest != row.month else f"{first} Việc tiếp: lập tháng {month_display(add_months(latest, 1))}."
    if row.state is MonthState.OPEN:
        return _NEXT[row.state].format(month_display(add_months(row.month, -1)))
    return _NEXT[row.state]


def told(row: MonthRow, standing: Standing) -> str:
    """The month in figures."""
    together = f" Chi cùng tháng {month_display(row.paid_with)}." if row.paid_with is not None else ""
    known = "/".join(reversed(row.known_on.split("-")))
    whole = f"{format_amount(standing.people)} người, {format_amount(row.lines)} dòng, {format_amount(row.total)} đồng."
    if row.state in ANSWERING and not row.opening:
        return f"{whole} {_answered(standing)}"
    return f"{whole} Ngân sách năm {row.budget_year}, xét luật như ngày {known}.{together}"


def _answered(standing: Standing) -> str:
    """How far the answers of the payment organisation have come."""
    missed = (
        f"chưa nhận {format_amount(standing.unpaid)} đồng ({format_amount(standing.unpaid_lines)} dòng)"
        if standing.unpaid_lines
        else "không ai báo chưa nhận"
    )
    left = (
        f"còn {format_amount(standing.open_people)} người ({format_amount(standing.open_lines)} dòng) chưa có kết quả"
        if standing.open_lines
        else "mọi dòng đã có kết quả"
    )
    return f"Đã nhận {format_amount(standing.paid)} đồng; {missed}; {left}."


def close_words(month: Month, standing: Standing) -> str:
    """What closing means, with what was paid and what goes on."""
    missed = (
        f"Chưa nhận {format_amount(standing.unpaid)} đồng ({format_amount(standing.unpaid_lines)} dòng): chuyển sang "
        f"kỳ {month_display(add_months(month, 1))}."
        if standing.unpaid_lines
        else "Mọi người đã nhận đủ."
    )
    return (
        f"Đã chi {format_amount(standing.paid)} đồng. {missed} Khóa sổ rồi thì kết quả chi trả của tháng không đổi "
        "được nữa."
    )
