"""How rows of history are spelled: the fast way must equal the canonical one."""

from __future__ import annotations

from dataclasses import fields, replace
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


Chain = tuple[list[history.ChangeRecord], list[history.AuditRecord]]


def a_chain() -> Chain:
    """Three changes of one, no and two records, as the database holds them."""
    changes: list[history.ChangeRecord] = []
    audits: list[history.AuditRecord] = []
    previous = history.GENESIS
    for number, records in ((1, 1), (2, 0), (3, 2)):
        header = history.Header(number, "2026-11-22", 1, "change", f"Sửa {number}", "vì", "a.xlsx", "ab")
        salt = bytes([number]) * history.SALT_BYTES
        rows = [
            history.salted_audit_row("person", record, history.NEW, f'{{"n":[null,{record}]}}', f"S!{record}", salt)
            for record in range(records)
        ]
        own = header.digest(salt)
        previous = history.link(previous, own, [row[6] for row in rows])
        changes.append((header, salt, own, previous))
        audits += [(number, *row) for row in rows]
    return changes, audits


def broken(chain: Chain) -> tuple[int, str] | None:
    found = history.first_break(chain[0], iter(chain[1]))
    return None if found is None else (found.change_id, found.what)


@pytest.mark.parametrize(
    ("place", "value"),
    [(1, "household"), (2, 7), (3, "gone"), (4, '{"n":[null,9]}'), (5, "S!9"), (5, None), (7, bytes(32))],
)
def test_each_column_of_a_record_is_under_its_digest(place: int, value: Any) -> None:
    changes, audits = a_chain()
    assert broken((changes, audits)) is None
    spoilt: Any = list(audits[1])
    spoilt[place] = value
    audits[1] = tuple(spoilt)
    assert broken((changes, audits)) == (3, "record")


@pytest.mark.parametrize("field", [field.name for field in fields(history.Header)][1:])
def test_each_field_of_a_header_is_under_its_digest(field: str) -> None:
    changes, audits = a_chain()
    other: Any = {field: 9 if field == "actor_id" else "x"}
    changes[1] = (replace(changes[1][0], **other), *changes[1][1:])
    assert broken((changes, audits)) == (2, "header")


def lost_change(changes: list[Any], audits: list[Any]) -> None:
    del changes[1]


def lost_record(changes: list[Any], audits: list[Any]) -> None:
    del audits[1]


def exchanged_records(changes: list[Any], audits: list[Any]) -> None:
    audits[1:] = [audits[2], audits[1]]


def record_of_nobody(changes: list[Any], audits: list[Any]) -> None:
    audits.append((4, *audits[-1][1:]))


def record_before_all(changes: list[Any], audits: list[Any]) -> None:
    audits.insert(0, (0, *audits[0][1:]))


def other_link(changes: list[Any], audits: list[Any]) -> None:
    changes[0] = (*changes[0][:3], bytes(32))


def erased_and_other_own(changes: list[Any], audits: list[Any]) -> None:
    changes[0] = (changes[0][0], None, bytes(32), changes[0][3])


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lost_change, (3, "order")),
        (lost_record, (3, "link")),
        (exchanged_records, (3, "link")),
        (record_of_nobody, (4, "order")),
        (record_before_all, (1, "order")),
        (other_link, (1, "link")),
        (erased_and_other_own, (1, "link")),
    ],
)
def test_what_is_missing_or_moved_breaks_the_chain_there(spoil: Any, where: tuple[int, str]) -> None:
    changes, audits = a_chain()
    spoil(changes, audits)
    assert broken((changes, audits)) == where


def test_erased_bodies_leave_the_chain_whole() -> None:
    changes, audits = a_chain()
    changes[0] = (replace(changes[0][0], name="", reason=None), None, *changes[0][2:])
    audits[0] = (*audits[0][:4], None, None, None, audits[0][7])
    assert broken((changes, audits)) is None
