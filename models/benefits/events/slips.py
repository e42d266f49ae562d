"""The village slip: printed with the names of a month, answered with ticks, missing when it did not come back.

Promises: who stands on it is kept as printed (slip_names.py); an answer is taken whole or not at all, an empty one is
none; "unchanged" is a sign of life.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.events.rules import TICK_LABELS, EventKind, EventState, Tick, answer_by
from models.benefits.events.services import EVENTS, ReportEvent, report_event
from models.benefits.events.slip_names import SlipCount, SlipName, by_code, count_on_slips, names_on_slips
from models.benefits.events.tables import ChangeEvent, SignOfLife, SlipLine, VillageSlip
from models.office.queries import villages
from models.people.codes import display_code, parse_code
from models.people.queries import id_of_code
from models.people.rules import check_name
from models.people.tables import Person
from models.store.dates import Month, PartialDate, month_display, month_start
from models.store.errors import RuleError
from models.store.vietnamese import tidy
from models.store.work import Outcome, Stale, Work

_sign: Any = SignOfLife.__table__
_slip_line: Any = SlipLine.__table__


@dataclass(frozen=True, slots=True)
class PrintSlips:
    """The slips of these villages for a month were printed or saved."""

    month: Month
    village_ids: tuple[int, ...]


def print_slips(work: Work, command: PrintSlips) -> Outcome[int]:
    """Keep the names as printed, with the day of printing; returns how many slips. A reprint adds who is new."""
    names = _by_village(names_on_slips(work.session, command.month))
    for village_id in command.village_ids:
        slip = _slip(work, command.month, village_id)
        slip.printed_on, slip.people = work.today.isoformat(), len(names.get(village_id, ()))
        _keep(work, slip.id, names.get(village_id, ()))
    work.flush()
    return Outcome(len(command.village_ids), _stale())


def _by_village(names: Sequence[SlipName]) -> dict[int, list[SlipName]]:
    found: dict[int, list[SlipName]] = defaultdict(list)
    for one in names:
        found[one.village_id].append(one)
    return found


def _keep(work: Work, slip_id: int, names: Sequence[SlipName]) -> None:
    work.flush()
    rows = [
        {"slip_id": slip_id, "number": one.number, "person_id": one.person_id, "tick": ""}
        for one in names
        if not one.kept
    ]
    work.insert_many(_slip_line, rows)


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
    """Counts of an answer; `gone` are the people newly told dead or moved, `unticked` the codes without a tick.

    `blank`: nothing stood on the slip, so the village counts as not having answered.
    """

    dead: int
    moved: int
    unchanged: int
    new: int
    gone: tuple[int, ...]
    unticked: tuple[str, ...]
    blank: bool = False


def is_blank(command: AnswerSlip) -> bool:
    """Whether an answer says nothing at all: a sheet that came back empty is none."""
    return not (command.rows or command.new or command.rest_unchanged)


def answer_slip(work: Work, command: AnswerSlip) -> Outcome[SlipAnswered]:
    """Take an answer: deaths and moves become events, "unchanged" signs of life, new names events of newcomers.

    RuleError names the code: not on the slip, told twice, told otherwise before, a day that cannot be; or nothing was
    ticked. A second answer adds to the first.
    """
    if is_blank(command):
        words = "Phiếu chưa có gì: ghi người mất, chuyển đi, người mới, hoặc đánh dấu những người còn lại không đổi."
        raise RuleError(words, field="rest", code="slip_blank")
    if command.village_id not in {one.id for one in villages(work.session)}:
        raise RuleError("Không có thôn này trong sổ.", field="village", code="village_gone")
    if month_start(command.month) > work.today:
        raise RuleError(f"Chưa đến tháng {month_display(command.month)}.", field="month", code="month_ahead")
    names = by_code(names_on_slips(work.session, command.month, command.village_id))
    ticks = _ticks(work, command, names)
    slip = _slip(work, command.month, command.village_id)
    slip.answered_on, slip.people = work.today.isoformat(), len(names)
    slip_id = slip.id
    _keep(work, slip_id, tuple(names.values()))
    stale: set[tuple[str, int]] = set(_stale())
    gone: list[int] = []
    for row in ticks.values():
        who = names[row.code]
        if row.tick not in (Tick.UNCHANGED, who.tick):
            stale |= _report(work, command, slip_id, row, who)
            gone.append(who.person_id)
    unticked = tuple(one.code for one in names.values() if not one.tick and one.code not in ticks and one.living)
    told = {names[code].person_id: row.tick for code, row in ticks.items()}
    if command.rest_unchanged:
        told.update({names[code].person_id: Tick.UNCHANGED for code in unticked})
        unticked = ()
    alive = [person for person, tick in told.items() if tick == Tick.UNCHANGED]
    dead = {one.person_id for one in names.values() if not one.living}
    _seen(work, slip_id, [person for person in alive if person not in dead])
    _tick(work, slip_id, told)
    for one in command.new:
        _newcomer(work, slip_id, one)
    died, moved = (sum(1 for row in ticks.values() if row.tick == tick) for tick in (Tick.DEAD, Tick.MOVED))
    counts = SlipAnswered(died, moved, len(alive), len(command.new), tuple(gone), unticked)
    return Outcome(counts, frozenset(stale))


def answer_slips(work: Work, commands: tuple[AnswerSlip, ...]) -> Outcome[tuple[SlipAnswered, ...]]:
    """Take the slips of several villages in one transaction: all of them or none; blank ones are no answers.

    RuleError when all are blank.
    """
    if all(map(is_blank, commands)):
        words = "Chưa có gì được đánh dấu trên phiếu, nên thôn vẫn tính là chưa trả lời."
        raise RuleError(words, field="file", code="slips_blank")
    told = [Outcome(_BLANK) if is_blank(one) else answer_slip(work, one) for one in commands]
    stale: Stale = frozenset().union(*(one.stale for one in told))
    return Outcome(tuple(one.value for one in told), stale)


_BLANK = SlipAnswered(0, 0, 0, 0, (), (), blank=True)


def _tick(work: Work, slip_id: int, told: Mapping[int, Tick]) -> None:
    """Note on the slip what the village said of each."""
    for line in work.session.scalars(select(SlipLine).filter_by(slip_id=slip_id)):
        tick = told.get(line.person_id)
        if tick is not None:
            line.tick = tick.value
    work.flush()


def _ticks(work: Work, command: AnswerSlip, names: Mapping[str, SlipName]) -> dict[str, SlipRow]:
    ticks: dict[str, SlipRow] = {}
    for row in command.rows:
        code = _code_now(work, row.code, names)
        if code not in names:
            words = f"Mã «{tidy(row.code)}» không có trên phiếu của thôn tháng {month_display(command.month)}."
            raise RuleError(words, field="code", code="not_on_slip")
        if code in ticks and ticks[code].tick != row.tick:
            raise RuleError(f"Mã {code} được đánh dấu hai lần khác nhau.", field="code", code="ticked_twice")
        before = names[code].tick
        if before in (Tick.DEAD, Tick.MOVED) and before != row.tick:
            words = (
                f"{names[code].name} ({code}): thôn đã báo «{TICK_LABELS[before]}». Báo nhầm thì mở việc ấy ở "
                "Biến động và bỏ qua, có ghi lý do."
            )
            raise RuleError(words, field="code", code="ticked_before")
        ticks[code] = SlipRow(code, row.tick, row.on, row.note)
    return ticks


def _code_now(work: Work, written: str, names: Mapping[str, SlipName]) -> str:
    """The code of whoever is meant: a printed slip still bears that of a record which was merged since."""
    number = parse_code(written)
    code = "" if number is None else display_code(number)
    if number is None or code in names:
        return code
    person_id = id_of_code(work.session, number)
    return next((one.code for one in names.values() if one.person_id == person_id), code)


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
        return frozenset() if _told_before(work, told) else report_event(work, told).stale
    except RuleError as refused:
        raise RuleError(f"Mã {row.code}: {refused.message}", field=refused.field, code=refused.code) from None


def _told_before(work: Work, told: ReportEvent) -> bool:
    """Whether the office heard of it by another way: a death is never told twice, a move not while it waits."""
    same = select(ChangeEvent.id).where(
        ChangeEvent.kind == told.kind.value,
        ChangeEvent.person_id == told.person_id,
        ChangeEvent.state != EventState.DISMISSED.value,
    )
    if told.kind == EventKind.MOVE_OUT:
        same = same.where(ChangeEvent.state == EventState.OPEN.value)
    return work.session.scalar(same.limit(1)) is not None


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
    """Where the slip of a village stands; days are ISO, "" for not yet. `late`: it should have been answered.

    `unticked` counts the living of whom an answered slip says nothing.
    """

    village_id: int
    village: str
    people: int
    printed_on: str
    answered_on: str
    late: bool
    unticked: int = 0


def slip_standings(session: Session, month: Month, today: date) -> list[SlipStanding]:
    """The slip of every village with names on it, in the office's order."""
    counts = count_on_slips(session, month)
    columns = (VillageSlip.village_id, VillageSlip.printed_on, VillageSlip.answered_on)
    kept = {row[0]: row for row in session.execute(select(*columns).where(VillageSlip.month == month))}
    late = today > answer_by(month)
    found = []
    for one in villages(session):
        row, there = kept.get(one.id), counts.get(one.id, SlipCount(0, 0))
        if not there.people and row is None:
            continue
        printed, answered = (row[1] or "", row[2] or "") if row is not None else ("", "")
        unticked = there.unticked if answered else 0
        late_now = late and not answered
        found.append(SlipStanding(one.id, one.full_name, there.people, printed, answered, late_now, unticked))
    return found


def _stale() -> Stale:
    return frozenset({(EVENTS, 0), ("slips", 0)})
