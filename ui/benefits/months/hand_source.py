"""The cash payments of a month with what is to be written of each; ids are places in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from models.benefits.months.by_hand import said_of
from models.benefits.months.returns import Payment, RowSays, Told
from models.benefits.months.rules import RESULT_LABELS
from models.store.money import format_amount
from models.store.vietnamese import search_text
from ui.register.source import Column, Wanted

RECEIVED: Final = "Đã nhận"
_STATES: Final = (("paid", RECEIVED), ("unpaid", "Chưa nhận"), ("partly", "Nhận một phần"), ("keep", "Đã có kết quả"))


class HandSource:
    """What the page shows; `told` holds what was said of a place, the rest was there and received."""

    subject = "cash"
    columns = (
        Column("name", "Họ và tên", 13, filter="text", ghost="Tên…", sortable=False),
        Column("code", "Mã đối tượng", 7.2, filter="text", ghost="Mã…", sortable=False),
        Column("village", "Thôn, tổ dân phố", 11, sortable=False),
        Column("payee", "Người nhận thay", 11, sortable=False),
        Column("total", "Phải phát", 7, "right", sortable=False),
        Column("say", "Sẽ ghi", 24, filter="choice", choices=_STATES, sortable=False),
        Column("stored", "Đã ghi", 9, sortable=False),
    )

    def __init__(self) -> None:
        self.payments: Sequence[Payment] = ()
        self.told: dict[int, RowSays] = {}
        self.village = ""

    def show(self, payments: Sequence[Payment]) -> None:
        """Take the payments of a month, by village and name."""
        self.payments = payments

    def chosen(self) -> list[Payment]:
        """The payments of the village that is shown."""
        return [self.payments[place] for place in self._shown()]

    def said(self) -> dict[int, RowSays]:
        """What would be written, by the order of `chosen`."""
        shown = list(self._shown())
        told = {number: self.told[place] for number, place in enumerate(shown) if place in self.told}
        return said_of(self.chosen(), told)

    def state(self, place: int) -> str:
        """What would be written of a payment: "paid", "unpaid", "partly"; "keep" for nothing."""
        if place in self.told:
            return self.told[place].told.value
        return "keep" if self.payments[place].result else Told.PAID.value

    def _shown(self) -> Sequence[int]:
        return [place for place, one in enumerate(self.payments) if self.village in ("", one.village)]

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        words, code, state = search_text(wanted.of("name")).split(), wanted.of("code").strip(), wanted.of("say")
        found = [
            place + 1
            for place in self._shown()
            if state in ("", self.state(place))
            and code in self.payments[place].code
            and all(word in search_text(self.payments[place].name) for word in words)
        ]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self.payments), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: self._strings(one - 1) for one in ids if 0 < one <= len(self.payments)}

    def _strings(self, place: int) -> Sequence[str]:
        one = self.payments[place]
        total = format_amount(one.total)
        return one.name, one.code, one.village, one.payee, total, self.words(place), RESULT_LABELS[one.result]

    def words(self, place: int) -> str:
        """What would be written of a payment, in words."""
        says = self.told.get(place)
        if says is None:
            return "" if self.payments[place].result else RECEIVED
        if says.told is Told.PARTLY:
            return f"Nhận {format_amount(says.paid_amount or 0)}: {says.reason}"
        return RECEIVED if says.told is Told.PAID else f"Chưa nhận: {says.reason}"

    def summary(self, wanted: Wanted) -> str:
        return f"Phải phát {format_amount(sum(one.total for one in self.chosen()))} đồng"
