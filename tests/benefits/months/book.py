"""Short ways to act on entitlements, results and debts in tests of the monthly list, straight on the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.events.tables import Debt, DebtReturn
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
from models.benefits.services import LineValues, correct_lines
from models.benefits.tables import BenefitLine
from models.people.tables import Person
from models.store.dates import Month
from models.store.uids import new_uid
from models.store.work import Outcome, Work
from tests.people.commune import Office

NOV, DEC, JAN, FEB = Month(202611), Month(202612), Month(202701), Month(202702)


@dataclass(frozen=True)
class Given:
    """An entitlement with one span; `opened`: it was paid before the program kept the months, up to that month."""

    person_id: int
    amount: int
    start: int | None = 202301
    opened: int | None = None
    carer_id: int | None = None
    group: str = "K6N"
    channel: str = ""
    coefficient: int = 150


def give(work: Work, given: Given) -> Outcome[int]:
    """Add an entitlement with its span."""
    entitlement = work.add(
        Entitlement(
            uid=new_uid(),
            person_id=given.person_id,
            carer_id=given.carer_id,
            kind="care_support" if given.carer_id else "allowance",
            group_code=given.group,
            origin="granted" if given.opened is None else "taken_over",
            opening_amount=None if given.opened is None else given.amount,
            opening_from=None if given.opened is None else given.start,
            opening_until=given.opened,
        )
    )
    work.add(
        BenefitLine(
            person_id=given.carer_id or given.person_id,
            entitlement_id=entitlement.id,
            known_since=work.instant,
            label="Người khuyết tật nặng",
            group_code=given.group,
            amount=given.amount,
            coefficient=given.coefficient,
            start_month=given.start,
            channel=given.channel,
            standing="paid",
        )
    )
    return Outcome(entitlement.id)


@dataclass(frozen=True)
class From:
    """From a month on an entitlement is worth something else: `amount` None ends it, `standing` may suspend it."""

    entitlement_id: int
    month: int
    amount: int | None
    standing: str = "paid"


def change_from(work: Work, command: From) -> Outcome[None]:
    """Cut every span at the month, and open the next one."""
    spans = work.session.scalars(
        select(BenefitLine).filter_by(entitlement_id=command.entitlement_id, known_until="9999-12-31T00:00:00.000Z")
    ).all()
    if not spans:
        return Outcome(None)  # ended before it began: nothing to change
    first = spans[0]
    values = {name: getattr(first, name) for name in ("person_id", "label", "group_code", "coefficient", "channel")}
    for span in spans:
        if span.start_month is not None and span.start_month >= command.month:
            span.known_until = work.instant
        elif span.stop_month is None or span.stop_month > command.month:
            correct_lines(work, [LineValues(span.id, {"stop_month": command.month})], by_decision=True)
    if command.amount is not None:
        work.add(
            BenefitLine(
                **values,
                entitlement_id=command.entitlement_id,
                known_since=work.instant,
                amount=command.amount,
                start_month=command.month,
                standing=command.standing,
            )
        )
    work.flush()
    return Outcome(None)


@dataclass(frozen=True)
class Results:
    """What the payment organisation says of a month: who was not paid, or in part; all others were."""

    month: int
    unpaid: tuple[int, ...] = ()
    partly: tuple[tuple[int, int], ...] = ()


def take_results(work: Work, command: Results) -> Outcome[None]:
    """Write the results and reconcile the month."""
    month = work.session.scalars(select(PayMonth).filter_by(month=command.month)).one()
    partly = dict(command.partly)
    for line in work.session.scalars(select(PayLine).filter_by(pay_month_id=month.id)):
        if line.entitlement_id in command.unpaid:
            line.result, line.paid_amount, line.unpaid_reason = "unpaid", 0, "đi vắng"
        elif line.entitlement_id in partly:
            line.result, line.paid_amount = "partly", partly[line.entitlement_id]
        else:
            line.result, line.paid_amount = "paid", line.amount
    work.flush()
    month.state, month.reconciled_at = "reconciled", work.instant
    work.flush()
    return Outcome(None)


@dataclass(frozen=True)
class Owes:
    """A debt with its entered decision to recover (`decided` False: without)."""

    person_id: int
    entitlement_id: int
    from_month: int
    until_month: int
    amount: int
    decided: bool = True


def owe(work: Work, command: Owes) -> Outcome[int]:
    """Add a debt."""
    decision = work.add(
        Decision(
            uid=new_uid(),
            kind="recover",
            state="entered" if command.decided else "prepared",
            number="7/QĐ-UBND",
            signed_on="2026-12-01",
            made_at=work.instant,
            entered_at=work.instant,
        )
    )
    debt = work.add(
        Debt(
            uid=new_uid(),
            person_id=command.person_id,
            entitlement_id=command.entitlement_id,
            decision_id=decision.id,
            from_month=command.from_month,
            until_month=command.until_month,
            amount=command.amount,
            state="demanded",
        )
    )
    return Outcome(debt.id)


def bring_back(work: Work, command: tuple[int, int]) -> Outcome[None]:
    """Money of a debt comes back by hand."""
    work.add(DebtReturn(debt_id=command[0], amount=command[1], day=work.today.isoformat(), way="cash"))
    return Outcome(None)


@dataclass(frozen=True)
class Buried:
    """Funeral support that was decided."""

    person_id: int
    recipient_id: int
    amount: int


def bury(work: Work, command: Buried) -> Outcome[int]:
    """Add an entered decision on funeral support."""
    decision = work.add(
        Decision(
            uid=new_uid(), kind="funeral", state="entered", number="9/QĐ-UBND", made_at="", entered_at=work.instant
        )
    )
    work.add(
        DecisionItem(
            decision_id=decision.id,
            person_id=command.person_id,
            carer_id=command.recipient_id,
            amount=command.amount,
            kind="funeral",
        )
    )
    return Outcome(decision.id)


def leave(work: Work, command: tuple[int, str, str]) -> Outcome[None]:
    """Somebody died or moved away ("living": it was a mistake)."""
    person = work.get(Person, command[0])
    person.status, person.status_on = command[1:]
    work.flush()
    return Outcome(None)


class Book:
    """An office with verbs of the monthly list."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def person(self, name: str, born: str = "1960-01-01", **details: Any) -> int:
        return self.office.person(name, born, **details)

    def give(self, given: Given) -> int:
        value: int = self.office.do(give, given)
        return value

    def change(self, entitlement_id: int, month: int, amount: int | None, standing: str = "paid") -> None:
        self.office.do(change_from, From(entitlement_id, month, amount, standing))

    def left(self, person_id: int, status: str, day: str) -> None:
        self.office.do(leave, (person_id, status, day))

    def opening(self, month: Month = NOV) -> Any:
        return self.office.do(opening_month, OpeningMonth(month))

    def open(self, month: Month, with_month: Month | None = None) -> Any:
        return self.office.do(open_month, OpenMonth(month, with_month))

    def recompute(self, month: Month) -> Any:
        return self.office.do(recompute_month, RecomputeMonth(month))

    def confirm(self, month: Month) -> Any:
        return self.office.do(confirm_month, ConfirmMonth(month))

    def send(self, month: Month) -> None:
        self.office.do(send_month, SendMonth(month))

    def results(self, month: Month, *unpaid: int, partly: tuple[tuple[int, int], ...] = ()) -> None:
        self.office.do(take_results, Results(month, unpaid, partly))

    def close(self, month: Month) -> None:
        self.office.do(close_month, CloseMonth(month))

    def run(self, month: Month, *unpaid: int) -> None:
        """A whole month, from its opening to its closing; these entitlements are not collected."""
        self.open(month)
        self.confirm(month)
        self.send(month)
        self.results(month, *unpaid)
        self.close(month)

    def lines(self, month: Month) -> list[Any]:
        """The lines of a month in order."""
        with self.office.store.read() as reader:
            number = reader.scalars(select(PayMonth.id).filter_by(month=month)).one()
            return [line for _, line in lines_of(reader, number)]

    def told(self, month: Month) -> list[tuple[str, int, int]]:
        """(kind, month of the benefit, amount) of every line, sorted."""
        return sorted((str(line.kind), line.benefit_month, line.amount) for line in self.lines(month))
