"""Changes of the world and corrections on the person page: forms, menus, refusals beside fields, drafts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from models.benefits import lines
from models.people import page as pages
from models.people.codes import display_code
from models.people.facts import FactView
from models.people.page import PersonPage as PageFacts
from models.people.services import ChangePerson, PersonDetails, SetPersonFact, change_person, set_person_fact
from models.store.dates import PartialDate
from tests.ui.people.test_people import section, words
from ui.benefits.line_dialog import change_line_dialog
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.parts import Button
from ui.people.correct import correct_dialog, end_dialog, remove_person_dialog
from ui.people.facts import dead_dialog, fact_dialog, membership_dialog, move_dialog
from ui.people.person_page import PersonPage
from ui.people.section import PeopleSection

NUMBER = "001150000001"


@pytest.fixture
def person(desk: Desk) -> int:
    """Somebody born in 1950 with an account since January."""
    one = 7
    details = PersonDetails("Nguyễn Thị Hạnh", PartialDate(1950, 3, 5), id_number=NUMBER)
    desk.do("Sửa", change_person, ChangePerson(one, details))
    account = {"number": "530020512", "bank": "Agribank"}
    desk.do("Ghi", set_person_fact, SetPersonFact(one, "account", account, date(2026, 1, 1)))
    return one


def facts(desk: Desk, person: int) -> PageFacts:
    with desk.read() as session:
        found = pages.person_page(session, person, desk.today)
    assert found is not None
    return found


def fact(desk: Desk, person: int, name: str) -> FactView:
    return next(one for one in facts(desk, person).facts if one.fact == name)


def fill(dialog: FormDialog | None, **texts: str) -> FormDialog:
    assert dialog is not None
    dialog.form.restore(texts)
    dialog.submit()
    return dialog


def errors(dialog: FormDialog) -> dict[str, str]:
    found = {key: field.error for key, field in dialog.form.fields.items() if field.error}
    dialog.form.settle()
    dialog.deleteLater()
    return found


def test_correcting_is_no_change_of_the_world(desk: Desk, qtbot: QtBot, person: int) -> None:
    dialog = correct_dialog(None, desk, fact(desk, person, "bank_account"))
    assert dialog is not None
    assert dialog.form.draft() == {
        "account": "530020512", "bank": "Agribank", "holder": "", "since": "01/01/2026", "until": "",
    }  # fmt: skip
    assert errors(fill(dialog, account="530020513", since="", until="31/10/2026")) == {}
    (now,) = [one for one in facts(desk, person).facts if one.fact == "bank_account"]
    assert (now.text, now.since, now.last, now.now) == ("530020513 - Agribank", "", "31/10/2026", False)


def test_a_change_of_the_world_keeps_what_was(desk: Desk, qtbot: QtBot, person: int) -> None:
    assert errors(fill(fact_dialog(None, desk, person, "bank_account"), account="999 888", since="1/6/2026")) == {}
    spans = [one for one in facts(desk, person).facts if one.fact == "bank_account"]
    assert [(one.text, one.since, one.last) for one in spans] == [
        ("999888", "01/06/2026", ""),
        ("530020512 - Agribank", "01/01/2026", "31/05/2026"),
    ]


def test_ending_a_fact_by_its_last_day(desk: Desk, qtbot: QtBot, person: int) -> None:
    account = fact(desk, person, "bank_account")
    assert errors(fill(end_dialog(None, desk, person, account), since="30/06/2026")) == {}
    ended = fact(desk, person, "bank_account")
    assert (ended.last, ended.now) == ("30/06/2026", False)


Opener = Callable[[Desk, int], FormDialog | None]


def account(desk: Desk, person: int) -> FormDialog:
    return fact_dialog(None, desk, person, "bank_account")


def corrected(desk: Desk, person: int) -> FormDialog | None:
    return correct_dialog(None, desk, fact(desk, person, "bank_account"))


@pytest.mark.parametrize(
    ("opens", "texts", "field", "says"),
    [
        (account, {"account": "12 ăb!"}, "account", "4 đến 24"),
        (account, {"account": ""}, "account", "Còn thiếu"),
        (
            account,
            {"account": "1234", "since": "1/1/1949"},
            "since",
            "trước ngày sinh",
        ),
        (
            account,
            {"account": "1234", "since": "31/2/2026"},
            "since",
            "Không có ngày này",
        ),
        (
            lambda desk, one: fact_dialog(None, desk, one, "guardian"),
            {"name": "Nguyễn Thị Hạnh", "id_number": NUMBER},
            "id_number",
            "chính người này",
        ),
        (
            lambda desk, one: fact_dialog(None, desk, one, "payee"),
            {"name": "Trần Văn An", "id_number": "12345678901"},
            "id_number",
            "12 chữ số",
        ),
        (
            lambda desk, one: fact_dialog(None, desk, one, "payee"),
            {"name": "Trần Văn An", "phone": "+1 415 555 0100"},
            "phone",
            "điện thoại",
        ),
        (lambda desk, one: fact_dialog(None, desk, one, "payee"), {"name": "An 5"}, "name", "chữ số"),
        (lambda desk, one: fact_dialog(None, desk, one, "disability"), {"degree": ""}, "degree", "Còn thiếu"),
        (lambda desk, one: dead_dialog(None, desk, one, "x"), {"on": "1949"}, "on", "trước ngày sinh"),
        (lambda desk, one: dead_dialog(None, desk, one, "x"), {"on": "1/1/2030"}, "on", "chưa đến"),
        (lambda desk, one: move_dialog(None, desk, one), {"village": "1", "since": "1/1/1949"}, "since", "trước"),
        (
            corrected,
            {"since": "1/6/2026", "until": "1/5/2026"},
            "until",
            "sau ngày bắt đầu",
        ),
        (
            corrected,
            {"since": "1/6/1940"},
            "since",
            "trước ngày sinh",
        ),
        (lambda desk, one: remove_person_dialog(None, desk, one, "x"), {"reason": " "}, "reason", "lý do"),
        (
            lambda desk, one: membership_dialog(None, desk, 1, one, "x"),
            {"relation": ""},
            "relation",
            "Còn thiếu",
        ),
    ],
)  # fmt: skip
def test_a_refusal_stands_beside_its_field_and_stores_nothing(
    desk: Desk, qtbot: QtBot, person: int, opens: Opener, texts: dict[str, str], field: str, says: str
) -> None:
    before = facts(desk, person)
    dialog = fill(opens(desk, person), **texts)
    found = errors(dialog)
    assert list(found) == [field]
    assert says in found[field]
    assert facts(desk, person) == before


def test_who_died_leads_no_household(desk: Desk, qtbot: QtBot, person: int) -> None:
    assert errors(fill(dead_dialog(None, desk, person, "x"), on="2026")) == {}
    found = errors(fill(membership_dialog(None, desk, 1, person, "x"), relation="head"))
    assert "không thể làm chủ hộ" in found["relation"]


def test_what_was_typed_in_a_small_form_comes_back(desk: Desk, qtbot: QtBot, person: int) -> None:
    dialog = fact_dialog(None, desk, person, "guardian")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.form.fields["name"].focusProxy(), "Le Van Do")
    qtbot.waitUntil(lambda: bool(desk.draft(f"fact/guardian/{person}")), timeout=3000)
    again = fact_dialog(None, desk, person, "guardian")
    assert again.form.fields["name"].draft() == "Le Van Do"
    assert "gõ dở" in again.notice.words
    for one in (dialog, again):
        one.form.settle()
        one.close()
    again.deleteLater()


def buttons(page: QWidget, name: str) -> list[Button]:
    return [one for one in page.findChildren(Button) if one.accessibleName().startswith(name)]


def open_page(desk: Desk, qtbot: QtBot, person: int) -> PersonPage:
    people = section(desk, qtbot)
    people.open_person(person)
    page = people.currentWidget()
    assert isinstance(page, PersonPage)
    return page


def in_dialog(qtbot: QtBot, act: Callable[[Any], object]) -> Callable[[], None]:
    """What to call while a modal dialog is open."""

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        act(dialog)

    return run


def test_each_fact_offers_change_and_correction_apart_by_keyboard(desk: Desk, qtbot: QtBot, person: int) -> None:
    page = open_page(desk, qtbot, person)
    (button,) = buttons(page, "Sửa Tài khoản")
    offers = [action.text() for action in button.menu().actions()]
    assert offers == ["Thay đổi từ ngày…", "Hết từ ngày…", "Sửa cho đúng (đã ghi sai)…", "Chưa bao giờ đúng…"]

    def correct(dialog: Any) -> None:
        assert dialog.windowTitle() == "Sửa cho đúng: Tài khoản ngân hàng"
        dialog.form.restore({"account": "7777"})
        qtbot.keyClick(dialog.form.fields["bank"].focusProxy(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    button.setFocus()
    QTimer.singleShot(0, in_dialog(qtbot, correct))
    button.menu().actions()[2].trigger()
    assert "7777 - Agribank" in words(page)
    assert "Sửa cho đúng" in words(page)


def test_a_gone_span_is_told_and_the_page_read_again(desk: Desk, qtbot: QtBot, person: int) -> None:
    page = open_page(desk, qtbot, person)
    stale = fact(desk, person, "bank_account")
    newer = SetPersonFact(person, "account", {"number": "5555"}, date(2026, 1, 1))
    desk.store.transact("Sửa", desk.office.actor, set_person_fact, newer)
    page._run(correct_dialog(page, desk, stale))
    assert "5555" in words(page)
    assert page.notice.isVisible()


def test_a_person_entered_by_mistake_goes_and_the_register_is_shown(desk: Desk, qtbot: QtBot, person: int) -> None:
    page = open_page(desk, qtbot, person)
    people = page.parentWidget()
    QTimer.singleShot(0, in_dialog(qtbot, lambda dialog: fill(dialog, reason="nhập nhầm")))
    page._remove(f"x, mã {display_code(7)}")
    with desk.read() as session:
        assert pages.person_page(session, person, desk.today) is None
    assert isinstance(people, PeopleSection)
    assert people.currentWidget() is people.tabs


def test_a_line_changes_from_a_month(desk: Desk, qtbot: QtBot) -> None:
    with desk.read() as session:
        (line_id, *_) = lines.ids(session, lines.LineFilter(day=desk.today), limit=5)
        row = lines.rows(session, [line_id], desk.today)[0]
    found = errors(fill(change_line_dialog(None, desk, row), start="1/1990", amount="900.000"))
    assert "mới hưởng từ" in found["start"]
    assert errors(fill(change_line_dialog(None, desk, row), start="12/2026", amount="900.000")) == {}
    with desk.read() as session:
        after = lines.lines_of(session, row.person_id, desk.today)
    assert {(one.amount, one.start, one.stop) for one in after} >= {
        ("900.000", "12/2026", row.stop),
        (row.amount, row.start, "12/2026"),
    }


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_menu_of_a_fact_opens_by_key(desk: Desk, qtbot: QtBot, person: int, key: Qt.Key) -> None:
    page = open_page(desk, qtbot, person)
    (button,) = buttons(page, "Sửa Tài khoản")
    button.setFocus()
    seen: list[str] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            seen.extend(action.text() for action in menu.actions())
            menu.close()

    timer = QTimer()
    timer.setInterval(30)
    timer.timeout.connect(look)
    timer.start()
    qtbot.keyClick(button, key)
    qtbot.waitUntil(lambda: bool(seen), timeout=3000)
    timer.stop()
    assert seen[0] == "Thay đổi từ ngày…"
