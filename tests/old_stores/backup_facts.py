"""What every later version must still read out of an old backup."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import func, select

from models.office.tables import NumberSeries
from models.people.tables import Person
from models.safekeeping.tables import Medium
from models.schema import METADATA
from models.store.chain import digest_at, last_change
from models.store.scans.queries import read_scan
from models.store.scans.tables import Scan
from models.store.store import Store
from tests.old_stores.facts import OWN

RESTORING = OWN | {"kept_set", "former_key", Medium.__tablename__, "backup"}
"""Tables that restoring itself may add to."""


def backup_facts(store: Store) -> dict[str, Any]:
    """Counts, names, scans, numbers, and the last change with its digest."""
    with store.read() as reader:
        counts = {
            table.name: reader.scalar(select(func.count()).select_from(table))
            for table in METADATA.sorted_tables
            if table.name not in RESTORING
        }
        names = sorted(reader.scalars(select(Person.name)))
        series = {row.key: row.last for row in reader.scalars(select(NumberSeries).where(NumberSeries.last > 0))}
        scans = sorted(reader.scalars(select(Scan.id)))
    with store.connection() as connection:
        change_id, _ = last_change(connection)
        digest = digest_at(connection, change_id)
    return {
        "counts": counts,
        "names": names,
        "series": series,
        "scans": [hashlib.sha256(read_scan(store, one)).hexdigest() for one in scans],
        "head": [change_id, digest],
    }
