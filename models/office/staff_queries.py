"""Reads of colleagues: who may sign in, with which rights, and whether a key slot and a colleague belong together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.staff_rules import rights_of, role_text
from models.office.tables import Staff
from models.store.errors import RuleError
from models.store.work import Actor

KeyState = Literal["ready", "no_password", "left", "key_left"]
STATE_LABELS: dict[KeyState, str] = {
    "ready": "Đang dùng",
    "no_password": "Chưa có mật khẩu",
    "left": "Đã thôi",
    "key_left": "Đã thôi, chưa đổi khóa sổ",
}


@dataclass(frozen=True, slots=True)
class StaffMemberView:
    """A colleague with the state of their key slot.

    "no_password": no slot, so they cannot sign in until a password is set; "key_left": removed, but the book still has
    their slot, so it needs its new key.
    """

    id: int
    uid: str
    display_name: str
    handle: str
    role: str
    role_text: str
    administrator: bool
    left_on: date | None
    state: KeyState
    state_text: str


def staff_members(session: Session, handles: Collection[str]) -> list[StaffMemberView]:
    """All colleagues, who left last; `handles` are those of the vault's slots."""
    found = session.scalars(select(Staff).order_by(Staff.left_on.is_not(None), Staff.id))
    return [_view(row, row.handle in handles) for row in found]


def _view(row: Staff, has_slot: bool) -> StaffMemberView:
    state: KeyState = ("ready" if has_slot else "no_password") if row.left_on is None else _left_state(has_slot)
    left = None if row.left_on is None else date.fromisoformat(row.left_on)
    return StaffMemberView(
        id=row.id,
        uid=row.uid,
        display_name=row.display_name,
        handle=row.handle,
        role=row.role,
        role_text=role_text(row.role, administrator=bool(row.administrator)),
        administrator=bool(row.administrator),
        left_on=left,
        state=state,
        state_text=f"{STATE_LABELS[state]} từ {left:%d/%m/%Y}" if left and state == "left" else STATE_LABELS[state],
    )


def _left_state(has_slot: bool) -> KeyState:
    return "key_left" if has_slot else "left"


def handles_ever(session: Session) -> list[str]:
    """Every handle that is or was a colleague's."""
    return list(session.scalars(select(Staff.handle).order_by(Staff.id)))


def present_handles(session: Session) -> frozenset[str]:
    """Handles of the colleagues who have not left: whose slots a new data key keeps."""
    return frozenset(session.scalars(select(Staff.handle).where(Staff.left_on.is_(None))))


def actor_of(session: Session, handle: str) -> Actor:
    """Who signs in with this slot, with the rights of their role.

    RuleError "not_staff" when the slot is nobody's or its colleague has left.
    """
    return _actor(session.scalars(select(Staff).filter_by(handle=handle)).one_or_none())


def actor_now(session: Session, staff_id: int) -> Actor:
    """Who this colleague is now, with the rights of their role; RuleError "not_staff" as `actor_of`."""
    return _actor(session.get(Staff, staff_id))


def _actor(staff: Staff | None) -> Actor:
    if staff is None or staff.left_on is not None:
        raise RuleError(
            "Mật khẩu này không còn mở được sổ: cán bộ đã thôi dùng sổ. Hãy hỏi người quản trị sổ.",
            field="password",
            code="not_staff",
        )
    return Actor(staff.id, rights_of(staff.role, administrator=bool(staff.administrator)))
