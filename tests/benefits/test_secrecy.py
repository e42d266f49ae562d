"""HIV/AIDS as a ground reads neutral in lists, sorts, stories and notes unless it was asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.benefits import lines
from models.benefits.lines import LineFilter
from models.benefits.page import PersonView, past_view, person_view
from models.benefits.secrecy import (
    NEUTRAL_LABEL,
    Grounds,
    grounds_for,
    is_health_ground,
    is_secret_ground,
    may_see_grounds,
)
from models.benefits.services import (
    CorrectLine,
    LineDetails,
    NewLine,
    RuleLabel,
    StopLine,
    add_line,
    correct_line,
    rule_label,
    stop_line,
)
from models.people.services import SetPersonFact, set_person_fact
from models.store.dates import Month
from models.store.vietnamese import text_sort
from tests.people.commune import DAY, Office

SECRETS = (
    LineDetails("Người nhiễm HIV/AIDS thuộc hộ nghèo", 810_000, "K8", 150, start_month=Month(202401)),
    LineDetails("Đối tượng k8", 810_000, "K8"),
    LineDetails("Trẻ em nhiễm H", 1_350_000, "", decision_number="12/QĐ-HIV"),
    LineDetails("Nhóm ba của xã", 1_350_000, ""),
)
OPEN = (
    LineDetails("Người khuyết tật nặng", 810_000, "K6N", 150),
    LineDetails("Đơn thân nghèo nuôi con", 540_000, "K4"),
    LineDetails("Ẩn danh", 540_000, ""),
)


@pytest.fixture
def filled(office: Office) -> list[int]:
    """A person each with the lines above; the clerk has ruled that "Nhóm ba của xã" is K3."""
    office.do(rule_label, RuleLabel("Nhóm ba của xã", "K3"))
    made = []
    for number, details in enumerate((*SECRETS, *OPEN)):
        person = office.person("Nguyễn Thị " + "ABCDEĐG"[number], note="điều trị ARV" if number == 0 else "khỏe")
        made.append(office.do(add_line, NewLine(person, details)))
    return made


def rows(office: Office, ids: list[int], grounds: Grounds = "guarded") -> list[lines.LineRow]:
    return office.read(lines.rows, ids, DAY, grounds=grounds)


def test_the_register_shows_neutral_labels(office: Office, filled: list[int]) -> None:
    shown = rows(office, filled)
    assert [(row.label, row.group, row.guarded) for row in shown[:4]] == [(NEUTRAL_LABEL, "", True)] * 4
    assert [(row.label, row.group, row.guarded) for row in shown[4:]] == [
        (one.label, one.group_code, False) for one in OPEN
    ]
    assert shown[2].decision == ""
    assert rows(office, filled, "open")[2].decision == "12/QĐ-HIV"
    assert [row.label for row in rows(office, filled, "open")] == [one.label for one in (*SECRETS, *OPEN)]
    assert [row.group for row in rows(office, filled, "open")][:4] == ["K8", "K8", "", "K3"]


def test_one_neutral_label_among_others_would_tell_so_without_the_right_all_are(
    office: Office, filled: list[int]
) -> None:
    assert {(row.label, row.group) for row in rows(office, filled, "neutral")} == {(NEUTRAL_LABEL, "")}
    assert grounds_for(frozenset()) == grounds_for(frozenset({"audit"})) == "neutral"
    assert grounds_for(frozenset({"all"})) == grounds_for(frozenset({"grounds"})) == "guarded"
    assert may_see_grounds(frozenset({"grounds"}))


@pytest.mark.parametrize("sort", ["label", "group"])
@pytest.mark.parametrize("grounds", ["guarded", "open", "neutral"])
def test_the_order_follows_what_is_shown(office: Office, filled: list[int], sort: Any, grounds: Grounds) -> None:
    found = office.read(lines.ids, LineFilter(DAY), sort, grounds=grounds, limit=20)
    shown = [text_sort(getattr(row, sort)) for row in rows(office, found, grounds)]
    assert shown == sorted(shown)
    assert sorted(found) == sorted(filled)
    down = office.read(lines.ids, LineFilter(DAY), sort, descending=True, grounds=grounds, limit=20)
    assert down == found[::-1]


@pytest.mark.parametrize(
    "sort", ["name", "village", "coefficient", "amount", "start", "stop", "account", "decision", "code"]
)
def test_each_other_order_is_whole_and_ends_with_the_id(office: Office, filled: list[int], sort: Any) -> None:
    office.do(set_person_fact, SetPersonFact(2, "account", {"number": "1111"}))
    office.do(stop_line, StopLine(filled[1], Month(202701)))
    found = office.read(lines.ids, LineFilter(DAY), sort, limit=20)
    assert sorted(found) == filled
    assert office.read(lines.ids, LineFilter(DAY), sort, descending=True, limit=20) == found[::-1]
    slices = [office.read(lines.ids, LineFilter(DAY), sort, limit=1, offset=place)[0] for place in range(len(filled))]
    assert slices == found
    first = {"account": filled[0], "amount": filled[5], "coefficient": filled[1]}.get(sort)
    if first is not None:
        assert found[0] == first


def words(view: PersonView | None) -> str:
    assert view is not None
    return str(view)


def test_the_page_and_its_story_keep_the_ground(office: Office, filled: list[int]) -> None:
    changed = LineDetails("Người nhiễm HIV/AIDS nặng", 900_000, "K8", 150, decision_number="5/QĐ-SIDA")
    office.do(correct_line, CorrectLine(filled[0], changed))
    for grounds in ("guarded", "neutral"):
        told = words(office.read(person_view, 1, DAY, grounds=grounds))
        assert not [one for one in ("HIV", "AIDS", "SIDA", "K8", "ARV") if one in told]
        assert NEUTRAL_LABEL in told
    told = words(office.read(person_view, 1, DAY, grounds="open"))
    assert all(one in told for one in ("HIV/AIDS nặng", "SIDA", "K8", "ARV"))
    past = words(office.read(past_view, 1, DAY, as_known_then=True))
    assert not [one for one in ("HIV", "SIDA", "K8", "ARV") if one in past]


def test_the_story_tells_what_happened_to_lines(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    line = office.do(add_line, NewLine(person, LineDetails("Diện", 540_000, start_month=Month(202601))))
    office.do(correct_line, CorrectLine(line, LineDetails("Diện", 600_000, start_month=Month(202602))))
    office.do(stop_line, StopLine(line, Month(202611)))
    view = office.read(person_view, person, DAY)
    assert view is not None
    assert [(one.shown, one.title, one.text) for one in view.page.story if one.kind == "world"] == [
        ("11/2026", "Thôi hưởng trợ cấp", "Diện, 600.000 đ"),
        ("02/2026", "Hưởng trợ cấp", "Diện, 600.000 đ"),
    ]
    recorded = [one.text for one in view.page.story if one.kind == "office"]
    assert recorded[0].endswith("(thôi hưởng từ: (trống) → 11/2026)")
    assert recorded[1].endswith("(mức hưởng: 540.000 → 600.000, hưởng từ: 01/2026 → 02/2026)")


@pytest.mark.parametrize(
    ("code", "label", "secret", "health"),
    [
        ("K8", "", True, True),
        ("", "nhiễm H", True, True),
        ("K6DBN", "", False, True),
        ("", "Người khuyết tật nhẹ", False, True),
        ("K4", "Đơn thân", False, False),
        (None, "", False, False),
    ],
)
def test_grounds_that_tell_of_health(code: str | None, label: str, secret: bool, health: bool) -> None:
    assert (is_secret_ground(code, label), is_health_ground(code, label)) == (secret, health)


def test_only_what_is_sensitive_is_worth_a_note(office: Office) -> None:
    plain, ill, paid = (office.person(f"Nguyễn Thị {name}") for name in ("An", "Bình", "Chi"))
    office.do(add_line, NewLine(plain, LineDetails("Đơn thân", 540_000, "K4")))
    office.do(add_line, NewLine(ill, LineDetails("Người khuyết tật nặng", 540_000)))
    office.do(set_person_fact, SetPersonFact(paid, "account", {"number": "1111"}))
    seen = [office.read(person_view, person, DAY) for person in (plain, ill, paid)]
    assert [view is not None and view.sensitive for view in seen] == [False, True, True]


def test_the_past_page_reads_as_of_its_day(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    line = office.do(add_line, NewLine(person, LineDetails("Diện", 540_000)))
    office.clock.now = office.clock.now.replace(month=12)
    office.do(correct_line, CorrectLine(line, LineDetails("Diện", 600_000)))
    then, now = (office.read(past_view, person, date(2026, 11, 23), as_known_then=known) for known in (True, False))
    assert then is not None
    assert now is not None
    assert ([row.amount for row in then.lines], [row.amount for row in now.lines]) == (["540.000"], ["600.000"])
    assert office.read(past_view, person, date(2026, 11, 21), as_known_then=True) is None
    assert office.read(past_view, 99, DAY, as_known_then=False) is None
