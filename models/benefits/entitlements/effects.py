"""What decisions do to the spans of one entitlement. Pure.

Promises: the spans that a function returns stand in order and never overlap; a month between two of them is left out by
a stop alone. Nothing here knows the store, the law or the clock: months and amounts are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from models.benefits.entitlements.rules import PAID, SUSPENDED, DecisionKind
from models.store.dates import Month, add_months, month_display, month_of
from models.store.errors import RuleError

FIRST_MONTH: Final = Month(0)
"""Before every month: the start of a span of which nobody knows since when."""


class Worth(NamedTuple):
    """What is paid in a month and on what ground; `amount` in đồng (None: the old list told none)."""

    group_code: str
    label: str
    amount: int | None
    coefficient: int | None
    law_table: str = ""
    base_rate: int | None = None


class Source(NamedTuple):
    """Which decision opened a span: its id, number and day as the lists show them."""

    decision_id: int | None
    number: str = ""
    day: str = ""


class Span(NamedTuple):
    """From `start` (None: not known since when) to before `stop` (None: until further notice)."""

    start: Month | None
    stop: Month | None
    worth: Worth
    source: Source
    standing: str = PAID

    @property
    def first(self) -> Month:
        """`start` as a month that can be compared."""
        return FIRST_MONTH if self.start is None else self.start

    def covers(self, month: Month) -> bool:
        """Whether the span holds in a month."""
        return self.first <= month and (self.stop is None or month < self.stop)


def due(spans: Iterable[Span], month: Month) -> int:
    """What an entitlement's spans make due for a month, in đồng: a suspended span is kept, but not due."""
    return sum(span.worth.amount or 0 for span in spans if span.standing == PAID and span.covers(month))


def granted(start: Month, worth: Worth, source: Source) -> tuple[Span, ...]:
    """The first span of an entitlement."""
    return (Span(start, None, worth, source),)


def adjusted(spans: Sequence[Span], month: Month, worth: Worth, source: Source) -> tuple[Span, ...]:
    """From `month` on the entitlement is worth something else; what is suspended stays so, a stop stays where it is.

    RuleError "nothing_runs" when no span holds in or after that month.
    """
    _demand_running(spans, month, "điều chỉnh")
    return _from(spans, month, lambda span: span._replace(worth=worth, source=source))


def suspended(spans: Sequence[Span], month: Month, source: Source) -> tuple[Span, ...]:
    """From `month` on nothing is paid until a decision says how it goes on (NĐ 335/2026 Đ9)."""
    _demand_running(spans, month, "tạm dừng")
    if not any(span.standing == PAID for span in spans if span.stop is None or span.stop > month):
        raise RuleError(f"Chế độ này đã tạm dừng trước {month_display(month)} rồi.", code="suspended_already")
    return _from(spans, month, lambda span: span._replace(standing=SUSPENDED, source=source))


def suspended_since(spans: Sequence[Span]) -> Month | None:
    """The first month of the suspension that is still on; None without one."""
    since: Month | None = None
    for span in reversed(spans):
        if span.standing != SUSPENDED:
            break
        since = span.first
    return since


def stopped_from(spans: Sequence[Span]) -> Month | None:
    """The first month that is no longer due; None while the entitlement runs."""
    return spans[-1].stop if spans else None


def resumed(spans: Sequence[Span], month: Month | None, source: Source) -> tuple[Span, ...]:
    """Paid again from the month of the suspension (NĐ 335/2026 Đ9), as if it had not been.

    What was stopped begins again in `month` (None: where it stopped), as it was worth last. RuleError "not_resting"
    when it runs.
    """
    since = suspended_since(spans)
    if since is not None:
        return _from(spans, since, lambda span: span._replace(standing=PAID, source=source))
    end = stopped_from(spans)
    if not spans or end is None:
        raise RuleError("Chế độ này đang hưởng, không có gì để hưởng tiếp.", code="not_resting")
    begin = end if month is None else month
    if begin < end:
        raise RuleError(
            f"Chế độ này còn hưởng đến trước tháng {month_display(end)}.", field="from_month", code="overlap"
        )
    return joined((*spans, Span(begin, None, spans[-1].worth, source)))


def stopped(spans: Sequence[Span], month: Month) -> tuple[Span, ...]:
    """Nothing is due from `month` on; an earlier stop than the known one is a late report and allowed."""
    _demand_running(spans, month, "thôi hưởng")
    kept = [span if span.stop is not None and span.stop <= month else span._replace(stop=month) for span in spans]
    return tuple(span for span in kept if span.stop is None or span.first < span.stop)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours that say the same by the same decision are one span."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.stop == span.start and last[2:] == span[2:]:
            found[-1] = last._replace(stop=span.stop)
        else:
            found.append(span)
    return tuple(found)


def starts(kind: str, given: Month | None, signed_on: date, *, grants_from_signing: bool = True) -> Month:
    """The first month of a decision's effect once the day of its signing is known (benefits.md 15.2, 2 and 3).

    A grant counts from the month of signing (NĐ 147/2025 Đ5, NĐ 335/2026 Đ8), whatever was expected; older law gave
    some grounds a month of their own. What has its month from what happened (a death, a changed condition, the month
    payment stopped at the old place) keeps it; without one a stop or a suspension begins in the month after the
    signing, everything else in the month of signing.
    """
    signing = month_of(signed_on)
    if kind == DecisionKind.GRANT and (given is None or grants_from_signing):
        return signing
    if given is not None:
        return given
    return add_months(signing, 1) if kind in (DecisionKind.STOP, DecisionKind.SUSPEND) else signing


def _from(spans: Sequence[Span], month: Month, change: Callable[[Span], Span]) -> tuple[Span, ...]:
    """Every span with its part from `month` on changed."""
    found: list[Span] = []
    for span in spans:
        if span.stop is not None and span.stop <= month:
            found.append(span)
        elif span.first >= month:
            found.append(change(span))
        else:
            found += [span._replace(stop=month), change(span._replace(start=month))]
    return joined(found)


def _demand_running(spans: Sequence[Span], month: Month, what: str) -> None:
    end = stopped_from(spans)
    if not spans or (end is not None and end <= month):
        since = f" từ tháng {month_display(end)}" if end is not None else ""
        words = f"Chế độ này đã thôi hưởng{since}, không còn gì để {what} từ tháng {month_display(month)}."
        raise RuleError(words, field="from_month", code="nothing_runs")
