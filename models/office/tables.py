"""Records of the office: commune, issuing bodies, signers, villages, staff, number series, and the papers it makes."""

from __future__ import annotations

from typing import cast

from sqlalchemy import DDL, ForeignKey, Index, LargeBinary, Table, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import CHECK, DERIVED, Base, CheckPart
from models.store.undo import SURVIVES_UNDO

FOLLOWERS = "followers"
"""`info` of the table of papers: "module:function" of higher subjects, called (work, paper) in the transaction in which
a paper was entered or cancelled."""
_PAPER_FOLLOWERS = (
    "models.benefits.entitlements.of_papers:paper_changed",
    "models.benefits.events.letters:paper_changed",
)
"""Named here and not by whoever follows: a command that loads no other subject must call them all the same."""
_WHOLE_PAPERS = CheckPart("papers", "models.office.paper_queries:damaged_papers", "Giấy tờ đã phát hành còn nguyên.")


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
    """A colleague who signs in; number 1 is made at the first run.

    `handle` is the name of their key slot in the vault, never a person's name. Who has `left_on` signs in no more.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    display_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    handle: Mapped[str] = mapped_column(Text, unique=True)
    administrator: Mapped[int] = mapped_column(default=0)
    left_on: Mapped[str | None] = mapped_column(Text)


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


class Paper(Base):
    """A paper in its life: prepared, entered, issued, cancelled (models.office.paper_rules).

    `facts` is canonical JSON, compressed; `pdf` holds the bytes that were issued, and every reprint sends them. The
    history keeps their hashes, not them. An issued paper is frozen by the triggers below: whoever writes, nothing but
    its cancelling goes through. `replaces_id` names the cancelled paper whose place this one takes. No foreign key
    points at people: a merge or an undone import must not reach what was issued.
    """

    __tablename__ = "paper"
    __table_args__ = (
        Index(
            "ix_paper_number",
            "body_id",
            "series",
            "year",
            "number",
            unique=True,
            sqlite_where=text("number IS NOT NULL AND own_number = 1 AND state <> 'cancelled'"),
        ),
        {"info": {SURVIVES_UNDO: True, CHECK: _WHOLE_PAPERS, FOLLOWERS: _PAPER_FOLLOWERS}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    body_id: Mapped[int] = mapped_column(ForeignKey("issuing_body.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text, default="")
    month: Mapped[int | None]
    shown_from: Mapped[str | None] = mapped_column(Text)
    shown_until: Mapped[str | None] = mapped_column(Text)
    lines: Mapped[int]
    total: Mapped[int | None]
    series: Mapped[str] = mapped_column(Text)
    sign: Mapped[str] = mapped_column(Text, default="")
    own_number: Mapped[int] = mapped_column(default=1)
    number: Mapped[int | None]
    year: Mapped[int | None]
    signed_on: Mapped[str | None] = mapped_column(Text)
    signer_name: Mapped[str] = mapped_column(Text, default="")
    signer_lines: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[str | None] = mapped_column(Text)
    facts_sha256: Mapped[str] = mapped_column(Text)
    pdf_sha256: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, info=DERIVED)


TRIGGERS = "triggers"
"""`info` of a table: statements that make its triggers; migrations must make them again after rebuilding the table."""
_PAPER = cast(Table, Paper.__table__)
_ENDING = ("state", "reason", "ended_at")
_KEPT = " AND ".join(f"new.{one.name} IS old.{one.name}" for one in _PAPER.columns if one.name not in _ENDING)
_PAPER.info[TRIGGERS] = (
    "CREATE TRIGGER paper_frozen BEFORE UPDATE ON paper WHEN old.state IN ('issued', 'cancelled')"
    f" AND NOT (old.state = 'issued' AND new.state = 'cancelled' AND {_KEPT})"
    " BEGIN SELECT RAISE(ABORT, 'an issued paper is frozen'); END",
    "CREATE TRIGGER paper_kept BEFORE DELETE ON paper WHEN old.state IN ('issued', 'cancelled')"
    " BEGIN SELECT RAISE(ABORT, 'an issued paper is kept'); END",
)
for _statement in _PAPER.info[TRIGGERS]:
    event.listen(_PAPER, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]  # as SQLAlchemy ships it
