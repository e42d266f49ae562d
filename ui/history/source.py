"""The register of changes over the store's reads: the newest first, filtered by day, colleague, kind, words, person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from models.benefits.secrecy import grounds_for
from models.history import queries
from models.history.telling import Viewer
from models.history.words import KIND_WORDS
from models.office import queries as office
from models.store import lookback
from models.store.errors import RuleError
from models.store.store import ReadSession
from ui.desk import Desk
from ui.forms.reading import read_partial_date
from ui.register.source import Column, Wanted

_SPAN: Final = re.compile(r"\s*(?:\bđến\b|–|—|\.\.\.?|(?<=\d)\s*-\s*(?=\d{1,2}/))\s*")
_NOTHING: Final = (date.max, date.min)


def days_meant(text: str) -> tuple[date | None, date | None]:
    """ "22/11/2026", "11/2026", "2026" or "1/11/2026 - 22/11/2026" as first and last day; none for what is neither."""
    if not text.strip():
        return None, None
    parts = _SPAN.split(text.strip())
    try:
        dates = [read_partial_date(part) for part in parts]
    except RuleError:
        return _NOTHING
    first, last = dates[0], dates[-1]
    if len(dates) > 2 or first is None or last is None:
        return _NOTHING
    return first.earliest, last.latest


class ChangeSource:
    """Changes as shown; those of one person when `person_id` is given. No subject announces them: pages read anew."""

    subject = "history"

    def __init__(self, desk: Desk, person_id: int | None = None) -> None:
        self._desk = desk
        self._person_id = person_id
        rights = desk.office.actor.rights
        self.viewer = Viewer(rights, grounds_for(rights))
        self.columns = self._columns()

    def _columns(self) -> tuple[Column, ...]:
        with self._desk.read() as session:
            staff = tuple((str(one.id), one.display_name) for one in office.staff(session))
        kinds = tuple((kind, KIND_WORDS[kind]) for kind in queries.kinds_for(self.viewer))
        whose = self._person_id is None
        return (
            Column("at", "Lúc", 12, filter="text", ghost="22/11/2026"),
            Column("who", "Ai", 10, filter="choice", choices=(*staff, ("0", queries.NOBODY)), sortable=False),
            Column("kind", "Loại", 8.5, filter="choice", choices=kinds, sortable=False),
            Column("name", "Việc", 13.5, filter="text", ghost="Việc, lý do, tệp", sortable=False),
            Column("text", "Nội dung", 34, filter="text" if whose else "", ghost="Tên hoặc mã người", sortable=False),
            Column("reason", "Lý do", 12, sortable=False),
            Column("source", "Tệp nguồn", 12, sortable=False, shown=False),
            Column("number", "Số", 5, "right", sortable=False),
        )

    def _filter(self, session: ReadSession, wanted: Wanted) -> lookback.ChangeFilter:
        actor = wanted.of("who")
        return queries.wanted_changes(
            session,
            self.viewer,
            kind=wanted.of("kind"),
            actor_id=int(actor) if actor else None,
            person=wanted.of("text"),
            person_ids=None if self._person_id is None else (self._person_id,),
            text=wanted.of("name"),
            days=days_meant(wanted.of("at")),
            today=self._desk.today,
        )

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        oldest_first = wanted.sort == "at" and not wanted.descending
        with self._desk.read() as session:
            chosen = self._filter(session, wanted)
            return lookback.ids(session, chosen, oldest_first=oldest_first, limit=limit, offset=offset)

    def count(self, wanted: Wanted) -> int:
        with self._desk.read() as session:
            return lookback.count(session, self._filter(session, wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        with self._desk.read() as session:
            found = queries.rows(session, ids, self.viewer)
        return {
            one: (row.at, row.who, row.kind, row.name, row.text, row.reason, row.source, str(row.id))
            for one, row in found.items()
        }

    def summary(self, wanted: Wanted) -> str:
        """Whether the search meant more people than are looked for."""
        if not wanted.of("text"):
            return ""
        with self._desk.read() as session:
            people = queries.people_meant(session, wanted.of("text"), self._desk.today)
        if len(people) < queries.MOST_PEOPLE:
            return f"của {len(people)} người"
        return f"chỉ tìm {queries.MOST_PEOPLE} người đầu khớp tên; gõ thêm để thu hẹp"
