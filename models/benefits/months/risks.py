"""What a reviewer should look at before a list is confirmed, the riskiest first. Pure.

Promises: every risk names a person and says in one sentence what is odd; nothing here changes a list. A sentence never
tells a ground (privacy.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from models.benefits.months.balance import due_until
from models.benefits.months.facts import EntitlementFact, Line, PersonFact
from models.benefits.months.rules import PayKind
from models.store.dates import Month, PartialDate, month_display
from models.store.money import format_amount
from models.store.vietnamese import same_name_key


class RiskKind(StrEnum):
    """What may be wrong."""

    OVERPAID = "overpaid"
    DOUBLE = "double"
    LEFT = "left"
    LOOSE = "loose"
    SHARED_ACCOUNT = "shared_account"
    CHANGED_ACCOUNT = "changed_account"
    NEW_PAYEE = "new_payee"
    AGE = "age"
    OFF_LAW = "off_law"
    UNCOLLECTED = "uncollected"
    NO_LIFE = "no_life"
    NO_ACCOUNT = "no_account"
    NO_AMOUNT = "no_amount"
    NO_VILLAGE = "no_village"


RISK_LABELS: Final[dict[str, str]] = {
    RiskKind.OVERPAID: "Đã chi nhưng không được hưởng",
    RiskKind.DOUBLE: "Có thể hưởng trùng",
    RiskKind.LEFT: "Đã mất, chuyển đi, chưa có quyết định thôi hưởng",
    RiskKind.LOOSE: "Khoản chưa tiếp nhận, không lên danh sách",
    RiskKind.SHARED_ACCOUNT: "Một tài khoản của nhiều người",
    RiskKind.CHANGED_ACCOUNT: "Đổi tài khoản",
    RiskKind.NEW_PAYEE: "Người nhận mới",
    RiskKind.AGE: "Tuổi không còn hợp với nhóm",
    RiskKind.OFF_LAW: "Mức khác với luật",
    RiskKind.UNCOLLECTED: "Ba tháng liền không nhận",
    RiskKind.NO_LIFE: "Quá một năm chưa xác nhận còn sống",
    RiskKind.NO_ACCOUNT: "Chưa có số tài khoản",
    RiskKind.NO_AMOUNT: "Chưa có mức hưởng, không lên danh sách",
    RiskKind.NO_VILLAGE: "Chưa rõ thôn, tổ dân phố",
}
"""In the order of their weight: money out of the door first."""
WEIGHTS: Final[dict[str, int]] = {kind: len(RISK_LABELS) - place for place, kind in enumerate(RISK_LABELS)}
UNCOLLECTED_MONTHS: Final = 3
"""NĐ 335/2026 Đ9: not collected three months running."""


class Risk(NamedTuple):
    """One thing to look at; `amount` in đồng is what is at stake in this list."""

    kind: RiskKind
    person_id: int
    entitlement_id: int | None
    code: int
    name: str
    group_code: str
    label: str
    village: str
    amount: int
    text: str

    @property
    def weight(self) -> int:
        """The higher, the earlier it should be looked at."""
        return WEIGHTS[self.kind]


class Loose(NamedTuple):
    """A line that a list brought and no decision stands behind: it is due by its own months, but on no list."""

    person_id: int
    code: int
    name: str
    group_code: str
    label: str
    amount: int


class Paid(NamedTuple):
    """Where an entitlement's money went last month."""

    account: str
    payee: str


class Lawful(NamedTuple):
    """What the law gives for the month (None: it has no such group), and whether the age may belong to the group."""

    amount: int | None
    fits: bool


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What a list is reviewed against.

    `lawful` by entitlement; `silent` is when recipients whom nobody saw for a year were last known alive; `uncollected`
    counts months running in which an entitlement's cash was not collected; `over` is what was listed before without
    being due.
    """

    month: Month
    lines: Sequence[Line]
    entitlements: Sequence[EntitlementFact]
    people: Mapping[int, PersonFact]
    last: Mapping[int, Paid] = field(default_factory=dict)
    lawful: Mapping[int, Lawful] = field(default_factory=dict)
    silent: Mapping[int, date] = field(default_factory=dict)
    uncollected: Mapping[int, int] = field(default_factory=dict)
    over: Mapping[tuple[int, int], int] = field(default_factory=dict)
    loose: Sequence[Loose] = ()


def review(facts: ReviewFacts) -> list[Risk]:
    """Everything worth a look, the riskiest first; equal ones by the money at stake."""
    regular = [line for line in facts.lines if line.kind == PayKind.REGULAR]
    found = [
        *_overpaid(facts),
        *_doubles(regular),
        *_left(facts),
        *_loose(facts),
        *_accounts(facts.lines, regular, facts.last),
        *_law(regular, facts.lawful),
        *_silent(facts, regular),
        *_missing(facts),
    ]
    return sorted(found, key=lambda risk: (-risk.weight, -risk.amount, risk.code, risk.text))


def _of(line: Line, kind: RiskKind, text: str) -> Risk:
    return Risk(
        kind,
        line.person_id,
        line.entitlement_id,
        line.code,
        line.name,
        line.group_code,
        line.label,
        line.village,
        line.amount,
        text,
    )


def _about(one: EntitlementFact, person: PersonFact, kind: RiskKind, amount: int, text: str) -> Risk:
    span = one.spans[-1]
    told = (person.id, one.id, person.code, person.name, span.group_code, span.label, person.village)
    return Risk(kind, *told, amount, text)


def _overpaid(facts: ReviewFacts) -> Iterator[Risk]:
    months: dict[int, list[int]] = defaultdict(list)
    sums: dict[int, int] = defaultdict(int)
    for (number, month), amount in facts.over.items():
        months[number].append(month)
        sums[number] += amount
    for one in facts.entitlements:
        if one.id in sums:
            told = ", ".join(month_display(Month(month)) for month in sorted(months[one.id]))
            text = f"Đã lập danh sách chi {format_amount(sums[one.id])} đồng không được hưởng (tháng {told})."
            yield _about(one, facts.people[one.person_id], RiskKind.OVERPAID, sums[one.id], text)


def _doubles(regular: Sequence[Line]) -> Iterator[Risk]:
    """Two people who look like one, and one person with two benefits (a single parent may have two: Đ6 k2)."""
    own = [line for line in regular if line.recipient_id == line.person_id]
    by_number: dict[str, list[Line]] = defaultdict(list)
    by_birth: dict[str, list[Line]] = defaultdict(list)
    by_person: dict[int, list[Line]] = defaultdict(list)
    for line in own:
        by_person[line.person_id].append(line)
        if line.id_number:
            by_number[line.id_number].append(line)
        if len(line.born) > len("1950"):
            by_birth[line.born].append(line)
    told: set[int] = set()
    for lines in by_person.values():
        if len(lines) > 1 and not any(line.group_code == "K4" for line in lines):
            yield _of(lines[-1], RiskKind.DOUBLE, _several(lines))
    for groups, words in ((by_number.values(), "cùng số định danh"), (_namesakes(by_birth), "cùng họ tên, ngày sinh")):
        for lines in groups:
            people = {line.person_id for line in lines}
            if len(people) > 1 and not people <= told:
                told |= people
                yield _of(lines[-1], RiskKind.DOUBLE, f"{len(people)} người {words} cùng có tên trong danh sách.")


def _namesakes(by_birth: Mapping[str, Sequence[Line]]) -> list[list[Line]]:
    """Lines of one name and birth date; names are looked at only where a birth date is not one line's alone."""
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for born, lines in by_birth.items():
        if len(lines) > 1:
            for line in lines:
                found[same_name_key(line.name), born].append(line)
    return list(found.values())


def _several(lines: Sequence[Line]) -> str:
    """The benefits of one person by their amounts: a ground may not be told here."""
    amounts = ", ".join(format_amount(line.amount) for line in lines)
    return f"Một người có {len(lines)} khoản trợ cấp trong tháng ({amounts} đồng); luật cho hưởng một mức cao nhất."


def _left(facts: ReviewFacts) -> Iterator[Risk]:
    for one in facts.entitlements:
        span = next((span for span in one.spans if span.paid and span.covers(facts.month)), None)
        if span is None or due_until(one, facts.people, facts.month) >= facts.month:
            continue
        person = facts.people[one.person_id]
        if person.status not in ("dead", "moved") and one.carer_id is not None:
            person = facts.people[one.carer_id]
        what = "đã mất" if person.status == "dead" else "đã chuyển đi"
        day = f" {PartialDate.from_iso(person.status_on).display()}" if person.status_on else ""
        text = f"{person.name} {what}{day}; không lên danh sách, cần quyết định thôi hưởng."
        yield _about(one, facts.people[one.person_id], RiskKind.LEFT, 0, text)


def _loose(facts: ReviewFacts) -> Iterator[Risk]:
    text = "Khoản này trong danh sách cũ chưa được tiếp nhận nên không lên danh sách chi."
    for one in facts.loose:
        told = (one.person_id, None, one.code, one.name, one.group_code, one.label, "")
        yield Risk(RiskKind.LOOSE, *told, one.amount, text)


def _accounts(lines: Sequence[Line], regular: Sequence[Line], last: Mapping[int, Paid]) -> Iterator[Risk]:
    owners: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if line.account:
            owners[line.account].add(line.recipient_id)
    for line in regular:
        if line.account and len(owners[line.account]) > 1:
            count = len(owners[line.account])
            yield _of(line, RiskKind.SHARED_ACCOUNT, f"Tài khoản này của {count} người trong danh sách.")
        if line.channel == "account" and not line.account:
            yield _of(line, RiskKind.NO_ACCOUNT, "Nhận qua tài khoản nhưng chưa có số tài khoản.")
        before = last.get(line.entitlement_id or 0)
        if before is None:
            if line.payee and line.recipient_id == line.person_id:
                yield _of(line, RiskKind.NEW_PAYEE, f"Mới lên danh sách, người nhận thay là {line.payee}.")
            continue
        if line.account != before.account:
            yield _of(line, RiskKind.CHANGED_ACCOUNT, _changed(before.account, line.account))
        if line.payee != before.payee:
            now = line.payee or "chính người hưởng"
            yield _of(line, RiskKind.NEW_PAYEE, f"Tháng trước nhận: {before.payee or 'chính người hưởng'}; nay: {now}.")


def _changed(before: str, now: str) -> str:
    if not now:
        return "Tháng trước nhận qua tài khoản, nay nhận tiền mặt."
    return "Số tài khoản khác tháng trước." if before else "Tháng trước nhận tiền mặt, nay nhận qua tài khoản."


def _law(regular: Sequence[Line], lawful: Mapping[int, Lawful]) -> Iterator[Risk]:
    for line in regular:
        law = lawful.get(line.entitlement_id or 0)
        if law is None:
            continue
        if law.amount is None:
            yield _of(line, RiskKind.OFF_LAW, "Luật của tháng này không có nhóm ghi trong quyết định.")
        elif not law.fits:
            yield _of(line, RiskKind.AGE, f"Sinh {_born(line.born)}: tuổi không còn hợp với nhóm đang hưởng.")
        elif law.amount != line.amount:
            told = f"Danh sách {format_amount(line.amount)} đồng, luật {format_amount(law.amount)} đồng."
            yield _of(line, RiskKind.OFF_LAW, told)


def _born(text: str) -> str:
    return PartialDate.from_iso(text).display() if text else "không rõ"


def _silent(facts: ReviewFacts, regular: Sequence[Line]) -> Iterator[Risk]:
    for line in regular:
        count = facts.uncollected.get(line.entitlement_id or 0, 0)
        if count >= UNCOLLECTED_MONTHS:
            text = f"Đã {count} tháng liền không đến nhận tiền mặt: xem xét tạm dừng (NĐ 335/2026 Đ9)."
            yield _of(line, RiskKind.UNCOLLECTED, text)
        seen = facts.silent.get(line.recipient_id)
        if line.account and seen is not None:
            text = f"Nhận qua tài khoản; lần cuối biết còn sống: {PartialDate.of(seen).display()}."
            yield _of(line, RiskKind.NO_LIFE, text)


def _missing(facts: ReviewFacts) -> Iterator[Risk]:
    for one in facts.entitlements:
        if any(span.paid and not span.amount and span.covers(facts.month) for span in one.spans):
            text = "Quyết định không ghi mức hưởng: chưa lên danh sách."
            yield _about(one, facts.people[one.person_id], RiskKind.NO_AMOUNT, 0, text)
    for line in _once(facts.lines):
        if line.village_id is None:
            yield _of(line, RiskKind.NO_VILLAGE, "Chưa rõ thôn, tổ dân phố: không đứng trong danh sách của thôn nào.")


def _once(lines: Iterable[Line]) -> Iterator[Line]:
    told: set[int] = set()
    for line in lines:
        if line.person_id not in told:
            told.add(line.person_id)
            yield line
