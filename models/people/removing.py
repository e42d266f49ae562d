"""Removing a person or a household entered by mistake.

Promises: nothing that others rely on goes. Whatever refers to the record is either its own and goes with it, or stands
in the way and is named in plain words. The last state of each row and the reason stay in the history; the code is
never given again. A table of another subject says in `info["on_remove"]` what a removal means to it; a table that says
nothing stands in the way.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select

from models.office.paper_facts import content_of
from models.office.tables import Paper
from models.people.codes import display_code
from models.people.dated import STILL_KNOWN, DatedFact, known
from models.people.households import HOUSEHOLDS, demand_household
from models.people.services import PEOPLE, demand_person, told_apart
from models.people.tables import (
    PERSON_FACTS,
    FormerCode,
    Guardian,
    HouseholdMembership,
    HouseholdPoverty,
    NotSamePerson,
    Payee,
    Person,
)
from models.store.errors import RuleError
from models.store.merge import references_to
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

ON_REMOVE = "on_remove"
OnRemove = Callable[[Work, int], None]
"""Deletes its own rows of a person, or raises RuleError saying what stands in the way."""


@dataclass(frozen=True, slots=True)
class RemovePerson:
    """A person entered by mistake, and why."""

    person_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class RemoveHousehold:
    """A household entered by mistake, and why."""

    household_id: int
    reason: str


def remove_person(work: Work, command: RemovePerson) -> Outcome[None]:
    """Remove a person with their own facts. RuleError names what stands in the way."""
    work.reason = _reason(command.reason)
    person = demand_person(work, command.person_id)
    if person.status != "living":
        words = "Người đã mất hoặc chuyển đi thì không xóa. Nếu ghi nhầm tình trạng, hãy sửa lại trước."
        raise RuleError(words, code="not_living")
    _refuse_codes_and_papers(work, person)
    _refuse_head(work, person.id)
    for entity, words in ((Payee, "người nhận thay"), (Guardian, "người giám hộ")):
        _free_other(work, entity, person.id, words)
    for table, column in list(references_to(_table(Person))):
        if table is _table(FormerCode):
            continue
        rule: OnRemove | None = table.info.get(ON_REMOVE)
        if rule is not None:
            rule(work, person.id)
        if _rows(work, table, column, person.id):
            raise RuleError("Sổ đang có bản ghi khác dùng người này.", code="still_referred")
    work.delete(demand_person(work, command.person_id))
    gone = {(PEOPLE, command.person_id), (PEOPLE, 0), (HOUSEHOLDS, 0)}
    return Outcome(None, frozenset(gone))


def remove_household(work: Work, command: RemoveHousehold) -> Outcome[None]:
    """Remove a household that nobody ever belonged to, as known now, with its poverty. RuleError otherwise."""
    work.reason = _reason(command.reason)
    household = demand_household(work, command.household_id)
    members = select(func.count(HouseholdMembership.person_id.distinct())).where(
        HouseholdMembership.household_id == household.id, known(HouseholdMembership, None)
    )
    count = work.session.execute(members).scalar_one()
    if count:
        words = f"Hộ này có {count} người, kể cả người đã ra khỏi hộ. Hãy sửa cho đúng hộ của từng người trước."
        raise RuleError(words, code="has_members")
    for entity in (HouseholdMembership, HouseholdPoverty):
        table = _table(entity)
        for record_id in _rows(work, table, table.c.household_id, household.id):
            work.delete_row(table, record_id)
    work.delete(demand_household(work, command.household_id))
    return Outcome(None, frozenset({(HOUSEHOLDS, command.household_id), (HOUSEHOLDS, 0), (PEOPLE, 0)}))


def _reason(text: str) -> str:
    reason = tidy(text)
    if not reason:
        raise RuleError("Hãy ghi lý do xóa.", field="reason", code="reason_missing")
    return reason


def _refuse_codes_and_papers(work: Work, person: Person) -> None:
    former = select(FormerCode.code).where(FormerCode.person_id == person.id).order_by(FormerCode.code)
    codes = list(work.session.scalars(former))
    if codes:
        words = ", ".join(display_code(code) for code in codes)
        raise RuleError(f"Hồ sơ này đã nhận hồ sơ gộp vào (mã {words}) nên không xóa được.", code="has_merged")
    code = f'"{display_code(person.code)}"'
    for facts in work.session.scalars(select(Paper.facts)):
        if code in json.dumps(content_of(facts), ensure_ascii=False):
            raise RuleError("Người này có tên trên giấy tờ đã lập nên không xóa được.", code="on_paper")


def _refuse_head(work: Work, person_id: int) -> None:
    own = HouseholdMembership
    led = select(own.household_id).where(own.person_id == person_id, own.relation == "head", known(own, None))
    others = select(func.count(own.person_id.distinct())).where(
        own.household_id.in_(led), own.person_id != person_id, known(own, None)
    )
    count = work.session.execute(others).scalar_one()
    if count:
        words = f"Người này là chủ hộ của {count} người khác. Hãy chọn chủ hộ khác trước."
        raise RuleError(words, code="is_head")


def _free_other(work: Work, entity: type[Payee] | type[Guardian], person_id: int, words: str) -> None:
    """Who stands in for somebody now is needed; where it was believed once, the name stays without the link."""
    found = select(entity.id, entity.known_until).where(entity.other_id == person_id, entity.person_id != person_id)
    rows = list(work.session.execute(found))
    needed = sum(row.known_until == STILL_KNOWN for row in rows)
    if needed:
        raise RuleError(f"Người này đang được ghi là {words} của {needed} người khác.", code="stands_in")
    for row in rows:
        work.update_row(_table(entity), row.id, {"other_id": None})


def _delete_own(entity: type[DatedFact]) -> OnRemove:
    def rule(work: Work, person_id: int) -> None:
        table = _table(entity)
        for record_id in _rows(work, table, table.c.person_id, person_id):
            work.delete_row(table, record_id)

    return rule


def _delete_pairs(work: Work, person_id: int) -> None:
    for pair in told_apart(work, person_id):
        work.delete(pair)


def _rows(work: Work, table: Table, column: Any, record_id: int) -> list[int]:
    return list(work.session.execute(select(table.c.id).where(column == record_id)).scalars())


def _table(entity: Any) -> Table:
    table: Table = entity.__table__
    return table


for _entity in PERSON_FACTS:
    _table(_entity).info[ON_REMOVE] = _delete_own(_entity)
_table(NotSamePerson).info[ON_REMOVE] = _delete_pairs
