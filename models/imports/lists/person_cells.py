"""Columns about the person -> names, numbers, births and sexes, with the problems of each cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from models.imports.lists.headers import fold_header
from models.imports.lists.meanings import Meaning
from models.imports.lists.parts import Part, TableReader
from models.imports.lists.secret_names import NAME_TELLS_ALONE, NAME_TOLD, without_telling
from models.imports.values.births import parse_born
from models.imports.values.flaws import WARNING, Flaw
from models.imports.values.names import is_tick, parse_name, parse_sex
from models.imports.values.numbers import (
    Sex,
    id_flaws,
    parse_id,
    parse_phones,
    sex_of_id,
    year_of_id,
)
from models.imports.workbook.cells import Cell, text_of

_MONTH_DAY = re.compile(r"\s*(\d{1,2})[/\-](\d{1,2})[/\-](\d{4}|\d{2})\s*")
_NUMBERS = re.compile(r"(?:(?:số )?(?:cccd|cmnd|cc|đdcn)\s*:?\s*)?[\d.]{9,}", re.IGNORECASE)
"""In a column that holds both name and number, what is not the name."""
_SURE_OF_ORDER = 2
_SURE_OF_SIGN = 2
"""So many cells must speak for an order of the date, or a sign of the sex."""
_DAY = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")


def full_date(cell: Cell) -> tuple[date | None, Flaw | None]:
    """A full date of a cell: a date, or dd/mm/yyyy anywhere in its text. Warning: `date_unreadable`."""
    if isinstance(cell, datetime):
        return cell.date(), None
    if isinstance(cell, date):
        return cell, None
    found = _DAY.search(text_of(cell))
    if not found:
        return None, None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])), None
    except ValueError:
        return None, Flaw("date_unreadable", "Ngày không có trong lịch.", WARNING)


def read_names(reader: TableReader) -> None:
    """Names, whole or in two columns. Error: `no_name` beside those of `parse_name`."""
    part = reader.part
    family, given = reader.first(Meaning.FAMILY_NAME), reader.first(Meaning.GIVEN_NAME)
    name = reader.first(Meaning.NAME)
    if family is not None and given is not None:
        pairs = zip(reader.cells(family.column), reader.cells(given.column), strict=True)
        cells: list[Cell] = [f"{text_of(front)} {text_of(back)}".strip() for front, back in pairs]
        column = family.column
    elif name or family or given:
        column = (name or family or given).column  # type: ignore[union-attr]  # one of them is there
        cells = reader.cells(column)
    elif (ids := reader.first(Meaning.ID_NUMBER)) and re.search(r"\bten\b", fold_header(ids.header)):
        column = ids.column
        cells = [_NUMBERS.sub(" ", text_of(cell)) for cell in reader.cells(column)]
    else:
        cells, column = [""] * reader.count, 0
    remarks: list[str | None] = []
    for place, cell in enumerate(cells):
        told, secret = without_telling(cell)
        text, remark, flaw = parse_name(told)
        part.names.append(text)
        remarks.append(f"{remark}; {secret}" if remark and secret else remark or secret or None)
        if secret:
            part.problem(place, "name", NAME_TOLD if text else NAME_TELLS_ALONE, column)
            flaw = flaw if text else None
        if flaw:
            part.problem(place, "name", flaw, column)
        elif text is None and not secret:
            part.problem(place, "name", Flaw("no_name", "Dòng có dữ liệu nhưng không có họ tên."), column)
    if any(remarks):
        part.texts[Meaning.NAME] = remarks


def read_ids(reader: TableReader) -> None:
    """Identity numbers, the old ones kept apart."""
    part = reader.part
    part.old_ids = [None] * reader.count
    part.ids = [None] * reader.count
    for meaning in (Meaning.ID_NUMBER, Meaning.OLD_ID):
        proposal = reader.first(meaning)
        if proposal is None:
            continue
        for place, cell in enumerate(reader.cells(proposal.column)):
            if cell == "":
                continue
            reading = parse_id(cell)
            if reading.flaw:
                flaw = reading.flaw if meaning is Meaning.ID_NUMBER else reading.flaw._replace(severity=WARNING)
                part.problem(place, "id_number", flaw, proposal.column)
            if meaning is Meaning.ID_NUMBER:
                part.ids[place], part.old_ids[place] = reading.number, reading.old_number
            elif reading.number and part.ids[place] is None:
                part.ids[place] = reading.number
            elif reading.number and reading.number != part.ids[place]:
                part.old_ids[place] = reading.number


def read_births(reader: TableReader) -> None:
    """Births from one column, from those of men and women, or from day, month and year."""
    part = reader.part
    part.births = [None] * reader.count
    whole = reader.at.get(Meaning.BORN, [])[:1]
    split = [p for sex in (Meaning.BORN_MALE, Meaning.BORN_FEMALE) for p in reader.at.get(sex, [])[:1]]
    for proposal in [*whole, *split]:
        words = fold_header(proposal.header)
        if "tuoi" in words and "sinh" not in words:
            _note_ages(reader, proposal.column)
        else:
            _read_births_of(reader, proposal.column, one_of_two=bool(split))
    if reader.first(Meaning.BORN_YEAR) and not whole:
        _read_split_births(reader)
    elif not whole and not split:
        for place, remark in enumerate(part.texts.get(Meaning.NAME, ())):
            part.births[place] = parse_born(remark, reader.today)[0] if remark else None


def _read_births_of(reader: TableReader, column: int, *, one_of_two: bool) -> None:
    part, today = reader.part, reader.today
    cells = reader.cells(column)
    turned = _month_first(cells)
    for place, written in enumerate(cells):
        if written == "":
            continue
        flip = _MONTH_DAY.fullmatch(written) if turned and isinstance(written, str) else None
        cell = f"{flip[2]}/{flip[1]}/{flip[3]}" if flip else written
        born, flaw = parse_born(cell, today)
        if flip and flaw is None:
            message = "Cột này ghi tháng trước ngày (kiểu Mỹ), đã đổi lại; hãy xem ngày sinh."
            flaw = Flaw("month_first", message, WARNING)
        if flaw and flaw.code == "two_digit_year":
            number = part.ids[place]
            if number is not None and len(number) == 12:
                born, flaw = parse_born(cell, today, year_of_id(number))
        if flaw:
            part.problem(place, "born", flaw, column)
        if born is not None:
            if part.births[place] is not None and one_of_two and part.births[place] != born:
                part.problem(place, "born", Flaw("two_births", "Cả hai cột Nam và Nữ đều ghi năm sinh."), column)
            part.births[place] = born


def _note_ages(reader: TableReader, column: int) -> None:
    """An age is no birth year: the list was made in a year nobody knows."""
    flaw = Flaw("age_only", "Danh sách chỉ ghi tuổi, không có năm sinh; hãy bổ sung.", WARNING)
    for place, cell in enumerate(reader.cells(column)):
        if text_of(cell).strip():
            reader.part.problem(place, "born", flaw, column)


def _month_first(cells: Sequence[Cell]) -> bool:
    """Whether a column is written month/day/year: several cells can be nothing else and none can only be day first."""
    pairs = [(int(f[1]), int(f[2])) for cell in cells if isinstance(cell, str) and (f := _MONTH_DAY.fullmatch(cell))]
    after = sum(1 for first, second in pairs if first <= 12 < second <= 31)
    return after >= _SURE_OF_ORDER and not any(first > 12 for first, _ in pairs)


def _read_split_births(reader: TableReader) -> None:
    part = reader.part
    year = reader.first(Meaning.BORN_YEAR)
    if year is None:
        return
    blank: list[Cell] = [""] * reader.count
    day, month = reader.first(Meaning.BORN_DAY), reader.first(Meaning.BORN_MONTH)
    days = reader.cells(day.column) if day else blank
    months = reader.cells(month.column) if month else blank
    for place, cell in enumerate(reader.cells(year.column)):
        texts = [text_of(part_cell).strip(" '") for part_cell in (days[place], months[place], cell)]
        if not any(texts):
            continue
        plain = texts[2].isdecimal() and len(texts[2]) == 4
        text = (
            "/".join(piece if piece.isdecimal() else "0" for piece in texts[:2]) + "/" + texts[2] if plain else texts[2]
        )
        born, flaw = parse_born(text, reader.today)
        part.births[place] = born
        if flaw:
            part.problem(place, "born", flaw, year.column)


def read_sexes(reader: TableReader) -> None:
    """Sexes from a column, from marks, from the column the birth year stands in, else from the 12-digit number."""
    part = reader.part
    part.sexes = reader.read(Meaning.SEX, "sex", _sex_parser(reader), None)
    marks: tuple[tuple[Meaning, Sex], ...] = (
        (Meaning.SEX_MALE, "male"),
        (Meaning.SEX_FEMALE, "female"),
        (Meaning.BORN_MALE, "male"),
        (Meaning.BORN_FEMALE, "female"),
    )
    seen: dict[int, Sex] = {}
    for meaning, sex in marks:
        proposal = reader.first(meaning)
        if proposal is None:
            continue
        ticked = meaning in (Meaning.SEX_MALE, Meaning.SEX_FEMALE)
        for place, cell in enumerate(reader.cells(proposal.column)):
            if (
                cell == ""
                or (ticked and not is_tick(cell) and parse_sex(cell)[0] != sex)
                or not text_of(cell).strip(" -0'")
            ):
                continue
            if seen.get(place, sex) != sex:
                if ticked:
                    part.problem(place, "sex", Flaw("two_sexes", "Cả hai cột Nam và Nữ đều có dấu."), proposal.column)
                continue
            seen[place] = sex
            if part.sexes[place] is None:
                part.sexes[place] = sex
    for place, number in enumerate(part.ids):
        if number is not None and len(number) == 12 and part.sexes[place] is None and number[3] in "0123":
            part.sexes[place] = sex_of_id(number)
            part.from_id.add(place)
    _ease_sexes(part)


def _ease_sexes(part: Part) -> None:
    """An unreadable sex stops the row only when nothing else tells the sex."""
    for place, problems in part.problems.items():
        if part.sexes[place] is not None:
            part.problems[place] = [
                replace(problem, severity=WARNING) if problem.code == "sex_unreadable" else problem
                for problem in problems
            ]


def _sex_parser(reader: TableReader) -> Callable[[Cell], tuple[Sex | None, Flaw | None]]:
    """How a column writes sexes in signs of its own ("1" and "0", "T" and "G"): the 12-digit numbers beside them tell.

    Without such numbers only 1 and 2 are read, as lists for health insurance write them (identity.md 10.3).
    """
    proposal = reader.first(Meaning.SEX)
    if proposal is None:
        return parse_sex
    cells = [text_of(cell).strip(" '.").casefold() for cell in reader.cells(proposal.column)]
    signs = set(cells) - {""}
    if not 1 <= len(signs) <= 2 or any(parse_sex(sign)[0] for sign in signs):
        return parse_sex
    coded: dict[str, Sex] = {"1": "male", "2": "female"} if signs == {"1", "2"} else {}
    for sign in signs:
        told = Counter(
            sex_of_id(number)
            for cell, number in zip(cells, reader.part.ids, strict=True)
            if cell == sign and number and len(number) == 12 and number[3] in "0123"
        )
        if told.total() >= _SURE_OF_SIGN and told.most_common(1)[0][1] * 10 >= told.total() * 9:
            coded[sign] = told.most_common(1)[0][0]
    if coded.keys() != signs or len(set(coded.values())) != len(signs):
        return parse_sex
    return lambda cell: (coded.get(text_of(cell).strip(" '.").casefold()), None)


def check_ids(reader: TableReader) -> None:
    """Note where a number speaks against sex or birth year; read those first."""
    part = reader.part
    proposal = reader.first(Meaning.ID_NUMBER) or reader.first(Meaning.OLD_ID)
    column = proposal.column if proposal else None
    for place, number in enumerate(part.ids):
        if number is None or len(number) != 12:
            continue
        born = part.births[place]
        if (born is None or year_of_id(number) == born.year) and part.sexes[place] == sex_of_id(number):
            continue
        for flaw in id_flaws(number, part.sexes[place], born):
            part.problem(place, "id_number", flaw, column)


def read_phones(reader: TableReader) -> None:
    """Phones."""
    reader.part.phones = reader.read(Meaning.PHONE, "phone", parse_phones, ())
