"""The head of each day in the vault, and the short code of a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

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
    assert vault.days == (DayHead("2026-11-21", _head(1)), DayHead("2026-11-22", _head(3)))


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
