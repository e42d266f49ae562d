"""The sentence on a line of the list: why this money. Read by clerks, accountants and citizens; names no ground."""

from __future__ import annotations

from models.benefits.months.rules import Step
from models.store.dates import Month, PartialDate, month_display
from models.store.money import format_amount


def regular(step: Step, before: int | None, amount: int) -> str:
    """What changed since last month; "" when nothing did."""
    if step is Step.NEW:
        return "Mới hưởng."
    if step is Step.RESUMED:
        return "Hưởng lại."
    if before is None or step is Step.SAME:
        return ""
    return (
        f"Điều chỉnh từ {format_amount(before)} đồng lên {format_amount(amount)} đồng."
        if amount > before
        else (f"Điều chỉnh từ {format_amount(before)} đồng xuống {format_amount(amount)} đồng.")
    )


def heirs(died_on: str) -> str:
    """The month of death is due (benefits.md 15.2, 7)."""
    return f"Mất {_day(died_on)}; tháng mất vẫn được hưởng, chi cho người thừa kế ký nhận."


def arrears(month: Month, due: int, listed: int, *, dead: bool) -> str:
    """Due against listed; who died gets it through the heirs."""
    told = f"đã lập {format_amount(listed)} đồng" if listed else "chưa lập danh sách chi"
    heirs_get = " Chi cho người thừa kế ký nhận." if dead else ""
    return f"Truy lĩnh tháng {month_display(month)}: được hưởng {format_amount(due)} đồng, {told}.{heirs_get}"


def refund(month: Month) -> str:
    """Money that was demanded back and paid, without ground as known now."""
    return f"Trả lại số tiền đã nộp của tháng {month_display(month)}, nay không phải thu hồi."


def carried(payout: Month, why: str, *, dead: bool) -> str:
    """Uncollected in an earlier payout."""
    because = f" ({why})" if why else ""
    heirs_get = " Chi cho người thừa kế ký nhận." if dead else ""
    return f"Chưa nhận kỳ chi {month_display(payout)}{because}.{heirs_get}"


def recovery(month: Month) -> str:
    """Held back by a decision."""
    return f"Thu hồi số tiền đã chi không đúng của tháng {month_display(month)}."


def funeral(died_on: str) -> str:
    """Support for a funeral."""
    return f"Hỗ trợ chi phí mai táng, mất {_day(died_on)}." if died_on else "Hỗ trợ chi phí mai táng."


def _day(text: str) -> str:
    day = PartialDate.from_iso(text)
    return f"{'ngày' if day.day else 'tháng' if day.month else 'năm'} {day.display()}"
