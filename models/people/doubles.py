"""Whether two records are likely one person: the same number, or a similar name, a compatible birth, one village.

Promises: pure and cheap (names are folded by the caller once); a hint for the clerk, never a decision. Different
12-digit numbers speak against it, because one person has one number for life.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from models.people.identity import Sex
from models.store.dates import PartialDate
from models.store.vietnamese import same_name_key, search_text

SIMILAR_NAME = 90.0
"""rapidfuzz ratio of folded names from which a name may be a slip of the pen of another."""
WITHOUT_MIDDLE = 95.0
NEAR_YEARS = 1
"""Old lists give a birth year that is off by one; with an equal name and village that is still worth a look."""


@dataclass(frozen=True, slots=True)
class Face:
    """What telling doubles needs of a person; `id` is 0 for one not stored yet."""

    id: int
    name: str
    born: PartialDate | None
    sex: Sex | None
    village_id: int | None
    id_number: str = ""
    old_id_number: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A likely double: whose, how sure (0 to 100), and why in Vietnamese."""

    id: int
    score: int
    reason: str


def likeness(one: Face, other: Face) -> Likeness | None:
    """How `other` may be the same person as `one`; None when there is no reason to ask."""
    if one.id_number and one.id_number == other.id_number:
        return Likeness(other.id, 100, "Cùng số định danh")
    if one.old_id_number and one.old_id_number == other.old_id_number:
        return Likeness(other.id, 98, "Cùng số CMND cũ")
    if one.id_number and other.id_number:
        return None
    if one.sex and other.sex and one.sex != other.sex:
        return None
    return _by_name(one, other)


def name_ratio(one: str, other: str) -> float:
    """How alike two folded names are (0 to 100); lists often leave out the middle "Thị" or "Văn"."""
    return max(fuzz.ratio(one, other), WITHOUT_MIDDLE if plain_name(one) == plain_name(other) else 0)


def plain_name(folded: str) -> str:
    """A folded name without a middle "thi" or "van"."""
    words = folded.split(" ")
    middle = [word for word in words[1:-1] if word not in ("thi", "van")]
    return " ".join([words[0], *middle, *words[1:][-1:]])


def _by_name(one: Face, other: Face) -> Likeness | None:
    same = same_name_key(one.name) == same_name_key(other.name)
    ratio = 100.0 if same else name_ratio(search_text(one.name), search_text(other.name))
    if ratio < SIMILAR_NAME or not _same_place(one, other):
        return None
    born = _birth(one.born, other.born)
    if born == 0:
        return None
    name_words = "Cùng tên" if same else "Tên gần giống"
    place_words = ", cùng thôn" if one.village_id and one.village_id == other.village_id else ""
    born_words = {3: ", cùng ngày sinh", 2: ", năm sinh phù hợp", 1: ", năm sinh lệch một năm"}[born]
    if not same and (born == 1 or one.born is None or other.born is None):
        return None
    score = round(60 + (ratio - SIMILAR_NAME) + 8 * born + (5 if place_words else 0))
    return Likeness(other.id, min(score, 97), f"{name_words}{born_words}{place_words}")


def _same_place(one: Face, other: Face) -> bool:
    return one.village_id is None or other.village_id is None or one.village_id == other.village_id


def _birth(one: PartialDate | None, other: PartialDate | None) -> int:
    """3: the same day; 2: may be the same; 1: one year off; 0: different people."""
    if one is None or other is None:
        return 2
    if one == other and one.precision == "day":
        return 3
    if one.compatible(other):
        return 2
    year_only = "year" in (one.precision, other.precision)
    return 1 if year_only and abs(one.year - other.year) <= NEAR_YEARS else 0


def likely_doubles(face: Face, others: Iterable[Face], not_same: frozenset[int] = frozenset()) -> list[Likeness]:
    """Likely doubles of `face`, the surest first; `not_same` are ids the clerk has told apart already."""
    found = (likeness(face, other) for other in others if other.id != face.id and other.id not in not_same)
    return sorted((hit for hit in found if hit), key=lambda hit: (-hit.score, hit.id))
