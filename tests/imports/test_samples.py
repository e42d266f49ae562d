"""Every sample workbook against its truth file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.imports.lists.facts import UnderstoodRow
from models.imports.report import import_report
from tests.imports.judging import plain, read

SAMPLES = Path(__file__).parent.parent / "golden" / "samples"
BOOKS = sorted(path for path in SAMPLES.glob("set-*/*") if path.suffix in (".xlsx", ".xls"))
REASONS = {
    "impossible date": "impossible_date",
    "future birth": "future_birth",
    "short id": "short_id",
    "no name": "no_name",
    "id against sex": "id_sex_mismatch",
}
SEX = {"Nam": "male", "Nữ": "female"}


def truth_of(path: Path) -> dict[str, Any]:
    truth = json.loads(path.with_suffix("").with_suffix(".truth.json").read_text(encoding="utf-8"))
    return truth if isinstance(truth, dict) else {"people": truth, "twin": None, "bad": []}


def test_the_samples_are_here() -> None:
    assert len(BOOKS) == 12


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_sample_is_understood_as_its_truth_says(path: Path) -> None:
    truth = truth_of(path)
    found = read(path.read_bytes(), path.name)
    right = [row for row in found.rows if not row.wrong and row.twin_of is None]
    assert len(right) == len(truth["people"])
    for person, row in zip(truth["people"], right, strict=True):
        _same(person, row, path.stem)
    twins = [row for row in found.rows if row.twin_of]
    assert [row.person.id_number for row in twins] == ([truth["twin"]] if truth["twin"] else [])
    wrong = [row for row in found.rows if row.wrong]
    assert [row.problems[0].code for row in wrong] == [REASONS[bad["why"]] for bad in truth["bad"]]
    assert [row.cells[0] for row in wrong] == [bad["row"] for bad in truth["bad"]]
    assert all(problem.column for row in wrong for problem in row.problems)
    counts = import_report(found)["counts"]
    assert counts == {
        "rows": len(right) + len(twins) + len(wrong),
        "new": len(right),
        "match": len(twins),
        "unsure": 0,
        "wrong": len(wrong),
    }


def _same(person: dict[str, Any], row: UnderstoodRow, book: str) -> None:
    got, benefit = row.person, row.benefit
    assert got.name is not None
    assert got.born is not None
    assert benefit is not None
    assert plain(got.name) == plain(person["name"])
    assert got.sex == SEX[person["sex"]]
    assert got.born.iso() == person["born"]
    assert got.id_number == person["cccd"]
    assert got.village == person["village"]
    assert benefit.amount == person["amount"]
    assert benefit.label == person["group"]
    assert benefit.group is not None
    if book == "payment-list":
        assert benefit.coefficient == (person["coefficient"] and round(person["coefficient"] * 100))
        assert (row.account.number if row.account else None) == person["account"]
    if book == "registers":
        assert benefit.start == int(person["start"].replace("-", ""))
    assert not row.problems


def test_the_report_has_the_shape_of_the_command_line() -> None:
    path = SAMPLES / "set-11" / "payment-list.xlsx"
    report = import_report(read(path.read_bytes(), path.name))
    assert report["sheets"] == [
        {
            "name": "T11.2026",
            "header_rows": [7, 8],
            "columns": {
                "A": "ordinal",
                "B": "name",
                "C": "born_male",
                "D": "born_female",
                "E": "id_number",
                "F": "village",
                "G": "group",
                "H": "coefficient",
                "I": "amount",
                "J": "account",
                "K": "signature",
                "L": "note",
            },
        }
    ]
    assert report["rows"][0] == {
        "sheet": "T11.2026",
        "row": 11,
        "status": "new",
        "person": {
            "name": "Lý Công An",
            "sex": "male",
            "born": "2016",
            "id_number": "031216544341",
            "village": "Thôn Đồng Cầu",
            "phone": None,
        },
        "benefit": {
            "label": "Trẻ em mồ côi",
            "group": "K1",
            "coefficient": "1.5",
            "amount": 750000,
            "start": None,
            "account": "9793061426292",
        },
        "problems": [],
    }
    assert json.loads(json.dumps(report)) == report
