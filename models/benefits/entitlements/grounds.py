"""What a proposal or decision names as its grounds, chosen by the day of signing (resources/law/paper_grounds.json).

Promises: every ground that could hold on some day is kept with its days, so that a paper printed before it was signed
names the right ones once the day is entered; a document whose number is not known leaves room for the pen. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from models.law.rows import Document

_KINDS = (("/NĐ-CP", "Nghị định"), ("NQ-HĐND", "Nghị quyết"), ("/TT-", "Thông tư"), ("/QĐ-", "Quyết định"))
_NOT_KNOWN = "chưa rõ số"
_BLANK = "........"


@dataclass(frozen=True, slots=True)
class Basis:
    """A ground in words, for papers signed from `first` on and before `until` (None: without end)."""

    words: str
    first: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a paper signed on that day names it."""
        return self.first <= day and (self.until is None or day < self.until)


@cache
def _shipped() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = json.loads(
        files("resources").joinpath("law", "paper_grounds.json").read_text(encoding="utf-8")
    )
    return raw


def grounds_of(kinds: Iterable[str], documents: Mapping[str, Document], local: Iterable[str] = ()) -> tuple[Basis, ...]:
    """The grounds of a paper on benefits of these kinds ("allowance", "social_pension", "care_support").

    `local` are keys of the province's documents that its amounts stand on. Raises KeyError for a document nobody knows.
    """
    wanted, laws = set(kinds), {one["key"]: one["words"] for one in _shipped()["laws"]}
    found = [
        Basis(
            laws.get(row["document"]) or cited_whole(documents[row["document"]]),
            date.fromisoformat(row["from"]),
            None if row["to"] is None else date.fromisoformat(row["to"]),
        )
        for row in _shipped()["grounds"]
        if not row["for"] or wanted & set(row["for"])
    ]
    own = sorted((documents[key] for key in set(local)), key=lambda one: one.order)
    return (*found, *(Basis(cited_whole(one), one.in_force, one.ended) for one in own))


def cited_whole(document: Document) -> str:
    """ "Nghị định số 335/2026/NĐ-CP ngày 21 tháng 8 năm 2026 của Chính phủ quy định chính sách trợ giúp xã hội"."""
    known = _NOT_KNOWN not in document.number
    kind = next((words for mark, words in _KINDS if mark in document.number), "" if known else "Nghị quyết")
    number = f"số {document.number}" if known else f"số {_BLANK}/NQ-HĐND"
    day = f"ngày {long_day(document.signed)}" if document.signed else f"ngày {_BLANK}" if not known else ""
    about = document.title.removeprefix(kind).strip()
    for said in (f"của {document.issuer}", f"({_NOT_KNOWN} nghị quyết)"):
        about = about.replace(said, "").strip()
    about = about if about[:1].islower() else f"về {about[:1].lower()}{about[1:]}"
    return " ".join(part for part in (kind, number, day, f"của {document.issuer}", about) if part)


def long_day(day: date) -> str:
    """ "05 tháng 01 năm 2026": a day below 10 and a month below 3 get a zero before them (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"
