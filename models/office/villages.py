"""Names of villages: their kind, how lists spell them, and how two spellings are told to be one village.

Promises: "Thôn Đông" and "Thôn Đồng" stay two villages as long as both exist; a kind word or a lost diacritic is
overlooked only when exactly one village fits. Kinds by Nghị định 185/2026/NĐ-CP; older words are kept as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.store.vietnamese import same_name_key, search_text, tidy, tidy_name

RURAL_KINDS = ("thôn", "xóm", "làng", "ấp", "bản", "buôn", "bon", "phum", "sóc")
URBAN_KINDS = ("tổ dân phố", "khu phố", "khối phố", "khóm", "tiểu khu")
OLDER_KINDS = ("khu dân cư", "khối", "khu", "đội")
VILLAGE_KINDS = (*RURAL_KINDS, *URBAN_KINDS, *OLDER_KINDS)

_SHORT_FORMS = {
    "tdp": "tổ dân phố",
    "tổ dp": "tổ dân phố",
    "tổ dân phố": "tổ dân phố",
    "tổ": "tổ dân phố",
    "kp": "khu phố",
    "kdc": "khu dân cư",
    "khu dc": "khu dân cư",
    "tk": "tiểu khu",
    "t": "thôn",
    "th": "thôn",
}
_FORMS = {**{kind: kind for kind in VILLAGE_KINDS}, **_SHORT_FORMS}
_DOTTED_ONLY = {"t", "th", "tk"}
"""Too short to be trusted as a kind without their dot ("T. Đông")."""
_ROMAN = re.compile(r"(?=[ivx])(x{0,2})(ix|iv|v?i{0,3})")
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(frozen=True, slots=True)
class VillageName:
    """A village as written: `kind` is one of VILLAGE_KINDS or "" when none is written, `name` the rest, tidied."""

    kind: str
    name: str

    @property
    def full(self) -> str:
        """ "Thôn Đồng Cầu", "Tổ dân phố 3"."""
        return f"{self.kind[:1].upper()}{self.kind[1:]} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class KnownVillage:
    """What matching needs of a village of the commune: its id and its names, the present one first."""

    id: int
    names: tuple[VillageName, ...]


def _longest_first() -> list[tuple[str, str, bool]]:
    """(words as written in lower case, kind, whether a dot must follow), longest first."""
    forms = [(form, kind, form in _DOTTED_ONLY) for form, kind in _FORMS.items()]
    return sorted(forms, key=lambda form: -len(form[0]))


_ORDERED_FORMS = _longest_first()
_PLAIN_FORMS = [(search_text(form), kind, needs_dot) for form, kind, needs_dot in _ORDERED_FORMS]
"""For texts that lost every diacritic."""


@lru_cache(maxsize=4096)
def parse_village(text: str) -> VillageName:
    """Read "THÔN ĐỒNG CẦU", "T. Đồng Cầu", "TDP số 03" or "Đồng Cầu"; an unknown spelling has the kind ""."""
    words = tidy(text).strip(" .,;:-–*")
    lowered = words.casefold()
    forms = _PLAIN_FORMS if words.isascii() else _ORDERED_FORMS
    for form, kind, needs_dot in forms:
        if not lowered.startswith(form):
            continue
        rest = words[len(form) :]
        if needs_dot and not rest.startswith("."):
            continue
        glued_number = form in ("tdp", "kp") and rest[:1].isdigit()
        if not rest or not (rest[0] in " .:-" or glued_number):
            continue
        name = _tidy_rest(rest)
        if name:
            return VillageName(kind, name)
    return VillageName("", _tidy_rest(words))


def _tidy_rest(rest: str) -> str:
    name = re.sub(r"(?i)^[\s.:–-]*(?:số\s+(?=\d))?", "", rest).strip(" .,;:-–")
    name = re.sub(r"^0+(?=\d)", "", name)
    return name if re.fullmatch(r"(?i)[ivx]+|[a-z]?\d+\w?", name) else tidy_name(name)


def match_key(name: VillageName) -> str:
    """Equal for two spellings of one village that write the same kind."""
    return f"{same_name_key(name.kind)}|{bare_key(name)}"


def bare_key(name: VillageName) -> str:
    """As `match_key` without the kind; a Roman number equals its Arabic one."""
    key = same_name_key(name.name)
    return str(_roman_value(key)) if _ROMAN.fullmatch(key) else key


def _roman_value(text: str) -> int:
    tens = len(text) - len(text.lstrip("x"))
    return tens * 10 + _ROMAN_ONES.index(text[tens:])


def find_village(known: Iterable[KnownVillage], text: str) -> int | None:
    """The one village meant by `text`: same kind and name, then same name, then same name without diacritics.

    A present name goes before an old one, because joined villages often take over the name of a former one. None when
    nothing fits, or more than one village fits equally well.
    """
    wanted = parse_village(text)
    if not wanted.name:
        return None
    villages = list(known)
    for fits in (_same_spelling, _same_bare, _same_folded):
        for names_of in (_present_name, _all_names):
            ids = {village.id for village in villages if any(fits(name, wanted) for name in names_of(village))}
            if ids:
                return ids.pop() if len(ids) == 1 else None
    return None


def _present_name(village: KnownVillage) -> tuple[VillageName, ...]:
    return village.names[:1]


def _all_names(village: KnownVillage) -> tuple[VillageName, ...]:
    return village.names


def _same_spelling(name: VillageName, wanted: VillageName) -> bool:
    return match_key(name) == match_key(wanted)


def _same_bare(name: VillageName, wanted: VillageName) -> bool:
    return bare_key(name) == bare_key(wanted)


def _same_folded(name: VillageName, wanted: VillageName) -> bool:
    return search_text(bare_key(name)) == search_text(bare_key(wanted))


def sort_order(names: Sequence[VillageName]) -> list[int]:
    """Positions of `names` in the order an office lists them: numbered villages by number, then by name."""

    def key(position: int) -> tuple[str, int, str]:
        name = names[position]
        number = re.match(r"\d+", bare_key(name))
        return (name.kind, int(number[0]) if number else 10_000, search_text(name.name))

    return sorted(range(len(names)), key=key)
