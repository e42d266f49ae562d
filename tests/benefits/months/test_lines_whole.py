"""Whole lines of a list, column by column: who, where, for which month, by which decision, with which sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.benefits.months.compute import compute, opening_lines, overpaid
from models.benefits.months.facts import (
    NEVER,
    DebtFact,
    EntitlementFact,
    FuneralFact,
    Line,
    MonthFacts,
    PersonFact,
    SpanFact,
    Uncollected,
)
from models.store.dates import Month

OCT, NOV, DEC = Month(202610), Month(202611), Month(202612)
SPAN = SpanFact(202601, NEVER, True, 810_000, "K6N", "Nặng", "central", 540_000, 150, 5, "7/QĐ-UBND", "")
AN = PersonFact(1, 101, "Trần Văn An", "1960-02-03", "male", "001160000001", "living", "", 4, "Thôn 1", "", "", "", "",
                "")  # fmt: skip
CUC = PersonFact(2, 102, "Vũ Thị Cúc", "1970", "female", "001170000002", "living", "", 5, "Thôn 2", "", "", "", "", "")


def facts(*rights: EntitlementFact, people: tuple[PersonFact, ...] = (AN, CUC), **told: Any) -> MonthFacts:
    return MonthFacts(NOV, 2026, rights, {one.id: one for one in people}, **told)


def right(*spans: SpanFact, carer: int | None = None, **told: Any) -> EntitlementFact:
    return EntitlementFact(9, "allowance", 1, carer, 0, 0, 0, spans or (SPAN,))._replace(**told)


def line(kind: str, amount: int, reason: str, month: int = NOV, **told: Any) -> Line:
    """A cash line of An's entitlement."""
    who = (1, 1, 101, "Trần Văn An", "1960-02-03", "male", "001160000001", 4, "Thôn 1", "cash", "", "", "", "")
    ground = ("K6N", "Nặng", "central", 540_000, 150)
    made = Line(*who, 9, None, kind, month, 2026, *ground, amount, "7/QĐ-UBND", 5, None, "", reason)
    return made._replace(**told)


def test_a_new_line_whole() -> None:
    since = right(SPAN._replace(start=NOV))
    assert compute(facts(since)) == [line("regular", 810_000, "Mới hưởng.", step="new")]


@pytest.mark.parametrize(
    ("before", "step", "reason"),
    [
        (810_000, "same", ""),
        (750_000, "up", "Điều chỉnh từ 750.000 đồng lên 810.000 đồng."),
        (900_000, "down", "Điều chỉnh từ 900.000 đồng xuống 810.000 đồng."),
    ],
)
def test_a_line_against_last_month(before: int, step: str, reason: str) -> None:
    told = facts(right(SPAN._replace(start=NOV)), last={9: before})
    assert compute(told) == [line("regular", 810_000, reason, step=step)]


def test_who_was_listed_before_but_not_last_month_comes_back() -> None:
    told = facts(right(SPAN._replace(start=OCT)), listed={9: {OCT: 810_000}})
    assert compute(told) == [line("regular", 810_000, "Hưởng lại.", step="resumed")]


def test_arrears_tell_what_was_due_and_what_was_listed() -> None:
    told = facts(right(SPAN._replace(start=202609)), listed={9: {OCT: 750_000}})
    chosen = compute(told)
    assert chosen[1:] == [
        line("arrears", 810_000, "Truy lĩnh tháng 09/2026: được hưởng 810.000 đồng, chưa lập danh sách chi.", 202609),
        line("arrears", 60_000, "Truy lĩnh tháng 10/2026: được hưởng 810.000 đồng, đã lập 750.000 đồng.", OCT),
    ]
    assert (chosen[0].kind, chosen[0].step) == ("regular", "resumed")


def test_arrears_carry_the_ground_of_their_own_month() -> None:
    old = SPAN._replace(start=OCT, stop=NOV, amount=900_000, group_code="K6DBN", label="Đặc biệt nặng",
                        law_table="local", base_rate=600_000, coefficient=160, decision="5", decision_id=3)  # fmt: skip
    found = compute(facts(right(old, SPAN._replace(start=NOV))))[1]
    assert found == line(
        "arrears", 900_000, "Truy lĩnh tháng 10/2026: được hưởng 900.000 đồng, chưa lập danh sách chi.", OCT,
        group_code="K6DBN", label="Đặc biệt nặng", law_table="local", base_rate=600_000, coefficient=160, decision="5",
        decision_id=3,
    )  # fmt: skip


def test_heirs_get_the_month_of_death_and_what_was_short_before_benefits_15_2_7() -> None:
    dead = AN._replace(status="dead", status_on="2026-11-03", account="123", bank="VCB")
    told = facts(right(SPAN._replace(start=OCT)), people=(dead,))
    words = "Truy lĩnh tháng 10/2026: được hưởng 810.000 đồng, chưa lập danh sách chi. Chi cho người thừa kế ký nhận."
    assert compute(told) == [
        line("heirs", 810_000, "Mất ngày 03/11/2026; tháng mất vẫn được hưởng, chi cho người thừa kế ký nhận."),
        line("arrears", 810_000, words, OCT),
    ]
    assert overpaid(facts(right(SPAN._replace(start=OCT)), people=(dead,), listed={9: {OCT: 900_000}})) == {
        (9, OCT): 90_000
    }


CARER_COLUMNS: dict[str, Any] = {
    "recipient_id": 2, "village_id": 5, "village": "Thôn 2", "payee": "Vũ Thị Cúc", "payee_id_number": "001170000002",
}  # fmt: skip


def test_care_support_is_the_cared_persons_line_paid_to_the_carer_benefits_15_2_8() -> None:
    cared = right(SPAN._replace(start=NOV), carer=2)
    assert compute(facts(cared)) == [line("regular", 810_000, "Mới hưởng.", step="new", **CARER_COLUMNS)]
    nowhere = CUC._replace(village_id=None, village="")
    columns = {**CARER_COLUMNS, "village_id": 4, "village": "Thôn 1"}
    assert compute(facts(cared, people=(AN, nowhere))) == [
        line("regular", 810_000, "Mới hưởng.", step="new", **columns)
    ]


@pytest.mark.parametrize(
    ("told", "channel", "expected"),
    [
        ({"account": "12", "bank": "VCB"}, "", ("account", "12", "VCB", "", "")),
        ({"account": "12", "bank": "VCB", "holder": "TRAN VAN AN"}, "", ("account", "12", "VCB", "TRAN VAN AN", "")),
        ({"account": "12", "bank": "VCB", "holder": "X", "payee": "Con", "payee_id_number": "9"}, "account",
         ("account", "12", "VCB", "X", "")),
        ({"account": "12", "bank": "VCB", "holder": "X", "payee": "Con", "payee_id_number": "9"}, "cash",
         ("cash", "", "", "Con", "9")),
        ({"account": "12", "bank": "VCB", "payee": "Con", "payee_id_number": "9"}, "",
         ("account", "12", "VCB", "Con", "9")),
        ({"bank": "VCB", "holder": "X"}, "", ("cash", "", "", "", "")),
        ({"holder": "X", "payee": "Con", "payee_id_number": "9"}, "account", ("account", "", "", "Con", "9")),
    ],
)  # fmt: skip
def test_where_the_money_goes(told: dict[str, Any], channel: str, expected: tuple[str, ...]) -> None:
    (found,) = compute(facts(right(SPAN._replace(start=NOV, channel=channel)), people=(AN._replace(**told),)))
    assert (found.channel, found.account, found.bank, found.payee, found.payee_id_number) == expected


def debt(**told: Any) -> DebtFact:
    return replace(DebtFact(30, 1, 9, OCT, NOV, 60_000, 0, 8, "8/QĐ-UBND"), **told)


def test_a_recovery_holds_back_by_its_decision_and_the_budget_year_it_was_drawn_from() -> None:
    told = facts(right(SPAN._replace(start=NOV)), listed={9: {OCT: 60_000}}, debts=[debt()], drawn={9: {OCT: 2025}})
    held = line(
        "recovery", -60_000, "Thu hồi số tiền đã chi không đúng của tháng 10/2026.", OCT, debt_id=30, budget_year=2025,
        decision="8/QĐ-UBND", decision_id=8,
    )  # fmt: skip
    assert compute(told)[1:] == [held]
    assert compute(replace(told, drawn={}))[1].budget_year == 2026
    assert overpaid(told) == {(9, OCT): 60_000}


@pytest.mark.parametrize(
    ("told", "listed", "held"),
    [
        ({"left": 25_000}, {OCT: 60_000}, [(OCT, -25_000)]),
        ({"left": 100_000}, {OCT: 60_000}, [(OCT, -60_000)]),
        ({"left": 9_000_000}, {OCT: 9_000_000}, [(OCT, -810_000)]),
        ({"monthly": 20_000}, {OCT: 60_000}, [(OCT, -20_000)]),
        ({"monthly": 90_000}, {OCT: 60_000}, [(OCT, -60_000)]),
        ({"left": 70_000, "from_month": 202609}, {202609: 50_000, OCT: 50_000}, [(202609, -50_000), (OCT, -20_000)]),
        ({"left": 50_000, "from_month": 202609}, {202609: 50_000, OCT: 50_000}, [(202609, -50_000)]),
        ({"decision_id": None}, {OCT: 60_000}, []),
        ({"person_id": 2}, {OCT: 60_000}, []),
        ({"entitlement_id": None}, {OCT: 60_000}, []),
        ({"entitlement_id": 77}, {OCT: 60_000}, []),
        ({}, {202609: 60_000}, []),
    ],
)
def test_how_much_a_recovery_may_hold_back(
    told: dict[str, Any], listed: dict[int, int], held: list[tuple[int, int]]
) -> None:
    found = compute(facts(right(SPAN._replace(start=NOV)), listed={9: listed}, debts=[debt(**told)]))
    assert [(one.benefit_month, one.amount) for one in found if one.kind == "recovery"] == held


def test_a_debt_of_the_carer_is_held_back_from_the_carer() -> None:
    cared = right(SPAN._replace(start=NOV), carer=2)
    found = compute(facts(cared, listed={9: {OCT: 60_000}}, debts=[debt(person_id=2)]))[1]
    words = "Thu hồi số tiền đã chi không đúng của tháng 10/2026."
    by = {"debt_id": 30, "decision": "8/QĐ-UBND", "decision_id": 8}
    assert found == line("recovery", -60_000, words, OCT, **by, **CARER_COLUMNS)


@pytest.mark.parametrize(
    ("by_hand", "listed", "back", "over"),
    [
        (60_000, {OCT: 810_000}, [(OCT, 60_000)], {}),
        (60_000, {OCT: 900_000}, [], {(9, OCT): 30_000}),
        (100_000, {OCT: 900_000}, [(OCT, 10_000)], {}),
        (900_000, {OCT: 810_000}, [(OCT, 810_000)], {}),
        (0, {OCT: 900_000}, [], {(9, OCT): 90_000}),
    ],
)
def test_money_that_came_back_by_hand_settles_or_is_paid_back(
    by_hand: int, listed: dict[int, int], back: list[tuple[int, int]], over: dict[tuple[int, int], int]
) -> None:
    told = facts(right(SPAN._replace(start=OCT)), listed={9: listed}, debts=[debt(by_hand=by_hand, left=0)])
    found = [one for one in compute(told) if one.kind == "arrears"]
    assert [(one.benefit_month, one.amount) for one in found] == back
    assert {one.reason for one in found} <= {"Trả lại số tiền đã nộp của tháng 10/2026, nay không phải thu hồi."}
    assert overpaid(told) == over


def rest(amount: int = 500_000, **told: Any) -> Uncollected:
    kept = line("regular", 810_000, "cũ", OCT, step="same", **told)
    return Uncollected(44, kept, amount, OCT, "đi vắng")


def test_what_was_not_collected_comes_back_with_its_reason_to_where_the_person_is_now() -> None:
    moved = AN._replace(village_id=6, village="Thôn 3", account="12", bank="VCB")
    account: dict[str, Any] = {"channel": "account", "account": "99"}
    told = facts(right(SPAN._replace(start=DEC)), people=(moved,), uncollected=[rest(**account)])
    (found,) = [one for one in compute(told) if one.kind == "carried"]
    assert found == line(
        "carried", 500_000, "Chưa nhận kỳ chi 10/2026 (đi vắng).", OCT, carried_from_id=44, village_id=6,
        village="Thôn 3", channel="account", account="12", bank="VCB",
    )  # fmt: skip
    (moved_to_account,) = [one for one in compute(replace(told, uncollected=[rest()])) if one.kind == "carried"]
    assert (moved_to_account.channel, moved_to_account.account) == ("account", "12")
    in_cash = facts(right(SPAN._replace(start=DEC, channel="cash")), people=(moved,), uncollected=[rest(**account)])
    (cash,) = [one for one in compute(in_cash) if one.kind == "carried"]
    assert (cash.channel, cash.account, cash.village) == ("cash", "", "Thôn 3")


def test_what_is_carried_goes_to_the_carer_of_now_and_to_the_heirs() -> None:
    cared = right(SPAN._replace(start=DEC), carer=2)
    carried = [one for one in compute(facts(cared, uncollected=[rest()])) if one.kind == "carried"]
    assert [(one.person_id, one.recipient_id, one.payee) for one in carried] == [(1, 2, "Vũ Thị Cúc")]
    dead = AN._replace(status="dead", status_on="2026-10-20")
    told = facts(right(SPAN._replace(start=OCT)), people=(dead,), listed={9: {OCT: 810_000}}, uncollected=[rest()])
    (found,) = compute(told)
    assert found.reason == "Chưa nhận kỳ chi 10/2026 (đi vắng). Chi cho người thừa kế ký nhận."


def test_what_is_carried_without_a_record_stays_as_it_was() -> None:
    gone = rest(entitlement_id=None, person_id=7, recipient_id=8, village="Thôn 9")
    (found,) = compute(facts(uncollected=[gone]))
    assert (found.person_id, found.recipient_id, found.village, found.amount) == (7, 8, "Thôn 9", 500_000)
    half = rest(entitlement_id=None, person_id=1, recipient_id=8, village="Thôn 9")
    assert [one.recipient_id for one in compute(facts(uncollected=[half]))] == [8]


@pytest.mark.parametrize(
    ("listed", "carried", "over"),
    [
        ({OCT: 810_000}, [500_000], {}),
        ({OCT: 900_000}, [410_000], {}),
        ({OCT: 1_310_000}, [], {}),
        ({OCT: 1_400_000}, [], {(9, OCT): 90_000}),
    ],
)
def test_what_is_no_longer_due_lapses_before_it_is_carried(
    listed: dict[int, int], carried: list[int], over: dict[tuple[int, int], int]
) -> None:
    told = facts(right(SPAN._replace(start=OCT)), listed={9: listed}, uncollected=[rest()])
    assert [one.amount for one in compute(told) if one.kind == "carried"] == carried
    assert overpaid(told) == over


def test_positive_rests_come_before_what_was_held_back_and_that_only_as_far_as_the_lines_reach() -> None:
    held = replace(rest(-300_000), line_id=43)
    told = facts(right(SPAN._replace(start=DEC)), uncollected=[held, rest()])
    amounts = [(one.carried_from_id, one.amount) for one in compute(told) if one.kind == "carried"]
    assert amounts == [(44, 500_000), (43, -300_000)]
    exact = replace(told, uncollected=[replace(held, remainder=-500_000), rest()])
    assert [one.amount for one in compute(exact) if one.kind == "carried"] == [500_000, -500_000]
    more = replace(told, uncollected=[replace(held, remainder=-500_001), rest()])
    assert [one.amount for one in compute(more) if one.kind == "carried"] == [500_000]
    before = {key: one for key, one in overpaid(more).items() if key == (9, OCT)}
    assert before == {(9, OCT): 500_001}


def test_funeral_support_whole() -> None:
    dead = AN._replace(status="dead", status_on="2026-11-03")
    given = FuneralFact(12, "9/QĐ-UBND ngày 10/11/2026", 1, 2, NOV, 10_800_000, "MT", "Mai táng")
    (found,) = compute(facts(people=(dead, CUC), funerals=[given]))
    assert found == line(
        "funeral", 10_800_000, "Hỗ trợ chi phí mai táng, mất ngày 03/11/2026.", group_code="MT", label="Mai táng",
        entitlement_id=None, law_table="", base_rate=None, coefficient=None, decision="9/QĐ-UBND ngày 10/11/2026",
        decision_id=12, **CARER_COLUMNS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("opening", "amounts"),
    [((810_000, 0, NOV), [810_000]), ((810_000, OCT, NOV), [810_000]), ((810_000, NOV, DEC), []), ((0, 0, NOV), []),
     ((810_000, 0, OCT), [])],
)  # fmt: skip
def test_the_opening_month_lists_what_each_opening_says(opening: tuple[int, int, int], amounts: list[int]) -> None:
    amount, since, until = opening
    one = right(opening_amount=amount, opening_from=since, opening_until=until)
    found = opening_lines(OCT, 2026, [one], {1: AN})
    assert [(each.amount, each.kind, each.benefit_month, each.step, each.reason) for each in found] == [
        (each, "regular", OCT, "", "") for each in amounts
    ]


def test_an_opening_is_listed_by_the_span_of_its_month_else_by_the_first() -> None:
    first, second = SPAN._replace(stop=OCT, label="cũ"), SPAN._replace(start=OCT, label="nay")
    one = right(first, second, opening_amount=1, opening_until=DEC)
    assert opening_lines(OCT, 2026, [one], {1: AN})[0].label == "nay"
    late = right(first._replace(start=NOV, stop=DEC), second._replace(start=DEC), opening_amount=1, opening_until=DEC)
    assert opening_lines(OCT, 2026, [late], {1: AN})[0].label == "cũ"


def test_what_was_paid_by_an_opening_is_not_listed_again_and_over_it_is_owed() -> None:
    opened = right(SPAN._replace(start=OCT), opening_amount=900_000, opening_from=OCT, opening_until=NOV)
    told = facts(opened)
    assert [(one.kind, one.amount) for one in compute(told)] == [("regular", 810_000)]
    assert overpaid(told) == {(9, OCT): 90_000}
    short = facts(opened._replace(opening_amount=800_000))
    assert [(one.kind, one.amount) for one in compute(short)] == [("regular", 810_000), ("arrears", 10_000)]


def test_a_month_listed_in_part_gets_its_rest_and_one_listed_whole_nothing() -> None:
    told = facts(right(SPAN._replace(start=NOV)), listed={9: {NOV: 800_000}})
    assert [(one.kind, one.amount) for one in compute(told)] == [("regular", 10_000)]
    assert compute(replace(told, listed={9: {NOV: 810_000}})) == []
    assert compute(replace(told, listed={9: {NOV: 820_000}})) == []


@pytest.mark.parametrize("span", [SPAN._replace(amount=None), SPAN._replace(amount=0), SPAN._replace(paid=False)])
def test_nothing_is_listed_without_an_amount_or_while_suspended(span: SpanFact) -> None:
    assert compute(facts(right(span))) == []
