"""The review of a month: its risks, from the store."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.months.collecting import last_seen, uncollected_months
from models.benefits.months.compute import overpaid
from models.benefits.months.gathering import gather
from models.benefits.months.lawful import lawful_amounts
from models.benefits.months.queries import month_row
from models.benefits.months.risks import Loose, Paid, ReviewFacts, Risk, review
from models.benefits.months.rules import MonthState, PayKind
from models.benefits.months.stored import TABLE, lines_of
from models.benefits.months.tables import PayMonth
from models.benefits.queries import due_in, group_of, rulings
from models.benefits.tables import BenefitLine
from models.people.queries import bare
from models.people.tables import Person
from models.store.collector import uncollected
from models.store.dates import Month, add_months, month_start


def risks_of(reader: Session, month: Month) -> list[Risk]:
    """What to look at in a month's list, the riskiest first; of a confirmed month as known when it was computed."""
    with uncollected():
        return review(review_facts(reader, month))


def review_facts(reader: Session, month: Month) -> ReviewFacts:
    """Everything the review of a month needs, frozen, so that a worker may do it."""
    row = month_row(reader, month)
    known_at = None if row.state == MonthState.OPEN else row.computed_at
    facts = gather(reader, month, row.budget_year, known_at)
    lines = [line for _, line in lines_of(reader, row.id)]
    regular = [line for line in lines if line.kind == PayKind.REGULAR]
    into_accounts = {line.recipient_id for line in regular if line.account}
    return ReviewFacts(
        month=month,
        lines=lines,
        entitlements=facts.entitlements,
        people=facts.people,
        last=_paid_to(reader, add_months(month, -1)),
        lawful=lawful_amounts(reader, month, regular, date.fromisoformat(row.known_on)),
        silent=last_seen(reader, into_accounts, month_start(add_months(month, -12))),
        uncollected=uncollected_months(reader, month),
        over=overpaid(facts),
        loose=_loose(reader, month) if row.state == MonthState.OPEN else (),
    )


def _loose(reader: Session, month: Month) -> list[Loose]:
    """Lines due in the month that no take-over and no decision made an entitlement of."""
    ruled = rulings(reader)
    columns = (Person.id, Person.code, Person.name, BenefitLine.group_code, BenefitLine.label, BenefitLine.amount)
    found = (
        select(*columns)
        .join(BenefitLine, BenefitLine.person_id == Person.id)
        .where(BenefitLine.entitlement_id.is_(None), due_in(month))
        .order_by(Person.name_sort, BenefitLine.id)
    )
    return [
        Loose(row.id, row.code, row.name, group_of(row, ruled) or "", row.label, row.amount or 0)
        for row in reader.execute(found)
    ]


def _paid_to(reader: Session, month: Month) -> dict[int, Paid]:
    """Entitlement -> where its money went in a month."""
    found = (
        select(TABLE.c.entitlement_id, TABLE.c.account, TABLE.c.payee)
        .join(PayMonth, PayMonth.id == TABLE.c.pay_month_id)
        .where(PayMonth.month == month, TABLE.c.kind == PayKind.REGULAR, TABLE.c.entitlement_id.is_not(None))
    )
    return {row[0]: Paid(row[1], row[2]) for row in bare(reader).execute(found).all()}
