"""Who a village wrote down as new: what the paper said of them, until somebody enters them into the register."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.events.rules import EventKind
from models.benefits.events.tables import ChangeEvent, VillageSlip
from models.office.tables import Village
from models.people.queries import village_text


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Name and birth as written; the village that wrote it (0 and "" when a clerk did)."""

    name: str
    born: str
    village_id: int
    village: str
    note: str


def newcomer(session: Session, event_id: int) -> Newcomer | None:
    """What is known of the newcomer of an event; None for another event."""
    found = session.execute(
        select(ChangeEvent.details, ChangeEvent.note, Village)
        .outerjoin(VillageSlip, VillageSlip.id == ChangeEvent.slip_id)
        .outerjoin(Village, Village.id == VillageSlip.village_id)
        .where(ChangeEvent.id == event_id, ChangeEvent.kind == EventKind.NEWCOMER.value)
    ).first()
    if found is None:
        return None
    details, note, village = found
    told = json.loads(details or "{}")
    name = "" if village is None else village_text(village.kind, village.name)
    return Newcomer(
        str(told.get("name", "")), str(told.get("born", "")), 0 if village is None else village.id, name, note
    )
