"""The search box, and likely doubles at entry."""

from __future__ import annotations

import pytest

from models.people.doubles import Face
from models.people.finding import all_faces, doubles_of, find_person
from models.people.page import person_page
from models.people.services import ChangePerson, NotSame, PersonDetails, change_person, remember_not_same
from models.store.dates import PartialDate
from tests.people.commune import DAY, Office

CARD = "001190000001|012345678|NGUYỄN THỊ MẪU|05031990|Nữ|Thôn 1, Xã Mẫu, Huyện Mẫu, Tỉnh Mẫu|15042021"


def hanh(office: Office) -> int:
    return office.person(
        "Nguyễn Thị Hạnh",
        "1990-03-05",
        id_number="001190000001",
        insurance_number="6012345678",
        phones=("0912345678",),
        sex="female",
    )


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (CARD, "card"),
        ("001190000001", "number"),
        ("001 190 000 001", "number"),
        ("6012345678", "number"),
        ("0912345678", "words"),
        ("0912 345 678", "words"),
        ("345678", "words"),
        ("5678", "words"),
        ("0000013", "code"),
        ("1-3", "code"),
        ("000001-3", "code"),
        ("nguyen thi hanh", "words"),
        ("hạnh", "words"),
    ],
)
def test_every_way_finds(office: Office, text: str, by: str) -> None:
    person = hanh(office)
    office.person("Trần Văn Khác", "1960", id_number="001060000002")
    found = office.read(find_person, text, DAY)
    assert (found.by, found.ids) == (by, (person,))


def test_a_card_finds_by_its_old_number_or_starts_a_person(office: Office) -> None:
    found = office.read(find_person, CARD, DAY)
    assert found.ids == ()
    assert found.card is not None
    assert (found.card.name, found.card.born) == ("Nguyễn Thị Mẫu", PartialDate(1990, 3, 5))
    person = office.person("Nguyễn Thị Mẫu", "1990", old_id_number="012345678")
    assert office.read(find_person, CARD, DAY).ids == (person,)


@pytest.mark.parametrize("text", ["", "   ", "???"])
def test_nothing_asked_finds_nobody(office: Office, text: str) -> None:
    hanh(office)
    assert office.read(find_person, text, DAY).ids == ()


def test_doubles_at_entry(office: Office) -> None:
    person = hanh(office)
    far = office.person("Nguyễn Thị Hạnh", "1990", village=3, sex="female")
    face = Face(0, "Nguyễn Thị Hạnh", PartialDate(1990), "female", 1)
    found = office.read(doubles_of, face, DAY)
    assert [(double.id, double.reason) for double in found] == [(person, "Cùng tên, năm sinh phù hợp, cùng thôn")]
    assert [
        double.id for double in office.read(doubles_of, Face(0, "Khác Hẳn", None, None, 2, "001190000001"), DAY)
    ] == [person]
    typo = Face(0, "Nguyễn Thị Hạng", PartialDate(1990, 3, 5), None, 1)
    assert [double.id for double in office.read(doubles_of, typo, DAY)] == [person]
    short = Face(0, "Nguyễn Hạnh", PartialDate(1990), "female", 1)
    assert [double.id for double in office.read(doubles_of, short, DAY)] == [person]
    assert far not in [double.id for double in found]


def test_told_apart_is_remembered(office: Office) -> None:
    person = hanh(office)
    other = office.person("Nguyễn Thị Hạnh", "1990", sex="female")
    face = Face(other, "Nguyễn Thị Hạnh", PartialDate(1990), "female", 1)
    assert [double.id for double in office.read(doubles_of, face, DAY)] == [person]
    office.do(remember_not_same, NotSame(person, other))
    office.do(remember_not_same, NotSame(other, person))
    assert office.read(doubles_of, face, DAY) == []


def test_all_faces(office: Office) -> None:
    person = hanh(office)
    assert office.read(all_faces, DAY) == [
        Face(person, "Nguyễn Thị Hạnh", PartialDate(1990, 3, 5), "female", 1, "001190000001", "")
    ]


def test_the_story_tells_who_changed_what(office: Office) -> None:
    person = hanh(office)
    office.do(
        change_person,
        ChangePerson(person, PersonDetails("Nguyễn Thị Hành", PartialDate(1990), "female")),
        "Sửa thông tin",
    )
    page = office.read(person_page, person, DAY)
    assert page is not None
    newest = page.story[0]
    assert (newest.kind, newest.title, newest.who) == ("office", "Sửa thông tin", "Cán Bộ Thử")
    assert "Họ và tên: Nguyễn Thị Hạnh → Nguyễn Thị Hành" in newest.text
    assert [entry.title for entry in page.story if entry.kind == "world"] == ["Sinh"]
    assert page.doubts == ()
    assert office.read(person_page, 999, DAY) is None


def test_doubts_stand_on_the_page(office: Office) -> None:
    person = office.person("Trần Văn B", "1950", id_number="001190000001", sex="male")
    page = office.read(person_page, person, DAY)
    assert page is not None
    assert len(page.doubts) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hanh 1950", {0}),
        ("1950 hạnh nguyễn", {0}),
        ("hanh 5/3/1950", {0}),
        ("hanh 05-03-1950", {0}),
        ("hanh 3/1950", {0}),
        ("hanh 6/3/1950", set()),
        ("hanh 1951", {1}),
        ("hanh 1960", set()),
        ("hanh 31/2/1950", set()),
        ("hanh", {0, 1, 2}),
        ("hanh 1949", {2}),
    ],
)
def test_a_name_with_a_birth_finds_who_may_be_born_then(office: Office, text: str, found: set[int]) -> None:
    """The third Hạnh has 1949 in her phone number: digits that are no birth year are looked for as before."""
    people = [
        office.person("Nguyễn Thị Hạnh", "1950-03-05"),
        office.person("Nguyễn Thị Hạnh", "1951"),
        office.person("Nguyễn Thị Hạnh", phones=("0912001949",)),
    ]
    assert set(office.read(find_person, text, DAY).ids) == {people[place] for place in found}
