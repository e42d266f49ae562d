"""The register of benefit lines and the lines of one person, as known now, in ready strings.

Promises: sort and filter happen in SQL, the last sort key is the id; a ground that tells of HIV/AIDS is shown, sorted
and filtered by its neutral label unless it was asked for (`Grounds`), so that no list betrays it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, String, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import Session

from models.benefits.queries import due_in, group_of, joined, rulings
from models.benefits.rules import CHANNEL_LABELS, label_key
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, is_hiv_group, is_secret_ground, mentions_hiv
from models.benefits.services import LineDetails
from models.benefits.tables import BenefitLine
from models.office.tables import Village
from models.people.codes import display_code
from models.people.dated import AsOf, holds, known
from models.people.queries import AnyRow, AnySelect, Reader, residents, searched, village_text
from models.people.tables import BankAccount, Person, Residence
from models.store.dates import Month, month_display
from models.store.money import format_amount, format_coefficient
from models.store.vietnamese import text_sort

LineSort = Literal[
    "name", "village", "label", "group", "coefficient", "amount", "start", "stop", "account", "decision", "code"
]
LAST_RANK = 1_000_000
NEVER = 999_912
SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One benefit line, as shown; `guarded` when its ground is not the one shown.

    `entitlement_id` None: no decision governs the line yet.
    """

    id: int
    person_id: int
    code: str
    name: str
    village: str
    label: str
    group: str
    coefficient: str
    amount: str
    start: str
    stop: str
    decision: str
    account: str
    payee: str
    channel: str
    guarded: bool = False
    standing: str = ""
    entitlement_id: int | None = None


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines the register shall show: of people found by `text`, of a village, due in a month, unrecognised.

    `groups` are group codes, as the line or the clerk's ruling says; secret ones are never found by them. `standing`
    "suspended" asks for what rests in the month instead of what is due; `free` for lines that no decision governs yet.
    """

    day: date
    text: str = ""
    village_id: int | None = None
    month: Month | None = None
    unrecognised: bool = False
    whole_numbers: bool = False
    groups: tuple[str, ...] = ()
    channel: str = ""
    standing: str = ""
    free: bool = False


def count(reader: Reader, wanted: LineFilter) -> tuple[int, int]:
    """How many lines fit, and the sum of their monthly amounts in đồng."""
    found = select(func.count(), func.coalesce(func.sum(BenefitLine.amount), 0)).select_from(BenefitLine)
    row = reader.execute(
        found.join(Person, Person.id == BenefitLine.person_id).where(*_conditions(reader, wanted))
    ).one()
    return row[0], int(row[1] or 0)


def ids(
    reader: Reader,
    wanted: LineFilter,
    sort: LineSort = "name",
    *,
    descending: bool = False,
    grounds: Grounds = "guarded",
    limit: int,
    offset: int = 0,
) -> list[int]:
    """Ids of the lines that fit, in order; equal ones by the person's given name."""
    found = select(BenefitLine.id).join(Person, Person.id == BenefitLine.person_id).where(*_conditions(reader, wanted))
    found, keys = _ordered(reader, found, sort, wanted.day, grounds)
    keys += [Person.__table__.c.name_sort, Person.__table__.c.id, BenefitLine.__table__.c.id]
    found = found.order_by(*(key.desc() if descending else key.asc() for key in keys)).limit(limit).offset(offset)
    return [row[0] for row in reader.execute(found)]


_COLUMNS: Mapping[str, Any] = {
    "coefficient": BenefitLine.coefficient,
    "amount": BenefitLine.amount,
    "start": BenefitLine.start_month,
    "stop": BenefitLine.stop_month,
    "decision": BenefitLine.decision_number,
    "code": Person.code,
}


def _ordered(
    reader: Reader, found: AnySelect, sort: LineSort, day: date, grounds: Grounds
) -> tuple[AnySelect, list[ColumnElement[Any]]]:
    """The SELECT with what the order needs joined to it, and the first sort keys."""
    now = AsOf(day)
    if sort in _COLUMNS:
        return found, [_COLUMNS[sort]]
    if sort == "village":
        found = found.outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, now)))
        found = found.outerjoin(Village, Village.id == Residence.village_id)
        return found, [func.coalesce(Village.sort_order, LAST_RANK)]
    if sort == "account":
        found = found.outerjoin(BankAccount, and_(BankAccount.person_id == Person.id, holds(BankAccount, now)))
        return found, [func.coalesce(BankAccount.number, "")]
    if sort in ("label", "group"):
        ranks = json.dumps(_ranks(reader, sort, grounds))
        pairs = func.json_each(bindparam("ranks", ranks, String)).table_valued("key", "value", name="pairs")
        rank = select(pairs.c.key, pairs.c.value).cte("rank").prefix_with("MATERIALIZED")
        return found.outerjoin(rank, rank.c.key == _written()), [rank.c.value]
    return found, []


def _written() -> ColumnElement[str]:
    """A line's ground as written: group and label in one text."""
    return BenefitLine.group_code + literal(" ") + BenefitLine.label


def _ranks(reader: Reader, sort: LineSort, grounds: Grounds) -> dict[str, int]:
    """Each ground as written -> its place in the Vietnamese order of what is shown of it."""
    ruled = rulings(reader)
    which = 0 if sort == "label" else 1
    pairs = reader.execute(select(BenefitLine.group_code, BenefitLine.label).distinct())
    shown = {
        f"{code} {label}": ground_shown(code or ruled.get(label_key(label)), label, grounds)[which]
        for code, label in pairs
    }
    places = {text: place for place, text in enumerate(sorted(set(shown.values()), key=text_sort))}
    return {written: places[text] for written, text in shown.items()}


def _conditions(reader: Reader, wanted: LineFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        known(BenefitLine, None),
        *searched(wanted.text, whole_numbers=wanted.whole_numbers),
    ]
    if wanted.village_id is not None:
        found.append(BenefitLine.person_id.in_(residents(wanted.village_id, wanted.day)))
    if wanted.standing == SUSPENDED:
        found.append(BenefitLine.standing == SUSPENDED)
        if wanted.month is not None:
            found += (
                func.coalesce(BenefitLine.start_month, 0) <= wanted.month,
                func.coalesce(BenefitLine.stop_month, NEVER) > wanted.month,
            )
    elif wanted.month is not None:
        found.append(due_in(wanted.month))
    if wanted.channel:
        found.append(BenefitLine.channel == wanted.channel)
    if wanted.free:
        found.append(BenefitLine.entitlement_id.is_(None))
    if wanted.groups:
        found.append(_of_groups(reader, wanted.groups))
    if wanted.unrecognised:
        found.append(BenefitLine.group_code == "")
        found.append(BenefitLine.label.not_in(_ruled_labels(reader)))
    return found


def _of_groups(reader: Reader, groups: Sequence[str]) -> ColumnElement[bool]:
    """Lines of these groups but for secret ones: who may not read a ground must not find it by asking."""
    wanted = {code for code in groups if not is_hiv_group(code)}
    written = reader.execute(select(BenefitLine.label).where(BenefitLine.group_code == "").distinct())
    ruled = rulings(reader)
    labels = [row[0] for row in written if ruled.get(label_key(row[0])) in wanted]
    by_label = and_(BenefitLine.group_code == "", BenefitLine.label.in_(labels))
    return or_(BenefitLine.group_code.in_(wanted), by_label)


def _ruled_labels(reader: Reader) -> list[str]:
    """Labels as written, without a group of their own, that the clerk has ruled."""
    ruled = rulings(reader)
    written = reader.execute(select(BenefitLine.label).where(BenefitLine.group_code == "").distinct())
    return [row[0] for row in written if label_key(row[0]) in ruled]


def rows(reader: Reader, line_ids: Sequence[int], day: date, *, grounds: Grounds = "guarded") -> list[LineRow]:
    """Lines for these ids in their order; ids that are gone are left out."""
    ruled = rulings(reader)
    wanted = joined(AsOf(day)).where(BenefitLine.id.in_(line_ids), known(BenefitLine, None))
    found = {row.id: line_row(row, ruled, grounds) for row in reader.execute(wanted)}
    return [found[line_id] for line_id in line_ids if line_id in found]


def lines_of(
    reader: Reader, person_id: int, day: date, *, grounds: Grounds = "guarded", known_at: str | None = None
) -> list[LineRow]:
    """Every line of a person as known at an instant (None: now), the newest start first."""
    found = joined(AsOf(day, known_at)).where(BenefitLine.person_id == person_id, known(BenefitLine, known_at))
    ordered = found.order_by(func.coalesce(BenefitLine.start_month, 0).desc(), BenefitLine.id.desc())
    ruled = rulings(reader)
    return list({row.id: line_row(row, ruled, grounds) for row in reader.execute(ordered)}.values())


def details(session: Session, line_id: int) -> LineDetails | None:
    """What a line says, to be changed and given to a verb of services.py; None when it is gone."""
    line = session.scalars(select(BenefitLine).where(BenefitLine.id == line_id, known(BenefitLine, None))).one_or_none()
    if line is None:
        return None
    return LineDetails(
        label=line.label,
        amount=line.amount,
        group_code=line.group_code,
        coefficient=line.coefficient,
        decision_number=line.decision_number,
        decision_day=line.decision_day,
        start_month=None if line.start_month is None else Month(line.start_month),
        stop_month=None if line.stop_month is None else Month(line.stop_month),
        channel=line.channel,
        note=line.note,
    )


def ground_shown(code: str | None, label: str, grounds: Grounds) -> tuple[str, str]:
    """Label and group of a line as shown."""
    hidden = grounds == "neutral" or (grounds == "guarded" and is_secret_ground(code, label))
    return (NEUTRAL_LABEL, "") if hidden else (label, code or "")


def line_row(row: AnyRow, ruled: Mapping[str, str], grounds: Grounds) -> LineRow:
    """A row of `queries.joined` as shown."""
    code = group_of(row, ruled)
    label, group = ground_shown(code, row.label, grounds)
    secret = is_secret_ground(code, row.label)
    decision = "" if grounds != "open" and mentions_hiv(row.decision_number) else row.decision_number
    return LineRow(
        id=row.id,
        person_id=row.person_id,
        code=display_code(row.code),
        name=row.name,
        village=village_text(row.village_kind, row.village_name),
        label=label,
        group=group,
        coefficient="" if row.coefficient is None else format_coefficient(row.coefficient),
        amount="" if row.amount is None else format_amount(row.amount),
        start="" if row.start_month is None else month_display(Month(row.start_month)),
        stop="" if row.stop_month is None else month_display(Month(row.stop_month)),
        decision=decision,
        account=" - ".join(part for part in (row.account, row.bank) if part),
        payee=row.payee or "",
        channel=CHANNEL_LABELS[row.channel],
        guarded=grounds != "open" and (secret or grounds == "neutral"),
        standing=_standing(row),
        entitlement_id=row.entitlement_id,
    )


def _standing(row: AnyRow) -> str:
    if row.stop_month is not None:
        return f"Thôi từ {month_display(Month(row.stop_month))}"
    return "Tạm dừng" if row.standing == SUSPENDED else "Đang hưởng"
