"""One page for a change of the law: looked at as if the document counted, applied, decided; nothing proposed twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.benefits.entitlements.histories import decisions
from models.benefits.entitlements.law_change_facts import preview
from models.benefits.entitlements.law_since import reached_by, waiting
from models.benefits.months.queries import next_payout
from models.benefits.months.services import OpenMonth, open_month
from models.demo.services import NEW_DECREE, FillDemo, demo_commune, fill_demo
from models.law.queries import standings
from models.law.services import SwitchLaw, begin_law, switch_law
from models.office.services import create_commune
from models.store.dates import Month
from models.store.opened import OpenedFolder
from tests.store.fixtures import CLERK, FOUNDER, NOW, PASSWORD
from tests.ui.conftest import desk_at
from tests.ui.frame.test_window import show
from tests.ui.looks import faults, unreached
from ui.benefits.decisions_page import DecisionsPage
from ui.benefits.law_change import page as page_file
from ui.benefits.law_change.page import APPLIED, NOBODY, LawChangePage
from ui.benefits.section import BenefitSection
from ui.desk import Desk
from ui.register.source import Wanted

WAIT_MS = 60_000
SINCE, PAYOUT = Month(202607), Month(202611)


@pytest.fixture(scope="module")
def october_data(bare_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that pays as before 05/10/2026, where the new decree waits; do not change it."""
    data = tmp_path_factory.mktemp("october") / "data"
    shutil.copytree(bare_data, data)
    with OpenedFolder(data, PASSWORD, clock=lambda: NOW) as folder:
        store = folder.store
        store.transact("Lập sổ", FOUNDER, create_commune, demo_commune(7))
        store.transact("Luật", CLERK, begin_law, None)
        store.transact("Điền", CLERK, fill_demo, FillDemo(300, 7, before_october=True))
    return data


@pytest.fixture
def october(qapp: QApplication, october_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk at that office."""
    shutil.copytree(october_data, tmp_path / "data")
    yield from desk_at(tmp_path / "data")


def settled(page: LawChangePage, qtbot: QtBot) -> LawChangePage:
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    return page


def test_a_decree_is_looked_at_applied_and_decided_on_one_page(
    october: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = BenefitSection(october)
    section.resize(1210, 690)
    show(section, qtbot)
    page = settled(section.open_law_change(), qtbot)
    assert NEW_DECREE in page.notice.words, "what waits is told"
    page.law.restore(NEW_DECREE)
    page.law.changed.emit()
    assert (page.since.read(), page.payout.read()) == (SINCE, PAYOUT)
    settled(page, qtbot)
    with october.read() as session:
        found = preview(session, SINCE, PAYOUT, october.today, supposing=[NEW_DECREE])
    assert page.source.count(Wanted()) == len(found.changes) + len(found.pending)
    assert page.source.count(Wanted((("how", "together"),))) == len(found.changes) > 0
    assert not page.agree.isVisible(), "nobody is decided about under a law that does not count"
    asked: list[str] = []

    def yes(_parent: object, title: str, *_words: str) -> bool:
        asked.append(title)
        return True

    monkeypatch.setattr(page_file, "confirmed", yes)
    qtbot.mouseClick(page.apply, Qt.MouseButton.LeftButton)
    assert asked == [f"Áp dụng {NEW_DECREE}?"]
    assert page.notice.words == APPLIED
    with october.read() as session:
        assert standings(session)[NEW_DECREE]
    assert (page.supposed, page.since.read(), page.payout.read()) == ("", SINCE, PAYOUT)
    qtbot.mouseClick(page.agree, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.currentWidget() is section.tabs, timeout=WAIT_MS)
    listed = section.tab("decisions").page
    assert isinstance(listed, DecisionsPage)
    assert listed.notice.words.startswith("Đã lập")
    with october.read() as session:
        made = [one for one in decisions(session) if one.kind == "adjust"]
        again = preview(session, SINCE, PAYOUT, october.today)
    assert sum(one.people for one in made) == len({one.person_id for one in found.changes})
    assert again.changes == ()
    assert {one.entitlement_id for one in again.pending if "prepared" in one.pending} == {
        one.entitlement_id for one in found.changes
    }
    page = settled(section.open_law_change(), qtbot)
    assert "đang chờ số, ngày" in page.notice.words
    assert not page.agree.isEnabled()
    section.close_pages()
    section.close()


def test_a_sum_opens_its_people_and_a_chosen_one_is_decided_alone(october: Desk, qtbot: QtBot) -> None:
    october.do("Áp dụng", switch_law, SwitchLaw(NEW_DECREE, counts=True, reason="áp dụng"))
    section = BenefitSection(october)
    section.resize(940, 500)
    show(section, qtbot)
    page = settled(section.open_law_change(), qtbot)
    assert faults(section, "law-change") == []
    assert unreached(section) == []
    place = next(one for one in page.sums.model.ids if page.sum_source.row(one).by == "group")
    row = page.sum_source.row(place)
    page.sums.opened.emit(place)
    assert page.tabs.currentWidget() is page.people
    assert page.people.model.rowCount() == row.sums.count
    page.people.table.clearSelection()
    page.prepare_chosen()
    assert page.notice.words == "Hãy chọn ít nhất một dòng."
    page.people.select_id(page.people.model.ids[0])
    page.prepare_chosen()
    qtbot.waitUntil(lambda: section.currentWidget() is section.tabs, timeout=WAIT_MS)
    with october.read() as session:
        (made,) = [one for one in decisions(session) if one.kind == "adjust"]
    assert made.people == 1
    section.close_pages()
    section.close()


def test_months_that_make_no_sense_are_not_reckoned(empty_desk: Desk, qtbot: QtBot) -> None:
    page = LawChangePage(empty_desk)
    show(page, qtbot)
    settled(page, qtbot)
    assert page.notice.words == NOBODY
    page.since.restore("12/2026")
    page.payout.restore("07/2026")
    page.again.click()
    assert "trước tháng tính lại" in page.payout.error
    assert not page.busy
    page.close()


def test_a_document_reaches_back_and_the_next_list_pays(october: Desk) -> None:
    with october.read() as session:
        assert [one.key for one in waiting(session)] == [NEW_DECREE]
        assert reached_by(session, NEW_DECREE, october.today) == SINCE
        assert next_payout(session, october.today) == PAYOUT, "the month after the opening month"
    october.do("Lập", open_month, OpenMonth(PAYOUT))
    with october.read() as session:
        assert next_payout(session, october.today) == PAYOUT, "the open list itself"
