"""The person code ("Mã đối tượng"): a short running number with a check digit, shown as 000123-4.

The check digit is Damm's: it finds every single wrong digit and every swap of neighbours. Numbers are never reused;
who keeps the series is the store, here is only the arithmetic.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_AFTER = {str(before): dict(zip("0123456789", row, strict=True)) for before, row in enumerate(_DAMM)}
"""Interim digit -> next digit -> interim digit."""
CODE_DIGITS = 6
_CODE = re.compile(r"(?i)^\s*(?:m[ãa]\s*)?(?:[đd]t\s*)?[-: ]*(\d{1,9})\s*[-–. ]?\s*(\d)\s*$")


def check_digit(number: int) -> int:
    """Damm's check digit of a number >= 0."""
    before, last = divmod(number, 10)
    return int(_AFTER[_interim(before)][str(last)])


@lru_cache(maxsize=10_000)
def _interim(number: int) -> str:
    """Damm's interim digit after all digits of a number; neighbours share it up to their last digit."""
    interim = "0"
    for digit in str(number):
        interim = _AFTER[interim][digit]
    return interim


def code_digits(number: int) -> str:
    """123 -> "0001234", as typed without the dash."""
    return f"{number:0{CODE_DIGITS}d}{check_digit(number)}"


def display_code(number: int) -> str:
    """123 -> "000123-4"."""
    return f"{number:0{CODE_DIGITS}d}-{check_digit(number)}"


def parse_code(text: str) -> int | None:
    """The number of "000123-4", "123-4", "0001234" or "MÃ ĐT 123-4"; None when the check digit is wrong."""
    found = _CODE.match(text)
    if not found:
        return None
    number = int(found[1])
    return number if number > 0 and check_digit(number) == int(found[2]) else None
