"""A month run over 20,000 entitlements and up to 100,000 against inserting its rows with their history; years again."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import literal, select

from desktop.founding import found_store
from models.benefits.entitlements.law_change_facts import preview
from models.benefits.entitlements.queries import due_spans
from models.benefits.entitlements.tables import Entitlement
from models.benefits.months import queries
from models.benefits.months.facts import Line
from models.benefits.months.returns_services import apply_return
from models.benefits.months.rules import MonthState, usual_budget_year
from models.benefits.months.services import (
    ConfirmMonth,
    OpeningMonth,
    OpenMonth,
    RecomputeMonth,
    SendMonth,
    confirm_month,
    open_month,
    opening_month,
    recompute_month,
    send_month,
)
from models.benefits.months.stored import TABLE, digest_of, lines_of, write_lines
from models.benefits.months.tables import PayMonth
from models.benefits.tables import BenefitLine
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.imports.returns.matching import Choices
from models.imports.returns.process import command_of, look_at
from models.imports.returns.queries import payments
from models.imports.workbook.reading import read_workbook
from models.people.dated import STILL_KNOWN
from models.store.dates import Month, add_months
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.uids import new_uid, new_uids
from models.store.work import Actor, Outcome, Work
from tests.bench.measure import Figure, in_turn

PEOPLE = 20_000
MANY = (40_000, 100_000)
MONTHS = 60
MONTH_RUN_S, PREVIEW_S, LINEAR = 5.0, 3.0, 1.3
PASSWORD = "đo tốc độ"
ACTOR = Actor(1, frozenset({"all"}))
FIRST = Month(202611)
RUNS = 3


class Clock:
    """Each reading is a second later."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)  # after whatever the demo commune was filled with

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def take_over_all(work: Work, people: Sequence[int]) -> Outcome[None]:
    """One entitlement and one span for each person, as a take-over leaves them."""
    first = FIRST
    entitlements = [
        {
            "uid": uid,
            "person_id": person,
            "kind": "allowance",
            "group_code": "K6N",
            "label": "Người khuyết tật nặng",
            "origin": "taken_over",
            "opening_amount": 750_000,
            "opening_from": 202401,
            "opening_until": add_months(first, 1),
            "note": "",
        }
        for uid, person in zip(new_uids(len(people)), people, strict=True)
    ]
    ids = work.insert_many(_table(Entitlement), entitlements)
    spans = [
        {
            "person_id": person,
            "entitlement_id": number,
            "label": "Người khuyết tật nặng",
            "group_code": "K6N",
            "coefficient": 150,
            "amount": 750_000,
            "decision_number": "12/QĐ-UBND",
            "decision_day": "2024-01-10",
            "start_month": 202401,
            "channel": "",
            "note": "",
            "standing": "paid",
            "law_table": "central",
            "base_rate": 500_000,
            "known_since": work.instant,
            "known_until": STILL_KNOWN,
        }
        for number, person in zip(ids, people, strict=True)
    ]
    work.insert_many(_table(BenefitLine), spans)
    return Outcome(None)


def _table(entity: Any) -> Any:
    return entity.__table__


def insert_again(work: Work, month: int) -> Outcome[None]:
    """The lines of an open month once more, merely inserted with their history."""
    lines = [line for _, line in lines_of(work.session, month)]
    write_lines(work, month, lines)
    return Outcome(None)


def timed(work: Callable[[], Any]) -> float:
    """Seconds of one run."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def filled(folder: Path, people: int) -> OpenedFolder:
    """A demo commune in which everybody has one entitlement."""
    found_store(folder, PASSWORD, demo_commune(1))
    opened = OpenedFolder(folder, PASSWORD)
    opened.store.transact("Mẫu", ACTOR, fill_demo, FillDemo(people, 1))
    opened.store.clock = Clock()
    opened.store.transact("Tiếp nhận", ACTOR, take_over_all, range(1, people + 1))
    opened.store.transact("Mở đầu", ACTOR, opening_month, OpeningMonth(FIRST))
    return opened


def month_runs(store: Store, people: int, runs: int = RUNS) -> Figure:
    """Open a month and build its bridge, against inserting its lines; the month is confirmed in between."""
    ours, theirs, month = [], [], FIRST
    for _ in range(runs):
        month = add_months(month, 1)

        def run(month: Month = month) -> None:
            store.transact("Lập", ACTOR, open_month, OpenMonth(month))
            with store.read() as reader:
                queries.bridge_of(reader, month)

        ours.append(timed(run))
        with store.read() as reader:
            number = queries.month_row(reader, month).id
        theirs.append(timed(partial(store.transact, "Chèn", ACTOR, insert_again, number)))
        store.transact("Lập lại", ACTOR, recompute_month, RecomputeMonth(month))
        store.transact("Chốt", ACTOR, confirm_month, ConfirmMonth(month))
    name = f"month run over {people:,} with its bridge"
    return Figure(name, statistics.median(ours), statistics.median(theirs), "inserting its lines, audited", 3.5)


def bounds(run: Figure, more: Sequence[Figure], previews: Figure) -> list[Figure]:
    """What the issue promises in seconds, and that a month run grows as its list does."""
    name = f"month run over {PEOPLE:,}"
    found = [Figure(name, run.ours, MONTH_RUN_S, f"{MONTH_RUN_S:g} s", 1.0)]
    found.append(Figure(f"preview over {PEOPLE:,}", previews.ours, PREVIEW_S, f"{PREVIEW_S:g} s", 1.0))
    for people, other in zip(MANY, more, strict=True):
        times = people / PEOPLE
        found.append(Figure(f"month run over {people:,}", other.ours, times * run.ours, f"{times:g} times it", LINEAR))
    return found


def law_previews(store: Store) -> Figure:
    """The preview of the base rate of 07/2026 over everybody, against merely reading their spans."""

    def ours() -> None:
        with store.read() as reader:
            preview(reader, Month(202607), add_months(FIRST, RUNS + 1), date(2026, 11, 22))

    def theirs() -> None:
        with store.read() as reader:
            due_spans(reader)

    mine, other = in_turn(ours, theirs, runs=RUNS)
    return Figure(f"preview of a new base rate over {PEOPLE:,}", mine, other, "reading the spans", None)


def answers(store: Store) -> Figure:
    """An answer of the payment organisation with a row for everybody, read, matched, applied; against reading it."""
    month = add_months(FIRST, RUNS)
    store.transact("Gửi", ACTOR, send_month, SendMonth(month))
    with store.read() as reader:
        everybody = payments(reader, month)
    data = return_file([(one.code, one.name, one.total) for one in everybody])

    def ours() -> None:
        with store.read() as reader:
            there = payments(reader, month)
        looked = look_at(data, "tra-loi.xlsx", date(2026, 11, 22), there, Choices())
        store.transact("Đối soát", ACTOR, apply_return, command_of(month, looked))

    mine = timed(ours)
    other = timed(lambda: read_workbook(data, "tra-loi.xlsx"))
    return Figure(f"reconciliation of a file of {PEOPLE:,} rows", mine, other, "reading its cells", None)


def return_file(rows: Sequence[tuple[str, str, int]]) -> bytes:
    """The organisation's answer: everybody was paid."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Chi trả")
    sheet.append(["Mã đối tượng", "Họ và tên", "Số tiền", "Kết quả"])
    for code, name, total in rows:
        sheet.append([code, name, total, "Đã nhận"])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def keep_like(work: Work, month: Month) -> Outcome[None]:
    """A confirmed month with the lines of the first one kept: nothing has changed since, so they are what is due."""
    first = queries.month_row(work.session, add_months(FIRST, 1))
    year = usual_budget_year(month)
    lines = [line._replace(benefit_month=month, budget_year=year) for _, line in lines_of(work.session, first.id)]
    row = PayMonth(
        uid=new_uid(),
        month=month,
        state=MonthState.OPEN.value,
        known_on=work.today.isoformat(),
        budget_year=year,
        lines=len(lines),
        total=first.total,
        digest=digest_of(lines),
        opened_at=work.instant,
        computed_at=work.instant,
        confirmed_at=work.instant,
    )
    work.add(row)
    work.flush()
    taken = (*Line._fields, "result", "unpaid_reason")
    other = {"benefit_month": literal(month), "budget_year": literal(year)}
    copied = select(literal(row.id), *(other.get(name, TABLE.c[name]) for name in taken))
    copied = copied.where(TABLE.c.pay_month_id == first.id)
    work.session.connection().execute(TABLE.insert().from_select(["pay_month_id", *taken], copied))
    row.state = MonthState.CONFIRMED.value
    work.flush()
    return Outcome(None)


def years_again(store: Store) -> Figure:
    """Sixty months computed once more as known then, against reading their lines."""
    month = add_months(FIRST, 1)
    store.transact("Lập", ACTOR, open_month, OpenMonth(month))
    store.transact("Chốt", ACTOR, confirm_month, ConfirmMonth(month))
    for _ in range(MONTHS - 1):
        month = add_months(month, 1)
        store.transact("Như trước", ACTOR, keep_like, month)

    def ours() -> None:
        with store.read() as reader:
            for row in queries.months(reader):
                if not row.opening:
                    same = digest_of(queries.recomputed(reader, row.month)) == row.digest
                    if not same:
                        raise AssertionError("a month came out otherwise")

    def theirs() -> None:
        with store.read() as reader:
            for row in queries.months(reader):
                lines_of(reader, row.id)

    name = f"{MONTHS} months of {PEOPLE:,} computed again"
    return Figure(name, timed(ours), timed(theirs), "reading their lines", None)


def run() -> list[Figure]:
    """One figure per promise of the issue."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        with filled(Path(folder) / "many", PEOPLE) as opened:
            twenty, previews = month_runs(opened.store, PEOPLE), law_previews(opened.store)
            figures += [twenty, previews, answers(opened.store)]
        more = []
        for people in MANY:
            with filled(Path(folder) / f"{people}", people) as opened:
                more.append(month_runs(opened.store, people, 1))
        figures += [*more, *bounds(twenty, more, previews)]
        with filled(Path(folder) / "years", PEOPLE) as opened:
            figures.append(years_again(opened.store))
    return figures
