"""Locking over the clerk's work: nothing typed is lost, nothing stands in the way, the same place comes again."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from desktop.locking import leave_work
from ui.desk import Desk
from ui.frame.places import FORM, keep_place, taken_place
from ui.frame.window import BENEFITS, PEOPLE, POSTINGS, SETTINGS, MainWindow
from ui.leaving import put_down
from ui.office.dialogs import village_dialog
from ui.people.facts import dead_dialog, move_dialog
from ui.people.household_page import HouseholdPage
from ui.people.person_form import NEW_DRAFT, PersonForm
from ui.people.person_page import PersonPage
from ui.theme import Theme


def frame(qtbot: QtBot, desk: Desk) -> MainWindow:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = MainWindow(desk, Theme(app, "light"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def leave(window: MainWindow) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    leave_work(app, window)


def first_person(window: MainWindow) -> int:
    return int(window.people.people.model.ids[0])


def test_what_was_typed_a_moment_ago_is_kept(qtbot: QtBot, desk: Desk) -> None:
    window = frame(qtbot, desk)
    window.new_person()
    form = window.people.currentWidget()
    assert isinstance(form, PersonForm)
    qtbot.keyClicks(form.form.fields["name"].focusProxy(), "Tran Thi Mai")
    leave(window)
    assert not window.isVisible()
    assert desk.draft(NEW_DRAFT)["name"] == "Tran Thi Mai"
    assert desk.draft(FORM) == {"section": str(PEOPLE), "page": "tab/0 form/0"}


def test_an_open_dialog_keeps_its_draft_and_does_not_stand_in_the_way(qtbot: QtBot, desk: Desk) -> None:
    window = frame(qtbot, desk)
    dialog = village_dialog(window, desk, 0)

    def lock() -> None:
        qtbot.keyClicks(dialog.form.fields["name"].focusProxy(), "Bon Yok Nam")
        leave(window)

    QTimer.singleShot(0, lock)
    assert dialog.exec() == QDialog.DialogCode.Rejected
    dialog.deleteLater()
    assert not window.isVisible()
    assert desk.draft("office/village/0")["name"] == "Bon Yok Nam"


def test_dialogs_over_each_other_and_a_menu_all_go(qtbot: QtBot, desk: Desk) -> None:
    window = frame(qtbot, desk)
    person = first_person(window)
    outer = move_dialog(window, desk, person)
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def open_more() -> None:
        box = QMessageBox(outer)
        menu = QMenu(outer)
        menu.addAction("x")

        def lock() -> None:
            menu.popup(window.pos())
            put_down(app)
            assert app.activePopupWidget() is None
            assert app.activeModalWidget() is None

        QTimer.singleShot(0, lock)
        box.exec()
        box.deleteLater()

    QTimer.singleShot(0, open_more)
    outer.exec()
    outer.deleteLater()
    leave(window)


def test_a_dialog_of_dates_and_reasons_keeps_them_too(qtbot: QtBot, desk: Desk) -> None:
    window = frame(qtbot, desk)
    person = first_person(window)
    dialog = dead_dialog(window, desk, person, "Ai đó")
    field = next(iter(dialog.form.fields.values()))

    def lock() -> None:
        qtbot.keyClicks(field.focusProxy(), "5/11/2026")
        leave(window)

    QTimer.singleShot(0, lock)
    dialog.exec()
    dialog.deleteLater()
    again = dead_dialog(None, desk, person, "Ai đó")
    assert next(iter(again.form.fields.values())).draft() == "5/11/2026"
    again.deleteLater()


def test_a_half_typed_cell_gives_its_text_to_the_table(qtbot: QtBot) -> None:
    table = QTableWidget(1, 1)
    cell = QTableWidgetItem("cũ")
    table.setItem(0, 0, cell)
    qtbot.addWidget(table)
    table.show()
    table.activateWindow()
    with qtbot.waitActive(table):
        pass
    table.setFocus()
    table.editItem(cell)
    editor = QApplication.focusWidget()
    assert editor is not table
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "moi")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    put_down(app)
    qtbot.waitUntil(lambda: cell.text() == "moi", timeout=1000)


def test_the_same_page_comes_again_once(qtbot: QtBot, desk: Desk) -> None:
    window = frame(qtbot, desk)
    person = first_person(window)
    window.people.open_person(person)
    window.people.edit_person(person)
    keep_place(window)
    window.close()
    again = frame(qtbot, desk)
    taken_place(again)
    assert isinstance(again.people.currentWidget(), PersonForm)
    again.people.back()
    page = again.people.currentWidget()
    assert isinstance(page, PersonPage)
    assert page.person_id == person
    again.close()
    third = frame(qtbot, desk)
    taken_place(third)
    assert third.people.count() == 1
    third.close()


def test_places_of_every_section(qtbot: QtBot, desk: Desk) -> None:
    window = frame(qtbot, desk)
    places = [
        (PEOPLE, "tab/1 household/1"),
        (BENEFITS, "tab/1 payment/new"),
        (POSTINGS, "papers/all"),
        (SETTINGS, "tab/1"),
    ]
    for section, place in places:
        window.go_to(section)
        window.section(section).return_to(place)
        assert window.section(section).place() == place
    window.go_to(PEOPLE)
    page = window.people.currentWidget()
    assert isinstance(page, HouseholdPage)
    window.close()


def test_a_place_that_is_not_understood_is_passed_over(qtbot: QtBot, desk: Desk) -> None:
    for kept in (
        {"section": "99", "page": ""},
        {"section": "x", "page": "y"},
        {"section": "0", "page": "what/1 form/x"},
    ):
        desk.keep_draft(FORM, kept)
        window = frame(qtbot, desk)
        taken_place(window)
        assert window.place == PEOPLE
        assert desk.draft(FORM) == {}
        window.close()


def test_a_copied_field_leaves_the_clipboard(qtbot: QtBot, desk: Desk) -> None:
    window = frame(qtbot, desk)
    window.people.people.table.setFocus()
    window.people.people.table.selectRow(0)
    qtbot.keyClick(window.people.people.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text()
    leave(window)
    assert QGuiApplication.clipboard().text() == ""
