"""Verbs of imports: store a plan whole, undo an import whole, remember what a column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.benefits.services import LineValues, correct_lines
from models.imports.planning.plan import ImportCounts, ImportPlan, PersonUpdate
from models.imports.planning.sink import WRITTEN
from models.imports.queries import last_change
from models.imports.tables import ColumnMemory, ImportBatch
from models.office.services import PERSON_CODES, next_numbers
from models.people.dated import DatedFact
from models.people.many import FactTold, PersonTold, set_facts, update_people
from models.people.tables import (
    BankAccount,
    Disability,
    Guardian,
    HouseholdMembership,
    HouseholdPoverty,
    Payee,
    Residence,
)
from models.store.errors import RuleError
from models.store.undo import undo_change
from models.store.work import Outcome, Work

EVERYTHING = frozenset({("people", 0), ("households", 0), ("benefits", 0), ("office", 0), ("imports", 0)})


@dataclass(frozen=True, slots=True)
class StoreImport:
    """The plan the clerk agreed to, and the file it comes from."""

    plan: ImportPlan
    file_name: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class ImportDone:
    """The stored import."""

    batch_id: int
    counts: ImportCounts


def store_import(work: Work, command: StoreImport) -> Outcome[ImportDone]:
    """Write everything of a plan in this one transaction.

    Raises RuleError ("register_changed") when the register has moved on since the plan was made.
    """
    plan = command.plan
    if last_change(work.session) != plan.last_change or any(
        work.next_id(table) != plan.base.next_ids[table.name] for table in WRITTEN
    ):
        raise _moved_on()
    if plan.counts.new_people:
        codes = next_numbers(work, PERSON_CODES, plan.counts.new_people)
        if codes.start != plan.base.first_code:
            raise _moved_on()
    work.from_file(command.file_name, command.file_sha256)
    for prepared in plan.inserts:
        work.insert_prepared(prepared)
    _update_people(work, plan.person_updates)
    poor = [
        FactTold(one.household_id, None if one.kind is None else {"kind": one.kind}, one.source)
        for one in plan.poverty_updates
    ]
    set_facts(work, HouseholdPoverty, poor)
    correct_lines(work, [LineValues(line.line_id, line.values, line.source) for line in plan.line_updates])
    batch = work.add(
        ImportBatch(
            change_id=work.change_id,
            file_name=command.file_name,
            file_sha256=command.file_sha256,
            imported_at=work.instant,
            new_people=plan.counts.new_people,
            matched_people=plan.counts.matched_people,
            benefit_lines=plan.counts.benefit_lines,
            left_out=plan.counts.left_out,
            undone_by=None,
        )
    )
    return Outcome(ImportDone(batch.id, plan.counts), EVERYTHING)


_FACTS: dict[str, type[DatedFact]] = {
    "home": Residence,
    "account": BankAccount,
    "disability": Disability,
    "payee": Payee,
    "guardian": Guardian,
    "membership": HouseholdMembership,
}
"""Dated facts by their name in PersonUpdate."""


def _moved_on() -> RuleError:
    return RuleError("Sổ vừa có thay đổi khác. Hãy xem lại danh sách rồi nhập lại.", code="register_changed")


def _update_people(work: Work, updates: Sequence[PersonUpdate]) -> None:
    people: list[PersonTold] = []
    facts: dict[str, list[FactTold]] = {name: [] for name in _FACTS}
    for update in updates:
        values = dict(update.values)
        born = values.pop("born", None)
        if born is not None:
            values.update(born_year=born.year, born_month=born.month, born_day=born.day)
        for name in _FACTS.keys() & values.keys():
            facts[name].append(FactTold(update.person_id, values.pop(name), update.source))
        if values:
            people.append(PersonTold(update.person_id, values, update.source))
    update_people(work, people)
    for name, told in facts.items():
        set_facts(work, _FACTS[name], told)


def undo_import(work: Work, batch_id: int) -> Outcome[int]:
    """Take an import back as a whole; returns how many records.

    Raises RuleError when there is none of that id, it was undone already, or something later depends on it.
    """
    batch = work.get(ImportBatch, batch_id)
    if batch is None:
        raise RuleError("Không có lần nhập nào mang số này.", field="batch", code="import_unknown")
    if batch.undone_by is not None:
        raise RuleError("Lần nhập này đã được hoàn tác.", code="nothing_to_undo")
    count = undo_change(work, batch.change_id)
    batch = work.get(ImportBatch, batch_id)
    if batch is None:
        raise RuleError("Lần nhập này đã được hoàn tác.", code="nothing_to_undo")
    batch.undone_by = work.change_id
    work.flush()
    return Outcome(count, EVERYTHING)


def remember_columns(work: Work, meanings: Mapping[str, str]) -> Outcome[None]:
    """Keep what the clerk said about columns: header words -> meaning."""
    known = {memory.header: memory for memory in work.session.scalars(select(ColumnMemory))}
    for header, meaning in meanings.items():
        if header in known:
            known[header].meaning = meaning
        else:
            work.add(ColumnMemory(header=header, meaning=meaning))
    work.flush()
    return Outcome(None)
