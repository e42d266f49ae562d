"""A disk that is full at any write: a named problem each time; afterwards the store is whole with all its commits.

Twice over: once with a limit on the size of files at many byte counts (runs anywhere on POSIX), once on a small disk
of our own that is really full (where the system lets us mount one).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.imports.queries import batches
from models.imports.services import undo_import
from models.schema import METADATA
from models.store import create, migrate, schema_version, vault
from models.store.create import create_store
from models.store.errors import EnvironmentProblem
from models.store.files import disk_full, write_durably
from models.store.folder import StoreSet, current_set, has_store, make_current
from models.store.opened import OpenedFolder
from models.store.store import Store
from tests.people.commune import commune_data
from tests.store.children import (
    PAGE,
    in_child,
    lift_limit,
    limit_file_size,
    may_mount,
    mount_memory,
    own_mounts,
)
from tests.store.deeds import (
    a_list,
    add_many,
    add_one,
    bring_in,
    counted,
    import_list,
    issue_one,
    looked_over,
    prepare,
    write_seal,
)
from tests.store.fixtures import CHEAP_KDF, CLERK, PASSWORD
from tests.store.test_migrations import SECOND

__all__ = ["commune_data"]
FULL = {"disk_full", "disk_error"}
Deed = Callable[[Store], Any]


def one(store: Store) -> None:
    add_one(store)


def many(store: Store) -> None:
    store.transact("Thêm nhiều", CLERK, add_many, 120)


def imported(store: Store) -> None:
    import_list(store, 80)


def draft(store: Store) -> None:
    store.keep_draft(CLERK, "person", {"name": "Lò Văn " + "Dài " * 4000})


def undone(store: Store) -> None:
    with store.read() as reader:
        before = batches(reader)
    batch = before[0].id if before else import_list(store, 40).batch_id
    store.transact("Hoàn tác", CLERK, undo_import, batch)


for _people in (40, 50, 80):
    a_list(_people, 0)  # kept; a limited child has no room for the writer's own temporary files

DEEDS: dict[str, Deed] = {
    "one": one,
    "many": many,
    "import": imported,
    "draft": draft,
    "seal": write_seal,
    "paper": issue_one,
    "undo": undone,
}


def attempt(deed: Deed, store: Store) -> str:
    """The code of the problem, "done" when there was room."""
    try:
        deed(store)
    except EnvironmentProblem as problem:
        return problem.code
    return "done"


def try_within(data: Path, deed: Deed, fill: Callable[[], None], empty: Callable[[], None]) -> dict[str, Any]:
    """Open, fill the disk, try, close; then make room, look the store over and do the deed after all."""
    opened = OpenedFolder(data, PASSWORD)
    before = counted(opened.store)
    fill()
    first = attempt(deed, opened.store)
    empty()
    between = counted(opened.store)
    again = attempt(deed, opened.store) if first != "done" else "done"
    fill()
    opened.close()
    empty()
    return {"first": first, "again": again, "before": before, "between": between, "after": looked_over(data)}


def judge(deed: str, seen: dict[str, Any], whole: dict[str, int]) -> None:
    """Nothing half done, nothing committed lost, and the deed works as soon as there is room."""
    assert seen["first"] in FULL | {"done"}, seen
    assert seen["again"] == "done", seen
    if deed in {"one", "many", "import", "draft", "seal", "paper"} and seen["first"] != "done":
        assert seen["between"] == seen["before"], deed
        assert seen["after"] == whole, deed
    if seen["first"] == "done":
        assert seen["after"] == whole, deed


def whole_counts(data: Path, deed: Deed) -> dict[str, int]:
    """What is there after the deed on a disk with room."""

    with OpenedFolder(data, PASSWORD) as opened:
        deed(opened.store)
    return looked_over(data)


@pytest.mark.drill
@pytest.mark.parametrize("name", sorted(DEEDS))
def test_files_that_cannot_grow(
    name: str, commune_data: Path, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    deed = DEEDS[name]
    shutil.copytree(commune_data, tmp_path / "whole")
    whole = whole_counts(tmp_path / "whole", deed)
    sizes = spread(drill_count(60), most=900 if deed is write_seal else 90 * PAGE)
    firsts = set()
    for size in sizes:
        data = tmp_path / f"at{size}"
        shutil.copytree(commune_data, data)
        seen = in_child(try_within, data, deed, partial(limit_file_size, size), lift_limit)
        judge(name, seen, whole)
        firsts.add(seen["first"])
        shutil.rmtree(data)
    assert firsts & FULL, "no write ever failed: the drill proves nothing"


def spread(count: int, most: int) -> list[int]:
    """Sizes from nothing to `most`, denser where files are small, never on a page's border alone."""
    return sorted({int(most * (index / count) ** 2) + index % 3 for index in range(count)})


@pytest.mark.drill
def test_a_store_is_made_whole_or_not_at_all(tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    codes = set()
    for size in [*spread(drill_count(60), most=120 * PAGE), 30, 60, 600]:
        data = tmp_path / f"at{size}"

        codes.add(in_child(create_within, data, size))
        shutil.rmtree(data)
    assert codes <= FULL | {"done"}
    assert codes & FULL


def create_within(data: Path, size: int) -> str:
    """The code of the first try; a second one with room must do."""
    limit_file_size(size)
    code = attempt_to_create(data)
    lift_limit()
    assert has_store(data) == (code == "done")
    if code != "done":
        assert attempt_to_create(data) == "done"
    looked_over(data)
    return code


def attempt_to_create(data: Path) -> str:
    try:
        create_store(data, PASSWORD, METADATA, first_work=lambda store: None, kdf=CHEAP_KDF, make_slot=vault.wrap_slot)
    except EnvironmentProblem as problem:
        return problem.code
    return "done"


@pytest.mark.drill
def test_opening_with_no_room(commune_data: Path, tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    for size in spread(drill_count(40), most=12 * PAGE):
        data = tmp_path / f"at{size}"
        shutil.copytree(commune_data, data)
        assert in_child(open_within, data, size) in FULL | {"done"}
        shutil.rmtree(data)


def open_within(data: Path, size: int) -> str:
    limit_file_size(size)
    code = opened_code(data)
    lift_limit()
    looked_over(data)
    return code


def opened_code(data: Path) -> str:
    try:
        OpenedFolder(data, PASSWORD).close()
    except EnvironmentProblem as problem:
        return problem.code
    return "done"


@pytest.mark.drill
def test_a_migration_without_room_leaves_the_old_set(
    commune_data: Path, tmp_path: Path, drill_count: Callable[[int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "scripts"
    shutil.copytree(migrate.SCRIPTS, scripts)
    (scripts / "versions" / "schema_0002.py").write_text(SECOND, encoding="utf-8")
    upgrade = migrate.migrate_database
    monkeypatch.setattr(
        migrate, "migrate_database", lambda chosen, key: upgrade(chosen, key, scripts=scripts, head="0002")
    )
    monkeypatch.setattr(schema_version, "HEAD", "0002")
    codes = set()
    for size in [30, 600, *spread(drill_count(40), most=170 * PAGE), 2**24]:
        data = tmp_path / f"at{size}"
        shutil.copytree(commune_data, data)
        codes.add(in_child(migrate_within, data, size))
        shutil.rmtree(data)
    assert codes <= FULL | {"done"}
    assert codes & FULL
    assert "done" in codes


def migrate_within(data: Path, size: int) -> str:
    old = current_set(data).set_id
    limit_file_size(size)
    code = opened_code(data)
    lift_limit()
    assert (current_set(data).set_id == old) == (code != "done")
    looked_over(data)
    assert current_set(data).set_id != old
    assert len([path for path in (data / "sets").iterdir() if path.name != old]) == 1
    return code


@pytest.mark.drill
@pytest.mark.parametrize("name", sorted(DEEDS))
def test_a_disk_that_is_really_full(
    name: str, commune_data: Path, tmp_path: Path, drill_count: Callable[[int], int]
) -> None:
    if not may_mount():
        pytest.skip("no right to mount a small disk")
    shutil.copytree(commune_data, tmp_path / "whole")
    whole = whole_counts(tmp_path / "whole", DEEDS[name])
    disk = tmp_path / "disk"
    disk.mkdir()
    firsts = set()
    for pages in sorted({*range(4), *spread(drill_count(30), most=80)}):
        seen = in_child(on_a_small_disk, disk, commune_data, DEEDS[name], pages)
        judge(name, seen, whole)
        firsts.add(seen["first"])
    assert firsts & FULL


def on_a_small_disk(disk: Path, source: Path, deed: Deed, pages: int) -> dict[str, Any]:
    """`try_within` on a disk of 6 MiB that has only `pages` pages left."""
    own_mounts()
    mount_memory(disk, 6 * 2**20)
    data = disk / "data"
    shutil.copytree(source, data)
    ballast = disk / "ballast"

    def fill() -> None:
        free = free_bytes(disk) // PAGE - pages
        if free > 0:
            with ballast.open("ab") as file:
                file.write(bytes(free * PAGE))

    return try_within(data, deed, fill, lambda: ballast.unlink(missing_ok=True))


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def test_an_import_prepared_before_the_disk_filled(commune_data: Path, tmp_path: Path) -> None:
    """The plan survives a full disk: with room again the same plan is stored, no second look needed."""
    data = tmp_path / "data"
    shutil.copytree(commune_data, data)

    def work() -> list[str]:
        opened = OpenedFolder(data, PASSWORD)
        prepared = prepare(opened.store, a_list(50, 0))
        limit_file_size(20 * PAGE)
        first = attempt(lambda store: bring_in(store, prepared), opened.store)
        lift_limit()
        second = attempt(lambda store: bring_in(store, prepared), opened.store)
        opened.close()
        return [first, second]

    first, second = in_child(work)
    assert first in FULL
    assert second == "done"
    assert looked_over(data)["person"] == 50


def test_a_paper_that_does_not_fit_leaves_the_one_before(tmp_path: Path) -> None:
    paper = tmp_path / "giay.pdf"
    write_durably(paper, b"old")
    for size in (0, 1, 4095, 4096, 9999):
        assert in_child(written_within, paper, size) == "disk_full"
        assert [path.name for path in tmp_path.iterdir()] == ["giay.pdf"]
        assert paper.read_bytes() == b"old"
    assert in_child(written_within, paper, 10_000) == "done"
    assert paper.stat().st_size == 10_000


def written_within(paper: Path, size: int) -> str:
    limit_file_size(size)
    try:
        write_durably(paper, bytes(10_000))
    except EnvironmentProblem as problem:
        return problem.code
    return "done"


def fails_before(data: Path, chosen: StoreSet) -> None:
    raise disk_full()


def fails_after(data: Path, chosen: StoreSet) -> None:
    make_current(data, chosen)
    raise disk_full()


def test_no_room_for_the_pointer_of_a_new_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The very last write: the set is finished, but nothing names it."""
    monkeypatch.setattr(create, "make_current", fails_before)
    assert attempt_to_create(tmp_path / "data") == "disk_full"
    assert not has_store(tmp_path / "data")
    monkeypatch.undo()
    assert attempt_to_create(tmp_path / "data") == "done"


@pytest.mark.parametrize("fails", [fails_before, fails_after])
def test_no_room_for_the_pointer_of_a_migrated_store(
    fails: Callable[[Path, StoreSet], None], commune_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever set is current then is whole; a set that is not named is not left lying."""
    data = tmp_path / "data"
    shutil.copytree(commune_data, data)
    old = current_set(data)
    key, _ = vault.unlock(vault.read_vault(old.vault), PASSWORD)
    monkeypatch.setattr(migrate, "make_current", fails)
    with pytest.raises(EnvironmentProblem):
        migrate.migrate_current(data, old, key)
    assert len(list((data / "sets").iterdir())) == (1 if fails is fails_before else 2)
    assert (current_set(data) == old) == (fails is fails_before)
    looked_over(data)


def test_opening_on_a_disk_that_is_really_full(commune_data: Path, tmp_path: Path) -> None:
    if not may_mount():
        pytest.skip("no right to mount a small disk")
    codes = [in_child(open_on_a_full_disk, tmp_path, commune_data, pages) for pages in range(14)]
    assert set(codes) <= FULL | {"done"}
    assert codes[0] in FULL
    assert codes[-1] == "done"


def open_on_a_full_disk(disk: Path, source: Path, pages: int) -> str:
    own_mounts()
    mount_memory(disk, 6 * 2**20)
    shutil.copytree(source, disk / "data")
    (disk / "ballast").write_bytes(bytes((free_bytes(disk) // PAGE - pages) * PAGE))
    code = opened_code(disk / "data")
    (disk / "ballast").unlink()
    looked_over(disk / "data")
    return code
