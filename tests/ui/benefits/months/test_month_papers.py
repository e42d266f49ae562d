"""Giấy tờ của kỳ: each paper of a month previewed, kept, replaced; the bank's file; slips for citizens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.benefits.entitlements.rules import DecisionKind
from models.benefits.entitlements.services import Item
from models.benefits.months.offered import BANK, SLIPS
from models.benefits.months.services import (
    ConfirmMonth,
    OpeningMonth,
    OpenMonth,
    confirm_month,
    open_month,
    opening_month,
)
from models.office.paper_rules import PaperKind, PaperState
from models.store.dates import Month
from tests.printing.reading import joined, pdf_text
from tests.ui.benefits.windows import LAST_OLD, entered, of_group, prepared, taken_over
from tests.ui.frame.test_window import show
from tests.ui.looks import faults, unreached
from tests.ui.paper.test_life import drawn, keep
from tests.ui.paper.test_papers import PATIENCE_MS, made, notes
from ui.benefits.months import bank_page
from ui.benefits.months.bank_page import BankPage
from ui.benefits.months.papers_page import MonthPapersPage
from ui.benefits.months.section import MonthSection
from ui.desk import Desk
from ui.paper.citizen_slip_page import CitizenSlipPage
from ui.paper.makers import MAKERS
from ui.paper.month_paper_page import MonthPaperPage
from ui.paper.paper_page import PaperPage, Replacing
from ui.paper.payment_page import PaymentPage
from ui.parts import Notice
from ui.register.view import RegisterView

DEC = Month(202612)


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> Iterator[MonthSection]:
    """The tab with the list of December begun, in which somebody stopped by a signed decision."""
    span = of_group(taken_over(desk), "HTXH")
    desk.do("Thử", opening_month, OpeningMonth(LAST_OLD))
    stop = Item(span.person_id, span.entitlement_id, from_month=DEC, why="Mất ngày 15/11/2026")
    entered(desk, prepared(desk, DecisionKind.STOP, stop), "7/QĐ-UBND")
    desk.do("Thử", open_month, OpenMonth(DEC))
    made = MonthSection(desk)
    made.resize(1210, 690)
    show(made, qtbot)
    desk.stale.connect(made.renew)
    qtbot.waitUntil(lambda: not made.page.busy, timeout=PATIENCE_MS)
    yield made
    made.close_pages()


def opened(section: MonthSection, key: str, qtbot: QtBot) -> PaperPage:
    """Press a paper's button."""
    papers = section.currentWidget()
    assert isinstance(papers, MonthPapersPage)
    qtbot.mouseClick(papers.buttons[key], Qt.MouseButton.LeftButton)
    page = section.currentWidget()
    assert isinstance(page, PaperPage)
    return page


def test_a_paper_is_made_kept_and_stands_in_its_place(section: MonthSection, qtbot: QtBot) -> None:
    qtbot.mouseClick(section.page.papers, Qt.MouseButton.LeftButton)
    page = opened(section, PaperKind.DECREASE, qtbot)
    assert isinstance(page, MonthPaperPage)
    made(page, qtbot)
    assert "1 dòng, mỗi tháng giảm" in notes(page)
    assert "dự thảo" in notes(page)
    kept = keep(section, qtbot)
    assert kept.view is not None
    assert (kept.view.kind, kept.view.month) == (PaperKind.DECREASE, DEC)
    section.home()
    papers = section.open_papers(DEC)
    assert papers.kept[PaperKind.DECREASE].text() == "Chờ số, ngày, người ký"
    qtbot.mouseClick(papers.kept[PaperKind.DECREASE], Qt.MouseButton.LeftButton)
    assert drawn(section, qtbot).paper_id == kept.paper_id


def test_papers_open_for_their_month(section: MonthSection, qtbot: QtBot) -> None:
    papers = section.open_papers(DEC)
    for key in (BANK, PaperKind.DRAWING, PaperKind.SETTLEMENT):
        assert not papers.buttons[key].isEnabled()
        assert "rồi mới lập được" in papers.buttons[key].toolTip()
    assert "bản dự thảo" in papers.notice.words
    for key, says in (
        (PaperKind.INCREASE, "0 dòng"),
        (PaperKind.BRIDGE, "Tổng cộng"),
        (PaperKind.PAYMENT_DESK, "tổng cộng"),
    ):
        page = opened(section, key, qtbot)
        assert page.form.fields["month"].draft() == "12/2026"
        made(page, qtbot)
        assert says in notes(page)
        assert page.prepared is not None
        assert page.prepared.paper is not None
        assert page.prepared.paper.kind is key
        section.back()


def test_a_fee_that_is_no_percentage_is_refused_beside_its_field(desk: Desk, qtbot: QtBot) -> None:
    page = MonthPaperPage(desk, PaperKind.DRAWING, DEC)
    show(page, qtbot)
    page.form.fields["fee"].restore("nửa")
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert "phần trăm" in page.form.fields["fee"].error
    assert not page.busy
    page.close()


def test_slips_of_a_month_name_their_decision(section: MonthSection, qtbot: QtBot) -> None:
    section.open_papers(DEC)
    page = opened(section, SLIPS, qtbot)
    assert isinstance(page, CitizenSlipPage)
    made(page, qtbot)
    assert "1 phiếu, 1 trang A4" in notes(page)
    text = joined(pdf_text(page.pdf))
    assert joined(["Theo Quyết định số 7/QĐ-UBND ngày 20/11/2026"]) in text
    assert joined(["Thôi hưởng trợ cấp hưu trí xã hội"]) in text
    kept = keep(section, qtbot)
    assert kept.view is not None
    assert (kept.view.kind, kept.view.month) == (PaperKind.CITIZEN_SLIP, DEC)
    section.back()
    page.form.fields["what"].restore("began")
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.busy, timeout=PATIENCE_MS)
    assert "không có quyết định nào như vậy" in " ".join(one.words for one in page.form.findChildren(Notice))


def test_the_file_for_the_bank_is_looked_at_and_saved(
    section: MonthSection, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.do("Thử", confirm_month, ConfirmMonth(DEC))
    papers = section.open_papers(DEC)
    qtbot.mouseClick(papers.buttons[BANK], Qt.MouseButton.LeftButton)
    page = section.currentWidget()
    assert isinstance(page, BankPage)
    qtbot.waitUntil(page.save.isEnabled, timeout=PATIENCE_MS)
    monkeypatch.setattr(bank_page, "ask_where", lambda *_words: tmp_path / "ngan-hang.xlsx")
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Đã lưu ngan-hang.xlsx" in page.notice.words, timeout=PATIENCE_MS)
    assert (tmp_path / "ngan-hang.xlsx").read_bytes().startswith(b"PK")


def test_every_kind_that_offers_a_replacement_opens_the_page_that_makes_it(desk: Desk, qtbot: QtBot) -> None:
    assert set(MAKERS).isdisjoint({PaperKind.DECISION, PaperKind.PROPOSAL})
    for kind, maker in MAKERS.items():
        page = maker(desk, Replacing(1, "tờ số 5", "sai", {"month": "12/2026", "fee": "0,5"}))
        assert page.replacing is not None
        expected = {PaperKind.PAYMENT_FINANCE: PaymentPage, PaperKind.PAYMENT_DESK: PaymentPage}.get(kind)
        assert expected is None or isinstance(page, expected)
        assert not isinstance(page, MonthPaperPage) or (page.kind, page.form.fields["month"].draft()) == (
            kind,
            "12/2026",
        )
        page.close()
        page.deleteLater()


def test_a_kept_month_paper_is_replaced_by_one_of_its_kind(section: MonthSection, desk: Desk, qtbot: QtBot) -> None:
    section.open_papers(DEC)
    made(opened(section, PaperKind.SUMMARY, qtbot), qtbot)
    first = keep(section, qtbot)
    dialog = first.cancel_dialog()
    dialog.form.restore({"reason": "Sai nhóm"})
    dialog.submit()
    dialog.deleteLater()
    qtbot.waitUntil(first.replace_button.isVisible, timeout=PATIENCE_MS)
    qtbot.mouseClick(first.replace_button, Qt.MouseButton.LeftButton)
    page = section.currentWidget()
    assert isinstance(page, MonthPaperPage)
    assert (page.kind, page.form.fields["month"].draft()) == (PaperKind.SUMMARY, "12/2026")
    second = keep(section, qtbot)
    assert second.view is not None
    assert (second.view.kind, second.view.replaces) == (PaperKind.SUMMARY, first.paper_id)
    section.shelf.open_register()
    register = section.currentWidget()
    assert isinstance(register, RegisterView)
    assert {row[1] for row in register.model.strings(range(register.model.rowCount()))} == {"Tổng hợp chi trả"}
    assert first.view is None or first.view.state is not PaperState.ISSUED


def test_looks(section: MonthSection, qtbot: QtBot) -> None:
    section.open_papers(DEC)
    section.resize(940, 500)
    assert faults(section, "month-papers") == []
    assert unreached(section) == []
