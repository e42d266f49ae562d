"""A paper as each role has it: the leader issues what the clerk entered, the viewer reads no payment list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.office.open_office import OpenOffice
from models.office.paper_rules import PaperState
from models.office.staff_rules import rights_of
from models.store.rights import may_not
from models.store.work import Actor
from tests.ui.fakes import FakeMemory
from tests.ui.frame.test_window import show
from tests.ui.paper.test_life import enter, keep, posting_section, settled, signer, stored
from tests.ui.paper.test_papers import PATIENCE_MS
from ui.desk import Desk
from ui.paper import life_page
from ui.paper.life_page import PaperLifePage
from ui.paper.payment_page import PaymentPage
from ui.paper.shelf import PaperShelf


def desk_of(office: OpenOffice, role: str) -> Iterator[Desk]:
    """The same office with somebody of this role signed in."""
    office.actor = Actor(1, rights_of(role, administrator=False))
    desk = Desk(office, FakeMemory())
    yield desk
    desk.close()


def told(page: PaperLifePage) -> Callable[[], bool]:
    return lambda: bool(page.notice.words)


def at_rest(page: PaymentPage) -> Callable[[], bool]:
    return lambda: not page.busy


def test_the_leader_issues_and_changes_nothing_else(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    signer(desk)
    kept = keep(posting_section(desk, qtbot), qtbot)
    enter(kept, qtbot, number="5", signed_on="22/11/2026")
    for leader in desk_of(desk.office, "leader"):
        page = PaperLifePage(leader, kept.paper_id)
        show(page, qtbot)
        settled(page, qtbot)
        for button, right in (
            (page.cancel_button, "change"),
            (page.replace_button, "change"),
            (page.entry.button, "change"),
            (page.preview.pdf_button, "export"),
        ):
            assert not button.isEnabled()
            assert button.toolTip() == may_not(right)  # type: ignore[arg-type]  # a right
        assert page.preview.print_button.isEnabled()
        monkeypatch.setattr(life_page, "confirmed", lambda *_: True)
        qtbot.mouseClick(page.issue_button, Qt.MouseButton.LeftButton)
        settled(page, qtbot)
        assert page.notice.words == ""
        assert stored(leader, page)[0] is PaperState.ISSUED


def test_the_viewer_reads_no_payment_list(desk: Desk, qtbot: QtBot) -> None:
    section = posting_section(desk, qtbot)
    PaperShelf(section, desk, lambda _register: None).open_form(PaymentPage(desk))
    kept = keep(section, qtbot)
    for viewer in desk_of(desk.office, "viewer"):
        page = PaperLifePage(viewer, kept.paper_id)
        show(page, qtbot)
        qtbot.waitUntil(told(page), timeout=PATIENCE_MS)
        assert "không được xem" in page.notice.words or "chỉ người được giao" in page.notice.words
        assert page.pdf == b""
        making = PaymentPage(viewer)
        show(making, qtbot)
        assert not making.button.isEnabled()
        making.make()
        qtbot.waitUntil(at_rest(making), timeout=PATIENCE_MS)
        assert making.pdf == b""
        making.close()
        page.close()
