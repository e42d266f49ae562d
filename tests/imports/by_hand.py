"""Lists written cell by cell in a test, and short looks at what was understood of them."""

from __future__ import annotations

from typing import Any

from models.imports.lists.facts import Understanding, UnderstoodRow
from tests.imports.judging import read
from tests.imports.writers import Grid, write_xlsx

H, T, D = "Họ và tên", "STT", "Ngày sinh"


def from_rows(
    rows: list[Any], merged: list[tuple[int, int, int, int]] | None = None, name: str = "DS"
) -> Understanding:
    return read(write_xlsx([Grid(name, rows, merged or [])]), "a.xlsx")


def names(found: Understanding) -> list[str | None]:
    return [row.person.name for row in found.rows]


def codes(row: UnderstoodRow) -> list[str]:
    return [problem.code for problem in row.problems]
