"""Where things lie: the data folder holds only the store; window state and logs lie elsewhere."""

from __future__ import annotations

from pathlib import Path

APP = "SoAnSinh"


def data_folder(chosen: str | Path | None) -> Path:
    """The folder given with --data, else the user's own data folder."""
    if chosen is not None:
        return Path(chosen).expanduser().resolve()
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "data"


def log_folder() -> Path:
    """Where notes of the program's own faults go; no personal data, and not in the data folder."""
    import platformdirs

    return Path(platformdirs.user_log_dir(APP, appauthor=False))
