"""Names and sexes as lists write them."""

from __future__ import annotations

import re
from functools import lru_cache

from models.imports.values.flaws import WARNING, Flaw, quote
from models.imports.values.numbers import Sex
from models.imports.workbook.cells import Cell, text_of
from models.imports.workbook.wordlists import words
from models.store.vietnamese import nfc, search_text, tidy

SURNAMES = frozenset(
    words(
        "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly trinh dinh doan mai "
        "truong lam ha cao luong "
        "luu trieu to ta tang thai quach nghiem dao la kieu chu ong vuong tong phung bach au ma nong be "
        "ban than quan giap "
        "dam tieu thach danh son kim chau lo lu cam quang ca vi sam vang giang sung thao hang mua cu hau "
        "xa may tan chang "
        "dong khuc nghi nhu ninh on pho quyen tong truong tu vien y h ksor nay siu rmah rcham kpa puih kpuih ro "
        "nie mlo eban bya ayun hdok knul kbuor ktla liang cil kon lieng rolan ndu da bon dagout pang ting k"
        " thi van le mac lai khong loc kha ke luc than phi trang tram tri ung uong viem"
    )
)
"""Family names (folded) frequent enough to tell a person from a heading. Absence proves nothing."""

_TITLES = frozenset(words("ông bà cụ cháu anh chị em bé đ/c"))
"""Only with exactly these marks: Bế, Bá, Cù and Ong are family names."""
COMMON_SURNAMES = frozenset(words("nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong"))
_MIDDLE = frozenset(words("van thi huu duc dinh"))
"""After these a first word is rather a family name: Ông Văn Chiêm, Bà Thị Lan."""
_NUMBERING = re.compile(r"^\s*\d{1,4}\s*[.)\-/]\s*(?=\D)")
_REMARK = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]?\s*")
_GONE_WORDS = (
    r"(?:(?:đã|mới|vừa|Đã|Mới|Vừa|ĐÃ|MỚI|VỪA) (?i:chết|mất|chuyển|cắt|thôi)\b|"
    r"(?:chết|mất|chuyển (?:đi|đến|khẩu)|tạm dừng|cắt)\b)"
)
"""That somebody is gone, not a given name: "Chuyển" alone is one."""
_GONE = re.compile(rf" {_GONE_WORDS}")
_REMARK_AFTER = re.compile(rf"^(\S+(?: \S+)+?)(?: [-–—] ?| ?; ?|, | (?={_GONE_WORDS}))(.+)$")
"""A remark behind the name without brackets: "Lê Văn An - con ông Bình", "Lê Văn An đã chết"."""
_SEVERAL = re.compile(r"\s*(?:[,;/&+]|\s[-–—]\s|\svà\s)\s*", re.IGNORECASE)
_UNEVEN = re.compile(r"[^\W\d_][^\W\d_]*[A-ZÀ-ỸĐ]")
_EDGES = " \t\r\n.,;:-–—_*'\"`’“”+/\\|"
_ODD = re.compile(r"[\d@#$%^&=<>?!]")
_MALE = frozenset(words("nam m male trai ong nam gioi be trai n.am")) | {
    "nam gioi",
    "be trai",
    "con trai",
    "gioi tinh nam",
}
_FEMALE = frozenset(words("nu f female gai ba w n.u")) | {"nu gioi", "be gai", "con gai", "gioi tinh nu", "phu nu"}
_TICKS = {
    "x",
    "X",
    "×",
    "v",
    "V",
    "✓",
    "✔",
    "1",
    "1.0",
    "*",
    "+",
    "có",
    "Có",
    "CÓ",
    "☑",
    "☒",
    "●",
    "•",
    "xx",
    "√",
    "þ",
    "ü",
}


def is_tick(cell: Cell) -> bool:
    """Whether the cell is a mark in a column to be ticked."""
    if isinstance(cell, bool | int | float):
        return cell == 1
    return isinstance(cell, str) and cell.strip() in _TICKS


def title_words(text: str) -> str:
    """ALL CAPS -> Capitals, also after an apostrophe or a hyphen: "BON B'NƠR" -> "Bon B'Nơr"."""
    return " ".join(_capital(word) for word in text.split(" "))


@lru_cache(maxsize=50_000, typed=True)
def _capital(word: str) -> str:
    return "".join(part[:1].upper() + part[1:].lower() for part in re.split(r"(?<=['’\-.(])", word))


@lru_cache(maxsize=60_000, typed=True)
def parse_name(cell: Cell) -> tuple[str | None, str | None, Flaw | None]:
    """(name, remark written beside it, what is wrong).

    Errors: `name_unreadable`, `two_names`; warning: `name_odd`.
    """
    if not isinstance(cell, str):
        text = text_of(cell)
        return (
            (None, None, Flaw("name_unreadable", f"Ô họ tên không phải là tên: {quote(text)}.")) if text else _NO_NAME
        )
    name = " ".join(cell.split())
    remark = None
    if not name.replace(" ", "").isalpha() or " và " in name:
        if _several(name):
            return None, None, Flaw("two_names", f"Ô họ tên ghi nhiều người: {quote(name)}; mỗi người cần một dòng.")
        name, remark = _stripped(name)
    elif not name.islower() and _GONE.search(name):
        name, remark = _stripped(name)
    if not name:
        return _NO_NAME
    name = _without_title(name)
    if name.isupper() or name.islower():
        name = title_words(name)
    elif any(word.islower() or _UNEVEN.match(word) for word in name.split(" ")):
        name = " ".join(
            title_words(word) if word.islower() or _UNEVEN.match(word) else word for word in name.split(" ")
        )
    if not any(char.isalpha() for char in name):
        return None, remark, Flaw("name_unreadable", f"Ô họ tên không phải là tên: {quote(name)}.")
    if _ODD.search(name):
        return name, remark, Flaw("name_odd", f"Họ tên có ký tự lạ: {quote(name)}.", WARNING)
    return name, remark, None


_NO_NAME: tuple[None, None, None] = (None, None, None)


def _several(name: str) -> bool:
    """Whether the cell names two people or more."""
    parts = _SEVERAL.split(name)
    return len(parts) > 1 and all(part.count(" ") and search_text(part).partition(" ")[0] in SURNAMES for part in parts)


def _stripped(name: str) -> tuple[str, str | None]:
    name = tidy(_NUMBERING.sub("", name))
    remark = None
    if (behind := _REMARK_AFTER.match(name)) and not _REMARK.search(behind[1]):
        name, remark = behind[1], behind[2].strip(" ()[]") or None
    if found := _REMARK.search(name):
        inner = found[1].strip()
        remark = f"{inner}; {remark}" if inner and remark else inner or remark
        name = _REMARK.sub(" ", name)
    return tidy(name.strip(_EDGES)), remark


def _without_title(name: str) -> str:
    """ "Ông Nguyễn Văn A" -> "Nguyễn Văn A", but "Ông Ích Khiêm" stays: a title only before a known family name."""
    first, _, rest = name.partition(" ")
    if " " not in rest:
        return name
    head = nfc(first).casefold().rstrip(".:")
    family = search_text(rest.partition(" ")[0])
    if head in _TITLES and family in (SURNAMES - _MIDDLE if rest.count(" ") > 1 else COMMON_SURNAMES):
        return rest
    if "/" in head and set(head.split("/")) <= _TITLES:
        return rest
    return name


@lru_cache(maxsize=2_000, typed=True)
def parse_sex(cell: Cell) -> tuple[Sex | None, Flaw | None]:
    """Error: `sex_unreadable`."""
    text = tidy(text_of(cell)).strip(" .'")
    folded = search_text(text)
    if folded in _MALE:
        return "male", None
    if folded in _FEMALE or folded in ("n÷", "nuu", "n~u"):
        return "female", None
    if folded in ("", "-", "?", "khong ro"):
        return None, None
    return None, Flaw("sex_unreadable", f"Không hiểu giới tính {quote(text)}.")


def looks_like_name(cell: Cell) -> bool:
    """Two to seven words of letters, the first of them a frequent family name or all of them capitalised."""
    if not isinstance(cell, str) or not 4 <= len(cell) <= 60:
        return False
    name, _, flaw = parse_name(cell)
    if name is None or flaw is not None or "," in name:
        return False
    words = name.split(" ")
    if not 2 <= len(words) <= 7 or any(char.isdigit() for char in name):
        return False
    return search_text(words[0]) in SURNAMES and all(len(word) <= 8 for word in words)
