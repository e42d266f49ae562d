"""The values of all tables of a workbook -> its rows: villages spelt alike, twins found, groups recognised.

Needs the whole workbook at once, because a person may stand on several sheets. A wrong row is nobody's twin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import repeat

from rapidfuzz.fuzz import ratio

from models.benefits.groups import recognise
from models.imports.lists.facts import (
    AccountPart,
    BenefitPart,
    HouseholdPart,
    PersonPart,
    RowKey,
    TableFacts,
    UnderstoodRow,
)
from models.imports.lists.meanings import Meaning
from models.imports.lists.parts import Part, worst
from models.imports.values.flaws import ERROR, NAMELESS, WARNING, Flaw
from models.imports.values.villages import bare_key, has_kind, preferred, village_key
from models.store.dates import PartialDate
from models.store.vietnamese import same_name_key, search_text

KNOWN_BASES = (360_000, 500_000, 540_000, 650_000, 700_000)
"""Base rates seen since 01/07/2021 (benefits.md 1.1 and 6); they only serve a warning, never an amount."""

_MOST_CHILDREN = 6
_SIMILAR = 80.0
"""Names of the same number that are at least this alike (0 to 100) are one person's."""


def finish_rows(
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
            replace(problem, severity=WARNING)
            if (part.sheet, row, problem.code) in accepted and problem.code not in NAMELESS
            else problem
            for problem in problems
        ]


def _find_twins(parts: Sequence[Part], accepted: set[tuple[str, int, str]]) -> dict[tuple[int, int], RowKey]:
    """(table, place) -> the earlier right row that speaks of the same person."""
    by_id: dict[str, tuple[str, RowKey]] = {}
    by_name: dict[tuple[str, str | None], list[tuple[PartialDate, str | None, RowKey]]] = {}
    twins: dict[tuple[int, int], RowKey] = {}
    words = _Words()
    for part in parts:
        for place, name in enumerate(part.names):
            if name is None or (place in part.problems and worst(part.problems[place])):
                continue
            key = part.key(place)
            name_key = " ".join(map(words.__getitem__, name.split(" ")))
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


class _Words(dict[str, str]):
    """`same_name_key` of the words of tidy names, each distinct word worked out once."""

    def __missing__(self, word: str) -> str:
        key = self[word] = same_name_key(word)
        return key


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
    where = f"dòng {other[1]}" if other[0] == part.key(place)[0] else f"trang “{other[0]}” dòng {other[1]}"
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
    columns = _Columns(part)
    people = columns.people()
    places = range(len(people))
    return list(
        map(
            UnderstoodRow,
            repeat(part.sheet),
            [number + 1 for number in part.numbers],
            people,
            columns.benefits(people),
            columns.accounts(),
            columns.households(),
            [tuple(part.problems.get(place, ())) for place in places],
            [twins.get((part.table, place)) for place in places],
            repeat(part.table),
            map(tuple, part.rows),
            repeat(part.side),
        )
    )


class _Columns:
    """The values of one table by column, put together to rows; a column the table lacks gives None for every row."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._no_texts: list[str | None] = [None] * len(part.numbers)
        self._no_dates: list[date | None] = [None] * len(part.numbers)

    def _texts(self, meaning: Meaning) -> list[str | None]:
        return self._part.texts.get(meaning, self._no_texts)

    def people(self) -> list[PersonPart]:
        part = self._part
        notes = [
            f"{remark}; {note}" if remark and note else remark or note
            for remark, note in zip(self._texts(Meaning.NAME), self._texts(Meaning.NOTE), strict=True)
        ]
        return list(
            map(
                PersonPart,
                part.names,
                part.sexes,
                part.births,
                part.ids,
                part.old_ids,
                part.dates.get(Meaning.ID_ISSUED, self._no_dates),
                self._texts(Meaning.ID_PLACE),
                part.insurance,
                part.villages,
                self._texts(Meaning.ADDRESS),
                part.phones,
                self._texts(Meaning.ETHNICITY),
                self._texts(Meaning.DISABILITY_KIND),
                self._texts(Meaning.DISABILITY_DEGREE),
                self._texts(Meaning.PAYEE),
                self._texts(Meaning.GUARDIAN),
                self._texts(Meaning.CARER),
                notes,
                map(part.from_id.__contains__, range(len(part.names))),
            )
        )

    def benefits(self, people: Sequence[PersonPart]) -> list[BenefitPart | None]:
        part = self._part
        decisions, decided = self._texts(Meaning.DECISION), _decision_dates(part, self._no_dates)
        monthly = [place not in part.unpaid for place in range(len(people))]
        lines = (part.labels, self._groups(people), part.coefficients, part.amounts, part.starts, decisions, decided)
        found = zip(*lines, monthly, strict=True)
        return [BenefitPart(*said) if said[:-1] != _NOTHING_SAID else None for said in found]

    def _groups(self, people: Sequence[PersonPart]) -> Iterable[str | None]:
        known: dict[tuple[str, int | None, int, str | None], str | None] = {}
        for label, coefficient, person in zip(self._part.labels, self._part.coefficients, people, strict=True):
            if label is None:
                yield None
                continue
            asked = (label, coefficient, person.born.year if person.born else 0, person.disability_degree)
            if asked not in known:
                known[asked] = _group(label, coefficient, person)
            yield known[asked]

    def accounts(self) -> list[AccountPart | None]:
        banks, holders = self._texts(Meaning.BANK), self._texts(Meaning.ACCOUNT_HOLDER)
        found = zip(self._part.accounts, banks, self._part.banks, holders, strict=True)
        return [None if number is None else AccountPart(number, a or b, holder) for number, a, b, holder in found]

    def households(self) -> list[HouseholdPart | None]:
        meanings = (Meaning.HEAD, Meaning.RELATION, Meaning.HOUSEHOLD_CODE, Meaning.POVERTY)
        found = zip(*map(self._texts, meanings), strict=True)
        return [HouseholdPart(*said) if any(said) else None for said in found]


_NOTHING_SAID = (None,) * 7


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
