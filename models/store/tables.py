"""Tables of the store itself: the history, its sources, drafts and a few facts about the store.

Every other subject's records build on `Base`. `record_id` points at no foreign key: history outlives its records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, Text, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DERIVED: dict[str, Any] = {"derived": True}
"""`info` of a column that is computed from others and stays out of the history."""

CHECK = "check"
"""`info` of a table whose rows can be told to be whole: a `CheckPart`."""


@dataclass(frozen=True, slots=True)
class CheckPart:
    """What `check` looks at beyond the store's own parts: a stable word, the look, and the sentence when all is well.

    `look` is "module:function", imported when the check runs: look(connection) -> what is wrong, or None.
    """

    name: str
    look: str
    fine: str


class Base(DeclarativeBase):
    """Declarative base with stable names for constraints, as migrations need them."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class StoreFact(Base):
    """A named fact about this store, such as its uid; not part of the history."""

    __tablename__ = "store_fact"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Change(Base):
    """One transaction: who, when, what it was called and why. Also a view, print, export or migration.

    `digest` chains: sha256(previous digest + own_digest + digests of its audit rows). `own_digest` covers the salted
    header, so that a header can be erased later without breaking the chain.
    """

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    source_name: Mapped[str | None] = mapped_column(Text)
    source_sha256: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    own_digest: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class Audit(Base):
    """One changed record of one change. `fields` is canonical JSON {field: [old, new]} without derived columns.

    `source` is "sheet!row" within the change's source file. `fields`, `source` and `salt` may be erased together.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_record", "record_table", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), index=True)
    record_table: Mapped[str] = mapped_column(Text)
    record_id: Mapped[int]
    operation: Mapped[str] = mapped_column(Text)
    fields: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class Draft(Base):
    """A half-filled form, kept one second after the last key; the only write without history."""

    __tablename__ = "draft"

    actor_id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(Text, primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[str] = mapped_column(Text)


class FormerKey(Base):
    """A data key that this store had before: with it older backups can still be proved and restored.

    Whoever opens this store may read all that those backups hold, so keeping the key betrays nothing. Never in the
    history. `key_id` is what a manifest names its key by; `set_id` is the set that the key belonged to.
    """

    __tablename__ = "former_key"

    key_id: Mapped[str] = mapped_column(Text, primary_key=True)
    set_id: Mapped[str] = mapped_column(Text)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[str] = mapped_column(Text)


class KeptSet(Base):
    """A set in the data folder that was replaced and is kept for safety until a day; `check` knows it by this row."""

    __tablename__ = "kept_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[str] = mapped_column(Text, unique=True)
    why: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    kept_until: Mapped[str] = mapped_column(Text)
    head_change: Mapped[int]
    head_digest: Mapped[str] = mapped_column(Text)
    key_id: Mapped[str] = mapped_column(Text)


UNAUDITED = frozenset({"store_fact", "change", "audit", "draft", "former_key", "scan_content", "alembic_version"})
"""Tables whose rows are not themselves recorded in the history."""


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _remember_old_values(_entity: type[Base], _key: str, attribute: Any) -> None:
    """History needs the old value even where the record was expired when a new one is set."""
    if hasattr(attribute.impl, "active_history"):
        attribute.impl.active_history = True
