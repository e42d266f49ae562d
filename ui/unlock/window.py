"""The unlock window, the first thing painted.

It imports Qt's widgets, the theme and the plain parts only, and says when it is painted, so that everything else is
loaded afterwards. What is typed goes to `open_with`, which runs in a thread; the office it returns is announced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.plain import Card, LinkButton, PrimaryButton, ToneLabel, leave_room_for_marks, title_label
from ui.theme import Tone, em
from ui.unlock.editor import CAPS_WORDS, SHOW_WORDS, PasswordEditor
from ui.unlock.ways import Asked, Ways

if TYPE_CHECKING:
    from models.store.errors import EnvironmentProblem, RuleError
    from ui.parts import Notice
    from ui.unlock.handle_field import HandleField
    from ui.waiting import Waiting

OpenWith = Callable[[Asked], object]

PROGRAM_NAME: Final = "Sổ An Sinh"
CARD_EM: Final = 26
SIDE_EM: Final = 1.6
FIELD_EM: Final = 2.1
NOTE_LINE: Final = 1.15
NO_PIN_NOW: Final = frozenset({"keyring", "quick_destroyed", "quick_unavailable", "quick_void"})
"""Codes after which the password is asked instead of the PIN."""
PIN_GONE: Final = frozenset({"quick_destroyed", "quick_void"})
TO_RESTORE: Final = frozenset(
    {
        "store_missing",
        "set_missing",
        "pointer_damaged",
        "vault_missing",
        "vault_damaged",
        "vault_forged",
        "vault_unreadable",
        "store_damaged",
        "database_damaged",
        "database_missing",
    }
)
"""Codes after which a backup is the way on."""


class UnlockWindow(QWidget):
    """Asks for the password, or for the PIN where there is one, and opens the office.

    `open_with(Asked)` runs in a thread and returns the opened office or raises RuleError or EnvironmentProblem.
    Nothing about the commune is readable before unlocking. `painted` comes once, after the first paint.
    """

    opened = Signal(object)
    painted = Signal()
    recovery_asked = Signal()
    restore_asked = Signal()

    def __init__(self, open_with: OpenWith, *, sample_password: str | None = None, ways: Ways | None = None) -> None:
        super().__init__()
        self._open_with = open_with
        self._was_painted = False
        self._waiting: Waiting | None = None
        self._notice: Notice | None = None
        self._choice: HandleField | None = None
        self._by_pin = False
        self.setWindowTitle(PROGRAM_NAME)
        self._label = QLabel()
        self.password = PasswordEditor()
        self.password.returnPressed.connect(self.unlock)
        self.password.textEdited.connect(self._typed)
        self.password.caps_lock.connect(self._caps_lock)
        self.note = ToneLabel("", "quiet", factor=0.9)
        self.show_letters = QCheckBox(SHOW_WORDS)
        self.show_letters.toggled.connect(self.password.show_letters)
        self.button = PrimaryButton("Mở sổ")
        self.button.clicked.connect(self.unlock)
        self.other_way = LinkButton("")
        self.other_way.clicked.connect(self._take_other_way)
        self.recovery = LinkButton("Mở bằng phiếu khôi phục")
        self.recovery.clicked.connect(self.recovery_asked)
        self.restore = LinkButton("Khôi phục từ bản sao lưu…")
        self.restore.hide()
        self._build(sample_password)
        self.set_ways(ways or Ways())

    def _build(self, sample_password: str | None) -> None:
        self._card = card = Card()
        card.setFixedWidth(em(self, CARD_EM))
        side = em(self, SIDE_EM)
        card.body.setContentsMargins(side, side, side, side)
        card.body.setSpacing(em(self, 0.6))
        card.body.addWidget(title_label(PROGRAM_NAME, 1.8))
        card.body.addWidget(ToneLabel("Sổ theo dõi an sinh xã hội của xã, phường", "quiet"))
        card.body.addSpacing(em(self, 0.4))
        if sample_password is not None:
            sample = Card(fill="soon_soft")
            words = f"Đây là dữ liệu mẫu, không có người thật. Mật khẩu: {sample_password}"
            sample.body.addWidget(ToneLabel(words, "soon"))
            card.body.addWidget(sample)
        self._field = QVBoxLayout()
        self._field.setSpacing(round(em() * 0.2))
        leave_room_for_marks(self._label)
        self._label.setBuddy(self.password)
        self.password.setMinimumHeight(em(self, FIELD_EM))
        for one in (self._label, self.password, self.note):
            self._field.addWidget(one)
        card.body.addLayout(self._field)
        row = QHBoxLayout()
        row.addWidget(self.show_letters)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        for way in (self.other_way, self.recovery):
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(way)
            card.body.addLayout(line)
        self._centre(card)
        self._say("")
        self.resize(em(self, 48), em(self, 34))
        self.password.setFocus()

    def _centre(self, card: Card) -> None:
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    # -- who and how -------------------------------------------------------------------------------------------------

    def set_ways(self, ways: Ways) -> None:
        """Show whose sign-in is asked for, and the PIN where there is one; what is typed already stays."""
        self._ways = ways
        if self._choice is not None:
            self._choice.setParent(None)
            self._choice.deleteLater()
            self._choice = None
        if len(ways.handles) > 1:
            from ui.unlock.handle_field import HandleField  # noqa: PLC0415 - most offices paint without it

            self._choice = HandleField(ways.handles, ways.chosen)
            self._choice.changed.connect(lambda _handle: self._offer_pin())
            self._card.body.insertWidget(self._card.body.indexOf(self._field), self._choice)
            QWidget.setTabOrder(self._choice.combo, self.password)
        if not self.password.text() or not self._by_pin:
            self._offer_pin(keep_typed=True)

    @property
    def handle(self) -> str:
        """Whose sign-in it is; empty where only one can be and nothing is known yet."""
        if self._choice is not None:
            return self._choice.handle
        return self._ways.handles[0] if len(self._ways.handles) == 1 else self._ways.chosen

    @property
    def by_pin(self) -> bool:
        return self._by_pin

    def _offer_pin(self, *, keep_typed: bool = False) -> None:
        """The PIN first where there is one; a password that is being typed is not taken for a PIN."""
        has_pin = self.handle in self._ways.quick
        self._use(pin=has_pin and not (keep_typed and self.password.text()))

    def _use(self, *, pin: bool) -> None:
        self._by_pin = pin
        self._label.setText("Mã PIN" if pin else "Mật khẩu")
        self.password.setAccessibleName(self._label.text())
        self.show_letters.setText("Hiện mã PIN" if pin else SHOW_WORDS)
        self.other_way.setText("Mở bằng mật khẩu" if pin else "Mở bằng mã PIN")
        self.other_way.setVisible(self.handle in self._ways.quick)

    def _take_other_way(self) -> None:
        self.password.clear()
        self._say("")
        self._use(pin=not self._by_pin)
        self.password.setFocus()

    # -- opening -----------------------------------------------------------------------------------------------------

    def unlock(self) -> None:
        """Try what was typed."""
        if self._waiting is None:
            self._waiting = self._made_waiting()
        if self._waiting.busy:
            return
        secret = self.password.text()
        if not secret:
            self._say("Hãy gõ mã PIN." if self._by_pin else "Hãy gõ mật khẩu.", "wrong")
            self.password.setFocus()
            return
        if self._notice is not None:
            self._notice.say("")
            self.restore.hide()
        self._say("Đang mở… (khoảng một giây)")
        self._enable(False)
        asked = Asked(secret, self.handle or None, self._by_pin)
        self._waiting.start(lambda: self._open_with(asked))

    def _made_waiting(self) -> Waiting:
        from ui.waiting import Waiting  # noqa: PLC0415 - the first paint does not wait for it

        waiting = Waiting(self)
        waiting.done.connect(self._done)
        waiting.refused.connect(self._refused)
        return waiting

    def _say(self, words: str, name: Tone = "quiet") -> None:
        """Words under the field, which keeps room for one line of them."""
        self.note.setText(words)
        self.note.set_tone(name)
        width = self._card.width() - 2 * em(self, SIDE_EM)
        one_line = round(self.note.fontMetrics().lineSpacing() * NOTE_LINE)
        self.note.setMinimumHeight(max(one_line, self.note.heightForWidth(width)))

    def _typed(self) -> None:
        if self.note.text() != CAPS_WORDS:
            self._say("")

    def _caps_lock(self, on: bool) -> None:
        if on and not self._by_pin:
            self._say(CAPS_WORDS, "soon")
        elif self.note.text() == CAPS_WORDS:
            self._say("")

    def _enable(self, on: bool) -> None:
        self.password.setReadOnly(not on)
        for one in (self.button, self.other_way, self.recovery):
            one.setEnabled(on)
        if self._choice is not None:
            self._choice.setEnabled(on)
        self.button.setText("Mở sổ" if on else "Đang mở…")

    def _done(self, office: object) -> None:
        self.password.clear()
        self._say("")
        self._enable(True)
        self.opened.emit(office)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        from models.store.errors import RuleError  # noqa: PLC0415 - the first paint does not wait for it

        self._enable(True)
        self.password.setFocus()
        self.password.selectAll()
        if self._by_pin and problem.code in NO_PIN_NOW:
            self._ask_password_instead(problem.code)
        elif not isinstance(problem, RuleError):
            self._say("")
            self.notice().say(problem.message, "wrong")
            self.restore.setVisible(problem.code in TO_RESTORE)
            return
        self._say(problem.message, "wrong")

    def _ask_password_instead(self, code: str) -> None:
        """A PIN whose other half is not to be had (or was destroyed) is no way in; the password always is."""
        self.password.clear()
        if code in PIN_GONE:
            self._ways = self._ways._replace(quick=tuple(one for one in self._ways.quick if one != self.handle))
        self._use(pin=False)

    def notice(self) -> Notice:
        """Where troubles of the machine are told, above the password; with a way to a backup where that is the way."""
        if self._notice is None:
            from ui.parts import Notice  # noqa: PLC0415 - the first paint does not wait for it

            self._notice = Notice("", "wrong")
            self.restore.clicked.connect(self.restore_asked)
            place = self._card.body.indexOf(self._field)
            self._card.body.insertWidget(place, self.restore)
            self._card.body.insertWidget(place, self._notice)
            QWidget.setTabOrder(self.recovery, self.restore)
        return self._notice

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._waiting is not None:
            self._waiting.wait()
        super().closeEvent(event)
