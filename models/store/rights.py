"""Rights: words on an Actor that say what a colleague may do, and the guard at the store's one door.

Promises: a change, a print or an export by somebody without the right to it is refused before anything runs. Rights
guard windows and commands, not the file: who has a password and standard tools can read all of it (docs/security.md).
Which role has which rights is known to models.office.staff_rules alone.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any, Final, Literal, TypeVar

from models.store.errors import RuleError

Right = Literal[
    "all",
    "change",
    "print",
    "export",
    "grounds",
    "numbers",
    "confirm",
    "staff",
    "safekeeping",
    "audit",
]
"""In order: everything (founding, tests); change the book; print; export; read the grounds of benefits; read identity
numbers, accounts and phones in full; issue papers; keep colleagues and their roles; restore, void and hand over; read
who looked at what."""

ALL: Final = "all"
NEEDED: Final = "needed_right"
"""Attribute of a verb that names its own right, in place of that of the change's kind."""
OF_KIND: Final[dict[str, Right]] = {"change": "change", "print": "print", "export": "export", "staff": "staff"}
"""The right that a change of a kind takes; other kinds are for everybody who signed in."""
_MAY_NOT: Final[dict[str, str]] = {
    "change": "Vai trò của bạn chỉ được xem, không được sửa sổ.",
    "print": "Vai trò của bạn không được in.",
    "export": "Vai trò của bạn không được xuất danh sách.",
    "grounds": "Vai trò của bạn không được xem căn cứ trợ cấp.",
    "numbers": "Vai trò của bạn không được xem đầy đủ số định danh, tài khoản, điện thoại.",
    "confirm": "Vai trò của bạn không được phát hành giấy tờ.",
    "staff": "Chỉ người quản trị sổ mới được quản lý cán bộ và quyền.",
    "safekeeping": "Chỉ người quản trị sổ mới được làm việc này.",
    "audit": "Vai trò của bạn không được xem nhật ký xem thông tin.",
}
ASK: Final = "Cần thì nhờ người quản trị sổ (Cài đặt, thẻ Cán bộ)."

VerbT = TypeVar("VerbT", bound=Callable[..., Any])


def may(rights: Set[str], right: Right) -> bool:
    """Whether these rights hold `right`."""
    return ALL in rights or right in rights


def may_not(right: Right) -> str:
    """Why somebody without the right cannot, and whom to ask: for tips of buttons and refusals."""
    return f"{_MAY_NOT.get(right, 'Vai trò của bạn không được làm việc này.')} {ASK}"


def demand(rights: Set[str], right: Right) -> None:
    """RuleError "no_right" unless these rights hold `right`."""
    if not may(rights, right):
        raise RuleError(may_not(right), code="no_right")


def needs(right: Right | None) -> Callable[[VerbT], VerbT]:
    """Mark a verb: it takes this right instead of that of the change's kind (None: everybody who signed in may)."""

    def mark(verb: VerbT) -> VerbT:
        setattr(verb, NEEDED, right)
        return verb

    return mark


def demand_for(rights: Set[str], verb: Callable[..., Any], kind: str) -> None:
    """The guard of the store: RuleError "no_right" when these rights do not allow `verb` in a change of `kind`."""
    right: Right | None = getattr(verb, NEEDED, OF_KIND.get(kind))
    if right is not None:
        demand(rights, right)
