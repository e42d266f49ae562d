"""What decisions do in the store: the effects of entering one, rehearsed when it is prepared and undone by cancelling.

Promises: one decision over 20,000 people is a handful of statements. The rules are in effects.py; amounts that the law
gave are asked again from the law for the month that the day of signing makes the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import column, select, table

from models.benefits.entitlements import effects
from models.benefits.entitlements.effects import Source, Span, Worth
from models.benefits.entitlements.law_rates import Rates, rates_for
from models.benefits.entitlements.rules import DecisionKind, DecisionState
from models.benefits.entitlements.tables import Decision, DecisionItem, Entitlement
from models.benefits.entitlements.together import stops_follow, with_the_grant
from models.benefits.entitlements.writing import (
    Wanted,
    among,
    change_many,
    id_list,
    kept_spans,
    spans_before,
    write_spans,
)
from models.people.codes import display_code
from models.people.tables import Person
from models.store.dates import Month, month_display, month_of
from models.store.errors import RuleError
from models.store.uids import new_uids
from models.store.work import Work

STARTING = (DecisionKind.GRANT, DecisionKind.TRANSFER_IN)
WITHOUT_SPANS = (DecisionKind.RECOVER, DecisionKind.FUNERAL, DecisionKind.TAKEN_OVER)
FROM_SIGNING = "decision_month"
"""The law's word for a grant that counts from the month of its signing."""
_item: Any = DecisionItem.__table__
_decision: Any = Decision.__table__
_entitlement: Any = Entitlement.__table__
_pay_month = table("pay_month", column("month"), column("confirmed_at"), column("opening"))
"""Named without importing it: the months stand on entitlements, not these on them."""


def rehearse(work: Work, decision: Decision, items: Sequence[Any]) -> None:
    """Find out whether the decision could be entered today; RuleError names the person by code. Changes nothing."""
    if decision.kind in (*STARTING, *WITHOUT_SPANS):
        return
    source = Source(decision.id)
    kept = kept_spans(work.session, _ids(items))
    for entitlement_id, own in _by_entitlement(items).items():
        _changed(work, decision.kind, [one.span for one in kept[entitlement_id]], own, source, work.today)


def take_effect(work: Work, decision: Decision, items: Sequence[Any]) -> list[int]:
    """Write what an entered decision does; returns the ids of items whose month or amount changed by the signing."""
    signed = date.fromisoformat(decision.signed_on or "")
    source = Source(decision.id, decision.number, signed.isoformat())
    if decision.kind in WITHOUT_SPANS:
        return []
    if decision.kind in STARTING:
        return _start(work, decision, items, source, signed)
    changed: list[int] = []
    if decision.kind == DecisionKind.STOP:
        items, changed = with_the_grant(work, decision, items, signed)
    kept = kept_spans(work.session, _ids(items))
    wanted = []
    settled: dict[int, Mapping[str, Any]] = {}
    for entitlement_id, own in _by_entitlement(items).items():
        spans = [one.span for one in kept[entitlement_id]]
        fresh = _changed(work, decision.kind, spans, own, source, signed)
        wanted.append(Wanted(entitlement_id, own[0].person_id, fresh, kept[entitlement_id]))
        for item in own:
            month = _month_of(decision.kind, spans, item, signed)
            settled[item.id] = {"from_month": month}
            if item.from_month not in (None, month):
                changed.append(item.id)
    write_spans(work, wanted)
    change_many(work, _item, settled)
    return changed


def _ids(items: Iterable[Any]) -> list[int]:
    return list(dict.fromkeys(item.entitlement_id for item in items))


def _by_entitlement(items: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for item in items:
        found[item.entitlement_id].append(item)
    for own in found.values():
        own.sort(key=lambda item: item.from_month or 0)
    return found


def _month_of(kind: str, spans: Sequence[Span], item: Any, signed: date) -> Month:
    """From which month an item counts; a resumption from where the suspension or the stop began."""
    if kind == DecisionKind.RESUME:
        since = effects.suspended_since(spans)
        if since is None and item.from_month is None:
            since = effects.stopped_from(spans)
        if since is not None:
            return since
    return effects.starts(kind, item.from_month, signed)


def _changed(
    work: Work, kind: str, spans: Sequence[Span], items: Sequence[Any], source: Source, signed: date
) -> tuple[Span, ...]:
    """The spans of one entitlement after its items; RuleError names the person by code."""
    fresh = tuple(spans)
    try:
        for item in items:
            month = _month_of(kind, fresh, item, signed)
            if kind == DecisionKind.ADJUST:
                fresh = effects.adjusted(fresh, month, worth_of(item), source)
            elif kind == DecisionKind.SUSPEND:
                fresh = effects.suspended(fresh, month, source)
            elif kind == DecisionKind.RESUME:
                fresh = effects.resumed(fresh, item.from_month, source)
            else:
                fresh = effects.stopped(fresh, month)
    except RuleError as refused:
        person = work.get(Person, items[0].person_id)
        whose = f"{display_code(person.code)}: " if person is not None else ""
        raise RuleError(f"{whose}{refused}", field=refused.field, code=refused.code) from None
    return fresh


def worth_of(item: Any) -> Worth:
    """What an item says is paid from its month on."""
    return Worth(item.group_code, item.label, item.amount, item.coefficient, item.law_table, item.base_rate)


def _start(work: Work, decision: Decision, items: Sequence[Any], source: Source, signed: date) -> list[int]:
    """Make the entitlements of a grant and their first spans."""
    kind = decision.kind
    rates = rates_for(work.session, {item.person_id for item in items}, signed)
    rows, changed, firsts = [], [], []
    settled: dict[int, dict[str, Any]] = {}
    of_signing = rates.law(month_of(signed)).rules["start"].is_ == FROM_SIGNING
    origin = "granted" if kind == DecisionKind.GRANT else "transferred_in"
    for item, uid in zip(items, new_uids(len(items)), strict=True):
        month = effects.starts(kind, item.from_month, signed, grants_from_signing=of_signing)
        worth = _worth_again(rates, item, month)
        if month != item.from_month or worth.amount != item.amount:
            changed.append(item.id)
        settled[item.id] = {
            "from_month": month,
            "law_table": worth.law_table,
            "base_rate": worth.base_rate,
            "coefficient": worth.coefficient,
            "amount": worth.amount,
        }
        rows.append(_entitlement_row(item, uid, origin))
        firsts.append((item.person_id, effects.granted(month, worth, source)))
    ids = work.insert_many(_entitlement, rows)
    for entitlement_id, item in zip(ids, items, strict=True):
        settled[item.id]["entitlement_id"] = entitlement_id
    write_spans(work, [Wanted(one, person, spans) for one, (person, spans) in zip(ids, firsts, strict=True)])
    change_many(work, _item, settled)
    stops_follow(work, decision, [(one.person_id, one.from_month, settled[one.id]["from_month"]) for one in items])
    return changed


def _worth_again(rates: Rates, item: Any, month: Month) -> Worth:
    """The item's worth in the month that the signing makes the first; what was given by hand stays."""
    if item.base_rate is None:
        return worth_of(item)
    level = rates.level(item.person_id, item.group_code, month, item.coefficient)
    if level is None:
        words = f"Tháng {month_display(month)} luật không có mức cho nhóm {item.group_code}. Hãy xem lại ngày ký."
        raise RuleError(words, field="signed_on", code="no_level")
    return Worth(item.group_code, item.label, level.amount, level.coefficient, level.table, level.base_rate)


def _entitlement_row(item: Any, uid: str, origin: str) -> dict[str, Any]:
    return {
        "uid": uid,
        "person_id": item.person_id,
        "kind": item.kind,
        "group_code": item.group_code,
        "label": item.label,
        "carer_id": item.carer_id,
        "origin": origin,
        "opening_amount": None,
        "opening_from": None,
        "opening_until": None,
        "note": "",
    }


def take_back(work: Work, decision: Decision, items: Sequence[Any]) -> None:
    """Give the spans back what they were before an entered decision."""
    entered_at = decision.entered_at or ""
    if decision.kind == DecisionKind.TAKEN_OVER:
        words = "Đợt tiếp nhận không hủy được. Khoản nào sai thì lập quyết định điều chỉnh hoặc thôi hưởng."
        raise RuleError(words, code="taken_over")
    confirmed = work.session.execute(
        select(_pay_month.c.month).where(_pay_month.c.opening == 0, _pay_month.c.confirmed_at >= entered_at)
    ).first()
    if confirmed is not None:
        words = f"Danh sách tháng {month_display(Month(confirmed[0]))} đã chốt sau quyết định này."
        raise RuleError(f"{words} Muốn đổi thì lập quyết định mới.", code="in_confirmed_month")
    if decision.kind in WITHOUT_SPANS:
        return
    ids = _ids(items)
    _refuse_later_decisions(work, ids, entered_at)
    now = kept_spans(work.session, ids)
    people = {item.entitlement_id: item.person_id for item in items}
    before = spans_before(work.session, ids, entered_at)
    write_spans(work, [Wanted(one, people[one], [kept.span for kept in before[one]], now[one]) for one in ids])


def _refuse_later_decisions(work: Work, ids: Sequence[int], entered_at: str) -> None:
    """What a later decision built on cannot be taken away from under it; a cancelled one built nothing."""
    later = (
        select(_item.c.id)
        .join(_decision, _decision.c.id == _item.c.decision_id)
        .where(
            among(_item.c.entitlement_id),
            _decision.c.state == DecisionState.ENTERED.value,
            _decision.c.entered_at > entered_at,
            _decision.c.kind.not_in([one.value for one in WITHOUT_SPANS]),
        )
    )
    if work.session.execute(later, {"wanted": id_list(ids)}).first() is not None:
        words = "Đã có quyết định về sau cho cùng chế độ. Hãy hủy quyết định đó trước."
        raise RuleError(words, code="later_decision")
