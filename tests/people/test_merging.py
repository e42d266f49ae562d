"""Merging two records: nothing is lost, references follow, the old code stays findable."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.benefits.services import LineDetails, NewLine, add_line
from models.benefits.tables import BenefitLine
from models.people import queries
from models.people.codes import display_code
from models.people.dated import known
from models.people.finding import find_person
from models.people.households import NewHousehold, create_household
from models.people.merging import Choice, MergePeople, merge_people
from models.people.page import merge_preview, person_page
from models.people.services import NotSame, SetPersonFact, remember_not_same, set_person_fact
from models.people.status import MarkDead, mark_dead
from models.people.tables import NotSamePerson, Payee, Person, Residence
from models.store.check import check_store
from models.store.dates import PartialDate
from models.store.errors import RuleError
from tests.people.commune import DAY, Office


def two(office: Office) -> tuple[int, int]:
    keep = office.person("Nguyen Thi Hanh", "1950", village=1, phones=("0912345678",))
    other = office.person(
        "Nguyễn Thị Hạnh", "1950-03-05", village=2, id_number="001150000001", phones=("0387654321",), sex="female"
    )
    return keep, other


def merge(office: Office, keep: int, other: int, **choices: Choice) -> None:
    office.do(merge_people, MergePeople(keep, other, choices))


def test_preview_proposes_what_knows_more(office: Office) -> None:
    keep, other = two(office)
    lines = {line.field: line for line in office.read(merge_preview, keep, other, DAY)}
    assert (lines["born"].keep, lines["born"].other, lines["born"].proposed) == ("1950", "05/03/1950", "other")
    assert lines["id_number"].proposed == "other"
    assert lines["name"].proposed == "keep"
    assert (lines["residence"].keep, lines["residence"].other, lines["residence"].proposed) == (
        "Thôn 1",
        "Thôn Đồng Cầu",
        "keep",
    )
    assert not lines["old_id_number"].differs


def test_a_finer_birth_date_wins_only_when_it_may_be_the_same(office: Office) -> None:
    old = office.person("Lý A Chính", "1947")
    child, same = office.person("Lý A Chính", "2014-01-20"), office.person("Lý A Chính", "1947-05-01")
    for other, side in ((child, "keep"), (same, "other")):
        lines = {line.field: line for line in office.read(merge_preview, old, other, DAY)}
        assert lines["born"].proposed == side
    merge(office, old, child)
    page = office.read(person_page, old, DAY)
    assert page is not None
    assert dict(page.fields)["Ngày sinh"] == "1947"


def test_choices_are_followed_and_the_rest_as_proposed(office: Office) -> None:
    keep, other = two(office)
    merge(office, keep, other, name="other", residence="other")
    row = office.read(queries.rows, [keep], DAY)[0]
    assert (row.name, row.born, row.sex, row.id_number) == ("Nguyễn Thị Hạnh", "05/03/1950", "Nữ", "001150000001")
    assert row.village == "Thôn Đồng Cầu"
    details = office.read(queries.details, keep)
    assert details is not None
    assert details.phones == ("0912345678", "0387654321")
    assert office.read(queries.details, other) is None


def test_the_kept_home_stands_without_a_choice(office: Office) -> None:
    keep, other = two(office)
    merge(office, keep, other)
    assert [row.village for row in office.read(queries.rows, [keep], DAY)] == ["Thôn 1"]
    with office.store.read() as session:
        assert len(session.scalars(select(Residence).filter_by(person_id=keep)).all()) == 2


def test_the_old_code_stays_findable(office: Office) -> None:
    keep, other = two(office)
    merge(office, keep, other)
    assert office.read(find_person, display_code(2), DAY).ids == (keep,)
    assert office.read(queries.ids, queries.PersonFilter(DAY, display_code(2)), limit=5) == [keep]
    page = office.read(person_page, keep, DAY)
    assert page is not None
    assert page.former_codes == (display_code(2),)
    assert sum(entry.kind == "office" for entry in page.story) == 3
    third = office.person("Trần Văn C")
    merge(office, third, keep)
    assert office.read(find_person, display_code(2), DAY).ids == (third,)
    assert office.read(find_person, display_code(1), DAY).ids == (third,)


def test_references_follow(office: Office) -> None:
    keep, other = two(office)
    child = office.person("Nguyễn Văn C")
    office.do(set_person_fact, SetPersonFact(child, "payee", {"other_id": other}))
    office.do(create_household, NewHousehold(other, ((child, "child"),)))
    merge(office, keep, other)
    with office.store.read() as session:
        assert session.scalars(select(Payee)).one().other_id == keep
    assert office.read(queries.rows, [child], DAY)[0].head == "Nguyen Thi Hanh"


def test_nobody_becomes_their_own_payee(office: Office) -> None:
    keep, other = two(office)
    office.do(set_person_fact, SetPersonFact(keep, "payee", {"other_id": other}))
    merge(office, keep, other)
    page = office.read(person_page, keep, DAY)
    assert page is not None
    assert [fact for fact in page.facts if fact.fact == "payee"] == []


def test_told_apart_pairs_follow_once(office: Office) -> None:
    keep, other = two(office)
    third, fourth = office.person("Trần Thị D"), office.person("Trần Thị E")
    for pair in ((keep, third), (other, third), (fourth, other), (keep, other)):
        office.do(remember_not_same, NotSame(*pair))
    merge(office, third, keep)
    merge(office, fourth, other)
    with office.store.read() as session:
        pairs = {(pair.low_id, pair.high_id) for pair in session.scalars(select(NotSamePerson))}
    assert pairs == {(third, fourth)}


def test_the_same_benefit_line_is_not_paid_twice(office: Office) -> None:
    keep, other = two(office)
    line = LineDetails("Người khuyết tật nặng", 810_000, "K6N", 150)
    office.do(add_line, NewLine(keep, line))
    office.do(add_line, NewLine(other, line))
    office.do(add_line, NewLine(other, LineDetails("Trợ cấp hưu trí xã hội", 540_000, "HTXH")))
    merge(office, keep, other)
    with office.store.read() as session:
        lines = [
            (found.person_id, found.group_code)
            for found in session.scalars(select(BenefitLine).where(known(BenefitLine, None)).order_by(BenefitLine.id))
        ]
    assert lines == [(keep, "K6N"), (keep, "HTXH")]


def test_a_death_goes_before_a_life(office: Office) -> None:
    keep, other = two(office)
    office.do(mark_dead, MarkDead(other, PartialDate(2026, 10, 5)))
    merge(office, keep, other)
    page = office.read(person_page, keep, DAY)
    assert page is not None
    assert page.status == "Đã mất ngày 05/10/2026"


def test_nobody_is_merged_with_themselves_or_with_nobody(office: Office) -> None:
    keep, _ = two(office)
    for wrong in (keep, 99):
        with pytest.raises(RuleError):
            merge(office, keep, wrong)


def test_the_store_is_whole_afterwards(office: Office) -> None:
    keep, other = two(office)
    office.do(set_person_fact, SetPersonFact(other, "account", {"number": "530020512"}, date(2026, 1, 1)))
    merge(office, keep, other)
    office.store.seal_head()
    with office.store.read() as session:
        assert session.scalars(select(Person.id)).all() == [keep]
        assert list(session.connection().exec_driver_sql("PRAGMA foreign_key_check")) == []
    report = check_store(office.store, office.data)
    assert report.ok, [part.message for part in report.parts if not part.ok]


def test_what_holds_today_is_kept_before_what_is_over(office: Office) -> None:
    keep, other = two(office)
    office.do(set_person_fact, SetPersonFact(keep, "account", {"number": "1111"}, date(2020, 1, 1), date(2021, 1, 1)))
    office.do(set_person_fact, SetPersonFact(other, "account", {"number": "2222"}, date(2022, 1, 1)))
    lines = {line.field: line for line in office.read(merge_preview, keep, other, DAY)}
    assert (lines["bank_account"].proposed, lines["residence"].proposed) == ("other", "keep")
    merge(office, keep, other)
    page = office.read(person_page, keep, DAY)
    assert page is not None
    assert [fact.text for fact in page.facts if fact.fact == "bank_account" and fact.now] == ["2222"]
