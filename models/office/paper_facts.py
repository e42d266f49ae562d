"""How a paper's facts are kept: what it says, and what was asked for to make it, so that another can take its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.store.frozen import freeze, packed, unpacked


def kept_facts(content: Any, asked: Mapping[str, str]) -> bytes:
    """Packed facts: `content` is a frozen dataclass, `asked` the form as plain text (empty from the command line)."""
    _, small = packed({"content": freeze(content), "asked": dict(asked)})
    return small


def content_of(facts: bytes) -> Any:
    """The JSON values of what the paper says; raises ValueError for facts that `kept_facts` did not make."""
    return unpacked(facts)["content"]


def asked_of(facts: bytes) -> dict[str, str]:
    """What was asked for, as the form's plain text."""
    return {str(key): str(text) for key, text in unpacked(facts)["asked"].items()}
