"""Where a handover stands, read from the book alone, so that lock, crash and another day change nothing of it.

Reads only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.office.staff_keys import colleagues
from models.office.staff_queries import StaffMemberView
from models.office.tables import Staff
from models.safekeeping import queries
from models.safekeeping.handover_rules import facts_again
from models.safekeeping.rules import GOOD, Copy
from models.safekeeping.sheets import FIRST, NEXT
from models.safekeeping.tables import Handover
from models.store import slots
from models.store.store import SAFEKEEPING, Store
from models.store.tables import Audit, Change, FormerKey
from models.store.work import OFFICE_TIME, instant_text


@dataclass(frozen=True, slots=True)
class Finished:
    """A handover that came to its end: when the minutes were made, who gave and who received.

    `copied_since`: a copy was proved under the new key that the valid recovery sheet, if any, opens too.
    """

    handover_id: int
    giver: str
    receiver: str
    made_at: str
    copied_since: bool
    sheet: str


@dataclass(frozen=True, slots=True)
class HandoverState:
    """What is done of a handover by `giver_id` today.

    `copied` names the stick of a copy proved today outside this disk, `whole` one that holds all that was written;
    `minutes` is the id of today's minutes, 0 without; `handed` of the last ones of any day, by which another machine
    may have taken over since, and `receiver_id` who receives by them, 0 without an account. `receivers` are colleagues
    who may take over; `sheet` is the valid recovery sheet. `finished` is the last handover when its giver has left.
    """

    copied: str
    whole: str
    minutes: int
    handed: int
    receiver_id: int
    receivers: tuple[StaffMemberView, ...]
    sheet: str
    finished: Finished | None


def handover_state(store: Store, giver_id: int) -> HandoverState:
    """The state as of now."""
    today = store.now().astimezone(OFFICE_TIME).date()
    midnight = instant_text(datetime.combine(today, time(), OFFICE_TIME))
    sheet = slots.recovery_handle(store.authenticated_vault()) or ""
    members = colleagues(store)
    with store.read() as session:
        good = [one for one in queries.copies(session) if one.standing == GOOD and one.outside and one.followed]
        newest = change_to_hold(session)
        whole = next((one.medium for one in good if one.head_change >= newest), "")
        copied = next((one.medium for one in good if instant_text(one.made_at) >= midnight), "")
        last = session.execute(
            select(Handover.id, Handover.receiver_id, Handover.made_at)
            .where(Handover.giver_id == giver_id)
            .order_by(Handover.id.desc())
            .limit(1)
        ).first()
        finished = _finished(session, good, sheet)
    receivers = tuple(one for one in members if one.id != giver_id and one.left_on is None)
    handed, receiver = (last.id, last.receiver_id or 0) if last is not None else (0, 0)
    minutes = handed if last is not None and last.made_at >= midnight else 0
    return HandoverState(copied, whole, minutes, handed, receiver, receivers, sheet, finished)


def _finished(session: Session, good: list[Copy], sheet: str) -> Finished | None:
    """The last handover, when whoever gave the book away no longer signs in."""
    found = session.execute(
        select(Handover.id, Handover.made_at, Handover.facts)
        .join(Staff, Staff.id == Handover.giver_id)
        .where(Staff.left_on.is_not(None))
        .order_by(Handover.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    facts = facts_again(found.facts)
    rekeyed = session.scalar(select(FormerKey.until).order_by(FormerKey.until.desc()).limit(1)) or found.made_at
    sheets = select(Change.at).where(Change.kind == SAFEKEEPING, Change.name.in_((FIRST, NEXT)))
    written = session.scalar(sheets.order_by(Change.id.desc()).limit(1)) if sheet else None
    since = any(instant_text(one.made_at) >= max(rekeyed, written or "") for one in good)
    return Finished(found.id, facts.giver.name, facts.receiver.name, found.made_at, since, sheet)


def change_to_hold(session: Session) -> int:
    """The newest change that a copy must hold to be whole: work, and minutes, by which another machine takes over."""
    minutes = select(func.max(Audit.change_id)).where(Audit.record_table == Handover.__tablename__)
    return max(queries.last_change_id(session), session.scalar(minutes) or 0)


@dataclass(frozen=True, slots=True)
class Taking:
    """Minutes by which a colleague who still has an account handed over to whoever is signed in."""

    giver_id: int
    giver: str


def taking_over(store: Store, receiver_id: int) -> Taking | None:
    """Who handed the book over to this colleague by minutes and has not left yet: it was brought to another machine."""
    with store.read() as session:
        found = session.execute(
            select(Staff.id, Staff.display_name)
            .join(Handover, Handover.giver_id == Staff.id)
            .where(Handover.receiver_id == receiver_id, Staff.left_on.is_(None))
            .order_by(Handover.id.desc())
            .limit(1)
        ).first()
    return None if found is None else Taking(found.id, found.display_name)
