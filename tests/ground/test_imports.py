"""What importing a room loads: no Qt below the windows, no plain sqlite3 from our code, the keyring in one file."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("desktop", "ui", "printing", "models", "resources")

LOAD = """
import importlib, json, sys
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def modules_of(*rooms: str) -> list[str]:
    """Every module of the rooms, except migrations (Alembic loads them from disk) and __main__."""
    found = [info.name for info in pkgutil.walk_packages([str(ROOT)]) if info.name in rooms]
    for room in rooms:
        found += [info.name for info in pkgutil.walk_packages([str(ROOT / room)], f"{room}.")]
    return [name for name in found if ".migrations" not in name and not name.endswith("__main__")]


def loaded_by(*rooms: str) -> set[str]:
    """Names in sys.modules of a fresh interpreter that imported every module of the rooms."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, json.dumps(modules_of(*rooms))],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    names: list[str] = json.loads(done.stdout)
    return set(names)


def imports_in(path: Path) -> set[str]:
    """Top-level names of what a file imports, anywhere in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in names}


def files_importing(name: str) -> list[str]:
    """Files of the rooms that import a package."""
    files = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [path.relative_to(ROOT).as_posix() for path in files if name in imports_in(path)]


def test_models_printing_and_resources_leave_qt_unloaded() -> None:
    loaded = loaded_by("models", "printing", "resources")
    assert "models.store" in loaded
    assert not {name for name in loaded if name.split(".")[0] in {"PySide6", "shiboken6"}}


@pytest.mark.parametrize(("package", "most"), [("sqlite3", 0), ("keyring", 1)])
def test_few_files_import(package: str, most: int) -> None:
    assert len(files_importing(package)) <= most, files_importing(package)


def test_every_module_can_be_imported() -> None:
    assert {name for name in modules_of(*ROOMS) if name.count(".") == 1} <= loaded_by(*ROOMS)
