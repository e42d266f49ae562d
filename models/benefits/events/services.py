"""Verbs of events: reported, decided, dismissed. Deciding prepares the decisions; entering them is theirs.

Promises: what somebody reported is written to the register in the same transaction; an event is told once; what is
decided is reckoned again at that moment, never taken from what a window showed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from models.benefits.entitlements.rules import DecisionState
from models.benefits.entitlements.services import PrepareDecision, prepare_decision
from models.benefits.entitlements.tables import Decision
from models.benefits.events import marking
from models.benefits.events.details import checked_details
from models.benefits.events.funeral_decision import FuneralWish, funeral_decision
from models.benefits.events.gathering import EventFact, scenes
from models.benefits.events.proposing import propose
from models.benefits.events.rules import EVENT_SOURCE_LABELS, EventKind, EventState
from models.benefits.events.tables import ChangeEvent, SignOfLife
from models.benefits.services import BENEFITS
from models.office.paper_rules import checked_reason
from models.people.households import demand_household
from models.people.services import demand_person
from models.store.canonical import canonical_text
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.uids import new_uid
from models.store.vietnamese import tidy
from models.store.work import Outcome, Stale, Work

EVENTS = "events"
NOBODY_NEEDED = (EventKind.LAW, EventKind.NEWCOMER, EventKind.OTHER)
DAY_NEEDED = (EventKind.DEATH, EventKind.MOVE_OUT, EventKind.DEGREE, EventKind.POVERTY)
FURTHEST_AHEAD = timedelta(days=366)
"""A change that is known before it happens, such as the end of a certificate of poverty."""


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """What happened, to whom, and when the office heard of it (None: today); `details` as models.benefits.events.facts.

    `moved_to` tells where somebody went, as far as known. `account` and `payee` are what is paid into and to whom from
    that day on (columns as models.people.services.SetPersonFact has them, an empty account for cash from now on); they
    are written to the register and not into the event.
    """

    kind: EventKind
    person_id: int | None = None
    household_id: int | None = None
    happened_on: PartialDate | None = None
    told_on: date | None = None
    source: str = "clerk"
    slip_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    moved_to: str = ""
    account: Mapping[str, str] | None = None
    payee: Mapping[str, str] | None = None


def report_event(work: Work, command: ReportEvent) -> Outcome[int]:
    """Keep an event and write what it tells to the register (marking.py); returns its id.

    RuleError names the field: nobody, no day, a day to come, the same told before, details that the kind does not have.
    """
    _demand_sound(work, command)
    stale = _marked(work, command)
    record = ChangeEvent(
        uid=new_uid(),
        kind=command.kind.value,
        person_id=command.person_id,
        household_id=command.household_id,
        happened_on="" if command.happened_on is None else command.happened_on.iso(),
        told_on=(command.told_on or work.today).isoformat(),
        source=command.source,
        slip_id=command.slip_id,
        state=EventState.OPEN.value,
        note=tidy(command.note),
        details=canonical_text(checked_details(command.kind, command.details)) if command.details else "",
    )
    work.add(record)
    if command.kind == EventKind.REAPPEARED:
        _seen(work, command.person_id, "office")
    return Outcome(record.id, stale | _stale(record.id))


def _seen(work: Work, person_id: int | None, how: str) -> None:
    if person_id is not None:
        work.add(SignOfLife(person_id=person_id, seen_on=work.today.isoformat(), how=how))


def _demand_sound(work: Work, command: ReportEvent) -> None:
    kind, happened = command.kind, command.happened_on
    if command.source not in EVENT_SOURCE_LABELS:
        raise ValueError("unknown source")
    if command.person_id is None and command.household_id is None and kind not in NOBODY_NEEDED:
        raise RuleError("Hãy chọn người.", field="person", code="nobody")
    if command.person_id is not None:
        demand_person(work, command.person_id)
    if command.household_id is not None:
        demand_household(work, command.household_id)
    if happened is None and kind in DAY_NEEDED:
        raise RuleError("Hãy ghi ngày xảy ra; không rõ ngày thì ghi tháng hoặc năm.", field="on", code="day_missing")
    if happened is not None and happened.earliest > work.today + FURTHEST_AHEAD:
        raise RuleError("Ngày xảy ra còn quá xa.", field="on", code="day_ahead")
    if (command.told_on or work.today) > work.today:
        raise RuleError("Ngày biết tin ở tương lai.", field="told", code="told_ahead")
    checked_details(kind, command.details)
    _demand_once(work, command)


def _marked(work: Work, command: ReportEvent) -> Stale:
    told = marking.Marked(command.kind, command.person_id, command.household_id, command.happened_on, command.details)
    stale = marking.mark_status(work, told, command.moved_to)
    if command.source in marking.TOLD_BY_PEOPLE:
        stale |= marking.mark_facts(work, told)
    if command.account is not None or command.payee is not None:
        stale |= marking.mark_payment(work, told, command.account, command.payee)
    return stale


def _demand_once(work: Work, command: ReportEvent) -> None:
    """The same event of the same person is not open twice."""
    if command.kind in NOBODY_NEEDED:
        return
    same = select(ChangeEvent.details).where(
        ChangeEvent.state == EventState.OPEN.value,
        ChangeEvent.kind == command.kind.value,
        ChangeEvent.person_id == command.person_id,
        ChangeEvent.household_id == command.household_id,
    )
    wanted = dict(command.details).get("entitlement")
    if any(json.loads(told or "{}").get("entitlement") == wanted for told in work.session.scalars(same)):
        raise RuleError("Việc này đã được ghi và đang chờ xử lý.", code="told_already")
    if command.kind == EventKind.DEATH and _death_decided(work, command.person_id):
        raise RuleError("Việc này đã được ghi và đã có quyết định: xem ở Biến động, «Mọi việc».", code="told_already")


def _death_decided(work: Work, person_id: int | None) -> bool:
    """Whether a death of somebody who is dead in the book was decided."""
    decided = select(ChangeEvent.id).where(
        ChangeEvent.state == EventState.DECIDED.value,
        ChangeEvent.kind == EventKind.DEATH.value,
        ChangeEvent.person_id == person_id,
    )
    person = None if person_id is None else demand_person(work, person_id)
    return person is not None and person.status == "dead" and work.session.scalar(decided) is not None


@dataclass(frozen=True, slots=True)
class DecideEvent:
    """Do what an event proposes; `funeral` where it was asked for."""

    event_id: int
    funeral: FuneralWish | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Ids of the prepared decisions; empty where the event needs none."""

    decision_ids: tuple[int, ...]


def decide_event(work: Work, command: DecideEvent) -> Outcome[Decided]:
    """Prepare the decisions that the event proposes now, and close it. RuleError as `prepare_decision` raises it.

    Where nobody was seen for a year, deciding says that the person was seen.
    """
    event = demand_open(work, command.event_id)
    if event.kind == EventKind.ALIVE:
        _seen(work, event.person_id, "visit")
        event = demand_open(work, command.event_id)
    scene = scenes(work.session, [EventFact.of(event)], work.today)[0]
    found = propose(scene)
    stale: set[tuple[str, int]] = set()
    ids: list[int] = []
    for one in found.decisions:
        made = prepare_decision(work, PrepareDecision(one.kind, one.items, one.reason, one.title))
        ids.append(made.value)
        stale |= made.stale
    if command.funeral is not None:
        made = prepare_decision(work, funeral_decision(work, found.funeral, command.funeral))
        ids.append(made.value)
        stale |= made.stale
    event = demand_open(work, command.event_id)
    event.state, event.decision_id = EventState.DECIDED.value, ids[0] if ids else None
    if ids:
        event.details = canonical_text({**json.loads(event.details or "{}"), "decisions": ids})
    work.flush()
    return Outcome(Decided(tuple(ids)), frozenset(stale) | _stale(command.event_id))


@dataclass(frozen=True, slots=True)
class DecideFuneral:
    """The family's form came after the death was decided."""

    event_id: int
    wish: FuneralWish


def decide_funeral(work: Work, command: DecideFuneral) -> Outcome[int]:
    """Prepare the decision on funeral support of a death that was decided before; returns its id."""
    event = demand_event(work, command.event_id)
    if event.kind != EventKind.DEATH or event.state != EventState.DECIDED:
        raise RuleError("Hỗ trợ mai táng chỉ lập cho người mất đã có quyết định.", field="event", code="not_decided")
    scene = scenes(work.session, [EventFact.of(event)], work.today)[0]
    made = prepare_decision(work, funeral_decision(work, propose(scene).funeral, command.wish))
    event = demand_event(work, command.event_id)
    details = json.loads(event.details or "{}")
    event.details = canonical_text({**details, "decisions": [*details.get("decisions", ()), made.value]})
    event.decision_id = event.decision_id or made.value
    work.flush()
    return Outcome(made.value, made.stale | _stale(command.event_id))


@dataclass(frozen=True, slots=True)
class DismissEvent:
    """An event that asks for nothing, and why."""

    event_id: int
    reason: str


def dismiss_event(work: Work, command: DismissEvent) -> Outcome[None]:
    """Close an event without a decision. RuleError without a reason."""
    event = demand_open(work, command.event_id)
    event.state, event.reason = EventState.DISMISSED.value, checked_reason(command.reason)
    work.flush()
    return Outcome(None, _stale(command.event_id))


@dataclass(frozen=True, slots=True)
class ReopenEvent:
    """An event that was closed too early."""

    event_id: int


def reopen_event(work: Work, command: ReopenEvent) -> Outcome[None]:
    """Open an event again. RuleError while one of its decisions stands or waits for its number."""
    event = demand_event(work, command.event_id)
    if event.state == EventState.OPEN:
        raise RuleError("Việc này đang chờ xử lý.", code="open_already")
    details = json.loads(event.details or "{}")
    decisions = details.pop("decisions", [])
    standing = select(Decision.id).where(Decision.id.in_(decisions), Decision.state != DecisionState.CANCELLED.value)
    if work.session.execute(standing).first() is not None:
        raise RuleError("Hãy hủy quyết định của việc này trước.", code="decision_stands")
    event = demand_event(work, command.event_id)
    event.state, event.reason, event.decision_id = EventState.OPEN.value, "", None
    event.details = canonical_text(details) if details else ""
    work.flush()
    return Outcome(None, _stale(command.event_id))


def demand_event(work: Work, event_id: int) -> ChangeEvent:
    """The event; RuleError when there is none."""
    event = work.get(ChangeEvent, event_id)
    if event is None:
        raise RuleError("Không có việc này trong sổ.", field="event", code="event_gone")
    return event


def demand_open(work: Work, event_id: int) -> ChangeEvent:
    """The event as long as it waits; RuleError when it was dealt with."""
    event = demand_event(work, event_id)
    if event.state != EventState.OPEN:
        raise RuleError("Việc này đã xử lý xong.", field="event", code="event_closed")
    return event


def _stale(event_id: int) -> Stale:
    return frozenset({(EVENTS, event_id), (EVENTS, 0), (BENEFITS, 0)})
