"""Where things lie: the data folder holds only the store; window state and logs lie elsewhere."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "SoAnSinh"


def data_folder(chosen: str | Path | None) -> Path:
    """The folder given with --data, else the user's own data folder."""
    if chosen is not None:
        return Path(chosen).expanduser().resolve()
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "data"


def settings_file() -> Path:
    """Window sizes, columns and text size; never anything about a person."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "window.ini"


def log_folder() -> Path:
    """Where crash notes without personal data go."""
    return Path(platformdirs.user_log_dir(APP, appauthor=False))
