"""What an office types about a resolution, as rows of the law: a rate, a group with its level, a gift.

Promises: the rows are in the schema of resources/law, so the strict reader has the last word; nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from models.law.reading import hundredths
from models.store.errors import RuleError
from models.store.money import coefficient_text
from models.store.vietnamese import tidy

RowBody = tuple[str, Mapping[str, Any]]
NOT_KNOWN: Final = ""
STANDS_ON: Final[dict[str, str]] = {
    "335/2026/NĐ-CP": "Nghị định 335/2026/NĐ-CP",
    "20/2021/NĐ-CP": "Nghị định 20/2021/NĐ-CP",
    NOT_KNOWN: "Hệ số riêng, chưa nhập",
}
"""Whose groups and coefficients a province's base rate is multiplied with."""
ON_TOP: Final[dict[str, str]] = {
    "main": "Chỉ hưởng mức cao nhất trong các nhóm",
    "extra": "Trả thêm, ngoài các mức khác",
}
OLDEST: Final = 150


def rate_rows(rate: str, amount: int, article: str) -> tuple[RowBody, ...]:
    """A base rate or level of the social pension, đồng a month."""
    return (("rate", {"rate": rate, "amount": amount, "article": article}),)


def table_rows(stands_on: str, article: str) -> tuple[RowBody, ...]:
    """The table that goes with a base rate: whose groups and coefficients it takes over."""
    words = (
        "" if stands_on else "Tỉnh có mức chuẩn riêng, nhưng hệ số của từng nhóm chưa nhập nên chưa tính theo mức này"
    )
    body = {"article": article, "stands_on": stands_on or None, "without": ["old K5b", "old K5c"], "words": words}
    return (("table", body),)


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A group as typed: who (None: no matter), and either a coefficient ("1,5") or a whole amount in đồng."""

    code: str
    title: str
    article: str
    slot: str = "main"
    age_from: int | None = None
    age_below: int | None = None
    households: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()
    hard_area: bool = False
    coefficient: str = ""
    amount: int | None = None


def group_rows(draft: GroupDraft) -> tuple[RowBody, ...]:
    """The group and its level. RuleError for a group without any condition, or without exactly one of both amounts."""
    code, title = tidy(draft.code), tidy(draft.title)
    if not code or not title:
        raise RuleError("Hãy nhập mã và tên nhóm.", field="code" if not code else "title", code="group_missing")
    who = {
        "group": code,
        "slot": draft.slot,
        "article": draft.article,
        "title": title,
        "words": _words(draft, title),
        "when": {"all": _conditions(draft)},
    }
    level = {"group": code, "article": draft.article, "per": None, "bands": [_band(draft)]}
    return ("who", who), ("level", level)


def _conditions(draft: GroupDraft) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if draft.age_from is not None or draft.age_below is not None:
        found.append({"age": _ages(draft)})
    if draft.households:
        found.append({"household": list(draft.households)})
    if draft.degrees:
        found.append({"degree": list(draft.degrees)})
    if draft.hard_area:
        found.append({"true": "hard_area"})
    if not found:
        words = "Hãy chọn ít nhất một điều kiện (tuổi, diện hộ, mức độ khuyết tật, vùng)."
        raise RuleError(words, field="age_from", code="condition_missing")
    return found


def _ages(draft: GroupDraft) -> dict[str, int]:
    least, below = draft.age_from, draft.age_below
    for age, field in ((least, "age_from"), (below, "age_below")):
        if age is not None and not 0 < age < OLDEST:
            raise RuleError("Tuổi phải từ 1 đến 149.", field=field, code="age_range")
    if least is not None and below is not None and below <= least:
        raise RuleError("Tuổi kết thúc phải lớn hơn tuổi bắt đầu.", field="age_below", code="ages_reversed")
    return {name: age for name, age in (("from", least), ("below", below)) if age is not None}


def _band(draft: GroupDraft) -> dict[str, Any]:
    typed = tidy(draft.coefficient).replace(",", ".")
    if bool(typed) == (draft.amount is not None):
        raise RuleError("Hãy nhập hệ số hoặc mức tiền, một trong hai.", field="amount", code="level_missing")
    if draft.amount is not None:
        return {"amount": draft.amount, "when": None, "words": ""}
    try:
        return {"coefficient": coefficient_text(hundredths(typed)), "when": None, "words": ""}
    except ValueError:
        raise RuleError("Hệ số là số như 1,5.", field="coefficient", code="coefficient") from None


def _words(draft: GroupDraft, title: str) -> str:
    ages = [f"từ đủ {draft.age_from} tuổi"] if draft.age_from is not None else []
    ages += [f"dưới {draft.age_below} tuổi"] if draft.age_below is not None else []
    named = {
        "poor": "hộ nghèo", "near_poor": "hộ cận nghèo", "none": "hộ không nghèo",
        "severe": "khuyết tật nặng", "extremely_severe": "khuyết tật đặc biệt nặng", "mild": "khuyết tật nhẹ",
    }  # fmt: skip
    parts = [
        " và ".join(ages),
        " hoặc ".join(named[one] for one in draft.households),
        " hoặc ".join(named[one] for one in draft.degrees),
        "ở vùng đặc biệt khó khăn" if draft.hard_area else "",
    ]
    told = "; ".join(part for part in parts if part)
    return f"{title} ({told})" if told else title


def gift_rows(key: str, title: str, amount: int, words: str, article: str) -> tuple[RowBody, ...]:
    """A gift or help paid once, in đồng."""
    body = {
        "help": tidy(key) or tidy(title),
        "title": tidy(title),
        "by": "event_day",
        "times": None,
        "of": "base",
        "amount": amount,
        "kilos": None,
        "at_least": False,
        "form": "",
        "article": article,
        "words": words,
    }
    return (("help", body),)
