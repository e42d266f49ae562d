"""What a take-over would do, as registers: sums by group and village, and the lines to be looked at before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from models.benefits.entitlements.taking_over import FoundLine, Sum, TakeOverPreview
from models.benefits.groups import all_groups
from models.benefits.lines import ground_shown
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, grounds_for
from models.people import queries
from models.store.money import format_amount, format_coefficient
from models.store.vietnamese import search_text
from ui.desk import Desk
from ui.register.source import Column, Wanted

DOUBT_LABELS: Final[dict[str, str]] = {
    "unrecognised": "Chưa nhận ra nhóm",
    "off_the_law": "Mức khác luật",
    "without_amount": "Chưa ghi mức: không tiếp nhận",
    "doubles": "Có thể ghi hai lần: không tiếp nhận",
}
_BY: Final[dict[str, str]] = {"group": "Nhóm", "village": "Thôn"}


class SumSource:
    """Lines and monthly amounts by group and by village; ids are places in this order."""

    subject = "take_over_sums"
    columns = (
        Column("by", "Theo", 6, filter="choice", choices=tuple(_BY.items()), sortable=False),
        Column("name", "Nội dung", 26, sortable=False),
        Column("lines", "Số khoản", 7, "right", sortable=False),
        Column("total", "Mỗi tháng (đồng)", 10, "right", sortable=False),
    )

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, int, int]] = []

    def show(self, found: TakeOverPreview, grounds: Grounds) -> None:
        """Take a preview; grounds that may not be read are summed under the neutral label."""
        self._rows = [("group", *one) for one in _by_ground(found.by_group, grounds)]
        self._rows += [("village", one.name or "Chưa rõ thôn", one.lines, one.total) for one in found.by_village]

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        by = wanted.of("by")
        found = [place for place, row in enumerate(self._rows, start=1) if by in ("", row[0])]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self._rows), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: self._strings(*self._rows[one - 1]) for one in ids if 0 < one <= len(self._rows)}

    def _strings(self, by: str, name: str, lines: int, total: int) -> Sequence[str]:
        return _BY[by], name, format_amount(lines), format_amount(total)

    def summary(self, wanted: Wanted) -> str:
        return ""


def _by_ground(sums: Sequence[Sum], grounds: Grounds) -> list[tuple[str, int, int]]:
    """Names as they may be read, each once."""
    titles = {one.code: one.title for one in all_groups()}
    shown: dict[str, tuple[int, int]] = {}
    for one in sums:
        code = one.name if one.name in titles else ""
        label, group = ground_shown(code, one.name, grounds)
        name = f"{group}  {titles[group]}" if group else label
        lines, total = shown.get(name, (0, 0))
        shown[name] = (lines + one.lines, total + one.total)
    return [(name, *found) for name, found in shown.items()]


class DoubtSource:
    """Lines that a clerk should look at before, each under what is odd about it; ids are places in this order."""

    subject = "take_over_doubts"
    columns = (
        Column("doubt", "Cần xem", 13, filter="choice", choices=tuple(DOUBT_LABELS.items()), sortable=False),
        Column("name", "Họ và tên", 13, filter="text", ghost="Tên", sortable=False),
        Column("village", "Thôn, tổ dân phố", 10, sortable=False),
        Column("label", "Diện hưởng", 16, sortable=False),
        Column("group", "Nhóm", 5.5, sortable=False),
        Column("coefficient", "Hệ số", 4.6, "right", sortable=False),
        Column("amount", "Mức đang ghi", 8, "right", sortable=False),
        Column("lawful", "Mức theo luật", 8, "right", sortable=False),
    )

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.grounds: Grounds = grounds_for(desk.rights)
        self._rows: list[tuple[str, FoundLine]] = []
        self._names: dict[int, str] = {}

    def show(self, found: TakeOverPreview) -> None:
        """Take a preview."""
        self._rows = [(doubt, line) for doubt in DOUBT_LABELS for line in getattr(found, doubt)]
        people = list(dict.fromkeys(line.person_id for _, line in self._rows))
        with self._desk.connection() as reader:
            self._names = {row.id: row.name for row in queries.rows(reader, people, self._desk.today)}

    def person(self, place: int) -> int:
        """Whose line stands in this place; 0 for none."""
        return self._rows[place - 1][1].person_id if 0 < place <= len(self._rows) else 0

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        doubt, words = wanted.of("doubt"), search_text(wanted.of("name")).split()
        found = [
            place
            for place, (own, line) in enumerate(self._rows, start=1)
            if doubt in ("", own) and all(word in search_text(self._names.get(line.person_id, "")) for word in words)
        ]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self._rows), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: self._strings(*self._rows[one - 1]) for one in ids if 0 < one <= len(self._rows)}

    def _strings(self, doubt: str, line: FoundLine) -> Sequence[str]:
        label, group = ground_shown(line.group, line.label, self.grounds)
        return (
            DOUBT_LABELS[doubt],
            self._names.get(line.person_id, ""),
            line.village,
            label or NEUTRAL_LABEL,
            group,
            "" if line.coefficient is None else format_coefficient(line.coefficient),
            "" if line.amount is None else format_amount(line.amount),
            "" if line.lawful is None else format_amount(line.lawful),
        )

    def summary(self, wanted: Wanted) -> str:
        return ""
