"""Recorded changes in words: what one record said before and says now, as far as the reader may see it.

Promises: covered numbers for who lacks the right to them; grounds, and words that tell HIV/AIDS, as on a person's page;
what was closed and opened again by one change reads as one change. Reads only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.lines import ground_shown
from models.benefits.queries import rulings
from models.benefits.rules import label_key
from models.benefits.secrecy import GUARDED_WORDS, Grounds, is_health_ground, mentions_hiv, names_hiv_sheet
from models.history.fields import RecordWords
from models.history.naming import Names
from models.history.showing import EMPTY, Field, plain
from models.history.words import KNOWN_UNTIL, OPERATION_WORDS, TABLES, UNTOLD
from models.people.dated import STILL_KNOWN
from models.people.masking import HIDDEN, numbers_for
from models.store import history
from models.store.dates import PartialDate
from models.store.lookback import RecordChange
from models.store.rights import may
from models.store.tables import Base

_BORN: Final = ("born_year", "born_month", "born_day")
_GROUND: Final = ("label", "group_code")
CHANGED_WORD: Final = OPERATION_WORDS[history.CHANGED]
CLOSED: Final = "Thôi ghi"
"""A dated fact that is no longer believed, and that nothing of the same change replaces."""
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: their rights, and how grounds are shown to them (`grounds_for` until they ask)."""

    rights: frozenset[str]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class FieldTold:
    """One value before and now, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RecordTold:
    """One record of a change in words. `person_id` whose it is, None when nobody's or they are gone."""

    table: str
    label: str
    whose: str
    person_id: int | None
    operation: str
    fields: tuple[FieldTold, ...]
    source: str
    health: bool = False


@dataclass(slots=True)
class _Draft:
    """A record while it is put into words: both states, and what was done."""

    record: RecordChange
    words: RecordWords
    operation: str
    old: Values = field(default_factory=dict)
    new: Values = field(default_factory=dict)


class Teller:
    """Puts records into words for one reader; one object per look at the history."""

    def __init__(self, session: Session, viewer: Viewer) -> None:
        self._session = session
        self._viewer = viewer
        self.names = Names(session)
        self._ruled: Mapping[str, str] | None = None

    def tell(self, records: Sequence[RecordChange]) -> list[RecordTold]:
        """The records of one change, or its first ones; what only keeps an earlier belief is left out."""
        present = self._present(records)
        drafts = [draft for draft in (self._draft(record, present) for record in records) if draft is not None]
        joined = _as_one(drafts)
        owners = [self._owner(draft, present) for draft in joined]
        self.names.look_up(owner for owner in owners if owner is not None)
        return [self._told(draft, owner) for draft, owner in zip(joined, owners, strict=True)]

    def guarded(self, text: str) -> str:
        """Free words such as a reason, a note or a file's name, as far as they may be read."""
        secret = self._viewer.grounds != "open" and (mentions_hiv(text) or names_hiv_sheet(text))
        return GUARDED_WORDS if secret else numbers_for(self._viewer.rights, text)

    # -- states ------------------------------------------------------------------------------------------------------

    def _present(self, records: Sequence[RecordChange]) -> dict[tuple[str, int], Values]:
        """What the touched records say today: closed facts tell their values, and owners are known by it."""
        wanted: dict[str, set[int]] = {}
        for record in records:
            if record.table in TABLES and (TABLES[record.table].owner or KNOWN_UNTIL in (record.fields or {})):
                wanted.setdefault(record.table, set()).add(record.record_id)
        found: dict[tuple[str, int], Values] = {}
        for name, ids in wanted.items():
            table = Base.metadata.tables[name]
            for row in self._session.execute(select(table).where(table.c.id.in_(ids))).mappings():
                found[name, row["id"]] = dict(row)
        return found

    def _draft(self, record: RecordChange, present: Mapping[tuple[str, int], Values]) -> _Draft | None:
        words = TABLES.get(record.table)
        if words is None:
            return None
        fields = record.fields or {}
        old = {name: pair[0] for name, pair in fields.items()}
        new = {name: pair[1] for name, pair in fields.items()}
        if record.operation == history.NEW and new.get(KNOWN_UNTIL, STILL_KNOWN) != STILL_KNOWN:
            return None
        draft = _Draft(record, words, OPERATION_WORDS.get(record.operation, record.operation), old, new)
        if record.fields is None:
            draft.operation += " (nội dung đã được xóa theo yêu cầu)"
        elif record.operation == history.CHANGED and KNOWN_UNTIL in fields:
            kept = present.get((record.table, record.record_id), {})
            draft.operation, draft.old, draft.new = CLOSED, {**kept, **old}, {}
        return draft

    def _owner(self, draft: _Draft, present: Mapping[tuple[str, int], Values]) -> int | None:
        if draft.record.table == "person":
            return draft.record.record_id
        column = draft.words.owner
        if not column:
            return None
        kept = present.get((draft.record.table, draft.record.record_id), {})
        owner = draft.new.get(column) or draft.old.get(column) or kept.get(column)
        return None if owner is None else int(owner)

    # -- words -------------------------------------------------------------------------------------------------------

    def _told(self, draft: _Draft, owner: int | None) -> RecordTold:
        there = owner is not None and self.names.has_person(owner)
        return RecordTold(
            table=draft.record.table,
            label=draft.words.label,
            whose="" if owner is None else self.names.person(owner),
            person_id=owner if there else None,
            operation=draft.operation,
            fields=tuple(self._fields(draft)),
            source=self.guarded(draft.record.source),
            health=self._health(draft),
        )

    def _health(self, draft: _Draft) -> bool:
        if draft.record.table != "benefit_line":
            return draft.record.table == "disability"
        return any(is_health_ground(self._group(side), str(side.get("label") or "")) for side in (draft.old, draft.new))

    def _fields(self, draft: _Draft) -> list[FieldTold]:
        told: list[FieldTold] = []
        if draft.record.table == "person":
            told += _born(draft)
        if draft.record.table in ("benefit_line", "label_ruling"):
            told += self._ground(draft)
        for name, shown in draft.words.fields.items():
            if name in UNTOLD or self._told_apart(draft, name):
                continue
            old, new = draft.old.get(name), draft.new.get(name)
            if old == new or (old in (None, "") and new in (None, "")):
                continue
            before, now = self._word(shown, old), self._word(shown, new)
            if before != now or before != EMPTY:
                told.append(FieldTold(shown.label, before, now))
        return told

    def _told_apart(self, draft: _Draft, name: str) -> bool:
        if draft.record.table == "person":
            return name in _BORN and _whole_birth(draft)
        return name in _GROUND and draft.record.table in ("benefit_line", "label_ruling")

    def _word(self, shown: Field, value: Any) -> str:
        if value in (None, ""):
            return EMPTY
        if shown.guard == "number" and not may(self._viewer.rights, "numbers"):
            return HIDDEN
        told = shown.show(value, self.names)
        return self.guarded(told) if shown.show is plain else told

    def _ground(self, draft: _Draft) -> list[FieldTold]:
        """Label and group of a benefit, as a person's page shows them."""
        if not {*_GROUND} & {*draft.old, *draft.new}:
            return []
        (old_label, old_group), (new_label, new_group) = (self._ground_of(side) for side in (draft.old, draft.new))
        pairs = ((draft.words.fields["label"].label, old_label, new_label), ("Nhóm", old_group, new_group))
        found = [FieldTold(label, old or EMPTY, new or EMPTY) for label, old, new in pairs if old != new]
        return found or [FieldTold("Diện hưởng", GUARDED_WORDS, GUARDED_WORDS)]

    def _ground_of(self, side: Values) -> tuple[str, str]:
        label, code = str(side.get("label") or ""), str(side.get("group_code") or "")
        return ground_shown(self._group(side) or code, label, self._viewer.grounds) if label or code else ("", "")

    def _group(self, side: Values) -> str | None:
        if self._ruled is None:
            self._ruled = rulings(self._session)
        return str(side.get("group_code") or "") or self._ruled.get(label_key(str(side.get("label") or "")))


def _whole_birth(draft: _Draft) -> bool:
    """Whether year, month and day are told as one date: of a record that came or went, all that is known is there."""
    return draft.record.operation != history.CHANGED


def _born(draft: _Draft) -> list[FieldTold]:
    if not _whole_birth(draft):
        return []
    texts = []
    for side in (draft.old, draft.new):
        year, month, day = (side.get(name) for name in _BORN)
        texts.append(PartialDate(year, month, day).display() if year else EMPTY)
    return [FieldTold("Ngày sinh", texts[0], texts[1])] if texts[0] != texts[1] else []


def _as_one(drafts: Sequence[_Draft]) -> list[_Draft]:
    """A fact that one change closed and opened again with other values is one change of it."""
    made: list[_Draft] = []
    opened = [draft for draft in drafts if draft.record.operation == history.NEW and draft.words.owner]
    taken: set[int] = set()
    for draft in drafts:
        if id(draft) in taken:
            continue
        fresh = [one for one in opened if id(one) not in taken and _same_fact(draft, one)]
        if draft.operation != CLOSED or not fresh:
            made.append(draft)
            continue
        others = [one for one in fresh if _facts(one) != _facts(draft)]
        rests = [one for one in fresh if _facts(one) == _facts(draft)]
        kept = (others or rests)[0]
        taken |= {id(kept), *map(id, rests)}
        made = [one for one in made if id(one) not in taken]
        made.append(_Draft(draft.record, draft.words, CHANGED_WORD, draft.old, {**draft.old, **_spelled_out(kept)}))
    return made


def _same_fact(closed: _Draft, opened: _Draft) -> bool:
    column = closed.words.owner
    return closed.record.table == opened.record.table and closed.old.get(column) == opened.new.get(column)


def _spelled_out(draft: _Draft) -> Values:
    """Every told value of a record that came in; the history leaves out what says nothing."""
    return {name: draft.new.get(name) for name in draft.words.fields}


def _facts(draft: _Draft) -> Values:
    side = draft.new if draft.record.operation == history.NEW else draft.old
    return {name: side.get(name) or None for name in draft.words.fields if name not in ("valid_from", "valid_to")}
