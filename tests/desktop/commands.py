"""Running the command line inside the test process, and a store whose password costs next to nothing to check."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.commands.root import run_command
from models.schema import METADATA
from models.store.opened import OpenedFolder
from models.store.store import SIGN_IN, Store
from tests.people.commune import commune_data
from tests.store.fixtures import PASSWORD

__all__ = ["cli", "commune_data", "empty_cli", "own_state"]

SAMPLES = Path(__file__).parent.parent / "golden" / "samples"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as JSON; nothing else may stand there."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error on stderr, as JSON."""
        error = json.loads(self.err)["error"]
        assert set(error) == {"code", "field", "message"}
        assert isinstance(error, dict)
        return error


class Cli:
    """The command line over one data folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.data, self._capsys = folder, folder / "data", capsys
        self.password_file = folder / "password.txt"
        self.password_file.write_text(PASSWORD + "\n", encoding="utf-8")

    def __call__(self, *arguments: str | Path) -> Answer:
        """Run one command."""
        told = ["--data", str(self.data), "--password-file", str(self.password_file), *map(str, arguments)]
        self._capsys.readouterr()
        code = run_command(told)
        printed = self._capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    def stored(self, handle: str | None = None) -> dict[str, list[Any]]:
        """Every row of every table; sign-ins, which each command writes, left out."""
        with self.opened(handle) as store, store.connection() as connection:
            found = {name: list(connection.execute(select(table))) for name, table in METADATA.tables.items()}
        found["change"] = [row for row in found["change"] if row.kind != SIGN_IN]
        return {name: list(map(tuple, rows)) for name, rows in found.items()}

    @contextmanager
    def opened(self, handle: str | None = None) -> Iterator[Store]:
        """The store itself."""
        with OpenedFolder(self.data, PASSWORD, handle) as folder:
            yield folder.store


@pytest.fixture
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a workstation remembers of books lies in the test's own folder."""
    monkeypatch.setenv("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def cli(commune_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], own_state: None) -> Cli:
    """The command line over a copy of the small commune."""
    made = Cli(tmp_path, capsys)
    shutil.copytree(commune_data, made.data)
    return made


@pytest.fixture
def empty_cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], own_state: None, cheap_keys: None) -> Cli:
    """The command line over a folder without a store."""
    return Cli(tmp_path, capsys)
