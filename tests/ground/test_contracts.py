"""Each import contract of pyproject.toml breaks when the import it forbids is planted in a copy of the rooms."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("desktop", "ui", "printing", "models", "resources")
PLANTED = {
    "models/store/dates.py": "import ui",
    "models/store/money.py": "import models.people",
    "models/law/facts.py": "import models.people",
    "models/imports/workbook/cells.py": "import models.imports.lists.facts",
    "models/benefits/groups.py": "import models.benefits.months.rules",
    "models/__init__.py": "import keyring",
    "printing/__init__.py": "import PySide6\nimport models.people.queries",
    "ui/__init__.py": "import sqlalchemy",
    "resources/__init__.py": "import sqlite3",
}


def broken_contracts(folder: Path) -> int:
    """How many contracts lint-imports finds broken in a folder; raises when it did not come to judge."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    told = re.search(r"Contracts: \d+ kept, (\d+) broken", done.stdout)
    assert told, done.stdout + done.stderr
    assert (done.returncode == 0) == (told[1] == "0")
    return int(told[1])


def test_every_contract_breaks_on_what_it_forbids(tmp_path: Path) -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, tmp_path / room, ignore=lambda folder, names: {"__pycache__", "fonts", "icons"} & {*names}
        )
    for place, line in PLANTED.items():
        with (tmp_path / place).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    assert broken_contracts(tmp_path) == len(tomllib.loads(text)["tool"]["importlinter"]["contracts"])
