"""What a change of the law makes of each entitlement, as a register over a finished preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.benefits.entitlements.law_change import PENDING_LABELS, Change, LawChange
from models.benefits.secrecy import NEUTRAL_LABEL, Grounds
from models.people.queries import Named
from models.store.dates import month_display
from models.store.money import format_amount
from models.store.vietnamese import search_text
from ui.benefits.law_change.words import signed
from ui.register.source import Column, Wanted

TOGETHER: Final = "together"
ALONE: Final = "alone"
_HOW: Final = ((TOGETHER, "Quyết định chung"), (ALONE, "Mọi trường hợp xét riêng"), *PENDING_LABELS.items())
NOBODY: Final = Named("", "", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview with what its register shows, in order: cases of their own first, then by name."""

    found: LawChange
    changes: tuple[Change, ...]
    names: Mapping[int, Named]

    @classmethod
    def of(cls, found: LawChange, names: Mapping[int, Named]) -> Shown:
        """In order; belongs into a waiting thread where 20,000 people change."""

        def place(one: Change) -> tuple[bool, str, int]:
            return not one.pending, names.get(one.person_id, NOBODY).sort, one.entitlement_id

        return cls(found, tuple(sorted((*found.pending, *found.changes), key=place)), names)


class PeopleSource:
    """Entitlements that the law changes; ids are those of the entitlements."""

    subject = "law_change"

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
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
        self._names: Mapping[int, Named] = {}
        self._last: tuple[Wanted, list[Change]] | None = None

    def show(self, shown: Shown) -> None:
        """Take a preview."""
        self._rows, self._names = {one.entitlement_id: one for one in shown.changes}, shown.names
        self._last = None

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
        hidden = self._grounds == "neutral" or one.secret
        return NEUTRAL_LABEL if hidden else one.group

    def _found(self, wanted: Wanted) -> list[Change]:
        """Who fits; kept for the three questions that a register asks after each key."""
        if self._last is None or self._last[0] != wanted:
            self._last = wanted, self._fitting(wanted)
        return self._last[1]

    def _fitting(self, wanted: Wanted) -> list[Change]:
        """One filter after the other, each over what is left: a key press must not ask 20,000 rows four questions."""
        found = list(self._rows.values())
        if how := wanted.of("how"):
            found = [one for one in found if _is(how, one)]
        if village := wanted.of("village"):
            found = [one for one in found if one.village == village]
        if group := wanted.of("group"):
            found = [one for one in found if self._group(one) == group]
        for word in search_text(wanted.of("name")).split():
            found = [one for one in found if word in self._names.get(one.person_id, NOBODY).search]
        return found

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return [one.entitlement_id for one in self._found(wanted)[offset : offset + limit]]

    def count(self, wanted: Wanted) -> int:
        return len(self._found(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: self._strings(self._rows[one]) for one in ids if one in self._rows}

    def _strings(self, one: Change) -> Sequence[str]:
        reasons = "; ".join(PENDING_LABELS[reason] for reason in one.pending)
        return (
            f"Xét riêng: {reasons[:1].lower()}{reasons[1:]}" if reasons else "Quyết định chung",
            self._names.get(one.person_id, NOBODY).name,
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
