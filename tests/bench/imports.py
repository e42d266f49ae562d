"""Import of 20,000 rows (read, understand, match, store with audit) against merely reading the file with openpyxl."""

from __future__ import annotations

import io
import shutil
import tempfile
import time
from pathlib import Path

import openpyxl

from desktop.founding import found_store
from models.imports import queries
from models.imports.process import Reading, file_digest, make_plan, read_and_match
from models.imports.services import StoreImport, store_import
from models.office.services import CreateCommune
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.work import OFFICE_TIME, Actor, instant_text
from tests.bench.lists import workbook
from tests.bench.measure import Figure, in_turn

ROWS = 20_000
PASSWORD = "đo tốc độ"
ACTOR = Actor(1, frozenset({"all"}))


def whole_import(store: Store, data: bytes) -> dict[str, float]:
    """Everything the program does from bytes to commit; seconds of each step."""
    marks = [time.perf_counter()]
    day = store.now().astimezone(OFFICE_TIME).date()
    with store.read() as reader:
        snapshot = queries.snapshot(reader, day)
        base = queries.plan_base(reader, instant_text(store.now()))
    marks.append(time.perf_counter())
    understanding, verdicts = read_and_match(data, "list.xlsx", Reading(day, {}, {}, {}, frozenset()), snapshot)
    marks.append(time.perf_counter())
    plan = make_plan(understanding, verdicts, {}, snapshot, base)
    marks.append(time.perf_counter())
    done = store.transact("Nhập", ACTOR, store_import, StoreImport(plan, "list.xlsx", file_digest(data))).value
    marks.append(time.perf_counter())
    assert done.counts.new_people == ROWS, done
    names = ("snapshot", "read+understand+match", "plan", "store")
    return {name: after - before for name, before, after in zip(names, marks, marks[1:], strict=False)}


def run() -> list[Figure]:
    """One figure."""
    data = workbook(ROWS, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty"
        found_store(empty, PASSWORD, CreateCommune("Xã Đo", "01"))
        opened: list[OpenedFolder] = []

        def fresh() -> Store:
            target = Path(folder) / f"run{len(opened)}"
            shutil.copytree(empty, target)
            opened.append(OpenedFolder(target, PASSWORD))
            return opened[-1].store

        stores = [fresh() for _ in range(6)]
        steps: list[dict[str, float]] = []

        def ours() -> None:
            steps.append(whole_import(stores[len(steps)], data))

        def theirs() -> None:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            rows = sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))
            assert rows == ROWS + 2
            book.close()

        a, b = in_turn(ours, theirs)
        for folder_open in opened:
            folder_open.close()
        print("    steps of the last import:", {name: f"{1000 * took:.0f} ms" for name, took in steps[-1].items()})
    return [Figure(f"import of {ROWS:,} rows", a, b, "openpyxl read-only read", 1.0)]
