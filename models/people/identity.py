"""Numbers that name a person: identity number, old CMND, health insurance, phone, bank account.

Promises: spaces, dots and apostrophes around digits are forgiven; the length is demanded (RuleError); what the
structure of a 12-digit number says about province, sex and birth year only ever warns (identity.md 10.1: old
corrections, births abroad and re-registrations contradict it rightly). There is no check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from models.office.places import number_prefixes
from models.store.dates import PartialDate
from models.store.errors import RuleError

Sex = Literal["male", "female"]
NumberWarning = Literal["prefix_unknown", "id_sex_mismatch", "id_birth_mismatch"]

FIRST_COUNTRY_PREFIX = 100
"""Prefixes from here on are countries of birth registration (identity.md 10.1)."""
_SEPARATORS = re.compile(r"[\s.\-'’`\u00a0]+")
_PHONE_SEPARATORS = re.compile(r"[\s.\-()'’]+")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}|02\d{8}")
_INSURANCE_15 = re.compile(r"[A-Z]{2}[1-5]\d{2}\d{10}")
_INSURANCE_10 = re.compile(r"\d{10}")
_ACCOUNT = re.compile(r"[0-9A-Z]{4,24}")
_MANY_PHONES = re.compile(r"[,;/\n]|\s+-\s+|hoặc")


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """What a 12-digit number says: province or country of registration (None: unknown prefix), sex, birth year."""

    place: str | None
    sex: Sex
    born_year: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt that the clerk may accept: the field, a stable code, a Vietnamese sentence."""

    field: str
    code: NumberWarning
    message: str


def tidy_id_number(text: str) -> str:
    """The 12 (số định danh) or 9 digits (old CMND) of an identity number; RuleError for anything else; "" stays ""."""
    digits = _SEPARATORS.sub("", text)
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit():
        raise RuleError("Số định danh chỉ gồm chữ số.", field="id_number", code="id_not_digits")
    if len(digits) not in (9, 12):
        raise RuleError(
            f"Số định danh phải có 12 chữ số (CMND cũ: 9 chữ số), ở đây có {len(digits)}.",
            field="id_number",
            code="id_length",
        )
    return digits


def read_number(number: str) -> NumberFacts:
    """What the structure of 12 digits says; ValueError for anything but 12 digits."""
    if not re.fullmatch(r"[0-9]{12}", number):
        raise ValueError("not a 12-digit number")
    digit = int(number[3])
    country = int(number[:3]) >= FIRST_COUNTRY_PREFIX
    place = "nước ngoài" if country else number_prefixes().get(number[:3])
    return NumberFacts(place, "female" if digit % 2 else "male", 1900 + 100 * (digit // 2) + int(number[4:6]))


def number_warnings(number: str, sex: Sex | None, born: PartialDate | None) -> tuple[Doubt, ...]:
    """Doubts about a tidied identity number against what else is known; none for a 9-digit one."""
    if len(number) != 12:
        return ()
    facts = read_number(number)
    found: list[Doubt] = []
    if facts.place is None:
        message = f"Ba số đầu {number[:3]} không phải mã tỉnh nào."
        found.append(Doubt("id_number", "prefix_unknown", message))
    if sex is not None and facts.sex != sex:
        said = "nữ" if facts.sex == "female" else "nam"
        found.append(Doubt("id_number", "id_sex_mismatch", f"Số định danh là của {said}, khác giới tính đã ghi."))
    if born is not None and facts.born_year != born.year:
        message = f"Số định danh là của người sinh năm {facts.born_year}, khác năm sinh đã ghi."
        found.append(Doubt("id_number", "id_birth_mismatch", message))
    return tuple(found)


def tidy_insurance(text: str) -> str:
    """A health insurance number: 10 digits, or the older 15 signs "GD4 31 ..."; RuleError otherwise; "" stays ""."""
    number = _SEPARATORS.sub("", text).upper()
    if number and not _INSURANCE_15.fullmatch(number) and not _INSURANCE_10.fullmatch(number):
        raise RuleError(
            "Số thẻ BHYT gồm 10 chữ số, hoặc 15 ký tự của thẻ cũ.", field="insurance_number", code="insurance_form"
        )
    return number


def insurance_core(number: str) -> str:
    """The 10-digit social insurance number inside either form: two cards of one person are told by it."""
    return number[-10:]


def tidy_phone(text: str) -> str:
    """One Vietnamese phone number as digits, +84 turned to 0; RuleError otherwise; "" stays ""."""
    digits = _PHONE_SEPARATORS.sub("", text)
    digits = re.sub(r"^(?:\+84|0084|84(?=\d{9}$))0?", "0", digits)
    if digits and not _MOBILE.fullmatch(digits) and not _LANDLINE.fullmatch(digits):
        raise RuleError(
            "Số điện thoại di động có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09.", field="phone", code="phone_form"
        )
    return digits


def tidy_phones(text: str) -> tuple[str, ...]:
    """Every phone of a field that holds several, without repeats, in their order."""
    numbers = [tidy_phone(part) for part in _MANY_PHONES.split(text) if part.strip()]
    return tuple(dict.fromkeys(number for number in numbers if number))


def display_phone(number: str) -> str:
    """ "0912 345 678"."""
    return f"{number[:4]} {number[4:7]} {number[7:]}" if len(number) == 10 else number


def tidy_account(text: str) -> str:
    """A bank account number as digits (some begin with letters); RuleError otherwise; "" stays ""."""
    number = _SEPARATORS.sub("", text).upper()
    if number and not _ACCOUNT.fullmatch(number):
        raise RuleError("Số tài khoản gồm 4 đến 24 chữ số hoặc chữ cái.", field="account", code="account_form")
    return number
