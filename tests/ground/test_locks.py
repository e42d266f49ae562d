"""The lock files: exact, hashed, agreeing with each other and holding what Windows needs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "installer" / "locks"
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))?(?P<tail> \\)?$", re.MULTILINE
)


def pins(lock: str) -> dict[str, tuple[str, str]]:
    """Package -> (version, marker)."""
    text = (LOCKS / f"{lock}.txt").read_text(encoding="utf-8")
    return {found["name"]: (found["version"], found["marker"] or "") for found in PIN.finditer(text)}


def test_every_package_is_pinned_with_hashes() -> None:
    for lock in ("runtime", "dev"):
        text = (LOCKS / f"{lock}.txt").read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z0-9])", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
        named = [block for block in blocks if block.strip()]
        assert named
        assert all(PIN.match(block.splitlines()[0]) and "--hash=sha256:" in block for block in named)


def test_dev_is_runtime_and_more() -> None:
    runtime, dev = pins("runtime"), pins("dev")
    assert runtime.items() <= dev.items()
    assert "setuptools" in runtime, "the editable install runs without a network"
    assert {"pytest", "ruff", "mypy", "import-linter", "pyinstaller", "setuptools"} <= dev.keys()
    assert not {"pytest", "ruff", "pyinstaller"} & runtime.keys()


def test_windows_and_linux_parts_are_both_there() -> None:
    assert "win32" in pins("runtime")["pywin32-ctypes"][1]
    assert "linux" in pins("runtime")["secretstorage"][1]
    assert "win32" in pins("dev")["pefile"][1]


def test_locks_hold_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    for lock, wanted in (("runtime", project["dependencies"]), ("dev", project["optional-dependencies"]["dev"])):
        names = {re.split(r"[<>=!~\[; ]", text)[0].lower() for text in wanted}
        assert names <= pins(lock).keys()


def test_qt_is_the_version_that_keeps_none_alive() -> None:
    """house.md: 6.12.0 on Python 3.11 aborts after some thousand void calls."""
    assert pins("runtime")["pyside6-essentials"][0] == "6.11.3"
