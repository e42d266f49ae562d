"""Words and small rules about people: statuses, relations, marital states, the searched text, dates of facts.

Pure functions; numbers live in identity.py, cards in qr.py, codes in codes.py, doubles in doubles.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from models.people.codes import code_digits
from models.people.identity import Sex
from models.people.secret_words import name_tells
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import search_text, tidy_name

SEX_LABELS: dict[str, str] = {"male": "Nam", "female": "Nữ"}
STATUS_LABELS: dict[str, str] = {"living": "Đang ở", "moved": "Đã chuyển đi", "dead": "Đã mất"}
RELATION_LABELS: dict[str, str] = {
    "head": "Chủ hộ",
    "spouse": "Vợ/chồng",
    "child": "Con",
    "child_in_law": "Con dâu/rể",
    "grandchild": "Cháu",
    "parent": "Bố/mẹ",
    "parent_in_law": "Bố/mẹ vợ, chồng",
    "grandparent": "Ông/bà",
    "sibling": "Anh/chị/em",
    "other": "Khác",
}
POVERTY_LABELS: dict[str, str] = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}
MARITAL_LABELS: dict[str, str] = {
    "single": "Chưa kết hôn",
    "married": "Có vợ/chồng",
    "widowed": "Góa",
    "divorced": "Ly hôn",
    "separated": "Ly thân",
}
STUDY_LABELS: dict[str, str] = {
    "preschool": "Mầm non",
    "school": "Phổ thông",
    "continuing": "Giáo dục thường xuyên",
    "vocational": "Giáo dục nghề nghiệp",
    "university": "Đại học",
}
DEGREE_LABELS: dict[str, str] = {"extremely_severe": "Đặc biệt nặng", "severe": "Nặng", "mild": "Nhẹ"}
DISABILITY_LABELS: dict[str, str] = {
    "movement": "Vận động",
    "hearing_speech": "Nghe, nói",
    "sight": "Nhìn",
    "mental": "Thần kinh, tâm thần",
    "intellectual": "Trí tuệ",
    "other": "Khác",
}
OLDEST_AGE = 125
_WORDS = re.compile(r"[^\W_]+")
_PLAIN_WORDS = re.compile(r"[a-z]+(?: [a-z]+)*")


def check_name(text: str) -> str:
    """A person's name as it is kept; RuleError when there is none, it holds digits or tells of HIV/AIDS.

    A name stands in every register, title and export, where no right is asked for (Luật 64/2006 Đ8 k5).
    """
    name = tidy_name(text)
    if not name:
        raise RuleError("Chưa nhập họ và tên.", field="name", code="name_missing")
    if any(letter.isdigit() for letter in name):
        raise RuleError("Họ và tên không có chữ số.", field="name", code="name_digits")
    if name_tells(name):
        raise RuleError(
            "Ô này chỉ ghi họ tên. Điều liên quan đến HIV/AIDS ghi vào ghi chú, nơi được giữ kín.",
            field="name",
            code="name_tells",
        )
    return name


def check_born(born: PartialDate | None, today: date) -> PartialDate | None:
    """A birth date that is not after today nor more than 125 years ago."""
    if born is None:
        return None
    if born.earliest > today:
        raise RuleError("Ngày sinh ở tương lai.", field="born", code="born_future")
    if born.year < today.year - OLDEST_AGE:
        raise RuleError(f"Năm sinh {born.year} quá xa.", field="born", code="born_too_early")
    return born


def check_choice(value: str, labels: dict[str, str], field: str) -> str:
    """`value` when it is one of the known words, RuleError otherwise."""
    if value not in labels:
        raise RuleError("Hãy chọn một trong các mục đã cho.", field=field, code="choice_unknown")
    return value


def sex_of(text: str | None) -> Sex | None:
    """The stored word of a sex, None when it is not known."""
    if text == "male":
        return "male"
    return "female" if text == "female" else None


def name_words(name: str) -> list[str]:
    """Folded words of a name: "H'Hen Niê" -> ["h", "hen", "hhen", "nie"]."""
    folded = search_text(name)
    if _PLAIN_WORDS.fullmatch(folded):
        return folded.split(" ")
    words: list[str] = []
    for written in folded.split(" "):
        parts = _WORDS.findall(written)
        words += parts
        if len(parts) > 1:
            words.append("".join(parts))
    return words


def born_days(born: PartialDate | None) -> tuple[str, str]:
    """The first and the last day a birth date may mean, as stored; "" twice when nothing is known."""
    if born is None:
        return "", ""
    if born.day is not None:
        day = born.iso()
        return day, day
    return born.earliest.isoformat(), born.latest.isoformat()


def searched_text(name: str, codes: Iterable[int], numbers: Iterable[str]) -> str:
    """What the search box looks through: name words, codes without their dash, numbers, each behind one space.

    A word of letters is looked up from its beginning (" hanh"), digits anywhere, so a leading space stands first.
    """
    return " " + " ".join([*name_words(name), *map(code_digits, codes), *filter(None, numbers)])


def search_patterns(text: str) -> tuple[str, ...]:
    """Folded pieces that must all be in the searched text, in any order; () finds everybody."""
    pieces: list[str] = []
    for written in search_text(text).split(" "):
        digits = re.sub(r"[.\-]", "", written)
        if digits.isdigit():
            pieces.append(digits)
        else:
            pieces += [f" {part}" for part in _WORDS.findall(written)]
    return tuple(dict.fromkeys(pieces))


def narrows(before: str, text: str) -> bool:
    """Whether whoever fits `text` fitted `before` too: one goes on typing and the answers can only become fewer."""
    now = search_patterns(text)
    return all(any(old in new for new in now) for old in search_patterns(before))
