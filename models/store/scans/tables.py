"""Records of the scans' store: what was scanned, in which sealed segment it lies, and what is not sealed yet."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import DERIVED, Base


class ScanSegment(Base):
    """A sealed file under scans/, written once. `name` is its SHA-256 in hex and its file name.

    `key` is the file's own raw key (32 bytes); it stays out of the history.
    """

    __tablename__ = "scan_segment"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    size: Mapped[int]
    scans: Mapped[int]
    sealed_at: Mapped[str] = mapped_column(Text)
    key: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED)


class Scan(Base):
    """One scanned file, known by the SHA-256 of its bytes; while `segment_id` is None its bytes are `ScanContent`."""

    __tablename__ = "scan"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(Text, unique=True)
    sha256: Mapped[str] = mapped_column(Text, unique=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(Text)
    added_at: Mapped[str] = mapped_column(Text)
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("scan_segment.id"), index=True, info=DERIVED)


class ScanContent(Base):
    """The bytes of a scan that no segment holds yet; not part of the history."""

    __tablename__ = "scan_content"

    scan_id: Mapped[int] = mapped_column(ForeignKey("scan.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
