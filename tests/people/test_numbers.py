"""Identity numbers, insurance, phones, accounts, ethnic groups, person codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.office.places import number_prefixes
from models.people import identity
from models.people.codes import check_digit, display_code, parse_code
from models.people.ethnic import ethnic_names, find_ethnic
from models.store.dates import PartialDate
from models.store.errors import RuleError


@given(
    st.sampled_from(sorted(number_prefixes())),
    st.sampled_from(["male", "female"]),
    st.integers(1900, 2399),
    st.integers(0, 999_999),
)
def test_a_number_made_by_the_rules_raises_no_doubt(prefix: str, sex: identity.Sex, year: int, rest: int) -> None:
    digit = (year // 100 - 19) * 2 + (sex == "female")
    number = f"{prefix}{digit}{year % 100:02d}{rest:06d}"
    facts = identity.read_number(number)
    assert (facts.sex, facts.born_year) == (sex, year)
    born = PartialDate(year) if year <= 2200 else None
    assert identity.number_warnings(number, sex, born) == ()


def test_doubts_name_sex_year_and_prefix() -> None:
    found = identity.number_warnings("003190000001", "male", PartialDate(1991))
    assert [doubt.code for doubt in found] == ["prefix_unknown", "id_sex_mismatch", "id_birth_mismatch"]
    assert identity.number_warnings("001190000001", "female", PartialDate(1990, 3, 5)) == ()
    assert identity.number_warnings("001190000001", None, None) == ()
    assert identity.number_warnings("240123456", "male", PartialDate(1950)) == ()


def test_numbers_from_abroad_have_no_prefix_doubt() -> None:
    assert identity.number_warnings("140090000001", "male", PartialDate(1990)) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 001 190 000 001 ", "001190000001"),
        ("'001190000001", "001190000001"),
        ("001.190.000.001", "001190000001"),
        ("240 123 456", "240123456"),
        ("", ""),
    ],
)
def test_identity_numbers_are_tidied(text: str, number: str) -> None:
    assert identity.tidy_id_number(text) == number


@pytest.mark.parametrize(
    ("text", "code"), [("12345", "id_length"), ("00119000000A", "id_not_digits"), ("٠٠١١٩٠٠٠٠٠٠١", "id_not_digits")]
)
def test_other_lengths_and_signs_are_refused(text: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        identity.tidy_id_number(text)
    assert (refused.value.code, refused.value.field) == (code, "id_number")


def test_insurance_numbers_of_both_forms() -> None:
    assert identity.tidy_insurance("gd 4 31 0123456789") == "GD4310123456789"
    assert identity.insurance_core("GD4310123456789") == identity.tidy_insurance("0123 456 789")
    with pytest.raises(RuleError):
        identity.tidy_insurance("12345")


def test_phones() -> None:
    assert identity.tidy_phone("+84 912 345 678") == "0912345678"
    assert identity.tidy_phone("0912.345.678") == "0912345678"
    assert identity.tidy_phones("0912345678, 0387-654-321; 0912 345 678") == ("0912345678", "0387654321")
    assert identity.display_phone("0912345678") == "0912 345 678"
    with pytest.raises(RuleError):
        identity.tidy_phone("0123456789")


def test_accounts() -> None:
    assert identity.tidy_account("5300 205 123456") == "5300205123456"
    with pytest.raises(RuleError):
        identity.tidy_account("53/002")


@given(st.integers(1, 10**9 - 1))
def test_a_code_reads_back_with_and_without_zeros(number: int) -> None:
    shown = display_code(number)
    assert parse_code(shown) == number
    assert parse_code(shown.lstrip("0")) == number
    assert parse_code(f" Mã {shown} ") == number


@given(st.integers(1, 999_999), st.data())
def test_a_wrong_digit_or_a_swap_in_a_code_is_found(number: int, data: st.DataObject) -> None:
    digits = f"{number}{check_digit(number)}"
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    assert parse_code(digits[:place] + other + digits[place + 1 :]) is None
    if place + 1 < len(digits) and digits[place] != digits[place + 1]:
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        assert parse_code(swapped) is None


@pytest.mark.parametrize("text", ["", "abc", "-", "000000-0", "12", "Nguyễn 12-3"])
def test_what_is_no_code(text: str) -> None:
    assert parse_code(text) is None


def test_every_ethnic_group_is_found_by_its_own_name() -> None:
    for code, name in ethnic_names().items():
        assert find_ethnic(name) == code
        assert find_ethnic(f"Dân tộc {name.upper()}") == code
    assert len(ethnic_names()) == 55


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H'Mông", "08"),
        ("Hmông", "08"),
        ("Khmer", "05"),
        ("Ê Đê", "12"),
        ("Gia Rai", "10"),
        ("K'Ho", "16"),
        ("Cơ-ho", "16"),
        ("M'Nông", "20"),
        ("Raglai", "21"),
        ("ê đê", "12"),
        ("mnong", "20"),
        ("Tày", "02"),
        ("kinh", "01"),
    ],
)
def test_spelling_variants(text: str, code: str) -> None:
    assert find_ethnic(text) == code


@pytest.mark.parametrize("text", ["", "Không rõ", "Marsian"])
def test_unclear_groups_are_none(text: str) -> None:
    assert find_ethnic(text) is None
