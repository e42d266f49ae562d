"""Kinds of values that commands about papers take: months, days, files of papers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from models.store.dates import FIRST_YEAR, LAST_YEAR, Month, parse_month

ENDINGS = (".pdf", ".xlsx")
RECORD = click.IntRange(1, 2**62)
"""The number of a record: what the store can count."""


class MonthType(click.ParamType[Month]):
    """YYYY-MM on the command line."""

    name = "YYYY-MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """The month, or a usage error."""
        try:
            return parse_month(str(value))
        except ValueError:
            self.fail("cần tháng dạng YYYY-MM, ví dụ 2026-11", param, ctx)


class DayType(click.ParamType[date]):
    """YYYY-MM-DD on the command line."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail("cần ngày dạng YYYY-MM-DD, ví dụ 2026-11-22", param, ctx)
        return day


class PaperPath(click.ParamType[Path]):
    """A file that ends in .pdf or .xlsx."""

    name = "TỆP.pdf|TỆP.xlsx"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, or a usage error."""
        path = Path(str(value))
        if path.suffix.lower() not in ENDINGS:
            self.fail("tên tệp phải kết thúc bằng .pdf hoặc .xlsx", param, ctx)
        return path
