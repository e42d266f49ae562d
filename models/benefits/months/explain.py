"""Why somebody gets what they get for a month: as known when its list was computed, and as known now.

Promises: both sides are computed afresh, the law's side under the law known on that day; sentences are for a citizen,
and a ground that tells of HIV/AIDS is left out unless it was asked for (`Grounds`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.benefits.entitlements.law_rates import rates_for
from models.benefits.entitlements.queries import due_spans
from models.benefits.entitlements.rules import ENTITLEMENT_LABELS
from models.benefits.entitlements.tables import Entitlement
from models.benefits.months.balance import due_until, opening_of, paid_span
from models.benefits.months.facts import EntitlementFact, SpanFact
from models.benefits.months.gathering import entitlement_facts, people
from models.benefits.months.lawful import FIRST_MONTH_OF_LAW
from models.benefits.months.queries import months
from models.benefits.months.rules import PAY_KIND_LABELS, RESULT_LABELS, MonthState, PayKind
from models.benefits.months.stored import TABLE
from models.benefits.months.tables import PayMonth
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, is_secret_ground, mentions_hiv
from models.store.dates import Month, month_display
from models.store.money import format_amount, format_coefficient
from models.store.work import OFFICE_TIME

_ANSWERED: Final = frozenset((MonthState.SENT, MonthState.RECONCILED, MonthState.CLOSED))
NOTHING: Final = "không được hưởng"


@dataclass(frozen=True, slots=True)
class Side:
    """What is due for the month as known at one time; `known_on` is the day, amounts in đồng.

    `lawful` is what the law known on that day gives (None: it cannot be told), `standing` "paid", "suspended" or "".
    """

    known_on: date
    amount: int
    standing: str
    made_of: str
    decision: str
    lawful: int | None
    article: str


@dataclass(frozen=True, slots=True)
class ListedLine:
    """What a list held for the month: in which payout, what kind, and what came of it."""

    payout: Month
    kind: PayKind
    amount: int
    answered: bool
    result: str
    reason: str

    @property
    def counts(self) -> bool:
        """Whether it is money of its own; what is carried was listed before."""
        return self.kind != PayKind.CARRIED


@dataclass(frozen=True, slots=True)
class Explained:
    """One benefit in one month. `then` is None where no list of that month was kept.

    `opening` is what was paid before the program kept the months; `left` is what is due as known now less what was
    listed: above zero it is still owed to the person, below zero it was too much.
    """

    entitlement_id: int
    ground: str
    group: str
    then: Side | None
    now: Side
    opening: int
    listed: tuple[ListedLine, ...]
    left: int
    sentences: tuple[str, ...]


def explain(reader: Session, person_id: int, month: Month, today: date, *, grounds: Grounds) -> list[Explained]:
    """Every benefit of a person, or for which the person is paid as carer, in a month."""
    every = months(reader)
    frozen = max((one.month for one in every if one.state != MonthState.OPEN), default=0)
    kept = next((one for one in every if one.month == month and not one.opening), None)
    now = _sides(reader, person_id, month, (None, today), grounds)
    known_at = None if kept is None or kept.state == MonthState.OPEN else kept.computed_at
    then = {} if known_at is None else _sides(reader, person_id, month, (known_at, _day(known_at)), grounds)
    made: list[Explained] = []
    for number, (fact, span, side) in now.items():
        before = then[number][2] if number in then else None
        if known_at is not None and before is None:
            before = Side(_day(known_at), 0, "", "", "", None, "")
        listed = _listed(reader, number, month, grounds)
        opening = opening_of(fact, month)
        left = side.amount - opening - sum(line.amount for line in listed if line.counts)
        ground, group = _ground(fact, span, grounds)
        told = _sentences(month, before, side, opening, listed)
        told += _balance(left) if month <= frozen else ()
        made.append(Explained(number, ground, group, before, side, opening, listed, left, told))
    return made


_Told = tuple[EntitlementFact, SpanFact, Side]


def _sides(
    reader: Session, person_id: int, month: Month, known: tuple[str | None, date], grounds: Grounds
) -> dict[int, _Told]:
    """Entitlement -> its facts, the span that counts, and what is due, as known at an instant (None: now) and day."""
    known_at, known_on = known
    theirs = select(Entitlement.id).where(or_(Entitlement.person_id == person_id, Entitlement.carer_id == person_id))
    numbers = [row[0] for row in reader.execute(theirs)]
    own = entitlement_facts(due_spans(reader, known_at=known_at, of=numbers))
    ids = {number for one in own for number in (one.person_id, one.carer_id) if number is not None}
    everybody = people(reader, month, known_at, ids)
    rates = rates_for(reader, {one.person_id for one in own}, known_on) if month >= FIRST_MONTH_OF_LAW else None
    found: dict[int, _Told] = {}
    for one in own:
        covering = next((span for span in one.spans if span.covers(month)), None)
        span = covering or one.spans[-1]
        paid = paid_span(one, month)
        due = paid is not None and month <= due_until(one, everybody, month)
        level = None
        if rates is not None and span.group_code:
            level = rates.level(one.person_id, span.group_code, month, span.coefficient)
        side = Side(
            known_on=known_on,
            amount=(span.amount or 0) if due else 0,
            standing="" if covering is None or (paid is not None and not due) else "paid" if span.paid else "suspended",
            made_of=_made_of(span),
            decision="" if grounds != "open" and mentions_hiv(span.decision) else span.decision,
            lawful=None if level is None else level.amount,
            article="" if level is None or _hidden(span, grounds) else level.article,
        )
        found[one.id] = (one, span, side)
    return found


def _made_of(span: SpanFact) -> str:
    if span.base_rate is None or span.coefficient is None:
        return ""
    return f"{format_coefficient(span.coefficient)} × {format_amount(span.base_rate)} đồng"


def _hidden(span: SpanFact, grounds: Grounds) -> bool:
    """The article of a secret ground names the ground as well."""
    return grounds == "neutral" or (grounds == "guarded" and is_secret_ground(span.group_code, span.label))


def _ground(fact: EntitlementFact, span: SpanFact, grounds: Grounds) -> tuple[str, str]:
    if _hidden(span, grounds):
        return NEUTRAL_LABEL, ""
    return span.label or ENTITLEMENT_LABELS.get(fact.kind, NEUTRAL_LABEL), span.group_code


def _listed(reader: Session, entitlement_id: int, month: Month, grounds: Grounds) -> tuple[ListedLine, ...]:
    found = (
        select(PayMonth.month, PayMonth.state, TABLE.c.kind, TABLE.c.amount, TABLE.c.result, TABLE.c.reason)
        .join(PayMonth, PayMonth.id == TABLE.c.pay_month_id)
        .where(TABLE.c.entitlement_id == entitlement_id, TABLE.c.benefit_month == month, PayMonth.opening == 0)
        .order_by(PayMonth.month, TABLE.c.id)
    )
    return tuple(
        ListedLine(Month(row[0]), PayKind(row[2]), row[3], row[1] in _ANSWERED, row[4], _told(row[5], grounds))
        for row in reader.execute(found)
    )


def _told(reason: str, grounds: Grounds) -> str:
    """Why it was not collected is typed by hand, and carried from list to list."""
    return "" if grounds != "open" and mentions_hiv(reason) else reason


def _sentences(
    month: Month, then: Side | None, now: Side, opening: int, listed: tuple[ListedLine, ...]
) -> tuple[str, ...]:
    shown = month_display(month)
    told = []
    alike = then is not None and _due(then) == _due(now)
    if then is not None and not alike:
        told.append(f"Tháng {shown}, theo điều biết ngày {then.known_on:%d/%m/%Y} khi lập danh sách: {_due(then)}.")
    known = "khi lập danh sách và theo điều nay biết" if alike else f"theo điều biết ngày {now.known_on:%d/%m/%Y}"
    told.append(f"Tháng {shown}, {known}: {_due(now)}.")
    if now.lawful is not None and now.amount and now.lawful != now.amount:
        article = f" ({now.article})" if now.article else ""
        told.append(f"Theo luật, nhóm này được {format_amount(now.lawful)} đồng{article}.")
    elif now.amount and now.lawful == now.amount and now.article:
        told.append(f"Đúng mức theo luật: {now.article}.")
    if opening:
        told.append(f"Trước khi dùng sổ này đã chi {format_amount(opening)} đồng.")
    for line in listed:
        result = f", {RESULT_LABELS[line.result].lower()}" if line.answered else ""
        where = f"danh sách chi tháng {month_display(line.payout)}"
        told.append(f"{PAY_KIND_LABELS[line.kind]}: {where}, {format_amount(line.amount)} đồng{result}.")
    return tuple(told)


def _balance(left: int) -> tuple[str, ...]:
    if left > 0:
        return (f"Còn thiếu {format_amount(left)} đồng, sẽ truy lĩnh ở danh sách tới.",)
    if left < 0:
        return (f"Đã lập nhiều hơn số được hưởng {format_amount(-left)} đồng.",)
    return ()


def _due(side: Side) -> str:
    if side.standing == "suspended":
        return f"đang tạm dừng{_by(side)}"
    if not side.amount:
        return NOTHING
    made_of = f" ({side.made_of})" if side.made_of else ""
    return f"được hưởng {format_amount(side.amount)} đồng{made_of}{_by(side)}"


def _by(side: Side) -> str:
    return f", theo quyết định {side.decision}" if side.decision else ""


def _day(instant: str) -> date:
    return datetime.fromisoformat(instant).astimezone(OFFICE_TIME).date()
