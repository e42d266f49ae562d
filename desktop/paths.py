"""Where things lie: the data folder holds only the store; window state, this workstation's state and logs elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "SoAnSinh"


def data_folder(chosen: str | Path | None) -> Path:
    """The folder given with --data, else the user's own data folder."""
    if chosen is not None:
        return Path(chosen).expanduser().resolve()
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "data"


def state_folder() -> Path:
    """What this workstation keeps for signing in; local to the machine, and quick to find: unlocking waits for it."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / APP / "state"
    else:  # noqa: RET505 - for mypy, which reads this for one system at a time
        state = os.environ.get("XDG_STATE_HOME")
        return (Path(state) if state else Path.home() / ".local" / "state") / APP


def log_folder() -> Path:
    """Where notes of the program's own faults go; no personal data, and not in the data folder."""
    import platformdirs

    return Path(platformdirs.user_log_dir(APP, appauthor=False))
