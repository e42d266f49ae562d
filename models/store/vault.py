"""The vault: who may open the store, without a word about who they are.

A slot holds an X25519 key wrapped by a password through Argon2id; the random data key is sealed to that key (HPKE), so
a new data key can be made for colleagues who are absent; a voucher (models.store.vouching) proves to its owner that the
key comes from this book. The file is canonical JSON with two guards: an unkeyed sum that tells damage from a wrong
password before any key is known, and a MAC under the data key that tells tampering.
This module knows no database and must stay quick to import: the unlock window imports it first.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from contextlib import suppress
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
from models.store.recovery import RecoveryKey
from models.store.spellings import spellings
from models.store.vault_format import (
    FORMAT,
    KEY_BYTES,
    LARGEST_VAULT,
    LEAST_ITERATIONS,
    LEAST_MEMORY_KIB,
    NONCE_BYTES,
    PASSWORD,
    RECOVERY,
    SALT_BYTES,
    KdfProfile,
    Slot,
    Vault,
    damaged_vault,
    from_json,
    is_hex,
    to_json,
)
from models.store.vouching import demand_voucher, kept_by, kept_under, voucher, vouching_key

DATA_KEY_BYTES = KEY_BYTES
SHORTEST_PASSWORD = 8
_INFO = b"so-an-sinh data key 1"
_MAC_INFO = b"so-an-sinh vault mac 1"
_KEY_ID_INFO = b"so-an-sinh key id 1"
KEY_ID_DIGITS = 16

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


class SheetVoid(RuleError):
    """No recovery slot opens with the key of this sheet."""

    def __init__(self) -> None:
        super().__init__(
            "Phiếu khôi phục này không mở được sổ: phiếu của sổ khác, hoặc đã hủy khi in phiếu mới.",
            field="recovery",
            code="sheet_void",
        )


class QuickVoid(RuleError):
    """The slot that quick unlock was made for is another one by now."""

    def __init__(self) -> None:
        super().__init__(
            "Mở nhanh trên máy này không còn hiệu lực vì mật khẩu đã được đặt lại. Hãy mở bằng mật khẩu.",
            field="pin",
            code="quick_void",
        )


def vault_of_another_set() -> EnvironmentProblem:
    """The problem to raise for a whole vault that lies beside a database it was not made for."""
    return EnvironmentProblem(
        "Tệp khóa (vault.json) không phải của tệp sổ (store.db) này: ai đó đã chép tệp khóa của sổ khác hoặc của ngày "
        "trước vào đây. Hãy khôi phục từ bản sao lưu gần nhất.",
        code="vault_damaged",
    )


def new_data_key() -> bytes:
    """32 random bytes."""
    return os.urandom(DATA_KEY_BYTES)


class QuickKey:
    """A slot's private key that a PIN gave back; it outlives new passwords and new data keys, not a new slot."""

    __slots__ = ("handle", "private")

    def __init__(self, handle: str, private: bytes) -> None:
        self.handle = handle
        self.private = private

    def __repr__(self) -> str:
        return "QuickKey(...)"


Secret = str | RecoveryKey | QuickKey
"""What opens a slot: a password, the key of a recovery sheet, or the key behind a PIN."""


def new_slot(
    handle: str,
    secret: str | RecoveryKey,
    data_key: bytes,
    *,
    set_id: str,
    kdf: KdfProfile | None = None,
) -> Slot:
    """A slot that opens `data_key` with a password (or the key of a recovery sheet).

    Raises RuleError for a password that is too short or a KDF profile below the least cost.
    """
    kdf = _fit(secret, kdf)
    return wrap_slot(handle, secret, data_key, set_id=set_id, kdf=kdf)


def wrap_slot(handle: str, secret: str | RecoveryKey, data_key: bytes, *, set_id: str, kdf: KdfProfile) -> Slot:
    """`new_slot` without its rules; only tests may pass a cheaper profile."""
    private = X25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    wrapped = _wrapped(handle, secret, private, kdf)
    return _sealed(wrapped, vouching_key(private, wrapped.salt), data_key, set_id)


def rewrapped(slot: Slot, old: str, new: str, data_key: bytes, *, set_id: str, kdf: KdfProfile | None = None) -> Slot:
    """The same slot, its key pair unchanged, under another password; raises as `new_slot` and WrongPassword.

    Quick unlock of the pair goes on, on any workstation.
    """
    private = private_key(slot, old)
    fresh = _wrapped(slot.handle, new, private, _fit(new, kdf))
    return _sealed(fresh, vouching_key(private, fresh.salt), data_key, set_id)


def _fit(secret: str | RecoveryKey, kdf: KdfProfile | None) -> KdfProfile:
    """The profile to use, once password and profile are found strong enough."""
    if isinstance(secret, str):
        check_password(secret)
    kdf = kdf or STANDARD_KDF
    if kdf.memory_kib < LEAST_MEMORY_KIB or kdf.iterations < LEAST_ITERATIONS:
        raise RuleError("Tham số dẫn xuất khóa quá yếu.", code="weak_kdf")
    return kdf


def _wrapped(handle: str, secret: str | RecoveryKey, private: bytes, kdf: KdfProfile) -> Slot:
    """A slot around `private`, with nothing sealed to it yet."""
    kind = RECOVERY if isinstance(secret, RecoveryKey) else PASSWORD
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    wrapping = ChaCha20Poly1305(stretched(_spellings(secret)[0], salt, kdf))
    wrapped = nonce + wrapping.encrypt(nonce, private, _slot_context(handle, kind, kdf, salt, public))
    return Slot(handle, kdf, salt.hex(), public.hex(), wrapped.hex(), "", "", "", kind)


def resealed(known: Vault, old: bytes, new: bytes, set_id: str) -> Vault:
    """The vault of another set, every way in sealed to the data key `new` and vouched for with the one before, `old`.

    Needs no password, so it works for absent colleagues. `known` must be authenticated; raises EnvironmentProblem where
    it was not made under `old`.
    """
    slots = tuple(_sealed(slot, kept_by(slot, old), new, set_id) for slot in known.slots)
    return replace(known, set_id=set_id, slots=slots)


def _sealed(slot: Slot, vouching: bytes, data_key: bytes, set_id: str) -> Slot:
    """The slot with the data key of this set sealed to it, vouched for."""
    public_key = X25519PublicKey.from_public_bytes(bytes.fromhex(slot.public_key))
    sealed = _suite().encrypt(data_key, public_key, _INFO + set_id.encode())
    return replace(
        slot,
        sealed_data_key=sealed.hex(),
        vouching_key=kept_under(data_key, slot, vouching),
        voucher=voucher(slot, vouching, data_key, set_id),
    )


def check_password(password: str) -> None:
    """Raise RuleError when the password is shorter than eight characters."""
    if len(unicodedata.normalize("NFC", password)) < SHORTEST_PASSWORD:
        raise RuleError(f"Mật khẩu cần ít nhất {SHORTEST_PASSWORD} ký tự.", field="password", code="password_too_short")


def unlock(vault: Vault, secret: Secret, handle: str | None = None) -> tuple[bytes, Slot]:
    """Data key and the slot that gave it; a password is tried at the slot `handle`, or at each of them.

    Raises WrongPassword, SheetVoid or QuickVoid when none opens; EnvironmentProblem ("vault_forged") when one does and
    nobody of this book sealed the key to it.
    """
    if isinstance(secret, QuickKey):
        return _unlock_quickly(vault, secret)
    kind = RECOVERY if isinstance(secret, RecoveryKey) else PASSWORD
    for slot in vault.slots:
        if slot.kind == kind and handle in {None, slot.handle}:
            private = _private_key(slot, secret)
            if private is not None:
                return _unsealed(slot, private, vault.set_id), slot
    raise SheetVoid if kind == RECOVERY else WrongPassword


def private_key(slot: Slot, secret: str | RecoveryKey) -> bytes:
    """The private key of a slot; raises WrongPassword."""
    private = _private_key(slot, secret)
    if private is None:
        raise SheetVoid if isinstance(secret, RecoveryKey) else WrongPassword
    return private


def key_id(data_key: bytes) -> str:
    """What a data key is called where it must not be told (16 hex digits)."""
    return hmac.digest(data_key, _KEY_ID_INFO, "sha256").hex()[:KEY_ID_DIGITS]


def write_vault(path: Path, vault: Vault, data_key: bytes) -> None:
    """Write `vault` whole or not at all; raises EnvironmentProblem when the disk refuses."""
    body = to_json(vault)
    body["mac"] = _mac(body, data_key)
    body["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    write_durably(path, canonical_bytes(body))


def read_vault(path: Path) -> Vault:
    """Read the vault before any key is known; raises EnvironmentProblem when missing, damaged or newer."""
    return parse_vault(_bytes_of(path))


def parse_vault(data: bytes) -> Vault:
    """The vault that these bytes spell, its sum checked but not its MAC; raises EnvironmentProblem as `read_vault`."""
    return from_json(_body_of(data))


def authenticate(path: Path, data_key: bytes) -> Vault:
    """Read the vault again and check its MAC; raises EnvironmentProblem when it was changed without the key."""
    return authenticated(_bytes_of(path), data_key)


def authenticated(data: bytes, data_key: bytes) -> Vault:
    """The vault that these bytes spell, sum and MAC checked; raises EnvironmentProblem as `authenticate`."""
    body = _body_of(data)
    vault = from_json(body)
    if not hmac.compare_digest(body["mac"], _mac(body, data_key)):
        raise damaged_vault()
    return vault


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_VAULT + 1)
    except FileNotFoundError:
        raise EnvironmentProblem(
            "Không tìm thấy tệp khóa (vault.json) của sổ. Hãy khôi phục từ bản sao lưu gần nhất.", code="vault_missing"
        ) from None
    except OSError:
        raise EnvironmentProblem(
            "Không đọc được tệp khóa (vault.json). Kiểm tra ổ đĩa và quyền đọc thư mục dữ liệu.",
            code="vault_unreadable",
        ) from None


def _body_of(data: bytes) -> dict[str, Any]:
    """The spelling of a vault; the sum is checked, the MAC is not."""
    if len(data) > LARGEST_VAULT:
        raise damaged_vault()
    try:
        body = parse_canonical(data)
        counted = {name: value for name, value in body.items() if name != "sum"}
        whole = hashlib.sha256(canonical_bytes(counted)).hexdigest() == body["sum"] and is_hex(body["mac"], KEY_BYTES)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged_vault() from None
    if not whole or not isinstance(body, dict):
        raise damaged_vault()
    return body


def _private_key(slot: Slot, secret: str | RecoveryKey) -> bytes | None:
    salt, public, wrapped = bytes.fromhex(slot.salt), bytes.fromhex(slot.public_key), bytes.fromhex(slot.wrapped_key)
    context = _slot_context(slot.handle, slot.kind, slot.kdf, salt, public)
    for spelling in _spellings(secret):
        wrapping = ChaCha20Poly1305(stretched(spelling, salt, slot.kdf))
        with suppress(InvalidTag):
            return wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
    return None


def _unlock_quickly(vault: Vault, quick: QuickKey) -> tuple[bytes, Slot]:
    public = X25519PrivateKey.from_private_bytes(quick.private).public_key().public_bytes_raw().hex()
    for slot in vault.slots:
        if slot.public_key == public and slot.handle == quick.handle:
            return _unsealed(slot, quick.private, vault.set_id), slot
    raise QuickVoid


def _unsealed(slot: Slot, private: bytes, set_id: str) -> bytes:
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        data_key = _suite().decrypt(bytes.fromhex(slot.sealed_data_key), key, _INFO + set_id.encode())
    except (InvalidTag, ValueError):
        raise damaged_vault() from None
    demand_voucher(slot, private, data_key, set_id)
    return data_key


def _slot_context(handle: str, kind: str, kdf: KdfProfile, salt: bytes, public: bytes) -> bytes:
    return canonical_bytes([FORMAT, handle, kind, kdf.iterations, kdf.memory_kib, kdf.lanes, salt.hex(), public.hex()])


def _spellings(secret: str | RecoveryKey) -> list[bytes]:
    """What a slot is tried with, the first being what a new one is made with: NFC, whatever the input method sends.

    Half characters, as a terminal makes them of bytes it cannot read, are only wrong, and no fault of the program.
    """
    ways = (secret.letters,) if isinstance(secret, RecoveryKey) else spellings(secret)
    return [way.encode("utf-8", "surrogatepass") for way in ways]


def stretched(secret: bytes, salt: bytes, kdf: KdfProfile) -> bytes:
    """Argon2id of a secret, 32 bytes; raises EnvironmentProblem when the machine lacks the memory."""
    try:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib
        ).derive(secret)
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
