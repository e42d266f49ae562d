"""Made-up workbooks of many layouts and kinds are understood to the last cell."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Callable

import pytest

from models.imports.workbook.cells import column_of, letter_of
from tests.imports.judging import differences, read
from tests.imports.legacy import to_tcvn3, to_vni
from tests.imports.workbooks import Made, make
from tests.imports.writers import Grid, write_csv, write_html, write_ods, write_xls, write_xlsx

Change = Callable[[str], str]


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def check(made: Made, data: bytes, name: str, sheet: str | None = None, holds: set[str] | None = None) -> None:
    expected = made.expected if sheet is None else {(sheet, row): person for (_, row), person in made.expected.items()}
    wrong = differences(read(data, name), expected, made.holds if holds is None else holds)
    assert not wrong, made.layout + "\n" + "\n".join(wrong[:10])


@pytest.mark.parametrize("seed", range(1000, 1050))
def test_xlsx(seed: int) -> None:
    made = make(seed)
    check(made, write_xlsx(made.grids), "a.xlsx")


@pytest.mark.parametrize("seed", range(1100, 1112))
@pytest.mark.parametrize("write", [write_xls, write_ods])
def test_other_kinds(seed: int, write: Callable[[list[Grid]], bytes]) -> None:
    made = make(seed)
    check(made, write(made.grids), "a")


@pytest.mark.parametrize("seed", range(1200, 1215))
@pytest.mark.parametrize("change", [to_tcvn3, to_vni, decomposed])
def test_old_fonts_and_decomposed_text(seed: int, change: Change) -> None:
    made = make(seed)
    grids = [Grid(f"T{number}", grid.mapped(change).rows, grid.merged) for number, grid in enumerate(made.grids)]
    if "villages_by='sheet'" in made.layout:
        grids = [
            Grid(change(before.name), after.rows, after.merged) for before, after in zip(made.grids, grids, strict=True)
        ]
    names = {before.name: after.name for before, after in zip(made.grids, grids, strict=True)}
    made.expected = {(names[sheet], row): person for (sheet, row), person in made.expected.items()}
    check(made, write_xls(grids, ".VnTime"), "a.xls")


@pytest.mark.parametrize("seed", [seed for seed in range(1300, 1330) if len(make(seed).grids) == 1])
def test_text_files_and_pages(seed: int) -> None:
    made = make(seed)
    for encoding, delimiter in (("utf-8-sig", ";"), ("utf-8", ","), ("utf-16", "\t"), ("cp1258", ";")):
        check(made, write_csv(made.grids, delimiter, encoding), "a.csv", "a")
    for change in (to_tcvn3, to_vni):
        check(made, write_csv([made.grids[0].mapped(change)], "|", "latin-1"), "a.csv", "a")
    check(made, write_html(made.grids), "a.xls", "Bảng 1")


def test_what_is_understood_crosses_to_another_process() -> None:
    found = read(write_xlsx(make(7).grids), "a.xlsx")
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_fingerprint_is_that_of_the_header_alone() -> None:
    first, second = make(7), make(7)
    for grid in second.grids:
        grid.rows.append(["", "Nguyễn Văn Khác", *[""] * 3])
    prints = [[table.fingerprint for table in read(write_xlsx(made.grids), "a").tables] for made in (first, second)]
    assert prints[0] == prints[1]
    assert prints[0] != [table.fingerprint for table in read(write_xlsx(make(8).grids), "a").tables]


def test_letters_of_columns() -> None:
    assert [letter_of(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_of(letter_of(column)) == column for column in range(2000))
