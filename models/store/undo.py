"""Undoing one whole change, such as an import, by reading its audit rows.

Only when nothing later depends on it: no later change touched its records, and none of later records point at them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Table, bindparam, delete, select, update

from models.store import history
from models.store.errors import RuleError
from models.store.tables import Audit, Base
from models.store.work import Work

BATCH = 400
SURVIVES_UNDO = "survives_undo"
"""`info` of a table whose rows stay when their change is undone, such as the record of the import itself."""
REDERIVE = "rederive"
"""`info` of a table with derived columns: a function (work, record_id) that computes them again."""


def undo_change(work: Work, change_id: int) -> int:
    """Take back every record of change `change_id`; returns how many audit rows were undone.

    Raises RuleError ("later_change", "later_reference") naming how many records stand in the way.
    """
    found = work.session.scalars(select(Audit).filter_by(change_id=change_id).order_by(Audit.id.desc()))
    tables = Base.metadata.tables
    rows = [row for row in found if not tables[row.record_table].info.get(SURVIVES_UNDO)]
    if not rows:
        raise RuleError("Thay đổi này không còn gì để hoàn tác.", code="nothing_to_undo")
    _refuse_later_changes(work, change_id, rows)
    added: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.operation == history.NEW:
            added[row.record_table].add(row.record_id)
    _refuse_later_references(work, added)
    for row in rows:
        if row.operation == history.CHANGED:
            _restore(work, row)
        elif row.operation == history.GONE:
            raise RuleError("Thay đổi này có xóa bản ghi nên không hoàn tác được.", code="has_deletions")
    for table in reversed(Base.metadata.sorted_tables):
        if added.get(table.name):
            _remove(work, table, added[table.name], [row for row in rows if row.record_table == table.name])
    return len(rows)


def _refuse_later_changes(work: Work, change_id: int, rows: Any) -> None:
    by_table: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_table[row.record_table].append(row.record_id)
    later = 0
    for table, ids in by_table.items():
        for start in range(0, len(ids), BATCH):
            found = (
                select(Audit.record_id, Audit.operation, Audit.fields)
                .where(
                    Audit.change_id > change_id,
                    Audit.record_table == table,
                    Audit.record_id.in_(ids[start : start + BATCH]),
                    Audit.operation != history.VIEWED,
                )
                .order_by(Audit.id)
            )
            later += _otherwise(work.session.execute(found))
    if later:
        raise RuleError(
            f"Không hoàn tác được: {later} thông tin của lần nhập này đã được sửa sau đó.", code="later_change"
        )


def _otherwise(found: Iterable[Any]) -> int:
    """How many records stand otherwise after their later changes; what was undone stands as before."""
    first: dict[int, dict[str, Any]] = defaultdict(dict)
    last: dict[int, dict[str, Any]] = defaultdict(dict)
    gone: set[int] = set()
    for record_id, operation, fields in found:
        if operation != history.CHANGED or fields is None:
            gone.add(record_id)
            continue
        for name, (old, new) in json.loads(fields).items():
            first[record_id].setdefault(name, old)
            last[record_id][name] = new
    return len(gone | {record_id for record_id, fields in first.items() if fields != last[record_id]})


def _refuse_later_references(work: Work, added: dict[str, set[int]]) -> None:
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            if not isinstance(constraint, ForeignKeyConstraint) or len(constraint.elements) != 1:
                continue
            target = constraint.elements[0].column.table.name
            if target not in added or "id" not in table.c:
                continue
            column = constraint.columns.values()[0]
            pointing = work.session.execute(select(table.c.id, column).where(column.is_not(None))).all()
            own = added.get(table.name, set())
            if any(reference in added[target] and record not in own for record, reference in pointing):
                raise RuleError(
                    "Không hoàn tác được: có bản ghi về sau đang dùng người hoặc hộ của lần nhập này.",
                    code="later_reference",
                )


def _restore(work: Work, row: Audit) -> None:
    table = Base.metadata.tables[row.record_table]
    fields: dict[str, list[Any]] = json.loads(row.fields or "{}")
    values = {name: old for name, (old, _new) in fields.items()}
    work.session.execute(update(table).where(table.c.id == row.record_id).values(**values))
    back = {name: [new, old] for name, (old, new) in fields.items()}
    work.audits.append(history.audit_row(table.name, row.record_id, history.CHANGED, back))
    work.session.expire_all()
    rederive: Callable[[Work, int], None] | None = table.info.get(REDERIVE)
    if rederive is not None:
        rederive(work, row.record_id)


def _remove(work: Work, table: Table, ids: set[int], rows: list[Audit]) -> None:
    work.session.execute(
        delete(table).where(table.c.id == bindparam("gone")), [{"gone": record_id} for record_id in sorted(ids)]
    )
    for row in rows:
        if row.operation == history.NEW:
            fields = {name: [new, None] for name, (_, new) in json.loads(row.fields or "{}").items()}
            work.audits.append(history.audit_row(table.name, row.record_id, history.GONE, fields))
