"""Amounts in words at the numbers where Vietnamese turns, and at the ends of what can be said."""

from __future__ import annotations

import pytest

from models.store.money import LARGEST_AMOUNT, amount_in_words, coefficient_text, format_amount, format_coefficient


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (16, "Mười sáu đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (29, "Hai mươi chín đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (105, "Một trăm linh năm đồng"),
        (111, "Một trăm mười một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_001, "Một nghìn không trăm linh một đồng"),
        (1_010, "Một nghìn không trăm mười đồng"),
        (11_011, "Mười một nghìn không trăm mười một đồng"),
        (100_000, "Một trăm nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (21_021_021, "Hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (1_000_000_001, "Một tỷ không trăm linh một đồng"),
        (1_000_010_000, "Một tỷ không trăm mười nghìn đồng"),
        (14_000_000_000_000, "Mười bốn nghìn tỷ đồng"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"),
    ],
)
def test_words(amount: int, words: str) -> None:
    assert amount_in_words(amount) == words


def test_the_largest_amount_is_said_and_no_larger_one() -> None:
    assert LARGEST_AMOUNT == 999_999_999_999_999_999
    nines = "chín trăm chín mươi chín"
    assert amount_in_words(LARGEST_AMOUNT).casefold() == (
        f"{nines} triệu {nines} nghìn {nines} tỷ {nines} triệu {nines} nghìn {nines} đồng"
    )
    for amount in (LARGEST_AMOUNT + 1, -1):
        with pytest.raises(ValueError, match="out of range"):
            amount_in_words(amount)


@pytest.mark.parametrize(
    ("hundredths", "json", "read"),
    [(0, "0.0", "0,0"), (5, "0.05", "0,05"), (100, "1.0", "1,0"), (110, "1.1", "1,1"), (125, "1.25", "1,25")],
)
def test_coefficients(hundredths: int, json: str, read: str) -> None:
    assert (coefficient_text(hundredths), format_coefficient(hundredths)) == (json, read)


@pytest.mark.parametrize(("amount", "figures"), [(0, "0"), (999, "999"), (1_000, "1.000"), (-540_000, "-540.000")])
def test_figures_with_dots(amount: int, figures: str) -> None:
    assert format_amount(amount) == figures
