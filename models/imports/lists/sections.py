"""Which rows below a header speak of a person, and under which village and group heading they stand.

Totals, numbering rows, headings, notes and signatures (with the signers' names below them) never become people. A row
that gives a number or a birth date but no name does speak of a person: it is wrong, not skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from models.benefits.groups import recognise
from models.imports.lists.columns import ColumnProposal
from models.imports.lists.layout import Region, is_numbering
from models.imports.lists.meanings import PERSON_EVIDENCE, Meaning
from models.imports.values.births import parse_born
from models.imports.values.names import COMMON_SURNAMES, SURNAMES, looks_like_name
from models.imports.values.numbers import parse_id
from models.imports.values.occasions import takes_off
from models.imports.values.villages import tidy_village, village_heading, without_numbering
from models.imports.workbook.cells import Cell, text_of
from models.store.vietnamese import search_text, tidy

_TOTAL = re.compile(
    r"(?:tổng|cộng|lũy kế|luỹ kế|trang trước|cộng trang|chuyển trang|sang trang|mang sang|"
    r"chuyển sang|số mang|số chuyển|tong cong|tong so|tong kinh|"
    r"cong thon|cong trang|cong don)\b|"
    r"(?:cong|tong)\s*[:.]?\s*$|(?:tong|cong)\s*:",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:nguoi (?:lap|kiem|duyet|giao|nhan tien|chi|tong hop|dai dien)|lap (?:bieu|bang)|ke toan|thu "
    r"quy|(?:kt\.? ?|tm\.? ?|tl\.? ?|tuq\.? ?)*(?:pho )?chu tich|"
    r"tm\b|kt\b|tuq\b|thu truong|can bo|cong chuc|(?:pho )?(?:truong (?:thon|phong|ban|xom|ap|khu|"
    r"buon|bon)|to truong|bi thu)|bi thu|xac nhan cua|\(?ky\b|"
    r"(?:so tien |tong so tien |viet )*(?:bang|thanh|bang) chu|danh sach (?:nay|tren|gom|co)|an dinh|"
    r"luu y|ghi chu ?:|noi nhan|nhu tren|"
    r"uy ban nhan dan|ubnd|dai dien|giam doc|don vi chi|buu dien|phong (?:van hoa|lao dong|ldtbxh|"
    r"vhxh)|\* ?ghi chu|chu thich|nguoi lap)|"
    r"\bngay ?[\d.…_]{0,6} ?thang ?[\d.…_]{0,6} ?nam\b"
)
_MARK = re.compile(r"[IVXLC]{1,6}[.)\-/:]?|[A-HĐ][.)\-/:]?|[IVX]+\.\d+|\d+\.\d+\.?|[*+\-–•#]+")
_SUSPECT = re.compile(
    r"\s*(?:[*+\-–•#(]|[IVX]+\s*[.)/:\-]|\d|cộng|tổng|cong\b|tong\b|lũy|luỹ|mang|chuyển|thôn|thon\b|"
    r"tdp|tổ|to dan|khu|xóm|xom\b|ấp|bản\b|buôn|bon\b|làng|"
    r"khối|khóm|kp|t\.|người|đối tượng|trẻ|nkt|nct|hộ\b|nhóm|khoản|diện|plei|sóc|phum|tiểu|đội|cụm|"
    r"phố|đơn vị|xác nhận|chủ tịch|phó|kế toán|thủ|giám đốc|trưởng|cán bộ|công chức|lập|ban\b|ubnd|u[ỷy] ban|"
    r"ủy ban|đại diện|đt\b|điện thoại|phòng|bí thư|lưu|nơi nhận|ký|kt\b|tm\b|tuq|tl\b|"
    r"danh sách|ngày|ghi chú|số tiền|bằng chữ|đ/c)",
    re.IGNORECASE,
)
_GROUP_WORDS = re.compile(
    r"khuyet tat|cao tuoi|mo coi|don than|huu tri|\btre em\b|doi tuong|\bkhoan \d|tro cap|bao tro|"
    r"cham soc|\bnkt\b|\bnct\b|\bhiv\b|nhom|^dien\b|ho ngheo|can ngheo|"
    r"he so|danh sach|\btang\b|\bgiam\b|ngheo|phan\b|huong\b|\bbtxh\b|chinh sach|nguoi co cong|nguyen trieu"
)
_DEGREE_ONLY = re.compile(r"^(?:nhom \d+\W*|muc do\W*|loai\W*)?(?:khuyet tat )?(?:dac biet )?nang\W*$")
_BENEFIT_WORDS = re.compile(r"khuyet tat|mo coi|don than|huu tri|khoan \d|cham soc|\bnkt\b|\bhiv\b|phung duong|bo roi")


class PersonRow(NamedTuple):
    """A row number (from 0) with the village and group headings it stands under."""

    number: int
    village: str | None
    group: str | None
    leaving: bool = False


@dataclass(slots=True)
class Standing:
    """The headings in force; a heading of the outer kind ends the inner one."""

    village: str | None = None
    group: str | None = None
    outer: str = ""
    ended: bool = False
    base: str | None = None
    leaving: bool = False

    def enter_village(self, village: str) -> None:
        self.outer = self.outer or "village"
        self.village = village
        self.ended = False
        if self.outer == "village":
            self.group = None

    def enter_group(self, text: str) -> None:
        """A heading about a group: a label of its own, or the degree within the heading before ("Nhóm 2: Nặng")."""
        self.outer = self.outer or "group"
        self.ended = False
        self.leaving = takes_off(text)
        known = recognise(text)
        within = recognise(f"{self.base} - {text}") if self.base else None
        if (known is None or _DEGREE_ONLY.search(search_text(text))) and within is not None:
            self.group = f"{self.base} - {text}"
        else:
            self.base = text if known is not None or _BENEFIT_WORDS.search(search_text(text)) else None
            self.group = self.base
        if self.outer == "group":
            self.village = None


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns that tell a person's row from a heading."""

    left: int
    right: int
    names: tuple[int, ...] = ()
    ordinal: int | None = None
    ids: tuple[int, ...] = ()
    births: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()
    benefit: tuple[int, ...] = ()
    village: int | None = None
    merged: frozenset[int] = field(default=frozenset())

    @classmethod
    def of(cls, region: Region, proposals: Sequence[ColumnProposal], merged: frozenset[int]) -> Roles:
        """From the meanings of the columns; `merged` holds rows with a cell merged over several columns."""
        at: dict[Meaning, list[int]] = {}
        for proposal in proposals:
            at.setdefault(proposal.meaning, []).append(proposal.column)

        def places(*meanings: Meaning) -> tuple[int, ...]:
            return tuple(sorted(column for meaning in meanings for column in at.get(meaning, ())))

        return cls(
            left=region.left,
            right=region.right,
            names=places(Meaning.FAMILY_NAME, Meaning.GIVEN_NAME) or places(Meaning.NAME),
            ordinal=next(iter(at.get(Meaning.ORDINAL, ())), None),
            ids=places(Meaning.ID_NUMBER, Meaning.OLD_ID),
            births=places(Meaning.BORN, Meaning.BORN_MALE, Meaning.BORN_FEMALE, Meaning.BORN_YEAR),
            evidence=places(*PERSON_EVIDENCE),
            benefit=places(
                Meaning.GROUP,
                Meaning.GROUP_TICK,
                Meaning.AMOUNT,
                Meaning.COEFFICIENT,
                Meaning.VILLAGE,
                Meaning.ADDRESS,
                Meaning.START,
                Meaning.DECISION,
                Meaning.RELATION,
            ),
            village=next(iter(at.get(Meaning.VILLAGE, ())), None),
            merged=merged,
        )


def person_rows(
    region: Region, rows: Sequence[Sequence[Cell]], roles: Roles, standing: Standing, today: date
) -> Iterator[PersonRow]:
    """The rows of the region that speak of people; `standing` carries the headings on into a continued table.

    A table with neither names nor identity numbers (a summary) speaks of nobody.
    """
    if not roles.names and not roles.ids:
        return
    suspect = _SUSPECT.match
    names, evidence = roles.names, roles.evidence
    main = names[0] if names else -1
    for number in range(region.first, region.end):
        row = rows[number]
        name = row[main] if 0 <= main < len(row) else ""
        if type(name) is str and name and not standing.ended and not suspect(name):
            for place in evidence:
                if place < len(row) and row[place] != "":
                    break
            else:
                place = -1
            if place >= 0 and not name.isspace():
                yield PersonRow(number, standing.village, standing.group, standing.leaving)
                continue
        if _speaks_of_person(row, number, roles, standing, today):
            yield PersonRow(number, standing.village, standing.group, standing.leaving)


def _speaks_of_person(row: Sequence[Cell], number: int, roles: Roles, standing: Standing, today: date) -> bool:
    """The careful reading of a row that is not plainly a person's; may change the headings in force."""
    right = min(roles.right, len(row))
    filled = [(place, row[place]) for place in range(roles.left, right) if text_of(row[place]).strip()]
    if not filled or is_numbering([cell for _, cell in filled]):
        return False
    texts = [(place, tidy(cell)) for place, cell in filled if isinstance(cell, str) and any(map(str.isalpha, cell))]
    marks = [text for _, text in texts if _MARK.fullmatch(text)]
    texts = [(place, text) for place, text in texts if not _MARK.fullmatch(text)]
    strong = _strong(row, roles, today)
    first = without_numbering(texts[0][1]) if texts else ""
    if not strong and (_TOTAL.match(first) or any(_TOTAL.match(text) for _, text in texts[:2])):
        return False
    counted = _counted(row, roles)
    named = bool(_names_of(row, roles))
    if texts and not counted and not (strong and named) and _SIGNATURE.search(search_text(first)):
        standing.ended = True
        return False
    if strong:
        return not standing.ended or counted or looks_like_name(" ".join(_names_of(row, roles)))
    if (
        texts
        and (not counted or _is_title(texts[0][1]))
        and _enter_heading(texts, filled, marks, number in roles.merged, roles, standing)
    ):
        return False
    if standing.ended:
        return False
    return _weak_person(row, filled, texts, counted, roles)


def is_total(row: Sequence[Cell]) -> bool:
    """Whether one of the first two texts of a row calls it a sum."""
    texts = [tidy(cell) for cell in row if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return any(_TOTAL.match(without_numbering(text)) for text in texts[:2] if not _MARK.fullmatch(text))


def _strong(row: Sequence[Cell], roles: Roles, today: date) -> bool:
    for place in roles.ids:
        if place < len(row):
            text = text_of(row[place])
            digits = sum(map(str.isdigit, text))
            if (digits >= 7 and digits > sum(map(str.isalpha, text))) or parse_id(row[place]).number is not None:
                return True
    for place in roles.births:
        if place < len(row) and text_of(row[place]).strip():
            born, flaw = parse_born(row[place], today)
            if born is not None or (
                flaw is not None and flaw.code not in ("unreadable_date", "two_digit_year", "too_old")
            ):
                return True
    return False


def _names_of(row: Sequence[Cell], roles: Roles) -> list[str]:
    return [text for place in roles.names if place < len(row) and (text := text_of(row[place]).strip())]


def _counted(row: Sequence[Cell], roles: Roles) -> bool:
    """Whether the row carries a whole number in the ordinal column."""
    if roles.ordinal is None or roles.ordinal >= len(row):
        return False
    return text_of(row[roles.ordinal]).strip(" .").isdecimal()


def _enter_heading(
    texts: list[tuple[int, str]],
    filled: list[tuple[int, Cell]],
    marks: list[str],
    is_merged: bool,
    roles: Roles,
    standing: Standing,
) -> bool:
    place, text = texts[0]
    marked = bool(marks) or without_numbering(text) != text
    others = [other for at, other in texts[1:] if other != text]
    village = _heading(text)
    if village and len(others) <= 2 and not (place == roles.village and others):
        standing.enter_village(village)
        return True
    if others or len(text) > 160:
        return False
    plain = without_numbering(text)
    folded = search_text(plain)
    person_like = looks_like_name(plain) and not is_merged and not marks and place in roles.names
    if _GROUP_WORDS.search(folded) and not person_like:
        standing.enter_group(plain)
        return True
    numbers = len(filled) - len(texts) - len(marks)
    short = len(plain) <= 40 and len(plain.split(" ")) <= 5 and not any(map(str.isdigit, plain)) and plain[:1].isupper()
    capital = plain.isupper() and search_text(plain.split(" ")[0]) not in SURNAMES
    lone = len(plain.split(" ")) <= 2 and len(filled) == 1
    if roles.ordinal is None:
        lone = lone and bool(roles.evidence) and folded.partition(" ")[0] not in COMMON_SURNAMES
    if (
        short
        and (marked or is_merged or capital or lone)
        and not (person_like and not lone)
        and (not numbers or marked)
    ):
        standing.enter_village(tidy_village(plain))
        return True
    return short and marked and not looks_like_name(plain)


@lru_cache(maxsize=2_000)
def _heading(text: str) -> str | None:
    return village_heading(text)


def _is_title(text: str) -> bool:
    """Whether a counted row without a person's data is a heading: a village, or words about a group."""
    if _heading(text):
        return True
    return bool(_GROUP_WORDS.search(search_text(text))) and not looks_like_name(text)


def _weak_person(
    row: Sequence[Cell], filled: list[tuple[int, Cell]], texts: list[tuple[int, str]], counted: bool, roles: Roles
) -> bool:
    """A row without number and birth: a person when it is counted, or named and described."""
    name = " ".join(_names_of(row, roles))
    described = sum(1 for place, _ in filled if place in roles.benefit or place in roles.evidence)
    if not name:
        return counted and described >= 2
    if not any(map(str.isalpha, name)):
        return counted and described >= 1
    if counted:
        return True
    if described and (looks_like_name(name) or any(place in roles.evidence for place, _ in filled)):
        return True
    return roles.ordinal is None and looks_like_name(name) and len(texts) == len(roles.names)
