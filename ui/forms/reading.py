"""What a clerk types into a field, understood: pure functions from text to value.

Each raises RuleError with a short Vietnamese sentence that says what to write. Nothing here knows Qt or a clock.
"""

from __future__ import annotations

import re
from datetime import date

from models.store.dates import Month, PartialDate
from models.store.errors import RuleError

_SPLIT = re.compile(r"[\s./\-]+")
_DAY_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
_ISO = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?")
_PLAIN_EIGHT = re.compile(r"\d{8}")
_MONEY = re.compile(r"\d+|\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*")


def read_partial_date(text: str, *, latest: date | None = None, near: date | None = None) -> PartialDate | None:
    """Read "5/3/1950", "05031950", "3/1950" or "1950"; None for nothing. A date after `latest` is refused.

    With `near` a day without a year, "20/11", is the last one up to that day.
    """
    plain = text.strip()
    if not plain:
        return None
    if near is not None and (short := _DAY_MONTH.fullmatch(plain)) is not None:
        plain = f"{plain}/{near.year if (int(short[2]), int(short[1])) <= (near.month, near.day) else near.year - 1}"
    if _ISO.fullmatch(plain):
        parts = list(reversed(plain.split("-")))
    elif _PLAIN_EIGHT.fullmatch(plain):
        parts = [plain[:2], plain[2:4], plain[4:]]
    else:
        parts = [part for part in _SPLIT.split(plain) if part]
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise RuleError("Ghi ngày như 5/3/1950, tháng như 3/1950, hoặc chỉ năm 1950.", code="date_shape")
    if len(parts[-1]) != 4:
        raise RuleError("Ghi đủ bốn chữ số của năm, như 1950.", code="date_year")
    numbers = [int(part) for part in reversed(parts)]
    try:
        made = PartialDate(*numbers)
    except ValueError as error:
        raise RuleError("Không có ngày này trong lịch.", code="date_calendar") from error
    if latest is not None and made.earliest > latest:
        raise RuleError("Ngày này chưa đến.", code="date_future")
    return made


def read_date(text: str, *, latest: date | None = None) -> date | None:
    """Read a full day; None for nothing."""
    made = read_partial_date(text, latest=latest)
    if made is None:
        return None
    if made.day is None:
        raise RuleError("Ghi đủ ngày, tháng, năm, như 5/3/2026.", code="date_day")
    return made.earliest


def read_month(text: str) -> Month | None:
    """Read "11/2026" or "2026-11"; None for nothing."""
    made = read_partial_date(text)
    if made is None:
        return None
    if made.month is None or made.day is not None:
        raise RuleError("Ghi tháng và năm, như 11/2026.", code="month_shape")
    return Month(made.year * 100 + made.month)


def read_money(text: str) -> int | None:
    """Read "1.250.000", "1,250,000 đ" or "1250000" as whole đồng; None for nothing."""
    plain = text.strip().lower().removesuffix("đồng").removesuffix("đ").strip()
    if not plain:
        return None
    if not _MONEY.fullmatch(plain):
        raise RuleError("Ghi số tiền bằng đồng, như 1.250.000.", code="money_shape")
    return int(re.sub(r"\D", "", plain))
