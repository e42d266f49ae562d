"""The text of the QR code on a CCCD (7 fields) or căn cước (11 fields), as a reader types it (identity.md 10.2).

Promises: reads NFC and NFD, any line ends, upper-case names; keeps the address as it stands (cards from before
01/07/2025 name three levels) and the whole raw text. A reader whose keyboard layout lost the diacritics is noticed
(`marks_lost`), the name is then only good for finding, not for storing unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from models.people.identity import Sex
from models.store.dates import PartialDate
from models.store.vietnamese import nfc, search_text, tidy, tidy_name

FIELDS_OF_CCCD = 7
_BARS = str.maketrans("¦│｜‖", "||||")
"""What some keyboard layouts make of the field separator."""
_LINE_ENDS = re.compile(r"[\r\n\t]+")
_SEX: dict[str, Sex] = {"nam": "male", "nu": "female", "n?": "female", "male": "male", "female": "female"}


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card's QR says. Dates that do not exist are None; `old_number` is "" when the card names none."""

    number: str
    old_number: str
    name: str
    born: PartialDate | None
    sex: Sex | None
    address: str
    issued: date | None
    marks_lost: bool
    raw: str


def looks_like_card(text: str) -> bool:
    """Whether the text begins like a card: 12 digits and a field separator."""
    return bool(re.match(r"\s*\ufeff?[0-9]{12}\s*\|", text.translate(_BARS)))


def parse_card(text: str) -> CardText | None:
    """Read the QR text of a card; None when it is not one."""
    raw = _LINE_ENDS.sub("", nfc(text)).strip().lstrip("\ufeff").translate(_BARS)
    parts = [tidy(part) for part in raw.split("|")]
    if len(parts) < FIELDS_OF_CCCD or not re.fullmatch(r"[0-9]{12}", parts[0]):
        return None
    number, old_number, name, born, sex, address, issued = parts[:FIELDS_OF_CCCD]
    born_on, issued_on = _day(born), _day(issued)
    return CardText(
        number=number,
        old_number=old_number if re.fullmatch(r"[0-9]{9}|[0-9]{12}", old_number) else "",
        name=tidy_name(name),
        born=PartialDate.of(born_on) if born_on else _year_only(born),
        sex=_SEX.get(search_text(sex)),
        address=address,
        issued=issued_on,
        marks_lost=name.isascii() and address.isascii(),
        raw=raw,
    )


def _day(text: str) -> date | None:
    """ddmmyyyy; None when it is no day."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return PartialDate(int(text[4:]), int(text[2:4]), int(text[:2])).earliest
    except ValueError:
        return None


def _year_only(text: str) -> PartialDate | None:
    """Cards of people without a known birthday say 00 for it: 00001950, 00031950, or the year alone."""
    found = re.fullmatch(r"(?:00([0-9]{2}))?([0-9]{4})", text)
    if not found:
        return None
    try:
        return PartialDate(int(found[2]), int(found[1] or 0) or None)
    except ValueError:
        return None
