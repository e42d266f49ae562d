"""Who is paid under two programmes that exclude each other, from whatever source they come.

Promises: it names and never decides; what may stand beside something else by law (a single parent with K5, K6, K8; care
support) is no double (NĐ 335/2026 Đ6 k2, NĐ 176/2025 Đ3 k1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.queries import due_in, rulings
from models.benefits.rules import label_key
from models.benefits.tables import BenefitLine
from models.law.book import LawOfMonth
from models.law.queries import law_book
from models.people.tables import Person
from models.store.dates import Month

SINGLE_PARENT = "K4"


@dataclass(frozen=True, slots=True)
class Double:
    """Lines of one person that exclude each other: their grounds (group, else label) and monthly amounts in đồng."""

    person_id: int
    line_ids: tuple[int, ...]
    grounds: tuple[str, ...]
    amounts: tuple[int, ...]


def doubles(session: Session, month: Month, known_on: date) -> list[Double]:
    """Everybody with lines due in a month that the law does not pay side by side, by person."""
    found = (
        select(BenefitLine.id, BenefitLine.person_id, BenefitLine.group_code, BenefitLine.label, BenefitLine.amount)
        .join(Person, Person.id == BenefitLine.person_id)
        .where(due_in(month))
        .order_by(BenefitLine.person_id, BenefitLine.id)
    )
    ruled = rulings(session)
    lines: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for line_id, person_id, group, label, amount in session.execute(found):
        lines[person_id].append((line_id, group or ruled.get(label_key(label)) or label, amount or 0))
    law = law_book(session).at(month, known_on)
    told = []
    for person_id, every in lines.items():
        own = [line for line in every if not line[1].startswith("CS-")]
        if len(own) > 1 and excluding(law, [ground for _id, ground, _amount in own]):
            ids, grounds, amounts = zip(*own, strict=True)
            told.append(Double(person_id, ids, grounds, amounts))
    return told


def excluding(law: LawOfMonth, grounds: Sequence[str]) -> bool:
    """Whether these grounds (two or more, care support left out) exclude each other under the law of a month."""
    others = [ground for ground in grounds if ground != SINGLE_PARENT]
    if len(others) == len(grounds) or len(others) != 1:
        return True
    beside = law.rules["one_highest"].is_
    return not (isinstance(beside, tuple) and any(fnmatchcase(others[0], pattern) for pattern in beside))
