"""Going back to a set that was put aside: it becomes current again, and the one that stood there is put aside for it.

For a restore that turned out wrong. Nothing is copied: the set is checked in full where it lies, notes the going back
as a change of its own, and `current` is swapped to it by one replace; a kill before leaves the present store current.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from models.safekeeping.continuing import GoOn, go_on
from models.safekeeping.entry import Entry, entry_before, note_entry
from models.safekeeping.preview import Differences, differences
from models.safekeeping.replacing import carried_where_readable, head_of, put_aside
from models.safekeeping.restoring import Restored
from models.safekeeping.ways_in import colleague_in, settle_ways_in
from models.store import vault
from models.store.check import check_set
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import SETS, StoreSet, make_current
from models.store.leftovers import kept_sets
from models.store.opened import OpenedFolder
from models.store.schema_version import OlderSchema
from models.store.store import SAFEKEEPING, Store
from models.store.vault_format import PASSWORD, Vault
from models.store.work import Actor

NAME = "Quay lại sổ đã giữ lại"


def go_back(data: Path, set_id: str, present: OpenedFolder) -> Restored:
    """Make the set that was put aside the store of `data` again, and close `present`.

    Raises RuleError "not_kept" for a set that no row knows; EnvironmentProblem "kept_other_key" when it lies under a
    key that was given up since, "kept_older" or "kept_damaged"; the present store then stands and is open.
    """
    with ExitStack() as ends:
        kept, _ = ends.enter_context(_kept_store(data, set_id, present.store))
        _demand_whole(kept)
        present.store.seal_head()
        ends.enter_context(present.store.giving_way())
        present_ways = settle_ways_in(kept, present.store)
        actor = Actor(colleague_in(kept, present.handle, present.store), frozenset({"all"}))
        command = _going_on(data, kept, present.store)
        note_entry(kept, present.store, actor)
        change_id = kept.transact(NAME, actor, go_on, command, kind=SAFEKEEPING).value
        handles = tuple(slot.handle for slot in kept.authenticated_vault().slots if slot.kind == PASSWORD)
        kept.close()
        make_current(data, kept.set)
    present.close()
    return Restored(set_id, change_id, handles, present_ways, tuple(one.set_id for one in command.put_aside))


def what_changes(data: Path, set_id: str, present: Store) -> tuple[Differences, Entry]:
    """What going back to a kept set would change, and who could open the book then; raises as `go_back`."""
    with _kept_store(data, set_id, present) as (kept, known):
        return differences(present, kept), entry_before(kept, known, present)


@contextmanager
def _kept_store(data: Path, set_id: str, present: Store) -> Iterator[tuple[Store, Vault]]:
    """The kept set, open, with its vault."""
    found = StoreSet(data / SETS / set_id)
    if set_id not in kept_sets(present) or not found.folder.is_dir():
        raise RuleError("Không còn sổ giữ lại này trên máy.", field="set", code="not_kept")
    try:
        known = vault.authenticate(found.vault, present.raw_key())
    except EnvironmentProblem as problem:
        if problem.code != "vault_damaged":
            raise
        raise EnvironmentProblem(
            "Sổ giữ lại này dùng khóa đã bỏ nên không quay lại được. Hãy khôi phục từ bản sao lưu trên USB.",
            code="kept_other_key",
        ) from None
    try:
        kept = Store(found, present.raw_key(), clock=present.clock)
    except OlderSchema:
        raise EnvironmentProblem(
            "Sổ giữ lại này do phiên bản cũ của chương trình lập nên không quay lại được. Hãy khôi phục từ USB.",
            code="kept_older",
        ) from None
    with closing(kept):
        yield kept, known


def _demand_whole(kept: Store) -> None:
    for part in check_set(kept).parts:
        if not part.ok:
            raise EnvironmentProblem(
                f"Sổ giữ lại không còn nguyên nên không quay lại được. {part.message}", code="kept_damaged"
            )


def _going_on(data: Path, kept: Store, present: Store) -> GoOn:
    same = kept.authenticated_vault().store_uid == present.authenticated_vault().store_uid
    carried = carried_where_readable(present, same_store=same)
    others = tuple(row for row in carried.kept if row["set_id"] != kept.set.set_id)
    own_key = vault.key_id(present.raw_key())
    return GoOn(
        backup_head=head_of(kept),
        carried=replace(carried, kept=others),
        put_aside=tuple(one for one in put_aside(data, present, own_key) if one.set_id != kept.set.set_id),
        given={},
        key_id=own_key,
    )
