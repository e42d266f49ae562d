"""Hiding identity, insurance, account and phone numbers from who may not read them in full.

Promises: `numbers_for` is the one function that hides, for windows, lists, search answers, exports and commands.
Nothing of a number is left: three figures beside a birth year already point at a person. Whoever holds the number on
paper still finds its owner by typing all of it.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from models.people.merging import FACT_LABELS
from models.store.rights import may

Seen = TypeVar("Seen")

HIDDEN: Final = "••••••"
_NUMBER_FIELDS: Final = frozenset(
    {"id_number", "old_id_number", "insurance_number", "phone", "phones", "account", "number_on_card"}
)
"""Hidden whole, however short."""
_OPEN_FIELDS: Final = frozenset({"code", "former_codes", "day", "shown", "since", "until", "last", "uid", "born"})
"""Person codes and days are no such numbers."""
_LONG: Final = re.compile(
    r"(?<![\w.])[A-Z]{0,2}\d{6,}(?!\d)(?!-\d(?!\d))"
    r"|(?<![\d./:-])\+?\d(?:[ .-]?\d){8,}(?![\d/])"
)
"""Six figures on end (a person code, 000123-4, is none), or nine grouped by spaces, dots or hyphens."""
_AMOUNT: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_ACCOUNT: Final = re.compile(r"(?<![\w/.])(?=[A-Z\d]*\d)[A-Z\d]{4,}(?!\w)")
_ACCOUNT_WORD: Final = FACT_LABELS["bank_account"]
"""Accounts may have four figures or letters: they are looked for only where an account is spoken of."""


def numbers_for(rights: Set[str], seen: Seen) -> Seen:
    """`seen` (text, frozen dataclasses, tuples, lists, dicts of them) as somebody with these rights may read it."""
    return seen if may(rights, "numbers") else cast(Seen, _hidden(seen))


def _hidden(seen: Any) -> Any:
    if isinstance(seen, str):
        return _without_numbers(seen)
    if isinstance(seen, tuple | list):
        return type(seen)(_hidden(one) for one in seen)
    if isinstance(seen, dict):
        return {key: _hidden(one) for key, one in seen.items()}
    if is_dataclass(seen) and not isinstance(seen, type):
        return replace(seen, **{one.name: _field(seen, one.name) for one in fields(seen)})
    return seen


def _field(record: Any, name: str) -> Any:
    value = getattr(record, name)
    if name in _OPEN_FIELDS:
        return value
    if name in _NUMBER_FIELDS:
        return HIDDEN if value else value
    if name == "text" and isinstance(value, str):
        about = f"{getattr(record, 'label', '')} {getattr(record, 'title', '')}"
        return "; ".join(_told(about, part) for part in value.split("; "))
    return _hidden(value)


def _told(about: str, part: str) -> str:
    """A part of a fact or a story, of which an account may be the matter."""
    told = _without_numbers(part)
    return _ACCOUNT.sub(HIDDEN, told) if _ACCOUNT_WORD in f"{about} {part}" else told


def _without_numbers(text: str) -> str:
    return _LONG.sub(lambda found: found[0] if _AMOUNT.fullmatch(found[0]) else HIDDEN, text)
