"""The lines that lists brought become entitlements, once: looked at first, then taken over in one change.

Promises: only lines that run in the month and tell an amount are taken, whatever else is told with its reason; a line
keeps its id, its months and its amount. What was paid before the program kept the months is the line's amount
(`Entitlement.opening_amount`). Later lists may bring more, to be taken over later.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.benefits.entitlements.checks import kind_of, running_grounds
from models.benefits.entitlements.law_rates import rates_for
from models.benefits.entitlements.queries import first_kept
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.entitlements.writing import change_many
from models.benefits.queries import NO_VILLAGE, due_in, has_left_before, rulings
from models.benefits.rules import label_key
from models.benefits.services import BENEFITS
from models.benefits.tables import BenefitLine
from models.office.tables import Village
from models.people.dated import AsOf, holds, known
from models.people.queries import village_text
from models.people.tables import Person, Residence
from models.store.dates import Month, add_months, month_display, month_end
from models.store.errors import RuleError
from models.store.uids import new_uid, new_uids
from models.store.work import Outcome, Work

_line: Any = BenefitLine.__table__
_entitlement: Any = Entitlement.__table__
_item: Any = DecisionItem.__table__
TITLE = "Tiếp nhận các khoản đang hưởng từ danh sách cũ"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line that could be taken over; `group` after the clerk's rulings, "" when nobody recognised it.

    `lawful` is what the law gives this group in the month, None where it cannot be told; `stop` is told of a line that
    ended before the month was over.
    """

    line_id: int
    person_id: int
    village: str
    label: str
    group: str
    amount: int | None
    coefficient: int | None
    start: Month | None
    lawful: int | None
    stop: Month | None = None

    @property
    def off_the_law(self) -> bool:
        """Whether the law gives another amount."""
        return self.lawful is not None and self.lawful != self.amount


@dataclass(frozen=True, slots=True)
class Sum:
    """How many lines of a group or village, and their monthly amounts in đồng."""

    name: str
    lines: int
    total: int


@dataclass(frozen=True, slots=True)
class TakeOverPreview:
    """What would be taken over, and what a clerk should look at before.

    `doubles` are lines of people who would get one ground twice, among themselves or with an entitlement; they are
    taken over only when named. `left` counts lines of people who died or moved away before the month, `ended` are those
    that ended lately, where they were asked for: a law that counts back may owe them something (benefits.md 15.2, 5).
    """

    month: Month
    lines: tuple[FoundLine, ...]
    by_group: tuple[Sum, ...]
    by_village: tuple[Sum, ...]
    unrecognised: tuple[FoundLine, ...]
    off_the_law: tuple[FoundLine, ...]
    without_amount: tuple[FoundLine, ...]
    doubles: tuple[FoundLine, ...]
    left: int
    ended: tuple[FoundLine, ...] = ()

    @property
    def total(self) -> int:
        """Monthly amounts of all lines, in đồng."""
        return sum(line.amount or 0 for line in self.lines)


def preview(session: Session, month: Month, ended_since: Month | None = None) -> TakeOverPreview:
    """What a take-over for `month` finds: the lines without an entitlement that run in it, as known now.

    `ended_since`: also those that ended before the month, but ran in this one or later.
    """
    found = _found(session, month)
    doubles = _doubles(session, found)
    told = {line.line_id for line in doubles}
    lines = tuple(line for line in found if line.amount is not None and line.line_id not in told)
    return TakeOverPreview(
        month=month,
        lines=lines,
        by_group=_sums(lines, lambda line: line.group or line.label),
        by_village=_sums(lines, lambda line: line.village),
        unrecognised=tuple(line for line in lines if not line.group),
        off_the_law=tuple(line for line in lines if line.off_the_law),
        without_amount=tuple(line for line in found if line.amount is None),
        doubles=doubles,
        left=_left(session, month),
        ended=() if ended_since is None else tuple(_ended(session, month, ended_since)),
    )


def _free(month: Month) -> Any:
    """SQL condition: a line without entitlement that runs in the month by its own months."""
    starts = (_line.c.start_month.is_(None)) | (_line.c.start_month <= month)
    runs = (_line.c.stop_month.is_(None)) | (_line.c.stop_month > month)
    return and_(_without_entitlement(), starts, runs)


def _without_entitlement() -> Any:
    return and_(known(BenefitLine, None), _line.c.entitlement_id.is_(None))


def _ended(session: Session, month: Month, since: Month) -> list[FoundLine]:
    """Lines that ended before `month` and were paid in `since` or later."""
    chosen = _lines(month).where(
        _without_entitlement(), _line.c.stop_month > since, _line.c.stop_month <= month, _line.c.amount.is_not(None)
    )
    ruled = rulings(session)
    return [replace(_line_of(row, ruled), stop=Month(row.stop_month)) for row in _rows(session, chosen)]


def _lines(month: Month) -> Any:
    """What a FoundLine tells, of every line."""
    lives = and_(Residence.person_id == Person.id, holds(Residence, AsOf(month_end(month))))
    return (
        select(
            _line.c.id,
            _line.c.person_id,
            Village.kind,
            Village.name,
            _line.c.label,
            _line.c.group_code,
            _line.c.amount,
            _line.c.coefficient,
            _line.c.start_month,
            _line.c.stop_month,
        )
        .join(Person, Person.id == _line.c.person_id)
        .outerjoin(Residence, lives)
        .outerjoin(Village, Village.id == Residence.village_id)
        .order_by(_line.c.id)
    )


def _rows(session: Session, chosen: Any) -> Iterable[Any]:
    return {row.id: row for row in session.execute(chosen)}.values()


def _found(session: Session, month: Month) -> list[FoundLine]:
    rows = _rows(session, _lines(month).where(_free(month), due_in(month)))
    ruled = rulings(session)
    rates = rates_for(session, {row.person_id for row in rows}, month_end(month))
    found = []
    for row in rows:
        line = _line_of(row, ruled)
        given = rates.level(line.person_id, line.group, month, line.coefficient)
        found.append(replace(line, lawful=None if given is None else given.amount))
    return found


def _line_of(row: Any, ruled: Mapping[str, str]) -> FoundLine:
    return FoundLine(
        line_id=row.id,
        person_id=row.person_id,
        village=village_text(row.kind, row.name) or NO_VILLAGE,
        label=row.label,
        group=row.group_code or ruled.get(label_key(row.label)) or "",
        amount=row.amount,
        coefficient=row.coefficient,
        start=None if row.start_month is None else Month(row.start_month),
        lawful=None,
    )


def _doubles(session: Session, found: Sequence[FoundLine]) -> tuple[FoundLine, ...]:
    """Lines that would pay a person one ground twice; the first of several is no double."""
    grounds = running_grounds(session, {line.person_id for line in found})
    seen = {(person, ground) for person, ground, _carer in grounds}
    doubles = []
    for line in found:
        ground = (line.person_id, line.group or label_key(line.label))
        if ground in seen and not line.group.startswith("CS-"):
            doubles.append(line)
        seen.add(ground)
    return tuple(doubles)


def _sums(lines: Sequence[FoundLine], name: Any) -> tuple[Sum, ...]:
    counts: Counter[str] = Counter()
    totals: dict[str, int] = defaultdict(int)
    for line in lines:
        counts[name(line)] += 1
        totals[name(line)] += line.amount or 0
    return tuple(Sum(one, counts[one], totals[one]) for one in sorted(counts))


def _left(session: Session, month: Month) -> int:
    chosen = select(_line.c.id, Person.status, Person.status_on).join(Person, Person.id == _line.c.person_id)
    return sum(has_left_before(status, on, month) for _id, status, on in session.execute(chosen.where(_free(month))))


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take lines over that run in `month`, the last one paid by the old list.

    `kept_from` is the first month that the program's own lists pay (None: of the kept months, else the one after).
    `line_ids` None: everything the preview lists; doubles only when they are named. `ended_since`: also lines that
    ended before `month` and ran in this month or later; they become entitlements that are over.
    """

    month: Month
    line_ids: tuple[int, ...] | None = None
    kept_from: Month | None = None
    ended_since: Month | None = None


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many lines became entitlements, the monthly total of those that run in đồng, the decision that says so, and
    how many of the lines had ended."""

    lines: int
    total: int
    decision_id: int
    ended: int = 0


def take_over(work: Work, command: TakeOver) -> Outcome[TakenOver]:
    """Make entitlements of lines; raises RuleError when there is nothing, or a line cannot be taken over."""
    chosen = _chosen(work, command)
    decision = Decision(
        uid=new_uid(),
        kind=DecisionKind.TAKEN_OVER.value,
        state=DecisionState.ENTERED.value,
        title=f"{TITLE}, tháng {month_display(command.month)}",
        made_at=work.instant,
        entered_at=work.instant,
    )
    work.add(decision)
    uids = new_uids(len(chosen))
    kept_from = command.kept_from or first_kept(work.session) or add_months(command.month, 1)
    made = [_entitlement_row(line, uid, kept_from) for line, uid in zip(chosen, uids, strict=True)]
    ids = work.insert_many(_entitlement, made)
    change_many(work, _line, _spans(chosen, ids, decision.id))
    pairs = zip(chosen, ids, strict=True)
    work.insert_many(_item, [_item_row(line, entitlement_id, decision.id) for line, entitlement_id in pairs])
    total = sum(line.amount or 0 for line in chosen if line.stop is None)
    ended = sum(line.stop is not None for line in chosen)
    stale = frozenset({(BENEFITS, 0), ("people", 0), ("decisions", 0)})
    return Outcome(TakenOver(len(chosen), total, decision.id, ended), stale)


def _chosen(work: Work, command: TakeOver) -> list[FoundLine]:
    work.flush()
    found = {line.line_id: line for line in _found(work.session, command.month)}
    doubles = _doubles(work.session, list(found.values()))
    if command.ended_since is not None:
        found |= {line.line_id: line for line in _ended(work.session, command.month, command.ended_since)}
    if command.line_ids is None:
        told = {line.line_id for line in doubles}
        chosen = [line for line in found.values() if line.amount is not None and line.line_id not in told]
    else:
        chosen = [found[one] for one in dict.fromkeys(command.line_ids) if one in found]
        if len(chosen) < len(set(command.line_ids)):
            words = f"Có khoản không còn hưởng trong tháng {month_display(command.month)} hoặc đã tiếp nhận."
            raise RuleError(words, field="lines", code="line_gone")
        if any(line.amount is None for line in chosen):
            raise RuleError("Có khoản chưa ghi mức hưởng.", field="lines", code="without_amount")
    if not chosen:
        raise RuleError("Không có khoản nào để tiếp nhận.", code="nothing_to_take_over")
    return chosen


def _entitlement_row(line: FoundLine, uid: str, kept_from: Month) -> dict[str, Any]:
    return {
        "uid": uid,
        "person_id": line.person_id,
        "kind": kind_of(line.group),
        "group_code": line.group,
        "label": line.label,
        "carer_id": None,
        "origin": "taken_over",
        "opening_amount": line.amount,
        "opening_from": line.start,
        "opening_until": kept_from if line.stop is None else min(kept_from, line.stop),
        "note": "",
    }


def _spans(chosen: Sequence[FoundLine], ids: Sequence[int], decision_id: int) -> Mapping[int, Mapping[str, Any]]:
    """The lines as spans; a group that the clerk ruled is written into them, for rulings may change later."""
    return {
        line.line_id: {"entitlement_id": entitlement_id, "decision_id": decision_id, "group_code": line.group}
        for line, entitlement_id in zip(chosen, ids, strict=True)
    }


def _item_row(line: FoundLine, entitlement_id: int, decision_id: int) -> dict[str, Any]:
    return {
        "decision_id": decision_id,
        "person_id": line.person_id,
        "entitlement_id": entitlement_id,
        "kind": kind_of(line.group),
        "group_code": line.group,
        "label": line.label,
        "carer_id": None,
        "from_month": line.start,
        "law_table": "",
        "base_rate": None,
        "coefficient": line.coefficient,
        "amount": line.amount,
        "why": "",
        "article": "",
    }
