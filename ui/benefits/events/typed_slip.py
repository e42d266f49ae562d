"""A village's answer typed by hand: codes with a day, one person a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.benefits.events.rules import Tick
from models.benefits.events.slips import AnswerSlip, NewName, SlipRow
from models.people.codes import parse_code
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import tidy

_CODE = re.compile(r"(\d{1,9}\s*[-–.]?\s*\d)(?=\s|$|[,;])[,;]?\s*(.*)")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?=\s|$|[,;])[,;]?\s*(.*)")


def typed_answer(month: Month, village_id: int, dead: str, moved: str, new: str, *, rest: bool) -> AnswerSlip:
    """The answer of what was typed. RuleError names the field and the line."""
    rows = [*_rows(dead, "dead", Tick.DEAD, month), *_rows(moved, "moved", Tick.MOVED, month)]
    return AnswerSlip(month, village_id, tuple(rows), tuple(_new(new)), rest)


def _lines(text: str) -> Iterator[str]:
    return (line for one in text.splitlines() if (line := tidy(one)))


def _rows(text: str, field: str, tick: Tick, month: Month) -> Iterator[SlipRow]:
    for line in _lines(text):
        found = _CODE.match(line)
        if found is None or parse_code(found[1]) is None:
            raise RuleError(f"«{line}»: mã không đúng.", field=field, code="code")
        day, note = _day(found[2], field, month)
        yield SlipRow(found[1], tick, day, note)


def _day(text: str, field: str, month: Month) -> tuple[PartialDate | None, str]:
    """A day of the slip's year unless a year is told, and what stands behind it."""
    found = _DAY.match(text)
    if found is None:
        return None, text
    try:
        return PartialDate(int(found[3] or month // 100), int(found[2]), int(found[1])), found[4]
    except ValueError:
        raise RuleError(f"«{text}»: ngày không đúng.", field=field, code="day") from None


def _new(text: str) -> Iterator[NewName]:
    for line in _lines(text):
        parts = [tidy(part) for part in re.split(r"[,;]", line, maxsplit=2)]
        parts += [""] * (3 - len(parts))
        yield NewName(parts[0], parts[1], parts[2])
