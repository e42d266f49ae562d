"""Records of benefits as lists bring them: one line per person and programme, and what the clerk said a label means."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.people.dated import Known
from models.store.tables import Base


class BenefitLine(Known, Base):
    """A benefit as a list tells it. `label` is kept as written; `group_code` is "" when it was not recognised.

    `coefficient` is in hundredths, `amount` in đồng a month, months are YYYYMM; `stop_month` is the first month that is
    no longer due. Texts that are not known are "".

    A line that belongs to an entitlement is one span of it, opened by `decision_id`; only decisions change it.
    `standing` is "paid" or "suspended" (kept, but not due: NĐ 335/2026 Đ9), `law_table` "central" or "local".

    A line keeps its id for life. What was believed of it before stays in rows of their own whose `known_until` is over,
    so that any past month can be asked as known then and as known now.
    """

    __tablename__ = "benefit_line"
    __table_args__ = (
        Index("ix_benefit_line_person", "person_id", "known_until"),
        Index("ix_benefit_line_entitlement", "entitlement_id", "known_until", "start_month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    label: Mapped[str] = mapped_column(Text)
    group_code: Mapped[str] = mapped_column(Text, default="")
    coefficient: Mapped[int | None]
    amount: Mapped[int | None]
    decision_number: Mapped[str] = mapped_column(Text, default="")
    decision_day: Mapped[str] = mapped_column(Text, default="")
    start_month: Mapped[int | None]
    stop_month: Mapped[int | None]
    channel: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    entitlement_id: Mapped[int | None] = mapped_column(ForeignKey("entitlement.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    standing: Mapped[str] = mapped_column(Text, default="paid")
    law_table: Mapped[str] = mapped_column(Text, default="")
    base_rate: Mapped[int | None]


class LabelRuling(Base):
    """What the clerk said a label means that no rule recognised; `label_key` is folded, `group_code` as benefits.md."""

    __tablename__ = "label_ruling"

    id: Mapped[int] = mapped_column(primary_key=True)
    label_key: Mapped[str] = mapped_column(Text, unique=True)
    label: Mapped[str] = mapped_column(Text)
    group_code: Mapped[str] = mapped_column(Text)
