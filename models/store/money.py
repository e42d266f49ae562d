"""Money is integer đồng; here it becomes figures and words, and a coefficient its hundredths.

num2words and alike say "một nghìn lẻ mười lăm"; a voucher needs "một nghìn không trăm mười lăm", so the words are ours.
"""

from __future__ import annotations

from decimal import Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
LARGEST_AMOUNT = 10**18 - 1


def format_amount(amount: int) -> str:
    """1250000 -> "1.250.000"."""
    return f"{amount:,}".replace(",", ".")


def format_coefficient(hundredths: int) -> str:
    """250 -> "2,5", as the clerk reads it."""
    return coefficient_text(hundredths).replace(".", ",")


def coefficient_text(hundredths: int) -> str:
    """250 -> "2.5", 100 -> "1.0", 125 -> "1.25": the string used in JSON."""
    text = f"{Decimal(hundredths) / 100:.2f}"
    return text[:-1] if text.endswith("0") else text


def amount_in_words(amount: int) -> str:
    """1015000 -> "Một triệu không trăm mười lăm nghìn đồng".

    Raises ValueError below zero or above 999.999.999.999.999.999.
    """
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise ValueError("amount out of range")
    words = _whole(amount) + " đồng"
    return words[0].upper() + words[1:]


def _whole(number: int) -> str:
    billions, rest = divmod(number, 10**9)
    if not billions:
        return _below_billion(rest, full=False) if rest else _DIGITS[0]
    words = _whole(billions) + " tỷ"
    return f"{words} {_below_billion(rest, full=True)}" if rest else words


def _below_billion(number: int, *, full: bool) -> str:
    parts: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            parts.append(_group(group, full=full or bool(parts)) + _GROUPS[power])
    return " ".join(parts)


def _group(number: int, *, full: bool) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words: list[str] = []
    if hundreds or full:
        words.append(f"{_DIGITS[hundreds]} trăm")
    if tens == 0:
        if ones:
            words += [f"linh {_DIGITS[ones]}"] if words else [_DIGITS[ones]]
        return " ".join(words)
    words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 4 and tens > 1:
        words.append("tư")
    elif ones == 5:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)
