"""The rows of one table, column by column: cells -> values and problems.

Works down each column at once and reads each distinct text only once; a list has few distinct dates, groups and
amounts. The rows themselves are made in understanding.py, when the whole workbook is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from models.imports.amounts import parse_amount, parse_coefficient, parse_start
from models.imports.births import parse_born
from models.imports.cells import Cell, letter_of, text_of
from models.imports.columns import ColumnProposal
from models.imports.facts import Problem
from models.imports.flaws import ERROR, WARNING, Flaw
from models.imports.headers import fold_header, money_unit
from models.imports.meanings import Meaning
from models.imports.names import is_tick, parse_name, parse_sex
from models.imports.numbers import (
    Sex,
    id_flaws,
    parse_account,
    parse_id,
    parse_insurance,
    parse_phones,
    sex_of_id,
    year_of_id,
)
from models.imports.villages import parse_village, village_in
from models.store.dates import Month, PartialDate
from models.store.vietnamese import tidy

T = TypeVar("T")

_THOUSANDS_BELOW = 10_000
_KIND_WORDS = {
    "thon": "Thôn",
    "tdp": "TDP",
    "to dan pho": "Tổ dân phố",
    "xom": "Xóm",
    "ap": "Ấp",
    "ban": "Bản",
    "buon": "Buôn",
    "bon": "Bon",
    "khu pho": "Khu phố",
    "kp": "KP",
    "khom": "Khóm",
    "lang": "Làng",
    "to": "Tổ",
    "khoi": "Khối",
    "khu": "Khu",
}
_DECISION_DATE = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_NOTHING = {"", "-", "--", "0", "x", "không", "k", "ko"}


@dataclass(slots=True)
class Part:
    """The values of one table's rows, in lists of the same length; `numbers` are row numbers from 0."""

    sheet: str
    table: int
    numbers: list[int]
    rows: list[list[Cell]]
    names: list[str | None] = field(default_factory=list)
    births: list[PartialDate | None] = field(default_factory=list)
    sexes: list[Sex | None] = field(default_factory=list)
    from_id: set[int] = field(default_factory=set)
    ids: list[str | None] = field(default_factory=list)
    villages: list[str | None] = field(default_factory=list)
    phones: list[tuple[str, ...]] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    coefficients: list[int | None] = field(default_factory=list)
    amounts: list[int | None] = field(default_factory=list)
    starts: list[Month | None] = field(default_factory=list)
    accounts: list[str | None] = field(default_factory=list)
    banks: list[str | None] = field(default_factory=list)
    dates: dict[Meaning, list[date | None]] = field(default_factory=dict)
    texts: dict[Meaning, list[str | None]] = field(default_factory=dict)
    insurance: list[str | None] = field(default_factory=list)
    old_ids: list[str | None] = field(default_factory=list)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    unit: int = 1

    def problem(self, place: int, field_name: str, flaw: Flaw, column: int | None) -> None:
        """Note a flaw of the row at `place` of the lists."""
        letter = "" if column is None else letter_of(column)
        self.problems.setdefault(place, []).append(Problem(field_name, flaw.code, flaw.message, letter, flaw.severity))


class _Reader:
    """Reads one table into a Part."""

    def __init__(self, part: Part, columns: Sequence[ColumnProposal], today: date) -> None:
        self.part = part
        self.today = today
        self.count = len(part.rows)
        self.at: dict[Meaning, list[ColumnProposal]] = {}
        for proposal in columns:
            self.at.setdefault(proposal.meaning, []).append(proposal)

    def cells(self, column: int) -> list[Cell]:
        return [row[column] if column < len(row) else "" for row in self.part.rows]

    def first(self, meaning: Meaning) -> ColumnProposal | None:
        found = self.at.get(meaning)
        return found[0] if found else None

    def read(
        self, meaning: Meaning, field_name: str, parse: Callable[[Cell], tuple[T | None, Flaw | None]]
    ) -> list[T | None]:
        """The values of the first column of that meaning; its flaws are noted."""
        proposal = self.first(meaning)
        if proposal is None:
            return [None] * self.count
        values: list[T | None] = []
        done: dict[Cell, T | None] = {}
        for place, cell in enumerate(self.cells(proposal.column)):
            if cell in done:
                values.append(done[cell])
                continue
            value, flaw = parse(cell)
            if flaw is None:
                if type(cell) is not bool:
                    done[cell] = value
            else:
                self.part.problem(place, field_name, flaw, proposal.column)
            values.append(value)
        return values

    def text(self, meaning: Meaning) -> list[str | None]:
        proposal = self.first(meaning)
        if proposal is None:
            return []
        done: dict[Cell, str | None] = {}
        values = []
        for cell in self.cells(proposal.column):
            if cell not in done:
                text = tidy(text_of(cell)).strip(" '")
                done[cell] = None if text.casefold() in _NOTHING else text
            values.append(done[cell])
        return values


def read_part(part: Part, columns: Sequence[ColumnProposal], titles: Iterable[str], today: date) -> Part:
    """Fill `part` from its rows; everything but villages' final spelling, twins and groups is done."""
    reader = _Reader(part, columns, today)
    _read_names(reader)
    _read_ids(reader)
    _read_births(reader)
    _read_sexes(reader)
    _check_ids(reader)
    _read_phones(reader)
    _read_money(reader, titles)
    _read_accounts(reader)
    part.insurance = reader.read(Meaning.INSURANCE, "insurance", parse_insurance)
    for meaning in (
        Meaning.ADDRESS,
        Meaning.ETHNICITY,
        Meaning.DISABILITY_KIND,
        Meaning.DISABILITY_DEGREE,
        Meaning.HEAD,
        Meaning.RELATION,
        Meaning.HOUSEHOLD_CODE,
        Meaning.POVERTY,
        Meaning.PAYEE,
        Meaning.GUARDIAN,
        Meaning.CARER,
        Meaning.NOTE,
        Meaning.ID_PLACE,
        Meaning.BANK,
        Meaning.ACCOUNT_HOLDER,
        Meaning.DECISION,
        Meaning.GROUP,
    ):
        if values := reader.text(meaning):
            part.texts[meaning] = values
    for meaning in (Meaning.ID_ISSUED, Meaning.DECISION_DATE):
        if reader.first(meaning):
            part.dates[meaning] = reader.read(meaning, meaning.value, _full_date)
    _read_ticks(reader)
    _read_villages(reader)
    return part


def _full_date(cell: Cell) -> tuple[date | None, Flaw | None]:
    if isinstance(cell, datetime):
        return cell.date(), None
    if isinstance(cell, date):
        return cell, None
    found = _DECISION_DATE.search(text_of(cell))
    if not found:
        return None, None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])), None
    except ValueError:
        return None, Flaw("date_unreadable", "Ngày không có trong lịch.", WARNING)


def _read_names(reader: _Reader) -> None:
    part = reader.part
    family, given = reader.first(Meaning.FAMILY_NAME), reader.first(Meaning.GIVEN_NAME)
    name = reader.first(Meaning.NAME)
    if family is not None and given is not None:
        pairs = zip(reader.cells(family.column), reader.cells(given.column), strict=True)
        cells: list[Cell] = [f"{text_of(front)} {text_of(back)}".strip() for front, back in pairs]
        column = family.column
    elif name or family or given:
        column = (name or family or given).column  # type: ignore[union-attr]  # one of them is there
        cells = reader.cells(column)
    else:
        cells, column = [""] * reader.count, 0
    remarks: list[str | None] = []
    for place, cell in enumerate(cells):
        text, remark, flaw = parse_name(cell)
        part.names.append(text)
        remarks.append(remark)
        if flaw:
            part.problem(place, "name", flaw, column)
        elif text is None:
            part.problem(place, "name", Flaw("no_name", "Dòng có dữ liệu nhưng không có họ tên."), column)
    if any(remarks):
        part.texts[Meaning.NAME] = remarks


def _read_ids(reader: _Reader) -> None:
    part = reader.part
    part.old_ids = [None] * reader.count
    part.ids = [None] * reader.count
    for meaning in (Meaning.ID_NUMBER, Meaning.OLD_ID):
        proposal = reader.first(meaning)
        if proposal is None:
            continue
        for place, cell in enumerate(reader.cells(proposal.column)):
            if cell == "":
                continue
            reading = parse_id(cell)
            if reading.flaw:
                flaw = reading.flaw if meaning is Meaning.ID_NUMBER else reading.flaw._replace(severity=WARNING)
                part.problem(place, "id_number", flaw, proposal.column)
            if meaning is Meaning.ID_NUMBER:
                part.ids[place], part.old_ids[place] = reading.number, reading.old_number
            elif reading.number and part.ids[place] is None:
                part.ids[place] = reading.number
            elif reading.number and reading.number != part.ids[place]:
                part.old_ids[place] = reading.number


def _read_births(reader: _Reader) -> None:
    part, today = reader.part, reader.today
    part.births = [None] * reader.count
    whole = [(proposal, None) for proposal in reader.at.get(Meaning.BORN, [])[:1]]
    split = [(p, sex) for sex in (Meaning.BORN_MALE, Meaning.BORN_FEMALE) for p in reader.at.get(sex, [])[:1]]
    for proposal, _ in [*whole, *split]:
        for place, cell in enumerate(reader.cells(proposal.column)):
            if cell == "":
                continue
            born, flaw = parse_born(cell, today)
            if flaw and flaw.code == "two_digit_year":
                number = part.ids[place]
                if number is not None and len(number) == 12:
                    born, flaw = parse_born(cell, today, year_of_id(number))
            if flaw:
                part.problem(place, "born", flaw, proposal.column)
            if born is not None:
                if part.births[place] is not None and split and part.births[place] != born:
                    part.problem(
                        place, "born", Flaw("two_births", "Cả hai cột Nam và Nữ đều ghi năm sinh."), proposal.column
                    )
                part.births[place] = born
    if reader.first(Meaning.BORN_YEAR) and not whole:
        _read_split_births(reader)


def _read_split_births(reader: _Reader) -> None:
    part = reader.part
    year = reader.first(Meaning.BORN_YEAR)
    if year is None:
        return
    blank: list[Cell] = [""] * reader.count
    day, month = reader.first(Meaning.BORN_DAY), reader.first(Meaning.BORN_MONTH)
    days = reader.cells(day.column) if day else blank
    months = reader.cells(month.column) if month else blank
    for place, cell in enumerate(reader.cells(year.column)):
        texts = [text_of(part_cell).strip(" '") for part_cell in (days[place], months[place], cell)]
        if not any(texts):
            continue
        plain = texts[2].isdecimal() and len(texts[2]) == 4
        text = (
            "/".join(piece if piece.isdecimal() else "0" for piece in texts[:2]) + "/" + texts[2] if plain else texts[2]
        )
        born, flaw = parse_born(text, reader.today)
        part.births[place] = born
        if flaw:
            part.problem(place, "born", flaw, year.column)


def _read_sexes(reader: _Reader) -> None:
    part = reader.part
    sexes: list[Sex | None] = reader.read(Meaning.SEX, "sex", parse_sex)
    part.sexes = sexes
    marks: tuple[tuple[Meaning, Sex], ...] = (
        (Meaning.SEX_MALE, "male"),
        (Meaning.SEX_FEMALE, "female"),
        (Meaning.BORN_MALE, "male"),
        (Meaning.BORN_FEMALE, "female"),
    )
    seen: dict[int, Sex] = {}
    for meaning, sex in marks:
        proposal = reader.first(meaning)
        if proposal is None:
            continue
        ticked = meaning in (Meaning.SEX_MALE, Meaning.SEX_FEMALE)
        for place, cell in enumerate(reader.cells(proposal.column)):
            if (
                cell == ""
                or (ticked and not is_tick(cell) and parse_sex(cell)[0] != sex)
                or not text_of(cell).strip(" -0'")
            ):
                continue
            if seen.get(place, sex) != sex:
                if ticked:
                    part.problem(place, "sex", Flaw("two_sexes", "Cả hai cột Nam và Nữ đều có dấu."), proposal.column)
                continue
            seen[place] = sex
            if part.sexes[place] is None:
                part.sexes[place] = sex
    for place, number in enumerate(part.ids):
        if number is not None and len(number) == 12 and part.sexes[place] is None and number[3] in "0123":
            part.sexes[place] = sex_of_id(number)
            part.from_id.add(place)


def _check_ids(reader: _Reader) -> None:
    part = reader.part
    proposal = reader.first(Meaning.ID_NUMBER) or reader.first(Meaning.OLD_ID)
    column = proposal.column if proposal else None
    for place, number in enumerate(part.ids):
        if number is None or len(number) != 12:
            continue
        born = part.births[place]
        if (born is None or year_of_id(number) == born.year) and part.sexes[place] == sex_of_id(number):
            continue
        for flaw in id_flaws(number, part.sexes[place], born):
            part.problem(place, "id_number", flaw, column)


def _read_phones(reader: _Reader) -> None:
    found = reader.read(Meaning.PHONE, "phone", parse_phones)
    reader.part.phones = [phones or () for phones in found]


def _read_money(reader: _Reader, titles: Iterable[str]) -> None:
    part = reader.part
    part.coefficients = reader.read(Meaning.COEFFICIENT, "coefficient", parse_coefficient)
    part.starts = reader.read(Meaning.START, "start", parse_start)
    proposal = reader.first(Meaning.AMOUNT)
    if proposal is None:
        part.amounts = [None] * reader.count
        return
    stated = money_unit(proposal.header)
    if stated is None:
        stated = next((unit for title in titles if (unit := money_unit(title))), None)
    part.unit = stated or 1
    part.amounts = reader.read(Meaning.AMOUNT, "amount", lambda cell: parse_amount(cell, part.unit))
    known = [amount for amount in part.amounts if amount]
    if stated is None and known and max(known) < _THOUSANDS_BELOW:
        part.unit = 1000
        part.amounts = [amount and amount * 1000 for amount in part.amounts]
        flaw = Flaw("amount_in_thousands", "Số tiền quá nhỏ, hiểu là nghìn đồng.", WARNING)
        for place, amount in enumerate(part.amounts):
            if amount:
                part.problem(place, "amount", flaw, proposal.column)


def _read_accounts(reader: _Reader) -> None:
    part = reader.part
    part.accounts = [None] * reader.count
    part.banks = [None] * reader.count
    proposal = reader.first(Meaning.ACCOUNT)
    if proposal is None:
        return
    for place, cell in enumerate(reader.cells(proposal.column)):
        if cell == "":
            continue
        reading = parse_account(cell)
        part.accounts[place], part.banks[place] = reading.number, reading.bank
        if reading.flaw:
            part.problem(place, "account", reading.flaw, proposal.column)


def _read_ticks(reader: _Reader) -> None:
    """Columns of marks: the header of the marked column is the value."""
    for tick, meaning in (
        (Meaning.GROUP_TICK, Meaning.GROUP),
        (Meaning.KIND_TICK, Meaning.DISABILITY_KIND),
        (Meaning.DEGREE_TICK, Meaning.DISABILITY_DEGREE),
        (Meaning.POVERTY_TICK, Meaning.POVERTY),
    ):
        proposals = reader.at.get(tick, [])
        if not proposals:
            continue
        values = reader.part.texts.setdefault(meaning, [None] * reader.count)
        for proposal in proposals:
            label = tidy(proposal.header.rpartition(" / ")[2])
            for place, cell in enumerate(reader.cells(proposal.column)):
                if cell != "" and is_tick(cell):
                    values[place] = f"{values[place]}, {label}" if values[place] else label


def _read_villages(reader: _Reader) -> None:
    part = reader.part
    part.villages = [None] * reader.count
    proposal = reader.first(Meaning.VILLAGE)
    if proposal is not None:
        kind = _KIND_WORDS.get(fold_header(proposal.header.rpartition(" / ")[2]).removeprefix("ten "))
        done: dict[Cell, str | None] = {}
        for place, cell in enumerate(reader.cells(proposal.column)):
            if cell not in done:
                done[cell] = parse_village(cell, kind)
            part.villages[place] = done[cell]
    addresses: Any = part.texts.get(Meaning.ADDRESS, ())
    for place, address in enumerate(addresses):
        if address and part.villages[place] is None:
            part.villages[place] = village_in(address)


def worst(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.severity == ERROR for problem in problems)
