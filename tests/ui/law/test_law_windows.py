"""The law's windows: as at a day, searched, an office's document entered, previewed, switched on and closed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.law import queries, services
from models.law.drafting import GroupDraft, group_rows, rate_rows, table_rows
from models.law.services import AddOfficeDocument, AddOfficeRows, SwitchLaw
from models.store.dates import Month
from tests.ui.frame.test_window import show
from tests.ui.looks import faults, unreached
from ui.benefits.list_page import ListPage
from ui.camera import Camera
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.frame.window import MainWindow
from ui.law import dialogs, documents_page
from ui.law.page import LawPage
from ui.law.section import LawSection
from ui.law.tour import see_law
from ui.theme import Theme

KEY = "HĐND tỉnh Lâm Đồng 12/2026/NQ-HĐND"


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> LawSection:
    """The law tab as a window of its own."""
    made = LawSection(desk)
    made.resize(1210, 690)
    show(made, qtbot)
    desk.stale.connect(made.renew)
    return made


def resolution(desk: Desk) -> int:
    """A resolution with a base rate and a group of its own, not yet switched on."""
    title = "Nghị quyết quy định mức chuẩn trợ giúp xã hội và đối tượng khó khăn khác trên địa bàn tỉnh"
    days = date(2026, 7, 10), date(2026, 8, 1)
    made = desk.do(
        "Thử", services.add_office_document, AddOfficeDocument("12/2026/NQ-HĐND", title, "HĐND tỉnh Lâm Đồng", *days)
    )
    rows = rate_rows("base", 600_000, "Điều 2") + table_rows("335/2026/NĐ-CP", "Điều 2")
    rows += group_rows(GroupDraft("ĐP1", "Người từ đủ 65 tuổi", "Điều 3", age_from=65, amount=400_000))
    desk.do("Thử", services.add_office_rows, AddOfficeRows(made, rows, Month(202608)))
    return int(made)


def values(section: LawSection) -> list[str]:
    """What the register says of the base rate for the whole country."""
    model = section.page.register.model
    rows = model.strings(range(model.rowCount()))
    return [row[2] for row in rows if row[1] == "Mức chuẩn trợ giúp xã hội" and row[3] == "Cả nước"]


def type_day(section: LawSection, text: str, qtbot: QtBot) -> None:
    """Type a day and go on."""
    editor = section.page.on.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_the_law_as_at_a_day(section: LawSection, qtbot: QtBot) -> None:
    assert values(section) == ["540.000 đồng"]
    type_day(section, "15/8/2026", qtbot)
    assert values(section) == ["500.000 đồng"]
    qtbot.waitUntil(lambda: "như ngày 15/08/2026" in section.page.register.footer.text())
    section.page.known_on.restore("22/11/2026")
    section.page.look()
    assert values(section) == ["540.000 đồng"]
    section.page.today.click()
    assert section.page.on.editor.text() == "22/11/2026"
    assert section.page.known_on.editor.text() == ""


@pytest.mark.parametrize("text", ["30/6/2021", "hôm qua", ""])
def test_a_day_without_a_law_is_refused_beside_the_field(section: LawSection, qtbot: QtBot, text: str) -> None:
    section.page.on.restore(text)
    section.page.look()
    assert section.page.on.error
    assert values(section) == ["540.000 đồng"]


def test_search_and_the_chosen_row(section: LawSection, qtbot: QtBot) -> None:
    header = section.page.register.header
    header.set_filter("title", "k5a tinh lam dong")
    assert section.page.register.model.rowCount() == 0
    header.set_filter("title", "cao tuoi 2,0")
    header.set_filter("place", "Hà Nội")
    assert section.page.register.model.rowCount() == 1
    told = [label.text() for label in section.page.detail.findChildren(QLabel)]
    assert "63/2025/NQ-HĐND" in told
    assert "Điều 4" in told
    header.clear()
    header.set_filter("chapter", "procedures")
    shown = section.page.register.model.strings(range(section.page.register.model.rowCount()))
    assert {row[0] for row in shown} == {"Thủ tục"}


def test_a_document_is_entered_with_a_rate_by_its_forms(section: LawSection, desk: Desk, qtbot: QtBot) -> None:
    dialog = dialogs.document_dialog(section, desk)
    dialog.form.restore({"number": "12/2026/NQ-HĐND", "title": "Nghị quyết", "issuer": "HĐND tỉnh Lâm Đồng",
                         "signed_on": "10/7/2026", "in_force": "1/8/2026"})  # fmt: skip
    submit(dialog)
    with desk.read() as session:
        own = queries.all_documents(session)[0]
    assert own.own_id is not None
    dialog = dialogs.rate_dialog(section, desk, own.own_id)
    dialog.form.restore({"rate": "base", "amount": "600.000", "stands_on": "335/2026/NĐ-CP", "article": "Điều 2",
                         "first_month": "8/2026"})  # fmt: skip
    submit(dialog)
    dialog = dialogs.group_dialog(section, desk, own.own_id)
    dialog.form.restore({"code": "ĐP1", "title": "Người cao tuổi hộ cận nghèo", "age_from": "65", "coefficient": "0,5",
                         "household": "poor near_poor", "article": "Điều 3", "first_month": "8/2026"})  # fmt: skip
    submit(dialog)
    dialog = dialogs.gift_dialog(section, desk, own.own_id)
    dialog.form.restore({"title": "Quà Tết", "amount": "500000", "article": "Điều 4", "first_month": "1/2027"})
    submit(dialog)
    with desk.read() as session:
        rows = queries.office_rows(session)
    assert [view.row.kind for view in rows] == ["rate", "table", "who", "level", "help"]
    dialog = dialogs.close_dialog(section, desk, (rows[0].id,), "Mức chuẩn")
    dialog.form.restore({"last": "12/2026"})
    submit(dialog)
    with desk.read() as session:
        assert queries.office_rows(session)[0].row.last == 202612


def submit(dialog: FormDialog) -> None:
    """Save; nothing may be refused."""
    dialog.submit()
    assert dialog.result() == QDialog.DialogCode.Accepted, [one.error for one in dialog.form.fields.values()]
    dialog.deleteLater()


def test_refusals_stand_beside_their_fields(section: LawSection, desk: Desk, qtbot: QtBot) -> None:
    document = resolution(desk)
    dialog = dialogs.group_dialog(section, desk, document)
    kept = {"code": "ĐP2", "title": "Nhóm", "article": "Điều 3", "first_month": "8/2026"}
    for more, field in (
        ({}, "age_from"),
        ({"age_from": "65"}, "amount"),
        ({"age_from": "65", "coefficient": "nhiều"}, "coefficient"),
        ({"age_from": "65", "age_below": "60", "amount": "1000"}, "age_below"),
        ({"age_from": "x"}, "age_from"),
    ):
        blank = dict.fromkeys(dialog.form.fields, "")
        dialog.form.restore({**blank, "slot": "main", **kept, **more})
        dialog.submit()
        assert dialog.form.fields[field].error, field
    dialog.deleteLater()
    dialog = dialogs.rate_dialog(section, desk, document)
    dialog.form.restore({"rate": "base", "amount": "650000", "article": "Điều 2", "first_month": "1/2027"})
    dialog.submit()
    assert "12/2026/NQ-HĐND" in dialog.form.fields["first_month"].error
    dialog.deleteLater()


def test_a_document_that_waits_asks_for_its_preview(section: LawSection, desk: Desk, qtbot: QtBot) -> None:
    resolution(desk)
    page = section.open_documents()
    assert page.document is not None
    assert (page.document.document.key, page.document.counts) == (KEY, False)
    assert not page._buttons["off"].isVisible()
    with qtbot.waitSignal(section.preview_asked) as asked:
        page._buttons["switch"].click()
    assert asked.args == [KEY]


def test_switching_off_and_withdrawing_ask_first(
    section: LawSection, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolution(desk)
    page = section.open_documents()
    answers = [False, True, True]
    monkeypatch.setattr(documents_page, "confirmed", lambda *_arguments, **_named: answers.pop(0))
    page.register.select_id(2)
    assert page.document is not None
    assert page.document.own_id is None
    assert not page.rows.isVisible()
    key = page.document.document.key
    page._buttons["off"].click()
    with desk.read() as session:
        assert queries.standings(session)[key]
    page._buttons["off"].click()
    with desk.read() as session:
        assert not queries.standings(session)[key]
    assert page.document.document.key == key
    page.register.select_id(1)
    assert not page._buttons["withdraw"].isEnabled()
    page.rows.select_id(page.rows.model.ids[0])
    page._buttons["withdraw"].click()
    assert page.rows.model.rowCount() == 3


@pytest.mark.parametrize("size", [(1210, 690), (940, 500)])
def test_nothing_is_cut_or_out_of_reach(section: LawSection, desk: Desk, qtbot: QtBot, size: tuple[int, int]) -> None:
    resolution(desk)
    found: list[str] = []

    def look(window: QWidget, name: str) -> None:
        found.extend(faults(window, name))
        window.activateWindow()
        found.extend(f"{name}: {said}" for said in unreached(window))

    see_law(Camera(size, None, f"{size[0]}", look), section, section, desk)
    assert found == []


def test_a_law_in_force_that_is_not_applied_is_told_until_it_is(section: LawSection, desk: Desk, qtbot: QtBot) -> None:
    notice = section.page.new_law
    assert not notice.isVisible(), "every document in force counts here"
    resolution(desk)
    assert "12/2026/NQ-HĐND có hiệu lực từ 01/08/2026 nhưng chưa áp dụng" in notice.words
    desk.do("Thử", services.switch_law, SwitchLaw("335/2026/NĐ-CP", False))
    assert notice.isVisible()
    assert "Còn chờ: 335/2026/NĐ-CP." in notice.words
    with qtbot.waitSignal(section.preview_asked) as asked:
        notice.button.click()
    assert asked.args == [notice.key] != [""]
    desk.do("Thử", services.switch_law, SwitchLaw(notice.key, True))
    assert notice.key == "335/2026/NĐ-CP"
    desk.do("Thử", services.switch_law, SwitchLaw("335/2026/NĐ-CP", True))
    assert not notice.isVisible()


def test_a_law_that_waits_is_told_when_the_window_opens(desk: Desk, qtbot: QtBot) -> None:
    desk.do("Thử", services.switch_law, SwitchLaw("335/2026/NĐ-CP", False))
    law, listed = LawPage(desk), ListPage(desk)
    for page in (law, listed):
        show(page, qtbot)
        assert page.new_law.isVisible()
        page.close()


def test_a_law_of_another_province_or_of_later_is_not_told(section: LawSection, desk: Desk) -> None:
    other = "HP hưu trí xã hội 2026"
    with desk.read() as session:
        assert other in queries.standings(session)
    desk.do("Thử", services.switch_law, SwitchLaw(other, False))
    days = date(2026, 11, 10), date(2027, 1, 1)
    desk.do("Thử", services.add_office_document, AddOfficeDocument("9/2026/NQ-HĐND", "Mức năm sau", "HĐND", *days))
    assert not section.page.new_law.isVisible()


def test_the_lock_key_is_free_on_the_law_tab(section: LawSection) -> None:
    keys = {one.key().toString() for one in section.page.findChildren(QShortcut)}
    assert "Ctrl+E" in keys
    assert "Ctrl+L" not in keys


def test_documents_of_other_provinces_say_so_and_cannot_be_switched(section: LawSection, desk: Desk) -> None:
    page = section.open_documents()
    model = page.register.model
    states = {row[0]: row[2] for row in model.strings(range(model.rowCount()))}
    assert (states["63/2025/NQ-HĐND"], states["335/2026/NĐ-CP"]) == ("Ở tỉnh khác", "Đang áp dụng")
    place = next(one for one in model.ids if (view := page.source.document(one)) and view.elsewhere)
    page.register.select_id(place)
    assert not page._buttons["switch"].isVisible()
    assert not page._buttons["off"].isVisible()


def test_a_half_filled_law_form_is_offered_again(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.keep_draft("law/document", {"number": "12/2026/NQ-HĐND", "title": "Nghị quyết gõ dở"})
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = MainWindow(desk, Theme(application, "light"))
    show(window, qtbot)
    assert "văn bản, mức của địa phương" in window.notice.words
    seen: list[str] = []
    monkeypatch.setattr(FormDialog, "exec", lambda dialog: seen.append(dialog.form.fields["title"].draft()))
    window.notice.pressed.emit()
    assert seen == ["Nghị quyết gõ dở"]
    window.close()


@pytest.mark.parametrize("kind", ["rate/1", "group/1", "gift/1", "close/3-4"])
def test_each_law_form_is_found_by_its_name(desk: Desk, qtbot: QtBot, kind: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs.reopened(parent, desk, f"law/{kind}")
    assert dialog is not None
    assert dialog._draft_key == f"law/{kind}"
    dialog.deleteLater()
    assert dialogs.reopened(parent, desk, "law/whatever/1") is None
    assert dialogs.reopened(parent, desk, "office/commune") is None
