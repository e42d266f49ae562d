"""Decisions, and the people of one decision, as registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from models.benefits.entitlements import decision_people
from models.benefits.entitlements.histories import DecisionRow, decisions
from models.benefits.entitlements.rules import DECISION_LABELS, DECISION_STATE_LABELS, DecisionState
from models.benefits.secrecy import Grounds, grounds_for
from models.people.masking import numbers_for
from models.store.money import format_amount
from models.store.rights import may
from models.store.vietnamese import search_text
from ui.desk import Desk
from ui.register.source import Column, Wanted

MOST_DECISIONS: Final = 2000
EVERY: Final = "every"
_STATES: Final = (
    *((state, words) for state, words in DECISION_STATE_LABELS.items() if state != DecisionState.PREPARED),
    (EVERY, "Mọi quyết định"),
)
WAITS: Final = "Chờ số, ngày, người ký"


class DecisionSource:
    """Decisions in the making unless others are asked for, the newest first."""

    subject = "decisions"
    columns = (
        Column("title", "Người, nội dung", 20, filter="text", ghost="Tên, nội dung, số, người ký…", sortable=False),
        Column("kind", "Loại", 9, filter="choice", choices=tuple(DECISION_LABELS.items()), sortable=False),
        Column("state", "Tình trạng", 12, filter="choice", choices=_STATES, sortable=False),
        Column("people", "Số người", 5.5, "right", sortable=False),
        Column("total", "Số tiền (đồng)", 9, "right", sortable=False),
        Column("number", "Số", 8, sortable=False),
        Column("day", "Ngày ký", 7, sortable=False),
        Column("signer", "Người ký", 11, sortable=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.grounds: Grounds = grounds_for(desk.rights)
        self._rows: dict[int, DecisionRow] = {}

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        state = wanted.of("state") or DecisionState.PREPARED.value
        asked = None if state == EVERY else DecisionState(state)
        with self._desk.read() as session:
            found = decisions(session, state=asked, grounds=self.grounds, limit=MOST_DECISIONS)
        self._rows = {row.id: row for row in found if _fits(row, wanted)}
        return list(self._rows)[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._rows)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: decision_strings(self._rows[one]) for one in ids if one in self._rows}

    def summary(self, wanted: Wanted) -> str:
        return ""


def _fits(row: DecisionRow, wanted: Wanted) -> bool:
    if wanted.of("kind") not in ("", row.kind):
        return False
    said = search_text(" ".join((row.name, row.title, row.reason, row.number, row.signer)))
    return all(word in said for word in search_text(wanted.of("title")).split())


def named(row: DecisionRow) -> str:
    """What a decision is about, in words."""
    return row.name or row.title or row.reason or row.kind_label


def decision_strings(row: DecisionRow) -> Sequence[str]:
    """A decision as a row."""
    return (
        named(row),
        row.kind_label,
        row.state_label,
        format_amount(row.people),
        format_amount(row.total) if row.total else "",
        row.number,
        day_shown(row.signed_on),
        row.signer,
    )


def day_shown(iso: str) -> str:
    """ "2026-11-22" as "22/11/2026"; "" for no day."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


class DecisionPeopleSource:
    """What one decision says of each person, by given name."""

    subject = "decision_people"
    columns = (
        Column("name", "Họ và tên", 13, filter="text", ghost="Tên, số, mã…", sortable=False),
        Column("village", "Thôn, tổ dân phố", 10, sortable=False),
        Column("label", "Diện hưởng", 15, sortable=False),
        Column("group", "Nhóm", 5.5, sortable=False),
        Column("coefficient", "Hệ số", 4.6, "right", sortable=False),
        Column("amount", "Số tiền", 7, "right", sortable=False),
        Column("since", "Từ tháng", 7.5, sortable=False),
        Column("why", "Lý do", 20, sortable=False),
        Column("article", "Căn cứ", 12, sortable=False, shown=False),
        Column("code", "Mã đối tượng", 7.2, sortable=False, shown=False),
    )

    def __init__(self, desk: Desk, decision_id: int, *, waits: bool) -> None:
        self._desk, self._decision_id = desk, decision_id
        self.grounds: Grounds = grounds_for(desk.rights)
        self.people: dict[int, int] = {}
        self.waits = waits
        self._whole = not may(desk.rights, "numbers")

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        asked, whole = wanted.of("name"), self._whole
        with self._desk.connection() as reader:
            return decision_people.ids(
                reader, self._decision_id, asked, whole_numbers=whole, limit=limit, offset=offset
            )

    def count(self, wanted: Wanted) -> int:
        with self._desk.connection() as reader:
            return decision_people.count(reader, self._decision_id, wanted.of("name"), whole_numbers=self._whole)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        with self._desk.connection() as reader:
            found = decision_people.rows(reader, ids, self._desk.today, grounds=self.grounds)
        found = numbers_for(self._desk.rights, found)
        self.people.update({row.id: row.person_id for row in found})
        unknown = "theo ngày ký" if self.waits else ""
        return {
            row.id: (
                row.name,
                row.village,
                row.label,
                row.group,
                row.coefficient,
                row.amount,
                row.since or unknown,
                row.why,
                row.article,
                row.code,
            )
            for row in found
        }

    def summary(self, wanted: Wanted) -> str:
        return ""
