"""Which schema a store has, by plain SQL: Alembic takes half a second to import and is loaded only when behind."""

from __future__ import annotations

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from models.store.errors import EnvironmentProblem

HEAD = "0001"
"""The newest migration in models/store/migrations."""
KNOWN = ("0001",)
"""Every schema this program can bring up to HEAD, oldest first."""


class OlderSchema(Exception):
    """The store must be migrated before it opens."""


def schema_of(connection: Connection) -> str | None:
    """The store's schema, or None when the table is missing."""
    try:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except OperationalError as error:
        if "no such table" in str(error.orig):
            return None
        raise
    return None if found is None else str(found)


def demand_current_schema(connection: Connection) -> None:
    """Raise OlderSchema when behind, EnvironmentProblem when newer than the program or not a store at all."""
    found = schema_of(connection)
    if found == HEAD:
        return
    if found in KNOWN:
        raise OlderSchema
    if found is None:
        raise EnvironmentProblem(
            "Tệp sổ (store.db) không có cấu trúc của Sổ An Sinh. Hãy khôi phục từ bản sao lưu.", code="database_damaged"
        )
    raise EnvironmentProblem(
        "Sổ này do phiên bản mới hơn của chương trình tạo ra. Hãy cài phiên bản mới rồi mở lại.", code="newer_version"
    )
