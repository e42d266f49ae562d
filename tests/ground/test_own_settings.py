"""Tests write nothing among the developer's own settings: Qt's dialogs note folders in QtProject.conf by themselves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from desktop.program import window_memory


def test_settings_of_qt_and_of_the_program_lie_elsewhere() -> None:
    own = Path.home() / ".config"
    places = (
        QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "QtProject").fileName(),
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation),
        window_memory(),
    )
    assert not [place for place in places if Path(place).is_relative_to(own)]
