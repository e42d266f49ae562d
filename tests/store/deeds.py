"""What the drills do to a store of the small commune, and how they count what is there afterwards."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import func, select

from models.benefits.tables import BenefitLine
from models.imports import queries
from models.imports.planning.plan import ImportPlan
from models.imports.process import Reading, file_digest, make_plan, read_and_match
from models.imports.services import ImportDone, StoreImport, store_import
from models.imports.tables import ImportBatch
from models.office import paper_queries
from models.office.paper_rules import PaperKind
from models.office.paper_services import (
    EnterPaper,
    IssuePaper,
    PreparePaper,
    enter_paper,
    issue_paper,
    prepare_paper,
)
from models.office.services import SetSigner, set_signer
from models.office.tables import Paper
from models.people.services import NewPerson, PersonDetails, add_person
from models.people.tables import Person, Residence
from models.store import vault
from models.store.check import check_store
from models.store.frozen import packed
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.tables import Audit, Change
from models.store.work import Outcome, Work, instant_text
from tests.store.fixtures import CLERK, PASSWORD

TODAY = date(2026, 11, 22)
HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn", "Đối tượng", "Mức hưởng (đồng)"]


@cache
def a_list(people: int, seed: int) -> bytes:
    """A plain workbook of people who live in Thôn 1, each with one benefit line; other seeds, other people."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number in range(1, people + 1):
        born = 1931 + number % 60
        known = f"068{0 if born < 2000 else 2}{born % 100:02d}{seed % 1000:03d}{number:03d}"
        name = f"Nông {_word(seed)} {_word(number)}"
        sheet.append([number, name, f"05/03/{born}", "Nam", known, "Thôn 1", "Hưu trí xã hội", 540_000])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _word(number: int) -> str:
    first, second = divmod(number, 26)
    return f"{'ABCDEFGHIKLMNOPQRSTUVXY'[first % 23]}{'abcdefghijklmnopqrstuvwxyz'[second]}n"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list that was read, matched and planned."""

    plan: ImportPlan
    digest: str


def prepare(store: Store, data: bytes, name: str = "danh-sach.xlsx") -> Prepared:
    """All of an import but its storing."""
    with store.read() as reader:
        snapshot = queries.snapshot(reader, TODAY)
        base = queries.plan_base(reader, instant_text(store.now()))
    understanding, verdicts = read_and_match(data, name, Reading(TODAY, {}, {}, {}, frozenset()), snapshot)
    return Prepared(make_plan(understanding, verdicts, {}, snapshot, base), file_digest(data))


def bring_in(store: Store, prepared: Prepared, name: str = "danh-sach.xlsx") -> ImportDone:
    """Store what was prepared."""
    command = StoreImport(prepared.plan, name, prepared.digest)
    return store.transact("Nhập danh sách", CLERK, store_import, command).value


def import_list(store: Store, people: int, seed: int = 0) -> ImportDone:
    """The whole way of a made-up list into the store."""
    return bring_in(store, prepare(store, a_list(people, seed)))


def add_one(store: Store, name: str = "Lò Văn Một") -> int:
    """One person with a residence."""
    return store.transact("Thêm người", CLERK, add_person, NewPerson(PersonDetails(name), 1)).value


def add_many(work: Work, count: int) -> Outcome[None]:
    """A verb: people one by one in one change."""
    for number in range(count):
        add_person(work, NewPerson(PersonDetails(f"Lò Thị {_word(number)}"), 1))
    return Outcome(None)


def paper_issued(work: Work, number: int) -> Outcome[str]:
    """A verb: a paper prepared, entered and issued with its bytes, in one change."""
    facts = packed({"rows": [f"Lò Văn {_word(number)}"] * 50})[1]
    wanted = PreparePaper(PaperKind.POSTING, "committee", "Danh sách", facts, 50, sign="DS-UBND")
    paper = prepare_paper(work, wanted).value
    signer = set_signer(work, SetSigner("committee", "Lê Văn Ký", "head", "Chủ tịch", TODAY)).value
    enter_paper(work, EnterPaper(paper, number, TODAY, signer))
    view = paper_queries.paper(work.session, paper)
    assert view is not None
    return issue_paper(work, IssuePaper(paper, b"%PDF-1.4 " + bytes(100_000), view.stamp))


def issue_one(store: Store) -> None:
    """One more issued paper."""
    store.transact("Phát hành", CLERK, paper_issued, counted(store)["paper"] + 1)


def write_seal(store: Store) -> None:
    """The vault anew, as each sealing writes it."""
    vault.write_vault(store.set.vault, store.authenticated_vault(), store.raw_key())


def counted(store: Store) -> dict[str, int]:
    """How much of everything the store holds."""
    tables: tuple[Any, ...] = (Person, Residence, BenefitLine, ImportBatch, Paper, Change, Audit)
    with store.read() as session:
        return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def looked_over(data: Path) -> dict[str, int]:
    """Open the folder with its password, demand a clean check, count."""
    with OpenedFolder(data, PASSWORD) as opened:
        report = check_store(opened.store, data)
        assert report.ok, [part.message for part in report.parts if not part.ok]
        return counted(opened.store)
