"""What vault.json says, and the strict reading of it: a field too many, too few or out of bounds is damage.

The unkeyed sum only tells accidents; whoever can write the file can make the sum anew. So nothing from it reaches the
key derivation, which costs memory and time as the file demands, before every value has been looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from models.store.errors import EnvironmentProblem

FORMAT = 1
SALT_BYTES = 16
NONCE_BYTES = 12
KEY_BYTES = 32
TAG_BYTES = 16
ALGORITHM = "argon2id"

LEAST_MEMORY_KIB = 64 * 1024
LEAST_ITERATIONS = 3
"""Below these no new slot is made; reading accepts less, since only tests can have made it."""
MOST_MEMORY_KIB = 512 * 1024
MOST_ITERATIONS = 16
MOST_LANES = 8
MOST_SLOTS = 64
_USUAL_WORK = 4 * 128 * 1024
MOST_WORK = 4 * _USUAL_WORK
"""Passes times KiB that one slot may cost: four times what is written today, about two seconds."""
MOST_WORK_IN_ALL = MOST_SLOTS * _USUAL_WORK
"""The same of all slots together, as a password without a handle is tried at each."""
LARGEST_VAULT = 1024 * 1024
"""Bytes; sixty-four slots and four hundred days take a sixth of it. What is larger is not even read as JSON."""
MOST_DAYS = 400
"""So many last days have their head sealed; the chain itself tells any earlier one."""
PASSWORD, RECOVERY = "password", "recovery"
SLOT_KINDS = frozenset({PASSWORD, RECOVERY})
MOST_TEXT = 100
MOST_CHANGES = 2**53

_HEX = re.compile(r"(?:[0-9a-f]{2})+")
_DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True, slots=True)
class KdfProfile:
    """Cost of Argon2id: passes, KiB of memory, lanes (RFC 9106)."""

    iterations: int
    memory_kib: int
    lanes: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in. `handle` is the sign-in handle, never a name; byte fields are lower-case hex.

    `kind` is "password" for a colleague, "recovery" for the key on a recovery sheet (its handle names the sheet).
    `vouching_key` and `voucher`: see models.store.vouching.
    """

    handle: str
    kdf: KdfProfile
    salt: str
    public_key: str
    wrapped_key: str
    sealed_data_key: str
    vouching_key: str
    voucher: str
    kind: str = PASSWORD


@dataclass(frozen=True, slots=True)
class Head:
    """The last sealed link of the history: change id and its digest in hex."""

    change_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class DayHead:
    """The last link that was sealed on a day of the office (ISO date)."""

    day: str
    head: Head


@dataclass(frozen=True, slots=True)
class Vault:
    """Content of vault.json of one set. `days` are the heads of the last days with changes, the oldest first.

    They stand in the order of their links, so a day comes after a later one, or twice, where a clock stood wrong.
    """

    store_uid: str
    set_id: str
    slots: tuple[Slot, ...]
    head: Head | None = None
    days: tuple[DayHead, ...] = ()


def damaged_vault() -> EnvironmentProblem:
    """The problem to raise for a vault whose bytes are not whole."""
    return EnvironmentProblem(
        "Tệp khóa (vault.json) bị hỏng. Không sửa tay tệp này; hãy khôi phục từ bản sao lưu gần nhất.",
        code="vault_damaged",
    )


def newer_vault() -> EnvironmentProblem:
    """The problem to raise for a vault that a later version of the program made."""
    return EnvironmentProblem(
        "Sổ này do phiên bản mới hơn của chương trình tạo ra. Hãy cài phiên bản mới rồi mở lại.",
        code="newer_version",
    )


def to_json(vault: Vault) -> dict[str, Any]:
    """The content as JSON values, without its two guards."""
    return {
        "format": FORMAT,
        "store": vault.store_uid,
        "set": vault.set_id,
        "slots": [
            {
                "handle": slot.handle,
                "kind": slot.kind,
                "kdf": {
                    "name": ALGORITHM,
                    "iterations": slot.kdf.iterations,
                    "memory_kib": slot.kdf.memory_kib,
                    "lanes": slot.kdf.lanes,
                },
                "salt": slot.salt,
                "public": slot.public_key,
                "wrapped": slot.wrapped_key,
                "sealed": slot.sealed_data_key,
                "vouching": slot.vouching_key,
                "voucher": slot.voucher,
            }
            for slot in vault.slots
        ],
        "head": None if vault.head is None else _head_json(vault.head),
        "days": [{"day": sealed.day, "head": _head_json(sealed.head)} for sealed in vault.days],
    }


def _head_json(head: Head) -> dict[str, Any]:
    return {"change": head.change_id, "digest": head.digest}


def from_json(body: Any) -> Vault:
    """The vault that `body` spells, its guards included but not checked.

    Raises EnvironmentProblem: "newer_version" for a later format or an algorithm unknown here, "vault_damaged" for
    everything else that this version would not have written.
    """
    if not isinstance(body, dict):
        raise damaged_vault()
    if _whole_number(body.get("format"), 1, MOST_CHANGES) > FORMAT:
        raise newer_vault()
    fields = _fields(body, "format", "store", "set", "slots", "head", "days", "mac", "sum")
    slots = fields["slots"]
    if not isinstance(slots, list) or not 1 <= len(slots) <= MOST_SLOTS:
        raise damaged_vault()
    read = tuple(_slot(slot) for slot in slots)
    if sum(_work(slot.kdf) for slot in read) > MOST_WORK_IN_ALL:
        raise damaged_vault()
    return Vault(
        _text(fields["store"]),
        _hex(fields["set"], 16),
        read,
        None if fields["head"] is None else _head(fields["head"]),
        _days(fields["days"]),
    )


def _slot(value: Any) -> Slot:
    fields = _fields(value, "handle", "kind", "kdf", "salt", "public", "wrapped", "sealed", "vouching", "voucher")
    kind = _text(fields["kind"])
    if kind not in SLOT_KINDS:
        raise newer_vault()
    kdf = fields["kdf"]
    if not isinstance(kdf, dict):
        raise damaged_vault()
    if isinstance(kdf.get("name"), str) and kdf["name"] != ALGORITHM:
        raise newer_vault()
    costs = _fields(kdf, "name", "iterations", "memory_kib", "lanes")
    lanes = _whole_number(costs["lanes"], 1, MOST_LANES)
    profile = KdfProfile(
        _whole_number(costs["iterations"], 1, MOST_ITERATIONS),
        _whole_number(costs["memory_kib"], 8 * lanes, MOST_MEMORY_KIB),
        lanes,
    )
    if _work(profile) > MOST_WORK:
        raise damaged_vault()
    return Slot(
        _text(fields["handle"]),
        profile,
        _hex(fields["salt"], SALT_BYTES),
        _hex(fields["public"], KEY_BYTES),
        _hex(fields["wrapped"], NONCE_BYTES + KEY_BYTES + TAG_BYTES),
        _hex(fields["sealed"], KEY_BYTES + KEY_BYTES + TAG_BYTES),
        _hex(fields["vouching"], NONCE_BYTES + KEY_BYTES + TAG_BYTES),
        _hex(fields["voucher"], KEY_BYTES),
        kind,
    )


def _work(kdf: KdfProfile) -> int:
    return kdf.iterations * kdf.memory_kib


def _head(value: Any) -> Head:
    fields = _fields(value, "change", "digest")
    return Head(_whole_number(fields["change"], 0, MOST_CHANGES), _hex(fields["digest"], KEY_BYTES))


def _days(value: Any) -> tuple[DayHead, ...]:
    if not isinstance(value, list) or len(value) > MOST_DAYS:
        raise damaged_vault()
    days = tuple(_day(one) for one in value)
    if any(
        later.day == earlier.day or later.head.change_id <= earlier.head.change_id for earlier, later in pairwise(days)
    ):
        raise damaged_vault()
    return days


def _day(value: Any) -> DayHead:
    fields = _fields(value, "day", "head")
    if not isinstance(fields["day"], str) or not _DAY.fullmatch(fields["day"]):
        raise damaged_vault()
    return DayHead(fields["day"], _head(fields["head"]))


def _fields(value: Any, *names: str) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != set(names):
        raise damaged_vault()
    return value


def _whole_number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:  # True and 1.0 are other spellings
        raise damaged_vault()
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= MOST_TEXT:
        raise damaged_vault()
    return value


def _hex(value: Any, size: int) -> str:
    if not is_hex(value, size):
        raise damaged_vault()
    return str(value)


def is_hex(value: Any, size: int) -> bool:
    """Whether `value` is the lower-case hex of `size` bytes."""
    return isinstance(value, str) and len(value) == 2 * size and bool(_HEX.fullmatch(value))
