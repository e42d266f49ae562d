"""The bridge: each step by its rule, the sums from the lines alone, and a refusal of whatever does not close."""

from __future__ import annotations

import pytest

from models.benefits.months.bridge import Bridge, Gone, build_bridge
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
