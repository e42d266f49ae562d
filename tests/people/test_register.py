"""The register: order, search, filters, the covering index; households beside it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.people import household_register, queries
from models.people.household_register import HouseholdFilter
from models.people.households import (
    ChangeHousehold,
    NewHousehold,
    SetMembership,
    SetPoverty,
    change_household,
    create_household,
    set_membership,
    set_poverty,
)
from models.people.page import household_page
from models.people.queries import PersonFilter
from models.people.services import NewPerson, PersonDetails, add_people
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import name_sort
from tests.people.commune import DAY, Office

NAMES = (
    "Nguyễn Thị Hạnh",
    "Trần Văn Đào",
    "Lê Thị Zung",
    "Phạm Văn An",
    "Đỗ Thị Ánh",
    "Hồ Thị Ấn",
    "H'Hen Niê",
    "Vũ Văn Bình",
)


def ids(office: Office, **wanted: object) -> list[int]:
    return office.read(queries.ids, PersonFilter(DAY, **wanted), limit=100)  # type: ignore[arg-type]  # filter fields


def fill(office: Office) -> dict[str, int]:
    people = [
        NewPerson(
            PersonDetails(name, PartialDate(1940 + 10 * number), "male" if "Văn" in name else "female"), 1 + number % 3
        )
        for number, name in enumerate(NAMES)
    ]
    return dict(zip(NAMES, office.do(add_people, people), strict=True))


def test_order_is_vietnamese_by_given_name(office: Office) -> None:
    known = fill(office)
    by_name = [next(name for name, number in known.items() if number == person) for person in ids(office)]
    assert by_name == sorted(NAMES, key=name_sort)
    assert by_name[0] == "Phạm Văn An"
    assert by_name[-1] == "Lê Thị Zung"
    down = office.read(queries.ids, PersonFilter(DAY), descending=True, limit=100)
    assert down == ids(office)[::-1]


@pytest.mark.parametrize("sort", ["born", "code"])
def test_other_orders(office: Office, sort: queries.PersonSort) -> None:
    known = fill(office)
    assert office.read(queries.ids, PersonFilter(DAY), sort, limit=100) == list(known.values())


def test_order_by_village_then_name(office: Office) -> None:
    known = fill(office)
    found = office.read(queries.ids, PersonFilter(DAY), "village", limit=100)
    expected = sorted(known, key=lambda name: (list(known).index(name) % 3, name_sort(name)))
    assert found == [known[name] for name in expected]


def test_slices_make_the_whole(office: Office) -> None:
    fill(office)
    pieces = [office.read(queries.ids, PersonFilter(DAY), limit=3, offset=start) for start in range(0, 9, 3)]
    assert [number for piece in pieces for number in piece] == ids(office)
    assert office.read(queries.count, PersonFilter(DAY)) == len(NAMES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hanh", "Nguyễn Thị Hạnh"),
        ("hạnh thị", "Nguyễn Thị Hạnh"),
        ("dao", "Trần Văn Đào"),
        ("an do", "Đỗ Thị Ánh"),
        ("hen", "H'Hen Niê"),
    ],
)
def test_text_finds(office: Office, text: str, name: str) -> None:
    known = fill(office)
    assert ids(office, text=text) == [known[name]]


def test_filters_meet(office: Office) -> None:
    known = fill(office)
    assert set(ids(office, sex="male")) == {known[name] for name in NAMES if "Văn" in name}
    assert ids(office, sex="male", village_id=1) == [known["Phạm Văn An"]]
    assert set(ids(office, age_from=76)) == {known["Nguyễn Thị Hạnh"], known["Trần Văn Đào"]}
    assert ids(office, age_from=76, age_to=76) == [known["Trần Văn Đào"]]
    assert ids(office, status="dead") == []


def test_age_turns_on_the_birthday(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", "1951-11-22")
    assert office.read(queries.ids, PersonFilter(date(2026, 11, 21), age_from=75), limit=9) == []
    assert office.read(queries.ids, PersonFilter(date(2026, 11, 22), age_from=75), limit=9) == [person]
    assert office.read(queries.ids, PersonFilter(date(2026, 11, 22), age_to=74), limit=9) == []
    office.person("Trần Văn Không Tuổi")
    assert office.read(queries.ids, PersonFilter(DAY, age_to=200), limit=9) == [person]


def test_a_key_press_reads_the_covering_index_alone(office: Office) -> None:
    with office.store.connection() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM person WHERE search LIKE '% nguyen%' AND search LIKE '% hanh%'"
            " AND status = 'living' ORDER BY name_sort ASC, id ASC LIMIT 200"
        ).all()
    assert [row[3] for row in plan] == ["SCAN person USING COVERING INDEX ix_person_name"]


def test_the_query_of_a_key_press_is_that_one(office: Office) -> None:
    from sqlalchemy import event

    fill(office)
    said: list[str] = []
    with office.store.connection() as connection:
        event.listen(connection, "before_cursor_execute", lambda *args: said.append(args[2]))
        queries.ids(connection, PersonFilter(DAY, "nguyen hanh"), limit=200)
        assert len(said) == 1
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + said[0], ("% nguyen%", "% hanh%", 200, 0)).all()
    assert [row[3] for row in plan] == ["SCAN person USING COVERING INDEX ix_person_name"]


WORDS = st.sampled_from(["Hạnh", "Thị", "Nguyễn", "Đào", "hanh", "thi", "H", "ng", "an", "zung", "0", "1940"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=3))
def test_order_of_words_never_matters(office: Office, words: list[str]) -> None:
    if not ids(office):
        fill(office)
    assert ids(office, text=" ".join(words)) == ids(office, text="  ".join(reversed(words)))


def household(office: Office) -> tuple[int, int, int, int]:
    head, wife, son = (
        office.person(name, born)
        for name, born in (("Trần Văn Ba", "1950"), ("Lê Thị Tư", "1955"), ("Trần Văn Năm", "1980"))
    )
    number = office.do(
        create_household, NewHousehold(head, ((wife, "spouse"), (son, "child")), "01-0001", since=date(2020, 1, 1))
    )
    return number, head, wife, son


def test_households_are_listed_by_their_head(office: Office) -> None:
    number, head, _, _ = household(office)
    office.do(set_poverty, SetPoverty(number, "poor", date(2026, 1, 1), date(2027, 1, 1)))
    assert office.read(household_register.ids, HouseholdFilter(DAY), limit=9) == [number]
    row = office.read(household_register.rows, [number], DAY)[0]
    assert (row.number, row.head, row.head_id, row.village, row.members, row.poverty) == (
        "01-0001",
        "Trần Văn Ba",
        head,
        "Thôn 1",
        3,
        "Hộ nghèo",
    )
    for wanted, count in (
        (HouseholdFilter(DAY, "tran nam"), 1),
        (HouseholdFilter(DAY, "xyz"), 0),
        (HouseholdFilter(DAY, village_id=2), 0),
        (HouseholdFilter(DAY, village_id=1), 1),
        (HouseholdFilter(DAY, poverty="near_poor"), 0),
        (HouseholdFilter(DAY, poverty="any"), 1),
        (HouseholdFilter(date(2027, 1, 1), poverty="poor"), 0),
    ):
        assert office.read(household_register.count, wanted) == count
        assert len(office.read(household_register.ids, wanted, limit=9)) == count
    assert set(ids(office, poverty="poor")) == set(ids(office))


def test_a_new_head_makes_the_former_one_a_member(office: Office) -> None:
    number, head, _, son = household(office)
    office.do(set_membership, SetMembership(son, number, "head", date(2026, 6, 1)))
    page = office.read(household_page, number, DAY)
    assert page is not None
    relations = {member.person_id: member.relation for member in page.members if member.now}
    assert (relations[son], relations[head]) == ("Chủ hộ", "Khác")
    assert [row.head for row in office.read(queries.rows, [head], DAY)] == ["Trần Văn Năm"]
    assert [row.head for row in office.read(queries.rows, [head], date(2026, 5, 31))] == ["Trần Văn Ba"]


def test_without_a_day_a_change_of_household_counts_from_today(office: Office) -> None:
    number, head, wife, son = household(office)
    own = office.do(create_household, NewHousehold(son, ((wife, "parent"),)))
    assert office.read(household_register.rows, [number], DAY)[0].members == 1
    assert office.read(household_register.rows, [own], DAY)[0].members == 2
    assert [row.head for row in office.read(queries.rows, [wife], date(2026, 11, 21))] == ["Trần Văn Ba"]
    office.do(set_membership, SetMembership(head, own, "head"))
    assert [row.head for row in office.read(queries.rows, [wife], DAY)] == ["Trần Văn Ba"]
    page = office.read(household_page, own, date(2026, 11, 21))
    assert page is not None
    assert [member for member in page.members if member.now] == []


@pytest.mark.parametrize(
    ("leaves", "since"),
    [(date(2027, 1, 1), date(2026, 6, 1)), (date(2026, 11, 1), date(2026, 6, 1)), (None, None), (DAY, None)],
)
def test_a_household_never_has_two_heads_at_once(office: Office, leaves: date | None, since: date | None) -> None:
    head, other = office.person("Trần Văn Ba", "1950"), office.person("Lê Thị Tư", "1955")
    number = office.do(create_household, NewHousehold(head))
    if leaves is not None:
        office.do(set_membership, SetMembership(head, None, since=leaves))
    office.do(set_membership, SetMembership(other, number, "head", since))
    for day in (date(2020, 1, 1), date(2026, 6, 1), date(2026, 10, 31), DAY, date(2027, 2, 1)):
        page = office.read(household_page, number, day)
        assert page is not None
        assert sum(member.now and member.relation == "Chủ hộ" for member in page.members) == 1


def test_leaving_a_household(office: Office) -> None:
    number, _, _, son = household(office)
    office.do(set_membership, SetMembership(son, None, since=date(2026, 6, 1)))
    page = office.read(household_page, number, DAY)
    assert page is not None
    assert [(member.name, member.last) for member in page.members if not member.now] == [("Trần Văn Năm", "31/05/2026")]
    assert office.read(household_register.rows, [number], DAY)[0].members == 2


def test_household_rules(office: Office) -> None:
    number, head, wife, _ = household(office)
    with pytest.raises(RuleError):
        office.do(create_household, NewHousehold(head, ((head, "child"),)))
    with pytest.raises(RuleError):
        office.do(set_membership, SetMembership(wife, number, "friend"))
    with pytest.raises(RuleError):
        office.do(set_poverty, SetPoverty(number, "rich", DAY))
    with pytest.raises(RuleError):
        office.do(change_household, ChangeHousehold(99, ""))
    office.do(change_household, ChangeHousehold(number, " 02-7 ", "x"))
    assert office.read(household_register.rows, [number], DAY)[0].number == "02-7"


def test_rows_keep_the_asked_order_and_leave_out_the_gone(office: Office) -> None:
    known = list(fill(office).values())
    rows = office.read(queries.rows, [known[3], 999, known[0]], DAY)
    assert [row.id for row in rows] == [known[3], known[0]]
    assert office.read(queries.rows, [], DAY) == []
