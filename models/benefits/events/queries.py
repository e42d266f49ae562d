"""Reads of events, their proposals, and debts, as windows and commands show them.

Promises: rows are frozen facts of ready strings; a proposal names no ground, and nothing typed tells of HIV/AIDS.
Proposals of many events are a handful of SELECTs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from models.benefits.entitlements.tables import Decision
from models.benefits.entitlements.writing import among, id_list
from models.benefits.events.facts import Scene
from models.benefits.events.gathering import EventFact, coming_month, scenes
from models.benefits.events.proposal import Proposal
from models.benefits.events.proposing import propose
from models.benefits.events.rules import (
    DEBT_STATE_LABELS,
    EVENT_LABELS,
    EVENT_SOURCE_LABELS,
    EVENT_STATE_LABELS,
    DebtState,
    EventState,
)
from models.benefits.events.tables import ChangeEvent, Debt, DebtReturn
from models.benefits.secrecy import GUARDED_WORDS, mentions_hiv
from models.office.paper_rules import PaperEntry
from models.office.tables import Paper, Village
from models.people.codes import display_code
from models.people.dated import AsOf, holds
from models.people.queries import AnyRow, Reader, village_text
from models.people.tables import HouseholdMembership, Person, Residence
from models.store.dates import Month, PartialDate, add_months, month_display
from models.store.errors import RuleError


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as the inbox lists it; days as people read them, texts that are not known are ""."""

    id: int
    kind: str
    title: str
    person_id: int | None
    household_id: int | None
    name: str
    code: str
    village: str
    happened: str
    told: str
    source: str
    state: str
    state_label: str
    reason: str
    note: str
    decision_ids: tuple[int, ...]


_HEAD = aliased(Person)


def inbox(reader: Reader, today: date, *, state: str | None = EventState.OPEN.value) -> list[EventRow]:
    """Events of a state (None: all), those told first on top."""
    found = _rows_select(today).order_by(ChangeEvent.told_on, ChangeEvent.id)
    if state is not None:
        found = found.where(ChangeEvent.state == state)
    return [_event(row) for row in reader.execute(found)]


def event_rows(reader: Reader, ids: Sequence[int], today: date) -> list[EventRow]:
    """These events, in their order; those that are gone are left out."""
    event: Any = ChangeEvent.__table__
    found = reader.execute(_rows_select(today).where(among(event.c.id)), {"wanted": id_list(ids)})
    by_id = {row.id: _event(row) for row in found}
    return [by_id[one] for one in ids if one in by_id]


def _rows_select(today: date) -> Any:
    as_of = AsOf(today)
    head = and_(
        HouseholdMembership.household_id == ChangeEvent.household_id,
        HouseholdMembership.relation == "head",
        holds(HouseholdMembership, as_of),
    )
    whose = func.coalesce(Person.id, _HEAD.id)
    return (
        select(
            *(ChangeEvent.__table__.c[name] for name in _COLUMNS),
            func.coalesce(Person.name, _HEAD.name).label("name"),
            func.coalesce(Person.code, _HEAD.code).label("code"),
            Village.kind.label("village_kind"),
            Village.name.label("village_name"),
        )
        .outerjoin(Person, Person.id == ChangeEvent.person_id)
        .outerjoin(HouseholdMembership, head)
        .outerjoin(_HEAD, _HEAD.id == HouseholdMembership.person_id)
        .outerjoin(Residence, and_(Residence.person_id == whose, holds(Residence, as_of)))
        .outerjoin(Village, Village.id == Residence.village_id)
    )


_COLUMNS = (
    "id",
    "kind",
    "person_id",
    "household_id",
    "happened_on",
    "told_on",
    "source",
    "state",
    "reason",
    "note",
    "details",
    "decision_id",
)


def readable(words: str) -> str:
    """What was typed of an event, as every reader of the inbox may read it: nothing that tells of HIV/AIDS."""
    return GUARDED_WORDS if mentions_hiv(words) else words


def _event(row: AnyRow) -> EventRow:
    details = json.loads(row.details or "{}")
    return EventRow(
        id=row.id,
        kind=row.kind,
        title=EVENT_LABELS[row.kind],
        person_id=row.person_id,
        household_id=row.household_id,
        name=row.name or str(details.get("name", "")),
        code=display_code(row.code) if row.code is not None else "",
        village=village_text(row.village_kind, row.village_name),
        happened=PartialDate.from_iso(row.happened_on).display() if row.happened_on else "",
        told=PartialDate.from_iso(row.told_on).display(),
        source=EVENT_SOURCE_LABELS[row.source],
        state=row.state,
        state_label=EVENT_STATE_LABELS[row.state],
        reason=readable(row.reason),
        note=readable(row.note),
        decision_ids=tuple(details.get("decisions", ())),
    )


def proposals(session: Session, event_ids: Iterable[int], today: date) -> dict[int, Proposal]:
    """What each of these events proposes now; events that are gone are left out."""
    records = session.scalars(
        select(ChangeEvent).where(among(ChangeEvent.__table__.c.id)), {"wanted": id_list(event_ids)}
    )
    facts = [EventFact.of(one) for one in records]
    return {one.id: propose(scene) for one, scene in zip(facts, scenes(session, facts, today), strict=True)}


def scene_of(session: Session, event_id: int, today: date) -> Scene:
    """Everything one event's proposal looks at. RuleError when there is no such event."""
    record = session.get(ChangeEvent, event_id)
    if record is None:
        raise RuleError("Không có việc này trong sổ.", field="event", code="event_gone")
    return scenes(session, [EventFact.of(record)], today)[0]


def coming(session: Session, today: date) -> Month:
    """The month whose effect is told."""
    return coming_month(session, today)


def owed_after(reader: Reader, event_id: int) -> int:
    """What is still to come back of the money paid after an event, in đồng."""
    open_ones = Debt.state.in_((DebtState.FOUND.value, DebtState.DEMANDED.value))
    back = select(func.coalesce(func.sum(DebtReturn.amount), 0)).where(DebtReturn.debt_id == Debt.id).scalar_subquery()
    left = select(func.coalesce(func.sum(Debt.amount - back), 0)).where(Debt.event_id == event_id, open_ones)
    return int(reader.execute(left).scalar_one())


@dataclass(frozen=True, slots=True)
class DebtRow:
    """Money paid without being due: đồng, what came back, what is left; `decision` its decision's number and day.

    `monthly` is the instalment, `letter` the number and day of its letter, whose kept paper is `paper_id`.
    """

    id: int
    person_id: int
    name: str
    code: str
    village: str
    from_month: Month
    until_month: Month
    months: str
    amount: int
    back: int
    left: int
    state: str
    state_label: str
    reason: str
    decision_id: int | None
    decision: str
    event_id: int | None
    monthly: int | None
    paper_id: int | None
    letter: str


def debts(reader: Reader, today: date, *, settled: bool = False) -> list[DebtRow]:
    """Open debts, the oldest first; with the settled ones when asked."""
    back = select(DebtReturn.debt_id, func.sum(DebtReturn.amount).label("sum")).group_by(DebtReturn.debt_id).subquery()
    number = case((Decision.state == "entered", Decision.number), else_="")
    found = (
        select(
            *Debt.__table__.c,
            func.coalesce(back.c.sum, 0).label("back"),
            Person.name,
            Person.code,
            Village.kind.label("village_kind"),
            Village.name.label("village_name"),
            number.label("number"),
            Decision.signed_on,
            Paper.number.label("letter_number"),
            Paper.sign.label("letter_sign"),
            Paper.signed_on.label("letter_day"),
        )
        .join(Person, Person.id == Debt.person_id)
        .outerjoin(back, back.c.debt_id == Debt.id)
        .outerjoin(Decision, Decision.id == Debt.decision_id)
        .outerjoin(Paper, Paper.id == Debt.paper_id)
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, AsOf(today))))
        .outerjoin(Village, Village.id == Residence.village_id)
        .order_by(Debt.id)
    )
    if not settled:
        found = found.where(Debt.state.in_((DebtState.FOUND.value, DebtState.DEMANDED.value)))
    return [_debt_row(row) for row in reader.execute(found)]


def _debt_row(row: AnyRow) -> DebtRow:
    first, last = Month(row.from_month), add_months(Month(row.until_month), -1)
    months = month_display(first) if first == last else f"{month_display(first)} - {month_display(last)}"
    signed = f" ngày {PartialDate.from_iso(row.signed_on).display()}" if row.number and row.signed_on else ""
    settled = row.state in (DebtState.RETURNED, DebtState.WRITTEN_OFF)
    return DebtRow(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        code=display_code(row.code),
        village=village_text(row.village_kind, row.village_name),
        from_month=first,
        until_month=Month(row.until_month),
        months=months,
        amount=row.amount,
        back=row.back,
        left=0 if settled else row.amount - row.back,
        state=row.state,
        state_label=DEBT_STATE_LABELS[row.state],
        reason=readable(row.reason),
        decision_id=row.decision_id,
        decision=f"{row.number}{signed}",
        event_id=row.event_id,
        monthly=row.monthly,
        paper_id=row.paper_id,
        letter=_letter(row),
    )


def _letter(row: AnyRow) -> str:
    """ "05/TB-UBND ngày 22/11/2026"; "" as long as it has no number."""
    number = PaperEntry(row.letter_number, row.letter_sign or "").shown_number
    day = f" ngày {PartialDate.from_iso(row.letter_day).display()}" if number and row.letter_day else ""
    return f"{number}{day}"
