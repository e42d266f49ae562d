"""From verdicts to rows: everything an import will write, ready for the driver, with the history of each record.

Pure and run in the worker process, because a busy Python thread would make the window stutter. The plan names the ids
it counts on; `services.store_import` refuses it when the register has moved on meanwhile.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from models.benefits.rules import label_key
from models.benefits.tables import BenefitLine
from models.imports import households
from models.imports.facts import RowKey, UnderstoodRow
from models.imports.matching import KnownPerson, MatchedRow, Snapshot, Status
from models.imports.new_villages import Villages
from models.imports.plan import Base, ImportCounts, ImportPlan, LineUpdate, PersonUpdate, RowChoice
from models.imports.words import degree_key, disability_key
from models.office.tables import Village
from models.people.dated import OPEN_END, STILL_KNOWN, UNKNOWN_START
from models.people.ethnic import find_ethnic
from models.people.services import derived_row
from models.people.tables import (
    BankAccount,
    Disability,
    Guardian,
    Household,
    HouseholdMembership,
    HouseholdPoverty,
    Payee,
    Person,
    Residence,
)
from models.store.history import PreparedRows, prepare_rows
from models.store.uids import uid_from

WRITTEN: tuple[Table, ...] = tuple(
    entity.__table__  # type: ignore[misc]  # declarative tables are Tables
    for entity in (
        Village,
        Person,
        Household,
        Residence,
        HouseholdMembership,
        HouseholdPoverty,
        BankAccount,
        Payee,
        Guardian,
        Disability,
        BenefitLine,
    )
)
"""Tables an import inserts into, parents before children."""


@dataclass(slots=True)
class _Sink:
    """Rows of each table with their sources, ids given in order."""

    base: Base
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {table.name: [] for table in WRITTEN})
    sources: dict[str, list[str | None]] = field(default_factory=lambda: {table.name: [] for table in WRITTEN})

    def add(self, table: str, source: str | None, values: dict[str, Any]) -> int:
        rows = self.rows[table]
        number = self.base.next_ids[table] + len(rows)
        values["id"] = number
        rows.append(values)
        self.sources[table].append(source)
        return number

    def fact(self, table: str, source: str, values: dict[str, Any]) -> None:
        """A dated fact known from this import on, valid since nobody knows when."""
        values.update(
            valid_from=UNKNOWN_START, valid_to=OPEN_END, known_since=self.base.instant, known_until=STILL_KNOWN
        )
        self.add(table, source, values)

    def prepared(self) -> tuple[PreparedRows, ...]:
        return tuple(
            prepare_rows(table, self.rows[table.name], self.sources[table.name])
            for table in WRITTEN
            if self.rows[table.name]
        )


def plan_import(
    rows: Sequence[UnderstoodRow],
    verdicts: Sequence[MatchedRow],
    choices: Mapping[RowKey, RowChoice],
    snapshot: Snapshot,
    base: Base,
) -> ImportPlan:
    """The plan for rows with their verdicts and the clerk's choices; rows still wrong or unsure are left out."""
    return _Planner(rows, verdicts, choices, snapshot, base).plan()


class _Planner:
    """Walks the rows once; later rows of the same person add to the first one's record."""

    def __init__(
        self,
        rows: Sequence[UnderstoodRow],
        verdicts: Sequence[MatchedRow],
        choices: Mapping[RowKey, RowChoice],
        snapshot: Snapshot,
        base: Base,
    ) -> None:
        self.rows, self.verdicts, self.choices, self.base = rows, verdicts, choices, base
        self.known = {person.id: person for person in snapshot.people}
        self.sink = _Sink(base)
        self.villages = Villages(snapshot.villages, base, self.sink.add)
        self.homes = households.Households(snapshot.households, self.sink.add, self.sink.fact)
        self.person_of: dict[int, int] = {}
        self.lines_of: dict[int, set[tuple[Any, ...]]] = {}
        self.accounts: dict[int, str] = {}
        self.updates: list[PersonUpdate] = []
        self.line_updates: list[LineUpdate] = []
        self.matched: set[int] = set()
        self.left_out = 0
        self.salt = os.urandom(10 * len(rows)) if rows else b""
        self.made_at = time.time_ns() // 1_000_000

    def plan(self) -> ImportPlan:
        for index, (row, verdict) in enumerate(zip(self.rows, self.verdicts, strict=True)):
            if not self._take(index, row, verdict):
                self.left_out += 1
        people = len(self.sink.rows["person"])
        counts = ImportCounts(people, len(self.matched), len(self.sink.rows["benefit_line"]), self.left_out)
        return ImportPlan(self.base, counts, self.sink.prepared(), tuple(self.updates), tuple(self.line_updates))

    def _take(self, index: int, row: UnderstoodRow, verdict: MatchedRow) -> bool:
        choice = self.choices.get(row.key)
        if verdict.status is Status.WRONG or (choice is not None and choice.skip):
            return False
        source = f"{row.sheet}!{row.row}"
        chosen = choice.person_id if choice is not None and choice.person_id is not None else None
        person_id: int | None
        if verdict.twin_of is not None and chosen is None:
            twin = self.person_of.get(verdict.twin_of)
            if twin is None:
                return False
            person_id = twin
            self._complete(row, person_id)
        elif chosen == 0 or (chosen is None and verdict.status is Status.NEW):
            person_id = self._new_person(index, row, source)
        else:
            person_id = chosen if chosen is not None else verdict.person_id
            if person_id is None or person_id not in self.known:
                return False
            self.matched.add(person_id)
            self._update(row, verdict, choice, self.known[person_id], source)
        self.person_of[index] = person_id
        self._account(row, person_id, source)
        self._benefit(row, person_id, source)
        return True

    def _new_person(self, index: int, row: UnderstoodRow, source: str) -> int:
        person = row.person
        code = self.base.first_code + len(self.sink.rows["person"])
        born = person.born
        values: dict[str, Any] = {
            "id": 0,
            "uid": uid_from(self.made_at, self.salt[10 * index : 10 * index + 10]),
            "code": code,
            "name": person.name,
            "sex": person.sex,
            "born_year": born.year if born else None,
            "born_month": born.month if born else None,
            "born_day": born.day if born else None,
            "ethnic_code": (find_ethnic(person.ethnicity) or "") if person.ethnicity else "",
            "id_number": person.id_number or "",
            "old_id_number": person.old_id_number or "",
            "insurance_number": person.insurance or "",
            "phones": " ".join(person.phones),
            "status": "living",
            "status_on": "",
            "moved_to": "",
            "note": person.note or "",
        }
        values.update(derived_row(values, (code,)))
        person_id = self.sink.add("person", source, values)
        village_id = self.villages.id_of(person.village, source)
        if village_id is not None or person.address:
            home = {"person_id": person_id, "village_id": village_id, "address": person.address or ""}
            self.sink.fact("residence", source, home)
        self._other_facts(row, person_id, source)
        if row.household is not None:
            self.homes.join(row.household, person.name or "", village_id, person_id, source)
        return person_id

    def _complete(self, row: UnderstoodRow, person_id: int) -> None:
        """What a later row of the same new person knows better: blanks are filled, nothing said is overwritten."""
        place = person_id - self.base.next_ids["person"]
        if place < 0:
            return
        person, values = row.person, self.sink.rows["person"][place]
        said: dict[str, Any] = {
            "sex": person.sex,
            "id_number": person.id_number,
            "old_id_number": person.old_id_number,
            "insurance_number": person.insurance,
            "phones": " ".join(person.phones),
        }
        fresh = {name: value for name, value in said.items() if value and not values[name]}
        born = person.born
        if born is not None and (values["born_year"] is None or (born.month and not values["born_month"])):
            fresh.update(born_year=born.year, born_month=born.month, born_day=born.day)
        if fresh:
            values.update(fresh)
            values.update(derived_row(values, (values["code"],)))

    def _other_facts(self, row: UnderstoodRow, person_id: int, source: str) -> None:
        person = row.person
        degree = degree_key(person.disability_degree or "")
        if degree:
            values = {"kind": disability_key(person.disability_kind or ""), "degree": degree, "certificate": ""}
            self.sink.fact("disability", source, {"person_id": person_id, **values})
        for table, name in (("payee", person.payee), ("guardian", person.guardian)):
            if name:
                who = {"other_id": None, "name": name, "id_number": "", "relation": "", "phone": ""}
                self.sink.fact(table, source, {"person_id": person_id, **who})

    def _update(
        self, row: UnderstoodRow, verdict: MatchedRow, choice: RowChoice | None, known: KnownPerson, source: str
    ) -> None:
        taken = choice.take if choice is not None and choice.take is not None else None
        values: dict[str, Any] = {}
        person = row.person
        said: dict[str, Any] = {
            "name": person.name,
            "born": person.born,
            "sex": person.sex,
            "id_number": person.id_number,
            "old_id_number": person.old_id_number,
            "insurance_number": person.insurance,
            "phones": None,
            "address": person.address,
            "account": (row.account.number, row.account.bank or "", row.account.holder or "") if row.account else None,
        }
        for change in verdict.changes:
            if (change.field in taken) if taken is not None else change.taken:
                values[change.field] = change.new if change.field == "phones" else said[change.field]
        if known.village_id is None and person.village:
            values["village_id"] = self.villages.id_of(person.village, source)
        if values:
            self.updates.append(PersonUpdate(known.id, values, source))

    def _account(self, row: UnderstoodRow, person_id: int, source: str) -> None:
        if row.account is None or not row.account.number or person_id in self.known or person_id in self.accounts:
            return
        self.accounts[person_id] = row.account.number
        values = {
            "person_id": person_id,
            "number": row.account.number,
            "bank": row.account.bank or "",
            "holder": row.account.holder or "",
        }
        self.sink.fact("bank_account", source, values)

    def _benefit(self, row: UnderstoodRow, person_id: int, source: str) -> None:
        benefit = row.benefit
        if benefit is None or (not benefit.label and benefit.amount is None):
            return
        label = benefit.label or ""
        key = label_key(label)
        own = self.known.get(person_id)
        for line in own.lines if own else ():
            if line.label_key == key or (benefit.group and line.group == benefit.group):
                fresh = {
                    name: value
                    for name, value, old in (
                        ("amount", benefit.amount, line.amount),
                        ("coefficient", benefit.coefficient, line.coefficient),
                        ("start_month", benefit.start, line.start),
                    )
                    if value is not None and value != old
                }
                if fresh:
                    self.line_updates.append(LineUpdate(line.id, fresh, source))
                return
        seen = self.lines_of.setdefault(person_id, set())
        if (key,) in seen:
            return
        seen.add((key,))
        account = row.account.number if row.account else None
        self.sink.add(
            "benefit_line",
            source,
            {
                "person_id": person_id,
                "label": label,
                "group_code": benefit.group or "",
                "coefficient": benefit.coefficient,
                "amount": benefit.amount,
                "decision_number": benefit.decision or "",
                "decision_day": benefit.decision_date.isoformat() if benefit.decision_date else "",
                "start_month": benefit.start,
                "stop_month": None,
                "channel": "account" if account else "",
                "note": "",
            },
        )
