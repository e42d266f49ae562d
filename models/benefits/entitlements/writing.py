"""Spans and items between the store and the pure rules: read for many entitlements at once, written through the driver.

Promises: what was believed of a span until now stays as a row of its own (models.benefits.services.correct_lines), and
a span keeps its line's id as long as it keeps its first month. Nothing here decides what a span shall be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, func, literal, select, update
from sqlalchemy.orm import Session

from models.benefits.entitlements.effects import Source, Span, Worth
from models.benefits.services import LineValues, correct_lines
from models.benefits.tables import BenefitLine
from models.people.dated import STILL_KNOWN, known
from models.people.queries import AnySelect
from models.store import history
from models.store.dates import Month
from models.store.work import Work

_line: Any = BenefitLine.__table__
_FIRST = _line.c.start_month
_COLUMNS = (
    _line.c.id,
    _line.c.entitlement_id,
    _line.c.person_id,
    _FIRST,
    _line.c.stop_month,
    _line.c.group_code,
    _line.c.label,
    _line.c.amount,
    _line.c.coefficient,
    _line.c.law_table,
    _line.c.base_rate,
    _line.c.decision_id,
    _line.c.decision_number,
    _line.c.decision_day,
    _line.c.standing,
    _line.c.channel,
    _line.c.note,
)


class Kept(NamedTuple):
    """A span as a line of the store keeps it."""

    line_id: int
    person_id: int
    span: Span
    channel: str
    note: str


def among(column: Any, name: str = "wanted") -> Any:
    """SQL condition for any number of ids, bound as one text of comma-separated figures under `name`."""
    listed = literal("[", String) + bindparam(name, type_=String) + literal("]", String)
    return column.in_(select(func.json_each(listed).table_valued("value", name=f"{name}_ids").c.value))


def id_list(ids: Iterable[int]) -> str:
    """Ids for `among`."""
    return ",".join(map(str, ids))


def spans_select(known_at: str | None = None) -> AnySelect:
    """Every span of entitlements as known at an instant, in order; which ones is for the caller to say."""
    return _ordered(select(*_COLUMNS).where(_line.c.entitlement_id.is_not(None), known(BenefitLine, known_at)))


def _ordered(found: AnySelect) -> AnySelect:
    return found.order_by(_line.c.entitlement_id, func.coalesce(_FIRST, 0), _line.c.id)


def kept_spans(session: Session, entitlement_ids: Iterable[int], known_at: str | None = None) -> dict[int, list[Kept]]:
    """The spans of these entitlements as known at an instant (None: now), the earliest first; [] for one without."""
    return _by_entitlement(session, spans_select(known_at), entitlement_ids)


def spans_before(session: Session, entitlement_ids: Iterable[int], instant: str) -> dict[int, list[Kept]]:
    """The spans as they were known until just before an instant."""
    was = _ordered(select(*_COLUMNS).where(_line.c.known_since < instant, _line.c.known_until >= instant))
    return _by_entitlement(session, was, entitlement_ids)


def _by_entitlement(session: Session, chosen: AnySelect, entitlement_ids: Iterable[int]) -> dict[int, list[Kept]]:
    wanted = list(entitlement_ids)
    found: dict[int, list[Kept]] = {one: [] for one in wanted}
    for row in session.execute(chosen.where(among(_line.c.entitlement_id)), {"wanted": id_list(wanted)}):
        found[row[1]].append(_kept(row))
    return found


def _kept(row: Any) -> Kept:
    line_id, _entitlement, person, start, stop, group, label, amount, coefficient, table, rate = row[:11]
    worth = Worth(group, label, amount, coefficient, table, rate)
    span = Span(_month(start), _month(stop), worth, Source(*row[11:14]), row[14])
    return Kept(line_id, person, span, row[15], row[16])


def _month(number: int | None) -> Month | None:
    return None if number is None else Month(number)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the spans of one entitlement shall be from now on; `person_id` and `channel` for those that are new."""

    entitlement_id: int
    person_id: int
    spans: Sequence[Span]
    kept: Sequence[Kept] = ()
    channel: str = ""


def write_spans(work: Work, entitlements: Iterable[Wanted]) -> None:
    """Bring the lines of many entitlements to their wanted spans."""
    changes: list[LineValues] = []
    fresh: list[dict[str, Any]] = []
    withdrawn: list[int] = []
    for one in entitlements:
        free = {kept.span.start: kept for kept in one.kept}
        last = one.kept[-1] if one.kept else None
        for span in one.spans:
            kept = free.pop(span.start, None)
            if kept is None:
                fresh.append(_new_row(work, one, span, last))
            elif kept.span != span:
                changes.append(LineValues(kept.line_id, _values(span)))
        withdrawn += [kept.line_id for kept in free.values()]
    if changes:
        correct_lines(work, changes, by_decision=True)
    if withdrawn:
        change_many(work, _line, {line_id: {"known_until": work.instant} for line_id in withdrawn})
    work.insert_many(_line, fresh)


def _values(span: Span) -> dict[str, Any]:
    worth, source = span.worth, span.source
    return {
        "start_month": span.start,
        "stop_month": span.stop,
        "group_code": worth.group_code,
        "label": worth.label,
        "amount": worth.amount,
        "coefficient": worth.coefficient,
        "law_table": worth.law_table,
        "base_rate": worth.base_rate,
        "decision_id": source.decision_id,
        "decision_number": source.number,
        "decision_day": source.day,
        "standing": span.standing,
    }


def _new_row(work: Work, one: Wanted, span: Span, last: Kept | None) -> dict[str, Any]:
    """A line for a span that has none; how it is paid goes on from the entitlement's last line."""
    return {
        "entitlement_id": one.entitlement_id,
        "person_id": one.person_id,
        **_values(span),
        "channel": last.channel if last else one.channel,
        "note": last.note if last else "",
        "known_since": work.instant,
        "known_until": STILL_KNOWN,
    }


def change_many(work: Work, table: Any, values: Mapping[int, Mapping[str, Any]]) -> int:
    """Change rows by id through the driver, auditing what differs; returns how many changed. Absent ids are skipped."""
    work.flush()
    names = sorted({name for one in values.values() for name in one})
    chosen = select(table.c.id, *(table.c[name] for name in names)).where(among(table.c.id))
    olds = {row[0]: dict(zip(names, row[1:], strict=True)) for row in _execute(work, chosen, values)}
    by_names: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for record_id, wanted in values.items():
        old = olds.get(record_id)
        if old is None:
            continue
        fresh = {name: value for name, value in wanted.items() if old[name] != value}
        if fresh:
            fields = {name: [old[name], value] for name, value in fresh.items()}
            work.audits.append(history.audit_row(table.name, record_id, history.CHANGED, fields))
            by_names.setdefault(tuple(fresh), []).append({"row": record_id, **fresh})
    for columns, rows in by_names.items():
        statement = update(table).where(table.c.id == bindparam("row"))
        work.session.connection().execute(statement.values({name: bindparam(name) for name in columns}), rows)
    work.session.expire_all()
    return sum(map(len, by_names.values()))


def _execute(work: Work, chosen: AnySelect, ids: Iterable[int]) -> Any:
    return work.session.execute(chosen, {"wanted": id_list(ids)})
