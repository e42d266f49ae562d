"""A workbook -> the people, benefits and problems its rows speak of.

Pure: no store, no clock (`today` is given), no files. The clerk's choices (meanings of columns, corrected cells, errors
accepted as they are) are arguments, so understanding again gives the same rows with the choices in force.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from models.benefits.groups import recognise
from models.imports.lists.assembly import read_part
from models.imports.lists.columns import ColumnProposal, fingerprint, propose
from models.imports.lists.facts import (
    SkippedSheet,
    TableFacts,
    Understanding,
)
from models.imports.lists.layout import Region, find_regions
from models.imports.lists.meanings import Meaning
from models.imports.lists.parts import Part
from models.imports.lists.rows import finish_rows
from models.imports.lists.sections import PersonRow, Roles, Standing, is_total, person_rows
from models.imports.lists.wrapped import carry_people, join_wrapped
from models.imports.values.flaws import ERROR, WARNING, Flaw, Severity
from models.imports.values.occasions import ONCE, TAKEN_OFF, gone_flaw, pays_once, takes_off
from models.imports.values.villages import (
    kind_length,
    tidy_village,
    village_heading,
    village_in,
)
from models.imports.workbook.cells import Cell, column_of, letter_of
from models.imports.workbook.encodings import Decoded, decode_rows, name_readings
from models.imports.workbook.reading import Sheet, Workbook
from models.store.collector import uncollected
from models.store.vietnamese import search_text, tidy

_FIRST_ROWS, _LATER_ROWS = 400, 100
"""Rows whose cells are looked at to tell what the columns mean: the first ones and some spread over the rest."""
_FILLED_DOWN = (
    Meaning.VILLAGE,
    Meaning.ADDRESS,
    Meaning.GROUP,
    Meaning.HEAD,
    Meaning.HOUSEHOLD_CODE,
    Meaning.POVERTY,
    Meaning.DECISION,
    Meaning.DECISION_DATE,
    Meaning.BANK,
)
_PLAIN_SHEET = re.compile(
    r"sheet|trang|^ds\b|danh sach|thang|\bt ?\d{1,2}\b|\d{4}|nkt|nct|htxh|btxh|khuyet tat|cao tuoi|"
    r"tre em|mo coi|tong hop|tro cap|chi tra|don than|ngheo|bang|"
    r"data|du lieu|book|ky nhan|quyet toan|nam\b|^\W*\d*\W*$|hoi|luong|in\b|mau|tang|giam|list|dsach|"
    r"cccd|hiv|bhyt|goc|moi|cu\b|new|total|ket qua"
)

Overrides = Mapping[str, Mapping[str, Meaning]]
Corrections = Mapping[tuple[str, int, str], str]
Accepted = Collection[tuple[str, int, str]]


def understand(
    workbook: Workbook,
    *,
    today: date,
    overrides: Overrides | None = None,
    corrections: Corrections | None = None,
    accepted: Accepted = frozenset(),
    show_hidden: bool = False,
) -> Understanding:
    """Everything the workbook says.

    `overrides`: sheet name -> column letter -> meaning. `corrections`: (sheet, Excel row, column letter) -> text that
    stands in for the cell. `accepted`: (sheet, Excel row, problem code) the clerk takes as they are; such errors become
    warnings. Hidden sheets are left out unless `show_hidden`.
    """
    with uncollected():
        reader = _WorkbookReader(today, overrides or {}, corrections or {})
        for sheet in workbook.sheets:
            if sheet.hidden and not show_hidden:
                message = f"Trang “{sheet.name}” đang ẩn nên không đọc."
                reader.skipped.append(SkippedSheet(sheet.name, "hidden", message))
            else:
                reader.read_sheet(sheet)
        reader.name_sheets()
        rows = finish_rows(reader.parts, reader.tables, set(accepted))
        return Understanding(workbook.name, tuple(reader.tables), tuple(rows), tuple(reader.skipped))


class _WorkbookReader:
    """Collects the parts of all tables before rows are made, because villages and twins need the whole file."""

    def __init__(self, today: date, overrides: Overrides, corrections: Corrections) -> None:
        self.today = today
        self.overrides = overrides
        self.corrections: dict[str, dict[tuple[int, int], str]] = {}
        for (sheet, row, letter), text in corrections.items():
            self.corrections.setdefault(sheet, {})[row - 1, column_of(letter)] = text
        self.parts: list[Part] = []
        self.tables: list[TableFacts] = []
        self.skipped: list[SkippedSheet] = []

    def read_sheet(self, sheet: Sheet) -> None:
        decoded = decode_rows(sheet.rows)
        rows = _corrected(decoded.rows, self.corrections.get(sheet.name, {}))
        sheet = replace(sheet, rows=rows)
        regions = find_regions(sheet, self.today)
        if not regions:
            message = f"Trang “{sheet.name}” không có bảng danh sách người nào."
            self.skipped.append(SkippedSheet(sheet.name, "no_table", message))
        standing = Standing()
        for region in regions:
            self._read_region(sheet, region, decoded, standing)

    def _read_region(self, sheet: Sheet, region: Region, decoded: Decoded, standing: Standing) -> None:
        rows = sheet.rows
        dense = [row for row in rows[region.first : region.end] if len(row) - row.count("") >= 3]
        if len(dense) > _FIRST_ROWS + _LATER_ROWS:
            dense = [*dense[:_FIRST_ROWS], *dense[_FIRST_ROWS :: (len(dense) - _FIRST_ROWS) // _LATER_ROWS + 1]]
        dense = [row for row in dense if not is_total(row)] or rows[region.first : region.end]
        columns = {
            place: [row[place] for row in dense if place < len(row)] for place in range(region.left, region.right)
        }
        chosen = {column_of(letter): meaning for letter, meaning in self.overrides.get(sheet.name, {}).items()}
        chosen = {place: meaning for place, meaning in chosen.items() if region.left <= place < region.right}
        proposals = propose(region, columns, chosen, self.today)
        title_village = next((found for title in region.titles if (found := _title_village(title))), None)
        if not region.continues:
            standing.village = standing.group = None
            standing.outer = ""
            standing.leaving = any(map(takes_off, region.titles))
        elif title_village:
            standing.village = None
        standing.ended = False
        wide = frozenset(top for top, left, bottom, right in sheet.merged if right > left and top >= region.first)
        roles = Roles.of(region, proposals, wide)
        rows, joined = join_wrapped(rows, region.first, region.end, roles)
        rows = carry_people(rows, region, roles, _paid_columns(proposals), sheet.merged)
        sheet = replace(sheet, rows=rows)
        people = list(person_rows(region, rows, roles, standing, self.today))
        self._add(sheet, region, proposals, people, title_village, decoded)
        _note_joined(self.parts[-1], joined, roles.names)

    def _add(
        self,
        sheet: Sheet,
        region: Region,
        proposals: tuple[ColumnProposal, ...],
        people: list[PersonRow],
        title_village: str | None,
        decoded: Decoded,
    ) -> None:
        table = len(self.tables)
        numbers = [person.number for person in people]
        part = Part(sheet.name, table, numbers, _filled_down(sheet, region, proposals, numbers))
        part.side = f" (cột {letter_of(region.left)})" if region.left else ""
        read_part(part, proposals, region.titles, self.today)
        _fill_villages(part, proposals, people, title_village)
        _label(part, people, region.titles)
        _note_unpaid(part, proposals, people, region.titles)
        if decoded.lost:
            _note_lost(part, proposals, decoded)
        self.parts.append(part)
        self.tables.append(
            TableFacts(
                sheet=sheet.name,
                header_rows=tuple(number + 1 for number in region.header),
                columns=proposals,
                fingerprint=fingerprint(proposals),
                village=title_village,
                unit=part.unit,
                title=" ".join(region.titles)[:300],
                encodings=decoded.encodings,
            )
        )

    def name_sheets(self) -> None:
        """Sheets called after villages give the village to rows that have none."""
        names = {
            part.table: max(name_readings(part.sheet, self.tables[part.table].encodings), key=kind_length)
            for part in self.parts
        }
        used = {names[part.table] for part in self.parts if part.numbers}
        plain = [name for name in used if not _PLAIN_SHEET.search(search_text(name)) and any(map(str.isalpha, name))]
        for part in self.parts:
            if any(part.villages):
                continue
            name = names[part.table]
            village = village_heading(name) or village_in(name)
            if village is None and len(plain) >= 2 and name in plain and len(plain) == len(used):
                village = tidy_village(name)
            if village:
                part.villages = [village] * len(part.numbers)


def _paid_columns(proposals: Sequence[ColumnProposal]) -> tuple[int | None, tuple[int, ...]]:
    group = next((p.column for p in proposals if p.meaning is Meaning.GROUP), None)
    return group, tuple(p.column for p in proposals if p.meaning in (Meaning.AMOUNT, Meaning.COEFFICIENT))


def _title_village(title: str) -> str | None:
    return village_heading(title) or village_in(title)


def _corrected(rows: list[list[Cell]], changes: Mapping[tuple[int, int], str]) -> list[list[Cell]]:
    if not changes:
        return rows
    rows = list(rows)
    for (number, column), text in changes.items():
        if number < len(rows):
            row = list(rows[number])
            row.extend([""] * (column + 1 - len(row)))
            row[column] = text
            rows[number] = row
    return rows


def _filled_down(
    sheet: Sheet, region: Region, proposals: Sequence[ColumnProposal], numbers: Sequence[int]
) -> list[list[Cell]]:
    """The rows of people, with the value of a cell merged over several rows given to each of them."""
    columns = {proposal.column for proposal in proposals if proposal.meaning in _FILLED_DOWN}
    spread: dict[int, list[tuple[int, Cell]]] = {}
    for top, left, bottom, right in sheet.merged:
        if bottom > top and left == right and left in columns and top >= region.first and left < len(sheet.rows[top]):
            for number in range(top + 1, bottom + 1):
                spread.setdefault(number, []).append((left, sheet.rows[top][left]))
    rows = []
    for number in numbers:
        row = sheet.rows[number]
        if number in spread:
            row = list(row)
            for column, cell in spread[number]:
                if column < len(row):
                    row[column] = cell
        rows.append(row)
    return rows


def _fill_villages(
    part: Part, proposals: Sequence[ColumnProposal], people: Sequence[PersonRow], title_village: str | None
) -> None:
    own = sum(1 for village in part.villages if village)
    headed = any(person.village for person in people)
    for place, person in enumerate(people):
        if part.villages[place] is None:
            part.villages[place] = person.village or title_village
    has_column = any(proposal.meaning is Meaning.VILLAGE for proposal in proposals)
    if has_column and own and not headed and not title_village and own * 5 <= len(people) * 2 and part.villages[0]:
        current: str | None = None
        for place, village in enumerate(part.villages):
            current = village or current
            part.villages[place] = current
    addresses = part.texts.get(Meaning.ADDRESS)
    if addresses and not any(part.villages):
        distinct = {address for address in addresses if address}
        if len(distinct) * 5 <= len(people) * 2 and all(
            len(address) <= 30 and "," not in address for address in distinct
        ):
            part.villages = [tidy_village(address) if address else None for address in addresses]


def _label(part: Part, people: Sequence[PersonRow], titles: Iterable[str]) -> None:
    """The label of each row: its own cell, the heading above, the degree, or the title of the list."""
    own = part.texts.get(Meaning.GROUP)
    degrees = part.texts.get(Meaning.DISABILITY_DEGREE)
    titled = next((tidy(title) for title in titles if len(title) < 160 and recognise(title)), None)
    for place, person in enumerate(people):
        label = own[place] if own else None
        paid = bool(part.amounts[place] or part.coefficients[place])
        if label is None:
            label = person.group
        if label is None and paid and degrees and degrees[place]:
            label = f"Khuyết tật {degrees[place]}"
        if label is None and paid:
            label = titled
        part.labels.append(label)


def _note_joined(part: Part, joined: Collection[int], names: Sequence[int]) -> None:
    flaw = Flaw("joined_lines", "Họ tên viết trên hai dòng của bảng, đã ghép lại; hãy xem lại.", WARNING)
    for place, number in enumerate(part.numbers):
        if number in joined:
            part.problem(place, "name", flaw, names[0])


def _note_unpaid(
    part: Part, proposals: Sequence[ColumnProposal], people: Sequence[PersonRow], titles: Sequence[str]
) -> None:
    """Sums of a gift list, and what is said of people taken off or gone, are no monthly benefit."""
    amount = next((p for p in proposals if p.meaning is Meaning.AMOUNT), None)
    once = amount is not None and amount.source != "clerk" and pays_once(titles, amount.header)
    note = next((p.column for p in proposals if p.meaning is Meaning.NOTE), None)
    remarks = zip_longest(part.texts.get(Meaning.NAME, ()), part.texts.get(Meaning.NOTE, ()))
    gone = [gone_flaw(in_name) or gone_flaw(in_note) for in_name, in_note in remarks] or [None] * len(people)
    for place, person in enumerate(people):
        for flaw, field_name, column in (
            (gone[place], "note", note),
            (TAKEN_OFF if person.leaving and not gone[place] else None, "amount", None),
            (ONCE if once and part.amounts[place] else None, "amount", amount.column if amount else None),
        ):
            if flaw is not None:
                part.problem(place, field_name, flaw, column)
                part.unpaid.add(place)


def _note_lost(part: Part, proposals: Sequence[ColumnProposal], decoded: Decoded) -> None:
    names = (Meaning.NAME, Meaning.FAMILY_NAME, Meaning.GIVEN_NAME)
    for proposal in proposals:
        if proposal.meaning is Meaning.IGNORE:
            continue
        severity: Severity = ERROR if proposal.meaning in names else WARNING
        message = "Chữ gõ bằng phông cũ đã mất chữ “ư”; hãy gõ lại ô này."
        for place, number in enumerate(part.numbers):
            if (number, proposal.column) in decoded.lost:
                field_name = "name" if proposal.meaning in names else proposal.meaning.value
                part.problem(place, field_name, Flaw("lost_letter", message, severity), proposal.column)
