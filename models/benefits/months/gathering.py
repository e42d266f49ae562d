"""Everything a month's list is computed from, read from the store in a few SELECTs, as known now or at any instant.

Promises: asked for the instant at which a list was computed, the facts are those of that instant: dated rows by their
times of knowing, records that are overwritten (people, debts, decisions) read back from the history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import CompoundSelect, and_, select, union

from models.benefits.entitlements.queries import DueSpan, carers_then, due_spans
from models.benefits.entitlements.rules import PAID, DecisionKind
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.events.tables import Debt
from models.benefits.months.circle import Circle
from models.benefits.months.facts import NEVER, EntitlementFact, MonthFacts, PersonFact, SpanFact
from models.benefits.months.listed import confirmed_before, drawn, funerals, listed, open_debts, uncollected
from models.benefits.months.stored import regular_of
from models.benefits.tables import BenefitLine
from models.office.tables import Village
from models.people.dated import AsOf, holds, known
from models.people.earlier import records_at
from models.people.queries import Reader, bare, village_text
from models.people.tables import BankAccount, Payee, Person, Residence
from models.store.dates import Month, PartialDate, add_months, month_end


def gather(
    reader: Reader, month: Month, budget_year: int, known_at: str | None = None, *, of: Circle | None = None
) -> MonthFacts:
    """The facts of a month; `known_at` (UTC text) asks as known then, None as known now; `of` of this circle alone.

    Lists count once they are confirmed; the month itself and later ones do not.
    """
    if of is not None:
        return _gather_circle(reader, month, budget_year, of)
    kept = confirmed_before(reader, month, known_at)
    entitlements = entitlement_facts(due_spans(reader, known_at=known_at))
    entitlements += _never_due(reader, known_at)
    debts = open_debts(reader, kept, known_at)
    before = next((one.id for one in kept if one.month == add_months(month, -1)), None)
    return MonthFacts(
        month=month,
        budget_year=budget_year,
        entitlements=entitlements,
        people=people(reader, month, known_at),
        listed=listed(reader, kept),
        drawn=drawn(reader, kept, {debt.entitlement_id for debt in debts if debt.entitlement_id is not None}),
        uncollected=uncollected(reader, kept, known_at),
        debts=debts,
        funerals=funerals(reader, kept, month, known_at),
        last={} if before is None else regular_of(reader, before),
    )


def _gather_circle(reader: Reader, month: Month, budget_year: int, circle: Circle) -> MonthFacts:
    """The same of a few people, as known now."""
    kept, theirs = confirmed_before(reader, month, None), circle.entitlements
    debts = [one for one in open_debts(reader, kept, None) if one.person_id in circle.people]
    paid_for = [one for one in funerals(reader, kept, month, None) if one.recipient_id in circle.people]
    before = next((one.id for one in kept if one.month == add_months(month, -1)), None)
    return MonthFacts(
        month=month,
        budget_year=budget_year,
        entitlements=entitlement_facts(due_spans(reader, of=theirs)) + _never_due(reader, None, theirs),
        people=people(reader, month, only=circle.people.union(one.person_id for one in paid_for)),
        listed=listed(reader, kept, of=theirs),
        drawn=drawn(reader, kept, {debt.entitlement_id for debt in debts if debt.entitlement_id is not None}),
        uncollected=[
            one
            for one in uncollected(reader, kept, None)
            if one.line.entitlement_id in theirs or one.line.recipient_id in circle.people
        ],
        debts=debts,
        funerals=paid_for,
        last={} if before is None else regular_of(reader, before, of=theirs),
    )


def entitlement_facts(spans: Iterable[DueSpan]) -> list[EntitlementFact]:
    """Spans, ordered by entitlement and month, as one fact per entitlement."""
    found: list[EntitlementFact] = []
    for number, rows in groupby(spans, key=attrgetter("entitlement_id")):
        own = list(rows)
        first = own[0]
        found.append(
            EntitlementFact(
                number,
                first.kind,
                first.person_id,
                first.carer_id,
                first.opening_amount or 0,
                first.opening_from or 0,
                first.opening_until or 0,
                tuple(_span(one) for one in own),
            )
        )
    return found


def _never_due(reader: Reader, known_at: str | None, of: Collection[int] | None = None) -> list[EntitlementFact]:
    """Entitlements of which no month is due any more, as when a stop counts from before their first: what was listed
    or paid before is owed all the same."""
    spans = select(BenefitLine.id).where(BenefitLine.entitlement_id == Entitlement.id, known(BenefitLine, known_at))
    found = select(Entitlement).where(~spans.exists()).order_by(Entitlement.id)
    if of is not None:
        found = found.where(Entitlement.id.in_(of))
    carers = {} if known_at is None else carers_then(reader, known_at)
    return [
        EntitlementFact(
            row["id"],
            row["kind"],
            row["person_id"],
            carers.get(row["id"], row["carer_id"]),
            row["opening_amount"] or 0,
            row["opening_from"] or 0,
            row["opening_until"] or 0,
            (SpanFact(0, 0, False, None, row["group_code"], row["label"], "", None, None, None, "", ""),),
        )
        for row in reader.execute(select(found.subquery())).mappings()
    ]


def _span(one: DueSpan) -> SpanFact:
    return SpanFact(
        one.start or 0,
        one.stop or NEVER,
        one.standing == PAID,
        one.amount,
        one.group_code,
        one.label,
        one.law_table,
        one.base_rate,
        one.coefficient,
        one.decision_id,
        decision_words(one.decision_number, one.decision_day),
        one.channel,
    )


@lru_cache(maxsize=4096)
def decision_words(number: str, day: str) -> str:
    """ "12/QĐ-UBND ngày 05/10/2026"; either part may be unknown."""
    told = f"ngày {PartialDate.from_iso(day).display()}" if day else ""
    return f"{number} {told}".strip()


def people(
    reader: Reader, month: Month, known_at: str | None = None, only: Collection[int] | None = None
) -> dict[int, PersonFact]:
    """Everybody the list may name (or these few), as on the last day of the month."""
    as_of = AsOf(month_end(month), known_at)
    funeral = select(Decision.id).where(Decision.kind == DecisionKind.FUNERAL)
    listed: CompoundSelect[Any] = union(
        select(Entitlement.person_id),
        select(Entitlement.carer_id).where(Entitlement.carer_id.is_not(None)),
        select(Debt.person_id),
        select(DecisionItem.person_id).where(DecisionItem.decision_id.in_(funeral)),
        select(DecisionItem.carer_id).where(DecisionItem.decision_id.in_(funeral), DecisionItem.carer_id.is_not(None)),
    )
    found = (
        select(*_PERSON, *_AROUND)
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, as_of)))
        .outerjoin(Village, Village.id == Residence.village_id)
        .outerjoin(BankAccount, and_(BankAccount.person_id == Person.id, holds(BankAccount, as_of)))
        .outerjoin(Payee, and_(Payee.person_id == Person.id, holds(Payee, as_of)))
        .where(Person.id.in_(listed if only is None else only))
    )
    then = records_at(reader, known_at) if known_at is not None else {}
    places: dict[tuple[Any, Any], str] = {}
    facts: dict[int, PersonFact] = {}
    for row in bare(reader).execute(found).all():
        if row[0] not in facts:
            facts[row[0]] = _person(tuple(row), then.get(row[0]), places)
    return facts


_PERSON = (
    Person.id,
    Person.code,
    Person.name,
    Person.sex,
    Person.id_number,
    Person.old_id_number,
    Person.status,
    Person.status_on,
    Person.born_year,
    Person.born_month,
    Person.born_day,
)
_AROUND = (
    Residence.village_id,
    Village.kind,
    Village.name,
    BankAccount.number,
    BankAccount.bank,
    BankAccount.holder,
    Payee.name,
    Payee.id_number,
)
_NAMES = tuple(column.key for column in _PERSON)


def _person(row: tuple[Any, ...], then: dict[str, Any] | None, places: dict[tuple[Any, Any], str]) -> PersonFact:
    own = row[: len(_PERSON)]
    if then:
        own = tuple(then.get(name, value) for name, value in zip(_NAMES, own, strict=True))
    number, code, name, sex, id_number, old_number, status, status_on, year, month, day = own
    village_id, kind, village, account, bank, holder, payee, payee_number = row[len(_PERSON) :]
    if (kind, village) not in places:
        places[kind, village] = village_text(kind, village)
    return PersonFact(
        number,
        code,
        name,
        _born(year, month, day),
        sex or "",
        id_number or old_number,
        status,
        status_on,
        village_id,
        places[kind, village],
        account or "",
        bank or "",
        holder or "",
        payee or "",
        payee_number or "",
    )


def _born(year: int | None, month: int | None, day: int | None) -> str:
    if year is None:
        return ""
    if month is None:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" if day is None else f"{year:04d}-{month:02d}-{day:02d}"
