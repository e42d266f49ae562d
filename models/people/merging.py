"""Merging two records of one person: the preview, the verb, and what each table of this subject does on a conflict.

Promises: nothing is lost. The other record's code stays findable, its dated facts stay as what was known until now,
its last state stays in the history. References of every subject are repointed generically (models.store.merge).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from models.people import rules
from models.people.dated import DatedFact, spans
from models.people.ethnic import ethnic_names
from models.people.services import PEOPLE, demand_person, derived_row, told_apart
from models.people.tables import (
    PERSON_FACTS,
    BankAccount,
    Disability,
    FormerCode,
    Guardian,
    HouseholdMembership,
    MaritalState,
    NotSamePerson,
    Payee,
    Person,
    Residence,
    Study,
)
from models.store import merge as references
from models.store.errors import RuleError
from models.store.work import Outcome, Work

Choice = Literal["keep", "other"]
FIELD_LABELS: dict[str, str] = {
    "name": "Họ và tên",
    "born": "Ngày sinh",
    "sex": "Giới tính",
    "ethnic_code": "Dân tộc",
    "id_number": "Số định danh",
    "old_id_number": "Số CMND cũ",
    "insurance_number": "Số thẻ BHYT",
    "phones": "Điện thoại",
    "status": "Tình trạng",
    "note": "Ghi chú",
}
FACT_LABELS: dict[str, str] = {
    "residence": "Nơi ở",
    "household_membership": "Hộ",
    "marital_state": "Hôn nhân",
    "study": "Học tập",
    "bank_account": "Tài khoản",
    "payee": "Người nhận thay",
    "guardian": "Người giám hộ",
    "disability": "Khuyết tật",
}
_COLUMNS: dict[str, tuple[str, ...]] = {
    "born": ("born_year", "born_month", "born_day"),
    "status": ("status", "status_on", "moved_to"),
}


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One line of the preview: both values as shown, and which is taken unless the clerk says otherwise."""

    field: str
    label: str
    keep: str
    other: str
    proposed: Choice

    @property
    def differs(self) -> bool:
        """Whether there is anything to decide."""
        return self.keep != self.other


@dataclass(frozen=True, slots=True)
class MergePeople:
    """Merge `other_id` into `keep_id`; `choices` by field or fact table, the proposed side where it says nothing."""

    keep_id: int
    other_id: int
    choices: Mapping[str, Choice]


def merge_people(work: Work, command: MergePeople) -> Outcome[int]:
    """Merge two records; returns the id that stays. The other code finds it from now on."""
    if command.keep_id == command.other_id:
        raise RuleError("Hãy chọn hai người khác nhau.", code="same_person")
    keep, other = demand_person(work, command.keep_id), demand_person(work, command.other_id)
    unknown = set(command.choices) - {*FIELD_LABELS, *FACT_LABELS}
    if unknown:
        raise ValueError("unknown field to merge")
    row = _chosen_row(keep, other, command.choices)
    for entity in PERSON_FACTS:
        _choose_fact(work, entity, command, table_name(entity))
    table: Any = Person.__table__
    references.repoint(work, table, other.id, keep.id)
    codes = [keep.code, other.code]
    work.delete(demand_person(work, command.other_id))
    work.add(FormerCode(code=codes[1], person_id=command.keep_id))
    former = select(FormerCode.code).where(FormerCode.person_id == command.keep_id).order_by(FormerCode.code)
    all_codes = [codes[0], *work.session.scalars(former)]
    work.update_row(table, command.keep_id, {**row, **derived_row(row, all_codes)})
    return Outcome(command.keep_id, frozenset({(PEOPLE, command.keep_id), (PEOPLE, command.other_id), (PEOPLE, 0)}))


def table_name(entity: type[DatedFact]) -> str:
    """The table's name of a dated fact."""
    name: str = entity.__tablename__  # type: ignore[attr-defined]  # every concrete fact is a mapped table
    return name


def _chosen_row(keep: Person, other: Person, choices: Mapping[str, Choice]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in FIELD_LABELS:
        side = choices.get(name) or proposed_side(keep, other, name)
        source = keep if side == "keep" else other
        for column in _COLUMNS.get(name, (name,)):
            row[column] = getattr(source, column)
    if "phones" not in choices:
        row["phones"] = " ".join(dict.fromkeys(f"{keep.phones} {other.phones}".split()))
    if "note" not in choices and keep.note and other.note and keep.note != other.note:
        row["note"] = f"{keep.note}\n{other.note}"
    return row


def proposed_side(keep: Person, other: Person, field: str) -> Choice:
    """The side that knows more: the one that says anything, an exacter date of the same birth, a death before life."""
    first = _COLUMNS.get(field, (field,))[0]
    mine, theirs = getattr(keep, first), getattr(other, first)
    if field == "born" and keep.born is not None and other.born is not None:
        finer = _parts(other) > _parts(keep) and keep.born.compatible(other.born)
        return "other" if finer else "keep"
    if field == "status":
        return "other" if mine == "living" and theirs != "living" else "keep"
    return "other" if not mine and theirs else "keep"


def _parts(person: Person) -> int:
    return sum(part is not None for part in (person.born_year, person.born_month, person.born_day))


def shown_value(person: Person, field: str) -> str:
    """A field of a person as the preview and the person page show it."""
    if field == "born":
        return person.born.display() if person.born else ""
    if field == "sex":
        return rules.SEX_LABELS.get(person.sex or "", "")
    if field == "ethnic_code":
        return ethnic_names().get(person.ethnic_code, "")
    if field == "status":
        return rules.STATUS_LABELS[person.status]
    return str(getattr(person, field))


def field_lines(keep: Person, other: Person) -> list[MergeLine]:
    """The plain fields side by side; dated facts are added by queries.merge_preview."""
    return [
        MergeLine(name, label, shown_value(keep, name), shown_value(other, name), proposed_side(keep, other, name))
        for name, label in FIELD_LABELS.items()
    ]


def fact_side(mine: Sequence[bool], theirs: Sequence[bool]) -> Choice:
    """The side proposed for a dated fact, from whether each span holds today: what holds goes before what is over."""
    return "keep" if any(mine) or (mine and not any(theirs)) else "other"


def _choose_fact(work: Work, entity: type[DatedFact], command: MergePeople, name: str) -> None:
    """The side not chosen is no longer known to be true, when both say something."""
    mine, theirs = spans(work, entity, command.keep_id), spans(work, entity, command.other_id)
    if not mine or not theirs:
        return
    day = work.today.isoformat()
    proposed = fact_side(*([fact.valid_from <= day < fact.valid_to for fact in side] for side in (mine, theirs)))
    for fact in mine if command.choices.get(name, proposed) == "other" else theirs:
        fact.known_until = work.instant
    work.flush()


def _close_conflict(entity: type[DatedFact]) -> references.OnMerge:
    """Without a choice the kept record's spans stand, and the other's become what was known until now."""

    def rule(work: Work, losing_id: int, keeping_id: int) -> None:
        if spans(work, entity, keeping_id):
            for fact in spans(work, entity, losing_id):
                fact.known_until = work.instant
            work.flush()

    return rule


def _close_self_reference(entity: type[Payee] | type[Guardian]) -> references.OnMerge:
    """Nobody is their own payee or guardian: such spans end with the merge."""
    close = _close_conflict(entity)

    def rule(work: Work, losing_id: int, keeping_id: int) -> None:
        close(work, losing_id, keeping_id)
        for owner, other in ((losing_id, keeping_id), (keeping_id, losing_id)):
            for fact in spans(work, entity, owner):
                if fact.other_id == other:
                    fact.known_until = work.instant
        work.flush()

    return rule


def _merge_not_same(work: Work, losing_id: int, keeping_id: int) -> None:
    """The pairs of the record that goes are written anew for the one that stays, ordered, each once."""
    known = {pair.low_id + pair.high_id - keeping_id for pair in told_apart(work, keeping_id)}
    for pair in told_apart(work, losing_id):
        third = pair.low_id + pair.high_id - losing_id
        work.delete(pair)
        if third not in (keeping_id, *known):
            low, high = sorted((third, keeping_id))
            work.add(NotSamePerson(low_id=low, high_id=high))


def _declare(entity: Any, rule: references.OnMerge) -> None:
    entity.__table__.info[references.ON_MERGE] = rule


_FACTS: tuple[type[DatedFact], ...] = (Residence, HouseholdMembership, MaritalState, Study, BankAccount, Disability)
for _entity in _FACTS:
    _declare(_entity, _close_conflict(_entity))
for _other in (Payee, Guardian):
    _declare(_other, _close_self_reference(_other))
_declare(NotSamePerson, _merge_not_same)
