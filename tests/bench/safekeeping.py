"""Backup with proof, and restore with its checks, of 2 GB against restic (backup, check --read-data, restore).

One data folder: a store of 100 MB and 1.9 GB of scans of 200 kB. Both sides run in turn over the same folder, onto and
from the same disk, each flushed before the other begins. Ours counts encryption, flushing, reading back from the device
and the whole proof; between two backups 1 % of the people and 1 % of the scans' bytes change.
"""

from __future__ import annotations

import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop.founding import found_store
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.people.services import MoveResidence, move_residence
from models.safekeeping.backup import back_up
from models.safekeeping.generations import listed, stores_on
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.progress import Progress
from models.safekeeping.restoring import restore
from models.store.opened import OpenedFolder
from models.store.scans.services import NewScan, add_scans, seal
from models.store.store import Store
from models.store.work import Actor
from tests.bench.measure import Figure

PEOPLE = 40_000
SCANS, SCAN_BYTES = 9_500, 200_000
BATCH = 20
SHARE = 100
"""One hundredth changes between two backups."""
ROUNDS = 3
PASSWORD = "đo tốc độ"
ACTOR = Actor(1, frozenset({"all"}))
MAKER = Maker("1", "Cán bộ đo", "máy đo")
FIRST_BOUND, BOUND = 1.5, 1.0


class Stages:
    """Where our time goes: seconds since the last mark, by stage."""

    def __init__(self) -> None:
        self._stage, self._since = "", time.perf_counter()
        self.seconds: dict[str, float] = {}

    def hear(self, told: Progress) -> None:
        self.enter(told.stage.name.lower())

    def enter(self, stage: str) -> None:
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0) + now - self._since
        self._stage, self._since = stage, now

    def line(self) -> str:
        self.enter("")
        return ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in self.seconds.items())


class Restic:
    """The peer, with a repository and a cache of its own inside `root`."""

    def __init__(self, program: str, root: Path) -> None:
        self._program, self._root = program, root
        self._run("init")

    def backed_up(self, data: Path) -> None:
        self._run("backup", str(data))
        self._run("check", "--read-data")

    def restored(self, into: Path) -> None:
        self._run("restore", "latest", "--target", str(into))

    def _run(self, *arguments: str) -> None:
        told = {
            "RESTIC_REPOSITORY": str(self._root / "repository"),
            "RESTIC_CACHE_DIR": str(self._root / "cache"),
            "RESTIC_PASSWORD": "bench",
        }
        command = [self._program, "--quiet", *arguments]
        subprocess.run(command, env={**os.environ, **told}, check=True, stdout=subprocess.DEVNULL)


def run() -> list[Figure]:
    """Three figures; without restic our own times are printed and nothing is compared."""
    program = shutil.which("restic")
    with tempfile.TemporaryDirectory(prefix="so-an-sinh-bench-") as folder:
        root = Path(folder)
        data = root / "data"
        found_store(data, PASSWORD, demo_commune(1))
        with OpenedFolder(data, PASSWORD) as opened:
            fill(opened.store)
            size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
            print(f"    store {opened.store.set.database.stat().st_size / 1e6:.0f} MB, data folder {size / 1e9:.2f} GB")
            if program is None:
                print("    restic is not installed here (Debian: apt-get install restic): only ours is measured")
            peer = None if program is None else Restic(program, root)
            figures = backups(opened.store, data, Medium(stick(root)), peer)
        return figures + restores(root, peer)


def stick(root: Path) -> Path:
    """The folder that stands for the medium."""
    path = root / "stick"
    path.mkdir(exist_ok=True)
    return path


def fill(store: Store) -> None:
    """Scans first: the room that their staging took in the database is then used by the people."""
    print(f"    making {SCANS} scans and {PEOPLE} people", flush=True)
    add(store, SCANS)
    seal(store, least=1)
    store.transact("Mẫu", ACTOR, fill_demo, FillDemo(PEOPLE, 1))
    store.fold_log()


def add(store: Store, count: int) -> None:
    """`count` scans, a few at a time, sealed whenever a segment is full."""
    for _ in range(0, count, BATCH):
        files = tuple(NewScan(os.urandom(SCAN_BYTES), "image/jpeg") for _ in range(BATCH))
        store.transact("Quét", ACTOR, add_scans, files)
        seal(store)


def change(store: Store, number: int) -> None:
    """One hundredth of the people move, and one hundredth of new scans comes in."""
    for person in random.Random(number).sample(range(1, PEOPLE), PEOPLE // SHARE):
        store.transact("Chuyển nhà", ACTOR, move_residence, MoveResidence(person, 1, "nhà mới", store.now().date()))
    add(store, SCANS // SHARE)
    store.fold_log()


def backups(store: Store, data: Path, medium: Medium, peer: Restic | None) -> list[Figure]:
    """The first, and the median of some with 1 % changed each."""

    def ours() -> None:
        stages = Stages()
        made = back_up(store, medium, MAKER, progress=stages.hear)
        print(f"    ours: {stages.line()}; copied {made.copied / 1e6:.0f} MB", flush=True)

    theirs = None if peer is None else partial(peer.backed_up, data)
    first = pair(ours, theirs)
    later = []
    for number in range(ROUNDS):
        change(store, number)
        later.append(pair(ours, theirs))
    return compared("first backup, proved", [first], FIRST_BOUND, peer) + compared(
        "later backup, 1 % changed, proved", later, BOUND, peer
    )


def restores(root: Path, peer: Restic | None) -> list[Figure]:
    """Into a new data folder with every check, against a plain `restic restore`."""
    pairs = []
    for number in range(ROUNDS):
        into = root / f"restored-{number}"
        theirs = None if peer is None else partial(peer.restored, into / "theirs")
        pairs.append(pair(partial(restored, root, into / "ours"), theirs))
        shutil.rmtree(into, ignore_errors=True)
    return compared("restore, checked", pairs, BOUND, peer)


def restored(root: Path, into: Path) -> None:
    """Everything a clerk on a new machine waits for, the password included."""
    medium = Medium(stick(root))
    newest = listed(medium, stores_on(medium)[0])[0]
    stages = Stages()
    into.mkdir(parents=True)
    restore(into, open_generation(medium, newest, PASSWORD), replaced=None, progress=stages.hear)
    print(f"    ours: {stages.line()}", flush=True)


def pair(ours: Callable[[], None], theirs: Callable[[], None] | None) -> tuple[float, float]:
    """Seconds of both (NaN of a peer that is not there); nothing of the one is left to write while the other runs."""
    return seconds_of(ours), math.nan if theirs is None else seconds_of(theirs)


def seconds_of(work: Callable[[], None]) -> float:
    if sys.platform != "win32":
        os.sync()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def compared(name: str, pairs: list[tuple[float, float]], bound: float, peer: Restic | None) -> list[Figure]:
    """The medians as a figure, or only ours on a line."""
    ours, theirs = (statistics.median(one) for one in zip(*pairs, strict=True))
    told = ", ".join(f"{a:.1f}|{b:.1f}" for a, b in pairs)
    print(f"    {name}: {told} s (ours|theirs)", flush=True)
    return [] if peer is None else [Figure(name, ours, theirs, "restic 2 GB", bound)]
