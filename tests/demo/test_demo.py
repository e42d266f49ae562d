"""The made-up commune: the same for the same seed, and believable."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from models.benefits import lines as benefits
from models.benefits.queries import payment_lines
from models.demo.benefits import MONTH, BenefitMaker
from models.demo.commune import MadeCommune, MadePerson, make_commune
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.office import queries as office_queries
from models.people import household_register, queries
from models.people.household_register import HouseholdFilter
from models.people.identity import number_warnings, tidy_id_number, tidy_insurance, tidy_phone
from models.people.queries import PersonFilter
from tests.people.commune import DAY, Office


@pytest.fixture(scope="module")
def commune() -> MadeCommune:
    return make_commune(6000, 7)


def test_the_same_seed_makes_the_same_commune(commune: MadeCommune) -> None:
    assert make_commune(6000, 7) == commune
    assert make_commune(6000, 8) != commune
    one, two = (BenefitMaker(7).make(commune) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("count", [1, 7, 500])
def test_there_are_as_many_people_as_asked(count: int) -> None:
    assert sum(1 for _ in make_commune(count, 1).people()) == count


def test_numbers_fit_their_people_and_are_their_own(commune: MadeCommune) -> None:
    people = list(commune.people())
    for person in people:
        assert number_warnings(tidy_id_number(person.id_number), person.sex, person.born) == ()
        tidy_insurance(person.insurance_number)
        tidy_phone(person.phone)
    numbers = [person.id_number for person in people if person.id_number]
    assert len(set(numbers)) == len(numbers)
    assert len(numbers) > 0.95 * len(people)


def test_ages_are_those_of_a_commune(commune: MadeCommune) -> None:
    ages = [person.age for person in commune.people()]
    share = Counter("child" if age < 16 else "old" if age >= 75 else "other" for age in ages)
    assert min(ages) >= 0
    assert max(ages) <= 102
    assert 0.18 < share["child"] / len(ages) < 0.32
    assert 0.03 < share["old"] / len(ages) < 0.09


def test_households_fit_together(commune: MadeCommune) -> None:
    for household in commune.households[:-1]:
        relations = Counter(member.relation for member in household.members)
        assert relations["head"] == 1
        assert relations["spouse"] <= 1
        parents = [m for m in household.members if m.relation in ("head", "spouse")]
        for child in (m for m in household.members if m.relation == "child"):
            mothers = [parent for parent in parents if parent.sex == "female"] or parents
            assert all(17 <= child.born.year - mother.born.year <= 48 for mother in mothers)
        for person in household.members:
            assert len(person.name.split()) >= 1
            assert not any(sign.isdigit() for sign in person.name)


def test_names_differ_enough(commune: MadeCommune) -> None:
    names = Counter(person.name for person in commune.people())
    assert len(names) > 0.6 * sum(names.values())
    assert names.most_common(1)[0][1] < 25


def test_benefits_are_those_of_the_table(commune: MadeCommune) -> None:
    benefits_made = BenefitMaker(7).make(commune)
    share = len(benefits_made) / 6000
    assert 0.05 < share < 0.10
    lines = [(benefit.person, line) for benefit in benefits_made for line in benefit.lines]
    for person, line in lines:
        assert line.amount == 540_000 * line.coefficient // 100
        _check_group(person, line.group, line.coefficient)
    for benefit in benefits_made:
        kinds = {line.group[:2] for line in benefit.lines}
        assert len(benefit.lines) == 1 or kinds in ({"K4", "K5"}, {"K4", "K6"}, {"K4", "K8"})
    groups = Counter(line.group for _, line in lines)
    assert {"K6N", "K6DBN", "HTXH", "K5a", "K4", "K7", ""} <= set(groups)
    assert groups["K3"] + groups["K8"] <= 10


def _check_group(person: MadePerson, group: str, coefficient: int) -> None:
    weighty = person.age < 16 or person.age >= 60
    expected = {
        "K6N": 200 if weighty else 150,
        "K6DBN": 250 if weighty else 200,
        "HTXH": 100,
        "K5a": 150 if person.age < 75 else 200,
        "K7": 150,
        "K8": 150,
        "K2": 150,
    }
    assert coefficient == expected.get(group, coefficient)
    if group == "HTXH":
        assert person.age >= 70
    if group == "K7":
        assert person.age < 3


def test_some_lines_never_hang_on_a_wall() -> None:
    groups = Counter(line.group for b in BenefitMaker(1).make(make_commune(20_000, 1)) for line in b.lines)
    assert groups["K3"] + groups["K8"] > 0
    assert groups[""] > 0


def test_a_store_is_filled(office: Office) -> None:
    done = office.do(fill_demo, FillDemo(800, 3))
    assert done.people == office.read(queries.count, PersonFilter(DAY)) == 800
    assert done.households == office.read(household_register.count, HouseholdFilter(DAY))
    lines, total = office.read(benefits.count, benefits.LineFilter(DAY))
    assert (lines, total % 1000) == (done.benefit_lines, 0)
    rows = office.read(queries.rows, office.read(queries.ids, PersonFilter(DAY, status="living"), limit=800), DAY)
    assert all(row.village and row.head and row.born for row in rows)
    entries = office.read(payment_lines, MONTH)
    assert entries
    assert sum(entry.monthly for entry in entries) <= total
    assert len(office.read(office_queries.signers)) == 4
    again = office.do(fill_demo, replace(FillDemo(200, 4)))
    assert again.people == 200
    assert office.read(queries.count, PersonFilter(DAY)) == 1000


def test_the_demo_commune_is_made_up() -> None:
    assert demo_commune(1).name == "Xã Đắk Sương"
    assert "không có thật" in demo_commune(2).former_units


def test_before_october_everybody_is_paid_by_the_old_law() -> None:
    made = BenefitMaker(1, before_october=True).make(make_commune(20_000, 1))
    lines = [(benefit.person, line) for benefit in made for line in benefit.lines]
    assert all(line.amount == 500_000 * line.coefficient // 100 for _, line in lines)
    poor = [(person.age, line.coefficient) for person, line in lines if line.group == "K5a"]
    assert all(coefficient == (150 if age < 80 else 200) for age, coefficient in poor)
    assert any(75 <= age < 80 for age, _ in poor)


def test_the_list_before_october_is_taken_over(office: Office) -> None:
    done = office.do(fill_demo, FillDemo(800, 3, before_october=True))
    free, _ = office.read(benefits.count, benefits.LineFilter(DAY, free=True))
    assert 0 < free < done.benefit_lines / 4
