"""The frame under real keys: sections, search, menus, drafts, and no English word anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from models.people import queries
from ui.desk import Desk
from ui.frame.look import LookPage, remembered_look
from ui.frame.window import BENEFITS, IMPORTS, PEOPLE, POSTINGS, SAFEKEEPING, SETTINGS, MainWindow
from ui.people.household_page import HouseholdPage
from ui.people.person_form import NEW_DRAFT, PersonForm
from ui.people.person_page import PersonPage
from ui.theme import Theme

ENGLISH = re.compile(
    r"\b(the|and|open|save|cancel|close|copy|paste|cut|undo|redo|delete|select|all|file|name|next|previous|page|print|"
    r"search|find|none|yes|ok|apply|help|error|new|edit|view|size|type|folder|directory|back|forward)\b",
    re.IGNORECASE,
)
ALLOWED = {"PDF", "Excel", "Excel…"}


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    made = MainWindow(desk, Theme(qapp, "light"))
    show(made, qtbot)
    yield made
    made.close()


def show(window: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    with qtbot.waitActive(window):
        pass


def texts(root: QWidget) -> Iterator[str]:
    """Every word a clerk can read under `root`: labels, buttons, menus, tips, headers, choices, ghosts."""
    yield root.windowTitle()
    for action in root.findChildren(QAction):
        yield action.text()
        yield action.toolTip()
    for widget in [root, *root.findChildren(QWidget)]:
        yield widget.toolTip()
        yield widget.accessibleName()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
            yield from menu_texts(widget)
        if isinstance(widget, QPlainTextEdit):
            yield from menu_texts(widget)
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(index) for index in range(widget.count()))
        if isinstance(widget, QTableView):
            model = widget.model()
            for section in range(model.columnCount()):
                yield str(model.headerData(section, Qt.Orientation.Horizontal) or "")


def menu_texts(widget: QLineEdit | QPlainTextEdit) -> list[str]:
    menu = widget.createStandardContextMenu()
    found = [action.text().split("\t")[0].replace("&", "") for action in menu.actions()]
    menu.deleteLater()
    return found


def english(root: QWidget) -> set[str]:
    return {text for text in texts(root) if text and text not in ALLOWED and ENGLISH.search(text.replace("&", ""))}


def test_no_english_word_is_left_on_any_screen(window: MainWindow, qtbot: QtBot) -> None:
    for index in (PEOPLE, BENEFITS, IMPORTS, POSTINGS, SAFEKEEPING, SETTINGS):
        window.go_to(index)
    person = window.people.people.model.ids[0]
    window.people.open_person(person)
    window.people.edit_person(person)
    window.open_payment()
    found = english(window)
    assert found == set()


def test_qt_speaks_vietnamese_too(qapp: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    every = QDialogButtonBox.StandardButton
    for button in (every.Ok, every.Cancel, every.Close, every.Discard, every.Yes, every.No, every.Retry, every.Apply):
        box.addButton(button)
    qtbot.addWidget(box)
    message = QMessageBox(QMessageBox.Icon.Question, "Hỏi", "Có không?", QMessageBox.StandardButton.YesToAll)
    qtbot.addWidget(message)
    dialog = QFileDialog(None, "Chọn")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    assert english(box) == set()
    assert english(message) == set()
    assert english(dialog) == set()


def test_words_are_well_formed() -> None:
    words = json.loads(files("resources.words").joinpath("qt_vi.json").read_text(encoding="utf-8"))
    for context in words.values():
        for english_words, vietnamese in context.items():
            assert vietnamese.strip(), english_words
            for mark in ("%1", "%2"):
                assert (mark in english_words) == (mark in vietnamese)


def test_search_opens_a_person_from_anywhere(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.go_to(SETTINGS)
    with desk.read() as session:
        row = queries.rows(session, [window.people.people.model.ids[5]], desk.today)[0]
    window.focus_search()
    assert window.search.hasFocus()
    qtbot.keyClicks(window.search, row.code)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    page = window.people.currentWidget()
    assert isinstance(page, PersonPage)
    assert page.person_id == row.id
    assert window.stack.currentWidget() is window.people
    assert window.search.text() == ""


def test_a_card_that_nobody_knows_starts_a_person(window: MainWindow, qtbot: QtBot) -> None:
    window.focus_search()
    window.search.insert("001190099991|012345678|LÒ THỊ MẨY|05031990|Nữ|Bản Nậm, Xã Xa, Tỉnh Lạ|01012022")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    form = window.people.currentWidget()
    assert isinstance(form, PersonForm)
    assert form.form.fields["name"].draft() == "Lò Thị Mẩy"
    assert form.form.fields["born"].draft() == "05/03/1990"


def test_escape_steps_back(window: MainWindow, qtbot: QtBot) -> None:
    person = window.people.people.model.ids[0]
    window.people.open_person(person)
    window.people.edit_person(person)
    assert window.people.count() == 3
    qtbot.keyClick(window.people.currentWidget(), Qt.Key.Key_Escape)
    qtbot.keyClick(window.people.currentWidget(), Qt.Key.Key_Escape)
    assert window.people.currentWidget() is window.people.tabs


def test_escape_on_a_person_leads_back_to_where_it_was_opened(window: MainWindow, qtbot: QtBot) -> None:
    first, second = window.people.people.model.ids[:2]
    window.open_person(first)
    window.go_to(BENEFITS)
    window.open_person(second)
    window.people.edit_person(second)
    qtbot.keyClick(window.people.currentWidget(), Qt.Key.Key_Escape)
    assert window.place == PEOPLE, "the form lies over the person"
    qtbot.keyClick(window.people.currentWidget(), Qt.Key.Key_Escape)
    assert window.place == BENEFITS
    window.go_to(PEOPLE)
    assert window.people.count() == 2, "what was open before is still open"
    qtbot.keyClick(window.people.currentWidget(), Qt.Key.Key_Escape)
    assert window.place == PEOPLE


def test_a_person_added_from_an_event_leads_back_to_the_events(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to(BENEFITS)
    window.rooms.benefits.newcomer_asked.emit({"name": "Hứa Thị Lành", "born": "1947"})
    form = window.people.currentWidget()
    assert isinstance(form, PersonForm)
    form.save()
    page = window.people.currentWidget()
    assert isinstance(page, PersonPage)
    assert window.place == PEOPLE
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.place == BENEFITS
    window.rooms.benefits.newcomer_asked.emit({"name": "Hứa Thị Mới"})
    qtbot.keyClick(window.people.currentWidget(), Qt.Key.Key_Escape)
    assert window.place == BENEFITS


def test_who_goes_to_the_people_by_hand_stays_there(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to(BENEFITS)
    window.open_person(window.people.people.model.ids[0])
    window.go_to(POSTINGS)
    window.go_to(PEOPLE)
    qtbot.keyClick(window.people.currentWidget(), Qt.Key.Key_Escape)
    assert window.place == PEOPLE


def test_keys_reach_sections_and_the_lock(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.section(SETTINGS), timeout=1000)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.people, timeout=1000)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.people.currentWidget(), PersonForm)
    with qtbot.waitSignal(window.lock_asked, timeout=1000):
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_a_half_filled_form_is_offered_again(desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    desk.keep_draft(NEW_DRAFT, {"name": "Nguyễn Thị Dở", "born": "1950"})
    window = MainWindow(desk, Theme(qapp, "light"))
    show(window, qtbot)
    assert window.notice.isVisible()
    qtbot.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    form = window.people.currentWidget()
    assert isinstance(form, PersonForm)
    assert form.form.fields["name"].draft() == "Nguyễn Thị Dở"
    window.close()


def test_the_frame_fits_the_smallest_screen(window: MainWindow, qtbot: QtBot) -> None:
    for index in (PEOPLE, BENEFITS, IMPORTS, POSTINGS, SAFEKEEPING, SETTINGS):
        window.go_to(index)
    window.people.open_person(window.people.people.model.ids[0])
    assert window.minimumSizeHint().width() <= 1093
    assert window.minimumSizeHint().height() <= 580


def test_a_household_opens_from_its_register(window: MainWindow, qtbot: QtBot) -> None:
    window.people.tabs.setCurrentIndex(1)
    table = window.people.households.table
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    page = window.people.currentWidget()
    assert isinstance(page, HouseholdPage)
    assert page.table is not None
    assert page.table.rowCount() >= 1
    first = page.table.item(0, 1)
    assert first is not None
    assert first.text() == "Chủ hộ"


def test_what_is_shown_is_exported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = window.people.people
    register.header.set_filter("sex", "female")
    register.model.finish()
    shown = register.model.rowCount()
    path = tmp_path / "danh sách.xlsx"
    monkeypatch.setattr("ui.frame.exporting.ask_where", lambda *_: path)
    window.export(register)
    qtbot.waitUntil(path.exists, timeout=30_000)
    sheet = load_workbook(BytesIO(path.read_bytes())).active
    assert sheet is not None
    values = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    assert len(values) == shown + 2
    assert values[-1][0] == register.model.strings([shown - 1])[0][0]


def test_look_is_kept_and_followed(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    look = window.findChild(LookPage) or window.section(SETTINGS).findChild(LookPage)
    assert isinstance(look, LookPage)
    look.scheme.restore("dark")
    look.scheme.changed.emit()
    assert desk.memory.value("look/scheme") == "dark"
    assert QApplication.palette().window().color().lightness() < 80
    with qtbot.waitSignal(window.rebuild_asked, timeout=1000):
        look.size_field.restore("125")
        look.size_field.changed.emit()
    assert remembered_look(desk.memory) == ("dark", 125)
    look.size_field.restore("100")
    look.scheme.restore("light")
    look.scheme.changed.emit()
