"""The start: nothing heavy is imported before the unlock window, and the front door knows which way to go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.founding import found_store
from desktop.locking import relaunch_command
from desktop.main import wants_window
from desktop.window import window_options
from models.office.services import CreateCommune

UNTOUCHED = ("ui.parts", "ui.icons", "ui.forms", "ui.waiting", "dataclasses", "models.store.vault", "models.office")
"""Ours, and light, but each costs the first paint milliseconds."""
HEAVY = ("sqlalchemy", "sqlcipher3", "alembic", "reportlab", "openpyxl", "keyring", "python_calamine", "click",
         "rapidfuzz", "pypdfium2", "holidays", "platformdirs", "multiprocessing")  # fmt: skip


def test_only_qt_and_the_vault_are_imported_before_the_unlock_window() -> None:
    code = (
        "import sys\nimport desktop.main\nimport desktop.window\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_the_unlock_window_is_painted_with_little(tmp_path: Path) -> None:
    """Qt's name space alone is 130 enums, 17 ms; a copied palette or a pen of one colour is enough to build it."""
    found_store(tmp_path / "data", "mật khẩu thử", CreateCommune("Xã Thử", "01"))
    code = (
        "import os, sys\nfrom PySide6 import QtCore\nimport desktop.main, desktop.window\n"
        "def first_painted(self):\n"
        f"    there = [name for name in {HEAVY + UNTOUCHED!r} if name in sys.modules]\n"
        "    print(there, 'Qt' in vars(QtCore), flush=True)\n"
        "    os._exit(0)\n"
        "desktop.window.Program._first_painted = first_painted\n"
        f"sys.argv = ['so-an-sinh', '--data', {str(tmp_path / 'data')!r}]\n"
        "desktop.main.main()\n"
    )
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env=offscreen, timeout=60
    )
    assert done.stdout.strip() == "[] False"


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--data", "x"], True),
        (["--data=x", "--sample-password", "p"], True),
        (["--data"], False),
        (["--data", "x", "check"], False),
        (["--help"], False),
        (["people", "list"], False),
    ],
)
def test_the_front_door(arguments: list[str], window: bool) -> None:
    assert wants_window(arguments) is window


def test_options_of_the_window() -> None:
    assert window_options(["--data", "a b", "--sample-password=x=y"]) == {"--data": "a b", "--sample-password": "x=y"}


def test_locking_starts_the_same_program_again(tmp_path: Path) -> None:
    folder = tmp_path
    program, arguments = relaunch_command(folder, "mẫu")
    assert program == sys.executable
    assert arguments == ["-m", "desktop.main", "--data", str(folder), "--sample-password", "mẫu"]
    assert wants_window(arguments[2:])
