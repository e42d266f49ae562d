"""The head of each day in the vault, and the short code of a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.store.seals import head_code, sealed
from models.store.vault_format import MOST_DAYS, DayHead, Head, Vault

DAY = date(2026, 11, 22)
EMPTY = Vault("store", "0" * 32, ())


def _head(change: int) -> Head:
    return Head(change, f"{change:064x}")


def test_a_day_keeps_its_last_head() -> None:
    vault = sealed(sealed(EMPTY, _head(1), DAY), _head(2), DAY)
    vault = sealed(vault, _head(3), DAY + timedelta(1))
    assert vault.days == (DayHead("2026-11-22", _head(2)), DayHead("2026-11-23", _head(3)))
    assert vault.head == _head(3)


def test_a_clock_set_back_rewrites_no_earlier_day() -> None:
    vault = sealed(sealed(EMPTY, _head(1), DAY - timedelta(1)), _head(2), DAY)
    vault = sealed(vault, _head(3), DAY - timedelta(5))
    assert vault.days[:2] == (DayHead("2026-11-21", _head(1)), DayHead("2026-11-22", _head(2)))
    assert vault.days[2:] == (DayHead("2026-11-17", _head(3)),)


def test_a_clock_that_once_stood_far_ahead_swallows_no_later_day() -> None:
    vault = sealed(sealed(EMPTY, _head(1), DAY), _head(2), date(2099, 1, 1))
    vault = sealed(vault, _head(3), DAY)
    for number in range(3):
        vault = sealed(vault, _head(4 + number), DAY + timedelta(number // 2))
    assert [(day.day, day.head.change_id) for day in vault.days] == [
        ("2026-11-22", 1),
        ("2099-01-01", 2),
        ("2026-11-22", 5),
        ("2026-11-23", 6),
    ]


@given(st.lists(st.integers(-3, 3), max_size=30))
def test_whatever_the_clock_did_no_seal_but_the_last_ever_changes(moves: list[int]) -> None:
    vault, before = EMPTY, EMPTY.days
    for number, move in enumerate(moves, 1):
        vault = sealed(vault, _head(number), DAY + timedelta(move))
        assert vault.days[: len(before) - 1] == before[:-1]
        assert len(vault.days) - len(before) == (not before or before[-1].day != vault.days[-1].day)
        assert all(early.day != late.day for early, late in pairwise(vault.days))
        assert [day.head.change_id for day in vault.days] == sorted({day.head.change_id for day in vault.days})
        before = vault.days


def test_the_oldest_day_goes_when_there_are_too_many() -> None:
    vault = EMPTY
    for number in range(MOST_DAYS + 3):
        vault = sealed(vault, _head(number + 1), DAY + timedelta(number))
    assert len(vault.days) == MOST_DAYS
    assert vault.days[0].head == _head(4)
    assert vault.days[-1].head == vault.head == _head(MOST_DAYS + 3)
    assert replace(vault, days=()) == replace(EMPTY, head=vault.head)


def test_the_code_of_a_link_is_short_and_follows_its_first_bits() -> None:
    assert head_code("00" * 32) == "AAAA-AAAA-AAAA"
    assert head_code("ff" * 32) == "7777-7777-7777"
    assert head_code("80" + "00" * 31) == "QAAA-AAAA-AAAA"
