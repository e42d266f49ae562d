"""What goes into the frozen program (the build itself and its self-check are a step of `dev.py test`)."""

from __future__ import annotations

from pathlib import Path

from installer import freeze

ROOT = Path(__file__).parents[2]


def test_every_file_that_is_no_code_goes_in() -> None:
    going = set(freeze.data_files())
    for pattern in (
        "resources/**/*.ttf",
        "resources/**/*.svg",
        "resources/**/*.json",
        "models/store/migrations/**/*.py",
    ):
        wanted = {path.relative_to(ROOT) for path in ROOT.glob(pattern)}
        assert wanted, f"nothing in the tree is {pattern}"
        assert wanted <= going


def test_nothing_of_the_developers_goes_in() -> None:
    arguments = freeze.arguments()
    left_out = {arguments[i + 1] for i, word in enumerate(arguments) if word == "--exclude-module"}
    assert {"pytest", "hypothesis", "mypy", "PyInstaller", "sqlite3", "tests"} <= left_out
    assert not [path for path in freeze.data_files() if path.suffix == ".pyc" or path.parts[0] == "tests"]
