"""Form dialogs by keys alone: Enter walks to saving, Esc loses nothing, Ctrl+Enter saves from everywhere."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

import ui.dialogs
from models.store.errors import RuleError
from ui.desk import Desk
from ui.dialogs import STORING, FormDialog
from ui.forms.fields import TextField

KEY = "test/dialog"
UI = Path(ui.dialogs.__file__).parent


def two_fields(desk: Desk, qtbot: QtBot, *, draft_key: str = "", first: str = "") -> tuple[FormDialog, list[str]]:
    """A dialog of two fields, shown; the list gets what is saved."""
    dialog = FormDialog(None, desk, "Thử", draft_key=draft_key)
    dialog.form.add(TextField("name", "Tên"))
    dialog.form.add(TextField("order", "Thứ tự"))
    if first:
        dialog.form.fields["name"].restore(first)
    saved: list[str] = []
    dialog.on_save(lambda: saved.append(dialog.form.fields["name"].draft()))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    with qtbot.waitActive(dialog):
        pass
    return dialog, saved


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the keyboard."""
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClick(target, key, modifier)


def write(qtbot: QtBot, text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClicks(target, text)


def test_enter_walks_from_the_last_field_to_saving(desk: Desk, qtbot: QtBot) -> None:
    dialog, saved = two_fields(desk, qtbot)
    write(qtbot, "Bai")
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Return)
    assert saved == ["Bai"]
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_ctrl_enter_saves_from_a_button_too(desk: Desk, qtbot: QtBot) -> None:
    dialog, saved = two_fields(desk, qtbot)
    write(qtbot, "Bai")
    dialog.cancel.setFocus()
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved == ["Bai"]


def test_escape_keeps_what_was_typed_and_offers_it_again(desk: Desk, qtbot: QtBot) -> None:
    dialog, _ = two_fields(desk, qtbot, draft_key=KEY)
    write(qtbot, "Bai")
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    again, _ = two_fields(desk, qtbot, draft_key=KEY)
    assert again.form.fields["name"].draft() == "Bai"
    assert again.notice.button.isVisible()
    qtbot.mouseClick(again.notice.button, Qt.MouseButton.LeftButton)
    assert again.form.fields["name"].draft() == ""
    assert desk.draft(KEY) == {}


def test_giving_up_forgets(desk: Desk, qtbot: QtBot) -> None:
    dialog, _ = two_fields(desk, qtbot, draft_key=KEY)
    write(qtbot, "Bai")
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert desk.draft(KEY) == {}


@pytest.mark.parametrize("first", ["", "Dong Cau"])
def test_a_form_without_a_draft_asks_for_a_second_escape(desk: Desk, qtbot: QtBot, first: str) -> None:
    dialog, _ = two_fields(desk, qtbot, first=first)
    write(qtbot, "Bai")
    press(qtbot, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "chưa lưu" in dialog.notice.words
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_form_that_fits_the_screen_does_not_scroll(desk: Desk, qtbot: QtBot) -> None:
    dialog = FormDialog(None, desk, "Thử", words="Một dòng dài để gãy thành hai dòng chữ ở đầu hộp thoại. " * 3)
    for number in range(7):
        dialog.form.add(
            TextField(f"field-{number}", "Ô", hint="Một lời nhắc dài đến nỗi phải gãy thành hai dòng dưới ô gõ chữ này")
        )
    dialog.on_save(lambda: None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.form.area.verticalScrollBar().maximum() == 0
    assert dialog.height() < dialog.screen().availableGeometry().height()


def test_a_form_higher_than_the_screen_scrolls_inside_it(desk: Desk, qtbot: QtBot) -> None:
    dialog = FormDialog(None, desk, "Thử")
    for number in range(40):
        dialog.form.add(TextField(f"field-{number}", "Ô"))
    dialog.on_save(lambda: None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.form.area.verticalScrollBar().maximum() > 0
    assert dialog.height() < dialog.screen().availableGeometry().height()


def test_every_form_without_a_password_keeps_what_is_typed() -> None:
    """A dialog without a draft key loses its words when the store is locked over it; only those with passwords do."""
    calls = [
        (path.relative_to(UI).as_posix(), call)
        for path in UI.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "FormDialog"
    ]
    assert len(calls) > 20
    assert [place for place, call in calls if "draft_key" not in {word.arg for word in call.keywords}] == []


def test_escape_leaves_an_untouched_form_at_once(desk: Desk, qtbot: QtBot) -> None:
    dialog, _ = two_fields(desk, qtbot, first="Dong Cau")
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_long_storing_runs_beside_the_window_and_is_refused_beside_its_field(desk: Desk, qtbot: QtBot) -> None:
    dialog = FormDialog(None, desk, "Thử", draft_key="thu/beside")
    dialog.form.add(TextField("name", "Tên"))
    threads: list[str] = []
    answers: list[object] = []

    def work() -> str:
        threads.append(threading.current_thread().name)
        if len(threads) == 1:
            raise RuleError("Tên này đã có.", field="name")
        return "xong"

    dialog.on_save(lambda: dialog.store_beside(work, answers.append))
    dialog.show()
    dialog.form.restore({"name": "Lan"})
    dialog.submit()
    assert (dialog.busy, dialog.button.isEnabled(), dialog.notice.words) == (True, False, STORING)
    dialog.reject()
    dialog.submit()
    assert dialog.isVisible(), "nothing closes it and nothing is stored twice meanwhile"
    qtbot.waitUntil(lambda: not dialog.busy)
    assert (dialog.form.fields["name"].error, dialog.isVisible()) == ("Tên này đã có.", True)
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert (threads, answers, desk.draft("thu/beside")) == (["waiting", "waiting"], ["xong"], {})
    dialog.deleteLater()
