"""Verbs of the monthly list: open, compute again, confirm, send, close; and the opening month.

Promises: months follow one another without a gap; a list is computed from what the book says and changed by nothing
else; what is confirmed is what would be computed at that moment, and its bridge closes. Corrections of a confirmed
month are lines of a later one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from models.benefits.entitlements.queries import due_spans
from models.benefits.events.tables import Debt, DebtReturn
from models.benefits.months.bridge import build_bridge
from models.benefits.months.compute import compute, opening_lines
from models.benefits.months.facts import Line, following
from models.benefits.months.gathering import entitlement_facts, gather, people
from models.benefits.months.gone import gone_from
from models.benefits.months.listed import IN_A_LIST
from models.benefits.months.rules import MonthState, PayKind, usual_budget_year
from models.benefits.months.stored import digest_of, lines_of, ordered, remove_lines, write_lines
from models.benefits.months.tables import PayMonth
from models.store.collector import uncollected
from models.store.dates import Month, add_months, month_display
from models.store.errors import RuleError
from models.store.rights import needs
from models.store.uids import new_uid
from models.store.work import Outcome, Stale, Work

MONTHS = "pay_months"
_MOST_YEARS_OFF = 1


@dataclass(frozen=True, slots=True)
class Computed:
    """A month after its list was computed: lines and their sum in đồng, and how many lines came and went."""

    pay_month_id: int
    month: Month
    lines: int
    total: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class OpeningMonth:
    """The last month that was paid before the program kept the months."""

    month: Month


def opening_month(work: Work, command: OpeningMonth) -> Outcome[Computed]:
    """Keep what was paid in that month by the entitlements' own opening; the first bridge starts from it."""
    if _last_kept(work) is not None:
        raise RuleError("Sổ đã có tháng mở đầu.", field="month", code="opening_exists")
    row = _new_month(work, command.month, None, None)
    row.opening = 1
    entitlements = entitlement_facts(due_spans(work.session))
    lines = opening_lines(command.month, row.budget_year, entitlements, people(work.session, command.month))
    write_lines(work, row.id, lines)
    _freeze(work, row, lines)
    row.state, row.sent_at, row.reconciled_at, row.closed_at = MonthState.CLOSED.value, *(work.instant,) * 3
    work.flush()
    return Outcome(Computed(row.id, command.month, len(lines), row.total, len(lines), 0), _stale(row))


@dataclass(frozen=True, slots=True)
class OpenMonth:
    """Begin the list of a month; `with_month` is paid out together with it (Tết), `budget_year` None: the usual one."""

    month: Month
    with_month: Month | None = None
    budget_year: int | None = None


def open_month(work: Work, command: OpenMonth) -> Outcome[tuple[Computed, ...]]:
    """Compute the list of the next month, and of the one paid with it."""
    _demand_next(work, command)
    months = [_new_month(work, command.month, command.with_month, command.budget_year)]
    if command.with_month is not None:
        months.append(_new_month(work, command.with_month, command.month, months[0].budget_year))
    return _computed(work, months)


@dataclass(frozen=True, slots=True)
class RecomputeMonth:
    """Compute the list of an open month again, because something was decided or corrected meanwhile."""

    month: Month


def recompute_month(work: Work, command: RecomputeMonth) -> Outcome[tuple[Computed, ...]]:
    """Bring the list of an open month to what the book says now; lines that stay keep their ids."""
    months = _together(work, command.month)
    _demand_state(months[0], MonthState.OPEN, "Danh sách tháng {month} đã chốt, không lập lại được.")
    for row in months:
        row.known_on, row.computed_at = work.today.isoformat(), work.instant
    return _computed(work, months)


@dataclass(frozen=True, slots=True)
class ConfirmMonth:
    """Freeze the list of a month."""

    month: Month


@needs("confirm")
@uncollected()
def confirm_month(work: Work, command: ConfirmMonth) -> Outcome[tuple[str, ...]]:
    """Freeze a list that is up to date and whose bridge closes; returns its digest (two when paid together)."""
    months = _together(work, command.month)
    _demand_state(months[0], MonthState.OPEN, "Danh sách tháng {month} đã chốt rồi.")
    fresh = _proposals(work, months)
    last = lines_of(work.session, _before(work, months[0].month).id)
    for row in months:
        stored = lines_of(work.session, row.id)
        lines = [line for _, line in stored]
        if ordered(lines) != ordered(fresh[row.id]):
            words = f"Sổ đã có thay đổi sau khi lập danh sách tháng {_shown(row)}. Hãy lập lại, xem lại rồi chốt."
            raise RuleError(words, code="list_outdated")
        _demand_bridge(work, row, [line for _, line in last], lines)
        _demand_payable(row, lines)
        _settle_debts(work, stored)
        _freeze(work, row, lines)
        last = stored
    work.flush()
    return Outcome(tuple(row.digest or "" for row in months), _stale(*months))


@dataclass(frozen=True, slots=True)
class SendMonth:
    """The list went to the payment organisation."""

    month: Month


@needs("confirm")
def send_month(work: Work, command: SendMonth) -> Outcome[None]:
    """Note that a confirmed list was handed over; one without a line has nothing to be answered, and is reconciled."""
    months = _together(work, command.month)
    _demand_state(months[0], MonthState.CONFIRMED, "Danh sách tháng {month} chưa chốt hoặc đã gửi rồi.")
    for row in months:
        row.state, row.sent_at = MonthState.SENT.value, work.instant
        if not row.lines:
            row.state, row.reconciled_at = MonthState.RECONCILED.value, work.instant
    work.flush()
    return Outcome(None, _stale(*months))


@dataclass(frozen=True, slots=True)
class CloseMonth:
    """Nothing more will come for this month."""

    month: Month


@needs("confirm")
def close_month(work: Work, command: CloseMonth) -> Outcome[None]:
    """Close a reconciled month: from now on it never changes."""
    row = _kept(work, command.month)
    _demand_state(row, MonthState.RECONCILED, "Tháng {month} chưa đối soát xong, hoặc đã khóa sổ.")
    row.state, row.closed_at = MonthState.CLOSED.value, work.instant
    work.flush()
    return Outcome(None, _stale(row))


def _computed(work: Work, months: Sequence[PayMonth]) -> Outcome[tuple[Computed, ...]]:
    """Bring the stored lines of open months to what is computed now."""
    fresh = _proposals(work, months)
    told: list[Computed] = []
    for row in months:
        lines = fresh[row.id]
        kept = Counter(lines)
        gone: list[tuple[int, Line]] = []
        for line_id, line in lines_of(work.session, row.id):
            if kept[line] > 0:
                kept[line] -= 1
            else:
                gone.append((line_id, line))
        added = list(kept.elements())
        remove_lines(work, row.id, gone)
        write_lines(work, row.id, added)
        row.lines, row.total = len(lines), sum(line.amount for line in lines)
        work.flush()
        told.append(Computed(row.id, Month(row.month), row.lines, row.total, len(added), len(gone)))
    return Outcome(tuple(told), _stale(*months))


def _proposals(work: Work, months: Sequence[PayMonth]) -> dict[int, list[Line]]:
    """The id of each open month -> its lines as computed now."""
    work.flush()
    with uncollected():
        facts = gather(work.session, Month(months[0].month), months[0].budget_year)
        found: dict[int, list[Line]] = {}
        for row in months:
            if found:
                facts = following(facts, found[months[0].id], Month(row.month))
            found[row.id] = compute(facts)
        return found


def _freeze(work: Work, row: PayMonth, lines: Sequence[Line]) -> None:
    row.lines, row.total = len(lines), sum(line.amount for line in lines)
    row.digest, row.confirmed_at = digest_of(lines), work.instant
    row.state = MonthState.CONFIRMED.value
    work.flush()


def _demand_bridge(work: Work, row: PayMonth, last: Sequence[Line], lines: Sequence[Line]) -> None:
    month = Month(row.month)
    gone = gone_from(work.session, month, last, lines, None)
    build_bridge(month, add_months(month, -1), last, lines, gone)
    if row.total != sum(line.amount for line in lines) or row.lines != len(lines):
        raise RuleError("Tổng số tiền của tháng không khớp với các dòng. Hãy lập lại danh sách.", code="bridge_open")


def _demand_payable(row: PayMonth, lines: Sequence[Line]) -> None:
    gets: dict[int, int] = defaultdict(int)
    for line in lines:
        gets[line.recipient_id] += line.amount
    if any(amount < 0 for amount in gets.values()):
        raise RuleError(f"Tháng {_shown(row)} có người bị trừ nhiều hơn số được nhận.", code="negative_total")


def _settle_debts(work: Work, stored: Sequence[tuple[int, Line]]) -> None:
    """What a confirmed list holds back has come back; a debt that is down to nothing is over."""
    held = [(line_id, line) for line_id, line in stored if line.kind == PayKind.RECOVERY and line.debt_id is not None]
    for line_id, line in held:
        work.add(
            DebtReturn(
                debt_id=line.debt_id,
                day=work.today.isoformat(),
                amount=-line.amount,
                way=IN_A_LIST,
                pay_line_id=line_id,
                budget_year=line.budget_year,
            )
        )
    for debt_id in {line.debt_id for _, line in held}:
        debt = work.get(Debt, debt_id or 0)
        back = work.session.scalar(select(func.sum(DebtReturn.amount)).filter_by(debt_id=debt_id))
        if debt is not None and debt.amount <= (back or 0):
            debt.state = "returned"


def _demand_next(work: Work, command: OpenMonth) -> None:
    last = _last_kept(work)
    if last is None:
        words = "Chưa có tháng mở đầu. Hãy tiếp nhận danh sách đang hưởng và lập tháng mở đầu trước."
        raise RuleError(words, field="month", code="no_opening")
    if last.state == MonthState.OPEN:
        raise RuleError(f"Danh sách tháng {_shown(last)} chưa chốt.", field="month", code="earlier_open")
    following_month = add_months(Month(last.month), 1)
    if command.month != following_month:
        words = f"Tháng tiếp theo phải lập là {month_display(following_month)}."
        raise RuleError(words, field="month", code="not_the_next")
    if command.with_month is not None and command.with_month != add_months(command.month, 1):
        raise RuleError("Chỉ gộp được với tháng liền sau.", field="with_month", code="not_the_next")
    if command.budget_year is not None and abs(command.budget_year - command.month // 100) > _MOST_YEARS_OFF:
        raise RuleError("Năm ngân sách không đúng.", field="budget_year", code="budget_year")


def _new_month(work: Work, month: Month, paid_with: Month | None, budget_year: int | None) -> PayMonth:
    row = PayMonth(
        uid=new_uid(),
        month=month,
        state=MonthState.OPEN.value,
        known_on=work.today.isoformat(),
        paid_with=paid_with,
        budget_year=budget_year or usual_budget_year(month),
        opened_at=work.instant,
        computed_at=work.instant,
    )
    work.add(row)
    return row


def _last_kept(work: Work) -> PayMonth | None:
    return work.session.scalars(select(PayMonth).order_by(PayMonth.month.desc()).limit(1)).one_or_none()


def _kept(work: Work, month: Month) -> PayMonth:
    row = work.session.scalars(select(PayMonth).filter_by(month=month)).one_or_none()
    if row is None:
        raise RuleError(f"Chưa lập danh sách tháng {month_display(month)}.", field="month", code="no_month")
    return row


def _before(work: Work, month: int) -> PayMonth:
    return _kept(work, add_months(Month(month), -1))


def _together(work: Work, month: Month) -> list[PayMonth]:
    """A month and the one paid with it, the earlier first."""
    row = _kept(work, month)
    rows = [row] if row.paid_with is None else [row, _kept(work, Month(row.paid_with))]
    return sorted(rows, key=lambda one: one.month)


def _demand_state(row: PayMonth, state: MonthState, words: str) -> None:
    if row.state != state:
        raise RuleError(words.format(month=_shown(row)), field="month", code="month_state")


def _shown(row: PayMonth) -> str:
    return month_display(Month(row.month))


def _stale(*months: PayMonth) -> Stale:
    return frozenset({(MONTHS, 0), *((MONTHS, row.id) for row in months)})
