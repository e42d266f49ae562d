"""The bridge from last month's list to this one, step by step, each with its people. Pure.

Promises: it is computed from the lines of the two months alone, never from sums that are stored; it closes to the đồng
or raises. last + new + resumed - stopped - suspended + up - down = due for the month; with heirs, arrears, recoveries,
carried money and funeral support it makes the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from models.benefits.months.facts import Line
from models.benefits.months.rules import PAY_KIND_LABELS, STEP_LABELS, PayKind, Step
from models.store.dates import Month
from models.store.errors import RuleError

MOVES: Final = (Step.NEW, Step.RESUMED, Step.STOPPED, Step.SUSPENDED, Step.UP, Step.DOWN)
ON_TOP: Final = (
    PayKind.HEIRS,
    PayKind.ARREARS,
    PayKind.RECOVERY,
    PayKind.CARRIED,
    PayKind.FUNERAL,
    PayKind.OTHER,
)
LAST, DUE, TOTAL = "last", "regular", "total"
_SUMS: Final[dict[str, str]] = {
    LAST: "Phải chi của tháng trước",
    DUE: "Phải chi của tháng này",
    TOTAL: "Tổng cộng tháng này",
}


class Gone(NamedTuple):
    """Why an entitlement of last month's list is not on this one: STOPPED or SUSPENDED, by which decision."""

    step: Step
    reason: str
    decision: str
    decision_id: int | None


class Movement(NamedTuple):
    """What one line adds to its step; `before` and `after` are what it was and is a month."""

    person_id: int
    entitlement_id: int | None
    code: int
    name: str
    group_code: str
    label: str
    village: str
    benefit_month: int
    before: int
    after: int
    amount: int
    decision: str
    decision_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """A step: `amount` in đồng as it counts (stopped and recoveries are below zero), and the lines behind it.

    The three sums ("last", "regular", "total") hold no lines; `lines` counts those that stand behind them.
    """

    key: str
    label: str
    amount: int
    lines: int
    movements: tuple[Movement, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Whether the step is a sum, not a movement."""
        return self.key in _SUMS


@dataclass(frozen=True, slots=True)
class Bridge:
    """All steps in order, from last month's sum to this month's total."""

    month: Month
    before: Month
    steps: tuple[BridgeStep, ...]

    def step(self, key: str) -> BridgeStep:
        """The step of that name."""
        return next(one for one in self.steps if one.key == key)


def build_bridge(
    month: Month, before: Month, last: Sequence[Line], now: Sequence[Line], gone: Mapping[int, Gone]
) -> Bridge:
    """The bridge between the lines of two months; `gone` tells why entitlements are no longer listed.

    Raises RuleError "bridge_open" when it does not close.
    """
    moves: dict[str, list[Movement]] = {key: [] for key in (*MOVES, *ON_TOP)}
    was = _regular(last)
    for entitlement_id, line in _regular(now).items():
        previous = was.pop(entitlement_id, None)
        if previous is None:
            key = Step.RESUMED if line.step == Step.RESUMED else Step.NEW
            moves[key].append(_movement(line, 0, line.amount))
        elif previous.amount != line.amount:
            key = Step.UP if line.amount > previous.amount else Step.DOWN
            moves[key].append(_movement(line, previous.amount, line.amount))
    for entitlement_id, previous in was.items():
        why = gone.get(entitlement_id, Gone(Step.STOPPED, "", "", None))
        moves[why.step].append(_leaving(previous, why))
    for line in now:
        if line.kind != PayKind.REGULAR:
            moves[line.kind].append(_movement(line, 0, 0)._replace(amount=line.amount))
    made = Bridge(month, before, _steps(moves, last, now))
    _demand_closed(made, now)
    return made


def _regular(lines: Sequence[Line]) -> dict[int, Line]:
    """Entitlement -> its line for the month itself; RuleError when an entitlement has two."""
    found: dict[int, Line] = {}
    for line in lines:
        if line.kind != PayKind.REGULAR or line.entitlement_id is None:
            continue
        if line.entitlement_id in found:
            raise RuleError("Một chế độ có hai dòng của cùng một tháng trong danh sách.", code="bridge_open")
        found[line.entitlement_id] = line
    return found


def _movement(line: Line, before: int, after: int) -> Movement:
    return Movement(
        line.person_id,
        line.entitlement_id,
        line.code,
        line.name,
        line.group_code,
        line.label,
        line.village,
        line.benefit_month,
        before,
        after,
        after - before,
        line.decision,
        line.decision_id,
        line.reason,
    )


def _leaving(line: Line, why: Gone) -> Movement:
    left = _movement(line, line.amount, 0)
    return left._replace(decision=why.decision, decision_id=why.decision_id, reason=why.reason)


def _steps(
    moves: Mapping[str, Sequence[Movement]], last: Sequence[Line], now: Sequence[Line]
) -> tuple[BridgeStep, ...]:
    before = [line.amount for line in last if line.kind == PayKind.REGULAR]
    due = [line.amount for line in now if line.kind == PayKind.REGULAR]
    steps = [BridgeStep(LAST, _SUMS[LAST], sum(before), len(before))]
    steps += [_step(key, STEP_LABELS[key], moves[key]) for key in MOVES]
    steps.append(BridgeStep(DUE, _SUMS[DUE], sum(due), len(due)))
    steps += [_step(key, PAY_KIND_LABELS[key], moves[key]) for key in ON_TOP]
    steps.append(BridgeStep(TOTAL, _SUMS[TOTAL], sum(line.amount for line in now), len(now)))
    return tuple(steps)


def _step(key: str, label: str, movements: Sequence[Movement]) -> BridgeStep:
    return BridgeStep(key, label, sum(one.amount for one in movements), len(movements), tuple(movements))


def _demand_closed(bridge: Bridge, now: Sequence[Line]) -> None:
    last, due, total = (bridge.step(key).amount for key in (LAST, DUE, TOTAL))
    moved = sum(bridge.step(key).amount for key in MOVES)
    on_top = sum(bridge.step(key).amount for key in ON_TOP)
    if last + moved != due or due + on_top != total or any(line.amount == 0 for line in now):
        raise RuleError(
            "Bảng đối chiếu giữa hai tháng không khớp. Hãy lập lại danh sách; nếu vẫn không khớp, đừng chốt tháng này.",
            code="bridge_open",
        )
