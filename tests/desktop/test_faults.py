"""Every door through which Python prints an exception by itself: the kind is told, values never."""

from __future__ import annotations

import subprocess
import sys

import pytest

PLANTED = "Lò Thị Bí Mật"
GUARDED = "import sys\nfrom desktop.faults import guard_process\nguard_process()\n"
DOORS = {
    "the main thread": "known = {}\nknown[name]",
    "another thread": "import threading\nt = threading.Thread(target=lambda: {}[name])\nt.start()\nt.join()",
    "a destructor": (
        "class Row:\n    def __del__(self):\n        raise KeyError(name)\n"
        "    def __repr__(self):\n        return name\nRow()"
    ),
    "a library's log": (
        "import logging\nlogging.getLogger('sqlalchemy.pool').error('lost %s', name, exc_info=ValueError(name))"
    ),
    "a library's warning": "import warnings\nwarnings.warn(name)",
}
SAYS_NOTHING = {"a library's log", "a library's warning"}


def stderr_of(code: str) -> str:
    whole = f"{GUARDED}name = {PLANTED.encode()!r}.decode()\n{code}\n"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", whole], capture_output=True, check=False)
    return done.stderr.decode("utf-8")


@pytest.mark.parametrize("door", DOORS)
def test_no_value_comes_out(door: str) -> None:
    told = stderr_of(DOORS[door])
    assert ("Error" in told) == (door not in SAYS_NOTHING)
    assert "Bí Mật" not in told
    assert "Traceback" not in told


def test_a_thread_that_ends_itself_says_nothing() -> None:
    assert stderr_of("import threading\nt = threading.Thread(target=sys.exit)\nt.start()\nt.join()") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_no_picture_of_the_memory_is_kept() -> None:
    assert stderr_of("import resource\nprint(resource.getrlimit(resource.RLIMIT_CORE)[0], file=sys.stderr)") == "0\n"
