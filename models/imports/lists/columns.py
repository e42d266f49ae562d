"""What each column of a table means: from its header, from its cells, or because the clerk said so.

Every proposal says how sure it is and, in Vietnamese, where header and cells disagree.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from models.benefits.groups import recognise
from models.imports.lists.contents import by_content, profile, support
from models.imports.lists.headers import Guess, fold_header, guess_header
from models.imports.lists.layout import Region
from models.imports.lists.meanings import BORN_PARTS, MANY, Meaning
from models.imports.values.names import is_tick
from models.imports.workbook.cells import Cell, letter_of, text_of

Source = Literal["header", "content", "clerk"]

_DOUBT = 0.25
_BORNE_OUT = 0.4
_MONEY = 0.8
"""Share of the filled cells of a column that must be sums of money."""
_STRONG = frozenset(
    {
        Meaning.ID_NUMBER,
        Meaning.NAME,
        Meaning.SEX,
        Meaning.PHONE,
        Meaning.AMOUNT,
        Meaning.GROUP,
        Meaning.BORN,
        Meaning.START,
        Meaning.VILLAGE,
    }
)
_TICK_PARENTS = (
    (re.compile(r"dang (?:tat|khuyet|kt)|loai (?:tat|khuyet)"), Meaning.KIND_TICK),
    (re.compile(r"muc do|muc khuyet"), Meaning.DEGREE_TICK),
    (re.compile(r"ngheo|loai ho|hoan canh|dien ho"), Meaning.POVERTY_TICK),
)
_TICKABLE = frozenset(
    {
        Meaning.GROUP,
        Meaning.DISABILITY_KIND,
        Meaning.DISABILITY_DEGREE,
        Meaning.POVERTY,
        Meaning.SEX_MALE,
        Meaning.SEX_FEMALE,
        Meaning.AGE,
        Meaning.NOTE,
        Meaning.IGNORE,
        Meaning.VILLAGE,
    }
)
_PART_OF_VILLAGE = re.compile(r"(?:to|so to|cum|nhom)(?! dan pho| dp)\b")
"""Where a list has a column "Tổ" beside "Khu phố" or "Ấp", the place is the larger one."""
_PAID = frozenset({Meaning.AMOUNT, Meaning.TOTAL, Meaning.COEFFICIENT, Meaning.DECISION})
_SPARE = {Meaning.AMOUNT: Meaning.TOTAL}
"""What a second column of the same meaning becomes; IGNORE when not named."""


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """One column of a table: `header` as written (rows joined by " / "), its meaning and how sure it is (0 to 1).

    `conflict` is a Vietnamese sentence where header and cells disagree, else None.
    """

    column: int
    header: str
    meaning: Meaning
    confidence: float
    source: Source
    conflict: str | None = None

    @property
    def letter(self) -> str:
        """The column's letter in Excel."""
        return letter_of(self.column)


def propose(
    region: Region, columns: Mapping[int, Sequence[Cell]], chosen: Mapping[int, Meaning], today: date
) -> tuple[ColumnProposal, ...]:
    """A proposal for each column of the region that has a header or filled cells, from left to right.

    `columns` holds the cells below the header by column number; `chosen` what the clerk decided.
    """
    proposals: dict[int, ColumnProposal] = {}
    for place in range(region.left, region.right):
        path = region.paths[place] if place < len(region.paths) else ()
        cells = columns.get(place, ())
        shares = profile(cells, today)
        if not shares and not path and place not in chosen:
            continue
        header = " / ".join(" ".join(text.split()) for text in path)
        if place in chosen:
            proposals[place] = ColumnProposal(place, header, chosen[place], 1.0, "clerk")
        else:
            proposals[place] = _one(place, header, path, cells, shares, today)
    _settle_names(proposals)
    _settle_births(proposals)
    _settle_groups(proposals, columns, today)
    _settle_sexes(proposals, columns, today)
    _settle_rest(proposals, columns, today)
    return tuple(proposals[place] for place in sorted(proposals))


def _one(
    place: int, header: str, path: tuple[str, ...], cells: Sequence[Cell], shares: dict[Meaning, float], today: date
) -> ColumnProposal:
    guess = guess_header(path)
    seen = by_content(shares, cells, today)
    if shares and shares[Meaning.SEX_MALE] >= 0.8 and (ticked := _ticked(path, guess, cells)):
        return ColumnProposal(place, header, ticked, 0.9, "header")
    if guess is None:
        if path:
            return _unknown_header(place, header, seen)
        meaning, share = seen or (Meaning.IGNORE, 0.0)
        return ColumnProposal(place, header, meaning, round(share * 0.8, 2), "content")
    borne = support(guess.meaning, cells, shares, today)
    if borne is None or borne >= _DOUBT:
        sure = guess.confidence if borne is None else min(1.0, guess.confidence * (0.6 + 0.4 * borne))
        return ColumnProposal(place, header, guess.meaning, round(sure, 2), "header")
    return _disagreement(place, header, guess, seen)


def _unknown_header(place: int, header: str, seen: tuple[Meaning, float] | None) -> ColumnProposal:
    if seen and seen[0] in _STRONG and seen[0] not in (Meaning.AMOUNT, Meaning.START):
        return ColumnProposal(place, header, seen[0], round(seen[1] * 0.6, 2), "content")
    return ColumnProposal(place, header, Meaning.IGNORE, 0.3, "header")


def _disagreement(place: int, header: str, guess: Guess, seen: tuple[Meaning, float] | None) -> ColumnProposal:
    if seen and seen[0] in _STRONG and seen[0] is not guess.meaning:
        words = f"Tiêu đề “{header}” gợi ý {guess.meaning.label}, nhưng nội dung giống {seen[0].label}."
        return ColumnProposal(place, header, seen[0], round(seen[1] * 0.6, 2), "content", words)
    words = f"Tiêu đề “{header}” gợi ý {guess.meaning.label}, nhưng nhiều ô không đúng dạng đó."
    return ColumnProposal(place, header, guess.meaning, 0.3, "header", words)


def _ticked(path: tuple[str, ...], guess: Guess | None, cells: Sequence[Cell]) -> Meaning | None:
    """The meaning of a column of marks; None when the marks are only numbers (an ordinal, a head count)."""
    if all(not isinstance(cell, str) or cell.strip() in ("", "1") for cell in cells) and (
        guess is None or guess.meaning not in _TICKABLE
    ):
        return None
    if guess and guess.meaning in (Meaning.SEX_MALE, Meaning.SEX_FEMALE, Meaning.BORN_MALE, Meaning.BORN_FEMALE):
        return {Meaning.BORN_MALE: Meaning.SEX_MALE, Meaning.BORN_FEMALE: Meaning.SEX_FEMALE}.get(
            guess.meaning, guess.meaning
        )
    if guess and guess.meaning is Meaning.SEX:
        return Meaning.SEX_FEMALE if fold_header(path[-1]).endswith("nu") else Meaning.SEX_MALE
    words = fold_header(" ".join(path))
    for pattern, meaning in _TICK_PARENTS:
        if pattern.search(words):
            return meaning
    if guess is None or guess.meaning in (
        Meaning.GROUP,
        Meaning.DISABILITY_DEGREE,
        Meaning.AMOUNT,
        Meaning.NAME,
        Meaning.VILLAGE,
    ):
        return Meaning.GROUP_TICK
    return None


def _settle_names(proposals: dict[int, ColumnProposal]) -> None:
    by = {
        meaning: [p for p in proposals.values() if p.meaning is meaning]
        for meaning in (Meaning.NAME, Meaning.FAMILY_NAME, Meaning.GIVEN_NAME, Meaning.HEAD)
    }
    if by[Meaning.GIVEN_NAME] and not by[Meaning.FAMILY_NAME]:
        whole = [p for p in by[Meaning.NAME] if p.column == by[Meaning.GIVEN_NAME][0].column - 1]
        given = by[Meaning.GIVEN_NAME][0]
        if whole and whole[0].source != "clerk":
            proposals[whole[0].column] = replace(whole[0], meaning=Meaning.FAMILY_NAME)
        elif given.source != "clerk":
            proposals[given.column] = replace(given, meaning=Meaning.IGNORE if by[Meaning.NAME] else Meaning.NAME)
    elif by[Meaning.FAMILY_NAME] and not by[Meaning.GIVEN_NAME]:
        family = by[Meaning.FAMILY_NAME][0]
        after = proposals.get(family.column + 1)
        if by[Meaning.NAME] and by[Meaning.NAME][0].column == family.column + 1:
            proposals[family.column + 1] = replace(by[Meaning.NAME][0], meaning=Meaning.GIVEN_NAME)
        elif after and not after.header and after.source != "clerk":
            proposals[after.column] = replace(after, meaning=Meaning.GIVEN_NAME, confidence=0.7)
        elif family.source != "clerk":
            proposals[family.column] = replace(family, meaning=Meaning.NAME)
    holders = [p for p in proposals.values() if p.meaning is Meaning.ACCOUNT_HOLDER and p.source != "clerk"]
    if holders and not (by[Meaning.NAME] or by[Meaning.FAMILY_NAME] or by[Meaning.GIVEN_NAME] or by[Meaning.HEAD]):
        proposals[holders[0].column] = replace(holders[0], meaning=Meaning.NAME, confidence=0.6)
    elif not (by[Meaning.NAME] or by[Meaning.FAMILY_NAME] or by[Meaning.GIVEN_NAME]) and len(by[Meaning.HEAD]) == 1:
        head = by[Meaning.HEAD][0]
        proposals[head.column] = replace(head, meaning=Meaning.NAME, confidence=0.7)
    elif by[Meaning.NAME] and not by[Meaning.FAMILY_NAME]:
        _second_half(proposals, by[Meaning.NAME][0])


def _second_half(proposals: dict[int, ColumnProposal], name: ColumnProposal) -> None:
    """ "Họ và tên" merged over two columns: the family and middle names, then the given name."""
    after = proposals.get(name.column + 1)
    if after and name.header and after.source != "clerk" and after.header == name.header and name.source != "clerk":
        proposals[name.column] = replace(name, meaning=Meaning.FAMILY_NAME)
        proposals[after.column] = replace(after, meaning=Meaning.GIVEN_NAME, confidence=0.8, conflict=None)


def _settle_births(proposals: dict[int, ColumnProposal]) -> None:
    """Day, month and year in columns side by side: "Ngày", "Tháng", "Năm", with no birth date beside them."""
    own = {
        place: fold_header(one.header.rpartition(" / ")[2]).removesuffix(" sinh") for place, one in proposals.items()
    }
    for place in proposals:
        parts = [place, place + 1, place + 2]
        if [own.get(part) for part in parts] != ["ngay", "thang", "nam"]:
            continue
        others = any(p.meaning is Meaning.BORN and p.column not in parts for p in proposals.values())
        if others or any(proposals[part].source == "clerk" for part in parts):
            continue
        for part, meaning in zip(parts, BORN_PARTS, strict=True):
            proposals[part] = replace(proposals[part], meaning=meaning, confidence=0.8, conflict=None)


def _settle_groups(proposals: dict[int, ColumnProposal], columns: Mapping[int, Sequence[Cell]], today: date) -> None:
    """Columns headed by groups that hold money, a row filling one of them: the column filled tells the group."""
    named = [
        p
        for p in proposals.values()
        if p.source != "clerk"
        and recognise(p.header.rpartition(" / ")[2])
        and profile(columns.get(p.column, ()), today).get(Meaning.AMOUNT, 0.0) >= _MONEY
    ]
    if len(named) < 2:
        return
    rows = zip(*(columns.get(p.column, ()) for p in named), strict=False)
    if any(sum(1 for cell in row if text_of(cell).strip(" -0")) > 1 for row in rows):
        return
    for proposal in named:
        proposals[proposal.column] = replace(proposal, meaning=Meaning.GROUP_TICK, confidence=0.8, conflict=None)


def _settle_sexes(proposals: dict[int, ColumnProposal], columns: Mapping[int, Sequence[Cell]], today: date) -> None:
    """Columns "Nam" and "Nữ" without a header above: marks give the sex, years or dates the birth."""
    pair = [
        p
        for p in proposals.values()
        if p.meaning in (Meaning.SEX_MALE, Meaning.SEX_FEMALE, Meaning.BORN_MALE, Meaning.BORN_FEMALE)
        and p.source != "clerk"
    ]
    for proposal in pair:
        cells = columns.get(proposal.column, ())
        filled = [cell for cell in cells if text_of(cell).strip()]
        if not filled:
            twin = next((p for p in proposals.values() if p.meaning in (Meaning.BORN_MALE, Meaning.BORN_FEMALE)), None)
            if twin and proposal.meaning is Meaning.SEX_MALE and "sinh" not in fold_header(proposal.header):
                proposals[proposal.column] = replace(proposal, meaning=Meaning.BORN_MALE)
            elif twin and proposal.meaning is Meaning.SEX_FEMALE:
                proposals[proposal.column] = replace(proposal, meaning=Meaning.BORN_FEMALE)
            continue
        marks = sum(map(is_tick, filled)) / len(filled)
        male = proposal.meaning in (Meaning.SEX_MALE, Meaning.BORN_MALE)
        if marks < 0.5 and (profile(filled, today).get(Meaning.BORN, 0.0) >= 0.5):
            proposals[proposal.column] = replace(proposal, meaning=Meaning.BORN_MALE if male else Meaning.BORN_FEMALE)
        elif marks >= 0.5:
            proposals[proposal.column] = replace(proposal, meaning=Meaning.SEX_MALE if male else Meaning.SEX_FEMALE)
    meanings = {p.meaning for p in proposals.values()}
    if Meaning.BORN_MALE in meanings and Meaning.BORN_FEMALE not in meanings and set(BORN_PARTS[:2]) & meanings:
        for proposal in list(proposals.values()):
            if proposal.meaning is Meaning.BORN_MALE and proposal.source != "clerk":
                proposals[proposal.column] = replace(proposal, meaning=Meaning.BORN_YEAR)


def _settle_rest(proposals: dict[int, ColumnProposal], columns: Mapping[int, Sequence[Cell]], today: date) -> None:
    """One column for each meaning: the surest stays; old CMND beside the new number; a lone total is the amount."""
    ids = [p for p in proposals.values() if p.meaning is Meaning.ID_NUMBER]
    if len(ids) > 1:
        old = [p for p in ids if re.search(r"cmnd|\bcmt\b|chung minh", fold_header(p.header)) and p.source != "clerk"]
        if old and len(old) < len(ids):
            for proposal in old:
                proposals[proposal.column] = replace(proposal, meaning=Meaning.OLD_ID)
    for meaning in Meaning:
        same = [p for p in proposals.values() if p.meaning is meaning]
        if meaning in MANY or len(same) < 2:
            continue
        filled = {p.column: sum(1 for cell in columns.get(p.column, ())[:300] if text_of(cell).strip()) for p in same}
        borne = {p.column: profile(columns.get(p.column, ()), today).get(meaning, 0.0) for p in same}
        best = max(same, key=lambda p: _rank(p, bool(filled[p.column]), borne[p.column]))
        for proposal in same:
            if proposal is not best and proposal.source != "clerk":
                proposals[proposal.column] = replace(proposal, meaning=_SPARE.get(meaning, Meaning.IGNORE))
    meanings = [p.meaning for p in proposals.values()]
    if Meaning.INSURANCE in meanings and not _PAID & set(meanings):
        # The dates of a list of insurance cards are those of the cards.
        for proposal in list(proposals.values()):
            if proposal.meaning is Meaning.START and proposal.source != "clerk":
                proposals[proposal.column] = replace(proposal, meaning=Meaning.IGNORE)
    if Meaning.AMOUNT not in meanings and Meaning.ARREARS not in meanings and meanings.count(Meaning.TOTAL) == 1:
        total = next(p for p in proposals.values() if p.meaning is Meaning.TOTAL)
        if total.source != "clerk":
            proposals[total.column] = replace(total, meaning=Meaning.AMOUNT, confidence=0.6)


def _rank(proposal: ColumnProposal, filled: bool, borne: float) -> tuple[bool, bool, bool, bool, float, int]:
    """Which of two columns of one meaning is kept: the clerk's word, then filled cells that bear the header out."""
    sure = proposal.conflict is None
    borne_out = borne >= _BORNE_OUT
    if proposal.meaning is Meaning.VILLAGE and _PART_OF_VILLAGE.match(fold_header(proposal.header)):
        borne_out = sure = False
    return proposal.source == "clerk", filled, sure, borne_out, proposal.confidence, -proposal.column


def fingerprint(proposals: Sequence[ColumnProposal]) -> str:
    """Equal for tables with the same header texts in the same columns; holds nothing of the rows."""
    words = "\n".join(f"{proposal.letter}:{fold_header(proposal.header)}" for proposal in proposals)
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:16]
