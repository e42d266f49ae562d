"""A table of passwords as they really arrive, each with the right outcome."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store import slots, vault
from models.store.opened import OpenedFolder
from models.store.spellings import spellings
from models.store.store import Store
from models.store.vault import WrongPassword
from models.store.vault_format import Vault
from tests.store.fixtures import CHEAP_KDF, PASSWORD

SET_ID = "0" * 32
KEY = bytes(range(32))
WORD = "Hòa bình thủy lợi Đường 9"
"""Tones in both places, marks, Đ, a figure."""


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def half_composed(text: str) -> str:
    """As code page 1258 has it: ê in one piece, its tone apart (UniKey's "Unicode tổ hợp" and old fonts)."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out.append(base + "".join(part for part in parts if part in tones))
    return "".join(out)


def tone_first(text: str) -> str:
    """Marks in another order than the canonical one, as some typing of VNI leaves them: a dot below after the hat."""
    return "".join(nfd(letter)[0] + "".join(reversed(nfd(letter)[1:])) for letter in unicodedata.normalize("NFC", text))


OPENS = {
    "as it was set": WORD,
    "apart (NFD)": nfd(WORD),
    "tones apart (code page 1258)": half_composed(WORD),
    "the new place of the tone (hoà, thuỷ)": "Hoà bình thuỷ lợi Đường 9",
    "the new place, apart": nfd("Hoà bình thuỷ lợi Đường 9"),
}
STAYS_SHUT = {
    "empty": "",
    "another": "Hòa bình thủy lợi Đường 8",
    "a space in front": " " + WORD,
    "a space behind": WORD + " ",
    "two spaces within": WORD.replace(" ", "  ", 1),
    "a space that does not break": WORD.replace(" ", "\u00a0"),
    "a line end": WORD + "\n",
    "Caps Lock": WORD.swapcase(),
    "capitals": WORD.upper(),
    "no marks": "Hoa binh thuy loi Duong 9",
    "Telex with the input method off": "Hofa bifnh thury lowij DDuwowfng 9",
    "VNI with the input method off": "Ho2a bi2nh thu3y lo75i D9u7o72ng 9",
    "Ð for Đ (U+00D0)": WORD.replace("Đ", "\u00d0"),
    "TCVN3 letters": "Hßa b×nh thñy lîi §­êng 9",
    "NFKC's figure": WORD.replace("9", "９"),
    "half a character": WORD[:-1] + "\udce1",
    "only half characters": "\udce1\ud800" * 8,
    "cut": WORD[:-1],
    "very long": WORD * 5000,
    "a zero byte": WORD + "\x00",
    "cut at a zero byte": WORD + "\x00more",
}


@pytest.fixture(scope="module")
def known() -> Vault:
    return Vault("uid", SET_ID, (vault.wrap_slot("1", WORD, KEY, set_id=SET_ID, kdf=CHEAP_KDF),))


@pytest.mark.parametrize("typed", OPENS.values(), ids=OPENS)
def test_the_same_keys_open_however_they_arrive(known: Vault, typed: str) -> None:
    assert vault.unlock(known, typed)[0] == KEY
    assert vault.unlock(known, typed, "1")[0] == KEY


@pytest.mark.parametrize("typed", STAYS_SHUT.values(), ids=STAYS_SHUT)
def test_anything_else_is_a_wrong_password_and_no_fault(known: Vault, typed: str) -> None:
    for handle in (None, "1", "2"):
        with pytest.raises(WrongPassword) as caught:
            vault.unlock(known, typed, handle)
        assert (caught.value.code, caught.value.field) == ("wrong_password", "password")
        assert "Caps Lock" in caught.value.message
        assert "bộ gõ" in caught.value.message


@pytest.mark.parametrize("typed", [nfd(WORD), half_composed(WORD), tone_first(WORD), "Hoà bình thuỷ lợi Đường 9"])
@pytest.mark.usefixtures("cheap_keys")
def test_set_in_one_way_it_opens_in_all_others(store: Store, data_folder: Path, typed: str) -> None:
    slots.rewrap(store, "1", PASSWORD, typed)
    store.close()
    for spelled in OPENS.values():
        with OpenedFolder(data_folder, spelled) as opened:
            assert opened.handle == "1"


def test_marks_in_another_order_are_the_same_letters(known: Vault) -> None:
    assert tone_first("ộ") != nfd("ộ")
    assert vault.unlock(known, tone_first(WORD))[0] == KEY


@given(password=st.text(min_size=1, max_size=30))
def test_whatever_was_set_opens_in_each_composition(password: str) -> None:
    slot = vault.wrap_slot("1", password, KEY, set_id=SET_ID, kdf=CHEAP_KDF)
    closed = Vault("uid", SET_ID, (slot,))
    for typed in (password, nfd(password), unicodedata.normalize("NFC", password)):
        assert vault.unlock(closed, typed)[0] == KEY


def test_a_very_long_password_opens_what_it_closed() -> None:
    password = "Một mật khẩu rất dài " * 20_000
    slot = vault.wrap_slot("1", password, KEY, set_id=SET_ID, kdf=CHEAP_KDF)
    assert vault.unlock(Vault("uid", SET_ID, (slot,)), password)[0] == KEY
    with pytest.raises(WrongPassword):
        vault.unlock(Vault("uid", SET_ID, (slot,)), password[:-1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thủy", "thuỷ"),
        ("HÒA", "HOÀ"),
        ("Tọa2026", "Toạ2026"),
        ("lũy tiến", "luỹ tiến"),
    ],
)
def test_the_two_places_of_a_tone_are_one_password(one: str, other: str) -> None:
    assert set(spellings(one)) == set(spellings(other)) == {one, other}
    assert spellings(one)[0] == one


@pytest.mark.parametrize("word", ["", "hoàn", "quý", "quỳ", "khoẻn", "toán", "a", "mùa", "thuế", "khuya"])
def test_where_both_styles_agree_there_is_one_spelling(word: str) -> None:
    assert spellings(word) == (word,)
