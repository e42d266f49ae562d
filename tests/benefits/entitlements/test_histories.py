"""What a page shows of a person's entitlements, the list of decisions, and people paid under two programmes."""

from __future__ import annotations

from datetime import date

import pytest

from models.benefits.entitlements.doubles import doubles
from models.benefits.entitlements.histories import decisions, entitlements_of
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.services import Item, PrepareDecision, prepare_decision
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.page import person_view
from models.benefits.services import LineDetails, NewLine, add_line
from models.store.dates import Month
from tests.benefits.entitlements.test_decisions import NOVEMBER, OCTOBER, decide, taken
from tests.people.commune import DAY, Office

SECRET = LineDetails("Người nhiễm HIV/AIDS thuộc hộ nghèo", 750_000, "K8", 150, start_month=Month(202301))


def test_a_life_of_an_entitlement_reads_from_the_end(office: Office) -> None:
    person, entitlement = taken(office)
    worth = Item(person, entitlement, from_month=Month(202607), amount=810_000, coefficient=150, why="Mức chuẩn mới.")
    decide(office, DecisionKind.ADJUST, worth, number="5/QĐ-UBND")
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=NOVEMBER), number="6/QĐ-UBND")
    (view,) = office.read(entitlements_of, person)
    assert (view.label, view.runs, view.suspended, view.amount) == ("Người khuyết tật nặng", True, True, 0)
    assert [(one.since, one.until, one.amount, one.standing) for one in view.spans] == [
        ("11/2026", "", "810.000", "Tạm dừng"),
        ("07/2026", "10/2026", "810.000", "Đang hưởng"),
        ("01/2023", "06/2026", "750.000", "Đang hưởng"),
    ]
    told = [(one.kind, one.number, one.day, one.since) for one in view.decisions]
    assert told[:2] == [
        ("Tạm dừng", "6/QĐ-UBND", "20/11/2026", "11/2026"),
        ("Điều chỉnh", "5/QĐ-UBND", "20/11/2026", "07/2026"),
    ]
    assert view.decisions[1].why == "Mức chuẩn mới."


def test_a_page_asked_as_known_before_a_decision_does_not_know_it(office: Office) -> None:
    person, entitlement = taken(office)
    before = office.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=NOVEMBER))
    (then,) = office.read(entitlements_of, person, known_at=before)
    assert then.runs
    assert [one.kind for one in then.decisions] == ["Tiếp nhận từ danh sách"]


def test_care_support_stands_on_the_pages_of_both(office: Office) -> None:
    cared, carer = office.person("Nguyễn Văn Nặng", "1986"), office.person("Nguyễn Thị Chăm", "1960")
    item = Item(cared, None, "care_support", "CS-HGD", "Hộ chăm sóc", carer, amount=540_000, coefficient=100)
    decide(office, DecisionKind.GRANT, item)
    (of_cared,), (of_carer,) = office.read(entitlements_of, cared), office.read(entitlements_of, carer)
    assert (of_cared.other[:15], of_carer.other[:15]) == ("Nguyễn Thị Chăm", "Nguyễn Văn Nặng")


@pytest.mark.parametrize("grounds", ["guarded", "neutral"])
def test_a_secret_ground_is_told_nowhere(office: Office, grounds: str) -> None:
    person = office.person("Nguyễn Văn Kín", "1986")
    office.do(add_line, NewLine(person, SECRET))
    office.do(take_over, TakeOver(OCTOBER))
    entitlement = office.read(entitlements_of, person)[0].id
    why = "Khoản 8 Điều 5, người nhiễm HIV"
    item = Item(person, entitlement, from_month=NOVEMBER, amount=810_000, why=why, article=why)
    office.do(prepare_decision, PrepareDecision(DecisionKind.ADJUST, (item,), reason=why, title=why))
    shown = repr(office.read(entitlements_of, person, grounds=grounds))
    shown += repr(office.read(decisions, grounds=grounds))
    assert not any(word in shown for word in ("HIV", "K8", "khoản 8", "Khoản 8"))
    assert "K8" in repr(office.read(entitlements_of, person, grounds="open"))


def test_the_list_of_decisions(office: Office) -> None:
    person, entitlement = taken(office)
    item = Item(person, entitlement, from_month=NOVEMBER)
    made = office.do(prepare_decision, PrepareDecision(DecisionKind.STOP, (item,), "từ chối", "Thôi hưởng"))
    first, second = office.read(decisions)
    assert (first.id, first.kind, first.state_label, first.people) == (made, "stop", "Chờ số, ngày, người ký", 1)
    assert (second.kind, second.total) == ("taken_over", 750_000)
    assert [one.id for one in office.read(decisions, state=DecisionState.PREPARED)] == [made]


@pytest.mark.parametrize(
    ("grounds", "double"),
    [
        (("K6N", "HTXH"), True),
        (("K6N", "K5a"), True),
        (("K4", "K6N"), False),
        (("K4", "K5a"), False),
        (("K4", "K2"), True),
        (("K4", "HTXH"), True),
        (("K6DBN", "CS-HGD"), False),
        (("K4", "K6N", "HTXH"), True),
    ],
)
def test_two_programmes_that_exclude_each_other(office: Office, grounds: tuple[str, ...], double: bool) -> None:
    person = office.person("Nguyễn Văn Hai", "1950")
    for group in grounds:
        office.do(add_line, NewLine(person, LineDetails(group, 540_000, group, 100, start_month=Month(202607))))
    found = office.read(doubles, NOVEMBER, DAY)
    assert bool(found) is double
    assert all(one.person_id == person and set(one.grounds) <= set(grounds) for one in found)


def test_a_decision_of_today_is_shown_with_its_day(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.STOP, Item(person, entitlement), on=date(2026, 11, 21))
    view = office.read(entitlements_of, person)[0]
    assert (view.spans[0].until, view.decisions[0].since, view.standing) == ("11/2026", "12/2026", "Đã thôi")


def test_the_story_of_a_page_tells_spans_of_one_benefit_as_its_life(office: Office) -> None:
    person, entitlement = taken(office)
    worth = Item(person, entitlement, from_month=Month(202607), amount=810_000, coefficient=150)
    decide(office, DecisionKind.ADJUST, worth, number="5/QĐ-UBND")
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=Month(202609)), number="6/QĐ-UBND")
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=NOVEMBER), number="7/QĐ-UBND")
    view = office.read(person_view, person, DAY, grounds="guarded")
    assert view is not None
    world = sorted((entry.day, entry.title) for entry in view.page.story if "trợ cấp" in entry.title)
    assert world == [
        ("2023-01-01", "Hưởng trợ cấp"),
        ("2026-07-01", "Điều chỉnh trợ cấp"),
        ("2026-09-01", "Tạm dừng trợ cấp"),
        ("2026-11-01", "Thôi hưởng trợ cấp"),
    ]
