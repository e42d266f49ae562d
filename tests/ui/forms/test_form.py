"""The form kit under real keys: Enter moves on, Ctrl+Enter saves, nothing is rewritten while it has the focus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.store.errors import RuleError
from ui.forms.fields import ChoiceField, NoteField, TextField
from ui.forms.form import DRAFT_DELAY_MS, Form
from ui.forms.values import MoneyField, PartialDateField
from ui.plain import Button, PrimaryButton


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.form.add_group("Người")
        self.name = TextField("name", "Họ và tên", required=True)
        self.born = PartialDateField("born", "Ngày sinh", latest=date(2026, 11, 22))
        self.sex = ChoiceField("sex", "Giới tính", [("male", "Nam"), ("female", "Nữ")])
        self.amount = MoneyField("amount", "Số tiền")
        self.note = NoteField("note", "Ghi chú")
        for field in (self.name, self.born, self.sex, self.amount, self.note):
            self.form.add(field)
        self.button = QPushButton("Khác")
        self.pressed = 0
        self.button.clicked.connect(self._press)
        column = QVBoxLayout(self)
        column.addWidget(self.form)
        column.addWidget(self.button)

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.resize(600, 800)
    made.show()
    made.activateWindow()
    with qtbot.waitActive(made):
        pass
    made.name.setFocus()
    return made


def test_enter_moves_on_and_presses_nothing(page: Page, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.name.editor, "nguyen  thi hanh ")
    qtbot.keyClick(page.name.editor, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.born.editor
    assert page.name.editor.text() == "nguyen thi hanh"
    qtbot.keyClicks(page.born.editor, "5/3/1950")
    qtbot.keyClick(page.born.editor, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert page.born.editor.text() == "05/03/1950"
    assert QApplication.focusWidget() is page.sex.editor
    assert page.pressed == 0


def test_ctrl_enter_saves_from_any_field(page: Page, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.form.submitted, timeout=1000):
        qtbot.keyClick(page.name.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(page.form.submitted, timeout=1000):
        qtbot.keyClick(page.note.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_error_stands_beside_the_field_without_a_jump(page: Page, qtbot: QtBot) -> None:
    below = page.sex.mapTo(page, QPoint(0, 0)).y()
    page.born.setFocus()
    qtbot.keyClicks(page.born.editor, "31/2/1950")
    qtbot.keyClick(page.born.editor, Qt.Key.Key_Tab)
    assert page.born.error == "Không có ngày này trong lịch."
    assert page.born.editor.text() == "31/2/1950"
    qtbot.wait(20)
    assert page.sex.mapTo(page, QPoint(0, 0)).y() == below
    page.born.setFocus()
    qtbot.keyClick(page.born.editor, Qt.Key.Key_Backspace)
    assert page.born.error == ""


def test_check_goes_to_the_first_wrong_field(page: Page, qtbot: QtBot) -> None:
    page.note.setFocus()
    assert not page.form.check()
    assert page.name.error == "Còn thiếu họ và tên."
    assert QApplication.focusWidget() is page.name.editor
    page.form.show_problem(RuleError("Số này đã có.", field="amount"))
    assert page.amount.error == "Số này đã có."


def test_wheel_without_focus_changes_nothing(page: Page) -> None:
    page.name.setFocus()
    page.sex.restore("female")
    where = QPointF(5, 5)
    wheel = QWheelEvent(
        where,
        page.sex.editor.mapToGlobal(where),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.sex.editor, wheel)
    assert page.sex.read() == "female"


def test_draft_comes_one_second_after_the_last_key(page: Page, qtbot: QtBot) -> None:
    assert not page.form.dirty
    with qtbot.waitSignal(page.form.draft_changed, timeout=DRAFT_DELAY_MS * 3) as caught:
        qtbot.keyClicks(page.name.editor, "Lan")
    assert caught.args == [{"name": "Lan", "born": "", "sex": "", "amount": "", "note": ""}]
    assert page.form.dirty
    again = Page()
    qtbot.addWidget(again)
    again.form.restore(caught.args[0])
    assert again.name.read() == "Lan"
    assert again.form.dirty
    again.form.settle()
    assert not again.form.dirty
    page.form.settle()


def test_a_card_read_into_a_field_is_handed_on(page: Page, qtbot: QtBot) -> None:
    card = "001190012345||Nguyễn Thị Hạnh|05031990|Nữ|Thôn 1|01012022"
    with qtbot.waitSignal(page.form.card_read, timeout=1000) as caught:
        page.name.editor.insert(card)
        qtbot.keyClick(page.name.editor, Qt.Key.Key_Return)
    assert caught.args == [card]
    assert page.name.editor.text() == ""


def test_money_gets_its_dots_on_leaving(page: Page, qtbot: QtBot) -> None:
    page.amount.setFocus()
    qtbot.keyClicks(page.amount.editor, "1250000")
    assert page.amount.editor.text() == "1250000"
    qtbot.keyClick(page.amount.editor, Qt.Key.Key_Tab)
    assert page.amount.editor.text() == "1.250.000"
    assert page.amount.read() == 1250000
    page.form.settle()


def test_an_error_said_before_the_field_has_its_width_is_not_cut(qtbot: QtBot) -> None:
    """A card of fixed width, placed by alignment, asks nobody how high its words are."""
    field = TextField("name", "Họ và tên")
    page, card = QWidget(), QWidget()
    card.setFixedWidth(220)
    QVBoxLayout(card).addWidget(field)
    column = QVBoxLayout(page)
    column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    qtbot.addWidget(page)
    field.say("Số này đã có ở người khác trong sổ. Xem lại giấy tờ, hoặc gộp hai người làm một.")
    page.resize(500, 300)
    page.show()
    note = field._note

    def whole() -> None:
        needed = note.heightForWidth(note.width())
        assert note.width() < 220
        assert needed >= note.fontMetrics().lineSpacing() * 2
        assert note.height() >= needed
        assert field.height() >= note.y() + needed

    qtbot.waitUntil(whole, timeout=1000)


def test_an_entry_is_found_by_typing_without_marks(page: Page, qtbot: QtBot) -> None:
    places = [("01", "Thành phố Hà Nội"), ("48", "Thành phố Đà Nẵng"), ("66", "Tỉnh Đắk Lắk")]
    field = ChoiceField("province", "Tỉnh", places)
    page.form.add(field)
    field.setFocus()
    with qtbot.waitSignal(field.changed, timeout=1000):
        qtbot.keyClicks(field.editor, "da n")
    assert field.read() == "48"
    assert not field.editor.view().isVisible()
    qtbot.keyClick(field.editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(field.editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field.editor, "k")
    assert field.read() == "66"
    field.editor._typed_at -= 2
    qtbot.keyClicks(field.editor, "ha")
    assert field.read() == "01"
    field.editor._typed_at -= 2
    qtbot.keyClick(field.editor, Qt.Key.Key_Space)
    qtbot.waitUntil(field.editor.view().isVisible, timeout=1000)
    field.editor.hidePopup()


def test_ctrl_enter_presses_the_primary_button_that_has_the_focus(qtbot: QtBot) -> None:
    for kind, with_ctrl in ((PrimaryButton, 1), (Button, 0)):
        button = kind("Lưu")
        qtbot.addWidget(button)
        pressed: list[bool] = []
        button.clicked.connect(lambda on, pressed=pressed: pressed.append(on))
        button.show()
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert len(pressed) == with_ctrl
        qtbot.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        assert len(pressed) == with_ctrl + 1


def test_the_focus_is_seen_on_buttons_and_choices(page: Page, qtbot: QtBot) -> None:
    primary = PrimaryButton("Lưu")
    page.form.add_widget(primary)
    page.form.add_widget(button := Button("Đóng"))
    qtbot.waitUntil(button.isVisible, timeout=1000)
    for one in (primary, button, page.sex.editor):
        page.name.setFocus()
        without = one.grab().toImage()
        one.setFocus()
        assert sum(_changed(without, one.grab().toImage())) > 2 * one.width()


def _changed(before: QImage, after: QImage) -> Iterator[bool]:
    for x in range(before.width()):
        for y in range(before.height()):
            yield before.pixel(x, y) != after.pixel(x, y)


def test_the_window_puts_the_cursor_behind_what_stands_there(page: Page, qtbot: QtBot) -> None:
    page.note.setFocus()
    page.name.restore("Trần Văn Hùng")
    page.name.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.keyClicks(page.name.editor, "x")
    assert page.name.draft() == "Trần Văn Hùngx"
