"""Reads of benefit lines: the register, the entries of a month's payment list, the candidates of a posting.

Promises: bulk queries make one SELECT each; what they return is frozen facts for papers and windows. Which candidates
may hang on a wall is decided by models.postings.rules alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from models.benefits.papers import PaymentEntry, PostingCandidate
from models.benefits.rules import CHANNEL_LABELS, label_key
from models.benefits.services import LineDetails
from models.benefits.tables import BenefitLine, LabelRuling
from models.office.tables import Village
from models.people import rules
from models.people.codes import display_code
from models.people.dated import AsOf, holds, known
from models.people.queries import AnyRow, AnySelect, Reader, residents, village_text
from models.people.tables import BankAccount, HouseholdMembership, Payee, Person, Residence
from models.store.dates import Month, PartialDate, month_display, month_end, month_iso
from models.store.money import format_amount, format_coefficient

NO_VILLAGE = "Chưa rõ thôn, tổ dân phố"
LAST_ORDER = 1_000_000


@dataclass(frozen=True, slots=True)
class LineRow:
    """One benefit line, as shown."""

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


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines the register shall show: of people found by `text`, of a village, due in a month, unrecognised."""

    day: date
    text: str = ""
    village_id: int | None = None
    month: Month | None = None
    unrecognised: bool = False


def due_in(month: Month) -> ColumnElement[bool]:
    """SQL condition: the line is paid in that month, as known now, and its person did not die or move away before it.

    The month of death is still due (benefits.md 15.2, 7), and that of the move: the new commune pays from the month
    payment stopped here (NĐ 335/2026 Đ8). A death or a move without a date ends it at once.
    """
    return and_(_runs_in(month), or_(Person.status.not_in(("dead", "moved")), _left_in_or_after(month)))


def _runs_in(month: Month, known_at: str | None = None) -> ColumnElement[bool]:
    return and_(
        known(BenefitLine, known_at),
        or_(BenefitLine.start_month.is_(None), BenefitLine.start_month <= month),
        or_(BenefitLine.stop_month.is_(None), BenefitLine.stop_month > month),
    )


def _left_in_or_after(month: Month) -> ColumnElement[bool]:
    return and_(Person.status_on != "", _left_month() >= month_iso(month))


def _left_month() -> ColumnElement[str]:
    """A death or move known by its year alone counts as of December, so that nobody is cut off too early."""
    return func.substr(func.iif(func.length(Person.status_on) == 4, Person.status_on + "-12", Person.status_on), 1, 7)


def receiving(month: Month) -> Select[int]:
    """Ids of the people with a line due in a month, for the people register to join."""
    return select(BenefitLine.person_id).join(Person, Person.id == BenefitLine.person_id).where(due_in(month))


def amounts(reader: Reader, person_ids: Sequence[int], month: Month) -> dict[int, int]:
    """What each of these people gets in a month, in đồng; people without a line are absent."""
    found = (
        select(BenefitLine.person_id, func.sum(BenefitLine.amount))
        .join(Person, Person.id == BenefitLine.person_id)
        .where(BenefitLine.person_id.in_(person_ids), due_in(month))
        .group_by(BenefitLine.person_id)
    )
    return {person_id: int(total or 0) for person_id, total in reader.execute(found)}


def count(reader: Reader, wanted: LineFilter) -> tuple[int, int]:
    """How many lines fit, and the sum of their monthly amounts in đồng."""
    found = select(func.count(), func.coalesce(func.sum(BenefitLine.amount), 0)).select_from(BenefitLine)
    row = reader.execute(
        found.join(Person, Person.id == BenefitLine.person_id).where(*_conditions(reader, wanted))
    ).one()
    return row[0], int(row[1] or 0)


def ids(reader: Reader, wanted: LineFilter, *, limit: int, offset: int = 0) -> list[int]:
    """Ids of the lines that fit, by the person's given name."""
    found = (
        select(BenefitLine.id)
        .join(Person, Person.id == BenefitLine.person_id)
        .where(*_conditions(reader, wanted))
        .order_by(Person.name_sort, Person.id, BenefitLine.id)
        .limit(limit)
        .offset(offset)
    )
    return [row[0] for row in reader.execute(found)]


def _conditions(reader: Reader, wanted: LineFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        known(BenefitLine, None),
        *(Person.search.like(f"%{pattern}%") for pattern in rules.search_patterns(wanted.text)),
    ]
    if wanted.village_id is not None:
        found.append(BenefitLine.person_id.in_(residents(wanted.village_id, wanted.day)))
    if wanted.month is not None:
        found.append(due_in(wanted.month))
    if wanted.unrecognised:
        found.append(BenefitLine.group_code == "")
        found.append(BenefitLine.label.not_in(_ruled_labels(reader)))
    return found


def _ruled_labels(reader: Reader) -> list[str]:
    """Labels as written, without a group of their own, that the clerk has ruled."""
    ruled = rulings(reader)
    written = reader.execute(select(BenefitLine.label).where(BenefitLine.group_code == "").distinct())
    return [row[0] for row in written if label_key(row[0]) in ruled]


def rows(reader: Reader, line_ids: Sequence[int], day: date) -> list[LineRow]:
    """Lines for these ids in their order; ids that are gone are left out."""
    ruled = rulings(reader)
    wanted = _joined(AsOf(day)).where(BenefitLine.id.in_(line_ids), known(BenefitLine, None))
    found = {row.id: _line_row(row, ruled) for row in reader.execute(wanted)}
    return [found[line_id] for line_id in line_ids if line_id in found]


def lines_of(reader: Reader, person_id: int, day: date) -> list[LineRow]:
    """Every line of a person, the newest start first."""
    found = _joined(AsOf(day)).where(BenefitLine.person_id == person_id, known(BenefitLine, None))
    ordered = found.order_by(func.coalesce(BenefitLine.start_month, 0).desc(), BenefitLine.id.desc())
    ruled = rulings(reader)
    return [_line_row(row, ruled) for row in reader.execute(ordered)]


def details(session: Session, line_id: int) -> LineDetails | None:
    """What a line says, to be changed and given to `services.change_line`; None when it is gone."""
    line = session.get(BenefitLine, line_id)
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


def _joined(as_of: AsOf) -> AnySelect:
    """Lines with their person, village, account and payee on a day, as known now."""
    return (
        select(
            BenefitLine.id,
            BenefitLine.person_id,
            BenefitLine.label,
            BenefitLine.group_code,
            BenefitLine.coefficient,
            BenefitLine.amount,
            BenefitLine.start_month,
            BenefitLine.stop_month,
            BenefitLine.decision_number,
            BenefitLine.channel,
            BenefitLine.note,
            Person.code,
            Person.name,
            Person.sex,
            Person.born_year,
            Person.born_month,
            Person.born_day,
            Person.id_number,
            Person.old_id_number,
            Village.kind.label("village_kind"),
            Village.name.label("village_name"),
            func.coalesce(Village.sort_order, LAST_ORDER).label("village_order"),
            BankAccount.number.label("account"),
            BankAccount.bank,
            Payee.name.label("payee"),
        )
        .join(Person, Person.id == BenefitLine.person_id)
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, as_of)))
        .outerjoin(Village, Village.id == Residence.village_id)
        .outerjoin(BankAccount, and_(BankAccount.person_id == Person.id, holds(BankAccount, as_of)))
        .outerjoin(Payee, and_(Payee.person_id == Person.id, holds(Payee, as_of)))
    )


def _line_row(row: AnyRow, ruled: Mapping[str, str]) -> LineRow:
    return LineRow(
        id=row.id,
        person_id=row.person_id,
        code=display_code(row.code),
        name=row.name,
        village=village_text(row.village_kind, row.village_name),
        label=row.label,
        group=_group(row, ruled) or "",
        coefficient="" if row.coefficient is None else format_coefficient(row.coefficient),
        amount="" if row.amount is None else format_amount(row.amount),
        start="" if row.start_month is None else month_display(Month(row.start_month)),
        stop="" if row.stop_month is None else month_display(Month(row.stop_month)),
        decision=row.decision_number,
        account=" - ".join(part for part in (row.account, row.bank) if part),
        payee=row.payee or "",
        channel=CHANNEL_LABELS[row.channel],
    )


def payment_lines(reader: Reader, month: Month, village_id: int | None = None) -> list[PaymentEntry]:
    """The entries of a month's payment list, of the whole commune or of one village, in no particular order.

    Villages, accounts and payees are those of the last day of the month, as known now.
    """
    found = _joined(AsOf(month_end(month))).where(due_in(month), BenefitLine.amount.is_not(None))
    if village_id is not None:
        found = found.where(Residence.village_id == village_id)
    ruled = rulings(reader)
    return [_payment_entry(row, ruled) for row in _each_line_once(reader.execute(found))]


def without_amount(reader: Reader, month: Month, village_id: int | None = None) -> int:
    """How many lines due in a month say no amount and so stand on no payment list: the clerk must be told.

    Of one village: of those who lived there on the last day of the month.
    """
    found = select(func.count()).select_from(BenefitLine).join(Person, Person.id == BenefitLine.person_id)
    if village_id is not None:
        found = found.where(BenefitLine.person_id.in_(residents(village_id, month_end(month))))
    return reader.execute(found.where(due_in(month), BenefitLine.amount.is_(None))).scalar_one()


def moved_away(reader: Reader, month: Month) -> int:
    """How many running lines stand on no payment list of a month because their people moved away before it.

    No decision has stopped these lines: the clerk must be told. Of the whole commune, because who moved away lives in
    no village of it.
    """
    found = select(func.count()).select_from(BenefitLine).join(Person, Person.id == BenefitLine.person_id)
    gone = and_(Person.status == "moved", not_(_left_in_or_after(month)))
    return reader.execute(found.where(_runs_in(month), gone)).scalar_one()


def _each_line_once(found: Iterable[AnyRow]) -> list[AnyRow]:
    """The first row of each line: a household may have two heads, and a line must not count twice for it."""
    once: dict[int, AnyRow] = {}
    for row in found:
        once.setdefault(row.id, row)
    return list(once.values())


def _group(row: AnyRow, ruled: Mapping[str, str]) -> str | None:
    """The line's own group, else what the clerk ruled of its label."""
    return row.group_code or ruled.get(label_key(row.label))


def _payment_entry(row: AnyRow, ruled: Mapping[str, str]) -> PaymentEntry:
    account = "" if row.channel == "cash" else row.account or ""
    return PaymentEntry(
        village=village_text(row.village_kind, row.village_name) or NO_VILLAGE,
        code=display_code(row.code),
        name=row.name,
        birth_year="" if row.born_year is None else str(row.born_year),
        monthly=row.amount,
        village_order=row.village_order,
        sex=rules.sex_of(row.sex),
        id_number=row.id_number or row.old_id_number,
        group=_group(row, ruled),
        label=row.label,
        coefficient=row.coefficient,
        account=account,
        bank=row.bank if account else "",
        payee=row.payee or "",
        note=row.note,
    )


def posting_candidates(reader: Reader, month: Month, village_id: int | None = None) -> list[PostingCandidate]:
    """Everybody with a line due in a month, before the rules of the wall have seen them (one per line)."""
    as_of = AsOf(month_end(month))
    head, of_head = aliased(Person), aliased(HouseholdMembership)
    found = (
        _joined(as_of)
        .add_columns(head.name.label("head"))
        .outerjoin(
            HouseholdMembership, and_(HouseholdMembership.person_id == Person.id, holds(HouseholdMembership, as_of))
        )
        .outerjoin(of_head, _heads(of_head, HouseholdMembership.household_id, as_of))
        .outerjoin(head, head.id == of_head.person_id)
        .where(due_in(month))
        .where(Person.status == "living")
        .order_by(BenefitLine.id, of_head.id)
    )
    if village_id is not None:
        found = found.where(Residence.village_id == village_id)
    return [
        PostingCandidate(
            person=row.person_id,
            name=row.name,
            born=_born(row),
            village=village_text(row.village_kind, row.village_name) or NO_VILLAGE,
            village_order=row.village_order,
            label=row.label,
            group=row.group_code or None,
            head=row.head or "",
        )
        for row in _each_line_once(reader.execute(found))
    ]


def _heads(membership: Any, household_id: Any, as_of: AsOf) -> ColumnElement[bool]:
    return and_(membership.household_id == household_id, membership.relation == "head", holds(membership, as_of))


def _born(row: AnyRow) -> PartialDate | None:
    return None if row.born_year is None else PartialDate(row.born_year, row.born_month, row.born_day)


def rulings(reader: Reader) -> dict[str, str]:
    """Label key -> group code, as the clerk ruled."""
    found = select(LabelRuling.label_key, LabelRuling.group_code)
    return {row[0]: row[1] for row in reader.execute(found)}
