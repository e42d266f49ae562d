"""The words of a header -> what the column means.

Words are compared without marks and case. A header may stand over several rows; then the words of the rows above come
first ("Năm sinh" over "Nam" gives the birth years of men). Nothing here looks at the cells below: see contents.py.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from models.imports.lists.meanings import Meaning
from models.store.vietnamese import search_text, tidy

LONGEST_HEADER = 90


class Guess(NamedTuple):
    """A meaning and how sure the words make it (0 to 1)."""

    meaning: Meaning
    confidence: float


_PUNCTUATION = re.compile(r"[^a-z0-9#%]+")
_OTHERS = re.compile(
    r"\b(?:ho (?:va )?ten|ten) (?:cha|me|bo|ba me|vo|chong|con|nguoi (?:lap|ky))\b|\bcha me\b|^(?:cha|"
    r"me|bo|vo|chong)\b"
)
_PEOPLE: tuple[tuple[re.Pattern[str], Meaning], ...] = (
    (
        re.compile(
            r"nguoi (?:duoc )?(?:nhan|linh|lanh|ky)(?: tien)? (?:thay|ho)|uy quyen|nhan thay|linh thay|nguoi "
            r"nhan tien|"
            r"nguoi nhan(?! cham)\b|nguoi linh|nguoi dung ten nhan"
        ),
        Meaning.PAYEE,
    ),
    (re.compile(r"giam ho|nguoi dai dien|dai dien (?:hop phap|gia dinh)|do dau"), Meaning.GUARDIAN),
    (re.compile(r"nguoi (?:nhan |truc tiep )*(?:cham soc|nuoi duong)"), Meaning.CARER),
)
_CHILD_NAME = re.compile(r"\bten\b|^ho$|^nguoi|^$")


def _rules(*pairs: tuple[str, Meaning, float]) -> tuple[tuple[re.Pattern[str], Meaning, float], ...]:
    return tuple((re.compile(words), meaning, sure) for words, meaning, sure in pairs)


_RULES = _rules(
    (r"^(?:stt|tt|so tt|s tt|so thu tu|thu tu|no|#|stt \d|so)$", Meaning.ORDINAL, 0.95),
    (
        r"noi sinh|que quan|nguyen quan|ton giao|nghe nghiep|trinh do|quoc tich|email|ngay (?:chet|mat)|"
        r"tinh thanh|\bkcb\b|kham (?:chua )?benh|trang thai|thoi han (?:the|su dung)|gia tri (?:the|su dung)",
        Meaning.IGNORE,
        0.9,
    ),
    (r"chu (?:tai khoan|tk)|ten (?:tai khoan|tk|chu (?:tk|tai))|chu so huu", Meaning.ACCOUNT_HOLDER, 0.95),
    (r"\bstk\b|so (?:tai khoan|tk|t k)|\btai khoan\b|\btk\b|the atm|so atm|\baccount\b", Meaning.ACCOUNT, 0.95),
    (r"ngan hang|\bnh\b|noi mo|mo tai|^bank\b", Meaning.BANK, 0.9),
    (r"quan he|\bqh\b", Meaning.RELATION, 0.9),
    (r"ma (?:so )?ho(?! so)\b|so (?:so )?ho khau|ma hgd|so ho gia dinh", Meaning.HOUSEHOLD_CODE, 0.9),
    (r"chu ho", Meaning.HEAD, 0.95),
    (r"bhyt|bao hiem y te|the bao hiem|the bh|ma (?:so )?bhxh|so bhxh|bao hiem xa hoi", Meaning.INSURANCE, 0.9),
    (r"\bma (?:so )?(?:doi tuong|dt|nguoi|ho so|btxh|chi tra|hs|so)\b|^ma$|ma so$", Meaning.CODE, 0.8),
    (r"(?:ngay|ngay thang nam|thoi gian|ng) cap|cap ngay", Meaning.ID_ISSUED, 0.9),
    (r"noi cap|co quan cap", Meaning.ID_PLACE, 0.9),
    (
        r"cccd|can cuoc|dinh danh|\bdd ?cn\b|\bsdd\b|so cc\b|^cc$|ccd\b|giay to tuy than|\bgttt\b|"
        r"^(?:\w+ )?id(?: (?:number|no|card))?$|^identity\b",
        Meaning.ID_NUMBER,
        0.95,
    ),
    (r"cmnd|\bcmt\b|chung minh|cmtnd|cmtnn|c m n d", Meaning.ID_NUMBER, 0.9),
    (r"dien thoai|\bsdt\b|so dt\b|di dong|so lien (?:he|lac)|\btel\b|phone|zalo|so d thoai", Meaning.PHONE, 0.95),
    (r"^dt$", Meaning.PHONE, 0.4),
    (r"ky (?:nhan|ten|tay|xac nhan)|chu ky|^ky$|diem chi|nguoi nhan ky|xac nhan", Meaning.SIGNATURE, 0.9),
    (r"ghi chu|\bg chu\b|^gc$|luu y|ly do|bien dong|dien giai", Meaning.NOTE, 0.9),
    (r"he so|^hs$|^h so$", Meaning.COEFFICIENT, 0.95),
    (
        r"so (?:va )?ngay (?:qd|quyet dinh)|(?:qd|quyet dinh) so ngay|so (?:qd|quyet dinh) ?(?:va )?ngay",
        Meaning.DECISION,
        0.9,
    ),
    (
        r"(?:qd|quyet dinh).{0,24}\b(?:ngay|nam ban hanh)\b|ngay.{0,16}(?:qd|quyet dinh)|ngay (?:ky|ban "
        r"hanh)",
        Meaning.DECISION_DATE,
        0.9,
    ),
    (
        r"(?:qd|quyet dinh).{0,30}(?:huong tu|tu thang)|huong tu|tu thang|tu ngay|thoi (?:diem|gian) "
        r"(?:duoc )?(?:huong|bat dau|nhan)|"
        r"(?:thang|ngay|nam)(?: nam)?(?: bat dau)? (?:duoc )?huong|bat dau|thoi gian huong|thang nam "
        r"huong|huong tc tu|tg huong",
        Meaning.START,
        0.9,
    ),
    (r"\bqd\b|quyet dinh|so van ban", Meaning.DECISION, 0.85),
    (r"den (?:thang|ngay)|thoi huong|cat giam|ket thuc|het han", Meaning.IGNORE, 0.8),
    (r"muc chuan|luong co so|muc tgxh chuan", Meaning.IGNORE, 0.8),
    (
        r"truy (?:linh|lanh|thu|nhan|tra)|linh bu|chi bu|con thieu|chua (?:nhan|linh)|ton cu|mai tang",
        Meaning.ARREARS,
        0.9,
    ),
    (r"\b(?:ky truoc|thang truoc|(?:muc|huong|tc|cap|tien) cu\b|truoc day|chenh lech)\b", Meaning.IGNORE, 0.7),
    (r"so thang", Meaning.IGNORE, 0.8),
    (r"dang (?:tat|khuyet|kt)|loai (?:tat|khuyet tat|kt)", Meaning.DISABILITY_KIND, 0.9),
    (r"muc do|\bmdkt\b|muc khuyet tat", Meaning.DISABILITY_DEGREE, 0.85),
    (
        r"tong (?:cong|so tien|tien|nhan|linh|so|muc)|thuc (?:linh|nhan|lanh)|^tong$|^cong$|thanh tien|so "
        r"tien (?:thuc|duoc) (?:nhan|linh)|tong kinh phi",
        Meaning.TOTAL,
        0.8,
    ),
    (r"^(?!.*doi tuong).*\b(?:ho|dien|thuoc|loai) (?:ho )?(?:ngheo|can ngheo)", Meaning.POVERTY, 0.9),
    (
        r"loai (?:tro cap|tc|doi tuong|dt|che do|hinh)|che do|chinh sach|dien (?:doi tuong|huong|chinh|"
        r"bao)|thuoc dien|^dien\b|nhom|"
        r"(?<!ten )(?<!chi )(?<!cua )doi tuong(?! (?:ho ten|ten|ho va ten|ngay|nam|so|dia|cccd|gioi))|"
        r"khoan muc|dieu khoan|^khoan|loai dt",
        Meaning.GROUP,
        0.85,
    ),
    (
        r"dia chi.{0,12}(?:thon|tdp|to dan|xom|khu|\bap\b|\bban\b|buon|bon)|^(?:ten )?(?:thon|tdp|xom|ap|"
        r"ban|buon|bon|kp|khu pho|to dan pho|khoi|khoi pho|khom|"
        r"to dp|to|lang|khu dan cu|kdc|dia ban|tieu khu|khu|plei|don vi)\b|(?:thon|tdp|xom|khu pho|to dan "
        r"pho)(?: (?:thon|tdp|xom|khu pho|to dan pho|ap|ban|to))*$",
        Meaning.VILLAGE,
        0.9,
    ),
    (
        r"dia chi|noi (?:o|cu tru|thuong tru|dktt|dang ky|tam tru|dkhktt|song)|ho khau|thuong tru|hktt|"
        r"dktt|cho o|cu tru|noi o|^address\b|^(?:so nha|duong|pho)(?: |$)",
        Meaning.ADDRESS,
        0.9,
    ),
    (r"^(?:xa|phuong|huyen|tinh|quan)\b", Meaning.IGNORE, 0.6),
    (r"dan toc", Meaning.ETHNICITY, 0.95),
    (r"gioi tinh|^gt$|^gioi$|^phai$|^(?!.*sinh).*(?:nam nu|nu nam)$|^g tinh$|^sex$|^gender$", Meaning.SEX, 0.95),
    (
        r"ho (?:ngheo|can ngheo)|can ngheo|hoan canh|loai ho|dien ho|phan loai ho|^ngheo|kinh te ho|ho "
        r"ngheo",
        Meaning.POVERTY,
        0.85,
    ),
    (r"^tuoi$|so tuoi|do tuoi|tuoi doi", Meaning.AGE, 0.9),
    (r"sinh|\bntns\b|^ns$|^n s$|of birth|birth ?(?:day|date|year)|^dob$|^yob$|^ngay thang nam$", Meaning.BORN, 0.95),
    (
        r"^(?:ho|ho (?:va |ten |chu |va ten |va chu )?(?:dem|lot)|ho lot|ho chu lot|ten dem|ten lot|ho va "
        r"ten (?:dem|lot))$",
        Meaning.FAMILY_NAME,
        0.9,
    ),
    (
        r"ho (?:va )?(?:chu |ten )?(?:dem|lot) (?:va )?ten|ho (?:va )?ten|ho chu (?:dem|lot)|\bten (?:doi "
        r"tuong|nguoi|dt|nct|nkt|tre|chau|cong dan|hoi vien|"
        r"ong ba|nhan khau|thanh vien|khach|ca nhan|thuong goi)|doi tuong ho|full ?name|ho ten|^hovaten$|"
        r"^hoten$|^danh sach$|^nguoi huong|^name$",
        Meaning.NAME,
        0.95,
    ),
    (r"^ten$|^ten goi$|^ten khai sinh$|\bten$", Meaning.GIVEN_NAME, 0.7),
    (
        r"muc (?:huong|tro cap|tc|chi|ho tro|tcxh|hg|tien|duoc huong|nhan|luong|tg)|tro cap (?:hang|hang) "
        r"thang|tien tro cap|tc (?:hang )?thang|"
        r"so tien (?:tro cap|tc|huong|hang thang|thang|1 thang|mot thang)|muc tro cap|^muc$|muc hien "
        r"huong|muc moi",
        Meaning.AMOUNT,
        0.95,
    ),
    (r"so tien|tro cap|kinh phi|^tien\b|\btien$|thang \d|muc|\btc\b|tcxh|^amount\b|^allowance\b", Meaning.AMOUNT, 0.7),
    (r"tong so", Meaning.TOTAL, 0.6),
    (r"^cong\b(?! hoa)", Meaning.TOTAL, 0.5),
    (r"tinh trang|thong tin khac|khac$", Meaning.NOTE, 0.5),
)

_PER_COEFFICIENT = re.compile(r"he so \d")
"""One money column for each coefficient: the sum beside them is the amount."""
_MEN = {"nam", "nam gioi"}
_WOMEN = {"nu", "nu gioi"}
_UNIT = re.compile(
    r"(?:don vi(?: tinh)?|dvt|d v t)\s*:?\s*(?:la\s*)?(1[., ]?000\s*(?:d|vnd)?|nghin|ngan|trieu|dong|d\b|vnd)|"
    r"[(\[/]\s*(1[., ]?000\s*(?:d|dong|vnd)?|nghin|ngan|trieu|dong|vnd|d)\b[^)\]]*[)\]]?|"
    r"\b(1[.,]000\s*(?:d|dong|vnd))\b|\b(nghin|ngan|trieu) dong\b"
)


def fold_header(text: str) -> str:
    """The words of a header: no marks, no case, no signs."""
    return _PUNCTUATION.sub(" ", search_text(text)).strip()


@lru_cache(maxsize=20_000)
def guess_header(path: tuple[str, ...]) -> Guess | None:
    """What a header means; `path` holds its texts from the top row to the lowest, repeated parents included once."""
    texts = [tidy(text) for text in path if tidy(text)]
    if not texts or len(texts[-1]) > LONGEST_HEADER:
        return None
    folded = [fold_header(text) for text in texts]
    own, parents = folded[-1], " ".join(folded[:-1])
    other = _other_person(own, parents)
    if other is not None:
        return other
    if parents and (part := _part_of_birth(texts[-1], own, parents)):
        return part
    if own == "nam" and "ă" in texts[-1].casefold():
        return Guess(Meaning.BORN, 0.5)
    if own in _MEN:
        return Guess(Meaning.SEX_MALE, 0.6)
    if own in _WOMEN:
        return Guess(Meaning.SEX_FEMALE, 0.6)
    if not parents:
        return _alone(own)
    if own == "ten" and re.search(r"ho (?:va )?ten|tai khoan", parents):
        return Guess(Meaning.ACCOUNT_HOLDER if "tai khoan" in parents else Meaning.GIVEN_NAME, 0.9)
    if own in (
        "so",
        "ngay",
        "ngay cap",
        "noi cap",
        "ngay thang",
        "nam",
        "so qd",
        "ngay qd",
        "ten",
        "moi",
        "cu",
        "ngay thang nam",
    ):
        return _by_rules(f"{parents} {own}") or _by_rules(own)
    return _alone(own) or _by_rules(f"{parents} {own}")


def _alone(own: str) -> Guess | None:
    if found := _sexed_birth(own):
        return found
    if _PER_COEFFICIENT.search(own):
        return Guess(Meaning.IGNORE, 0.7)
    return _by_rules(own)


def _sexed_birth(own: str) -> Guess | None:
    """One-row headers "Năm sinh (Nam)", "NS nữ"."""
    found = re.fullmatch(
        r"(?:nam sinh|ngay sinh|ngay thang nam sinh|ns|sinh(?= nu))\s(?:cua\s)?(nam|nu)(?: gioi)?", own
    )
    if not found:
        found = re.fullmatch(r"(nam|nu) (?:sinh nam|ns|nam sinh)", own)
    if not found:
        return None
    return Guess(Meaning.BORN_MALE if found[1] == "nam" else Meaning.BORN_FEMALE, 0.95)


def _by_rules(words: str) -> Guess | None:
    for pattern, meaning, sure in _RULES:
        if pattern.search(words):
            return Guess(meaning, sure)
    return None


def _other_person(own: str, parents: str) -> Guess | None:
    """Columns about a payee, guardian, carer or parent, whose name and number are not the beneficiary's."""
    for pattern, meaning in _PEOPLE:
        if pattern.search(parents):
            return Guess(meaning if _CHILD_NAME.search(own) else Meaning.IGNORE, 0.85)
        if pattern.search(own) and not re.search(r"ky nhan|chu ky", own):
            number = re.search(r"cccd|cmnd|so dien thoai|sdt|dinh danh|dia chi|quan he|sinh|tai khoan|\bstk\b", own)
            return Guess(Meaning.IGNORE if number else meaning, 0.85)
    if _OTHERS.search(own):
        return Guess(Meaning.IGNORE, 0.85)
    if re.search(r"\bchu ho\b", parents) and "ten" in own:
        return Guess(Meaning.HEAD, 0.9)
    if _OTHERS.search(parents):
        return Guess(Meaning.IGNORE, 0.8)
    return None


def _part_of_birth(text: str, own: str, parents: str) -> Guess | None:
    birth = re.search(r"sinh|\bns\b|ntns|tuoi", parents)
    sex = re.search(r"gioi tinh|\bgt\b|phai|gioi|nam nu", parents)
    if own in _WOMEN and (birth or sex):
        return Guess(Meaning.BORN_FEMALE if birth else Meaning.SEX_FEMALE, 0.95)
    if own == "nam" and birth:
        return Guess(Meaning.BORN_YEAR if "ă" in text.casefold() else Meaning.BORN_MALE, 0.9)
    if own in _MEN and sex:
        return Guess(Meaning.SEX_MALE, 0.95)
    if birth and own in ("ngay", "thang", "nam sinh"):
        return Guess({"ngay": Meaning.BORN_DAY, "thang": Meaning.BORN_MONTH}.get(own, Meaning.BORN_YEAR), 0.95)
    return None


@lru_cache(maxsize=5_000)
def money_unit(text: str) -> int | None:
    """The unit of money a heading states: 1, 1.000 or 1.000.000 đồng; None when it states none."""
    found = _UNIT.search(search_text(text))
    if not found:
        return None
    word = next(part for part in found.groups() if part)
    if word.startswith("trieu"):
        return 1_000_000
    return 1 if word[:1] in ("d", "v") else 1000
