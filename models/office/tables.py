"""Records of the office: the commune, its two issuing bodies, their signers, villages, staff and number series."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import DERIVED, Base


class Commune(Base):
    """The one commune this store belongs to; `former_units` tells in free text what it was before 01/07/2025."""

    __tablename__ = "commune"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    province_code: Mapped[str] = mapped_column(Text)
    former_units: Mapped[str] = mapped_column(Text, default="")


class IssuingBody(Base):
    """A body that issues papers: "committee" (UBND) or "front" (MTTQ), with the lines of its letterhead."""

    __tablename__ = "issuing_body"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    superior_line: Mapped[str] = mapped_column(Text, default="")
    name_line: Mapped[str] = mapped_column(Text)
    department_line: Mapped[str] = mapped_column(Text, default="")
    place_name: Mapped[str] = mapped_column(Text)


class Signer(Base):
    """Who signs for a body, in which form, from when to when (last day, None: still)."""

    __tablename__ = "signer"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("issuing_body.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    title_form: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(Text)
    from_day: Mapped[str] = mapped_column(Text)
    to_day: Mapped[str | None] = mapped_column(Text)


class Village(Base):
    """A village (thôn, tổ dân phố, bon, ...); `sort_order` is the office's own order."""

    __tablename__ = "village"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    sort_order: Mapped[int]
    closed_on: Mapped[str | None] = mapped_column(Text)


class VillageOldName(Base):
    """A name that a village had, or the name of one that was joined to it; lists go on using them for years."""

    __tablename__ = "village_old_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    until_day: Mapped[str | None] = mapped_column(Text)


class Staff(Base):
    """A colleague who signs in; number 1 is made at the first run."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    display_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)


class NumberSeries(Base):
    """A running number that is never given twice: person codes, household codes, papers of a body in a year (0: all).

    `suffix` is what follows the number on paper, such as "QĐ-UBND". `last` stays out of the history: undoing an import
    must not hand its numbers out again.
    """

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("key", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(default=0)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("issuing_body.id"))
    suffix: Mapped[str] = mapped_column(Text, default="")
    last: Mapped[int] = mapped_column(default=0, info=DERIVED)
