"""How rows of history are spelled: the fast way must equal the canonical one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, Text

from models.schema import METADATA
from models.store import history
from models.store.canonical import canonical_text
from models.store.history import prepare_columns
from models.store.tables import DERIVED

TABLE = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("zeta", Text),
    Column("alpha", Text),
    Column("count", Integer),
    Column("folded", Text, info=DERIVED),
)
VALUES = (
    st.none()
    | st.booleans()
    | st.sampled_from(("", "a", 0, 1))
    | st.text(max_size=20)
    | st.integers(-(2**63), 2**63 - 1)
)


@given(st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES), min_size=1, max_size=5))
def test_prepared_rows_are_spelled_canonically(values: list[tuple[Any, Any, Any, Any]]) -> None:
    names = ("zeta", "alpha", "count", "folded")
    rows = [{"id": number, **dict(zip(names, row, strict=True))} for number, row in enumerate(values, 1)]
    prepared = history.prepare_rows(TABLE, rows, [f"S!{row['id']}" for row in rows])
    written = [dict(zip(prepared.columns, row, strict=True)) for row in prepared.rows]
    assert [{**dict.fromkeys(row), **said} for row, said in zip(rows, written, strict=True)] == rows
    for row, audit in zip(rows, prepared.audits, strict=True):
        said = {name: [None, row[name]] for name in names[:3] if row[name] is not None and row[name] != ""}
        table, record_id, operation, fields, source, salt, digest = audit
        assert (table, record_id, operation, source) == ("thing", row["id"], "new", f"S!{row['id']}")
        assert fields == canonical_text(said)
        assert type(table) is str
        assert digest == history.audit_digest(table, record_id, operation, fields, source=source, salt=salt)


@given(VALUES, VALUES)
def test_audit_digest_depends_on_every_part(one: object, other: object) -> None:
    def digest(table: str = "t", record: int = 1, fields: str = "{}", source: str | None = None) -> bytes:
        return history.audit_digest(table, record, "new", fields, source=source, salt=b"0" * 16)

    base = digest()
    assert base not in {digest(table="u"), digest(record=2), digest(source="x"), digest(fields='{"a":1}')}
    if canonical_text(one) != canonical_text(other):
        assert digest(fields=canonical_text(one)) != digest(fields=canonical_text(other))


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_have_no_canonical_spelling(odd: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_text({"a": odd})


def test_rows_of_derived_columns_alone_leave_an_empty_record() -> None:
    table = Table("t", MetaData(), Column("id", Integer), Column("seen", Text, info=DERIVED))
    prepared = prepare_columns(table, {"id": [1, 2], "seen": ["a", "b"]})
    assert [row[3] for row in prepared.audits] == ["{}", "{}"]
    assert prepared.rows == [(1, "a"), (2, "b")]


def test_no_column_has_a_value_of_the_databases_own() -> None:
    """`prepare_columns` leaves columns of nothing but NULL out, and the history says nothing of them."""
    assert [f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.columns
            if column.server_default is not None] == []  # fmt: skip
