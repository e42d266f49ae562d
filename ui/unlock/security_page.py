"""Cài đặt > Bảo mật: the recovery sheet, the PIN on this workstation, when it locks, and what protects what."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.forms.fields import ChoiceField
from ui.parts import Button, Card, Notice, PrimaryButton, ToneLabel, title_label
from ui.register.source import Memory
from ui.theme import em
from ui.unlock.lock_minutes import LOCK_MINUTES, MINUTES, minutes_of
from ui.unlock.password import PasswordField
from ui.unlock.quick_port import QuickUnlock
from ui.waiting import Waiting

COLUMN_EM: Final = 46
FIELD_EM: Final = 22
NO_SHEET: Final = "Sổ chưa có phiếu khôi phục. Quên mật khẩu là mất toàn bộ sổ."
SHEET: Final = "Phiếu {sheet} đang có hiệu lực. Phiếu chỉ có trên giấy: mất phiếu thì làm phiếu mới và hủy phiếu cũ."
COPY_NOW: Final = (
    "Hãy sao lưu ngay: chưa có bản sao lưu nào mở được bằng phiếu {sheet}. Bản làm trước khi có phiếu này chỉ mở được "
    "bằng mật khẩu hoặc phiếu của ngày đó."
)
PIN_ON: Final = "Đang bật trên máy này cho tên đăng nhập của bạn. Sai mã năm lần thì mã bị hủy, sổ hỏi mật khẩu."
PIN_OFF: Final = (
    "Mở sổ bằng mã PIN từ 6 chữ số trên máy này, thay cho mật khẩu. Mã PIN cần cùng một khóa nằm trong kho khóa của "
    "Windows; thiếu một trong hai thì không mở được gì."
)
NOT_SAME: Final = "Hai lần gõ không giống nhau. Gõ lại lần thứ hai."
PROTECTS: Final = (
    ("Mật khẩu", "mở khóa toàn bộ sổ; ai có tệp sổ hoặc USB sao lưu mà không có mật khẩu thì không đọc được gì."),
    ("Phiếu khôi phục", "mở được như mật khẩu của mọi người; vì vậy phải để trong két, không để cùng USB."),
    ("Mã PIN", "chỉ dùng được trên máy này và chỉ trong tài khoản Windows này."),
    ("Khóa màn hình", "đóng hẳn sổ và xóa khóa khỏi bộ nhớ; phần đang gõ được giữ, mã hóa trong sổ."),
    ("Vai trò của cán bộ", "quyết định ai sửa, xem đầy đủ, in trong chương trình; không thay cho mật khẩu."),
    ("Không chống được", "phần mềm gián điệp trên máy đang mở sổ; bản sao lưu cũ mở bằng mật khẩu cũ."),
)


class SecurityPage(QScrollArea):
    """`sheet_asked` asks for a new recovery sheet, `back_up_asked` for a copy; the page writes nothing by itself.

    `ways_changed`: the PIN was switched on or off.
    """

    sheet_asked = Signal()
    back_up_asked = Signal()
    ways_changed = Signal()

    def __init__(self, memory: Memory, quick: QuickUnlock, *, keeps_sheets: str = "") -> None:
        """`keeps_sheets`: why whoever is signed in may not make sheets; empty when they may."""
        super().__init__()
        self._memory, self._quick = memory, quick
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._changed)
        self._waiting.refused.connect(self._refused)
        self.sheet_words = ToneLabel("", "quiet")
        self.sheet_button = Button("Làm phiếu khôi phục…", "printer")
        self.sheet_button.setEnabled(not keeps_sheets)
        self.sheet_button.setToolTip(keeps_sheets)
        self.sheet_button.clicked.connect(self.sheet_asked)
        self.copy_notice = Notice("", "soon", button="Sao lưu ngay")
        self.copy_notice.pressed.connect(self.back_up_asked)
        self.pin_words = ToneLabel("", "quiet")
        self.pin_notice = Notice("", "wrong")
        self.password = PasswordField("password", "Mật khẩu của bạn")
        self.pin = PasswordField("pin", "Mã PIN", hint="Từ 6 chữ số, không phải 123456 hay ngày sinh")
        self.again = PasswordField("again", "Gõ lại mã PIN")
        self.pin_button = PrimaryButton("Bật mở nhanh", "check")
        self.pin_button.clicked.connect(self.switch_on)
        self.off_button = Button("Tắt mở nhanh trên máy này", "x")
        self.off_button.clicked.connect(self.switch_off)
        choices = tuple((str(one), f"{one} phút") for one in MINUTES)
        self.minutes = ChoiceField("minutes", "Khóa sau khi không dùng", choices, empty=None)
        self.minutes.restore(str(minutes_of(memory.value(LOCK_MINUTES))))
        self.minutes.changed.connect(lambda: memory.setValue(LOCK_MINUTES, self.minutes.draft()))
        self._fields = QWidget()
        self._build()
        self.show_sheet(None)
        self._show_pin()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.8))
        column.setSpacing(em(self, 0.8))
        column.addWidget(title_label("Bảo mật"))
        for card in (self._sheet_card(), self._pin_card(), self._lock_card(), self._words_card()):
            column.addWidget(card)
        column.addStretch(1)
        inner.setMaximumWidth(em(self, COLUMN_EM))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def _sheet_card(self) -> Card:
        card = _card("Phiếu khôi phục")
        card.body.addWidget(self.sheet_words)
        card.body.addWidget(self.copy_notice)
        card.body.addLayout(_row(self.sheet_button))
        return card

    def _pin_card(self) -> Card:
        card = _card("Mở nhanh bằng mã PIN")
        card.body.addWidget(self.pin_words)
        card.body.addWidget(self.pin_notice)
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        for field in (self.password, self.pin, self.again):
            field.setMaximumWidth(em(self, FIELD_EM))
            fields.addWidget(field)
        fields.addLayout(_row(self.pin_button))
        card.body.addWidget(self._fields)
        card.body.addLayout(_row(self.off_button))
        return card

    def _lock_card(self) -> Card:
        card = _card("Khóa sổ")
        words = "Sổ cũng khóa khi Windows khóa màn hình hoặc ngủ, và khi nhấn Ctrl+L. Phần đang gõ được giữ lại."
        card.body.addWidget(ToneLabel(words, "quiet"))
        self.minutes.setMaximumWidth(em(self, FIELD_EM))
        card.body.addWidget(self.minutes)
        return card

    def _words_card(self) -> Card:
        card = _card("Điều gì bảo vệ điều gì")
        for name, words in PROTECTS:
            card.body.addWidget(ToneLabel(f"{name}: {words}", "quiet"))
        return card

    def show_sheet(self, sheet: str | None, *, waits: bool = False) -> None:
        """The handle of the valid recovery sheet, None without one; `waits`: no copy opens with it yet."""
        self.copy_notice.say(COPY_NOW.format(sheet=sheet) if sheet and waits else "")
        self.sheet_words.setText(SHEET.format(sheet=sheet) if sheet else NO_SHEET)
        self.sheet_words.set_tone("quiet" if sheet else "soon")
        self.sheet_button.setText("Làm phiếu mới, hủy phiếu cũ…" if sheet else "Làm phiếu khôi phục…")

    # -- the PIN -----------------------------------------------------------------------------------------------------

    def _show_pin(self) -> None:
        on = self._quick.is_on()
        self.pin_words.setText(PIN_ON if on else PIN_OFF)
        self._fields.setVisible(not on)
        self.off_button.setVisible(on)

    def switch_on(self) -> None:
        """Make the PIN, with the password typed again."""
        if self._waiting.busy:
            return
        password, pin = self.password.editor.text(), self.pin.editor.text()
        self.pin_notice.say("")
        for field, missing in ((self.password, not password), (self.pin, not pin)):
            field.say("Còn thiếu." if missing else None)
        if not password or not pin:
            (self.pin if password else self.password).setFocus()
            return
        if pin != self.again.editor.text():
            self.again.say(NOT_SAME)
            self.again.setFocus()
            return
        self.again.say(None)
        self._busy(True)
        self._waiting.start(lambda: self._quick.switch_on(password, pin))

    def switch_off(self) -> None:
        """Forget the PIN and the secret of this workstation."""
        if not self._waiting.busy:
            self.pin_notice.say("")
            self._busy(True)
            self._waiting.start(self._quick.switch_off)

    def _busy(self, on: bool) -> None:
        for one in (self.pin_button, self.off_button):
            one.setEnabled(not on)

    def _changed(self, _value: object) -> None:
        self._busy(False)
        for field in (self.password, self.pin, self.again):
            field.restore("")
            field.say(None)
        self._show_pin()
        self.ways_changed.emit()
        self.pin_notice.say("Đã bật mở nhanh." if self._quick.is_on() else "Đã tắt mở nhanh.", "done")

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._busy(False)
        self._show_pin()
        fields = {"password": self.password, "pin": self.pin}
        field = fields.get(problem.field or "") if isinstance(problem, RuleError) else None
        if field is None or not self._fields.isVisible():
            self.pin_notice.say(problem.message, "wrong")
            (self.pin_button if self._fields.isVisible() else self.off_button).setFocus()  # lost while it was disabled
            return
        field.say(problem.message)
        field.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        super().closeEvent(event)


def _card(title: str) -> Card:
    card = Card()
    card.body.addWidget(title_label(title, 1.1))
    return card


def _row(button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
