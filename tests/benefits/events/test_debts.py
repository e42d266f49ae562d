"""Money paid without being due: found by late reports, demanded, recovered, returned, given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from models.benefits.entitlements import histories
from models.benefits.entitlements.tables import DecisionItem
from models.benefits.events.debts import OverMonth, stretches
from models.benefits.events.letters import KeepLetter, keep_letter
from models.benefits.events.papers import kept_letter
from models.benefits.events.preparing import recovery_letter
from models.benefits.events.recovering import (
    PartDebt,
    RecoverDebt,
    ReturnDebt,
    WriteOffDebt,
    part_debt,
    recover_debt,
    restores_estimate,
    return_debt,
    write_off_debt,
)
from models.benefits.events.rules import EventKind
from models.benefits.months.late import FindDebts, find_debts
from models.benefits.months.returns import RowSays, Told, rule
from models.benefits.months.returns_services import ApplyReturn, TakenLine, apply_return
from models.imports.returns.queries import payments
from models.office import paper_queries
from models.office.paper_facts import kept_facts
from models.office.paper_rules import PaperEntry, PaperKind
from models.office.paper_services import CancelPaper, EnterPaper, IssuePaper, cancel_paper, enter_paper, issue_paper
from models.office.queries import signers
from models.office.services import SetSigner, set_signer
from models.people.status import MarkLiving, mark_living
from models.store.dates import Month
from models.store.errors import RuleError
from printing.office.paper import paper_pdf, paper_xlsx
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import DEC, FEB, JAN, NOV, Given
from tests.printing.reading import PRINTED_AT, joined, pdf_text

OCT, MAR = Month(202610), Month(202703)


def late_death(desk: Desk) -> tuple[int, int]:
    """Somebody died on 03/09/2026, was paid for 09, 10 and 11, and the office hears of it: person and event."""
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.give(Given(person, 810_000, opened=Month(202609)))
    desk.opening(Month(202608))
    for month in (Month(202609), OCT, NOV):
        desk.run(month)
    told = desk.report(EventKind.DEATH, person, "2026-09-03")
    assert len(told.debt_ids) == 1
    return person, told.event_id


def refused(code: str, verb: Any, *arguments: Any) -> None:
    with pytest.raises(RuleError) as caught:
        verb(*arguments)
    assert caught.value.code == code


def test_a_late_report_finds_the_months_paid_after_the_death(desk: Desk) -> None:
    """benefits.md 15.2, 7: the month of death is due, "paid after death" begins with the month after."""
    person, event = late_death(desk)
    (debt,) = desk.debts()
    assert (debt.person_id, debt.from_month, debt.until_month, debt.amount) == (person, 202610, 202612, 1_620_000)
    assert (debt.months, debt.state_label, debt.event_id) == ("10/2026 - 11/2026", "Mới thấy", event)


def keep(desk: Desk, debt_id: int) -> int:
    """The letter about a debt is kept; the paper's id."""
    letter = desk.office.read(recovery_letter, debt_id, date(2026, 11, 22))
    command = KeepLetter(debt_id, replace(kept_letter(letter), facts=kept_facts(letter, {})))
    paper: int = desk.office.do(keep_letter, command)
    return paper


def test_the_letter_is_a_paper_with_number_and_day_and_the_decision_names_it(desk: Desk) -> None:
    late_death(desk)
    (debt,) = desk.debts()
    first, paper = keep(desk, debt.id), keep(desk, debt.id)
    assert desk.office.read(paper_queries.paper, first).state == "cancelled"
    desk.office.do(set_signer, SetSigner("committee", "Lê Văn Ký", "head", "", date(2026, 1, 1)))
    (signer,) = desk.office.read(signers, body="committee", on=date(2026, 11, 20))
    desk.office.do(enter_paper, EnterPaper(paper, 5, date(2026, 11, 20), signer.id))
    assert desk.debts()[0].letter == "05/TB-UBND ngày 20/11/2026"
    view = desk.office.read(paper_queries.paper, paper)
    facts = desk.office.read(paper_queries.facts, paper)
    drawn = joined(pdf_text(paper_pdf(view.kind, facts, view.entry, printed_at=PRINTED_AT)))
    assert "Số:05/TB-UBND" in drawn
    assert "LêVănKý" in drawn
    desk.office.do(issue_paper, IssuePaper(paper, b"%PDF-", view.stamp))
    decision = desk.office.do(recover_debt, RecoverDebt(debt.id))
    with desk.office.store.read() as session:
        why = session.scalars(select(DecisionItem.why).filter_by(decision_id=decision)).one()
    assert why.endswith("Đã gửi Thông báo số 05/TB-UBND ngày 20/11/2026.")


def test_a_cancelled_letter_is_the_debts_no_longer(desk: Desk) -> None:
    late_death(desk)
    (debt,) = desk.debts()
    paper = keep(desk, debt.id)
    desk.office.do(cancel_paper, CancelPaper(paper, "viết nhầm tên"))
    (row,) = desk.debts()
    assert (row.state, row.paper_id, row.letter) == ("found", None, "")


def test_a_letter_has_no_sheet(desk: Desk) -> None:
    late_death(desk)
    (debt,) = desk.debts()
    facts = desk.office.read(paper_queries.facts, keep(desk, debt.id))
    refused("pdf_only", lambda: paper_xlsx(PaperKind.RECOVERY_LETTER, facts, PaperEntry(), printed_at=PRINTED_AT))


def test_what_is_found_twice_is_one(desk: Desk) -> None:
    late_death(desk)
    assert desk.office.do(find_debts, FindDebts()) == ()
    assert len(desk.debts()) == 1


def test_a_wrong_report_gives_the_debt_up(desk: Desk) -> None:
    person, _ = late_death(desk)
    desk.office.do(mark_living, MarkLiving(person))
    desk.office.do(find_debts, FindDebts())
    assert desk.debts() == []
    (debt,) = desk.debts(settled=True)
    assert (debt.state, debt.left) == ("written_off", 0)


def test_a_wrong_report_that_was_right_after_all_finds_the_debt_again(desk: Desk) -> None:
    person, _ = late_death(desk)
    desk.office.do(mark_living, MarkLiving(person))
    desk.office.do(find_debts, FindDebts())
    desk.left(person, "dead", "2026-09-03")
    assert len(desk.office.do(find_debts, FindDebts())) == 1
    assert [debt.left for debt in desk.debts()] == [1_620_000]


def test_money_that_was_never_collected_leaves_the_debt(desk: Desk) -> None:
    """The death is told before the organisation answers for the last month: nobody took that money."""
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.give(Given(person, 810_000, opened=Month(202609)))
    desk.opening(Month(202608))
    for month in (Month(202609), OCT):
        desk.run(month)
    desk.open(NOV)
    desk.confirm(NOV)
    desk.send(NOV)
    desk.report(EventKind.DEATH, person, "2026-09-03")
    assert [debt.left for debt in desk.debts()] == [1_620_000]
    (there,) = desk.office.read(payments, NOV)
    ruled = rule(there, RowSays(Told.PARTLY, 300_000)).results
    desk.office.do(apply_return, ApplyReturn(NOV, "", "", tuple(TakenLine(each, "") for each in ruled)))
    assert [debt.left for debt in desk.debts()] == [810_000 + 300_000]
    assert desk.office.do(find_debts, FindDebts()) == ()
    assert [debt.left for debt in desk.debts()] == [810_000 + 300_000]


def test_what_was_paid_is_owed_though_no_month_of_the_benefit_is_left(desk: Desk) -> None:
    """Stopped from before its first month: the benefit has no month any more, and everything listed was too much."""
    person = desk.person("Trần Văn An", "1986-03-05")
    one = desk.give(Given(person, 810_000, start=202609))
    desk.give(Given(desk.person("Lê Thị Bích"), 810_000, opened=Month(202609)))
    desk.opening(Month(202608))
    for month in (Month(202609), OCT):
        desk.run(month)
    desk.change(one, 202608, None)
    assert len(desk.office.do(find_debts, FindDebts())) == 1
    (debt,) = desk.debts()
    assert (debt.person_id, debt.from_month, debt.until_month, debt.left) == (person, 202609, 202611, 1_620_000)
    assert desk.office.do(find_debts, FindDebts(frozenset({person}))) == ()
    assert len(desk.debts()) == 1


def test_an_earlier_day_of_death_adds_the_months_not_found_yet(desk: Desk) -> None:
    person, _ = late_death(desk)
    desk.left(person, "dead", "2026-08-20")
    assert len(desk.office.do(find_debts, FindDebts())) == 1
    assert [(debt.months, debt.amount) for debt in desk.debts()] == [
        ("10/2026 - 11/2026", 1_620_000),
        ("09/2026", 810_000),
    ]


def test_a_debt_is_followed_to_zero(desk: Desk) -> None:
    late_death(desk)
    (debt,) = desk.debts()
    keep(desk, debt.id)
    assert desk.debts()[0].state == "demanded"
    told = desk.office.do(return_debt, ReturnDebt(debt.id, date(2026, 11, 20), 1_000_000))
    assert (told.left, told.budget_year, told.restores) == (620_000, 2026, True)
    refused("amount_range", desk.office.do, return_debt, ReturnDebt(debt.id, date(2026, 11, 20), 620_001))
    desk.office.do(return_debt, ReturnDebt(debt.id, date(2026, 11, 21), 620_000, "transfer"))
    assert desk.debts() == []
    assert desk.debts(settled=True)[0].state == "returned"
    refused("debt_settled", desk.office.do, return_debt, ReturnDebt(debt.id, date(2026, 11, 21), 1))
    assert desk.office.do(find_debts, FindDebts()) == ()


def test_returned_money_is_not_found_again_while_the_rest_is_open(desk: Desk) -> None:
    late_death(desk)
    (debt,) = desk.debts()
    desk.office.do(return_debt, ReturnDebt(debt.id, date(2026, 11, 20), 1_000_000))
    assert desk.office.do(find_debts, FindDebts()) == ()
    assert [one.left for one in desk.debts()] == [620_000]


def test_nothing_is_held_back_without_a_decision(desk: Desk) -> None:
    """benefits.md 15.2, 10."""
    late_death(desk)
    (debt,) = desk.debts()
    decision = desk.office.do(recover_debt, RecoverDebt(debt.id))
    assert desk.items(decision) == [("recover", 202610, 1_620_000)]
    assert desk.debts()[0].decision == ""
    refused("decided_already", desk.office.do, recover_debt, RecoverDebt(debt.id))
    desk.enter(decision)
    assert desk.debts()[0].decision == "12/QĐ-UBND ngày 22/11/2026"


def test_a_living_debtor_gives_it_back_in_the_list(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    one = desk.give(Given(person, 810_000, opened=NOV))
    desk.opening(OCT)
    desk.run(NOV)
    desk.change(one, 202611, 540_000)
    (found,) = desk.office.do(find_debts, FindDebts())
    (debt,) = desk.debts()
    assert (debt.id, debt.amount, debt.months) == (found, 270_000, "11/2026")
    desk.enter(desk.office.do(recover_debt, RecoverDebt(debt.id)))
    desk.open(DEC)
    assert desk.told(DEC) == [("recovery", 202611, -270_000), ("regular", 202612, 540_000)]
    desk.confirm(DEC)
    assert desk.debts() == []
    assert desk.office.do(find_debts, FindDebts()) == ()


def test_giving_up_needs_a_reason_and_a_paper(desk: Desk) -> None:
    late_death(desk)
    (debt,) = desk.debts()
    refused("decision_missing", desk.office.do, write_off_debt, WriteOffDebt(debt.id, "không còn ai", " "))
    refused("reason_missing", desk.office.do, write_off_debt, WriteOffDebt(debt.id, "", "45/QĐ-UBND"))
    desk.office.do(write_off_debt, WriteOffDebt(debt.id, "không còn thân nhân", "45/QĐ-UBND ngày 20/11/2026"))
    (given_up,) = desk.debts(settled=True)
    assert given_up.reason == "không còn thân nhân (theo 45/QĐ-UBND ngày 20/11/2026)"
    assert desk.office.do(find_debts, FindDebts()) == ()


def test_care_support_is_owed_by_the_carer(desk: Desk) -> None:
    cared, carer = desk.person("Trần Văn An", "1986-03-05"), desk.person("Lê Thị Bích", "1970-01-01")
    desk.give(Given(cared, 540_000, opened=OCT, carer_id=carer, group="CS-HGD"))
    desk.opening(Month(202609))
    desk.run(OCT)
    desk.run(NOV)
    desk.report(EventKind.DEATH, cared, "2026-10-03")
    assert [(debt.person_id, debt.amount) for debt in desk.debts()] == [(carer, 540_000)]


def test_months_of_two_budget_years_are_two_debts() -> None:
    """benefits.md 15.2, 10: money of earlier years goes back to the budget."""
    told = [OverMonth(1, NOV, 100, 2026), OverMonth(1, DEC, 100, 2026), OverMonth(1, Month(202702), 100, 2027)]
    two = [*told, OverMonth(1, JAN, 50, 2026)]
    assert [tuple(one) for one in stretches(two)] == [(202611, 202702, 250), (202702, 202703, 100)]
    assert [tuple(one) for one in stretches(told)] == [(202611, 202701, 200), (202702, 202703, 100)]
    assert restores_estimate(2026, date(2026, 12, 31))
    assert not restores_estimate(2026, date(2027, 1, 1))


def in_parts(desk: Desk, monthly: int) -> tuple[int, int]:
    """Somebody was paid 270.000 too much for 11/2026, and it is held back in parts: the debt and its decision."""
    person = desk.person("Trần Văn An", "1986-03-05")
    one = desk.give(Given(person, 810_000, opened=NOV))
    desk.opening(OCT)
    desk.run(NOV)
    desk.change(one, 202611, 540_000)
    (debt,) = desk.office.do(find_debts, FindDebts())
    decision = desk.office.do(recover_debt, RecoverDebt(debt, monthly))
    desk.enter(decision)
    return debt, decision


def test_a_debt_is_held_back_in_parts_until_nothing_is_left(desk: Desk) -> None:
    debt, _ = in_parts(desk, 100_000)
    (row,) = desk.debts()
    assert (row.monthly, row.left) == (100_000, 270_000)
    held = []
    for month in (DEC, JAN, FEB, MAR):
        desk.run(month)
        held += [line.amount for line in desk.lines(month) if line.kind == "recovery"]
    assert held == [-100_000, -100_000, -70_000]
    (settled,) = desk.debts(settled=True)
    assert (settled.id, settled.state, settled.left, settled.back) == (debt, "returned", 0, 270_000)
    assert desk.office.do(find_debts, FindDebts()) == ()


def test_the_decision_says_how_much_each_list_holds_back(desk: Desk) -> None:
    _, decision = in_parts(desk, 100_000)
    told = desk.office.read(histories.decision, decision)
    assert "mỗi kỳ chi trả không quá 100.000 đồng, 3 kỳ" in told.reason


def test_an_instalment_may_be_changed_and_paid_between_by_hand(desk: Desk) -> None:
    debt, _ = in_parts(desk, 100_000)
    desk.run(DEC)
    desk.office.do(return_debt, ReturnDebt(debt, date(2026, 11, 20), 50_000))
    desk.office.do(part_debt, PartDebt(debt, None))
    desk.open(JAN)
    assert desk.told(JAN) == [("recovery", 202611, -120_000), ("regular", 202701, 540_000)]
    refused("amount_range", desk.office.do, part_debt, PartDebt(debt, 0))


def test_no_instalment_without_a_decision(desk: Desk) -> None:
    late_death(desk)
    (debt,) = desk.debts()
    refused("not_decided", desk.office.do, part_debt, PartDebt(debt.id, 100_000))
    refused("amount_range", desk.office.do, recover_debt, RecoverDebt(debt.id, 0))
