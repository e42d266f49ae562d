"""UUIDv7 (RFC 9562) for records that travel between machines: sorts by time of making."""

from __future__ import annotations

import os
import time


def new_uid() -> str:
    """A fresh UUIDv7 as text."""
    return uid_from(time.time_ns() // 1_000_000, os.urandom(10))


def uid_from(milliseconds: int, random: bytes) -> str:
    """The UUIDv7 of a Unix time in milliseconds and 10 random bytes."""
    raw = bytearray(milliseconds.to_bytes(6, "big") + random)
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    digits = raw.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
