"""The key on a recovery sheet: as groups that a person types, as text of a QR code, and split two of three (SLIP-39).

160 random bits are 36 letters to the base 23: figures, and consonants that neither look like a figure nor make Telex or
VNI compose anything. They stand in nine groups of four, each followed by a check letter of its own place; a tenth group
is the weighted sum of the nine. So each wrong, swapped or misplaced letter, each swapped pair of groups and each group
that is altogether another one is noticed, and the wrong group is named wherever its own check letter tells it.
This module knows neither vault nor store and must stay quick to import.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence

from models.store.errors import RuleError

KEY_BYTES = 20
ALPHABET = "0123456789CFGHJKMNPRTVX"
BASE = len(ALPHABET)
"""A prime, so that the check letters are plain sums modulo 23."""
LETTERS = 4
DATA_GROUPS = 9
GROUPS = DATA_GROUPS + 1
GROUP_LENGTH = LETTERS + 1
QR_HEAD = "KP1:"
BLANK = "?"
"""Stands for a group that nothing was typed for."""
SHARES, NEEDED = 3, 2
SHARE_WORDS = 23
SHORTEST_WORD = 4
"""The first four letters tell the words of SLIP-39 apart."""

_LIKE_A_FIGURE = str.maketrans(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"}
)
_APART = str.maketrans(dict.fromkeys(" \t\r\n-–—−.,_/|", " "))


class RecoveryKey:
    """The random key of a recovery sheet; its bytes and letters never show by accident."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError("a recovery key has 20 bytes")
        self.raw = raw

    @property
    def letters(self) -> str:
        """The 36 letters without check letters: the "password" of the recovery slot."""
        return "".join(ALPHABET[value] for group in _values(self.raw) for value in group)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecoveryKey) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return "RecoveryKey(...)"


class WrongGroup(RuleError):
    """A group was mistyped. `groups` counts from 0; empty when it cannot be told which one it is."""

    def __init__(self, message: str, groups: tuple[int, ...]) -> None:
        super().__init__(message, field="recovery", code="wrong_group")
        self.groups = groups


def new_key() -> RecoveryKey:
    """160 random bits."""
    return RecoveryKey(os.urandom(KEY_BYTES))


def groups(key: RecoveryKey) -> tuple[str, ...]:
    """Ten groups of five letters, as they are printed: "7K2M9"."""
    values = _values(key.raw)
    return tuple(_spelled(index, group) for index, group in enumerate((*values, _sum_group(values))))


def qr_text(key: RecoveryKey) -> str:
    """What the QR code on the sheet says; `parse` reads it."""
    return QR_HEAD + "-".join(groups(key))


def parse(text: str) -> RecoveryKey:
    """The key that was typed or read from the QR code, in any case and with any gaps.

    O, Q and D count as 0, I and L as 1, Z as 2, S as 5, B as 8, U as V. Raises WrongGroup, which names what is wrong.
    """
    typed = _typed_groups(text)
    wrong = tuple(index for index, group in enumerate(typed) if not check_group(index, group))
    if wrong:
        raise WrongGroup(_words_for(wrong, typed), wrong)
    values = [_read(group)[:LETTERS] for group in typed]
    if _sum_group(values[:DATA_GROUPS]) != values[DATA_GROUPS]:
        raise WrongGroup(
            "Có một nhóm gõ sai mà chữ kiểm tra không chỉ ra được là nhóm nào. Hãy so lại từng nhóm với phiếu.", ()
        )
    number = 0
    for group in values[:DATA_GROUPS]:
        for value in group:
            number = number * BASE + value
    try:
        return RecoveryKey(number.to_bytes(KEY_BYTES, "big"))
    except OverflowError:  # right sums over letters that no sheet bears
        raise WrongGroup("Đây không phải là khóa của phiếu khôi phục. Hãy so lại với phiếu.", ()) from None


def check_group(index: int, text: str) -> bool | None:
    """Whether the group at `index` (from 0) is right by its own check letter; None while it is not complete."""
    group = tidy_group(text)
    if len(group) < GROUP_LENGTH:
        return None if all(letter in ALPHABET for letter in group) else False
    if len(group) > GROUP_LENGTH or any(letter not in ALPHABET for letter in group):
        return False
    return _spelled(index, _read(group)[:LETTERS]) == group


def tidy_group(text: str) -> str:
    """What was typed in capitals, without gaps, letters that look like figures taken for those."""
    return _upper(text).translate(_APART).replace(" ", "")


def split(key: RecoveryKey) -> tuple[str, ...]:
    """The key in three shares of 23 words by SLIP-39, any two of which `join` again; one alone says nothing."""
    from shamir_mnemonic import generate_mnemonics  # noqa: PLC0415 - only who prints or joins shares pays for its words

    return tuple(generate_mnemonics(1, [(NEEDED, SHARES)], key.raw)[0])


def check_share(text: str) -> str:
    """A typed share in its full words, once its own checksum is right; raises RuleError (field "recovery").

    Capitals, gaps, numbers between the words and words cut after four letters or later are understood.
    """
    from shamir_mnemonic import MnemonicError, Share  # noqa: PLC0415 - as above

    words = _share_words(text)
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        raise _wrong_share("Mảnh này có từ gõ sai hoặc sai thứ tự. Hãy so lại từng từ với tờ giấy.") from None
    if (share.member_threshold, len(share.value)) != (NEEDED, KEY_BYTES):
        raise _wrong_share("Mảnh này không thuộc phiếu khôi phục của Sổ An Sinh.")
    return " ".join(words)


def join(shares: Sequence[str]) -> RecoveryKey:
    """The key out of two of the three shares; raises RuleError when one is wrong, or both are not of one sheet."""
    from shamir_mnemonic import MnemonicError, combine_mnemonics  # noqa: PLC0415 - as above

    whole = sorted({check_share(text) for text in shares})
    if len(whole) != NEEDED:
        raise _wrong_share("Cần đúng hai mảnh khác nhau của cùng một phiếu.")
    try:
        return RecoveryKey(combine_mnemonics(whole))
    except MnemonicError:
        raise _wrong_share("Hai mảnh này không cùng một phiếu khôi phục.") from None


def read(text: str) -> RecoveryKey:
    """The key out of whatever was typed into one line or file: the groups, the sheet's QR text, or two of the shares.

    Raises as `parse` and `join`.
    """
    if sum(part.isalpha() and len(part) >= SHORTEST_WORD for part in text.split()) <= GROUPS:
        return parse(text)
    words = _words(text)
    if len(words) <= SHARE_WORDS:
        check_share(text)
        raise _wrong_share("Mới có một mảnh và mảnh này đúng. Hãy nhập tiếp mảnh thứ hai vào sau nó.")
    return join((" ".join(words[:SHARE_WORDS]), " ".join(words[SHARE_WORDS:])))


def _share_words(text: str) -> list[str]:
    words = _words(text)
    if len(words) != SHARE_WORDS:
        raise _wrong_share(f"Mỗi mảnh có {SHARE_WORDS} từ; phần đã gõ có {len(words)} từ.")
    return words


def _words(text: str) -> list[str]:
    """The full words of what was typed; two that a reader of QR codes put together without a gap are two."""
    from shamir_mnemonic.wordlist import WORDLIST  # noqa: PLC0415 - as above

    typed = "".join(letter if letter.isalpha() else " " for letter in unicodedata.normalize("NFC", text).lower())
    full = {word[:length]: word for word in WORDLIST for length in range(SHORTEST_WORD, len(word) + 1)}
    whole = set(WORDLIST)
    found: list[str] = []
    for place, word in enumerate(typed.split(), 1):
        cuts = (cut for cut in range(SHORTEST_WORD, len(word)) if {word[:cut], word[cut:]} <= whole)
        cut = len(word) if word in full else next(cuts, 0)
        if not cut:
            typing = "" if word.isascii() else " Hãy tắt bộ gõ tiếng Việt."
            raise _wrong_share(f"Từ thứ {place} không có trong bảng từ; hãy so lại với tờ giấy.{typing}")
        found += [full[part] for part in (word[:cut], word[cut:]) if part]
    return found


def _wrong_share(message: str) -> RuleError:
    return RuleError(message, field="recovery", code="wrong_share")


def _upper(text: str) -> str:
    return unicodedata.normalize("NFC", text).upper().translate(_LIKE_A_FIGURE)


def _typed_groups(text: str) -> list[str]:
    """The ten groups of a typed text; gaps decide where there are ten of them, else five letters each."""
    bare = text.strip()
    if bare.upper().startswith(QR_HEAD):
        bare = bare[len(QR_HEAD) :]
    parts = _upper(bare).translate(_APART).split()
    if len(parts) != GROUPS:
        joined = "".join(parts)
        parts = [joined[start : start + GROUP_LENGTH] for start in range(0, len(joined), GROUP_LENGTH)]
    if len(parts) != GROUPS:
        raise WrongGroup(
            f"Khóa khôi phục có {GROUPS} nhóm, mỗi nhóm {GROUP_LENGTH} chữ. Phần đã gõ thiếu hoặc thừa chữ.", ()
        )
    return parts


def _words_for(wrong: Sequence[int], typed: Sequence[str]) -> str:
    """What is missing and what is mistyped, each by its numbers."""
    blank = [index for index in wrong if typed[index] == BLANK]
    if len(blank) == GROUPS:
        return "Chưa gõ nhóm nào. Hãy gõ mười nhóm chữ trên phiếu."
    short = [index for index in wrong if index not in blank and check_group(index, typed[index]) is None]
    bad = [index for index in wrong if index not in blank and index not in short]
    strange = any(unicodedata.normalize("NFD", typed[index]) != typed[index] or "Đ" in typed[index] for index in bad)
    typing = "Hãy tắt bộ gõ tiếng Việt rồi gõ lại." if strange else "Hãy so lại với phiếu rồi gõ lại nhóm đó."
    told = ((blank, "còn thiếu."), (short, "chưa đủ chữ."), (bad, f"gõ sai. {typing}"))
    return " ".join(f"Nhóm {', '.join(str(index + 1) for index in which)} {words}" for which, words in told if which)


def _values(raw: bytes) -> list[list[int]]:
    """The key's number in nine groups of four digits to the base 23."""
    number = int.from_bytes(raw, "big")
    digits: list[int] = []
    for _ in range(DATA_GROUPS * LETTERS):
        number, digit = divmod(number, BASE)
        digits.append(digit)
    digits.reverse()
    return [digits[start : start + LETTERS] for start in range(0, len(digits), LETTERS)]


def _sum_group(values: Sequence[Sequence[int]]) -> list[int]:
    """Letter by letter the sum of the groups, each times its place: no single group can change unnoticed."""
    return [sum((place + 1) * group[letter] for place, group in enumerate(values)) % BASE for letter in range(LETTERS)]


def _spelled(index: int, values: Sequence[int]) -> str:
    """Four letters and the check letter of this place: weights 2 to 5, 1 for itself, so that no two can be swapped."""
    check = (index + sum((place + 2) * value for place, value in enumerate(values))) % BASE
    return "".join(ALPHABET[value] for value in (*values, check))


def _read(group: str) -> list[int]:
    return [ALPHABET.index(letter) for letter in group]
