"""A kept paper in the windows: kept, entered, issued, reprinted from its bytes, cancelled, replaced."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.office import paper_queries, queries
from models.office.paper_rules import PaperState
from models.office.services import SetSigner, remove_signer, set_signer
from tests.printing.reading import joined, pdf_text
from tests.ui.frame.test_window import show
from tests.ui.paper.test_papers import GROUND, PATIENCE_MS, made, notes
from ui.desk import Desk
from ui.frame.section import Section
from ui.paper import life_page
from ui.paper.entry_form import EntryForm
from ui.paper.life_page import PaperLifePage
from ui.paper.paper_page import PaperPage
from ui.paper.payment_page import PaymentPage
from ui.paper.posting_page import PostingPage
from ui.paper.section import PostingSection
from ui.paper.shelf import PaperShelf
from ui.register.view import RegisterView


def signer(desk: Desk, name: str = "Lê Văn Ký", first: date = date(2025, 7, 1), last: date | None = None) -> int:
    made = desk.do("Ghi", set_signer, SetSigner("committee", name, "head", "Chủ tịch", first, last))
    assert isinstance(made, int)
    return made


def with_nobody(desk: Desk) -> None:
    """Nobody signs for any body."""
    with desk.read() as session:
        known = queries.signers(session)
    for one in known:
        desk.do("Xóa", remove_signer, one.id)


def posting_section(desk: Desk, qtbot: QtBot) -> PostingSection:
    section = PostingSection(desk)
    desk.stale.connect(section.renew)
    show(section, qtbot)
    return section


def keep(section: Section, qtbot: QtBot) -> PaperLifePage:
    """Make and keep the paper of the page on top; the page of the kept paper, drawn."""
    page = section.currentWidget()
    assert isinstance(page, PaperPage)
    if isinstance(page, PostingPage):
        page.form.fields["ground"].restore(GROUND)
    made(page, qtbot)
    qtbot.mouseClick(page.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(section.currentWidget(), PaperLifePage), timeout=PATIENCE_MS)
    return drawn(section, qtbot)


def drawn(section: Section, qtbot: QtBot) -> PaperLifePage:
    page = section.currentWidget()
    assert isinstance(page, PaperLifePage)
    settled(page, qtbot)
    return page


def settled(page: PaperLifePage, qtbot: QtBot) -> None:
    at_rest = (page._reading, page._drawing, page.entry)
    qtbot.waitUntil(lambda: bool(page.pdf) and not any(one.busy for one in at_rest), timeout=PATIENCE_MS)


def enter(page: PaperLifePage, qtbot: QtBot, **texts: str) -> None:
    form = page.entry.form
    assert form is not None
    for key, text in texts.items():
        form.fields[key].restore(text)
    qtbot.mouseClick(page.entry.button, Qt.MouseButton.LeftButton)
    settled(page, qtbot)


def issue(page: PaperLifePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answer: bool = True) -> list[str]:
    asked: list[str] = []

    def confirm(_parent: object, title: str, words: str, _yes: str) -> bool:
        asked.append(f"{title} {words}")
        return answer

    monkeypatch.setattr(life_page, "confirmed", confirm)
    qtbot.mouseClick(page.issue_button, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    return asked


def stored(desk: Desk, page: PaperLifePage) -> tuple[PaperState, bytes]:
    with desk.read() as session:
        view = paper_queries.paper(session, page.paper_id)
        assert view is not None
        return view.state, paper_queries.issued_pdf(session, page.paper_id)


def test_a_posting_list_lives_from_keeping_to_issuing(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer(desk)
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    form = page.entry.form
    assert form is not None
    assert (form.fields["number"].draft(), form.fields["signed_on"].draft()) == ("01", "22/11/2026")
    assert not page.issue_button.isEnabled()
    assert form.fields["number"].focusProxy() is QApplication.focusWidget(), "the next step has the keyboard"
    enter(page, qtbot, number="5")
    assert stored(desk, page) == (PaperState.ENTERED, b"")
    assert page.issue_button.isEnabled()
    shown = page.pdf
    assert issue(page, qtbot, monkeypatch, answer=False)
    assert stored(desk, page)[0] is PaperState.ENTERED
    asked = issue(page, qtbot, monkeypatch)
    assert "tờ số 05/DS-UBND" in asked[0]
    assert "không sửa được nữa" in asked[0]
    assert stored(desk, page) == (PaperState.ISSUED, shown)
    assert page.pdf == shown
    assert not page.entry.isVisible()
    assert not page.issue_button.isVisible()
    section.close_pages()


def test_what_is_not_written_yet_is_not_issued(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    signer(desk)
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    enter(page, qtbot)
    form = page.entry.form
    assert form is not None
    form.fields["number"].restore("8")
    assert issue(page, qtbot, monkeypatch) == []
    assert "chưa ghi" in page.entry.notice.words
    assert stored(desk, page)[0] is PaperState.ENTERED
    section.close_pages()


def test_refusals_stand_beside_their_fields(desk: Desk, qtbot: QtBot) -> None:
    retired = signer(desk, last=date(2026, 10, 31))
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    form = page.entry.form
    assert form is not None
    one = form.fields["signer"]
    one.restore(str(retired))
    for key, text, words in (
        ("number", "5/DS", "không ghi ký hiệu"),
        ("signed_on", "25/12/2026", ""),
        ("signed_on", "", "Hãy ghi ngày ký"),
    ):
        before = form.fields[key].draft()
        form.fields[key].restore(text)
        page.entry.save()
        qtbot.waitUntil(lambda: not page.entry.busy, timeout=PATIENCE_MS)
        assert form.fields[key].error
        assert words in form.fields[key].error
        form.fields[key].restore(before)
    page.entry.save()
    qtbot.waitUntil(lambda: not page.entry.busy, timeout=PATIENCE_MS)
    assert "không giữ chức vụ" in one.error
    section.close_pages()


def test_another_day_proposes_its_signer_and_number(desk: Desk, qtbot: QtBot) -> None:
    with_nobody(desk)
    first = signer(desk, "Trần Văn Trước", last=date(2025, 12, 31))
    second = signer(desk, "Lê Văn Sau", date(2026, 1, 1))
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    enter(page, qtbot, number="30")
    page = keep_again(section, qtbot)
    form = page.entry.form
    assert form is not None
    assert (form.fields["number"].draft(), form.fields["signer"].draft()) == ("31", str(second))
    form.fields["signed_on"].restore("30/12/2025")
    form.fields["signed_on"].left.emit()
    assert (form.fields["number"].draft(), form.fields["signer"].draft()) == ("01", str(first))
    form.fields["number"].restore("77")
    form.fields["signed_on"].restore("22/11/2026")
    form.fields["signed_on"].left.emit()
    assert form.fields["number"].draft() == "77"
    section.close_pages()


def keep_again(section: Section, qtbot: QtBot) -> PaperLifePage:
    section.home()
    return keep(section, qtbot)


def test_half_typed_number_and_day_are_kept(desk: Desk, qtbot: QtBot) -> None:
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    form = page.entry.form
    assert form is not None
    form.fields["number"].restore("123")
    form.draft_changed.emit(form.draft())
    section.back()
    section.shelf.open_paper(page.paper_id)
    again = drawn(section, qtbot)
    assert again.entry.form is not None
    assert again.entry.form.fields["number"].draft() == "123"
    assert "gõ dở" in again.entry.notice.words
    section.close_pages()


def test_reprints_and_saved_files_are_the_issued_bytes(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer(desk)
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    enter(page, qtbot, number="5")
    issue(page, qtbot, monkeypatch)
    frozen = stored(desk, page)[1]
    section.home()
    section.shelf.open_paper(page.paper_id)
    again = drawn(section, qtbot)
    assert again.pdf == frozen
    monkeypatch.setattr(life_page, "ask_where", lambda *_: tmp_path / "lai.pdf")
    again.save_pdf()
    assert (tmp_path / "lai.pdf").read_bytes() == frozen
    again.preview.printed.emit()
    with desk.connection() as reader:
        names = reader.exec_driver_sql("SELECT kind, name FROM change ORDER BY id DESC LIMIT 2").fetchall()
    assert [tuple(row) for row in names] == [
        ("print", "In lại danh sách niêm yết"),
        ("export", "In lại danh sách niêm yết"),
    ]
    section.close_pages()


def test_an_issued_paper_is_had_as_a_sheet_too(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer(desk)
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    enter(page, qtbot, number="5")
    issue(page, qtbot, monkeypatch)
    assert page.preview.xlsx_button.isVisible()
    monkeypatch.setattr(life_page, "ask_where", lambda *_: tmp_path / "to.xlsx")
    qtbot.mouseClick(page.preview.xlsx_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((tmp_path / "to.xlsx").exists, timeout=PATIENCE_MS)
    cells = [str(cell.value) for row in load_workbook(tmp_path / "to.xlsx").active.iter_rows() for cell in row]
    assert any("05/DS-UBND" in cell for cell in cells), "with the number as entered"
    assert page.view is not None
    assert page.view.entry.signer_name in cells
    assert "to.xlsx" in page.notice.words
    section.close_pages()


def test_cancelling_needs_a_reason(desk: Desk, qtbot: QtBot) -> None:
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    dialog = page.cancel_dialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.submit()
    assert dialog.form.fields["reason"].error
    dialog.form.fields["reason"].restore("...")
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=PATIENCE_MS)
    assert "lý do" in dialog.form.fields["reason"].error
    dialog.form.fields["reason"].restore("in nhầm tháng")
    dialog.submit()
    qtbot.waitUntil(lambda: not page.cancel_button.isVisible(), timeout=PATIENCE_MS)
    settled(page, qtbot)
    assert stored(desk, page)[0] is PaperState.CANCELLED
    assert not page.cancel_button.isVisible()
    assert page.replace_button.isVisible()
    section.close_pages()


def test_a_wrong_paper_is_replaced_and_cancelled_only_then(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer(desk)
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    enter(page, qtbot, number="5")
    issue(page, qtbot, monkeypatch)
    dialog = page.replace_dialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.form.fields["reason"].restore("thiếu một người")
    dialog.submit()
    form = section.currentWidget()
    assert isinstance(form, PostingPage)
    assert form.form.fields["ground"].draft() == GROUND
    assert "thay tờ số 05/DS-UBND" in notes(form)
    assert stored(desk, page)[0] is PaperState.ISSUED
    other = keep(section, qtbot)
    assert stored(desk, page)[0] is PaperState.CANCELLED
    with desk.read() as session:
        old, new = paper_queries.paper(session, page.paper_id), paper_queries.paper(session, other.paper_id)
    assert old is not None
    assert new is not None
    assert (old.reason, old.replaced_by, new.replaces) == ("thiếu một người", new.id, old.id)
    section.back()
    assert drawn(section, qtbot).paper_id == old.id
    section.close_pages()


def test_both_payment_copies_live_and_the_desk_copy_asks_no_signer(desk: Desk, qtbot: QtBot) -> None:
    section = Section()
    shelf = PaperShelf(section, desk, lambda _register: None)
    desk.stale.connect(section.renew)
    page = PaymentPage(desk)
    shelf.open_form(page)
    show(section, qtbot)
    page.form.fields["copy"].restore("desk")
    kept = keep(section, qtbot)
    assert kept.entry.form is not None
    assert "signer" not in kept.entry.form.fields
    assert kept.entry.form.fields["number"].draft() == ""
    enter(kept, qtbot, number="3")
    assert stored(desk, kept)[0] is PaperState.ENTERED
    section.back()
    page.form.fields["copy"].restore("finance")
    finance = keep(section, qtbot)
    assert finance.entry.form is not None
    assert "signer" in finance.entry.form.fields
    section.close_pages()


def test_the_register_lists_kept_papers_and_opens_them(desk: Desk, qtbot: QtBot) -> None:
    section = posting_section(desk, qtbot)
    section.shelf.open_register()
    register = section.currentWidget()
    assert isinstance(register, RegisterView)
    assert register.model.rowCount() == 0
    section.back()
    paper = keep(section, qtbot).paper_id
    section.home()
    section.shelf.open_register()
    register = section.currentWidget()
    assert isinstance(register, RegisterView)
    row = register.model.strings([0])[0]
    assert row[0].startswith("Niêm yết: người hưởng")
    assert (row[1], row[4], row[5]) == ("Danh sách niêm yết", "Chờ số, ngày, người ký", "26/11/2026")
    register.table.setFocus()
    register.select_id(paper)
    qtbot.keyClick(register.table, Qt.Key.Key_Return)
    assert drawn(section, qtbot).paper_id == paper
    section.close_pages()


def test_without_signers_the_form_says_where_to_add_them(desk: Desk, qtbot: QtBot) -> None:
    with_nobody(desk)
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    entry = page.entry
    assert isinstance(entry, EntryForm)
    assert entry.form is not None
    assert "thêm ở Cài đặt" in entry.form.fields["signer"]._hint
    enter(page, qtbot, number="5")
    assert stored(desk, page)[0] is PaperState.PREPARED
    section.close_pages()


def test_what_changes_while_the_paper_is_drawn_is_drawn_once_more(desk: Desk, qtbot: QtBot) -> None:
    signer(desk)
    section = posting_section(desk, qtbot)
    page = keep(section, qtbot)
    page.reload()
    qtbot.waitUntil(lambda: page._drawing.busy, timeout=PATIENCE_MS)
    page.entry.save()
    qtbot.waitUntil(page.issue_button.isEnabled, timeout=PATIENCE_MS)
    assert page.view is not None
    assert page.view.state is PaperState.ENTERED
    assert "01/DS-UBND" in joined(pdf_text(page.pdf))
    section.close_pages()


def walked(start: QWidget, qtbot: QtBot, count: int) -> list[QWidget]:
    """Where Tab goes from `start`."""
    start.setFocus()
    stops: list[QWidget] = []
    for _ in range(count):
        here = QApplication.focusWidget()
        assert here is not None
        stops.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    return stops


def test_tab_goes_through_the_pages_as_they_are_read(desk: Desk, qtbot: QtBot) -> None:
    section = posting_section(desk, qtbot)
    form = section.currentWidget()
    assert isinstance(form, PostingPage)
    form.form.fields["ground"].restore(GROUND)
    made(form, qtbot)
    fields = list(form.form.fields.values())
    wanted: list[QWidget | None] = [one.focusProxy() for one in fields]
    wanted += [form.button, form.keep_button, *form.preview.stops()]
    assert walked(fields[0], qtbot, len(wanted)) == wanted
    page = keep(section, qtbot)
    assert page.entry.form is not None
    fields = list(page.entry.form.fields.values())
    wanted = [*(one.focusProxy() for one in fields), page.entry.button, page.cancel_button, *page.preview.stops()]
    assert walked(fields[0], qtbot, len(wanted)) == wanted
    section.close_pages()
