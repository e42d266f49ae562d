"""Records of what happened to people and changes what they get, and of how it was dealt with."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Base


class ChangeEvent(Base):
    """Something that may start, change or end a benefit: a death, a move, a birthday, a new degree of disability ...

    `happened_on` is a partial ISO date, `told_on` the day the office heard of it, `source` where from ("slip",
    "register", "computed", "bank", "clerk"). `state` is "open", "decided" (see `decision_id`) or "dismissed" with a
    `reason`. `details` is canonical JSON of what else the kind needs.
    """

    __tablename__ = "change_event"
    __table_args__ = (Index("ix_change_event_state", "state", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    happened_on: Mapped[str] = mapped_column(Text, default="")
    told_on: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="clerk")
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("village_slip.id"), index=True)
    state: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[str] = mapped_column(Text, default="")


class Debt(Base):
    """Money paid that was not due, to be recovered: it needs its own decision (benefits.md 15.2, 10).

    `amount` in đồng; `state` is "found", "demanded" (the letter went out), "returned" or "written_off" with a reason.
    `from_month` and `until_month` (first month not counted) tell the months paid without being due. `monthly` is how
    much one list may hold back at most (None: all that it can), `paper_id` the kept letter.
    """

    __tablename__ = "debt"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    entitlement_id: Mapped[int | None] = mapped_column(ForeignKey("entitlement.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("change_event.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    from_month: Mapped[int]
    until_month: Mapped[int]
    amount: Mapped[int]
    monthly: Mapped[int | None]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    state: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")


class DebtReturn(Base):
    """Money that came back: by hand, by transfer, or held back in a month's list (`pay_line_id`)."""

    __tablename__ = "debt_return"

    id: Mapped[int] = mapped_column(primary_key=True)
    debt_id: Mapped[int] = mapped_column(ForeignKey("debt.id"), index=True)
    day: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    way: Mapped[str] = mapped_column(Text)
    pay_line_id: Mapped[int | None] = mapped_column(ForeignKey("pay_line.id"), index=True)
    budget_year: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")


class VillageSlip(Base):
    """The sheet on which a village ticks who died, moved, is unchanged or new, once a month."""

    __tablename__ = "village_slip"
    __table_args__ = (UniqueConstraint("month", "village_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int]
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    printed_on: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[str | None] = mapped_column(Text)
    people: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")


class SlipLine(Base):
    """A name as it was printed on a village's slip, and what the village ticked ("" for nothing yet).

    Kept because the village answers to the sheet it holds: who was reported dead since still has his number there.
    """

    __tablename__ = "slip_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    slip_id: Mapped[int] = mapped_column(ForeignKey("village_slip.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    tick: Mapped[str] = mapped_column(Text, default="")


class SignOfLife(Base):
    """On which day somebody was seen alive, and how; whoever is paid into an account needs one a year."""

    __tablename__ = "sign_of_life"
    __table_args__ = (Index("ix_sign_of_life_person", "person_id", "seen_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_on: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text)
    slip_id: Mapped[int | None] = mapped_column(ForeignKey("village_slip.id"), index=True)
