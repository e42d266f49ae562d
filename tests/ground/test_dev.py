"""dev.py finds what the machine lacks and says it; each test fails when it stays silent or guesses."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from installer import system_libraries

ROOT = Path(__file__).parents[2]
LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at Linux's loader")


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py as a module, without touching sys.path of the other tests."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_commands_know_no_foreign_python_and_keep_bytecode(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    unwanted = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    for name in unwanted:
        monkeypatch.setenv(name, "1")
    assert not set(unwanted) & set(dev.environment())
    assert dev.environment(QT_QPA_PLATFORM="offscreen")["QT_QPA_PLATFORM"] == "offscreen"


def test_dev_needs_only_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "dev.py"), "--help"],
        capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "run,test,bench,lock" in done.stdout.replace(" ", "")


def test_wrong_usage_is_two() -> None:
    assert (
        subprocess.run([sys.executable, str(ROOT / "dev.py"), "dance"], capture_output=True, check=False).returncode
        == 2
    )


def test_version_of_a_missing_program_is_none(dev: ModuleType) -> None:
    assert dev.version_of(["python-that-is-not-there"]) is None
    assert dev.version_of([sys.executable]) == sys.version_info[:2]


def test_wrong_python_is_told_in_both_languages(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "OLDEST", (4, 0))
    monkeypatch.setattr(dev, "NEWEST", (4, 1))
    monkeypatch.setattr(dev, "version_of", lambda command: None)
    with pytest.raises(dev.Stop, match=r"(?s)is needed.*Cần Python"):
        dev.use_right_python()


def test_missing_packages_without_root_give_the_command(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "LINUX", False)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    with pytest.raises(dev.Stop, match=r"sudo apt-get install -y --no-install-recommends libegl1") as told:
        dev.need_packages(["libegl1"], "what Qt loads")
    assert "Máy còn thiếu" in str(told.value)


def test_a_lock_is_installed_once(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[tuple[object, ...]] = []
    lock = tmp_path / "installer" / "locks" / "dev.txt"
    lock.parent.mkdir(parents=True)
    lock.write_text("a==1 --hash=sha256:00\n", encoding="utf-8")
    (lock.parent / "runtime.txt").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    (tmp_path / "program").write_text("", encoding="utf-8")
    for name, value in {
        "ROOT": tmp_path,
        "LOCKS": lock.parent,
        "STAMP": tmp_path / "stamp",
        "PROGRAM": tmp_path / "program",
    }.items():
        monkeypatch.setattr(dev, name, value)

    def succeed(*command: object, **more: str) -> int:
        calls.append(command)
        return 0

    monkeypatch.setattr(dev, "call", succeed)
    dev.install("dev")
    assert [("--require-hashes" in command, "-e" in command) for command in calls] == [(True, False), (False, True)]
    dev.install("dev")
    assert len(calls) == 2
    lock.write_text("a==2 --hash=sha256:00\n", encoding="utf-8")
    dev.install("dev")
    assert len(calls) == 3
    dev.install("runtime")
    assert len(calls) == 3, "dev.txt covers runtime.txt"


@LINUX_ONLY
def test_missing_libraries_are_read_from_the_loader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "QtCore.abi3.so").write_bytes(b"")
    said = "\tlibEGL.so.1 => not found\n\tlibz.so.1 => /lib/libz.so.1 (0x1)\n\tlibodd.so.7 => not found\n"

    def answer(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, stdout=said if command[0] == "ldd" else str(tmp_path), stderr="")

    monkeypatch.setattr(subprocess, "run", answer)
    missing = system_libraries.missing_libraries(Path(sys.executable), window=False)
    assert missing == ["libEGL.so.1", "libodd.so.7"]
    assert system_libraries.packages_for(missing) == ["libegl1", "libodd.so.7"]


@LINUX_ONLY
def test_this_machine_has_what_the_tests_need() -> None:
    assert system_libraries.missing_libraries(Path(sys.executable), window=False) == []
