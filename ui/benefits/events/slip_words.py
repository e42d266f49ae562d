"""What came of the villages' slips, in words: only the villages that said something, people by name where few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models.benefits.events.slip_names import SlipName
from models.benefits.events.slips import SlipAnswered, SlipStanding
from models.store.money import format_amount

MOST_NAMED: Final = 3


def answers_told(villages: Sequence[str], told: Sequence[SlipAnswered], names: Sequence[SlipName]) -> str:
    """A sentence for each village that answered, and one for those whose sheets are empty."""
    said = [_answered(village, one, names) for village, one in zip(villages, told, strict=True) if not one.blank]
    blank = [village for village, one in zip(villages, told, strict=True) if one.blank]
    if blank:
        said.append(f"Chưa điền gì, vẫn tính là chưa trả lời: {', '.join(blank)}.")
    return " ".join(said)


def _answered(village: str, told: SlipAnswered, names: Sequence[SlipName]) -> str:
    counts = (("mất", told.dead), ("chuyển đi", told.moved), ("người mới", told.new), ("không đổi", told.unchanged))
    parts = [f"{words} {format_amount(count)}" for words, count in counts if count]
    return f"{village}: {', '.join(parts)}.{_unticked(told, names)}"


def _unticked(told: SlipAnswered, names: Sequence[SlipName]) -> str:
    if not told.unticked:
        return ""
    if len(told.unticked) > MOST_NAMED:
        return f" Còn {format_amount(len(told.unticked))} người chưa được đánh dấu."
    known = {one.code: f"{one.number}. {one.name}" for one in names}
    return f" Chưa đánh dấu: {', '.join(known.get(code, code) for code in told.unticked)}."


def state_words(row: SlipStanding) -> str:
    """Where the slip of a village stands."""
    if row.answered_on:
        return f"Thiếu {format_amount(row.unticked)} người" if row.unticked else "Đã trả lời"
    if not row.printed_on:
        return "Chưa in phiếu"
    return "Quá hạn, hãy nhắc" if row.late else "Chưa trả lời"


def reminder(rows: Sequence[SlipStanding]) -> str:
    """Which villages to call, and which slips were never printed although it is late; empty for none."""
    waited = [row.village for row in rows if row.late and row.printed_on]
    unprinted = [row.village for row in rows if row.late and not row.printed_on]
    said = []
    if waited:
        said.append(f"Chưa trả lời, đã quá hạn: {', '.join(waited)}.")
    if unprinted:
        said.append(f"Đã quá hạn mà chưa in phiếu: {', '.join(unprinted)}.")
    return " ".join(said)
