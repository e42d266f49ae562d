"""Tiền đã chi: from the person's page to what was paid, why, and the slip to take home."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item
from models.benefits.months.services import OpeningMonth, OpenMonth, open_month, opening_month
from models.store.dates import Month
from tests.ui.benefits.windows import LAST_OLD, entered, of_group, prepared, taken_over
from tests.ui.frame.test_window import show
from ui.benefits.money_page import NO_SLIP, NOT_DUE, MoneyPage
from ui.desk import Desk
from ui.paper.citizen_slip_page import CitizenSlipPage
from ui.people.person_page import PersonPage
from ui.people.section import PeopleSection


def words(page: MoneyPage) -> list[str]:
    """Every sentence on the page."""
    return [label.text() for label in page.findChildren(QLabel)]


def test_the_person_page_leads_to_the_money_and_to_the_slip(desk: Desk, qtbot: QtBot) -> None:
    one = of_group(taken_over(desk), "HTXH")
    desk.do("Mở đầu", opening_month, OpeningMonth(LAST_OLD))
    item = Item(one.person_id, one.entitlement_id, amount=540_000, from_month=Month(202612))
    section = PeopleSection(desk)
    show(section, qtbot)
    desk.stale.connect(section.renew)
    section.open_person(one.person_id)
    person = section.currentWidget()
    assert isinstance(person, PersonPage)
    person.money_asked.emit(one.person_id)
    page = section.currentWidget()
    assert isinstance(page, MoneyPage)
    assert (page.slip.isEnabled(), page.slip.toolTip()) == (False, NO_SLIP)
    assert "Theo danh sách cũ" in words(page)
    entered(desk, prepared(desk, DecisionKind.ADJUST, replace(item, why="theo luật")), "12/QĐ-UBND")
    desk.do("Lập", open_month, OpenMonth(Month(202612)))
    assert "Trong danh sách đang lập" in words(page)
    page.month.restore("12/2026")
    page.look()
    assert any("540.000 đồng" in text and "12/QĐ-UBND" in text for text in words(page))
    assert page.slip.isEnabled()
    qtbot.mouseClick(page.slip, Qt.MouseButton.LeftButton)
    slip = section.currentWidget()
    assert isinstance(slip, CitizenSlipPage)
    assert len(slip.prepare({"layout": "two"}).facts.slips) == 1
    section.close_pages()
    section.close()


def test_a_month_without_money_says_so(desk: Desk, qtbot: QtBot) -> None:
    page = MoneyPage(desk, 1)
    show(page, qtbot)
    page.month.restore("01/2020")
    page.look()
    assert NOT_DUE in words(page)
    page.month.restore("tháng này")
    page.look()
    assert page.month.error
