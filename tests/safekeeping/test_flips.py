"""Single flipped bits and cut files, over a cleanly closed set and over a backup: all are noticed, none opens as whole.

In a set: pointer, vault and database are noticed at the door; so are segments of scans that are cut or missing. A bit
in a segment is noticed by the round that follows each sign-in beside the work, though every segment was read that very
day, and by whoever reads the scan before. So nothing opens as if whole. In a backup: listing and opening notice
manifest and vault, proving and restoring notice all.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from models.store.errors import EnvironmentProblem
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.scans.queries import read_scan
from models.store.scans.tables import Scan
from models.store.scans.vigil import Round, Vigil
from tests.people.commune import Clock
from tests.safekeeping.restores import Kept, kept_once
from tests.safekeeping.spoiling import (
    Doors,
    Target,
    cut_short,
    flipped,
    notice_in_backup,
    notice_in_set,
    targets_of,
)
from tests.store.fixtures import PASSWORD
from tests.store.memory import Memory

__all__ = ["kept_once"]
FULL_FLIPS, FULL_CUTS = 2000, 500
"""Of each, over the set and over the backup alike."""
IN_SET = {
    "current": ("pointer", ("current", "Thư mục chứa sổ")),
    r"sets/[^/]+/vault\.json": ("vault", ("vault.json",)),
    r"sets/[^/]+/store\.db": ("database", ("store.db",)),
    r"sets/[^/]+/scans/.*": ("segment", ("bản quét",)),
}
IN_BACKUP = {
    r"SoAnSinh/medium\.json": ("card", ("medium.json",)),
    r".*/manifest\.json": ("manifest", ("manifest.json",)),
    r".*/vault\.json": ("vault", ("vault.json",)),
    r".*/store\.db": ("database", ("store.db",)),
    r".*/segments/.*": ("segment", ("ảnh quét", "bản quét")),
}


def drill(
    template: Path,
    run: Path,
    known: dict[str, tuple[str, tuple[str, ...]]],
    plan: list[Callable[[Path, random.Random], None]],
    notice: Callable[[Path, Target], str],
) -> Doors:
    """Spoil a fresh copy by each of `plan`, each file in its turn; who noticed what."""
    chance = random.Random(20261122)
    targets = targets_of(template, known)
    doors: Doors = Doors()
    for number, spoil in enumerate(plan):
        target = targets[number % len(targets)]
        shutil.copytree(template, run / "spoilt")
        spoil(run / "spoilt" / target.path, chance)
        doors[target.kind, notice(run / "spoilt", target)] += 1
        shutil.rmtree(run)
    assert doors.total() == len(plan)
    print(sorted(doors.items()))
    return doors


@pytest.fixture
def at_the_machine(kept_once: Kept, tmp_path: Path) -> Callable[[Path, Target], str]:
    """Who notices damage in a set, on a machine where every segment was read just before it was spoilt."""
    before = kept_once.copied(tmp_path / "before")
    known = Memory()
    with OpenedFolder(before.data, PASSWORD, clock=Clock(), memory=known) as folder:
        assert Vigil(folder.store, known).go_round() == Round(None, 2)
    known.last = None  # the copies that are spoilt end before this sign-in

    def notice(data: Path, target: Target) -> str:
        memory = Memory()
        memory.seen = dict(known.seen)
        return notice_in_set(data, target, memory)

    return notice


@pytest.mark.drill
def test_flips_in_a_closed_set(
    kept_once: Kept,
    tmp_path: Path,
    drill_count: Callable[[int], int],
    at_the_machine: Callable[[Path, Target], str],
) -> None:
    doors = drill(kept_once.data, tmp_path / "run", IN_SET, [flipped] * drill_count(FULL_FLIPS), at_the_machine)
    assert {door for (kind, door) in doors if kind != "segment"} == {"opening"}
    assert {door for (kind, door) in doors if kind == "segment"} == {"vigil"}


@pytest.mark.drill
def test_cuts_in_a_closed_set(
    kept_once: Kept,
    tmp_path: Path,
    drill_count: Callable[[int], int],
    at_the_machine: Callable[[Path, Target], str],
) -> None:
    doors = drill(kept_once.data, tmp_path / "run", IN_SET, [cut_short] * drill_count(FULL_CUTS), at_the_machine)
    assert {door for _, door in doors} == {"opening"}


@pytest.mark.drill
def test_flips_in_a_backup(kept_once: Kept, tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    def notice(stick: Path, target: Target) -> str:
        return notice_in_backup(stick, target, tmp_path / "run" / "scratch")

    doors = drill(kept_once.stick, tmp_path / "run", IN_BACKUP, [flipped] * drill_count(FULL_FLIPS), notice)
    assert {door for (kind, door) in doors if kind in {"card", "manifest"}} == {"listing"}
    assert {door for (kind, door) in doors if kind == "vault"} == {"opening"}
    assert {door for (kind, door) in doors if kind in {"database", "segment"}} == {"restoring"}


@pytest.mark.drill
def test_cuts_in_a_backup(kept_once: Kept, tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    def notice(stick: Path, target: Target) -> str:
        return notice_in_backup(stick, target, tmp_path / "run" / "scratch")

    doors = drill(kept_once.stick, tmp_path / "run", IN_BACKUP, [cut_short] * drill_count(FULL_CUTS), notice)
    assert {door for _, door in doors} == {"listing"}


def test_whoever_reads_a_scan_of_a_spoilt_segment_is_told(kept_once: Kept, tmp_path: Path) -> None:
    place = kept_once.copied(tmp_path)
    for segment in current_set(place.data).scans.iterdir():
        data = bytearray(segment.read_bytes())
        for page in range(0, len(data), 32_768):
            data[page + 20_000] ^= 1
        segment.write_bytes(data)
    with OpenedFolder(place.data, PASSWORD, clock=Clock()) as folder:
        assert folder.trouble is None
        with folder.store.read() as session:
            scans = session.scalars(select(Scan.id)).all()
        assert scans
        for one in scans:
            with pytest.raises(EnvironmentProblem) as caught:
                read_scan(folder.store, one)
            assert caught.value.code == "segment_damaged"


@pytest.mark.parametrize("name", ["current", "vault.json", "store.db", "scans"])
def test_a_missing_file_is_told_at_the_door(kept_once: Kept, tmp_path: Path, name: str) -> None:
    place = kept_once.copied(tmp_path)
    chosen = current_set(place.data)
    if name == "current":
        (place.data / name).unlink()
        shutil.copytree(chosen.folder, chosen.folder.with_name("0" * 32))
    elif name == "scans":
        next(chosen.scans.iterdir()).unlink()
    else:
        (chosen.folder / name).unlink()
    target = Target(name, name, {"scans": ("bản quét",)}.get(name, (name,)))
    assert notice_in_set(place.data, target, Memory()) == "opening"
