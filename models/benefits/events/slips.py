"""The village slip: printed with the names of a month, answered with ticks, missing when it did not come back.

Promises: nobody whose only ground is HIV/AIDS stands on it, and no ground of anybody (privacy.md 11.1); an answer is
taken whole or not at all; "unchanged" is a sign of life.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.benefits.entitlements.tables import Entitlement
from models.benefits.events.rules import EventKind, Tick, answer_by
from models.benefits.events.services import EVENTS, ReportEvent, report_event
from models.benefits.events.tables import SignOfLife, VillageSlip
from models.benefits.secrecy import is_secret_ground
from models.benefits.tables import BenefitLine
from models.office.queries import villages
from models.people.codes import display_code, parse_code
from models.people.dated import AsOf, holds, known
from models.people.queries import AnySelect, Reader
from models.people.rules import check_name
from models.people.tables import Person, Residence
from models.store.dates import Month, PartialDate, month_display, month_end, month_start
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Stale, Work

_sign: Any = SignOfLife.__table__


class SlipName(NamedTuple):
    """A name on a slip: all that leaves the office."""

    person_id: int
    village_id: int
    code: str
    name: str
    born: str


def names_on_slips(reader: Reader, month: Month, village_id: int | None = None) -> list[SlipName]:
    """Who gets something in the month, by village and name; the dead and those who moved away are left out."""
    columns = (Person.id, Residence.village_id, Person.code, Person.name, Person.born_year)
    chosen = _on_slips(reader, month, *columns).order_by(Residence.village_id, Person.name_sort, Person.id)
    if village_id is not None:
        chosen = chosen.where(Residence.village_id == village_id)
    return [
        SlipName(row[0], int(row[1] or 0), display_code(row[2]), row[3], str(row[4] or ""))
        for row in reader.execute(chosen)
    ]


def _on_slips(reader: Reader, month: Month, *columns: Any) -> AnySelect:
    """Columns of everybody who stands on a slip: living, in a village, with a ground that may be told of."""
    runs = and_(
        known(BenefitLine, None),
        or_(BenefitLine.start_month.is_(None), BenefitLine.start_month <= month),
        or_(BenefitLine.stop_month.is_(None), BenefitLine.stop_month > month),
    )
    line = BenefitLine.entitlement_id == Entitlement.id
    grounds = reader.execute(
        select(BenefitLine.group_code, BenefitLine.label).where(known(BenefitLine, None)).distinct()
    )
    for group, label in grounds:
        if is_secret_ground(group, label):
            runs &= or_(BenefitLine.group_code != group, BenefitLine.label != label)
    owners = select(Entitlement.person_id).join(BenefitLine, line).where(runs)
    carers = select(Entitlement.carer_id).join(BenefitLine, line).where(runs, Entitlement.carer_id.is_not(None))
    lives = and_(Residence.person_id == Person.id, holds(Residence, AsOf(month_end(month))))
    chosen: AnySelect = select(*columns).select_from(Person).join(Residence, lives)
    return chosen.where(
        Person.status == "living", Residence.village_id.is_not(None), or_(Person.id.in_(owners), Person.id.in_(carers))
    )


@dataclass(frozen=True, slots=True)
class PrintSlips:
    """The slips of these villages for a month were printed or saved."""

    month: Month
    village_ids: tuple[int, ...]


def print_slips(work: Work, command: PrintSlips) -> Outcome[int]:
    """Note the day of printing and how many names each slip has; returns how many slips."""
    counted = _counts(work.session, command.month)
    for village_id in command.village_ids:
        slip = _slip(work, command.month, village_id)
        slip.printed_on, slip.people = work.today.isoformat(), counted.get(village_id, 0)
    work.flush()
    return Outcome(len(command.village_ids), _stale())


def _counts(reader: Reader, month: Month) -> dict[int, int]:
    counted = _on_slips(reader, month, Residence.village_id, func.count(Person.id)).group_by(Residence.village_id)
    return {row[0]: row[1] for row in reader.execute(counted)}


def _slip(work: Work, month: Month, village_id: int) -> VillageSlip:
    found = work.session.scalars(select(VillageSlip).filter_by(month=month, village_id=village_id)).first()
    if found is not None:
        return found
    return work.add(VillageSlip(month=month, village_id=village_id))


@dataclass(frozen=True, slots=True)
class SlipRow:
    """What the village ticked at a code; `on` as far as it wrote a day, `note` where somebody went and alike."""

    code: str
    tick: Tick
    on: PartialDate | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewName:
    """Somebody new whom the village wrote down."""

    name: str
    born: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSlip:
    """A village's answer for a month. `rest_unchanged`: whoever has no tick is unchanged."""

    month: Month
    village_id: int
    rows: tuple[SlipRow, ...] = ()
    new: tuple[NewName, ...] = ()
    rest_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class SlipAnswered:
    """Counts of an answer; `gone` are the people who died or moved, `unticked` the codes without a tick."""

    dead: int
    moved: int
    unchanged: int
    new: int
    gone: tuple[int, ...]
    unticked: tuple[str, ...]


def answer_slip(work: Work, command: AnswerSlip) -> Outcome[SlipAnswered]:
    """Take an answer: deaths and moves become events, "unchanged" signs of life, new names events of newcomers.

    RuleError names the code: not on the slip, told twice, a day that cannot be. A second answer adds to the first.
    """
    if command.village_id not in {one.id for one in villages(work.session)}:
        raise RuleError("Không có thôn này trong sổ.", field="village", code="village_gone")
    if month_start(command.month) > work.today:
        raise RuleError(f"Chưa đến tháng {month_display(command.month)}.", field="month", code="month_ahead")
    names = {one.code: one for one in names_on_slips(work.session, command.month, command.village_id)}
    ticks = _ticks(command, names)
    slip = _slip(work, command.month, command.village_id)
    slip_id = slip.id
    stale: set[tuple[str, int]] = set(_stale())
    gone: list[int] = []
    for row in ticks.values():
        if row.tick != Tick.UNCHANGED:
            stale |= _report(work, command, slip_id, row, names[row.code])
            gone.append(names[row.code].person_id)
    alive = [names[code].person_id for code, row in ticks.items() if row.tick == Tick.UNCHANGED]
    unticked = tuple(code for code in names if code not in ticks)
    if command.rest_unchanged:
        alive += [names[code].person_id for code in unticked]
        unticked = ()
    _seen(work, slip_id, alive)
    for one in command.new:
        _newcomer(work, slip_id, one)
    slip = _slip(work, command.month, command.village_id)
    slip.answered_on, slip.people = work.today.isoformat(), len(names)
    work.flush()
    dead = sum(1 for row in ticks.values() if row.tick == Tick.DEAD)
    counts = SlipAnswered(dead, len(gone) - dead, len(alive), len(command.new), tuple(gone), unticked)
    return Outcome(counts, frozenset(stale))


def answer_slips(work: Work, commands: tuple[AnswerSlip, ...]) -> Outcome[tuple[SlipAnswered, ...]]:
    """Take the slips of several villages in one transaction: all of them or none."""
    told = [answer_slip(work, one) for one in commands]
    stale: Stale = frozenset().union(*(one.stale for one in told))
    return Outcome(tuple(one.value for one in told), stale)


def _ticks(command: AnswerSlip, names: Mapping[str, SlipName]) -> dict[str, SlipRow]:
    ticks: dict[str, SlipRow] = {}
    for row in command.rows:
        number = parse_code(row.code)
        code = "" if number is None else display_code(number)
        if code not in names:
            words = f"Mã «{tidy(row.code)}» không có trên phiếu của thôn tháng {month_display(command.month)}."
            raise RuleError(words, field="code", code="not_on_slip")
        if code in ticks and ticks[code].tick != row.tick:
            raise RuleError(f"Mã {code} được đánh dấu hai lần khác nhau.", field="code", code="ticked_twice")
        ticks[code] = SlipRow(code, row.tick, row.on, row.note)
    return ticks


def _report(work: Work, command: AnswerSlip, slip_id: int, row: SlipRow, who: SlipName) -> Stale:
    day = row.on
    if day is None:
        year, month = divmod(int(command.month), 100)
        day = PartialDate(year, month)
    kind = EventKind.DEATH if row.tick == Tick.DEAD else EventKind.MOVE_OUT
    moved_to = row.note if kind == EventKind.MOVE_OUT else ""
    told = ReportEvent(
        kind, who.person_id, happened_on=day, source="slip", slip_id=slip_id, note=row.note, moved_to=moved_to
    )
    try:
        return report_event(work, told).stale
    except RuleError as refused:
        raise RuleError(f"Mã {row.code}: {refused.message}", field=refused.field, code=refused.code) from None


def _newcomer(work: Work, slip_id: int, one: NewName) -> None:
    details = {"name": check_name(one.name), "born": tidy(one.born)}
    report_event(work, ReportEvent(EventKind.NEWCOMER, source="slip", slip_id=slip_id, details=details, note=one.note))


def _seen(work: Work, slip_id: int, people: Sequence[int]) -> None:
    """One sign of life for each; a second answer does not tell it again."""
    before = set(work.session.scalars(select(_sign.c.person_id).where(_sign.c.slip_id == slip_id)))
    day = work.today.isoformat()
    rows = [
        {"person_id": person, "seen_on": day, "how": "slip", "slip_id": slip_id}
        for person in dict.fromkeys(people)
        if person not in before
    ]
    work.insert_many(_sign, rows)


@dataclass(frozen=True, slots=True)
class SeeAlive:
    """Somebody was seen: "visit", "office", "collected"."""

    person_id: int
    day: date
    how: str = "visit"


def see_alive(work: Work, command: SeeAlive) -> Outcome[None]:
    """Keep a sign of life. RuleError for the dead and for days to come."""
    person = work.get(Person, command.person_id)
    if person is None or person.status == "dead":
        raise RuleError("Người này không có trong sổ hoặc đã được ghi là mất.", field="person", code="is_dead")
    if command.day > work.today:
        raise RuleError("Ngày gặp ở tương lai.", field="day", code="day_ahead")
    work.add(SignOfLife(person_id=command.person_id, seen_on=command.day.isoformat(), how=command.how))
    return Outcome(None, _stale())


@dataclass(frozen=True, slots=True)
class SlipStanding:
    """Where the slip of a village stands; days are ISO, "" for not yet. `late`: it should have been answered."""

    village_id: int
    village: str
    people: int
    printed_on: str
    answered_on: str
    late: bool


def slip_standings(session: Session, month: Month, today: date) -> list[SlipStanding]:
    """The slip of every village with names on it, in the office's order."""
    counted = _counts(session, month)
    columns = (VillageSlip.village_id, VillageSlip.printed_on, VillageSlip.answered_on)
    kept = {row[0]: row for row in session.execute(select(*columns).where(VillageSlip.month == month))}
    late = today > answer_by(month)
    found = []
    for one in villages(session):
        row = kept.get(one.id)
        people = counted.get(one.id, 0)
        if not people and row is None:
            continue
        printed, answered = (row[1] or "", row[2] or "") if row is not None else ("", "")
        found.append(SlipStanding(one.id, one.full_name, people, printed, answered, late and not answered))
    return found


def _stale() -> Stale:
    return frozenset({(EVENTS, 0), ("slips", 0)})
