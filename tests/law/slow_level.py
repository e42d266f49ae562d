"""What a known group gives in a month, by the slow computation: somebody is made who fits this group alone."""

from __future__ import annotations

from datetime import date

from tests.law import slow

NO_INCOME = {"wage": 0, "pension": 0, "social_insurance": 0}
GRANTED: dict[str, slow.Facts] = {
    "K1a": {"abandoned": True},
    "K2": {"studying": True, "receiving": ["K2"]},
    "K3": {"hiv": True, "household": "poor"},
    "K4": {"household": "poor", "marital": "widowed"},
    "K5a": {"household": "poor", "no_supporter": True},
    "K5b": {
        "household": "poor",
        "no_supporter": True,
        "can_live_in_community": False,
        "accepted_carer": True,
    },
    "old K5b": {"household": "near_poor", "hard_area": True},
    "old K5c": {"income": NO_INCOME},
    "K6DBN": {"disability": {"degree": "extremely_severe"}},
    "K6N": {"disability": {"degree": "severe"}},
    "K7": {
        "household": "poor",
        "hard_area": True,
        "abandoned": False,
        "parents": ["alive", "alive"],
        "hiv": False,
        "disability": None,
    },
    "K8": {"hiv": True, "household": "poor", "income": NO_INCOME},
    "HTXH": {"household": "poor", "income": NO_INCOME},
    **{group: {"parents": list(parents)} for parents, group in slow.PARENTS_2021.items()},
}
CARED: dict[str, slow.Facts] = {
    "CS-TE": {"for": "child"},
    "CS-NCT": {"for": "older"},
    "CS-HGD": {"for": "disabled", "degree": "extremely_severe", "own_family": True},
    "CS-TEKT": {"for": "disabled", "degree": "extremely_severe", "own_family": False},
    "CS-NKT": {"for": "disabled", "degree": "extremely_severe", "own_family": False},
}
GROUPS = (*GRANTED, *CARED)


def level(
    group: str,
    born: str,
    month: int,
    known_on: date,
    province: str = "",
    former: str = "",
    count: int = 1,
    children: tuple[str, ...] = (),
) -> int:
    """The higher of the whole amounts of both tables, in đồng; 0 where a person of this age does not fit the group.

    `born` is the cared person's for care support; `count` the children of a single parent, small ones unless `children`
    tells their births.
    """
    if group in CARED:
        facts: dict[str, object] = {"carer": {**CARED[group], "cared_born": born}}
    else:
        births = children or (f"{month // 100 - 2}-01-01",) * count
        raised = [{"born": one, "raised_by_person": True, "studying": False} for one in births]
        facts = {"born": born, **GRANTED[group], "children": raised}
    facts |= {"province": province, "former_province": former}
    tables = [slow.central_rules(month, known_on), slow.local_rules(facts, month, known_on)]
    amounts = [0]
    for rules in tables:
        if rules is not None:
            slots = slow.month_of_slots(facts, month, known_on, rules)
            amounts += [groups[group] for groups in slots.values() if group in groups]
    return max(amounts)
