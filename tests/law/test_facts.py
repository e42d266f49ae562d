"""FACTS.json is read strictly: what is absent is unknown, what is strange is refused by its field's name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.law.facts import (
    FACT_NAMES,
    NO_DISABILITY,
    NOBODY_CARED,
    Carer,
    Child,
    Facts,
    Income,
    parse_facts,
    read_facts,
)  # fmt: skip
from models.law.places import former_province, province
from models.store.dates import PartialDate
from models.store.errors import RuleError

FULL: dict[str, Any] = {
    "born": "1985-06-01",
    "sex": "female",
    "province": "Lâm Đồng",
    "former_province": "Đắk Nông",
    "area": "rural",
    "hard_area": True,
    "household": "poor",
    "disability": {"degree": "severe"},
    "pregnant": False,
    "children": [{"born": "2015", "studying": True, "raised_by_person": True}],
    "marital": "widowed",
    "no_supporter": False,
    "can_live_in_community": True,
    "accepted_carer": False,
    "abandoned": False,
    "parents": ["dead", "alive"],
    "studying": False,
    "receiving": ["K6N"],
    "hiv": False,
    "income": {"wage": 0, "pension": 1, "social_insurance": 2, "merit": 3},
    "carer": {"for": "disabled", "cared_born": "1990-02", "degree": "extremely_severe", "own_family": True},
}


def test_every_field_of_the_schema_is_read() -> None:
    assert set(FULL) == set(FACT_NAMES)
    assert parse_facts(FULL) == Facts(
        born=PartialDate(1985, 6, 1),
        sex="female",
        province=province("Lâm Đồng"),
        former_province=former_province("Đắk Nông"),
        area="rural",
        hard_area=True,
        household="poor",
        disability="severe",
        pregnant=False,
        children=(Child(PartialDate(2015), True, True),),
        marital="widowed",
        no_supporter=False,
        can_live_in_community=True,
        accepted_carer=False,
        abandoned=False,
        parents=("dead", "alive"),
        studying=False,
        receiving=frozenset({"K6N"}),
        hiv=False,
        income=Income(0, 1, 2, 3),
        carer=Carer("disabled", PartialDate(1990, 2), "extremely_severe", True),
    )


def test_what_is_absent_or_null_is_unknown_and_null_is_none_for_disability_and_carer() -> None:
    assert parse_facts({}) == Facts()
    nulls = parse_facts(dict.fromkeys(FULL))
    assert nulls == Facts(disability=NO_DISABILITY, carer=NOBODY_CARED)
    assert parse_facts({"disability": {}}).degree_open


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"bron": "1950"}, "bron"),
        ({"born": "50"}, "born"),
        ({"born": 1950}, "born"),
        ({"born": "2023-02-29"}, "born"),
        ({"hard_area": "yes"}, "hard_area"),
        ({"hiv": 1}, "hiv"),
        ({"household": "rich"}, "household"),
        ({"marital": "engaged"}, "marital"),
        ({"province": "Nơi khác"}, "province"),
        ({"province": 5}, "province"),
        ({"former_province": "Đắk Nông Mới"}, "former_province"),
        ({"disability": "severe"}, "disability"),
        ({"disability": {"degree": "heavy"}}, "disability.degree"),
        ({"disability": {"level": 1}}, "disability.level"),
        ({"children": {}}, "children"),
        ({"children": [1]}, "children[0]"),
        ({"children": [{"born": "2015"}, {"age": 3}]}, "children[1].age"),
        ({"parents": ["dead"]}, "parents"),
        ({"parents": ["dead", "gone"]}, "parents[1]"),
        ({"receiving": "K6N"}, "receiving"),
        ({"receiving": [""]}, "receiving[0]"),
        ({"receiving": [6]}, "receiving[0]"),
        ({"income": {"pension": -1}}, "income.pension"),
        ({"income": {"pension": 1.5}}, "income.pension"),
        ({"income": {"pension": True}}, "income.pension"),
        ({"income": {"salary": 1}}, "income.salary"),
        ({"income": 5}, "income"),
        ({"carer": {"for": "friend"}}, "carer.for"),
        ({"carer": {"born": "1990"}}, "carer.born"),
    ],
    ids=str,
)
def test_what_is_strange_is_refused_by_its_name(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_facts(facts)
    assert refused.value.field == field
    assert refused.value.code in ("facts_field", "province_unknown")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", '"x"', "null", '{"born": NaN}', '{"born": "1950", "born": "1951"}', "[" * 100_000]
)
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_facts(text)
    assert refused.value.code in ("facts_json", "facts_field")


def test_facts_read_from_text_are_those_of_their_values() -> None:
    assert read_facts(json.dumps(FULL)) == parse_facts(FULL)


@pytest.mark.parametrize(
    ("text", "name"),
    [("Hà Nội", "Hà Nội"), ("ha noi", "Hà Nội"), ("tỉnh Lâm Đồng", "Lâm Đồng"), ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
     ("TPHCM", "Hồ Chí Minh"), ("68", "Lâm Đồng"), ("Đắk Nông", "Lâm Đồng")],
)  # fmt: skip
def test_provinces_by_any_usual_spelling(text: str, name: str) -> None:
    assert province(text).name == name


@pytest.mark.parametrize("text", ["Hải Dương", "tỉnh Hải Dương", "hai duong"])
def test_former_provinces_by_any_usual_spelling(text: str) -> None:
    assert former_province(text) == former_province("HẢI DƯƠNG")
    assert former_province(text).unit == "former_province"
