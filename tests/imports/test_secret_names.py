"""A list that writes "(nhiễm HIV)" behind a name: the name comes in alone, the rest into the guarded note."""

from __future__ import annotations

import pytest

from models.benefits.secrecy import mentions_hiv
from models.imports.values.flaws import ERROR, WARNING
from tests.imports.by_hand import D, H, T, codes, from_rows

BORN = 1950


@pytest.mark.parametrize(
    "cell", ["Lê Văn An (nhiễm HIV)", "Lê Văn An - nhiễm HIV", "LÊ VĂN AN NHIỄM HIV", "Lê Văn An, H+", "Lê Văn An AIDS"]
)
def test_the_name_comes_in_alone_and_the_rest_into_the_note(cell: str) -> None:
    found = from_rows(
        [[T, H, D, "CCCD"], [1, "Hồ Thị Hoa", BORN, ""], [2, cell, BORN, ""], [3, "Bùi Văn Tư", BORN, ""]]
    )
    row = found.rows[1]
    assert row.person.name == "Lê Văn An"
    assert mentions_hiv(row.person.note or "")
    assert codes(row) == ["name_told"]
    assert row.problems[0].severity == WARNING
    assert "HIV" not in row.problems[0].message
    assert [one.person.note for one in (found.rows[0], found.rows[2])] == [None, None]


def test_a_name_that_cannot_be_told_apart_stops_the_row() -> None:
    found = from_rows([[T, H, D, "CCCD"], [1, "Hồ Thị Hoa", BORN, ""], [2, "HIV", BORN, "031050000001"]])
    row = found.rows[-1]
    assert row.person.name is None
    assert "name_unreadable" in codes(row)
    assert row.problems[0].severity == ERROR


def test_of_others_in_the_row_the_name_alone_is_kept() -> None:
    found = from_rows(
        [
            [T, H, D, "Chủ hộ", "Người nhận thay"],
            [1, "Hồ Thị Hoa", BORN, "Hồ Văn Bảy (HIV)", "Lê Thị Ba"],
            [2, "Bùi Văn Tư", BORN, "Bùi Văn Tư", "Bùi Thị Sáu (con, nhiễm HIV)"],
        ]
    )
    first, second = found.rows
    assert first.household is not None
    assert first.household.head == "Hồ Văn Bảy"
    assert first.person.payee == "Lê Thị Ba"
    assert second.person.payee == "Bùi Thị Sáu"
    assert codes(first) == codes(second) == ["other_name_told"]
    assert not any(mentions_hiv(str(row.person)) for row in found.rows)
