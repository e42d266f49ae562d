"""Making a backup that proves itself.

Order: litter of earlier runs is swept, staged scans are sealed, a snapshot is made in a scratch folder; new segments
and the generation's files go to the medium under temporary names; everything is read back from the device and checked;
only then the folder gets its name and is a backup. Thinning comes last and can fail without harm. Until that renaming
nothing that was good before is touched, whatever fails and whenever the run is stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from models.safekeeping import generations
from models.safekeeping.crew import Crew
from models.safekeeping.generations import GENERATIONS, MANIFEST, SEGMENTS, Listed, segment_at
from models.safekeeping.manifest import (
    PROGRAM_VERSION,
    BackupDamaged,
    Clear,
    Facts,
    FilePart,
    Maker,
    SegmentPart,
    spelled,
)
from models.safekeeping.medium import HOME, LITTER, Medium, full
from models.safekeeping.progress import BackupStopped, Meter, Progress, Stage, ignore, never
from models.safekeeping.proving import STRUCTURE, Proof, check_scans, prove_folder, rehash
from models.safekeeping.queries import data_keys, known_bad
from models.safekeeping.snapshot import Snapshot, counted, open_immutable, scratch, stoppable, take_snapshot
from models.safekeeping.uncached import Block, plain_blocks
from models.store import vault
from models.store.chain import digest_at
from models.store.errors import EnvironmentProblem
from models.store.files import UNFINISHED, disk_problem
from models.store.folder import DATABASE, VAULT
from models.store.scans.queries import Segment, recorded_segments
from models.store.scans.segments import segment_damaged
from models.store.scans.services import seal
from models.store.seals import sealed
from models.store.store import Store
from models.store.vault_format import Head, Vault
from models.store.work import OFFICE_TIME, instant_text

SEALED_FROM_BYTES = 8 * 1024 * 1024
"""So many staged bytes are sealed before a snapshot; fewer travel inside store.db."""
SLACK_BYTES = 2 * 1024 * 1024
"""Room that manifest, vault and the file system's own tables may take."""


@dataclass(frozen=True, slots=True)
class ProvedBackup:
    """A backup that was read back and found whole.

    Instants are UTC text; `size` counts all that it needs, `copied` what was written for it. `thinned`: generations
    that went. `untidy`: why thinning was not finished, None when it was; the backup itself is good either way.
    """

    place: str
    generation: str
    made_at: str
    proved_at: str
    head: Head
    manifest_sha256: str
    size: int
    copied: int
    thinned: tuple[str, ...] = ()
    untidy: str | None = None


def back_up(
    store: Store,
    medium: Medium,
    by: Maker,
    *,
    progress: Callable[[Progress], None] = ignore,
    stopped: Callable[[], bool] = never,
) -> ProvedBackup:
    """Back `store` up onto `medium` and prove it; call it beside the window, one run at a time per medium.

    Raises BackupStopped, or EnvironmentProblem: troubles of the medium ("medium_..."), "medium_writes_wrong" when what
    was read back is not what was written, "store_unsound" or "segment_damaged" when the store itself is not whole.
    """
    meter = Meter(progress, stopped)
    run = _Run(store, medium, by, meter)
    made = run.made()
    meter.enter_quietly(Stage.TIDY)
    try:
        return replace(made, thinned=run.tidied())
    except BackupStopped:
        return replace(made, untidy="Đã dừng khi đang dọn bản cũ; lần sao lưu sau sẽ dọn tiếp.")
    except EnvironmentProblem as problem:
        return replace(made, untidy=problem.message)


class _Run:
    """One run; a backup is made of several files that share their place, their key and their meter."""

    def __init__(self, store: Store, medium: Medium, by: Maker, meter: Meter) -> None:
        self._store, self._medium, self._by, self._meter = store, medium, by, meter
        self._keys = data_keys(store)
        self._vault = store.authenticated_vault()
        self._place = generations.place_of(self._vault.store_uid)
        self._made_at = store.now()
        self._name = generations.fresh_name(self._made_at)
        self._draft = f"{HOME}/{self._place}/{GENERATIONS}/{LITTER}{self._name}{UNFINISHED}"
        self._proved: set[str] = set()
        self._copied = self._expected = 0

    def made(self) -> ProvedBackup:
        """A proved generation under its name."""
        self._meter.enter(Stage.SNAPSHOT)
        for name in (GENERATIONS, SEGMENTS):
            self._medium.make_folder(f"{HOME}/{self._place}/{name}")
        generations.sweep(self._medium, self._place)
        seal(self._store, least=SEALED_FROM_BYTES, stopped=self._meter.is_over)
        self._meter.demand_going()
        try:
            with scratch(self._store.set.folder.parent) as folder:
                self._written(folder)
                proof = self._proof(folder)
            self._meter.demand_going()
            self._medium.rename(self._draft, generations.generation_at(self._place, self._name))
        except BaseException:
            with suppress(EnvironmentProblem):  # what stays is swept by the next run
                generations.sweep(self._medium, self._place)
            raise
        clear = proof.clear
        return ProvedBackup(
            self._place,
            self._name,
            clear.made_at,
            instant_text(self._store.now()),
            clear.head,
            proof.manifest_sha256,
            clear.size,
            self._copied,
        )

    def tidied(self) -> tuple[str, ...]:
        """Thin the older generations, then remove the segments that none of them needs.

        A store that lost changes thins nothing: an older generation may hold them.
        """
        if not self._store.is_whole():
            return ()
        with self._store.read() as session:
            bad = known_bad(session)
        found = generations.listed(self._medium, self._place)
        good = [one for one in found if one.good_looking and one.name not in bad and self._is_authentic(one)]
        branches: dict[str, list[Listed]] = {}
        for one in good:
            branches.setdefault(self._branch(one), []).append(one)
        gone = []
        for one in (each for branch in branches.values() for each in generations.superfluous(branch)):
            self._meter.demand_going()
            generations.remove_generation(self._medium, one)
            gone.append(one.name)
        generations.drop_unneeded_segments(self._medium, self._place)
        return tuple(gone)

    def _branch(self, one: Listed) -> str:
        """Which history it is of: "" for this store's own, else the set that went on differently.

        That may be another machine's, or the one before a restore: ours stands for nothing of it.
        """
        head = one.clear.head
        with self._store.connection() as connection:
            ours = digest_at(connection, head.change_id) == head.digest
        return "" if ours else one.clear.set_id

    def _is_authentic(self, one: Listed) -> bool:
        """Whether its manifest was written with a key of this store: a forged one decides nothing."""
        key = None if one.manifest is None else self._keys.get(one.manifest.clear.key_id)
        if one.manifest is None or key is None:
            return False
        try:
            one.manifest.authenticate(key)
        except BackupDamaged:
            return False
        return True

    def _written(self, folder: Path) -> None:
        """Everything on the medium but the final name; the segments are proved already."""
        found = generations.listed(self._medium, self._place)
        sequence = generations.next_sequence(found, self._is_authentic)
        with Crew(self._meter) as crew:
            older = self._rehashing(crew)
            shot = take_snapshot(self._store, folder, self._meter)
            self._meter.tick(shot.database.stat().st_size)
            missing = [segment for segment in shot.segments if segment.name not in older]
            self._demand_room(shot, missing)
            self._meter.enter(Stage.COPY)
            facts = crew.start(self._counted, shot)
            self._medium.make_folder(self._draft)
            files = (*self._copy_database(shot), self._copy_vault(shot, folder))
            for segment in missing:
                self._copy_segment(crew, segment, shot)
            for segment in shot.segments:
                if segment.name in older:
                    if older[segment.name].result():
                        self._proved.add(segment.name)
                    else:  # the stick lost it; the store still has it
                        self._meter.expect(2 * segment.size)
                        self._copy_segment(crew, segment, shot)
            self._write_manifest(sequence, shot, files, facts.result())

    def _rehashing(self, crew: Crew) -> dict[str, Future[bool]]:
        """Start reading the segments that are on the medium already; a rotten one answers False."""
        there = self._medium.sizes(f"{HOME}/{self._place}/{SEGMENTS}")
        with self._store.connection() as connection:
            known = recorded_segments(connection.exec_driver_sql)
        older = [segment for segment in known if there.get(segment.name) == segment.size]
        size = self._expected = self._store.set.database.stat().st_size
        self._meter.expect(3 * size + sum(segment.size for segment in older))
        return {
            segment.name: crew.start(rehash, self._medium, self._place, segment.name, self._meter) for segment in older
        }

    def _demand_room(self, shot: Snapshot, missing: list[Segment]) -> None:
        fresh = sum(segment.size for segment in missing)
        self._meter.expect(2 * fresh)
        if shot.database.stat().st_size + fresh + SLACK_BYTES > self._medium.free_bytes():
            raise full()

    def _copy_database(self, shot: Snapshot) -> tuple[FilePart, ...]:
        """store.db, in parts where the medium's largest file is smaller."""
        size, most = shot.database.stat().st_size, self._medium.largest_file
        names = [DATABASE] if size <= most else [f"{DATABASE}.{index + 1:03d}" for index in range(-(-size // most))]
        return tuple(self._copy(shot.database, name, start=index * most, most=most) for index, name in enumerate(names))

    def _copy_vault(self, shot: Snapshot, folder: Path) -> FilePart:
        draft = folder / VAULT
        vault.write_vault(draft, self._sealed(shot), self._store.raw_key())
        self._meter.expect(draft.stat().st_size)
        return self._copy(draft, VAULT, start=0, most=self._medium.largest_file)

    def _sealed(self, shot: Snapshot) -> Vault:
        """The vault with the snapshot's last change as head; what it sealed later than that is not in this copy."""
        known = self._vault
        if known.head == shot.head:
            return known
        earlier = tuple(each for each in known.days if each.head.change_id < shot.head.change_id)
        if shot.head.change_id == 0:
            return replace(known, head=shot.head, days=())
        return sealed(replace(known, days=earlier), shot.head, self._made_at.astimezone(OFFICE_TIME).date())

    def _copy(self, source: Path, name: str, *, start: int, most: int) -> FilePart:
        written = self._medium.write(f"{self._draft}/{name}", self._read(source, start=start, most=most))
        self._copied += written.size
        return FilePart(name, written.size, written.sha256)

    def _copy_segment(self, crew: Crew, segment: Segment, shot: Snapshot) -> None:
        """Copy a segment under a temporary name; a thread reads it back, opens it, and gives it its name."""
        draft = segment_at(self._place, f"{LITTER}{segment.name}{UNFINISHED}")
        source = self._store.set.scans / segment.name
        written = self._medium.write(draft, self._read(source, start=0, most=segment.size))
        if written.sha256 != segment.name:
            self._medium.remove(draft)
            raise segment_damaged()
        self._copied += written.size
        crew.start(self._prove_segment, draft, segment, shot.scans[segment.name])

    def _prove_segment(self, draft: str, segment: Segment, held: Mapping[str, int]) -> None:
        if self._medium.hashed(draft, self._meter.tick).sha256 != segment.name:
            raise writes_wrong()
        check_scans(self._medium, draft, segment, held)
        self._medium.rename(draft, segment_at(self._place, segment.name))
        self._proved.add(segment.name)

    def _read(self, source: Path, *, start: int, most: int) -> Iterator[Block]:
        """A part of a file of the store, counted; troubles of its disk are not the medium's."""
        blocks = plain_blocks(source, start=start, most=most)
        while True:
            try:
                block = next(blocks, None)
            except OSError as problem:
                raise disk_problem(problem) from None
            if block is None:
                return
            self._meter.tick(len(block))
            yield block

    def _counted(self, shot: Snapshot) -> Facts:
        connection = open_immutable(shot.database, self._store.raw_key())
        try:
            with stoppable(connection, self._meter):
                found = counted(connection)
                commune = connection.execute("SELECT kind, name FROM commune ORDER BY id LIMIT 1").fetchone()
        finally:
            connection.close()
        return Facts(" ".join(commune or ()), self._by, found.counts, found.sums)

    def _write_manifest(self, sequence: int, shot: Snapshot, files: tuple[FilePart, ...], facts: Facts) -> None:
        clear = Clear(
            program=PROGRAM_VERSION,
            store_uid=self._vault.store_uid,
            set_id=self._vault.set_id,
            generation=self._name,
            sequence=sequence,
            made_at=instant_text(self._made_at),
            key_id=vault.key_id(self._store.raw_key()),
            head=shot.head,
            files=files,
            segments=tuple(sorted((SegmentPart(one.name, one.size) for one in shot.segments), key=_by_name)),
        )
        self._medium.write(f"{self._draft}/{MANIFEST}", [spelled(clear, facts, self._store.raw_key())])

    def _proof(self, folder: Path) -> Proof:
        """The whole generation, read back from the medium."""
        self._meter.enter(Stage.PROVE)
        try:
            return prove_folder(
                self._medium,
                self._place,
                self._draft,
                self._keys,
                scratch=folder,
                meter=self._meter,
                proved=self._proved,
                expected=self._expected,
            )
        except BackupDamaged as damaged:
            raise (unsound() if damaged.part == STRUCTURE else writes_wrong()) from None


def writes_wrong() -> EnvironmentProblem:
    """The medium gave back other bytes than it was given."""
    return EnvironmentProblem(
        "USB đọc lại không đúng những gì vừa ghi, nên bản mới không được nhận. Các bản trước vẫn được giữ; hãy thay "
        "USB khác, USB này sắp hỏng.",
        code="medium_writes_wrong",
    )


def unsound() -> EnvironmentProblem:
    """The store itself is not sound: a copy of it is no good backup."""
    return EnvironmentProblem(
        "Sổ trên máy có lỗi bên trong nên bản chép không được nhận là bản sao lưu tốt. Hãy kiểm tra sổ rồi khôi phục "
        "từ bản tốt gần nhất.",
        code="store_unsound",
    )


def _by_name(part: SegmentPart) -> str:
    return part.name
