"""What a decision must satisfy before it is kept, and what is refused when it is entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.benefits.entitlements.queries import held_by
from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import (
    CancelDecision,
    EnterDecision,
    Item,
    PrepareDecision,
    cancel_decision,
    enter_decision,
    prepare_decision,
)
from models.benefits.entitlements.tables import Decision, DecisionItem
from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.services import LineDetails, NewLine, add_line
from models.store.dates import Month
from models.store.errors import RuleError
from tests.benefits.entitlements.test_decisions import DECEMBER, NOVEMBER, OCTOBER, decide, taken
from tests.people.commune import DAY, Office

GRANT = Item(1, None, "allowance", "K6N", "Người khuyết tật nặng", amount=810_000, coefficient=150, base_rate=540_000)


def refused(office: Office, verb: Any, command: Any) -> tuple[str | None, str | None]:
    with pytest.raises(RuleError) as caught:
        office.do(verb, command)
    return caught.value.code, caught.value.field


@pytest.mark.parametrize(
    ("kind", "changes", "code", "field"),
    [
        (DecisionKind.GRANT, {"person_id": 99}, "person_gone", "person"),
        (DecisionKind.GRANT, {"amount": None}, "amount_range", "amount"),
        (DecisionKind.GRANT, {"amount": 0}, "amount_range", "amount"),
        (DecisionKind.GRANT, {"amount": 100_000_001}, "amount_range", "amount"),
        (DecisionKind.GRANT, {"amount": 800_000}, "not_the_product", "amount"),
        (DecisionKind.GRANT, {"amount": 800_000, "base_rate": None}, "why_missing", "reason"),
        (DecisionKind.GRANT, {"coefficient": 0}, "coefficient_range", "coefficient"),
        (DecisionKind.GRANT, {"group_code": "Kxx", "label": ""}, "group_missing", "group"),
        (DecisionKind.GRANT, {"group_code": "HTXH"}, "kind_of_group", "kind"),
        (DecisionKind.GRANT, {"group_code": "CS-HGD"}, "kind_of_group", "kind"),
        (DecisionKind.TAKEN_OVER, {}, "taking_over_apart", None),
        (DecisionKind.STOP, {}, "not_theirs", "entitlement"),
        (DecisionKind.RECOVER, {"amount": 0}, "amount_range", "amount"),
        (DecisionKind.FUNERAL, {"amount": 1_000_000_001}, "amount_range", "amount"),
    ],
)
def test_what_could_not_stand_is_refused(
    office: Office, kind: DecisionKind, changes: dict[str, Any], code: str, field: str | None
) -> None:
    office.person("Nguyễn Văn Mẫu", "1986-03-05")
    command = PrepareDecision(kind, (replace(GRANT, **changes),))
    assert refused(office, prepare_decision, command) == (code, field)
    assert office.read(lambda s: s.scalar(select(Decision.id))) is None


def test_nobody_is_no_decision(office: Office) -> None:
    assert refused(office, prepare_decision, PrepareDecision(DecisionKind.GRANT, ())) == ("nobody", "items")


def test_the_same_ground_is_not_granted_twice(office: Office) -> None:
    office.person("Nguyễn Văn Mẫu", "1986-03-05")
    command = PrepareDecision(DecisionKind.GRANT, (GRANT,))
    assert refused(office, prepare_decision, PrepareDecision(DecisionKind.GRANT, (GRANT, GRANT)))[0] == "has_it"
    office.do(prepare_decision, command)
    assert refused(office, prepare_decision, command) == ("has_it", "group")
    office.do(cancel_decision, CancelDecision(1, "nhầm"))
    decide(office, DecisionKind.GRANT, GRANT)
    assert refused(office, prepare_decision, command) == ("has_it", "group")


def test_one_person_is_cared_for_by_one_and_the_next_after_a_stop(office: Office) -> None:
    """benefits.md 15.2, 8: care support is one line for each person cared for."""
    office.person("Nguyễn Văn Mẫu", "1986-03-05")
    first, second = (office.person(f"Nguyễn Thị {name}", "1970") for name in ("An", "Bích"))
    care = Item(1, None, "care_support", "CS-HGD", "Hộ chăm sóc", amount=540_000)
    waiting = office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (replace(care, carer_id=first),)))
    other = PrepareDecision(DecisionKind.GRANT, (replace(care, carer_id=second),))
    assert refused(office, prepare_decision, other)[0] == "cared_for"
    office.do(enter_decision, EnterDecision(waiting, "1/QĐ-UBND", DAY, "Trần Thị Ký"))
    assert refused(office, prepare_decision, other)[0] == "cared_for"
    [held] = office.read(held_by, 1)
    decide(office, DecisionKind.STOP, Item(1, held.entitlement_id, from_month=DECEMBER), number="2/QĐ-UBND")
    decide(office, DecisionKind.GRANT, replace(care, carer_id=second), number="3/QĐ-UBND")


def test_an_amount_by_hand_that_is_the_laws_is_marked_so(office: Office) -> None:
    office.person("Nguyễn Văn Mẫu", "1986-03-05")
    by_hand = replace(GRANT, base_rate=None, coefficient=None, from_month=NOVEMBER)
    office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (by_hand,)))
    row = office.read(lambda s: s.scalars(select(DecisionItem)).one())
    assert (row.base_rate, row.coefficient, row.law_table) == (540_000, 150, "central")
    assert "Điều 6" in row.article


def test_the_reason_is_the_sentence_of_another_amount(office: Office) -> None:
    office.person("Nguyễn Văn Mẫu", "1986-03-05")
    other = replace(GRANT, base_rate=None, amount=900_000)
    office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (other,), reason="theo bản án"))
    assert office.read(lambda s: s.scalar(select(DecisionItem.why))) == "theo bản án"


def test_a_decision_of_one_kind_waits_once(office: Office) -> None:
    person, entitlement = taken(office)
    command = PrepareDecision(DecisionKind.STOP, (Item(person, entitlement, from_month=DECEMBER),))
    office.do(prepare_decision, command)
    assert refused(office, prepare_decision, command)[0] == "prepared_already"
    twice = PrepareDecision(
        DecisionKind.SUSPEND, (Item(person, entitlement), Item(person, entitlement, from_month=DECEMBER))
    )
    assert refused(office, prepare_decision, twice) == ("told_twice", "items")
    worth = Item(person, entitlement, from_month=NOVEMBER, amount=810_000, coefficient=150)
    assert refused(office, prepare_decision, PrepareDecision(DecisionKind.ADJUST, (worth, worth)))[0] == "told_twice"


def test_an_entitlement_of_somebody_else_is_refused(office: Office) -> None:
    _, entitlement = taken(office)
    other = office.person("Trần Văn Khác", "1990")
    command = PrepareDecision(DecisionKind.STOP, (Item(other, entitlement),))
    assert refused(office, prepare_decision, command) == ("not_theirs", "entitlement")


def test_secret_grounds_stand_alone_also_when_the_item_does_not_name_them(office: Office) -> None:
    person, entitlement = taken(office)
    secret = office.person("Nguyễn Văn Kín", "1980")
    details = LineDetails("Người nhiễm HIV/AIDS", 750_000, "K8", 150, start_month=Month(202301))
    office.do(add_line, NewLine(secret, details))
    office.do(take_over, TakeOver(OCTOBER))
    both = (Item(person, entitlement, from_month=DECEMBER), Item(secret, entitlement + 1, from_month=DECEMBER))
    assert refused(office, prepare_decision, PrepareDecision(DecisionKind.STOP, both))[0] == "secret_alone"
    office.do(prepare_decision, PrepareDecision(DecisionKind.STOP, both[1:]))


def test_a_refusal_names_the_person_by_code_and_not_by_name(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=NOVEMBER))
    with pytest.raises(RuleError, match=r"^000001-\d: Chế độ này đã thôi hưởng từ tháng 11/2026") as caught:
        office.do(prepare_decision, PrepareDecision(DecisionKind.SUSPEND, (Item(person, entitlement),)))
    assert "Mẫu" not in str(caught.value)
    assert (caught.value.code, caught.value.field) == ("nothing_runs", "from_month")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"number": " "}, "number_missing", "number"),
        ({"signer": ""}, "signer_missing", "signer"),
        ({"signed_on": date(2026, 11, 23)}, "signed_in_future", "signed_on"),
        ({"number": "7/qđ-ubnd"}, "number_taken", "number"),
        ({"decision_id": 99}, "decision_gone", None),
    ],
)
def test_an_entry_that_cannot_be_is_refused(
    office: Office, changes: dict[str, Any], code: str, field: str | None
) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=NOVEMBER), number="7/QĐ-UBND")
    command = PrepareDecision(DecisionKind.STOP, (Item(person, entitlement, from_month=DECEMBER),))
    made = office.do(prepare_decision, command)
    entry = EnterDecision(made, "8/QĐ-UBND", date(2026, 11, 20), "Lê Văn Ký")
    assert refused(office, enter_decision, replace(entry, **changes)) == (code, field)
    office.do(enter_decision, entry)


def test_numbers_run_by_year(office: Office) -> None:
    person, entitlement = taken(office)
    decide(office, DecisionKind.SUSPEND, Item(person, entitlement, from_month=NOVEMBER), on=date(2025, 12, 31))
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=DECEMBER), on=date(2026, 1, 2))


def test_what_no_longer_stands_at_the_entry_is_refused_then(office: Office) -> None:
    person, entitlement = taken(office)
    suspend = PrepareDecision(DecisionKind.SUSPEND, (Item(person, entitlement, from_month=DECEMBER),))
    made = office.do(prepare_decision, suspend)
    decide(office, DecisionKind.STOP, Item(person, entitlement, from_month=NOVEMBER))
    entry = EnterDecision(made, "8/QĐ-UBND", date(2026, 11, 20), "Lê Văn Ký")
    assert refused(office, enter_decision, entry)[0] == "nothing_runs"
    assert office.read(lambda s: s.scalar(select(Decision.state).filter_by(id=made))) == "prepared"


def test_a_grant_signed_in_another_month_is_reckoned_again(office: Office) -> None:
    """Prepared at 540.000 for 11/2026; signed on 15/06/2026 the rate is 500.000."""
    office.person("Nguyễn Văn Mẫu", "1986-03-05")
    made = office.do(prepare_decision, PrepareDecision(DecisionKind.GRANT, (replace(GRANT, from_month=NOVEMBER),)))
    entered = office.do(enter_decision, EnterDecision(made, "8/QĐ-UBND", date(2026, 6, 15), "Lê Văn Ký"))
    row = office.read(lambda s: s.scalars(select(DecisionItem)).one())
    assert entered.changed == (row.id,)
    assert (row.from_month, row.amount, row.base_rate, row.coefficient) == (202606, 750_000, 500_000, 150)


def test_cancelling_needs_a_reason_and_happens_once(office: Office) -> None:
    person, entitlement = taken(office)
    command = PrepareDecision(DecisionKind.STOP, (Item(person, entitlement, from_month=DECEMBER),))
    made = office.do(prepare_decision, command)
    assert refused(office, cancel_decision, CancelDecision(made, " ")) == ("reason_missing", "reason")
    office.do(cancel_decision, CancelDecision(made, "nhầm"))
    assert refused(office, cancel_decision, CancelDecision(made, "nhầm"))[0] == "cancelled_already"
    assert refused(office, cancel_decision, CancelDecision(1, "nhầm"))[0] == "taken_over"
    entry = EnterDecision(made, "8/QĐ-UBND", date(2026, 11, 20), "Lê Văn Ký")
    assert refused(office, enter_decision, entry)[0] == "not_prepared"
