"""The searched text and what a clerk types to find it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.people.rules import check_name, name_words, search_patterns, searched_text
from models.store.errors import RuleError

NAMES = ["Nguyễn Thị Hạnh", "Đỗ Văn Thanh", "H'Hen Niê", "K'Brêm", "Y Bhiăt Bkrông", "Trần Thị Thuý"]


def fits(text: str, searched: str) -> bool:
    return all(pattern in searched for pattern in search_patterns(text))


@given(st.sampled_from(NAMES), st.randoms())
def test_any_order_of_whole_or_begun_words_fits(name: str, shuffle: random.Random) -> None:
    words = [word[: shuffle.randint(1, len(word))] for word in name_words(name)]
    shuffle.shuffle(words)
    assert fits(" ".join(words), searched_text(name, (123,), ("001150000001",)))


@pytest.mark.parametrize(
    "typed",
    ["hạnh", "HANH", "nguyen hanh", "thị hạnh", "Hạnh  Nguyễn", "000123-4", "123-4", "0011500", "000001", "001 150"],
)
def test_found(typed: str) -> None:
    assert fits(typed, searched_text("Nguyễn Thị Hạnh", (123,), ("001150000001",)))


@pytest.mark.parametrize("typed", ["anh", "thanh", "hanh tran", "999", "hạnhx"])
def test_not_found(typed: str) -> None:
    assert not fits(typed, searched_text("Nguyễn Thị Hạnh", (123,), ("001150000001",)))


def test_names_with_signs_are_found_by_their_parts_and_whole() -> None:
    searched = searched_text("H'Hen Niê", (1,), ())
    assert fits("hen", searched)
    assert fits("hhen", searched)
    assert fits("h'hen", searched)


@given(st.text(max_size=60))
def test_patterns_hold_no_wildcards(text: str) -> None:
    assert not any(sign in pattern for pattern in search_patterns(text) for sign in "%_*?[")


def test_names_are_checked() -> None:
    assert check_name("  NGUYỄN   THỊ HẠNH ") == "Nguyễn Thị Hạnh"
    for wrong in ("", "   ", "Nguyễn 3"):
        with pytest.raises(RuleError):
            check_name(wrong)
