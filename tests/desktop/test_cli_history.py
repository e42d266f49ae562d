"""history verify and handover on the command line."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from models.people.services import NewPerson, PersonDetails, SetPersonFact, add_person, set_person_fact
from models.store.chain import digest_at
from models.store.seals import head_code
from tests.desktop.commands import Cli
from tests.printing.reading import joined, pdf_text
from tests.store.fixtures import CLERK


@pytest.fixture
def lived(cli: Cli) -> Cli:
    """A store in which something was done."""
    with cli.opened() as store:
        store.transact("Thêm người", CLERK, add_person, NewPerson(PersonDetails("Nguyễn Thị Hạnh")))
    return cli


def test_a_whole_history_is_verified_without_adding_to_it(lived: Cli) -> None:
    before = lived("history", "verify", "--json")
    assert before.code == 0
    assert before.json["ok"]
    assert before.json["broken"] is None
    assert before.json["days"][-1]["whole"]
    assert lived("history", "verify", "--json").json == before.json
    assert "Chuỗi lịch sử liền mạch" in lived("history", "verify").out


def test_the_code_of_a_paper_is_compared(lived: Cli) -> None:
    with lived.opened() as store, store.connection() as connection:
        code = head_code(digest_at(connection, 3) or "")
    fits = lived("history", "verify", "--change", "3", "--code", code, "--json")
    assert fits.code == 0
    assert fits.json["paper"] == {"change": 3, "fits": True}
    other = lived("history", "verify", "--change", "2", "--code", code, "--json")
    assert other.code == 1
    assert not other.json["ok"]
    assert "KHÔNG khớp" in lived("history", "verify", "--change", "2", "--code", code).out
    assert lived("history", "verify", "--change", "3", "--json").error["code"] == "change_and_code"
    assert lived("history", "verify", "--change", "99", "--code", code, "--json").error["code"] == "change_missing"
    assert lived("history", "verify", "--change", "3", "--code", "ABC", "--json").error["code"] == "head_code_form"


def test_a_broken_link_is_named(lived: Cli) -> None:
    with lived.opened() as store, store._writer.begin() as connection:
        connection.execute(text("UPDATE change SET name = 'khác' WHERE id = 2"))
    told = lived("history", "verify", "--json")
    assert told.code == 1
    assert told.json["broken"] == {"change": 2, "what": "header"}
    assert "đứt ở thay đổi số 2: ai ghi, lúc nào hoặc việc gì đã bị sửa" in lived("history", "verify").out


def test_printed_papers_carry_a_code_that_verifies(lived: Cli) -> None:
    out = lived.folder / "minutes.pdf"
    told = lived("handover", "--out", out, "--receiver", "Trần Thị Bích", "--why", "chuyển công tác", "--json")
    assert told.code == 0
    words = joined(pdf_text(out.read_bytes()))
    assert joined(["BIÊN BẢN Bàn giao Sổ An Sinh"]) in words
    assert joined(["Trần Thị Bích"]) in words
    assert "NguyễnThịHạnh" not in words
    facts = told.json["facts"]
    assert f"mã{facts['head_code']}" in words
    fits = lived("history", "verify", "--change", str(facts["head_change"]), "--code", facts["head_code"], "--json")
    assert fits.json["paper"]["fits"]
    assert lived("handover", "--out", lived.folder / "x.xlsx", "--json").error["code"] == "only_pdf"


def test_changes_are_listed_and_shown(lived: Cli) -> None:
    with lived.opened() as store:
        account = SetPersonFact(1, "account", {"number": "8801205123456", "bank": "", "holder": ""})
        store.transact("Ghi tài khoản", CLERK, set_person_fact, account)
    listed = lived("history", "list", "--kind", "change", "--json").json
    assert [one["name"] for one in listed["changes"]][:2] == ["Ghi tài khoản", "Thêm người"]
    assert listed["count"] == len(listed["changes"])
    assert "8801205123456" not in lived("history", "list").out
    assert [one["name"] for one in lived("history", "list", "--person", "hạnh", "--json").json["changes"]] == [
        "Ghi tài khoản",
        "Thêm người",
    ]
    assert lived("history", "list", "--from", "2020-01-01", "--to", "2020-01-02", "--json").json["count"] == 0
    number = listed["changes"][0]["id"]
    shown = lived("history", "show", str(number), "--json").json
    assert shown["records"][0]["fields"][0] == {"label": "Số tài khoản", "old": "(trống)", "new": "8801205123456"}
    assert lived("history", "list", "--kind", "view", "--json").json["count"] == 1
    assert "Số tài khoản: (trống) → 8801205123456" in lived("history", "show", str(number)).out
    assert lived("history", "show", "9999", "--json").error["code"] == "change_missing"
