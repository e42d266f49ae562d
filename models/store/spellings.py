"""Spellings of one password: what the same keys give under another composition or another place of the tone mark.

Pure, remembers nothing (a cache would keep passwords), and light: the vault imports it.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_PAIRS = ("oa", "oe", "uy")


def spellings(password: str) -> tuple[str, ...]:
    """NFC of the password, then what an input method set to the other style writes for the same keys (hòa, hoà).

    Only where the two styles differ: after a tone key, at the end of a syllable in oa, oe, uy (but quý).
    """
    typed = unicodedata.normalize("NFC", password)
    new_style = _OLD_STYLE.sub(lambda found: _NEW[found[0]], typed)
    old_style = _NEW_STYLE.sub(lambda found: _OLD[found[0]], typed)
    return tuple(dict.fromkeys((typed, new_style, old_style)))


def _styles() -> list[tuple[str, str]]:
    """Each syllable end in the old style (òa) and the new one (oà), in small letters and capitals."""
    cased = [f(pair[0]) + g(pair[1]) for pair in _PAIRS for f in (str.lower, str.upper) for g in (str.lower, str.upper)]
    return [
        (unicodedata.normalize("NFC", pair[0] + tone + pair[1]), unicodedata.normalize("NFC", pair + tone))
        for pair in cased
        for tone in _TONES
    ]


_NEW = dict(_styles())
_OLD = {new: old for old, new in _NEW.items()}


def _at_the_end(spelled: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![qQ])(?:{'|'.join(map(re.escape, spelled))})(?![^\W\d_])")


_OLD_STYLE, _NEW_STYLE = _at_the_end(_NEW), _at_the_end(_OLD)
