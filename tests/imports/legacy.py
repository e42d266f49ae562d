"""Typing Vietnamese in the old fonts: Unicode -> the Windows-1252 characters of TCVN3 and VNI text.

Written from the tables of the fonts, not from the reader's own.
"""

from __future__ import annotations

import unicodedata

_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộ",
    0xEA: "ờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {char: bytes([start + place]) for start, chars in _TCVN3.items() for place, char in enumerate(chars)}
_BASE = {"\u0302": "â", "\u0306": "ê"}
_PLAIN = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_HAT = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BREVE = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_I = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}


def to_tcvn3(text: str) -> str:
    """As typed in .VnTime; a toned capital, which the font lacks, is typed small."""
    out = []
    for char in text:
        raw = TCVN3.get(char) or TCVN3.get(char.lower())
        out.append(raw.decode("latin-1") if raw else char)
    return "".join(out)


def to_vni(text: str) -> str:
    """As typed in VNI-Times; the sign after a capital is a capital."""
    return "".join(_vni(char) for char in text)


def _vni(char: str) -> str:
    if char.isascii():
        return char
    lower = char.lower()
    if lower == "đ":
        typed = "ñ"
    else:
        base, *marks = list(unicodedata.normalize("NFD", lower))
        tone = next((mark for mark in marks if mark in _PLAIN), None)
        if base == "i":
            typed = _I[tone or ""] if tone else base
        elif base == "y" and tone == "\u0323":
            typed = "î"
        elif "\u031b" in marks:
            typed = {"o": "ô", "u": "ö"}[base] + (_PLAIN[tone] if tone else "")
        elif "\u0302" in marks:
            typed = base + (_HAT[tone] if tone else "â")
        elif "\u0306" in marks:
            typed = base + (_BREVE[tone] if tone else "ê")
        else:
            typed = base + (_PLAIN[tone] if tone else "")
    return typed.upper() if char.isupper() else typed
