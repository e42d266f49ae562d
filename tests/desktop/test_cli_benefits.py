"""Benefits on the command line: take over, decide, list, screen, and the preview of a change of the law."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.benefits.services import LineDetails, NewLine, add_line
from models.store.dates import Month
from tests.desktop.commands import Cli
from tests.people.commune import Office
from tests.store.fixtures import CLERK

SECRET_WORDS = ("K8", "HIV")


@pytest.fixture
def office(cli: Cli) -> Cli:
    """An was paid 750.000 for a severe disability, Bích for a secret ground."""
    with cli.opened() as store:
        made = Office(store, store.clock, cli.data)  # type: ignore[arg-type]  # the store's own clock
        an = made.person("Trần Văn An", "1986-03-05", id_number="038086001234")
        bich = made.person("Lê Thị Bích", "1980-05-01")
        for person, group in ((an, "K6N"), (bich, "K8")):
            details = LineDetails(group, 750_000, group, 150, start_month=Month(202301))
            store.transact("Thử", CLERK, add_line, NewLine(person, details))
    return cli


def asked(cli: Cli, *arguments: str | Path) -> Any:
    found = cli(*arguments, "--json")
    assert found.code == 0, found.err
    return found.json


def taken_over(office: Cli) -> None:
    asked(office, "benefits", "take-over", "--month", "2026-10")


def test_a_take_over_is_looked_at_first_and_done_once(office: Cli) -> None:
    looked = asked(office, "benefits", "take-over", "--month", "2026-10", "--dry-run")
    assert (looked["stored"], looked["lines"], looked["total"]) == (False, 2, 1_500_000)
    assert [(one["name"], one["lines"]) for one in looked["by_village"]] == [("Thôn 1", 2)]
    done = asked(office, "benefits", "take-over", "--month", "2026-10")
    assert (done["stored"], done["lines"], done["total"]) == (True, 2, 1_500_000)
    again = office("benefits", "take-over", "--month", "2026-10", "--json")
    assert (again.code, again.error["code"]) == (1, "nothing_to_take_over")


def test_no_answer_tells_a_secret_ground_unasked(office: Cli) -> None:
    answers = [office("benefits", "take-over", "--month", "2026-10", "--dry-run", "--json").out]
    taken_over(office)
    for command in (
        ("benefits", "list"),
        ("benefits", "list", "--article", "khoản 8"),
        ("benefits", "show", "2"),
        ("benefits", "decisions"),
        ("benefits", "doubles"),
        ("law", "preview", "--from", "2026-07-01"),
    ):
        answers.append(office(*command, "--json").out)
    assert not any(word in text for word in SECRET_WORDS for text in answers)
    assert "K8" in office("benefits", "show", "2", "--reveal", "--json").out


def test_list_by_group_clause_channel_and_standing(office: Cli) -> None:
    taken_over(office)
    for options, count in (
        ((), 2),
        (("--group", "K6N"), 1),
        (("--article", "khoan 6"), 1),
        (("--group", "K5a"), 0),
        (("--channel", "account"), 0),
        (("--village", "Thôn 1"), 2),
        (("--standing", "suspended"), 0),
        (("--text", "an"), 1),
        (("--month", "2022-12"), 0),
    ):
        assert asked(office, "benefits", "list", *options)["count"] == count, options
    assert office("benefits", "list", "--group", "K9", "--json").error["code"] == "group_unknown"
    assert office("benefits", "list", "--article", "khoản 9", "--json").error["code"] == "article_unknown"


def test_the_whole_life_of_a_decision(office: Cli) -> None:
    taken_over(office)
    made = asked(office, "benefits", "suspend", "038086001234", "--from", "2026-11", "--reason", "ba tháng chưa nhận")
    assert made["state"] == "prepared"
    assert asked(office, "benefits", "list", "--standing", "suspended")["count"] == 0
    number = str(made["decision_id"])
    entry = ("--number", "12/QĐ-UBND", "--signed-on", "2026-11-20", "--signer", "Lê Văn Ký")
    assert asked(office, "benefits", "enter", number, *entry)["people"] == 1
    assert asked(office, "benefits", "list", "--standing", "suspended")["count"] == 1
    assert office("benefits", "enter", number, *entry, "--json").error["code"] == "not_prepared"
    (first, *_) = asked(office, "benefits", "decisions")["decisions"]
    assert (first["id"], first["kind"], first["number"]) == (made["decision_id"], "suspend", "12/QĐ-UBND")
    assert asked(office, "benefits", "cancel", number, "--reason", "nhầm người") == {"cancelled": made["decision_id"]}
    assert asked(office, "benefits", "list", "--standing", "suspended")["count"] == 0


def test_a_grant_takes_its_amount_from_the_law(office: Cli) -> None:
    made = asked(office, "benefits", "grant", "1", "--group", "CS-HGD", "--carer", "2", "--from", "2026-11")
    assert made["amount"] == 540_000
    made = asked(office, "benefits", "grant", "2", "--group", "K4", "--children", "2")
    assert made["amount"] == 1_080_000
    wrong = office("benefits", "grant", "1", "--group", "K6N", "--from", "2020-01", "--json")
    assert wrong.error["code"] == "before_law"
    assert office("benefits", "grant", "1", "--group", "Kxx", "--json").error["code"] == "group_unknown"


def test_adjust_by_the_law_and_by_hand(office: Cli) -> None:
    taken_over(office)
    assert asked(office, "benefits", "adjust", "1", "--from", "2026-07")["amount"] == 810_000
    again = office("benefits", "adjust", "1", "--from", "2026-07", "--amount", "900000", "--json")
    assert again.error["code"] == "prepared_already"
    silent = office("benefits", "adjust", "2", "--from", "2026-11", "--amount", "900000", "--json")
    assert (silent.code, silent.error["code"], silent.error["field"]) == (1, "why_missing", "reason")
    told = asked(
        office, "benefits", "adjust", "2", "--from", "2026-11", "--amount", "900000", "--reason", "theo bản án"
    )
    assert told["amount"] == 900_000


def test_stop_needs_to_know_which_benefit(office: Cli) -> None:
    with office.opened() as store:
        details = LineDetails("HTXH", 540_000, "HTXH", None, start_month=Month(202301))
        store.transact("Thử", CLERK, add_line, NewLine(1, details))
    taken_over(office)
    wrong = office("benefits", "stop", "1", "--from", "2026-12", "--json")
    assert (wrong.code, wrong.error["code"]) == (1, "several")
    asked(office, "benefits", "stop", "1", "--group", "HTXH", "--from", "2026-12")
    assert office("benefits", "stop", "1", "--group", "K2", "--json").error["code"] == "no_entitlement"
    assert asked(office, "benefits", "doubles")["count"] == 1


def test_the_preview_of_the_new_law_and_its_decision(office: Cli) -> None:
    taken_over(office)
    told = asked(office, "law", "preview", "--from", "2026-07-01", "--payout", "2026-11")
    assert (told["changes"], told["monthly"], told["arrears"], told["pending"]) == (2, 120_000, 480_000, [])
    done = asked(office, "benefits", "adjust-law", "--from", "2026-07", "--payout", "2026-11")
    assert (done["people"], done["monthly"], done["arrears"]) == (2, 120_000, 480_000)
    assert (done["common"] is not None, len(done["single"])) == (True, 1)


def test_screening_names_who_may_have_a_right(office: Cli) -> None:
    with office.opened() as store:
        made = Office(store, store.clock, office.data)  # type: ignore[arg-type]  # the store's own clock
        made.person("Nguyễn Thị Già", "1950-01-01")
    (one,) = asked(office, "benefits", "screen")["people"]
    assert (one["group"], one["amount"]) == ("HTXH", 540_000)


@pytest.mark.parametrize(
    "command",
    [
        ("benefits", "list"),
        ("benefits", "show", "1"),
        ("benefits", "decisions"),
        ("benefits", "screen"),
        ("benefits", "doubles"),
        ("benefits", "take-over", "--month", "2026-10", "--dry-run"),
        ("law", "preview", "--from", "2026-07-01"),
    ],
    ids=" ".join,
)
def test_every_reading_command_speaks_without_json_too(office: Cli, command: tuple[str, ...]) -> None:
    found = office(*command)
    assert (found.code, found.err) == (0, "")
    assert "HIV" not in found.out


def test_the_preview_reaches_back_and_supposes_what_waits(empty_cli: Cli) -> None:
    """NĐ 335 is in force from 05/10/2026 and counts from 07/2026 (Đ32 k3)."""
    assert empty_cli("demo", "--people", "400", "--before-october").code == 0
    told = asked(empty_cli, "law", "preview", "--from", "2026-10-05", "--payout", "2026-11")
    assert (told["from"], told["supposed"]) == ("2026-07", ["335/2026/NĐ-CP"])
    assert told["changes"] > 10
    assert told["arrears"] == 4 * told["monthly"] > 0
    same = asked(empty_cli, "law", "preview", "--from", "2026-07-01", "--payout", "2026-11")
    by_number = ("--suppose", "335/2026/nđ-cp", "--payout", "2026-11")
    assert same == told == asked(empty_cli, "law", "preview", "--from", "2026-10-05", *by_number)
    now = asked(empty_cli, "law", "preview", "--from", "2026-10-05", "--no-suppose")
    assert (now["from"], now["supposed"], now["changes"]) == ("2026-10", [], 0)
    later = asked(empty_cli, "law", "preview", "--from", "2026-10-06", "--no-suppose")
    assert later["from"] == "2026-10"
    unknown = empty_cli("law", "preview", "--from", "2026-10-05", "--suppose", "1/2030/NĐ-CP", "--json")
    assert (unknown.code, unknown.error["code"], unknown.error["field"]) == (1, "document_unknown", "suppose")
    waits = empty_cli("benefits", "adjust-law", "--from", "2026-07", "--payout", "2026-10", "--json")
    assert (waits.error["code"], "335/2026/NĐ-CP" in waits.error["message"]) == ("law_waits", True)
    assert "coi như đã áp dụng 335/2026/NĐ-CP" in empty_cli("law", "preview", "--from", "2026-10-05").out


def test_a_law_that_counts_already_reaches_back_too(office: Cli) -> None:
    taken_over(office)
    told = asked(office, "law", "preview", "--from", "2026-10-05", "--payout", "2026-11")
    assert (told["from"], told["supposed"], told["arrears"]) == ("2026-07", [], 480_000)
