"""Text typed in the fonts of the 1990s, read as Unicode.

A cell typed in .VnTime (TCVN3), VNI-Times or VISCII comes out of the workbook as the Windows-1252 characters of its
bytes. There is no font name to go by, so each distinct text is read in every way and the reading with more possible
Vietnamese syllables wins; texts that read well both ways follow their column, then their sheet, then stay as they
are. Correct Unicode is never changed beyond NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from models.imports.workbook.cells import Cell
from models.imports.workbook.syllables import is_syllable, reads_well
from models.store.vietnamese import nfc

_TCVN3 = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ "
    "CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở "
    "ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
"""Capitals with a tone have no place in TCVN3; the characters of those bytes (Á, À...) stay as typed."""
_VISCII = (
    "02Ẳ 05Ẵ 06Ẫ 14Ỷ 19Ỹ 1EỴ 80Ạ 81Ắ 82Ằ 83Ặ 84Ấ 85Ầ 86Ẩ 87Ậ 88Ẽ 89Ẹ 8AẾ 8BỀ 8CỂ 8DỄ 8EỆ 8FỐ 90Ồ 91Ổ 92Ỗ 93Ộ 94Ợ 95Ớ "
    "96Ờ 97Ở 98Ị 99Ỏ 9AỌ 9BỈ 9CỦ 9DŨ 9EỤ 9FỲ A0Õ A1ắ A2ằ A3ặ A4ấ A5ầ A6ẩ A7ậ A8ẽ A9ẹ AAế ABề ACể ADễ AEệ AFố B0ồ B1ổ "
    "B2ỗ B3Ỡ B4Ơ B5ộ B6ờ B7ở B8ị B9Ự BAỨ BBỪ BCỬ BDơ BEớ BFƯ C4Ả C5Ă C6ẳ C7ẵ CBẺ CEĨ CFỳ D0Đ D1ứ D5ạ D6ỷ D7ừ D8ử DBỹ "
    "DCỵ DEỡ DFư E4ả E5ă E6ữ E7ẫ EBẻ EEĩ EFỉ F0đ F1ự F6ỏ F7ọ F8ụ FBũ FCủ FEợ FFỮ"
)
_VNI_VOWELS = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVES = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLES = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

LEGACY = ("tcvn3", "vni", "viscii", "utf8")
_TOKENS = re.compile(r"[^\s\x21-\x40\x5b-\x60\x7b-\x7e\u2013\u2014\u2026\u201c\u201d]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""Zero-width signs, and the soft hyphens left when no old font is read (in TCVN3 they are the letter ư)."""
_COMBINING = re.compile("[\u0300-\u036f\u00d0\u00f0]")
_WRONG_UTF8 = re.compile("[\u00c2-\u00c6\u00e1\u00e2].?[\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")
_NO_HORN = re.compile(r"ng?h?[ơờởỡớợ]ng$|[ơờởỡớợ](?:ng|c)$|^(?:b|c|ch|d|đ|g|h|kh|l|m|n|nh|ph|r|s|t|th|tr|v|x)ng$")
"""Shapes left when the letter ư (U+00AD, a soft hyphen) was stripped: "Dương" -> "Dơng", "Hưng" -> "Hng"."""
_MIXED_CAPITALS = re.compile(
    r"(?=.*[a-z\u00df-\u1ef9])(?=.+[A-Z])(?!.*[a-z])(?=.*[^A-Z\u0102\u00c2\u00ca\u00d4\u01a0\u01af\u0110])\w+$"
)
_SMALL_ASCII = re.compile("[a-z]")
_NO_VOWEL = re.compile("[BCDĐGHKLMNPQRSTVX]+|đ|[\\d\u00a1-\u00bf\u00d7\u00f7]+[CF]?|[kcd]?m[\u00b2\u00b3]")
"""Words that speak for no reading: abbreviations, lone signs and measures."""
_DOMINANT_SHARE = 4


def _byte_table(text: str, as_1252: dict[int, str]) -> dict[int, str]:
    return {ord(as_1252[int(part[:2], 16)]): part[2:] for part in text.split(" ")}


def _windows_1252() -> dict[int, str]:
    table = {}
    for byte in range(256):
        raw = bytes([byte])
        try:
            table[byte] = raw.decode("cp1252")
        except UnicodeDecodeError:
            table[byte] = chr(byte)
    return table


_AS_1252 = _windows_1252()
_TCVN3_TABLE = _byte_table(_TCVN3, _AS_1252)
_VISCII_TABLE = _byte_table(_VISCII, _AS_1252)
_FROM_1258 = {
    ord(char): _AS_1252[byte]
    for byte in range(128, 256)
    if (char := bytes([byte]).decode("cp1258", "replace")) not in ("\ufffd", _AS_1252[byte])
}
"""Old .xls files that name code page 1258 give other characters for the same bytes."""
_TO_BYTE = {char: byte for byte, char in _AS_1252.items()} | {chr(byte): byte for byte in range(256)}
_CAN_BE_LEGACY = "".join(sorted({*_TO_BYTE, *map(chr, _FROM_1258)}))
_ONLY_1258 = re.compile("[" + "".join(map(chr, _FROM_1258)) + "]")
_FOREIGN = re.compile("[^" + re.escape(_CAN_BE_LEGACY) + "]")


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}

    def put(source: str, base: str, marks: str) -> None:
        table[source] = unicodedata.normalize("NFC", base + marks)

    for typed, letter in _VNI_VOWELS.items():
        for sign, mark in _VNI_TONES.items():
            put(typed + sign, letter, mark)
    for typed in "aeo":
        for sign, mark in _VNI_HATS.items():
            put(typed + sign, typed, "\u0302" + mark)
    for sign, mark in _VNI_BREVES.items():
        put("a" + sign, "a", "\u0306" + mark)
    table.update(_VNI_SINGLES)
    for source, letter in list(table.items()):
        capital = letter.upper()
        table[source.upper()] = capital
        if len(source) == 2:
            table[source[0].upper() + source[1]] = capital
            table[source[0] + source[1].upper()] = letter
    return table


_VNI_TABLE = _vni_table()
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, _VNI_TABLE), key=len, reverse=True)))


def decode_tcvn3(text: str) -> str:
    """Windows-1252 characters of TCVN3 bytes -> Unicode; words typed in mixed capitals become capitals."""
    return _level_capitals(text.translate(_FROM_1258).translate(_TCVN3_TABLE))


def decode_vni(text: str) -> str:
    """Windows-1252 characters of VNI-Windows text -> Unicode."""
    return _VNI_PARTS.sub(lambda found: _VNI_TABLE[found[0]], text.translate(_FROM_1258))


def decode_viscii(text: str) -> str:
    """Windows-1252 characters of VISCII bytes -> Unicode."""
    return text.translate(_FROM_1258).translate(_VISCII_TABLE)


def decode_wrong_utf8(text: str) -> str:
    """UTF-8 that was opened as Windows-1252 -> Unicode; the text itself when it is not that."""
    if not _WRONG_UTF8.search(text):
        return text
    try:
        return nfc(bytes(_TO_BYTE[char] for char in text).decode("utf-8"))
    except (KeyError, UnicodeDecodeError):
        return text


_DECODERS = {"tcvn3": decode_tcvn3, "vni": decode_vni, "viscii": decode_viscii, "utf8": decode_wrong_utf8}


def _level_capitals(text: str) -> str:
    """TCVN3 has no toned capitals: "NGUYễN" was meant in capitals, and then "Hồ" beside it was too."""
    words = text.split(" ")
    if not any(_MIXED_CAPITALS.match(word) for word in words):
        return text
    return " ".join(word if _SMALL_ASCII.search(word) else word.upper() for word in words)


@lru_cache(maxsize=100_000)
def _bad_words(text: str, *, exact_case: bool) -> tuple[int, int]:
    """(words with a letter beyond ASCII, how many of them cannot be Vietnamese)."""
    fits = reads_well if exact_case else is_syllable
    words = [word for word in _TOKENS.findall(text) if not word.isascii() and not _NO_VOWEL.fullmatch(word)]
    return len(words), sum(1 for word in words if not fits(word))


def _gain(text: str, encoding: str) -> int:
    """How many more possible words the legacy reading has; 0 or less when it is no better."""
    reading = _DECODERS[encoding](text)
    if reading == text:
        return 0
    count, bad = _bad_words(nfc(text), exact_case=True)
    _, bad_after = _bad_words(reading, exact_case=False)
    gain = bad - bad_after if bad_after * 3 <= count else 0
    return gain if gain > 1 or not _ONLY_1258.search(text) else 0


@dataclass(slots=True)
class _Votes:
    """How many distinct texts of a column (or sheet) read only as this encoding."""

    legacy: Counter[str] = field(default_factory=Counter)
    unicode: int = 0

    def dominant(self) -> str | None:
        best = self.legacy.most_common(1)
        if best and best[0][1] >= 2 and best[0][1] >= _DOMINANT_SHARE * self.unicode:
            return best[0][0]
        return None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A sheet in Unicode: its rows, the legacy encodings met, and cells (row, column from 0) that lost the letter ư."""

    rows: list[list[Cell]]
    encodings: tuple[str, ...] = ()
    lost: frozenset[tuple[int, int]] = frozenset()


def decode_rows(rows: list[list[Cell]]) -> Decoded:
    """Read every text of a sheet as Unicode NFC without invisible signs; the rows given are not changed."""
    texts = _foreign_texts(rows)
    decoded = _decode(rows, texts)
    if decoded.rows is not rows:
        texts = _foreign_texts(decoded.rows)
    unseen = {text: _UNSEEN.sub("", text) for text in texts if _UNSEEN.search(text)}
    return replace(decoded, rows=_replace(decoded.rows, unseen)) if unseen else decoded


def _foreign_texts(rows: list[list[Cell]]) -> set[str]:
    """The distinct texts beyond ASCII."""
    return {cell for cell in set(chain.from_iterable(rows)) if type(cell) is str and not cell.isascii()}


def _decode(rows: list[list[Cell]], texts: set[str]) -> Decoded:
    if not texts:
        return Decoded(rows)
    certain = {text for text in texts if _FOREIGN.search(text)}
    replaced = {text: nfc(text) for text in texts if _COMBINING.search(text)}
    open_texts = texts - certain
    suspects = {text for text in open_texts if _bad_words(nfc(text), exact_case=True)[1]}
    verdicts = {text: verdict for text in suspects if (verdict := _verdict(text))}
    if not verdicts:
        return Decoded(_replace(rows, replaced) if replaced else rows)
    return _decode_mixed(rows, open_texts, certain, verdicts, replaced)


def _verdict(text: str) -> dict[str, int]:
    """The encodings whose reading is better than the text as it stands, with their gains."""
    return {encoding: gain for encoding in LEGACY if (gain := _gain(text, encoding)) > 0}


def _decode_mixed(
    rows: list[list[Cell]],
    open_texts: set[str],
    certain: set[str],
    verdicts: dict[str, dict[str, int]],
    replaced: dict[str, str],
) -> Decoded:
    width = max(map(len, rows), default=0)
    columns = [_Votes() for _ in range(width)]
    sheet = _Votes()
    seen: set[tuple[int, str]] = set()
    for row in rows:
        for place, cell in enumerate(row):
            if type(cell) is not str or cell.isascii() or (place, cell) in seen:
                continue
            seen.add((place, cell))
            _vote((columns[place], sheet), cell, certain, verdicts)
    overall = sheet.dominant()
    common = sheet.legacy.most_common(1)[0][0]
    by_column: list[dict[str, str]] = []
    used: set[str] = set()
    tcvn3: set[tuple[int, str]] = set()
    for place, votes in enumerate(columns):
        habit = votes.dominant() or (overall if not votes.unicode else None)
        chosen = dict(replaced)
        for text in {text for at, text in seen if at == place and text in open_texts}:
            encoding = _choose(text, verdicts.get(text, {}), (habit, common))
            if encoding:
                chosen[text] = nfc(_DECODERS[encoding](text))
                used.add(encoding)
                if encoding == "tcvn3":
                    tcvn3.add((place, text))
        by_column.append(chosen)
    done = [
        [by_column[place].get(cell, cell) if type(cell) is str else cell for place, cell in enumerate(row)]
        for row in rows
    ]
    lost = _lost(rows, done, tcvn3) if overall == "tcvn3" else frozenset()
    return Decoded(done, tuple(name for name in LEGACY if name in used), lost)


def _vote(boxes: Iterable[_Votes], text: str, certain: set[str], verdicts: dict[str, dict[str, int]]) -> None:
    verdict = verdicts.get(text)
    for votes in boxes:
        if verdict:
            best = max(verdict.values())
            votes.legacy.update(name for name, gain in verdict.items() if gain == best)
        elif text in certain:
            votes.unicode += 1


def _choose(text: str, verdict: dict[str, int], habits: Sequence[str | None]) -> str | None:
    """The encoding of one text: the habit of its column or sheet unless another reading is plainly better."""
    habit, common = habits
    if verdict:
        best = max(verdict.values())
        for name in (habit, common):
            if name and verdict.get(name, 0) >= max(1, best - 1):
                return name
        if common != "viscii":
            verdict = {name: gain for name, gain in verdict.items() if name != "viscii"}
        return max(verdict, key=lambda name: verdict[name], default=None)
    if habit is None:
        return None
    reading = _DECODERS[habit](text)
    _, bad = _bad_words(nfc(text), exact_case=True)
    _, bad_after = _bad_words(reading, exact_case=False)
    return habit if bad_after <= bad and reading != text else None


def _replace(rows: list[list[Cell]], replaced: dict[str, str]) -> list[list[Cell]]:
    return [[replaced.get(cell, cell) if type(cell) is str else cell for cell in row] for row in rows]


def _lost(before: list[list[Cell]], after: list[list[Cell]], tcvn3: set[tuple[int, str]]) -> frozenset[tuple[int, int]]:
    """Cells that read as if the soft hyphen, which is the letter ư, had been stripped (identity.md 14.1)."""
    if any("\u00ad" in text for _, text in tcvn3):
        return frozenset()
    found = set()
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        for place, cell in enumerate(new):
            if type(cell) is not str or not cell:
                continue
            if not old[place].isascii() and (place, old[place]) not in tcvn3:  # type: ignore[union-attr]  # text, as cell is
                continue
            if any(_NO_HORN.search(word.lower()) for word in _TOKENS.findall(cell)):
                found.add((number, place))
    return frozenset(found)


def name_readings(name: str, encodings: Sequence[str]) -> tuple[str, ...]:
    """How the name of a sheet can be read, likeliest first: tabs are shown in the system's font, not in the cells'."""
    plain = nfc(name)
    _, bad = _bad_words(plain, exact_case=True)
    if _FOREIGN.search(name):
        return (plain,)
    others = [reading for encoding in encodings if (reading := nfc(_DECODERS[encoding](name))) != plain]
    others = [reading for reading in others if _bad_words(reading, exact_case=False)[1] <= bad]
    return (*others, plain) if bad else (plain, *others)


def decode_bytes(data: bytes) -> str:
    """The text of a plain file: by its mark, then UTF-8, UTF-16, then Windows-1258 or bytes of an old font."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    if data and data.count(b"\x00") > len(data) // 5:
        big = data[::2].count(b"\x00") > data[1::2].count(b"\x00")
        return data.decode("utf-16-be" if big else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    as_1252 = "".join(_AS_1252[byte] for byte in data)
    as_1258 = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    sample_1252, sample_1258 = as_1252[:200_000], as_1258[:200_000]
    best = min(_share(decode(sample_1252)) for decode in (decode_tcvn3_plain, decode_vni, decode_viscii, str))
    return as_1258 if _share(sample_1258) <= best else as_1252


def decode_tcvn3_plain(text: str) -> str:
    """As `decode_tcvn3`, letter by letter (no levelling of capitals over a whole file)."""
    return text.translate(_TCVN3_TABLE)


def _share(text: str) -> float:
    words = [word for word in _TOKENS.findall(text) if not word.isascii()]
    return sum(1 for word in words if not is_syllable(word)) / len(words) if words else 1.0
