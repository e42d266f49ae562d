"""Exporting a register to Excel: the rows shown, as a file the clerk names, made in the worker process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from models.store.errors import EnvironmentProblem
from models.store.files import write_durably
from ui.register.view import RegisterView

ROWS_AT_ONCE = 2000


def shown_cells(view: RegisterView) -> tuple[list[str], list[Sequence[str]]]:
    """Titles and ready strings of every row that fits the filters, visible columns only."""
    view.model.finish()
    shown = view.visible_columns()
    titles = [view.model.headerData(index, view.header.orientation()) for index in shown]
    rows: list[Sequence[str]] = []
    for start in range(0, view.model.rowCount(), ROWS_AT_ONCE):
        part = view.model.strings(range(start, min(start + ROWS_AT_ONCE, view.model.rowCount())))
        rows += [tuple(strings[index] for index in shown) for strings in part]
    return titles, rows


def ask_where(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """Ask where to save; `kind` is "pdf" or "xlsx". None when the clerk thinks better of it."""
    words = "PDF (*.pdf)" if kind == "pdf" else "Excel (*.xlsx)"
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / f"{name}.{kind}"), words)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")


def save_file(path: Path, data: bytes) -> str | None:
    """Write the file whole or not at all; the sentence to show when the disk refuses."""
    try:
        write_durably(path, data)
    except EnvironmentProblem as problem:
        return problem.message
    except OSError:
        return "Không ghi được tệp. Tệp có thể đang mở trong chương trình khác, hoặc ổ đĩa đầy."
    return None
