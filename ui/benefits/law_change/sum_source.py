"""A change of the law in sums: by group, by village, and what is to be looked at one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.benefits.entitlements.law_change import PENDING_LABELS, LawChange, Sums
from models.benefits.entitlements.law_change_told import sums_by_group
from models.benefits.groups import all_groups
from models.benefits.secrecy import Grounds
from models.store.money import format_amount
from ui.benefits.law_change.words import signed
from ui.register.source import Column, Wanted

BY_WORDS: Final[dict[str, str]] = {"group": "Nhóm", "village": "Thôn", "how": "Xét riêng"}


@dataclass(frozen=True, slots=True)
class SumRow:
    """One sum: `by` is the filter of the register of people that shows who is in it, `value` what it is set to."""

    by: str
    value: str
    name: str
    sums: Sums


class SumSource:
    """Sums in order; ids are places in it."""

    subject = "law_preview"
    columns = (
        Column("by", "Theo", 8, filter="choice", choices=tuple(BY_WORDS.items()), sortable=False),
        Column("name", "Nội dung", 24, sortable=False),
        Column("count", "Số khoản", 6, "right", sortable=False),
        Column("monthly", "Mỗi tháng (đồng)", 9, "right", sortable=False),
        Column("arrears", "Truy lĩnh (đồng)", 9, "right", sortable=False),
    )

    def __init__(self) -> None:
        self._rows: list[SumRow] = []

    def show(self, found: LawChange, grounds: Grounds) -> None:
        """Take a preview; secret grounds are summed under the neutral label."""
        made = [SumRow("group", one.name, _named(one.name), one) for one in sums_by_group(found, grounds)]
        made += [SumRow("village", one.name, one.name, one) for one in found.by_village()]
        for reason, words in PENDING_LABELS.items():
            those = [one for one in found.pending if reason in one.pending]
            if those:
                monthly, arrears = sum(one.monthly for one in those), sum(one.arrears for one in those)
                made.append(SumRow("how", reason, words, Sums(words, len(those), monthly, arrears)))
        self._rows = made

    def row(self, place: int) -> SumRow:
        """The sum at a place."""
        return self._rows[place - 1]

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        by = wanted.of("by")
        found = [place for place, row in enumerate(self._rows, start=1) if by in ("", row.by)]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self._rows), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: _strings(self._rows[one - 1]) for one in ids if 0 < one <= len(self._rows)}

    def summary(self, wanted: Wanted) -> str:
        return ""


def _strings(row: SumRow) -> Sequence[str]:
    one = row.sums
    return BY_WORDS[row.by], row.name, format_amount(one.count), signed(one.monthly), signed(one.arrears)


def _named(group: str) -> str:
    """A group's code with its title; a ground that no rule recognised as it was written."""
    title = next((one.title for one in all_groups() if one.code == group), "")
    return f"{group}  {title}" if title else group
