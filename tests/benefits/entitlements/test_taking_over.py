"""What a take-over finds before it happens: sums, and what a clerk should look at."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.benefits.entitlements.checks import running_grounds
from models.benefits.entitlements.law_change_facts import preview as law_change
from models.benefits.entitlements.tables import DecisionItem, Entitlement
from models.benefits.entitlements.taking_over import TakeOver, TakeOverPreview, preview, take_over
from models.benefits.queries import NO_VILLAGE
from models.benefits.services import LineDetails, NewLine, RuleLabel, StopLine, add_line, rule_label, stop_line
from models.benefits.tables import BenefitLine
from models.people.status import MarkDead, mark_dead
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from tests.benefits.entitlements.test_decisions import NOVEMBER, OCTOBER, SEVERE, taken
from tests.people.commune import DAY, Office


def line(office: Office, person: int, group: str, amount: int | None, **more: object) -> int:
    details = LineDetails(str(more.pop("label", group)), amount, group, 150, start_month=Month(202301))
    made: int = office.do(add_line, NewLine(person, details))
    return made


def looked(office: Office) -> TakeOverPreview:
    return office.read(preview, OCTOBER)


def test_sums_by_group_and_village(office: Office) -> None:
    for name, village, group, amount in (
        ("An", 1, "K6N", 810_000),
        ("Bích", 2, "K6N", 810_000),
        ("Cúc", 2, "HTXH", 540_000),
        ("Dung", None, "K8", 810_000),
    ):
        line(office, office.person(f"Nguyễn Thị {name}", "1990", village), group, amount)
    found = looked(office)
    assert [(one.name, one.lines, one.total) for one in found.by_group] == [
        ("HTXH", 1, 540_000),
        ("K6N", 2, 1_620_000),
        ("K8", 1, 810_000),
    ]
    assert [(one.name, one.lines) for one in found.by_village] == [(NO_VILLAGE, 1), ("Thôn 1", 1), ("Thôn Đồng Cầu", 2)]
    assert found.total == 2_970_000


def test_amounts_off_the_law_are_named_with_what_the_law_gives(office: Office) -> None:
    old, right = office.person("Nguyễn Thị An", "1990"), office.person("Nguyễn Thị Bích", "1990")
    first = line(office, old, "K6N", 750_000)
    line(office, right, "K6N", 810_000)
    (one,) = looked(office).off_the_law
    assert (one.line_id, one.amount, one.lawful) == (first, 750_000, 810_000)


def test_a_ruled_label_counts_as_its_group_and_is_written_into_the_span(office: Office) -> None:
    person = office.person("Nguyễn Thị An", "1990")
    line(office, person, "", 810_000, label="Đối tượng cũ")
    assert [one.label for one in looked(office).unrecognised] == ["Đối tượng cũ"]
    office.do(rule_label, RuleLabel("đối tượng  CŨ", "K6N"))
    assert looked(office).unrecognised == ()
    office.do(take_over, TakeOver(OCTOBER))
    codes = [BenefitLine.group_code, Entitlement.group_code, DecisionItem.group_code]
    assert [office.read(lambda s, code=code: s.scalar(select(code))) for code in codes] == ["K6N"] * 3


def test_a_line_without_amount_waits(office: Office) -> None:
    person = office.person("Nguyễn Thị An", "1990")
    silent = line(office, person, "K6N", None)
    found = looked(office)
    assert (found.lines, [one.line_id for one in found.without_amount]) == ((), [silent])
    with pytest.raises(RuleError, match="chưa ghi mức"):
        office.do(take_over, TakeOver(OCTOBER, (silent,)))


def test_a_ground_told_twice_is_taken_once_unless_named(office: Office) -> None:
    person, _ = taken(office)
    second = office.do(add_line, NewLine(person, SEVERE))
    care = [line(office, person, "CS-HGD", 540_000) for _ in range(2)]
    found = looked(office)
    assert [one.line_id for one in found.doubles] == [second]
    assert [one.line_id for one in found.lines] == care
    assert office.do(take_over, TakeOver(OCTOBER)).lines == 2
    assert office.do(take_over, TakeOver(OCTOBER, (second,))).lines == 1
    assert len(office.read(lambda s: s.scalars(select(Entitlement.id)).all())) == 4


def test_two_lines_of_one_list_that_tell_the_same_are_a_double(office: Office) -> None:
    person = office.person("Nguyễn Thị An", "1990")
    first, second = (
        line(office, person, "", 700_000, label="Trợ cấp cũ"),
        line(office, person, "", 700_000, label="trợ cấp CŨ"),
    )
    found = looked(office)
    assert ([one.line_id for one in found.lines], [one.line_id for one in found.doubles]) == ([first], [second])


def test_who_died_before_the_month_is_left(office: Office) -> None:
    gone, dying = office.person("Nguyễn Thị An", "1990"), office.person("Nguyễn Thị Bích", "1990")
    for person in (gone, dying):
        line(office, person, "K6N", 810_000)
    office.do(mark_dead, MarkDead(gone, PartialDate(2026, 9, 30)))
    office.do(mark_dead, MarkDead(dying, PartialDate(2026, 10, 1)))
    found = looked(office)
    assert ([one.person_id for one in found.lines], found.left) == ([dying], 1)


def test_a_line_that_is_over_or_not_begun_is_not_found(office: Office) -> None:
    person = office.person("Nguyễn Thị An", "1990")
    over = LineDetails("K6N", 810_000, "K6N", 150, start_month=Month(202301), stop_month=OCTOBER)
    later = LineDetails("HTXH", 540_000, "HTXH", None, start_month=NOVEMBER)
    ids = tuple(office.do(add_line, NewLine(person, details)) for details in (over, later))
    assert looked(office).lines == ()
    with pytest.raises(RuleError, match="không còn hưởng"):
        office.do(take_over, TakeOver(OCTOBER, ids))


def test_one_decision_says_it_for_everybody(office: Office) -> None:
    for name in ("An", "Bích"):
        line(office, office.person(f"Nguyễn Thị {name}", "1990"), "HTXH", 540_000)
    done = office.do(take_over, TakeOver(OCTOBER))
    items = office.read(lambda s: s.scalars(select(DecisionItem)).all())
    assert {(one.decision_id, one.kind, one.amount, one.from_month) for one in items} == {
        (done.decision_id, "social_pension", 540_000, 202301)
    }
    assert office.read(running_grounds, {1, 2}) == {(1, "HTXH", None), (2, "HTXH", None)}


def test_who_ended_lately_is_taken_over_only_when_asked_for(office: Office) -> None:
    """A law that counts back may owe them something (benefits.md 15.2, 5); what ended was paid until it ended."""
    stays, ended, long_gone = (office.person(f"Nguyễn Thị {name}", "1990") for name in ("An", "Bích", "Cúc"))
    line(office, stays, "K6N", 750_000)
    for person, stop in ((ended, Month(202609)), (long_gone, Month(202607))):
        office.do(stop_line, StopLine(line(office, person, "K6N", 750_000), stop))
    assert looked(office).ended == ()
    found = office.read(preview, OCTOBER, Month(202607))
    assert [(one.person_id, one.stop) for one in found.ended] == [(ended, Month(202609))]
    assert [one.person_id for one in found.lines] == [stays]
    done = office.do(take_over, TakeOver(OCTOBER, ended_since=Month(202607)))
    assert (done.lines, done.ended, done.total) == (2, 1, 750_000)
    columns = (Entitlement.person_id, Entitlement.opening_amount, Entitlement.opening_until)
    rows = office.read(lambda session: session.execute(select(*columns).order_by(Entitlement.id)).all())
    assert [tuple(row) for row in rows] == [(stays, 750_000, NOVEMBER), (ended, 750_000, Month(202609))]
    change = office.read(law_change, Month(202607), NOVEMBER, DAY)
    (pending,) = [one for one in change.pending if one.person_id == ended]
    assert (pending.pending, pending.arrears) == (("stopped",), 2 * 60_000)
