"""The 54 ethnic groups with their codes, and the many spellings lists use (identity.md 13.2)."""

from __future__ import annotations

import re
from functools import cache

from models.office.places import place_data
from models.store.vietnamese import same_name_key, search_text

KINH = "01"


@cache
def ethnic_names() -> dict[str, str]:
    """Code -> name as printed, in the order of the national list."""
    return {str(row["code"]): str(row["name"]) for row in place_data("ethnic_groups.json")["groups"]}


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Exact keys, and folded keys that mean only one group ("Co" and "Cò" must not meet)."""
    exact: dict[str, str] = {}
    folded: dict[str, set[str]] = {}
    for row in place_data("ethnic_groups.json")["groups"]:
        for spelling in (str(row["name"]), *row["variants"]):
            exact[_key(spelling)] = str(row["code"])
            folded.setdefault(search_text(_key(spelling)), set()).add(str(row["code"]))
    return exact, {key: codes.pop() for key, codes in folded.items() if len(codes) == 1}


def _key(text: str) -> str:
    words = re.sub(r"(?i)^\s*(?:(?:dân tộc|dt\.?|người)\s+)+(?=\S)", "", text)
    return re.sub(r"[\s\-'’.–]+", "", same_name_key(words))


def find_ethnic(text: str) -> str | None:
    """The code of the group meant by "Mông", "H'Mông", "K Ho" or "khmer"; None when it is not clear."""
    exact, folded = _spellings()
    key = _key(text)
    if not key:
        return None
    return exact.get(key) or folded.get(search_text(key))
