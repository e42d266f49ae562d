"""Each rule of the review by itself, over frozen facts: whom it names, with what money, in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.benefits.months.facts import NEVER, EntitlementFact, Line, PersonFact, SpanFact, Who
from models.benefits.months.risks import Lawful, Loose, Paid, ReviewFacts, Risk, RiskKind, review
from models.store.dates import Month

NOV = Month(202611)
SPAN = SpanFact(202601, NEVER, True, 810_000, "K6N", "Nặng", "central", 540_000, 150, 5, "7/QĐ-UBND", "")


def person(number: int, **told: Any) -> PersonFact:
    base = PersonFact(
        number, 100 + number, f"Người {number}", "1960", "", "", "living", "", 1, "Thôn 1", "", "", "", "", ""
    )
    return base._replace(**told)


def right(number: int, *spans: SpanFact, carer: int | None = None) -> EntitlementFact:
    """An entitlement of the person of the same number."""
    return EntitlementFact(number, "allowance", number, carer, 0, 0, 0, spans or (SPAN,))


def line(number: int, **told: Any) -> Line:
    """A line for the month itself; `born` differs from person to person."""
    who = Who(
        number, number, 100 + number, f"Người {number}", f"{1940 + number}", "", "", 1, "Thôn 1", "cash", "", "", "", ""
    )
    base = Line(*who, number, None, "regular", NOV, 2026, "K6N", "Nặng", "central", 540_000, 150, 810_000, "", 5, None,
                "same", "")  # fmt: skip
    return base._replace(**told)


def looked(*lines: Line, **told: Any) -> list[Risk]:
    facts = ReviewFacts(NOV, lines, told.pop("entitlements", ()), told.pop("people", {}))
    return review(replace(facts, **told))


def brief(risks: list[Risk]) -> list[tuple[str, int, int, str]]:
    """(kind, person, amount, text)."""
    return [(str(risk.kind), risk.person_id, risk.amount, risk.text) for risk in risks]


def test_what_was_overpaid_is_one_risk_with_its_sum_and_its_months_in_order() -> None:
    over = {(1, 202609): 60_000, (2, 202608): 1_000, (1, 202607): 540_000}
    spans = (SPAN, SPAN._replace(group_code="K6DBN", label="Đặc biệt nặng"))
    people = {number: person(number) for number in (1, 2, 3)}
    found = looked(entitlements=[right(2), right(1, *spans), right(3)], people=people, over=over)
    assert found == [
        Risk(
            RiskKind.OVERPAID, 1, 1, 101, "Người 1", "K6DBN", "Đặc biệt nặng", "Thôn 1", 600_000,
            "Đã lập danh sách chi 600.000 đồng không được hưởng (tháng 07/2026, 09/2026).",
        ),
        Risk(
            RiskKind.OVERPAID, 2, 2, 102, "Người 2", "K6N", "Nặng", "Thôn 1", 1_000,
            "Đã lập danh sách chi 1.000 đồng không được hưởng (tháng 08/2026).",
        ),
    ]  # fmt: skip


def test_one_person_with_three_lines_is_told_once_on_the_last() -> None:
    twice = [line(1, entitlement_id=number, amount=number) for number in (1, 2, 3)]
    assert looked(*twice, line(2)) == [
        Risk(RiskKind.DOUBLE, 1, 3, 101, "Người 1", "K6N", "Nặng", "Thôn 1", 3,
             "Một người có 3 khoản trợ cấp trong tháng (1, 2, 3 đồng); luật cho hưởng một mức cao nhất."),
    ]  # fmt: skip


def test_a_single_parent_may_have_two_lines_and_a_carers_line_is_not_the_cared_persons_own() -> None:
    """NĐ 335/2026 Đ6 k2; care support is never a double."""
    parent = [line(1), line(1, entitlement_id=9, group_code="K4")]
    assert looked(*parent, line(2), line(2, entitlement_id=8, recipient_id=3)) == []


def test_the_same_number_or_the_same_name_and_whole_birth_date_are_two_people_who_look_like_one() -> None:
    number = {"id_number": "001160000001"}
    words = "2 người cùng số định danh cùng có tên trong danh sách."
    assert brief(looked(line(1, **number), line(2, amount=5, **number))) == [("double", 2, 5, words)]
    alike = {"name": "Trần  Văn An", "born": "1960-01-02"}
    words = "2 người cùng họ tên, ngày sinh cùng có tên trong danh sách."
    assert brief(looked(line(1, **alike), line(2, **{**alike, "name": "TRẦN VĂN AN"}))) == [
        ("double", 2, 810_000, words)
    ]
    for other in ({"born": "1960"}, {"born": ""}):
        assert looked(line(1, **{**alike, **other}), line(2, **{**alike, **other})) == []
    assert looked(line(1, **alike), line(2, **{**alike, "born": "1960-01-03"})) == []
    assert looked(line(1, born="1960-01", name="An"), line(2, born="1960-01", name="An"))[0].kind == RiskKind.DOUBLE


def test_two_people_are_told_once_though_number_and_name_agree_and_a_third_again() -> None:
    both = {"id_number": "001160000001", "name": "Trần Văn An", "born": "1960-01-02"}
    assert len(looked(line(1, **both), line(2, **both))) == 1
    third = line(3, **{**both, "id_number": ""})
    found = looked(line(1, **both), line(2, **both), third)
    assert [(risk.text[:7], risk.person_id) for risk in found] == [("2 người", 2), ("3 người", 3)]


@pytest.mark.parametrize(
    ("status", "day", "words"),
    [
        ("dead", "2026-10-31", "Người 1 đã mất 31/10/2026; không lên danh sách, cần quyết định thôi hưởng."),
        ("moved", "2026-10", "Người 1 đã chuyển đi 10/2026; không lên danh sách, cần quyết định thôi hưởng."),
        ("dead", "", "Người 1 đã mất; không lên danh sách, cần quyết định thôi hưởng."),
        ("dead", "2026-11-01", None),
        ("living", "", None),
    ],
)
def test_who_left_before_the_month_needs_a_decision(status: str, day: str, words: str | None) -> None:
    people = {1: person(1, status=status, status_on=day)}
    found = looked(entitlements=[right(1)], people=people)
    assert brief(found) == ([] if words is None else [("left", 1, 0, words)])


@pytest.mark.parametrize("span", [SPAN._replace(paid=False), SPAN._replace(stop=NOV), SPAN._replace(start=202612)])
def test_who_left_and_is_not_due_in_the_month_needs_none(span: SpanFact) -> None:
    people = {1: person(1, status="dead", status_on="2026-10-31")}
    assert looked(entitlements=[right(1, span)], people=people) == []


def test_a_carer_who_left_is_named_and_the_cared_person_first() -> None:
    """benefits.md 15.2, 8: care support ends with either of the two."""
    dead, moved = {"status": "dead", "status_on": "2026-09-01"}, {"status": "moved", "status_on": "2026-10-01"}
    cared = [right(1, carer=2)]
    found = looked(entitlements=cared, people={1: person(1), 2: person(2, **moved)})
    assert brief(found)[0][:3] == ("left", 1, 0)
    assert found[0].text.startswith("Người 2 đã chuyển đi 01/10/2026;")
    found = looked(entitlements=cared, people={1: person(1, **dead), 2: person(2, **moved)})
    assert found[0].text.startswith("Người 1 đã mất 01/09/2026;")
    found = looked(entitlements=cared, people={1: person(1, **moved), 2: person(2, **dead)})
    assert found[0].text.startswith("Người 1 đã chuyển đi 01/10/2026;")


def test_a_line_that_was_never_taken_over_names_its_money() -> None:
    text = "Khoản này trong danh sách cũ chưa được tiếp nhận nên không lên danh sách chi."
    found = looked(loose=[Loose(4, 104, "Người 4", "K6N", "Nặng", 750_000)])
    assert found == [Risk(RiskKind.LOOSE, 4, None, 104, "Người 4", "K6N", "Nặng", "", 750_000, text)]


def test_an_account_of_two_recipients_is_shared_also_by_lines_that_are_not_for_the_month() -> None:
    account = {"channel": "account", "account": "123"}
    other = line(2, kind="arrears", **account)
    words = "Tài khoản này của 2 người trong danh sách."
    assert brief(looked(line(1, **account), other)) == [("shared_account", 1, 810_000, words)]
    assert looked(line(1, **account), line(1, kind="arrears", **account)) == []


def test_an_account_without_a_number_is_told() -> None:
    words = "Nhận qua tài khoản nhưng chưa có số tài khoản."
    assert brief(looked(line(1, channel="account"))) == [("no_account", 1, 810_000, words)]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ({}, Paid("", ""), []),
        ({"account": "2"}, Paid("1", ""), [("changed_account", "Số tài khoản khác tháng trước.")]),
        ({"account": "2"}, Paid("", ""), [("changed_account", "Tháng trước nhận tiền mặt, nay nhận qua tài khoản.")]),
        ({}, Paid("1", ""), [("changed_account", "Tháng trước nhận qua tài khoản, nay nhận tiền mặt.")]),
        ({"account": "2"}, Paid("2", ""), []),
        ({"payee": "Con"}, Paid("", ""), [("new_payee", "Tháng trước nhận: chính người hưởng; nay: Con.")]),
        ({"payee": "Con"}, Paid("", "Cháu"), [("new_payee", "Tháng trước nhận: Cháu; nay: Con.")]),
        ({}, Paid("", "Cháu"), [("new_payee", "Tháng trước nhận: Cháu; nay: chính người hưởng.")]),
        ({"payee": "Con"}, Paid("", "Con"), []),
        ({"payee": "Con"}, None, [("new_payee", "Mới lên danh sách, người nhận thay là Con.")]),
        ({"payee": "Con", "recipient_id": 2}, None, []),
        ({"account": "2"}, None, []),
    ],
)
def test_where_the_money_went_last_month_against_now(
    now: dict[str, Any], before: Paid | None, expected: list[tuple[str, str]]
) -> None:
    last = {} if before is None else {1: before}
    found = looked(line(1, **now), last={**last, 0: Paid("9", "Ai")})
    assert [(str(risk.kind), risk.text) for risk in found] == expected


@pytest.mark.parametrize(
    ("law", "born", "expected"),
    [
        (Lawful(810_000, True), "1960", []),
        (Lawful(None, True), "1960", [("off_law", "Luật của tháng này không có nhóm ghi trong quyết định.")]),
        (Lawful(None, False), "1960", [("off_law", "Luật của tháng này không có nhóm ghi trong quyết định.")]),
        (Lawful(1, False), "2010-02-01",
         [("age", "Sinh 01/02/2010: tuổi không còn hợp với nhóm đang hưởng.")]),
        (Lawful(1, False), "", [("age", "Sinh không rõ: tuổi không còn hợp với nhóm đang hưởng.")]),
        (Lawful(750_000, True), "1960", [("off_law", "Danh sách 810.000 đồng, luật 750.000 đồng.")]),
    ],
)  # fmt: skip
def test_against_the_law(law: Lawful, born: str, expected: list[tuple[str, str]]) -> None:
    found = looked(line(2), line(1, born=born), lawful={1: law, 0: Lawful(None, True)})
    assert [(str(risk.kind), risk.text) for risk in found] == expected
    assert {risk.person_id for risk in found} <= {1}


@pytest.mark.parametrize(("count", "told"), [(0, False), (2, False), (3, True), (5, True)])
def test_three_months_running_uncollected_nd335_d9(count: int, told: bool) -> None:
    words = f"Đã {count} tháng liền không đến nhận tiền mặt: xem xét tạm dừng (NĐ 335/2026 Đ9)."
    found = looked(line(2), line(1), uncollected={1: count, 0: 9})
    assert brief(found) == ([("uncollected", 1, 810_000, words)] if told else [])


def test_a_year_without_a_sign_of_life_counts_for_who_is_paid_into_an_account() -> None:
    """benefits.md 15.2, 7: of whoever gets the money."""
    silent = {1: date(2025, 10, 9), 3: date(2025, 10, 10)}
    lines = (line(1), line(2, account="2", recipient_id=3), line(4, account="4"))
    words = "Nhận qua tài khoản; lần cuối biết còn sống: 10/10/2025."
    assert brief(looked(*lines, silent=silent)) == [("no_life", 2, 810_000, words)]


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        ((SPAN._replace(amount=None),), True),
        ((SPAN._replace(amount=0),), True),
        ((SPAN,), False),
        ((SPAN._replace(amount=None, paid=False),), False),
        ((SPAN._replace(amount=None, stop=NOV), SPAN._replace(start=NOV)), False),
        ((SPAN._replace(amount=None), SPAN._replace(start=202701)), True),
    ],
)
def test_a_decision_without_an_amount(spans: tuple[SpanFact, ...], told: bool) -> None:
    found = looked(entitlements=[right(1, *spans)], people={1: person(1)})
    words = "Quyết định không ghi mức hưởng: chưa lên danh sách."
    assert brief(found) == ([("no_amount", 1, 0, words)] if told else [])


def test_who_stands_in_no_village_is_told_once_whatever_the_kind_of_the_line() -> None:
    nowhere = {"village_id": None, "village": ""}
    words = "Chưa rõ thôn, tổ dân phố: không đứng trong danh sách của thôn nào."
    lines = (line(1, kind="arrears", amount=9, **nowhere), line(1, **nowhere), line(2), line(3, **nowhere))
    assert brief(looked(*lines)) == [("no_village", 3, 810_000, words), ("no_village", 1, 9, words)]


def test_the_riskiest_first_then_the_money_then_the_code() -> None:
    lines = [line(1, amount=1), line(2, amount=2, code=7), line(3, amount=2, code=5)]
    lawful = {number: Lawful(None, True) for number in (1, 2, 3)}
    found = looked(*lines, lawful=lawful, last={1: Paid("x", "y")})
    assert [(str(risk.kind), risk.person_id) for risk in found] == [
        ("changed_account", 1),
        ("new_payee", 1),
        ("off_law", 3),
        ("off_law", 2),
        ("off_law", 1),
    ]


def test_each_entitlement_is_looked_at_by_itself() -> None:
    gone = {"status": "dead", "status_on": "2026-10-31"}
    people = {1: person(1), 2: person(2, **gone), 3: person(3, **gone)}
    rights = [right(1), right(3, SPAN._replace(paid=False)), right(2)]
    assert [risk.person_id for risk in looked(entitlements=rights, people=people)] == [2]
