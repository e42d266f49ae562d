"""Dated facts: what held from when to when in the world, and from when to when the office knew it so.

Promises: rows are never overwritten. A change of the world closes a span and opens the next; a correction of an error
replaces a row while the old one stays, known until now. So any day can be asked "as known then" and "as known now".
Spans are half open: `valid_to` is the first day that no longer counts, `known_until` the first instant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Index, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.store.errors import RuleError
from models.store.tables import Base
from models.store.work import Work

UNKNOWN_START = ""
"""`valid_from` when nobody knows since when; sorts before every day."""
OPEN_END = "9999-12-31"
STILL_KNOWN = "9999-12-31T00:00:00.000Z"


class Known:
    """Mixin of what the office knew from one instant to another."""

    known_since: Mapped[str] = mapped_column(Text)
    known_until: Mapped[str] = mapped_column(Text, default=STILL_KNOWN)


class DatedFact(Known):
    """Mixin of the tables of dated facts. `OWNER` names the column whose spans must not overlap."""

    OWNER: ClassVar[str] = "person_id"
    VALUES: ClassVar[tuple[str, ...]] = ()

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[str] = mapped_column(Text, default=UNKNOWN_START)
    valid_to: Mapped[str] = mapped_column(Text, default=OPEN_END)


def owner_index(table: str, owner: str = "person_id") -> Index:
    """The index by which the spans of one owner are found."""
    return Index(f"ix_{table}_owner", owner, "known_until", "valid_from")


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point in both times: the day in the world, and the instant of knowing (None: as known now)."""

    day: date
    known_at: str | None = None


Fact = TypeVar("Fact", bound=DatedFact)


def known(entity: type[Known], known_at: str | None) -> ColumnElement[bool]:
    """SQL condition: the row was what the office knew at that instant (None: what it knows now)."""
    if known_at is None:
        return entity.known_until == STILL_KNOWN
    return (entity.known_since <= known_at) & (entity.known_until > known_at)


def holds(entity: type[DatedFact], as_of: AsOf) -> ColumnElement[bool]:
    """SQL condition: the row holds on that day, as known at that instant."""
    day = as_of.day.isoformat()
    return known(entity, as_of.known_at) & (entity.valid_from <= day) & (entity.valid_to > day)


def spans(work: Work, entity: type[Fact], owner_id: int) -> list[Fact]:
    """Every span of an owner as known now, the earliest first."""
    owner: Any = getattr(entity, entity.OWNER)
    found = select(entity).where(owner == owner_id, entity.known_until == STILL_KNOWN).order_by(entity.valid_from)
    return list(work.session.scalars(found))


def set_fact(
    work: Work,
    entity: type[Fact],
    owner_id: int,
    values: Mapping[str, Any] | None,
    from_day: str,
    *,
    to_day: str = OPEN_END,
) -> bool:
    """The world: from `from_day` on (until `to_day` or the next known span) the fact is `values`; None: no longer.

    What held before `from_day` and after `to_day` goes on holding. Returns whether anything changed.
    """
    if from_day >= to_day:
        raise RuleError("Ngày kết thúc phải sau ngày bắt đầu.", field="until", code="span_empty")
    known = spans(work, entity, owner_id)
    told = None if values is None else complete(entity, values)
    place, opened = laid([Span(row.valid_from, row.valid_to, values_of(row)) for row in known], told, from_day, to_day)
    if place is not None:
        _forget(work, known[place])
    for span in opened:
        _open_span(work, entity, (owner_id, span.start, span.end), span.values)
    return place is not None or bool(opened)


class Span(NamedTuple):
    """What holds from one day to another: `valid_from`, `valid_to` and every value of the fact."""

    start: str
    end: str
    values: dict[str, Any]


def laid(
    known: Sequence[Span], values: dict[str, Any] | None, from_day: str, to_day: str = OPEN_END
) -> tuple[int | None, list[Span]]:
    """The rule of `set_fact`: the place of the known span that is no longer believed, and the spans that are instead.

    `known` begins with the earliest. (None, []) when nothing changes.
    """
    place = next((place for place, span in enumerate(known) if span.start <= from_day < span.end), None)
    end = min(to_day, next((span.start for span in known if span.start > from_day), OPEN_END))
    told = [] if values is None else [Span(from_day, end, values)]
    if place is None:
        return None, told
    old = known[place]
    if values is not None and old.values == values and end <= old.end:
        return None, []
    before = [Span(old.start, from_day, old.values)] if old.start < from_day else []
    after = [Span(to_day, old.end, old.values)] if to_day < old.end else []
    return place, [*before, *told, *after]


def demand_ended(values: Mapping[str, Any] | None, *, changed: bool) -> None:
    """RuleError when a fact was to end (`values` None) where nothing is recorded: no end may be believed written."""
    if values is None and not changed:
        words = "Ngày này không có điều gì đang ghi để hết hiệu lực. Hãy xem lại ngày."
        raise RuleError(words, field="since", code="nothing_ends")


def start_of_change(work: Work, entity: type[Fact], owner_id: int, since: date | None) -> str:
    """`valid_from` of a change whose day nobody gave: today when something was known before, else since ever."""
    if since is not None:
        return since.isoformat()
    return work.today.isoformat() if spans(work, entity, owner_id) else UNKNOWN_START


def correct_fact(
    work: Work, fact: DatedFact, values: Mapping[str, Any], valid_from: str | None = None, valid_to: str | None = None
) -> None:
    """The record was wrong: replace a span known now by one with other values or other days.

    RuleError when the new span would overlap another one.
    """
    start = fact.valid_from if valid_from is None else valid_from
    end = fact.valid_to if valid_to is None else valid_to
    if start >= end:
        raise RuleError("Ngày kết thúc phải sau ngày bắt đầu.", field="until", code="span_empty")
    owner_id: int = getattr(fact, fact.OWNER)
    for other in spans(work, type(fact), owner_id):
        if other.id != fact.id and other.valid_from < end and start < other.valid_to:
            raise RuleError("Khoảng thời gian này chồng lên một khoảng khác.", field="since", code="span_overlap")
    _forget(work, fact)
    _open_span(work, type(fact), (owner_id, start, end), {**values_of(fact), **values})


def take_back_end(work: Work, entity: type[Fact], owner_id: int, day: str) -> None:
    """The span that ended on `day` never did: it goes on until the next known one begins. Harmless without one."""
    known = spans(work, entity, owner_id)
    for place, fact in enumerate(known):
        end = known[place + 1].valid_from if place + 1 < len(known) else OPEN_END
        if fact.valid_to == day < end:
            correct_fact(work, fact, {}, valid_to=end)


def withdraw_fact(work: Work, fact: DatedFact) -> None:
    """The record was never true: it stays as what was believed until now."""
    _forget(work, fact)


def values_of(fact: DatedFact) -> dict[str, Any]:
    """The values of a fact without its owner and its times."""
    return {name: getattr(fact, name) for name in fact.VALUES}


def fact_rows(
    work: Work, entity: type[DatedFact], facts: Sequence[Mapping[str, Any]], valid_from: str = UNKNOWN_START
) -> list[dict[str, Any]]:
    """Rows for `Work.insert_many`: `facts` name the owner and the values; days may be given as valid_from, valid_to."""
    names, instant = (entity.OWNER, *entity.VALUES), work.instant
    return [
        {
            **{name: fact.get(name) for name in names},
            "valid_from": fact.get("valid_from") or valid_from,
            "valid_to": fact.get("valid_to") or OPEN_END,
            "known_since": instant,
            "known_until": STILL_KNOWN,
        }
        for fact in facts
    ]


def complete(entity: type[DatedFact], values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with None for each value of the fact that they do not name."""
    return {name: values.get(name) for name in entity.VALUES}


def _forget(work: Work, fact: DatedFact) -> None:
    fact.known_until = work.instant
    work.flush()


def _open_span(work: Work, entity: type[DatedFact], span: tuple[int, str, str], values: Mapping[str, Any]) -> None:
    """`span` is the owner's id, valid_from and valid_to."""
    record = entity()
    setattr(record, entity.OWNER, span[0])
    for name, value in complete(entity, values).items():
        setattr(record, name, value)
    record.valid_from, record.valid_to, record.known_since, record.known_until = (
        span[1],
        span[2],
        work.instant,
        STILL_KNOWN,
    )
    if not isinstance(record, Base):
        raise TypeError("a dated fact is a record of the store")
    work.add(record)
