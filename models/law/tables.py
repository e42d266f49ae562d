"""Records of the office's own law: resolutions of its people's council, their rows, and what was switched on when.

The country's law is shipped (resources/law) and never stands here.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Base


class OfficeDocument(Base):
    """A resolution or decision that the office entered. `key` is what its rows and switches name; days are ISO texts.

    `known_from` is the first day on which it could be known, `file_name` where its copy lies with the office.
    """

    __tablename__ = "office_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Text, unique=True)
    number: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    signed_on: Mapped[str] = mapped_column(Text)
    in_force: Mapped[str] = mapped_column(Text)
    known_from: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")


class OfficeLawRow(Base):
    """One row of a document: `kind` as in office_rules.ROW_LABELS; `body` is JSON in the schema of resources/law.

    `name` says what it is about (a rate's word, a group's code); months are YYYYMM, `last_month` the last that counts
    (None: open). What was believed before a closing stays as a row of its own whose `known_until` is over.
    """

    __tablename__ = "office_law_row"
    __table_args__ = (Index("ix_office_law_row_document", "document_id", "known_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("office_document.id"))
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    first_month: Mapped[int]
    last_month: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text)
    known_since: Mapped[str] = mapped_column(Text)
    known_until: Mapped[str] = mapped_column(Text)


class LawSwitch(Base):
    """A document's rows count, or no longer count, for this office from an instant on, after what `preview` tells.

    `document_key` "*" notes the edition of the shipped law that the office began with; a document of a later edition
    waits for its switch. `preview` is canonical JSON of the sums that were looked at.
    """

    __tablename__ = "law_switch"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_key: Mapped[str] = mapped_column(Text, index=True)
    counts: Mapped[int]
    edition: Mapped[int | None]
    switched_at: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    preview: Mapped[str] = mapped_column(Text, default="")
