"""Restoring for the wizard's pages: over the open store, onto a bare machine, or over a store that opens no longer.

Keys stay in this object and go with `close`. Calls that wait use their own connections and belong into a thread.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models.safekeeping import generations, opening, preview, queries, restoring
from models.safekeeping.entry import Entry, entry_before
from models.safekeeping.generations import Listed
from models.safekeeping.medium import Medium
from models.safekeeping.opening import OpenedGeneration
from models.safekeeping.preview import Differences
from models.safekeeping.progress import BackupStopped
from models.safekeeping.snapshot import scratch
from models.store import recovery, slots, vault
from models.store.chain import digest_at
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import SETS, VAULT, has_store
from models.store.opened import OpenedFolder
from ui.safekeeping.facts import CopyLine, Found, Preview, Restored
from ui.safekeeping.jobs import told_of
from ui.safekeeping.places import Drive, Drives
from ui.safekeeping.ports import CopyStopped, Stopped, Tell
from ui.safekeeping.reading import on_medium, recognised, uid_of
from ui.safekeeping.telling import copy_line
from ui.safekeeping.telling_restore import preview_of, restored_of

GONE = "Bản sao này không còn trên USB. Cắm lại USB rồi chọn lại."


class StoreRestore:
    """One run of the wizard. `folder` is the open store that would be replaced, None when there is none."""

    def __init__(self, data: Path, drives: Drives, folder: OpenedFolder | None) -> None:
        self._data, self._drives, self._folder = data, drives, folder
        self._place = None if folder is None else generations.place_of(folder.store.fact("uid") or "")
        self._listed: dict[str, Listed] = {}
        self._keys: dict[str, bytes] = {}
        self._opened: OpenedGeneration | None = None
        self._differences: Differences | None = None
        self._entry = Entry()

    def glance(self) -> str:
        return self._drives.glance()

    def look(self) -> tuple[Found, ...]:
        return tuple(self._recognised(drive) for drive in self._drives.look())

    def at(self, folder: Path) -> Found:
        return self._recognised(self._drives.at(folder))

    def _recognised(self, drive: Drive) -> Found:
        uid = uid_of(drive)
        known = None
        if self._folder is not None and uid:
            with self._folder.store.read() as session:
                known = queries.medium_of(session, uid)
        return recognised(drive, uid, known, on_medium(drive, None) or ())

    def copies(self, found: Found) -> tuple[CopyLine, ...]:
        """Copies of this office's store first, then those of any other.

        Where an older copy of the book is open, one that was made of it is the newest by date and brings nothing back.
        """
        listed = on_medium(found.drive, None)
        if listed is None:
            raise EnvironmentProblem("Không đọc được USB này. Rút ra, cắm lại rồi thử lần nữa.", code="medium_removed")
        ours = sorted(listed, key=lambda one: one.place != self._place) if self._place else list(listed)
        self._listed = {one.name: one for one in ours}
        noted, media = {}, {}
        if self._folder is not None:
            self._keys = dict(queries.data_keys(self._folder.store))
            with self._folder.store.read() as session:
                noted = {one.generation: one for one in queries.backups(session)}
                media = {one.uid: one for one in queries.media(session)}
        lines = []
        for index, one in enumerate(ours):
            known = noted.get(one.name)
            medium = media.get(known.medium_uid) if known is not None else None
            line = copy_line(known, medium, (found, one), self._keys, number=-1 - index)
            lines.append(replace(line, nothing_more=self._brings_nothing(one)))
        return tuple(lines)

    def _brings_nothing(self, one: Listed) -> bool:
        folder = self._folder
        if folder is None or folder.older is None or one.manifest is None or one.place != self._place:
            return False
        head = one.manifest.clear.head
        with folder.store.connection() as connection:
            return digest_at(connection, head.change_id) == head.digest

    def handles(self, found: Found, copy: CopyLine) -> tuple[str, ...]:
        medium, listed = Medium(found.drive.root), self._of(copy)
        content = vault.parse_vault(medium.read_small(f"{listed.folder}/{VAULT}"))
        return slots.handles_of(content)

    def _of(self, copy: CopyLine) -> Listed:
        listed = self._listed.get(copy.name)
        if listed is None:
            raise EnvironmentProblem(GONE, code="copy_gone")
        return listed

    def needs_secret(self, copy: CopyLine) -> bool:
        manifest = self._of(copy).manifest
        return manifest is None or manifest.clear.key_id not in self._keys

    def open(self, found: Found, copy: CopyLine, secret: str | None, handle: str | None, *, sheet: bool) -> Preview:
        given: vault.Secret | None = recovery.read(secret) if sheet and secret is not None else secret
        medium = Medium(found.drive.root)
        opened = opening.open_generation(medium, self._of(copy), given, handle, known=self._keys)
        present = None if self._folder is None else self._folder.store
        sets = self._data / SETS
        try:
            sets.mkdir(parents=True, exist_ok=True)
            with scratch(sets) as folder, opening.looked_into(opened, folder) as backup:
                differences = preview.differences(present, backup)
                entry = entry_before(backup, opened.vault, present)
        except OSError:
            raise EnvironmentProblem(
                "Không ghi được vào thư mục dữ liệu của máy này. Kiểm tra ổ đĩa rồi thử lại.", code="disk_error"
            ) from None
        self._opened, self._differences, self._entry = opened, differences, entry
        return preview_of(opened, differences, entry, unopened=has_store(self._data))

    def restore(self, numbers: dict[str, int], tell: Tell, stopped: Stopped) -> Restored:
        opened, differences = self._opened, self._differences
        if opened is None or differences is None:
            raise RuleError("Hãy mở bản sao trước.")
        given = {(one.key, one.year): numbers[f"{one.key}/{one.year}"] for one in differences.series}
        try:
            done = restoring.restore(
                self._data, opened, replaced=self._folder, series=given, progress=told_of(tell), stopped=stopped
            )
        except BackupStopped:
            raise CopyStopped from None
        self._folder = None  # closed by the restore
        return restored_of(opened, done, self._entry)

    def close(self) -> None:
        self._opened = self._differences = None
