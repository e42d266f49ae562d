"""Stores of every format ever released: they open with their password, check clean and hold what they held.

Made by tests/old_stores/make_store.py. A test that fails here means that offices would lose their register: mend the
program or its migrations, never the stores.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.people.services import NewPerson, PersonDetails, add_person
from models.store.check import check_store
from models.store.errors import RuleError
from models.store.folder import SCANS, current_set
from models.store.migrate import migrate_current
from models.store.opened import OpenedFolder
from models.store.work import Outcome
from tests.old_stores.facts import facts
from tests.store.fixtures import CLERK, PASSWORD

FORMATS = sorted(path for path in Path(__file__).parent.glob("format-*") if path.is_dir())
MOST_BYTES = 1_000_000


def test_there_is_one() -> None:
    assert FORMATS
    for folder in FORMATS:
        assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < MOST_BYTES


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_an_old_store_opens_and_holds_what_it_held(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(folder / "data", data)
    expected = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    with OpenedFolder(data, PASSWORD) as opened:
        report = check_store(opened.store, data)
        assert report.ok, report
        known = facts(opened.store)
        assert {name: known["counts"][name] for name in expected["counts"]} == expected["counts"]
        assert {**known, "counts": None} == {**expected, "counts": None}
        opened.store.transact("In", CLERK, lambda work, _: Outcome(work.change_id), None, kind="print")
        newcomer = NewPerson(PersonDetails("Lò Văn Mới"), 1)
        opened.store.transact("Thêm", CLERK, add_person, newcomer)
    with OpenedFolder(data, PASSWORD) as opened:
        assert check_store(opened.store, data).ok
        assert facts(opened.store)["counts"]["person"] == expected["counts"]["person"] + 1


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_an_old_store_can_be_brought_into_a_new_set(folder: Path, tmp_path: Path) -> None:
    """As the next migration will do it; git keeps no empty folder, so the folder of scans is missing."""
    data = tmp_path / "data"
    shutil.copytree(folder / "data", data)
    shutil.rmtree(current_set(data).folder / SCANS, ignore_errors=True)
    with OpenedFolder(data, PASSWORD) as opened:
        key = opened.store.raw_key()
    old = current_set(data)
    migrate_current(data, old, key)
    assert current_set(data) != old
    with OpenedFolder(data, PASSWORD) as opened:
        assert check_store(opened.store, data).ok
        expected = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        assert facts(opened.store)["counts"]["person"] == expected["counts"]["person"]


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_an_old_store_keeps_its_lock(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(folder / "data", data)
    with pytest.raises(RuleError) as caught:
        OpenedFolder(data, PASSWORD + "x")
    assert caught.value.code == "wrong_password"
