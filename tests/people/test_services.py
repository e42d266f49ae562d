"""Verbs on persons on a store: checks, residence, fates, facts, bulk and single alike."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from models.people import queries
from models.people.households import (
    NewHousehold,
    SetMembership,
    SetPoverty,
    create_household,
    set_membership,
    set_poverty,
)
from models.people.page import person_page
from models.people.queries import PersonFilter
from models.people.services import (
    ChangePerson,
    MoveResidence,
    NewPerson,
    PersonDetails,
    SetPersonFact,
    add_people,
    add_person,
    change_person,
    move_residence,
    set_person_fact,
)
from models.people.status import MarkDead, MarkLiving, MarkMoved, mark_dead, mark_living, mark_moved
from models.people.tables import Person, Residence
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.tables import Audit
from tests.people.commune import DAY, Office

HANH = PersonDetails(
    "NGUYỄN THỊ HẠNH",
    PartialDate(1990, 3, 5),
    "female",
    "01",
    "001190000001",
    "012345678",
    "6012345678",
    ("0912 345 678", "+84912345678", "0387654321"),
    " ghi chú ",
)


def stored(office: Office, person_id: int) -> Person:
    with office.store.read() as session:
        person = session.get(Person, person_id)
        assert person is not None
        return person


def columns(person: Person) -> dict[str, Any]:
    return {
        c.name: getattr(person, c.name)
        for c in Person.__table__.columns
        if c.name not in ("id", "uid", "code", "search")
    }


def test_a_person_is_stored_tidied(office: Office) -> None:
    person = stored(office, office.do(add_person, NewPerson(HANH, 2, " Số nhà 5 ")))
    assert (person.name, person.code, person.phones, person.note) == (
        "Nguyễn Thị Hạnh",
        1,
        "0912345678 0387654321",
        "ghi chú",
    )
    assert person.search == " nguyen thi hanh 0000013 001190000001 012345678 6012345678 0912345678 0387654321"
    assert (person.born_earliest, person.born_latest) == ("1990-03-05", "1990-03-05")
    row = office.read(queries.rows, [person.id], DAY)[0]
    assert (row.village, row.address, row.born, row.sex) == ("Thôn Đồng Cầu", "Số nhà 5", "05/03/1990", "Nữ")


def test_many_are_stored_as_one_is(office: Office) -> None:
    one = stored(office, office.do(add_person, NewPerson(HANH, 2, "Số nhà 5")))
    many = office.do(add_people, [NewPerson(HANH, 2, "Số nhà 5"), NewPerson(PersonDetails("Trần Văn B"))])
    assert [stored(office, number).code for number in many] == [2, 3]
    assert columns(stored(office, many[0])) == columns(one)
    with office.store.read() as session:
        homes = session.scalars(select(Residence).order_by(Residence.id)).all()
    assert [(home.village_id, home.address, home.valid_from) for home in homes] == [(2, "Số nhà 5", "")] * 2


def test_a_nine_digit_number_is_an_old_one(office: Office) -> None:
    person = stored(office, office.person("Trần Văn B", id_number="240 123 456"))
    assert (person.id_number, person.old_id_number) == ("", "240123456")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"id_number": "123"}, "id_number"),
        ({"old_id_number": "001190000001"}, "old_id_number"),
        ({"sex": "nam"}, "sex"),
        ({"ethnic_code": "77"}, "ethnic"),
        ({"born": PartialDate(2027)}, "born"),
        ({"born": PartialDate(1890)}, "born"),
        ({"phones": ("123",)}, "phone"),
        ({"insurance_number": "1"}, "insurance_number"),
    ],
)
def test_wrong_entries_are_refused_beside_their_field_and_nothing_stays(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    wrong = NewPerson(PersonDetails(**{"name": "Trần Văn B", **changes}))
    for verb, command in ((add_person, wrong), (add_people, [NewPerson(HANH), wrong])):
        with pytest.raises(RuleError) as refused:
            office.do(verb, command)
        assert refused.value.field == field
    assert office.read(queries.count, PersonFilter(DAY)) == 0


def test_unknown_village_is_refused(office: Office) -> None:
    with pytest.raises(RuleError) as refused:
        office.do(add_person, NewPerson(HANH, 99))
    assert refused.value.field == "village"


def test_a_change_writes_only_what_differs(office: Office) -> None:
    person = office.do(add_person, NewPerson(HANH))
    details = office.read(queries.details, person)
    assert details is not None
    assert office.do(change_person, ChangePerson(person, details)) is False
    changed = PersonDetails(**{**{n: getattr(details, n) for n in PersonDetails.__slots__}, "name": "Nguyễn Thị Hành"})
    assert office.do(change_person, ChangePerson(person, changed)) is True
    with office.store.read() as session:
        last = session.scalars(select(Audit).order_by(Audit.id.desc())).first()
    assert last is not None
    assert last.fields == '{"name":["Nguyễn Thị Hạnh","Nguyễn Thị Hành"]}'
    assert office.read(queries.ids, PersonFilter(DAY, "thi hanh"), limit=5) == [person]


def test_a_move_within_the_commune_keeps_the_former_home(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    assert office.do(move_residence, MoveResidence(person, 2, "", date(2026, 5, 1))) is True
    assert office.do(move_residence, MoveResidence(person, 2, "", date(2026, 6, 1))) is False
    assert office.read(queries.rows, [person], date(2026, 4, 30))[0].village == "Thôn 1"
    assert office.read(queries.rows, [person], date(2026, 5, 1))[0].village == "Thôn Đồng Cầu"
    assert office.read(queries.ids, PersonFilter(DAY, village_id=1), limit=9) == []
    assert office.read(queries.ids, PersonFilter(DAY, village_id=2), limit=9) == [person]


def test_a_death_has_its_bounds_and_can_be_taken_back(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1950-03")
    for wrong in (PartialDate(2027), PartialDate(1949)):
        with pytest.raises(RuleError):
            office.do(mark_dead, MarkDead(person, wrong))
    office.do(mark_dead, MarkDead(person, PartialDate(2026, 10)))
    page = office.read(person_page, person, DAY)
    assert page is not None
    assert page.status == "Đã mất ngày 10/2026"
    assert office.read(queries.count, PersonFilter(DAY, status="dead")) == 1
    with pytest.raises(RuleError):
        office.do(mark_moved, MarkMoved(person, DAY))
    office.do(mark_living, MarkLiving(person))
    assert office.read(queries.count, PersonFilter(DAY, status="living")) == 1


def test_a_move_away_ends_the_residence(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    office.do(mark_moved, MarkMoved(person, date(2026, 9, 1), "xã Khác"))
    row = office.read(queries.rows, [person], DAY)[0]
    assert (row.village, row.status) == ("", "Đã chuyển đi")
    assert office.read(queries.rows, [person], date(2026, 8, 31))[0].village == "Thôn 1"


def test_facts_of_a_person(office: Office) -> None:
    person, other = office.person("Nguyễn Thị Hạnh"), office.person("Trần Văn B")
    for fact, values in (
        ("marital", {"state": "married"}),
        ("study", {"level": "school", "school": "THPT Mẫu"}),
        ("account", {"number": "5300 205 123", "bank": "Agribank"}),
        ("payee", {"other_id": other, "relation": "con"}),
        ("guardian", {"name": "lê thị c", "phone": "0912345678"}),
        ("disability", {"degree": "severe", "kind": "sight"}),
    ):
        assert office.do(set_person_fact, SetPersonFact(person, fact, values, date(2026, 1, 1))) is True
    page = office.read(person_page, person, DAY)
    assert page is not None
    texts = {fact.fact: fact.text for fact in page.facts if fact.now}
    assert texts["bank_account"] == "5300205123 - Agribank"
    assert texts["payee"] == "Trần Văn B, con"
    assert texts["guardian"] == "Lê Thị C, 0912 345 678"
    assert texts["disability"] == "Nặng - Nhìn"
    assert texts["study"] == "Phổ thông - THPT Mẫu"
    assert office.do(set_person_fact, SetPersonFact(person, "account", None, date(2026, 6, 1))) is True
    page = office.read(person_page, person, DAY)
    assert page is not None
    account = next(fact for fact in page.facts if fact.fact == "bank_account")
    assert (account.now, account.until) == (False, "01/06/2026")


@pytest.mark.parametrize(
    ("fact", "values", "field"),
    [
        ("marital", {"state": "x"}, "state"),
        ("study", {"level": "x"}, "level"),
        ("account", {"number": " "}, "account"),
        ("payee", {"name": " "}, "name"),
        ("disability", {"degree": "x"}, "degree"),
    ],
)
def test_wrong_facts_are_refused(office: Office, fact: str, values: dict[str, Any], field: str) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    with pytest.raises(RuleError) as refused:
        office.do(set_person_fact, SetPersonFact(person, fact, values))
    assert refused.value.field == field


def test_nobody_is_their_own_payee(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    with pytest.raises(RuleError):
        office.do(set_person_fact, SetPersonFact(person, "payee", {"other_id": person}))


def test_sources_stand_in_the_history(office: Office) -> None:
    def verb(work: Any, commands: Any) -> Any:
        return add_people(work, commands, ["DS!7", "DS!8"])

    ids = office.do(verb, [NewPerson(HANH, 1), NewPerson(PersonDetails("Trần Văn B"), 1)])
    with office.store.read() as session:
        found = session.execute(
            select(Audit.record_table, Audit.record_id, Audit.source).where(Audit.source.is_not(None))
        )
        sources = sorted((table, record, source) for table, record, source in found if table == "person")
        homes = [
            source
            for table, _, source in session.execute(select(Audit.record_table, Audit.id, Audit.source))
            if table == "residence"
        ]
    assert sources == [("person", ids[0], "DS!7"), ("person", ids[1], "DS!8")]
    assert homes == ["DS!7", "DS!8"]
    page = office.read(person_page, ids[0], DAY)
    assert page is not None
    assert "nguồn: DS!7" in page.story[0].text


def test_five_thousand_are_stored_within_seconds(office: Office) -> None:
    people = [NewPerson(PersonDetails("Nguyễn Thị Hạnh", PartialDate(1950, 1, 1)), 1) for _ in range(5000)]
    start = time.perf_counter()
    office.do(add_people, people)
    assert time.perf_counter() - start < 6
    with office.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 5000


def test_an_end_that_ends_nothing_is_refused(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    home = office.do(create_household, NewHousehold(person, since=date(2026, 6, 1)))
    office.do(set_person_fact, SetPersonFact(person, "account", {"number": "1111"}, date(2026, 6, 1)))
    ends = (
        (set_person_fact, SetPersonFact(person, "account", None, date(2026, 5, 1))),
        (set_membership, SetMembership(person, None, since=date(2026, 5, 1))),
        (set_poverty, SetPoverty(home, None, date(2026, 5, 1))),
    )
    for verb, command in ends:
        with pytest.raises(RuleError) as refused:
            office.do(verb, command)
        assert (refused.value.code, refused.value.field) == ("nothing_ends", "since")
    assert office.do(set_person_fact, SetPersonFact(person, "account", None, date(2026, 7, 1)))


def test_nobody_moves_away_before_a_later_home_or_the_birth(office: Office) -> None:
    """The later home would stand on the page of somebody who is gone, and in every list of its village."""
    person = office.person("Nguyễn Thị Hạnh", "1950-03", village=1)
    office.do(move_residence, MoveResidence(person, 2, "", date(2026, 5, 1)))
    for wrong, code in (
        (date(2026, 4, 1), "lives_here_later"),
        (date(2026, 5, 1), "lives_here_later"),
        (date(1950, 2, 28), "moved_before_birth"),
    ):
        with pytest.raises(RuleError) as refused:
            office.do(mark_moved, MarkMoved(person, wrong))
        assert (refused.value.code, refused.value.field) == (code, "on")
    assert "01/05/2026" in _words_of_refusal(office, person)
    office.do(mark_moved, MarkMoved(person, date(2026, 5, 2)))
    assert office.read(queries.rows, [person], DAY)[0].status == "Đã chuyển đi"


def _words_of_refusal(office: Office, person: int) -> str:
    with pytest.raises(RuleError) as refused:
        office.do(mark_moved, MarkMoved(person, date(2026, 4, 1)))
    return refused.value.message
