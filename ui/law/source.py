"""The law's rows as a register: those that hold on a day, as known on a day, with what the office itself added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from models.law.queries import law_book, standings
from models.law.show import EVERYWHERE, LawEntry, entries, searched_text
from models.store.vietnamese import search_text, text_sort
from ui.desk import Desk
from ui.register.source import Column, Wanted

SHORT: Final[dict[str, str]] = {
    "rates": "Mức chuẩn",
    "groups": "Đối tượng",
    "levels": "Hệ số, mức",
    "tables": "Bảng riêng",
    "rules": "Quy tắc",
    "procedures": "Thủ tục",
    "helps": "Hỗ trợ một lần",
    "documents": "Văn bản",
}
"""Chapters as a narrow column says them."""


class LawSource:
    """Entries in the order of the chapters; `look` reads them anew. RuleError for days before 07/2021 comes out."""

    subject = "law"
    columns = (
        Column("chapter", "Phần", 8, filter="choice", choices=tuple(SHORT.items()), sortable=False),
        Column("title", "Nội dung", 18, filter="text", ghost="Tìm trong bảng luật", sortable=False),
        Column("value", "Mức, thời hạn", 14, sortable=False),
        Column("place", "Nơi áp dụng", 7.5, filter="choice", sortable=False),
        Column("span", "Áp dụng", 9, sortable=False),
        Column("article", "Điều khoản", 11, sortable=False, shown=False),
        Column("document", "Văn bản", 9, sortable=False, shown=False),
        Column("certainty", "Độ chắc chắn", 10, sortable=False, shown=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.on = self.known_on = desk.today
        self.standing: dict[str, bool] = {}
        self._entries: list[LawEntry] = []
        self.look(self.on, self.known_on)

    def look(self, on: date, known_on: date) -> None:
        """Read the law as at a day."""
        with self._desk.read() as session:
            book, standing = law_book(session), standings(session)
        self._entries = entries(book, on, known_on)
        self.on, self.known_on, self.standing = on, known_on, standing
        self._texts = [searched_text(entry) for entry in self._entries]

    @property
    def places(self) -> list[tuple[str, str]]:
        """Places that have rows of their own, the whole country first."""
        names = {entry.place for entry in self._entries if entry.chapter != "documents"} - {EVERYWHERE}
        return [(name, name) for name in (EVERYWHERE, *sorted(names, key=text_sort))]

    def entry(self, one: int | None) -> LawEntry | None:
        """The entry of an id."""
        return self._entries[one - 1] if one is not None and 0 < one <= len(self._entries) else None

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return self._found(wanted)[offset : offset + limit]

    def _found(self, wanted: Wanted) -> list[int]:
        words = search_text(wanted.of("title")).split()
        chapter, place = wanted.of("chapter"), wanted.of("place")
        return [
            index
            for index, (entry, text) in enumerate(zip(self._entries, self._texts, strict=True), start=1)
            if (not chapter or entry.chapter == chapter)
            and (not place or entry.place == place)
            and all(word in text for word in words)
        ]

    def count(self, wanted: Wanted) -> int:
        return len(self._found(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        found = {one: self.entry(one) for one in ids}
        return {one: self._strings(entry) for one, entry in found.items() if entry is not None}

    def _strings(self, entry: LawEntry) -> Sequence[str]:
        named = f"{entry.key}  {entry.title}" if entry.chapter in ("groups", "levels") else entry.title
        last = f" – {entry.last}" if entry.last else ""
        return (
            SHORT[entry.chapter],
            named,
            entry.value or entry.words,
            entry.place if entry.chapter != "documents" else "",
            f"từ {entry.first}{last}",
            entry.article,
            entry.document,
            entry.certainty_words,
        )

    def summary(self, wanted: Wanted) -> str:
        return f"như ngày {self.on:%d/%m/%Y}, theo luật biết đến ngày {self.known_on:%d/%m/%Y}"
