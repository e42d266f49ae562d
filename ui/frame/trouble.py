"""Red lines about the open book itself: damaged parts, and an older copy that was put in the folder's place.

Promises: what opening or the rounds beside the work found stays until it is mended; an older copy until who administers
the book accepts it. Nothing here stops the work.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from models.store.known import KnownHead, OlderCopy
from models.store.rights import may
from ui.desk import Desk
from ui.dialogs import confirmed
from ui.parts import Notice
from ui.theme import em

OLDER: Final = "older"
_TITLE: Final = "Dùng tiếp bản cũ của sổ?"
_MEANS: Final = (
    "Những việc đã ghi mà bản này không có sẽ không tự trở lại; có bản sao lưu mới hơn thì nên khôi phục bản đó. Việc "
    "chấp nhận được ghi vào lịch sử cùng tên người chọn."
)


def example_troubles() -> dict[str, str]:
    """Made-up troubles, for pictures."""
    seen = KnownHead("0" * 32, 1284, "7b" * 32, "2026-11-20T09:41:00+00:00")
    return {
        OLDER: OlderCopy(seen, 1190, "2026-11-13T03:20:00+00:00").told,
        "scans": "Có 1 tệp bản quét (thư mục scans) không dùng được, chứa 318 bản quét: 3f2a91bc04de… bị hỏng. Các "
        "phần khác của sổ vẫn dùng được; hãy khôi phục từ bản sao lưu gần nhất để có lại bản quét.",
    }


class TroubleLine(QWidget):
    """The lines over the sections; empty and without height while nothing is wrong."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.damage = Notice("", "wrong")
        self.older = Notice("", "wrong", button="Dùng tiếp bản này…")
        self.older.pressed.connect(self._accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, em(self, 0.4))
        column.setSpacing(em(self, 0.4))
        column.addWidget(self.older)
        column.addWidget(self.damage)
        self.renew()

    def renew(self) -> None:
        """Show what is known now."""
        troubles = self._desk.office.folder.troubles
        self.older.say(troubles.get(OLDER, ""))
        self.older.button.setVisible(may(self._desk.rights, "safekeeping"))
        self.damage.say("\n".join(words for part, words in troubles.items() if part != OLDER))
        self.setVisible(bool(troubles))

    def _accept(self) -> None:
        office = self._desk.office
        older = office.folder.older
        if older is None or not confirmed(self, _TITLE, f"{older.short} {_MEANS}", "Dùng tiếp bản này", "Thôi"):
            return
        try:
            office.folder.accept_older(office.actor)
        except (RuleError, EnvironmentProblem) as problem:
            self.older.say(f"{problem.message}\n{older.told}")
            return
        self.renew()
