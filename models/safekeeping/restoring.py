"""Restoring a backup: a new set is built from the medium, checked in full, and `current` swapped to it by one replace.

Killed at any step there is exactly one whole store: what was current until the swap, the restored one from then on. The
replaced set stays for thirty days (`KeptSet`). Nothing on the medium is changed. Over a present store the restored one
goes on under the present data key, so that a key once given up does not come back into use.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.safekeeping.continuing import GoOn, Row, SeriesKey, go_on
from models.safekeeping.crew import Crew
from models.safekeeping.entry import note_entry
from models.safekeeping.manifest import BackupDamaged, SegmentPart
from models.safekeeping.opening import OpenedGeneration, copy_database, copy_segment, damaged_database, open_copied
from models.safekeeping.preview import last_common
from models.safekeeping.progress import Meter, Progress, Stage, ignore, never
from models.safekeeping.replacing import carried_where_readable, put_aside
from models.safekeeping.rules import GOOD
from models.safekeeping.snapshot import counted, open_immutable
from models.safekeeping.ways_in import colleague_in, colleagues, settle_ways_in, unless_damaged
from models.store import engine as engines
from models.store import vault
from models.store.check import check_set
from models.store.errors import EnvironmentProblem, RuleError
from models.store.files import InstanceLock, disk_problem
from models.store.folder import LOCK, StoreSet, drop_set, drop_unfinished, has_store, new_set, settled, swap_to
from models.store.money import format_amount
from models.store.opened import OpenedFolder
from models.store.scans.checking import scans_wrong
from models.store.scans.segments import file_sha256
from models.store.store import SAFEKEEPING, Store
from models.store.vault_format import PASSWORD
from models.store.work import Actor, instant_text

NAME = "Khôi phục sổ từ bản sao lưu"
SPARE_BYTES = 32 * 1024 * 1024
"""Room that must be left beside what is copied, for the change that notes it."""
HIGHEST_GIVEN = 10**9
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Restored:
    """The store that is current now. `handles` may sign in; `put_aside` are the sets that are kept for safety.

    `present_ways`: the passwords of the replaced store hold; False: those of the day of the backup.
    """

    set_id: str
    change_id: int
    handles: tuple[str, ...]
    present_ways: bool
    put_aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a restore starts from: the backup, the store it replaces if that is open, and the clerk's numbers."""

    data: Path
    opened: OpenedGeneration
    present: Store | None
    handle: str
    given: Mapping[SeriesKey, int]
    meter: Meter
    clock: Callable[[], datetime] | None

    @property
    def key(self) -> bytes:
        """The data key that the restored store gets."""
        return self.opened.data_key if self.present is None else self.present.raw_key()


def restore(
    data: Path,
    opened: OpenedGeneration,
    *,
    replaced: OpenedFolder | None,
    series: Mapping[SeriesKey, int] | None = None,
    progress: Callable[[Progress], None] = ignore,
    stopped: Callable[[], bool] = never,
    clock: Callable[[], datetime] | None = None,
) -> Restored:
    """Make the backup the store of `data`, and close `replaced`, the store that stood there (open until then).

    `replaced` None: there is none, or none that opens; whatever sets lie there are put aside. `series` are numbers that
    the clerk knows were given since, (key, year) -> last. Raises RuleError (field "series"; "no_right"), BackupDamaged,
    BackupStopped or EnvironmentProblem; what was current is then current still, and `replaced` is open.
    """
    given = dict(series or {})
    if any(not key or not 0 <= year <= 9999 or not 0 <= last <= HIGHEST_GIVEN for (key, year), last in given.items()):
        raise RuleError("Số đã dùng phải từ 0 đến 1.000.000.000.", field="series", code="series_out_of_range")
    present, handle = (None, opened.handle) if replaced is None else (replaced.store, replaced.handle)
    told = clock or (None if present is None else present.clock)
    plan = _Plan(data, opened, present, handle, given, Meter(progress, stopped), told)
    with _held(data, replaced):
        fresh = new_set(data)
        try:
            store, linked = _brought(plan, fresh)
            restored = _take_over(plan, fresh, store, read_all=not linked)
        except BaseException:
            drop_set(data, fresh)
            raise
    if replaced is not None:
        replaced.close()
    return restored


@contextmanager
def _held(data: Path, replaced: OpenedFolder | None) -> Iterator[None]:
    """The lock on the data folder, which an open store holds already."""
    if replaced is not None:
        yield
        return
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise disk_problem(problem) from None
    with InstanceLock(data / LOCK):
        with suppress(EnvironmentProblem):  # what is there may be damaged, which is why somebody restores
            settled(data)
        drop_unfinished(data)
        yield


def _brought(plan: _Plan, fresh: StoreSet) -> tuple[Store, bool]:
    """The open store over the new set, whole, and whether any segment was taken from this disk.

    While the segments come, each held against its hash, the database that came first is checked.
    """
    clear, meter = plan.opened.clear, plan.meter
    _demand_room(plan)
    meter.expect(clear.size)
    meter.enter(Stage.COPY)
    with ExitStack() as on_failure, Crew(meter) as crew:
        copy_database(plan.opened, fresh.database, meter)
        coming = [crew.start(_bring_segment, plan, fresh, segment) for segment in clear.segments]
        store = _built(plan, fresh)
        on_failure.callback(store.close)
        _demand_right(plan, store)
        _demand_kin(plan, store)
        _demand_whole(plan, store, coming)
        linked = any(one.result() for one in coming)
        on_failure.pop_all()
    return store, linked


def _demand_room(plan: _Plan) -> None:
    """Raise EnvironmentProblem "disk_full" when what must be written cannot fit; nothing was written yet."""
    clear = plan.opened.clear
    database = sum(part.size for part in clear.database)
    here = None if plan.present is None else plan.present.set.scans
    scans = sum(one.size for one in clear.segments if here is None or not (here / one.name).is_file())
    needed = scans + database * (1 if plan.key == plan.opened.data_key else 2) + SPARE_BYTES
    try:
        room = shutil.disk_usage(plan.data).free
    except OSError as problem:
        raise disk_problem(problem) from None
    if room < needed:
        raise EnvironmentProblem(
            f"Ổ đĩa không đủ chỗ để khôi phục: cần {format_amount(needed // MEGABYTE)} MB, còn "
            f"{format_amount(room // MEGABYTE)} MB. Sổ hiện tại vẫn nguyên; hãy xóa bớt tệp không cần rồi thử lại.",
            code="disk_full",
        )


def _bring_segment(plan: _Plan, fresh: StoreSet, segment: SegmentPart) -> bool:
    """A segment from the replaced set, where it lies whole on this disk (True), else from the medium."""
    to = fresh.scans / segment.name
    if plan.present is not None:
        here = plan.present.set.scans / segment.name
        with suppress(OSError, EnvironmentProblem):
            if here.stat().st_size == segment.size and file_sha256(here) == segment.name:
                to.hardlink_to(here)
                plan.meter.tick(segment.size)
                return True
    copy_segment(plan.opened, segment.name, to, plan.meter)
    return False


def _built(plan: _Plan, fresh: StoreSet) -> Store:
    """The open store over the copied database: counted against the manifest, under its key."""
    _demand_counts(plan.opened, fresh)
    if plan.key != plan.opened.data_key:
        _change_key(fresh, plan.opened.data_key, plan.key)
    known = vault.resealed(plan.opened.vault, plan.opened.data_key, plan.key, fresh.set_id)
    vault.write_vault(fresh.vault, known, plan.key)
    return open_copied(fresh, plan.key, clock=plan.clock)


def _demand_right(plan: _Plan, store: Store) -> None:
    """Raise RuleError where somebody would put an unopened store aside whom the backup knows as no administrator.

    Into a store that opens nobody else restores either, and on a bare machine nothing is replaced.
    """
    if plan.present is not None or plan.opened.by_recovery or not has_store(plan.data):
        return
    who = colleagues(store).get(plan.handle)
    if who is None or not who.administrator:
        raise RuleError(
            "Trên máy này đã có sổ. Chỉ người quản trị sổ, hoặc ai có phiếu khôi phục, mới được khôi phục thay sổ đó.",
            code="no_right",
        )


def _demand_kin(plan: _Plan, store: Store) -> None:
    """Raise BackupDamaged for a book that bears the present one's uid and shares not even its first change.

    Whoever knew a data key of ours once can make such a book, and the passwords of that time open it.
    """
    present = plan.present
    if present is None or present.authenticated_vault().store_uid != plan.opened.clear.store_uid:
        return

    def common() -> int:
        with present.connection() as here, store.connection() as there:
            return last_common(here, there)

    if unless_damaged(common, 1) == 0:
        raise BackupDamaged(
            "history",
            "Bản sao lưu mang tên sổ này nhưng không có chung một thay đổi nào với sổ trên máy: có thể là bản giả. "
            "Đừng dùng bản này; hãy chọn bản khác.",
        )


def _demand_whole(plan: _Plan, store: Store, coming: Iterable[Future[bool]]) -> None:
    """Raise BackupDamaged unless every part is whole; waits for the segments, whose own trouble the crew tells."""

    def all_there(opened: Store) -> str | None:
        for one in coming:
            one.result()
        plan.meter.enter(Stage.PROVE)
        return scans_wrong(opened, thorough=False)  # their bytes were hashed on the way

    for part in check_set(store, all_there).parts:
        if not part.ok:
            raise BackupDamaged("database", f"Bản sao lưu không còn nguyên nên không khôi phục. {part.message}")
        plan.meter.demand_going()


def _demand_counts(opened: OpenedGeneration, fresh: StoreSet) -> None:
    """Raise BackupDamaged unless the copy holds what the manifest tells of every table."""
    try:
        with closing(open_immutable(fresh.database, opened.data_key)) as connection, engines.environment_errors():
            found = counted(connection)
    except EnvironmentProblem as problem:
        raise (damaged_database() if problem.code == "database_damaged" else problem) from None
    if (found.head, found.counts, found.sums) != (opened.clear.head, opened.facts.counts, opened.facts.sums):
        raise BackupDamaged(
            "counts",
            "Số liệu trong bản sao lưu không khớp tệp kê khai (manifest.json). Đừng dùng bản này; hãy chọn bản khác.",
        )


def _change_key(fresh: StoreSet, old: bytes, new: bytes) -> None:
    """Encrypt the copied database anew under the present key."""
    under_old = fresh.folder / "backup.db"
    try:
        fresh.database.rename(under_old)
        with (
            engines.environment_errors(),
            closing(open_immutable(under_old, old)) as source,
            closing(engines.connect_new(fresh.database, new)) as copied,
        ):
            source.backup(copied)
        under_old.unlink()
    except OSError as problem:
        raise disk_problem(problem) from None


def _take_over(plan: _Plan, fresh: StoreSet, store: Store, *, read_all: bool) -> Restored:
    """Note the restore in the restored store and swap `current`; no change comes into the replaced one meanwhile."""
    with ExitStack() as ends:
        ends.callback(store.close)
        if plan.present is not None:
            unless_damaged(plan.present.seal_head, None)
            ends.enter_context(plan.present.giving_way())
        present_ways = settle_ways_in(store, plan.present)
        command = _going_on(plan, store.now(), read_all=read_all)
        actor = Actor(colleague_in(store, plan.handle, plan.present), frozenset({"all"}))
        note_entry(store, plan.present, actor)
        change_id = store.transact(NAME, actor, go_on, command, kind=SAFEKEEPING).value
        handles = tuple(slot.handle for slot in store.authenticated_vault().slots if slot.kind == PASSWORD)
        if not store.is_whole():
            raise BackupDamaged("vault", "Sổ vừa khôi phục không khớp niêm phong; sổ hiện tại vẫn nguyên.")
        store.close()
        plan.meter.demand_going()
        chosen = swap_to(plan.data, fresh)
    return Restored(chosen.set_id, change_id, handles, present_ways, tuple(one.set_id for one in command.put_aside))


def _going_on(plan: _Plan, now: datetime, *, read_all: bool) -> GoOn:
    """All that the restored store takes over, as the command that notes it."""
    clear, present = plan.opened.clear, plan.present
    same = present is not None and present.authenticated_vault().store_uid == clear.store_uid
    own_key = vault.key_id(plan.key)
    former = {"key_id": clear.key_id, "set_id": clear.set_id, "key": plan.opened.data_key, "until": instant_text(now)}
    return GoOn(
        backup_head=clear.head,
        carried=carried_where_readable(present, same_store=same),
        put_aside=put_aside(plan.data, present, own_key),
        given=plan.given,
        key_id=own_key,
        former_key=former if own_key != clear.key_id else None,
        proved=_proved(plan, now) if read_all else None,
    )


def _proved(plan: _Plan, now: datetime) -> tuple[str, Row] | None:
    """The backup itself: all of it was read from the medium and found whole just now."""
    try:
        uid = plan.opened.medium.uid()
    except EnvironmentProblem:
        return None
    clear = plan.opened.clear
    row = {
        "generation": clear.generation,
        "made_at": clear.made_at,
        "proved_at": instant_text(now),
        "head_change": clear.head.change_id,
        "head_digest": clear.head.digest,
        "manifest_sha256": plan.opened.listed.manifest_sha256,
        "size": clear.size,
        "standing": GOOD,
    }
    return None if uid is None else (uid, row)
