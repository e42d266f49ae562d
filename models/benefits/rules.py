"""Rules of benefit lines: pure functions over months, amounts and hundredths, which a list's line must satisfy.

Who gets what, and how much, is the law's (models.law); no rate stands here.
"""

from __future__ import annotations

from models.store.dates import Month
from models.store.errors import RuleError
from models.store.vietnamese import same_name_key

MOST_COEFFICIENT = 1_000
LARGEST_MONTHLY = 100_000_000
CHANNEL_LABELS: dict[str, str] = {"": "", "account": "Tài khoản", "cash": "Tiền mặt"}


def label_key(label: str) -> str:
    """Equal for spellings of a label that differ in case, spaces or place of the tone mark."""
    return same_name_key(label)


def check_amount(amount: int | None) -> int | None:
    """A monthly amount in đồng, or None."""
    if amount is not None and not 0 <= amount <= LARGEST_MONTHLY:
        raise RuleError("Mức hưởng phải từ 0 đến 100.000.000 đồng.", field="amount", code="amount_range")
    return amount


def check_coefficient(coefficient: int | None) -> int | None:
    """A coefficient in hundredths above 0 and up to 10, or None."""
    if coefficient is not None and not 0 < coefficient <= MOST_COEFFICIENT:
        raise RuleError("Hệ số phải lớn hơn 0 và không quá 10.", field="coefficient", code="coefficient_range")
    return coefficient


def check_months(start: Month | None, stop: Month | None) -> None:
    """A line that stops must have been paid for at least one month, unless it is taken back whole (stop = start)."""
    for month, field in ((start, "start"), (stop, "stop")):
        if month is not None and not (1 <= month % 100 <= 12 and 1990 <= month // 100 <= 2200):
            raise RuleError("Tháng không đúng.", field=field, code="month_range")
    if start is not None and stop is not None and stop < start:
        raise RuleError("Tháng thôi hưởng trước tháng hưởng.", field="stop", code="months_reversed")


def is_due(start: Month | None, stop: Month | None, month: Month) -> bool:
    """Whether a line is paid in a month: from its start on, no longer from its stop on."""
    return (start is None or start <= month) and (stop is None or month < stop)
