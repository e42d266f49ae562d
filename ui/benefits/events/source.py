"""Events, debts and village slips as registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from models.benefits.events.queries import DebtRow, EventRow, debts, inbox, proposals
from models.benefits.events.rules import (
    DEBT_STATE_LABELS,
    EVENT_LABELS,
    EVENT_STATE_LABELS,
    DebtState,
    EventState,
    answer_by,
)
from models.benefits.events.slips import SlipStanding, slip_standings
from models.store.dates import Month, PartialDate, month_of
from models.store.money import format_amount
from models.store.vietnamese import search_text
from ui.benefits.events.slip_words import reminder, state_words
from ui.desk import Desk
from ui.register.source import Column, Wanted

EVERY: Final = "every"
_OTHER_STATES: Final = (
    *((state, words) for state, words in EVENT_STATE_LABELS.items() if state != EventState.OPEN),
    (EVERY, "Mọi việc"),
)
_DEBT_STATES: Final = tuple(
    (state, words) for state, words in DEBT_STATE_LABELS.items() if state not in (DebtState.FOUND, DebtState.DEMANDED)
)


def signed(amount: int) -> str:
    """ "+90.000", "−60.000"; "" for nothing."""
    if not amount:
        return ""
    return f"{'+' if amount > 0 else '−'}{format_amount(abs(amount))}"


def _holds(words: str, said: str) -> bool:
    found = search_text(said)
    return all(word in found for word in search_text(words).split())


class EventSource:
    """Events that wait unless others are asked for, those told first on top."""

    subject = "events"
    columns = (
        Column("title", "Việc", 12, filter="choice", choices=tuple(EVENT_LABELS.items()), sortable=False),
        Column("name", "Họ và tên", 13, filter="text", ghost="Tên, mã, thôn…", sortable=False),
        Column("happened", "Ngày", 7, sortable=False),
        Column("effect", "Tháng tới", 7, "right", sortable=False),
        Column("village", "Thôn, tổ dân phố", 9, sortable=False),
        Column("state", "Tình trạng", 8, filter="choice", choices=_OTHER_STATES, sortable=False),
        Column("source", "Nguồn", 8, sortable=False, shown=False),
        Column("told", "Ngày biết", 7, sortable=False, shown=False),
        Column("code", "Mã đối tượng", 7.2, sortable=False, shown=False),
        Column("note", "Ghi chú", 14, sortable=False, shown=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[int, EventRow] = {}

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        state = wanted.of("state") or EventState.OPEN.value
        with self._desk.read() as session:
            found = inbox(session, self._desk.today, state=None if state == EVERY else state)
        self._rows = {row.id: row for row in found if _fits(row, wanted)}
        return list(self._rows)[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._rows)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        waiting = [one for one in ids if one in self._rows and self._rows[one].state == EventState.OPEN]
        with self._desk.read() as session:
            found = proposals(session, waiting, self._desk.today) if waiting else {}
        effects = {one: signed(each.effect) for one, each in found.items()}
        return {one: _strings(self._rows[one], effects.get(one, "")) for one in ids if one in self._rows}

    def row(self, event_id: int | None) -> EventRow | None:
        """The facts of a row that was listed."""
        return None if event_id is None else self._rows.get(event_id)

    def summary(self, wanted: Wanted) -> str:
        return ""


def _fits(row: EventRow, wanted: Wanted) -> bool:
    if wanted.of("title") not in ("", row.kind):
        return False
    return _holds(wanted.of("name"), f"{row.name} {row.code} {row.village}")


def _strings(row: EventRow, effect: str) -> Sequence[str]:
    return (
        row.title,
        row.name,
        row.happened,
        effect,
        row.village,
        row.state_label,
        row.source,
        row.told,
        row.code,
        row.note,
    )


class DebtSource:
    """Money paid without being due, open ones unless others are asked for."""

    subject = "debts"
    columns = (
        Column("name", "Họ và tên", 12, filter="text", ghost="Tên, mã, thôn…", sortable=False),
        Column("village", "Thôn, tổ dân phố", 9, sortable=False),
        Column("months", "Các tháng", 12, sortable=False),
        Column("amount", "Số tiền", 6.5, "right", sortable=False),
        Column("back", "Đã nộp", 6.5, "right", sortable=False),
        Column("left", "Còn lại", 6.5, "right", sortable=False),
        Column("state", "Tình trạng", 8, filter="choice", choices=_DEBT_STATES, sortable=False),
        Column("monthly", "Trừ mỗi kỳ", 7, "right", sortable=False, shown=False),
        Column("letter", "Giấy báo", 10, sortable=False),
        Column("decision", "Quyết định thu hồi", 12, sortable=False),
        Column("reason", "Lý do", 14, sortable=False, shown=False),
        Column("code", "Mã đối tượng", 7.2, sortable=False, shown=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[int, DebtRow] = {}

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        state = wanted.of("state")
        with self._desk.read() as session:
            found = debts(session, self._desk.today, settled=bool(state))
        self._rows = {
            row.id: row
            for row in found
            if state in ("", row.state) and _holds(wanted.of("name"), f"{row.name} {row.code} {row.village}")
        }
        return list(self._rows)[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._rows)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {
            one: (
                row.name,
                row.village,
                row.months,
                format_amount(row.amount),
                format_amount(row.back) if row.back else "",
                format_amount(row.left),
                row.state_label,
                "" if row.monthly is None else format_amount(row.monthly),
                row.letter or ("" if row.paper_id is None else "chờ số, ngày"),
                row.decision or ("" if row.decision_id is None else "chờ số, ngày"),
                row.reason,
                row.code,
            )
            for one in ids
            if (row := self._rows.get(one)) is not None
        }

    def row(self, debt_id: int | None) -> DebtRow | None:
        """The facts of a row that was listed."""
        return None if debt_id is None else self._rows.get(debt_id)

    def summary(self, wanted: Wanted) -> str:
        left = sum(row.left for row in self._rows.values())
        return f"Còn phải thu {format_amount(left)} đồng" if left else ""


class SlipSource:
    """The slip of each village for `month`; ids are those of villages."""

    subject = "slips"
    columns = (
        Column("village", "Thôn, tổ dân phố", 14, sortable=False),
        Column("people", "Số người", 6, "right", sortable=False),
        Column("printed", "In ngày", 7, sortable=False),
        Column("answered", "Trả lời ngày", 7, sortable=False),
        Column("state", "Tình trạng", 10, sortable=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.month: Month = month_of(desk.today)
        self._rows: dict[int, SlipStanding] = {}

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        with self._desk.read() as session:
            found = slip_standings(session, self.month, self._desk.today)
        self._rows = {row.village_id: row for row in found}
        return list(self._rows)[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._rows)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {
            one: (
                row.village,
                format_amount(row.people),
                _day(row.printed_on),
                _day(row.answered_on),
                state_words(row),
            )
            for one in ids
            if (row := self._rows.get(one)) is not None
        }

    def row(self, village_id: int | None) -> SlipStanding | None:
        """The facts of a row that was listed."""
        return None if village_id is None else self._rows.get(village_id)

    @property
    def reminder(self) -> str:
        """Which villages should have answered."""
        return reminder(list(self._rows.values()))

    def summary(self, wanted: Wanted) -> str:
        answered = sum(1 for row in self._rows.values() if row.answered_on)
        return f"{answered}/{len(self._rows)} thôn đã trả lời, hạn {answer_by(self.month):%d/%m/%Y}"


def _day(iso: str) -> str:
    return PartialDate.from_iso(iso).display() if iso else ""
