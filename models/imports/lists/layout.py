"""Where the tables of a sheet are: titles above, header rows, the columns, the rows below.

State headings, blank rows and numbering rows "(1) (2)" are told from the header; a header repeated after a page break
goes on with the same table; two tables side by side are two regions. Rows and columns count from 0 here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from models.imports.lists.contents import profile
from models.imports.lists.headers import LONGEST_HEADER, fold_header, guess_header
from models.imports.lists.meanings import Meaning
from models.imports.values.names import looks_like_name, parse_sex
from models.imports.values.villages import has_kind
from models.imports.workbook.binary_merges import Merge
from models.imports.workbook.cells import Cell, text_of
from models.imports.workbook.reading import Sheet
from models.imports.workbook.wordlists import words

_KEY_WORDS = re.compile(
    r"h[ọo]\W{0,3}(?:v[àa]|&|\+)?\W{0,3}t[êe]n|h[ọo]\W+(?:v[àa]\W+)?(?:t[êe]n\W+)?(?:đệm|chữ|lót|dem)|"
    r"(?<!\w)(?:t[êe]n|s?tt|cccd|cmnd|ntns|"
    r"full ?name|hovaten|hoten)(?!\w)|n[ăa]m\s+sinh|ng[àa]y\W.{0,14}sinh|[đd][ịi]nh danh|ch[ủu] h[ộo]|"
    r"c[ăa]n c[ưu][ớo]c",
    re.IGNORECASE,
)
_KEYS = frozenset(
    {
        Meaning.NAME,
        Meaning.FAMILY_NAME,
        Meaning.GIVEN_NAME,
        Meaning.HEAD,
        Meaning.ID_NUMBER,
        Meaning.BORN,
        Meaning.ORDINAL,
    }
)
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,2}|[A-Za-z])\s*\)?(?:\s*=\s*.*)?")
_LONGEST_REST = 24
_BROKEN = frozenset(("so tt", "s tt", "ho ten", "so cccd", "so cmnd", "so tk", "so dt", "gioi tinh", "dia chi"))
"""Headers whose second word may stand in capitals below the first."""
_PARTS = frozenset(words("nam nu ngay thang nam so ho ten dem cu moi co khong x"))
_MOST_ABOVE, _MOST_BELOW = 2, 3
_TITLE_ROWS = 14
_PLAIN_HEADER = 4
"""A row that names so many different things is a header, whatever else stands in it."""


@dataclass(frozen=True, slots=True)
class Region:
    """One table: its header, the texts above it, its columns and its rows.

    `paths` gives for each column of the sheet the header texts from top to bottom (empty outside the table);
    `continues` marks a header that was only repeated.
    """

    header: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    first: int
    end: int
    left: int
    right: int
    continues: bool = False


def find_regions(sheet: Sheet, today: date) -> list[Region]:
    """Every table of the sheet from top to bottom; none when nothing in it looks like a list of people."""
    rows = sheet.rows
    blocks: list[tuple[int, int]] = []
    number = 0
    while number < len(rows):
        if _is_header(rows[number]):
            block = _block(rows, number, sheet.merged, blocks[-1][1] + 1 if blocks else 0)
            if blocks and block[0] == blocks[-1][1] + 1 and block[1] - blocks[-1][0] <= _MOST_BELOW:
                block = blocks.pop()[0], block[1]
            blocks.append(block)
            number = block[1] + 1
        else:
            number += 1
    if not blocks:
        return _headerless(rows, today)
    regions: list[Region] = []
    previous: tuple[tuple[str, ...], ...] = ()
    for place, (top, bottom) in enumerate(blocks):
        end = blocks[place + 1][0] if place + 1 < len(blocks) else len(rows)
        first = bottom + 1
        while first < end and is_numbering(rows[first]):
            first += 1
        paths = _paths(rows, top, bottom, sheet.merged)
        floor = blocks[place - 1][1] + 1 if place else 0
        same = _folded(paths) == _folded(previous)
        sides = _split(paths)
        for left, right in sides:
            header = tuple(range(top, bottom + 1))
            columns = (left, right) if len(sides) > 1 else (0, max(map(len, rows)))
            titles = _titles(rows, floor, top, columns, all_above=not place)
            regions.append(Region(header, paths, titles, first, end, left, right, same))
        previous = paths
    return regions


def _folded(paths: Sequence[tuple[str, ...]]) -> list[str]:
    folded = [fold_header(" ".join(path)) for path in paths]
    while folded and not folded[-1]:
        folded.pop()
    return folded


def _filled(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    return [(place, cell) for place, cell in enumerate(row) if not isinstance(cell, str) or cell.strip()]


def _is_header(row: Sequence[Cell]) -> bool:
    first = next((cell for cell in row if cell != ""), "")
    if type(first) is not str or first.isdecimal():
        return False
    texts = [cell for cell in row if type(cell) is str and cell]
    if len(texts) < 2 or not _KEY_WORDS.search("\n".join(texts)):
        return False
    return _header_hits(tuple(row))


@lru_cache(maxsize=500, typed=True)
def _header_hits(row: tuple[Cell, ...]) -> bool:
    filled = _filled(row)
    texts = [cell for _, cell in filled if isinstance(cell, str) and len(cell) <= LONGEST_HEADER]
    guesses = [guess for text in texts if (guess := guess_header((text,)))]
    meanings = {guess.meaning for guess in guesses if guess.meaning is not Meaning.IGNORE}
    plain = len(meanings) >= _PLAIN_HEADER and len(meanings & _KEYS) >= 2
    if len(meanings) < 2 or not meanings & _KEYS or (len(guesses) * 5 < len(filled) * 2 and not plain):
        return False
    strange = sum(1 for _, cell in filled if not isinstance(cell, str))
    data = sum(1 for text in texts if looks_like_data(text))
    return strange * 3 <= len(guesses) and (not data or (plain and data == 1 and not any(map(_is_number, texts))))


def _is_number(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return digits >= 6 and digits * 2 > len(text)


@lru_cache(maxsize=20_000, typed=True)
def looks_like_data(text: str) -> bool:
    """A long number, a date or a person's name never stands in a header."""
    if _is_number(text):
        return True
    if guess_header((text,)):
        return False
    return looks_like_name(text)


def is_numbering(row: Sequence[Cell]) -> bool:
    """A row of column numbers: "(1) (2) (3)", "1 2 3", "A B 1 2"."""
    filled = _filled(row)
    if len(filled) < 3:
        return False
    texts = [text_of(cell).strip() for _, cell in filled]
    if not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.search(r"\d+", text.partition("=")[0]))]
    if not numbers:
        return [text.strip("()").upper() for text in texts] == [chr(65 + place) for place in range(len(texts))]
    return len(numbers) >= 2 and all(after - before in (1, 2) for before, after in pairwise(numbers))


def _block(rows: list[list[Cell]], hit: int, merged: Sequence[Merge], floor: int) -> tuple[int, int]:
    top = bottom = hit
    while top > floor and hit - top < _MOST_ABOVE and _belongs_above(rows, top - 1, merged):
        top -= 1
    while bottom + 1 < len(rows) and bottom - hit < _MOST_BELOW and _belongs_below(rows, top, bottom + 1, merged):
        bottom += 1
    return top, bottom


def _belongs_above(rows: list[list[Cell]], number: int, merged: Sequence[Merge]) -> bool:
    filled = _filled(rows[number])
    if not filled or not all(isinstance(cell, str) for _, cell in filled):
        return False
    below = {place for place, _ in _filled(rows[number + 1])}
    width = max(below, default=0) + 1
    for top, left, bottom, right in merged:
        if top != number or (bottom == number and right == left):
            continue
        if bottom > number and right - left < width - 1:
            return True
        if bottom == number and 2 <= right - left + 1 <= width * 0.7 and len(below & set(range(left, right + 1))) >= 2:
            text = text_of(rows[number][left])
            return not re.search(r"cộng h[òo]a|độc lập|ủy ban|uỷ ban|danh sách|^(?:phường|xã)\b", text, re.IGNORECASE)
    if len(filled) < 2:
        return False
    hanging = [text_of(cell) for place, cell in filled if place not in below]
    return len(hanging) >= 2 and sum(1 for text in hanging if guess_header((text,))) * 2 > len(hanging)


def _belongs_below(rows: list[list[Cell]], top: int, number: int, merged: Sequence[Merge]) -> bool:
    if any(first >= top and first < number <= last for first, _, last, _ in merged):
        return True
    filled = _filled(rows[number])
    if len(filled) < 2 or is_numbering(rows[number]):
        return False
    if not all(isinstance(cell, str) and len(cell) <= LONGEST_HEADER for _, cell in filled):
        return False
    texts = [(place, text_of(cell)) for place, cell in filled]
    above = rows[number - 1]
    if _only_goes_on(texts, above):
        return True
    spans = {
        place
        for first, left, last, right in merged
        if last == number - 1 and right > left
        for place in range(left, right + 1)
    }
    if any(
        _is_number(text) or (place not in spans and (has_kind(text) or looks_like_data(text))) for place, text in texts
    ):
        return False
    parents = {place for place, _ in _filled(above)}
    hanging = [(place, text) for place, text in texts if place in spans or place not in parents]
    free = [text for place, text in texts if place in parents and place not in spans]
    if len(hanging) + len(free) != len(texts) or not hanging:
        return False
    known = sum(1 for _, text in texts if guess_header((text,)) or fold_header(text) in _PARTS)
    if known * 2 < len(texts) and not (spans and len(hanging) == len(texts)):
        return False
    if spans or len(free) < len(texts):
        return len(free) * 2 <= len(texts) + 1
    return False


def _only_goes_on(texts: Sequence[tuple[int, str]], above: Sequence[Cell]) -> bool:
    """Words of headers broken over two rows: "Năm" over "sinh", "Mức" over "hưởng"."""
    return all(_continues(text_of(above[place]) if place < len(above) else "", text) for place, text in texts) or (
        sum(1 for _, text in texts if text.strip()[:1].islower()) >= 2
        and all(text.strip()[:1].islower() or guess_header((text,)) for _, text in texts)
    )


def _continues(upper: str, lower: str) -> bool:
    """Whether a header text goes on in the row below."""
    upper, lower = upper.strip(), lower.strip()
    if not upper or not lower or len(lower) > _LONGEST_REST:
        return False
    return lower[0].islower() or upper[-1] in ",/-&" or fold_header(f"{upper} {lower}") in _BROKEN


def _paths(rows: list[list[Cell]], top: int, bottom: int, merged: Sequence[Merge]) -> tuple[tuple[str, ...], ...]:
    width = max(len(rows[number]) for number in range(top, bottom + 1))
    spread: dict[tuple[int, int], str] = {}
    for first, left, last, right in merged:
        if last < top or first > bottom or first < top:
            continue
        text = text_of(rows[first][left]) if left < len(rows[first]) else ""
        for place in range(left, right + 1):
            spread[first, place] = text
            for number in range(first + 1, last + 1):
                spread[number, place] = ""
    paths = []
    for place in range(width):
        path: list[str] = []
        for number in range(top, bottom + 1):
            text = _header_text(rows, number, place, bottom, spread)
            alone = (number, place) not in spread and (number - 1, place) not in spread
            if path and alone and number > top and text_of(_at(rows, number - 1, place)) and _continues(path[-1], text):
                path[-1] = f"{path[-1].strip()} {text.strip()}"
            elif text.strip() and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return tuple(paths)


def _at(rows: list[list[Cell]], number: int, place: int) -> Cell:
    return rows[number][place] if place < len(rows[number]) else ""


def _header_text(
    rows: list[list[Cell]], number: int, place: int, bottom: int, spread: dict[tuple[int, int], str]
) -> str:
    if (number, place) in spread:
        return spread[number, place]
    row = rows[number]
    text = text_of(row[place]) if place < len(row) else ""
    if text.strip() or number == bottom:
        return text
    under = rows[number + 1]
    if place >= len(under) or not text_of(under[place]).strip():
        return ""
    for left in range(place - 1, -1, -1):
        beside = text_of(row[left]).strip()
        if beside:
            has_own = left < len(under) and text_of(under[left]).strip() and (number, left) not in spread
            return beside if has_own else ""
        if left >= len(under) or not text_of(under[left]).strip():
            return ""
    return ""


def _titles(
    rows: list[list[Cell]], floor: int, top: int, columns: tuple[int, int], *, all_above: bool
) -> tuple[str, ...]:
    titles: list[str] = []
    left, right = columns
    for number in range(top - 1, max(floor, top - _TITLE_ROWS) - 1, -1):
        texts = [text_of(cell).strip() for place, cell in _filled(rows[number]) if left <= place < right]
        if not all_above and (not texts or len(texts) > 2):
            break
        titles[:0] = texts
    return tuple(titles)


def _split(paths: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Column ranges of the tables that stand side by side under one header (usually one)."""
    guesses = [guess_header(path) for path in paths]
    names = [place for place, guess in enumerate(guesses) if guess and guess.meaning is Meaning.NAME]
    ordinals = [place for place, guess in enumerate(guesses) if guess and guess.meaning is Meaning.ORDINAL]
    width = len(paths)
    if len(names) < 2 or len(ordinals) != len(names):
        return [(0, width)]
    if not all(ordinal < name for ordinal, name in zip(ordinals, names, strict=True)) or any(
        name > after for name, after in zip(names, ordinals[1:], strict=False)
    ):
        return [(0, width)]
    return list(zip([0, *ordinals[1:]], [*ordinals[1:], width], strict=True))


def _headerless(rows: list[list[Cell]], today: date) -> list[Region]:
    """A plain list without any header: one column reads as names and another as birth dates or numbers."""
    width = max(map(len, rows), default=0)
    shares = [profile([row[place] for row in rows if place < len(row)], today) for place in range(width)]
    names = [place for place, share in enumerate(shares) if share.get(Meaning.NAME, 0.0) >= 0.5]
    proofs = [
        place
        for place, share in enumerate(shares)
        if place not in names
        and max(share.get(Meaning.BORN, 0.0), share.get(Meaning.ID_NUMBER, 0.0), share.get(Meaning.SEX, 0.0)) >= 0.5
    ]
    if not names or not proofs:
        return []
    first = next((number for number, row in enumerate(rows) if _speaks(row, names[0], proofs)), None)
    if first is None:
        return []
    titles = tuple(text_of(cell) for row in rows[max(0, first - _TITLE_ROWS) : first] for _, cell in _filled(row))
    return [Region((), tuple(() for _ in range(width)), titles, first, len(rows), 0, width)]


def _speaks(row: list[Cell], name: int, proofs: list[int]) -> bool:
    if not looks_like_name(row[name]) or guess_header((text_of(row[name]),)):
        return False
    return any(any(map(str.isdigit, text_of(row[place]))) or parse_sex(row[place])[0] for place in proofs)
