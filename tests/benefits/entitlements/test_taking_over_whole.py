"""A take-over row by row: what is found, what entitlement, span, item and decision become of it, what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.entitlements.taking_over import FoundLine, Sum, TakenOver, TakeOver, preview, take_over
from models.benefits.queries import NO_VILLAGE
from models.benefits.services import LineDetails, NewLine, add_line
from models.benefits.tables import BenefitLine
from models.people.dated import known
from models.people.status import MarkMoved, mark_moved
from models.store.dates import Month
from models.store.errors import RuleError
from tests.people.commune import Office
from tests.store.fixtures import CLERK

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = Month(202609), Month(202610), Month(202611), Month(202612)


def line(office: Office, person: int, group: str = "K6N", amount: int | None = 750_000, **more: Any) -> int:
    details = LineDetails(more.pop("label", "Khuyết tật nặng"), amount, group, more.pop("coefficient", 150), **more)
    made: int = office.do(add_line, NewLine(person, details))
    return made


def row(office: Office, table: Any, *names: str) -> list[tuple[Any, ...]]:
    chosen = select(*(getattr(table, name) for name in names)).order_by(table.id)
    if table is BenefitLine:
        chosen = chosen.where(known(BenefitLine, None))
    return office.read(lambda session: [tuple(one) for one in session.execute(chosen)])


def refused(office: Office, command: TakeOver) -> tuple[str | None, str | None, str]:
    with pytest.raises(RuleError) as caught:
        office.do(take_over, command)
    return caught.value.code, caught.value.field, str(caught.value)


def test_what_is_found_whole(office: Office) -> None:
    here = office.person("Nguyễn Thị An", "1990", 2)
    nowhere = office.person("Nguyễn Thị Bích", "1950", None)
    line(office, here, start_month=Month(202301))
    line(office, nowhere, "", 810_000, label="Trợ cấp cũ", coefficient=None)
    line(office, nowhere, "K6N", None, label="Khuyết tật")
    found = office.read(preview, OCTOBER)
    first = FoundLine(1, here, "Thôn Đồng Cầu", "Khuyết tật nặng", "K6N", 750_000, 150, Month(202301), 810_000)
    second = FoundLine(2, nowhere, NO_VILLAGE, "Trợ cấp cũ", "", 810_000, None, None, None)
    third = FoundLine(3, nowhere, NO_VILLAGE, "Khuyết tật", "K6N", None, 150, None, 1_080_000)
    assert (found.month, found.lines, found.without_amount) == (OCTOBER, (first, second), (third,))
    assert (found.off_the_law, found.unrecognised, found.doubles, found.left) == ((first,), (second,), (), 0)
    assert found.by_group == (Sum("K6N", 1, 750_000), Sum("Trợ cấp cũ", 1, 810_000))
    assert (found.total, first.off_the_law, second.off_the_law) == (1_560_000, True, False)


@pytest.mark.parametrize(
    ("months", "there"),
    [
        ({}, True),
        ({"start_month": OCTOBER}, True),
        ({"start_month": NOVEMBER}, False),
        ({"stop_month": NOVEMBER}, True),
        ({"stop_month": OCTOBER}, False),
        ({"start_month": SEPTEMBER, "stop_month": DECEMBER}, True),
    ],
)
def test_a_line_runs_in_its_own_months(office: Office, months: dict[str, Any], there: bool) -> None:
    line(office, office.person("Nguyễn Thị An", "1990"), **months)
    assert bool(office.read(preview, OCTOBER).lines) is there


def test_everything_that_becomes_of_a_line(office: Office) -> None:
    person = office.person("Nguyễn Thị An", "1990")
    line(office, person, start_month=Month(202301), channel="cash", note="cũ")
    line(office, person, "HTXH", 540_000, label="Hưu trí", coefficient=None)
    done = office.do(take_over, TakeOver(OCTOBER))
    assert done == TakenOver(2, 1_290_000, 1, 0)
    assert row(
        office, Entitlement, "person_id", "kind", "group_code", "label", "carer_id", "origin", "opening_amount",
        "opening_from", "opening_until", "note",
    ) == [
        (person, "allowance", "K6N", "Khuyết tật nặng", None, "taken_over", 750_000, 202301, 202611, ""),
        (person, "social_pension", "HTXH", "Hưu trí", None, "taken_over", 540_000, None, 202611, ""),
    ]  # fmt: skip
    assert row(office, BenefitLine, "id", "entitlement_id", "decision_id", "group_code", "amount", "start_month") == [
        (1, 1, 1, "K6N", 750_000, 202301),
        (2, 2, 1, "HTXH", 540_000, None),
    ]
    assert row(
        office, DecisionItem, "decision_id", "person_id", "entitlement_id", "kind", "group_code", "label", "carer_id",
        "from_month", "law_table", "base_rate", "coefficient", "amount", "why", "article",
    ) == [
        (1, person, 1, "allowance", "K6N", "Khuyết tật nặng", None, 202301, "", None, 150, 750_000, "", ""),
        (1, person, 2, "social_pension", "HTXH", "Hưu trí", None, None, "", None, None, 540_000, "", ""),
    ]  # fmt: skip
    ((kind, state, title, number, made, entered),) = row(
        office, Decision, "kind", "state", "title", "number", "made_at", "entered_at"
    )
    told = "Tiếp nhận các khoản đang hưởng từ danh sách cũ, tháng 10/2026"
    assert (kind, state, title, number, made == entered, bool(made)) == (
        "taken_over", "entered", told, "", True, True,
    )  # fmt: skip


@pytest.mark.parametrize(("kept_from", "until"), [(None, 202611), (DECEMBER, 202612)])
def test_the_opening_ends_where_the_programs_own_lists_begin(
    office: Office, kept_from: Month | None, until: int
) -> None:
    line(office, office.person("Nguyễn Thị An", "1990"))
    office.do(take_over, TakeOver(OCTOBER, kept_from=kept_from))
    assert row(office, Entitlement, "opening_until") == [(until,)]


def test_lines_that_are_named_come_in_their_order_and_once(office: Office) -> None:
    person = office.person("Nguyễn Thị An", "1990")
    first, second = line(office, person), line(office, person, "HTXH", 540_000)
    done = office.do(take_over, TakeOver(OCTOBER, (second, first, second)))
    assert (done.lines, done.total) == (2, 1_290_000)
    assert [code for (code,) in row(office, Entitlement, "group_code")] == ["HTXH", "K6N"]


def test_what_is_refused_says_why(office: Office) -> None:
    nothing = ("nothing_to_take_over", None, "Không có khoản nào để tiếp nhận.")
    assert refused(office, TakeOver(OCTOBER)) == nothing
    silent = line(office, office.person("Nguyễn Thị An", "1990"), amount=None)
    assert refused(office, TakeOver(OCTOBER)) == nothing
    assert refused(office, TakeOver(OCTOBER, ())) == nothing
    without = ("without_amount", "lines", "Có khoản chưa ghi mức hưởng.")
    assert refused(office, TakeOver(OCTOBER, (silent,))) == without
    gone = ("line_gone", "lines", "Có khoản không còn hưởng trong tháng 10/2026 hoặc đã tiếp nhận.")
    assert refused(office, TakeOver(OCTOBER, (silent, 99))) == gone


def test_who_moved_before_the_month_is_left_once_for_each_line(office: Office) -> None:
    person = office.person("Nguyễn Thị An", "1990")
    line(office, person)
    line(office, person, "HTXH", 540_000)
    office.do(mark_moved, MarkMoved(person, date(2026, 9, 30)))
    found = office.read(preview, OCTOBER)
    assert (found.lines, found.left) == ((), 2)
    assert office.read(preview, SEPTEMBER).left == 0


@pytest.mark.parametrize(
    ("stop", "since", "taken"),
    [
        (OCTOBER, SEPTEMBER, True),
        (SEPTEMBER, SEPTEMBER, False),
        (OCTOBER, OCTOBER, False),
        (SEPTEMBER, Month(202608), True),
        (NOVEMBER, SEPTEMBER, True),
    ],
)
def test_a_line_that_ended_is_taken_over_as_long_as_it_ran_since_the_month_asked_for(
    office: Office, stop: Month, since: Month, taken: bool
) -> None:
    line(office, office.person("Nguyễn Thị An", "1990"), start_month=Month(202301), stop_month=stop)
    if not taken:
        assert refused(office, TakeOver(OCTOBER, ended_since=since))[0] == "nothing_to_take_over"
        return
    done = office.do(take_over, TakeOver(OCTOBER, ended_since=since))
    over = stop <= OCTOBER
    assert (done.lines, done.ended, done.total) == (1, int(over), 0 if over else 750_000)
    assert row(office, Entitlement, "opening_until") == [(min(stop, NOVEMBER),)]


def test_what_a_take_over_makes_stale(office: Office) -> None:
    line(office, office.person("Nguyễn Thị An", "1990"))
    outcome = office.store.transact("Tiếp nhận", CLERK, take_over, TakeOver(OCTOBER))
    assert outcome.stale == {("benefits", 0), ("people", 0), ("decisions", 0)}
