"""What a clerk types is understood, or refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.money import format_amount
from ui.forms.fields import looks_like_card
from ui.forms.reading import read_date, read_money, read_month, read_partial_date


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("5/3/1950", "1950-03-05"),
        ("05.03.1950", "1950-03-05"),
        ("5-3-1950", "1950-03-05"),
        ("05031950", "1950-03-05"),
        ("1950-03-05", "1950-03-05"),
        ("3/1950", "1950-03"),
        (" 1950 ", "1950"),
    ],
)
def test_partial_dates(typed: str, iso: str) -> None:
    made = read_partial_date(typed)
    assert made is not None
    assert made.iso() == iso


@pytest.mark.parametrize(
    ("typed", "code"),
    [("31/2/1950", "date_calendar"), ("5/3/50", "date_year"), ("năm 1950", "date_shape"), ("1/2/3/1950", "date_shape")],
)
def test_refused_dates(typed: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_partial_date(typed)
    assert refused.value.code == code


def test_a_date_to_come_is_refused_only_with_a_limit() -> None:
    assert read_partial_date("1/1/2030") == PartialDate(2030, 1, 1)
    with pytest.raises(RuleError, match="chưa đến"):
        read_partial_date("1/1/2030", latest=date(2026, 11, 22))
    assert read_partial_date("2026", latest=date(2026, 11, 22)) == PartialDate(2026)


def test_full_days_and_months() -> None:
    assert read_date("5/3/2026") == date(2026, 3, 5)
    with pytest.raises(RuleError):
        read_date("3/2026")
    assert read_month("11/2026") == 202611
    with pytest.raises(RuleError):
        read_month("2026")
    assert read_date("") is None
    assert read_month(" ") is None


@given(st.integers(min_value=0, max_value=10**12))
def test_money_reads_what_we_print(amount: int) -> None:
    assert read_money(format_amount(amount)) == amount
    assert read_money(f"{amount:,} đ") == amount
    assert read_money(str(amount)) == amount


@pytest.mark.parametrize("typed", ["1,5", "1.25.000", "1.250,000", "mười", "-5", "1.250.00"])
def test_money_is_not_guessed(typed: str) -> None:
    with pytest.raises(RuleError):
        read_money(typed)


def test_a_card_is_told_from_a_name() -> None:
    assert looks_like_card("001190012345||Nguyễn Thị Hạnh|05031990|Nữ|Thôn 1|01012022")
    assert not looks_like_card("Nguyễn Thị Hạnh")
