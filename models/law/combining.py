"""Which of the groups that fit are paid: one highest allowance, the single parent's exception, allowance or pension.

Promises: care support and a place's extra grants are never touched here; where two are equal, what is being paid stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.law.book import Group, LawOfMonth
from models.law.conditions import matches

SINGLE_PARENT = "single_parent"


@dataclass(frozen=True, slots=True)
class Line:
    """One group that fits. `coefficient` in hundredths (None: a whole amount), `base_rate` and `amount` in đồng.

    `day` is the day whose ages were used; `count` the children counted; `verdict` says why it is paid or not, and
    `against` names the group (or "HTXH") that it gave way to or was added to; `elsewhere` is what the other table gives
    in this slot, where it gives anything.
    """

    kind: str
    group: str
    slot: str
    table: str
    base_rate: int
    coefficient: int | None
    amount: int
    count: int
    day: date
    age: int | None
    band: str
    source: Group
    elsewhere: int | None = None
    payable: bool = True
    verdict: str = "paid"
    against: str = ""


def combined(lines: list[Line], receiving: frozenset[str], law: LawOfMonth) -> list[Line]:
    """One highest allowance, the single parent's exception, and allowance against pension (Đ6 k2; NĐ 176 Đ3 k1)."""
    allowances = [line for line in lines if line.slot in ("main", SINGLE_PARENT)]
    pension = next((line for line in lines if line.slot == "pension"), None)
    if len(allowances) + (pension is not None) < 2:
        return lines
    option = _best_allowance(allowances, receiving, law)
    verdicts: dict[str, tuple[bool, str, str]] = {}
    for line in allowances:
        verdicts[line.group] = (False, "one_highest", option[0].group)
    for line in option:
        other = next((one.group for one in option if one is not line), "")
        verdicts[line.group] = (True, "both" if other else "highest" if len(allowances) > 1 else "paid", other)
    if pension is not None:
        verdicts |= _against_pension(option, pension, receiving)
    return [
        replace(line, payable=verdict[0], verdict=verdict[1], against=verdict[2])
        if (verdict := verdicts.get(line.group)) is not None and line.slot in ("main", SINGLE_PARENT, "pension")
        else line
        for line in lines
    ]


def _best_allowance(lines: Sequence[Line], receiving: frozenset[str], law: LawOfMonth) -> tuple[Line, ...]:
    """The highest allowance alone, or the single parent's with the highest of those it may stand beside."""

    def rank(option: tuple[Line, ...]) -> tuple[int, bool, int]:
        paid = any(line.group in receiving for line in option)
        return -sum(line.amount for line in option), not paid, min(line.source.order for line in option)

    beside = law.rules["one_highest"].is_
    patterns = beside if isinstance(beside, tuple) else ()
    options: list[tuple[Line, ...]] = [(line,) for line in lines]
    parent = next((line for line in lines if line.slot == SINGLE_PARENT), None)
    added: list[tuple[Line, ...]] = [(line,) for line in lines if line is not parent and matches(patterns, line.group)]
    if parent is not None and added:
        options.append((parent, *min(added, key=rank)))
    return min(options, key=rank)


def _against_pension(
    option: Sequence[Line], pension: Line, receiving: frozenset[str]
) -> dict[str, tuple[bool, str, str]]:
    total, groups = sum(line.amount for line in option), [line.group for line in option]
    paid_now = pension.group in receiving and not receiving.intersection(groups)
    if pension.amount > total or (pension.amount == total and paid_now):
        word = "pension_higher" if pension.amount > total else "pension_kept"
        return dict.fromkeys(groups, (False, word, pension.group)) | {pension.group: (True, word, groups[0])}
    word = "allowance_higher" if pension.amount < total else "allowance_kept"
    return {pension.group: (False, word, groups[0])}
