"""Vietnamese text: one spelling at the boundary, a folded form to search, a key to sort by.

NFC only; NFKC would turn m² into m2. SQLite folds ASCII alone, so folded forms are stored.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Combining tone marks in the order of the Vietnamese dictionary: huyền, hỏi, ngã, sắc, nặng."""
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def nfc(text: str) -> str:
    """NFC, with the look-alike Ð (U+00D0) and ð as Đ and đ (identity.md 14.3)."""
    return unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").replace("\u00f0", "đ")


@lru_cache(maxsize=20_000)
def tidy(text: str) -> str:
    """NFC, single spaces, no space at either end."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return _SPACES.sub(" ", nfc(text)).strip()


def tidy_name(text: str) -> str:
    """A person's name as it is kept: tidy, and no longer ALL CAPS or all small."""
    name = tidy(text)
    if name.isupper() or name.islower():
        return " ".join(_capital(word) for word in name.split(" "))
    return name


@lru_cache(maxsize=50_000)
def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


@lru_cache(maxsize=20_000)
def search_text(text: str) -> str:
    """Folded for searching: "Nguyễn Thị Hạnh" -> "nguyen thi hanh"."""
    return " ".join(_search_word(word) for word in tidy(text).split(" "))


@lru_cache(maxsize=50_000)
def _search_word(word: str) -> str:
    plain = word.casefold()
    if plain.isascii():
        return plain
    marks_off = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return marks_off.replace("đ", "d")


@lru_cache(maxsize=20_000)
def same_name_key(name: str) -> str:
    """Equal for names that differ only in case, spaces, Unicode form and place of the tone mark (hoà, hòa)."""
    return " ".join(_tone_last(word) for word in tidy(name).split(" "))


@lru_cache(maxsize=50_000)
def _tone_last(word: str) -> str:
    plain = word.casefold()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFD", plain)
    tones = "".join(c for c in decomposed if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)) + tones


@lru_cache(maxsize=20_000)
def name_sort(name: str) -> str:
    """A key whose binary order is the Vietnamese one by given name, then family name, then middle names."""
    words = tidy(name).split(" ")
    return " ".join(_sort_word(word) for word in [words[-1], *words[:-1]])


def text_sort(text: str) -> str:
    """A key whose binary order is that of a Vietnamese dictionary, word by word."""
    return " ".join(_sort_word(word) for word in tidy(text).split(" "))


@lru_cache(maxsize=50_000)
def _sort_word(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for letter in word.casefold():
        tone = 0
        for mark in unicodedata.normalize("NFD", letter)[1:]:
            tone = _TONES.get(mark, tone)
        shape = "".join(c for c in unicodedata.normalize("NFD", letter) if c not in _TONES)
        base = unicodedata.normalize("NFC", shape)
        place = _ALPHABET.find(base)
        letters.append(chr(ord("A") + place) if place >= 0 else base if base.isdigit() else "~" + base)
        tones.append(str(tone))
    return "".join(letters) + "." + "".join(tones).rstrip("0")


def initials(name: str) -> str:
    """ "Nguyễn Thị Hạnh" -> "N.T.H."."""
    return "".join(f"{word[0].upper()}." for word in tidy(name).split(" ") if word)
