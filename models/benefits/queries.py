"""Reads of benefit lines by month: who receives, the entries of a payment list, the candidates of a posting.

Promises: bulk queries make one SELECT each; what they return is frozen facts for papers. Which candidates may hang on a
wall is decided by models.postings.rules alone. The register and the lines of a person are in lines.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, func, literal, not_, or_, select
from sqlalchemy.orm import aliased

from models.benefits.papers import PaymentEntry, PostingCandidate
from models.benefits.rules import label_key
from models.benefits.tables import BenefitLine, LabelRuling
from models.office.tables import Village
from models.people import rules
from models.people.codes import display_code
from models.people.dated import AsOf, holds, known
from models.people.earlier import records_at
from models.people.queries import AnyRow, AnySelect, Reader, residents, village_text
from models.people.tables import BankAccount, HouseholdMembership, Payee, Person, Residence
from models.store.dates import Month, PartialDate, month_end, month_iso

NO_VILLAGE = "Chưa rõ thôn, tổ dân phố"
LAST_ORDER = 1_000_000


def due_in(month: Month) -> ColumnElement[bool]:
    """SQL condition: the line is paid in that month, as known now, and its person did not die or move away before it.

    A suspended span is kept, but not due (NĐ 335/2026 Đ9). The month of death is still due (benefits.md 15.2, 7), and
    that of the move: the new commune pays from the month payment stopped here (NĐ 335/2026 Đ8). A death or a move
    without a date ends it at once.
    """
    return and_(_runs_in(month), or_(Person.status.not_in(("dead", "moved")), _left_in_or_after(month)))


def _runs_in(month: Month, known_at: str | None = None) -> ColumnElement[bool]:
    return and_(
        known(BenefitLine, known_at),
        BenefitLine.standing == "paid",
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
    found = reader.execute(_amount_select(month), {"wanted": ",".join(map(str, person_ids))})
    return {person_id: int(total or 0) for person_id, total in found}


@lru_cache(maxsize=8)
def _amount_select(month: Month) -> AnySelect:
    """One SELECT for any number of ids: they come as one JSON list, so the statement is compiled once."""
    wanted = func.json_each(
        literal("[", String) + bindparam("wanted", type_=String) + literal("]", String)
    ).table_valued("value")
    return (
        select(BenefitLine.person_id, func.sum(BenefitLine.amount))
        .join(Person, Person.id == BenefitLine.person_id)
        .where(BenefitLine.person_id.in_(select(wanted.c.value)), due_in(month))
        .group_by(BenefitLine.person_id)
    )


def joined(as_of: AsOf, left_in: Month | None = None) -> AnySelect:
    """Lines with their person, village, account and payee on a day; which lines is for the caller to say.

    Who moved away in `left_in` stands with the village they left: they are paid for that month still.
    """
    lives = holds(Residence, as_of)
    if left_in is not None:
        left = and_(Person.status == "moved", _left_month() == month_iso(left_in))
        lives = or_(lives, and_(known(Residence, as_of.known_at), Residence.valid_to == Person.status_on, left))
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
            BenefitLine.standing,
            BenefitLine.entitlement_id,
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
        .outerjoin(Residence, and_(Residence.person_id == Person.id, lives))
        .outerjoin(Village, Village.id == Residence.village_id)
        .outerjoin(BankAccount, and_(BankAccount.person_id == Person.id, holds(BankAccount, as_of)))
        .outerjoin(Payee, and_(Payee.person_id == Person.id, holds(Payee, as_of)))
    )


def payment_lines(
    reader: Reader, month: Month, village_id: int | None = None, *, known_at: str | None = None
) -> list[PaymentEntry]:
    """The entries of a month's payment list, of the whole commune or of one village, in no particular order.

    Villages, accounts and payees are those of the last day of the month; who moved away in it stands with the village
    they left. Everything is told as known at an instant
    (UTC text; None: as known now), but for what labels mean and for records merged or removed since.
    """
    found = joined(AsOf(month_end(month), known_at), month).where(BenefitLine.amount.is_not(None))
    if village_id is not None:
        found = found.where(Residence.village_id == village_id)
    ruled = rulings(reader)
    if known_at is None:
        due = _each_line_once(reader.execute(found.where(due_in(month))))
    else:
        due = _due_as_known(reader, found, month, known_at)
    return [_payment_entry(row, ruled) for row in due]


def _due_as_known(reader: Reader, found: AnySelect, month: Month, known_at: str) -> list[Any]:
    """Rows of lines due in a month by what was known then, their people as their records said then."""
    then = records_at(reader, known_at)
    rows = reader.execute(found.where(_runs_in(month, known_at)).add_columns(Person.status, Person.status_on))
    told: list[Any] = []
    for row in _each_line_once(rows):
        said = {name: value for name, value in then.get(row.person_id, {}).items() if name in _OF_THE_PERSON}
        told.append(SimpleNamespace(**{**row._mapping, **said}))
    return [row for row in told if not has_left_before(row.status, row.status_on, month)]


_OF_THE_PERSON = frozenset(
    ("name", "sex", "born_year", "born_month", "born_day", "id_number", "old_id_number", "status", "status_on")
)
"""Columns of the person among those of `joined`."""


def has_left_before(status: str, status_on: str, month: Month) -> bool:
    """The rule of `due_in` about deaths and moves for one person."""
    if status not in ("dead", "moved"):
        return False
    left = f"{status_on}-12" if len(status_on) == 4 else status_on
    return not left or left[:7] < month_iso(month)


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


def without_village(reader: Reader, month: Month) -> int:
    """How many entries of the commune's payment list stand on no village's: whoever pays by villages must be told."""
    found = joined(AsOf(month_end(month)), month).where(BenefitLine.amount.is_not(None), due_in(month))
    return len(_each_line_once(reader.execute(found.where(Residence.village_id.is_(None)))))


def _each_line_once(found: Iterable[AnyRow]) -> list[AnyRow]:
    """The first row of each line: a household may have two heads, and a line must not count twice for it."""
    once: dict[int, AnyRow] = {}
    for row in found:
        once.setdefault(row.id, row)
    return list(once.values())


def group_of(row: Any, ruled: Mapping[str, str]) -> str | None:
    """The line's own group, else what the clerk ruled of its label."""
    return row.group_code or ruled.get(label_key(row.label))


def _payment_entry(row: Any, ruled: Mapping[str, str]) -> PaymentEntry:
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
        group=group_of(row, ruled),
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
        joined(as_of)
        .add_columns(
            head.name.label("head"),
            head.born_year.label("head_year"),
            head.born_month.label("head_month"),
            head.born_day.label("head_day"),
        )
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
            head_born=head_born(row),
        )
        for row in _each_line_once(reader.execute(found))
    ]


def _heads(membership: Any, household_id: Any, as_of: AsOf) -> ColumnElement[bool]:
    return and_(membership.household_id == household_id, membership.relation == "head", holds(membership, as_of))


def head_born(row: AnyRow) -> PartialDate | None:
    """The birth date of the head of household, from columns "head_year", "head_month", "head_day"."""
    return None if row.head_year is None else PartialDate(row.head_year, row.head_month, row.head_day)


def _born(row: AnyRow) -> PartialDate | None:
    return None if row.born_year is None else PartialDate(row.born_year, row.born_month, row.born_day)


def rulings(reader: Reader) -> dict[str, str]:
    """Label key -> group code, as the clerk ruled."""
    found = select(LabelRuling.label_key, LabelRuling.group_code)
    return {row[0]: row[1] for row in reader.execute(found)}
