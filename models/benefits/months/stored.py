"""Lines of a month as they are stored: read, written, taken out again while the month is open, sealed by one digest.

Promises: the digest covers every frozen column of every line and nothing else; results that come later leave it alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select

from models.benefits.months.facts import Line
from models.benefits.months.rules import PayKind
from models.benefits.months.tables import PayLine
from models.people.queries import Reader, bare
from models.store import history
from models.store.canonical import canonical_bytes
from models.store.work import Work

TABLE: Final[Any] = PayLine.__table__
COLUMNS: Final = tuple(TABLE.c[name] for name in Line._fields)


def lines_of(reader: Reader, pay_month_id: int) -> list[tuple[int, Line]]:
    """Id and frozen columns of each line of a month."""
    found = select(TABLE.c.id, *COLUMNS).where(TABLE.c.pay_month_id == pay_month_id).order_by(TABLE.c.id)
    return [(row[0], Line._make(row[1:])) for row in bare(reader).execute(found).all()]


def regular_of(reader: Reader, pay_month_id: int, *, of: Collection[int] | None = None) -> dict[int, int]:
    """Entitlement, or each of these, -> what its line for the month itself pays."""
    found = select(TABLE.c.entitlement_id, TABLE.c.amount).where(
        TABLE.c.pay_month_id == pay_month_id, TABLE.c.kind == PayKind.REGULAR, TABLE.c.entitlement_id.is_not(None)
    )
    if of is not None:
        found = found.where(TABLE.c.entitlement_id.in_(of))
    return {row[0]: row[1] for row in bare(reader).execute(found).all()}


def ordered(lines: Iterable[Line]) -> list[Line]:
    """Lines in an order that does not depend on their ids."""
    return sorted(lines, key=_order)


def _order(line: Line) -> tuple[int, str, int, int, int, int, int]:
    return (
        line.entitlement_id or 0,
        line.kind,
        line.benefit_month,
        line.carried_from_id or 0,
        line.debt_id or 0,
        line.person_id,
        line.amount,
    )


def digest_of(lines: Iterable[Line]) -> str:
    """SHA-256 in hex over the lines, in whatever order they come."""
    return hashlib.sha256(canonical_bytes([list(line) for line in ordered(lines)])).hexdigest()


def write_lines(work: Work, pay_month_id: int, lines: Sequence[Line]) -> None:
    """Add lines to an open month with their history."""
    if not lines:
        return
    work.flush()
    first, count = work.next_id(TABLE), len(lines)
    columns: dict[str, Sequence[Any]] = {"id": range(first, first + count), "pay_month_id": [pay_month_id] * count}
    columns.update(zip(Line._fields, zip(*lines, strict=True), strict=True))
    columns.update((name, [""] * count) for name in ("result", "unpaid_reason"))
    work.insert_prepared(history.prepare_columns(TABLE, columns))


def remove_lines(work: Work, pay_month_id: int, lines: Sequence[tuple[int, Line]]) -> None:
    """Take lines out of an open month; what they said stays in the history."""
    if not lines:
        return
    work.flush()
    gone = TABLE.delete().where(TABLE.c.id == bindparam("gone"))
    work.session.connection().execute(gone, [{"gone": line_id} for line_id, _ in lines])
    for line_id, line in lines:
        said = {"pay_month_id": pay_month_id, **line._asdict()}
        fields = {name: [value, None] for name, value in said.items() if value not in (None, "")}
        work.audits.append(history.audit_row(TABLE.name, line_id, history.GONE, fields))
    work.session.expire_all()
