"""Names of what a recorded value points at: people, households, villages, bodies, colleagues, media, papers.

Promises: each is read once per look; what is gone is told as such. Reads only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.rules import BODY_LABELS
from models.office.tables import IssuingBody, Paper, Staff, Village
from models.people.codes import display_code
from models.people.dated import STILL_KNOWN
from models.people.queries import village_text
from models.people.tables import HouseholdMembership, Person
from models.safekeeping.tables import Medium
from models.store import history
from models.store.tables import Audit

GONE = "đã xóa khỏi sổ"


class Names:
    """Words for ids, read as they are needed; one object per look at the history."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._people: dict[int, str] = {}
        self._there: set[int] = set()
        self._known: dict[tuple[str, int], str] = {}

    def look_up(self, person_ids: Iterable[int]) -> None:
        """Read the names of several people at once; who is gone has the name of their last state."""
        wanted = set(person_ids) - self._people.keys()
        if not wanted:
            return
        found = select(Person.id, Person.name, Person.code).where(Person.id.in_(wanted))
        known = {row.id: _named(row.name, row.code) for row in self._session.execute(found)}
        self._there |= known.keys()
        last = select(Audit.record_id, Audit.fields).where(
            Audit.record_table == Person.__tablename__,
            Audit.record_id.in_(wanted - known.keys()),
            Audit.operation == history.GONE,
        )
        for record_id, fields in self._session.execute(last.order_by(Audit.id)):
            said = json.loads(fields or "{}")
            known[record_id] = _named(said.get("name", [None])[0], said.get("code", [None])[0])
        self._people.update({one: known.get(one, f"Người {GONE}") for one in wanted})

    def person(self, person_id: int) -> str:
        """ "Nguyễn Thị Hạnh · 000123-4"."""
        self.look_up([person_id])
        return self._people[person_id]

    def has_person(self, person_id: int) -> bool:
        """Whether the record is still there."""
        self.look_up([person_id])
        return person_id in self._there

    def household(self, household_id: int) -> str:
        """ "hộ Nguyễn Văn An": by its head as known now."""
        return self._once("household", household_id, self._head)

    def _head(self, household_id: int) -> str:
        head = (
            select(Person.name)
            .join(HouseholdMembership, HouseholdMembership.person_id == Person.id)
            .where(
                HouseholdMembership.household_id == household_id,
                HouseholdMembership.relation == "head",
                HouseholdMembership.known_until == STILL_KNOWN,
            )
            .order_by(HouseholdMembership.valid_to.desc())
        )
        name = self._session.scalars(head).first()
        return f"hộ {name}" if name else f"hộ số {household_id}"

    def village(self, village_id: int) -> str:
        """ "Thôn Đồng Cầu"."""

        def read(one: int) -> str:
            found = self._session.get(Village, one)
            return village_text(found.kind, found.name) if found else f"Thôn {GONE}"

        return self._once("village", village_id, read)

    def body(self, body_id: int) -> str:
        """ "Ủy ban nhân dân"."""

        def read(one: int) -> str:
            found = self._session.get(IssuingBody, one)
            return BODY_LABELS.get(found.key, found.name_line) if found else ""

        return self._once("body", body_id, read)

    def staff(self, staff_id: int) -> str:
        """The colleague's name as the office shows it."""

        def read(one: int) -> str:
            found = self._session.get(Staff, one)
            return found.display_name if found else f"Cán bộ số {one}"

        return self._once("staff", staff_id, read)

    def medium(self, medium_id: int) -> str:
        """What the office calls a stick."""

        def read(one: int) -> str:
            found = self._session.get(Medium, one)
            return found.label if found else ""

        return self._once("medium", medium_id, read)

    def paper(self, paper_id: int) -> str:
        """The title of a kept paper, without its facts."""
        return self._once("paper", paper_id, self._title)

    def _title(self, paper_id: int) -> str:
        return self._session.scalar(select(Paper.title).where(Paper.id == paper_id)) or f"giấy tờ số {paper_id}"

    def _once(self, kind: str, one: int, read: Callable[[int], str]) -> str:
        if (kind, one) not in self._known:
            self._known[kind, one] = read(one)
        return self._known[kind, one]


def _named(name: str | None, code: int | None) -> str:
    return f"{name or f'Người {GONE}'} · {display_code(code)}" if code else name or f"Người {GONE}"
