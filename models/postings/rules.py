"""The rules of the wall (privacy.md 11.1), in one place that no screen and no command can pass by.

`prepare_posting` makes a `PostingSheet` and printers take nothing else; the one other maker, `frozen.py`, looks at the
facts of a kept sheet by these rules once more. Promises: no ground, no names;
birth year only; children by initials and village alone; one neutral label; a line with a remark behind the name is
held back; a line whose ground is HIV/AIDS never appears (Luật 64/2006 Đ8 k5, NĐ 20/2021 Đ8), a line whose ground is
not known waits for the clerk, and the sheet does not tell that either exists. Pure: no store, no clock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from models.benefits.papers import PostingCandidate
from models.benefits.rules import label_key
from models.benefits.secrecy import NEUTRAL_LABEL, holds_number, is_hiv_group, mentions_hiv, name_alone
from models.postings import papers
from models.postings.papers import (
    LabelQuestion,
    PostedRow,
    Posting,
    PostingKind,
    PostingRequest,
    PostingSheet,
    Rulings,
    Withheld,
)
from models.postings.remarks import holds_remark, tells_condition
from models.store.dates import PartialDate, age_on, month_display
from models.store.errors import RuleError
from models.store.vietnamese import initials, name_sort, same_name_key, text_sort, tidy

CHILD_BELOW_AGE = 16
"""Luật Trẻ em 2016 Đ1."""
LIST_TITLE = "DANH SÁCH NIÊM YẾT"
SOME_VILLAGE = "một thôn, tổ dân phố"
"""Stands for a village whose own name tells something about its people."""
_SUBJECTS = {
    PostingKind.ALLOWANCE: f"Người hưởng {NEUTRAL_LABEL[0].lower()}{NEUTRAL_LABEL[1:]}",
    PostingKind.POOR: "Hộ nghèo",
    PostingKind.NEAR_POOR: "Hộ cận nghèo",
    PostingKind.LONGEVITY: "Người cao tuổi được chúc thọ, mừng thọ",
}
_HOUSEHOLD_KINDS = (PostingKind.POOR, PostingKind.NEAR_POOR)
_CLAUSE_OF_HIV = re.compile(r"k(?:hoản)?[\s.]*0?[38](?:(?=\D*điều\s*5(?!\d))|\s*$)")


def prepare_posting(
    candidates: Iterable[PostingCandidate], request: PostingRequest, rulings: Rulings | None = None
) -> Posting:
    """The wall sheet for `request`, and what the clerk must be told about lines left out.

    `rulings` maps label keys to the group code the clerk decided. Raises RuleError naming the field ("ground", "body",
    "window", "objections_to") when something that every sheet must print is missing.
    """
    body = tidy(request.body) or tidy(request.letterhead.body)
    _check(request, body)
    ruled = {label_key(key): code for key, code in (rulings or {}).items()}
    here = [c for c in candidates if request.village is None or tidy(c.village) == tidy(request.village)]
    shown, withheld = _sift(here, request.kind, ruled)
    rows, initialled, unknown_age = _rows(shown, request)
    sheet = PostingSheet(
        kind=request.kind,
        letterhead=request.letterhead,
        title=LIST_TITLE,
        subject=_subject(request),
        ground=tidy(request.ground),
        body=body,
        window=_window(request.first_day, request.last_day),
        objections_to=tidy(request.objections_to),
        village=_village_shown(request),
        month=request.month,
        rows=rows,
        signatory=request.signatory,
        recipients=request.recipients,
        permit=papers._PERMIT,
    )
    return Posting(sheet, replace(withheld, initialled=initialled, unknown_age=unknown_age))


def _check(request: PostingRequest, body: str) -> None:
    if not any(c.isalpha() for c in request.ground):
        raise RuleError(
            "Hãy ghi căn cứ của việc niêm yết (kế hoạch, nghị quyết, thông tư). Không có căn cứ thì không in tên.",
            field="ground",
            code="no_ground",
        )
    if mentions_hiv(request.ground):
        raise RuleError(
            "Căn cứ nói đến HIV/AIDS: luật cấm công khai tên người nhiễm, không niêm yết theo căn cứ này.",
            field="ground",
            code="ground_hiv",
        )
    for field, text in (("body", body), ("objections_to", request.objections_to)):
        if mentions_hiv(text):
            words = "Tên này nói đến HIV/AIDS: treo trên cùng tờ với họ tên là tiết lộ. Hãy ghi nơi khác."
            raise RuleError(words, field=field, code="place_hiv")
    if not any(c.isalpha() for c in body):
        raise RuleError("Hãy ghi cơ quan niêm yết.", field="body", code="no_body")
    if request.last_day < request.first_day:
        raise RuleError("Ngày kết thúc niêm yết đứng trước ngày bắt đầu.", field="window", code="window_reversed")
    if not any(c.isalnum() for c in request.objections_to):
        raise RuleError("Hãy ghi nơi tiếp nhận ý kiến của người dân.", field="objections_to", code="no_objections_to")


def _sift(
    candidates: Sequence[PostingCandidate], kind: PostingKind, ruled: Rulings
) -> tuple[list[PostingCandidate], Withheld]:
    """The lines that may appear, and the counts of the others."""
    shown: list[PostingCandidate] = []
    remarked: list[str] = []
    hiv = unrecognised = nameless = 0
    asked: Counter[str] = Counter()
    wording: dict[str, str] = {}
    for line in candidates:
        ground = _ground_of(line, kind, ruled)
        if ground == "hiv":
            hiv += 1
        elif ground == "unknown":
            unrecognised += 1
            if key := label_key(line.label):
                asked[key] += 1
                wording.setdefault(key, tidy(line.label))
        elif not name_alone(line.name):
            nameless += 1
        elif holds_remark(name_alone(line.name)) or _tells(line.village):
            remarked.append(tidy(line.name))
        else:
            shown.append(line)
    questions = tuple(LabelQuestion(key, wording[key], count) for key, count in asked.most_common())
    return shown, Withheld(
        hiv=hiv,
        remark=len(remarked),
        unrecognised=unrecognised,
        nameless=nameless,
        questions=questions,
        remarked=tuple(dict.fromkeys(remarked)),
    )


def _ground_of(line: PostingCandidate, kind: PostingKind, ruled: Rulings) -> str:
    """ "hiv", "unknown" or "known".

    A recognised HIV group stands whatever anybody rules about the words beside it; words that speak of HIV yield to the
    clerk's explicit ruling alone, never to a guessed group.
    """
    ruling = ruled.get(label_key(line.label)) if label_key(line.label) else None
    if is_hiv_group(line.group) or is_hiv_group(ruling):
        return "hiv"
    if any(mentions_hiv(text) for text in (line.name, line.village, line.head)):
        return "hiv"
    if ruling:
        return "known"
    if mentions_hiv(line.label):
        return "hiv"
    if kind is not PostingKind.ALLOWANCE:
        return "known"
    if not line.group or _CLAUSE_OF_HIV.search(tidy(line.label).casefold()):
        return "unknown"
    return "known"


def _rows(shown: Sequence[PostingCandidate], request: PostingRequest) -> tuple[tuple[PostedRow, ...], int, int]:
    """Numbered rows in wall order, each person once, and how many are shown by initials (and why)."""
    by_household = request.kind in _HOUSEHOLD_KINDS
    people = {line.person: line for line in reversed(shown)}
    ordered = sorted(people.values(), key=lambda line: _wall_order(line, request.first_day))
    twins = Counter(_likeness(line, by_household=by_household) for line in ordered)
    rows: list[PostedRow] = []
    initialled = unknown_age = 0
    for number, line in enumerate(ordered, start=1):
        name = name_alone(line.name)
        year = str(line.born.year) if line.born is not None and not by_household else ""
        if _may_be_child(line.born, request.first_day):
            name, year = initials(name), ""
            initialled += 1
            unknown_age += line.born is None
        elif twins[_likeness(line, by_household=by_household)] > 1:
            name += _told_apart(line, request.first_day, by_household=by_household)
        gift = _gift_shown(line) if request.kind is PostingKind.LONGEVITY else ""
        rows.append(PostedRow(number, name, year, tidy(line.village), gift))
    return tuple(rows), initialled, unknown_age


def _told_apart(line: PostingCandidate, day: date, *, by_household: bool) -> str:
    """What tells two people of one name, village and year apart: the head; two heads of households: their years."""
    if by_household:
        return f" (sinh năm {line.born.year})" if line.born is not None else ""
    head = _head_shown(line)
    if head and _may_be_child(line.head_born, day):
        return f" (hộ {initials(head)})"
    return f" (hộ {head})" if head and same_name_key(head) != same_name_key(name_alone(line.name)) else ""


def _head_shown(line: PostingCandidate) -> str:
    """The head's name; nothing when a remark stands behind it."""
    head = name_alone(line.head)
    return "" if holds_remark(head) else head


def _gift_shown(line: PostingCandidate) -> str:
    return "" if mentions_hiv(line.gift) or _tells(line.gift) else tidy(line.gift)


def _tells(text: str) -> bool:
    """Whether a village or a gift tells a condition, or a number of somebody."""
    return tells_condition(text) or holds_number(text)


def _village_shown(request: PostingRequest) -> str | None:
    """The village of the sheet; None for the whole commune and for a name that tells something about its people."""
    village = tidy(request.village or "")
    return None if not village or mentions_hiv(village) or _tells(village) else village


def _wall_order(line: PostingCandidate, day: date) -> tuple[int, str, bool, str, int, str, int]:
    """Villages, in each the grown-ups by given name, then the children by their initials.

    Children among the grown-ups would stand by their full names: N.V.D. between Dũng and Duyên is Duy.
    """
    village = (line.village_order, text_sort(line.village))
    if _may_be_child(line.born, day):
        return (*village, True, text_sort(initials(name_alone(line.name))), 0, "", line.person)
    year = line.born.year if line.born is not None else 0
    return (*village, False, name_sort(line.name), year, line.head, line.person)


def _likeness(line: PostingCandidate, *, by_household: bool) -> tuple[str, int, str]:
    year = line.born.year if line.born is not None and not by_household else 0
    return (same_name_key(name_alone(line.name)), year, tidy(line.village))


def _may_be_child(born: PartialDate | None, day: date) -> bool:
    """Under 16 on `day` by the latest day the birth may have been; unknown counts as a child."""
    return born is None or age_on(born.latest, day) < CHILD_BELOW_AGE


def _subject(request: PostingRequest) -> str:
    subject = _SUBJECTS[request.kind]
    if request.month is not None:
        subject += f", tháng {month_display(request.month)}"
    elif request.kind is not PostingKind.ALLOWANCE:
        subject += f" năm {request.first_day.year}"
    if request.village is not None:
        subject += f" - {_village_shown(request) or SOME_VILLAGE}"
    return subject


def _window(first: date, last: date) -> str:
    if first == last:
        return f"ngày {_day(first)}"
    return f"từ ngày {_day(first)} đến hết ngày {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
