"""Facts of people as the book knows them, and who probably has a right and gets nothing."""

from __future__ import annotations

from datetime import date

from models.benefits.entitlements.facts_of import facts_of
from models.benefits.entitlements.screening import NO_PENSION, NO_SUPPORTER, screen
from models.benefits.services import LineDetails, NewLine, add_line
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.people.services import SetPersonFact, set_person_fact
from models.store.dates import Month, PartialDate
from tests.people.commune import DAY, Office


def household(office: Office, head: int, poverty: str | None, *members: tuple[int, str]) -> int:
    """A household of a head and members with their relation, poor or near poor since 2026 where said."""
    home: int = office.do(create_household, NewHousehold(head, members))
    if poverty is not None:
        office.do(set_poverty, SetPoverty(home, poverty, date(2026, 1, 1)))
    return home


def degree(office: Office, person: int, how: str) -> None:
    office.do(set_person_fact, SetPersonFact(person, "disability", {"kind": "", "degree": how, "certificate": ""}))


def found(office: Office) -> list[tuple[int, str, int]]:
    return [(one.person_id, one.group, one.amount) for one in office.read(screen, DAY)]


def test_what_the_book_does_not_say_stays_unknown(office: Office) -> None:
    person = office.person("Nguyễn Văn Mẫu", "1986")
    facts = office.read(facts_of, person, DAY)
    assert facts.born == PartialDate(1986)
    unknown = (facts.household, facts.disability, facts.children, facts.marital, facts.studying, facts.income)
    assert unknown == (None,) * 6
    assert (facts.hiv, facts.no_supporter, facts.carer, facts.parents) == (None,) * 4


def test_facts_of_a_single_mother(office: Office) -> None:
    mother, child = office.person("Lê Thị Mẫu", "1990", sex="female"), office.person("Lê Văn Con", "2009-03-01")
    household(office, mother, "poor", (child, "child"))
    office.do(set_person_fact, SetPersonFact(mother, "marital", {"state": "single"}))
    office.do(set_person_fact, SetPersonFact(child, "study", {"level": "school", "school": ""}))
    degree(office, mother, "severe")
    facts = office.read(facts_of, mother, DAY)
    assert (facts.household, facts.marital, facts.disability, facts.sex) == ("poor", "single", "severe", "female")
    assert facts.children is not None
    told = [(one.born, one.studying, one.raised_by_person) for one in facts.children]
    assert told == [(PartialDate(2009, 3, 1), True, True)]
    assert office.read(facts_of, child, DAY).children is None


def test_what_is_paid_tells_what_was_found(office: Office) -> None:
    person = office.person("Trần Văn Mẫu", "1950")
    office.do(add_line, NewLine(person, LineDetails("K5b", 1_620_000, "K5b", 300, start_month=Month(202607))))
    facts = office.read(facts_of, person, DAY)
    assert facts.receiving == frozenset({"K5b"})
    assert (facts.no_supporter, facts.can_live_in_community, facts.accepted_carer) == (True, False, True)


def test_75_without_pension_is_found_and_74_is_not(office: Office) -> None:
    old = office.person("Nguyễn Thị Già", "1951-11-01")
    office.person("Nguyễn Thị Trẻ", "1952-11-01")
    (one,) = office.read(screen, DAY)
    assert (one.person_id, one.group, one.amount, one.assumed) == (old, "HTXH", 540_000, (NO_PENSION,))
    assert "75" in one.why


def test_who_gets_an_allowance_is_not_sent_to_the_pension(office: Office) -> None:
    old = office.person("Nguyễn Thị Già", "1951-11-01")
    office.do(add_line, NewLine(old, LineDetails("K6N", 1_080_000, "K6N", 200, start_month=Month(202607))))
    assert found(office) == []


def test_a_severe_certificate_without_an_allowance_is_found(office: Office) -> None:
    person, other = office.person("Phạm Văn Nặng", "1986"), office.person("Phạm Văn Nhẹ", "1987")
    degree(office, person, "severe")
    degree(office, other, "mild")
    assert found(office) == [(person, "K6N", 810_000)]


def test_an_extremely_severe_one_brings_care_support_for_the_household(office: Office) -> None:
    person, mother = office.person("Phạm Văn Nặng", "1986"), office.person("Phạm Thị Mẹ", "1960")
    household(office, mother, None, (person, "child"))
    degree(office, person, "extremely_severe")
    assert found(office) == [(person, "CS-HGD", 540_000), (person, "K6DBN", 1_080_000)]


def test_an_old_person_alone_in_a_poor_household_may_have_nobody(office: Office) -> None:
    person = office.person("Đỗ Thị Côi", "1960")
    household(office, person, "poor")
    (one,) = office.read(screen, DAY)
    assert (one.group, one.assumed) == ("K5a", (NO_SUPPORTER,))
