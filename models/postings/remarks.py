"""Remarks that lists write behind a name: disability, illness, prison, poverty, death, care (privacy.md 11.1).

The words are data (resources/words/remarks.json): several words each, because a single one may be a person's name
(Nghèo, Tật, Liệt). Promises: with its marks, no name that people have is taken for a remark; without marks it may be,
then the clerk writes the marks. Tells only; what becomes of the line is decided by models.postings.rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from models.store.vietnamese import nfc, same_name_key, search_text

Phrase = tuple[str, ...]

WHOLE_NAME = 3
"""Words that make a whole name: what stands behind that many can hardly be a part of it."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases of one kind, found by their first word; `joined` are those written in one word ("tâmthần")."""

    by_first: dict[str, tuple[Phrase, ...]]
    joined: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Phrases:
        found: dict[str, tuple[Phrase, ...]] = {}
        joined = set()
        for text in texts:
            phrase = tuple(text.split(" "))
            found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
            if len(phrase) > 1:
                joined.add("".join(phrase))
        return cls(found, frozenset(joined))

    def stands_in(self, words: Sequence[str], *, start: int = 0, room_behind: int = 0) -> bool:
        """Whether a phrase begins at word `start` or later and has at least `room_behind` words behind it."""
        for index in range(start, len(words)):
            if room_behind == 0 and words[index] in self.joined:
                return True
            for phrase in self.by_first.get(words[index], ()):
                end = index + len(phrase)
                if end + room_behind <= len(words) and tuple(words[index:end]) == phrase:
                    return True
        return False


@dataclass(frozen=True, slots=True)
class _Remarks:
    anywhere: _Phrases
    with_marks: _Phrases
    without_marks: _Phrases
    behind: _Phrases
    leading: _Phrases
    short: frozenset[str]
    small: _Phrases
    fourth: frozenset[str]
    given_follows: frozenset[str]


@cache
def _remarks() -> _Remarks:
    raw = json.loads(files("resources").joinpath("words", "remarks.json").read_text(encoding="utf-8"))
    behind = [*raw["behind_a_whole_name"]]
    return _Remarks(
        anywhere=_Phrases.of(search_text(text) for text in raw["anywhere"]),
        with_marks=_Phrases.of(same_name_key(text) for text in raw["with_marks"]),
        without_marks=_Phrases.of(search_text(text) for text in (*raw["with_marks"], *behind)),
        behind=_Phrases.of(same_name_key(text) for text in behind),
        leading=_Phrases.of(same_name_key(text) for text in raw["word_with_another_behind"]),
        short=frozenset(raw["short_forms"]),
        small=_Phrases.of(same_name_key(text) for text in raw["small_letters"]),
        fourth=frozenset(same_name_key(text) for text in raw["behind_family_middle_given"]),
        given_follows=frozenset(same_name_key(text) for text in raw["given_name_follows"]),
    )


@lru_cache(maxsize=20_000)
def holds_remark(name: str) -> bool:
    """Whether a person's name as written carries a remark, whatever its capitals and separators."""
    said = _remarks()
    words = _WORD.findall(nfc(name))
    keys = [same_name_key(word) for word in words]
    return (
        tells_condition(name)
        or said.behind.stands_in(keys, start=WHOLE_NAME)
        or said.leading.stands_in(keys, start=1, room_behind=1)
        or any(word.casefold() in said.short for word in words[1:])
        or _is_fourth_word(keys)
        or _goes_on_in_small_letters(words, keys)
    )


def tells_condition(text: str) -> bool:
    """Whether a text that is no name (a village, a gift) speaks of such a condition in plain words."""
    said = _remarks()
    words = _WORD.findall(nfc(text))
    folded = [search_text(word) for word in words]
    if said.anywhere.stands_in(folded):
        return True
    if said.with_marks.stands_in([same_name_key(word) for word in words]):
        return True
    return nfc(text).isascii() and said.without_marks.stands_in(folded, start=WHOLE_NAME)


def _is_fourth_word(keys: Sequence[str]) -> bool:
    """ "Nguyễn Văn Ba Mù": the name is whole with the given name behind "Văn", "Thị"."""
    said = _remarks()
    return len(keys) > WHOLE_NAME and keys[1] in said.given_follows and not said.fourth.isdisjoint(keys[WHOLE_NAME:])


def _goes_on_in_small_letters(words: Sequence[str], keys: Sequence[str]) -> bool:
    """ "Nguyễn Văn Ba mù", "Nguyễn Văn Ba hay quên": a name in capitals, then words that are not part of it."""
    capitals = next((index for index, word in enumerate(words) if word.islower()), len(words))
    small = words[capitals:]
    if capitals < 2 or not small:
        return False
    if capitals >= WHOLE_NAME and len(small) > 1 and small[1].islower():
        return True
    if keys[capitals - 1] in _remarks().given_follows:
        return False
    return _remarks().small.stands_in(keys, start=capitals) or _remarks().behind.stands_in(keys, start=capitals)
