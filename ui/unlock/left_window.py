"""Farewell to a machine whose keys were wiped: what went, what stayed, and what becomes of the sticks.

Knows nothing of the book, which is closed and gone; says only what the disk shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.parts import Card, Notice, PrimaryButton, ToneLabel, title_label
from ui.plain import LinkButton
from ui.theme import em
from ui.unlock.window import PROGRAM_NAME

CARD_EM: Final = 44
WIPED: Final = "Đã xóa khóa của sổ khỏi máy này"
NOT_WIPED: Final = "Chưa xóa hết khóa của sổ khỏi máy này"
KEYS_LEFT: Final = (
    "Một tệp khóa còn bị đĩa hoặc chương trình khác giữ lại, nên sổ vẫn mở được ở máy này. Khởi động lại máy, mở sổ "
    "bằng mật khẩu, vào Sao lưu, Bàn giao sổ rồi làm lại bước «Rời máy này»."
)
REST_LEFT: Final = (
    "Trong {folder} còn tệp đã mã hóa mà đĩa chưa xóa được. Không mật khẩu hay phiếu nào mở được nữa; có thể tự xóa."
)
PINS_LEFT: Final = (
    "Chưa xóa được phần của mã PIN trong kho khóa của máy; không còn tệp khóa thì phần này không mở được gì."
)
ALL_GONE: Final = "Tệp khóa và toàn bộ dữ liệu của sổ trong máy này, kể cả những bộ sổ cũ còn giữ lại."
KEYS_GONE: Final = "Tệp khóa của sổ và của những bộ sổ cũ còn giữ lại: không có chúng thì không đọc được gì."
PINS_GONE: Final = "Mã PIN, bí mật của mã PIN và phần ghi nhớ đăng nhập."
MEMORY_GONE: Final = "Phần ghi nhớ đăng nhập."
KEPT: Final = (
    "Chương trình, cỡ chữ và cỡ cửa sổ; không có tên hay số liệu của ai trong đó.",
    "Tệp PDF, Excel từng lưu ra máy, và bản sao lưu đặt trên ổ đĩa của máy này nếu có: hãy tự xóa hoặc giao lại.",
)
STICKS_TITLE: Final = "USB và máy của bên nhận"
STICKS: Final = (
    "Giao từng USB cho người giữ đã ghi trong biên bản bàn giao. Sổ nay chỉ còn trên các USB đó và máy của bên nhận.",
    "USB làm trước khi bên nhận đổi khóa sổ vẫn mở bằng mật khẩu của ngày đó: cất trong két, không để cùng mật khẩu.",
    "Trên máy của bên nhận: đổi khóa sổ, rồi sao lưu lại ngay.",
)


class LeftWindow(QWidget):
    """`ended` ends the program, `go_on_asked` goes on on this machine; closing the window is `ended` too."""

    ended = Signal()
    go_on_asked = Signal()

    def __init__(self, folder: Path, *, keys: bool = False, rest: bool = False, pins: bool = False) -> None:
        """`keys`, `rest`: what the disk did not give up (models.safekeeping.leaving.Left); `pins`: nor the keyring."""
        super().__init__()
        self._went_on = False
        self.setWindowTitle(PROGRAM_NAME)
        self.title = title_label(NOT_WIPED if keys else WIPED, 1.5)
        self.notice = Notice("", "wrong")
        self.button = PrimaryButton("Đóng chương trình", "check")
        self.button.clicked.connect(self.close)
        self.go_on = LinkButton("Mở sổ, làm lại…" if keys else "Dùng tiếp máy này: lập sổ mới hoặc khôi phục…")
        self.go_on.clicked.connect(self._go_on)
        gone = (KEYS_GONE if rest else ALL_GONE, MEMORY_GONE if pins else PINS_GONE)
        self._build(() if keys else (("Đã xóa", gone), ("Còn lại trên máy này", KEPT), (STICKS_TITLE, STICKS)))
        told = ((keys, KEYS_LEFT), (rest and not keys, REST_LEFT.format(folder=folder)), (pins, PINS_LEFT))
        self.notice.say(" ".join(words for is_so, words in told if is_so), "wrong" if keys else "soon")
        self.button.setFocus()

    def _build(self, groups: Sequence[tuple[str, Sequence[str]]]) -> None:
        card = Card()
        side = em(self, 1.4)
        card.body.setContentsMargins(side, side, side, side)
        card.body.setSpacing(em(self, 0.5))
        card.body.addWidget(self.title)
        card.body.addWidget(self.notice)
        for heading, lines in groups:
            card.body.addSpacing(em(self, 0.4))
            card.body.addWidget(title_label(heading, 1.05))
            for line in lines:
                card.body.addWidget(ToneLabel(f"• {line}", "text"))
        row = QHBoxLayout()
        row.addWidget(self.go_on)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addSpacing(em(self, 0.6))
        card.body.addLayout(row)
        card.setMaximumWidth(em(self, CARD_EM))
        inner = QWidget()
        column = QVBoxLayout(inner)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        column.addStretch(1)
        column.addLayout(middle)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.resize(em(self, 54), em(self, 40))

    def _go_on(self) -> None:
        self._went_on = True
        self.go_on_asked.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._went_on:
            self.ended.emit()
        super().closeEvent(event)
