"""Posting and payment pages: refusals beside the field, what was left out, preview, saving."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.exceptions import capture_exceptions
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot

from models.benefits.services import LineDetails, NewLine, add_line
from models.people.services import NewPerson, PersonDetails, add_person
from models.people.status import MarkMoved, mark_moved
from models.store.dates import PartialDate
from tests.ui.frame.test_window import show
from ui.desk import Desk
from ui.paper import paper_page
from ui.paper.pages import Pages
from ui.paper.paper_page import PaperPage
from ui.paper.payment_page import PaymentPage
from ui.paper.posting_page import PostingPage, RulingCard
from ui.parts import Notice

GROUND = "Kế hoạch số 15/KH-UBND"
PATIENCE_MS = 30_000


def notes(page: PaperPage) -> str:
    return " ".join(one.words for one in page.findChildren(Notice) if one.isVisible())


def made(page: PaperPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.shown, timeout=PATIENCE_MS):
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)


def test_without_a_ground_no_name_is_printed(desk: Desk, qtbot: QtBot) -> None:
    page = PostingPage(desk)
    show(page, qtbot)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.form.fields["ground"].error != "", timeout=PATIENCE_MS)
    assert page.pdf == b""
    assert not page.preview.print_button.isVisible()
    page.close()


def test_posting_is_shown_and_says_what_was_left_out(desk: Desk, qtbot: QtBot) -> None:
    page = PostingPage(desk)
    show(page, qtbot)
    page.form.fields["ground"].restore(GROUND)
    made(page, qtbot)
    assert page.pdf.startswith(b"%PDF")
    assert page.preview.print_button.isVisible()
    assert "Tờ niêm yết có" in notes(page)
    posting = page._posting
    assert posting is not None
    assert len(page.findChildren(RulingCard)) == len(posting.withheld.questions)
    page.close()


def test_remarks_and_moves_are_told_on_the_screen(empty_desk: Desk, qtbot: QtBot) -> None:
    for name in ("Lê Văn An Khuyết Tật", "Lê Văn Bình"):
        person = empty_desk.do("Thêm", add_person, NewPerson(PersonDetails(name, PartialDate(1950))))
        empty_desk.do("Thêm", add_line, NewLine(person, LineDetails("Khuyết tật nặng", 540_000, "K6N")))
    empty_desk.do("Đi", mark_moved, MarkMoved(person, date(2026, 10, 3)))
    posting, payment = PostingPage(empty_desk), PaymentPage(empty_desk)
    posting.form.fields["ground"].restore(GROUND)
    for page in (posting, payment):
        show(page, qtbot)
        made(page, qtbot)
    assert "1 dòng có lời ghi kèm họ tên hoặc tên thôn" in notes(posting)
    assert "“Lê Văn An Khuyết Tật”" in notes(posting)
    assert "1 khoản của người đã chuyển đi" in notes(payment)
    posting.close()
    payment.close()


def test_the_window_of_days_cannot_run_backwards(desk: Desk, qtbot: QtBot) -> None:
    page = PostingPage(desk)
    show(page, qtbot)
    page.form.fields["ground"].restore(GROUND)
    page.form.fields["last_day"].restore("01/11/2026")
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.form.fields["last_day"].error != "", timeout=PATIENCE_MS)
    page.close()


def test_payment_list_is_saved_as_pdf_and_sheet(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PaymentPage(desk)
    show(page, qtbot)
    made(page, qtbot)
    assert "tổng cộng" in notes(page)
    asked: list[str] = []

    def where(_parent: object, _title: str, stem: str, kind: str) -> Path:
        asked.append(f"{stem}.{kind}")
        return tmp_path / f"{stem}.{kind}"

    monkeypatch.setattr(paper_page, "ask_where", where)
    page.save_pdf()
    assert (tmp_path / "chi-tra-2026-11.pdf").read_bytes() == page.pdf
    page.save_xlsx()
    qtbot.waitUntil(lambda: "Đã lưu chi-tra-2026-11.xlsx" in notes(page), timeout=PATIENCE_MS)
    assert (tmp_path / "chi-tra-2026-11.xlsx").read_bytes().startswith(b"PK")
    page.close()


def test_a_disk_that_refuses_is_said_beside_the_paper(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PaymentPage(desk)
    show(page, qtbot)
    made(page, qtbot)
    monkeypatch.setattr(paper_page, "ask_where", lambda *_: tmp_path / "no folder" / "x.pdf")
    page.save_pdf()
    qtbot.waitUntil(
        lambda: any(one._name == "wrong" and one.isVisible() for one in page.findChildren(Notice)), timeout=2000
    )
    assert "Đã lưu" not in notes(page)
    page.close()


def test_pages_can_be_walked_and_zoomed(desk: Desk, qtbot: QtBot) -> None:
    page = PaymentPage(desk)
    show(page, qtbot)
    made(page, qtbot)
    view = page.preview.view
    pages = view.pages
    assert isinstance(pages, Pages)
    if len(pages) > 1:
        view.go_to(2)
        assert view.page == 2
    before = view.zoom
    view.setFocus()
    assert page.isActiveWindow()
    qtbot.keyClick(view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > before
    picture = pages.picture(0, 1.0)
    assert picture.width() == round(pages.sizes[0][0])
    page.close()


def test_the_month_is_that_of_the_office(desk: Desk, qtbot: QtBot) -> None:
    page = PaymentPage(desk)
    show(page, qtbot)
    assert desk.today == date(2026, 11, 22)
    assert page.form.fields["month"].draft() == "11/2026"
    page.close()


@pytest.mark.parametrize(("width", "rows"), [(1100, 1), (420, 2)])
def test_the_bar_over_the_paper_takes_two_rows_rather_than_cut_its_words(
    desk: Desk, qtbot: QtBot, width: int, rows: int
) -> None:
    page = PaymentPage(desk)
    show(page, qtbot)
    made(page, qtbot)
    preview = page.preview
    preview.setParent(None)
    preview.resize(width, 500)
    preview.show()
    buttons = (preview.xlsx_button, preview.pdf_button, preview.print_button)
    qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in buttons), timeout=2000)
    first = preview._movers[0].mapTo(preview, preview._movers[0].rect().topLeft()).y()
    last = preview.print_button.mapTo(preview, preview.print_button.rect().topLeft()).y()
    assert (last > first + 10) is (rows == 2)
    page.close()
    preview.deleteLater()


def test_a_page_that_cannot_be_drawn_leaves_no_painter_open(
    desk: Desk, qtbot: QtBot, qtlog: _QtMessageCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PaymentPage(desk)
    show(page, qtbot)
    made(page, qtbot)
    viewport = page.preview.view.viewport()

    def refuse(*_: object) -> None:
        raise MemoryError

    page.preview.view._pictures.clear()
    with capture_exceptions() as told, monkeypatch.context() as broken:
        broken.setattr(Pages, "picture", refuse)
        viewport.update()
        qtbot.waitUntil(lambda: bool(told))
        broken.undo()
        viewport.update()
        qtbot.waitUntil(lambda: bool(page.preview.view._pictures))
    assert [one.message for one in qtlog.records if "painter" in one.message] == []
    page.close()
