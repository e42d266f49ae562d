"""Stores for tests: one is made per session with a cheap key derivation, then copied per test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.schema import METADATA
from models.store import vault
from models.store.create import create_store
from models.store.folder import current_set
from models.store.store import Store
from models.store.vault_format import KdfProfile
from models.store.work import Actor

PASSWORD = "mật khẩu thử nghiệm"
CHEAP_KDF = KdfProfile(iterations=1, memory_kib=64, lanes=1)
"""Production code refuses to create this."""
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
KILL = 9
"""SIGKILL, whose name Windows does not know."""
CLERK = Actor(1, frozenset({"all"}))
FOUNDER = Actor(None, frozenset({"all"}))
"""Who acts before staff member 1 exists."""


def make_data_folder(data: Path) -> None:
    """A bare store in `data`: no commune, no staff."""
    create_store(
        data,
        PASSWORD,
        METADATA,
        first_work=lambda store: None,
        kdf=CHEAP_KDF,
        make_slot=vault.wrap_slot,
    )


@pytest.fixture(scope="session")
def bare_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made once; do not change it."""
    data = tmp_path_factory.mktemp("bare") / "data"
    make_data_folder(data)
    return data


@pytest.fixture
def data_folder(bare_data: Path, tmp_path: Path) -> Path:
    """A copy of the bare data folder that a test may spoil."""
    data = tmp_path / "data"
    shutil.copytree(bare_data, data)
    return data


@pytest.fixture(scope="session")
def bare_key(bare_data: Path) -> bytes:
    """The raw data key of the bare store."""
    key, _ = vault.unlock(vault.read_vault(current_set(bare_data).vault), PASSWORD)
    return key


@pytest.fixture
def store(data_folder: Path, bare_key: bytes) -> Iterator[Store]:
    """An open store of its own; its clock stands at NOW."""
    opened = Store(current_set(data_folder), bare_key, clock=lambda: NOW)
    yield opened
    opened.close()


def make_keys_cheap(patch: pytest.MonkeyPatch) -> None:
    """New slots cost no time, where the product makes them."""
    patch.setattr(vault, "STANDARD_KDF", CHEAP_KDF)
    patch.setattr(vault, "LEAST_MEMORY_KIB", CHEAP_KDF.memory_kib)
    patch.setattr(vault, "LEAST_ITERATIONS", CHEAP_KDF.iterations)


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """New slots cost no time during this test; fixtures of a wider scope take `make_keys_cheap`."""
    make_keys_cheap(monkeypatch)
