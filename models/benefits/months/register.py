"""The lines of one month as a register: ids in order, then rows of ready strings.

Promises: sort and filter happen in SQL, the last sort key is the id; grounds are shown by right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, func, select

from models.benefits.months.rules import PAY_KIND_LABELS, RESULT_LABELS
from models.benefits.months.stored import TABLE
from models.benefits.rules import CHANNEL_LABELS
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, is_secret_ground, mentions_hiv
from models.people.codes import display_code
from models.people.queries import AnyRow, Reader, searched
from models.people.tables import Person
from models.store.dates import Month, month_display
from models.store.money import format_amount

LineSort = Literal["name", "village", "kind", "month", "amount", "result"]


@dataclass(frozen=True, slots=True)
class PayLineFilter:
    """Which lines of a month: of people found by `text`, of a village, of a kind, of a result, in cash or not.

    `missed`: only what is not known to have reached its people whole.
    """

    pay_month_id: int
    text: str = ""
    kind: str = ""
    result: str | None = None
    channel: str = ""
    whole_numbers: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a month has come: people on its list, đồng that reached them, đồng and lines answered as not received.

    `open_people` still have a line without an answer, `open_lines` of them in all.
    """

    people: int
    paid: int
    unpaid: int
    unpaid_lines: int
    open_lines: int
    open_people: int


def standing_of(reader: Reader, pay_month_id: int) -> Standing:
    """Counts and sums of a month's lines as answered so far."""
    missed = TABLE.c.result.in_(("unpaid", "partly", "returned"))
    left = TABLE.c.amount - func.coalesce(TABLE.c.paid_amount, 0)
    found = select(
        func.count(TABLE.c.person_id.distinct()),
        func.coalesce(func.sum(TABLE.c.paid_amount), 0),
        func.coalesce(func.sum(case((missed, left), else_=0)), 0),
        func.coalesce(func.sum(case((missed, 1), else_=0)), 0),
        func.coalesce(func.sum(case((TABLE.c.result == "", 1), else_=0)), 0),
        func.count(case((TABLE.c.result == "", TABLE.c.person_id)).distinct()),
    ).where(TABLE.c.pay_month_id == pay_month_id)
    return Standing(*reader.execute(found).one())


@dataclass(frozen=True, slots=True)
class PayLineRow:
    """A line of the list, as shown."""

    id: int
    person_id: int
    code: str
    name: str
    village: str
    kind: str
    month: str
    label: str
    group: str
    amount: str
    channel: str
    account: str
    payee: str
    decision: str
    reason: str
    result: str


def count(reader: Reader, wanted: PayLineFilter) -> tuple[int, int]:
    """How many lines fit, and their sum in đồng."""
    found = select(func.count(), func.coalesce(func.sum(TABLE.c.amount), 0)).where(*_conditions(wanted))
    row = reader.execute(found).one()
    return int(row[0]), int(row[1])


def ids(
    reader: Reader,
    wanted: PayLineFilter,
    sort: LineSort = "name",
    *,
    descending: bool = False,
    limit: int,
    offset: int = 0,
) -> list[int]:
    """Ids of the lines that fit, in order; equal ones by the person's given name."""
    person = Person.__table__
    keys: list[ColumnElement[Any]] = [_SORTS[sort]] if sort in _SORTS else []
    keys += [person.c.name_sort, TABLE.c.person_id, TABLE.c.benefit_month, TABLE.c.id]
    found = select(TABLE.c.id).outerjoin(person, person.c.id == TABLE.c.person_id).where(*_conditions(wanted))
    ordered = found.order_by(*(key.desc() if descending else key.asc() for key in keys))
    return [row[0] for row in reader.execute(ordered.limit(limit).offset(offset))]


_SORTS: dict[str, ColumnElement[Any]] = {
    "village": TABLE.c.village,
    "kind": TABLE.c.kind,
    "month": TABLE.c.benefit_month,
    "amount": TABLE.c.amount,
    "result": TABLE.c.result,
}


def _conditions(wanted: PayLineFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [TABLE.c.pay_month_id == wanted.pay_month_id]
    if wanted.text.strip():
        people = select(Person.id).where(*searched(wanted.text, whole_numbers=wanted.whole_numbers))
        found.append(TABLE.c.person_id.in_(people))
    if wanted.kind:
        found.append(TABLE.c.kind == wanted.kind)
    if wanted.result is not None:
        found.append(TABLE.c.result == wanted.result)
    if wanted.channel:
        found.append(TABLE.c.channel == wanted.channel)
    if wanted.missed:
        found.append(TABLE.c.result != "paid")
    return found


def rows(reader: Reader, line_ids: Sequence[int], *, grounds: Grounds = "guarded") -> list[PayLineRow]:
    """Lines for these ids in their order; ids that are gone are left out."""
    found = {row.id: _row(row, grounds) for row in reader.execute(select(TABLE).where(TABLE.c.id.in_(line_ids)))}
    return [found[one] for one in line_ids if one in found]


def _row(row: AnyRow, grounds: Grounds) -> PayLineRow:
    hidden = grounds == "neutral" or (grounds == "guarded" and is_secret_ground(row.group_code, row.label))
    guarded = grounds != "open"
    return PayLineRow(
        id=row.id,
        person_id=row.person_id,
        code=display_code(row.code),
        name=row.name,
        village=row.village,
        kind=PAY_KIND_LABELS[row.kind],
        month=month_display(Month(row.benefit_month)),
        label=NEUTRAL_LABEL if hidden else row.label,
        group="" if hidden else row.group_code,
        amount=format_amount(row.amount),
        channel=CHANNEL_LABELS.get(row.channel, ""),
        account=row.account,
        payee=row.payee,
        decision="" if guarded and mentions_hiv(row.decision) else row.decision,
        reason="" if guarded and mentions_hiv(row.reason) else row.reason,
        result=RESULT_LABELS.get(row.result, row.result) if row.result else "",
    )
