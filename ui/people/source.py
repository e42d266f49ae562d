"""The registers of people and households over the store's reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from models.benefits import queries as benefits
from models.office import queries as office
from models.people import household_register, queries, rules
from models.people.masking import numbers_for
from models.store.dates import month_of
from models.store.money import format_amount
from models.store.rights import may
from ui.desk import Desk
from ui.register.source import Column, Wanted

_SEX = tuple(rules.SEX_LABELS.items())
_STATUS = tuple(rules.STATUS_LABELS.items())
_POVERTY = (*rules.POVERTY_LABELS.items(), ("any", "Nghèo hoặc cận nghèo"))
_BENEFIT = (("yes", "Đang hưởng"), ("no", "Không hưởng"))


def village_choices(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Open villages as choices: id as text, full name."""
    with desk.read() as session:
        return tuple((str(one.id), one.full_name) for one in office.villages(session, closed=False))


class PeopleSource:
    """Everybody in the book."""

    subject = "people"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._whole_numbers = not may(desk.rights, "numbers")
        self.columns: Sequence[Column] = (
            Column("name", "Họ và tên", 14, filter="text", ghost="Tên, số, điện thoại, mã…"),
            Column("born", "Ngày sinh", 6.9),
            Column("sex", "Giới", 5.9, filter="choice", choices=_SEX, sortable=False),
            Column("village", "Thôn, tổ dân phố", 11, filter="choice", choices=village_choices(desk)),
            Column("id_number", "Số định danh", 8.4, sortable=False),
            Column("benefit", "Trợ cấp tháng này", 9.4, "right", filter="choice", choices=_BENEFIT, sortable=False),
            Column("poverty", "Diện hộ", 7.4, filter="choice", choices=_POVERTY, sortable=False),
            Column("phone", "Điện thoại", 8, sortable=False),
            Column("code", "Mã đối tượng", 7.2),
            Column("status", "Tình trạng", 7, filter="choice", choices=_STATUS, sortable=False),
            Column("head", "Chủ hộ", 12, sortable=False, shown=False),
            Column("address", "Địa chỉ", 14, sortable=False, shown=False),
        )

    def _filter(self, wanted: Wanted) -> queries.PersonFilter:
        village, benefit = wanted.of("village"), wanted.of("benefit")
        made = queries.PersonFilter(
            day=self._desk.today,
            text=wanted.of("name"),
            village_id=int(village) if village else None,
            status=wanted.of("status") or None,
            sex=wanted.of("sex") or None,
            poverty=wanted.of("poverty") or None,
            whole_numbers=self._whole_numbers,
        )
        if benefit:
            receiving = benefits.receiving(month_of(self._desk.today))
            made = replace(made, among=receiving) if benefit == "yes" else replace(made, not_among=receiving)
        return made

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        order = self._order(wanted)
        with self._desk.connection() as reader:
            return queries.ids(
                reader, self._filter(wanted), order, descending=wanted.descending, limit=limit, offset=offset
            )

    def narrowed(self, before: Wanted, ids: Sequence[int], wanted: Wanted) -> Sequence[int] | None:
        unfiltered = before.with_filters({**dict(before.filters), "name": ""})
        if wanted.with_filters({**dict(wanted.filters), "name": ""}) != unfiltered:
            return None
        if self._whole_numbers or not rules.narrows(before.of("name"), wanted.of("name")):
            return None
        with self._desk.connection() as reader:
            few = replace(self._filter(wanted), within=tuple(ids))
            return queries.ids(reader, few, self._order(wanted), descending=wanted.descending, limit=len(ids))

    def _order(self, wanted: Wanted) -> queries.PersonSort:
        return cast(queries.PersonSort, wanted.sort if wanted.sort in ("born", "village", "code") else "name")

    def count(self, wanted: Wanted) -> int:
        with self._desk.connection() as reader:
            return queries.count(reader, self._filter(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        day = self._desk.today
        with self._desk.connection() as reader:
            found = numbers_for(self._desk.rights, queries.rows(reader, ids, day))
            amounts = benefits.amounts(reader, ids, month_of(day))
        return {
            row.id: (
                row.name,
                row.born,
                row.sex,
                row.village,
                row.id_number,
                format_amount(amounts[row.id]) if row.id in amounts else "",
                row.poverty,
                row.phone,
                row.code,
                row.status,
                row.head,
                row.address,
            )
            for row in found
        }

    def summary(self, wanted: Wanted) -> str:
        return ""


class HouseholdSource:
    """All households, by the head's given name."""

    subject = "households"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.columns: Sequence[Column] = (
            Column("head", "Chủ hộ", 16, filter="text", ghost="Tên, số người trong hộ…"),
            Column("village", "Thôn, tổ dân phố", 13, filter="choice", choices=village_choices(desk)),
            Column("members", "Số người", 6, "right"),
            Column("poverty", "Diện hộ", 9, filter="choice", choices=_POVERTY),
            Column("number", "Số hộ", 8),
        )

    def _filter(self, wanted: Wanted) -> household_register.HouseholdFilter:
        village = wanted.of("village")
        return household_register.HouseholdFilter(
            day=self._desk.today,
            text=wanted.of("head"),
            whole_numbers=not may(self._desk.rights, "numbers"),
            village_id=int(village) if village else None,
            poverty=wanted.of("poverty") or None,
        )

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        sort = cast(household_register.HouseholdSort, wanted.sort or "head")
        with self._desk.connection() as reader:
            return household_register.ids(
                reader, self._filter(wanted), sort, descending=wanted.descending, limit=limit, offset=offset
            )

    def count(self, wanted: Wanted) -> int:
        with self._desk.connection() as reader:
            return household_register.count(reader, self._filter(wanted))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        with self._desk.connection() as reader:
            found = household_register.rows(reader, ids, self._desk.today)
        return {
            row.id: (row.head or "(chưa có chủ hộ)", row.village, str(row.members), row.poverty, row.number)
            for row in found
        }

    def summary(self, wanted: Wanted) -> str:
        return ""
