"""What the confirmed lists tell of events: months paid without being due, money that nobody collected, nobody seen.

Stands above events because it asks the lists (models.benefits.months.compute.overpaid). Promises: asked again it finds
nothing twice; what it finds are events and debts, never lines of a list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.benefits.events import finding
from models.benefits.events.debts import OverMonth, RecordDebts, record_debts
from models.benefits.events.gathering import benefits_of
from models.benefits.events.services import ReportEvent, report_event
from models.benefits.events.slips import AnswerSlip, SlipAnswered, answer_slips
from models.benefits.months.circle import Circle, circle_of
from models.benefits.months.collecting import last_seen, uncollected_months
from models.benefits.months.queries import overpaid_before
from models.benefits.months.rules import usual_budget_year
from models.benefits.months.stored import TABLE
from models.benefits.months.tables import PayMonth
from models.people.queries import Reader
from models.store.dates import Month, add_months, month_iso, month_of
from models.store.work import Outcome, Work

MONTHS_TO_SUSPEND = 3
"""NĐ 335/2026 Đ9 k1 đ a."""


@dataclass(frozen=True, slots=True)
class FindDebts:
    """Look for money paid without being due; `people` None: of everybody."""

    people: frozenset[int] | None = None


def find_debts(work: Work, command: FindDebts) -> Outcome[tuple[int, ...]]:
    """Keep what was paid without being due as debts; returns the ids of new ones."""
    work.flush()
    if command.people is None:
        return record_debts(work, RecordDebts(over_months(work.session)))
    only = frozenset(one.entitlement_id for one in benefits_of(work.session, command.people))
    if not only:
        return Outcome(())
    return record_debts(work, RecordDebts(over_months(work.session, circle_of(work.session, command.people)), only))


def over_months(reader: Reader, of: Circle | None = None) -> tuple[OverMonth, ...]:
    """Every month of the confirmed lists for which more was listed than is due, as known now; `of` in this circle."""
    last = reader.execute(
        select(PayMonth.month).where(PayMonth.state != "open").order_by(PayMonth.month.desc())
    ).first()
    if last is None:
        return ()
    over = overpaid_before(reader, add_months(Month(last[0]), 1), of)
    years = _years(reader, {entitlement for entitlement, _ in over})
    return tuple(
        OverMonth(entitlement, Month(month), amount, years.get((entitlement, month), usual_budget_year(Month(month))))
        for (entitlement, month), amount in sorted(over.items())
    )


def _years(reader: Reader, entitlements: set[int]) -> dict[tuple[int, int], int]:
    """(entitlement, month) -> the budget year its money was drawn from last."""
    found: dict[tuple[int, int], int] = {}
    ids = sorted(entitlements)
    for start in range(0, len(ids), 400):
        rows = reader.execute(
            select(TABLE.c.entitlement_id, TABLE.c.benefit_month, TABLE.c.budget_year)
            .where(TABLE.c.entitlement_id.in_(ids[start : start + 400]), TABLE.c.kind != "recovery")
            .order_by(TABLE.c.id)
        )
        found.update({(row[0], row[1]): row[2] for row in rows})
    return found


@dataclass(frozen=True, slots=True)
class Reported:
    """An event, and the debts that a late report brought to light."""

    event_id: int
    debt_ids: tuple[int, ...]


def report(work: Work, command: ReportEvent) -> Outcome[Reported]:
    """Report an event and find what was paid after it, in one transaction."""
    told = report_event(work, command)
    if command.person_id is None:
        return Outcome(Reported(told.value, ()), told.stale)
    debts = find_debts(work, FindDebts(frozenset({command.person_id})))
    return Outcome(Reported(told.value, debts.value), told.stale | debts.stale)


def answer(work: Work, command: AnswerSlip) -> Outcome[SlipAnswered]:
    """Take a village's slip and find what was paid after the deaths and moves that it tells."""
    told = answer_all(work, (command,))
    return Outcome(told.value[0], told.stale)


def answer_all(work: Work, commands: tuple[AnswerSlip, ...]) -> Outcome[tuple[SlipAnswered, ...]]:
    """Take the slips of several villages in one transaction, and find what was paid after what they tell."""
    told = answer_slips(work, commands)
    gone = frozenset(person for one in told.value for person in one.gone)
    if not gone:
        return told
    return Outcome(told.value, told.stale | find_debts(work, FindDebts(gone)).stale)


@dataclass(frozen=True, slots=True)
class FindEvents:
    """Look for everything that changes what is due in or around a month."""

    month: Month


@dataclass(frozen=True, slots=True)
class Found:
    """New events by kind, and new debts."""

    events: tuple[tuple[str, int], ...]
    debt_ids: tuple[int, ...]


def find_events(work: Work, command: FindEvents) -> Outcome[Found]:
    """Find birthdays, ended certificates, changes in the register, uncollected money, silence, and debts of a month."""
    work.flush()
    _, settled = finding.drop_settled(work)
    found = finding.of_register(work.session, command.month, work.today)
    found += _uncollected(work, command.month)
    found += _silent(work, command.month)
    counted, stale = finding.keep(work, found)
    debts = find_debts(work, FindDebts())
    return Outcome(Found(counted, debts.value), stale | settled | debts.stale)


def _uncollected(work: Work, month: Month) -> list[ReportEvent]:
    last = work.session.execute(
        select(PayMonth.month)
        .where(PayMonth.reconciled_at.is_not(None), PayMonth.opening == 0, PayMonth.month < month)
        .order_by(PayMonth.month.desc())
    ).first()
    if last is None:
        return []
    running = uncollected_months(work.session, month)
    long = [one for one, count in running.items() if count >= MONTHS_TO_SUSPEND]
    months = [month_iso(add_months(Month(last[0]), -back)) for back in reversed(range(MONTHS_TO_SUSPEND))]
    return finding.uncollected(work.session, long, months)


def _silent(work: Work, month: Month) -> list[ReportEvent]:
    """Paid into an account, and nobody saw them for a year (benefits.md 15.2, 7)."""
    paid = select(TABLE.c.person_id).distinct().join(PayMonth, PayMonth.id == TABLE.c.pay_month_id)
    paid = paid.where(TABLE.c.channel == "account", TABLE.c.person_id == TABLE.c.recipient_id)
    latest = select(PayMonth.month).where(PayMonth.state != "open").order_by(PayMonth.month.desc()).limit(1)
    people = work.session.scalars(paid.where(PayMonth.month.in_(latest))).all()
    limit = date(month // 100 - 1, month % 100, 1)
    seen = last_seen(work.session, people, limit)
    return finding.silent(seen, month_of(work.today))
