"""Money, coefficients and months as lists write them.

Money becomes integer đồng, a coefficient hundredths, a month YYYYMM. What is not clear is refused with its reason.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from models.imports.values.flaws import WARNING, Flaw, quote
from models.imports.workbook.cells import Cell, text_of
from models.store.dates import Month

LARGEST_MONTHLY = 100_000_000
LARGEST_COEFFICIENT = 1000
"""Hundredths. The law's highest is 2,5; one line for several children is a multiple. "15" lost the comma of "1,5"."""
_BLANKS = {"", "-", "--", "–", "—", "x", "0", "không", "chưa có", "_", "."} | {
    "#ref!",
    "#n/a",
    "#value!",
    "#div/0!",
    "#name?",
}
_UNIT_WORDS = re.compile(
    r"(?:/\s*(?:tháng|th|người|ng))+|\b(?:đồng|vnđ|vnd|đ|dong|d)\b\.?|(?<=\d)(?:đồng|vnđ|vnd|đ)|[₫'\u2019\u00a0 ]",
    re.IGNORECASE,
)
_DASH_END = re.compile(r"(?<=\d)(?:[,./]-+|\.)$")
_REMARK = re.compile(r"(?<=\S)\s*\([^)]*\)$")
"""A remark in brackets after a figure; a figure in brackets is no such thing."""
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_GROUPED_CENTS = re.compile(r"(\d{1,3}(?:([.,])\d{3})+)(?!\2)[.,]0{1,2}")
_SCALED = re.compile(r"(\d+(?:[.,]\d+)?)(k|nghìn|ngàn|ng|tr|triệu|trđ|nđ)(\d{0,3})", re.IGNORECASE)
_PLAIN = re.compile(r"\d+")
_FRACTION = re.compile(r"(\d+)[.,](\d{1,2})")
_COEFFICIENT = re.compile(r"(?:hệ số|hs|h/s|x)?\s*:?\s*(\d{1,2})(?:[.,](\d{1,2}))?(?:\s*lần)?", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(?:tháng|thg|th|t)?\.?\s*(\d{1,2})\s*[/\-.,]\s*(\d{4}|\d{2})", re.IGNORECASE)
_MONTH_WORDS = re.compile(r"(?:tháng|thg|t)\.?\s*(\d{1,2})\s*,?\s*(?:năm|/|-|\.)?\s*(\d{4})", re.IGNORECASE)
_MONTH_DAY = re.compile(r"(?:ngày\s*)?\d{1,2}\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{4}|\d{2})", re.IGNORECASE)
_MONTH_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?(?:[ t].*)?", re.IGNORECASE)
_MONTH_PREFIX = re.compile(r"^(?:hưởng\s*)?(?:từ|kể từ|bắt đầu)\s*(?:ngày\b\s*)?", re.IGNORECASE)
_MONTH_END = re.compile(r"\s*(?:đến|-|→)\s*(?:nay|hết|khi|ngày|tháng|\d).*$", re.IGNORECASE)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH_NAME = re.compile(
    r"(?:\d{1,2}-)?(" + _MONTH_NAMES.replace(" ", "|") + r")[a-z]*[- ](\d{4}|\d{2})", re.IGNORECASE
)
"""A sheet saved as text on an English Windows: "Nov-23"."""
_EARLIEST_YEAR, _LATEST_YEAR = 1975, 2100


@lru_cache(maxsize=60_000, typed=True)
def parse_amount(cell: Cell, unit: int = 1) -> tuple[int | None, Flaw | None]:
    """Integer đồng; `unit` is 1, 1.000 or 1.000.000 as the sheet says. Error: `amount_unreadable`."""
    if isinstance(cell, bool | date):
        return None, _unreadable_amount(text_of(cell))
    if isinstance(cell, int | float):
        return _money(Decimal(repr(cell)), unit, text_of(cell))
    if not isinstance(cell, str):
        return None, _unreadable_amount(text_of(cell))
    shown = " ".join(cell.split())
    text = _DASH_END.sub("", _UNIT_WORDS.sub("", _REMARK.sub("", shown)).strip(" :=*"))
    if text.casefold() in _BLANKS:
        return None, None
    if _PLAIN.fullmatch(text):
        return _money(Decimal(text), unit, shown)
    if _GROUPED.fullmatch(text):
        return _money(Decimal(re.sub(r"[.,]", "", text)), unit, shown)
    if found := _GROUPED_CENTS.fullmatch(text):
        return _money(Decimal(re.sub(r"[.,]", "", found[1])), unit, shown)
    if found := _SCALED.fullmatch(text):
        return _scaled(found, shown)
    if (found := _FRACTION.fullmatch(text)) and (unit > 1 or not found[2].strip("0")):
        return _money(Decimal(f"{found[1]}.{found[2]}"), unit, shown)
    return None, _unreadable_amount(shown)


def _scaled(found: re.Match[str], shown: str) -> tuple[int | None, Flaw | None]:
    million = found[2].casefold().startswith("tr")
    value = Decimal(found[1].replace(",", ".")) * (1_000_000 if million else 1000)
    if found[3]:
        value += Decimal(f"0.{found[3]}") * (1_000_000 if million else 1000)
    return _money(value, 1, shown)


def _money(value: Decimal, unit: int, shown: str) -> tuple[int | None, Flaw | None]:
    if value == 0:
        return None, None
    scaled = value * unit
    if unit > 1 and scaled > LARGEST_MONTHLY and value >= 10_000:
        scaled = value
    if scaled < 0 or scaled > 10**12 or abs(scaled - round(scaled)) > Decimal("0.01"):
        return None, _unreadable_amount(shown)
    return round(scaled), None


def _unreadable_amount(text: str) -> Flaw:
    return Flaw("amount_unreadable", f"Không hiểu số tiền {quote(text)}.")


@lru_cache(maxsize=5_000, typed=True)
def parse_coefficient(cell: Cell) -> tuple[int | None, Flaw | None]:
    """Hundredths: "1,5" -> 150. Errors: `coefficient_unreadable`, `coefficient_is_date`."""
    if isinstance(cell, date):
        message = f"Ô hệ số bị Excel đổi thành ngày {quote(text_of(cell))}; hãy gõ lại hệ số."
        return None, Flaw("coefficient_is_date", message)
    if isinstance(cell, bool):
        return None, _unreadable_coefficient(text_of(cell))
    if isinstance(cell, int | float):
        value = Decimal(repr(cell))
    else:
        text = _REMARK.sub("", " ".join(str(cell).split()).strip("' "))
        text = re.sub(r"\s*([.,])\s*", r"\1", text)
        if text.casefold() in _BLANKS or text in ("0,0", "0.0"):
            return None, None
        found = _COEFFICIENT.fullmatch(text)
        if not found:
            return None, _unreadable_coefficient(text)
        value = Decimal(f"{found[1]}.{found[2] or 0}")
    if value == 0:
        return None, None
    try:
        hundredths = int((value * 100).to_integral_value())
    except InvalidOperation:
        hundredths = 0
    if not 10 <= hundredths <= LARGEST_COEFFICIENT:
        return None, _unreadable_coefficient(text_of(cell))
    return hundredths, None


def _unreadable_coefficient(text: str) -> Flaw:
    return Flaw("coefficient_unreadable", f"Không hiểu hệ số {quote(text)}.")


@lru_cache(maxsize=20_000, typed=True)
def parse_start(cell: Cell) -> tuple[Month | None, Flaw | None]:
    """The month YYYYMM of "11/2023", "T11/2023", a date... Warning: `month_unreadable`."""
    if isinstance(cell, date):
        return Month(cell.year * 100 + cell.month), None
    if isinstance(cell, bool):
        return None, _unreadable_month(text_of(cell))
    if isinstance(cell, int | float):
        return _month_of_number(float(cell))
    text = _MONTH_PREFIX.sub("", " ".join(str(cell).replace("'", "").split())).strip(" .,;")
    if text.casefold() in _BLANKS:
        return None, None
    found = _MONTH_FIRST.fullmatch(text) or _MONTH_WORDS.search(text) or _MONTH_DAY.fullmatch(text)
    if found:
        return _month(int(found[1]), int(found[2]), text)
    if found := _MONTH_ISO.fullmatch(text):
        return _month(int(found[2]), int(found[1]), text)
    if text.isdecimal() and len(text) <= 8:
        return _month_of_number(float(text))
    if found := _MONTH_NAME.fullmatch(text):
        return _month(_MONTH_NAMES.index(found[1].lower()) // 4 + 1, int(found[2]), text)
    if (shorter := _MONTH_END.sub("", text)) != text:
        return parse_start(shorter)
    return None, _unreadable_month(text)


def _month_of_number(number: float) -> tuple[Month | None, Flaw | None]:
    if number == 0:
        return None, None
    if not number.is_integer():
        month, year = divmod(round(number * 10_000), 10_000)
        return _month(month, year, repr(number))
    whole = int(number)
    if 190_000 < whole < 220_000:
        return _month(whole % 100, whole // 100, str(whole))
    if whole % 1_000_000 > 10_000 and 7 >= len(str(whole)) >= 5 and 1 <= whole // 10_000 <= 12 and whole > 60_000:
        return _month(whole // 10_000, whole % 10_000, str(whole))
    if 25_000 < whole < 60_000:
        day = date.fromordinal(date(1899, 12, 30).toordinal() + whole)
        return Month(day.year * 100 + day.month), None
    return None, _unreadable_month(str(whole))


def _month(month: int, year: int, text: str) -> tuple[Month | None, Flaw | None]:
    if year < 100:
        year += 2000
    if 1 <= month <= 12 and _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return Month(year * 100 + month), None
    return None, _unreadable_month(text)


def _unreadable_month(text: str) -> Flaw:
    return Flaw("month_unreadable", f"Không hiểu tháng hưởng {quote(text)}.", WARNING)
