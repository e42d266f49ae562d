"""The recovery key as people handle it: typed, mistyped, read from a QR code, split in three shares."""

from __future__ import annotations

import io
import random
from itertools import combinations, permutations

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.store import recovery
from models.store.errors import RuleError
from models.store.recovery import (
    ALPHABET,
    GROUP_LENGTH,
    GROUPS,
    KEY_BYTES,
    RecoveryKey,
    WrongGroup,
    check_group,
    groups,
    join,
    new_key,
    parse,
    qr_text,
    split,
)

KEYS = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES).map(RecoveryKey)
TELEX_MARKS, TELEX_TONES = {"aa", "ee", "oo", "dd", "aw", "ow", "uw", "w"}, "sfrxjz"
VNI_MARKS, VNI_TONES = {"a6", "e6", "o6", "d9", "a8", "o7", "u7"}, "123450"
VOWELS = "aeiouy"


def spelled(parts: tuple[str, ...] | list[str]) -> str:
    return " ".join(parts)


def wrong_groups(parts: list[str]) -> tuple[int, ...]:
    with pytest.raises(WrongGroup) as caught:
        parse(spelled(parts))
    assert caught.value.field == "recovery"
    for index in caught.value.groups:
        assert str(index + 1) in caught.value.message
    return caught.value.groups


def put(parts: tuple[str, ...], index: int, group: str) -> list[str]:
    return [group if place == index else part for place, part in enumerate(parts)]


def test_a_key_has_160_random_bits_in_ten_groups_of_five() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    for key in keys:
        assert len(key.raw) * 8 >= 160
        assert [len(group) for group in groups(key)] == [GROUP_LENGTH] * GROUPS
        assert set("".join(groups(key))) <= set(ALPHABET)
        assert len(key.letters) == 36


@given(key=KEYS)
def test_what_is_printed_is_read_however_it_is_typed(key: RecoveryKey) -> None:
    printed = groups(key)
    for typed in (
        spelled(printed),
        "".join(printed),
        "-".join(printed).lower(),
        "  " + "\n".join(printed) + "\r\n",
        " – ".join(printed),
        qr_text(key),
        qr_text(key).lower() + "\n",
        spelled(printed).replace("0", "O").replace("1", "I"),
        spelled(printed).replace("0", "q").replace("1", "l").replace("5", "S").replace("2", "z").replace("8", "b"),
        spelled(printed).lower().replace("0", "o").replace("v", "u"),
    ):
        assert parse(typed) == key
    assert parse(printed[0] + spelled(printed[1:])) == key
    assert all(check_group(index, group.lower()) for index, group in enumerate(printed))


@pytest.mark.parametrize("raw", [bytes(KEY_BYTES), b"\xff" * KEY_BYTES])
def test_the_first_and_the_last_key_are_keys(raw: bytes) -> None:
    assert parse(spelled(groups(RecoveryKey(raw)))) == RecoveryKey(raw)


def test_right_sums_over_letters_of_no_sheet_are_refused() -> None:
    values = [[22] * 4 for _ in range(9)]
    parts = [recovery._spelled(index, group) for index, group in enumerate([*values, recovery._sum_group(values)])]
    with pytest.raises(WrongGroup, match="không phải là khóa"):
        parse(spelled(parts))


def test_every_other_letter_is_noticed_and_its_group_named() -> None:
    """All 50 places of a key with all 22 other letters."""
    printed = groups(RecoveryKey(random.Random(1).randbytes(KEY_BYTES)))
    tried = 0
    for index, group in enumerate(printed):
        for place in range(GROUP_LENGTH):
            for letter in ALPHABET.replace(group[place], ""):
                assert wrong_groups(put(printed, index, group[:place] + letter + group[place + 1 :])) == (index,)
                tried += 1
    assert tried == 1100


@given(key=KEYS, data=st.data())
def test_any_other_letter_of_any_key_is_noticed_and_its_group_named(key: RecoveryKey, data: st.DataObject) -> None:
    printed = groups(key)
    index, place = data.draw(st.integers(0, GROUPS - 1)), data.draw(st.integers(0, GROUP_LENGTH - 1))
    group = printed[index]
    letter = data.draw(st.sampled_from(ALPHABET.replace(group[place], "") + "AEWY*+Đă"))
    assert wrong_groups(put(printed, index, group[:place] + letter + group[place + 1 :])) == (index,)


@given(key=KEYS)
def test_any_two_letters_swapped_in_a_group_are_noticed_and_named(key: RecoveryKey) -> None:
    printed = groups(key)
    for index, group in enumerate(printed):
        for first, second in combinations(range(GROUP_LENGTH), 2):
            letters = list(group)
            letters[first], letters[second] = letters[second], letters[first]
            if letters != list(group):
                assert wrong_groups(put(printed, index, "".join(letters))) == (index,)


@given(key=KEYS)
def test_any_two_groups_swapped_are_noticed_and_both_named(key: RecoveryKey) -> None:
    printed = groups(key)
    for first, second in combinations(range(GROUPS), 2):
        parts = list(printed)
        parts[first], parts[second] = parts[second], parts[first]
        assert wrong_groups(parts) == (first, second)


@given(key=KEYS, data=st.data())
def test_any_other_group_in_one_place_is_noticed(key: RecoveryKey, data: st.DataObject) -> None:
    """Also one whose own check letter is right: then the sum of the groups tells it, without saying where."""
    printed = groups(key)
    index = data.draw(st.integers(0, GROUPS - 1))
    values = data.draw(st.lists(st.integers(0, 22), min_size=4, max_size=4))
    for group in (recovery._spelled(index, values), "".join(ALPHABET[value] for value in [*values, values[0]])):
        if group != printed[index]:
            assert wrong_groups(put(printed, index, group)) in {(), (index,)}


@given(key=KEYS, data=st.data())
def test_letters_in_any_other_order_are_noticed(key: RecoveryKey, data: st.DataObject) -> None:
    printed = groups(key)
    index = data.draw(st.integers(0, GROUPS - 1))
    for order in permutations(printed[index]):
        if "".join(order) != printed[index]:
            assert wrong_groups(put(printed, index, "".join(order))) in {(), (index,)}


@given(key=KEYS, other=KEYS)
def test_a_group_of_another_sheet_is_noticed(key: RecoveryKey, other: RecoveryKey) -> None:
    mine, theirs = groups(key), groups(other)
    for index in range(GROUPS):
        if mine[index] != theirs[index]:
            wrong_groups(put(mine, index, theirs[index]))


@pytest.mark.parametrize(
    "typed", ["", " ", "KP1:", "0" * 49, "0" * 51, "00000 " * 9, "00000 " * 11, "é" * 50, "\ud800"]
)
def test_too_little_too_much_and_rubbish_are_refused(typed: str) -> None:
    with pytest.raises(WrongGroup):
        parse(typed)


def test_a_letter_too_few_names_the_group() -> None:
    printed = groups(new_key())
    assert wrong_groups(put(printed, 3, printed[3][:4])) == (3,)
    assert wrong_groups(put(printed, 3, printed[3] + "0")) == (3,)


def test_a_letter_too_few_without_gaps_is_noticed_from_its_group_on() -> None:
    printed = "".join(groups(RecoveryKey(b"gap" * 6 + b"ga")))
    for place in range(0, len(printed), 7):
        for typed in (printed[:place] + "/" + printed[place + 1 :], printed[:place] + printed[place + 1 :] + "0"):
            with pytest.raises(WrongGroup) as caught:
                parse(typed)
            assert caught.value.groups[:1] in {(), (place // GROUP_LENGTH,), (place // GROUP_LENGTH + 1,)}


def test_while_typing_a_group_is_right_wrong_or_not_complete() -> None:
    printed = groups(RecoveryKey(b"k" * KEY_BYTES))
    assert [check_group(2, printed[2][:length]) for length in range(6)] == [None] * 5 + [True]
    assert check_group(3, printed[2]) is False
    assert check_group(2, printed[2] + "0") is False
    assert check_group(2, "Ă") is False
    assert check_group(2, "") is None


def composed(typed: str, marks: set[str], tones: str) -> bool:
    """Whether an input method would make something else of what is typed."""
    low = typed.lower()
    pairs = any(mark in low for mark in marks)
    far_pairs = any(low.count(mark[0]) > (mark[0] == mark[-1]) and mark[-1] in low for mark in marks if len(mark) == 2)
    return pairs or far_pairs or (any(vowel in low for vowel in VOWELS) and any(tone in low for tone in tones))


@given(key=KEYS)
def test_no_input_method_composes_anything_of_the_letters(key: RecoveryKey) -> None:
    """Telex needs a vowel, dd or w; VNI a vowel before a figure, or d9: the letters have no vowel, no d and no w."""
    assert composed("AS123", TELEX_MARKS, TELEX_TONES)
    assert composed("A1C2D", VNI_MARKS, VNI_TONES)
    for group in (*groups(key), qr_text(key)):
        assert not composed(group, TELEX_MARKS, TELEX_TONES)
        assert not composed(group, VNI_MARKS, VNI_TONES)


def test_what_an_input_method_made_of_look_alikes_is_told_as_such() -> None:
    printed = list(groups(RecoveryKey(bytes(KEY_BYTES))))
    assert printed[0].startswith("0")
    printed[0] = "Ổ" + printed[0][1:]
    with pytest.raises(WrongGroup, match="tắt bộ gõ"):
        parse(spelled(printed))


def test_the_printed_qr_code_is_read_back() -> None:
    key = new_key()
    out = io.BytesIO()
    segno.make(qr_text(key), error="q").save(out, kind="png", scale=6)
    (found,) = zxingcpp.read_barcodes(Image.open(out))
    assert parse(found.text) == key


def test_any_two_of_three_shares_give_the_key() -> None:
    key = new_key()
    shares = split(key)
    assert len(set(shares)) == 3
    for two in permutations(shares, 2):
        assert join(two) == key
    cut = " ".join(f"{place}. {word[:4]}" for place, word in enumerate(shares[0].upper().split(), 1))
    assert join([cut, shares[1] + "\n"]) == key
    assert recovery.check_share(cut) == shares[0]
    assert key.letters not in "".join(shares)


def share_error(deed: object) -> str:
    with pytest.raises(RuleError) as caught:
        deed()  # type: ignore[operator]  # a lambda
    assert (caught.value.code, caught.value.field) == ("wrong_share", "recovery")
    return caught.value.message


def test_wrong_shares_are_told_apart() -> None:
    first, second, _ = split(RecoveryKey(b"a" * KEY_BYTES))
    other = split(RecoveryKey(b"b" * KEY_BYTES))[1]
    words = first.split()
    assert "hai mảnh" in share_error(lambda: join([first]))
    assert "hai mảnh" in share_error(lambda: join([first, first.upper()]))
    assert "không cùng một phiếu" in share_error(lambda: join([first, other]))
    assert "23 từ" in share_error(lambda: join([" ".join(words[:-1]), second]))
    assert "Từ thứ 3" in share_error(lambda: recovery.check_share(" ".join([*words[:2], "xxxx", *words[3:]])))
    assert "tắt bộ gõ" in share_error(lambda: recovery.check_share(" ".join([*words[:2], "ácadêm", *words[3:]])))
    assert "Từ thứ 3" in share_error(lambda: recovery.check_share(" ".join([*words[:2], "aca", *words[3:]])))
    swapped = [words[0], words[1], words[3], words[2], *words[4:]]
    if swapped != words:
        assert "sai thứ tự" in share_error(lambda: recovery.check_share(" ".join(swapped)))


def test_one_line_takes_groups_qr_text_or_two_shares() -> None:
    key = RecoveryKey(b"one line for all....")
    first, second, third = split(key)
    for typed in (
        spelled(groups(key)),
        "".join(groups(key)).lower(),
        qr_text(key),
        f"{first}\n{second}",
        f"{third} {first}",
        f"{second}\r\n\r\n{third}\r\n",
        first + second,
    ):
        assert recovery.read(typed) == key
    assert "mảnh thứ hai" in share_error(lambda: recovery.read(first))
    assert "Từ thứ" in share_error(lambda: recovery.read(first + " xyzzy " + second))
    assert "23 từ" in share_error(lambda: recovery.read(f"{first} {second} {third}"))
    assert "khác nhau" in share_error(lambda: recovery.read(f"{first} {first}"))
    for typed in ("", "một mật khẩu", "ABCDE " * 10):
        with pytest.raises(WrongGroup):
            recovery.read(typed)


def test_a_share_of_something_else_is_no_share_of_ours() -> None:
    from shamir_mnemonic import generate_mnemonics

    foreign = generate_mnemonics(1, [(3, 5)], b"c" * KEY_BYTES)[0][0]
    assert "không thuộc" in share_error(lambda: recovery.check_share(foreign))


@given(data=st.data())
def test_any_wrong_word_of_a_share_is_noticed(data: st.DataObject) -> None:
    from shamir_mnemonic.wordlist import WORDLIST

    words = split(RecoveryKey(b"a" * KEY_BYTES))[0].split()
    place = data.draw(st.integers(0, len(words) - 1))
    word = data.draw(st.sampled_from([word for word in WORDLIST if word != words[place]]))
    assert share_error(lambda: recovery.check_share(" ".join([*words[:place], word, *words[place + 1 :]])))
