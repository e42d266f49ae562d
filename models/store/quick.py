"""Quick unlock: a PIN and a random secret of this workstation together give back one slot's private key.

The record lies outside the data folder and the device secret in the system's keyring alone; neither opens anything
without the other and the PIN. Each PIN is counted before it is tried; the fifth wrong one in a row destroys record and
secret. Whatever is missing or odd (keyring gone, locked, swapped; record damaged) only means that the password is
asked. Whoever copies both away can also copy the count: a PIN then holds no longer than Argon2id makes it.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.store import vault
from models.store.canonical import canonical_bytes, canonical_text, parse_canonical
from models.store.errors import EnvironmentProblem, RuleError
from models.store.vault import QuickKey
from models.store.vault_format import (
    ALGORITHM,
    KEY_BYTES,
    MOST_ITERATIONS,
    MOST_LANES,
    MOST_MEMORY_KIB,
    NONCE_BYTES,
    PASSWORD,
    SALT_BYTES,
    TAG_BYTES,
    KdfProfile,
    Vault,
    is_hex,
)

__all__ = ["DeviceSecrets", "QuickKey", "check_pin", "destroy", "make", "open"]

FORMAT = 1
SHORTEST_PIN = 6
LONGEST_PIN = 32
MOST_TRIES = 5
_KEY_INFO = b"so-an-sinh quick key 1"
_MAC_INFO = b"so-an-sinh quick mac 1"
_PIN = re.compile(rf"[0-9]{{{SHORTEST_PIN},{LONGEST_PIN}}}")
_LONGEST_BLOCK = 3
_ON_THE_KEYS = frozenset({"147258369", "159357", "159753", "147258", "258369", "147369", "789456", "741852", "963852"})


class DeviceSecrets(Protocol):
    """Where a workstation keeps its secrets: bytes by name. Each method raises EnvironmentProblem and nothing else."""

    def get(self, name: str) -> bytes | None: ...
    def set(self, name: str, secret: bytes) -> None: ...
    def delete(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Record:
    """What is written down. `name` is the device secret's in the keyring; byte fields are lower-case hex."""

    name: str
    store: str
    handle: str
    public: str
    kdf: KdfProfile
    salt: str
    wrapped: str
    tries: int = 0


def check_pin(pin: str) -> None:
    """Raise RuleError (field "pin") for a PIN that is too short, no figures, or among the first that anybody tries."""
    if not _PIN.fullmatch(pin):
        raise RuleError(f"Mã PIN gồm ít nhất {SHORTEST_PIN} chữ số.", field="pin", code="pin_too_short")
    if _is_trivial(pin):
        raise RuleError("Mã PIN này quá dễ đoán. Hãy chọn dãy số khác.", field="pin", code="pin_trivial")


def make(known: Vault, handle: str, password: str, pin: str, secrets: DeviceSecrets) -> str:
    """A record that opens the slot `handle` with `pin` on this workstation; the password is asked again for it.

    Raises RuleError for the PIN, WrongPassword, EnvironmentProblem when the keyring does not keep the device secret;
    nothing is left behind then.
    """
    check_pin(pin)
    slot = next((slot for slot in known.slots if slot.handle == handle and slot.kind == PASSWORD), None)
    if slot is None:
        raise vault.WrongPassword
    private = vault.private_key(slot, password)
    name, secret = os.urandom(SALT_BYTES).hex(), os.urandom(KEY_BYTES)
    record = _Record(
        name, known.store_uid, handle, slot.public_key, vault.STANDARD_KDF, os.urandom(SALT_BYTES).hex(), ""
    )
    nonce = os.urandom(NONCE_BYTES)
    sealed = ChaCha20Poly1305(_wrapping_key(record, pin, secret)).encrypt(nonce, private, _context(record))
    secrets.set(name, secret)
    try:
        if secrets.get(name) != secret:
            raise _unavailable()
    except BaseException:
        with suppress(EnvironmentProblem):
            secrets.delete(name)
        raise
    return _spelled(replace(record, wrapped=(nonce + sealed).hex()), secret)


def open(  # noqa: A001 - read as quick.open, beside quick.make and quick.destroy
    record: str, pin: str, secrets: DeviceSecrets, keep: Callable[[str | None], None]
) -> QuickKey:
    """The slot's private key. `keep` writes the record down anew before and after the PIN is tried; None: forget it.

    Raises RuleError with field "pin": "wrong_pin" (says how many tries are left), "quick_destroyed" (that was the last
    one; record and secret are gone), "quick_unavailable" (keyring or record cannot be used now: ask for the password).
    """
    known, secret = _read(record, secrets)
    if known.tries >= MOST_TRIES:  # cut off while it was being destroyed
        raise _destroyed(known, secrets, keep)
    counted = replace(known, tries=known.tries + 1)
    _keep(keep, _spelled(counted, secret))
    wrapped = bytes.fromhex(known.wrapped)
    try:
        private = ChaCha20Poly1305(_wrapping_key(known, pin, secret)).decrypt(
            wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _context(known)
        )
    except InvalidTag:
        left = MOST_TRIES - counted.tries
        if left == 0:
            raise _destroyed(known, secrets, keep) from None
        raise RuleError(f"Mã PIN không đúng. Còn {left} lần thử.", field="pin", code="wrong_pin") from None
    with suppress(RuleError):  # a count that stays too high only asks for the password sooner
        _keep(keep, _spelled(replace(known, tries=0), secret))
    return QuickKey(known.handle, private)


def destroy(record: str, secrets: DeviceSecrets) -> None:
    """Make the record worthless by deleting its device secret; raises EnvironmentProblem when the keyring refuses.

    Drop the record as well. One that is damaged names no secret, so nothing is to be done.
    """
    with suppress(ValueError):
        secrets.delete(_parsed(record)[0].name)


def _destroyed(known: _Record, secrets: DeviceSecrets, keep: Callable[[str | None], None]) -> RuleError:
    """Take both halves away, each whether or not the other one goes."""
    with suppress(EnvironmentProblem):
        secrets.delete(known.name)
    with suppress(RuleError):
        _keep(keep, None)
    return RuleError(
        f"Sai mã PIN {MOST_TRIES} lần: mở nhanh trên máy này đã bị hủy. Hãy mở bằng mật khẩu.",
        field="pin",
        code="quick_destroyed",
    )


def _keep(keep: Callable[[str | None], None], record: str | None) -> None:
    try:
        keep(record)
    except (EnvironmentProblem, OSError):
        raise _unavailable() from None


def _unavailable() -> RuleError:
    return RuleError("Mở nhanh không dùng được lúc này. Hãy mở bằng mật khẩu.", field="pin", code="quick_unavailable")


def _read(record: str, secrets: DeviceSecrets) -> tuple[_Record, bytes]:
    """The record, its MAC checked, and the device secret; raises RuleError "quick_unavailable"."""
    try:
        known, mac = _parsed(record)
        secret = secrets.get(known.name)
    except (ValueError, EnvironmentProblem):
        raise _unavailable() from None
    if secret is None or len(secret) != KEY_BYTES or not hmac.compare_digest(mac, _mac(known, secret)):
        raise _unavailable()
    return known, secret


def _wrapping_key(record: _Record, pin: str, secret: bytes) -> bytes:
    salt = bytes.fromhex(record.salt)
    stretched = vault.stretched(pin.encode("utf-8", "surrogatepass"), salt, record.kdf)
    return HKDF(SHA256(), KEY_BYTES, salt, _KEY_INFO).derive(stretched + secret)


def _context(record: _Record) -> bytes:
    """What the wrapped key is bound to: everything but itself and the count."""
    return canonical_bytes({name: value for name, value in _body(record).items() if name not in {"wrapped", "tries"}})


def _mac(record: _Record, secret: bytes) -> str:
    key = HKDF(SHA256(), KEY_BYTES, bytes.fromhex(record.salt), _MAC_INFO).derive(secret)
    return hmac.digest(key, canonical_bytes(_body(record)), "sha256").hex()


def _spelled(record: _Record, secret: bytes) -> str:
    return canonical_text({**_body(record), "mac": _mac(record, secret)})


def _body(record: _Record) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "name": record.name,
        "store": record.store,
        "handle": record.handle,
        "public": record.public,
        "kdf": {
            "name": ALGORITHM,
            "iterations": record.kdf.iterations,
            "memory_kib": record.kdf.memory_kib,
            "lanes": record.kdf.lanes,
        },
        "salt": record.salt,
        "wrapped": record.wrapped,
        "tries": record.tries,
    }


def _parsed(text: str) -> tuple[_Record, str]:
    """The record that `text` spells and its MAC, unchecked; ValueError for anything that this version would not write.

    Costs are bounded before the MAC is looked at, as those of the vault.
    """
    try:
        body = parse_canonical(text.encode())
        kdf, mac = body["kdf"], body["mac"]
        profile = KdfProfile(kdf["iterations"], kdf["memory_kib"], kdf["lanes"])
        record = _Record(
            body["name"],
            body["store"],
            body["handle"],
            body["public"],
            profile,
            body["salt"],
            body["wrapped"],
            body["tries"],
        )
    except (KeyError, TypeError, RecursionError) as wrong:
        raise ValueError("no record") from wrong
    sizes = ((record.name, SALT_BYTES), (record.public, KEY_BYTES), (record.salt, SALT_BYTES), (mac, KEY_BYTES))
    fits = (
        canonical_text({**_body(record), "mac": mac}) == text
        and all(is_hex(value, size) for value, size in sizes)
        and is_hex(record.wrapped, NONCE_BYTES + KEY_BYTES + TAG_BYTES)
        and isinstance(record.store, str)
        and isinstance(record.handle, str)
        and _within(record.tries, 0, MOST_TRIES)
        and _within(profile.lanes, 1, MOST_LANES)
        and _within(profile.iterations, 1, MOST_ITERATIONS)
        and _within(profile.memory_kib, 8 * profile.lanes, MOST_MEMORY_KIB)
    )
    if not fits:
        raise ValueError("no record")
    return record, mac


def _within(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _is_trivial(pin: str) -> bool:
    """Few figures, an even step, each figure twice, a short block again and again, there and back, a line of keys."""
    half = pin[: (len(pin) + 1) // 2]
    doubled = all(first == second for first, second in zip(pin[::2], pin[1::2], strict=False))
    return (
        len(set(pin)) <= 2
        or _is_even(pin)
        or (doubled and _is_even(pin[::2]))
        or (pin == pin[::-1] and _is_even(half))
        or any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, _LONGEST_BLOCK + 1))
        or pin in _ON_THE_KEYS
        or pin[::-1] in _ON_THE_KEYS
    )


def _is_even(pin: str) -> bool:
    """Whether each figure follows the one before by the same step, over 9 to 0 again."""
    return len({(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}) == 1
