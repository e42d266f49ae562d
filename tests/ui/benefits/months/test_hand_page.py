"""The cash of a month told by hand, by clicks: who did not come is marked, the rest was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.months import services
from models.imports.returns.queries import payments
from models.store.dates import Month
from tests.ui.benefits.months.test_cockpit import accept_dialogs
from tests.ui.frame.test_window import show
from tests.ui.looks import faults, unreached
from ui.benefits.months import hand_page
from ui.benefits.months.hand_page import HandPage
from ui.desk import Desk
from ui.dialogs import FormDialog

NOV, DEC = Month(202611), Month(202612)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[HandPage]:
    """December, sent; every question is answered with yes."""
    desk.do("Thử", take_over, TakeOver(NOV))
    desk.do("Thử", services.opening_month, services.OpeningMonth(NOV))
    desk.do("Thử", services.open_month, services.OpenMonth(DEC))
    desk.do("Thử", services.confirm_month, services.ConfirmMonth(DEC))
    desk.do("Thử", services.send_month, services.SendMonth(DEC))
    monkeypatch.setattr(hand_page, "confirmed", lambda *_words: True)
    made = HandPage(desk, DEC)
    made.resize(1210, 690)
    show(made, qtbot)
    yield made
    made.close()


def stored(desk: Desk) -> dict[str, list[str]]:
    with desk.read() as reader:
        return {one.code: [one.result, str(one.paid_amount)] for one in payments(reader, DEC) if not one.account}


def test_a_village_is_told_by_clicks(page: HandPage, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    several = next(name for name, count in Counter(one.village for one in page.source.payments).items() if count > 1)
    page.village.setCurrentIndex(page.village.findData(several))
    page.village.activated.emit(page.village.currentIndex())
    there = page.source.chosen()
    assert len(there) < len(page.source.payments)
    accept_dialogs(monkeypatch)
    page.register.select_id(page.register.model.ids[0])
    qtbot.keyClick(page.register.table, Qt.Key.Key_Return)
    qtbot.mouseClick(page.write, Qt.MouseButton.LeftButton)
    assert page.day.error == "Hãy ghi ngày phát tiền."
    page.day.restore(desk.today.strftime("%d/%m/%Y"))
    qtbot.mouseClick(page.write, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    now = stored(desk)
    assert now[there[0].code] == ["unpaid", "0"]
    assert all(now[one.code] == ["paid", str(one.total)] for one in there[1:])
    assert all(now[one.code] == ["", "0"] for one in page.source.payments if one.village != there[0].village)
    assert page.source.told == {}


def test_marks_are_kept_until_they_are_written(page: HandPage, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(dialog: FormDialog) -> None:
        dialog.form.fields["amount"].restore("100.000")
        dialog.form.fields["reason"].restore("Thiếu tiền lẻ")

    accept_dialogs(monkeypatch, fill)
    page.register.select_id(page.register.model.ids[2])
    page.ask_part()
    assert page.source.words(2) == "Nhận 100.000: Thiếu tiền lẻ"
    again = HandPage(desk, DEC)
    assert again.source.told == page.source.told != {}
    again.register.select_id(again.register.model.ids[2])
    again.mark_received()
    assert again.source.told == {}
    again.close()
    again.deleteLater()


def test_looks(page: HandPage) -> None:
    page.resize(940, 500)
    assert faults(page, "cash") == []
    assert unreached(page) == []
