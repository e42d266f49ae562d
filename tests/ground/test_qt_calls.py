"""PySide6 6.12.0 on Python 3.11 loses a reference to None at each void call and aborts; ours must not."""

from __future__ import annotations

import os
import subprocess
import sys

CALLS = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
before = sys.getrefcount(None)
for number in range(100_000):
    thing.setObjectName("a")
print(before - sys.getrefcount(None))
"""


def test_a_hundred_thousand_void_calls_keep_none_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) < 1000
