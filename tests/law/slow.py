"""The slow computation: what is due for a month, written a second time straight from the decrees.

It exists to disagree with the program. It reads neither the program's law data nor its code: every rate, coefficient,
age and date below was typed from the decrees, the dates come from the standard library, and it is plain where the
program is quick. It answers only with what is payable: (group, table, amount) and the total.

A condition is True, False or None (not known); a line is due only where it is True. Where only the band is not known
the least amount is due that is sure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Facts = Mapping[str, Any]
Truth = bool | None

KNOWN_FROM = {
    "20/2021/NĐ-CP": date(2021, 3, 15),
    "76/2024/NĐ-CP": date(2024, 7, 1),
    "147/2025/NĐ-CP": date(2025, 6, 12),
    "176/2025/NĐ-CP": date(2025, 6, 30),
    "335/2026/NĐ-CP": date(2026, 8, 21),
    "63/2025/NQ-HĐND Hà Nội": date(2025, 11, 27),
    "hưu trí xã hội Hải Phòng": date(2025, 12, 16),
    "hưu trí xã hội các tỉnh": date(2026, 1, 1),
    "550.000 đồng ở Hải Dương": date(2024, 7, 1),
}

LOCAL_PENSION = {
    "Hà Nội": (650_000, "63/2025/NQ-HĐND Hà Nội"),
    "Hải Phòng": (700_000, "hưu trí xã hội Hải Phòng"),
    "Hồ Chí Minh": (650_000, "hưu trí xã hội các tỉnh"),
    "Quảng Ninh": (700_000, "hưu trí xã hội các tỉnh"),
    "Tuyên Quang": (530_000, "hưu trí xã hội các tỉnh"),
}

# Điều 5 khoản 1 điểm b to l: the states of both parents, in alphabetical order, and the point they make.
PARENTS_2021 = {
    ("dead", "dead"): "K1b",
    ("dead", "missing"): "K1c",
    ("dead", "in_facility"): "K1d",
    ("dead", "in_prison"): "K1dd",
    ("missing", "missing"): "K1e",
    ("in_facility", "in_facility"): "K1g",
    ("in_prison", "in_prison"): "K1h",
    ("in_facility", "missing"): "K1i",
    ("in_prison", "missing"): "K1k",
    ("in_facility", "in_prison"): "K1l",
}
PARENTS_2026 = {
    **PARENTS_2021,
    ("dead", "undetermined"): "K1b",
    ("missing", "undetermined"): "K1c",
    ("in_facility", "undetermined"): "K1d",
    ("in_prison", "undetermined"): "K1dd",
}
ORPHANS = ("K1a", "K1b", "K1c", "K1d", "K1dd", "K1e", "K1g", "K1h", "K1i", "K1k", "K1l")
WITH_SINGLE_PARENT = ("K5a", "old K5b", "old K5c", "K5b", "K6DBN", "K6N", "K8")
DECREE_ORDER = (*ORPHANS, "K2", "K3", "K4", "K5a", "old K5b", "old K5c", "K5b", "K6DBN", "K6N", "K7", "K8")


class BeforeTheLawError(Exception):
    """The month, or the day on which the law is looked at, lies before NĐ 20/2021."""


@dataclass(frozen=True)
class Line:
    """One payable line. `table` is "central" or "local"; `amount` in đồng."""

    group: str
    table: str
    amount: int


@dataclass(frozen=True)
class Due:
    """What is due for one month."""

    total: int
    lines: frozenset[Line]


@dataclass(frozen=True)
class Rules:
    """One table of one month: whose text says who fits, and its numbers. Coefficients are in tenths."""

    table: str
    base: int
    text: int  # 2021 or 2026: the decree whose Điều 5 is read
    elder_break: int
    near_poor_elders: bool
    old_elders: bool
    pension: int
    pension_ceiling: int
    everything: bool = True  # False: a table that knows only its pension, or only one group
    old_k5c_flat: int = 0


# ---- days and ages ---------------------------------------------------------------------------------------------------


def first_possible_day(text: str) -> date:
    """Year alone: 01/01. Year and month: the 1st."""
    parts = [int(part) for part in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def birthday(born: date, years: int) -> date:
    """The day on which this age is reached; of 29/02 in a common year 01/03."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age(born: object, day: date) -> int | None:
    """Full years on the day; negative before birth; None when the birth date is not known."""
    if born is None:
        return None
    start = first_possible_day(str(born))
    years = day.year - start.year
    while birthday(start, years) > day:
        years -= 1
    return years


def between(years: int | None, low: int, high: int) -> Truth:
    """low <= age < high."""
    return None if years is None else low <= years < high


def all_of(*truths: Truth) -> Truth:
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def any_of(*truths: Truth) -> Truth:
    if any(truth is True for truth in truths):
        return True
    return None if any(truth is None for truth in truths) else False


def one_of(value: object, *allowed: object) -> Truth:
    return None if value is None else value in allowed


FOREVER = 999


# ---- the law of the month --------------------------------------------------------------------------------------------


def known(document: str, known_on: date) -> bool:
    return known_on >= KNOWN_FROM[document]


def central_base(month: int, known_on: date) -> int:
    """Mức chuẩn: Đ4 NĐ 20/2021, NĐ 76/2024, Đ4 k2 and Đ32 k3 NĐ 335/2026."""
    base = 360_000
    if month >= 202407 and known("76/2024/NĐ-CP", known_on):
        base = 500_000
    if month >= 202607 and known("335/2026/NĐ-CP", known_on):
        base = 540_000
    return base


def state_pension(month: int, known_on: date) -> int:
    """Đ3 k1 NĐ 176/2025 and Đ31 NĐ 335/2026; 0 where there is none."""
    if month < 202507 or not known("176/2025/NĐ-CP", known_on):
        return 0
    return 540_000 if month >= 202607 and known("335/2026/NĐ-CP", known_on) else 500_000


def counts_from_month_after(month: int, known_on: date) -> bool:
    """NĐ 147/2025: a change counts from the month after it; NĐ 20 and NĐ 335: from its own month."""
    if month >= 202610 and known("335/2026/NĐ-CP", known_on):
        return False
    return month >= 202507 and known("147/2025/NĐ-CP", known_on)


def central_rules(month: int, known_on: date) -> Rules:
    new_levels = month >= 202607 and known("335/2026/NĐ-CP", known_on)
    new_text = month >= 202610 and known("335/2026/NĐ-CP", known_on)
    pension = state_pension(month, known_on)
    return Rules(
        table="central",
        base=central_base(month, known_on),
        text=2026 if new_text else 2021,
        elder_break=75 if new_levels else 80,
        near_poor_elders=False,
        old_elders=month < 202507 or not known("176/2025/NĐ-CP", known_on),
        pension=pension,
        pension_ceiling=pension,
    )


def plain_name(text: object) -> str:
    name = str(text or "").strip()
    for prefix in ("Thành phố ", "thành phố ", "Tỉnh ", "tỉnh ", "TP. ", "TP.", "TP "):
        name = name.removeprefix(prefix)
    return name.strip()


def local_rules(facts: Facts, month: int, known_on: date) -> Rules | None:
    """The table of the unit of its day: before 01/07/2025 the former province's."""
    if month < 202507:
        there = plain_name(facts.get("former_province")) == "Hải Dương"
        if there and month >= 202407 and known("550.000 đồng ở Hải Dương", known_on):
            return Rules("local", 0, 2021, 80, False, True, 0, 0, everything=False, old_k5c_flat=550_000)
        return None
    if month < 202601:
        return None
    province = plain_name(facts.get("province"))
    if province not in LOCAL_PENSION:
        return None
    pension, paper = LOCAL_PENSION[province]
    if not known(paper, known_on):
        return None
    ceiling = state_pension(month, known_on)
    hanoi = province == "Hà Nội"
    return Rules("local", 650_000 if hanoi else 0, 2021, 80, hanoi, False, pension, ceiling, everything=hanoi)


# ---- who fits on one day: group -> coefficient in tenths ------------------------------------------------------------


def degree_of(facts: Facts) -> str | None:
    """ "" when known to have no disability, None when not known."""
    if "disability" not in facts:
        return None
    disability = facts["disability"]
    if disability is None:
        return ""
    degree = disability.get("degree")
    return None if degree is None else str(degree)


def earns_nothing(facts: Facts, *kinds: str) -> Truth:
    income = facts.get("income") or {}
    return all_of(*(None if income.get(kind) is None else income[kind] == 0 for kind in kinds))


def receives(facts: Facts, *groups: str) -> Truth:
    receiving = facts.get("receiving")
    return None if receiving is None else any(group in groups for group in receiving)


def orphan_groups(facts: Facts, years: int | None, text: int) -> dict[str, Truth]:
    """Khoản 1, each point."""
    child = between(years, 0, 16)
    fits: dict[str, Truth] = {"K1a": all_of(facts.get("abandoned"), child)}
    points = PARENTS_2021 if text == 2021 else PARENTS_2026
    parents: Sequence[str] | None = facts.get("parents")
    for group in ORPHANS[1:]:
        if parents is None:
            fits[group] = all_of(None, child)
        else:
            fits[group] = all_of(points.get((min(parents), max(parents))) == group, child)
    return fits


def child_lines(facts: Facts, years: int | None, rules: Rules) -> dict[str, int]:
    """Khoản 1, 2, 3 and 7."""
    lines: dict[str, int] = {}
    toddler = years is not None and years < 4
    orphan = orphan_groups(facts, years, rules.text)
    for group, fits in orphan.items():
        if fits is True:
            lines[group] = 25 if toddler else 15
    last_age = 22 if rules.text == 2021 else FOREVER
    if all_of(between(years, 16, last_age), facts.get("studying"), receives(facts, "K2", *ORPHANS)) is True:
        lines["K2"] = 15
    poor = one_of(facts.get("household"), "poor")
    with_hiv = all_of(between(years, 0, 16), facts.get("hiv"), poor)
    if with_hiv is True:
        lines["K3"] = 25 if toddler else 20
    other = any_of(*orphan.values(), with_hiv, one_of(degree_of(facts), "severe", "extremely_severe"))
    small = between(years, 0, 3)
    poor_or_near = one_of(facts.get("household"), "poor", "near_poor")
    if other is False and all_of(small, poor_or_near, facts.get("hard_area")) is True:
        lines["K7"] = 15
    return lines


def counts_for_single_parent(child: Facts, facts: Facts, day: date, text: int) -> Truth:
    """Khoản 4: raised by this person and under 16, or studying on (NĐ 20: to 22; NĐ 335: while K4 is received)."""
    years = age(child.get("born"), day)
    studying = child.get("studying")
    if text == 2021:
        older = all_of(studying, between(years, 16, 22))
    else:
        older = all_of(studying, between(years, 16, FOREVER), receives(facts, "K4"))
    return all_of(child.get("raised_by_person"), any_of(between(years, 0, 16), older))


def single_parent_line(facts: Facts, day: date, rules: Rules) -> dict[str, int]:
    """Khoản 4: 1,0 for each child; the divorced do not fit."""
    poor = one_of(facts.get("household"), "poor", "near_poor")
    alone = one_of(facts.get("marital"), "single", "widowed", "spouse_missing")
    if all_of(poor, alone) is not True:
        return {}
    children = facts.get("children") or ()
    sure = sum(counts_for_single_parent(child, facts, day, rules.text) is True for child in children)
    return {"K4": 10 * sure} if sure else {}


def elder_lines(facts: Facts, years: int | None, rules: Rules) -> dict[str, int]:
    """Khoản 5, with the two points that ended on 01/07/2025."""
    lines: dict[str, int] = {}
    household = facts.get("household")
    poor = one_of(household, "poor")
    near = one_of(household, "poor", "near_poor")
    elder = between(years, 60, FOREVER)
    enough_poor = near if rules.near_poor_elders else poor
    if all_of(elder, enough_poor, facts.get("no_supporter")) is True:
        lines["K5a"] = 20 if years is not None and years >= rules.elder_break else 15
    community = facts.get("can_live_in_community")
    cannot_stay = None if community is None else not community
    if all_of(elder, poor, facts.get("no_supporter"), cannot_stay, facts.get("accepted_carer")) is True:
        lines["K5b"] = 30
    if rules.old_elders:
        if all_of(between(years, 75, 80), near, facts.get("hard_area")) is True:
            lines["old K5b"] = 10
        if all_of(between(years, 80, FOREVER), earns_nothing(facts, "pension", "social_insurance")) is True:
            lines["old K5c"] = 10
    return lines


def health_lines(facts: Facts, years: int | None) -> dict[str, int]:
    """Khoản 6 and 8. An age that is not known leaves the lower coefficient."""
    lines: dict[str, int] = {}
    young_or_old = years is not None and (years < 16 or years >= 60)
    degree = degree_of(facts)
    if degree == "extremely_severe":
        lines["K6DBN"] = 25 if young_or_old else 20
    if degree == "severe":
        lines["K6N"] = 20 if young_or_old else 15
    poor = one_of(facts.get("household"), "poor")
    no_income = earns_nothing(facts, "wage", "pension", "social_insurance")
    if all_of(between(years, 16, FOREVER), facts.get("hiv"), poor, no_income) is True:
        lines["K8"] = 15
    return lines


def care_lines(facts: Facts, day: date) -> dict[str, int]:
    """Điều 20 NĐ 20 = Điều 17 NĐ 335: what the carer, or the disabled parent, gets on top."""
    lines: dict[str, int] = {}
    carer: Facts = facts.get("carer") or {}
    years = age(carer.get("cared_born"), day)
    if carer.get("for") == "child" and between(years, 0, 16) is True:
        lines["CS-TE"] = 25 if between(years, 0, 4) else 15
    if carer.get("for") == "older":
        lines["CS-NCT"] = 15
    if carer.get("for") == "disabled" and carer.get("degree") == "extremely_severe":
        if carer.get("own_family") is True:
            lines["CS-HGD"] = 10
        if carer.get("own_family") is False and between(years, 0, 16) is True:
            lines["CS-TEKT"] = 25
        if carer.get("own_family") is False and between(years, 16, FOREVER) is True:
            lines["CS-NKT"] = 15
    if degree_of(facts) in {"severe", "extremely_severe"}:
        babies = 0
        for child in facts.get("children") or ():
            if child.get("raised_by_person") is True and between(age(child.get("born"), day), 0, 3) is True:
                babies += 1
        pregnant = facts.get("pregnant") is True
        if babies >= 2 or (pregnant and babies == 1):
            lines["CS-MT"] = 20
        elif pregnant or babies == 1:
            lines["CS-MT"] = 15
    return lines


def draws_pension(facts: Facts, years: int | None, rules: Rules) -> bool:
    """Đ2 NĐ 176/2025: 75, or 70 and poor or near-poor, without a pension as high as the social pension."""
    if not rules.pension:
        return False
    poor = one_of(facts.get("household"), "poor", "near_poor")
    old_enough = any_of(between(years, 75, FOREVER), all_of(between(years, 70, 75), poor))
    income = facts.get("income") or {}
    below = [
        None if income.get(kind) is None else income[kind] < rules.pension_ceiling
        for kind in ("pension", "social_insurance")
    ]
    return all_of(old_enough, *below) is True


def fitting(facts: Facts, day: date, rules: Rules) -> dict[str, int]:
    """Each group that surely fits on this day -> amount in đồng under this table."""
    years = age(facts.get("born"), day)
    if years is not None and years < 0:
        return {}
    amounts: dict[str, int] = {}
    if rules.everything:
        tenths = {
            **child_lines(facts, years, rules),
            **single_parent_line(facts, day, rules),
            **elder_lines(facts, years, rules),
            **health_lines(facts, years),
            **care_lines(facts, day),
        }
        amounts = {group: rules.base * coefficient // 10 for group, coefficient in tenths.items()}
    if rules.old_k5c_flat and "old K5c" in elder_lines(facts, years, rules):
        amounts["old K5c"] = rules.old_k5c_flat
    if draws_pension(facts, years, rules):
        amounts["HTXH"] = rules.pension
    return amounts


# ---- the month -------------------------------------------------------------------------------------------------------


def slot_of(group: str) -> str:
    """Lines of different slots never swallow each other."""
    if group in {"CS-TEKT", "CS-NKT"}:
        return "care of a disabled person"  # one care at two ages: the month of the 16th birthday pays it once
    if group.startswith("CS-") or group in {"K4", "HTXH"}:
        return group
    return "allowance"


def month_of_slots(facts: Facts, month: int, known_on: date, rules: Rules) -> dict[str, dict[str, int]]:
    """Slot -> groups and amounts, taken on the day that the timing rule of the month names."""
    first = date(month // 100, month % 100, 1)
    end = first.replace(day=28) + timedelta(days=4)
    end -= timedelta(days=end.day)
    days = [end, first - timedelta(days=1)]
    if counts_from_month_after(month, known_on):
        days.reverse()
    slots: dict[str, dict[str, int]] = {}
    for day in days:
        found: dict[str, dict[str, int]] = {}
        for group, amount in fitting(facts, day, rules).items():
            found.setdefault(slot_of(group), {})[group] = amount
        for slot, groups in found.items():
            slots.setdefault(slot, groups)
    return slots


def better(lines: Sequence[Line], receiving: Sequence[str]) -> Line | None:
    """The highest; of equals what is being received, then the order of the decree, then the central table."""
    if not lines:
        return None

    def place(line: Line) -> tuple[int, bool, int, bool]:
        order = DECREE_ORDER.index(line.group) if line.group in DECREE_ORDER else 0
        return (-line.amount, line.group not in receiving, order, line.table != "central")

    return min(lines, key=place)


def due(facts: Facts, month_text: str, known_on: date) -> Due:
    """What is due for the month "YYYY-MM" under the law known on that day. Raises BeforeTheLawError."""
    month = int(month_text[:4]) * 100 + int(month_text[5:])
    if month < 202107 or not known("20/2021/NĐ-CP", known_on):
        raise BeforeTheLawError(month_text)
    tables = [central_rules(month, known_on)]
    local = local_rules(facts, month, known_on)
    if local is not None:
        tables.append(local)
    offers: dict[str, list[Line]] = {}
    for rules in tables:
        for slot, groups in month_of_slots(facts, month, known_on, rules).items():
            offers.setdefault(slot, []).extend(Line(group, rules.table, amount) for group, amount in groups.items())
    receiving = tuple(facts.get("receiving") or ())
    allowance = choose_allowance(offers.pop("allowance", []), offers.pop("K4", []), receiving)
    pension = better(offers.pop("HTXH", []), receiving)
    chosen = list(choose_programme(allowance, pension, receiving))
    for lines in offers.values():
        support = better(lines, receiving)
        if support is not None:
            chosen.append(support)
    return Due(sum(line.amount for line in chosen), frozenset(chosen))


def choose_allowance(main: list[Line], single_parent: list[Line], receiving: Sequence[str]) -> tuple[Line, ...]:
    """Đ6 k2: one highest; the single parent's comes on top of khoản 5, 6 and 8."""
    parent = better(single_parent, receiving)
    best = better(main, receiving)
    if parent is None:
        return (best,) if best else ()
    partner = better([line for line in main if line.group in WITH_SINGLE_PARENT], receiving)
    if partner is None:
        alone = better([*main, parent], receiving)
        return (alone,) if alone else ()
    if best is not None and best.amount > parent.amount + partner.amount:
        return (best,)
    return (parent, partner)


def choose_programme(allowance: tuple[Line, ...], pension: Line | None, receiving: Sequence[str]) -> tuple[Line, ...]:
    """Allowance or social pension: the higher; of equals what is being paid, otherwise the allowance."""
    if pension is None:
        return allowance
    total = sum(line.amount for line in allowance)
    if total != pension.amount:
        return allowance if total > pension.amount else (pension,)
    keeps_allowance = any(line.group in receiving for line in allowance)
    return (pension,) if "HTXH" in receiving and not keeps_allowance else allowance
