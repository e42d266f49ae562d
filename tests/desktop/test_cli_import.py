"""import: the answer field by field, every sample against its truth, and nothing stored without --apply."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from models.imports.lists.meanings import Meaning
from tests.desktop.commands import SAMPLES, Cli
from tests.store.deeds import counted

BOOKS = sorted(path for path in SAMPLES.glob("set-*/*") if path.suffix in {".xlsx", ".xls"})
LIST = SAMPLES / "set-11" / "payment-list.xlsx"
REASONS = {
    "impossible date": "impossible_date",
    "future birth": "future_birth",
    "short id": "short_id",
    "no name": "no_name",
    "id against sex": "id_sex_mismatch",
}
PERSON = {"name", "sex", "born", "id_number", "village", "phone"}
BENEFIT = {"label", "group", "coefficient", "amount", "start", "account"}


def text_or_none(value: object) -> bool:
    return value is None or (isinstance(value, str) and value == value.strip() and value != "")


def judge_shape(report: dict[str, Any]) -> None:
    """Every field of the answer: its name, its type, its spelling."""
    assert set(report) == {"sheets", "rows", "counts", "stored"}
    for sheet in report["sheets"]:
        assert set(sheet) == {"name", "header_rows", "columns"}
        assert isinstance(sheet["name"], str)
        assert all(type(row) is int and row > 0 for row in sheet["header_rows"])
        assert all(re.fullmatch(r"[A-Z]{1,3}", letter) for letter in sheet["columns"])
        assert set(sheet["columns"].values()) <= {meaning.value for meaning in Meaning}
    for row in report["rows"]:
        assert set(row) == {"sheet", "row", "status", "person", "benefit", "problems"}
        assert row["sheet"] in {sheet["name"] for sheet in report["sheets"]}
        assert type(row["row"]) is int
        assert row["status"] in {"new", "match", "unsure", "wrong"}
        judge_person(row["person"])
        judge_benefit(row["benefit"])
        for problem in row["problems"]:
            assert set(problem) == {"field", "code", "message"}
            assert re.fullmatch(r"[a-z_]+", problem["code"])
            assert text_or_none(problem["field"])
            assert problem["message"].endswith((".", "?"))
        if row["status"] == "wrong":
            assert row["problems"]
    statuses = [row["status"] for row in report["rows"]]
    assert report["counts"] == {
        "rows": len(statuses),
        **{status: statuses.count(status) for status in ("new", "match", "unsure", "wrong")},
    }


def judge_person(person: dict[str, Any]) -> None:
    assert set(person) == PERSON
    assert person["sex"] in {"male", "female", None}
    assert all(text_or_none(person[name]) for name in PERSON)
    assert person["born"] is None or re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", person["born"])


def judge_benefit(benefit: dict[str, Any] | None) -> None:
    if benefit is None:
        return
    assert set(benefit) == BENEFIT
    assert benefit["amount"] is None or type(benefit["amount"]) is int
    assert benefit["coefficient"] is None or re.fullmatch(r"\d+(\.\d+)?", benefit["coefficient"])
    assert benefit["start"] is None or re.fullmatch(r"\d{4}-\d{2}", benefit["start"])
    assert all(text_or_none(benefit[name]) for name in ("label", "group", "account"))


def plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split()).casefold()


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: f"{book.parent.name}-{book.stem}")
def test_a_sample_is_answered_as_its_truth_says(empty_cli: Cli, book: Path) -> None:
    truth = json.loads(book.with_suffix(".truth.json").read_text(encoding="utf-8"))
    people = truth["people"] if isinstance(truth, dict) else truth
    bad = truth["bad"] if isinstance(truth, dict) else []
    answer = empty_cli("import", book, "--json")
    assert (answer.code, answer.err) == (0, "")
    report = answer.json
    judge_shape(report)
    assert report["stored"] is None
    assert not empty_cli.data.exists()
    right = [row for row in report["rows"] if row["status"] == "new"]
    assert len(right) == len(people)
    for person, row in zip(people, right, strict=True):
        got, benefit = row["person"], row["benefit"]
        assert plain(got["name"]) == plain(person["name"])
        assert got["sex"] == {"Nam": "male", "Nữ": "female"}[person["sex"]]
        assert (got["born"], got["id_number"]) == (person["born"], person["cccd"])
        assert got["village"] == person["village"]
        assert benefit["amount"] == person["amount"]
    wrong = [row for row in report["rows"] if row["status"] == "wrong"]
    assert [row["problems"][0]["code"] for row in wrong] == [REASONS[row["why"]] for row in bad]


def test_looking_stores_nothing_and_applying_everything(cli: Cli) -> None:
    before = cli.stored()
    looked = cli("import", LIST, "--json").json
    judge_shape(looked)
    assert cli.stored() == before
    stored = cli("import", LIST, "--apply", "--json").json
    judge_shape(stored)
    assert {name: stored[name] for name in ("sheets", "rows", "counts")} == {
        name: looked[name] for name in ("sheets", "rows", "counts")
    }
    assert stored["stored"]["new_people"] == looked["counts"]["new"] == 120
    with cli.opened() as store:
        counts = counted(store)
    assert (counts["person"], counts["benefit_line"], counts["import_batch"]) == (120, 120, 1)

    again = cli("import", LIST, "--json").json
    judge_shape(again)
    assert again["counts"] == {"rows": 120, "new": 0, "match": 120, "unsure": 0, "wrong": 0}
    listed = cli("imports", "list", "--json").json["imports"]
    assert [(batch["file_name"], batch["undone"]) for batch in listed] == [("payment-list.xlsx", False)]
    assert cli("imports", "undo", str(stored["stored"]["batch"]), "--json").json["undone"] > 240
    assert cli("people", "list", "--json").json["count"] == 0
    twice = cli("imports", "undo", str(stored["stored"]["batch"]), "--json")
    assert (twice.code, twice.error["code"]) == (1, "nothing_to_undo")
    assert cli("check").code == 0


def test_in_words_the_clerk_reads_what_happened(cli: Cli) -> None:
    looked = cli("import", SAMPLES / "set-11" / "registers.xlsx")
    assert looked.code == 0
    assert "Chưa lưu gì" in looked.out
    wrong = [line for line in looked.out.splitlines() if line.startswith("  ") and "dòng" in line]
    assert wrong
    stored = cli("import", LIST, "--apply")
    assert "Đã lưu: 120 người mới" in stored.out
    assert "imports undo 1" in stored.out


@pytest.mark.parametrize("apply", [(), ("--apply",)])
def test_a_file_that_cannot_be_read_stores_nothing(cli: Cli, apply: tuple[str, ...]) -> None:
    before = cli.stored()
    missing = cli("import", cli.folder / "khong-co.xlsx", *apply, "--json")
    assert (missing.code, missing.out, missing.error["code"]) == (1, "", "file_missing")
    broken = cli.folder / "hong.xlsx"
    broken.write_bytes(LIST.read_bytes()[:4000])
    told = cli("import", broken, *apply, "--json")
    assert (told.code, told.out) == (1, "")
    assert told.error["message"].endswith(".")
    assert cli("import", cli.folder, *apply).code == 2
    assert cli.stored() == before


def test_a_file_without_people_is_not_stored(cli: Cli) -> None:
    empty = cli.folder / "trong.csv"
    empty.write_text("chào;các;bạn\n", encoding="utf-8")
    looked = cli("import", empty, "--json")
    assert (looked.code, looked.json["counts"]["rows"]) == (0, 0)
    before = cli.stored()
    told = cli("import", empty, "--apply", "--json")
    assert (told.code, told.error["code"]) == (1, "no_rows")
    assert cli.stored() == before
