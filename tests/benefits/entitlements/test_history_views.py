"""The page of an entitlement and the list of decisions, field by field, with open, guarded and neutral grounds."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import Any

import pytest

from models.benefits.entitlements.histories import DecisionView, SpanView, decision, decisions, entitlements_of
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.services import Item, PrepareDecision, prepare_decision
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.secrecy import Grounds
from models.benefits.services import LineDetails, NewLine, add_line
from models.store.dates import Month
from tests.benefits.entitlements.test_decisions import NOVEMBER, OCTOBER, decide, taken
from tests.people.commune import Office

SECRET = LineDetails("Người nhiễm HIV/AIDS thuộc hộ nghèo", 750_000, "K8", 150, start_month=Month(202301))
TAKEN = "Tiếp nhận các khoản đang hưởng từ danh sách cũ, tháng 10/2026"


def worth(person: int, entitlement: int, month: int, amount: int = 810_000) -> Item:
    return Item(
        person, entitlement, from_month=Month(month), law_table="central", base_rate=540_000, coefficient=150,
        amount=amount, why="Mức chuẩn mới.", article="Điều 6",
    )  # fmt: skip


@pytest.fixture
def adjusted(office: Office) -> tuple[int, int]:
    """Taken over in 10/2026, adjusted from 07/2026, and a stop from 12/2026 prepared: ids of person, entitlement."""
    person, entitlement = taken(office)
    decide(office, DecisionKind.ADJUST, worth(person, entitlement, 202607), number="5/QĐ-UBND")
    stop = Item(person, entitlement, from_month=Month(202612), article="Điều 9")
    office.do(prepare_decision, PrepareDecision(DecisionKind.STOP, (stop,), "đơn từ chối", "Thôi hưởng"))
    return person, entitlement


@pytest.fixture
def secret(office: Office) -> int:
    """A person of K8 whose line was taken over, with an adjustment that is prepared."""
    person = office.person("Nguyễn Văn Kín", "1986")
    office.do(add_line, NewLine(person, SECRET))
    office.do(take_over, TakeOver(OCTOBER))
    (view,) = office.read(entitlements_of, person)
    item = worth(person, view.id, 202611)
    office.do(prepare_decision, PrepareDecision(DecisionKind.ADJUST, (item,), "theo đơn", "Điều chỉnh"))
    return person


def test_a_running_entitlement_field_by_field(office: Office, adjusted: tuple[int, int]) -> None:
    person, entitlement = adjusted
    (view,) = office.read(entitlements_of, person)
    assert astuple(replace(view, spans=(), decisions=())) == (
        entitlement, person, "Trợ cấp xã hội hằng tháng", "K6N", "Người khuyết tật nặng", "Tiếp nhận từ danh sách cũ",
        "Đang hưởng", "", True, False, 810_000, (), (), False, False,
    )  # fmt: skip
    assert [replace(one, line_id=0) for one in view.spans] == [
        SpanView(0, "07/2026", "", "810.000", "1,5", "Mức của trung ương", "Đang hưởng", "5/QĐ-UBND"),
        SpanView(0, "01/2023", "06/2026", "750.000", "1,5", "", "Đang hưởng", ""),
    ]
    assert [replace(one, id=0) for one in view.decisions] == [
        DecisionView(0, "Thôi hưởng", "Chờ số, ngày, người ký", "", "", "", "12/2026", "", "đơn từ chối", "Điều 9"),
        DecisionView(
            0, "Điều chỉnh", "Đã ký", "5/QĐ-UBND", "20/11/2026", "Trần Thị Ký", "07/2026", "810.000", "Mức chuẩn mới.",
            "Điều 6",
        ),
        DecisionView(0, "Tiếp nhận từ danh sách", "Đã ký", "", "", "", "01/2023", "750.000", "", ""),
    ]  # fmt: skip
    assert [one.id for one in view.decisions] == [3, 2, 1]
    assert len({one.line_id for one in view.spans}) == 2


def test_items_of_one_decision_stand_with_the_latest_month_first(office: Office) -> None:
    person, entitlement = taken(office)
    months = [worth(person, entitlement, 202607), worth(person, entitlement, 202609, 820_000 - 10_000)]
    decide(office, DecisionKind.ADJUST, months[0], replace(months[1], coefficient=200, amount=1_080_000))
    (view,) = office.read(entitlements_of, person)
    assert [one.since for one in view.decisions] == ["09/2026", "07/2026", "01/2023"]


def test_a_span_that_ends_with_january_is_due_until_december(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=Month(202701)))
    (view,) = office.read(entitlements_of, person)
    assert (view.spans[0].until, view.standing, view.runs, view.amount) == ("12/2026", "Đã thôi", False, 0)


def test_a_suspended_one_runs_without_money_and_a_stopped_one_is_not_suspended(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=NOVEMBER))
    (view,) = office.read(entitlements_of, person)
    assert (view.standing, view.runs, view.suspended, view.amount) == ("Tạm dừng", True, True, 0)
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=Month(202612)), number="13/QĐ-UBND")
    (view,) = office.read(entitlements_of, person)
    assert (view.standing, view.runs, view.suspended, view.amount) == ("Đã thôi", False, False, 0)


def test_a_grant_that_waits_for_its_number_is_no_entitlement_yet(office: Office) -> None:
    person = office.person("Nguyễn Văn Mới", "1986")
    before = office.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    item = Item(person, None, "allowance", "K6N", "Khuyết tật nặng", amount=810_000, coefficient=150)
    office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (item,), reason="đơn"))
    found = office.read(entitlements_of, person)
    shown = [(one.group, one.label, one.origin, one.standing, one.runs, one.amount, one.spans) for one in found]
    assert shown == []
    assert office.read(entitlements_of, person, known_at=before) == []


@pytest.mark.parametrize(
    ("grounds", "ground", "told", "guarded"),
    [
        ("open", ("K8", SECRET.label), ("Mức chuẩn mới.", "Điều 6"), False),
        ("guarded", ("", "Trợ cấp xã hội hằng tháng"), ("", ""), True),
        ("neutral", ("", "Trợ cấp xã hội hằng tháng"), ("", ""), True),
    ],
)
def test_a_secret_entitlement_is_told_by_its_grounds(
    office: Office, secret: int, grounds: Grounds, ground: tuple[str, str], told: tuple[str, str], guarded: bool
) -> None:
    (view,) = office.read(entitlements_of, secret, grounds=grounds)
    assert ((view.group, view.label), view.guarded, view.amount) == (ground, guarded, 750_000)
    assert (view.decisions[0].why, view.decisions[0].article) == told


@pytest.mark.parametrize(
    ("grounds", "why", "guarded"),
    [("open", "đơn từ chối", False), ("guarded", "đơn từ chối", False), ("neutral", "", True)],
)
def test_an_ordinary_entitlement_is_neutral_only_among_neutral_ones(
    office: Office, adjusted: tuple[int, int], grounds: Grounds, why: str, guarded: bool
) -> None:
    (view,) = office.read(entitlements_of, adjusted[0], grounds=grounds)
    article = "" if grounds == "neutral" else "Điều 9"
    assert (view.decisions[0].why, view.decisions[0].article, view.guarded) == (why, article, guarded)


@pytest.mark.parametrize("grounds", ["guarded", "neutral"])
def test_a_number_or_reason_that_names_hiv_is_told_where_grounds_are_open_alone(
    office: Office, grounds: Grounds
) -> None:
    """The records clerk may write anything into a number: Luật 64/2006 Đ8 k5."""
    person, entitlement = taken(office)
    named = replace(worth(person, entitlement, 202607), why="")
    other = office.person("Nguyễn Văn Hai", "1986")
    office.do(add_line, NewLine(other, replace(SECRET, label="Người khuyết tật nặng", group_code="K6N")))
    office.do(take_over, TakeOver(OCTOBER))
    item = worth(other, office.read(entitlements_of, other)[0].id, 202607)
    made = office.do(prepare_decision, PrepareDecision(DecisionKind.ADJUST, (named, item), "HIV", "HIV"))
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=NOVEMBER), number="6/QĐ-HIV")

    def shown(how: Grounds) -> list[Any]:
        (view,) = office.read(entitlements_of, person, grounds=how)
        rows = office.read(decisions, grounds=how)
        row = office.read(decision, made, grounds=how)
        return [view, *rows, row]

    assert "HIV" not in repr(shown(grounds))
    (view, *_, row) = shown("open")
    assert view.spans[0].decision == "6/QĐ-HIV"
    assert (view.decisions[0].number, view.decisions[1].why) == ("6/QĐ-HIV", "HIV")
    assert (row.title, row.reason) == ("HIV", "HIV")


def test_a_decision_in_the_list_field_by_field(office: Office, adjusted: tuple[int, int]) -> None:
    stop, adjust, over = office.read(decisions)
    assert astuple(replace(stop, made_at="")) == (
        3, "stop", "Thôi hưởng", "prepared", "Chờ số, ngày, người ký", "Thôi hưởng", "đơn từ chối", "", "", "", "", 1,
        0, False, None, "Nguyễn Văn Mẫu",
    )  # fmt: skip
    assert (adjust.number, adjust.signed_on, adjust.signer, adjust.total) == (
        "5/QĐ-UBND", "2026-11-20", "Trần Thị Ký", 810_000,
    )  # fmt: skip
    assert (over.title, over.people, over.total, over.made_at != "") == (TAKEN, 1, 750_000, True)
    assert office.read(decision, 3) == stop
    assert office.read(decision, 99) is None
    assert [one.id for one in office.read(decisions, limit=2)] == [3, 2]
    assert [one.id for one in office.read(decisions, state=DecisionState.ENTERED)] == [2, 1]


def test_a_decision_on_two_people_names_neither(office: Office) -> None:
    for name in ("Nguyễn Văn An", "Nguyễn Văn Bình"):
        office.do(add_line, NewLine(office.person(name, "1986"), replace(SECRET, label="Khuyết tật", group_code="K6N")))
    office.do(take_over, TakeOver(OCTOBER))
    (row,) = office.read(decisions)
    assert (row.people, row.total, row.name, row.secret) == (2, 1_500_000, "", False)


@pytest.mark.parametrize(
    ("grounds", "reason", "marked"), [("open", "theo đơn", True), ("guarded", "", True), ("neutral", "", False)]
)
def test_a_secret_decision_in_the_list(
    office: Office, secret: int, grounds: Grounds, reason: str, marked: bool
) -> None:
    row = office.read(decisions, grounds=grounds)[0]
    assert (row.reason, row.secret, row.title, row.name) == (reason, marked, "Điều chỉnh", "Nguyễn Văn Kín")
    assert office.read(decision, row.id, grounds=grounds) == row


def test_an_ordinary_decision_in_the_list_has_no_reason_among_neutral_ones(
    office: Office, adjusted: tuple[int, int]
) -> None:
    assert [row.reason for row in office.read(decisions, grounds="neutral")] == ["", "", ""]
    assert office.read(decisions, grounds="guarded")[0].reason == "đơn từ chối"


def test_guarded_is_what_is_shown_to_whoever_does_not_ask(office: Office, secret: int) -> None:
    assert office.read(entitlements_of, secret) == office.read(entitlements_of, secret, grounds="guarded")
    assert office.read(decisions) == office.read(decisions, grounds="guarded")
    assert office.read(decision, 2) == office.read(decision, 2, grounds="guarded")


def test_a_whole_amount_has_no_coefficient_and_an_unknown_start_no_month(office: Office) -> None:
    person = office.person("Nguyễn Văn Già", "1945")
    office.do(add_line, NewLine(person, LineDetails("Hưu trí xã hội", 540_000, "HTXH")))
    office.do(take_over, TakeOver(OCTOBER))
    (view,) = office.read(entitlements_of, person)
    (span,) = view.spans
    assert (span.since, span.until, span.coefficient, span.amount) == ("", "", "", "540.000")
    assert (view.decisions[0].since, view.kind) == ("", "Trợ cấp hưu trí xã hội")
