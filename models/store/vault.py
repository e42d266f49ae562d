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
import unicodedata
from dataclasses import replace
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
from models.store.vault_format import (
    FORMAT,
    KEY_BYTES,
    LEAST_ITERATIONS,
    LEAST_MEMORY_KIB,
    NONCE_BYTES,
    PASSWORD,
    SALT_BYTES,
    KdfProfile,
    Slot,
    Vault,
    damaged_vault,
    from_json,
    is_hex,
    to_json,
)

DATA_KEY_BYTES = KEY_BYTES
SHORTEST_PASSWORD = 8
_INFO = b"so-an-sinh data key 1"
_MAC_INFO = b"so-an-sinh vault mac 1"

STANDARD_KDF = KdfProfile(iterations=4, memory_kib=128 * 1024, lanes=1)
"""About half a second on a 2-core office machine."""


class WrongPassword(RuleError):
    """No slot opens with this password."""

    def __init__(self) -> None:
        super().__init__(
            "Mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại.",
            field="password",
            code="wrong_password",
        )


def new_data_key() -> bytes:
    """32 random bytes."""
    return os.urandom(DATA_KEY_BYTES)


def new_slot(
    handle: str,
    password: str,
    data_key: bytes,
    *,
    set_id: str,
    kdf: KdfProfile = STANDARD_KDF,
    kind: str = PASSWORD,
) -> Slot:
    """A slot that opens `data_key` with `password`.

    Raises RuleError for a password that is too short or a KDF profile below the least cost.
    """
    check_password(password)
    if kdf.memory_kib < LEAST_MEMORY_KIB or kdf.iterations < LEAST_ITERATIONS:
        raise RuleError("Tham số dẫn xuất khóa quá yếu.", code="weak_kdf")
    return wrap_slot(handle, password, data_key, set_id=set_id, kdf=kdf, kind=kind)


def wrap_slot(
    handle: str, password: str, data_key: bytes, *, set_id: str, kdf: KdfProfile, kind: str = PASSWORD
) -> Slot:
    """`new_slot` without its rules; only tests may pass a cheaper profile."""
    private_key = X25519PrivateKey.generate()
    raw_private = private_key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    raw_public = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    salt = os.urandom(SALT_BYTES)
    nonce = os.urandom(NONCE_BYTES)
    wrapping = ChaCha20Poly1305(_stretch(password, salt, kdf))
    wrapped = nonce + wrapping.encrypt(nonce, raw_private, _slot_context(handle, kind, kdf, salt, raw_public))
    sealed = _suite().encrypt(data_key, private_key.public_key(), _INFO + set_id.encode())
    return Slot(handle, kdf, salt.hex(), raw_public.hex(), wrapped.hex(), sealed.hex(), kind)


def reseal(slot: Slot, data_key: bytes, set_id: str) -> Slot:
    """The same way in for another set or data key; needs no password, so it works for absent colleagues."""
    public_key = X25519PublicKey.from_public_bytes(bytes.fromhex(slot.public_key))
    sealed = _suite().encrypt(data_key, public_key, _INFO + set_id.encode())
    return replace(slot, sealed_data_key=sealed.hex())


def check_password(password: str) -> None:
    """Raise RuleError when the password is shorter than eight characters."""
    if len(unicodedata.normalize("NFC", password)) < SHORTEST_PASSWORD:
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
    body = to_json(vault)
    body["mac"] = _mac(body, data_key)
    body["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    write_durably(path, canonical_bytes(body))


def read_vault(path: Path) -> Vault:
    """Read the vault before any key is known; raises EnvironmentProblem when missing, damaged or newer."""
    return _read(path)[0]


def authenticate(path: Path, data_key: bytes) -> Vault:
    """Read the vault again and check its MAC; raises EnvironmentProblem when it was changed without the key."""
    vault, body = _read(path)
    if not hmac.compare_digest(body["mac"], _mac(body, data_key)):
        raise damaged_vault()
    return vault


def _read(path: Path) -> tuple[Vault, dict[str, Any]]:
    """The vault and its spelling; the sum is checked, the MAC is not."""
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
        counted = {name: value for name, value in body.items() if name != "sum"}
        whole = hashlib.sha256(canonical_bytes(counted)).hexdigest() == body["sum"] and is_hex(body["mac"], KEY_BYTES)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged_vault() from None
    if not whole:
        raise damaged_vault()
    return from_json(body), body


def _open_slot(slot: Slot, password: str, set_id: str) -> bytes | None:
    salt, public, wrapped = bytes.fromhex(slot.salt), bytes.fromhex(slot.public_key), bytes.fromhex(slot.wrapped_key)
    stretched = ChaCha20Poly1305(_stretch(password, salt, slot.kdf))
    context = _slot_context(slot.handle, slot.kind, slot.kdf, salt, public)
    try:
        raw_private = stretched.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
    except InvalidTag:
        return None
    try:
        private_key = X25519PrivateKey.from_private_bytes(raw_private)
        return _suite().decrypt(bytes.fromhex(slot.sealed_data_key), private_key, _INFO + set_id.encode())
    except (InvalidTag, ValueError):
        raise damaged_vault() from None


def _slot_context(handle: str, kind: str, kdf: KdfProfile, salt: bytes, public: bytes) -> bytes:
    return canonical_bytes([FORMAT, handle, kind, kdf.iterations, kdf.memory_kib, kdf.lanes, salt.hex(), public.hex()])


def _password_bytes(password: str) -> bytes:
    """NFC, so that Telex, VNI and another machine's composition give the same key.

    Half characters, as a terminal makes them of bytes it cannot read, are only wrong, and no fault of the program.
    """
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _stretch(password: str, salt: bytes, kdf: KdfProfile) -> bytes:
    try:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib
        ).derive(_password_bytes(password))
    except MemoryError:
        raise EnvironmentProblem(
            "Máy không đủ bộ nhớ để mở sổ. Hãy đóng bớt chương trình khác rồi thử lại.", code="out_of_memory"
        ) from None


def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def _mac(body: dict[str, Any], data_key: bytes) -> str:
    counted = {name: value for name, value in body.items() if name not in {"sum", "mac"}}
    mac_key = hmac.digest(data_key, _MAC_INFO, "sha256")
    return hmac.digest(mac_key, canonical_bytes(counted), "sha256").hex()
