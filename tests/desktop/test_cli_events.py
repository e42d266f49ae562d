"""Events, slips and debts on the command line: from a report to its decision, from a slip to a debt."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.benefits.months.services import (
    CloseMonth,
    ConfirmMonth,
    OpeningMonth,
    OpenMonth,
    SendMonth,
    close_month,
    confirm_month,
    open_month,
    opening_month,
    send_month,
)
from models.people.codes import display_code
from models.people.tables import Person
from models.store.dates import Month
from tests.benefits.months.book import Given, Results, give, take_results
from tests.desktop.commands import Cli
from tests.people.commune import Office
from tests.printing.reading import joined, pdf_text
from tests.store.fixtures import CLERK

OCT, NOV = Month(202610), Month(202611)


@pytest.fixture
def desk(cli: Cli) -> Cli:
    """An and Bích get a benefit; October and November were paid by the program."""
    with cli.opened() as store:
        made = Office(store, store.clock, cli.data)  # type: ignore[arg-type]  # the store's own clock
        for name, born in (("Trần Văn An", "1986-03-05"), ("Lê Thị Bích", "1966-12-20")):
            given = Given(made.person(name, born), 810_000, opened=OCT)
            store.transact("Thử", CLERK, give, given)
        store.transact("Mở", CLERK, opening_month, OpeningMonth(Month(202609)))
        for month in (OCT, NOV):
            store.transact("Lập", CLERK, open_month, OpenMonth(month))
            store.transact("Chốt", CLERK, confirm_month, ConfirmMonth(month))
            store.transact("Gửi", CLERK, send_month, SendMonth(month))
            store.transact("Đối soát", CLERK, take_results, Results(month))
            store.transact("Khóa", CLERK, close_month, CloseMonth(month))
    return cli


def asked(cli: Cli, *arguments: str | Path) -> Any:
    found = cli(*arguments, "--json")
    assert found.code == 0, found.err
    return found.json


def refused(cli: Cli, *arguments: str | Path) -> str:
    found = cli(*arguments, "--json")
    assert found.code == 1
    return str(found.error["code"])


def code_of(cli: Cli, person: int) -> str:
    with cli.opened() as store, store.read() as reader:
        found = reader.get(Person, person)
        assert found is not None
        return display_code(found.code)


def test_a_death_is_reported_proposed_and_decided(desk: Cli) -> None:
    told = asked(desk, "events", "add", "death", "1", "--on", "2026-09-15")
    assert told["event"]["name"] == "Trần Văn An"
    proposal = told["proposal"]
    assert [(one["kind"], one["from"]) for one in proposal["decisions"]] == [("stop", "2026-10")]
    assert proposal["effect"] == -810_000
    assert (proposal["funeral"]["amount"], proposal["funeral"]["form"]) == (None, "Mẫu số 04")
    assert [one["amount"] for one in proposal["funeral"]["levels"]] == [10_000_000, 10_800_000]
    assert len(told["debts"]) == 1
    listed = asked(desk, "events", "list")
    assert (listed["coming_month"], listed["effect"], len(listed["events"])) == ("2026-12", -810_000, 1)
    assert refused(desk, "events", "decide", "1", "--funeral") == "choose_amount"
    assert refused(desk, "events", "decide", "1", "--funeral", "--amount", "10800000") == "ask_first"
    level = ("--nobody-else-pays", "--amount", "10000000")
    made = asked(desk, "events", "decide", "1", "--recipient", "2", *level)
    assert made == {"event": 1, "decisions": [1, 2]}
    assert asked(desk, "events", "list")["events"] == []
    assert [one["state"] for one in asked(desk, "events", "list", "--state", "all")["events"]] == ["decided"]
    assert "Đã quyết định" in desk("events", "list", "--state", "decided").out


def test_who_moved_in_is_told_by_options_alone(desk: Cli) -> None:
    """NĐ 335/2026 Đ8: from the month payment stopped at the old place, otherwise only with a reason."""
    moved = ("events", "add", "move_in", "2", "--on", "2026-11-20", "--group", "K6N", "--stopped-from", "2026-12")
    told = asked(desk, *moved)
    [decision] = told["proposal"]["decisions"]
    assert (decision["kind"], decision["from"]) == ("transfer_in", "2026-12")
    asked(desk, "events", "dismiss", "1", "--reason", "ghi lại")
    other = asked(desk, *moved, "--counts-from", "2027-01", "--why", "nơi cũ đã chi tháng 12")
    assert other["proposal"]["decisions"][0]["from"] == "2027-01"
    assert refused(desk, "events", "add", "move_in", "1", "--group", "K99") == "details"
    degree = asked(desk, "events", "add", "degree", "1", "--on", "2026-11-02", "--degree", "extremely_severe")
    assert degree["proposal"]["decisions"][0]["kind"] == "adjust"


def test_events_are_dismissed_and_opened_again(desk: Cli) -> None:
    asked(desk, "events", "add", "prison", "1", "--on", "2026-11")
    assert asked(desk, "events", "dismiss", "1", "--reason", "án treo") == {"event": 1, "state": "dismissed"}
    assert refused(desk, "events", "decide", "1") == "event_closed"
    assert asked(desk, "events", "reopen", "1")["state"] == "open"
    assert refused(desk, "events", "dismiss", "7", "--reason", "x") == "event_gone"


def test_bad_reports_are_refused(desk: Cli) -> None:
    assert refused(desk, "events", "add", "death") == "nobody"
    assert refused(desk, "events", "add", "death", "1") == "day_missing"
    assert refused(desk, "events", "add", "death", "99", "--on", "2026-11") == "person_unknown"
    assert refused(desk, "events", "add", "degree", "1", "--on", "2026-11", "--details", "severe") == "details_json"
    assert refused(desk, "events", "add", "degree", "1", "--on", "2026-11", "--details", "{}") == "details_missing"
    assert desk("events", "add", "death", "1", "--on", "hôm qua", "--json").code == 2


def test_the_funeral_later_and_a_sign_of_life(desk: Cli) -> None:
    asked(desk, "events", "add", "death", "1", "--on", "2026-11-15")
    assert refused(desk, "events", "funeral", "1", "--nobody-else-pays") == "not_decided"
    asked(desk, "events", "decide", "1")
    assert asked(desk, "events", "funeral", "1", "--recipient", "2", "--nobody-else-pays")["decision"] == 2
    told = asked(desk, "events", "alive", "2", "--how", "office", "--day", "2026-11-20")
    assert told == {"person": 2, "seen_on": "2026-11-20", "how": "office"}
    assert refused(desk, "events", "alive", "1") == "is_dead"


def test_finding_twice_finds_once(desk: Cli) -> None:
    assert asked(desk, "events", "find") == {"month": "2026-12", "found": {"birthday": 1}, "debts": []}
    assert asked(desk, "events", "find")["found"] == {}
    out = desk("events", "list").out
    assert "Đến tuổi 20/12/2026: Lê Thị Bích" in out
    assert "+270.000 đồng" in out


def test_a_slip_is_printed_ticked_and_read_back(desk: Cli) -> None:
    pdf, xlsx = desk.folder / "phieu.pdf", desk.folder / "phieu.xlsx"
    told = asked(desk, "events", "slip", "print", "--month", "2026-11", "--out", pdf)
    assert (told["villages"], told["people"]) == (1, 2)
    text = joined(pdf_text(pdf.read_bytes()))
    for words in (
        "PHIẾU BÁO BIẾN ĐỘNG",
        "Thôn 1",
        "Trần Văn An",
        code_of(desk, 1),
        "18/11/2026",
        "Mã phiếu: 2026-11/1",
    ):
        assert joined([words]) in text
    assert "810" not in text
    asked(desk, "print", "slip", "--month", "2026-11", "--out", xlsx)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.read_bytes()))
    page = book.worksheets[0]
    row = next(cell.row for cell in page["B"] if cell.value == code_of(desk, 1))
    page.cell(row, 6).value, page.cell(row, 8).value = "x", "20/9"
    book.save(xlsx)
    (told,) = asked(desk, "events", "slip", "answer", xlsx, "--rest-unchanged")["answers"]
    assert (told["dead"], told["unchanged"], told["unticked"]) == (1, 1, [])
    standing = asked(desk, "events", "slip", "missing", "--month", "2026-11")
    assert [(one["village"], one["late"]) for one in standing["villages"]] == [("Thôn 1", False)]
    (debt,) = asked(desk, "events", "debts", "list")["debts"]
    assert (debt["months"], debt["left"]) == ("10/2026 - 11/2026", 1_620_000)


def test_a_slip_is_typed(desk: Cli) -> None:
    code = code_of(desk, 2)
    told = asked(desk, "events", "slip", "answer", "--village", "Thôn 1", "--month", "2026-11", "--moved", code)
    assert (told["answers"][0]["moved"], told["answers"][0]["unticked"]) == (1, [code_of(desk, 1)])
    assert refused(desk, "events", "slip", "answer") == "village_missing"
    assert refused(desk, "events", "slip", "answer", "--village", "Thôn 1", "--dead", "000999-0") == "not_on_slip"


def test_a_debt_is_followed_to_zero(desk: Cli) -> None:
    asked(desk, "events", "add", "death", "1", "--on", "2026-09-15")
    out = desk.folder / "giay-bao.pdf"
    assert asked(desk, "events", "debts", "letter", "1", "--out", out)["left"] == 1_620_000
    text = joined(pdf_text(out.read_bytes()))
    for words in ("Gia đình ông (bà) Trần Văn An", "1.620.000 đồng", "mất ngày 15/09/2026", "TB-UBND"):
        assert joined([words]) in text
    assert refused(desk, "events", "debts", "letter", "1", "--out", desk.folder / "x.xlsx") == "pdf_only"
    assert asked(desk, "events", "debts", "recover", "1")["decision"] == 1
    told = asked(desk, "events", "debts", "return", "1", "--amount", "620000", "--day", "2026-11-21")
    assert (told["left"], told["restores"]) == (1_000_000, True)
    assert refused(desk, "events", "debts", "return", "1", "--amount", "2000000") == "amount_range"
    given_up = ("events", "debts", "write-off", "1", "--reason", "hết người thân", "--decision", "45/QĐ-UBND")
    assert asked(desk, *given_up)["state"] == "written_off"
    assert asked(desk, "events", "debts", "list") == {"left": 0, "debts": []}
    (settled,) = asked(desk, "events", "debts", "list", "--settled")["debts"]
    assert settled["reason"] == "hết người thân (theo 45/QĐ-UBND)"


def test_a_new_account_and_payee_are_told_by_options(desk: Cli) -> None:
    """Both stand on the person's record from that day on, and no number in the event."""
    told = asked(desk, "events", "add", "account", "1", "--on", "2026-12-01", "--account", "0123 456 789",
                 "--bank", "Agribank", "--payee", "Trần Thị Bình", "--relation", "con")  # fmt: skip
    assert "0123456789" not in json.dumps(told)
    shown = json.dumps(asked(desk, "people", "show", "1", "--reveal"), ensure_ascii=False)
    assert "0123456789" in shown
    assert "Trần Thị Bình" in shown
