"""Rules of colleagues who sign in: roles and their rights, sign-in handles, failures counted before a sign-in.

Pure functions. A role guards windows and commands; the file is guarded by passwords alone (docs/security.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, get_args

from models.office.failures import Failures
from models.store.errors import RuleError
from models.store.rights import ALL, Right
from models.store.vietnamese import search_text, tidy_name
from models.store.work import OFFICE_TIME

Role = Literal["clerk", "head", "leader", "viewer"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
ROLE_LABELS: Final[dict[str, str]] = {
    "clerk": "Công chức",
    "head": "Trưởng phòng",
    "leader": "Lãnh đạo xác nhận",
    "viewer": "Người xem",
}
ROLE_WORDS: Final[dict[str, str]] = {
    "clerk": "ghi, sửa, in, xuất, phát hành giấy tờ",
    "head": "như công chức, và xem nhật ký xem thông tin",
    "leader": "xem đầy đủ, in và xác nhận phát hành giấy tờ; không sửa sổ",
    "viewer": "chỉ xem; số định danh, tài khoản, điện thoại và căn cứ trợ cấp được che",
}
"""What each role may, for who chooses one."""
_SEES: Final[frozenset[Right]] = frozenset({"grounds", "numbers", "print"})
_WORKS: Final[frozenset[Right]] = _SEES | {"change", "export", "confirm"}
RIGHTS_OF: Final[dict[str, frozenset[Right]]] = {
    "clerk": _WORKS,
    "head": _WORKS | {"audit"},
    "leader": _SEES | {"confirm", "audit"},
    "viewer": frozenset(),
}
ADMINISTRATOR_RIGHTS: Final[frozenset[Right]] = frozenset({"staff", "safekeeping", "audit"})
ADMINISTRATOR_LABEL: Final = "Quản trị sổ"
LONGEST_HANDLE: Final = 32
HANDLE_START: Final = "can-bo-"
RECOVERY_START: Final = "phieu-"
"""Slots of recovery sheets are called so; no colleague is."""
_HANDLE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBERED: Final = re.compile(rf"(?:{HANDLE_START})?\d+")


def rights_of(role: str, *, administrator: bool) -> frozenset[str]:
    """The rights of a colleague; an unknown role has none."""
    return frozenset(RIGHTS_OF.get(role, frozenset()) | (ADMINISTRATOR_RIGHTS if administrator else frozenset()))


def role_text(role: str, *, administrator: bool) -> str:
    """ "Công chức, quản trị sổ"."""
    label = ROLE_LABELS.get(role, role)
    return f"{label}, {ADMINISTRATOR_LABEL.lower()}" if administrator else label


def role_of_rights(rights: frozenset[str]) -> str:
    """What to call whoever has these rights, where only the rights are known."""
    if ALL in rights:
        return "Toàn quyền"
    plain = rights - ADMINISTRATOR_RIGHTS
    return next((ROLE_LABELS[role] for role in ROLES if plain == RIGHTS_OF[role] - ADMINISTRATOR_RIGHTS), "")


def check_role(text: str) -> Role:
    """A known role; RuleError otherwise."""
    for role in ROLES:
        if text == role:
            return role
    raise RuleError("Hãy chọn một vai trò.", field="role", code="role_unknown")


def check_display_name(text: str) -> str:
    """A colleague's name as the history shows it; RuleError when it is missing."""
    name = tidy_name(text)
    if not name:
        raise RuleError("Chưa nhập họ tên cán bộ.", field="display_name", code="name_missing")
    return name


def check_handle(text: str, display_name: str = "") -> str:
    """A sign-in handle: lower-case Latin letters, digits, single hyphens; not a recovery sheet's; not the own name.

    It stands unencrypted in the vault on every stick, so a name in it would tell who works with the book.
    """
    handle = text.strip()
    if not handle:
        raise RuleError("Chưa nhập tên đăng nhập.", field="handle", code="handle_missing")
    if len(handle) > LONGEST_HANDLE or not _HANDLE.fullmatch(handle):
        raise RuleError(
            f"Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số, gạch nối, nhiều nhất {LONGEST_HANDLE} ký tự, "
            "như can-bo-2.",
            field="handle",
            code="handle_form",
        )
    if handle.startswith(RECOVERY_START):
        raise RuleError("Tên này dành cho phiếu khôi phục. Hãy chọn tên khác.", field="handle", code="handle_reserved")
    if _tells_name(handle, display_name):
        raise RuleError(
            "Tên đăng nhập không được là họ tên: nó nằm ngoài phần mã hóa. Hãy dùng tên như can-bo-2.",
            field="handle",
            code="handle_is_name",
        )
    return handle


def _tells_name(handle: str, display_name: str) -> bool:
    """Whether a part of the handle is a word of the name, or its letters are words of the name run together."""
    if _NUMBERED.fullmatch(handle):
        return False
    words = [word for word in re.findall(r"[a-z]+", search_text(display_name)) if len(word) > 1]
    parts = [part for part in re.split(r"[-\d]+", handle) if part]
    return bool(words) and (any(part in words for part in parts) or _made_of("".join(parts), tuple(words)))


def _made_of(letters: str, words: tuple[str, ...]) -> bool:
    reached = {0}
    for start in range(len(letters)):
        if start in reached:
            reached |= {start + len(word) for word in words if letters.startswith(word, start)}
    return len(letters) > 0 and len(letters) in reached


def next_handle(taken: Iterable[str]) -> str:
    """The handle proposed for the next colleague: the first free can-bo-2, can-bo-3..."""
    known = set(taken)
    number = 2
    while f"{HANDLE_START}{number}" in known:
        number += 1
    return f"{HANDLE_START}{number}"


def failures_text(failures: Failures) -> str:
    """What the history says about failed sign-ins: how many and when, in the office's time."""
    first, last = (
        datetime.fromisoformat(at).astimezone(OFFICE_TIME).strftime("%d/%m/%Y %H:%M")
        for at in (failures.first, failures.last)
    )
    when = f"lúc {first}" if first == last else f"từ {first} đến {last}"
    return f"Trước đó {failures.count} lần mở không thành, {when}."
