"""What the window toolkit would write down by itself, and how it is kept from that."""

from __future__ import annotations

import os

from PySide6.QtCore import QSettings


def forget_folders() -> None:
    """Qt's own file dialog notes each folder it showed, whose name may be somebody's, in a settings file of its own.

    From now on that file lies where nothing can be written; our own window memory names its file and stays. Windows
    shows the system's dialog instead, whose memory is the system's. Call it before the first dialog.
    """
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, f"{os.devnull}/none")
