"""The bridge: each step by its rule, the sums from the lines alone, and a refusal of whatever does not close."""

from __future__ import annotations

import pytest

from models.benefits.months.bridge import Bridge, Gone, Movement, build_bridge
from models.benefits.months.facts import Line, Who
from models.benefits.months.rules import Step
from models.benefits.months.showing import shown_bridge
from models.benefits.secrecy import NEUTRAL_LABEL
from models.store.dates import Month
from models.store.errors import RuleError

OCT, NOV = Month(202610), Month(202611)


def line(entitlement: int | None, amount: int, kind: str = "regular", group: str = "K6N", step: str = "") -> Line:
    """A line of somebody."""
    number = entitlement or 99
    who = Who(number, number, number, "Trần Văn An", "1960", "", "", None, "Thôn 1", "cash", "", "", "", "")
    ground = (group, f"Nhóm {group}", "central", None, 150)
    return Line(*who, entitlement, None, kind, NOV, 2026, *ground, amount, "", None, None, step, "")


def built(last: list[Line], now: list[Line], gone: dict[int, Gone] | None = None) -> Bridge:
    return build_bridge(NOV, OCT, last, now, gone or {})


def test_every_step_by_its_rule() -> None:
    last = [line(1, 500), line(2, 500), line(3, 500), line(4, 500), line(5, 500)]
    now = [
        line(1, 500),
        line(2, 540),
        line(3, 400),
        line(6, 700),
        line(7, 300, step="resumed"),
        line(5, 500, "heirs"),
        line(2, 40, "arrears"),
        line(3, -100, "recovery"),
        line(1, 500, "carried"),
        line(None, 10_800, "funeral"),
    ]
    made = built(last, now, {4: Gone(Step.SUSPENDED, "Tạm dừng.", "5/QĐ-UBND", 8)})
    told = {step.key: (step.amount, step.lines) for step in made.steps}
    assert told == {
        "last": (2_500, 5),
        "new": (700, 1),
        "resumed": (300, 1),
        "stopped": (-500, 1),
        "suspended": (-500, 1),
        "up": (40, 1),
        "down": (-100, 1),
        "regular": (2_440, 5),
        "heirs": (500, 1),
        "arrears": (40, 1),
        "recovery": (-100, 1),
        "carried": (500, 1),
        "funeral": (10_800, 1),
        "other": (0, 0),
        "total": (14_180, 10),
    }
    (left,) = made.step("suspended").movements
    assert (left.entitlement_id, left.before, left.after, left.decision) == (4, 500, 0, "5/QĐ-UBND")


@pytest.mark.parametrize(
    ("last", "now"),
    [
        ([], [line(1, 500), line(1, 500)]),
        ([line(1, 500), line(1, 500)], []),
        ([], [line(None, 500)]),
        ([line(None, 500)], []),
        ([], [line(1, 0)]),
    ],
)
def test_what_does_not_close_is_refused(last: list[Line], now: list[Line]) -> None:
    with pytest.raises(RuleError) as caught:
        built(last, now)
    assert caught.value.code == "bridge_open"


def test_secret_ground_on_a_screen() -> None:
    made = built([], [line(1, 500, group="K8"), line(2, 600), line(3, 700, group="K3")])
    guarded = shown_bridge(made, "guarded").step("new").movements
    assert [(one.group_code, one.label) for one in guarded] == [
        ("", NEUTRAL_LABEL), ("K6N", "Nhóm K6N"), ("", NEUTRAL_LABEL),
    ]  # fmt: skip
    assert {one.label for one in shown_bridge(made, "neutral").step("new").movements} == {NEUTRAL_LABEL}
    assert [one.group_code for one in shown_bridge(made, "open").step("new").movements] == ["K8", "K6N", "K3"]


def test_a_movement_carries_what_its_line_says() -> None:
    who = Who(3, 4, 103, "Lê Văn Bình", "1960", "", "", 2, "Thôn 2", "cash", "", "", "", "")
    ground = ("K6DBN", "Đặc biệt nặng", "central", 540_000, 200)
    now = Line(*who, 8, None, "regular", NOV, 2026, *ground, 540, "7/QĐ-UBND", 5, None, "up", "Tăng.")
    before = now._replace(amount=500, reason="", decision="", decision_id=None)
    (up,) = built([before], [now]).step("up").movements
    told = (3, 8, 103, "Lê Văn Bình", "K6DBN", "Đặc biệt nặng", "Thôn 2", NOV)
    assert up == Movement(*told, 500, 540, 40, "7/QĐ-UBND", 5, "Tăng.")
    (new,) = built([], [now]).step("new").movements
    assert new == Movement(*told, 0, 540, 540, "7/QĐ-UBND", 5, "Tăng.")
    (left,) = built([now], [], {8: Gone(Step.SUSPENDED, "Tạm dừng.", "9/QĐ-UBND", 6)}).step("suspended").movements
    assert left == Movement(*told, 540, 0, -540, "9/QĐ-UBND", 6, "Tạm dừng.")
    (stopped,) = built([now], []).step("stopped").movements
    assert stopped == Movement(*told, 540, 0, -540, "", None, "")
    late = now._replace(kind="arrears", benefit_month=OCT, amount=40)
    (arrears,) = built([], [late]).step("arrears").movements
    assert arrears == Movement(*told[:-1], OCT, 0, 0, 40, "7/QĐ-UBND", 5, "Tăng.")


def test_the_steps_stand_in_order_with_their_words() -> None:
    made = built([line(1, 500)], [line(1, 500), line(2, 40, "arrears")])
    assert (made.month, made.before) == (NOV, OCT)
    assert [(step.key, step.label, step.is_sum) for step in made.steps] == [
        ("last", "Phải chi của tháng trước", True),
        ("new", "Mới hưởng", False),
        ("resumed", "Hưởng lại", False),
        ("stopped", "Thôi hưởng", False),
        ("suspended", "Tạm dừng", False),
        ("up", "Điều chỉnh tăng", False),
        ("down", "Điều chỉnh giảm", False),
        ("regular", "Phải chi của tháng này", True),
        ("heirs", "Chi cho người thừa kế", False),
        ("arrears", "Truy lĩnh", False),
        ("recovery", "Thu hồi", False),
        ("carried", "Chưa nhận kỳ trước", False),
        ("funeral", "Hỗ trợ mai táng", False),
        ("other", "Khác", False),
        ("total", "Tổng cộng tháng này", True),
    ]
    assert all(not step.movements for step in made.steps if step.is_sum)


def test_lines_on_top_of_last_month_do_not_count_as_last_month() -> None:
    made = built([line(1, 500), line(1, 60, "arrears"), line(None, 9, "funeral")], [line(1, 500)])
    told = {key: made.step(key) for key in ("last", "regular", "total")}
    assert {key: (step.amount, step.lines) for key, step in told.items()} == {
        "last": (500, 1), "regular": (500, 1), "total": (500, 1),
    }  # fmt: skip


def test_what_is_refused_says_why() -> None:
    for last, now in (([], [line(1, 500), line(1, 500)]), ([line(1, 500), line(1, 500)], [])):
        with pytest.raises(RuleError, match="Một chế độ có hai dòng của cùng một tháng"):
            built(last, now)
    for last, now in (([], [line(None, 500)]), ([line(None, 500)], []), ([], [line(1, 0, "arrears")])):
        with pytest.raises(RuleError, match="Bảng đối chiếu giữa hai tháng không khớp") as caught:
            built(last, now)
        assert caught.value.code == "bridge_open"
