"""Words about a person that others may not read: HIV/AIDS (Luật 64/2006 Đ8 k5), remarks and numbers behind a name.

Tells only; who may read what is decided by the subjects above. Rather says yes once too often: a line held back can be
ruled by the clerk, a name on the wall cannot be taken back.
"""

from __future__ import annotations

import re
import unicodedata

from models.store.vietnamese import tidy

_NAME_ALONE = re.compile(r"(?:(?!\s[-–—]|[-–—]\s)[^\d()\[\]{}<>,;:/\\|+*=@#_\"“”?!])+")
_NUMBER = re.compile(r"(?<![\d.])0(?:[\s.-]?\d){8}|\d(?:[\s-]?[\dxX*]){7}")
"""Nine figures that begin with zero, however grouped; eight figures, or figures and signs of masking, without dots."""
_LOOK_ALIKES = str.maketrans("đðнһηіινаѕԁѵ", "ddhhhiivasdv")
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
            r"(?<![a-z])(?:hat|hac|ech)\W*(?:ai|i|y)\W*v[ei](?![a-z])",
            r"khang\W*vi\W*ru[ts](?![a-z])",
            r"suy\W*giam\W*mien\W*dich",
            r"benh\W*the\W*k[iy](?![a-z])",
            r"(?<![a-z])ar[vt](?![a-z])",
            r"(?<![a-z])h\s*\(?\s*\+",
            r"\(\s*(?:h|et)\s*\)",
            r"(?<![a-z])hi\W*vi(?![a-z])",
            r"nguoi\W+nhiem\W*$",
            rf"(?<![a-z])(?:chung|tinh)\W+voi\W+{_LONE_H}",
            rf"(?<![a-z])duong\W+tinh\W+{_LONE_H}",
            r"(?<![a-z])h\W+duong\W+tinh(?![a-z])",
            r"(?<![a-z])(?:rut|virus|virut)\W*h(?![a-z0-9])",
            r"(?<![a-z])nhiem\W*h(?![a-z0-9])(?!['’`./-][a-z])(?!\W*mong)",
            rf"(?<![a-z])(?:co|bi|mang|mac|nguoi|benh nhan|doi tuong|tre em|tre|te)\W+{_LONE_H}",
            r"(?<![a-z])(?:nhiem|benh|bi|mac)\W+et(?![a-z])",
        )
    )
)
_NAME_OF_A_PERSON = re.compile(r"(?<!\w)[SX][iìíỉĩị] [ĐD][aàáảãạ](?!\w)")
"""In a short name two words with capitals are the name: Y Si Đa."""
_BEFORE_A_CLAN = re.compile(r"(?:(?:Y|H['’`]?) ?)?[SX][iìíỉĩị] [ĐD][aàáảãạ](?: [^\W\d_]+){1,2}", re.UNICODE)
"""And in a longer one where they come first and the clan follows: Y Si Đa Niê, Xi Đa Niê Kđăm."""
_PLAIN_WORD = re.compile(r"(?:[^\W\d_]['’`])?[^\W\d_]+")
_TELLING_WORDS = frozenset("hiv aids sida arv nhiễm bệnh mắc bị kháng miễn h".split(" "))
"""One of these among the words of a name, and it is looked at like any other text; H may begin a name: H Bi Niê."""
_SIDA = re.compile(r"(?<!\w)[SX][IÌÍỈĨỊ] [ĐD][AÀÁẢÃẠ](?!\w)", re.IGNORECASE)
_SPELLED = re.compile(r"(?<=\w )(?:hát|hắc|ếch) (?:ai|i|y) v\w*", re.IGNORECASE)
_SHORT_NAME = 3
_LABELS = frozenset("số so sn cccd cmnd cmt sđt đt sdt dt stk tk tel".split(" "))
"""Words before a number that end no name; Năm, Sinh, Tổ and Tài may."""
_LEADS_THERE = frozenset(("bị", "nhiễm", "mắc", "bệnh"))
"""Where capitals tell nothing, these words begin the remark and no given name."""
LEAST_WORDS = 2


def name_alone(name: str) -> str:
    """A person's name alone: lists write remarks, years and numbers behind it. Empty when no letter is left."""
    text = tidy(name)
    found = _NAME_ALONE.match(text)
    alone = found[0].strip(" .-–") if found else ""
    if found and text[found.end() : found.end() + 1].isdigit():
        alone = _without_label(alone)
    return alone if any(c.isalpha() for c in alone) else ""


def _without_label(text: str) -> str:
    """Without what tells the number behind: "Lê Văn An Số 5", "Lê Văn An sinh năm 1950"."""
    words = text.split(" ")
    capitals = words[0][:1].isupper() and not text.isupper()
    while len(words) > LEAST_WORDS and (words[-1].casefold() in _LABELS or (capitals and words[-1].islower())):
        words.pop()
    return " ".join(words).strip(" .-–")


def holds_number(text: str) -> bool:
    """Whether a text that is no name (a village, a gift) holds an identity, account or phone number, even masked.

    An amount of money is none: it is grouped by dots and begins with no zero.
    """
    return _NUMBER.search(text) is not None


def mentions_hiv(text: str) -> bool:
    """Whether a text speaks of HIV/AIDS in any spelling an office list has: case, marks, dots, "nhiễm H", "si đa"."""
    return bool(text) and _HIV_WORDS.search(folded(text)) is not None


def name_tells(name: str) -> bool:
    """Whether what stands as somebody's name speaks of HIV/AIDS."""
    if not mentions_hiv(name) or _is_plain(name):
        return False
    if name.isupper():
        name = name.title()
    if _BEFORE_A_CLAN.fullmatch(name) and all(word[:1].isupper() for word in name.split(" ")):
        return mentions_hiv(_NAME_OF_A_PERSON.sub("", name))
    short = name_alone(name) == tidy(name) and name.count(" ") < _SHORT_NAME
    return not short or mentions_hiv(_NAME_OF_A_PERSON.sub("", name))


def _is_plain(name: str) -> bool:
    """Whether a name is made of nothing but names: H'Iv Êban, Y Bi Êt, Art Đinh, K'Sida, Hát Y Vi.

    Their sounds are those of the words sought, and whoever bears them must be found in the register.
    """
    words = tidy(name).split(" ")
    if not all(_PLAIN_WORD.fullmatch(word) and word[:1].isupper() for word in words):
        return False
    if not name.isupper() and any(word.isupper() and len(word) > 1 and "'" not in word for word in words):
        return False  # capitals in the middle: "Lê Văn An HIV"
    telling = {word.casefold() for word in words[1:]} | {words[0].casefold()} - {"h"}
    return not telling & _TELLING_WORDS and not _SPELLED.search(name) and not _SIDA.search(name)


def name_without_telling(name: str) -> tuple[str, str]:
    """What stands as a name -> (the name, what was written behind it and speaks of HIV/AIDS); ("", all) without a name.

    A name that tells nothing comes back as it is.
    """
    if not name_tells(name):
        return name, ""
    text = tidy(name).lstrip(" .-–")
    alone = name_alone(text)
    kept = alone.split(" ")
    capitals = not (alone.isupper() or alone.islower())
    while kept and (name_tells(" ".join(kept)) or _begins_remark(kept[-1], capitals=capitals)):
        kept.pop()
    while len(kept) >= LEAST_WORDS and not mentions_hiv(text[len(" ".join(kept)) :]):
        kept.pop()  # "H (+)", "H1V": a letter of the remark must not stay with the name
    if len(kept) < LEAST_WORDS:
        return "", text
    found = " ".join(kept)
    return found, text[len(found) :].strip(" -–—,;:.()[]{}")


def _begins_remark(word: str, *, capitals: bool) -> bool:
    return word.islower() if capitals else word.casefold() in _LEADS_THERE


def folded(text: str) -> str:
    """For comparing only, never stored: compatibility forms, case, marks and invisible characters removed."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = (c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(kept).translate(_LOOK_ALIKES)
