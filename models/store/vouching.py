"""Who vouches for a data key: proof to whoever opens a slot that the key sealed to it comes from this very book.

A data key is sealed to a slot's public key, which stands in each copy of vault.json: that alone proves nothing about
who sealed it. So each slot has a vouching key, derived from its private key and the salt of its password's lock. Its
owner derives it anew at each opening; whoever may open the book finds it in the vault, kept under the data key, and
vouches with it for the next data key, also for absent colleagues. Somebody with a copy of vault.json alone has neither.

It says nothing about the private key, so a removed colleague who remembers it still opens nothing. A new password has
a new salt, hence a new vouching key, which whoever left before never knew. No database, and quick to import.
"""

from __future__ import annotations

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.store.canonical import canonical_bytes
from models.store.errors import EnvironmentProblem
from models.store.vault_format import FORMAT, KEY_BYTES, NONCE_BYTES, Slot, damaged_vault

_KEY_INFO = b"so-an-sinh vouching key 1"
_KEEPING_INFO = b"so-an-sinh vouching kept 1"


def forged_vault() -> EnvironmentProblem:
    """The problem to raise for a vault that a secret opens although nobody of this book sealed the key to its slot."""
    return EnvironmentProblem(
        "Tệp khóa (vault.json) không phải do sổ của cơ quan ghi, dù mật khẩu mở được: có thể ai đó đã đặt một sổ giả "
        "vào máy này. Đừng dùng sổ này; hãy khôi phục từ bản sao lưu cất nơi chắc chắn và báo người quản trị sổ.",
        code="vault_forged",
    )


def vouching_key(private: bytes, salt: str) -> bytes:
    """The vouching key of the slot with this private key and this salt (hex), 32 bytes."""
    return HKDF(SHA256(), KEY_BYTES, bytes.fromhex(salt), _KEY_INFO).derive(private)


def kept_under(data_key: bytes, slot: Slot, key: bytes) -> str:
    """The vouching key as the vault keeps it for whoever knows the data key (hex)."""
    nonce = os.urandom(NONCE_BYTES)
    return (nonce + _keeping(data_key).encrypt(nonce, key, _about(slot))).hex()


def kept_by(slot: Slot, data_key: bytes) -> bytes:
    """The vouching key of a slot of an authenticated vault; raises EnvironmentProblem where it was not kept so."""
    kept = bytes.fromhex(slot.vouching_key)
    try:
        return _keeping(data_key).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], _about(slot))
    except InvalidTag:
        raise damaged_vault() from None


def voucher(slot: Slot, key: bytes, data_key: bytes, set_id: str) -> str:
    """The word of whoever has the vouching key that this data key opens the set `set_id` of the slot's book (hex).

    The vault's own MAC binds all the rest of the book to the data key.
    """
    return hmac.digest(key, _about(slot, set_id, data_key.hex()), "sha256").hex()


def demand_voucher(slot: Slot, private: bytes, data_key: bytes, set_id: str) -> None:
    """Raise EnvironmentProblem ("vault_forged") unless this book vouched for the key that was sealed to the slot."""
    expected = voucher(slot, vouching_key(private, slot.salt), data_key, set_id)
    if not hmac.compare_digest(slot.voucher, expected):
        raise forged_vault()


def _keeping(data_key: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hmac.digest(data_key, _KEEPING_INFO, "sha256"))


def _about(slot: Slot, *more: str) -> bytes:
    """What is bound: the slot as its owner knows it, and more."""
    return canonical_bytes([FORMAT, slot.handle, slot.kind, slot.salt, slot.public_key, *more])
