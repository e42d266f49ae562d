"""people and print: what they answer, as text and as JSON, and the files they write."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from models.benefits.services import LineDetails, NewLine, add_line
from models.people.codes import display_code
from models.people.services import NewPerson, PersonDetails, add_person
from models.people.status import MarkLiving, MarkMoved, mark_living, mark_moved
from models.store.dates import PartialDate
from tests.desktop.commands import SAMPLES, Cli
from tests.store.fixtures import CLERK

LIST = SAMPLES / "set-11" / "payment-list.xlsx"
MONTH = ("--month", "2026-11")
GROUND = ("--ground", "Kế hoạch số 12/KH-UBND ngày 02/11/2026")
ROW = {"id", "code", "name", "born", "sex", "id_number", "village", "address", "phone", "head", "poverty", "status"}


@pytest.fixture
def filled(cli: Cli) -> Cli:
    """The commune with the first sample's people."""
    assert cli("import", LIST, "--apply").code == 0
    return cli


def test_people_are_listed_found_and_shown(filled: Cli) -> None:
    listed = filled("people", "list", "--limit", "5", "--json").json
    assert listed["count"] == 120
    assert len(listed["people"]) == 5
    assert all(set(row) == ROW for row in listed["people"])
    next_ones = filled("people", "list", "--limit", "5", "--offset", "5", "--json").json["people"]
    assert not {row["id"] for row in next_ones} & {row["id"] for row in listed["people"]}
    village = filled("people", "list", "--village", "Thôn Cao Xá", "--json").json
    assert 0 < village["count"] < 120
    assert {row["village"] for row in village["people"]} == {"Thôn Cao Xá"}

    somebody = listed["people"][0]
    by_words = filled("people", "search", folded(somebody["name"]), "--json").json
    assert somebody["id"] in [row["id"] for row in by_words["people"]]
    by_number = filled("people", "search", somebody["id_number"], "--json").json
    assert [row["id"] for row in by_number["people"]] == [somebody["id"]]
    assert isinstance(by_number["by"], str)
    assert filled("people", "search", "khongcoai", "--json").json["count"] == 0

    shown = filled("people", "show", somebody["code"], "--json").json
    assert shown == filled("people", "show", str(somebody["id"]), "--json").json
    assert shown == filled("people", "show", somebody["code"].replace("-", ""), "--json").json
    assert (shown["name"], shown["code"]) == (somebody["name"], somebody["code"])
    plain = filled("people", "show", somebody["code"])
    assert plain.code == 0
    assert somebody["id_number"] in plain.out


def folded(name: str) -> str:
    from models.store.vietnamese import search_text

    return " ".join(reversed(search_text(name).split(" ")))


@pytest.mark.parametrize("asked", ["999999", display_code(999), "000001-0", "Nguyễn", "-1", "0"])
def test_nobody_of_that_code(filled: Cli, asked: str) -> None:
    told = filled("people", "show", "--json", "--", asked)
    assert (told.code, told.out) == (1, "")
    assert (told.error["code"], told.error["field"]) == ("person_unknown", "person")


def test_unknown_villages_are_refused_everywhere(filled: Cli) -> None:
    out = filled.folder / "a.pdf"
    for command in (
        ("people", "list"),
        ("print", "posting", *GROUND, "--out", out),
        ("print", "payment", "--out", out),
    ):
        told = filled(*command, "--village", "Thôn Không Có", "--json")
        assert (told.code, told.error["code"], told.error["field"]) == (1, "village_unknown", "village")
    assert not out.exists()


@pytest.mark.parametrize("ground", ["", "   ", "\u00a0"])
@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_no_ground_no_names(filled: Cli, ground: str, ending: str) -> None:
    out = filled.folder / f"a.{ending}"
    before = counted_changes(filled)
    told = filled("print", "posting", "--ground", ground, "--out", out, "--json")
    assert (told.code, told.out, told.error["code"], told.error["field"]) == (1, "", "no_ground", "ground")
    assert not list(filled.folder.glob("a.*"))
    assert counted_changes(filled) == before


def counted_changes(cli: Cli) -> int:
    return len(cli.stored()["change"])


def text_of(file: Path) -> str:
    if file.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    return "\n".join(cells)


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "PDF"])
def test_the_papers_are_written_and_noted(filled: Cli, ending: str) -> None:
    changes = counted_changes(filled)
    people = filled("people", "list", "--json").json["people"]
    posting, payment, desk = (filled.folder / f"{name}.{ending}" for name in ("wall", "pay", "desk"))
    wall = filled("print", "posting", *GROUND, *MONTH, "--out", posting, "--json").json
    assert set(wall) == {"out", "rows", "left_out", "questions"}
    assert wall["rows"] + sum(wall["left_out"].values()) == 120
    paid = filled("print", "payment", *MONTH, "--out", payment, "--json").json
    assert set(paid) == {"out", "people", "total", "without_amount", "moved_away", "without_village"}
    assert (paid["without_amount"], paid["moved_away"]) == (0, 0)
    total = sum(row["benefit"]["amount"] for row in look(LIST, filled)["rows"])
    assert (paid["people"], paid["total"]) == (120, total)
    assert filled("print", "payment", "--copy", "desk", *MONTH, "--out", desk).code == 0
    assert counted_changes(filled) == changes + 3
    if ending == "PDF":
        return
    numbers = {row["id_number"] for row in people}
    on_the_wall = text_of(posting).replace("\n", "").replace(" ", "")
    assert "12/KH-UBND" in on_the_wall
    assert not [number for number in numbers if number in on_the_wall]
    at_the_desk, in_finance = text_of(desk).replace("\n", ""), text_of(payment).replace("\n", "")
    assert not [number for number in numbers if number in at_the_desk]
    assert [number for number in numbers if number in in_finance]


def look(file: Path, cli: Cli) -> Any:
    return cli("import", file, "--json").json


def test_papers_of_one_village_sum_up_to_the_whole(filled: Cli) -> None:
    out = filled.folder / "a.xlsx"
    whole = filled("print", "payment", *MONTH, "--out", out, "--json").json
    villages = {row["village"] for row in filled("people", "list", "--json").json["people"]}
    parts = [filled("print", "payment", *MONTH, "--village", v, "--out", out, "--json").json for v in sorted(villages)]
    assert sum(part["people"] for part in parts) == whole["people"]
    assert sum(part["total"] for part in parts) == whole["total"]


def test_a_paper_that_cannot_be_written(filled: Cli) -> None:
    out = filled.folder / "nowhere" / "a.pdf"
    told = filled("print", "payment", *MONTH, "--out", out, "--json")
    assert (told.code, told.error["code"]) == (1, "folder_missing")
    (filled.folder / "folder.pdf").mkdir()
    told = filled("print", "payment", *MONTH, "--out", filled.folder / "folder.pdf", "--json")
    assert told.code == 1
    assert told.error["code"] == "name_taken"
    assert not list(filled.folder.glob("*.new"))


def test_lines_that_are_not_on_the_papers_are_told(cli: Cli) -> None:
    with cli.opened() as store:
        for name, amount in (("Lê Văn An", None), ("Lê Văn Bình", 540_000), ("Lê Văn Cường Khuyết Tật", 540_000)):
            person = store.transact("Thêm", CLERK, add_person, NewPerson(PersonDetails(name, PartialDate(1950)))).value
            details = LineDetails("Người khuyết tật nặng", amount, "K6N")
            store.transact("Thêm", CLERK, add_line, NewLine(person, details))
        store.transact("Đi", CLERK, mark_moved, MarkMoved(person, date(2026, 12, 3)))
    out = cli.folder / "a.xlsx"
    november = cli("print", "payment", *MONTH, "--out", out, "--json").json
    assert (november["people"], november["without_amount"], november["moved_away"]) == (2, 1, 0)
    january = cli("print", "payment", "--month", "2027-01", "--out", out)
    assert "1 khoản chưa có mức hưởng" in january.out
    assert "1 khoản của người đã chuyển đi" in january.out
    with cli.opened() as store:
        store.transact("Ở lại", CLERK, mark_living, MarkLiving(person))
    wall = cli("print", "posting", *GROUND, *MONTH, "--out", out, "--json").json
    assert (wall["rows"], wall["left_out"]["remark"]) == (2, 1)
    assert "Có lời ghi kèm họ tên" in cli("print", "posting", *GROUND, *MONTH, "--out", out).out
    assert "Cường" not in text_of(out)
