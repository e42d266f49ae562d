"""papers: a printed list is kept, entered, issued, reprinted byte by byte, cancelled and replaced."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from models.demo.services import FillDemo, fill_demo
from models.office.services import SetSigner, set_signer
from tests.desktop.commands import Cli
from tests.printing.reading import joined, pdf_text
from tests.store.fixtures import CLERK

GROUND = ("--ground", "Kế hoạch số 15/KH-UBND")


@pytest.fixture
def kept(cli: Cli) -> Cli:
    """A store with people and a signer."""
    with cli.opened() as store:
        store.transact("Mẫu", CLERK, fill_demo, FillDemo(60, 3))
        signer = SetSigner("committee", "Lê Văn Ký", "deputy", "Phó Chủ tịch", date(2025, 7, 1))
        store.transact("Người ký", CLERK, set_signer, signer)
    return cli


def keep(cli: Cli, *more: str) -> int:
    out = cli.folder / "wall.pdf"
    paper: int = cli("print", "posting", *GROUND, "--out", out, "--keep", "--json", *more).json["paper"]
    return paper


def test_a_posting_list_lives_on_the_command_line(kept: Cli) -> None:
    paper = keep(kept)
    listed = kept("papers", "list", "--json").json["papers"]
    assert [(one["id"], one["state"], one["number"]) for one in listed] == [(paper, "prepared", None)]
    refused = kept("papers", "issue", str(paper), "--json")
    assert (refused.code, refused.error["code"]) == (1, "not_entered")
    entered = kept("papers", "issue", str(paper), "--number", "5", "--enter-only", "--date", "2026-01-05", "--json")
    assert (entered.json["state"], entered.json["number"]) == ("prepared", 5)
    issued = kept("papers", "issue", str(paper), "--signer", "lê văn ký", "--json").json
    assert (issued["state"], issued["number"], issued["date"]) == ("issued", 5, "2026-01-05")
    out = kept.folder / "again.pdf"
    told = kept("papers", "reprint", str(paper), "--out", out, "--json").json
    assert hashlib.sha256(out.read_bytes()).hexdigest() == told["sha256"] == issued["sha256"]
    text = joined(pdf_text(out.read_bytes()))
    for words in ("Số: 05/DS-UBND", "ngày 05 tháng 01 năm 2026", "PHÓ CHỦ TỊCH", "Lê Văn Ký"):
        assert joined([words]) in text
    sheet = kept.folder / "again.xlsx"
    assert kept("papers", "reprint", str(paper), "--out", sheet, "--json").json["out"] == str(sheet)
    assert sheet.read_bytes().startswith(b"PK")
    assert kept("papers", "issue", str(paper), "--number", "6", "--json").error["code"] == "paper_issued"
    assert kept("check", "--json").json["ok"]


def test_a_cancelled_paper_is_replaced(kept: Cli) -> None:
    paper = keep(kept)
    told = kept("papers", "cancel", str(paper), "--reason", "sai tháng", "--json").json
    assert (told["state"], told["reason"]) == ("cancelled", "sai tháng")
    other = keep(kept, "--replaces", str(paper))
    shown = kept("papers", "show", str(paper), "--json").json
    assert shown["replaced_by"] == other
    assert kept("papers", "show", str(other), "--json").json["replaces"] == paper
    assert "Lý do hủy: sai tháng" in kept("papers", "show", str(paper)).out
    assert "[Đã hủy]" in kept("papers", "list", "--state", "cancelled").out


def test_payment_copies_are_kept_too(kept: Cli) -> None:
    out = kept.folder / "pay.pdf"
    for copy, kind in (("finance", "payment_finance"), ("desk", "payment_desk")):
        answer = kept("print", "payment", "--copy", copy, "--month", "2026-11", "--out", out, "--keep", "--json").json
        shown = kept("papers", "show", str(answer["paper"]), "--json").json
        assert (shown["kind"], shown["month"], shown["total"]) == (kind, "2026-11", answer["total"])
    assert "mã 3" in kept("print", "payment", "--out", out, "--keep").out
    assert "paper" not in kept("print", "payment", "--out", out, "--json").json


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "99"), "paper_gone"),
        (("reprint", "1", "--out", "x.pdf"), "not_issued"),
        (("reprint", "1", "--out", "x.xlsx"), "not_issued"),
        (("issue", "1", "--date", "2026-01-05", "--signer", "Không Có"), "signer_unknown"),
        (("issue", "1", "--date", "2025-01-05", "--signer", "Lê Văn Ký"), "signer_not_in_office"),
        (("issue", "1", "--number", "5"), "day_missing"),
        (("cancel", "1", "--reason", "-"), "reason_missing"),
    ],
)
def test_refusals(kept: Cli, arguments: tuple[str, ...], code: str) -> None:
    keep(kept)
    answer = kept("papers", *arguments, "--json")
    assert (answer.code, answer.error["code"]) == (1, code)


def test_people_honoured_for_a_long_life_are_posted(kept: Cli) -> None:
    paper = keep(kept, "--kind", "longevity")
    assert "mừng thọ" in kept("papers", "show", str(paper)).out


@pytest.mark.parametrize(
    "asked",
    [
        ("papers", "show", "9" * 25),
        ("papers", "issue", "9" * 25),
        ("papers", "cancel", "9" * 25, "--reason", "nhầm"),
        ("papers", "reprint", "9" * 25, "--out", "a.pdf"),
        ("imports", "undo", "9" * 25),
        ("print", "payment", "--out", "a.pdf", "--replaces", "9" * 25),
        ("people", "show", "1", "--day", "9999-12-31", "--known", "then"),
    ],
)
def test_numbers_that_no_store_counts_are_wrong_usage(cli: Cli, asked: tuple[str, ...]) -> None:
    told = cli(*asked)
    assert (told.code, told.out) == (2, "")
    assert "Giá trị không hợp lệ" in told.err


def test_a_paper_that_nothing_can_replace_leaves_no_file(kept: Cli) -> None:
    paper = keep(kept)
    out = kept.folder / "other.pdf"
    refused = kept("print", "payment", "--out", out, "--replaces", str(paper), "--reason", "nhầm", "--json")
    assert refused.code == 1
    assert not out.exists()
