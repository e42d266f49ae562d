"""What the cells of a column look like, whatever its header says.

A profile is the share of the filled cells that read as each meaning. It decides columns without a header and speaks up
when a header promises one thing and the cells hold another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from models.benefits.groups import recognise
from models.imports.lists.meanings import Meaning
from models.imports.values.amounts import parse_amount, parse_coefficient, parse_start
from models.imports.values.births import parse_born
from models.imports.values.names import is_tick, looks_like_name, parse_sex
from models.imports.values.numbers import PROVINCE_PREFIXES, parse_id
from models.imports.values.villages import has_kind
from models.imports.values.words import poverty_key
from models.imports.workbook.cells import Cell, text_of
from models.imports.workbook.wordlists import words
from models.store.vietnamese import search_text

SAMPLE = 240
_DATE_CODES = ("impossible_date", "future_birth", "too_old", "two_digit_year")
_ETHNIC = frozenset(
    words(
        "kinh tay thai hoa muong nung mong hmong dao ngai cham thuong hre mnong xtieng ma giay lao lu "
        "khang mang cong lolo "
        "co tho khmer khome ede giarai jrai bana raglai coho xodang sedang cil"
    )
) | {
    "khơ me",
    "e de",
    "gia rai",
    "ba na",
    "xo dang",
    "san chay",
    "san diu",
    "co ho",
    "h mong",
    "h'mong",
    "co tu",
    "ta oi",
}
_DECISION = re.compile(r"\d+\s*/\s*(?:\d{4}\s*/\s*)?(?:qđ|qd)", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?84|0)[235789]\d{8}")


def _is_id(cell: Cell) -> bool:
    text = text_of(cell)
    if len(text) <= 8:
        return False
    number = parse_id(cell).number
    if number is None or len(number) != 12:
        return False
    return number[:3] in PROVINCE_PREFIXES and number[3] in "0123"


def _is_any_id(cell: Cell) -> bool:
    if isinstance(cell, str) and _is_phone(cell):
        return False
    reading = parse_id(cell)
    return reading.number is not None or (
        reading.flaw is not None and reading.flaw.code in ("short_id", "id_lost_digits")
    )


def _is_phone(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return 300_000_000 <= cell < 1_000_000_000 and cell == int(cell)
    return isinstance(cell, str) and bool(_PHONE.fullmatch(re.sub(r"[\s.\-']", "", cell)))


def _is_any_phone(cell: Cell) -> bool:
    digits = re.sub(r"\D", "", text_of(cell))
    return 9 <= len(digits) <= 11 or len(digits) in (20, 21, 22)


def _born(today: date) -> Callable[[Cell], bool]:
    def fits(cell: Cell) -> bool:
        born, flaw = parse_born(cell, today)
        return born is not None or (flaw is not None and flaw.code in _DATE_CODES)

    return fits


def _is_amount(cell: Cell) -> bool:
    amount = parse_amount(cell)[0]
    return amount is not None and 100_000 <= amount <= 30_000_000 and amount % 500 == 0


def _is_any_amount(cell: Cell) -> bool:
    return parse_amount(cell, 1000)[0] is not None  # a header in millions has sums like "0,5"


def _is_coefficient(cell: Cell) -> bool:
    hundredths = parse_coefficient(cell)[0]
    return hundredths is not None and hundredths <= 1000 and hundredths % 5 == 0


def _is_account(cell: Cell) -> bool:
    if isinstance(cell, date | bool):
        return False
    text = text_of(cell).replace(" ", "").replace("'", "")
    return text.isdecimal() and 8 <= len(text) <= 19


def _is_start(cell: Cell) -> bool:
    month = parse_start(cell)[0]
    return month is not None and month >= 200_000


def _is_group(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) > 3 and recognise(cell) is not None


def _is_ordinal(cell: Cell) -> bool:
    text = text_of(cell).strip(" .")
    return text.isdecimal() and len(text) <= 4


def profile(cells: Sequence[Cell], today: date) -> dict[Meaning, float]:
    """Share (0 to 1) of the filled cells that fit each meaning; empty when nothing is filled."""
    filled = [cell for cell in cells if not isinstance(cell, str) or cell.strip()]
    if len(filled) > SAMPLE:
        step = len(filled) / SAMPLE
        filled = [filled[int(place * step)] for place in range(SAMPLE)]
    if not filled:
        return {}
    tests: dict[Meaning, Callable[[Cell], bool]] = {
        Meaning.NAME: looks_like_name,
        Meaning.BORN: _born(today),
        Meaning.SEX: lambda cell: parse_sex(cell)[0] is not None,
        Meaning.ID_NUMBER: _is_id,
        Meaning.PHONE: _is_phone,
        Meaning.VILLAGE: lambda cell: isinstance(cell, str) and has_kind(cell),
        Meaning.GROUP: _is_group,
        Meaning.AMOUNT: _is_amount,
        Meaning.COEFFICIENT: _is_coefficient,
        Meaning.START: _is_start,
        Meaning.ACCOUNT: _is_account,
        Meaning.ORDINAL: _is_ordinal,
        Meaning.SEX_MALE: is_tick,
        Meaning.ETHNICITY: lambda cell: isinstance(cell, str) and search_text(cell) in _ETHNIC,
        Meaning.DECISION: lambda cell: isinstance(cell, str) and bool(_DECISION.search(cell)),
    }
    return {meaning: sum(map(test, filled)) / len(filled) for meaning, test in tests.items()}


def support(meaning: Meaning, cells: Sequence[Cell], shares: dict[Meaning, float], today: date) -> float | None:
    """How far the cells bear out a header (0 to 1); None when the header asks nothing of them or they are blank."""
    if not shares:
        return None
    filled = [cell for cell in cells if not isinstance(cell, str) or cell.strip()][:SAMPLE]
    loose: dict[Meaning, Callable[[Cell], bool]] = {
        Meaning.ID_NUMBER: _is_any_id,
        Meaning.OLD_ID: _is_any_id,
        Meaning.PHONE: _is_any_phone,
        Meaning.AMOUNT: _is_any_amount,
        Meaning.NAME: lambda cell: isinstance(cell, str) and len(cell.split()) >= 2 and not any(map(str.isdigit, cell)),
        Meaning.BORN: _born(today),
        Meaning.BORN_MALE: _born(today),
        Meaning.BORN_FEMALE: _born(today),
        Meaning.SEX: lambda cell: parse_sex(cell)[0] is not None or is_tick(cell),
        Meaning.COEFFICIENT: lambda cell: isinstance(cell, date) or parse_coefficient(cell)[0] is not None,
        Meaning.START: lambda cell: parse_start(cell)[0] is not None,
        Meaning.ACCOUNT: lambda cell: sum(map(str.isdigit, text_of(cell))) >= 6,
        Meaning.VILLAGE: lambda cell: not _is_id(cell) and not _is_amount(cell),
        Meaning.GROUP: lambda cell: isinstance(cell, str) and not cell.strip().isdecimal(),
        Meaning.POVERTY: lambda cell: is_tick(cell) or not recognise(text_of(cell)) or bool(poverty_key(text_of(cell))),
    }
    test = loose.get(meaning)
    return sum(map(test, filled)) / len(filled) if test else None


def by_content(shares: dict[Meaning, float], cells: Sequence[Cell], today: date) -> tuple[Meaning, float] | None:
    """The meaning the cells alone give, with its share; None when they could be many things."""
    if not shares:
        return None
    for meaning, least in (
        (Meaning.ID_NUMBER, 0.6),
        (Meaning.PHONE, 0.7),
        (Meaning.NAME, 0.6),
        (Meaning.SEX, 0.8),
        (Meaning.VILLAGE, 0.6),
        (Meaning.GROUP, 0.5),
        (Meaning.ETHNICITY, 0.8),
        (Meaning.DECISION, 0.6),
        (Meaning.AMOUNT, 0.8),
    ):
        if shares[meaning] >= least:
            return meaning, shares[meaning]
    if shares[Meaning.BORN] >= 0.7 and shares[Meaning.ACCOUNT] < 0.5:
        return (Meaning.BORN if _mostly_old(cells, today) else Meaning.START), shares[Meaning.BORN]
    if shares[Meaning.START] >= 0.8 and shares[Meaning.BORN] < 0.7:
        return Meaning.START, shares[Meaning.START]
    if shares[Meaning.ORDINAL] >= 0.8 and _counts_up(cells):
        return Meaning.ORDINAL, shares[Meaning.ORDINAL]
    if (
        shares[Meaning.COEFFICIENT] >= 0.9
        and len({text_of(cell) for cell in cells}) <= 12
        and shares[Meaning.ORDINAL] < 0.9
    ):
        return Meaning.COEFFICIENT, shares[Meaning.COEFFICIENT]
    if shares[Meaning.ACCOUNT] >= 0.8:
        return Meaning.ACCOUNT, shares[Meaning.ACCOUNT]
    return None


def _mostly_old(cells: Sequence[Cell], today: date) -> bool:
    years = [born.year for cell in cells[:SAMPLE] if (born := parse_born(cell, today)[0]) is not None]
    return not years or sum(1 for year in years if year < 2012) * 3 >= len(years)


def _counts_up(cells: Sequence[Cell]) -> bool:
    numbers = [int(text) for cell in cells if (text := text_of(cell).strip(" .")).isdecimal() and len(text) <= 6]
    steps = sum(1 for before, after in pairwise(numbers) if after == before + 1 or after == 1)
    return len(numbers) >= 2 and steps * 4 >= (len(numbers) - 1) * 3
