"""The rows of one table, column by column: cells -> values and problems.

Works down each column at once and reads each distinct text only once; a list has few distinct dates, groups and
amounts. The rows themselves are made in understanding.py, when the whole workbook is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from models.imports.lists.columns import ColumnProposal
from models.imports.lists.headers import fold_header, money_unit
from models.imports.lists.meanings import Meaning
from models.imports.lists.parts import Part, TableReader
from models.imports.lists.person_cells import (
    check_ids,
    full_date,
    read_births,
    read_ids,
    read_names,
    read_phones,
    read_sexes,
)
from models.imports.lists.secret_names import read_other_names
from models.imports.values.amounts import parse_amount, parse_coefficient, parse_start
from models.imports.values.flaws import WARNING, Flaw
from models.imports.values.names import is_tick, looks_like_name
from models.imports.values.numbers import (
    parse_account,
    parse_insurance,
)
from models.imports.values.villages import parse_village, village_in
from models.imports.workbook.cells import Cell
from models.store.vietnamese import tidy

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


def read_part(part: Part, columns: Sequence[ColumnProposal], titles: Iterable[str], today: date) -> Part:
    """Fill `part` from its rows; everything but villages' final spelling, twins and groups is done."""
    reader = TableReader(part, columns, today)
    read_names(reader)
    read_ids(reader)
    read_births(reader)
    read_sexes(reader)
    check_ids(reader)
    read_phones(reader)
    _read_money(reader, titles)
    _read_accounts(reader)
    part.insurance = reader.read(Meaning.INSURANCE, "insurance", parse_insurance, None)
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
    read_other_names(reader)
    for meaning in (Meaning.ID_ISSUED, Meaning.DECISION_DATE):
        if reader.first(meaning):
            part.dates[meaning] = reader.read(meaning, meaning.value, full_date, None)
    _read_ticks(reader)
    _read_villages(reader)
    return part


def _read_money(reader: TableReader, titles: Iterable[str]) -> None:
    part = reader.part
    part.coefficients = reader.read(Meaning.COEFFICIENT, "coefficient", parse_coefficient, None)
    part.starts = reader.read(Meaning.START, "start", parse_start, None)
    proposal = reader.first(Meaning.AMOUNT)
    if proposal is None:
        part.amounts = [None] * reader.count
        return
    stated = money_unit(proposal.header)
    if stated is None:
        stated = next((unit for title in titles if (unit := money_unit(title))), None)
    part.unit = stated or 1
    part.amounts = reader.read(Meaning.AMOUNT, "amount", lambda cell: parse_amount(cell, part.unit), None)
    known = [amount for amount in part.amounts if amount]
    if known and stated is None and max(known) < _THOUSANDS_BELOW:
        part.unit = 1000
        part.amounts = [amount and amount * 1000 for amount in part.amounts]
        flaw = Flaw("amount_in_thousands", "Số tiền quá nhỏ, hiểu là nghìn đồng.", WARNING)
        for place, amount in enumerate(part.amounts):
            if amount:
                part.problem(place, "amount", flaw, proposal.column)
        return
    for place, amount in enumerate(part.amounts):
        if amount and amount < _THOUSANDS_BELOW:
            flaw = Flaw("amount_small", f"Mức hưởng {amount} đồng một tháng là quá nhỏ: thiếu số 0 hay ghi theo nghìn?")
            part.problem(place, "amount", flaw, proposal.column)


def _read_accounts(reader: TableReader) -> None:
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
        if reading.bank and looks_like_name(reading.bank):
            part.banks[place] = None
        if reading.flaw:
            part.problem(place, "account", reading.flaw, proposal.column)


def _read_ticks(reader: TableReader) -> None:
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
                money = parse_amount(cell)[0] if tick is Meaning.GROUP_TICK and not is_tick(cell) else None
                if money and reader.first(Meaning.AMOUNT) is None:
                    reader.part.amounts[place] = (reader.part.amounts[place] or 0) + money * reader.part.unit
                if cell != "" and (is_tick(cell) or money):
                    values[place] = f"{values[place]}, {label}" if values[place] else label


def _read_villages(reader: TableReader) -> None:
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
    addresses: Sequence[str | None] = part.texts.get(Meaning.ADDRESS, ())
    for place, address in enumerate(addresses):
        if address and part.villages[place] is None:
            part.villages[place] = village_in(address)
