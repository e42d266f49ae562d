"""The office's own documents and their rows as registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from models.law.queries import OfficeDocumentView, OfficeLawView, all_documents, office_rows
from models.law.show import row_words
from models.store.dates import month_display
from ui.desk import Desk
from ui.register.source import Column, Wanted

COUNTS: Final = "Đang áp dụng"
WAITS: Final = "Chưa áp dụng"
ELSEWHERE: Final = "Ở tỉnh khác"


class DocumentSource:
    """Every document, the office's own first; ids are places in this order."""

    subject = "law"
    columns = (
        Column("number", "Số, ký hiệu", 10, sortable=False),
        Column("title", "Tên", 16, filter="text", ghost="Tìm văn bản", sortable=False),
        Column("state", "Tại đơn vị này", 8, sortable=False),
        Column("signed", "Ngày ký", 7.5, sortable=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._all: list[OfficeDocumentView] = []
        self.look()

    def look(self) -> None:
        """Read the documents anew."""
        with self._desk.read() as session:
            self._all = all_documents(session)

    def document(self, one: int | None) -> OfficeDocumentView | None:
        """The document of a row."""
        return self._all[one - 1] if one is not None and 0 < one <= len(self._all) else None

    def _found(self, wanted: Wanted) -> list[int]:
        text = wanted.of("title")
        return [place for place, view in enumerate(self._all, start=1) if view.says(text)]

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return self._found(wanted)[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._found(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        made = {}
        for one in ids:
            view = self.document(one)
            if view is not None:
                signed = f"{view.document.signed:%d/%m/%Y}" if view.document.signed else ""
                state = ELSEWHERE if view.elsewhere else COUNTS if view.counts else WAITS
                made[one] = (view.document.number, view.document.title, state, signed)
        return made

    def summary(self, wanted: Wanted) -> str:
        return ""


class OfficeRowSource:
    """The rows of one document of the office."""

    subject = "law"
    columns = (
        Column("words", "Nội dung", 18, sortable=False),
        Column("span", "Áp dụng", 7, sortable=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.document_id = 0

    def views(self) -> list[OfficeLawView]:
        """The rows as known now."""
        with self._desk.read() as session:
            return [view for view in office_rows(session) if view.document_id == self.document_id]

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return [view.id for view in self.views()][offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.views())

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {view.id: _strings(view) for view in self.views() if view.id in set(ids)}

    def summary(self, wanted: Wanted) -> str:
        return ""


def _strings(view: OfficeLawView) -> Sequence[str]:
    row = view.row
    last = f" – {month_display(row.last)}" if row.last is not None else ""
    return row_words(row.kind, row.body), f"từ {month_display(row.first)}{last}"
