"""Rules of the office itself: kinds of commune, the two issuing bodies, letterheads, number series and signatures.

Pure functions. Letterhead and authority of the signer follow Nghị định 30/2020/NĐ-CP, Phụ lục I; the Fatherland
Front's follow Quyết định 207/QĐ-MTTW-BTT.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from models.store.errors import RuleError
from models.store.vietnamese import tidy

CommuneKind = Literal["xã", "phường", "đặc khu"]
COMMUNE_KINDS: tuple[str, ...] = get_args(CommuneKind)

BodyKey = Literal["committee", "front"]
BODY_LABELS: dict[str, str] = {"committee": "Ủy ban nhân dân", "front": "Ủy ban Mặt trận Tổ quốc Việt Nam"}

TitleForm = Literal["head", "acting", "deputy", "authorised", "ordered", "collective", "standing"]
LONGEST_KIND = 6
"""Letters of the longest abbreviation of a kind of papers."""
TITLE_FORM_LABELS: dict[str, str] = {
    "head": "Người đứng đầu ký",
    "deputy": "Ký thay (KT.)",
    "authorised": "Thừa ủy quyền (TUQ.)",
    "ordered": "Thừa lệnh (TL.)",
    "acting": "Quyền (Q.)",
    "collective": "Thay mặt tập thể (TM.)",
    "standing": "Thay mặt Ban Thường trực (TM.)",
}
_KIND_PREFIX = re.compile(r"(?i)^(xã|phường|đặc khu|x\.|p\.)(?:(?<=\.)\s*|\s+|$)")


@dataclass(frozen=True, slots=True)
class CommuneName:
    """ "xã Tà Đùng" in its two parts."""

    kind: CommuneKind
    name: str

    @property
    def full(self) -> str:
        """ "Xã Tà Đùng"."""
        return f"{self.kind[:1].upper()}{self.kind[1:]} {self.name}"


@dataclass(frozen=True, slots=True)
class BodyDefaults:
    """How a body signs and numbers its papers until the office changes it."""

    key: BodyKey
    superior_line: str
    name_line: str
    department_line: str
    place_name: str
    series: dict[str, str]


def parse_commune(text: str, kind: str | None = None) -> CommuneName:
    """Read "Xã Tà Đùng" or "Tà Đùng" with `kind`; without any kind it is a xã. RuleError when no name is left."""
    words = tidy(text)
    found = _KIND_PREFIX.match(words)
    written = {"x.": "xã", "p.": "phường"}.get(found[1].casefold(), found[1].casefold()) if found else None
    name = words[found.end() :].strip() if found else words
    if not name:
        raise RuleError("Chưa nhập tên xã, phường.", field="name", code="commune_name_missing")
    chosen = kind or written or "xã"
    for known in get_args(CommuneKind):
        if chosen == known:
            return CommuneName(known, name)
    raise RuleError("Loại đơn vị phải là xã, phường hoặc đặc khu.", field="kind", code="commune_kind_unknown")


def committee_defaults(commune: CommuneName) -> BodyDefaults:
    """The people's committee: no superior line, it stands under no other agency (NĐ 30/2020, Phụ lục I)."""
    return BodyDefaults(
        "committee",
        "",
        f"ỦY BAN NHÂN DÂN {commune.full.upper()}",
        "PHÒNG VĂN HÓA - XÃ HỘI",
        commune.name,
        {"QĐ": "QĐ-UBND", "TB": "TB-UBND", "BC": "BC-UBND", "TTr": "TTr-VHXH", "CV": "UBND-VHXH", "DS": "DS-UBND"},
    )


def front_defaults(commune: CommuneName, province_full_name: str) -> BodyDefaults:
    """The Fatherland Front committee under that of the province, standing board named (QĐ 207/QĐ-MTTW-BTT)."""
    return BodyDefaults(
        "front",
        f"ỦY BAN MTTQ VIỆT NAM {province_full_name.upper()}",
        f"ỦY BAN MTTQ VIỆT NAM {commune.full.upper()}",
        "BAN THƯỜNG TRỰC",
        commune.name,
        {name: f"{name}-MTTQ-BTT" for name in ("QĐ", "TB", "BC", "KH", "TTr", "DS")},
    )


def signature_lines(form: TitleForm, position: str, *, body: BodyKey = "committee") -> tuple[str, ...]:
    """The capital lines above a signature: ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH").

    `position` is the signer's own title; for the head it may be empty.
    """
    title = tidy(position).upper()
    if form == "head":
        return (title or "CHỦ TỊCH",)
    if form == "acting":
        return (f"Q. {title or 'CHỦ TỊCH'}",)
    if not title:
        raise RuleError("Chưa nhập chức vụ người ký.", field="position", code="position_missing")
    if form == "collective":
        whole = "ỦY BAN NHÂN DÂN" if body == "committee" else "ỦY BAN MTTQ VIỆT NAM"
        return (f"TM. {whole}", title)
    if form == "standing":
        return ("TM. BAN THƯỜNG TRỰC", title)
    return (f"{ {'deputy': 'KT.', 'authorised': 'TUQ.', 'ordered': 'TL.'}[form] } CHỦ TỊCH", title)


def check_series(kind: str, suffix: str) -> tuple[str, str]:
    """A new kind of papers that a body numbers: ("GM", "GM-MTTQ-BTT"). RuleError names the field."""
    kind, suffix = tidy(kind), tidy(suffix)
    if not kind.isalpha() or len(kind) > LONGEST_KIND:
        words = f"Ghi chữ viết tắt của loại văn bản, không dấu cách, nhiều nhất {LONGEST_KIND} chữ: GM, KH, CTr…"
        raise RuleError(words, field="kind", code="series_kind")
    if not suffix or suffix.startswith("/"):
        words = f"Ghi phần đứng sau số và dấu gạch chéo, ví dụ {kind}-UBND."
        raise RuleError(words, field="suffix", code="series_suffix")
    return kind, suffix


def paper_number(number: int | None, suffix: str) -> str:
    """ "05/QĐ-UBND"; a blank to be filled by hand when there is no number yet (benefits.md 15.2, 3)."""
    return f"{'      ' if number is None else f'{number:02d}'}/{suffix}"
