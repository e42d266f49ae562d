"""Preparing the increase list, the decrease list, the summary by group and the bridge note of a kept month.

Promises: all four come from the lines of two months alone, as the bridge does; a ground that tells of HIV/AIDS is
counted and summed without names or group (privacy.md 11.1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.benefits.entitlements.queries import DueSpan, due_spans
from models.benefits.entitlements.rules import PAID
from models.benefits.events.tables import Debt, DebtReturn
from models.benefits.groups import all_groups
from models.benefits.months import queries
from models.benefits.months.bridge import DUE, LAST, MOVES, ON_TOP, TOTAL, BridgeStep, Movement
from models.benefits.months.facts import Line
from models.benefits.months.gone import MOST_ASKED
from models.benefits.months.papers import (
    SIGNATORIES,
    BridgeNote,
    ChangeLine,
    ChangeList,
    GroupSums,
    NotedPerson,
    NoteStep,
    Summary,
)
from models.benefits.months.preparing import heading_of
from models.benefits.months.rules import MonthState, PayKind, Step
from models.benefits.months.showing import tells_secret
from models.benefits.months.stored import TABLE, lines_of
from models.benefits.papers import PaymentEntry
from models.benefits.secrecy import NEUTRAL_LABEL, is_secret_ground, mentions_hiv
from models.people.codes import display_code
from models.store.dates import Month, add_months
from models.store.vietnamese import name_sort, text_sort

UP: tuple[Step, ...] = (Step.NEW, Step.RESUMED, Step.UP)
DOWN: tuple[Step, ...] = (Step.STOPPED, Step.SUSPENDED, Step.DOWN)
MOST_NAMED = 200
"""People of one step that the bridge note names; more are told by group."""
OTHER_GROUPS = f"{NEUTRAL_LABEL} (diện khác)"
NO_GROUP = "Chưa xếp nhóm"


def change_list(session: Session, month: Month, *, increase: bool) -> ChangeList:
    """The increase list (new, resumed, raised) or the decrease list (stopped, suspended, lowered) of a month."""
    row = queries.month_row(session, month)
    bridge = queries.bridge_of(session, month)
    moved = [(bridge.step(key), one) for key in (UP if increase else DOWN) for one in bridge.step(key).movements]
    lines = _Lines(session, row.id, queries.month_row(session, bridge.before).id)
    ids = {one.entitlement_id for _, one in moved if one.entitlement_id is not None}
    money = lines.arrears if increase else _open_debts(session)
    known_at = None if row.state is MonthState.OPEN else row.computed_at
    ends = {} if increase else _ends(session, ids, month, known_at)
    named: list[ChangeLine] = []
    hidden: list[tuple[int, int, int]] = []
    for step, one in moved:
        number = one.entitlement_id or 0
        sum_of = money.get(number, 0)
        if tells_secret(one):
            hidden.append((one.before, one.after, sum_of))
            continue
        since = lines.since.get(number, month) if increase else ends.get(number, month)
        named.append(_change_line(step, one, lines.of(number), since, sum_of))
    named.sort(key=lambda line: (text_sort(line.village), name_sort(line.name), line.code))
    sums = [sum(column) for column in zip(*hidden, strict=True)] or [0, 0, 0]
    heading = heading_of(session, row, "DS", SIGNATORIES)
    return ChangeList(heading, "increase" if increase else "decrease", tuple(named), len(hidden), *sums)


def _change_line(step: BridgeStep, one: Movement, line: Line | None, since: Month | None, money: int) -> ChangeLine:
    return ChangeLine(
        code=display_code(one.code),
        name=_bare(one.name),
        born_year="" if line is None else line.born[:4],
        id_number="" if line is None else line.id_number,
        village=one.village,
        group=one.group_code or one.label,
        coefficient=None if line is None else line.coefficient,
        before=one.before,
        after=one.after,
        decision=one.decision,
        since=since,
        money=money,
        reason=step.label if step.key in UP else one.reason or step.label,
    )


def _bare(name: str) -> str:
    return PaymentEntry("", "", name, "", 0).name_for_the_desk


class _Lines:
    """The lines of a month and of the one before, by entitlement."""

    def __init__(self, session: Session, now_id: int, last_id: int) -> None:
        self.now = [line for _, line in lines_of(session, now_id)]
        self.last = [line for _, line in lines_of(session, last_id)]
        self._by_entitlement: dict[int, Line] = {}
        self.arrears: dict[int, int] = defaultdict(int)
        self.since: dict[int, Month] = {}
        for line in (*self.last, *self.now):
            if line.entitlement_id is not None and line.kind == PayKind.REGULAR:
                self._by_entitlement[line.entitlement_id] = line
        for line in self.now:
            if line.entitlement_id is not None and line.kind == PayKind.ARREARS:
                self.arrears[line.entitlement_id] += line.amount
                first = Month(line.benefit_month)
                self.since[line.entitlement_id] = min(self.since.get(line.entitlement_id, first), first)

    def of(self, entitlement_id: int) -> Line | None:
        """What the list says of it, this month's before last month's."""
        return self._by_entitlement.get(entitlement_id)


def _open_debts(session: Session) -> dict[int, int]:
    """Entitlement -> what still has to come back, in đồng."""
    back = select(DebtReturn.debt_id, func.sum(DebtReturn.amount).label("back")).group_by(DebtReturn.debt_id).subquery()
    found = (
        select(Debt.entitlement_id, func.sum(Debt.amount - func.coalesce(back.c.back, 0)))
        .outerjoin(back, back.c.debt_id == Debt.id)
        .where(Debt.entitlement_id.is_not(None), Debt.state.in_(("found", "demanded")))
        .group_by(Debt.entitlement_id)
    )
    return {row[0] or 0: int(row[1]) for row in session.execute(found)}


def _ends(session: Session, ids: set[int], month: Month, known_at: str | None) -> dict[int, Month]:
    """Entitlement -> from which month less or nothing is due."""
    found: dict[int, list[DueSpan]] = defaultdict(list)
    few = ids if len(ids) <= MOST_ASKED else None
    for span in due_spans(session, known_at=known_at, of=few):
        if span.entitlement_id in ids:
            found[span.entitlement_id].append(span)
    return {number: end for number, spans in found.items() if (end := _end(spans, month)) is not None}


def _end(spans: Sequence[DueSpan], month: Month) -> Month | None:
    here = next((one for one in spans if (one.start or 0) <= month and (one.stop is None or month < one.stop)), None)
    if here is not None and (here.standing != PAID or here.start is not None):
        return None if here.start is None else Month(here.start)
    ended = [one.stop for one in spans if one.stop is not None and one.stop <= month]
    return Month(max(ended)) if ended else None


def summary(session: Session, month: Month) -> Summary:
    """The summary of a month by group: start, up, down, end, what comes on top, and what was paid."""
    row = queries.month_row(session, month)
    before = queries.month_row(session, add_months(month, -1))
    lines = _Lines(session, row.id, before.id)
    groups: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    last, now = _regular(lines.last), _regular(lines.now)
    for number in {*last, *now}:
        _count(groups, last.get(number), now.get(number))
    for line in lines.now:
        if line.kind != PayKind.REGULAR:
            what = {PayKind.ARREARS: "arrears", PayKind.RECOVERY: "recovery"}.get(PayKind(line.kind), "other")
            groups[_group(line)][what] += -line.amount if what == "recovery" else line.amount
    answered = row.state in (MonthState.RECONCILED, MonthState.CLOSED)
    paid = _paid(session, row.id) if answered else {}
    order = {one.code: place for place, one in enumerate(all_groups())}
    names = sorted(groups, key=lambda name: (order.get(name, len(order)), name))
    heading = heading_of(session, row, "BC", SIGNATORIES)
    made = [_sums(name, groups[name], paid.get(name, 0) if answered else None) for name in names]
    return Summary(heading, tuple(made))


def _regular(lines: Sequence[Line]) -> dict[int, Line]:
    return {one.entitlement_id or 0: one for one in lines if one.kind == PayKind.REGULAR}


def _count(groups: dict[str, dict[str, int]], last: Line | None, now: Line | None) -> None:
    """One entitlement's part: who changes the group goes down in the old one and up in the new."""
    was, becomes = (last.amount if last else 0), (now.amount if now else 0)
    if last is not None:
        groups[_group(last)]["before_lines"] += 1
        groups[_group(last)]["before"] += was
    if now is not None:
        groups[_group(now)]["after_lines"] += 1
        groups[_group(now)]["after"] += becomes
    if last is not None and now is not None and _group(last) == _group(now):
        what, amount = ("up", becomes - was) if becomes > was else ("down", was - becomes)
        if amount:
            groups[_group(now)][what] += amount
            groups[_group(now)][f"{what}_lines"] += 1
        return
    for line, what, amount in ((last, "down", was), (now, "up", becomes)):
        if line is not None:
            groups[_group(line)][what] += amount
            groups[_group(line)][f"{what}_lines"] += 1


def _group(line: Line) -> str:
    if is_secret_ground(line.group_code, line.label):
        return OTHER_GROUPS
    return line.group_code or ("Mai táng" if line.kind == PayKind.FUNERAL else NO_GROUP)


def _sums(name: str, counted: dict[str, int], paid: int | None) -> GroupSums:
    fields = GroupSums.__dataclass_fields__
    return GroupSums(name, **{key: counted[key] for key in fields if key not in ("name", "paid")}, paid=paid)


def _paid(session: Session, pay_month_id: int) -> dict[str, int]:
    """Group -> what reached people."""
    columns: Any = (TABLE.c.group_code, TABLE.c.label, TABLE.c.kind, func.sum(TABLE.c.paid_amount))
    found = select(*columns).where(TABLE.c.pay_month_id == pay_month_id).group_by(*columns[:3])
    sums: dict[str, int] = defaultdict(int)
    for code, label, kind, amount in session.execute(found):
        secret = is_secret_ground(code, label)
        name = OTHER_GROUPS if secret else code or ("Mai táng" if kind == PayKind.FUNERAL else NO_GROUP)
        sums[name] += amount or 0
    return sums


def bridge_note(session: Session, month: Month) -> BridgeNote:
    """The bridge as the note that finance asks for: every step, and the people behind each movement."""
    row = queries.month_row(session, month)
    bridge = queries.bridge_of(session, month)
    people = [one for key in (*MOVES, *ON_TOP) for one in _noted(bridge.step(key))]
    return BridgeNote(
        heading=heading_of(session, row, "BC", SIGNATORIES),
        before=bridge.before,
        moves=tuple(_step(bridge.step(key)) for key in (LAST, *MOVES, DUE)),
        on_top=tuple(_step(bridge.step(key)) for key in (DUE, *ON_TOP, TOTAL)),
        people=tuple(people),
    )


def _step(step: BridgeStep) -> NoteStep:
    return NoteStep(step.label, step.lines, step.amount, step.is_sum)


def _noted(step: BridgeStep) -> Iterator[NotedPerson]:
    """The people of a step; told by group where they are too many, without names where the ground is secret."""
    secret: list[Movement] = []
    named: list[Movement] = []
    for one in step.movements:
        (secret if tells_secret(one) else named).append(one)
    if len(named) <= MOST_NAMED:
        for one in sorted(named, key=lambda one: (text_sort(one.village), name_sort(one.name), one.benefit_month)):
            reason = "" if mentions_hiv(one.reason) else one.reason
            amounts = (one.before, one.after, one.amount)
            yield NotedPerson(
                step.label, display_code(one.code), _bare(one.name), one.village, *amounts, one.decision, reason
            )
    else:
        together: dict[str, list[Movement]] = defaultdict(list)
        for one in named:
            together[one.group_code or NO_GROUP].append(one)
        for group, many in sorted(together.items()):
            yield _together(step, f"Nhóm {group}" if group != NO_GROUP else NO_GROUP, many)
    if secret:
        yield _together(step, NEUTRAL_LABEL, secret)


def _together(step: BridgeStep, name: str, many: Sequence[Movement]) -> NotedPerson:
    before, after, amount = (sum(getattr(one, field) for one in many) for field in ("before", "after", "amount"))
    return NotedPerson(step.label, "", name, "", before, after, amount, "", "", len(many))
