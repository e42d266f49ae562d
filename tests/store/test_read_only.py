"""A store on a read-only disk or in a folder without the right to write: a message each time, no damage, no traceback.

The program refuses to open such a store: even reading leaves traces in it (the log's index, the instance lock), and a
clerk who types for an hour before the first "cannot save" is worse off than one who is told at the door.
"""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.schema import METADATA
from models.store import vault
from models.store.create import create_store
from models.store.errors import EnvironmentProblem
from models.store.files import write_durably
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.store import Store
from tests.people.commune import commune_data
from tests.store.children import become_nobody, in_child, may_mount, mount_read_only, own_mounts
from tests.store.deeds import add_one, counted, import_list, looked_over, write_seal
from tests.store.fixtures import CHEAP_KDF, CLERK, PASSWORD

__all__ = ["commune_data"]
DEEDS: dict[str, Callable[[Store], object]] = {
    "person": add_one,
    "import": lambda store: import_list(store, 5),
    "draft": lambda store: store.keep_draft(CLERK, "person", {"name": "Lò Văn Nháp"}),
    "drop": lambda store: store.drop_draft(CLERK, "person"),
    "seal": write_seal,
}


@pytest.fixture
def data(commune_data: Path) -> Iterator[Path]:
    """A copy of the commune's store that a user without rights can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        copied = Path(folder) / "data"
        shutil.copytree(commune_data, copied)
        open_to_all(copied)
        yield copied
        open_to_all(copied)


def open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)


def code_of(work: Callable[[], object]) -> str:
    try:
        work()
    except EnvironmentProblem as problem:
        return f"{problem.code}: {problem.message}"
    return "done"


def tried(data: Path) -> list[str]:
    """Open; create; write a paper beside the store."""
    paper = data / "giay.pdf"

    def create() -> None:
        create_store(
            data / "other", PASSWORD, METADATA, first_work=lambda _: None, kdf=CHEAP_KDF, make_slot=vault.wrap_slot
        )

    answers = [code_of(lambda: OpenedFolder(data, PASSWORD).close()), code_of(create)]
    return [*answers, code_of(lambda: write_durably(paper, b"%PDF"))]


def on_read_only_disk(data: Path) -> list[str]:
    own_mounts()
    mount_read_only(data)
    return tried(data)


def without_rights(data: Path) -> list[str]:
    become_nobody()
    return tried(data)


def opened_without_rights(data: Path) -> str:
    become_nobody()
    return code_of(lambda: OpenedFolder(data, PASSWORD).close())


def judge(answers: list[str]) -> None:
    opened, created, written = answers
    assert opened.startswith("read_only: Sổ nằm trên")
    assert "chép cả thư mục dữ liệu" in opened
    for answer in (created, written):
        assert answer.startswith("read_only: ")
        assert "chưa lưu được" in answer


def test_a_read_only_disk_is_told_at_the_door(data: Path) -> None:
    if not may_mount():
        pytest.skip("no right to mount")
    before = files_of(data)
    judge(in_child(on_read_only_disk, data))
    assert files_of(data) == before
    looked_over(data)


def test_a_folder_without_rights_is_told_at_the_door(data: Path) -> None:
    for path in (data, *data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = files_of(data)
    judge(in_child(without_rights, data))
    assert files_of(data) == before
    open_to_all(data)
    looked_over(data)


@pytest.mark.parametrize("what", ["store.db", "vault.json", ".", "lock"])
def test_one_place_without_rights_is_enough(data: Path, what: str) -> None:
    place = data / "lock" if what == "lock" else current_set(data).folder / what
    place.chmod(stat.S_IMODE(place.stat().st_mode) & 0o555)
    assert in_child(opened_without_rights, data).startswith("read_only: Sổ nằm trên")
    open_to_all(data)
    looked_over(data)


def test_a_disk_that_turns_read_only_under_an_open_store(data: Path) -> None:
    if not may_mount():
        pytest.skip("no right to mount")
    before = looked_over(data)
    unsealed = Store(current_set(data), vault.unlock(vault.read_vault(current_set(data).vault), PASSWORD)[0])
    add_one(unsealed)
    unsealed.close()
    answers = in_child(turned_read_only, data)
    assert [answer.partition(":")[0] for answer in answers["deeds"]] == ["read_only"] * len(DEEDS), answers
    assert answers["closed"] == "done"
    after = looked_over(data)
    assert answers["counted"] == after
    assert after["person"] == before["person"] + 1


def turned_read_only(data: Path) -> dict[str, Any]:
    """As when a stick's lock or the system's error handling turns a disk read-only while the program looks on."""
    own_mounts()
    opened = OpenedFolder(data, PASSWORD)
    for path in (data, *data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    mount_read_only(data)
    become_nobody()
    answers = [code_of(partial(deed, opened.store)) for deed in DEEDS.values()]
    return {"deeds": answers, "counted": counted(opened.store), "closed": code_of(opened.close)}


def files_of(data: Path) -> dict[str, bytes]:
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}
