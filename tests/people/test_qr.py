"""QR text of cards as readers type it."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.people.qr import looks_like_card, parse_card
from models.store.dates import PartialDate

CCCD = "001190000001|012345678|NGUYỄN THỊ MẪU|05031990|Nữ|Thôn 1, Xã Mẫu, Huyện Mẫu, Tỉnh Mẫu|15042021"
CAN_CUOC = "031055000002||TRẦN VĂN MẪU|01011955|Nam|TDP 2, Phường Mẫu, Hải Phòng|01082025||||"


def test_cccd() -> None:
    card = parse_card(CCCD)
    assert card is not None
    assert (card.number, card.old_number, card.name) == ("001190000001", "012345678", "Nguyễn Thị Mẫu")
    assert (card.born, card.sex) == (PartialDate(1990, 3, 5), "female")
    assert card.address == "Thôn 1, Xã Mẫu, Huyện Mẫu, Tỉnh Mẫu"
    assert (card.issued, card.marks_lost, card.raw) == (date(2021, 4, 15), False, CCCD)


def test_can_cuoc_with_eleven_fields() -> None:
    card = parse_card(CAN_CUOC)
    assert card is not None
    assert (card.number, card.old_number, card.sex, card.born) == ("031055000002", "", "male", PartialDate(1955, 1, 1))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("ends", ["", "\r", "\r\n", "\n", "\t"])
def test_forms_and_line_ends(form: str, ends: str) -> None:
    card = parse_card(unicodedata.normalize(form, CCCD) + ends)  # type: ignore[arg-type]  # a parametrized literal
    assert card is not None
    assert card.name == "Nguyễn Thị Mẫu"


def test_a_line_end_in_the_middle_is_a_readers_doing() -> None:
    card = parse_card(CCCD.replace("Xã Mẫu", "Xã\r\n Mẫu"))
    assert card is not None
    assert card.address.startswith("Thôn 1, Xã Mẫu")


def test_lost_diacritics_are_noticed() -> None:
    card = parse_card("001190000001|012345678|NGUYEN THI MAU|05031990|Nu|Thon 1, Xa Mau, Huyen Mau|15042021")
    assert card is not None
    assert card.marks_lost
    assert (card.sex, card.name) == ("female", "Nguyen Thi Mau")


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("00001950", PartialDate(1950)),
        ("00031950", PartialDate(1950, 3)),
        ("1950", PartialDate(1950)),
        ("31022000", None),
        ("", None),
    ],
)
def test_births_that_are_no_day(born: str, expected: PartialDate | None) -> None:
    card = parse_card(f"001190000001||NGUYỄN THỊ MẪU|{born}|Nữ|Xã Mẫu|15042021")
    assert card is not None
    assert card.born == expected


@pytest.mark.parametrize("text", ["", "Nguyễn Thị Mẫu", "001190000001", "00119000000|a|b|c|d|e|f", "001190000001|a|b"])
def test_what_is_no_card(text: str) -> None:
    assert parse_card(text) is None


def test_other_bars_of_other_keyboards() -> None:
    card = parse_card(CCCD.replace("|", "¦"))
    assert card is not None
    assert card.raw == CCCD


def test_looks_like_card() -> None:
    assert looks_like_card(CCCD)
    assert looks_like_card(CCCD.replace("|", "¦"))
    assert not looks_like_card("001190000001")


@given(st.text(max_size=200))
def test_never_fails_on_any_text(text: str) -> None:
    parse_card(text)
    parse_card("001190000001|" + text + "|x|y|z|w|v")


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("Nam", "male"),
        ("NỮ", "female"),
        ("N?", "female"),
        ("Male", "male"),
        ("female", "female"),
        ("", None),
        ("x", None),
    ],
)
def test_sexes_as_cards_and_readers_spell_them(written: str, sex: str | None) -> None:
    card = parse_card(CCCD.replace("|Nữ|", f"|{written}|"))
    assert card is not None
    assert card.sex == sex
