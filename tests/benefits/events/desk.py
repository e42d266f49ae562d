"""Short ways to act on events and debts in tests, on top of those of the monthly list."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from models.benefits.entitlements.services import EnterDecision, enter_decision
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.events import queries
from models.benefits.events.funeral_decision import FuneralWish
from models.benefits.events.proposal import Proposal
from models.benefits.events.rules import EventKind
from models.benefits.events.services import DecideEvent, ReportEvent, decide_event
from models.benefits.months import late
from models.store.dates import Month, PartialDate
from tests.benefits.months.book import Book
from tests.people.commune import DAY


class Desk(Book):
    """An office with verbs of events."""

    def report(self, kind: EventKind, person_id: int | None, on: str = "", **more: Any) -> Any:
        """Report an event; gives its id and the ids of debts that came to light."""
        happened = PartialDate.from_iso(on) if on else None
        return self.office.do(late.report, ReportEvent(kind, person_id, happened_on=happened, **more))

    def decide(self, event_id: int, funeral: FuneralWish | None = None) -> tuple[int, ...]:
        """Decide an event; the ids of its decisions."""
        ids: tuple[int, ...] = self.office.do(decide_event, DecideEvent(event_id, funeral)).decision_ids
        return ids

    def enter(self, decision_id: int, number: str = "12/QĐ-UBND", on: date = DAY) -> None:
        """Enter number, day and signer of a decision."""
        self.office.do(enter_decision, EnterDecision(decision_id, number, on, "Trần Thị Ký"))

    def proposal(self, event_id: int) -> Proposal:
        """What an event proposes now."""
        return self.office.read(queries.proposals, [event_id], DAY)[event_id]

    def inbox(self, state: str | None = "open") -> list[queries.EventRow]:
        """The events of a state."""
        return self.office.read(queries.inbox, DAY, state=state)

    def debts(self, *, settled: bool = False) -> list[queries.DebtRow]:
        """The debts."""
        return self.office.read(queries.debts, DAY, settled=settled)

    def items(self, decision_id: int) -> list[tuple[str, int | None, int | None]]:
        """(kind of the decision, from month, amount) of its items."""
        chosen = (
            select(Decision.kind, DecisionItem.from_month, DecisionItem.amount)
            .join(DecisionItem, DecisionItem.decision_id == Decision.id)
            .where(Decision.id == decision_id)
        )
        return self.office.read(lambda session: [(row[0], row[1], row[2]) for row in session.execute(chosen)])

    def find(self, month: Month) -> dict[str, int]:
        """Find the events of a month; how many of each kind."""
        return dict(self.office.do(late.find_events, late.FindEvents(month)).events)
