"""Numbers hidden from who may not read them: whatever their spelling, wherever they stand; days and money stay."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benefits.lines import LineRow
from models.people.facts import FactView
from models.people.identity import display_phone
from models.people.masking import HIDDEN, numbers_for
from models.people.queries import PersonRow
from models.people.story import StoryEntry

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Told:
    """A text of some page."""

    text: str
    label: str = ""


@pytest.mark.parametrize(
    "text",
    [
        "001150012345",
        "123456789",
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84 912 345 678",
        "DN4797912345678",
        "8888",
        "VN12AB34",
        "1234567",
    ],
)
def test_a_number_is_hidden_wherever_it_stands(text: str) -> None:
    long = len(text) > 8 or (text.isdigit() and len(text) > 5)
    if long and text != "VN12AB34":
        assert numbers_for(NOBODY, text) == HIDDEN
        assert numbers_for(NOBODY, f"Số cũ: {text}, nay khác") == f"Số cũ: {HIDDEN}, nay khác"
        assert numbers_for(NOBODY, f"(trống) → {text}; Ghi chú: {text}").count(HIDDEN) == 2
    account = FactView(1, "bank_account", "Tài khoản", f"{text} - Agribank - Lê Thị Lan", "05/11/2026", "", "", True)
    assert numbers_for(NOBODY, account).text == f"{HIDDEN} - Agribank - Lê Thị Lan"
    story = StoryEntry("2026-11-22", "22/11/2026 07:10", "office", "Sửa", f"Tài khoản: {text} - Agribank từ 05/11/2026")
    assert numbers_for(NOBODY, story).text == f"Tài khoản: {HIDDEN} - Agribank từ 05/11/2026"
    assert numbers_for(NOBODY, story).shown == "22/11/2026 07:10"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "05/03/1950",
        "22/11/2026 07:10",
        "1.250.000 đ",
        "12.500.000",
        "1.250.000.000 đồng",
        "Mã đối tượng 000123-4",
        "05/QĐ-UBND ngày 05/01/2026",
        "Thôn 3, số nhà 1234",
        "hệ số 1,5  ·  từ 11/2026",
        "Hộ số 12345",
    ],
)
def test_days_money_codes_and_places_stay(text: str) -> None:
    assert numbers_for(NOBODY, text) == text


def test_rows_of_registers() -> None:
    person = PersonRow(
        1, "000123-4", "Lê Thị Lan", "05/03/1950", "Nữ", "001150012345", "Thôn 1", "", "0912 345 678", "", "", "Đang ở"
    )
    hidden = numbers_for(NOBODY, [person, person])[1]
    assert (hidden.id_number, hidden.phone, hidden.code, hidden.born) == (HIDDEN, HIDDEN, "000123-4", "05/03/1950")
    assert numbers_for(frozenset({"numbers"}), person) is person
    assert numbers_for(frozenset({"all"}), person) is person
    line = LineRow(
        1, 2, "000123-4", "Lê Thị Lan", "Thôn 1", "Người cao tuổi", "K5", "1,5", "810.000", "11/2026", "", "12/QĐ",
        "1234", "", "Chuyển khoản",
    )  # fmt: skip
    shown = numbers_for(NOBODY, line)
    assert (shown.account, shown.amount, shown.start, shown.person_id) == (HIDDEN, "810.000", "11/2026", 2)
    assert numbers_for(NOBODY, {1: person})[1].phone == HIDDEN
    assert numbers_for(NOBODY, None) is None


digits = st.text("0123456789", min_size=9, max_size=15)
words = st.text("abcđêơư ,;:()→-", max_size=12)


@given(digits, words, words)
def test_no_long_number_survives_in_any_text(number: str, before: str, after: str) -> None:
    told = numbers_for(NOBODY, Told(f"{before} {number} {after}"))
    assert number not in told.text
    assert HIDDEN in told.text


@given(st.text("0123456789", min_size=9, max_size=9), words, words)
def test_no_phone_survives_as_it_is_shown(rest: str, before: str, after: str) -> None:
    phone = display_phone(f"0{rest}")
    told = numbers_for(NOBODY, (f"{before} {phone} {after}",))[0]
    assert phone not in told
    assert rest[-3:] not in told
