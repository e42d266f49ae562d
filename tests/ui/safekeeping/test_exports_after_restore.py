"""A backup restored into a bare second data directory gives the very same exports: every register, cell by cell."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from models.benefits.preparing import prepare_payment
from models.benefits.services import LineDetails, NewLine, add_line
from models.office.open_office import OpenOffice
from models.people.services import ChangePerson, PersonDetails, change_person
from models.safekeeping import generations
from models.safekeeping.medium import Medium
from models.safekeeping.opening import open_generation
from models.safekeeping.restoring import restore
from models.schema import METADATA
from models.store.dates import Month
from models.store.opened import OpenedFolder
from models.store.store import Store
from printing.sheets.register import RegisterColumn, register_sheet
from tests.old_stores.backup_facts import RESTORING
from tests.old_stores.make_store import make_papers
from tests.printing.reading import sheet_cells
from tests.safekeeping.restores import add_segment
from tests.safekeeping.sticks import backed_up
from tests.store.fixtures import CLERK, NOW, PASSWORD
from tests.ui.fakes import FakeMemory
from ui.benefits.source import BenefitSource
from ui.desk import Desk
from ui.history.source import ChangeSource
from ui.office.section import VillageSource
from ui.paper.papers_page import PaperSource
from ui.people.source import HouseholdSource, PeopleSource
from ui.register.source import RegisterSource, Wanted

REGISTERS: dict[str, tuple[type[Any], Wanted]] = {
    "people": (PeopleSource, Wanted()),
    "households": (HouseholdSource, Wanted()),
    "benefits": (BenefitSource, Wanted((("stop", "all"),))),
    "papers": (PaperSource, Wanted()),
    "villages": (VillageSource, Wanted()),
    "history": (ChangeSource, Wanted(sort="at")),
}
EVERYBODY = 100_000
PRINTED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
Cells = list[list[Any]]
DAY_AFTER = NOW + timedelta(days=1)


@pytest.fixture
def lived_in(qapp: QApplication, sample_data: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A made-up commune with papers in every state, corrected people, benefits and scans; and its backed-up stick."""
    data, stick = tmp_path / "data", tmp_path / "stick"
    shutil.copytree(sample_data, data)
    stick.mkdir()
    medium = Medium(stick)
    medium.claim()
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW) as folder:
        store = folder.store
        for person in range(1, 6):
            store.transact(
                "Sửa", CLERK, change_person, ChangePerson(person, PersonDetails("Đặng Thị Ữ " + "abcdef"[person]))
            )
            line = NewLine(person, LineDetails("Hưu trí xã hội", 540_000, start_month=Month(202601)))
            store.transact("Thêm trợ cấp", CLERK, add_line, line)
        make_papers(store)
        add_segment(store, 5)
    return data, stick


def exports(data: Path) -> dict[str, Cells]:
    """What "Xuất Excel" gives for each register with every column shown, read back cell by cell."""
    office = OpenOffice(OpenedFolder(data, PASSWORD, clock=lambda: DAY_AFTER), CLERK)
    desk = Desk(office, FakeMemory())
    try:
        made = {name: _export(kind(desk), wanted) for name, (kind, wanted) in REGISTERS.items()}
        with office.store.read() as reader:
            paid = prepare_payment(reader, Month(202611), None)
    finally:
        desk.close()
        office.close()
    return {**made, "payment": [[repr(paid)]]}


def _export(source: RegisterSource, wanted: Wanted) -> Cells:
    ids = source.ids(wanted, EVERYBODY, 0)
    rows = source.rows(ids)
    columns = [RegisterColumn(column.title) for column in source.columns]
    return sheet_cells(register_sheet("Sổ", columns, [rows[one] for one in ids], printed_at=PRINTED_AT))


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a restore leaves as it was, bytes of papers and history included."""
    with store.connection() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
            if table.name not in RESTORING
        }


def test_every_register_is_exported_the_same(lived_in: tuple[Path, Path], tmp_path: Path) -> None:
    data, stick = lived_in
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW) as folder:
        backed_up(folder.store, Medium(stick))
        rows = rows_of(folder.store)
    before = exports(data)
    shutil.move(data, tmp_path / "died")
    medium = Medium(stick)
    (place,) = generations.stores_on(medium)
    opened = open_generation(medium, generations.listed(medium, place)[0], PASSWORD)
    restore(tmp_path / "second", opened, replaced=None, clock=lambda: NOW)
    after = exports(tmp_path / "second")
    note = after["history"].pop()  # oldest first: the restore itself is the last change
    assert "Khôi phục sổ từ bản sao lưu" in note
    assert {name: len(cells) for name, cells in after.items()} == {name: len(cells) for name, cells in before.items()}
    for name, cells in before.items():
        assert after[name] == cells, name
    assert len(before["people"]) > 300
    assert min(len(cells) for name, cells in before.items() if name != "payment") > 4
    with OpenedFolder(tmp_path / "second", PASSWORD) as folder:
        assert rows_of(folder.store) == rows
