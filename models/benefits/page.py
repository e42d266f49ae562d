"""A person's page with the benefits: what models.people tells, the lines, and one story of both.

Promises: grounds, and words that tell them, are shown as the reader may see them, in the story too; nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.benefits.lines import LineRow, ground_shown, lines_of
from models.benefits.queries import rulings
from models.benefits.rules import CHANNEL_LABELS, label_key
from models.benefits.secrecy import GUARDED_WORDS, Grounds, is_health_ground, mentions_hiv, names_hiv_sheet
from models.benefits.tables import BenefitLine
from models.people.dated import STILL_KNOWN, AsOf, known
from models.people.facts import joined_parts
from models.people.page import PersonPage, past_page, person_page
from models.people.story import StoryEntry, audited, recorded_entry, sorted_story
from models.store import history
from models.store.dates import Month, month_display, month_start
from models.store.money import format_amount, format_coefficient
from models.store.tables import Audit
from models.store.work import OFFICE_TIME, instant_text


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything a person's page shows; `sensitive`: that it was looked at is to be noted."""

    page: PersonPage
    lines: tuple[LineRow, ...]
    sensitive: bool


def person_view(
    session: Session, person_id: int, day: date, *, grounds: Grounds = "guarded", views: bool = False
) -> PersonView | None:
    """The page of a person on a day with their lines; None when the record is gone."""
    page = person_page(session, person_id, day, views=views)
    if page is None:
        return None
    story = sorted_story((*page.story, *_story_of_lines(session, person_id, grounds)))
    lines = tuple(lines_of(session, person_id, day, grounds=grounds))
    shown = _kept_secret(replace(page, story=tuple(story)), grounds)
    return PersonView(shown, lines, page.sensitive or _health_shown(session, person_id))


def past_view(
    session: Session, person_id: int, day: date, *, as_known_then: bool, grounds: Grounds = "guarded"
) -> PersonView | None:
    """The page as it was on a day: as known now, or as known at the end of that day. None when nothing was known."""
    known_at = end_of_day(day) if as_known_then else None
    page = past_page(session, person_id, AsOf(day, known_at))
    if page is None:
        return None
    lines = lines_of(session, person_id, day, grounds=grounds, known_at=known_at)
    return PersonView(_kept_secret(page, grounds), tuple(lines), page.sensitive or _health_shown(session, person_id))


def end_of_day(day: date) -> str:
    """The last instant (UTC text) of a day of the office."""
    midnight = datetime.combine(day + timedelta(days=1), time(), OFFICE_TIME)
    return instant_text(midnight - timedelta(milliseconds=1))


def _kept_secret(page: PersonPage, grounds: Grounds) -> PersonPage:
    """The page without free words that speak of HIV/AIDS, in its story too, unless grounds were asked for."""
    if grounds == "open":
        return page
    return replace(
        page,
        status=_without_secret(page.status, " "),
        fields=tuple((label, "" if mentions_hiv(text) else text) for label, text in page.fields),
        facts=tuple(replace(fact, text=_without_secret(fact.text, "; ")) for fact in page.facts),
        story=tuple(replace(entry, text=_without_secret(entry.text, "; ")) for entry in page.story),
    )


def _without_secret(text: str, separator: str) -> str:
    """The parts of a text that do not speak of HIV/AIDS, nor name a file or sheet after its groups."""
    if not _tells(text):
        return text
    told = separator.join(part for part in text.split(separator) if not _tells(part))
    return joined_parts(separator, "" if _tells(told) else told, GUARDED_WORDS)


def _tells(text: str) -> bool:
    return mentions_hiv(text) or names_hiv_sheet(text)


def _health_shown(session: Session, person_id: int) -> bool:
    ruled = rulings(session)
    found = select(BenefitLine.group_code, BenefitLine.label)
    return any(
        is_health_ground(code or ruled.get(label_key(label)), label)
        for code, label in session.execute(found.where(BenefitLine.person_id == person_id, known(BenefitLine, None)))
    )


def _story_of_lines(session: Session, person_id: int, grounds: Grounds) -> list[StoryEntry]:
    """What happened to a person's lines, and what somebody here recorded about them."""
    ruled = rulings(session)
    found = list(session.scalars(select(BenefitLine).where(BenefitLine.person_id == person_id)))
    entries: list[StoryEntry] = []
    current = [line for line in found if line.known_until == STILL_KNOWN]
    before: dict[tuple[int | None, int | None], BenefitLine] = {
        (line.entitlement_id, line.stop_month): line for line in current if line.entitlement_id is not None
    }
    after = {(line.entitlement_id, line.start_month) for line in current}
    for line in current:
        goes_on = (line.entitlement_id, line.stop_month) in after and line.entitlement_id is not None
        last = before.get((line.entitlement_id, line.start_month)) if line.start_month is not None else None
        entries += _world(line, _words(line, ruled, grounds), last, goes_on=goes_on)
    shown = {line.id: _words(line, ruled, grounds) for line in found}
    past = {line.id for line in found if line.known_until != STILL_KNOWN}
    changes: dict[int, tuple[Any, list[str]]] = {}
    for row in session.execute(audited(and_(Audit.record_table == "benefit_line", Audit.record_id.in_(shown)))):
        said = _said(row.Audit, shown[row.Audit.record_id], grounds, is_past=row.Audit.record_id in past)
        changes.setdefault(row.id, (row, []))[1].extend(said)
    return entries + [recorded_entry(row, said) for row, said in changes.values() if said]


def _world(line: BenefitLine, words: str, last: BenefitLine | None, *, goes_on: bool) -> Iterable[StoryEntry]:
    """What began and ended with a line; `last` is the span of its entitlement before it, `goes_on`: another follows."""
    begun = (line.start_month, _begun(line, last))
    ended = (None if goes_on else line.stop_month, "Thôi hưởng trợ cấp")
    for month, title in (begun, ended):
        if month is not None and title:
            day = month_start(Month(month)).isoformat()
            yield StoryEntry(day, month_display(Month(month)), "world", title, words)


def _begun(line: BenefitLine, last: BenefitLine | None) -> str:
    """What a line began: a benefit, or the next span of one; "" where nothing changed for the person."""
    if last is None:
        return "Hưởng trợ cấp"
    if line.standing != last.standing:
        return "Tạm dừng trợ cấp" if line.standing == "suspended" else "Hưởng tiếp trợ cấp"
    same = (line.amount, line.group_code, line.label) == (last.amount, last.group_code, last.label)
    return "" if same else "Điều chỉnh trợ cấp"


def _words(line: BenefitLine, ruled: Mapping[str, str], grounds: Grounds) -> str:
    label, _ = ground_shown(line.group_code or ruled.get(label_key(line.label)), line.label, grounds)
    return joined_parts(", ", label, f"{format_amount(line.amount)} đ" if line.amount is not None else "")


_LABELS = {
    "coefficient": "hệ số",
    "amount": "mức hưởng",
    "decision_number": "quyết định",
    "start_month": "hưởng từ",
    "stop_month": "thôi hưởng từ",
    "channel": "hình thức nhận",
}


def _said(audit: Audit, words: str, grounds: Grounds, *, is_past: bool) -> list[str]:
    """What one audit row of a line tells; rows that only keep what was believed before tell nothing."""
    fields = json.loads(audit.fields or "{}")
    source = [f"nguồn: {audit.source}"] if audit.source else []
    if audit.operation == history.NEW:
        return [] if is_past and fields.get("known_until", [None, STILL_KNOWN])[1] != STILL_KNOWN else [words, *source]
    if audit.operation != history.CHANGED:
        return []
    if "known_until" in fields:
        return [f"Bỏ khoản: {words}"]
    parts = [
        f"{label}: {_value(name, fields[name][0])} → {_value(name, fields[name][1])}"
        for name, label in _LABELS.items()
        if name in fields and not (grounds != "open" and mentions_hiv(f"{fields[name][0]} {fields[name][1]}"))
    ]
    if {"label", "group_code"} & set(fields):
        parts.append("diện hưởng được sửa")
    return [f"{words} ({', '.join(parts)})", *source] if parts else []


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return "(trống)"
    if name == "coefficient":
        return format_coefficient(value)
    if name == "amount":
        return format_amount(value)
    if name == "channel":
        return CHANNEL_LABELS[value].lower()
    return month_display(Month(value)) if name in ("start_month", "stop_month") else str(value)
