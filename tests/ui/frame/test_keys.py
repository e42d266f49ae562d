"""The keys of the frame: they work from every screen, and F1 lists them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.frame.test_window import show
from ui.desk import Desk
from ui.frame.keys import KeysPanel, everywhere, of_screen
from ui.frame.section import Section, take_keyboard
from ui.frame.window import BENEFITS, IMPORTS, PEOPLE, POSTINGS, SETTINGS, MainWindow
from ui.imports.section import ImportSection
from ui.parts import Button, PrimaryButton
from ui.people.person_form import PersonForm
from ui.people.person_page import PersonPage
from ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    made = MainWindow(desk, Theme(qapp, "light"))
    show(made, qtbot)
    yield made
    made.close()


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the keyboard."""
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClick(target, key, modifier)


@pytest.mark.parametrize("index", [PEOPLE, BENEFITS, IMPORTS, POSTINGS])
def test_a_person_is_added_from_every_screen(window: MainWindow, qtbot: QtBot, index: int) -> None:
    window.go_to(index)
    press(qtbot, Qt.Key.Key_N, CTRL)
    assert isinstance(window.people.currentWidget(), PersonForm)
    assert window.stack.currentWidget() is window.people


def test_a_person_is_added_from_a_persons_page(window: MainWindow, qtbot: QtBot) -> None:
    window.people.open_person(window.people.people.model.ids[0])
    press(qtbot, Qt.Key.Key_N, CTRL)
    form = window.people.currentWidget()
    assert isinstance(form, PersonForm)
    assert form.person_id == 0


def test_lists_are_imported_from_a_persons_page(window: MainWindow, qtbot: QtBot) -> None:
    window.people.open_person(window.people.people.model.ids[0])
    press(qtbot, Qt.Key.Key_I, CTRL)
    assert window.stack.currentWidget() is window.section(IMPORTS)


def test_a_screen_takes_the_keyboard_where_work_begins(window: MainWindow) -> None:
    window.go_to(PEOPLE)
    assert window.people.people.table.hasFocus()
    window.go_to(IMPORTS)
    section = window.section(IMPORTS)
    assert isinstance(section, ImportSection)
    focused = QApplication.focusWidget()
    assert isinstance(focused, PrimaryButton)
    window.go_to(BENEFITS)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.section(BENEFITS).isAncestorOf(focused)


def test_a_second_enter_never_steps_back(qtbot: QtBot) -> None:
    section, page = Section(), QWidget()
    column = QVBoxLayout(page)
    back, save = Button("Quay lại"), PrimaryButton("Lưu")
    column.addWidget(back)
    column.addWidget(save)
    section.push(page)
    show(section, qtbot)
    take_keyboard(page)
    assert not back.hasFocus()
    assert not save.hasFocus()
    assert page.hasFocus()
    section.close_pages()


def test_f1_lists_the_keys_of_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[str] = []

    def look() -> None:
        panel = window.findChild(KeysPanel)
        assert panel is not None
        seen.extend(label.text() for label in panel.findChildren(QLabel))
        qtbot.keyClick(panel, Qt.Key.Key_F1)

    QTimer.singleShot(200, look)
    window.show_keys()
    assert {"Ctrl+F", "Ctrl+N", "Ctrl+K", "F1", "Enter", "Esc"} <= set(seen)
    assert "Mở dòng đang chọn" in seen


def test_keys_differ_from_screen_to_screen(window: MainWindow) -> None:
    person = window.people.people.model.ids[0]
    window.people.open_person(person)
    assert isinstance(window.people.currentWidget(), PersonPage)
    page = dict(of_screen(window, window.people))
    assert page["F2"] == "Sửa thông tin"
    assert page["Esc"].startswith("Quay lại")
    assert "Ctrl+F" not in page
    window.people.edit_person(person)
    form = dict(of_screen(window, window.people))
    assert form["Ctrl+Enter"].startswith(("Lưu", "Nút chính"))
    assert form["Enter"] == "Sang ô tiếp theo"
    assert "F2" not in form


def test_every_menu_key_is_listed_once(window: MainWindow) -> None:
    keys = [keys for keys, _ in everywhere(window)]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+K", "Ctrl+L", "Ctrl+Q", "Ctrl+N", "Ctrl+I", "F1", "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+6"} <= set(
        keys
    )


def test_a_disabled_step_is_not_listed(window: MainWindow) -> None:
    window.go_to(SETTINGS)
    section = window.section(SETTINGS)
    extra = QPushButton("x", section)
    extra.setToolTip("Làm gì đó (Ctrl+J)")
    extra.show()
    assert ("Ctrl+J", "Làm gì đó") in of_screen(window, section)
    extra.setEnabled(False)
    assert "Ctrl+J" not in dict(of_screen(window, section))


@pytest.mark.parametrize(
    ("room", "kept", "filled"),
    [
        ((1366, 728), {}, True),
        ((1920, 1040), {}, False),
        ((1920, 1040), {"window/filled": "1"}, True),
        ((1093, 552), {"window/size": "1280x720"}, True),
        ((1366, 728), {"window/size": "1200x700"}, False),
    ],
)
def test_the_window_fits_its_screen(
    desk: Desk,
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    room: tuple[int, int],
    kept: dict[str, str],
    filled: bool,
) -> None:
    for key, text in kept.items():
        desk.memory.setValue(key, text)
    window = MainWindow(desk, Theme(qapp, "light"))
    qtbot.addWidget(window)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(QPoint(0, 0), QPoint(*room)))
    window.fit_screen()
    assert bool(window.windowState() & Qt.WindowState.WindowMaximized) is filled
    window.close()
