"""What may never be read on a sheet that others see: HIV/AIDS as a ground (Luật 64/2006 Đ8 k5, NĐ 20/2021 Đ8).

Tells whether a group code stands for it and whether words speak of it, and what a window or list shows of a ground.
Rather says yes once too often: a line held back can be ruled by the clerk, a name on the wall cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import Literal

from models.people.secret_words import folded, holds_number, mentions_hiv, name_alone

__all__ = [
    "GROUNDS_RIGHT",
    "GUARDED_WORDS",
    "NEUTRAL_LABEL",
    "Grounds",
    "grounds_for",
    "holds_number",
    "is_health_ground",
    "is_hiv_group",
    "is_secret_ground",
    "may_see_grounds",
    "mentions_hiv",
    "name_alone",
    "names_hiv_sheet",
]

NEUTRAL_LABEL = "Trợ cấp xã hội hằng tháng"
"""The one label for everybody where a ground may not be read (privacy.md 11.1)."""
GUARDED_WORDS = "(phần được giữ kín)"
"""Stands on a screen for words that may not be read there."""
GROUNDS_RIGHT = "grounds"
Grounds = Literal["open", "guarded", "neutral"]
"""How grounds are shown: as they are; all but HIV/AIDS; none, because one neutral label among others would tell."""

_HIV_GROUP = re.compile(r"k0*[38](?!\d)")
_HIV_SHEET = re.compile(r"nguon:[^;]*?(?<![a-z0-9])k(?:hoan)?[\W_]*0*[38](?!\d)")


def may_see_grounds(rights: Set[str]) -> bool:
    """Whether these rights allow to read the ground of a K3 or K8 line (privacy.md, item 1)."""
    return "all" in rights or GROUNDS_RIGHT in rights


def grounds_for(rights: Set[str]) -> Grounds:
    """What lists and pages show to somebody with these rights, as long as no ground was asked for."""
    return "guarded" if may_see_grounds(rights) else "neutral"


def is_secret_ground(code: str | None, label: str) -> bool:
    """Whether a line's group or label tells of HIV/AIDS."""
    return is_hiv_group(code) or _label_tells(label)


def is_health_ground(code: str | None, label: str) -> bool:
    """Whether a line's group or label tells of a person's health: HIV/AIDS or a disability."""
    return (code or "").startswith("K6") or is_secret_ground(code, label) or "khuyet tat" in folded(label)


@lru_cache(maxsize=1024)
def _label_tells(label: str) -> bool:
    """Labels of a list are few and repeat."""
    return mentions_hiv(label)


def is_hiv_group(code: str | None) -> bool:
    """Whether a group code stands for khoản 3 or khoản 8 of Điều 5 (NĐ 335/2026, as NĐ 20/2021): HIV/AIDS."""
    return code is not None and _HIV_GROUP.match(re.sub(r"\s", "", folded(code))) is not None


def names_hiv_sheet(text: str) -> bool:
    """Whether a source in a story ("nguồn: tệp trang!dòng") names a file or sheet after K3 or K8."""
    return _HIV_SHEET.search(folded(text)) is not None
