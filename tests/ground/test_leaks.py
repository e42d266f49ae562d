"""The watch for leaks catches each kind of leak and lets clean tests pass."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HEAD = """
import subprocess, sys, threading, time
import pytest
import tests.leaks
tests.leaks.PATIENCE_S = 0.3
"""

WITHOUT_QT = """
stop = threading.Event()

def test_thread_leaks():
    threading.Thread(target=stop.wait, args=(30,), name="forgotten", daemon=True).start()

def test_process_leaks():
    global child
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])

def test_file_leaks(tmp_path):
    global held
    held = (tmp_path / "a.txt").open("w", encoding="utf-8")

def test_clean(tmp_path):
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    subprocess.run([sys.executable, "-c", "pass"], check=True)

def test_end():
    stop.set(); child.kill(); child.wait(); held.close()
"""

WITH_QT = """
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget, QDialog

kept = []

def test_window_leaks(qtbot):
    kept.append(QWidget())
    kept[-1].show()

def test_timer_leaks(qtbot):
    kept.append(QTimer())
    kept[-1].start(100000)

def test_sleeping_timer(qtbot):
    kept.append(QTimer())
    kept[-1].setObjectName("of another test")

def test_timer_of_another_test_leaks(qtbot):
    kept[-1].start(100000)

def test_qthread_leaks(qtbot):
    kept.append(QThread())
    kept[-1].start()

def test_clean(qtbot):
    window = QDialog()
    qtbot.addWidget(window)
    window.show()
    timer = QTimer(window)
    timer.start(5)
    other = QWidget()
    other.show()
    other.close()
    other.deleteLater()

def test_end(qtbot):
    widget, timer, late, thread = kept
    timer.stop(); late.stop(); thread.quit(); thread.wait(); widget.close()
"""


def outcome(folder: Path, body: str) -> str:
    """What pytest prints for a file of tests under the project's own conftest."""
    file = folder / "test_leaky.py"
    file.write_text(HEAD + body, encoding="utf-8")
    plugins = ["-p", "no:randomly", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    place = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), str(file)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "-rE", *place],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="plain child processes and open files are seen on Linux"
)
def test_leaks_outside_qt_are_errors(tmp_path: Path) -> None:
    said = outcome(tmp_path, WITHOUT_QT)
    assert "5 passed, 3 errors" in said, said
    assert "left behind: thread forgotten" in said
    assert "left behind: child process" in said
    assert "left behind: open file a.txt" in said


def test_leaks_of_qt_are_errors(tmp_path: Path) -> None:
    said = outcome(tmp_path, WITH_QT)
    assert "7 passed, 4 errors" in said, said
    assert "left behind: window QWidget" in said
    assert "left behind: running QTimer" in said
    assert "left behind: running QTimer 'of another test'" in said
    assert "left behind: running QThread" in said


def test_warnings_are_errors(tmp_path: Path) -> None:
    said = outcome(tmp_path, "import warnings\ndef test_warns():\n    warnings.warn('old')\n")
    assert "1 failed" in said, said


def test_a_missing_encoding_is_an_error_in_our_code_only() -> None:
    """dev.py sets PYTHONWARNDEFAULTENCODING=1; open() without an encoding then fails here, not inside a library."""
    warnings.warn_explicit("no encoding", EncodingWarning, "reader.py", 1, module="openpyxl.reader")
    for module in ("ui.forms.fields", "models.store.files", "installer.freeze", "tests.ground.test_leaks"):
        with pytest.raises(EncodingWarning):
            warnings.warn_explicit("no encoding", EncodingWarning, "ours.py", 1, module=module)
