"""What manifest.json of a backup says, how it is guarded, and the strict reading of it.

Anybody may read the clear part: uids, sizes, hashes, the number of the last change. Counts, the commune and who made
the backup are sealed under a key derived from the data key; a MAC under another one covers everything. The unkeyed sum
tells damage from a wrong key before any key is known. Only the canonical spelling is accepted.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from models.store.canonical import canonical_bytes, parse_canonical
from models.store.errors import EnvironmentProblem
from models.store.vault_format import Head, is_hex

FORMAT = 1
PROGRAM_VERSION = "0.1.0"
NONCE_BYTES = 12
MOST_PARTS = 4096
MOST_SEGMENTS = 1_000_000
MOST_NUMBER = 2**53
MOST_TEXT = 200
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")
_FILE = re.compile(r"vault\.json|store\.db(?:\.[0-9]{3})?")
_UID = re.compile(r"[0-9a-f-]{32,36}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|\+00:00)")
_SEAL_INFO = b"so-an-sinh manifest seal 1"
_MAC_INFO = b"so-an-sinh manifest mac 1"


class BackupDamaged(EnvironmentProblem):
    """A backup is not whole. `part`: "manifest", "vault", "database", "segment", "counts" or "history"."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message, code="backup_damaged")
        self.part = part


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a backup: sign-in handle, name, and the label of the workstation."""

    handle: str
    name: str
    workstation: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file of the generation's own folder."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """A scan segment that the generation needs; its name is its SHA-256."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Clear:
    """The part of a manifest that anybody may read.

    `sequence` is one more than the highest on the medium when the backup was made: it orders generations whatever the
    clock said. `made_at` is a UTC instant. `segments` are sorted by name.
    """

    program: str
    store_uid: str
    set_id: str
    generation: str
    sequence: int
    made_at: str
    key_id: str
    head: Head
    files: tuple[FilePart, ...]
    segments: tuple[SegmentPart, ...]

    @property
    def size(self) -> int:
        """Bytes of all that the generation needs."""
        return sum(part.size for part in self.files) + sum(part.size for part in self.segments)

    @property
    def database(self) -> tuple[FilePart, ...]:
        """The parts of store.db, in their order."""
        return tuple(sorted((part for part in self.files if part.name != "vault.json"), key=lambda part: part.name))


@dataclass(frozen=True, slots=True)
class Facts:
    """The sealed part: rows and sums of whole numbers by table, the commune's name, and who made the backup."""

    commune: str
    maker: Maker
    counts: Mapping[str, int]
    sums: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as read; `facts` and `authenticate` need its data key."""

    clear: Clear
    sealed: bytes
    mac: str

    def authenticate(self, data_key: bytes) -> None:
        """Raise BackupDamaged when it was changed without the key, or is of another key."""
        body = {**_clear_json(self.clear), "sealed": self.sealed.hex()}
        if not hmac.compare_digest(self.mac, _mac(body, data_key)):
            raise BackupDamaged(
                "manifest",
                "Tệp kê khai (manifest.json) của bản sao lưu đã bị sửa sau khi lưu. Đừng dùng bản này; hãy chọn "
                "bản khác.",
            )

    def facts(self, data_key: bytes) -> Facts:
        """What only the key's holder may read; raises BackupDamaged."""
        self.authenticate(data_key)
        nonce, sealed = self.sealed[:NONCE_BYTES], self.sealed[NONCE_BYTES:]
        try:
            body = ChaCha20Poly1305(_derived(data_key, _SEAL_INFO)).decrypt(nonce, sealed, _context(self.clear))
            return _facts(parse_canonical(body))
        except (InvalidTag, ValueError, KeyError, TypeError, AttributeError):
            raise damaged_manifest() from None


def damaged_manifest() -> BackupDamaged:
    """The problem to raise for a manifest whose bytes are not whole."""
    return BackupDamaged(
        "manifest",
        "Tệp kê khai (manifest.json) của bản sao lưu bị hỏng. Đừng dùng bản này; hãy chọn bản khác hoặc sao lưu lại.",
    )


def is_generation_name(name: str) -> bool:
    """Whether a folder of that name can be a finished generation."""
    return _NAME.fullmatch(name) is not None


def spelled(clear: Clear, facts: Facts, data_key: bytes) -> bytes:
    """The bytes of manifest.json."""
    nonce = os.urandom(NONCE_BYTES)
    inner = canonical_bytes(_facts_json(facts))
    sealed = nonce + ChaCha20Poly1305(_derived(data_key, _SEAL_INFO)).encrypt(nonce, inner, _context(clear))
    body: dict[str, Any] = {**_clear_json(clear), "sealed": sealed.hex()}
    body["mac"] = _mac(body, data_key)
    body["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    return canonical_bytes(body)


def read_manifest(data: bytes) -> Manifest:
    """Read manifest.json before any key is known; raises BackupDamaged, or "newer_version"."""
    try:
        body = parse_canonical(data)
        told = body.pop("sum")
        if hashlib.sha256(canonical_bytes(body)).hexdigest() != told:
            raise damaged_manifest()
        if _number(body["format"]) > FORMAT:
            raise EnvironmentProblem(
                "Bản sao lưu này do phiên bản mới hơn của chương trình tạo ra. Hãy cài phiên bản mới rồi mở lại.",
                code="newer_version",
            )
        mac, sealed = _hex(body.pop("mac"), 32), _any_hex(body.pop("sealed"))
        return Manifest(_clear(body), sealed, mac)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged_manifest() from None


def _clear_json(clear: Clear) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "program": clear.program,
        "store": clear.store_uid,
        "set": clear.set_id,
        "generation": clear.generation,
        "sequence": clear.sequence,
        "made_at": clear.made_at,
        "key": clear.key_id,
        "head": {"change": clear.head.change_id, "digest": clear.head.digest},
        "files": [{"name": part.name, "size": part.size, "sha256": part.sha256} for part in clear.files],
        "segments": [{"name": part.name, "size": part.size} for part in clear.segments],
    }


def _clear(body: Any) -> Clear:
    names = "format program store set generation sequence made_at key head files segments".split()
    fields = _fields(body, *names)
    head = _fields(fields["head"], "change", "digest")
    files = tuple(_file(part) for part in _listed(fields["files"], MOST_PARTS))
    segments = tuple(_segment(part) for part in _listed(fields["segments"], MOST_SEGMENTS))
    clear = Clear(
        program=_text(fields["program"]),
        store_uid=_matching(fields["store"], _UID),
        set_id=_hex(fields["set"], 16),
        generation=_matching(fields["generation"], _NAME),
        sequence=_number(fields["sequence"]),
        made_at=_matching(fields["made_at"], _INSTANT),
        key_id=_hex(fields["key"], 8),
        head=Head(_number(head["change"]), _hex(head["digest"], 32)),
        files=files,
        segments=segments,
    )
    names = [part.name for part in files]
    if len(set(names)) != len(names) or "vault.json" not in names or not clear.database:
        raise ValueError("files")
    if [part.name for part in segments] != sorted({part.name for part in segments}):
        raise ValueError("segments")
    return clear


def _file(value: Any) -> FilePart:
    fields = _fields(value, "name", "size", "sha256")
    return FilePart(_matching(fields["name"], _FILE), _number(fields["size"]), _hex(fields["sha256"], 32))


def _segment(value: Any) -> SegmentPart:
    fields = _fields(value, "name", "size")
    return SegmentPart(_hex(fields["name"], 32), _number(fields["size"]))


def _facts_json(facts: Facts) -> dict[str, Any]:
    maker = facts.maker
    return {
        "commune": facts.commune,
        "maker": {"handle": maker.handle, "name": maker.name, "workstation": maker.workstation},
        "counts": dict(facts.counts),
        "sums": {table: dict(sums) for table, sums in facts.sums.items()},
    }


def _facts(body: Any) -> Facts:
    fields = _fields(body, "commune", "maker", "counts", "sums")
    maker = _fields(fields["maker"], "handle", "name", "workstation")
    return Facts(
        str(fields["commune"]),
        Maker(str(maker["handle"]), str(maker["name"]), str(maker["workstation"])),
        {str(table): int(count) for table, count in fields["counts"].items()},
        {str(table): {str(name): int(value) for name, value in sums.items()} for table, sums in fields["sums"].items()},
    )


def _context(clear: Clear) -> bytes:
    return canonical_bytes(_clear_json(clear))


def _derived(data_key: bytes, info: bytes) -> bytes:
    return hmac.digest(data_key, info, "sha256")


def _mac(body: Mapping[str, Any], data_key: bytes) -> str:
    return hmac.digest(_derived(data_key, _MAC_INFO), canonical_bytes(body), "sha256").hex()


def _fields(value: Any, *names: str) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != set(names):
        raise ValueError("fields")
    return value


def _listed(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("list")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_NUMBER:  # True and 1.0 are other spellings
        raise ValueError("number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= MOST_TEXT:
        raise ValueError("text")
    return value


def _matching(value: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("spelling")
    return value


def _hex(value: Any, size: int) -> str:
    if not is_hex(value, size):
        raise ValueError("hex")
    return str(value)


def _any_hex(value: Any) -> bytes:
    data = bytes.fromhex(value)
    if data.hex() != value:
        raise ValueError("hex")
    return data
