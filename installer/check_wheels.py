"""Has every locked package a wheel for each system and Python we promise? `python -m installer.check_wheels`.

Asks uv for a dry installation of both lock files (wheels only, hashes checked against the lock); downloads nothing but
metadata and installs nothing. Exit code 1 and the reason when a wheel is missing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

LOCKS = Path(__file__).parent / "locks"
PLATFORMS = ("x86_64-pc-windows-msvc", "x86_64-manylinux_2_34")
PYTHONS = ("3.11", "3.12", "3.13")


def problem(lock: Path, platform: str, python: str, target: str) -> str:
    """Empty when every package of the lock has a fitting wheel, else uv's words."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--only-binary", ":all:", "--no-deps"),
        *("--require-hashes", "--python-platform", platform, "--python-version", python, "--target", target),
        *("-r", str(lock)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else done.stderr.strip()


def main() -> int:
    """Check every combination; print one line each."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for lock, platform, python in product(sorted(LOCKS.glob("*.txt")), PLATFORMS, PYTHONS):
            why = problem(lock, platform, python, str(Path(folder) / f"{platform}-{python}"))
            failed += bool(why)
            sys.stdout.write(f"{'no  ' if why else 'ok  '} {lock.name} {platform} {python}\n{why}".rstrip() + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
