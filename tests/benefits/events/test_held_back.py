"""Held back from somebody who is paid under another's name: the same on paper, at the bank, in its answer."""

from __future__ import annotations

from datetime import date

from models.benefits.events.rules import EventKind
from models.benefits.months.preparing import bank_rows, payment_of
from models.benefits.months.returns import Verdict
from models.benefits.months.returns_services import apply_return
from models.imports.returns.matching import Choices
from models.imports.returns.process import command_of, look_at
from models.imports.returns.queries import month_state, payments
from models.people.services import SetPersonFact, set_person_fact
from models.store.dates import Month
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import DEC, NOV, Given, Owes, owe
from tests.imports.writers import Grid, write_xlsx

OCT = Month(202610)
ACCOUNT = {"number": "0011223344", "bank": "Agribank"}


def carer_owes(desk: Desk, owed: int) -> tuple[int, int]:
    """A carer with an account gets 810.000 for herself; 11/2026 of whom she cared for was paid after the death."""
    cared, carer = desk.person("Trần Văn An", "1986-03-05"), desk.person("Lê Thị Bích", "1970-01-01")
    desk.office.do(set_person_fact, SetPersonFact(carer, "account", ACCOUNT, date(2026, 1, 1)))
    desk.give(Given(carer, 810_000, opened=NOV))
    care = desk.give(Given(cared, owed, opened=NOV, carer_id=carer, group="CS-HGD"))
    desk.opening(OCT)
    desk.run(NOV)
    desk.report(EventKind.DEATH, cared, "2026-10-03")
    desk.office.do(owe, Owes(carer, care, 202611, 202612, owed))
    desk.open(DEC)
    return cared, carer


def test_the_bank_pays_a_carer_less_what_is_held_back_for_whom_she_cared(desk: Desk) -> None:
    """It paid her 810.000 whole: the line held back stands under the dead person's code."""
    _, carer = carer_owes(desk, 540_000)
    desk.confirm(DEC)
    desk.send(DEC)
    assert [(row.account, row.amount) for row in desk.office.read(bank_rows, DEC)] == [("0011223344", 270_000)]
    (payment,) = desk.office.read(payments, DEC)
    assert (payment.person_id, payment.total, len(payment.lines)) == (carer, 270_000, 2)
    assert desk.office.read(payment_of, DEC).sums.total == 270_000


def test_who_gets_nothing_at_all_is_named_by_no_file_and_settled_with_it(desk: Desk) -> None:
    """Else the month would wait for an answer about a payment that nobody made."""
    carer_owes(desk, 810_000)
    other = desk.person("Phạm Thị Cúc", "1950-01-01")
    desk.give(Given(other, 500_000, start=202612))
    desk.recompute(DEC)
    desk.confirm(DEC)
    desk.send(DEC)
    assert desk.office.read(bank_rows, DEC) == []
    listed = desk.office.read(payments, DEC)
    assert sorted(one.total for one in listed) == [0, 500_000]
    code = next(one.code for one in listed if one.total)
    rows = [["Mã đối tượng", "Họ và tên", "Số tiền", "Kết quả"], [code, "Phạm Thị Cúc", 500_000, "Đã nhận"]]
    looked = look_at(write_xlsx([Grid("KQ", rows)]), "kq.xlsx", date(2026, 12, 12), listed, Choices())
    assert (looked.preview.unnamed, looked.preview.counts) == ((), {Verdict.SET_PAID: 2})
    desk.office.do(apply_return, command_of(DEC, looked))
    assert desk.office.read(month_state, DEC) == "reconciled"
