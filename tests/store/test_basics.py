"""Dates, money, words and Vietnamese order: pure rules."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store.canonical import canonical_bytes, parse_canonical
from models.store.dates import Month, PartialDate, add_months, age_on, month_end, month_iso, parse_month
from models.store.money import amount_in_words, coefficient_text, format_amount, format_coefficient
from models.store.uids import uid_from
from models.store.vietnamese import initials, name_sort, same_name_key, search_text, tidy, tidy_name

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@given(DAYS)
def test_partial_dates_go_through_iso(day: date) -> None:
    for partial in (
        PartialDate.of(day),
        PartialDate(day.year, day.month),
        PartialDate(day.year),
    ):
        assert PartialDate.from_iso(partial.iso()) == partial
        assert partial.earliest <= day <= partial.latest
        assert partial.compatible(PartialDate.of(day))


@given(DAYS, DAYS, st.integers(1, 3), st.integers(1, 3), st.booleans())
def test_compatible_dates_are_those_whose_days_overlap(one: date, other: date, a: int, b: int, near: bool) -> None:
    if near:
        other = other.replace(year=one.year, month=one.month, day=1) if a == b else other.replace(year=one.year, day=1)
    first, second = (PartialDate(*(day.year, day.month, day.day)[:known]) for day, known in ((one, a), (other, b)))
    assert first.compatible(second) == (first.earliest <= second.latest and second.earliest <= first.latest)


@pytest.mark.parametrize("wrong", ["1950-13", "1950-02-30", "50", "1950-1-1", "", "0950"])
def test_impossible_dates_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.from_iso(wrong)


def test_display_is_what_a_clerk_writes() -> None:
    assert [PartialDate.from_iso(text).display() for text in ("1950", "1950-03", "1950-03-05")] == [
        "1950",
        "03/1950",
        "05/03/1950",
    ]


def test_age_of_a_leap_day_child() -> None:
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age_on(date(2012, 2, 29), date(2026, 3, 1)) == 14


@given(st.integers(190001, 209912).filter(lambda number: 1 <= number % 100 <= 12), st.integers(-600, 600))
def test_months_add_and_go_back(number: int, count: int) -> None:
    month = Month(number)
    assert add_months(add_months(month, count), -count) == month
    assert parse_month(month_iso(month)) == month
    assert month_end(month).month == number % 100


@pytest.mark.parametrize("text", ["0000-01", "1879-12", "2201-01", "9999-12", "2026-00", "2026-13", "2026-1", ""])
def test_no_month_outside_the_years_of_the_register(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        parse_month(text)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1_015, "Một nghìn không trăm mười lăm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (105_000, "Một trăm linh năm nghìn đồng"),
        (540_000, "Năm trăm bốn mươi nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (99_500_000, "Chín mươi chín triệu năm trăm nghìn đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (1_234_567_891, "Một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt đồng"),
    ],
)
def test_amounts_in_words(amount: int, words: str) -> None:
    assert amount_in_words(amount) == words


_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip


def read_words(words: str) -> int:
    """The number that Vietnamese words mean; written apart from the writer."""
    total = below = group = digit = 0
    for word in words.removesuffix(" đồng").casefold().split():
        if word in _UNITS:
            digit = _UNITS[word]
            continue
        if word == "trăm":
            group, digit = digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in ("nghìn", "triệu"):
            below += (group + digit) * {"nghìn": 1000, "triệu": 10**6}[word]
            group = digit = 0
        elif word == "tỷ":
            total = (total + below + group + digit) * 10**9
            below = group = digit = 0
    return total + below + group + digit


@given(st.integers(0, 10**15))
def test_words_say_the_amount(amount: int) -> None:
    assert read_words(amount_in_words(amount)) == amount


def test_figures() -> None:
    assert format_amount(1_250_000) == "1.250.000"
    assert (coefficient_text(150), coefficient_text(100), coefficient_text(125)) == ("1.5", "1.0", "1.25")
    assert format_coefficient(250) == "2,5"


def test_names_sort_by_given_name_in_vietnamese_order() -> None:
    names = [
        "Trần Văn Đào",
        "Lê Zung",
        "Ngô Dung",
        "Lê Ánh",
        "Đỗ An",
        "Lê An",
        "Vũ Hạnh",
        "Vũ Hanh",
        "Vũ Hành",
        "Bùi Ân",
    ]
    assert sorted(names, key=name_sort) == [
        "Đỗ An", "Lê An", "Lê Ánh", "Bùi Ân", "Ngô Dung", "Trần Văn Đào", "Vũ Hanh", "Vũ Hành", "Vũ Hạnh", "Lê Zung",
    ]  # fmt: skip


def test_folding() -> None:
    assert search_text("  NGUYỄN  Thị Đỗ Hạnh ") == "nguyen thi do hanh"
    assert same_name_key("Hoà Thuý") == same_name_key("HÒA  THÚY")
    assert same_name_key("Hạnh") != same_name_key("Hành")
    assert tidy_name("NGUYỄN VĂN ÁNH") == "Nguyễn Văn Ánh"
    assert tidy_name("H'Ling Ê-ban") == "H'Ling Ê-ban"
    assert tidy("Ðặng\u00a0 Văn ") == "Đặng Văn"
    assert initials("nguyễn thị hạnh") == "N.T.H."


@given(st.text(alphabet="aăâeêioôơuưyđbchnAĂÂĐÊÔƠƯáàảãạếềểễệ ̀́", max_size=30))
def test_tidy_is_stable_and_nfc(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert search_text(once) == search_text(unicodedata.normalize("NFD", once))


def test_uid_is_version_7_and_sorts_by_time() -> None:
    early, late = uid_from(1_000, bytes(10)), uid_from(2_000, bytes(10))
    assert early < late
    assert early[14] == "7"


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5) | st.none(), max_size=5))
def test_canonical_json_reads_itself_only(value: dict[str, object]) -> None:
    data = canonical_bytes(value)
    assert parse_canonical(data) == value
    with pytest.raises(ValueError, match=r"."):
        parse_canonical(b" " + data)
