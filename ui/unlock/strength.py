"""How hard a password is to guess, in words a clerk understands. Standard library only; no promise of exactness."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from math import log2
from typing import Final, Literal

Degree = Literal["too_short", "weak", "fair", "good"]

SHORTEST: Final = 8
_FAIR_BITS: Final = 45.0
_GOOD_BITS: Final = 60.0
_COMMON: Final = ("password", "matkhau", "123456", "12345678", "qwerty", "abc123", "anhyeuem", "admin", "iloveyou")


@dataclass(frozen=True, slots=True)
class Strength:
    """A degree, its share of a full bar (0 to 1), and what to say about it."""

    degree: Degree
    share: float
    words: str


def strength_of(password: str) -> Strength:
    """Judge a password by length, kinds of letters, runs and common words."""
    if not password:
        return Strength("too_short", 0.0, f"Ít nhất {SHORTEST} ký tự; một câu dài bốn, năm từ là tốt nhất.")
    if len(password) < SHORTEST:
        return Strength("too_short", 0.15, f"Quá ngắn: cần ít nhất {SHORTEST} ký tự.")
    bits = _bits(password)
    if bits < _FAIR_BITS:
        return Strength("weak", 0.35, "Yếu: dễ đoán. Hãy thêm từ cho dài ra.")
    if bits < _GOOD_BITS:
        return Strength("fair", 0.65, "Khá. Dài thêm một từ nữa thì chắc hơn.")
    return Strength("good", 1.0, "Mạnh.")


def _bits(password: str) -> float:
    plain = unicodedata.normalize("NFD", password.casefold())
    folded = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for common in _COMMON:
        folded = folded.replace(common, common[:1])
    steps = [letter for index, letter in enumerate(folded) if not _continues(folded, index)]
    pool = 0
    pool += 26 if any(letter.islower() for letter in password) else 0
    pool += 20 if any(letter.isupper() for letter in password) else 0
    pool += 10 if any(letter.isdigit() for letter in password) else 0
    pool += 20 if any(not letter.isalnum() for letter in password) else 0
    pool += 30 if not password.isascii() else 0
    variety = len(set(steps))
    return len(steps) * log2(max(min(pool, variety * 4), 2))


def _continues(text: str, index: int) -> bool:
    """Whether this letter only repeats or continues the one before (aaa, 123, cba)."""
    return index > 0 and abs(ord(text[index]) - ord(text[index - 1])) <= 1
