"""Every table of the office in one metadata: importing this module is what makes the schema complete."""

from __future__ import annotations

from importlib import import_module

from models.store.tables import Base

SUBJECTS = ("store", "office", "people", "benefits", "imports")

for _subject in SUBJECTS:
    import_module(f"models.{_subject}.tables")

METADATA = Base.metadata
"""The whole schema, as models/store/migrations builds it."""
