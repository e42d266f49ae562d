"""Colleagues and their key slots together: add, set a password, remove, sign in anew after a recovery sheet.

Promises, for a kill between the two: whoever is added stands in the book first and gets the slot after, so that they
are told as "no password yet" and an administrator sets one; a password set by an administrator is in the history before
it opens anything; whoever is removed leaves in the very set that the new data key makes. A slot without a colleague
signs nobody in.
"""

from __future__ import annotations

from models.office.open_office import OpenOffice
from models.office.signing_in import note_sign_in
from models.office.staff_queries import StaffMemberView, actor_of, present_handles, staff_members
from models.office.staff_rules import check_handle
from models.office.staff_services import (
    AddStaff,
    StaffMember,
    add_staff,
    mark_left,
    note_own_password,
    note_password_set,
)
from models.store import slots
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.rights import demand
from models.store.store import STAFF, Store
from models.store.vault import check_password
from models.store.vault_format import RECOVERY, Slot
from models.store.work import Actor

ADDED = "Thêm cán bộ"
CHANGED = "Sửa cán bộ, vai trò"
PASSWORD_SET = "Đặt mật khẩu cho cán bộ"  # noqa: S105 - a title in the history
OWN_PASSWORD = "Đổi mật khẩu của mình"  # noqa: S105 - a title in the history
PASSWORD_RECOVERED = "Đặt mật khẩu bằng phiếu khôi phục"  # noqa: S105 - a title in the history
REMOVED = "Cho cán bộ thôi dùng sổ, đổi khóa sổ"
NEW_KEY = "Đổi khóa sổ"
BY_SHEET = Actor(None, frozenset({"staff"}))
"""Who opened the store with a recovery sheet may set one password, nothing else."""


def colleagues(store: Store) -> list[StaffMemberView]:
    """All colleagues with the state of their slots, as `staff_queries.staff_members`."""
    handles = slots.handles_of(store.authenticated_vault())
    with store.read() as session:
        return staff_members(session, handles)


def add_colleague(office: OpenOffice, command: AddStaff, password: str) -> int:
    """Add a colleague with their first password, typed by themselves; returns the staff id.

    Raises RuleError: right, name, role, handle, a password that is too short; then nothing was added.
    """
    demand(office.actor.rights, "staff")
    check_password(password)
    handle = check_handle(command.handle, command.display_name)
    if handle in slots.handles_of(office.store.authenticated_vault()):
        raise RuleError("Tên đăng nhập này đã có người dùng.", field="handle", code="handle_taken")
    made = office.transact(ADDED, add_staff, command, kind=STAFF)
    slots.add_slot(office.store, handle, password)
    return made


def set_password(office: OpenOffice, staff_id: int, password: str) -> None:
    """A new password for a colleague who forgot theirs or has none yet, set by an administrator; quick unlock is void.

    Raises RuleError: right, unknown or gone colleague, a password that is too short.
    """
    check_password(password)
    office.transact(PASSWORD_SET, note_password_set, StaffMember(staff_id), kind=STAFF)
    _put_slot(office.store, _member(office.store, staff_id).handle, password)


def change_own_password(office: OpenOffice, old: str, new: str) -> None:
    """Change the password of whoever is signed in; raises WrongPassword for the old one, RuleError for the new one."""
    slots.rewrap(office.store, _handle_of(office), old, new)
    office.transact(OWN_PASSWORD, note_own_password, None, kind=STAFF)


def recover(office: OpenOffice, handle: str, password: str) -> None:
    """After a recovery sheet opened the store: a new password for this colleague, who is signed in by it.

    Raises RuleError when no sheet opened it, for an unknown or gone colleague, for a password that is too short.
    """
    if not office.folder.by_recovery:
        raise RuleError("Sổ không mở bằng phiếu khôi phục.", code="not_recovered")
    check_password(password)
    store = office.store
    with store.read() as session:
        actor = actor_of(session, handle)
    member = StaffMember(actor.staff_id or 0)
    store.transact(PASSWORD_RECOVERED, BY_SHEET, note_password_set, member, kind=STAFF)
    _put_slot(store, handle, password)
    office.actor = actor
    note_sign_in(office.folder, actor, None)


def demand_removable(office: OpenOffice, staff_id: int) -> StaffMemberView:
    """The colleague, when they may be removed by whoever is signed in; RuleError says why not.

    Removing oneself is a handover: the one who stays does it.
    """
    demand(office.actor.rights, "staff")
    member = _member(office.store, staff_id)
    if staff_id == office.actor.staff_id:
        raise RuleError(
            "Không tự cho mình thôi dùng sổ được. Người quản trị khác làm việc này, hoặc dùng Bàn giao.",
            code="self_removal",
        )
    if member.state == "left":
        raise RuleError("Cán bộ này đã thôi dùng sổ.", field="staff", code="staff_left")
    return member


def remove_colleague(folder: OpenedFolder, actor: Actor, staff_id: int) -> None:
    """Mark a colleague left and give the book a new data key without their slot, both in one step.

    Takes seconds and needs the folder for itself: no window may read meanwhile, and `folder.store` is another one
    afterwards. Raises RuleError as `mark_left`; then nothing has changed. Also finishes a removal cut off before.
    """
    with folder.store.read() as session:
        staying = present_handles(session)
    member = _member(folder.store, staff_id)
    gone = {member.handle}

    def leave(store: Store) -> None:
        if member.left_on is None:
            store.transact(REMOVED, actor, mark_left, StaffMember(staff_id), kind=STAFF)

    folder.rekey(lambda slot: keeps(slot, staying - gone), leave)


def keeps(slot: Slot, staying: frozenset[str]) -> bool:
    """Whether a new data key is sealed to this slot: that of the recovery sheet and of who stays."""
    return slot.kind == RECOVERY or slot.handle in staying


def _put_slot(store: Store, handle: str, password: str) -> None:
    """A new slot in place of the colleague's old one, or their first."""
    if handle in slots.handles_of(store.authenticated_vault()):
        slots.replace_slot(store, handle, password)
    else:
        slots.add_slot(store, handle, password)


def _member(store: Store, staff_id: int) -> StaffMemberView:
    for member in colleagues(store):
        if member.id == staff_id:
            return member
    raise RuleError("Không có cán bộ này.", field="staff", code="staff_unknown")


def _handle_of(office: OpenOffice) -> str:
    return _member(office.store, office.actor.staff_id or 0).handle
