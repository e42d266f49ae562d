"""After locking, no process has a key or a name in its memory: the old one is gone, the fresh one never had them.

Linux only: the memory is read through /proc. That the same look finds everything before the lock shows that it can.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.founding import found_store
from models.office.open_office import OpenOffice
from models.office.services import CreateCommune
from models.people.services import NewPerson, PersonDetails, add_person
from models.store import vault
from models.store.folder import current_set
from tests.desktop.lock_driver import DRAFT
from tests.leaks import ended

PASSWORD = "bí mật zyzzyvapass"
NAME = "Kwijibo Thị Zyzzyva"
NUMBER = "068150771234"
CHUNK = 1 << 20
PATIENCE_S = 40.0
SETTLED_S = 2.0
"""The fresh window loads the frame behind it meanwhile, as in use."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="reads memory through /proc")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A book with one planted person."""
    data = tmp_path / "data"
    found_store(data, PASSWORD, CreateCommune("Tà Đùng", "66", staff_name="Lê Thị Hoa"))
    office = OpenOffice.unlock(data, PASSWORD)
    office.transact("Thêm người", add_person, NewPerson(PersonDetails(NAME, id_number=NUMBER)))
    office.close()
    return data


def secrets_of(data: Path) -> dict[str, list[bytes]]:
    """What must not be found, in every form it may have in memory."""
    known = vault.read_vault(current_set(data).vault)
    key, slot = vault.unlock(known, PASSWORD)
    private = vault.private_key(slot, PASSWORD)
    texts = {"name": NAME, "draft": DRAFT, "number": NUMBER, "password": PASSWORD}
    found = {word: [text.encode(), text.encode("utf-16-le"), text.encode("utf-32-le")] for word, text in texts.items()}
    found["data key"] = [key, key.hex().encode(), key.hex().upper().encode()]
    found["private key"] = [private, private.hex().encode()]
    return found


def memory_of(pid: int) -> Iterator[bytes]:
    """All readable memory in pieces that overlap by more than the longest secret."""
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines():
            place, rights = line.split()[:2]
            if "r" not in rights or "[v" in line:
                continue
            start, end = (int(part, 16) for part in place.split("-"))
            at = start
            while at < end:
                with suppress(OSError, ValueError, OverflowError):
                    memory.seek(at)
                    yield memory.read(min(CHUNK + 512, end - at))
                at += CHUNK


def seen_in(pid: int, wanted: dict[str, list[bytes]]) -> set[str]:
    """Which of the secrets are in the memory of this process."""
    seen: set[str] = set()
    for piece in memory_of(pid):
        seen |= {word for word, forms in wanted.items() if word not in seen and any(form in piece for form in forms)}
    return seen


def running_at(data: Path) -> list[int]:
    """Processes whose command line names this data folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if str(data).encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def children_of(pid: int) -> list[int]:
    """Running child processes, which would have what they were given in their memory."""
    lists = [listing.read_text(encoding="ascii") for listing in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for listing in lists for child in listing.split()]


def test_neither_keys_nor_names_are_left_in_any_process(data: Path, tmp_path: Path) -> None:
    wanted, go = secrets_of(data), tmp_path / "go"
    places = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **places}
    fresh: list[int] = []
    command = [sys.executable, "-m", "tests.desktop.lock_driver", str(data), PASSWORD, str(go)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as old:
        try:
            assert old.stdout is not None
            assert old.stdout.readline().strip() == "ready"
            before = seen_in(old.pid, wanted)
            assert before >= {"name", "draft", "number", "data key"}, "the look finds what is there"
            workers = children_of(old.pid)
            assert workers, "the worker process was warm"
            go.touch()
            assert old.wait(PATIENCE_S) == 0
            deadline = time.monotonic() + PATIENCE_S
            while not fresh and time.monotonic() < deadline:
                time.sleep(0.1)
                fresh = running_at(data)
            time.sleep(SETTLED_S)
            fresh = running_at(data)
            assert len(fresh) == 1, "one fresh window and not the old process"
            assert [pid for pid in workers if not ended(pid)] == []
            command_line = Path(f"/proc/{fresh[0]}/cmdline").read_bytes()
            assert not any(form in command_line for forms in wanted.values() for form in forms)
            assert seen_in(fresh[0], wanted) == set()
        finally:
            for pid in [*fresh, *running_at(data)]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            old.kill()
    drafts = OpenOffice.unlock(data, PASSWORD)
    assert drafts.draft("people/new") is not None
    assert drafts.draft("place") == {"section": "0", "page": "tab/0 person/1 form/0"}
    drafts.close()
