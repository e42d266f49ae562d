"""What the law gives a person of a group in a month, as the worth and article that an item of a decision says.

Promises: nothing is decided or written; an amount that the law does not have is None, never guessed.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.law_rates import ONE_CHILD, rates_for
from models.law import saying
from models.law.amounts import base_rate
from models.law.book import LawOfMonth
from models.law.queries import law_book, own_place
from models.store.dates import Month, add_months

FIRST_LAW = Month(202107)
"""Before it no law is known here."""
TWO_BURDENS_GROUP = "CS-MT"
"""Care support that goes by a pregnancy and how many small children there are (NĐ 335/2026 Đ17)."""


class Lawful(NamedTuple):
    """What is paid under the law, and the articles it stands on."""

    worth: Worth
    article: str


class Offered(NamedTuple):
    """A group that the law of a month has; `counted`: its amount goes by how many children or burdens count."""

    code: str
    title: str
    kind: str
    counted: bool


def offered(session: Session, month: Month, known_on: date) -> list[Offered]:
    """The groups that a decision may grant in a month, in the decree's order, then those of the office's own table."""
    law = law_book(session).at(month, known_on)
    local = law.table_of(own_place(session), None)
    found: dict[str, Offered] = {}
    for table in (law.central, *(() if local is None else (local,))):
        for group in table.groups:
            counted = group.counter is not None or group.code == TWO_BURDENS_GROUP
            found.setdefault(group.code, Offered(group.code, group.who.title, group.kind, counted))
    return list(found.values())


def lawful(
    session: Session, person_id: int, group: str, month: Month, known_on: date, *, label: str, count: int = 1
) -> Lawful | None:
    """What the law known on a day gives; None when it has no such group in that month, or no law is known for it.

    `count`: how many children count (K4), or small children and a pregnancy (CS-MT). `person_id` is for care support
    the person who is cared for. RuleError "before_law" before 07/2021.
    """
    level = rates_for(session, {person_id}, known_on).level(person_id, group, month, count * ONE_CHILD)
    if level is None:
        return None
    return Lawful(Worth(group, label, level.amount, level.coefficient, level.table, level.base_rate), level.article)


def rule_article(session: Session, rule: str, month: Month, known_on: date) -> str:
    """The article of a rule ("suspend", "stop", "resume" ...) in a month; "" when the law has none."""
    law = law_book(session).at(month, known_on)
    row = law.rules.get(rule)
    return "" if row is None else f"{row.article} {saying.cited(law.documents[row.document])}"


def first_month_here(law: LawOfMonth, stopped: Month) -> Month:
    """The first month paid here by the law of the month in which the old place stopped.

    NĐ 335/2026 Đ8: that month; NĐ 20/2021, NĐ 147/2025: the next.
    """
    rule = law.rules.get("move")
    return stopped if rule is None or rule.is_ == "month_stopped" else add_months(stopped, 1)


def paid_here_from(session: Session, stopped: Month, known_on: date) -> Month:
    """`first_month_here` under the law known on a day."""
    return first_month_here(law_book(session).at(max(stopped, FIRST_LAW), known_on), stopped)


def level_since(session: Session, month: Month, known_on: date) -> Month:
    """The first month of the country's base rate that holds in a month: from there a list is reckoned again."""
    book = law_book(session)
    rate, since = base_rate(book.at(month, known_on)), month
    while since > FIRST_LAW and base_rate(book.at(add_months(since, -1), known_on)) == rate:
        since = add_months(since, -1)
    return since
