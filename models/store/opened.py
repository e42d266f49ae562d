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
from models.store.known import ACCEPTED, BookMemory, NoMemory, OlderCopy, accept, head_now, older_copy
from models.store.leftovers import drop_older_copies, drop_replaced
from models.store.migrate import migrate_current
from models.store.rekey import new_data_key
from models.store.scans.services import drop_cut_off
from models.store.schema_version import OlderSchema
from models.store.store import MIGRATION, SAFEKEEPING, Store
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
        memory: BookMemory | None = None,
    ) -> None:
        """Lock `data`, unlock its current set with `secret` (at the slot `handle`, when told).

        `memory` is what this workstation knows of the book; it is kept up to date at `note_head` and on closing.
        Raises WrongPassword, or EnvironmentProblem: already open, missing, damaged, newer.
        """
        self.data = data
        self.memory: BookMemory = memory or NoMemory()
        self.troubles: dict[str, str] = {}
        """What the clerk must be told of this store, by the part that is concerned, in words that say what to do."""
        self.older: OlderCopy | None = None
        """Set when this is an older copy than the one that was open here last; nobody has accepted it yet."""
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
            if vault.authenticate(chosen.vault, data_key).set_id != chosen.set_id:
                raise vault.vault_of_another_set()
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

    @property
    def trouble(self) -> str | None:
        """All troubles, a line for each; None when nothing was found."""
        return "\n".join(self.troubles.values()) or None

    def tell(self, part: str, words: str | None) -> None:
        """What is wrong with a part ("scans") as it is known now; None: nothing any more."""
        self.troubles.pop(part, None)
        if words is not None:
            self.troubles[part] = words

    def _looked_over(self) -> bool:
        """Whether the store is whole; then copies of it that nobody needs are thrown away. Sets `troubles`."""
        try:
            self.tell("database", database_trouble(self.store))
            if self.troubles:
                return False
            self._compare_with_memory()
            drop_cut_off(self.store)
            if self.older is None:
                drop_older_copies(self.data, self.store)
            self.old_vault = vault_trouble(self.store)
            self.tell("vault", self.old_vault)
            self.tell("scans", scans_trouble(self.store, self.memory))
            self.tell("sets", sets_trouble(self.data, self.store))
            with suppress(EnvironmentProblem):  # what a kill left unsealed; the next change tries again
                self.store.seal_head()
            return True
        except BaseException:
            self.store.close()
            raise

    # -- what this workstation knows of the book -----------------------------------------------------------------------

    def _compare_with_memory(self) -> None:
        uid = self.store.authenticated_vault().store_uid
        self.older = older_copy(self.store, self.memory.head(uid))
        if self.older is not None:
            self.memory.keep_head(uid, self.older.known)
            self.tell("older", self.older.told)

    def accept_older(self, actor: Actor) -> None:
        """Note that this older copy is used on purpose, and stop telling it; RuleError "no_right"."""
        if self.older is None:
            return
        self.store.transact(ACCEPTED, actor, accept, self.older, kind=SAFEKEEPING, reason=self.older.short)
        self.older = None
        self.tell("older", None)
        self.note_head()

    def note_head(self) -> None:
        """Remember how far this book goes, unless it is an older copy; one of lost changes is not remembered either."""
        if self.older is None and self.store.is_whole():
            self.memory.keep_head(self.store.authenticated_vault().store_uid, head_now(self.store))

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
            with suppress(EnvironmentProblem):
                self.note_head()
        finally:
            self.store.close()
            self._lock.release()

    def __enter__(self) -> OpenedFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _nothing(work: Work, _: None) -> Outcome[int]:
    return Outcome(work.change_id)
