"""A change of the law reckoned whole: pieces, sums, reasons and words of each entitlement (NĐ 335/2026 Đ32 k3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.law_change import Change, ChangeFacts, LawChange, Piece, Sums, reckon, why
from models.benefits.entitlements.law_rates import Rates, count_of, rates_for
from models.benefits.entitlements.queries import DueSpan
from models.benefits.queries import NO_VILLAGE
from models.law.book import LawBook, shipped_book, shipped_rows
from models.law.places import province
from models.law.rows import Rule
from models.store.dates import Month, PartialDate
from tests.benefits.entitlements.test_law_change_rules import PLAIN
from tests.people.commune import Office

JULY, OCTOBER, NOVEMBER = Month(202607), Month(202610), Month(202611)
BORN = {1: PartialDate(1986, 3, 5), 2: PartialDate(1950, 1, 1), 3: None, 4: PartialDate(2022, 8, 20)}
NEW_LEVEL = Worth("K6N", "Người khuyết tật nặng", 810_000, 150, "central", 540_000)
D6 = "khoản 6 Điều 5, khoản 1 Điều 6 Nghị định 335/2026/NĐ-CP"


def rates(known_on: date = date(2026, 11, 22)) -> Rates:
    return Rates(shipped_book(), known_on, province("68"), BORN)


def looked(*spans: DueSpan, reasons: dict[int, frozenset[str]] | None = None) -> LawChange:
    return reckon(ChangeFacts(JULY, NOVEMBER, spans, {1: "Thôn 1", 2: "Thôn 2"}, reasons or {}, rates()))


def span(number: int = 1, **values: Any) -> DueSpan:
    """A span of the entitlement and person of that number."""
    return PLAIN._replace(entitlement_id=number, person_id=number, **values)


def only(found: LawChange) -> Change:
    (one,) = (*found.changes, *found.pending)
    return one


def test_one_change_whole() -> None:
    found = looked(span(1))
    assert found.changes == (
        Change(1, 1, "allowance", "K6N", "Thôn 1", (Piece(JULY, NEW_LEVEL, only(found).pieces[0].article),), 750_000,
               750_000, 810_000, 240_000, (), False),
    )  # fmt: skip
    assert "Nghị định 335/2026/NĐ-CP" in only(found).pieces[0].article
    assert (found.since, found.payout, found.pending, found.same) == (JULY, NOVEMBER, (), 0)
    assert (found.monthly, found.arrears) == (60_000, 240_000)


def test_pieces_begin_where_the_law_differs_and_again_where_the_age_changes() -> None:
    """A child of K1a turns four on 20/08/2026, from 09/2026 under NĐ 147/2025 Đ5: 1,5."""
    spans = span(4, group_code="K1a", amount=1_250_000, coefficient=250)
    found = only(looked(spans))
    assert [(piece.month, piece.worth.amount, piece.worth.coefficient) for piece in found.pieces] == [
        (202607, 1_350_000, 250),
        (202609, 810_000, 150),
    ]
    assert (found.before, found.after, found.arrears) == (1_250_000, 810_000, 100_000 * 2 - 440_000 * 2)
    assert found.pending == ("loses",)


def test_what_was_paid_before_is_that_of_the_month_of_the_first_piece() -> None:
    spans = (span(1, stop=202609, amount=810_000), span(1, start=202609, amount=700_000))
    found = only(looked(*spans))
    assert [piece.month for piece in found.pieces] == [202609]
    assert (found.paid_before, found.before, found.arrears) == (700_000, 700_000, 220_000)


def test_a_suspended_month_is_neither_paid_nor_owed_but_gets_its_level() -> None:
    spans = (span(1, stop=202609), span(1, start=202609, standing="suspended"))
    found = only(looked(*spans))
    assert (found.before, found.after, found.arrears, found.paid_before) == (0, 0, 120_000, 750_000)
    assert [piece.month for piece in found.pieces] == [202607]
    assert found.pending == ("suspended",)


@pytest.mark.parametrize(
    ("values", "pending"),
    [
        ({"standing": "suspended", "stop": 202607}, None),
        ({"standing": "suspended", "stop": 202608}, ("stopped", "suspended")),
        ({"stop": 202608}, ("stopped",)),
        ({"stop": 202611}, ("stopped",)),
        ({"stop": 202612}, ()),
        ({"start": 202607}, ()),
        ({"start": 202608}, ("granted",)),
        ({"kind": "care_support", "group_code": "CS-NKT"}, ("care",)),
        ({"group_code": "K9"}, ("no_level",)),
        ({"group_code": ""}, ("no_level",)),
        ({"amount": 700_000}, ("off_before",)),
        ({"amount": 900_000}, ("loses", "off_before")),
        ({"amount": 700_000, "start": 202607}, ()),
        ({"amount": 810_000}, None),
        ({"amount": 810_000, "standing": "suspended"}, None),
    ],
)
def test_what_needs_a_look_and_why(values: dict[str, Any], pending: tuple[str, ...] | None) -> None:
    found = looked(span(1, **values))
    if pending is None:
        assert (found.changes, found.pending, found.same) == ((), (), 1)
    else:
        assert only(found).pending == pending
        assert bool(found.pending) == bool(pending)


def test_without_a_level_nothing_is_reckoned() -> None:
    found = only(looked(span(1, group_code="K9")))
    assert (found.pieces, found.before, found.after, found.arrears, found.paid_before) == ((), 0, 0, 0, 0)


def test_reasons_told_from_outside_stand_in_the_order_of_their_labels() -> None:
    told = {1: frozenset({"unpaid", "died"}), 9: frozenset({"moved"})}
    assert only(looked(span(1, stop=202610), reasons=told)).pending == ("died", "stopped", "unpaid")
    right = looked(span(1, amount=810_000, start=202607), reasons=told)
    assert (right.same, right.pending) == (1, ())


def test_without_a_birth_date_the_lower_band_is_taken_and_told() -> None:
    found = only(looked(span(3)))
    assert (found.pending, found.after, found.village) == (("no_birth",), 810_000, NO_VILLAGE)
    assert looked(span(3, amount=810_000, start=202607)).same == 1


def test_a_loss_in_the_arrears_alone_needs_a_look_too() -> None:
    spans = (span(1, stop=NOVEMBER, amount=900_000), span(1, start=NOVEMBER, amount=750_000))
    found = only(looked(*spans))
    assert (found.monthly, found.arrears) == (60_000, -360_000)
    assert "loses" in found.pending


def test_secret_grounds_are_marked_and_a_group_without_code_goes_by_its_label() -> None:
    assert only(looked(span(1, group_code="K8", label="x"))).secret
    assert not only(looked(span(1))).secret
    assert only(looked(span(1, group_code="", label="Nhóm cũ"))).group == "Nhóm cũ"


def test_sums_by_group_and_village_of_what_one_decision_may_change() -> None:
    second = span(2, group_code="K5a", amount=1_000_000, coefficient=200, start=202607)
    third = PLAIN._replace(entitlement_id=5, person_id=1)
    pending = PLAIN._replace(entitlement_id=6, person_id=1, stop=202610)
    found = looked(span(1), second, third, pending)
    assert found.by_group() == (Sums("K5a", 1, 80_000, 320_000), Sums("K6N", 2, 120_000, 480_000))
    assert found.by_village() == (Sums("Thôn 1", 2, 120_000, 480_000), Sums("Thôn 2", 1, 80_000, 320_000))
    assert (found.monthly, found.arrears, len(found.pending)) == (200_000, 800_000, 1)


def test_the_sentence_says_how_the_amount_is_made() -> None:
    words = "Mức theo luật là 810.000 đồng (540.000 đồng × 1,5), trước là 750.000 đồng."
    assert why(Piece(JULY, NEW_LEVEL, ""), 750_000) == words
    words = "Mức theo luật là 540.000 đồng, trước là 500.000 đồng."
    for rate, coefficient in ((540_000, None), (None, 150), (None, None)):
        assert why(Piece(JULY, Worth("HTXH", "", 540_000, coefficient, "", rate), ""), 500_000) == words
    nothing = why(Piece(JULY, Worth("K9", "", None, None), ""), 0)
    assert nothing == "Mức theo luật là 0 đồng, trước là 0 đồng."


@pytest.mark.parametrize(
    ("group", "coefficient", "count"),
    [
        ("K4", None, 1), ("K4", 0, 1), ("K4", 99, 1), ("K4", 100, 1), ("K4", 199, 1), ("K4", 200, 2), ("K4", 350, 3),
        ("CS-MT", None, 1), ("CS-MT", 150, 1), ("CS-MT", 199, 1), ("CS-MT", 200, 2), ("CS-MT", 300, 2),
        ("K6N", 250, 1), ("K6N", None, 1),
    ],
)  # fmt: skip
def test_what_a_coefficient_counts_nd335_d6_d17(group: str, coefficient: int | None, count: int) -> None:
    assert count_of(group, coefficient) == count


@pytest.mark.parametrize(
    ("person", "group", "month", "coefficient", "amount"),
    [
        (1, "K6N", 202611, 150, 810_000),
        (1, "K6N", 202606, 150, 750_000),
        (2, "K6N", 202611, 150, 1_080_000),
        (2, "K5a", 202607, None, 1_080_000),
        (2, "K5a", 202606, None, 750_000),
        (1, "K4", 202611, 300, 1_620_000),
        (4, "CS-TE", 202608, None, 1_350_000),
        (4, "CS-TE", 202609, None, 810_000),
        (4, "K1a", 202608, None, 1_350_000),
        (3, "K6N", 202611, None, 810_000),
        (77, "K6N", 202611, None, 810_000),
        (1, "K9", 202611, None, None),
    ],
)
def test_what_the_law_gives_a_known_group(
    person: int, group: str, month: int, coefficient: int | None, amount: int | None
) -> None:
    both = rates()
    for _ in range(2):
        found = both.level(person, group, Month(month), coefficient)
        assert (None if found is None else found.amount) == amount


def test_people_of_one_age_share_an_answer_and_of_two_do_not() -> None:
    both = rates()
    assert [getattr(both.level(one, "K6N", NOVEMBER, 150), "amount", 0) for one in (1, 2, 1)] == [
        810_000, 1_080_000, 810_000,
    ]  # fmt: skip
    assert [getattr(both.level(1, "K4", NOVEMBER, one), "amount", 0) for one in (100, 200)] == [540_000, 1_080_000]
    assert [getattr(both.level(1, "K6N", one, 150), "amount", 0) for one in (Month(202606), JULY)] == [750_000, 810_000]
    assert rates(date(2026, 8, 1)).level(1, "K6N", JULY, 150) != both.level(1, "K6N", JULY, 150)
    assert both.law(JULY) is both.law(JULY)


def test_born_on_29_02_is_75_a_month_later_than_on_28_02_in_a_common_year() -> None:
    """Both in one month's answers: 75 years are reached on 01/03/2027 (NĐ 335/2026 Đ6, the break of K5a)."""
    born = {1: PartialDate(1952, 2, 28), 2: PartialDate(1952, 2, 29), 3: PartialDate(1952, 2), 4: PartialDate(1952)}
    for order in ((1, 2, 3, 4), (4, 3, 2, 1)):
        both = Rates(shipped_book(), date(2027, 3, 22), province("68"), born)
        for month, amounts in ((202701, {4}), (202702, {1, 3, 4}), (202703, {1, 2, 3, 4})):
            found = {one: both.level(one, "K5a", Month(month), None) for one in order}
            higher = {one for one, level in found.items() if level is not None and level.coefficient == 200}
            assert higher == amounts, month


def test_a_birth_year_and_a_birth_date_are_two_ages_where_the_last_day_counts_benefits_15_2_12() -> None:
    rows = shipped_rows()
    own = replace(rows.documents[0], key="office", known_from=date(2026, 1, 1))
    rule = Rule("partial_birth", Month(202601), None, "last_day", "office", "", "", "office")
    book = LawBook(replace(rows, documents=(*rows.documents, own), rules=(*rows.rules, rule)))
    born = {1: PartialDate(2022), 2: PartialDate(2022, 1, 1), 3: PartialDate(2022, 12, 31), 4: PartialDate(2022, 1)}
    for order in ((1, 2, 3, 4), (4, 3, 2, 1)):
        both = Rates(book, date(2026, 11, 22), province("68"), born)
        found = {one: getattr(both.level(one, "K1a", NOVEMBER, None), "amount", 0) for one in order}
        assert found == {1: 1_350_000, 2: 810_000, 3: 1_350_000, 4: 810_000}


def test_care_support_is_of_the_place_too_nq63() -> None:
    city = Rates(shipped_book(), date(2026, 11, 22), province("Hà Nội"), BORN)
    found = city.level(2, "CS-NCT", NOVEMBER, None)
    assert found is not None
    assert (found.table, found.amount) == ("local", 975_000)


def test_rates_are_of_the_offices_place_and_of_the_book_that_is_given(office: Office) -> None:
    person = office.person("Trần Văn An", "1986")
    own = LawBook(shipped_rows())
    with office.store.read() as session:
        plain, given = (rates_for(session, [person], date(2026, 11, 22), book=book) for book in (None, own))
    assert (plain.place, plain.born) == (province("68"), {person: PartialDate(1986)})
    assert given.book is own
