"""Identity numbers, health insurance numbers, phones and accounts, as spreadsheets mangle them.

A number that Excel kept as a float lost its leading zeros; they are given back only where the structure of the number
(identity.md 10.1) leaves one reading. Digits lost beyond the fifteenth are never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from models.imports.values.flaws import WARNING, Flaw, quote
from models.imports.workbook.cells import Cell, text_of
from models.imports.workbook.wordlists import words
from models.store.dates import PartialDate

Sex = Literal["male", "female"]

PROVINCE_PREFIXES = frozenset(
    words(
        "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 "
        "037 038 040 042 "
        "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 "
        "083 084 086 087 "
        "089 091 092 093 094 095 096"
    )
)
"""Prefixes of numbers issued in Việt Nam before the units merged; they never change. 100 and above are countries."""

EXACT_DIGITS = 15
"""Excel keeps no more significant digits than these."""

_NOTHING = {
    *(
        "",
        "-",
        "--",
        "0",
        "x",
        "không",
        "không có",
        "ko có",
        "chưa có",
        "chưa cấp",
        "chưa làm",
        "đang làm",
        "mất",
        "k có",
    ),
    *("#ref!", "#n/a", "chưa", "không cccd", "tiền mặt", "tm", "nhận trực tiếp", "trực tiếp", "nhận tiền mặt", "ko"),
}
_ID_WORDS = re.compile(r"(?:số|cccd|cmnd|cmt|cc|đdcn|định danh|sđd|căn cước|[:'\u2019\"`])", re.IGNORECASE)
_ID_PARTS = re.compile(r"[/;,\n()|]+| {2,}")
_ID_NONE = re.compile(
    r"(?:\w+ )?(?:không|chưa|ko|kg|mất|đã mất|đang|chờ|trẻ|te\b|giấy|khai sinh|gks|k$)[^\d]*", re.IGNORECASE
)
"""Words instead of a number: nothing to correct."""
_LONE_ID = re.compile(r"(?<!\d)\d{12}(?!\d)")
_FILLER = re.compile(r"[\s.\-_\u00a0\u200b\u00ad]+")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d+)", re.IGNORECASE)
_PHONE_PARTS = re.compile(r"[/;,\n|]+|\s+(?:-|và|hoặc)\s+|\s{2,}")
_PHONE_RUN = re.compile(r"(?<!\d)(?:\(?\+?84\)?[ .]?|0)\d(?:[ .\-]?\d){7,9}(?!\d)")
_INSURANCE = re.compile(r"[A-Z]{2}\d{13}|[A-Z]{2}\d[A-Z0-9]{2}\d{10}|\d{10}")
_ACCOUNT = re.compile(r"(?<![^\W_])\d[\d\s.\-]{4,28}\d(?![^\W_])")
_BRACKETS = re.compile(r"\([^)]*\)?")


class IdReading(NamedTuple):
    """An identity number (12 or 9 digits), a second old number in the same cell, and what is wrong."""

    number: str | None
    old_number: str | None = None
    flaw: Flaw | None = None


@lru_cache(maxsize=60_000, typed=True)
def parse_id(cell: Cell) -> IdReading:
    """Errors: `short_id`, `id_unreadable`, `id_lost_digits`; warning: `id_province`."""
    if isinstance(cell, bool | date):
        return IdReading(None, None, _id_unreadable(text_of(cell)))
    if isinstance(cell, int | float):
        if cell != int(cell) or cell < 0:
            return IdReading(None, None, _id_unreadable(text_of(cell)))
        return _id_of_digits(str(int(cell)), numeric=True) if cell else IdReading(None)
    if not isinstance(cell, str):
        return IdReading(None, None, _id_unreadable(text_of(cell)))
    if len(cell) == 12 and cell.isdecimal() and cell.isascii():
        return _id_of_digits(cell, numeric=False)
    return _id_of_text(cell)


def _id_of_text(cell: str) -> IdReading:
    cell = _plain_digits(cell)
    shown = " ".join(cell.split())
    if shown.casefold() in _NOTHING or _ID_NONE.fullmatch(shown):
        return IdReading(None)
    if exact := _written_out(shown):
        return _id_of_digits(exact, numeric=True)
    if _SCIENTIFIC.fullmatch(shown.replace(" ", "")):
        return IdReading(
            None, None, Flaw("id_lost_digits", f"Số định danh bị Excel rút gọn ({quote(shown)}): mất chữ số.")
        )
    plain = _ID_WORDS.sub("", cell)
    if shown.isdecimal() or plain.strip().endswith(".0"):
        return _id_of_digits(
            plain.strip().removesuffix(".0"), numeric=len(shown) in (10, 11) or plain.strip().endswith(".0")
        )
    parts = [_FILLER.sub("", part) for part in _ID_PARTS.split(plain.replace(" - ", "\n"))]
    parts = [part for part in parts if part]
    if len(parts) > 1 and not all(part.isdecimal() and len(part) in (9, 12) for part in parts):
        joined = "".join(parts)
        parts = [joined] if joined.isdecimal() and len(joined) in (9, 12) else parts
    digits = [part for part in parts if part.isdecimal()]
    if not digits or len(digits) != len(parts):
        lone = _LONE_ID.findall(plain)
        if len(lone) == 1 and not re.search(r"\d{9}", plain.replace(lone[0], "")):
            return _id_of_digits(lone[0], numeric=False)
        return IdReading(None, None, _id_unreadable(shown))
    long = [part for part in digits if len(part) == 12]
    old = [part for part in digits if len(part) == 9]
    if len(digits) > 1 and len(long) == 1 and len(old) == len(digits) - 1:
        return _id_of_digits(long[0], numeric=False)._replace(old_number=old[0])
    if len(digits) > 1:
        return IdReading(None, None, _id_unreadable(shown))
    return _id_of_digits(digits[0], numeric=len(digits[0]) in (10, 11))


def _plain_digits(text: str) -> str:
    """Digits of other scripts and full-width ones as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _written_out(text: str) -> str | None:
    """The digits of "3.1050000001E+10", which lost none; None when some are missing."""
    found = _SCIENTIFIC.fullmatch(text.replace(" ", ""))
    if not found or len(found[2] or "") != int(found[3]):
        return None
    return found[1] + found[2]


def _id_of_digits(digits: str, *, numeric: bool) -> IdReading:
    length = len(digits)
    if length == 12:
        known = digits[:3] in PROVINCE_PREFIXES or digits[0] != "0"
        if known:
            return IdReading(digits)
        flaw = Flaw("id_province", f"Ba số đầu {digits[:3]} của số định danh không ứng với tỉnh nào.", WARNING)
        return IdReading(digits, None, flaw)
    if numeric and length in (10, 11):
        padded = digits.zfill(12)
        if padded[:3] in PROVINCE_PREFIXES and padded[3] in "0123":
            return IdReading(padded)
    if length == 9:
        return IdReading(digits)
    if numeric and length == 8:
        return IdReading("0" + digits)
    message = f"Số định danh {quote(digits)} có {length} chữ số; số đúng có 12 (CCCD) hoặc 9 (CMND)."
    return IdReading(None, None, Flaw("short_id" if length < 12 else "long_id", message))


def _id_unreadable(text: str) -> Flaw:
    return Flaw("id_unreadable", f"Không hiểu số định danh {quote(text)}.")


def year_of_id(number: str) -> int:
    """The birth year inside a 12-digit number."""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def sex_of_id(number: str) -> Sex:
    """The sex inside a 12-digit number."""
    return "female" if int(number[3]) % 2 else "male"


def id_flaws(number: str | None, sex: Sex | None, born: PartialDate | None) -> list[Flaw]:
    """Where a 12-digit number speaks against the sex or the birth year: `id_sex_mismatch`, `id_birth_mismatch`.

    The law knows corrected and re-registered cases (identity.md 10.1), so the clerk may accept the row as it is.
    """
    if number is None or len(number) != 12:
        return []
    flaws = []
    if sex is not None and sex_of_id(number) != sex:
        own, other = ("nữ", "nam") if sex == "female" else ("nam", "nữ")
        flaws.append(Flaw("id_sex_mismatch", f"Số định danh là của {other}, danh sách ghi {own}."))
    if born is not None and year_of_id(number) != born.year:
        message = f"Số định danh ứng với năm sinh {year_of_id(number)}, danh sách ghi {born.year}."
        flaws.append(Flaw("id_birth_mismatch", message))
    return flaws


@lru_cache(maxsize=60_000, typed=True)
def parse_phones(cell: Cell) -> tuple[tuple[str, ...], Flaw | None]:
    """Phones of a cell, each with its leading 0. Warning: `phone_odd`."""
    text = text_of(cell)
    if text.casefold().strip() in _NOTHING:
        return (), None
    if len(text) == 10 and text[0] == "0" and text.isdecimal():
        return (text,), None
    phones: list[str] = []
    for part in _PHONE_PARTS.split(text.replace("'", "")):
        digits = re.sub(r"[\s.()\-+\u00a0]", "", part)
        if not digits:
            continue
        phone = _phone(digits)
        inside = [] if phone else [_phone(re.sub(r"\D", "", run)) for run in _PHONE_RUN.findall(part)]
        if inside and None not in inside:
            phones += [one for one in inside if one is not None]
            continue
        if phone is None:
            return tuple(phones), Flaw("phone_odd", f"Số điện thoại {quote(text)} không đúng dạng.", WARNING)
        phones.append(phone)
    return tuple(phones), None


def _phone(digits: str) -> str | None:
    if not digits.isdecimal():
        return None
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    elif digits[0] != "0" and len(digits) in (9, 10):
        digits = "0" + digits
    return digits if digits[0] == "0" and len(digits) in (10, 11) else None


@lru_cache(maxsize=60_000, typed=True)
def parse_insurance(cell: Cell) -> tuple[str | None, Flaw | None]:
    """A health insurance number of 15 signs or 10 digits. Warning: `insurance_odd`."""
    text = text_of(cell)
    if text.casefold().strip() in _NOTHING:
        return None, None
    number = _FILLER.sub("", text.replace("'", "")).upper()
    if isinstance(cell, int | float) and number.isdecimal() and len(number) in (8, 9):
        number = number.zfill(10)
    if _INSURANCE.fullmatch(number):
        return number, None
    return None, Flaw("insurance_odd", f"Số thẻ BHYT {quote(text)} không đúng dạng.", WARNING)


class AccountReading(NamedTuple):
    """An account number, the bank written beside it in the same cell, and what is wrong."""

    number: str | None
    bank: str | None = None
    flaw: Flaw | None = None


@lru_cache(maxsize=60_000, typed=True)
def parse_account(cell: Cell) -> AccountReading:
    """Errors: `account_lost_digits`, `account_unreadable`."""
    if isinstance(cell, str) and cell.isdecimal() and 6 <= len(cell) <= 19:
        return AccountReading(cell)
    if isinstance(cell, bool | date):
        return AccountReading(None, None, _account_unreadable(text_of(cell)))
    if isinstance(cell, int | float):
        if not cell:
            return AccountReading(None)
        if cell != int(cell) or cell < 0 or len(str(int(cell))) < 6:
            return AccountReading(None, None, _account_unreadable(text_of(cell)))
        if len(str(int(cell))) > EXACT_DIGITS:
            return AccountReading(None, None, _account_lost(text_of(cell)))
        return AccountReading(str(int(cell)))
    text = " ".join(_plain_digits(text_of(cell)).replace("'", "").split()).strip()
    if text.casefold() in _NOTHING:
        return AccountReading(None)
    text = _written_out(text) or text
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return AccountReading(None, None, _account_lost(text))
    runs = _ACCOUNT.findall(text)
    if len(runs) != 1:
        return AccountReading(None, None, _account_unreadable(text))
    number = re.sub(r"\D", "", runs[0])
    if not 6 <= len(number) <= 19:
        return AccountReading(None, None, _account_unreadable(text))
    rest = _BRACKETS.sub(" ", text.replace(runs[0], " "))
    rest = re.sub(r"(?:stk|số tk|số tài khoản|tk|tại)\b", "", rest, flags=re.IGNORECASE)
    return AccountReading(number, " ".join(rest.split()).strip(" :-–,.;()") or None)


def _account_lost(text: str) -> Flaw:
    return Flaw("account_lost_digits", f"Số tài khoản bị Excel làm tròn ({quote(text)}): mất chữ số cuối, hãy gõ lại.")


def _account_unreadable(text: str) -> Flaw:
    return Flaw("account_unreadable", f"Không hiểu số tài khoản {quote(text)}.")
