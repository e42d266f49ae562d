"""Words of lists and the keys they stand for: degree and type of disability, relation to the head, poverty."""

from __future__ import annotations

import re
from functools import lru_cache

from models.store.vietnamese import nfc, search_text

_RELATIONS = (
    ("head", r"chu ho"),
    ("child_in_law", r"con dau|con re"),
    ("parent_in_law", r"(?:bo|me|cha) (?:vo|chong)"),
    ("grandchild", r"chau|chat"),
    ("child", r"con"),
    ("spouse", r"vo|chong"),
    ("grandparent", r"ong|ba"),
    ("parent", r"bo|me|cha|ma"),
    ("sibling", r"anh|chi|em"),
)
_DISABILITIES = (
    ("movement", r"van dong"),
    ("hearing_speech", r"nghe|noi|cam|diec"),
    ("sight", r"nhin|mu\b|thi giac|khiem thi"),
    ("mental", r"than kinh|tam than"),
    ("intellectual", r"tri tue|thieu nang"),
    ("other", r"khac|tu ky"),
)


_SOUTHERN_FATHER = re.compile(r"\s*ba\b(?! nội| ngoại)")
"""A father in the south; a grandmother has her mark ("bà") unless the list has none at all."""


@lru_cache(maxsize=2000)
def degree_key(text: str) -> str:
    """ "Đặc biệt nặng", "ĐBN", "nặng", "nhẹ" -> degree of NĐ 28/2012 Đ3, or ""."""
    words = search_text(text)
    if re.search(r"^khong\b|\bkhong (?:bi |phai |co )*(?:khuyet tat|kt|nang|nhe)\b", words):
        return ""
    if re.search(r"dac biet|\bdbn\b", words):
        return "extremely_severe"
    if re.search(r"\bnang\b|^n$", words):
        return "severe"
    return "mild" if re.search(r"\bnhe\b", words) else ""


@lru_cache(maxsize=2000)
def disability_key(text: str) -> str:
    """A type of disability of NĐ 28/2012 Đ2, or ""; the first named when a list names several."""
    words = search_text(text)
    hits = [(found.start(), key) for key, pattern in _DISABILITIES if (found := re.search(rf"\b(?:{pattern})", words))]
    return min(hits)[1] if hits else ""


@lru_cache(maxsize=2000)
def relation_key(text: str) -> str:
    """A relation to the head of household; "other" when the words are not known, "" when there are none."""
    words = search_text(text)
    if not words:
        return ""
    if _SOUTHERN_FATHER.match(nfc(text).casefold()) and (words == "ba" or not text.isascii()):
        return "parent"
    return next((key for key, pattern in _RELATIONS if re.match(rf"(?:{pattern})\b", words)), "other")


@lru_cache(maxsize=2000)
def poverty_key(text: str) -> str:
    """ "poor", "near_poor" or "" for what a list says of a household."""
    words = search_text(text)
    if escaped_poverty(text):
        return ""
    if re.search(r"can ngheo|\bhcn\b|\bcn\b", words):
        return "near_poor"
    return "poor" if re.search(r"ngheo|\bhn\b", words) else ""


@lru_cache(maxsize=2000)
def escaped_poverty(text: str) -> bool:
    """Whether a list says that a household is not, or no longer, poor or near-poor ("thoát cận nghèo", "không")."""
    words = search_text(text)
    return words == "khong" or bool(re.search(r"\b(?:khong|thoat|het|chua)\b.*(?:ngheo|\bhn\b|\bhcn\b|\bcn\b)", words))
