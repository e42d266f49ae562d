"""What a stranger's stick may make this machine do, in counted work: no manifest is parsed that names far too much."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from models.safekeeping import generations
from models.safekeeping.generations import MANIFEST, Listed
from models.safekeeping.manifest import BackupDamaged, Facts, Maker, SegmentPart, read_manifest, spelled
from models.store.vault_format import LARGEST_VAULT
from tests.safekeeping.restores import Kept, kept_once

__all__ = ["kept_once"]
FACTS = Facts("Xã lạ", Maker("1", "Người lạ", "Máy lạ"), {}, {})


def forge(place: Kept, named: int) -> Path:
    """A manifest that names so many segments, right in every way but its key; answers where it lies."""
    listed = place.newest()
    names = sorted(hashlib.sha256(str(number).encode()).hexdigest() for number in range(named))
    clear = replace(listed.clear, segments=tuple(SegmentPart(name, 1) for name in names))
    path = place.stick / listed.folder / MANIFEST
    path.write_bytes(spelled(clear, FACTS, bytes(32)))
    return path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes of each manifest that was parsed."""
    sizes: list[int] = []

    def counted(data: bytes) -> object:
        sizes.append(len(data))
        return read_manifest(data)

    monkeypatch.setattr(generations, "read_manifest", counted)
    return sizes


def test_a_manifest_that_names_far_more_than_lies_there_is_not_parsed(
    kept_once: Kept, tmp_path: Path, parsed: list[int]
) -> None:
    place = kept_once.copied(tmp_path)
    forged = forge(place, 20_000)
    parsed.clear()
    listed: Listed = place.newest()
    assert parsed == []
    assert isinstance(listed.trouble, BackupDamaged)
    assert listed.trouble.part == "manifest"
    assert "nhiều tệp hơn hẳn" in listed.trouble.message
    assert forged.stat().st_size > generations.PLAIN_BYTES


def test_the_files_that_lie_there_give_it_room(kept_once: Kept, tmp_path: Path, parsed: list[int]) -> None:
    """An office with many segments: each file on the stick allows one more."""
    place = kept_once.copied(tmp_path)
    path = forge(place, 20_000)
    segments = place.stick / place.newest().folder / ".." / ".." / generations.SEGMENTS
    missing = 9_000
    for number in range(20_000 - missing):
        (segments / hashlib.sha256(str(number).encode()).hexdigest()).touch()
    parsed.clear()
    listed = place.newest()
    assert parsed == [path.stat().st_size]
    assert listed.trouble is not None
    assert "ảnh quét" in listed.trouble.message


def test_a_stick_that_lost_its_segments_is_told_by_the_first_of_them(kept_once: Kept, tmp_path: Path) -> None:
    place = kept_once.copied(tmp_path)
    forge(place, 2_000)
    listed = place.newest()
    assert isinstance(listed.trouble, BackupDamaged)
    assert listed.trouble.part == "segment"


def test_a_vault_without_end_on_a_stick_is_not_read(
    kept_once: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = kept_once.copied(tmp_path)
    listed = place.newest()
    long = place.stick / listed.folder / "vault.json"
    with long.open("r+b") as file:
        file.truncate(LARGEST_VAULT + 1)
    files = tuple(
        replace(part, size=LARGEST_VAULT + 1) if part.name == long.name else part for part in listed.clear.files
    )
    (long.parent / MANIFEST).write_bytes(spelled(replace(listed.clear, files=files), FACTS, bytes(32)))
    opened: list[Path] = []
    monkeypatch.setattr("models.safekeeping.medium.uncached_blocks", _counting(opened))
    with pytest.raises(BackupDamaged) as refused:
        place.opened()
    assert refused.value.part == "vault"
    assert long not in opened


def _counting(opened: list[Path]) -> object:
    from models.safekeeping.uncached import uncached_blocks

    def blocks(path: Path) -> object:
        opened.append(path)
        return uncached_blocks(path)

    return blocks
