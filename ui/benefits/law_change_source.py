"""What a change of the law makes of each entitlement, as a register over a finished preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from models.benefits.entitlements.law_change import PENDING_LABELS, Change, LawChange
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds, grounds_for
from models.people import queries
from models.people.masking import numbers_for
from models.store.dates import month_display
from models.store.money import format_amount
from models.store.vietnamese import name_sort, search_text
from ui.desk import Desk
from ui.law.preview_page import signed
from ui.register.source import Column, Wanted

TOGETHER: Final = "together"
ALONE: Final = "alone"
_HOW: Final = ((TOGETHER, "Quyết định chung"), (ALONE, "Mọi trường hợp xét riêng"), *PENDING_LABELS.items())


class LawChangeSource:
    """Entitlements that the law changes, who needs a look of their own first; ids are those of the entitlements."""

    subject = "law_change"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.grounds: Grounds = grounds_for(desk.rights)
        self.columns: Sequence[Column] = (
            Column("how", "Cách làm", 17, filter="choice", choices=_HOW, sortable=False),
            Column("name", "Họ và tên", 13, filter="text", ghost="Tên", sortable=False),
            Column("village", "Thôn, tổ dân phố", 10, filter="choice", sortable=False),
            Column("group", "Nhóm", 6.4, filter="choice", sortable=False),
            Column("since", "Từ tháng", 6, sortable=False),
            Column("before", "Đang hưởng", 7, "right", sortable=False),
            Column("after", "Theo luật", 7, "right", sortable=False),
            Column("monthly", "Mỗi tháng", 7, "right", sortable=False),
            Column("arrears", "Truy lĩnh", 7.5, "right", sortable=False),
        )
        self._rows: dict[int, Change] = {}
        self._names: dict[int, str] = {}

    def show(self, found: LawChange) -> None:
        """Take a preview, in the order of the people's names, cases of their own first."""
        every = (*found.pending, *found.changes)
        with self._desk.connection() as reader:
            people = list({one.person_id for one in every})
            rows = numbers_for(self._desk.rights, queries.rows(reader, people, self._desk.today))
        self._names = {row.id: row.name for row in rows}
        ordered = sorted(every, key=lambda one: (not one.pending, name_sort(self._names.get(one.person_id, ""))))
        self._rows = {one.entitlement_id: one for one in ordered}

    def villages(self) -> list[tuple[str, str]]:
        """Villages of who is in the preview, as choices."""
        return [(name, name) for name in sorted({one.village for one in self._rows.values()})]

    def groups(self) -> list[tuple[str, str]]:
        """Groups that may be read, as choices."""
        return [(name, name) for name in sorted({self._group(one) for one in self._rows.values()})]

    def change(self, entitlement_id: int) -> Change | None:
        """One entitlement of the preview."""
        return self._rows.get(entitlement_id)

    def _group(self, one: Change) -> str:
        hidden = self.grounds == "neutral" or one.secret
        return NEUTRAL_LABEL if hidden else one.group

    def _found(self, wanted: Wanted) -> list[Change]:
        how, village, group = wanted.of("how"), wanted.of("village"), wanted.of("group")
        words = search_text(wanted.of("name")).split()
        return [
            one
            for one in self._rows.values()
            if _is(how, one)
            and village in ("", one.village)
            and group in ("", self._group(one))
            and all(word in search_text(self._names.get(one.person_id, "")) for word in words)
        ]

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return [one.entitlement_id for one in self._found(wanted)][offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self._found(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: self._strings(self._rows[one]) for one in ids if one in self._rows}

    def _strings(self, one: Change) -> Sequence[str]:
        reasons = "; ".join(PENDING_LABELS[reason] for reason in one.pending)
        return (
            f"Xét riêng: {reasons[:1].lower()}{reasons[1:]}" if reasons else "Quyết định chung",
            self._names.get(one.person_id, ""),
            one.village,
            self._group(one),
            month_display(one.pieces[0].month) if one.pieces else "",
            format_amount(one.before),
            format_amount(one.after),
            signed(one.monthly),
            signed(one.arrears),
        )

    def summary(self, wanted: Wanted) -> str:
        found = self._found(wanted)
        monthly, arrears = sum(one.monthly for one in found), sum(one.arrears for one in found)
        return f"Mỗi tháng {signed(monthly)} đồng, truy lĩnh {signed(arrears)} đồng"


def _is(how: str, one: Change) -> bool:
    if how == TOGETHER:
        return not one.pending
    return bool(one.pending) if how == ALONE else how in ("", *one.pending)
