"""Every table of the office in one metadata: importing this module is what makes the schema complete."""

from __future__ import annotations

from importlib import import_module

from models.store.tables import UNAUDITED, Base

SUBJECTS = (
    "store",
    "store.scans",
    "office",
    "people",
    "law",
    "benefits",
    "benefits.entitlements",
    "benefits.events",
    "benefits.months",
    "imports",
    "safekeeping",
)

for _subject in SUBJECTS:
    import_module(f"models.{_subject}.tables")

for _table in Base.metadata.tables.values():
    if "id" in _table.c and _table.name not in UNAUDITED:
        # An id is never given again: an undone import's history must not become a stranger's.
        _table.dialect_options["sqlite"]["autoincrement"] = True

METADATA = Base.metadata
"""The whole schema, as models/store/migrations builds it."""
