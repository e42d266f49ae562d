"""The benefit groups of NĐ 335/2026/NĐ-CP Điều 5 and 17, and which of them a label in a list means.

The groups and the way labels are written are data (resources/law/groups.json). Promises: a label that is not clear is
not recognised (None), because a wrong group can hang a secret on the wall (privacy.md 11.1) or pay a wrong amount.
Recognition never looks at anything but the label, the coefficient and the birth date it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from models.benefits.secrecy import mentions_hiv
from models.store.dates import PartialDate
from models.store.vietnamese import nfc, search_text

CHILD_BELOW = 16
"""Luật Trẻ em 2016 Điều 1."""
ELDER_FROM = 60
"""Luật Người cao tuổi Điều 2."""

Age = Literal["child", "adult", "elder"]

_LAW_YEAR_WORDS = re.compile(r"\b(?:nghi dinh|nd|dieu|d) ?\d+[^ ]*(?: ?nd ?cp)?|\b\d+ ?/? ?2\d{3}\b|\b2\d{3}\b|\bcp\b")
_POINT_DD = re.compile(r"(điểm|đ\.?)\s*đ\b|(\bk(?:hoản)?\s*1)\s*đ\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\bk(?:hoan)?[ .]*([1-8])(?!\d)(?:[ ,.]*(?:diem[ .]*|d[ .]+)?(a|b|c|dd|d|e|g|h|i|k|l))?\b(?! ?\d)|"
    r"\b(?:diem|d)[ .]*(a|b|c|dd|d|e|g|h|i|k|l)[ ,.]*k(?:hoan)?[ .]*([1-8])\b"
)
_NOT_LETTERS = re.compile(r"[^a-z0-9<]+")


@dataclass(frozen=True, slots=True)
class BenefitGroup:
    """One group: its code (benefits.md 1.2), the article, its title, and what the law sets for it.

    `coefficients` are hundredths; `clause_only` marks codes for labels that name only the clause; `care` is support
    paid to a carer; `hiv` lines never leave the office on a common sheet.
    """

    code: str
    clause: str
    title: str
    coefficients: tuple[int, ...]
    hiv: bool
    clause_only: bool
    care: bool
    children: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str | None
    needs: tuple[re.Pattern[str], ...]
    hiv: bool
    bars: tuple[re.Pattern[str], ...]
    coefficients: frozenset[int]
    age: str | None
    degree_by_amount: bool


@dataclass(frozen=True, slots=True)
class _Law:
    groups: Mapping[str, BenefitGroup]
    words: Mapping[str, str]
    clauses: Mapping[str, Mapping[str, Any]]
    rules: tuple[_Rule, ...]


@cache
def _law() -> _Law:
    raw = json.loads(files("resources").joinpath("law", "groups.json").read_text(encoding="utf-8"))
    groups = {
        entry["code"]: BenefitGroup(**{**entry, "coefficients": tuple(entry["coefficients"])})
        for entry in raw["groups"]
    }
    rules = tuple(
        _Rule(
            code=rule.get("code"),
            needs=tuple(re.compile(part) for part in rule.get("all", ()) if part != "#hiv"),
            hiv="#hiv" in rule.get("all", ()),
            bars=tuple(re.compile(part) for part in rule.get("none", ())),
            coefficients=frozenset(rule.get("coefficients", ())),
            age=rule.get("age"),
            degree_by_amount=rule.get("degree_by_amount", False),
        )
        for rule in raw["rules"]
    )
    return _Law(groups, raw["words"], raw["clauses"], rules)


def all_groups() -> tuple[BenefitGroup, ...]:
    """Every group, in the order of the decree."""
    return tuple(_law().groups.values())


def group(code: str) -> BenefitGroup:
    """The group of a code; raises KeyError for a code that is none."""
    return _law().groups[code]


def recognise(
    label: str, *, coefficient: int | None = None, born: PartialDate | None = None, year: int = 2026
) -> str | None:
    """The group code a label means, or None when it is not clear.

    `coefficient` is in hundredths; `year` is the year the list speaks of, for the age bands. "K1", "K5" and "K6" mean
    that only the clause is known.
    """
    age = _age(born, year)
    return _recognise(label, coefficient, age)


def _age(born: PartialDate | None, year: int) -> Age | None:
    if born is None:
        return None
    years = year - born.year
    if years < CHILD_BELOW:
        return "child"
    return "elder" if years >= ELDER_FROM else "adult"


@lru_cache(maxsize=20_000)
def _recognise(label: str, coefficient: int | None, age: Age | None) -> str | None:
    law = _law()
    folded = search_text(_POINT_DD.sub(lambda found: f"{found[1] or found[2]} dd", nfc(label)))
    hiv = mentions_hiv(label)
    text = _expanded(folded)
    named = _by_clause(_LAW_YEAR_WORDS.sub(" ", folded), coefficient)
    by_words = _by_rules(text, hiv, coefficient, age)
    if named is None or by_words is None:
        return _with_degree(named, coefficient, age, text) if named else by_words
    if named == by_words or by_words.startswith(named):
        return by_words
    if named.startswith(by_words) and law.groups[by_words].clause_only:
        return named
    if named == "K5b" and by_words == "HTXH":
        return by_words
    return None


def _expanded(folded: str) -> str:
    words = _law().words
    return " ".join(words.get(word, word) for word in _NOT_LETTERS.sub(" ", folded).split())


def _by_clause(folded: str, coefficient: int | None) -> str | None:
    found = set()
    for match in _CLAUSE.finditer(folded):
        number, letter = match[1] or match[4], match[2] or match[3]
        clause = _law().clauses[number]
        if letter and letter in clause.get("letters", ()):
            code = f"K{number}{letter}"
            found.add("HTXH" if code == "K5b" and coefficient == 100 else code)
        elif letter and letter in clause.get("old", {}):
            found.add(clause["old"][letter])
        else:
            found.add(clause["bare"])
    return found.pop() if len(found) == 1 else None


def _by_rules(text: str, hiv: bool, coefficient: int | None, age: Age | None) -> str | None:
    for rule in _law().rules:
        if rule.hiv and not hiv:
            continue
        if rule.coefficients and coefficient not in rule.coefficients:
            continue
        if rule.age and rule.age != age:
            continue
        if not all(need.search(text) for need in rule.needs) or any(bar.search(text) for bar in rule.bars):
            continue
        return _with_degree(rule.code, coefficient, age, text) if rule.degree_by_amount else rule.code
    return None


def _with_degree(code: str | None, coefficient: int | None, age: Age | None, text: str) -> str | None:
    """NĐ 335 Điều 6: severe 1,5 (child, elder 2,0), extremely severe 2,0 (2,5): most coefficients tell the degree."""
    if code != "K6":
        return code
    if re.search(r"\btre\b|tre em", text):
        age = "child"
    elif "cao tuoi" in text:
        age = "elder"
    if coefficient == 250:
        return "K6DBN"
    if coefficient == 150:
        return "K6N"
    if coefficient == 200 and age is not None:
        return "K6DBN" if age == "adult" else "K6N"
    return code
