"""Random people as FACTS for the law: made to stand on its edges.

Each person is one story (an orphan, a pupil, an elder, a carer, ...), is born so that an age of the law is reached on
or beside the end of one of the asked months, and loses some of the fields at random. The draws go through a
`random.Random`, so that a seed names a person and hypothesis can shrink one.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

Facts = dict[str, Any]

AGES_OF_THE_LAW = (3, 4, 16, 22, 60, 70, 75, 80)
PROVINCES = ("Hà Nội", "Hà Nội", "Hải Phòng", "Hồ Chí Minh", "Quảng Ninh", "Tuyên Quang", "Lâm Đồng", "Thanh Hóa")
FORMER_PROVINCES = ("Hải Dương", "Hải Phòng", "Hà Nội", "Đắk Nông", "Lâm Đồng")
PARENT_STATES = ("alive", "dead", "undetermined", "missing", "in_facility", "in_prison")
GROUPS = tuple(
    "K1a K1b K1c K1d K1dd K1e K1g K1h K1i K1k K1l K2 K3 K4 K5a K5b K6DBN K6N K7 K8 HTXH".split()
    + "CS-TE CS-NCT CS-HGD CS-NKT CS-TEKT CS-MT".split()
    + ["old K5b", "old K5c"]
)
FIRST_MONTH, LAST_MONTH = 202107, 202712
EDGE_MONTHS = tuple(
    int(text)
    for text in (
        "202107 202406 202407 202408 202506 202507 202508 202512 202601 202602 "
        "202606 202607 202608 202609 202610 202611 202612 202701 202703"
    ).split()
)


def later(month: int, count: int) -> int:
    index = month // 100 * 12 + month % 100 - 1 + count
    return index // 12 * 100 + index % 12 + 1


def month_text(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"


def eight_months(random: Random) -> list[int]:
    """Months between 07/2021 and 12/2027: edges of the law, neighbours of each other, and any."""
    months: list[int] = []
    while len(months) < 8:
        pick = random.randrange(3)
        if pick == 0:
            month = random.choice(EDGE_MONTHS)
        elif pick == 1 and months:
            month = later(random.choice(months), random.choice((-1, 1)))
        else:
            month = later(FIRST_MONTH, random.randrange(78))
        if FIRST_MONTH <= month <= LAST_MONTH:
            months.append(month)
    return months


def known_then(random: Random, month: int) -> date:
    """A day in the month or up to six weeks before it, never before NĐ 20/2021 was known."""
    first = date(month // 100, month % 100, 1)
    return first + timedelta(days=random.randrange(-42, calendar.monthrange(first.year, first.month)[1]))


def known_now(random: Random) -> date:
    """The day of this program's law, or some time after it."""
    return date(2026, 11, 22) + timedelta(days=random.choice((0, 0, 1, 30, 400)))


def beside_an_edge(random: Random, months: Sequence[int], ages: Sequence[int]) -> str:
    """A birth date on which one of the ages is reached around the end of one of the months."""
    month = random.choice(months)
    years = random.choice(ages)
    first = date(month // 100, month % 100, 1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    day = random.choice((first, last, first + timedelta(days=random.randrange(28)))) + timedelta(
        days=random.choice((-1, 0, 0, 1))
    )
    year = day.year - years
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        day -= timedelta(days=1)
    born = day.replace(year=year)
    if random.randrange(12) == 0:
        leap = year - year % 4
        return f"{leap}-02-29"
    return shortened(random, born)


def shortened(random: Random, born: date) -> str:
    """Known to the day, or only to the month or the year."""
    length = random.choice((10, 10, 10, 10, 10, 7, 4))
    return born.isoformat()[:length]


def any_birth(random: Random, months: Sequence[int], youngest: int = 0, oldest: int = 95) -> str:
    if random.randrange(4):
        ages = [edge for edge in (*AGES_OF_THE_LAW, 0, 1, 2, 18, 40) if youngest <= edge <= oldest]
        return beside_an_edge(random, months, ages)
    years = random.randrange(youngest, oldest + 1)
    day = date(random.choice(months) // 100 - years, 1, 1) + timedelta(days=random.randrange(365))
    return shortened(random, day)


def chance(random: Random, percent: int) -> bool:
    return random.randrange(100) < percent


# ---- stories: each sets what makes its group likely ------------------------------------------------------------------


def orphan(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": beside_an_edge(random, months, (0, 3, 4, 10, 16, 16)),
        "abandoned": chance(random, 30),
        "parents": [random.choice(PARENT_STATES[1:]), random.choice(PARENT_STATES)],
        "studying": chance(random, 50),
        "receiving": random.choice(([], ["K1a"], ["K1b"], ["K2"], ["K1dd", "CS-TE"], ["K6N"])),
        "hiv": chance(random, 15),
    }


def pupil(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": beside_an_edge(random, months, (16, 18, 22, 22, 24)),
        "studying": chance(random, 80),
        "receiving": random.choice((["K1a"], ["K1l"], ["K2"], ["K2", "K6N"], ["K1b"], [])),
    }


def elder(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": beside_an_edge(random, months, (60, 70, 75, 75, 80, 80, 77, 90)),
        "household": random.choice(("poor", "poor", "near_poor", "none")),
        "no_supporter": chance(random, 65),
        "can_live_in_community": chance(random, 60),
        "accepted_carer": chance(random, 60),
        "hard_area": chance(random, 50),
        "income": incomes(random, 75),
        "receiving": random.choice(([], ["HTXH"], ["K5a"], ["old K5c"], ["old K5b"], ["K6N", "HTXH"])),
        "disability": disability(random, 75),
        "province": random.choice(PROVINCES[:6]),
        "former_province": random.choice(FORMER_PROVINCES[:2]),
    }


def disabled(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": beside_an_edge(random, months, (2, 16, 16, 40, 60, 60, 75)),
        "disability": disability(random, 10),
        "pregnant": chance(random, 40),
        "children": children(random, months, (0, 1, 2, 3, 3)),
        "carer": {"for": "disabled", **cared(random, months)} if chance(random, 20) else None,
    }


def single_parent(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": any_birth(random, months, 16, 82),
        "household": random.choice(("poor", "near_poor", "near_poor", "none")),
        "marital": random.choice(("single", "widowed", "spouse_missing", "divorced", "married")),
        "children": children(random, months, (0, 3, 8, 16, 16, 18, 22, 22, 24)),
        "receiving": random.choice(([], ["K4"], ["K4", "K6N"], ["K5a"], ["K8"])),
        "disability": disability(random, 50),
        "hiv": chance(random, 25),
        "income": incomes(random, 80),
        "no_supporter": chance(random, 60),
    }


def with_hiv(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": beside_an_edge(random, months, (0, 3, 4, 15, 16, 16, 40)),
        "hiv": True,
        "household": random.choice(("poor", "poor", "near_poor")),
        "income": incomes(random, 85),
        "disability": disability(random, 60),
    }


def small_child(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": beside_an_edge(random, months, (0, 1, 2, 3, 3, 4)),
        "household": random.choice(("poor", "near_poor")),
        "hard_area": chance(random, 85),
        "abandoned": chance(random, 10),
        "hiv": chance(random, 10),
        "parents": random.choice((["alive", "alive"], ["alive", "dead"], ["dead", "undetermined"])),
        "disability": disability(random, 85),
    }


def carer(random: Random, months: Sequence[int]) -> Facts:
    return {
        "born": any_birth(random, months, 20, 85),
        "carer": {"for": random.choice(("child", "older", "disabled", "disabled")), **cared(random, months)},
    }


def anybody(random: Random, months: Sequence[int]) -> Facts:
    return {}


Story = Callable[[Random, Sequence[int]], Facts]
STORIES: tuple[Story, ...] = (
    orphan,
    pupil,
    elder,
    elder,
    disabled,
    single_parent,
    single_parent,
    with_hiv,
    small_child,
    carer,
    anybody,
)


# ---- parts -----------------------------------------------------------------------------------------------------------


def incomes(random: Random, percent_without: int) -> Facts:
    """Mostly nothing; otherwise amounts on both sides of every level of the social pension."""

    def amount() -> int:
        if chance(random, percent_without):
            return 0
        level = random.choice((500_000, 530_000, 540_000, 650_000, 700_000, 3_000_000))
        return level + random.choice((-1, 0, 1))

    return {"wage": amount(), "pension": amount(), "social_insurance": amount(), "merit": amount()}


def disability(random: Random, percent_without: int) -> Facts | None:
    if chance(random, percent_without):
        return None
    return {"degree": random.choice(("mild", "severe", "severe", "extremely_severe"))}


def children(random: Random, months: Sequence[int], ages: Sequence[int]) -> list[Facts]:
    found: list[Facts] = []
    for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4))):
        child: Facts = {
            "born": beside_an_edge(random, months, ages),
            "studying": chance(random, 60),
            "raised_by_person": chance(random, 85),
        }
        found.append(without_some(random, child, 4))
    return found


def cared(random: Random, months: Sequence[int]) -> Facts:
    facts = {
        "cared_born": beside_an_edge(random, months, (0, 4, 4, 16, 16, 40, 82)),
        "degree": random.choice(("extremely_severe", "extremely_severe", "severe", "mild")),
        "own_family": chance(random, 50),
    }
    return without_some(random, facts, 4)


def without_some(random: Random, facts: Facts, percent: int) -> Facts:
    """The same with each field lost at this rate."""
    return {name: value for name, value in facts.items() if not chance(random, percent)}


def background(random: Random, months: Sequence[int]) -> Facts:
    """Every field, with values that mostly give no right."""
    return {
        "born": any_birth(random, months),
        "sex": random.choice(("female", "male")),
        "province": random.choice(PROVINCES),
        "former_province": random.choice(FORMER_PROVINCES),
        "area": random.choice(("rural", "urban")),
        "hard_area": chance(random, 25),
        "household": random.choice(("poor", "near_poor", "none", "none")),
        "disability": disability(random, 80),
        "pregnant": chance(random, 6),
        "children": children(random, months, (0, 2, 3, 10, 16, 22)) if chance(random, 25) else [],
        "marital": random.choice(("single", "married", "married", "widowed", "divorced", "spouse_missing")),
        "no_supporter": chance(random, 20),
        "can_live_in_community": chance(random, 85),
        "accepted_carer": chance(random, 20),
        "abandoned": chance(random, 3),
        "parents": ["alive", random.choice(PARENT_STATES)],
        "studying": chance(random, 25),
        "receiving": random.sample(GROUPS, random.choice((0, 0, 0, 1, 1, 2))),
        "hiv": chance(random, 6),
        "income": incomes(random, 80),
        "carer": {"for": "child", **cared(random, months)} if chance(random, 6) else None,
    }


def person(random: Random, months: Sequence[int]) -> Facts:
    """One person's FACTS for questions about these months."""
    story = random.choice(STORIES)
    facts = background(random, months) | story(random, months)
    if isinstance(facts.get("income"), dict):
        facts["income"] = without_some(random, facts["income"], 2)
    if chance(random, 3) and facts["disability"] is not None:
        facts["disability"] = {}
    if facts["pregnant"]:
        facts["sex"] = "female"
    if int(facts["born"][:4]) > min(months) // 100 - 5:
        facts["children"] = []  # a child below 4 raises none: which table then counts is a question nobody has
    facts["parents"] = random.sample(facts["parents"], 2)
    return without_some(random, facts, random.choice((0, 0, 2, 8)))


def neighbour(random: Random, facts: Facts, months: Sequence[int]) -> Facts:
    """The same person but for one field, which is another's or not known."""
    other = person(random, months)
    field = random.choice(sorted({*facts, *other}))
    if field not in other or chance(random, 10):
        return {name: value for name, value in facts.items() if name != field}
    return {**facts, field: other[field]}


def people() -> st.SearchStrategy[tuple[Facts, list[int], list[date]]]:
    """(facts, eight months, the days on which each is looked at), to be shrunk by hypothesis."""

    def draw(random: Random) -> tuple[Facts, list[int], list[date]]:
        months = eight_months(random)
        return person(random, months), months, [known_then(random, month) for month in months]

    return st.randoms(use_true_random=False).map(draw)
