"""A village's answer typed by hand: the number on the slip or the code, then a day; one person a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.benefits.events.rules import Tick
from models.benefits.events.slip_names import SlipName
from models.benefits.events.slips import AnswerSlip, NewName, SlipRow
from models.people.codes import display_code, parse_code
from models.store.dates import Month, PartialDate
from models.store.errors import RuleError
from models.store.vietnamese import tidy

_NUMBER = re.compile(r"(\d{1,4})(?=\s|$|[,;])[,;]?\s*(.*)")
_CODE = re.compile(r"(\d{1,9}\s*[-–.]?\s*\d)(?=\s|$|[,;])[,;]?\s*(.*)")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?=\s|$|[,;])[,;]?\s*(.*)")


def typed_answer(
    month: Month, village_id: int, names: Sequence[SlipName], dead: str, moved: str, new: str, *, rest: bool
) -> AnswerSlip:
    """The answer of what was typed; `names` are those of the village's slip. RuleError names the field and the line."""
    rows = [*_rows(dead, "dead", Tick.DEAD, month, names), *_rows(moved, "moved", Tick.MOVED, month, names)]
    return AnswerSlip(month, village_id, tuple(rows), tuple(_new(new)), rest)


def people_meant(text: str, names: Sequence[SlipName]) -> str:
    """Who is meant by the lines typed so far, to be read before anything is written: "3. Lê Văn An; 7. không có"."""
    return "; ".join(_meant(line, names) for line in _lines(text))


def _meant(line: str, names: Sequence[SlipName]) -> str:
    code, _rest = _code(line, names)
    found = next((one for one in names if one.code == code), None)
    return f"«{line.split(maxsplit=1)[0]}»: không có trên phiếu" if found is None else f"{found.number}. {found.name}"


def _lines(text: str) -> Iterator[str]:
    return (line for one in text.splitlines() if (line := tidy(one)))


def _rows(text: str, field: str, tick: Tick, month: Month, names: Sequence[SlipName]) -> Iterator[SlipRow]:
    for line in _lines(text):
        code, rest = _code(line, names)
        if not code:
            raise RuleError(f"«{line}»: không có số thứ tự hay mã ấy trên phiếu.", field=field, code="code")
        day, note = _day(rest, field, month)
        yield SlipRow(code, tick, day, note)


def _code(line: str, names: Sequence[SlipName]) -> tuple[str, str]:
    """The code meant by the beginning of a line, and what stands behind it; no code when it can be none.

    A number of up to four digits is the one printed before the name.
    """
    short = _NUMBER.match(line)
    if short is not None:
        return next((one.code for one in names if one.number == int(short[1])), ""), short[2]
    found = _CODE.match(line)
    number = None if found is None else parse_code(found[1])
    return ("", line) if found is None or number is None else (display_code(number), found[2])


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
