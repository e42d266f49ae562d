"""What a change of the law means for every entitlement: from which month it is worth what, the arrears, who loses.

Pure over frozen facts, so that 20,000 entitlements take a moment. Promises: who was suspended, left, was granted in
between, loses, or was off the law before is set apart with the reason, never decided in silence (benefits.md 15.2, 5);
each of them is reckoned all the same, so that whoever decides sees the money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from models.benefits.entitlements.effects import Worth
from models.benefits.entitlements.law_rates import Rates
from models.benefits.entitlements.queries import DueSpan
from models.benefits.entitlements.rules import PAID
from models.benefits.queries import NO_VILLAGE
from models.benefits.secrecy import is_secret_ground
from models.store.dates import Month, add_months
from models.store.money import format_amount, format_coefficient

PENDING_LABELS: Final[dict[str, str]] = {
    "died": "Đã mất trong thời gian này",
    "moved": "Đã chuyển đi trong thời gian này",
    "stopped": "Đã thôi hưởng trong thời gian này",
    "suspended": "Có tháng tạm dừng",
    "granted": "Mới hưởng trong thời gian này",
    "degree": "Mức độ khuyết tật đổi trong thời gian này",
    "student22": "Đủ 22 tuổi trong thời gian này (nhóm K2)",
    "care": "Hỗ trợ kinh phí chăm sóc",
    "funeral": "Đã quyết định hỗ trợ mai táng trong thời gian này",
    "unpaid": "Có tháng chưa nhận tiền hoặc tiền bị trả lại",
    "loses": "Mức theo luật thấp hơn mức đang hưởng",
    "off_before": "Mức trước đó đã lệch với luật khi ấy",
    "off_age": "Có tháng không đúng độ tuổi của nhóm",
    "no_level": "Không biết nhóm nên không tính được theo luật",
    "no_birth": "Chưa có ngày sinh, lấy mức của bậc tuổi thấp",
    "prepared": "Đã có quyết định đang chờ số, ngày",
}
"""Why an entitlement needs a look of its own, in words."""


class Piece(NamedTuple):
    """From `month` on the entitlement is worth this."""

    month: Month
    worth: Worth
    article: str


@dataclass(frozen=True, slots=True)
class Change:
    """One entitlement under the changed law.

    `before` and `after` are what the payout month is due now and then, `arrears` the sum of the differences before it,
    `paid_before` what was due until the first piece, all in đồng.
    `pending` names reasons of PENDING_LABELS; `secret` grounds never stand on a common decision.
    """

    entitlement_id: int
    person_id: int
    kind: str
    group: str
    village: str
    pieces: tuple[Piece, ...]
    paid_before: int
    before: int
    after: int
    arrears: int
    pending: tuple[str, ...]
    secret: bool

    @property
    def monthly(self) -> int:
        """The difference in the payout month, in đồng."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Sums:
    """Entitlements of one group or village: how many, their monthly difference and arrears in đồng."""

    name: str
    count: int
    monthly: int
    arrears: int


@dataclass(frozen=True, slots=True)
class LawChange:
    """The whole preview: `changes` that one decision may make, `pending` ones to be decided one by one, with reasons.

    `same` counts entitlements to which nothing happens.
    """

    since: Month
    payout: Month
    changes: tuple[Change, ...]
    pending: tuple[Change, ...]
    same: int

    def by_group(self) -> tuple[Sums, ...]:
        """Sums of `changes` by group."""
        return _sums(self.changes, lambda one: one.group)

    def by_village(self) -> tuple[Sums, ...]:
        """Sums of `changes` by village."""
        return _sums(self.changes, lambda one: one.village)

    @property
    def monthly(self) -> int:
        """The monthly difference of all `changes`, in đồng."""
        return sum(one.monthly for one in self.changes)

    @property
    def arrears(self) -> int:
        """The arrears of all `changes`, in đồng."""
        return sum(one.arrears for one in self.changes)


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """What is read before anything is reckoned.

    `villages` by person; `reasons` by entitlement: what happened in between that the spans do not tell.
    """

    since: Month
    payout: Month
    spans: Sequence[DueSpan]
    villages: Mapping[int, str]
    reasons: Mapping[int, frozenset[str]]
    rates: Rates


def reckon(facts: ChangeFacts) -> LawChange:
    """Reckon every entitlement that is due in some month from `since` to the payout month."""
    by_entitlement: dict[int, list[DueSpan]] = defaultdict(list)
    for span in facts.spans:
        by_entitlement[span.entitlement_id].append(span)
    months = _months(facts.since, facts.payout)
    changes, pending, same = [], [], 0
    for spans in by_entitlement.values():
        change = _change(facts, months, spans)
        if change is None:
            same += 1
        elif change.pending:
            pending.append(change)
        else:
            changes.append(change)
    return LawChange(facts.since, facts.payout, tuple(changes), tuple(pending), same)


@lru_cache(maxsize=64)
def _months(first: Month, last: Month) -> tuple[Month, ...]:
    found = [first]
    while found[-1] < last:
        found.append(add_months(found[-1], 1))
    return tuple(found)


def _change(facts: ChangeFacts, months: Sequence[Month], spans: Sequence[DueSpan]) -> Change | None:
    """What happens to one entitlement; None when nothing does and nothing needs a look."""
    held = [(month, span) for month in months if (span := _holding(spans, month)) is not None]
    if not held:
        return None
    pieces, before, after, arrears, no_level = _reckoned(facts, held)
    paid_before = next((span.amount or 0 for month, span in held if pieces and month == pieces[0].month), before)
    last = spans[-1]
    asked = set(facts.reasons.get(last.entitlement_id, ()))
    if no_level:
        asked.add("no_level")
    elif not pieces:
        return None
    elif after < before or arrears < 0:
        asked.add("loses")
    asked |= _own_reasons(facts, spans, bool(pieces))
    return Change(
        entitlement_id=last.entitlement_id,
        person_id=last.person_id,
        kind=last.kind,
        group=last.group_code or last.label,
        village=facts.villages.get(last.person_id, NO_VILLAGE),
        pieces=pieces,
        paid_before=paid_before,
        before=before,
        after=after,
        arrears=arrears,
        pending=tuple(one for one in PENDING_LABELS if one in asked),
        secret=is_secret_ground(last.group_code, last.label),
    )


def _holding(spans: Iterable[DueSpan], month: Month) -> DueSpan | None:
    for span in spans:
        if (span.start or 0) <= month and (span.stop is None or month < span.stop):
            return span
    return None


def _reckoned(
    facts: ChangeFacts, held: Sequence[tuple[Month, DueSpan]]
) -> tuple[tuple[Piece, ...], int, int, int, bool]:
    """Pieces from the first month that differs, the amounts before and after in the payout month, the arrears."""
    pieces: list[Piece] = []
    before = after = arrears = 0
    for month, span in held:
        level = facts.rates.level(span.person_id, span.group_code, month, span.coefficient)
        if level is None:
            return (), 0, 0, 0, True
        paid = (span.amount or 0) if span.standing == PAID else 0
        fresh = level.amount if span.standing == PAID else 0
        if month == facts.payout:
            before, after = paid, fresh
        else:
            arrears += fresh - paid
        if not pieces and level.amount == span.amount:
            continue
        worth = Worth(span.group_code, span.label, level.amount, level.coefficient, level.table, level.base_rate)
        if not pieces or pieces[-1].worth != worth:
            pieces.append(Piece(month, worth, level.article))
    return tuple(pieces), before, after, arrears, False


def _own_reasons(facts: ChangeFacts, spans: Sequence[DueSpan], differs: bool) -> set[str]:
    """Reasons that the spans and the birth date tell."""
    first, last, since = spans[0], spans[-1], facts.since
    found = set()
    if last.stop is not None and since < last.stop <= facts.payout:
        found.add("stopped")
    if (first.start or 0) > since:
        found.add("granted")
    if any(span.standing != PAID and (span.stop is None or span.stop > since) for span in spans):
        found.add("suspended")
    if last.kind == "care_support":
        found.add("care")
    if facts.rates.born.get(last.person_id) is None and differs:
        found.add("no_birth")
    if _off_before(facts, spans) and differs:
        found.add("off_before")
    if differs and _off_age(facts, spans):
        found.add("off_age")
    return found


def _off_age(facts: ChangeFacts, spans: Sequence[DueSpan]) -> bool:
    """Whether the birth date alone says that some month from the change on belongs to no such group."""
    months = _months(facts.since, facts.payout)
    held = ((month, span) for month in months if (span := _holding(spans, month)) is not None)
    return any(
        not facts.rates.fits(span.person_id, span.group_code, month) for month, span in held if span.standing == PAID
    )


def _off_before(facts: ChangeFacts, spans: Sequence[DueSpan]) -> bool:
    """Whether the month before the change was not paid as the law then said."""
    month = add_months(facts.since, -1)
    span = _holding(spans, month)
    if span is None or span.standing != PAID:
        return False
    level = facts.rates.level(span.person_id, span.group_code, month, span.coefficient)
    return level is not None and level.amount != span.amount


def _sums(changes: Iterable[Change], name: Callable[[Change], str]) -> tuple[Sums, ...]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in changes:
        row = found[name(one)]
        row[0] += 1
        row[1] += one.monthly
        row[2] += one.arrears
    return tuple(Sums(key, *found[key]) for key in sorted(found))


def why(piece: Piece, before: int) -> str:
    """A sentence for the citizen; `before` is what was paid a month until then, in đồng."""
    worth = piece.worth
    made = ""
    if worth.base_rate is not None and worth.coefficient is not None:
        made = f" ({format_amount(worth.base_rate)} đồng × {format_coefficient(worth.coefficient)})"
    return f"Mức theo luật là {format_amount(worth.amount or 0)} đồng{made}, trước là {format_amount(before)} đồng."
