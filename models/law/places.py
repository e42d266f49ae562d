"""Units that may have a table of their own: provinces of today, provinces before 01/07/2025.

Promises: a name that is none is refused, so that a slip of the pen never pays the central level in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from models.office.places import number_prefixes, province_by_code, province_by_name
from models.store.dates import Month
from models.store.errors import RuleError
from models.store.vietnamese import search_text

TWO_TIERS = Month(202507)
"""Before it the former province decides which local table holds (benefits.md 6)."""

Unit = Literal["province", "former_province"]


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with resolutions of its own; `code` is that of the province, or the former one's number prefix."""

    unit: Unit
    code: str
    name: str


def province(text: str) -> Place:
    """The province of today meant by its name or two-digit code. Raises RuleError."""
    found = province_by_code(text) or province_by_name(text)
    if found is None:
        raise RuleError(f"Không có tỉnh, thành phố nào tên «{text}».", field="province", code="province_unknown")
    return _present(found.code, found.name)


@lru_cache(maxsize=64)
def _present(code: str, name: str) -> Place:
    return Place("province", code, name)


def former_province(text: str) -> Place:
    """The province before 01/07/2025 meant by its name. Raises RuleError."""
    found = _former().get(_bare(text))
    if found is None:
        words = f"Không có tỉnh, thành phố nào trước 01/7/2025 tên «{text}»."
        raise RuleError(words, field="former_province", code="province_unknown")
    return found


@cache
def _former() -> dict[str, Place]:
    found = {_bare(name): Place("former_province", prefix, name) for prefix, name in number_prefixes().items()}
    other_names = {"hcm": "hochiminh", "tphcm": "hochiminh", "saigon": "hochiminh", "brvt": "bariavungtau"}
    return found | {other: found[name] for other, name in other_names.items()}


def _bare(text: str) -> str:
    words = search_text(text).replace(".", " ").replace("-", " ").split()
    if words[:2] == ["thanh", "pho"]:
        words = words[2:]
    elif words[:1] in (["tinh"], ["tp"]):
        words = words[1:]
    return "".join(words)
