"""One cache of compiled statements for all stores of a test process.

In use a store stays open for the day and compiles each statement once. Thousands of tests, each with a store of its
own, would spend a fifth of their time on compiling the same statements again; what is sent to the database is the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from models.store import engine as engines

STATEMENTS = 4000


def share_statements(patch: pytest.MonkeyPatch) -> None:
    """Let every engine of a store look into one cache; its keys name the dialect, so all of a kind are equal."""
    cache: LRUCache[Any, Any] = LRUCache(STATEMENTS)

    def sharing(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        engine._compiled_cache = cache
        return engine

    patch.setattr(engines, "create_engine", sharing)
    patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
    patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
