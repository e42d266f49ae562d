"""What may never be read on a sheet that others see: HIV/AIDS as a ground (Luật 64/2006 Đ8 k5, NĐ 20/2021 Đ8).

Tells whether a group code stands for it and whether words speak of it, and what a window or list shows of a ground.
Rather says yes once too often: a line held back can be ruled by the clerk, a name on the wall cannot be taken back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import lru_cache
from typing import Literal

from models.store.vietnamese import tidy

NEUTRAL_LABEL = "Trợ cấp xã hội hằng tháng"
"""The one label for everybody where a ground may not be read (privacy.md 11.1)."""
GUARDED_WORDS = "(phần được giữ kín)"
"""Stands on a screen for words that may not be read there."""
GROUNDS_RIGHT = "grounds"
Grounds = Literal["open", "guarded", "neutral"]
"""How grounds are shown: as they are; all but HIV/AIDS; none, because one neutral label among others would tell."""

_NAME_ALONE = re.compile(r"(?:(?!\s[-–—]|[-–—]\s)[^\d()\[\]{}<>,;:/\\|+*=@#_\"“”?!])+")
_NUMBER = re.compile(r"(?<![\d.])0(?:[\s.-]?\d){8}|\d(?:[\s-]?[\dxX*]){7}")
"""Nine figures that begin with zero, however grouped; eight figures, or figures and signs of masking, without dots."""
_HIV_GROUP = re.compile(r"k0*[38](?!\d)")
_HIV_SHEET = re.compile(r"nguon:[^;]*?(?<![a-z0-9])k(?:hoan)?[\W_]*0*[38](?!\d)")
_LOOK_ALIKES = str.maketrans("đðнһηіινаѕԁ", "ddhhhiivasd")
"""Letters that only look like, or stand for, those of the words sought (Cyrillic, Greek)."""
_GAP = r"[^a-z0-9]*"
_LONE_H = r"h(?![a-z0-9])(?!['’`./-]\s*[a-z])(?!\W*mong)"
"""The letter H standing alone for the virus; not the H of H'Mông, H'rê or of an abbreviation such as h/c."""
_HIV_WORDS = re.compile(
    "|".join(
        (
            r"hiv|h1v|aids|a1ds",
            rf"(?<![a-z])h{_GAP}[il1|!]{_GAP}v(?![a-z])",
            rf"(?<![a-z])a{_GAP}[il1|!]{_GAP}d{_GAP}s(?![a-z])",
            r"(?<![a-z])[sx]\W*i\W*d\W*a(?![a-z])",
            r"(?<![a-z])hat\W*(?:ai|i|y)\W*v[ei](?![a-z])",
            r"suy\W*giam\W*mien\W*dich",
            r"benh\W*the\W*k[iy](?![a-z])",
            r"(?<![a-z])ar[vt](?![a-z])",
            r"(?<![a-z])h\s*\(?\s*\+",
            rf"(?<![a-z])(?:chung|tinh)\W+voi\W+{_LONE_H}",
            r"(?<![a-z])(?:rut|virus|virut)\W*h(?![a-z0-9])",
            r"(?<![a-z])nhiem\W*h(?![a-z0-9])(?!['’`./-][a-z])(?!\W*mong)",
            rf"(?<![a-z])(?:co|bi|mang|mac|nguoi|benh nhan|doi tuong|tre em|tre|te)\W+{_LONE_H}",
            r"(?<![a-z])(?:nhiem|benh|bi|mac)\W+et(?![a-z])",
        )
    )
)


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
    return (code or "").startswith("K6") or is_secret_ground(code, label) or "khuyet tat" in _folded(label)


@lru_cache(maxsize=1024)
def _label_tells(label: str) -> bool:
    """Labels of a list are few and repeat."""
    return mentions_hiv(label)


def name_alone(name: str) -> str:
    """A person's name alone: lists write remarks, years and numbers behind it. Empty when no letter is left."""
    found = _NAME_ALONE.match(tidy(name))
    alone = found[0].strip(" .-–") if found else ""
    return alone if any(c.isalpha() for c in alone) else ""


def holds_number(text: str) -> bool:
    """Whether a text that is no name (a village, a gift) holds an identity, account or phone number, even masked.

    An amount of money is none: it is grouped by dots and begins with no zero.
    """
    return _NUMBER.search(text) is not None


def is_hiv_group(code: str | None) -> bool:
    """Whether a group code stands for khoản 3 or khoản 8 of Điều 5 (NĐ 335/2026, as NĐ 20/2021): HIV/AIDS."""
    return code is not None and _HIV_GROUP.match(re.sub(r"\s", "", _folded(code))) is not None


def mentions_hiv(text: str) -> bool:
    """Whether a text speaks of HIV/AIDS in any spelling an office list has: case, marks, dots, "nhiễm H", "si đa"."""
    return bool(text) and _HIV_WORDS.search(_folded(text)) is not None


def names_hiv_sheet(text: str) -> bool:
    """Whether a source in a story ("nguồn: tệp trang!dòng") names a file or sheet after K3 or K8."""
    return _HIV_SHEET.search(_folded(text)) is not None


def _folded(text: str) -> str:
    """For comparing only, never stored: compatibility forms, case, marks and invisible characters removed."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = (c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(kept).translate(_LOOK_ALIKES)
