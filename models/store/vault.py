"""The vault: who may open the store, without a word about who they are.

A slot holds an X25519 key wrapped by a password through Argon2id; the random data key is sealed to that key (HPKE), so
a new data key can be made for colleagues who are absent. The file is canonical JSON with two guards: an unkeyed sum
that tells damage from a wrong password before any key is known, and a MAC under the data key that tells tampering.
This module knows no database and must stay quick to import: the unlock window imports it first.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from models.store.canonical import canonical_bytes, parse_canonical
from models.store.errors import EnvironmentProblem, RuleError
from models.store.files import write_durably

FORMAT = 1
DATA_KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
SHORTEST_PASSWORD = 8
_INFO = b"so-an-sinh data key 1"
_MAC_INFO = b"so-an-sinh vault mac 1"


@dataclass(frozen=True, slots=True)
class KdfProfile:
    """Cost of Argon2id: passes, KiB of memory, lanes (RFC 9106)."""

    iterations: int
    memory_kib: int
    lanes: int


STANDARD_KDF = KdfProfile(iterations=4, memory_kib=128 * 1024, lanes=1)
"""About half a second on a 2-core office machine."""
LEAST_MEMORY_KIB = 64 * 1024
LEAST_ITERATIONS = 3
MOST_MEMORY_KIB = 1024 * 1024
MOST_ITERATIONS = 64


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in. `handle` is the sign-in handle, never a name; byte fields are lower-case hex."""

    handle: str
    kdf: KdfProfile
    salt: str
    public_key: str
    wrapped_key: str
    sealed_data_key: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last sealed link of the history: change id and its digest in hex."""

    change_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class Vault:
    """Content of vault.json of one set."""

    store_uid: str
    set_id: str
    slots: tuple[Slot, ...]
    head: Head | None = None


class WrongPassword(RuleError):
    """No slot opens with this password."""

    def __init__(self) -> None:
        super().__init__(
            "Mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại.",
            field="password",
            code="wrong_password",
        )


def damaged_vault() -> EnvironmentProblem:
    """The problem to raise for a vault whose bytes are not whole."""
    return EnvironmentProblem(
        "Tệp khóa (vault.json) bị hỏng. Không sửa tay tệp này; hãy khôi phục từ bản sao lưu gần nhất.",
        code="vault_damaged",
    )


def new_data_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(DATA_KEY_BYTES)


def new_slot(handle: str, password: str, data_key: bytes, *, set_id: str, kdf: KdfProfile = STANDARD_KDF) -> Slot:
    """A slot that opens `data_key` with `password`.

    Raises RuleError for a password that is too short or a KDF profile below the least cost.
    """
    check_password(password)
    if kdf.memory_kib < LEAST_MEMORY_KIB or kdf.iterations < LEAST_ITERATIONS:
        raise RuleError("Tham số dẫn xuất khóa quá yếu.", code="weak_kdf")
    return wrap_slot(handle, password, data_key, set_id=set_id, kdf=kdf)


def wrap_slot(handle: str, password: str, data_key: bytes, *, set_id: str, kdf: KdfProfile) -> Slot:
    """`new_slot` without its rules; only tests may pass a cheaper profile."""
    private_key = X25519PrivateKey.generate()
    raw_private = private_key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    raw_public = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    salt = os.urandom(SALT_BYTES)
    nonce = os.urandom(NONCE_BYTES)
    wrapping = ChaCha20Poly1305(_stretch(password, salt, kdf))
    wrapped = nonce + wrapping.encrypt(nonce, raw_private, _slot_context(handle, kdf, salt, raw_public))
    sealed = _suite().encrypt(data_key, private_key.public_key(), _INFO + set_id.encode())
    return Slot(handle, kdf, salt.hex(), raw_public.hex(), wrapped.hex(), sealed.hex())


def reseal(slot: Slot, data_key: bytes, set_id: str) -> Slot:
    """The same way in for another set or data key; needs no password, so it works for absent colleagues."""
    public_key = X25519PublicKey.from_public_bytes(bytes.fromhex(slot.public_key))
    sealed = _suite().encrypt(data_key, public_key, _INFO + set_id.encode())
    return replace(slot, sealed_data_key=sealed.hex())


def check_password(password: str) -> None:
    """Raise RuleError when the password is shorter than eight characters."""
    if len(_password_bytes(password).decode()) < SHORTEST_PASSWORD:
        raise RuleError(f"Mật khẩu cần ít nhất {SHORTEST_PASSWORD} ký tự.", field="password", code="password_too_short")


def unlock(vault: Vault, password: str) -> tuple[bytes, Slot]:
    """Data key and the slot that gave it; raises WrongPassword when none opens."""
    for slot in vault.slots:
        data_key = _open_slot(slot, password, vault.set_id)
        if data_key is not None:
            return data_key, slot
    raise WrongPassword


def write_vault(path: Path, vault: Vault, data_key: bytes) -> None:
    """Write `vault` whole or not at all; raises EnvironmentProblem when the disk refuses."""
    body = _to_json(vault)
    body["mac"] = _mac(body, data_key)
    body["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    write_durably(path, canonical_bytes(body))


def read_vault(path: Path) -> Vault:
    """Read the vault before any key is known; raises EnvironmentProblem when missing, damaged or newer."""
    return _from_json(_read_body(path))


def authenticate(path: Path, data_key: bytes) -> Vault:
    """Read the vault again and check its MAC; raises EnvironmentProblem when it was changed without the key."""
    body = _read_body(path)
    if not hmac.compare_digest(str(body.get("mac")), _mac(body, data_key)):
        raise damaged_vault()
    return _from_json(body)


def with_head(vault: Vault, head: Head) -> Vault:
    """The vault with the history sealed up to `head`."""
    return replace(vault, head=head)


def _read_body(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise EnvironmentProblem(
            "Không tìm thấy tệp khóa (vault.json) của sổ. Hãy khôi phục từ bản sao lưu gần nhất.", code="vault_missing"
        ) from None
    except OSError:
        raise EnvironmentProblem(
            "Không đọc được tệp khóa (vault.json). Kiểm tra ổ đĩa và quyền đọc thư mục dữ liệu.",
            code="vault_unreadable",
        ) from None
    try:
        body = parse_canonical(data)
        claimed = body["sum"]
        counted = {name: value for name, value in body.items() if name != "sum"}
        whole = hashlib.sha256(canonical_bytes(counted)).hexdigest() == claimed and isinstance(body["mac"], str)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged_vault() from None
    if not whole:
        raise damaged_vault()
    if body["format"] > FORMAT:
        raise EnvironmentProblem(
            "Sổ này do phiên bản mới hơn của chương trình tạo ra. Hãy cài phiên bản mới rồi mở lại.",
            code="newer_version",
        )
    return dict(body)


def _to_json(vault: Vault) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "store": vault.store_uid,
        "set": vault.set_id,
        "slots": [
            {
                "handle": slot.handle,
                "kdf": {
                    "name": "argon2id",
                    "iterations": slot.kdf.iterations,
                    "memory_kib": slot.kdf.memory_kib,
                    "lanes": slot.kdf.lanes,
                },
                "salt": slot.salt,
                "public": slot.public_key,
                "wrapped": slot.wrapped_key,
                "sealed": slot.sealed_data_key,
            }
            for slot in vault.slots
        ],
        "head": None if vault.head is None else {"change": vault.head.change_id, "digest": vault.head.digest},
    }


def _from_json(body: dict[str, Any]) -> Vault:
    try:
        slots = tuple(
            Slot(
                slot["handle"],
                KdfProfile(slot["kdf"]["iterations"], slot["kdf"]["memory_kib"], slot["kdf"]["lanes"]),
                slot["salt"],
                slot["public"],
                slot["wrapped"],
                slot["sealed"],
            )
            for slot in body["slots"]
        )
        head = Head(body["head"]["change"], body["head"]["digest"]) if body["head"] else None
        return Vault(body["store"], body["set"], slots, head)
    except (KeyError, TypeError):
        raise damaged_vault() from None


def _open_slot(slot: Slot, password: str, set_id: str) -> bytes | None:
    if slot.kdf.memory_kib > MOST_MEMORY_KIB or slot.kdf.iterations > MOST_ITERATIONS:
        raise damaged_vault()
    salt, public, wrapped = bytes.fromhex(slot.salt), bytes.fromhex(slot.public_key), bytes.fromhex(slot.wrapped_key)
    stretched = ChaCha20Poly1305(_stretch(password, salt, slot.kdf))
    context = _slot_context(slot.handle, slot.kdf, salt, public)
    try:
        raw_private = stretched.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
    except InvalidTag:
        return None
    try:
        private_key = X25519PrivateKey.from_private_bytes(raw_private)
        return _suite().decrypt(bytes.fromhex(slot.sealed_data_key), private_key, _INFO + set_id.encode())
    except (InvalidTag, ValueError):
        raise damaged_vault() from None


def _slot_context(handle: str, kdf: KdfProfile, salt: bytes, public: bytes) -> bytes:
    return canonical_bytes([FORMAT, handle, kdf.iterations, kdf.memory_kib, kdf.lanes, salt.hex(), public.hex()])


def _password_bytes(password: str) -> bytes:
    """NFC, so that Telex, VNI and another machine's composition give the same key."""
    return unicodedata.normalize("NFC", password).encode()


def _stretch(password: str, salt: bytes, kdf: KdfProfile) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    ).derive(_password_bytes(password))


def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def _mac(body: dict[str, Any], data_key: bytes) -> str:
    counted = {name: value for name, value in body.items() if name not in {"sum", "mac"}}
    mac_key = hmac.digest(data_key, _MAC_INFO, "sha256")
    return hmac.digest(mac_key, canonical_bytes(counted), "sha256").hex()
