"""What one person would be paid after two records of theirs are merged: told before the clerk agrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits import lines
from models.benefits.queries import due_in
from models.benefits.secrecy import Grounds
from models.benefits.services import told_twice
from models.benefits.tables import BenefitLine
from models.people.dated import known
from models.people.tables import Person
from models.store.dates import month_of


@dataclass(frozen=True, slots=True)
class MergedLines:
    """Lines that stay, as shown; how many are paid in the day's month and their sum in đồng; lines told twice."""

    rows: tuple[lines.LineRow, ...]
    paid: int
    total: int
    folded: int


def merged_lines(session: Session, keep_id: int, other_id: int, day: date, *, grounds: Grounds) -> MergedLines:
    """The lines of both records as the merge will leave them (models.benefits.services)."""
    found = select(BenefitLine).where(known(BenefitLine, None)).order_by(BenefitLine.id)
    kept = list(session.scalars(found.filter_by(person_id=keep_id)))
    others = list(session.scalars(found.filter_by(person_id=other_id)))
    folded = {line.id for line in told_twice(kept, others)}
    staying = [line for line in kept + others if line.id not in folded]
    ids = [line.id for line in staying]
    paid = select(BenefitLine.id).join(Person, Person.id == keep_id)  # who stays alive or here decides
    due = set(session.scalars(paid.where(BenefitLine.id.in_(ids), due_in(month_of(day)))))
    return MergedLines(
        rows=tuple(lines.rows(session, ids, day, grounds=grounds)),
        paid=len(due),
        total=sum(line.amount or 0 for line in staying if line.id in due),
        folded=len(folded),
    )
