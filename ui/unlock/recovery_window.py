"""Opening with the recovery sheet: its ten groups, or two of three shares.

`open_with(key)` runs in a thread and returns the office, in which nobody is signed in yet; `opened` announces it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from models.store.recovery import RecoveryKey, WrongGroup
from ui.parts import Card, Notice, PrimaryButton, ToneLabel, title_label
from ui.plain import LinkButton
from ui.theme import em
from ui.unlock.group_fields import GroupFields
from ui.unlock.share_fields import ShareFields
from ui.unlock.window import PROGRAM_NAME
from ui.waiting import Waiting

CARD_EM: Final = 48
WHOLE_WORDS: Final = (
    "Gõ mười nhóm chữ trên phiếu; chữ hoa hay chữ thường đều được. Nếu có máy đọc mã thì quét mã QR vào ô bất kỳ. "
    "Mở xong, chương trình sẽ buộc đặt mật khẩu mới."
)
SHARE_WORDS: Final = "Cần hai mảnh bất kỳ trong ba mảnh của cùng một phiếu."


class RecoveryWindow(QWidget):
    """Asks for the key on the sheet and opens the office with it."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, open_with: Callable[[RecoveryKey], object]) -> None:
        super().__init__()
        self._open_with = open_with
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._done)
        self._waiting.refused.connect(self._refused)
        self.setWindowTitle(PROGRAM_NAME)
        self.notice = Notice("", "wrong")
        self.groups, self.shares = GroupFields(), ShareFields()
        self.groups.complete.connect(self.unlock)
        self.groups.changed.connect(lambda: self.notice.say(""))
        self.shares.changed.connect(lambda: self.notice.say(""))
        self.other = LinkButton("Hai trong ba mảnh")
        self.other.clicked.connect(self._take_other)
        self.back = LinkButton("Quay lại mật khẩu")
        self.back.clicked.connect(self.left)
        self.button = PrimaryButton("Mở sổ bằng phiếu")
        self.button.clicked.connect(self.unlock)
        self._words = ToneLabel("", "quiet")
        self._by_shares = False
        self._build()
        self._show(by_shares=False)

    def _build(self) -> None:
        card = Card()
        card.setMaximumWidth(em(self, CARD_EM))
        side = em(self, 1.4)
        card.body.setContentsMargins(side, side, side, side)
        card.body.setSpacing(em(self, 0.7))
        card.body.addWidget(title_label("Mở bằng phiếu khôi phục", 1.5))
        card.body.addWidget(self._words)
        card.body.addWidget(self.notice)
        card.body.addWidget(self.groups)
        card.body.addWidget(self.shares)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)
        self.resize(em(self, 54), em(self, 36))

    def _show(self, *, by_shares: bool) -> None:
        self._by_shares = by_shares
        self.groups.setVisible(not by_shares)
        self.shares.setVisible(by_shares)
        self._words.setText(SHARE_WORDS if by_shares else WHOLE_WORDS)
        self.other.setText("Khóa đầy đủ" if by_shares else "Hai trong ba mảnh")
        self.notice.say("")
        (self.shares.fields[0] if by_shares else self.groups.lines[0]).setFocus()

    def _take_other(self) -> None:
        self._show(by_shares=not self._by_shares)

    def unlock(self) -> None:
        """Try what was typed."""
        if self._waiting.busy:
            return
        self.notice.say("")
        try:
            key = (self.shares if self._by_shares else self.groups).key()
        except WrongGroup as wrong:
            self.groups.show_wrong(wrong.groups)
            self.notice.say(wrong.message, "wrong")
            return
        except RuleError as wrong:
            self.notice.say(wrong.message, "wrong")
            return
        self._enable(False)
        self._waiting.start(lambda: self._open_with(key))

    def _enable(self, on: bool) -> None:
        for one in (self.groups, self.shares, self.button, self.back, self.other):
            one.setEnabled(on)
        self.button.setText("Mở sổ bằng phiếu" if on else "Đang mở…")

    def _done(self, office: object) -> None:
        self.groups.clear()
        self.shares.clear()
        self._enable(True)
        self.opened.emit(office)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._enable(True)
        self.notice.say(problem.message, "wrong")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting.wait()
        super().closeEvent(event)
