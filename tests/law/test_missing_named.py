"""Each name that `missing` may hold, with the smallest facts that make it: what is not told is never taken as true."""

from __future__ import annotations

from typing import Any

import pytest

from tests.law.asking import ask, payable

NO_INCOME = {"wage": 0, "pension": 0, "social_insurance": 0, "merit": 0}
NOBODY: dict[str, Any] = {
    "born": "1990-01-01",
    "sex": "female",
    "province": "Lâm Đồng",
    "former_province": "Lâm Đồng",
    "area": "rural",
    "hard_area": False,
    "household": "none",
    "disability": None,
    "pregnant": False,
    "children": [],
    "marital": "married",
    "no_supporter": False,
    "can_live_in_community": True,
    "accepted_carer": False,
    "abandoned": False,
    "parents": ["alive", "alive"],
    "studying": False,
    "receiving": [],
    "hiv": False,
    "income": NO_INCOME,
    "carer": None,
}
BABY = {"born": "2025-06-01", "studying": False, "raised_by_person": True}
PUPIL = {"born": "2009-01-01", "studying": True, "raised_by_person": True}
PARENT = {**NOBODY, "household": "poor", "marital": "widowed", "receiving": ["K4"], "children": [BABY, PUPIL]}
MOTHER = {**NOBODY, "disability": {"degree": "severe"}, "children": [BABY]}
TODDLER = {**NOBODY, "born": "2024-06-01", "household": "poor", "hard_area": True, "marital": "single"}


def without(facts: dict[str, Any], *path: str | int) -> dict[str, Any]:
    """The facts without what stands at the path."""
    first, *rest = path
    if not rest:
        return {name: value for name, value in facts.items() if name != first}
    inner: Any = facts[str(first)]
    if isinstance(inner, list):
        number = int(rest[0])
        inner = [without(one, *rest[1:]) if place == number else one for place, one in enumerate(inner)]
        return {**facts, str(first): inner}
    return {**facts, str(first): without(inner, *rest)}


@pytest.mark.parametrize(
    ("facts", "paid", "missing"),
    [
        (PARENT, {"K4": 1_080_000}, ()),
        (without(PARENT, "children", 1, "studying"), {"K4": 540_000}, ("children.studying",)),
        (without(PARENT, "children", 1, "born"), {"K4": 540_000}, ("children.born",)),
        (without(PARENT, "children", 0, "raised_by_person"), {"K4": 540_000}, ("children.raised_by_person",)),
        (without(PARENT, "receiving"), {"K4": 540_000}, ("receiving",)),
        ({**PARENT, "receiving": []}, {"K4": 540_000}, ()),
        (without(PARENT, "children"), {}, ("children",)),
        (without(without(PARENT, "children"), "marital"), {}, ("children", "marital")),
        (
            without(without(PARENT, "children", 0, "raised_by_person"), "children", 1, "studying"),
            {},
            ("children.raised_by_person", "children.studying"),
        ),
        (MOTHER, {"K6N": 810_000, "CS-MT": 810_000}, ()),
        (without(MOTHER, "pregnant"), {"K6N": 810_000, "CS-MT": 810_000}, ("pregnant",)),
        (without(MOTHER, "children", 0, "born"), {"K6N": 810_000}, ("children.born",)),
        (without(MOTHER, "children", 0, "raised_by_person"), {"K6N": 810_000}, ("children.raised_by_person",)),
        (
            without(without({**MOTHER, "pregnant": True}, "children", 0, "born"), "children", 0, "raised_by_person"),
            {"K6N": 810_000, "CS-MT": 810_000},
            ("children.born", "children.raised_by_person"),
        ),
        (
            {**MOTHER, "children": [BABY, {**BABY, "raised_by_person": False}, without(BABY, "born")]},
            {"K6N": 810_000, "CS-MT": 810_000},
            ("children.born",),
        ),
        (without(MOTHER, "children"), {"K6N": 810_000}, ("children",)),
        (without(MOTHER, "disability", "degree"), {}, ("disability.degree",)),
        (TODDLER, {"K7": 810_000}, ()),
        (without(TODDLER, "hiv"), {}, ("hiv",)),
        (without(TODDLER, "parents"), {}, ("parents",)),
        (without(TODDLER, "abandoned"), {}, ("abandoned",)),
        (without(TODDLER, "disability"), {}, ("disability",)),
        (without(TODDLER, "born"), {}, ("born",)),
    ],
)
def test_what_is_not_told(facts: dict[str, Any], paid: dict[str, int], missing: tuple[str, ...]) -> None:
    found = ask(facts, "2026-11")
    assert payable(found) == paid
    assert found.missing == missing
