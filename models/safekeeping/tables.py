"""Records of safekeeping: media, backups on them, drills, settings, handovers."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import DERIVED, Base


class Medium(Base):
    """A stick or folder that was asked about once. `standing`: "ours" or "foreign"; `keeper` says who keeps it.

    `uid` also stands in a small file on the medium; `volume` is the file system's own serial, as far as it has one.
    """

    __tablename__ = "medium"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    label: Mapped[str] = mapped_column(Text)
    volume: Mapped[str] = mapped_column(Text, default="")
    standing: Mapped[str] = mapped_column(Text)
    outside: Mapped[int] = mapped_column(default=0)
    keeper: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[str] = mapped_column(Text)


class Backup(Base):
    """A generation that was proved on a medium. `generation` is its folder's name there; `head_*` its last change.

    `standing`: "good", "gone" (thinned out) or "bad" (found damaged later).
    """

    __tablename__ = "backup"

    id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[str] = mapped_column(Text, unique=True)
    medium_id: Mapped[int] = mapped_column(ForeignKey("medium.id"), index=True)
    made_at: Mapped[str] = mapped_column(Text)
    proved_at: Mapped[str] = mapped_column(Text)
    head_change: Mapped[int]
    head_digest: Mapped[str] = mapped_column(Text)
    manifest_sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    standing: Mapped[str] = mapped_column(Text)


class Drill(Base):
    """A backup that was opened and counted for practice; `report` is canonical JSON of what was found."""

    __tablename__ = "drill"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(Text)
    generation: Mapped[str] = mapped_column(Text)
    medium_id: Mapped[int | None] = mapped_column(ForeignKey("medium.id"), index=True)
    passed: Mapped[int]
    message: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(Text)


class SafekeepingSetting(Base):
    """A choice of the office about safekeeping, such as after how many days the lamp is no longer green."""

    __tablename__ = "safekeeping_setting"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    value: Mapped[str] = mapped_column(Text)


class Handover(Base):
    """A handover between two colleagues: frozen facts (canonical JSON, compressed), the minutes, and their hashes."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    made_at: Mapped[str] = mapped_column(Text)
    giver_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    facts_sha256: Mapped[str] = mapped_column(Text)
    pdf_sha256: Mapped[str] = mapped_column(Text)
    facts: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED)
