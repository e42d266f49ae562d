"""The change of 05/10/2026 played over the made-up commune: preview, switch, one decision, the list of 11/2026."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.entitlements.law_change_facts import preview
from models.benefits.entitlements.law_decisions import PrepareLawChange, prepare_law_change
from models.benefits.entitlements.services import EnterDecision, enter_decision
from models.benefits.months.rules import PayKind
from models.benefits.months.services import OpenMonth, open_month
from models.benefits.months.tables import PayLine, PayMonth
from models.demo.services import NEW_DECREE, FillDemo, fill_demo
from models.law.services import SwitchLaw, begin_law, switch_law
from models.people.tables import Person
from models.store.dates import Month
from tests.benefits.entitlements.test_law_change import NOVEMBER
from tests.law import slow_level
from tests.people.commune import DAY, Office

JULY = Month(202607)
PEOPLE = 3_000
MONTHS = [Month(202607 + index) for index in range(5)]


def listed(office: Office, kind: PayKind) -> dict[int, int]:
    """Entitlement -> sum of its lines of a kind in 11/2026."""
    sums: dict[int, int] = defaultdict(int)
    found = (
        select(PayLine.entitlement_id, PayLine.amount)
        .join(PayMonth, PayMonth.id == PayLine.pay_month_id)
        .where(PayMonth.month == NOVEMBER, PayLine.kind == kind)
    )
    for entitlement, amount in office.read(lambda session: session.execute(found).all()):
        sums[entitlement or 0] += amount
    return sums


def test_the_change_of_october_over_the_made_up_commune(office: Office) -> None:
    office.do(lambda work, _command: begin_law(work), None)
    office.do(fill_demo, FillDemo(PEOPLE, 5, before_october=True))
    assert office.read(preview, JULY, NOVEMBER, DAY).changes == ()
    supposed = office.read(preview, JULY, NOVEMBER, DAY, supposing=[NEW_DECREE])
    assert len(supposed.changes) > 100
    office.do(switch_law, SwitchLaw(NEW_DECREE, counts=True, reason="áp dụng"))
    found = office.read(preview, JULY, NOVEMBER, DAY)
    assert (found.changes, found.pending) == (supposed.changes, supposed.pending)
    made = office.do(prepare_law_change, PrepareLawChange(JULY, NOVEMBER))
    for number, decision in enumerate((made.common, *made.single), start=1):
        assert decision is not None
        office.do(enter_decision, EnterDecision(decision, f"{number}/QĐ-UBND", date(2026, 11, 20), "Lê Văn Ký"))
    office.do(open_month, OpenMonth(NOVEMBER))
    regular, arrears = listed(office, PayKind.REGULAR), listed(office, PayKind.ARREARS)
    for change in found.changes:
        assert regular[change.entitlement_id] == change.after
        assert arrears[change.entitlement_id] == change.arrears
    changed = {change.entitlement_id for change in found.changes}
    assert not {one for one, amount in arrears.items() if amount and one not in changed}
    assert sum(arrears.values()) == found.arrears == made.arrears


def births(session: Session) -> dict[int, str]:
    """Person -> birth date as far as known, ISO."""
    return {one.id: one.born.iso() for one in session.scalars(select(Person)) if one.born is not None}


def test_amounts_of_the_change_are_those_of_the_slow_computation(office: Office) -> None:
    office.do(lambda work, _command: begin_law(work), None)
    office.do(fill_demo, FillDemo(PEOPLE, 6, before_october=True))
    found = office.read(preview, JULY, NOVEMBER, DAY, supposing=[NEW_DECREE])
    born = office.read(births)
    looked = 0
    for change in found.changes:
        group = change.group
        count = (change.pieces[0].worth.coefficient or 100) // 100 if group == "K4" else 1
        levels = [slow_level.level(group, born[change.person_id], month, DAY, count=count) for month in MONTHS]
        if not all(levels):
            continue  # somebody who no longer fits the group: the events' matter, not this change's
        looked += 1
        assert levels[-1] == change.after
        assert sum(level - change.paid_before for level in levels[:-1]) == change.arrears
    assert looked > len(found.changes) * 0.9
