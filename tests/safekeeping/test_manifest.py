"""The manifest: what it tells without a key, what it hides, and that no flipped bit passes."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from models.safekeeping.manifest import (
    PROGRAM_VERSION,
    BackupDamaged,
    Clear,
    Facts,
    FilePart,
    Maker,
    SegmentPart,
    read_manifest,
    spelled,
)
from models.store.canonical import canonical_bytes, parse_canonical
from models.store.errors import EnvironmentProblem
from models.store.vault_format import Head

KEY = bytes(range(32))
CLEAR = Clear(
    program="0.1.0",
    store_uid="01a2020b-fa88-7035-ad40-522d6be07788",
    set_id="ab" * 16,
    generation="20261122T031500Z-1a2b3c4d",
    sequence=7,
    made_at="2026-11-22T03:15:00Z",
    key_id="cd" * 8,
    head=Head(41, "ef" * 32),
    files=(FilePart("store.db", 4096, "12" * 32), FilePart("vault.json", 900, "34" * 32)),
    segments=(SegmentPart("56" * 32, 1000), SegmentPart("78" * 32, 2000)),
)
FACTS = Facts("xã Tà Đùng", Maker("1", "Lê Thị Sổ", "Máy 1"), {"person": 5}, {"person": {"id": 15}})


def test_it_tells_what_was_told() -> None:
    data = spelled(CLEAR, FACTS, KEY)
    manifest = read_manifest(data)
    assert manifest.clear == CLEAR
    assert manifest.facts(KEY) == FACTS
    assert CLEAR.size == 4096 + 900 + 3000
    for secret in ("Tà Đùng", "Lê Thị Sổ", "Máy 1", "person"):
        assert secret.encode() not in data


def test_another_key_opens_nothing() -> None:
    manifest = read_manifest(spelled(CLEAR, FACTS, KEY))
    with pytest.raises(BackupDamaged) as caught:
        manifest.facts(bytes(32))
    assert caught.value.part == "manifest"


def test_no_flipped_bit_passes() -> None:
    data = spelled(CLEAR, FACTS, KEY)
    chance = random.Random(1)
    for place in chance.sample(range(8 * len(data)), 1500):
        wrong = bytearray(data)
        wrong[place // 8] ^= 1 << place % 8
        with pytest.raises(EnvironmentProblem) as caught:
            read_manifest(bytes(wrong)).facts(KEY)
        assert caught.value.code == "backup_damaged", place
    for length in range(0, len(data), 7):
        with pytest.raises(BackupDamaged):
            read_manifest(data[:length])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("generation", "../20261122T031500Z-1a2b3c4d"),
        ("store", "../../etc"),
        ("sequence", -1),
        ("sequence", True),
        ("segments", [{"name": "../secret", "size": 1}]),
        ("files", [{"name": "store.db", "size": 1, "sha256": "0" * 64}]),
        ("files", [{"name": name, "size": 1, "sha256": "0" * 64} for name in ("vault.json", "x/store.db")]),
        ("head", {"change": 1}),
        ("more", 1),
    ],
)
def test_a_forged_sum_buys_nothing(field: str, value: object) -> None:
    """Whoever can write the file can make the sum anew: what it says is still looked at."""
    import hashlib

    body = parse_canonical(spelled(CLEAR, FACTS, KEY))
    body[field] = value
    del body["sum"]
    body["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    with pytest.raises(BackupDamaged):
        read_manifest(canonical_bytes(body))


def test_a_later_format_asks_for_the_newer_program() -> None:
    import hashlib

    body = parse_canonical(spelled(CLEAR, FACTS, KEY))
    body["format"] = 2
    del body["sum"]
    body["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    with pytest.raises(EnvironmentProblem) as caught:
        read_manifest(canonical_bytes(body))
    assert caught.value.code == "newer_version"


def test_the_version_is_the_program_s() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == PROGRAM_VERSION
