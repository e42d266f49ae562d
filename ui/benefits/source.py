"""The register of benefit lines over the store's reads: who gets what, this month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from models.benefits import lines
from models.benefits.secrecy import grounds_for
from models.people.masking import numbers_for
from models.store.dates import month_display, month_of
from models.store.money import format_amount
from models.store.rights import may
from ui.desk import Desk
from ui.people.source import village_choices
from ui.register.source import Column, Wanted

_DUE = (("now", "Tháng này"), ("all", "Mọi khoản, kể cả đã thôi"))
_GROUP = (("unknown", "Chưa nhận ra nhóm"),)


class BenefitSource:
    """Benefit lines due this month unless all are asked for; HIV/AIDS as a ground never reads here."""

    subject = "benefits"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.grounds = grounds_for(desk.rights)
        self.people: dict[int, int] = {}
        self.columns: Sequence[Column] = (
            Column("name", "Họ và tên", 14, filter="text", ghost="Tên, số, mã…"),
            Column("village", "Thôn, tổ dân phố", 11, filter="choice", choices=village_choices(desk)),
            Column("label", "Diện hưởng", 16),
            Column("group", "Nhóm", 6.4, filter="choice", choices=_GROUP),
            Column("coefficient", "Hệ số", 4.6, "right"),
            Column("amount", "Mức tháng", 7, "right"),
            Column("start", "Từ tháng", 6),
            Column("stop", "Thôi từ", 6.4, filter="choice", choices=_DUE[1:]),
            Column("account", "Tài khoản", 12, sortable=may(desk.rights, "numbers")),
            Column("payee", "Người nhận thay", 11, sortable=False, shown=False),
            Column("decision", "Quyết định", 9, shown=False),
            Column("code", "Mã đối tượng", 7.2, shown=False),
        )

    def _filter(self, wanted: Wanted) -> lines.LineFilter:
        village, today = wanted.of("village"), self._desk.today
        return lines.LineFilter(
            day=today,
            text=wanted.of("name"),
            village_id=int(village) if village else None,
            month=None if wanted.of("stop") == "all" else month_of(today),
            unrecognised=bool(wanted.of("group")),
            whole_numbers=not may(self._desk.rights, "numbers"),
        )

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        sort = cast(lines.LineSort, wanted.sort or "name")
        with self._desk.connection() as reader:
            return lines.ids(
                reader,
                self._filter(wanted),
                sort,
                descending=wanted.descending,
                grounds=self.grounds,
                limit=limit,
                offset=offset,
            )

    def count(self, wanted: Wanted) -> int:
        with self._desk.connection() as reader:
            return lines.count(reader, self._filter(wanted))[0]

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        with self._desk.connection() as reader:
            found = numbers_for(self._desk.rights, lines.rows(reader, ids, self._desk.today, grounds=self.grounds))
        self.people.update({row.id: row.person_id for row in found})
        return {
            row.id: (
                row.name,
                row.village,
                row.label,
                row.group,
                row.coefficient,
                row.amount,
                row.start,
                row.stop,
                row.account,
                row.payee,
                row.decision,
                row.code,
            )
            for row in found
        }

    def row(self, line_id: int | None) -> lines.LineRow | None:
        """One line as shown; None when there is none or it is gone."""
        with self._desk.connection() as reader:
            found = lines.rows(reader, [] if line_id is None else [line_id], self._desk.today, grounds=self.grounds)
        return numbers_for(self._desk.rights, found[0]) if found else None

    def summary(self, wanted: Wanted) -> str:
        with self._desk.connection() as reader:
            total = lines.count(reader, self._filter(wanted))[1]
        month = month_display(month_of(self._desk.today))
        return f"Cộng {format_amount(total)} đồng mỗi tháng (tháng {month})"
