"""Reads of entitlements: every span for the month run, as known at any instant.

Promises: one SELECT each; what they return is frozen facts of plain values that may cross into the worker process.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import column, func, or_, select, table
from sqlalchemy.orm import Session

from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.rules import PAID
from models.benefits.entitlements.tables import Entitlement
from models.benefits.entitlements.writing import kept_spans
from models.benefits.tables import BenefitLine
from models.people.dated import known
from models.people.queries import Reader, bare
from models.store.dates import Month, add_months
from models.store.history import CHANGED
from models.store.tables import Audit, Change

_line: Any = BenefitLine.__table__
_entitlement: Any = Entitlement.__table__
_pay_month = table("pay_month", column("month"), column("opening"))
"""Named without importing it: the months stand on entitlements, not these on them."""


class DueSpan(NamedTuple):
    """One span of an entitlement with what the month run must know of the entitlement; months are YYYYMM.

    `person_id` is who it belongs to (care support: the cared person), `carer_id` who takes care support. `start` None:
    not known since when; `stop` the first month not due. `standing` "suspended" is kept, but not due.
    """

    entitlement_id: int
    person_id: int
    carer_id: int | None
    kind: str
    origin: str
    opening_amount: int | None
    opening_from: int | None
    opening_until: int | None
    line_id: int
    group_code: str
    label: str
    start: int | None
    stop: int | None
    standing: str
    amount: int | None
    coefficient: int | None
    law_table: str
    base_rate: int | None
    decision_id: int | None
    decision_number: str
    decision_day: str
    channel: str


_COLUMNS = (
    _entitlement.c.id,
    _entitlement.c.person_id,
    _entitlement.c.carer_id,
    _entitlement.c.kind,
    _entitlement.c.origin,
    _entitlement.c.opening_amount,
    _entitlement.c.opening_from,
    _entitlement.c.opening_until,
    _line.c.id,
    _line.c.group_code,
    _line.c.label,
    _line.c.start_month,
    _line.c.stop_month,
    _line.c.standing,
    _line.c.amount,
    _line.c.coefficient,
    _line.c.law_table,
    _line.c.base_rate,
    _line.c.decision_id,
    _line.c.decision_number,
    _line.c.decision_day,
    _line.c.channel,
)


def due_spans(
    reader: Reader, *, since: int | None = None, known_at: str | None = None, of: Collection[int] | None = None
) -> list[DueSpan]:
    """Every span of every entitlement, or of these, as known at an instant (None: now), by entitlement and month.

    `since` leaves out spans that ended before that month. Whether the person died or moved away is not looked at.
    """
    found = select(*_COLUMNS).join(_line, _line.c.entitlement_id == _entitlement.c.id)
    found = found.where(known(BenefitLine, known_at))
    if of is not None:
        found = found.where(_entitlement.c.id.in_(of))
    if since is not None:
        found = found.where(or_(_line.c.stop_month.is_(None), _line.c.stop_month > since))
    ordered = found.order_by(_entitlement.c.id, func.coalesce(_line.c.start_month, 0), _line.c.id)
    spans = [DueSpan._make(row) for row in bare(reader).execute(ordered).all()]
    then = {} if known_at is None else carers_then(reader, known_at)
    return [one._replace(carer_id=then[one.entitlement_id]) if one.entitlement_id in then else one for one in spans]


def carers_then(reader: Reader, known_at: str) -> dict[int, int | None]:
    """Entitlement -> its carer as known at an instant, of those whose carer was written since."""
    changes = (
        select(Audit.record_id, Audit.fields)
        .join(Change, Change.id == Audit.change_id)
        .where(Audit.record_table == Entitlement.__tablename__, Audit.operation == CHANGED, Change.at > known_at)
        .order_by(Audit.id.desc())
    )
    told = ((row[0], json.loads(row[1] or "{}")) for row in reader.execute(changes))
    return {number: fields["carer_id"][0] for number, fields in told if "carer_id" in fields}


@dataclass(frozen=True, slots=True)
class Held:
    """An entitlement of a person as it stands: what its last span is worth, whether no stop is known."""

    entitlement_id: int
    person_id: int
    kind: str
    worth: Worth
    runs: bool
    suspended: bool


def held_by(session: Session, person_id: int) -> list[Held]:
    """The entitlements of a person that have a span as known now, the oldest first."""
    found = session.execute(
        select(_entitlement.c.id, _entitlement.c.kind)
        .where(_entitlement.c.person_id == person_id)
        .order_by(_entitlement.c.id)
    ).all()
    spans = kept_spans(session, [row[0] for row in found])
    held = []
    for number, kind in found:
        if spans[number]:
            last = spans[number][-1].span
            held.append(Held(number, person_id, kind, last.worth, last.stop is None, last.standing != PAID))
    return held


def first_kept(reader: Reader) -> Month | None:
    """The first month whose list this program makes; None as long as no month is kept.

    Whatever is taken over later was not paid by the old list from that month on, whichever month is looked at.
    """
    opening = reader.execute(select(func.max(_pay_month.c.month)).where(_pay_month.c.opening == 1)).scalar()
    return None if opening is None else add_months(Month(opening), 1)
