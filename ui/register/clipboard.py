"""Copying rows so that they paste into Excel: tab-separated text, and a table whose cells stay the text they are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

OUR_FORMAT: Final = "application/x-so-an-sinh"
NOT_KEPT_BY_WINDOWS: Final = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
"""Formats by which Windows is asked to keep copied rows out of its clipboard history and off its cloud."""
NO: Final = bytes(4)
"""A DWORD of zero."""


def copy_cells(cells: Sequence[Sequence[str]]) -> None:
    """Put rows of cells on the clipboard."""
    mime = QMimeData()
    mime.setText("\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in cells))
    mime.setHtml(_excel_table(cells))
    mime.setData(OUR_FORMAT, b"1")
    for name in NOT_KEPT_BY_WINDOWS:
        mime.setData(f'application/x-qt-windows-mime;value="{name}"', NO)
    QGuiApplication.clipboard().setMimeData(mime)


def clear_ours() -> None:
    """Empty the clipboard when what lies there comes from this program, a copied field as well as copied rows.

    Done when the store is locked or left: what was copied may name people, and mime data made in Python must not
    outlive the interpreter. What another program put there stays.
    """
    clipboard = QGuiApplication.clipboard()
    copied: QMimeData | None = clipboard.mimeData()
    if clipboard.ownsClipboard() or (copied is not None and copied.hasFormat(OUR_FORMAT)):
        clipboard.clear()


def _excel_table(cells: Sequence[Sequence[str]]) -> str:
    style = "mso-number-format:'\\@'"
    rows = "".join(
        "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in row) + "</tr>" for row in cells
    )
    return f"<table>{rows}</table>"
