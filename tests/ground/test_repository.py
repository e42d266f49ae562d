"""Rules of the house that no other tool holds: names, sizes, machine paths, and that tests mirror the tree."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("desktop", "ui", "printing", "models", "resources")
CODE_ROOTS = (*ROOMS, "installer", "tests")
MOST_LINES, MOST_TEST_LINES, MOST_FUNCTION_LINES = 400, 600, 60
LEAST_REASON = 5
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "misc", "common"}
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".mako", ".svg", ".sh", ".yml", ".cfg", ""}

MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w./])/w" + "ork/",
            r"(?<![\w./])/t" + "mp/",
            r"\." + "library",
            r"\bfarm" + r"-\w",
            r"\.\./" + "shared",
            r"/root" + "/",
        ]
    )
)
"""Paths and tools of the machine this was written on (put together so that this file does not hold them)."""

UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
WAITS = re.compile(r"processEvents\(|(?<!\w)time\.sleep\(")


def tracked_files() -> list[Path]:
    """Files of the repository (what git would take), relative; falls back to none outside a checkout."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        pytest.skip("no git checkout here")
    return [Path(name) for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


FROZEN = Path("models/store/migrations/versions")
"""A migration is written once and never touched again; its length is the schema's."""


def code_files() -> Iterator[tuple[Path, str]]:
    """Every Python file of the repository that people go on writing, with its text."""
    for path in tracked_files():
        if path.suffix == ".py" and path.parent != FROZEN:
            yield path, (ROOT / path).read_text(encoding="utf-8")


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(p) for p in tracked_files() if p.suffix == ".py" and {*p.parts[:-1], p.stem} & SAYS_NOTHING] == []


def test_files_are_short() -> None:
    def most(path: Path) -> int:
        return MOST_TEST_LINES if path.parts[0] == "tests" else MOST_LINES

    long = [f"{path}: {text.count(chr(10))} lines" for path, text in code_files() if text.count("\n") > most(path)]
    assert not long, "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for path, text in code_files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_nothing_names_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked_files():
        if path.suffix in TEXT and path.name != "LICENSE" and path.parent.name != "segments":  # sealed, of a backup
            text = (ROOT / path).read_text(encoding="utf-8")
            found += [f"{path}: {hit.group()}" for hit in MACHINE.finditer(text)]
    assert not found, "\n".join(found)


def test_nothing_is_left_unfinished_or_waits_by_hand() -> None:
    found = []
    for path, text in code_files():
        found += [f"{path}: {hit.group()}" for hit in UNFINISHED.finditer(text)]
        if path.parts[0] in ROOMS:
            found += [f"{path}: {hit.group()}" for hit in WAITS.finditer(text)]
    assert not found, "\n".join(found)


def test_painters_end_whatever_happens() -> None:
    """A fault in a paintEvent is told with its frames, which keep a painter open: Qt crashes at the next paint."""
    open_ended = [
        f"{path}: {line.strip()}"
        for path, text in code_files()
        if path.parts[0] in ROOMS
        for line in text.splitlines()
        if "QPainter(" in line and not line.lstrip().startswith("with QPainter(")
    ]
    assert not open_ended, "\n".join(open_ended)


def test_no_except_swallows_bugs() -> None:
    """`except Exception` stands only where the bug is passed on: raised again, or bound to a name and told."""
    bare = [
        f"{path}:{node.lineno}"
        for path, text in code_files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and node.name is None
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]
    assert not bare, "\n".join(bare)


def test_every_exemption_names_its_code_and_reason() -> None:
    exemption = re.compile(r"#\s*(type:\s*ignore|noqa)(?P<code>\[[\w,-]+\]|:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?(?P<rest>.*)")
    here = Path(__file__).relative_to(ROOT)
    naked = []
    for path, text in code_files():
        for number, line in enumerate(text.splitlines(), 1):
            found = exemption.search(line)
            if found and path != here and not (found["code"] and len(found["rest"].strip(" -#:")) >= LEAST_REASON):
                naked.append(f"{path}:{number} {found.group()}")
    assert not naked, "\n".join(naked)


def subjects(room: str) -> set[str]:
    """Folders of a room that hold code of their own."""
    return {
        path.name
        for path in (ROOT / room).iterdir()
        if path.is_dir() and any(file.stat().st_size for file in path.glob("*.py"))
    }


def test_every_subject_of_models_has_its_tests() -> None:
    tested = {path.parent.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert subjects("models") - tested == set()


def test_every_room_below_the_windows_has_its_tests() -> None:
    tested = {part for path in (ROOT / "tests").rglob("test_*.py") for part in path.relative_to(ROOT / "tests").parts}
    assert {"printing", "ui", "desktop"} - tested == set()


def test_packages_have_an_init() -> None:
    folders = {path.parent for path in tracked_files() if path.suffix == ".py" and path.parts[0] in CODE_ROOTS}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()] == []
