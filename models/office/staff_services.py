"""Verbs of colleagues: add, change, mark left, note that a password was set.

Promises: all take the right "staff" but the note about one's own password; an office never ends without a colleague who
keeps its staff; handles are never given twice. Run them with kind STAFF. Key slots are no matter of this module:
models.office.staff_keys keeps both together.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from models.office.staff_rules import check_display_name, check_handle, check_role
from models.office.tables import Staff
from models.store import history
from models.store.errors import RuleError
from models.store.rights import needs
from models.store.uids import new_uid
from models.store.work import Outcome, Work

STAFF_STALE = frozenset({("office", 0), ("staff", 0)})


@dataclass(frozen=True, slots=True)
class AddStaff:
    """A new colleague; the handle is what they sign in with."""

    display_name: str
    role: str
    handle: str
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class ChangeStaff:
    """A colleague's name, role and whether they keep the staff."""

    staff_id: int
    display_name: str
    role: str
    administrator: bool


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One colleague."""

    staff_id: int


@needs("staff")
def add_staff(work: Work, command: AddStaff) -> Outcome[int]:
    """Add a colleague; returns the staff id. RuleError: name, role, handle; a handle that ever was somebody's."""
    name, role = check_display_name(command.display_name), check_role(command.role)
    handle = check_handle(command.handle, name)
    if work.session.scalar(select(func.count()).select_from(Staff).where(Staff.handle == handle)):
        raise RuleError("Tên đăng nhập này đã có người dùng.", field="handle", code="handle_taken")
    made = Staff(uid=new_uid(), display_name=name, role=role, handle=handle, administrator=int(command.administrator))
    work.add(made)
    return Outcome(made.id, STAFF_STALE)


@needs("staff")
def change_staff(work: Work, command: ChangeStaff) -> Outcome[int]:
    """Change name, role, administration; RuleError when nobody would be left to keep the staff."""
    staff = _present(work, command.staff_id)
    if staff.administrator and not command.administrator:
        _demand_another(work, staff)
    staff.display_name = check_display_name(command.display_name)
    staff.role = check_role(command.role)
    staff.administrator = int(command.administrator)
    return Outcome(staff.id, STAFF_STALE)


@needs("staff")
def mark_left(work: Work, command: StaffMember) -> Outcome[int]:
    """The colleague signs in no more from now on; RuleError for the last who keeps the staff."""
    staff = _present(work, command.staff_id)
    if staff.administrator:
        _demand_another(work, staff)
    staff.left_on = work.today.isoformat()
    staff.administrator = 0
    return Outcome(staff.id, STAFF_STALE)


@needs("staff")
def note_password_set(work: Work, command: StaffMember) -> Outcome[int]:
    """Note that an administrator sets a colleague's password; nothing of it is written."""
    return _noted(work, _present(work, command.staff_id))


@needs(None)
def note_own_password(work: Work, _command: None) -> Outcome[int]:
    """Note that whoever acts changed the own password; nothing of it is written."""
    return _noted(work, _present(work, work.actor.staff_id or 0))


def _noted(work: Work, staff: Staff) -> Outcome[int]:
    work.audits.append(history.audit_row(Staff.__tablename__, staff.id, history.CHANGED, {}))
    return Outcome(staff.id, STAFF_STALE)


def _present(work: Work, staff_id: int) -> Staff:
    staff = work.get(Staff, staff_id)
    if staff is None:
        raise RuleError("Không có cán bộ này.", field="staff", code="staff_unknown")
    if staff.left_on is not None:
        raise RuleError("Cán bộ này đã thôi dùng sổ.", field="staff", code="staff_left")
    return staff


def _demand_another(work: Work, besides: Staff) -> None:
    others = select(func.count()).select_from(Staff)
    others = others.where(Staff.administrator == 1, Staff.left_on.is_(None), Staff.id != besides.id)
    if not work.session.scalar(others):
        raise RuleError(
            "Sổ phải còn ít nhất một người quản trị. Hãy giao quyền quản trị cho người khác trước.",
            field="administrator",
            code="last_administrator",
        )
