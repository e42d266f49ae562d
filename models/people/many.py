"""Changes of many people at once, as an import makes them: the same rules, but through the driver, in a few statements.

Each change carries the row of the source file that it comes from ("sheet!row"). The values are not checked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from models.people.dated import STILL_KNOWN, UNKNOWN_START, DatedFact, Span, complete, fact_rows, laid
from models.people.services import derived_row
from models.people.tables import FormerCode, Person
from models.store import history
from models.store.errors import RuleError
from models.store.work import Work

ROWS_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class FactTold:
    """What a list tells of an owner: the values of a dated fact, or None for no longer."""

    owner_id: int
    values: Mapping[str, Any] | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PersonTold:
    """New values of columns of a person."""

    person_id: int
    values: Mapping[str, Any]
    source: str | None = None


@dataclass(slots=True)
class _Laid:
    """A span of the store (its id), or one that is to be opened (id None)."""

    id: int | None
    span: Span
    source: str | None = None


def set_facts(work: Work, entity: type[DatedFact], told: Sequence[FactTold]) -> int:
    """`set_fact` for many owners, in order; returns how many changed something.

    A list tells the world as it is today; where nothing was known before, it is taken to have been so always.
    """
    today, changed = work.today.isoformat(), 0
    known = _known_spans(work, entity, {one.owner_id for one in told})
    forgotten: list[tuple[int, str | None]] = []
    for one in told:
        rows = known[one.owner_id]
        start = today if rows else UNKNOWN_START
        values = None if one.values is None else complete(entity, one.values)
        place, opened = laid([row.span for row in rows], values, start)
        if place is not None:
            row = rows.pop(place)
            if row.id is not None:
                forgotten.append((row.id, one.source))
        rows += [_Laid(None, span, one.source) for span in opened]
        rows.sort(key=lambda row: row.span.start)
        changed += place is not None or bool(opened)
    _forget_many(work, entity, forgotten)
    fresh = [(owner_id, row) for owner_id, rows in known.items() for row in rows if row.id is None]
    facts = [
        {entity.OWNER: owner_id, **row.span.values, "valid_from": row.span.start, "valid_to": row.span.end}
        for owner_id, row in fresh
    ]
    work.insert_many(_table(entity), fact_rows(work, entity, facts), sources=[row.source for _, row in fresh])
    return changed


def _known_spans(work: Work, entity: type[DatedFact], owner_ids: Collection[int]) -> dict[int, list[_Laid]]:
    work.flush()
    table = _table(entity)
    names = ("id", entity.OWNER, "valid_from", "valid_to", *entity.VALUES)
    known: dict[int, list[_Laid]] = {owner_id: [] for owner_id in owner_ids}
    for some in _slices(owner_ids):
        wanted = select(*(table.c[name] for name in names)).where(
            table.c[entity.OWNER].in_(some), table.c.known_until == STILL_KNOWN
        )
        for number, owner_id, start, end, *values in work.session.execute(wanted.order_by(table.c.valid_from)):
            span = Span(start, end, dict(zip(entity.VALUES, values, strict=True)))
            known[owner_id].append(_Laid(number, span))
    return known


def _forget_many(work: Work, entity: type[DatedFact], rows: Sequence[tuple[int, str | None]]) -> None:
    if not rows:
        return
    table = _table(entity)
    changed = update(table).where(table.c.id == bindparam("row")).values(known_until=work.instant)
    work.session.connection().execute(changed, [{"row": number} for number, _ in rows])
    fields = {"known_until": [STILL_KNOWN, work.instant]}
    work.audits += [history.audit_row(table.name, number, history.CHANGED, fields, source) for number, source in rows]
    work.session.expire_all()


def update_people(work: Work, told: Sequence[PersonTold]) -> int:
    """Bring the columns of many people to new values, in order, derived ones too; returns how many changes did.

    Raises RuleError when a record is gone.
    """
    ids = {one.person_id for one in told}
    rows, codes = _people(work, ids), _former_codes(work, ids)
    touched: dict[int, set[str]] = defaultdict(set)
    changed = 0
    for one in told:
        row = rows.get(one.person_id)
        if row is None:
            raise RuleError("Người này không còn trong sổ.", code="person_gone")
        fields = {name: [row[name], value] for name, value in one.values.items() if row[name] != value}
        if not fields:
            continue
        work.audits.append(history.audit_row(Person.__tablename__, one.person_id, history.CHANGED, fields, one.source))
        row.update((name, new) for name, (_, new) in fields.items())
        touched[one.person_id].update(fields)
        changed += 1
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for person_id, names in touched.items():
        row = rows[person_id]
        derived = derived_row(row, (row["code"], *codes.get(person_id, ())))
        fresh = {**{name: row[name] for name in sorted(names)}, **derived}
        by_columns[tuple(fresh)].append({"row": person_id, **fresh})
    table = _table(Person)
    for columns, values in by_columns.items():
        statement = update(table).where(table.c.id == bindparam("row"))
        work.session.connection().execute(statement.values({name: bindparam(name) for name in columns}), values)
    work.session.expire_all()
    return changed


def _people(work: Work, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    work.flush()
    table = _table(Person)
    found: dict[int, dict[str, Any]] = {}
    for some in _slices(ids):
        rows = work.session.execute(select(table).where(table.c.id.in_(some))).mappings()
        found.update((row["id"], dict(row)) for row in rows)
    return found


def _former_codes(work: Work, ids: Collection[int]) -> dict[int, list[int]]:
    codes: dict[int, list[int]] = defaultdict(list)
    for some in _slices(ids):
        wanted = select(FormerCode.person_id, FormerCode.code).where(FormerCode.person_id.in_(some))
        for person_id, code in work.session.execute(wanted.order_by(FormerCode.code)):
            codes[person_id].append(code)
    return codes


def _slices(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        yield ordered[start : start + ROWS_AT_ONCE]


def _table(entity: Any) -> Any:
    return entity.__table__
