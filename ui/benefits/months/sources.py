"""What the cockpit's registers show: the bridge, the people of a step, the risks, the lines of the list.

Bridge, step and risks are small enough to be held; the lines of a month come from the store by ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from models.benefits.months import register
from models.benefits.months.bridge import Bridge, BridgeStep, Movement
from models.benefits.months.register import LineSort, PayLineFilter
from models.benefits.months.risks import RISK_LABELS, Risk
from models.benefits.months.rules import PAY_KIND_LABELS, RESULT_LABELS
from models.benefits.rules import CHANNEL_LABELS
from models.benefits.secrecy import grounds_for
from models.people.codes import display_code
from models.people.masking import numbers_for
from models.store.dates import Month, month_display
from models.store.money import format_amount
from models.store.rights import may
from models.store.vietnamese import search_text
from ui.desk import Desk
from ui.register.source import Column, Wanted

_LEADS: Final[dict[str, str]] = {"last": "", "regular": "= ", "total": "= "}
NO_ANSWER: Final = "none"


def signed(amount: int) -> str:
    """ "540.000" or "−540.000", with a true minus."""
    return f"{'−' if amount < 0 else ''}{format_amount(abs(amount))}"


class BridgeSource:
    """The steps from last month to this; ids are places in this order."""

    subject = "bridge"
    columns = (
        Column("step", "Bước", 12, sortable=False),
        Column("lines", "Dòng", 4.5, "right", sortable=False),
        Column("amount", "Số tiền (đồng)", 9, "right", sortable=False),
    )

    def __init__(self) -> None:
        self.steps: list[BridgeStep] = []

    def show(self, bridge: Bridge | None) -> None:
        """Take a bridge; sums always, other steps where there is something."""
        self.steps = [] if bridge is None else [one for one in bridge.steps if one.is_sum or one.lines]

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        return range(1, len(self.steps) + 1)[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.steps)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: self._strings(self.steps[one - 1]) for one in ids if 0 < one <= len(self.steps)}

    def _strings(self, step: BridgeStep) -> Sequence[str]:
        lead = _LEADS.get(step.key, "− " if step.amount < 0 else "+ ")
        amount = step.amount if step.is_sum else abs(step.amount)
        return f"{lead}{step.label}", format_amount(step.lines), signed(amount)

    def summary(self, wanted: Wanted) -> str:
        return ""


class StepSource:
    """The lines behind one step."""

    subject = "bridge_step"

    def __init__(self, step: BridgeStep) -> None:
        self._step = step
        moves = any(one.before or one.after for one in step.movements)
        self.columns = (
            Column("name", "Họ và tên", 13, filter="text", ghost="Tên…", sortable=False),
            Column("code", "Mã đối tượng", 7.2, sortable=False, shown=False),
            Column("village", "Thôn, tổ dân phố", 9, sortable=False),
            Column("label", "Diện hưởng", 12, sortable=False),
            Column("month", "Của tháng", 5.5, sortable=False, shown=not moves),
            Column("before", "Tháng trước", 6.5, "right", sortable=False, shown=moves),
            Column("after", "Tháng này", 6.5, "right", sortable=False, shown=moves),
            Column("amount", "Số tiền", 6.5, "right", sortable=False),
            Column("decision", "Quyết định", 12, sortable=False),
            Column("reason", "Lý do", 20, sortable=False),
        )

    def decision(self, place: int) -> int | None:
        """The decision behind the line at a place, where there is one."""
        return self._step.movements[place - 1].decision_id

    def person(self, place: int) -> int:
        """Whose line stands at a place."""
        return self._step.movements[place - 1].person_id

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        words = search_text(wanted.of("name")).split()
        found = [
            place
            for place, one in enumerate(self._step.movements, start=1)
            if all(word in search_text(one.name) for word in words)
        ]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self._step.movements), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        return {one: _movement(self._step.movements[one - 1]) for one in ids}

    def summary(self, wanted: Wanted) -> str:
        chosen = self.ids(wanted, len(self._step.movements), 0)
        return f"Tổng {signed(sum(self._step.movements[one - 1].amount for one in chosen))} đồng"


def _movement(one: Movement) -> Sequence[str]:
    changes = bool(one.before or one.after)
    return (
        one.name,
        display_code(one.code) if one.code else "",
        one.village,
        one.label,
        month_display(Month(one.benefit_month)),
        format_amount(one.before) if changes else "",
        format_amount(one.after) if changes else "",
        signed(one.amount),
        one.decision,
        one.reason,
    )


class RiskSource:
    """What to look at before confirming, the riskiest first."""

    subject = "risks"
    columns = (
        Column("kind", "Nên xem", 15, filter="choice", choices=tuple(RISK_LABELS.items()), sortable=False),
        Column("name", "Họ và tên", 10, filter="text", ghost="Tên…", sortable=False),
        Column("text", "Vì sao", 24, sortable=False),
        Column("amount", "Số tiền", 6.5, "right", sortable=False, shown=False),
        Column("village", "Thôn, tổ dân phố", 9, sortable=False, shown=False),
    )

    def __init__(self) -> None:
        self._risks: Sequence[Risk] = ()

    @property
    def size(self) -> int:
        """How many there are, whatever is filtered."""
        return len(self._risks)

    def show(self, risks: Sequence[Risk]) -> None:
        """Take what was found."""
        self._risks = risks

    def person(self, place: int) -> int:
        """Who is meant at a place."""
        return self._risks[place - 1].person_id

    def words(self, place: int) -> str:
        """The whole sentence of a place."""
        one = self._risks[place - 1]
        return f"{one.name}: {one.text}"

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        kind, words = wanted.of("kind"), search_text(wanted.of("name")).split()
        found = [
            place
            for place, one in enumerate(self._risks, start=1)
            if kind in ("", one.kind) and all(word in search_text(one.name) for word in words)
        ]
        return found[offset : offset + limit]

    def count(self, wanted: Wanted) -> int:
        return len(self.ids(wanted, len(self._risks), 0))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        found = {one: self._risks[one - 1] for one in ids if 0 < one <= len(self._risks)}
        return {
            place: (RISK_LABELS[one.kind], one.name, one.text, signed(one.amount) if one.amount else "", one.village)
            for place, one in found.items()
        }

    def summary(self, wanted: Wanted) -> str:
        return ""


class PayLineSource:
    """The lines of one month."""

    subject = "pay_lines"
    columns: Sequence[Column] = (
        Column("name", "Họ và tên", 13, filter="text", ghost="Tên, số, mã…"),
        Column("code", "Mã đối tượng", 7.2, sortable=False),
        Column("village", "Thôn, tổ dân phố", 10),
        Column("kind", "Loại", 11, filter="choice", choices=tuple(PAY_KIND_LABELS.items())),
        Column("month", "Của tháng", 6),
        Column("label", "Diện hưởng", 14, sortable=False),
        Column("group", "Nhóm", 5, sortable=False),
        Column("amount", "Số tiền", 7, "right"),
        Column(
            "channel",
            "Hình thức nhận",
            8,
            filter="choice",
            choices=tuple((key, words) for key, words in CHANNEL_LABELS.items() if key),
            sortable=False,
        ),
        Column("account", "Số tài khoản", 9, sortable=False),
        Column("payee", "Người nhận thay", 11, sortable=False),
        Column(
            "result",
            "Kết quả",
            8,
            filter="choice",
            choices=((NO_ANSWER, RESULT_LABELS[""]), *((key, words) for key, words in RESULT_LABELS.items() if key)),
        ),
        Column("reason", "Lý do", 18, sortable=False),
        Column("decision", "Quyết định", 10, sortable=False, shown=False),
    )

    def __init__(self, desk: Desk, pay_month_id: int) -> None:
        self._desk, self._month = desk, pay_month_id
        self.grounds = grounds_for(desk.rights)
        self.people: dict[int, int] = {}

    def _filter(self, wanted: Wanted) -> PayLineFilter:
        result = wanted.of("result")
        return PayLineFilter(
            self._month,
            wanted.of("name"),
            wanted.of("kind"),
            None if not result else "" if result == NO_ANSWER else result,
            wanted.of("channel"),
            whole_numbers=not may(self._desk.rights, "numbers"),
        )

    def ids(self, wanted: Wanted, limit: int, offset: int) -> Sequence[int]:
        sort: LineSort = wanted.sort if wanted.sort in _SORTS else "name"  # type: ignore[assignment]  # one of them
        with self._desk.connection() as reader:
            return register.ids(
                reader, self._filter(wanted), sort, descending=wanted.descending, limit=limit, offset=offset
            )

    def count(self, wanted: Wanted) -> int:
        with self._desk.connection() as reader:
            return register.count(reader, self._filter(wanted))[0]

    def rows(self, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
        with self._desk.connection() as reader:
            found = numbers_for(self._desk.rights, register.rows(reader, ids, grounds=self.grounds))
        self.people.update({row.id: row.person_id for row in found})
        return {
            row.id: (
                row.name,
                row.code,
                row.village,
                row.kind,
                row.month,
                row.label,
                row.group,
                row.amount,
                row.channel,
                row.account,
                row.payee,
                row.result,
                row.reason,
                row.decision,
            )
            for row in found
        }

    def summary(self, wanted: Wanted) -> str:
        with self._desk.connection() as reader:
            return f"Tổng {signed(register.count(reader, self._filter(wanted))[1])} đồng"


class MissedSource(PayLineSource):
    """The lines of one month that are not known to have reached their people whole."""

    subject = "pay_lines_missed"

    def __init__(self, desk: Desk, pay_month_id: int = 0) -> None:
        super().__init__(desk, pay_month_id)
        shown = ("name", "village", "month", "amount", "result")
        self.columns = tuple(replace(one, shown=one.key in shown) for one in PayLineSource.columns)

    def show(self, pay_month_id: int) -> None:
        """Take another month."""
        self._month = pay_month_id

    def _filter(self, wanted: Wanted) -> PayLineFilter:
        return replace(super()._filter(wanted), missed=True)


_SORTS: Final = ("name", "village", "kind", "month", "amount", "result")
