"""A whole office living through random months by its own verbs: what is reported (often late), decided, signed,
cancelled, listed, answered, owed and paid back, and a law that begins to count in between.

Refused steps change nothing and are counted. `look` holds what must be true at every moment; `settle` lets everything
come to rest and compares what truly reached people, by this file's own account, with what is due.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import select

from models.benefits.entitlements.law_decisions import PrepareLawChange, prepare_law_change
from models.benefits.entitlements.queries import due_spans
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import (
    CancelDecision,
    EnterDecision,
    Item,
    PrepareDecision,
    cancel_decision,
    enter_decision,
    prepare_decision,
)
from models.benefits.entitlements.sound import unsound
from models.benefits.entitlements.tables import Decision, Entitlement
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.events.recovering import RecoverDebt, ReturnDebt, recover_debt, return_debt
from models.benefits.events.rules import EventKind
from models.benefits.events.services import DecideEvent, ReportEvent, decide_event
from models.benefits.events.tables import ChangeEvent, Debt, DebtReturn
from models.benefits.months import late, queries
from models.benefits.months.facts import Line
from models.benefits.months.returns import RowSays, Told, rule
from models.benefits.months.returns_services import ApplyReturn, TakenLine, apply_return
from models.benefits.months.services import (
    CloseMonth,
    ConfirmMonth,
    OpeningMonth,
    OpenMonth,
    RecomputeMonth,
    SendMonth,
    close_month,
    confirm_month,
    open_month,
    opening_month,
    recompute_month,
    send_month,
)
from models.benefits.months.stored import lines_of
from models.benefits.months.tables import PayLine, PayMonth
from models.benefits.months.whole import damaged_months
from models.benefits.services import LineDetails, NewLine, add_line
from models.demo.services import NEW_DECREE
from models.imports.returns.queries import payments
from models.law.services import SwitchLaw, begin_law, switch_law
from models.people.services import SetPersonFact, set_person_fact
from models.people.tables import Person
from models.store.dates import Month, PartialDate, add_months
from models.store.errors import RuleError
from tests.people.commune import Office

OPENING: Final = Month(202606)
FIRST_DAY: Final = datetime(2026, 6, 28, 2, 0, tzinfo=UTC)
DECREE_KNOWN: Final = date(2026, 8, 21)
A_WHILE: Final = timedelta(days=4)
"""Between two steps."""
PEOPLE: Final[tuple[tuple[str, str, str, int, int], ...]] = (
    ("An", "1986-05-01", "K6N", 150, 750_000),
    ("Bình", "1966-09-30", "K6DBN", 200, 1_000_000),
    ("Chi", "1951-10-20", "K5a", 150, 750_000),
    ("Dung", "2022-11-20", "K1b", 250, 1_250_000),
    ("Em", "1946-01-09", "HTXH", 100, 500_000),
    ("Giang", "1990-02-02", "K8", 150, 750_000),
    ("Hoa", "1992-03-03", "K4", 200, 1_000_000),
)
"""Given name, birth, group, coefficient and amount of June 2026."""
SIGNER: Final = "Lê Văn Ký"


@dataclass
class OfficeLife:
    """One office; `done` and `refused` count steps by their name."""

    office: Office
    random: Random
    people: list[int] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    switched: bool = False
    number: int = 0

    def begin(self) -> None:
        """June 2026 as an old list paid it; the new decree does not count yet."""
        self.office.clock.now = FIRST_DAY
        self.office.do(lambda work, _: begin_law(work), None)
        self.office.do(switch_law, SwitchLaw(NEW_DECREE, counts=False, reason="chưa có"))
        for name, born, group, coefficient, amount in PEOPLE:
            person = self.office.person(f"Nguyễn Thị {name}", born)
            self.people.append(person)
            channel = self.random.choice(("account", "cash", ""))
            details = LineDetails(group, amount, group, coefficient, start_month=Month(202401), channel=channel)
            self.office.do(add_line, NewLine(person, details))
            if channel != "cash":
                self.office.do(set_person_fact, SetPersonFact(person, "account", {"number": f"88{person:08d}"}))
        self.people.append(self.office.person("Nguyễn Thị Khanh", "1970-04-04"))
        self.office.do(take_over, TakeOver(OPENING))
        self.office.do(opening_month, OpeningMonth(OPENING))

    # ---- what happens

    def step(self) -> str:
        """One random step; returns its name."""
        self.office.clock.now += A_WHILE
        verb = self.random.choice(_VERBS)
        try:
            verb(self)
        except RuleError as refused:
            self.refused[f"{verb.__name__}: {refused.code}"] += 1
        else:
            self.done[verb.__name__] += 1
        return verb.__name__

    def report(self) -> None:
        """Something is told, up to half a year after it happened."""
        kind = self.random.choice(_KINDS)
        day = self.today - timedelta(days=self.random.choice((0, 3, 20, 40, 75, 130, 180)))
        details = {"degree": self.random.choice(("severe", "extremely_severe", "none"))} if kind == "degree" else {}
        on = self.random.choice((PartialDate.of(day), PartialDate.of(day), PartialDate(day.year, day.month)))
        told = ReportEvent(kind, self.random.choice(self.people), happened_on=on, details=details)
        self.office.do(late.report, told)

    def find(self) -> None:
        self.office.do(late.find_events, late.FindEvents(self.coming))

    def decide(self) -> None:
        """What an open event proposes."""
        events = self.ids(select(ChangeEvent.id).filter_by(state="open"))
        if events:
            self.office.do(decide_event, DecideEvent(self.random.choice(events)))

    def prepare(self) -> None:
        """A decision of the office's own, for any month around now."""
        kind = self.random.choice(
            (DecisionKind.ADJUST, DecisionKind.SUSPEND, DecisionKind.RESUME, DecisionKind.STOP, DecisionKind.GRANT)
        )
        month = add_months(self.coming, self.random.randint(-5, 1))
        amount = self.random.choice((510_000, 760_000, 1_090_000))
        if kind is DecisionKind.GRANT:
            person = self.random.choice(self.people)
            item = Item(person, None, "allowance", "K6N", "Người khuyết tật nặng", amount=amount, why="thử")
            if self.random.randrange(3) == 0:
                carer = self.random.choice([one for one in self.people if one != person])
                item = Item(person, None, "care_support", "CS-HGD", "Hộ chăm sóc", carer, amount=amount, why="thử")
        else:
            one = self.random.choice(self.ids(select(Entitlement.id)))
            owner = self.ids(select(Entitlement.person_id).filter_by(id=one))[0]
            wanted = amount if kind is DecisionKind.ADJUST else None
            item = Item(owner, one, from_month=month, amount=wanted, why="thử")
        self.office.do(prepare_decision, PrepareDecision(kind, (item,), "thử"))

    def sign(self) -> None:
        """A decision comes back signed, on a day of the last weeks."""
        waiting = self.ids(select(Decision.id).filter_by(state="prepared"))
        if waiting:
            self.enter(self.random.choice(waiting), self.today - timedelta(days=self.random.choice((0, 1, 8, 25))))

    def enter(self, decision: int, day: date) -> None:
        self.number += 1
        self.office.do(enter_decision, EnterDecision(decision, f"{self.number}/QĐ-UBND", day, SIGNER))

    def cancel(self) -> None:
        decisions = self.ids(select(Decision.id).where(Decision.state != "cancelled", Decision.kind != "taken_over"))
        if decisions:
            self.office.do(cancel_decision, CancelDecision(self.random.choice(decisions[-4:]), "thử lại"))

    def change_law(self) -> None:
        """The decree begins to count; from then on everybody, or some, are decided again from 07/2026."""
        if not self.switched:
            if self.today < DECREE_KNOWN:
                return
            self.office.do(switch_law, SwitchLaw(NEW_DECREE, counts=True, reason="áp dụng"))
            self.switched = True
        everybody = tuple(self.ids(select(Entitlement.id)))
        some = None if self.random.randrange(2) else tuple(self.random.sample(everybody, 2))
        self.office.do(prepare_law_change, PrepareLawChange(Month(202607), self.coming, some))

    def change_account(self) -> None:
        number = f"99{self.random.randrange(10**6):06d}"
        fact = SetPersonFact(self.random.choice(self.people), "account", {"number": number}, self.today)
        self.office.do(set_person_fact, fact)

    def owe(self) -> None:
        """A debt is found, decided, or comes back by hand in part."""
        self.office.do(late.find_debts, late.FindDebts())
        debts = self.ids(select(Debt.id).where(Debt.state.in_(("found", "demanded"))))
        if not debts:
            return
        debt = self.random.choice(debts)
        if self.random.randrange(2):
            decision = self.office.do(recover_debt, RecoverDebt(debt, self.random.choice((None, None, 100_000))))
            self.enter(decision, self.today)
        else:
            left = self.ids(select(Debt.amount).filter_by(id=debt))[0]
            self.office.do(return_debt, ReturnDebt(debt, self.today, self.random.choice((left, left // 3))))

    def move_on(self) -> None:
        """The month's list goes one state on, or the next one is opened."""
        months = self.office.read(queries.months)
        last = months[0]
        if last.state == "open":
            self.office.do(recompute_month, RecomputeMonth(last.month))
            self.office.do(confirm_month, ConfirmMonth(last.month))
        elif last.state == "confirmed":
            self.office.do(send_month, SendMonth(last.month))
        elif last.state == "sent" and self.random.randrange(5):
            self.answer(last.month, missing=self.random.choice((0, 3)))
        else:
            first = add_months(last.month, 1)
            both = add_months(first, 1) if self.random.randrange(5) == 0 else None
            self.office.do(open_month, OpenMonth(first, both))
            self.office.clock.now += timedelta(days=10)

    def answer_late(self) -> None:
        """An earlier month is answered, or closed."""
        for row in reversed(self.office.read(queries.months)):
            if row.state == "sent":
                return self.answer(row.month, missing=3)
            if row.state == "reconciled":
                self.office.do(close_month, CloseMonth(row.month))
                return None
        return None

    def answer(self, month: Month, *, missing: int) -> None:
        """The organisation's answer: of `missing` payments one was not taken, or in part."""
        lines: list[TakenLine] = []
        for one in self.office.read(payments, month):
            says = RowSays(Told.PAID)
            if missing and self.random.randrange(missing) == 0:
                part = self.random.choice((0, one.total // 2))
                says = RowSays(Told.PARTLY, part) if 0 < part < one.total else RowSays(Told.UNPAID)
            before = {line.line_id: line.result for line in one.lines}
            lines += [TakenLine(each, before[each.line_id]) for each in rule(one, says).results]
        if lines:
            self.office.do(apply_return, ApplyReturn(month, "", "", tuple(lines), self.today))

    # ---- what must be true

    def look(self) -> None:
        """Nothing overlaps, every kept list is whole, its bridge closes, and its sum is that of its people."""
        with self.office.store.read() as session:
            assert unsound(session.connection()) is None
            assert damaged_months(session.connection()) is None
            for row in queries.months(session)[:3]:
                lines = [line for _, line in lines_of(session, row.id)]
                gets: dict[int, int] = defaultdict(int)
                for line in lines:
                    gets[line.recipient_id] += line.amount
                assert sum(gets.values()) == row.total
                assert all(amount >= 0 for amount in gets.values())
                if not row.opening:
                    bridge = queries.bridge_of(session, row.month)
                    assert bridge.step("total").amount == row.total

    def ask_again(self) -> None:
        """Every confirmed month, computed once more as known then, is the same line for line."""
        with self.office.store.read() as session:
            for row in queries.months(session):
                if row.state != "open" and not row.opening:
                    kept = [line for _, line in lines_of(session, row.id)]
                    assert sorted(kept, key=_order) == sorted(queries.recomputed(session, row.month), key=_order)

    def settle(self) -> None:
        """Everybody collects for some months; then each month of each benefit gave what is due, or a debt says so."""
        for _ in range(4):
            self._finish_month()
        self.office.do(late.find_debts, late.FindDebts())
        over = self.office.read(queries.overpaid_before, self.coming)
        received, back, due = self._received(), self._back_by_hand(), self._due()
        for entitlement in self.ids(select(Entitlement.id)):
            gaps = {
                month: received[entitlement, month] - over.get((entitlement, month), 0) - due[entitlement, month]
                for month in _months(self.coming)
            }
            assert sum(gaps.values()) == back[entitlement], (entitlement, gaps)
            assert back[entitlement] or not any(gaps.values()), (entitlement, gaps)
        assert all(amount > 0 for amount in over.values())
        assert self._still_owed() == sum(over.values())

    def _finish_month(self) -> None:
        """Answer what waits, then list, send and answer the next month whole."""
        self._finish_all()
        self.office.clock.now += timedelta(days=30)
        self.office.do(open_month, OpenMonth(self.coming))
        self._finish_all()

    def _finish_all(self) -> None:
        for month in reversed([row.month for row in self.office.read(queries.months)]):
            for state, verb, command in _WAY:
                if self.office.read(queries.month_row, month).state == state:
                    self.office.do(verb, command(month))
            if self.office.read(queries.month_row, month).state == "sent":
                self.answer(month, missing=0)

    def _received(self) -> dict[tuple[int, int], int]:
        """(entitlement, month) -> what came into hands, the old lists' money too."""
        found: dict[tuple[int, int], int] = defaultdict(int)
        with self.office.store.read() as session:
            for one in session.scalars(select(Entitlement)):
                for month in _months(Month(one.opening_until or 0)):
                    found[one.id, month] += one.opening_amount or 0
            lines = select(PayLine.entitlement_id, PayLine.benefit_month, PayLine.paid_amount).join(
                PayMonth, PayMonth.id == PayLine.pay_month_id
            )
            for entitlement, benefit_month, paid in session.execute(lines.where(PayMonth.opening == 0)):
                found[entitlement or 0, benefit_month] += paid or 0
        return found

    def _back_by_hand(self) -> dict[int, int]:
        """Entitlement -> what came back otherwise than in a list."""
        found: dict[int, int] = defaultdict(int)
        chosen = select(Debt.entitlement_id, DebtReturn.amount).join(DebtReturn, DebtReturn.debt_id == Debt.id)
        with self.office.store.read() as session:
            for entitlement, amount in session.execute(chosen.where(DebtReturn.way != "list")):
                found[entitlement or 0] += amount
        return found

    def _still_owed(self) -> int:
        """What debts that are not settled still name."""
        with self.office.store.read() as session:
            debts = session.scalars(select(Debt.amount).where(Debt.state.in_(_OWED))).all()
            back = select(DebtReturn.amount).join(Debt, Debt.id == DebtReturn.debt_id).where(Debt.state.in_(_OWED))
            return sum(debts) - sum(session.scalars(back))

    def _due(self) -> dict[tuple[int, int], int]:
        """(entitlement, month) -> what is due as known now: the month of a death or of a move still counts."""
        found: dict[tuple[int, int], int] = defaultdict(int)
        with self.office.store.read() as session:
            left = {one.id: one.status_on for one in session.scalars(select(Person)) if one.status != "living"}
            for span in due_spans(session):
                gone = [left[one] for one in (span.person_id, span.carer_id or 0) if one in left]
                last = min((int(day[:4]) * 100 + int(day[5:7]) for day in gone), default=999_912)
                for month in _months(self.coming):
                    runs = (span.start or 0) <= month and (span.stop is None or month < span.stop)
                    if runs and month <= last and span.standing == "paid":
                        found[span.entitlement_id, month] += span.amount or 0
        return found

    # ---- short ways

    @property
    def today(self) -> date:
        return self.office.clock.now.date()

    @property
    def coming(self) -> Month:
        """The first month that has no list."""
        return add_months(self.office.read(queries.months)[0].month, 1)

    def ids(self, chosen: Any) -> list[int]:
        """The first column of a SELECT."""
        with self.office.store.read() as session:
            return list(session.scalars(chosen))


def _months(until: Month) -> list[Month]:
    """From 01/2024, when the old lists began, to before a month."""
    found = []
    month = Month(202401)
    while month < until:
        found.append(month)
        month = add_months(month, 1)
    return found


def _order(line: Line) -> str:
    return repr(line)


_WAY: Final[tuple[tuple[str, Any, Any], ...]] = (
    ("open", recompute_month, RecomputeMonth),
    ("open", confirm_month, ConfirmMonth),
    ("confirmed", send_month, SendMonth),
)
_OWED: Final = ("found", "demanded")
_KINDS: Final = (
    *(EventKind.DEATH, EventKind.MOVE_OUT, EventKind.DEGREE, EventKind.REFUSAL, EventKind.PRISON),
    *(EventKind.REAPPEARED, EventKind.STUDY_END, EventKind.ALIVE),
)
_VERBS: Final[tuple[Callable[[OfficeLife], None], ...]] = (
    *(OfficeLife.move_on,) * 10,
    *(OfficeLife.report, OfficeLife.decide, OfficeLife.prepare) * 4,
    *(OfficeLife.sign,) * 7,
    *(OfficeLife.change_law, OfficeLife.owe, OfficeLife.answer_late) * 2,
    *(OfficeLife.find, OfficeLife.cancel, OfficeLife.change_account),
)
