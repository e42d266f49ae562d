"""Proving tells what is wrong even where every hash and MAC fits: written by who holds the key, or by a bug of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.safekeeping.generations import MANIFEST, Listed
from models.safekeeping.manifest import BackupDamaged, Clear, Facts, spelled
from models.safekeeping.medium import Medium
from models.store import engine as engines
from models.store import vault
from models.store.errors import EnvironmentProblem
from models.store.scans.tables import Scan
from models.store.vault_format import Head
from models.store.work import Outcome, Work
from tests.people.commune import Office
from tests.safekeeping.sticks import backed_up, proved, there
from tests.store.fixtures import CLERK


@pytest.fixture
def made(office: Office, medium: Medium) -> Listed:
    """A good generation."""
    office.person("Vàng A Sử")
    backed_up(office.store, medium)
    (one,) = there(office.store, medium.root)
    return one


def rewritten(
    office: Office,
    medium: Medium,
    one: Listed,
    *statements: str,
    clear: Callable[[Clear], Clear] = lambda clear: clear,
    facts: Callable[[Facts], Facts] = lambda facts: facts,
) -> Listed:
    """Change the database on the medium and make the manifest anew with the key, so that every hash fits again."""
    key = office.store.raw_key()
    folder = medium.root / one.folder
    if statements:
        connection = engines.connect(folder / "store.db", key)
        connection.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            connection.execute(statement).fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()
    assert one.manifest is not None
    told = one.manifest.facts(key)
    parts = tuple(
        replace(part, size=(folder / part.name).stat().st_size, sha256=sha256(folder / part.name))
        for part in one.clear.files
    )
    fresh = clear(replace(one.clear, files=parts))
    (folder / MANIFEST).write_bytes(spelled(fresh, facts(told), key))
    (again,) = there(office.store, medium.root)
    assert again.good_looking
    return again


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def damaged_part(office: Office, medium: Medium, one: Listed) -> str:
    """Which part the proof names."""
    with pytest.raises(BackupDamaged) as caught:
        proved(office.store, medium, one)
    return caught.value.part


def test_written_anew_with_the_key_it_still_proves(office: Office, medium: Medium, made: Listed) -> None:
    assert proved(office.store, medium, rewritten(office, medium, made)).counted.counts["person"] == 1


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("DELETE FROM village WHERE id = 3", "counts"),
        ("UPDATE village SET sort_order = sort_order + 1 WHERE id = 3", "counts"),
        ("UPDATE village SET id = 77 WHERE id = 3", "counts"),
        ("DELETE FROM change WHERE id = (SELECT max(id) FROM change)", "structure"),
        ("UPDATE change SET digest = zeroblob(32) WHERE id = (SELECT max(id) FROM change)", "counts"),
        ("INSERT INTO signer (body_id, name, title_form, position, from_day) VALUES (99, '', '', '', '')", "structure"),
    ],
)
def test_a_changed_database_is_told(office: Office, medium: Medium, made: Listed, statement: str, part: str) -> None:
    assert damaged_part(office, medium, rewritten(office, medium, made, statement)) == part


def test_a_broken_index_is_told(office: Office, medium: Medium, made: Listed) -> None:
    again = rewritten(
        office,
        medium,
        made,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, '(record_table, record_id)', '(record_id, record_table)')"
        " WHERE name = 'ix_audit_record'",
    )
    assert damaged_part(office, medium, again) == "structure"


def test_counts_head_and_vault_must_fit(office: Office, medium: Medium, made: Listed) -> None:
    def more(facts: Facts) -> Facts:
        return replace(facts, counts={**facts.counts, "person": 2})

    assert damaged_part(office, medium, rewritten(office, medium, made, facts=more)) == "counts"

    def later(clear: Clear) -> Clear:
        return replace(clear, head=Head(clear.head.change_id + 1, clear.head.digest))

    assert damaged_part(office, medium, rewritten(office, medium, made, clear=later)) == "vault"
    known = vault.read_vault(medium.root / made.folder / "vault.json")
    other = replace(known, set_id="ab" * 16)
    vault.write_vault(medium.root / made.folder / "vault.json", other, office.store.raw_key())
    assert damaged_part(office, medium, rewritten(office, medium, made)) == "vault"


def test_a_store_with_loose_ends_gives_no_good_backup(office: Office, medium: Medium) -> None:
    connection = engines.connect(office.store.set.database, office.store.raw_key())
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("INSERT INTO signer (body_id, name, title_form, position, from_day) VALUES (99, '', '', '', '')")
    connection.close()
    with pytest.raises(EnvironmentProblem) as caught:
        backed_up(office.store, medium)
    assert caught.value.code == "store_unsound"
    assert there(office.store, medium.root) == ()


def test_a_segment_must_hold_the_scans_that_the_store_counts_on(
    office: Office, medium: Medium, scanned: Callable[..., tuple[str, ...]]
) -> None:
    scanned(office.store, 1)

    def other_size(work: Work, _: Any) -> Outcome[None]:
        scan = work.get(Scan, 1)
        assert scan is not None
        scan.size += 1
        return Outcome(None)

    office.store.transact("Thử", CLERK, other_size, None)
    with pytest.raises(EnvironmentProblem) as caught:
        backed_up(office.store, medium)
    assert caught.value.code == "segment_damaged"
    assert there(office.store, medium.root) == ()


def test_a_segment_that_this_machine_lost_is_no_reason_while_the_stick_has_it(
    office: Office, medium: Medium, scanned: Callable[..., tuple[str, ...]]
) -> None:
    (name,) = scanned(office.store, 1)
    backed_up(office.store, medium)
    spoiled = office.store.set.scans / name
    spoiled.write_bytes(b"x" * spoiled.stat().st_size)
    made = backed_up(office.store, medium)
    assert proved(office.store, medium, there(office.store, medium.root)[0]).clear.generation == made.generation
    (fresh,) = scanned(office.store, 2)
    (office.store.set.scans / fresh).write_bytes(b"x")
    with pytest.raises(EnvironmentProblem) as caught:
        backed_up(office.store, medium)
    assert caught.value.code == "segment_damaged"
