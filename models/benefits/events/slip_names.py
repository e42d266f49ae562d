"""Who stands on the slips of the villages: as printed where one was printed, whoever came since at its end.

Promises: nobody whose only ground is HIV/AIDS stands on a slip, and no ground of anybody (privacy.md 11.1); a number
of a printed slip means the same person for ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, union

from models.benefits.entitlements.tables import Entitlement
from models.benefits.events.tables import SlipLine, VillageSlip
from models.benefits.secrecy import is_secret_ground
from models.benefits.tables import BenefitLine
from models.people.codes import display_code
from models.people.dated import AsOf, holds, known
from models.people.queries import AnySelect, Reader, bare
from models.people.tables import Person, Residence
from models.store.dates import Month, month_end


class SlipName(NamedTuple):
    """A name on a slip: what leaves the office, and what the village ticked ("" for nothing yet).

    `kept`: it was printed; `living`: the person is.
    """

    person_id: int
    village_id: int
    code: str
    name: str
    born: str
    number: int = 0
    tick: str = ""
    kept: bool = False
    living: bool = True


def names_on_slips(reader: Reader, month: Month, village_id: int | None = None) -> list[SlipName]:
    """Who stands on the slips of a month, by village and number.

    Of a slip that was printed those who were printed, then whoever gets something since; of another one who gets
    something in the month, by name: the dead and those who moved away are left out.
    """
    kept = _kept(reader, month)
    printed = {one.person_id for one in kept}
    by_village: dict[int, list[SlipName]] = {}
    for one in kept:
        by_village.setdefault(one.village_id, []).append(one)
    last = {village: max(one.number for one in names) for village, names in by_village.items()}
    for one in _due(reader, month):
        if one.person_id not in printed:
            last[one.village_id] = last.get(one.village_id, 0) + 1
            by_village.setdefault(one.village_id, []).append(one._replace(number=last[one.village_id]))
    return [one for village, names in sorted(by_village.items()) if village_id in (None, village) for one in names]


class SlipCount(NamedTuple):
    """How many names a slip has, and of how many living people nothing is ticked."""

    people: int
    unticked: int


def count_on_slips(reader: Reader, month: Month) -> dict[int, SlipCount]:
    """Village -> the numbers of `names_on_slips`, without reading a name."""
    people: Counter[int] = Counter()
    unticked: Counter[int] = Counter()
    printed: set[int] = set()
    kept = (
        select(SlipLine.person_id, VillageSlip.village_id, SlipLine.tick, Person.status)
        .join(VillageSlip, VillageSlip.id == SlipLine.slip_id)
        .join(Person, Person.id == SlipLine.person_id)
        .where(VillageSlip.month == month)
    )
    for person, village, tick, status in bare(reader).execute(kept).all():
        printed.add(person)
        people[village] += 1
        unticked[village] += not tick and status != "dead"
    for person, village in _with_village(reader, _due_select(reader, month)):
        if person not in printed:
            people[village] += 1
            unticked[village] += 1
    return {village: SlipCount(count, unticked[village]) for village, count in people.items()}


def _kept(reader: Reader, month: Month) -> list[SlipName]:
    columns = (Person.id, VillageSlip.village_id, Person.code, Person.name, Person.born_year, SlipLine.number)
    found = (
        select(*columns, SlipLine.tick, Person.status)
        .join(VillageSlip, VillageSlip.id == SlipLine.slip_id)
        .join(Person, Person.id == SlipLine.person_id)
        .where(VillageSlip.month == month)
        .order_by(VillageSlip.village_id, SlipLine.number)
    )
    return [
        SlipName(
            row[0], row[1], display_code(row[2]), row[3], str(row[4] or ""), row[5], row[6], True, row[7] != "dead"
        )
        for row in reader.execute(found)
    ]


def _due(reader: Reader, month: Month) -> list[SlipName]:
    chosen = _due_select(reader, month, Person.code, Person.name, Person.born_year, Person.name_sort)
    found = sorted(_with_village(reader, chosen), key=lambda row: (row[1], row[5], row[0]))
    return [SlipName(row[0], row[1], display_code(row[2]), row[3], str(row[4] or "")) for row in found]


def _with_village(reader: Reader, chosen: AnySelect) -> list[Any]:
    return [row for row in bare(reader).execute(chosen).all() if row[1] is not None]


def _due_select(reader: Reader, month: Month, *columns: Any) -> AnySelect:
    """Id, village (None without one) and these columns of the living who get something in the month that may be told.

    The village is asked for person by person: joined, SQLite reads the homes of the whole register.
    """
    paid = union(*_owners(_runs(month) & _told_of(reader))).subquery("paid")
    lives = (Residence.person_id == Person.id) & holds(Residence, AsOf(month_end(month)))
    village = select(Residence.village_id).where(lives).correlate(Person).limit(1).scalar_subquery()
    chosen: AnySelect = select(Person.id, village, *columns).select_from(paid).join(Person, Person.id == paid.c[0])
    return chosen.where(Person.status == "living")


def secret_since(reader: Reader, month: Month) -> set[int]:
    """People who get something in the month, but nothing that may be told of: they are printed no more."""
    whole, told = _owners(_runs(month)), _owners(_runs(month) & _told_of(reader))
    everybody = {one for chosen in whole for one in reader.execute(chosen).scalars()}
    return everybody - {one for chosen in told for one in reader.execute(chosen).scalars()}


def _runs(month: Month) -> ColumnElement[bool]:
    return and_(
        known(BenefitLine, None),
        or_(BenefitLine.start_month.is_(None), BenefitLine.start_month <= month),
        or_(BenefitLine.stop_month.is_(None), BenefitLine.stop_month > month),
    )


def _told_of(reader: Reader) -> ColumnElement[bool]:
    """Lines whose ground may be told of."""
    grounds = reader.execute(
        select(BenefitLine.group_code, BenefitLine.label).where(known(BenefitLine, None)).distinct()
    )
    secret = [(group, label) for group, label in grounds if is_secret_ground(group, label)]
    return and_(True, *(or_(BenefitLine.group_code != group, BenefitLine.label != label) for group, label in secret))


def _owners(runs: ColumnElement[bool]) -> tuple[AnySelect, AnySelect]:
    """Whose lines these are, and who cares for somebody by them."""
    line = BenefitLine.entitlement_id == Entitlement.id
    owners: AnySelect = select(Entitlement.person_id).join(BenefitLine, line).where(runs)
    cares = Entitlement.carer_id.is_not(None)
    carers: AnySelect = select(Entitlement.carer_id).join(BenefitLine, line).where(runs, cares)
    return owners, carers


def by_code(names: list[SlipName]) -> Mapping[str, SlipName]:
    """The names by the code that stands on the slip."""
    return {one.code: one for one in names}
