"""A small office with scans, and a stick."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from models.safekeeping.medium import Medium
from models.store.scans.services import NewScan, add_scans, seal
from models.store.store import Store
from tests.people.commune import Office, commune_data, office
from tests.store.fixtures import CLERK

__all__ = ["commune_data", "office"]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The root of an empty stick."""
    root = tmp_path / "stick"
    root.mkdir()
    return root


@pytest.fixture
def medium(stick: Path) -> Medium:
    """The stick as a medium that works."""
    return Medium(stick)


@pytest.fixture
def scanned() -> Callable[..., tuple[str, ...]]:
    """Adds scans to a store and seals them: answers the segments' names."""

    def add(store: Store, seed: int, count: int = 3, size: int = 30_000) -> tuple[str, ...]:
        chance = random.Random(seed)
        files = tuple(NewScan(chance.randbytes(size), "image/jpeg") for _ in range(count))
        store.transact("Thêm bản quét", CLERK, add_scans, files)
        return seal(store, least=1)

    return add


@pytest.fixture
def later(office: Office) -> Callable[[float], None]:
    """Moves the office's clock by so many days; may be negative."""

    def move(days: float) -> None:
        office.clock.now += timedelta(days=days)

    return move
