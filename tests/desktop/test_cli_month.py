"""The monthly list on the command line, from the opening month to the closing of the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.benefits.months.book import DEC, Given, give
from tests.desktop.commands import Cli
from tests.people.commune import Office
from tests.store.fixtures import CLERK

NOBODY_SECRET = ("K8", "HIV")


@pytest.fixture
def months(cli: Cli) -> Cli:
    """Three people with benefits that were paid until 11/2026, one of them of a secret ground."""
    with cli.opened() as store:
        office = Office(store, store.clock, cli.data)  # type: ignore[arg-type]  # the store's own clock
        for name, group, amount in (("Trần Văn An", "K6N", 810_000), ("Lê Thị Bích", "K8", 750_000)):
            person = office.person(name, "1980-05-01", id_number="")
            store.transact("Thử", CLERK, give, Given(person, amount, opened=DEC, group=group))
    return cli


def asked(cli: Cli, *arguments: str | Path) -> Any:
    found = cli("month", *arguments, "--json")
    assert found.code == 0, found.err
    return found.json


def test_a_month_from_its_opening_to_its_closing(months: Cli, tmp_path: Path) -> None:
    assert asked(months, "opening", "2026-11")["months"][0]["total"] == 1_560_000
    assert asked(months, "open", "2026-12")["months"][0]["lines"] == 2
    again = asked(months, "open", "2026-12")["months"][0]
    assert (again["added"], again["removed"]) == (0, 0)
    steps = {step["key"]: step["amount"] for step in asked(months, "bridge", "2026-12")["steps"]}
    assert (steps["last"], steps["regular"], steps["total"]) == (1_560_000, 1_560_000, 1_560_000)
    reviewed = asked(months, "review", "2026-12")
    assert reviewed["counts"] == {"off_law": 1}
    assert asked(months, "confirm", "2026-12")["month"]["state"] == "confirmed"
    assert asked(months, "send", "2026-12")["month"]["state"] == "sent"
    answer = tmp_path / "chi-tra.csv"
    rows = [("Mã", "Họ và tên", "Số tiền", "Kết quả")]
    with months.opened() as store, store.read() as reader:
        from models.imports.returns.queries import payments

        rows += [(one.code, one.name, str(one.total), "Đã nhận") for one in payments(reader, DEC)]
    answer.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    looked = asked(months, "reconcile", answer, "2026-12", "--dry-run")
    assert (looked["stored"], looked["counts"]) == (False, {"set_paid": 2})
    assert asked(months, "reconcile", answer, "2026-12")["month"]["state"] == "reconciled"
    assert asked(months, "close", "2026-12")["month"]["state"] == "closed"
    assert [one["month"] for one in asked(months, "list")["months"]] == ["2026-12", "2026-11"]


def test_secret_ground_is_told_only_when_asked_for(months: Cli) -> None:
    asked(months, "opening", "2026-11")
    asked(months, "open", "2026-12")
    plain = months("month", "review", "2026-12", "--json").out
    assert not any(word in plain for word in NOBODY_SECRET)
    assert "K8" in months("month", "review", "2026-12", "--reveal", "--json").out
    with months.opened() as store, store.read() as reader:
        from sqlalchemy import func, select

        from models.store.tables import Change

        assert reader.scalar(select(func.count()).select_from(Change).where(Change.kind == "view")) == 1


def test_explain_tells_the_law(months: Cli) -> None:
    asked(months, "opening", "2026-11")
    with months.opened() as store, store.read() as reader:
        from models.people.tables import Person

        number = str(reader.query(Person.id).filter_by(name="Lê Thị Bích").scalar())
    (told,) = asked(months, "explain", number, "2026-11")["benefits"]
    assert (told["opening"], told["now"]["lawful"], told["group"]) == (750_000, 810_000, "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("open", "2026-12"), "no_opening"),
        (("review", "2026-12"), "no_month"),
        (("bridge", "2026-12"), "no_month"),
        (("confirm", "2026-12"), "no_month"),
        (("explain", "000999-0", "2026-12"), "person_unknown"),
    ],
)
def test_refusals_are_named(months: Cli, arguments: tuple[str, ...], code: str) -> None:
    found = months("month", *arguments, "--json")
    assert (found.code, found.error["code"]) == (1, code)


def sent_with_answer(cli: Cli, folder: Path, *results: str) -> Path:
    """A month that was sent, and a file with these results for its payments in order."""
    asked(cli, "opening", "2026-11")
    for step in ("open", "confirm", "send"):
        asked(cli, step, "2026-12")
    with cli.opened() as store, store.read() as reader:
        from models.imports.returns.queries import payments

        there = payments(reader, DEC)
    rows = [f"{one.code},{one.name},{one.total},{word}" for one, word in zip(there, results, strict=False)]
    answer = folder / "tra-ve.csv"
    answer.write_text("\n".join(["Mã,Họ và tên,Số tiền,Kết quả", *rows]), encoding="utf-8")
    return answer


def test_reconcile_tells_what_the_file_says_and_what_comes_next(months: Cli, tmp_path: Path) -> None:
    answer = sent_with_answer(months, tmp_path, "Đã nhận", "Chưa nhận")
    looked = months("month", "reconcile", answer, "2026-12", "--dry-run").out
    for words in ("Ghi đã nhận: 1 khoản; đã nhận 810.000 đồng", "chưa nhận 750.000 đồng", "chưa ghi gì", "--dry-run"):
        assert words in looked
    written = months("month", "reconcile", answer, "2026-12").out
    for words in ("Đã ghi cả tệp", "Đã đối soát", "month close 2026-12"):
        assert words in written


def test_reconcile_names_rows_to_settle_and_who_is_missing(months: Cli, tmp_path: Path) -> None:
    answer = sent_with_answer(months, tmp_path, "chuyện khác")
    found = months("month", "reconcile", answer, "2026-12")
    assert found.code == 1
    for words in ("Dòng 2 (Trần Văn An)", "Phải xử lý: 1 khoản", "tệp không nêu: 1 khoản, 750.000 đồng", "Lê Thị Bích",
                  "Chưa ghi gì vào sổ", "--leave-out"):  # fmt: skip
        assert words in found.out
    with months.opened() as store, store.read() as reader:
        from sqlalchemy import text

        assert reader.execute(text("SELECT count(*) FROM pay_line WHERE result <> ''")).scalar() == 0


def test_partly_answered_month_stays_sent_and_says_so(months: Cli, tmp_path: Path) -> None:
    answer = sent_with_answer(months, tmp_path, "Đã nhận")
    out = months("month", "reconcile", answer, "2026-12").out
    assert "Còn 1 dòng" in out
    assert "Đã gửi chi trả" in out
