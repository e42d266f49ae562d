"""people show and remove: neutral grounds, noted views, as of a day, and a person entered by mistake."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.benefits.secrecy import NEUTRAL_LABEL
from models.benefits.services import LineDetails, NewLine, add_line
from models.people.codes import display_code
from models.people.services import NewPerson, PersonDetails, SetPersonFact, add_person, set_person_fact
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED
from models.store.store import VIEW
from models.store.tables import Audit, Change
from tests.desktop.commands import Cli
from tests.store.fixtures import CLERK

SECRET = LineDetails("Người nhiễm HIV/AIDS thuộc hộ nghèo", 810_000, "K8", 150)


@pytest.fixture
def known(cli: Cli) -> Cli:
    """Person 1 with a secret ground, person 2 with nothing to hide, person 3 with an account."""
    with cli.opened() as store:
        for name in ("Lê Thị An", "Lê Thị Bình", "Lê Thị Chi"):
            store.transact("Thêm", CLERK, add_person, NewPerson(PersonDetails(name)))
        store.transact("Thêm", CLERK, add_line, NewLine(1, SECRET))
        account = SetPersonFact(3, "account", {"number": "1111"}, date(2026, 11, 1))
        store.transact("Ghi", CLERK, set_person_fact, account)
    return cli


def views(cli: Cli) -> list[tuple[str, int]]:
    found = select(Change.name, Audit.record_id).join(Audit, Audit.change_id == Change.id)
    with cli.opened() as store, store.read() as session:
        return [(name, person) for name, person in session.execute(found.where(Change.kind == VIEW))]


def test_a_ground_is_neutral_until_it_is_asked_for(known: Cli) -> None:
    shown = known("people", "show", "1", "--json")
    assert [(line["label"], line["group"], line["guarded"]) for line in shown.json["benefits"]] == [
        (NEUTRAL_LABEL, "", True)
    ]
    plain = known("people", "show", "1")
    assert f"Trợ cấp: {NEUTRAL_LABEL}, 810.000 đ" in plain.out
    assert not [one for one in (shown, plain) if "HIV" in one.out or "K8" in one.out]
    assert views(known) == [(PAGE_VIEWED, 1)] * 2
    opened = known("people", "show", "1", "--reveal", "--json").json
    assert [(line["label"], line["group"]) for line in opened["benefits"]] == [(SECRET.label, "K8")]
    assert views(known)[2:] == [(PAGE_VIEWED, 1), (GROUND_VIEWED, 1)]


def test_only_what_is_sensitive_is_noted(known: Cli) -> None:
    assert known("people", "show", "2", "--json").code == 0
    assert known("people", "list", "--json").code == 0
    assert views(known) == []
    assert known("people", "show", "3").code == 0
    assert views(known) == [(PAGE_VIEWED, 3)]
    assert known("check", "--json").json["ok"]


def test_as_of_a_day(known: Cli) -> None:
    now = known("people", "show", "3", "--json").json
    assert [fact["text"] for fact in now["facts"]] == ["1111"]
    early = known("people", "show", "3", "--day", "2026-10-01", "--json").json
    assert [(fact["text"], fact["now"]) for fact in early["facts"]] == [("1111", False)]
    told = known("people", "show", "3", "--day", "2020-01-01", "--known", "then", "--json")
    assert (told.code, told.error["code"]) == (1, "not_yet_known")
    assert known("people", "show", "3", "--day", "1/2/2020").code == 2


def test_a_person_entered_by_mistake_is_removed_with_a_reason(known: Cli) -> None:
    assert known("people", "remove", "2").code == 2
    told = known("people", "remove", "1", "--reason", "nhầm", "--json")
    assert (told.code, told.error["code"]) == (1, "has_lines")
    blank = known("people", "remove", "2", "--reason", " ", "--json")
    assert (blank.error["code"], blank.error["field"]) == ("reason_missing", "reason")
    assert known("people", "remove", "2", "--reason", "nhầm người xã khác", "--json").json == {"removed": 2}
    assert known("people", "remove", display_code(3), "--reason", "nhầm").code == 0
    assert known("people", "show", "2", "--json").error["code"] == "person_unknown"
    assert known("people", "list", "--json").json["count"] == 1
