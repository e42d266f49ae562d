"""A data folder held by this process: its instance lock, who opened it, and its unlocked store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from models.store import vault
from models.store.door import database_trouble, scans_trouble, sets_trouble, vault_trouble
from models.store.errors import EnvironmentProblem
from models.store.files import InstanceLock, opened_read_only
from models.store.folder import (
    CURRENT,
    LOCK,
    StoreSet,
    current_set,
    demand_writable,
    drop_unfinished,
    make_current,
    settled,
)
from models.store.leftovers import drop_older_copies, drop_replaced
from models.store.migrate import migrate_current
from models.store.rekey import new_data_key
from models.store.scans.services import drop_cut_off
from models.store.schema_version import OlderSchema
from models.store.store import MIGRATION, Store
from models.store.vault_format import RECOVERY, Slot
from models.store.work import Actor, Outcome, Work


class OpenedFolder:
    """A data folder held by this process: its instance lock and its unlocked store.

    `handle` is the slot that opened it, never a name; `by_recovery` says that it was a recovery sheet, after which a
    new password must be set.
    """

    def __init__(
        self,
        data: Path,
        secret: vault.Secret,
        handle: str | None = None,
        *,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Lock `data`, unlock its current set with `secret` (at the slot `handle`, when told).

        Raises WrongPassword, or EnvironmentProblem: already open, missing, damaged, newer.
        """
        self.data = data
        chosen = current_set(data)
        try:
            self._lock = InstanceLock(data / LOCK)
        except EnvironmentProblem as problem:
            raise (opened_read_only() if problem.code == "read_only" else problem) from None
        try:
            chosen = settled(data)  # again: another instance may have swapped it before it gave the lock back
            demand_writable(data, chosen)
            drop_unfinished(data)
            data_key, slot = vault.unlock(vault.read_vault(chosen.vault), secret, handle)
            vault.authenticate(chosen.vault, data_key)
            if not (data / CURRENT).exists():
                make_current(data, chosen)
            self.store = self._newest(chosen, data_key, clock)
            self.handle = slot.handle
            self.by_recovery = slot.kind == RECOVERY
            self.old_vault: str | None = None
            """What a vault that is older than the store means, for the history: it is sealed anew now."""
            self.whole = self._looked_over()
            """False: the store is damaged or older than its last sealed change; nothing should be written into it."""
        except BaseException:
            self._lock.release()
            raise

    def _newest(self, chosen: StoreSet, data_key: bytes, clock: Callable[[], datetime] | None) -> Store:
        """The open store, brought to the newest schema first when it is behind."""
        try:
            return Store(chosen, data_key, clock=clock)
        except OlderSchema:
            store = Store(migrate_current(self.data, chosen, data_key), data_key, clock=clock)
            store.transact("Nâng cấp sổ lên phiên bản mới", Actor(None), _nothing, None, kind=MIGRATION)
            return store

    def _looked_over(self) -> bool:
        """Whether the store is whole; then copies of it that nobody needs are thrown away. Sets `trouble`."""
        try:
            self.trouble = database_trouble(self.store)
            """What the clerk must be told of this store, in words that say what to do; None when nothing was found."""
            if self.trouble is not None:
                return False
            drop_cut_off(self.store)
            drop_older_copies(self.data, self.store)
            self.old_vault = vault_trouble(self.store)
            self.trouble = self.old_vault or scans_trouble(self.store) or sets_trouble(self.data, self.store)
            with suppress(EnvironmentProblem):  # what a kill left unsealed; the next change tries again
                self.store.seal_head()
            return True
        except BaseException:
            self.store.close()
            raise

    def rekey(self, keep: Callable[[Slot], bool], work: Callable[[Store], None] | None = None) -> None:
        """Make a new data key, sealed to the slots that `keep` names, and open the store under it as `self.store`.

        `work(new_store)` runs in the new set before it becomes current: what it writes and the new key come together or
        not at all. The old store object is closed afterwards and its set thrown away with proof; quick unlock of those
        who stay goes on. Raises RuleError when no colleague could open the new set, EnvironmentProblem, and whatever
        `work` raises; then nothing has changed and `self.store` is the old one.
        """
        replaced = self.store.set
        self.store = new_data_key(self.data, self.store, keep, work)
        drop_replaced(self.store, replaced)
        if self.store.is_whole():
            drop_older_copies(self.data, self.store)

    def close(self) -> None:
        """Seal the history's head, close the store, give the lock back; never complains about the machine.

        What was committed is on the device; a disk that refuses the seal only leaves an earlier one in place.
        """
        try:
            with suppress(EnvironmentProblem):
                self.store.seal_head()
        finally:
            self.store.close()
            self._lock.release()

    def __enter__(self) -> OpenedFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _nothing(work: Work, _: None) -> Outcome[int]:
    return Outcome(work.change_id)
