"""Media that fail, and short ways to back up onto them."""

from __future__ import annotations

import errno
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from models.safekeeping import generations
from models.safekeeping.backup import ProvedBackup, back_up
from models.safekeeping.generations import Listed
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import LARGEST_FILE, Medium
from models.safekeeping.progress import ignore, never
from models.safekeeping.proving import Proof, prove
from models.safekeeping.queries import data_keys
from models.safekeeping.snapshot import scratch
from models.safekeeping.uncached import Block
from models.store.store import Store

CLERK_OF_STICKS = Maker("1", "Lê Thị Sổ", "Máy bộ phận một cửa")


class FailingStick(Medium):
    """A medium whose deeds fail as told: `room` bytes to write, the n-th deed of a name, everything from a deed on.

    `lies_from`: that byte is read wrong; `spoils_from`: it is written wrong, and nobody says so. `deeds` counts by
    name; "any" counts all.
    """

    def __init__(self, root: Path, *, largest_file: int = LARGEST_FILE) -> None:
        super().__init__(root, largest_file=largest_file)
        self.room: int | None = None
        self.fails: dict[str, int] = {}
        self.failure = errno.EIO
        self.gone_from: int | None = None
        self.lies_from: int | None = None
        self.spoils_from: int | None = None
        self.deeds: dict[str, int] = {}
        self.read_bytes = self.put_bytes = 0

    def reach(self, deed: str, path: Path) -> None:
        for name in (deed, "any"):
            self.deeds[name] = self.deeds.get(name, 0) + 1
        if self.gone_from is not None and self.deeds["any"] >= self.gone_from:
            raise OSError(errno.ENODEV, "gone")
        if any(self.deeds[name] == self.fails.get(name) for name in (deed, "any")):
            raise OSError(self.failure, "broken")

    def put(self, file: FileIO, block: Block | bytes) -> None:
        if self.room is not None:
            if len(block) > self.room:
                super().put(file, memoryview(block)[: self.room])
                self.room = 0
                raise OSError(errno.ENOSPC, "full")
            self.room -= len(block)
        first = self.put_bytes
        self.put_bytes += len(block)
        super().put(file, flipped(block, first, self.spoils_from))

    def got(self, path: Path, block: Block) -> Block:
        first = self.read_bytes
        self.read_bytes += len(block)
        return flipped(block, first, self.lies_from)


def flipped(block: Block | bytes, first: int, place: int | None) -> Block:
    """`block`, whose first byte is the `first`, with one bit wrong if `place` lies in it."""
    if place is None or not first <= place < first + len(block):
        return memoryview(block)
    wrong = bytearray(block)
    wrong[place - first] ^= 0x10
    return memoryview(wrong)


def backed_up(store: Store, medium: Medium, *, stopped: Callable[[], bool] = never) -> ProvedBackup:
    """Back up as the clerk of these tests."""
    return back_up(store, medium, CLERK_OF_STICKS, progress=ignore, stopped=stopped)


def proved(store: Store, medium: Medium, one: Listed, *, scans: bool = True) -> Proof:
    """Prove a generation in full with the keys of its store."""
    with scratch(store.set.folder.parent) as folder:
        return prove(medium, one, data_keys(store), scratch=folder, scans=scans)


def there(store: Store, root: Path) -> tuple[Listed, ...]:
    """The generations of this store on a medium that works."""
    return generations.listed(Medium(root), store.authenticated_vault().store_uid)


def good_ones(store: Store, root: Path) -> dict[str, Proof]:
    """Every generation that is shown as good, proved in full; raises when one of them is not."""
    return {one.name: proved(store, Medium(root), one) for one in there(store, root) if one.good_looking}
