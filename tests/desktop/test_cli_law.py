"""law: assess and show answer without a store, in JSON and in words, and refuse what is strange in Vietnamese."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.commands import Cli

SEVERE = {"born": "1986-01-01", "disability": {"degree": "severe"}}


def facts_file(cli: Cli, facts: Any) -> Path:
    """FACTS.json with these values."""
    path = cli.folder / "facts.json"
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
    return path


def test_assess_needs_no_store(empty_cli: Cli) -> None:
    found = empty_cli("law", "assess", facts_file(empty_cli, SEVERE), "--month", "2026-11", "--json").json
    assert (found["month"], found["total"]) == ("2026-11", 810_000)
    assert found["known_on"] >= date(2026, 1, 1).isoformat()
    assert found["law"] == ["335/2026/NĐ-CP"]
    assert not empty_cli.data.exists()


def test_assess_as_known_on_a_day(empty_cli: Cli) -> None:
    asked = ("law", "assess", facts_file(empty_cli, SEVERE), "--month", "2026-08", "--known-on")
    assert empty_cli(*asked, "2026-08-20", "--json").json["total"] == 750_000
    assert empty_cli(*asked, "2026-08-21", "--json").json["total"] == 810_000


def test_assess_in_words(empty_cli: Cli) -> None:
    said = empty_cli(
        "law", "assess", facts_file(empty_cli, {**SEVERE, "province": "Hải Phòng"}), "--month", "2026-11"
    ).out
    assert "Tháng 11/2026: 810.000 đồng" in said
    assert "K6N: 810.000 đồng (trả)" in said
    assert "Có thể cao hơn nếu biết thêm" in said
    assert said.count("mức chuẩn riêng 700.000 đồng") == 1
    path = facts_file(empty_cli, {"province": "Hải Phòng"})
    assert "mức chuẩn riêng 700.000 đồng" in empty_cli("law", "assess", path, "--month", "2026-11").out


@pytest.mark.parametrize(
    ("facts", "month", "code", "field"),
    [
        ("{", "2026-11", "facts_json", None),
        ({"bron": "1950"}, "2026-11", "facts_field", "bron"),
        ({"born": "1950-13"}, "2026-11", "facts_field", "born"),
        ({}, "2021-06", "before_law", "month"),
    ],
)
def test_what_is_strange_is_refused(empty_cli: Cli, facts: Any, month: str, code: str, field: str | None) -> None:
    answer = empty_cli("law", "assess", facts_file(empty_cli, facts), "--month", month, "--json")
    assert answer.code == 1
    assert (answer.error["code"], answer.error["field"]) == (code, field)
    assert answer.out == ""


@pytest.mark.parametrize("asked", [("--month", "2026-13"), ("--month", "2026-11", "--known-on", "22/11/2026"), ()])
def test_wrong_days_and_months_are_misuse(empty_cli: Cli, asked: tuple[str, ...]) -> None:
    answer = empty_cli("law", "assess", facts_file(empty_cli, SEVERE), *asked, "--json")
    assert answer.code == 2
    assert answer.error["code"] == "usage"


def test_a_missing_file_and_strange_bytes_are_told(empty_cli: Cli) -> None:
    answer = empty_cli("law", "assess", empty_cli.folder / "none.json", "--month", "2026-11", "--json")
    assert (answer.code, answer.error["code"]) == (1, "file_missing")
    path = empty_cli.folder / "bytes.json"
    path.write_bytes(b'{"born": "\xff"}')
    answer = empty_cli("law", "assess", path, "--month", "2026-11", "--json")
    assert (answer.code, answer.error["code"]) == (1, "facts_json")
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert empty_cli("law", "assess", path, "--month", "2026-11", "--json").json["total"] == 0


def test_show_as_json_and_in_words(empty_cli: Cli) -> None:
    found = empty_cli("law", "show", "--on", "2026-08-15", "--search", "muc chuan tro giup", "--json").json
    assert (found["on"], found["known_on"]) == ("2026-08-15", "2026-08-15")
    assert ("500.000 đồng", "Cả nước") in {(row["value"], row["place"]) for row in found["rows"]}
    said = empty_cli(
        "law", "show", "--on", "2026-08-15", "--known-on", "2026-11-22", "--search", "muc chuan tro giup"
    ).out
    assert "540.000 đồng" in said
    assert "từ 07/2026" in said
    whole = empty_cli("law", "show", "--on", "2026-09-15", "--known-on", "2026-11-22").out
    assert "từ 07/2025 đến hết 09/2026" in whole


RATE = [{"kind": "rate", "body": {"rate": "pension", "amount": 600_000, "article": "Điều 5"}}]
KEY = "HĐND tỉnh Lâm Đồng 12/2026/NQ-HĐND"


def add_resolution(cli: Cli) -> int:
    """Enter a resolution."""
    made = cli("law", "add-document", "--number", "12/2026/NQ-HĐND", "--title", "Nghị quyết", "--issuer",
               "HĐND tỉnh Lâm Đồng", "--signed-on", "2026-07-10", "--in-force", "2026-08-01", "--json")  # fmt: skip
    return int(made.json["id"])


def rows_file(cli: Cli, rows: Any) -> Path:
    """ROWS.json with these rows."""
    path = cli.folder / "rows.json"
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def test_an_offices_document_from_entering_to_closing(cli: Cli) -> None:
    document = add_resolution(cli)
    [row] = cli("law", "add-rows", str(document), rows_file(cli, RATE), "--from", "2026-08", "--json").json["ids"]
    [told] = [one for one in cli("law", "documents", "--json").json["documents"] if one["id"] == document]
    assert (told["key"], told["counts"], told["known_from"]) == (KEY, False, "2026-07-10")
    assert cli("law", "switch", KEY, "--reason", "Đã xem trước", "--json").json == {"key": KEY, "counts": True}
    assert "đang áp dụng" in cli("law", "documents").out
    assert cli("law", "close", str(row), "--last", "2026-12", "--json").json == {"closed": 1}
    [shown] = cli("law", "rows", "--json").json["rows"]
    assert (shown["from"], shown["to"], shown["body"]["amount"]) == ("2026-08", "2026-12", 600_000)
    assert "600.000 đồng" in cli("law", "rows").out
    assert cli("law", "withdraw", str(row)).code == 0
    assert cli("law", "rows", "--json").json["rows"] == []
    assert cli("law", "switch", KEY, "--off", "--json").json == {"key": KEY, "counts": False}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("{", "rows_json"),
        ([], "rows_json"),
        ([{"kind": "rate"}], "rows_json"),
        ([{"kind": "rate", "body": []}], "rows_json"),
        ([{"kind": "rate", "body": {"rate": "pension", "amount": -1, "article": ""}}], "law_row"),
        ([*RATE, *RATE], "law_overlap"),
    ],
)
def test_rows_that_are_none_are_refused_whole(cli: Cli, rows: Any, code: str) -> None:
    document = add_resolution(cli)
    answer = cli("law", "add-rows", str(document), rows_file(cli, rows), "--from", "2026-08", "--json")
    assert (answer.code, answer.error["code"]) == (1, code)
    assert cli("law", "rows", "--json").json["rows"] == []
