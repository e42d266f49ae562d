"""From the store to a wall sheet: reads the candidates of a kind and hands them to the rules.

Promises: what comes out has passed `models.postings.rules`; candidates are never given to a caller that prints.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, func, or_, select

from models.benefits import queries as benefits
from models.benefits.papers import Letterhead, PostingCandidate
from models.office.queries import BodyView
from models.office.tables import Village
from models.people.dated import AsOf, holds
from models.people.queries import Reader, village_text
from models.people.tables import Person, Residence
from models.postings.papers import Posting, PostingKind, PostingRequest
from models.postings.rules import prepare_posting
from models.store.dates import PartialDate
from models.store.errors import RuleError

LONGEVITY_AGES = (70, 75, 80, 85, 90, 95)
"""Ages of chúc thọ, mừng thọ, reached in the year; from 100 on every year (Luật Người cao tuổi 2009 Đ21)."""
EVERY_YEAR_FROM = 100


def posting(reader: Reader, request: PostingRequest, village_id: int | None = None) -> Posting:
    """The wall sheet of `request` over the store, with the rulings the clerk has given so far.

    `village_id` and `request.village` name the same village (both None: the whole commune). Raises RuleError as
    `prepare_posting` does, and with field "month" when a list of allowances has no month.
    """
    return prepare_posting(_candidates(reader, request, village_id), request, benefits.rulings(reader))


def _candidates(reader: Reader, request: PostingRequest, village_id: int | None) -> list[PostingCandidate]:
    if request.kind is PostingKind.LONGEVITY:
        return longevity_candidates(reader, request.first_day, village_id)
    if request.kind is not PostingKind.ALLOWANCE:
        return benefits.household_candidates(reader, request.kind.value, request.first_day, village_id)
    if request.month is None:
        raise RuleError("Hãy chọn tháng của danh sách.", field="month", code="no_month")
    return benefits.posting_candidates(reader, request.month, village_id)


def longevity_candidates(reader: Reader, day: date, village_id: int | None = None) -> list[PostingCandidate]:
    """The living who reach an age of chúc thọ, mừng thọ in the year of `day`."""
    as_of = AsOf(day)
    reached = day.year - Person.born_year
    found = (
        select(
            Person.id,
            Person.name,
            Person.born_year,
            Person.born_month,
            Person.born_day,
            Village.kind.label("village_kind"),
            Village.name.label("village_name"),
            func.coalesce(Village.sort_order, benefits.LAST_ORDER).label("village_order"),
        )
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, as_of)))
        .outerjoin(Village, Village.id == Residence.village_id)
        .where(Person.status == "living", or_(reached.in_(LONGEVITY_AGES), reached >= EVERY_YEAR_FROM))
    )
    if village_id is not None:
        found = found.where(Residence.village_id == village_id)
    return [
        PostingCandidate(
            person=row.id,
            name=row.name,
            born=PartialDate(row.born_year, row.born_month, row.born_day),
            village=village_text(row.village_kind, row.village_name) or benefits.NO_VILLAGE,
            village_order=row.village_order,
        )
        for row in reader.execute(found)
    ]


def letterhead_of(
    body: BodyView, paper: str, *, by_department: bool = False, number: str = "", signed_on: date | None = None
) -> Letterhead:
    """The letterhead of an issuing body for a paper kind ("TB"); by its department when that prepares the paper.

    A missing number or date leaves room to fill in by pen, since both often come days later.
    """
    if by_department and body.department_line:
        superior, name = body.name_line, body.department_line
    else:
        superior, name = body.superior_line, body.name_line
    return Letterhead(
        body=name,
        place=body.place_name,
        superior=superior or None,
        number=number,
        sign=body.series.get(paper, ""),
        signed_on=signed_on,
    )
