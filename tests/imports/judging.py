"""Comparing what was understood with what a careful reader would have understood."""

from __future__ import annotations

import unicodedata
from datetime import date

from models.imports.lists.facts import Understanding, UnderstoodRow
from models.imports.lists.understanding import understand
from models.imports.values.villages import village_key
from models.imports.workbook.reading import read_workbook
from tests.imports.people import Somebody
from tests.imports.workbooks import TODAY, Expected


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def read(data: bytes, name: str, today: date = TODAY) -> Understanding:
    return understand(read_workbook(data, name), today=today)


def differences(found: Understanding, expected: Expected, holds: set[str], *, rows_shift: int = 0) -> list[str]:
    """Everything that is not as expected; empty when the reading is right."""
    wrong: list[str] = []
    rows = {row.key: row for row in found.rows}
    for key in sorted(rows.keys() - expected.keys()):
        wrong.append(f"{key}: invented {rows[key].person.name!r}")
    for key, person in expected.items():
        row = rows.get(key)
        if row is None:
            wrong.append(f"{key}: lost {person.name}")
            continue
        wrong += [f"{key}: {text}" for text in _compare(row, person, holds)]
    return wrong


def _compare(row: UnderstoodRow, person: Somebody, holds: set[str]) -> list[str]:
    got, benefit = row.person, row.benefit
    pairs: list[tuple[str, object, object]] = [
        ("name", plain(got.name or ""), plain(person.name)),
        ("born", got.born and got.born.iso(), person.born),
        ("village", village_key(got.village or ""), village_key(person.village)),
        ("amount", benefit and benefit.amount, person.amount),
        ("label", plain((benefit and benefit.label) or ""), plain(person.label)),
        ("group", benefit and benefit.group, person.group),
    ]
    if "id" in holds:
        pairs.append(("id", got.id_number, person.number))
    if "id" in holds or "sex" in holds:
        pairs.append(("sex", got.sex, person.sex))
    if "coefficient" in holds:
        pairs.append(("coefficient", benefit and benefit.coefficient, person.coefficient))
    if "start" in holds:
        pairs.append(("start", benefit and benefit.start, person.start))
    if "account" in holds:
        pairs.append(("account", row.account and row.account.number, person.account))
    if "phone" in holds:
        pairs.append(("phone", got.phones, (person.phone,)))
    wrong = [f"{name} {mine!r}, not {theirs!r}" for name, mine, theirs in pairs if mine != theirs]
    return wrong + [
        f"problem {problem.code} {problem.message}" for problem in row.problems if problem.severity == "error"
    ]
