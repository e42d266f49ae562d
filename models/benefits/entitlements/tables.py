"""Records of entitlements and of the decisions they live through.

An entitlement is what one person gets under one ground; `BenefitLine` holds its spans (what is due from when to when,
and what was believed of it before). A decision opens and ends spans; its items say what it means for each person.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import CHECK, Base, CheckPart

_SOUND = CheckPart(
    "entitlements", "models.benefits.entitlements.sound:unsound", "Mỗi chế độ mỗi tháng một mức, theo quyết định đã ký."
)


class Entitlement(Base):
    """What one person gets under one ground, from the first decision to the last.

    `kind` is "allowance", "social_pension" or "care_support"; care support belongs to the cared person's row with the
    carer as `carer_id` (benefits.md 15.2, 8). `origin` is "taken_over", "granted" or "transferred_in". What was paid
    before the program kept the months is told by `opening_amount` (đồng a month) from `opening_from` (YYYYMM, None: not
    known since when) up to the month before `opening_until`.
    """

    __tablename__ = "entitlement"
    __table_args__ = (Index("ix_entitlement_person", "person_id", "kind"), {"info": {CHECK: _SOUND}})

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(Text)
    group_code: Mapped[str] = mapped_column(Text, default="")
    label: Mapped[str] = mapped_column(Text, default="")
    carer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    origin: Mapped[str] = mapped_column(Text)
    opening_amount: Mapped[int | None]
    opening_from: Mapped[int | None]
    opening_until: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")


class Decision(Base):
    """A decision of the chairman: grant, adjust, suspend, resume, stop, transfer out or in, recover, funeral.

    `state` is "prepared" (printed with blanks), "entered" (number, date and signer known: its effects stand, it is
    frozen) or "cancelled". `paper_id` is the paper it was printed on; several decisions of one annex share it. A
    taken-over benefit has a decision of kind "taken_over" whose number may be unknown.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_state", "state", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    number: Mapped[str] = mapped_column(Text, default="")
    signed_on: Mapped[str | None] = mapped_column(Text)
    signer: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[str | None] = mapped_column(Text)
    cancelled_because: Mapped[str] = mapped_column(Text, default="")


class DecisionItem(Base):
    """What a decision means for one person. `from_month` is the month it counts from, as computed or entered.

    `entitlement_id` is None until a grant is entered. `amount` is đồng a month (a recovery or funeral: the whole sum),
    `coefficient` hundredths, `law_table` "central" or "local"; `why` is the sentence that the citizen reads.
    """

    __tablename__ = "decision_item"
    __table_args__ = (Index("ix_decision_item_person", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entitlement_id: Mapped[int | None] = mapped_column(ForeignKey("entitlement.id"), index=True)
    kind: Mapped[str] = mapped_column(Text, default="")
    group_code: Mapped[str] = mapped_column(Text, default="")
    label: Mapped[str] = mapped_column(Text, default="")
    carer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    from_month: Mapped[int | None]
    law_table: Mapped[str] = mapped_column(Text, default="")
    base_rate: Mapped[int | None]
    coefficient: Mapped[int | None]
    amount: Mapped[int | None]
    why: Mapped[str] = mapped_column(Text, default="")
    article: Mapped[str] = mapped_column(Text, default="")
