"""Backups of every format ever released: they verify, open with password or recovery sheet, restore what they held.

Made by tests/old_stores/make_backup.py. A test that fails here means that offices could not get their register back:
mend the program, never the backups.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from models.safekeeping import generations
from models.safekeeping.generations import Listed
from models.safekeeping.manifest import BackupDamaged
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.proving import prove
from models.safekeeping.restoring import restore
from models.store import vault
from models.store.chain import digest_at
from models.store.check import check_store
from models.store.opened import OpenedFolder
from tests.old_stores.backup_facts import backup_facts
from tests.old_stores.make_backup import SHEET
from tests.store.fixtures import PASSWORD

FORMATS = sorted(path for path in Path(__file__).parent.glob("backup-*") if path.is_dir())
MOST_BYTES = 1_000_000


def facts_of(folder: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    return known


@pytest.fixture(params=FORMATS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    """Each old format."""
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture
def medium(folder: Path, tmp_path: Path) -> Medium:
    """A copy of its stick."""
    shutil.copytree(folder / "stick", tmp_path / "stick")
    return Medium(tmp_path / "stick")


def newest(medium: Medium) -> Listed:
    (place,) = generations.stores_on(medium)
    return generations.listed(medium, place)[0]


def test_there_is_one() -> None:
    assert FORMATS
    for one in FORMATS:
        assert sum(path.stat().st_size for path in one.rglob("*") if path.is_file()) < MOST_BYTES


def test_an_old_backup_verifies_in_full(folder: Path, medium: Medium, tmp_path: Path) -> None:
    opened = open_generation(medium, newest(medium), PASSWORD)
    keys = {vault.key_id(opened.data_key): opened.data_key}
    proof = prove(medium, newest(medium), keys, scratch=tmp_path, scans=True)
    known = facts_of(folder)
    assert {name: proof.facts.counts[name] for name in known["counts"]} == known["counts"]
    assert proof.facts.commune.endswith("Mẫu")


@pytest.mark.parametrize("secret", [PASSWORD, SHEET], ids=["password", "sheet"])
def test_an_old_backup_restores_what_it_held(
    folder: Path, medium: Medium, tmp_path: Path, secret: vault.Secret
) -> None:
    opened = open_generation(medium, newest(medium), secret)
    assert opened.by_recovery == (secret is SHEET)
    restore(tmp_path / "data", opened, replaced=None)
    known = facts_of(folder)
    with OpenedFolder(tmp_path / "data", secret) as restored:
        report = check_store(restored.store, tmp_path / "data")
        assert report.ok, report
        found = backup_facts(restored.store)
        with restored.store.connection() as connection:
            assert digest_at(connection, known["head"][0]) == known["head"][1]
    assert {name: found["counts"][name] for name in known["counts"]} == known["counts"]
    assert {**found, "counts": None, "head": None} == {**known, "counts": None, "head": None}


def test_an_old_backup_keeps_its_lock(medium: Medium) -> None:
    with pytest.raises(vault.WrongPassword):
        open_generation(medium, newest(medium), PASSWORD + "x")


def test_an_old_backup_still_notices_damage(medium: Medium, tmp_path: Path) -> None:
    opened = open_generation(medium, newest(medium), PASSWORD)
    (database,) = medium.root.glob("SoAnSinh/*/generations/*/store.db")
    data = bytearray(database.read_bytes())
    data[len(data) // 2] ^= 1
    database.write_bytes(data)
    with pytest.raises(BackupDamaged) as caught:
        restore(tmp_path / "data", opened, replaced=None)
    assert caught.value.part == "database"
