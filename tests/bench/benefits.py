"""A month run over 20,000 entitlements against merely inserting the same rows with their history; months asked again."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.founding import found_store
from models.benefits.entitlements.tables import Entitlement
from models.benefits.months import queries
from models.benefits.months.services import (
    ConfirmMonth,
    OpeningMonth,
    OpenMonth,
    RecomputeMonth,
    confirm_month,
    open_month,
    opening_month,
    recompute_month,
)
from models.benefits.months.stored import digest_of, lines_of
from models.benefits.months.tables import PayLine
from models.benefits.tables import BenefitLine
from models.demo.services import FillDemo, demo_commune, fill_demo
from models.people.dated import STILL_KNOWN
from models.people.tables import BankAccount
from models.store.dates import Month, add_months
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.uids import new_uids
from models.store.work import Actor, Outcome, Work
from tests.bench.measure import Figure

PEOPLE = 20_000
YEARS_PEOPLE = 400
MONTHS = 60
PASSWORD = "đo tốc độ"
ACTOR = Actor(1, frozenset({"all"}))
FIRST = Month(202611)
RUNS = 3


class Clock:
    """Each reading is a second later."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

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


def insert_again(work: Work, rows: Sequence[dict[str, Any]]) -> Outcome[None]:
    """The same rows into a month of their own, merely inserted with their history."""
    work.insert_many(_table(PayLine), rows)
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
