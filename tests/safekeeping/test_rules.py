"""The lamp and the reminders: never greener than what is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.safekeeping.rules import (
    BAD,
    GONE,
    GOOD,
    RISKY,
    Colour,
    Copy,
    Moment,
    Settings,
    lamp,
    reminder,
)

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
COPIES = st.lists(
    st.builds(
        Copy,
        made_at=st.integers(-2000, 200).map(lambda hours: NOW + timedelta(hours=hours)),
        medium=st.just("USB xanh"),
        outside=st.booleans(),
        standing=st.sampled_from([GOOD, GONE, BAD]),
        head_change=st.integers(0, 100),
        followed=st.booleans(),
        own_key=st.booleans(),
    ),
    max_size=8,
)


def copy(hours: float = -1, **told: object) -> Copy:
    """A good copy outside this disk, made so many hours from now."""
    facts: dict[str, object] = {"medium": "USB xanh", "outside": True, "standing": GOOD, "head_change": 50}
    return Copy(made_at=NOW + timedelta(hours=hours), **{**facts, **told})  # type: ignore[arg-type]  # as told


@given(COPIES, st.integers(1, 60))
def test_green_only_with_a_proved_young_copy_outside(copies: list[Copy], days: int) -> None:
    shown = lamp(copies, NOW, days)
    young = [
        each
        for each in copies
        if each.standing == GOOD
        and each.outside
        and each.followed
        and each.own_key
        and -timedelta(hours=1) <= NOW - each.made_at <= timedelta(days=days)
    ]
    assert (shown.colour is Colour.GREEN) == bool(young)
    assert shown.why
    assert bool(shown.advice) == (shown.colour is not Colour.GREEN)


@given(COPIES, st.integers(1, 60), st.integers(0, 2000))
def test_no_copy_never_helps_and_time_never_heals(copies: list[Copy], days: int, hours: int) -> None:
    rank = {Colour.GREEN: 0, Colour.AMBER: 1, Colour.RED: 2}
    past = [each for each in copies if each.made_at <= NOW]
    before, after = lamp(past, NOW, days), lamp(past, NOW + timedelta(hours=hours), days)
    assert rank[after.colour] >= rank[before.colour]


@pytest.mark.parametrize(
    ("copies", "colour", "words"),
    [
        ([], Colour.RED, "Chưa có bản sao lưu"),
        ([copy()], Colour.GREEN, "hôm nay lúc 08:00, trên USB xanh"),
        ([copy(-30)], Colour.GREEN, "hôm qua"),
        ([copy(-7 * 24)], Colour.GREEN, "7 ngày trước"),
        ([copy(-7 * 24 - 1)], Colour.AMBER, "Quá 7 ngày"),
        ([copy(-14 * 24 - 1)], Colour.RED, "Quá 7 ngày"),
        ([copy(outside=False)], Colour.AMBER, "chính ổ đĩa này"),
        ([copy(standing=BAD)], Colour.RED, "đã hỏng"),
        ([copy(standing=GONE)], Colour.RED, "Chưa có"),
        ([copy(+30)], Colour.AMBER, "tương lai"),
        ([copy(+30), copy(-30)], Colour.GREEN, "hôm qua"),
        ([copy(followed=False)], Colour.RED, "Chưa có"),
        ([copy(own_key=False)], Colour.AMBER, "trước khi sổ đổi khóa"),
        ([copy(own_key=False), copy(-30)], Colour.GREEN, "hôm qua"),
        ([copy(-15 * 24, own_key=False)], Colour.RED, "Quá 7 ngày"),
    ],
)
def test_the_lamp_says_why(copies: list[Copy], colour: Colour, words: str) -> None:
    shown = lamp(copies, NOW, 7)
    assert shown.colour is colour
    assert words in shown.why


@given(COPIES, st.sampled_from(list(Moment)), st.integers(0, 120))
def test_nothing_new_is_never_asked_about(copies: list[Copy], moment: Moment, last: int) -> None:
    asked = reminder(moment, copies, NOW, Settings(), last_change=last)
    held = max(
        (each.head_change for each in copies if each.standing == GOOD and each.outside and each.followed), default=0
    )
    assert asked is None or last > held
    if moment in RISKY:
        assert (asked is not None) == (last > held)
    assert reminder(moment, copies, NOW, Settings(7, False, False, False), last_change=last) is None


def test_when_it_reminds() -> None:
    old, today = [copy(-48)], [copy(-1)]
    chosen = Settings()
    assert reminder(Moment.DAY, old, NOW, chosen, last_change=60) is not None
    assert reminder(Moment.DAY, old, NOW, chosen, last_change=60, asked_on=date(2026, 11, 22)) is None
    assert reminder(Moment.DAY, old, NOW, chosen, last_change=60, asked_on=date(2026, 11, 21)) is not None
    assert reminder(Moment.DAY, today, NOW, chosen, last_change=60) is None
    assert reminder(Moment.CLOSING, old, NOW, chosen, last_change=60, asked_on=date(2026, 11, 22)) is not None
    assert reminder(Moment.CLOSING, today, NOW, chosen, last_change=60) is None
    assert reminder(Moment.DAY, old, NOW, chosen, last_change=50) is None
    asked = reminder(Moment.IMPORT, today, NOW, chosen, last_change=53)
    assert asked is not None
    assert asked.message == "Có 3 thay đổi chưa được sao lưu. Nên sao lưu trước khi nhập danh sách."


@given(st.builds(Settings, st.integers(1, 60), st.booleans(), st.booleans(), st.booleans()))
def test_settings_come_back_as_they_were(chosen: Settings) -> None:
    assert Settings.from_texts(chosen.as_texts()) == chosen


@pytest.mark.parametrize("days", ["", "0", "61", "-3", "bảy", "٣", "7.0"])
def test_a_strange_stored_choice_is_the_default(days: str) -> None:
    assert Settings.from_texts({"days": days, "remind_daily": "maybe", "unknown": "x"}) == Settings()
