"""Recovery sheets of the store: a sheet counts from the moment the clerk says that it is printed and put away.

So there is never a valid sheet that nobody holds, and a store without one can be told by its vault alone. A sheet is
voided by a new data key, which the next sheet brings along; older backups stay openable with the old one.
"""

from __future__ import annotations

from sqlalchemy import func, select

from models.office.open_office import OpenOffice
from models.safekeeping import queries
from models.safekeeping.rules import GOOD
from models.store import slots
from models.store.recovery import RecoveryKey
from models.store.rights import needs
from models.store.store import SAFEKEEPING, Store
from models.store.tables import Change
from models.store.vault_format import RECOVERY
from models.store.work import Outcome, Work

FIRST = "Lập phiếu khôi phục"
NEXT = "Lập phiếu khôi phục mới, hủy phiếu cũ"


def valid_sheet(store: Store) -> str | None:
    """The handle of the sheet that opens this store now, None without one."""
    return slots.recovery_handle(store.authenticated_vault())


def next_handle(store: Store) -> str:
    """What the next sheet will be called: "phieu-2"; never again as one that is void by now."""
    noted = select(func.count()).where(Change.kind == SAFEKEEPING, Change.name.in_((FIRST, NEXT)))
    with store.connection() as connection:
        made = connection.execute(noted).scalar_one()
    return slots.next_sheet(valid_sheet(store), made)


def waits_for_copy(store: Store) -> bool:
    """Whether there is a valid sheet and no proved copy outside this disk that it opens: all were made before it."""
    if valid_sheet(store) is None:
        return False
    noted = select(func.max(Change.id)).where(Change.kind == SAFEKEEPING, Change.name.in_((FIRST, NEXT)))
    with store.read() as session:
        made = session.scalar(noted) or 0
        return not any(
            one.standing == GOOD and one.outside and one.followed and one.head_change >= made
            for one in queries.copies(session)
        )


def store_mark(store: Store) -> str:
    """Eight figures and letters by which sheet and store are known to belong together: "3F2A-91BC"."""
    uid = store.authenticated_vault().store_uid.replace("-", "").upper()
    return f"{uid[-8:-4]}-{uid[-4:]}"


def use_sheet(office: OpenOffice, key: RecoveryKey) -> str:
    """Make `key` the store's sheet, in place of the one before; returns its handle.

    With a sheet before it this makes a new data key: no window may stand over the store. Takes a second or more. Raises
    RuleError ("no_right") or EnvironmentProblem; then the sheet before stays valid.
    """
    handle = next_handle(office.store)
    if valid_sheet(office.store) is None:
        office.transact(FIRST, note_sheet, handle, kind=SAFEKEEPING)
        return slots.set_recovery(office.store, key, handle)

    def enter(fresh: Store) -> None:
        fresh.transact(NEXT, office.actor, note_sheet, handle, kind=SAFEKEEPING)
        slots.set_recovery(fresh, key, handle)

    office.folder.rekey(lambda slot: slot.kind != RECOVERY, enter)
    return handle


@needs("safekeeping")
def note_sheet(work: Work, handle: str) -> Outcome[int]:
    """A line in the history that there is a new sheet; its key is nowhere but on paper."""
    return Outcome(work.change_id)
