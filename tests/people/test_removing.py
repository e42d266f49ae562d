"""Removing what was entered by mistake: what goes, what stands in the way, and what stays for ever."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from models.benefits.papers import DeskLine
from models.benefits.services import LineDetails, NewLine, WithdrawLine, add_line, withdraw_line
from models.office.paper_facts import kept_facts
from models.office.tables import Paper
from models.people import queries
from models.people.codes import display_code
from models.people.correcting import CorrectFact, correct_recorded_fact
from models.people.households import NewHousehold, SetMembership, create_household, set_membership
from models.people.merging import MergePeople, merge_people
from models.people.page import household_page, person_page
from models.people.removing import RemoveHousehold, RemovePerson, remove_household, remove_person
from models.people.services import NotSame, SetPersonFact, remember_not_same, set_person_fact
from models.people.status import MarkDead, MarkLiving, MarkMoved, mark_dead, mark_living, mark_moved
from models.people.tables import Guardian, HouseholdMembership, NotSamePerson, Person, Residence
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.tables import Audit, Change
from models.store.work import Outcome, Work
from tests.people.commune import DAY, Office

WHY = "nhập nhầm người xã khác"


def refused(office: Office, command: RemovePerson | RemoveHousehold) -> str:
    verb: Callable[..., Any] = remove_person if isinstance(command, RemovePerson) else remove_household
    with pytest.raises(RuleError) as problem:
        office.do(verb, command)
    return problem.value.code or ""


def count(office: Office, entity: Any) -> int:
    with office.store.read() as session:
        return session.execute(select(func.count()).select_from(entity)).scalar_one()


def test_a_person_goes_with_their_own_facts_and_the_reason_stays(office: Office) -> None:
    person, other = office.person("Nguyễn Thị Hạnh", "1950"), office.person("Nguyễn Thị Hạnh")
    office.do(set_person_fact, SetPersonFact(person, "account", {"number": "1111"}))
    office.do(remember_not_same, NotSame(person, other))
    office.do(remove_person, RemovePerson(person, f"  {WHY} "))
    assert office.read(queries.rows, [person], DAY) == []
    assert office.read(queries.ids, queries.PersonFilter(DAY, "hanh"), limit=9) == [other]
    assert (count(office, Person), count(office, Residence), count(office, NotSamePerson)) == (1, 1, 0)
    with office.store.read() as session:
        change = session.scalars(select(Change).order_by(Change.id.desc()).limit(1)).one()
        gone = session.scalars(select(Audit).where(Audit.change_id == change.id, Audit.record_table == "person")).one()
    assert (change.reason, gone.operation) == (WHY, "gone")
    assert json.loads(gone.fields or "")["name"] == ["Nguyễn Thị Hạnh", None]


def test_a_code_is_never_given_again(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    office.do(remove_person, RemovePerson(person, WHY))
    again = office.person("Trần Văn An")
    assert office.read(queries.rows, [again], DAY)[0].code == display_code(2)
    assert office.read(queries.id_of_code, 1) is None
    assert again != person


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_no_reason_no_removal(office: Office, reason: str) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    assert refused(office, RemovePerson(person, reason)) == "reason_missing"
    assert refused(office, RemoveHousehold(1, reason)) == "reason_missing"
    assert refused(office, RemovePerson(99, WHY)) == "person_gone"
    assert refused(office, RemoveHousehold(99, WHY)) == "household_gone"


def test_benefit_lines_stand_in_the_way_until_they_are_withdrawn(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    line = office.do(add_line, NewLine(person, LineDetails("Diện", 540_000)))
    assert refused(office, RemovePerson(person, WHY)) == "has_lines"
    office.do(withdraw_line, WithdrawLine(line))
    office.do(remove_person, RemovePerson(person, WHY))
    assert count(office, Person) == 0


@pytest.mark.parametrize("fact", ["payee", "guardian"])
def test_who_stands_in_for_others_stays(office: Office, fact: str) -> None:
    person, child = office.person("Nguyễn Thị Hạnh"), office.person("Nguyễn Văn Bé", "2018")
    office.do(set_person_fact, SetPersonFact(child, fact, {"other_id": person}))
    assert refused(office, RemovePerson(person, WHY)) == "stands_in"
    page = office.read(person_page, child, DAY)
    assert page is not None
    office.do(correct_recorded_fact, CorrectFact(fact, page.facts[-1].id, was_true=False))
    office.do(remove_person, RemovePerson(person, WHY))
    if fact == "guardian":
        with office.store.read() as session:
            kept = session.scalars(select(Guardian)).one()
        assert (kept.name, kept.other_id) == ("Nguyễn Thị Hạnh", None)


def test_who_has_taken_in_another_record_stays(office: Office) -> None:
    keep, other = office.person("Nguyễn Thị Hạnh"), office.person("Nguyễn Thị Hạnh")
    office.do(merge_people, MergePeople(keep, other, {}))
    assert refused(office, RemovePerson(keep, WHY)) == "has_merged"


def test_a_head_goes_only_when_alone(office: Office) -> None:
    head, wife = office.person("Trần Văn Ba"), office.person("Lê Thị Tư")
    household = office.do(create_household, NewHousehold(head, ((wife, "spouse"),)))
    assert refused(office, RemovePerson(head, WHY)) == "is_head"
    assert refused(office, RemoveHousehold(household, WHY)) == "has_members"
    office.do(remove_person, RemovePerson(wife, WHY))
    office.do(remove_person, RemovePerson(head, WHY))
    page = office.read(household_page, household, DAY)
    assert page is not None
    assert (page.members, page.doubts) == ((), ())
    office.do(remove_household, RemoveHousehold(household, WHY))
    assert office.read(household_page, household, DAY) is None
    assert count(office, HouseholdMembership) == 0


def test_a_household_that_somebody_left_is_no_mistake(office: Office) -> None:
    head = office.person("Trần Văn Ba")
    household = office.do(create_household, NewHousehold(head))
    office.do(set_membership, SetMembership(head, None))
    assert refused(office, RemoveHousehold(household, WHY)) == "has_members"


def test_who_stands_on_a_paper_stays(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    code = office.read(queries.rows, [person], DAY)[0].code

    def keep(work: Work, _: None) -> Outcome[None]:
        facts = kept_facts(DeskLine(1, code, "Nguyễn Thị Hạnh", "", 1), {})
        rows = {"uid": "u", "kind": "payment_finance", "body_id": 1, "title": "x", "lines": 1, "series": "DS"}
        work.add(Paper(**rows, state="prepared", made_at=work.instant, facts_sha256="0", facts=facts))
        return Outcome(None)

    office.do(keep, None)
    assert refused(office, RemovePerson(person, WHY)) == "on_paper"
    office.do(remove_person, RemovePerson(office.person("Nguyễn Thị Hạnh"), WHY))


def test_who_died_or_moved_away_is_never_removed(office: Office) -> None:
    dead, moved = office.person("Nguyễn Thị Hạnh"), office.person("Trần Văn Ba")
    office.do(mark_dead, MarkDead(dead, PartialDate(2026)))
    office.do(mark_moved, MarkMoved(moved, DAY))
    assert [refused(office, RemovePerson(person, WHY)) for person in (dead, moved)] == ["not_living"] * 2
    office.do(mark_living, MarkLiving(dead))
    office.do(remove_person, RemovePerson(dead, WHY))
    assert count(office, Person) == 1
