"""Build the program as one folder with PyInstaller and let it check itself: `python -m installer.freeze`.

Promises: everything the program reads at run time goes in as data files (migrations with their template, fonts, icons,
the law's tables), no developer's package goes in, and the build counts only when the frozen program passes
`self-check` and takes a sample list to both papers, in an empty environment. The result is `dist/so-an-sinh/`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
BUILD = ROOT / "build"
NAME = "so-an-sinh"
ROOMS = ("desktop", "ui", "printing", "models", "resources")
CODE_AS_DATA = (Path("models/store/migrations"),)
"""Folders whose Python files Alembic reads from disk."""

NOT_DATA = {".py", ".pyc", ".pyi", ".md"}
HIDDEN = ("sqlcipher3.dbapi2", "sqlalchemy.dialects.sqlite.pysqlite", "holidays.countries.vietnam", "logging.config")
"""Imported by name at run time, which PyInstaller cannot see."""

KEYRING = {"win32": "keyring.backends.Windows", "darwin": "keyring.backends.macOS"}
WITH_DATA = ("holidays", "tzdata", "shamir_mnemonic")
LEFT_OUT = (
    *("pytest", "_pytest", "pytestqt", "hypothesis", "xdist", "mypy", "ruff", "pypdf", "xlwt", "typst", "PyInstaller"),
    *("setuptools", "pip", "uv", "tkinter", "sqlite3", "importlinter", "grimp", "tests", "installer"),
)
PATIENCE_S = 120.0
LEAST_PAPER_BYTES = 5_000
SAMPLE = ROOT / "tests" / "golden" / "samples" / "set-11" / "payment-list.xlsx"


def data_files() -> list[Path]:
    """Files of the rooms that are no code, and the code that is read from disk; relative to the checkout."""
    found = [
        path.relative_to(ROOT)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*"))
        if path.is_file() and path.suffix not in NOT_DATA and "__pycache__" not in path.parts
    ]
    for folder in CODE_AS_DATA:
        found += [path.relative_to(ROOT) for path in sorted((ROOT / folder).rglob("*.py"))]
    return found


def arguments() -> list[str]:
    """What PyInstaller is told."""
    told = ["--noconfirm", "--clean", "--onedir", "--name", NAME, "--log-level", "ERROR", "--paths", str(ROOT)]
    told += ["--distpath", str(DIST), "--workpath", str(BUILD), "--specpath", str(BUILD)]
    for path in data_files():
        told += ["--add-data", f"{ROOT / path}{os.pathsep}{path.parent}"]
    for room in ROOMS:
        told += ["--collect-submodules", room]
    for name in (*HIDDEN, KEYRING.get(sys.platform, "keyring.backends.SecretService")):
        told += ["--hidden-import", name]
    for name in WITH_DATA:
        told += ["--collect-data", name]
    for name in LEFT_OUT:
        told += ["--exclude-module", name]
    return [*told, str(ROOT / "installer" / "entry.py")]


def frozen(*told: str) -> int:
    """Run the frozen program with no trace of the developer's environment; answers its exit code."""
    program = DIST / NAME / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
    kept = ("SYSTEMROOT", "TEMP", "TMP", "HOME", "LANG")
    bare = {name: os.environ[name] for name in kept if name in os.environ}
    return subprocess.run(
        [str(program), *told],
        cwd=DIST,
        env={**bare, "QT_QPA_PLATFORM": "offscreen"},
        timeout=PATIENCE_S,
        check=False,
        stdin=subprocess.DEVNULL,
    ).returncode


def main_job() -> int:
    """From the Excel list to the wall with the frozen program; 0 when every command and both papers came out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        password = folder / "password.txt"
        password.write_text("xa mau de thu ban dong goi", encoding="utf-8")
        papers = [folder / "posting.pdf", folder / "payment.xlsx"]
        store = ("--data", str(folder / "data"), "--password-file", str(password))
        steps = (
            ("create", "--commune", "Xã Hưng Đạo", "--province", "Hải Phòng"),
            ("import", str(SAMPLE), "--apply"),
            ("print", "posting", "--ground", "Kế hoạch thử", "--month", "2026-11", "--out", str(papers[0])),
            ("print", "payment", "--month", "2026-11", "--out", str(papers[1])),
            ("check",),
        )
        for step in steps:
            code = frozen(*store, *step)
            if code != 0:
                return code
        return 0 if all(paper.stat().st_size > LEAST_PAPER_BYTES for paper in papers) else 1


def main() -> int:
    """Build, check, say how large it is and how long both took."""
    started = time.perf_counter()
    built = subprocess.run([sys.executable, "-m", "PyInstaller", *arguments()], cwd=ROOT, check=False)
    if built.returncode != 0:
        return built.returncode
    between = time.perf_counter()
    code = frozen("self-check") or main_job()
    size = sum(path.stat().st_size for path in (DIST / NAME).rglob("*") if path.is_file() and not path.is_symlink())
    took = f"built in {between - started:.0f} s, tried in {time.perf_counter() - between:.1f} s, {size / 1e6:.0f} MB"
    said = "passed its self-check and did the main job" if code == 0 else "FAILED"
    sys.stdout.write(f"frozen program: {said} ({took})\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
