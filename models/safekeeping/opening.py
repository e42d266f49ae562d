"""Opening a backup on a medium: with a password or recovery sheet of its day, or with a data key that is known already.

Nothing on the medium is changed and nothing readable leaves it: what is looked into is a copy, still encrypted, in a
private folder. Which door notices what: manifest and vault are held against their sums and hashes before any key is
known, against their MACs once it is; database and segments against their hashes while they are copied.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from models.safekeeping.generations import Listed, damaged_segment, segment_at
from models.safekeeping.manifest import BackupDamaged, Clear, Facts, Manifest, damaged_manifest
from models.safekeeping.medium import Medium
from models.safekeeping.progress import Meter
from models.safekeeping.proving import joined_database
from models.store import migrate, vault
from models.store.errors import EnvironmentProblem
from models.store.files import disk_problem, flush_folder
from models.store.folder import VAULT, StoreSet
from models.store.schema_version import OlderSchema
from models.store.store import Store
from models.store.vault_format import LARGEST_VAULT, RECOVERY, Vault

FLUSH_BYTES = 32 * 1024 * 1024
"""So much is written before the device is asked to take it: a whole segment at once would wait long at the end."""
FORGED = (
    "Bản sao lưu này không phải do sổ của cơ quan lập, dù mật khẩu mở được: có thể ai đó đã làm giả. Đừng dùng bản "
    "này; hãy chọn bản khác và báo người quản trị sổ."
)


@dataclass(frozen=True, slots=True)
class OpenedGeneration:
    """A backup whose key is known and whose manifest and vault are authenticated.

    `handle` is the slot that opened it, "" when the key was known already; `by_recovery`: it was a recovery sheet.
    """

    medium: Medium
    listed: Listed
    facts: Facts
    vault: Vault
    data_key: bytes = field(repr=False)
    handle: str = ""
    by_recovery: bool = False

    @property
    def clear(self) -> Clear:
        """What anybody may read of it."""
        return self.listed.clear


def open_generation(
    medium: Medium,
    listed: Listed,
    secret: vault.Secret | None,
    handle: str | None = None,
    *,
    known: Mapping[str, bytes] | None = None,
) -> OpenedGeneration:
    """Open the backup `listed`; `known` are data keys by key id, with which no secret is needed (it may be None).

    Raises WrongPassword or SheetVoid; BackupDamaged naming the part; EnvironmentProblem "newer_version", or of the
    medium.
    """
    manifest = _demand_manifest(listed)
    spelled = _vault_bytes(medium, listed)
    with _as_damage_of_the_vault():
        content = vault.parse_vault(spelled)
        data_key, opener, by_recovery = (known or {}).get(manifest.clear.key_id), "", False
        if data_key is None:
            if secret is None:
                raise vault.WrongPassword
            data_key, slot = vault.unlock(content, secret, handle)
            opener, by_recovery = slot.handle, slot.kind == RECOVERY
        content = vault.authenticated(spelled, data_key)
    if vault.key_id(data_key) != manifest.clear.key_id:
        raise damaged_manifest()
    facts = manifest.facts(data_key)
    clear = manifest.clear
    if (content.set_id, content.store_uid, content.head) != (clear.set_id, clear.store_uid, clear.head):
        raise _damaged_vault()
    return OpenedGeneration(medium, listed, facts, content, data_key, opener, by_recovery)


@contextmanager
def looked_into(opened: OpenedGeneration, folder: Path, meter: Meter | None = None) -> Iterator[Store]:
    """The backup's database as a store for reading, from a verified copy in `folder`, an empty private folder.

    A backup of an older schema is brought to the newest there. Scans stay on the medium. Raises BackupDamaged,
    BackupStopped, EnvironmentProblem; the caller throws `folder` away.
    """
    copied = StoreSet(folder)
    copy_database(opened, copied.database, meter or Meter())
    vault.write_vault(copied.vault, opened.vault, opened.data_key)
    store = open_copied(copied, opened.data_key)
    try:
        yield store
    finally:
        store.close()


def open_copied(copied: StoreSet, data_key: bytes, *, clock: Callable[[], datetime] | None = None) -> Store:
    """The store over a copy that nobody else has open, brought to the newest schema first.

    Raises BackupDamaged, or EnvironmentProblem "newer_version".
    """
    try:
        try:
            return Store(copied, data_key, clock=clock)
        except OlderSchema:
            migrate.migrate_database(copied, data_key)
            return Store(copied, data_key, clock=clock)
    except EnvironmentProblem as problem:
        if problem.code in {"database_damaged", "not_encrypted"}:
            raise damaged_database() from None
        raise


def copy_database(opened: OpenedGeneration, to: Path, meter: Meter) -> None:
    """Copy store.db from the medium, its parts joined, held against the manifest's hashes on the way, and flushed."""
    joined_database(opened.medium, opened.listed.folder, opened.clear.database, to, meter)
    try:
        with to.open("r+b") as file:
            os.fsync(file.fileno())
        flush_folder(to.parent)
    except OSError as problem:
        raise disk_problem(problem) from None


def copy_segment(opened: OpenedGeneration, name: str, to: Path, meter: Meter) -> None:
    """Copy a scan segment from the medium, held against its name on the way, and flushed."""
    with _created(to) as file:
        _, sha256 = _copied(opened.medium, segment_at(opened.listed.place, name), file, meter)
    if sha256 != name:
        raise damaged_segment(name)


def _copied(medium: Medium, relative: str, file: int, meter: Meter) -> tuple[int, str]:
    """Bytes and SHA-256 of what came from the medium; troubles of this disk and of the medium have their own words."""
    digest, size, unflushed = hashlib.sha256(), 0, 0
    for block in medium.read(relative):
        digest.update(block)
        size, unflushed = size + len(block), unflushed + len(block)
        try:
            _write_all(file, block)
            if unflushed >= FLUSH_BYTES:
                unflushed = 0
                os.fsync(file)
        except OSError as problem:
            raise disk_problem(problem) from None
        meter.tick(len(block))
    return size, digest.hexdigest()


def _write_all(file: int, block: memoryview | bytes) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(file, rest) :]


@contextmanager
def _created(path: Path) -> Iterator[int]:
    """A new file of this disk, flushed when all went well; nothing of it stays otherwise."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as problem:
        raise disk_problem(problem) from None
    whole = False
    try:
        yield file
        try:
            os.fsync(file)
        except OSError as problem:
            raise disk_problem(problem) from None
        whole = True
    finally:
        os.close(file)
        if not whole:
            path.unlink(missing_ok=True)


def _demand_manifest(listed: Listed) -> Manifest:
    """The manifest of a generation against which nothing speaks; raises its trouble otherwise."""
    if listed.trouble is not None:
        raise listed.trouble
    if listed.manifest is None:
        raise damaged_manifest()
    return listed.manifest


def _vault_bytes(medium: Medium, listed: Listed) -> bytes:
    """vault.json as the manifest tells it."""
    told = next(part for part in listed.clear.files if part.name == VAULT)
    if told.size > LARGEST_VAULT:
        raise _damaged_vault()
    data = medium.read_small(f"{listed.folder}/{VAULT}", LARGEST_VAULT)
    if (len(data), hashlib.sha256(data).hexdigest()) != (told.size, told.sha256):
        raise _damaged_vault()
    return data


@contextmanager
def _as_damage_of_the_vault() -> Iterator[None]:
    try:
        yield
    except EnvironmentProblem as problem:
        if problem.code == "vault_damaged":
            raise _damaged_vault() from None
        if problem.code == "vault_forged":
            raise BackupDamaged("vault", FORGED) from None
        raise


def _damaged_vault() -> BackupDamaged:
    return BackupDamaged(
        "vault", "Tệp khóa (vault.json) của bản sao lưu bị hỏng. Đừng dùng bản này; hãy chọn bản khác hoặc sao lưu lại."
    )


def damaged_database() -> BackupDamaged:
    """The database of a backup is not what its manifest tells."""
    return BackupDamaged(
        "database", "Tệp sổ (store.db) của bản sao lưu bị hỏng. Đừng dùng bản này; hãy chọn bản khác hoặc sao lưu lại."
    )
