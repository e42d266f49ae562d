"""Is this word a possible Vietnamese syllable?

The reader of old code pages compares readings of the same bytes by how many of their words can be Vietnamese. The
test is of shape (initial, rhyme, tone), not of a dictionary: "ngoẵng" passes, "nguyôn" does not. It says nothing
about names of other peoples ("B'Nơr"), which fail in every reading and so decide nothing.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from models.imports.workbook.wordlists import words

_INITIALS = words("ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x")
_RHYMES = frozenset(
    words(
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
        "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
        "iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu o oc oi om on ong op ot ooc oong "
        "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
        "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh "
        "uy uya uych uynh uyt uyn uyu uyên uyêt uyp uôc uôi uôm uôn uông uôt uơ "
        "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y"
    )
)
_AFTER_QU = frozenset(words("ynh ych yt yn yp yêt yên yu yêm y"))
_AFTER_GI = frozenset(["", *words("êng êc êt ên êu êm êp a")])
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = (4, 5)


@lru_cache(maxsize=100_000)
def is_syllable(word: str) -> bool:
    """Whether `word` (NFC, any case) has the shape of one Vietnamese syllable."""
    tones = 0
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.casefold()):
        tone = _TONES.get(char)
        if tone is None:
            letters.append(char)
        elif tones:
            return False
        else:
            tones = tone
    plain = unicodedata.normalize("NFC", "".join(letters))
    return any(_fits(plain, initial, tones) for initial in ("", *_INITIALS) if plain.startswith(initial))


def _fits(plain: str, initial: str, tone: int) -> bool:
    rhyme = plain[len(initial) :]
    known = rhyme in _RHYMES or (initial == "qu" and rhyme in _AFTER_QU) or (initial == "gi" and rhyme in _AFTER_GI)
    if not known:
        return False
    return tone in _STOP_TONES or not rhyme.endswith(_STOPS)


@lru_cache(maxsize=100_000)
def reads_well(word: str) -> bool:
    """A syllable in an ordinary case (all small, ALL CAPS or Capital)."""
    return (word.islower() or word.isupper() or word.istitle()) and is_syllable(word)
