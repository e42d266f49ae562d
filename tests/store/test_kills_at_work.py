"""A process at real work is killed at random moments: imports, edits, merges, drafts, undo, making, migrating a store.

The child says what it is about to do (with the counts that must stand afterwards) and what it has done. Whatever the
moment of its death, the store opens with its password, the check is clean, and the counts are those of the last done
deed or of the one that was under way, whole.
"""

from __future__ import annotations

import json
import os
import random
import select as ready
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from models.imports.queries import batches
from models.imports.services import undo_import
from models.people.merging import MergePeople, merge_people
from models.people.services import ChangePerson, PersonDetails, change_person
from models.schema import METADATA
from models.store import migrate, schema_version, vault
from models.store.create import create_store
from models.store.folder import current_set, has_store
from models.store.opened import OpenedFolder
from models.store.store import Store
from tests.people.commune import commune_data
from tests.store.children import fork, kill
from tests.store.deeds import a_list, add_one, bring_in, counted, issue_one, looked_over, prepare
from tests.store.fixtures import CHEAP_KDF, CLERK, KILL, PASSWORD
from tests.store.test_migrations import SECOND

__all__ = ["commune_data"]
FULL_RUNS = 200
MOST_STEPS = 250
LISTS = 8
ROWS = 300
COUNTED = ("person", "residence", "benefit_line", "import_batch", "paper", "change")
Counts = dict[str, int]
Tell = Callable[[str, Counts, str], None]


class Clerk:
    """The child's hands: does random deeds, each announced before and told after."""

    def __init__(self, data: Path, tell: Tell, seed: int, last_step: int | None = None) -> None:
        """`last_step`: die by its own hand at that statement or commit of the writer, counted from here."""
        self.folder = OpenedFolder(data, PASSWORD)
        self.store: Store = self.folder.store
        self.steps_left = last_step
        if last_step is not None:
            for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
                event.listen(self.store._writer, moment, self._step)
        self.chance = random.Random(seed)
        self.tell = tell
        self.lists = list(range(1, LISTS + 1))
        self.own: list[int] = []
        self.draft = ""

    def _step(self, *_: object) -> None:
        assert self.steps_left is not None
        self.steps_left -= 1
        if self.steps_left == 0:
            os.kill(os.getpid(), KILL)

    def work(self) -> None:
        """Until killed."""
        self.tell("done", {name: count for name, count in counted(self.store).items() if name in COUNTED}, "")
        twice = (self.add, self.bring)
        deeds = (*twice, *twice, self.edit, self.merge, self.undo, self.issue, self.keep, self.seal)
        while True:
            self.chance.choice(deeds)()

    def announced(self, deed: Callable[[], Any], **more: int) -> Any:
        """Do it between two messages."""
        before = {name: count for name, count in counted(self.store).items() if name in COUNTED}
        expected = {name: before[name] + more.get(name, 0) for name in COUNTED}
        self.tell("begin", expected, self.draft)
        value = deed()
        after = {name: count for name, count in counted(self.store).items() if name in COUNTED}
        assert after == expected, (deed, before, after, expected)
        self.tell("done", after, self.draft)
        return value

    def add(self) -> None:
        name = f"Lò Văn {chr(65 + len(self.own) % 26)}a"
        self.own.append(self.announced(lambda: add_one(self.store, name), person=1, residence=1, change=1))

    def edit(self) -> None:
        if self.own:
            details = PersonDetails("Lò Văn Sửa", note=f"lần {self.chance.random()}")
            command = ChangePerson(self.chance.choice(self.own), details)
            self.announced(lambda: self.store.transact("Sửa", CLERK, change_person, command), change=1)

    def merge(self) -> None:
        if len(self.own) > 1:
            command = MergePeople(self.own[-2], self.own.pop(), {})
            self.announced(lambda: self.store.transact("Gộp", CLERK, merge_people, command), person=-1, change=1)

    def bring(self) -> None:
        if self.lists:
            prepared = prepare(self.store, a_list(ROWS, self.lists.pop()))
            more = {"person": ROWS, "residence": ROWS, "benefit_line": ROWS, "import_batch": 1, "change": 1}
            self.announced(lambda: bring_in(self.store, prepared), **more)

    def undo(self) -> None:
        with self.store.read() as reader:
            open_batches = [batch.id for batch in batches(reader) if not batch.undone]
        if open_batches:
            less = {"person": -ROWS, "residence": -ROWS, "benefit_line": -ROWS, "change": 1}
            self.announced(
                lambda: self.store.transact("Hoàn tác", CLERK, undo_import, self.chance.choice(open_batches)), **less
            )

    def issue(self) -> None:
        self.announced(lambda: issue_one(self.store), paper=1, change=1)

    def keep(self) -> None:
        self.draft = f"Lò Thị {self.chance.random()}"
        self.announced(lambda: self.store.keep_draft(CLERK, "person", {"name": self.draft}))

    def seal(self) -> None:
        self.announced(self.store.seal_head)


def start(work: Callable[[Tell], None]) -> tuple[int, int]:
    """Fork a child at work; its pid and the pipe of its messages."""
    heard, told = os.pipe()
    child = fork()
    if child == 0:
        os.close(heard)

        def tell(word: str, counts: Counts, draft: str) -> None:
            os.write(told, json.dumps([word, counts, draft]).encode() + b"\n")

        try:
            work(tell)
        except BaseException as error:
            os.write(told, json.dumps(["broke", {}, repr(error)]).encode() + b"\n")
        finally:
            os._exit(1)
    os.close(told)
    return child, heard


def messages_until_death(child: int, heard: int) -> list[Any]:
    """All that a child said which dies by its own hand."""
    with os.fdopen(heard, "rb") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return [json.loads(line) for line in text.splitlines()]


def messages_until_killed(child: int, heard: int, chance: random.Random, most_deeds: int) -> list[Any]:
    """Let it begin some deeds, wait a moment shorter than a deed, kill it; all that it said."""
    wanted = chance.randint(1, most_deeds)
    text = b""
    try:
        while text.count(b'["begin"') < wanted and b"broke" not in text:
            ready.select([heard], [], [], 30)
            text += os.read(heard, 65536)
        time.sleep(chance.random() ** 2 * 0.25)
        kill(child)
        while chunk := os.read(heard, 65536):
            text += chunk
    finally:
        os.close(heard)
    return [json.loads(line) for line in text.splitlines()]


def live(tell: Tell, *, data: Path, run: int, last_step: int | None) -> None:
    Clerk(data, tell, run, last_step).work()


@pytest.mark.drill
def test_killed_at_real_work(commune_data: Path, tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    chance = random.Random(20261122)
    for number in range(1, LISTS + 1):
        a_list(ROWS, number)
    under_way = 0
    for run in range(drill_count(FULL_RUNS)):
        data = tmp_path / f"run{run}"
        shutil.copytree(commune_data, data)
        last_step = chance.randint(1, MOST_STEPS) if run % 2 else None
        child, heard = start(partial(live, data=data, run=run, last_step=last_step))
        if last_step is None:
            said = messages_until_killed(child, heard, chance, most_deeds=14)
        else:
            said = messages_until_death(child, heard)
        assert not [message for message in said if message[0] == "broke"], (run, said[-1])
        under_way += said[-1][0] == "begin"
        counts = {name: count for name, count in looked_over(data).items() if name in COUNTED}
        allowed = [message[1] for message in said[-2:]] if said[-1][0] == "begin" else [said[-1][1]]
        assert counts in allowed, (run, said[-2:], counts)
        drafts = {message[2] for message in said[-2:]} if said[-1][0] == "begin" else {said[-1][2]}
        with OpenedFolder(data, PASSWORD) as opened:
            kept = opened.store.draft(CLERK, "person")
        assert (kept["name"] if kept else "") in drafts, run
        shutil.rmtree(data)
    print(f"{under_way} of {drill_count(FULL_RUNS)} were killed in the middle of a deed")
    assert under_way, "nobody was ever killed in the middle of a deed"


@pytest.mark.drill
def test_killed_while_a_store_is_made(tmp_path: Path, drill_count: Callable[[int], int]) -> None:
    chance = random.Random(7)
    made = 0
    longest = seconds(lambda: create(tmp_path / "timed"))
    for run in range(drill_count(FULL_RUNS)):
        data = tmp_path / f"run{run}"
        child, heard = start(lambda tell, data=data: create(data))  # type: ignore[misc]  # defaults bind the loop
        time.sleep(chance.random() * longest)
        kill(child)
        os.close(heard)
        if has_store(data):
            made += 1
        else:
            create(data)
        assert looked_over(data)["person"] == 0
        shutil.rmtree(data)
    assert made < drill_count(FULL_RUNS)


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes here and now."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def create(data: Path) -> None:
    create_store(data, PASSWORD, METADATA, first_work=lambda store: None, kdf=CHEAP_KDF, make_slot=vault.wrap_slot)


@pytest.mark.drill
def test_killed_while_a_store_is_migrated(
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
    chance = random.Random(11)
    older = 0
    shutil.copytree(commune_data, tmp_path / "timed")
    longest = seconds(lambda: OpenedFolder(tmp_path / "timed", PASSWORD).close())
    for run in range(drill_count(FULL_RUNS // 2)):
        data = tmp_path / f"run{run}"
        shutil.copytree(commune_data, data)
        old = current_set(data).set_id
        child, heard = start(lambda tell, data=data: OpenedFolder(data, PASSWORD).close())  # type: ignore[misc]  # as above
        time.sleep(chance.random() * longest)
        kill(child)
        os.close(heard)
        older += current_set(data).set_id == old
        assert looked_over(data)["change"] > 0
        assert current_set(data).set_id != old
        assert not list((data / "sets").glob("*.new"))
        shutil.rmtree(data)
    assert older
