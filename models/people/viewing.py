"""Who looked at what is sensitive: a view is a change row of its own (privacy.md, item 2), with one row per person.

Promises: nothing of what was seen is written, only whose record and under which title; a view changes no record, so
nothing becomes stale and nothing is refused because of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.people.services import demand_person
from models.people.tables import Person
from models.store import history
from models.store.work import Outcome, Work

PAGE_VIEWED = "Xem trang có thông tin nhạy cảm"
GROUND_VIEWED = "Xem căn cứ trợ cấp"
AUDIT_RIGHT = "audit"


@dataclass(frozen=True, slots=True)
class NoteView:
    """A person whose sensitive content was shown."""

    person_id: int


def note_view(work: Work, command: NoteView) -> Outcome[int]:
    """Put a view into the history; run it with kind VIEW. RuleError when the record is gone."""
    person = demand_person(work, command.person_id)
    work.audits.append(history.audit_row(Person.__tablename__, person.id, history.VIEWED, {}))
    return Outcome(work.change_id)
