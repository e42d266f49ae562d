"""Edges of the reckoning that random people seldom meet: fallback days, two tables at once, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.law import reading
from models.law.amounts import amount_for
from models.law.assess import Assessment, assess
from models.law.book import LawBook, shipped_book, shipped_rows
from models.law.facts import Carer, Child, Facts, Income, parse_facts
from models.law.places import province
from models.law.rows import Band, Level, Rate, Rule
from models.law.state import State, state_on
from models.law.vocabulary import read_condition
from models.store.dates import Month, PartialDate
from tests.law.asking import NOW, ask, payable

NOV = Month(202611)
NO_INCOME = {"wage": 0, "pension": 0, "social_insurance": 0, "merit": 0}
CHILD = {"born": "2015-01-01", "raised_by_person": True, "studying": True}
POOR_PARENT: dict[str, Any] = {"household": "poor", "marital": "widowed", "children": [CHILD], "income": NO_INCOME}
KNOWN: dict[str, Any] = {
    "born": "1990-01-01", "sex": "female", "area": "rural", "hard_area": False, "household": "none",
    "disability": None, "pregnant": False, "children": [], "marital": "married", "no_supporter": False,
    "can_live_in_community": True, "accepted_carer": False, "abandoned": False, "parents": ["alive", "alive"],
    "studying": False, "receiving": [], "hiv": False, "income": NO_INCOME, "carer": None, "province": "Lâm Đồng",
}  # fmt: skip
"""A person of whom everything is known, and who gets nothing."""
HERE = province("Lâm Đồng")
KEY = "office"


def in_book(facts: dict[str, Any], *, rates: tuple[Rate, ...] = (), levels: tuple[Level, ...] = ()) -> Assessment:
    """What is due in 11/2026 where an office has rows of its own."""
    rows = shipped_rows()
    own = replace(rows.documents[0], key=KEY, number="12/2026/NQ-HĐND", known_from=date(2026, 1, 1))
    made = LawBook(
        replace(rows, documents=(*rows.documents, own), rates=rows.rates + rates, levels=rows.levels + levels)
    )
    return assess(parse_facts(facts), NOV, made.at(NOV, NOW))


def own_base(amount: int) -> Rate:
    return Rate("base", HERE, Month(202601), None, amount, KEY, "", "office")


def own_level(group: str, *bands: Band, per: str | None = None) -> Level:
    return Level(group, HERE, Month(202601), None, KEY, "", per, bands, "office")


def test_the_law_of_another_month_is_refused() -> None:
    with pytest.raises(ValueError, match="the law of another month"):
        assess(Facts(), Month(202610), shipped_book().at(NOV, NOW))


def test_who_turned_sixteen_misses_nothing_of_the_childrens_groups_nd335_d8() -> None:
    """What fits on the day that counts outweighs what was open on the fallback day: K3 would have been the higher."""
    facts = {**KNOWN, "born": "2010-11-10", "disability": {"degree": "severe"}, "household": "poor"}
    del facts["hiv"]
    found = ask(facts, "2026-11")
    assert (payable(found), found.missing) == ({"K6N": 810_000}, ())
    assert ask(facts, "2026-10").total == 1_080_000


def test_one_table_is_raised_beside_what_the_other_gives() -> None:
    """Hà Nội, 76 years: K8 and K4 by the city's table, K5a would be higher by the country's (benefits.md 6)."""
    facts = {**KNOWN, **POOR_PARENT, "born": "1950-01-01", "hiv": True, "province": "Hà Nội"}
    del facts["no_supporter"]
    found = ask(facts, "2026-11")
    assert payable(found) == {"K4": 650_000, "K8": 975_000}
    assert found.missing == ("no_supporter",)


def test_a_lower_group_that_stands_beside_the_single_parents_is_missed_nd335_d6() -> None:
    """K2 alone is higher than K4 and K6 each, not than both; K2 keeps the place's table in its slot."""
    facts = {**KNOWN, **POOR_PARENT, "born": "2007-01-01", "studying": True, "receiving": ["K2"],
             "parents": ["dead", "dead"]}  # fmt: skip
    del facts["disability"]
    own = {"rates": (own_base(600_000),), "levels": (own_level("K6N", Band(100, None, None, "")),
           own_level("K6DBN", Band(100, None, None, "")), own_level("K2", Band(150, None, None, "")),
           own_level("K4", Band(100, None, None, ""), per="counted_child"))}  # fmt: skip
    found = in_book(facts, **own)  # type: ignore[arg-type]  # rates and levels by name
    assert payable(found) == {"K2": 900_000}
    assert found.missing == ("disability",)


def test_a_place_that_is_not_told_is_missed_where_nothing_else_is_open() -> None:
    facts = {**KNOWN, "disability": {"degree": "severe"}}
    del facts["province"]
    assert ask(facts, "2026-11").missing == ("province",)
    assert ask({**facts, "province": "Lâm Đồng"}, "2026-11").missing == ()
    former = {**facts, "born": "1930-01-01", "disability": None}
    assert ask(former, "2025-06").missing == ("former_province",)
    assert ask({**former, "province": "Hải Phòng"}, "2025-06").missing == ("former_province",)
    assert ask({**former, "former_province": "Hải Dương"}, "2025-06").missing == ()


def test_what_is_alone_among_allowances_says_so_beside_a_pension_nd176_d3() -> None:
    older = {**KNOWN, "born": "1950-01-01", "household": "poor", "no_supporter": True}
    found = ask(older, "2026-11")
    told = {line.group: (line.payable, line.verdict, line.against) for line in found.lines}
    assert told == {"K5a": (True, "paid", ""), "HTXH": (False, "allowance_higher", "K5a")}
    equal = ask({**older, "no_supporter": False, "marital": "widowed", "children": [CHILD]}, "2026-11")
    told = {line.group: (line.payable, line.verdict, line.against) for line in equal.lines}
    assert told == {"K4": (True, "paid", ""), "HTXH": (False, "allowance_kept", "K4")}


def test_the_age_of_a_line_is_whose_age_decided_nd335_d17() -> None:
    mother = {**KNOWN, "disability": {"degree": "severe"}, "pregnant": True, "born": "1995-05-05"}
    mother["carer"] = {"for": "child", "cared_born": "2020-01-01", "degree": None, "own_family": True}
    ages = {line.group: line.age for line in ask(mother, "2026-11").lines}
    assert ages == {"K6N": 31, "CS-MT": 31, "CS-TE": 6}


def test_the_documents_of_a_pension_are_those_of_who_and_of_how_much() -> None:
    """08/2026: who by NĐ 176/2025, the level by NĐ 335/2026."""
    found = ask({**KNOWN, "born": "1945-01-01"}, "2026-08")
    assert payable(found) == {"HTXH": 540_000}
    assert {"176/2025/NĐ-CP", "335/2026/NĐ-CP"} <= set(found.law)
    assert (found.lines[0].band, found.lines[0].coefficient, found.lines[0].base_rate) == ("", None, 540_000)


def test_a_whole_amount_for_the_single_parent_does_not_count_children() -> None:
    facts = {**KNOWN, **POOR_PARENT, "children": [CHILD, CHILD]}
    assert payable(in_book(facts)) == {"K4": 1_080_000}
    whole = own_level("K4", Band(None, 1_500_000, None, ""))
    assert payable(in_book(facts, levels=(whole,))) == {"K4": 1_500_000}


def test_a_whole_amount_is_for_those_of_its_band() -> None:
    old = read_condition({"age": {"from": 60}})
    bands = (Band(None, 900_000, None, ""), Band(None, 2_000_000, old, "từ 60"))
    severe = {**KNOWN, "disability": {"degree": "severe"}}
    own = (own_level("K6N", *bands),)
    assert payable(in_book(severe, levels=own)) == {"K6N": 900_000}
    (line,) = in_book({**severe, "born": "1960-01-01"}, levels=own).lines
    assert (line.amount, line.band, line.base_rate, line.coefficient) == (2_000_000, "từ 60", 2_000_000, None)


@pytest.mark.parametrize(("last_day", "ages"), [(False, (6, 6, 6)), (True, (5, 5, 5))])
def test_a_birth_year_alone_counts_alike_for_everybody(last_day: bool, ages: tuple[int, int, int]) -> None:
    facts = replace(
        parse_facts({"children": [{"born": "2020", "raised_by_person": True}]}),
        born=PartialDate(2020),
        carer=Carer("child", PartialDate(2020)),
    )
    state = state_on(facts, date(2026, 6, 30), 0, last_day=last_day)
    assert state.children is not None
    assert (state.age, state.cared_age, state.children[0][0]) == ages


def test_incomes_are_measured_by_the_level_where_an_amount_is_asked() -> None:
    facts = Facts(born=PartialDate(1945), province=province("TP. Hồ Chí Minh"), income=Income(pension=539_999))
    found = amount_for(shipped_book().at(NOV, NOW), "HTXH", facts)
    assert found is not None
    assert (found.table, found.amount) == ("local", 650_000)


def test_an_office_that_counts_the_last_day_of_a_birth_year() -> None:
    rows = shipped_rows()
    rule = Rule("partial_birth", Month(202601), None, "last_day", KEY, "", "", "office")
    own = replace(rows.documents[0], key=KEY, known_from=date(2026, 1, 1))
    law = LawBook(replace(rows, documents=(*rows.documents, own), rules=(*rows.rules, rule))).at(NOV, NOW)
    facts = parse_facts({**KNOWN, "born": "1951"})
    assert assess(facts, NOV, law).total == 0
    assert ask({**KNOWN, "born": "1951"}, "2026-11").total == 540_000


def test_a_table_holds_its_groups_in_the_decrees_order() -> None:
    for month in (202107, 202506, 202607, 202611):
        law = shipped_book().at(Month(month), NOW)
        for table in (law.central, *law.local.values()):
            orders = [group.order for group in table.groups]
            assert orders == sorted(set(orders))


def test_a_place_that_would_raise_nothing_is_not_missed() -> None:
    nowhere = {name: value for name, value in KNOWN.items() if name != "province"}
    assert ask(nowhere, "2026-11").missing == ()
    assert ask(nowhere, "2025-06").missing == ()


def test_what_is_paid_is_missed_where_a_group_asks_for_it_alone_nd335_d5_k2() -> None:
    student = {**KNOWN, "born": "2008-01-01", "studying": True}
    assert ask(student, "2026-11").missing == ()
    del student["receiving"]
    assert ask(student, "2026-11").missing == ("receiving",)
    assert ask({**student, "receiving": ["K1b"]}, "2026-11").total == 810_000


def test_children_that_are_told_count_and_only_untold_ones_are_supposed_nd335_d17() -> None:
    law = shipped_book().at(NOV, NOW)
    one = (Child(PartialDate(2025, 1, 1), None, True),)
    for children, amount in ((one, 810_000), (one * 2, 1_080_000), (None, 1_080_000)):
        found = amount_for(law, "CS-MT", Facts(children=children, pregnant=False), count=2)
        assert found is not None
        assert found.amount == amount


@pytest.mark.parametrize("absent", ["in_force", "known_from"])
def test_a_document_needs_both_its_days(absent: str) -> None:
    raw = reading.resource("documents.json")["documents"][0]
    assert reading.read_document(raw).key == raw["key"]
    with pytest.raises(ValueError, match="a document needs its days"):
        reading.read_document({**raw, absent: None})


def test_what_is_known_is_never_missed_beside_what_is_not() -> None:
    facts = {**KNOWN, "parents": ["dead", "dead"]}
    del facts["born"]
    missing = ask(facts, "2026-11").missing
    assert "born" in missing
    assert not {"parents", "receiving", "studying"} & set(missing)


def test_small_children_of_whom_nothing_is_lacking_leave_no_gap_nd335_d17() -> None:
    known = State(Facts(pregnant=False), 30, None, ((None, None, False), (3, None, None), (-1, None, None)), 0)
    assert (known.burden, known.burden_gaps()) == ((0, 0), frozenset())
    open_ones = State(Facts(pregnant=False), 30, None, ((None, None, True), (2, None, None)), 0)
    newborn = State(Facts(pregnant=False), 30, None, ((0, None, None),), 0)
    assert (newborn.burden, newborn.burden_gaps()) == ((0, 1), frozenset({"children.raised_by_person"}))
    assert open_ones.burden == (0, 2)
    assert open_ones.burden_gaps() == {"children.born", "children.raised_by_person"}


def test_the_first_day_of_a_birth_year_counts_unasked_and_a_hundredth_is_a_coefficient() -> None:
    assert state_on(Facts(born=PartialDate(2020)), date(2026, 6, 30), 0).age == 6
    assert (reading.hundredths("0.01"), reading.hundredths("1")) == (1, 100)
