"""From which month a change counts, whether a ground still fits, and the article that says so. Pure.

The months are the law's (NĐ 335/2026 Đ8, NĐ 147/2025 Đ5): read from its rows, never from constants here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from models.law.assess import days_of
from models.law.book import Group, LawOfMonth, Table
from models.law.facts import Carer, Facts
from models.law.saying import cited
from models.law.state import state_on
from models.store.dates import Month, add_months

FIRST_LAW: Final = Month(202107)
"""No law before NĐ 20/2021 is kept."""


def month_after(month: Month) -> Month:
    """The first month that is no longer due after a death, a move or a lost ground."""
    return add_months(month, 1)


def change_month(law: LawOfMonth) -> Month:
    """From which month a condition that changed in the law's month counts."""
    return law.month if law.of_change else add_months(law.month, 1)


def article(law: LawOfMonth, rule: str) -> str:
    """ "Điều 8 Nghị định 335/2026/NĐ-CP" of a rule; "" where the law of the month has none."""
    row = law.rules.get(rule)
    return "" if row is None else f"{row.article} {cited(law.documents[row.document])}"


def tables(law: LawOfMonth, facts: Facts) -> Iterator[Table]:
    """The country's table, and the place's where it has one."""
    yield law.central
    local = law.table_of(facts.province, facts.former_province)
    if local is not None:
        yield local


def may_fit(law: LawOfMonth, group: str, facts: Facts, *, first_day: bool = False) -> bool:
    """Whether these facts leave a ground possible in the law's month; what the law does not know is left alone.

    Both days that may count are asked, because the loss of a ground counts from the month after; `first_day` asks the
    one alone that decides what takes its place.
    """
    known = [found for one in tables(law, facts) if (found := one.group(group)) is not None]
    days = days_of(law.month, law)[: 1 if first_day else 2]
    return not known or any(_holds(law, one, facts, days) for one in known)


def _holds(law: LawOfMonth, group: Group, facts: Facts, days: Sequence[date]) -> bool:
    level = law.central.pension.amount if law.central.pension is not None else 0
    states = [state_on(facts, day, level, last_day=law.last_day) for day in days]
    return any((one.age is None or one.age >= 0) and group.condition.holds(one) is not False for one in states)


def as_carer(facts: Facts) -> Facts:
    """The facts of whoever cares for this person: care support asks for the cared person's age and degree."""
    return Facts(province=facts.province, carer=Carer(None, facts.born, facts.disability))


def group_title(law: LawOfMonth, group: str) -> str:
    """The law's title of a group, for a label; the code where the law has none."""
    found = law.central.group(group)
    return group if found is None else found.who.title
