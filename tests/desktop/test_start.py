"""The start: nothing heavy is imported before the unlock window, and the front door knows which way to go."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop.main import wants_window
from desktop.window import relaunch_command, window_options

HEAVY = ("sqlalchemy", "sqlcipher3", "alembic", "reportlab", "openpyxl", "keyring", "python_calamine", "click",
         "rapidfuzz", "pypdfium2", "holidays", "platformdirs", "multiprocessing")  # fmt: skip


def test_only_qt_and_the_vault_are_imported_before_the_unlock_window() -> None:
    code = (
        "import sys\nimport desktop.main\nimport desktop.window\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


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


def test_locking_starts_the_same_program_again(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    program, arguments = relaunch_command(folder, "mẫu")
    assert program == sys.executable
    assert arguments == ["-m", "desktop.main", "--data", str(folder), "--sample-password", "mẫu"]
    assert wants_window(arguments[2:])
