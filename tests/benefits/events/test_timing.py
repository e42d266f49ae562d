"""Whether a ground may still fit in a month, by which law, and from which month a change counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.benefits.events.timing import article, as_carer, change_month, group_title, may_fit, month_after, tables
from models.law.book import LawBook, shipped_book, shipped_rows
from models.law.facts import Carer, Facts, Income
from models.law.places import former_province, province
from models.law.rows import Rule
from models.store.dates import Month, PartialDate


def test_a_newborn_may_fit_from_the_month_of_birth_and_nobody_before() -> None:
    """NĐ 335/2026 Đ8: END of the month decides; NĐ 147/2025 Đ5: the end of the month before, else this one's."""
    law = shipped_book().at(Month(202611), date(2026, 11, 22))
    born = Facts(born=PartialDate(2026, 11, 20))
    assert may_fit(law, "K1a", born)
    assert not may_fit(law, "K1a", Facts(born=PartialDate(2026, 12, 1)))
    assert may_fit(law, "K1a", Facts(born=PartialDate(2010, 11, 1)))
    assert not may_fit(law, "K1a", Facts(born=PartialDate(2010, 11, 1)), first_day=True)
    assert not may_fit(law, "K1a", Facts(born=PartialDate(2010, 10, 31)))
    before = shipped_book().at(Month(202511), date(2026, 11, 22))
    assert may_fit(before, "K1a", Facts(born=PartialDate(2025, 11, 20)))
    assert not may_fit(before, "K1a", Facts(born=PartialDate(2025, 11, 20)), first_day=True)
    assert may_fit(law, "K1a", Facts())


def test_a_group_that_the_law_does_not_know_is_left_alone() -> None:
    law = shipped_book().at(Month(202611), date(2026, 11, 22))
    assert may_fit(law, "K9", Facts(born=PartialDate(1990)))
    assert group_title(law, "K9") == "K9"
    assert group_title(law, "K6N") == "Người khuyết tật nặng"
    assert article(law, "x") == ""
    assert article(law, "stop") == "Điều 8 Nghị định 335/2026/NĐ-CP"


def test_a_city_of_its_own_table_leaves_the_near_poor_possible_nq63_d4() -> None:
    law = shipped_book().at(Month(202611), date(2026, 11, 22))
    near = Facts(born=PartialDate(1960), household="near_poor", no_supporter=True)
    assert not may_fit(law, "K5a", near)
    assert may_fit(law, "K5a", replace(near, province=province("Hà Nội")))
    assert [one.name for one in tables(law, near)] == ["central"]
    assert [one.name for one in tables(law, replace(near, province=province("Hà Nội")))] == ["central", "local"]


def test_the_pension_is_measured_by_its_level_and_a_loss_counts_from_the_laws_month() -> None:
    law = shipped_book().at(Month(202611), date(2026, 11, 22))
    paid = Facts(born=PartialDate(1945), income=Income(pension=539_999, social_insurance=0))
    assert may_fit(law, "HTXH", paid)
    assert not may_fit(law, "HTXH", replace(paid, income=Income(pension=540_000, social_insurance=0)))
    assert (change_month(law), month_after(Month(202612))) == (202611, 202701)
    assert change_month(shipped_book().at(Month(202609), date(2026, 11, 22))) == 202610


def test_the_carers_facts_are_those_of_whom_they_care_for() -> None:
    cared = Facts(born=PartialDate(2015), disability="extremely_severe", province=province("Hà Nội"), studying=True)
    assert as_carer(cared) == Facts(
        province=province("Hà Nội"), carer=Carer(None, PartialDate(2015), "extremely_severe")
    )


def test_before_the_social_pension_there_is_no_level_to_measure_by() -> None:
    law = shipped_book().at(Month(202406), date(2026, 11, 22))
    assert may_fit(law, "K1a", Facts(born=PartialDate(2010, 1, 1)))
    assert not may_fit(law, "K1a", Facts(born=PartialDate(2008, 1, 1)))


def test_an_office_that_counts_the_last_day_of_a_birth_year() -> None:
    """benefits.md 15.2, 12: a practice that an office may settle otherwise."""
    rows = shipped_rows()
    own = replace(rows.documents[0], key="office", known_from=date(2026, 1, 1))
    rule = Rule("partial_birth", Month(202601), None, "last_day", "office", "", "", "office")
    book = LawBook(replace(rows, documents=(*rows.documents, own), rules=(*rows.rules, rule)))
    law = book.at(Month(202611), date(2026, 11, 22))
    assert may_fit(law, "K1a", Facts(born=PartialDate(2010)))
    assert not may_fit(shipped_book().at(Month(202611), date(2026, 11, 22)), "K1a", Facts(born=PartialDate(2010)))


def test_before_07_2025_the_former_province_has_the_table() -> None:
    law = shipped_book().at(Month(202506), date(2026, 11, 22))
    lived = Facts(former_province=former_province("Hải Dương"), province=province("Hải Phòng"))
    assert [one.name for one in tables(law, lived)] == ["central", "local"]
    assert [one.name for one in tables(law, replace(lived, former_province=None))] == ["central"]
