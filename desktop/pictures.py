"""Pictures of the windows without a display: what `dev.py run` shows on a machine that has none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from models.office.open_office import OpenOffice
from ui.pictures import Views, draw_windows

USUAL_SIZE = (1366, 768)
USUAL = Views(sizes=(USUAL_SIZE,))


def draw_office(
    data: Path,
    password: str,
    handle: str | None,
    folder: Path,
    *,
    sample: Path | None = None,
    views: Views = USUAL,
    scale: float = 1.0,
) -> Sequence[Path]:
    """Draw every window over the store in `data` into `folder`; returns the pictures.

    `sample` is a list that the import wizard shows without storing it; `scale` is Windows' scale factor (1.25 is
    125 %), which holds for the whole process. Raises as OpenOffice.unlock does.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = QApplication.instance() or QApplication(["so-an-sinh"])
    office = OpenOffice.unlock(data, password, handle)
    try:
        shown = None if sample is None else (sample.name, sample.read_bytes())
        return draw_windows(office, folder, sample=shown, views=views)
    finally:
        office.close()
        del app
