"""Rules of benefit lines and the usual rates: pure functions over months, groups and hundredths.

The engine that decides who gets what comes later; here is what a list's line must satisfy, and the central table of
benefits.md 1.1 and 1.2 that the made-up commune and sanity checks use.
"""

from __future__ import annotations

from models.store.dates import Month
from models.store.errors import RuleError
from models.store.vietnamese import same_name_key

BASE_RATES: tuple[tuple[Month, int], ...] = (
    (Month(202107), 360_000),
    (Month(202407), 500_000),
    (Month(202607), 540_000),
)
"""First month -> central base rate in đồng: NĐ 20/2021 Đ4 k2, NĐ 76/2024 Đ1, NĐ 335/2026 Đ4 k2 with Đ32 k3."""
MOST_COEFFICIENT = 1_000
LARGEST_MONTHLY = 100_000_000
CHANNEL_LABELS: dict[str, str] = {"": "", "account": "Tài khoản", "cash": "Tiền mặt"}


def base_rate(month: Month) -> int:
    """The central base rate of a month; ValueError before 07/2021."""
    found = [rate for first, rate in BASE_RATES if first <= month]
    if not found:
        raise ValueError("no base rate before 07/2021")
    return found[-1]


def amount_of(coefficient: int, month: Month) -> int:
    """Base rate times coefficient (hundredths), in đồng; products are whole thousands, so nothing is rounded."""
    return base_rate(month) * coefficient // 100


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
