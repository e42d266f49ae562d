"""A workbook -> the people, benefits and problems its rows speak of.

Pure: no store, no clock (`today` is given), no files. The clerk's choices (meanings of columns, corrected cells, errors
accepted as they are) are arguments, so understanding again gives the same rows with the choices in force.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from rapidfuzz.fuzz import ratio

from models.benefits.groups import recognise
from models.imports.assembly import Part, read_part, worst
from models.imports.cells import Cell, column_of, text_of
from models.imports.columns import ColumnProposal, fingerprint, propose
from models.imports.encodings import Decoded, decode_rows, name_readings
from models.imports.facts import (
    AccountPart,
    BenefitPart,
    HouseholdPart,
    PersonPart,
    Problem,
    RowKey,
    SkippedSheet,
    TableFacts,
    Understanding,
    UnderstoodRow,
)
from models.imports.flaws import ERROR, WARNING, Flaw, Severity
from models.imports.layout import Region, find_regions
from models.imports.meanings import Meaning
from models.imports.reading import Sheet, Workbook
from models.imports.sections import PersonRow, Roles, Standing, person_rows
from models.imports.villages import (
    bare_key,
    has_kind,
    kind_length,
    preferred,
    tidy_village,
    village_heading,
    village_in,
    village_key,
)
from models.store.dates import PartialDate
from models.store.vietnamese import same_name_key, search_text, tidy

KNOWN_BASES = (360_000, 500_000, 540_000, 650_000, 700_000)
"""Base rates seen since 01/07/2021 (benefits.md 1.1 and 6); they only serve a warning, never an amount."""

_MOST_CHILDREN = 6
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
_SIMILAR = 80.0

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
    with _no_collection():
        reader = _WorkbookReader(today, overrides or {}, corrections or {})
        for sheet in workbook.sheets:
            if sheet.hidden and not show_hidden:
                message = f"Trang “{sheet.name}” đang ẩn nên không đọc."
                reader.skipped.append(SkippedSheet(sheet.name, "hidden", message))
            else:
                reader.read_sheet(sheet)
        reader.name_sheets()
        rows = _finish(reader.parts, reader.tables, set(accepted))
        return Understanding(workbook.name, tuple(reader.tables), tuple(rows), tuple(reader.skipped))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the garbage collector: while many lasting rows are made it takes half the time and frees nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
        if not dense:
            dense = rows[region.first : region.end]
        if len(dense) > _FIRST_ROWS + _LATER_ROWS:
            dense = [*dense[:_FIRST_ROWS], *dense[_FIRST_ROWS :: (len(dense) - _FIRST_ROWS) // _LATER_ROWS + 1]]
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
        elif title_village:
            standing.village = None
        standing.ended = False
        wide = frozenset(top for top, left, bottom, right in sheet.merged if right > left and top >= region.first)
        roles = Roles.of(region, proposals, wide)
        people = list(person_rows(region, rows, roles, standing, self.today))
        self._add(sheet, region, proposals, people, title_village, decoded)

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
        read_part(part, proposals, region.titles, self.today)
        _fill_villages(part, proposals, people, title_village)
        _label(part, people, region.titles)
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


def _finish(
    parts: Sequence[Part], tables: Sequence[TableFacts], accepted: set[tuple[str, int, str]]
) -> Iterable[UnderstoodRow]:
    _unify_villages(parts)
    if accepted:
        for part in parts:
            _accept(part, accepted)
    twins = _find_twins(parts, accepted)
    rows: list[UnderstoodRow] = []
    for part in parts:
        _check_amounts(part, tables[part.table])
        rows.extend(_make_rows(part, twins))
    return rows


def _unify_villages(parts: Sequence[Part]) -> None:
    """One spelling for each village of the file; "Đồng Cầu" alone is the one village of that name, if there is one."""
    names = [village for part in parts for village in part.villages if village]
    spelling = preferred(names)
    by_bare: dict[str, set[str]] = {}
    for key, name in spelling.items():
        if has_kind(name):
            by_bare.setdefault(bare_key(name), set()).add(key)
    final: dict[str, str] = {}
    for name in set(names):
        key = village_key(name)
        kinds = by_bare.get(key, set())
        final[name] = spelling[next(iter(kinds))] if not has_kind(name) and len(kinds) == 1 else spelling[key]
    for part in parts:
        part.villages = [village and final[village] for village in part.villages]


def _accept(part: Part, accepted: set[tuple[str, int, str]]) -> None:
    for place, problems in part.problems.items():
        row = part.numbers[place] + 1
        part.problems[place] = [
            replace(problem, severity=WARNING) if (part.sheet, row, problem.code) in accepted else problem
            for problem in problems
        ]


def _find_twins(parts: Sequence[Part], accepted: set[tuple[str, int, str]]) -> dict[tuple[int, int], RowKey]:
    """(table, place) -> the earlier right row that speaks of the same person."""
    by_id: dict[str, tuple[str, RowKey]] = {}
    by_name: dict[tuple[str, str | None], list[tuple[PartialDate, str | None, RowKey]]] = {}
    twins: dict[tuple[int, int], RowKey] = {}
    words: dict[str, str] = {}
    for part in parts:
        for place, name in enumerate(part.names):
            if name is None or (place in part.problems and worst(part.problems[place])):
                continue
            key = (part.sheet, part.numbers[place] + 1)
            name_key = _name_key(name, words)
            number, born = part.ids[place], part.births[place]
            if number is not None and (known := by_id.get(number)):
                if known[0] == name_key or ratio(search_text(known[0]), search_text(name_key)) >= _SIMILAR:
                    twins[part.table, place] = known[1]
                else:
                    _note_shared_number(part, place, known[1], accepted)
                continue
            village = part.villages[place]
            group = (name_key, village and village_key(village))
            if born is not None:
                earlier = by_name.setdefault(group, [])
                match = next((entry for entry in earlier if _same_person(entry, born, number, key)), None)
                if match is not None:
                    twins[part.table, place] = match[2]
                else:
                    earlier.append((born, number, key))
            if number is not None:
                by_id[number] = (name_key, twins.get((part.table, place), key))
    return twins


def _name_key(name: str, words: dict[str, str]) -> str:
    """`same_name_key` of a tidy name, each distinct word worked out once."""
    keys = []
    for word in name.split(" "):
        key = words.get(word)
        if key is None:
            key = words[word] = same_name_key(word)
        keys.append(key)
    return " ".join(keys)


def _same_person(
    entry: tuple[PartialDate, str | None, RowKey], born: PartialDate, number: str | None, key: RowKey
) -> bool:
    """Same name and village: compatible birth, and numbers that do not speak against it."""
    other_born, other_number, other_key = entry
    if not born.compatible(other_born):
        return False
    if number is None or other_number is None:
        return True
    return len(number) != len(other_number) and key[0] != other_key[0]


def _note_shared_number(part: Part, place: int, other: RowKey, accepted: set[tuple[str, int, str]]) -> None:
    where = f"dòng {other[1]}" if other[0] == part.sheet else f"trang “{other[0]}” dòng {other[1]}"
    taken = (part.sheet, part.numbers[place] + 1, "id_of_other") in accepted
    message = f"Số định danh trùng với người khác tên ở {where}."
    part.problem(place, "id_number", Flaw("id_of_other", message, WARNING if taken else ERROR), None)


def _check_amounts(part: Part, table: TableFacts) -> None:
    column = next((proposal.column for proposal in table.columns if proposal.meaning is Meaning.AMOUNT), None)
    fine: set[tuple[int, int]] = set()
    for place, (amount, coefficient) in enumerate(zip(part.amounts, part.coefficients, strict=True)):
        if not amount or not coefficient or (amount, coefficient) in fine:
            continue
        products = {base * coefficient * times // 100 for base in KNOWN_BASES for times in range(1, _MOST_CHILDREN + 1)}
        if amount in products:
            fine.add((amount, coefficient))
            continue
        message = "Mức hưởng không bằng hệ số nhân với mức chuẩn nào đã biết."
        part.problem(place, "amount", Flaw("amount_against_coefficient", message, WARNING), column)


def _make_rows(part: Part, twins: Mapping[tuple[int, int], RowKey]) -> list[UnderstoodRow]:
    blank: list[str | None] = [None] * len(part.numbers)
    no_dates: list[date | None] = [None] * len(part.numbers)
    text = {meaning: part.texts.get(meaning, blank) for meaning in Meaning}
    issued = part.dates.get(Meaning.ID_ISSUED, no_dates)
    decided = _decision_dates(part, no_dates)
    groups: dict[tuple[str, int | None, int, str | None], str | None] = {}
    rows = []
    for place, number in enumerate(part.numbers):
        note = text[Meaning.NOTE][place]
        if remark := text[Meaning.NAME][place]:
            note = f"{remark}; {note}" if note else remark
        person = PersonPart(
            part.names[place],
            part.sexes[place],
            part.births[place],
            part.ids[place],
            part.old_ids[place],
            issued[place],
            text[Meaning.ID_PLACE][place],
            part.insurance[place],
            part.villages[place],
            text[Meaning.ADDRESS][place],
            part.phones[place],
            text[Meaning.ETHNICITY][place],
            text[Meaning.DISABILITY_KIND][place],
            text[Meaning.DISABILITY_DEGREE][place],
            text[Meaning.PAYEE][place],
            text[Meaning.GUARDIAN][place],
            text[Meaning.CARER][place],
            note,
            place in part.from_id,
        )
        label, coefficient = part.labels[place], part.coefficients[place]
        group = None
        if label is not None:
            asked = (label, coefficient, person.born.year if person.born else 0, person.disability_degree)
            if asked not in groups:
                groups[asked] = _group(label, coefficient, person)
            group = groups[asked]
        decision = text[Meaning.DECISION][place]
        facts = (label, group, coefficient, part.amounts[place], part.starts[place], decision, decided[place])
        benefit = BenefitPart(*facts) if any(fact is not None for fact in facts) else None
        bank = text[Meaning.BANK][place] or part.banks[place]
        account = (
            AccountPart(part.accounts[place], bank, text[Meaning.ACCOUNT_HOLDER][place])
            if part.accounts[place]
            else None
        )
        home = (
            text[Meaning.HEAD][place],
            text[Meaning.RELATION][place],
            text[Meaning.HOUSEHOLD_CODE][place],
            text[Meaning.POVERTY][place],
        )
        household = HouseholdPart(*home) if any(home) else None
        rows.append(
            UnderstoodRow(
                part.sheet,
                number + 1,
                person,
                benefit,
                account,
                household,
                tuple(part.problems.get(place, ())),
                twins.get((part.table, place)),
                part.table,
                tuple(part.rows[place]),
            )
        )
    return rows


def _group(label: str, coefficient: int | None, person: PersonPart) -> str | None:
    code = recognise(label, coefficient=coefficient, born=person.born)
    if code == "K6" and person.disability_degree:
        return recognise(f"{label} {person.disability_degree}", coefficient=coefficient, born=person.born) or code
    return code


def _decision_dates(part: Part, blank: list[date | None]) -> list[date | None]:
    """The date of the decision: its own column, or inside "QĐ 12/QĐ-UBND ngày 05/3/2024"."""
    known = part.dates.get(Meaning.DECISION_DATE)
    if known is not None:
        return known
    decisions = part.texts.get(Meaning.DECISION)
    if decisions is None:
        return blank
    return [_date_in(text) if text else None for text in decisions]


def _date_in(text: str) -> date | None:
    found = re.search(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text)
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def problem_texts(problems: Iterable[Problem]) -> str:
    """The sentences of some problems in one line, for a tooltip."""
    return " ".join(problem.message for problem in problems)


def column_texts(row: UnderstoodRow) -> tuple[str, ...]:
    """The cells of a row as the clerk reads them, column A first."""
    return tuple(text_of(cell) for cell in row.cells)
