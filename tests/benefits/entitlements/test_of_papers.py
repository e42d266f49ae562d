"""A decision and its paper: entering or cancelling one does the same to the other."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.benefits.entitlements.of_papers import PrintDecisions, enter, print_decisions
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
from models.benefits.entitlements.tables import Decision
from models.office.paper_rules import PaperKind
from models.office.paper_services import CancelPaper, EnterPaper, PreparePaper, cancel_paper, enter_paper
from models.office.tables import Paper
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.frozen import packed
from tests.benefits.entitlements.test_decisions import spans, taken
from tests.office.test_papers import signer
from tests.people.commune import Office

SIGNED = date(2026, 11, 20)
PAPER = PreparePaper(PaperKind.DECISION, "committee", "Thôi hưởng", packed({"items": []})[1], 1, sign="QĐ-UBND")
ENTRY = EnterPaper(1, 15, SIGNED, 1)


def stopping(office: Office, born: str = "1986-03-05") -> tuple[int, int]:
    """A decision in the making that stops an entitlement from 12/2026: ids of both."""
    person, entitlement = taken(office, born=born)
    item = Item(person, entitlement, from_month=Month(202612))
    return office.do(prepare_decision, PrepareDecision(DecisionKind.STOP, (item,))), entitlement


def decision(office: Office, number: int) -> tuple[str, str, str | None, str, int | None]:
    row = office.read(lambda s: s.get(Decision, number))
    assert row is not None
    return row.state, row.number, row.signed_on, row.signer, row.paper_id


def state(office: Office, number: int = 1) -> str:
    return str(office.read(lambda s: s.scalar(select(Paper.state).filter_by(id=number))))


def test_the_decisions_of_one_paper_take_effect_with_it(office: Office) -> None:
    signer(office)
    first, one = stopping(office)
    second, other = stopping(office, "1987")
    office.do(print_decisions, PrintDecisions((first, second), PAPER))
    assert spans(office, one)[-1][1] is None
    office.do(enter_paper, ENTRY)
    for number, entitlement in ((first, one), (second, other)):
        assert decision(office, number) == ("entered", "15/QĐ-UBND", "2026-11-20", "Lê Văn Ký", 1)
        assert spans(office, entitlement)[-1][1] == 202612


def test_a_printed_decision_is_entered_on_its_paper(office: Office) -> None:
    signer(office)
    made, entitlement = stopping(office)
    office.do(print_decisions, PrintDecisions((made,), PAPER))
    with pytest.raises(RuleError, match="trên tờ giấy"):
        office.do(enter_decision, EnterDecision(made, "15/QĐ-UBND", SIGNED, "Lê Văn Ký"))
    with pytest.raises(RuleError, match="chức vụ"):
        office.do(enter, EnterDecision(made, "15/QĐ-UBND", SIGNED, "Ai Đó"))
    office.do(enter, EnterDecision(made, "15/QĐ-UBND", SIGNED, "Lê Văn Ký"))
    assert (decision(office, made)[0], state(office)) == ("entered", "entered")
    assert spans(office, entitlement)[-1][1] == 202612


def test_a_paper_half_entered_has_no_effect(office: Office) -> None:
    signer(office)
    made, entitlement = stopping(office)
    office.do(print_decisions, PrintDecisions((made,), PAPER))
    office.do(enter_paper, EnterPaper(1, 15, SIGNED, None))
    assert (decision(office, made)[0], state(office)) == ("prepared", "prepared")
    assert spans(office, entitlement)[-1][1] is None


def test_what_took_effect_is_not_entered_otherwise(office: Office) -> None:
    signer(office)
    made, _ = stopping(office)
    office.do(print_decisions, PrintDecisions((made,), PAPER))
    office.do(enter_paper, ENTRY)
    office.do(enter_paper, ENTRY)
    with pytest.raises(RuleError, match="có hiệu lực"):
        office.do(enter_paper, EnterPaper(1, 16, SIGNED, 1))
    with pytest.raises(RuleError, match="có hiệu lực"):
        office.do(cancel_paper, CancelPaper(1, "nhầm"))
    assert state(office) == "entered"


def test_cancelling_goes_both_ways(office: Office) -> None:
    signer(office)
    made, entitlement = stopping(office)
    office.do(print_decisions, PrintDecisions((made,), PAPER))
    office.do(cancel_paper, CancelPaper(1, "in lại"))
    assert decision(office, made)[0::4] == ("prepared", None)
    office.do(print_decisions, PrintDecisions((made,), PAPER))
    office.do(enter_paper, EnterPaper(2, 15, SIGNED, 1))
    office.do(cancel_decision, CancelDecision(made, "nhầm người"))
    assert (decision(office, made)[0], state(office, 2)) == ("cancelled", "cancelled")
    assert spans(office, entitlement)[-1][1] is None


def test_printing_again_takes_the_place_of_the_first_paper(office: Office) -> None:
    made, _ = stopping(office)
    office.do(print_decisions, PrintDecisions((made,), PAPER))
    office.do(print_decisions, PrintDecisions((made,), PAPER))
    assert (decision(office, made)[4], state(office, 1), state(office, 2)) == (2, "cancelled", "prepared")
