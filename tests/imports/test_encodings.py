"""Old fonts are read, and right Unicode is never touched."""

from __future__ import annotations

import random
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.imports.workbook import encodings
from models.imports.workbook.encodings import (
    LEGACY,
    decode_bytes,
    decode_tcvn3,
    decode_viscii,
    decode_vni,
    decode_wrong_utf8,
)
from models.imports.workbook.syllables import _INITIALS, _RHYMES, is_syllable
from tests.imports.legacy import to_tcvn3, to_vni
from tests.imports.people import FAMILIES, MEN, MEN_GIVEN, WOMEN, WOMEN_GIVEN
from tests.imports.writers import cp1258

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"


def decode_rows(rows: Any) -> encodings.Decoded:
    """The reader's own, for rows of any cells."""
    return encodings.decode_rows(rows)


def toned(rhyme: str, tone: str) -> str:
    place = max((at for at, char in enumerate(rhyme) if char in "ăâêôơư"), default=-1)
    if place < 0:
        place = next(at for at, char in enumerate(rhyme) if char in VOWELS)
    return unicodedata.normalize("NFC", rhyme[: place + 1] + tone + rhyme[place + 1 :])


SYLLABLES = sorted(
    initial + toned(rhyme, tone)
    for initial in ("", *_INITIALS)
    for rhyme in _RHYMES
    for tone in (TONES if not rhyme.endswith(("c", "ch", "p", "t")) else TONES[4:])
)
NAMES = st.builds(
    lambda family, middle, given_name: f"{family} {middle} {given_name}",
    st.sampled_from(FAMILIES),
    st.sampled_from([*MEN, *WOMEN]),
    st.sampled_from([*MEN_GIVEN, *WOMEN_GIVEN]),
)


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_every_syllable_in_unicode_survives(case: object) -> None:
    words = [case(word) for word in SYLLABLES]  # type: ignore[operator]  # a parameter of the test
    assert len(words) > 15_000
    for text in words:
        assert is_syllable(text)
    assert decode_rows([[word] for word in words]).rows == [[word] for word in words]
    for start in range(0, len(words), 997):
        alone = [[words[start], f"{words[start]} {words[-start]}"]]
        assert decode_rows(alone).rows == alone


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_every_syllable_comes_back_from_the_old_font(encode: object) -> None:
    decode = decode_tcvn3 if encode is to_tcvn3 else decode_vni
    for word in SYLLABLES:
        assert decode(encode(word)) == word  # type: ignore[operator]  # a parameter of the test
        if encode is to_vni:
            assert decode_vni(to_vni(word.upper())) == word.upper()


@given(st.lists(NAMES, min_size=1, max_size=30))
def test_unicode_names_survive_any_company(names: list[str]) -> None:
    rows = [[name, name.upper()] for name in names]
    assert decode_rows(rows).rows == rows
    decomposed = [[unicodedata.normalize("NFD", name)] for name in names]
    assert decode_rows(decomposed).rows == [[name] for name in names]


@given(st.lists(NAMES, min_size=8, max_size=30, unique=True), st.sampled_from((to_tcvn3, to_vni)))
def test_a_column_of_names_comes_back(names: list[str], encode: object) -> None:
    typed = [[encode(name)] for name in names]  # type: ignore[operator]  # a parameter of the test
    decoded = [row[0] for row in decode_rows(typed).rows]
    assert [str(name).casefold() for name in decoded] == [name.casefold() for name in names]


@given(
    st.lists(NAMES, min_size=1, max_size=20),
    st.lists(st.sampled_from(["Nguyễn Thị Phượng", "Trần Văn Dũng", "Đặng Hữu Thắng"]), min_size=1, max_size=3),
)
def test_a_few_old_cells_do_not_carry_the_column_away(right: list[str], old: list[str]) -> None:
    rows = [[name] for name in right] + [[to_vni(name)] for name in old]
    decoded = [row[0] for row in decode_rows(rows).rows]
    assert decoded[len(right) :] == old
    certain = [name for name in right if any(ord(char) > 0x17F for char in name)]
    assert [name for name in decoded[: len(right)] if name in certain] == certain


def test_capitals_of_the_old_fonts() -> None:
    assert decode_tcvn3("NGUYÔN V¡N HïNG") == "NGUYỄN VĂN HÙNG"
    assert decode_tcvn3("Hå V¡N B×NH") == "HỒ VĂN BÌNH"
    assert decode_tcvn3("Sè CMND/CCCD") == "Số CMND/CCCD"
    assert decode_tcvn3("NKT §BN lµ NCT") == "NKT ĐBN là NCT"
    assert decode_vni("NGUYEÃN THÒ AÙNH, Aùnh, ÑOÃ") == "NGUYỄN THỊ ÁNH, Ánh, ĐỖ"


def test_other_old_spellings() -> None:
    assert decode_viscii("Nguy\u00adn Vån Hùng") == "Nguyễn Văn Hùng"
    assert decode_wrong_utf8("Nguyá»…n VÄƒn") == "Nguyễn Văn"
    rows = [["Nguyá»…n VÄƒn HÃ¹ng", "Äáº·ng Thá»‹ MÆ¡"], ["abc", 5]]
    assert decode_rows(rows).rows[0][0] == "Nguyễn Văn Hùng"
    assert decode_rows([["Ðặng Văn Ðạt"]]).rows == [["Đặng Văn Đạt"]]


def test_signs_and_foreign_words_are_left_alone() -> None:
    rows = [
        [
            "SĐT",
            "ĐDCN",
            "QĐ-UBND",
            "m²",
            "25°C",
            "café",
            "© 2020",
            "½",
            "Ksor H'Bé",
            "Y Thô Êban",
            "Rmah Hlô",
            "Krông Bông",
            "1×2",
            "·",
            "“x”",
        ]
    ]
    assert decode_rows(rows).rows == rows


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_bytes_in_unicode(name: str) -> None:
    text = "STT;Họ và tên\r\n1;Nguyễn Thị Hằng\r\n" * 3
    assert decode_bytes(text.encode(name)) == text


def test_bytes_in_code_pages() -> None:
    rng = random.Random(4)
    text = "\n".join(
        f"{rng.choice(FAMILIES)} {rng.choice(WOMEN)} {rng.choice(WOMEN_GIVEN)};thôn Đồng Cầu" for _ in range(30)
    )
    assert decode_bytes(cp1258(text)) == text
    assert decode_tcvn3(decode_bytes(to_tcvn3(text.lower()).encode("latin-1"))) == text.lower()
    assert decode_vni(decode_bytes(to_vni(text).encode("latin-1"))) == text


def test_encodings_met_are_told() -> None:
    assert decode_rows([["Nguyễn Văn A"]]).encodings == ()
    assert decode_rows([[to_tcvn3("Nguyễn Văn Hùng")], [to_tcvn3("Trần Thị Mười")]]).encodings == ("tcvn3",)
    assert set(LEGACY) == {"tcvn3", "vni", "viscii", "utf8"}


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_old_text_in_a_file_that_names_code_page_1258(encode: object) -> None:
    rng = random.Random(3)
    given = [
        f"{rng.choice(FAMILIES)} {rng.choice([*MEN, *WOMEN])} {rng.choice([*MEN_GIVEN, *WOMEN_GIVEN])}"
        for _ in range(60)
    ]
    typed = [[encode(name).encode("latin-1").decode("cp1258", "replace")] for name in given]  # type: ignore[operator]  # a parameter of the test
    assert [str(row[0]).casefold() for row in decode_rows(typed).rows] == [name.casefold() for name in given]


def test_a_column_in_viscii() -> None:
    typed = [["Nguy\u00adn Vån Hùng"], ["Tr¥n Th¸ Hoa"], ["Lê Hoàng"], ["Ð£ng Hæu Th¡ng"]]
    assert [row[0] for row in decode_rows(typed).rows][:3] == ["Nguyễn Văn Hùng", "Trần Thị Hoa", "Lê Hoàng"]
