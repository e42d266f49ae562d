"""Benefit lines in both times: changes of the world, corrections, and a past month asked as known then and now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from models.benefits import lines, queries
from models.benefits.page import person_view
from models.benefits.secrecy import Grounds
from models.benefits.services import (
    ChangeLineFrom,
    CorrectLine,
    LineDetails,
    LineValues,
    NewLine,
    StopLine,
    WithdrawLine,
    add_line,
    add_lines,
    change_line_from,
    correct_line,
    correct_lines,
    stop_line,
    withdraw_line,
)
from models.benefits.tables import BenefitLine
from models.people.merging import MergePeople, merge_people
from models.people.services import (
    ChangePerson,
    MoveResidence,
    PersonDetails,
    SetPersonFact,
    change_person,
    move_residence,
    set_person_fact,
)
from models.people.status import MarkDead, MarkLiving, MarkMoved, mark_dead, mark_living, mark_moved
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.store import SourceFile
from models.store.tables import Change
from models.store.undo import undo_change
from models.store.work import Outcome, Work, instant_text
from tests.people.commune import DAY, Office
from tests.store.fixtures import CLERK

SEPTEMBER, OCTOBER, NOVEMBER = Month(202609), Month(202610), Month(202611)
SEVERE = LineDetails("Người khuyết tật nặng", 810_000, "K6N", 150, start_month=Month(202301))
WORSE = LineDetails("Người khuyết tật đặc biệt nặng", 1_080_000, "K6DBN", 200, start_month=Month(202301))


def amounts(office: Office, month: int, known_at: str | None = None) -> list[int]:
    entries = office.read(queries.payment_lines, Month(month), known_at=known_at)
    return sorted(entry.monthly for entry in entries)


def instant(office: Office) -> str:
    return instant_text(office.clock())


def stored(office: Office) -> int:
    with office.store.read() as session:
        return session.execute(select(func.count()).select_from(BenefitLine)).scalar_one()


def test_a_change_of_the_world_leaves_the_past_months_alone(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    line = office.do(add_line, NewLine(person, SEVERE))
    before = instant(office)
    after = office.do(change_line_from, ChangeLineFrom(line, NOVEMBER, WORSE))
    assert [amounts(office, month) for month in (202610, 202611)] == [[810_000], [1_080_000]]
    assert amounts(office, 202611, before) == [810_000]
    old, new = office.read(lines.details, line), office.read(lines.details, after)
    assert (old.stop_month, new.start_month, new.amount) == (NOVEMBER, NOVEMBER, 1_080_000)


def test_a_correction_rewrites_what_is_known_now_and_keeps_what_was_believed(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    line = office.do(add_line, NewLine(person, SEVERE))
    before = instant(office)
    assert office.do(correct_line, CorrectLine(line, WORSE)) is True
    between = instant(office)
    assert office.do(correct_line, CorrectLine(line, WORSE)) is False
    office.do(stop_line, StopLine(line, OCTOBER))
    assert [amounts(office, month) for month in (202609, 202610)] == [[1_080_000], []]
    assert [amounts(office, month, before) for month in (202609, 202610)] == [[810_000], [810_000]]
    assert [amounts(office, month, between) for month in (202609, 202610)] == [[1_080_000], [1_080_000]]
    assert [row.amount for row in office.read(lines.lines_of, person, DAY)] == ["1.080.000"]
    assert [row.amount for row in office.read(lines.lines_of, person, DAY, known_at=before)] == ["810.000"]
    assert office.read(lines.count, lines.LineFilter(DAY)) == (1, 1_080_000)
    assert office.read(lines.ids, lines.LineFilter(DAY), limit=9) == [line]


def test_before_anything_was_known_nothing_was(office: Office) -> None:
    early = instant(office)
    office.do(add_line, NewLine(office.person("Nguyễn Thị Hạnh"), SEVERE))
    assert (amounts(office, 202610, early), amounts(office, 202610)) == ([], [810_000])


def test_a_withdrawn_line_was_believed_until_now(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    line = office.do(add_line, NewLine(person, SEVERE))
    before = instant(office)
    office.do(withdraw_line, WithdrawLine(line))
    assert (amounts(office, 202610), amounts(office, 202610, before)) == ([], [810_000])
    assert office.read(lines.rows, [line], DAY) == []
    assert office.read(lines.details, line) is None
    assert office.read(queries.amounts, [person], OCTOBER) == {}
    for verb, command in (
        (withdraw_line, WithdrawLine(line)),
        (correct_line, CorrectLine(line, WORSE)),
        (stop_line, StopLine(line, NOVEMBER)),
        (change_line_from, ChangeLineFrom(line, NOVEMBER, WORSE)),
    ):
        with pytest.raises(RuleError) as refused:
            office.do(verb, command)
        assert refused.value.code == "line_gone"


@pytest.mark.parametrize(("month", "code"), [(202301, "change_before_start"), (202612, "change_after_stop")])
def test_a_change_lies_within_the_line(office: Office, month: int, code: str) -> None:
    line = office.do(add_line, NewLine(office.person("Nguyễn Thị Hạnh"), SEVERE))
    office.do(stop_line, StopLine(line, Month(202612)))
    with pytest.raises(RuleError) as refused:
        office.do(change_line_from, ChangeLineFrom(line, Month(month), WORSE))
    assert (refused.value.code, refused.value.field) == (code, "start")
    after = office.read(lines.details, office.do(change_line_from, ChangeLineFrom(line, NOVEMBER, WORSE)))
    assert after.stop_month == Month(202612)


def test_many_lines_are_corrected_as_one_is(office: Office) -> None:
    people = [office.person(f"Nguyễn Thị {name}") for name in ("An", "Bình", "Chi")]
    ids = [office.do(add_line, NewLine(person, SEVERE)) for person in people]
    before = instant(office)
    commands = [LineValues(one, {"amount": 900_000}, f"Sheet1!{one}") for one in ids[:2]]
    commands += [LineValues(ids[0], {"channel": "cash"}, "Sheet1!9"), LineValues(ids[2], {"amount": 810_000})]
    assert office.do(lambda work, rows: Outcome(correct_lines(work, rows)), commands) == 2
    assert (amounts(office, 202611), amounts(office, 202611, before)) == ([810_000, 900_000, 900_000], [810_000] * 3)
    assert office.read(lines.details, ids[0]).channel == "cash"
    with pytest.raises(RuleError):
        office.do(lambda work, rows: Outcome(correct_lines(work, rows)), [LineValues(99, {"amount": 1})])


def test_undoing_a_correction_leaves_no_trace_in_the_lines(office: Office) -> None:
    line = office.do(add_line, NewLine(office.person("Nguyễn Thị Hạnh"), SEVERE))
    office.do(correct_line, CorrectLine(line, WORSE))
    assert stored(office) == 2
    with office.store.read() as session:
        last = session.execute(select(func.max(Change.id))).scalar_one()
    office.do(lambda work, number: Outcome(undo_change(work, number)), last)
    assert (stored(office), office.read(lines.details, line)) == (1, SEVERE)


def test_what_a_verb_adds_and_corrects_at_once_has_no_past(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")

    def add_and_correct(work: Any, _: None) -> Outcome[int]:
        made = add_line(work, NewLine(person, SEVERE)).value
        return Outcome(correct_lines(work, [LineValues(made, {"amount": 1_000})]))

    office.do(add_and_correct, None)
    assert (stored(office), amounts(office, 202611)) == (1, [1_000])


def test_a_past_month_with_its_people_as_known_then(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạn", "1950", village=1)
    office.do(set_person_fact, SetPersonFact(person, "account", {"number": "1111"}))
    office.do(add_line, NewLine(person, SEVERE))
    before = instant(office)
    office.do(change_person, ChangePerson(person, PersonDetails("Nguyễn Thị Hạnh", PartialDate(1951), note="x")))
    office.do(move_residence, MoveResidence(person, 2, "", date(2026, 9, 1)))
    office.do(set_person_fact, SetPersonFact(person, "account", {"number": "2222"}, date(2026, 9, 1)))
    office.do(mark_dead, MarkDead(person, PartialDate(2026, 9, 3)))
    assert (amounts(office, 202610), amounts(office, 202610, before)) == ([], [810_000])
    (then,) = office.read(queries.payment_lines, SEPTEMBER, known_at=before)
    (now,) = office.read(queries.payment_lines, SEPTEMBER)
    assert (then.name, then.birth_year, then.village, then.account, then.note) == (
        "Nguyễn Thị Hạn",
        "1950",
        "Thôn 1",
        "1111",
        "",
    )
    assert (now.name, now.birth_year, now.village, now.account) == ("Nguyễn Thị Hạnh", "1951", "Thôn Đồng Cầu", "2222")
    assert len(office.read(queries.payment_lines, SEPTEMBER, 1, known_at=before)) == 1
    assert office.read(queries.payment_lines, SEPTEMBER, 1) == []
    dead = instant(office)
    office.do(mark_living, MarkLiving(person))
    assert (amounts(office, 202610), amounts(office, 202610, dead)) == ([810_000], [])


def test_a_merged_double_is_withdrawn_not_lost(office: Office) -> None:
    keep, other = office.person("Nguyễn Thị Hạnh"), office.person("Nguyễn Thị Hạnh")
    for person in (keep, other):
        office.do(add_line, NewLine(person, SEVERE))
    before = instant(office)
    office.do(merge_people, MergePeople(keep, other, {}))
    assert (amounts(office, 202611), amounts(office, 202611, before)) == ([810_000], [810_000] * 2)


@given(st.sampled_from(("dead", "moved", "living")), st.sampled_from(("", "2026", "2026-10", "2026-10-31", "2025")))
def test_the_two_spellings_of_who_left_agree(status: str, left_on: str) -> None:
    """`due_in` in SQL and `has_left_before` in Python; the SQL side is held by test_lines."""
    gone = queries.has_left_before(status, left_on, NOVEMBER)
    assert gone == (status != "living" and left_on in ("", "2026-10", "2026-10-31", "2025"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(st.lists(st.sampled_from(("correct", "change", "stop", "withdraw", "add")), max_size=6))
def test_each_past_instant_answers_as_it_did_then(office: Office, steps: list[str]) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    answers = []
    for number, step in enumerate(steps):
        known = office.read(lines.lines_of, person, DAY)
        line = known[0].id if known else 0
        rate = LineDetails("Diện", 1_000 * number, start_month=Month(202600 + number + 1))
        try:
            if step == "add" or not line:
                office.do(add_line, NewLine(person, rate))
            elif step == "correct":
                office.do(correct_line, CorrectLine(line, rate))
            elif step == "change":
                office.do(change_line_from, ChangeLineFrom(line, Month(202606), rate))
            elif step == "stop":
                office.do(stop_line, StopLine(line, Month(202608)))
            else:
                office.do(withdraw_line, WithdrawLine(line))
        except RuleError:
            pass
        said = [(row.amount, row.start, row.stop) for row in office.read(lines.lines_of, person, DAY)]
        answers.append((instant(office), sorted(said)))
    for at, said in answers:
        then = office.read(lines.lines_of, person, DAY, known_at=at)
        assert sorted((row.amount, row.start, row.stop) for row in then) == said


def test_who_moves_away_is_paid_on_the_list_of_the_village_they_left(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    office.do(add_line, NewLine(person, SEVERE))
    office.do(move_residence, MoveResidence(person, 2, "", date(2026, 9, 1)))
    before = instant(office)
    office.do(mark_moved, MarkMoved(person, date(2026, 11, 10), "xã khác"))
    for month, village in ((202608, 1), (202610, 2), (202611, 2)):
        (entry,) = office.read(queries.payment_lines, Month(month), village)
        (again,) = office.read(queries.payment_lines, Month(month), village, known_at=before)
        assert entry.village == again.village == ("Thôn 1", "Thôn Đồng Cầu")[village - 1]
        assert len(office.read(queries.payment_lines, Month(month))) == 1
    assert amounts(office, 202612) == []


def test_a_move_that_never_was_leaves_the_home_as_it_stood(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    office.do(add_line, NewLine(person, SEVERE))
    office.do(mark_moved, MarkMoved(person, date(2026, 9, 10)))
    assert office.read(queries.payment_lines, NOVEMBER) == []
    office.do(mark_living, MarkLiving(person))
    (entry,) = office.read(queries.payment_lines, NOVEMBER, 1)
    assert entry.village == "Thôn 1"
    office.do(mark_moved, MarkMoved(person, date(2026, 9, 10)))
    office.do(move_residence, MoveResidence(person, 2, "", date(2026, 10, 1)))
    office.do(mark_living, MarkLiving(person))
    assert [len(office.read(queries.payment_lines, Month(month), 1)) for month in (202609, 202610)] == [1, 0]


@pytest.mark.parametrize("grounds", ["guarded", "neutral"])
def test_words_of_hiv_stand_nowhere_on_a_page_before_they_are_asked_for(office: Office, grounds: Grounds) -> None:
    home = PersonDetails("Nguyễn Thị Hạnh", note="nhiễm H từ 2019")
    person = office.person("Nguyễn Thị Hạnh", note="có HIV")
    office.do(change_person, ChangePerson(person, home))
    office.do(move_residence, MoveResidence(person, 1, "Trung tâm nuôi dưỡng người nhiễm HIV", date(2026, 9, 1)))
    source = SourceFile("DS tro cap K3.xlsx", "0" * 64)
    office.store.transact("Nhập", CLERK, _told_by_a_list, (NewLine(person, SEVERE), "Nhiễm HIV!5"), source=source)
    office.do(change_person, ChangePerson(person, PersonDetails("Nguyễn Thị Hạnh", note="SIDA")), "Sửa")
    office.do(mark_moved, MarkMoved(person, date(2026, 11, 10), "Khoa điều trị HIV/AIDS"))
    view = office.read(person_view, person, DAY, grounds=grounds)
    assert view is not None
    told = str((view.page, view.lines))
    assert not [word for word in ("HIV", "nhiễm H", "SIDA", "K3") if word in told]
    assert "Thôn 1" in told
    assert any(entry.title == "Nhập" and "810.000" in entry.text for entry in view.page.story)
    seen = str(office.read(person_view, person, DAY, grounds="open"))
    assert all(word in seen for word in ("có HIV", "nhiễm H", "SIDA", "Nhiễm HIV!5", "Khoa điều trị"))


def _told_by_a_list(work: Work, told: tuple[NewLine, str]) -> Outcome[range]:
    return add_lines(work, [told[0]], [told[1]])


def test_one_benefit_in_two_spellings_is_paid_once_after_a_merge(office: Office) -> None:
    keep, other, third = (office.person("Nguyễn Thị Hạnh") for _ in range(3))
    for person, label, group in ((keep, SEVERE.label, "K6N"), (other, "NKT nặng", "K6N"), (third, SEVERE.label, "K7")):
        office.do(add_line, NewLine(person, replace(SEVERE, label=label, group_code=group)))
    office.do(merge_people, MergePeople(keep, other, {}))
    assert amounts(office, 202611) == [810_000] * 2
    office.do(merge_people, MergePeople(keep, third, {}))
    assert amounts(office, 202611) == [810_000] * 2
