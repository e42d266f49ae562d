"""What crosses to the worker process comes out equal, and never in one piece that would hold Python's lock."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import pytest

from models.imports.lists.facts import PersonPart, Problem, Understanding, UnderstoodRow
from models.imports.matching.known import KnownLine, KnownPerson, Snapshot
from models.store.crossing import SLICE_ROWS, Quick, joined, sliced
from models.store.dates import Month, PartialDate
from models.store.history import AuditRow, PreparedRows

COUNT = 2 * SLICE_ROWS + 1


@dataclass(frozen=True, slots=True)
class Fact(Quick):
    """Something small."""

    one: int
    other: str = ""


def understanding() -> Understanding:
    problem = Problem("born", "unreadable_date", "Không đọc được.", "C", "error")
    rows = (
        UnderstoodRow("Thôn 1", number, PersonPart(f"Trần Văn {number}", born=PartialDate(1950)), problems=(problem,))
        for number in range(COUNT)
    )
    return Understanding("a.xlsx", rows=tuple(rows))


def snapshot() -> Snapshot:
    line = KnownLine(1, "k6", "K6", 150, 810_000, Month(202401))
    blank = ("",) * 3
    people = (
        KnownPerson(number, number, "An", "an", "male", PartialDate(1950, 3), *blank, "", "living", 1, *blank, (line,))
        for number in range(COUNT)
    )
    return Snapshot(tuple(people), last_change=7, month=202611)


def prepared() -> PreparedRows:
    rows: list[tuple[object, ...]] = [(number, "An", None) for number in range(COUNT)]
    audits: list[AuditRow] = [("person", number, "new", "{}", "S!2", b"salt", b"digest") for number in range(COUNT)]
    return PreparedRows("person", ("id", "name", "sex"), rows, audits)


@pytest.mark.parametrize("made", [understanding, snapshot, prepared])
def test_everything_comes_out_equal_and_in_slices(made: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(made)
    given = made()
    sizes: list[int] = []
    whole = pickle.loads

    def loads(data: bytes) -> object:
        items = whole(data)
        sizes.append(len(items))
        return items

    text = pickle.dumps(given)
    monkeypatch.setattr(pickle, "loads", loads)
    assert whole(text) == given
    assert sizes[:3] == [SLICE_ROWS, SLICE_ROWS, 1]


def test_slices_of_nothing_are_nothing() -> None:
    assert joined(sliced([])) == []


def test_a_quick_fact_keeps_its_values() -> None:
    assert pickle.loads(pickle.dumps(Fact(1, "x"))) == Fact(1, "x")
