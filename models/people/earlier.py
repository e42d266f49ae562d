"""What a person's record said at an earlier instant, read back from the history.

The record itself is overwritten by changes (a name, a death); dated facts keep their own past. Records merged or
removed since are not brought back: what was theirs is asked under the record that stayed.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from models.people.queries import Reader
from models.store import history
from models.store.tables import Audit, Change


def records_at(reader: Reader, known_at: str, person_id: int | None = None) -> dict[int, dict[str, Any]]:
    """For each person changed after an instant (UTC text): column -> what it said then, where it says else now.

    `person_id` asks for one person alone.
    """
    found = (
        select(Audit.record_id, Audit.fields)
        .join(Change, Change.id == Audit.change_id)
        .where(Audit.record_table == "person", Audit.operation == history.CHANGED, Change.at > known_at)
        .order_by(Audit.id)
    )
    if person_id is not None:
        found = found.where(Audit.record_id == person_id)
    then: dict[int, dict[str, Any]] = {}
    for record_id, fields in reader.execute(found):
        known = then.setdefault(record_id, {})
        for column, (old, _new) in json.loads(fields or "{}").items():
            known.setdefault(column, old)
    return then


def known_from(reader: Reader, person_id: int) -> str:
    """The instant (UTC text) at which a person came into the book; "" when the history does not say."""
    entered = (
        select(Change.at)
        .join(Audit, Audit.change_id == Change.id)
        .where(Audit.record_table == "person", Audit.record_id == person_id, Audit.operation == history.NEW)
        .order_by(Audit.id)
        .limit(1)
    )
    return reader.execute(entered).scalar() or ""
