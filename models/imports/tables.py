"""Records of imports: which files came in, and what the clerk taught about their columns."""

from __future__ import annotations

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Base
from models.store.undo import SURVIVES_UNDO


class ImportBatch(Base):
    """One import that the clerk agreed to. Its rows are those of change `change_id`; `undone_by` is the undoing one."""

    __tablename__ = "import_batch"
    __table_args__ = ({"info": {SURVIVES_UNDO: True}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(unique=True)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[str] = mapped_column(Text)
    new_people: Mapped[int]
    matched_people: Mapped[int]
    benefit_lines: Mapped[int]
    left_out: Mapped[int]
    undone_by: Mapped[int | None]


class ColumnMemory(Base):
    """The meaning that the clerk gave a column, remembered by its header words for the next list."""

    __tablename__ = "column_memory"
    __table_args__ = (UniqueConstraint("header"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    header: Mapped[str] = mapped_column(Text)
    meaning: Mapped[str] = mapped_column(Text)
