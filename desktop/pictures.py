"""Pictures of the windows without a display: what `dev.py run` shows on a machine that has none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from models.store.open_office import OpenOffice
from ui.pictures import draw_windows

USUAL_SIZE = (1366, 768)


def draw_office(
    data: Path, password: str, folder: Path, *, sample: Path | None = None, all_sizes: bool = False
) -> Sequence[Path]:
    """Draw every window over the store in `data` into `folder`, in light and dark; returns the pictures.

    `sample` is a list that the import wizard shows without storing it. Raises as OpenOffice.unlock does.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["so-an-sinh"])
    office = OpenOffice.unlock(data, password)
    try:
        shown = None if sample is None else (sample.name, sample.read_bytes())
        if all_sizes:
            return draw_windows(office, folder, sample=shown)
        return draw_windows(office, folder, sample=shown, sizes=(USUAL_SIZE,))
    finally:
        office.close()
        del app
