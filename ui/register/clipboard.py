"""Copying rows so that they paste into Excel: tab-separated text, and a table whose cells stay the text they are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

OUR_FORMAT: Final = "application/x-so-an-sinh"


def copy_cells(cells: Sequence[Sequence[str]]) -> None:
    """Put rows of cells on the clipboard."""
    mime = QMimeData()
    mime.setText("\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in cells))
    mime.setHtml(_excel_table(cells))
    mime.setData(OUR_FORMAT, b"1")
    QGuiApplication.clipboard().setMimeData(mime)


def leave_plain_text() -> None:
    """Replace what we copied by its plain text: mime data made in Python must not outlive the interpreter."""
    clipboard = QGuiApplication.clipboard()
    copied: QMimeData | None = clipboard.mimeData()
    if copied is not None and copied.hasFormat(OUR_FORMAT):
        clipboard.setText(clipboard.text())


def _excel_table(cells: Sequence[Sequence[str]]) -> str:
    style = "mso-number-format:'\\@'"
    rows = "".join(
        "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in row) + "</tr>" for row in cells
    )
    return f"<table>{rows}</table>"
