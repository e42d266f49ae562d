"""What stands in a cell of a workbook, and how columns are lettered. A blank cell is the empty text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
BLANK = ""


def letter_of(column: int) -> str:
    """Column number from 0 -> its letter: 0 -> "A", 26 -> "AA"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letter: str) -> int:
    """The letter of a column -> its number from 0; raises ValueError for anything but letters A to Z."""
    number = 0
    for char in letter.upper():
        if not "A" <= char <= "Z":
            raise ValueError("not a column letter")
        number = number * 26 + ord(char) - 64
    if not number:
        raise ValueError("not a column letter")
    return number - 1


def text_of(cell: Cell) -> str:
    """The cell as the clerk would read it: whole floats without ".0", dates as dd/mm/yyyy."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
    return str(cell)
