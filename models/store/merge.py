"""Repointing every reference from one record to another, from the metadata.

Each table declares its rule for conflicts in `info["on_merge"]`: a function (work, losing_id, keeping_id) that is run
before its references are repointed, and may close, drop or change rows so that no unique constraint breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Column, Table, select

from models.store.tables import Base
from models.store.work import Work

OnMerge = Callable[[Work, int, int], None]
ON_MERGE = "on_merge"


def references_to(target: Table) -> Iterator[tuple[Table, Column[int]]]:
    """Every column that refers to `target`, in a stable order."""
    for table in Base.metadata.sorted_tables:
        for foreign_key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name)):
            if foreign_key.column.table is target:
                yield table, foreign_key.parent


def repoint(work: Work, target: Table, losing_id: int, keeping_id: int) -> int:
    """Make every row that refers to `losing_id` of `target` refer to `keeping_id`; returns how many changed.

    Every change is audited. Rows without an integer id cannot be repointed and are a bug of the schema.
    """
    seen: set[str] = set()
    changed = 0
    for table, column in references_to(target):
        rule: OnMerge | None = table.info.get(ON_MERGE)
        if rule is not None and table.name not in seen:
            rule(work, losing_id, keeping_id)
        seen.add(table.name)
        for record_id in work.session.execute(select(table.c.id).where(column == losing_id)).scalars().all():
            changed += work.update_row(table, record_id, {column.name: keeping_id})
    return changed
