"""Birth dates as offices type them: a year, a month of a year, a day, in a dozen spellings.

What cannot be a birth date is refused with its reason, never bent into one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from models.imports.values.flaws import WARNING, Flaw, quote
from models.imports.workbook.cells import Cell, text_of
from models.store.dates import PartialDate

OLDEST_AGE = 120
_EARLIEST = 1850
"""Digits that would give an earlier year are read another way round."""
_EXCEL_ZERO = date(1899, 12, 30)
_LONGEST = 120
_LAST_YEAR, _LAST_SERIAL = 2200, 60_000
"""A bare number up to the first is a year, up to the second a day as Excel counts them."""
_PLACEHOLDER = r"(?:\d{1,2}|[x?.\-_… ]{1,4}|kr|không rõ|)"
_SPLIT = r"\s*[/\-.\\,|]\s*"
_DAY = re.compile(rf"({_PLACEHOLDER}){_SPLIT}({_PLACEHOLDER}){_SPLIT}(\d{{4}}|\d{{2}})", re.IGNORECASE)
_USUAL = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\s*")
_SPACED_DAY = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4})")
_MONTH = re.compile(rf"({_PLACEHOLDER}){_SPLIT}(\d{{4}})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR = re.compile(r"(\d{4})(?:[.,]0+)?|([12])[.,](\d{3})")
"""The second form is a year that the sheet showed with a sign for thousands."""
_RUN = re.compile(r"(\d{1,2})(\d{2})(\d{4})")
_ISO_RUN = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})")
_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[ap]m)?$", re.IGNORECASE)
_REMARK = re.compile(r"\([^)]*\)")
_SHORT_WORD = re.compile(r"^(?:nam|nữ|nu|tháng|t|s)\.?\s*(?=\d)", re.IGNORECASE)
_WORDS = re.compile(r"^(?:sinh\s*)?(?:ngày|năm|ns|sn|n/s|sinh)\b[\s.:]*(?:sinh\b)?[\s.:]*", re.IGNORECASE)
_BORN_ON = re.compile(r"^sinh\s*:?\s*", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:khoảng|chừng|~|≈)\s*|\s*\?$", re.IGNORECASE)
_EDGES = " .,;:*-–—_x+`\"'’‘"
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH_NAME = re.compile(r"\b(" + _MONTH_NAMES.replace(" ", "|") + r")[a-z]*\b", re.IGNORECASE)
"""A sheet saved as text on an English Windows: "05-Mar-1950"."""
_IN_WORDS = re.compile(
    r"(?:(?:ngày\s*)?(?P<day>\d{1,2})\s*,?\s*)?tháng\s*(?P<month>\d{1,2})\s*,?\s*(?:năm|/|-)\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_NOTHING = {
    "",
    "-",
    "--",
    "?",
    "không rõ",
    "chưa rõ",
    "không nhớ",
    "k rõ",
    "ko rõ",
    "chưa có",
    "x",
    "0",
    "#ref!",
    "#n/a",
}

BornReading = tuple[PartialDate | None, Flaw | None]


@lru_cache(maxsize=60_000, typed=True)
def parse_born(cell: Cell, today: date, hint_year: int | None = None) -> BornReading:
    """The birth date of a cell, and what is wrong or doubtful about it.

    `hint_year` (from the identity number) settles a year of two digits. Errors: `unreadable_date`, `impossible_date`,
    `future_birth`, `too_old`, `two_digit_year`; warnings: `about_date`, `short_year`.
    """
    if isinstance(cell, date):
        return _of_date(cell, today)
    if isinstance(cell, bool):
        return None, _unreadable(text_of(cell))
    if isinstance(cell, int | float):
        return _of_number(float(cell), today)
    if not isinstance(cell, str):
        return None, _unreadable(text_of(cell))
    return _of_text(cell, today, hint_year)


def _of_date(cell: date, today: date) -> BornReading:
    day = cell.date() if isinstance(cell, datetime) else cell
    serial = (day - _EXCEL_ZERO).days
    if today.year - day.year > OLDEST_AGE - 1 and today.year - OLDEST_AGE <= serial <= today.year:
        return _checked(serial, None, None, today)
    return _checked(day.year, day.month, day.day, today)


def _of_number(number: float, today: date) -> BornReading:
    if number == 0:
        return None, None
    if not number.is_integer():
        month, year = divmod(round(number * 10_000), 10_000)
        if 1 <= month <= 12 and 1880 <= year <= today.year:
            return _checked(year, month, None, today)
        if number > 10_000:
            return _of_number(float(int(number)), today)
        return None, _unreadable(repr(number))
    whole = int(number)
    digits = str(whole)
    if 1000 <= whole <= _LAST_YEAR:
        return _checked(whole, None, None, today)
    if _LAST_YEAR < whole < _LAST_SERIAL:
        return _of_date(_EXCEL_ZERO + timedelta(days=whole), today)
    if len(digits) in (7, 8):
        return _of_text(digits.zfill(8), today, None)
    return None, _unreadable(digits)


def _of_text(raw: str, today: date, hint_year: int | None) -> BornReading:
    if usual := _USUAL.fullmatch(raw):
        return _of_parts((usual[1], usual[2], usual[3]), raw, today, hint_year)
    if len(raw) > _LONGEST:
        return None, _unreadable(raw)
    text = " ".join(raw.replace("'", "").replace("\u2019", "").split()).strip(" .,;:")
    if text.casefold() in _NOTHING or not text.strip(_EDGES):
        return None, None
    if bracketed := _BRACKETED.fullmatch(text):
        text = bracketed[1]
    plain = _TIME.sub("", _REMARK.sub("", text)).strip()
    plain = _MONTH_NAME.sub(lambda found: f"{_MONTH_NAMES.index(found[1].lower()) // 4 + 1:02d}", plain)
    about = bool(_ABOUT.search(plain))
    plain = _ABOUT.sub("", plain) if about else plain
    named = _IN_WORDS.fullmatch(_BORN_ON.sub("", plain))
    if named:
        parts: tuple[str, str, str] | None = (named["day"] or "", named["month"], named["year"])
    else:
        parts = _parts(_SHORT_WORD.sub("", _WORDS.sub("", plain)) if plain[:1].isalpha() else plain)
    if parts is None:
        parts = _parts(plain.strip(_EDGES))
    if parts is None:
        return None, _unreadable(text)
    reading = _of_parts(parts, text, today, hint_year)
    if about and reading[1] is None:
        return reading[0], Flaw("about_date", f"Ngày sinh ghi áng chừng: {quote(text)}.", WARNING)
    return reading


def _parts(text: str) -> tuple[str, str, str] | None:
    run = _RUN.fullmatch(text)
    if (iso := _ISO_RUN.fullmatch(text)) and (run is None or not 1 <= int(run[2]) <= 12 or int(run[3]) < _EARLIEST):
        return iso[3], iso[2], iso[1]
    for pattern in (_DAY, _SPACED_DAY, _RUN):
        if found := pattern.fullmatch(text):
            return found[1], found[2], found[3]
    if found := _ISO.fullmatch(text):
        return found[3] or "", found[2], found[1]
    if found := _MONTH.fullmatch(text):
        return "", found[1], found[2]
    if found := _YEAR.fullmatch(text):
        return "", "", found[1] or found[2] + found[3]
    return None


def _of_parts(parts: tuple[str, str, str], text: str, today: date, hint_year: int | None) -> BornReading:
    day, month = (int(part) if part.isdecimal() else 0 for part in parts[:2])
    year = int(parts[2])
    flaw = None
    if len(parts[2]) == 2:
        chosen = _century(year, today, hint_year)
        if chosen is None:
            return None, Flaw(
                "two_digit_year",
                f"Năm sinh chỉ ghi hai chữ số ({quote(text)}): không rõ 19{year:02d} hay 20{year:02d}.",
            )
        if hint_year is None:
            flaw = Flaw("short_year", f"Năm sinh chỉ ghi hai chữ số ({quote(text)}), hiểu là {chosen}.", WARNING)
        year = chosen
    if not month:
        day = 0
    born, wrong = _checked(year, month or None, day or None, today, text)
    return born, wrong or flaw


def _century(short: int, today: date, hint_year: int | None) -> int | None:
    if hint_year is not None and hint_year % 100 == short:
        return hint_year
    if short > today.year % 100:
        return 1900 + short
    return None


def _checked(year: int, month: int | None, day: int | None, today: date, text: str = "") -> BornReading:
    if year > today.year or (year, month or 0, day or 0) > (today.year, today.month, today.day):
        return None, Flaw("future_birth", f"Ngày sinh {_shown(year, month, day, text)} ở tương lai.")
    if today.year - year > OLDEST_AGE:
        return None, Flaw("too_old", f"Ngày sinh {_shown(year, month, day, text)}: quá {OLDEST_AGE} tuổi.")
    try:
        return PartialDate(year, month, day), None
    except ValueError:
        return None, Flaw("impossible_date", f"Ngày sinh {_shown(year, month, day, text)} không có trong lịch.")


def _shown(year: int, month: int | None, day: int | None, text: str) -> str:
    return quote(text or "/".join(str(part) for part in (day, month, year) if part))


def _unreadable(text: str) -> Flaw:
    return Flaw("unreadable_date", f"Không hiểu ngày sinh {quote(text)}.")
