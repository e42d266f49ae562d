"""Names of villages: "T. Đồng Cầu", "THÔN ĐỒNG CẦU" and "Thôn Đồng Cầu" are one place.

The kinds are those of NĐ 185/2026 (identity.md 13.1). The name is kept as written (only ALL CAPS is undone); the key
alone decides what is the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from models.imports.values.names import title_words
from models.imports.workbook.cells import Cell, text_of
from models.store.vietnamese import same_name_key, tidy

_KINDS = {
    "thôn": "thôn",
    "thon": "thôn",
    "t.": "thôn",
    "th.": "thôn",
    "xóm": "xóm",
    "xom": "xóm",
    "x.": "xóm",
    "làng": "làng",
    "ấp": "ấp",
    "ap": "ấp",
    "bản": "bản",
    "buôn": "buôn",
    "bon": "bon",
    "phum": "phum",
    "sóc": "sóc",
    "tổ dân phố": "tổ dân phố",
    "to dan pho": "tổ dân phố",
    "tdp": "tổ dân phố",
    "tdp.": "tổ dân phố",
    "tổ dp": "tổ dân phố",
    "t.d.p": "tổ dân phố",
    "tổ": "tổ dân phố",
    "tổ nhân dân": "tổ dân phố",
    "khu phố": "khu phố",
    "khu pho": "khu phố",
    "kp": "khu phố",
    "kp.": "khu phố",
    "k.p": "khu phố",
    "khu dân cư": "khu dân cư",
    "kdc": "khu dân cư",
    "khối phố": "khối phố",
    "khối": "khối",
    "khoi": "khối",
    "khóm": "khóm",
    "khom": "khóm",
    "tiểu khu": "tiểu khu",
    "tk": "tiểu khu",
    "khu": "khu",
    "đội": "đội",
    "phố": "phố",
    "cụm": "cụm",
    "plei": "plei",
    "plây": "plei",
}
_SURE = (
    *("thôn", "thon", "xóm", "xom", "ấp", "buôn", "bon", "phum", "tổ dân phố", "to dan pho", "tdp", "tdp.", "tổ dp"),
    *("t.d.p", "khu phố", "khu pho", "kp", "kp.", "k.p", "khu dân cư", "kdc", "khối phố", "khóm", "khom", "tiểu khu"),
    *("tổ nhân dân", "plei", "plây"),
)
"""Words that name a village wherever they stand; "tổ", "bản" or "khu" do so only at the start of a text."""
_KIND = re.compile(
    r"^("
    + "|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True))
    + r")(?:\s+|(?=\d)|(?<=\.))(?:số\s+|sô\s+)?(.+)$",
    re.IGNORECASE,
)
_SURE_START = re.compile(
    r"(?<!\w)(" + "|".join(sorted(map(re.escape, _SURE), key=len, reverse=True)) + r")\.?(?:\s*:\s*|\s+|(?=\d))"
    r"((?:số\s+)?[^,;:()\[\]\n]+)",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^(?:của|trên|thuộc|trong|theo|được|đang|trưởng|chức|công tác|sao|tổng|khai|tin|án|vực|"
    r"công nghiệp|trẻ|ngũ|quản|chung|số lượng|,|tdp|"
    r"xóm|bản|buôn|tổ|khu phố|ấp|và|-|/)"
    r"(?:\W|$)|^\W*$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s*(?:[,;:(\[\n]|\s[-–—]\s|\s(?:xã|phường|huyện|quận|thị trấn|thị xã|thành phố|tỉnh|tt|tp|p\.|"
    r"h\.|năm|tháng|gồm|có|tổng|cộng)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_COUNT = re.compile(r"\s*[:(\-–]?\s*\(?\d+\s*(?:người|đối tượng|hộ|ng|đt|khẩu|trường hợp)\b.*$", re.IGNORECASE)
_NUMBERING = re.compile(
    r"^\s*(?:[*+\-–•#>]+|[IVXLC]{1,6}\s*[.)\-/:]|\d{1,3}\s*[.)\-/:](?!\d)|[A-HĐa-hđ]\s*[.)\-/:])\s*"
)
_ABBREVIATIONS = {"TDP", "KP", "KDC", "TK", "DP"}
_SHORT_KIND = re.compile(r"^([TX]|Th)\.\s*(?=\w)", re.IGNORECASE)
_LONGEST = 300
"""Longer texts are notes, not places."""
_NUMBER = re.compile(r"^0*(\d+)$")


def without_numbering(text: str) -> str:
    """ "II. THÔN ĐÔNG", "* Thôn 3", "1) Khu phố 5" -> the text after the mark."""
    return _NUMBERING.sub("", tidy(text), count=1)


@lru_cache(maxsize=20_000)
def tidy_village(text: str) -> str:
    """A village as it is kept: tidy, no count behind it, ALL CAPS undone ("TDP" stays)."""
    name = tidy(text)
    if len(name) <= _LONGEST:
        name = _COUNT.sub("", name)
    name = name.strip(" .,;:-–*'\"")
    name = _SHORT_KIND.sub(lambda found: "Xóm " if found[1] in "Xx" else "Thôn ", name)
    if name.isupper() or name.islower():
        name = " ".join(
            word.upper() if word.upper().rstrip("0123456789") in _ABBREVIATIONS else title_words(word)
            for word in name.split(" ")
        )
        name = re.sub(r" Số (?=\d)", " số ", name)
        name = re.sub(r"^(Tổ) Dân Phố", r"\1 dân phố", name)
        name = re.sub(r"^(Khu|Khối) Phố", r"\1 phố", name)
        name = re.sub(r"^Khu Dân Cư", "Khu dân cư", name)
    return name


@lru_cache(maxsize=20_000)
def village_key(text: str) -> str:
    """Equal for the same village however written: kind in full, numbers without zeros, tone marks in one place."""
    name = tidy_village(text)
    found = _KIND.match(name)
    if not found:
        return _name_key(name)
    return f"{_KINDS[found[1].casefold()]}|{_name_key(found[2])}"


def bare_key(text: str) -> str:
    """The key without the kind: what "Đồng Cầu" and "Thôn Đồng Cầu" share."""
    return village_key(text).rpartition("|")[2]


def _name_key(name: str) -> str:
    name = re.sub(r"^số\s+(?=\d)", "", name.strip(" ."), flags=re.IGNORECASE)
    if found := _NUMBER.match(name):
        return found[1]
    return same_name_key(name.replace("’", "'").replace("`", "'"))


@lru_cache(maxsize=20_000)
def has_kind(text: str) -> bool:
    """Whether the text starts with a word for a village ("Thôn", "TDP"...) and a name."""
    found = _KIND.match(tidy(text))
    return found is not None and not _NOT_AFTER.match(found[2])


def kind_length(text: str) -> int:
    """How many letters of the text name a kind of village; 0 when it starts with none."""
    found = _KIND.match(tidy(text))
    return len(found[1]) if found and not _NOT_AFTER.match(found[2]) else 0


@lru_cache(maxsize=20_000)
def village_heading(text: str) -> str | None:
    """The village a heading or section names, or None: "I. THÔN ĐÔNG (12 người)" -> "Thôn Đông"."""
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"^(?:đơn vị|địa bàn|tại|của|cộng)\s*:?\s+(?=\S)", "", without_numbering(text), flags=re.IGNORECASE)
    plain = re.sub(r"^(\w+(?: \w+){0,2})\s*:\s*", r"\1 ", plain)
    plain = _COUNT.sub("", plain)
    found = _KIND.match(plain)
    if not found or _NOT_AFTER.match(found[2]):
        return None
    name = _STOP.sub("", found[2]).strip(" .,-–")
    if not name or len(name) > 40 or len(name.split(" ")) > 6 or _is_plain_word(name, plain):
        return None
    return tidy_village(f"{plain[: found.start(2)]}{name}")


def _is_plain_word(name: str, text: str) -> bool:
    """In a text that uses capitals a place has one: "các thôn, tổ dân phố của xã" names none."""
    return name[0].islower() and not text.islower() and not any(word[:1].isupper() for word in name.split(" "))


@lru_cache(maxsize=20_000)
def village_in(text: str) -> str | None:
    """The village inside an address or a title: "Số 5, thôn Đồng Cầu, xã Hưng Đạo" -> "thôn Đồng Cầu"."""
    plain = tidy(text[:_LONGEST])
    for found in _SURE_START.finditer(plain):
        if _NOT_AFTER.match(found[2]):
            continue
        name = _STOP.sub("", found[2]).strip(" .-–")
        if name and len(name) <= 40 and len(name.split(" ")) <= 5 and not _is_plain_word(name, plain):
            return _capital(tidy_village(f"{found[1]} {name}"))
    for part in re.split(r"[,;\n]| - ", plain):
        if village := village_heading(part.strip()):
            return _capital(village)
    return None


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def parse_village(cell: Cell, kind: str | None) -> str | None:
    """The village of a cell in a village column; `kind` is the one kind its header names, for cells that name none."""
    text = tidy(text_of(cell)).strip(" '")
    if not text or text in ("-", "0", "x"):
        return None
    found = village_heading(text) or (village_in(text) if "," in text or has_kind(text) else None)
    if found:
        return _capital(found)
    plain = tidy_village(_STOP.sub("", text))
    if not plain:
        return None
    if kind and not has_kind(plain):
        return f"{kind} {plain}"
    return plain


def preferred(names: Iterable[str]) -> dict[str, str]:
    """Key -> the spelling to keep: the commonest, of two equally common ones the first."""
    counts = Counter(names)
    spellings: dict[str, list[str]] = {}
    for name in counts:
        spellings.setdefault(village_key(name), []).append(name)
    return {key: max(found, key=counts.__getitem__) for key, found in spellings.items()}
