#!/usr/bin/env python3
"""The one door for developers: `run`, `test`, `bench`, `lock`.

Promises: needs only the standard library and works on Linux and Windows with Python 3.11 to 3.13; makes `.venv`,
installs the locked packages (exact versions, checked hashes) and the program; finds what the machine lacks and either
installs it (Debian, as root) or says in English and Vietnamese what to type. No rule of the program itself is here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

OLDEST, NEWEST = (3, 11), (3, 13)
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
PROGRAM = BIN / ("so-an-sinh.exe" if WINDOWS else "so-an-sinh")
LOCKS = ROOT / "installer" / "locks"
STAMP = VENV / "so-an-sinh-setup.json"
OUT = ROOT / "out"
SAMPLES = ROOT / "tests" / "golden" / "samples"
ROOMS = ("desktop", "ui", "models", "printing", "resources", "installer", "dev.py")
"""What runs on Windows; the drills of tests/ fork and kill as Linux does."""
SAMPLE_PASSWORD = "xa mau de thu phan mem"  # noqa: S105 - sample data only, shown on the unlock window
SAMPLE_PEOPLE = 2000
SAMPLE_GROUND = "Kế hoạch số 01/KH-UBND ngày 05/01/2026 của UBND xã Hưng Đạo"
SAMPLE_MONTH = "2026-11"


class Stop(Exception):
    """The machine lacks something; the text says what, in English and Vietnamese."""


def say(text: str) -> None:
    """One line of progress, at once, even when the output is a pipe that knows no Vietnamese."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


def environment(**more: str) -> dict[str, str]:
    """The variables of every command started here: UTF-8, no personal settings of Python's, no pip chatter.

    Bytecode is kept: compiling the tests anew costs each pytest process 11 s, and each child that a test starts 0.4 s.
    """
    foreign = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}
    keep = {name: value for name, value in os.environ.items() if name not in foreign}
    fixed = {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    return {**keep, **fixed, **more}


def call(*command: str | Path, **more: str) -> int:
    """Run a command in the project's folder with this terminal; answers its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment(**more), check=False).returncode


# --- Python and the virtual environment ------------------------------------------------------------------------------


def version_of(command: list[str]) -> tuple[int, int] | None:
    """Version of the interpreter that `command` starts, None when it starts none (as version managers' stubs do)."""
    try:
        done = subprocess.run(
            [*command, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True, text=True, encoding="utf-8", timeout=30, check=False,
        )  # fmt: skip
        major, minor = done.stdout.split()
        return int(major), int(minor)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def use_right_python() -> None:
    """Return under a Python that fits; under another one start this file again with one that does, or stop."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    candidates = [["py", f"-3.{minor}"] for minor in minors] if WINDOWS else []
    candidates += [[f"python3.{minor}"] for minor in minors]
    for candidate in candidates:
        found = version_of(candidate)
        if found and OLDEST <= found <= NEWEST:
            done = subprocess.run([*candidate, __file__, *sys.argv[1:]], check=False)
            raise SystemExit(done.returncode)
    have = ".".join(map(str, sys.version_info[:2]))
    raise Stop(
        f"Python 3.11, 3.12 or 3.13 is needed; this is {have} and no other was found on PATH.\n"
        f"Cần Python 3.11, 3.12 hoặc 3.13; máy đang dùng {have}. Hãy cài từ python.org hoặc kho phần mềm của máy."
    )


def make_venv() -> None:
    """Make `.venv`, or make it anew when its Python is gone, does not fit or has no pip."""
    found = version_of([str(PYTHON)]) if PYTHON.exists() else None
    if found and OLDEST <= found <= NEWEST and (VENV / "pyvenv.cfg").exists() and has_pip():
        return
    if VENV.exists():
        say("Making .venv anew: its Python or its pip does not work here.")
        shutil.rmtree(VENV)
    if (
        subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode
        != 0
    ):
        package = f"python3.{sys.version_info[1]}-venv"
        need_packages([package], "Python's venv module (ensurepip)")
    say(f"Making .venv with Python {sys.version.split()[0]} ...")
    if call(sys.executable, "-m", "venv", VENV) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(
            "`python -m venv` failed; its reason stands above.\nKhông tạo được môi trường Python; lý do ở ngay trên."
        )


def has_pip() -> bool:
    """Whether the virtual environment can install."""
    done = subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True, check=False)
    return done.returncode == 0


def fingerprint(*files: Path) -> str:
    """One digest over the files and the place of this checkout."""
    digest = hashlib.sha256(str(ROOT).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def install(lock_name: str) -> None:
    """Install the lock (and the program, editable) when it changed since the last time; dev.txt covers runtime.txt."""
    lock = LOCKS / f"{lock_name}.txt"
    stamp = json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.exists() else {}
    wanted = fingerprint(lock)
    covered = lock_name == "runtime" and stamp.get("dev") == fingerprint(LOCKS / "dev.txt")
    if stamp.get(lock_name) != wanted and not covered:
        say(f"Installing the locked packages of {lock.relative_to(ROOT)} (some minutes the first time) ...")
        options = [
            "--quiet",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--no-deps",
            "--retries",
            "5",
            "--timeout",
            "60",
        ]
        if call(PYTHON, "-m", "pip", "install", *options, "-r", lock) != 0:
            raise Stop(
                "pip could not install the locked packages; the reason stands above. Is PyPI (or your mirror:"
                " PIP_INDEX_URL) reachable?\nKhông cài được các gói; lý do ở ngay trên. Hãy kiểm tra mạng rồi chạy lại."
            )
        stamp[lock_name] = wanted
    program = fingerprint(ROOT / "pyproject.toml")
    if stamp.get("program") != program or not PROGRAM.exists():
        say("Installing the program into .venv (editable, from this folder) ...")
        options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
        if call(PYTHON, "-m", "pip", "install", *options, "-e", ROOT) != 0:
            raise Stop("The program did not install.\nKhông cài được phần mềm vào .venv; lý do ở ngay trên.")
        stamp["program"] = program
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


# --- what the system itself must have --------------------------------------------------------------------------------


def need_packages(packages: list[str], what: str) -> None:
    """Install Debian packages as root, else stop with the command to type."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    root = sys.platform != "win32" and os.geteuid() == 0
    if shutil.which("apt-get") and root:
        say(f"Missing: {what}. Installing with apt: {' '.join(packages)} ...")
        said = ""
        patient = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
        for each in ([*patient, "update"], [*patient, *command[1:]]):
            done = subprocess.run(
                each, env=environment(DEBIAN_FRONTEND="noninteractive"), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
            said = done.stdout.decode("utf-8", "replace")
        if done.returncode == 0:
            return
        say(said[-3000:])
    raise Stop(
        f"Missing on this machine: {what}.\n"
        f"  Debian, Ubuntu: sudo {' '.join(command)}\n  Other systems: the packages of the same content.\n"
        "Máy còn thiếu các thành phần trên. Hãy chạy lệnh ấy rồi chạy lại."
    )


def need_system(*, freeze: bool, window: bool) -> None:
    """On Linux see that Qt's system libraries are there, and for freezing also objdump and Python's shared library."""
    if not LINUX:
        return
    from installer.system_libraries import freezing_needs, missing_libraries, packages_for

    missing = missing_libraries(PYTHON, window=window)
    if missing:
        need_packages(packages_for(missing), f"system libraries that Qt loads ({', '.join(missing)})")
        still = missing_libraries(PYTHON, window=window)
        if still:
            raise Stop(f"Still missing: {', '.join(still)}.\nVẫn còn thiếu: {', '.join(still)}.")
    if freeze:
        needs = freezing_needs(PYTHON)
        if needs:
            need_packages(needs, "what PyInstaller needs")


def set_up(lock_name: str, *, freeze: bool = False, window: bool = False) -> None:
    """Everything before the first line of our own code can run."""
    make_venv()
    install(lock_name)
    need_system(freeze=freeze, window=window)


# --- the commands ----------------------------------------------------------------------------------------------------


def run_tests(options: argparse.Namespace) -> int:
    """Every check, each timed; all run even when one fails; 0 only when all passed."""
    freeze = not options.no_freeze
    set_up("dev", freeze=freeze)
    offscreen = {"QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"}
    pytest = ["-m", "pytest", "-p", "randomly", "-n", options.workers, *options.pytest]
    mypy = ["-m", "mypy"]
    steps: list[tuple[str, list[str]]] = [
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("ruff format", ["-m", "ruff", "format", "--check", "."]),
        ("import contracts", ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
        ("mypy, linux", [*mypy, "--platform", "linux", "--cache-dir", ".mypy_cache/linux"]),
        ("mypy, win32", [*mypy, "--platform", "win32", "--cache-dir", ".mypy_cache/win32", *ROOMS]),
        ("freeze and self-check", ["-m", "installer.freeze"]),
        ("pytest", pytest),
    ]
    if options.only_pytest:
        steps = steps[-1:]
    elif not freeze:
        steps = [step for step in steps if not step[0].startswith("freeze")]
    results: list[tuple[str, int, float]] = []
    for name, arguments in steps:
        say(f"\n=== {name}")
        started = time.perf_counter()
        code = call(PYTHON, *arguments, **offscreen, **({"PYTHONWARNDEFAULTENCODING": "1"} if name == "pytest" else {}))
        results.append((name, code, time.perf_counter() - started))
    say("\n=== summary")
    for name, code, seconds in results:
        say(f"{'ok  ' if code == 0 else 'FAIL'} {seconds:7.1f} s  {name}")
    return 0 if all(code == 0 for _, code, _ in results) else 1


def has_display() -> bool:
    """Whether a window can be shown."""
    if LINUX:
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def run_program(options: argparse.Namespace) -> int:
    """Open the program on a made-up commune, or do the main job without windows."""
    window = has_display() and not options.no_window
    set_up("runtime", window=window)
    OUT.mkdir(exist_ok=True)
    password_file = OUT / "sample-password.txt"
    password_file.write_text(SAMPLE_PASSWORD + "\n", encoding="utf-8")
    return open_sample(password_file) if window else print_sample(password_file)


def program(data: Path, password_file: Path, *arguments: str | Path) -> None:
    """One command of the program on the sample's data folder; stops when it fails."""
    told = ("--data", data, "--password-file", password_file, *arguments)
    if call(PROGRAM, *told, **({} if has_display() else {"QT_QPA_PLATFORM": "offscreen"})) != 0:
        raise Stop(f"`so-an-sinh {arguments[0]}` failed; the reason stands above.\nLệnh không chạy được; lý do ở trên.")


def open_sample(password_file: Path) -> int:
    """The window on a made-up commune, made once and kept in out/sample-commune."""
    data = OUT / "sample-commune"
    if not (data / "current").exists():
        say("Making a made-up commune ...")
        program(data, password_file, "demo", "--people", str(SAMPLE_PEOPLE), "--seed", "1")
    say(f"Opening the program on sample data in {data}\nPassword / mật khẩu: {SAMPLE_PASSWORD}")
    return call(PROGRAM, "--data", data, "--sample-password", SAMPLE_PASSWORD)


def print_sample(password_file: Path) -> int:
    """Import a sample list, print both papers and draw the windows, all without a display."""
    source = sorted(SAMPLES.rglob("payment-list.xlsx"))[0]
    data = OUT / "sample-import"
    shutil.rmtree(data, ignore_errors=True)
    say(f"No display here: importing {source.relative_to(ROOT)} and printing both papers ...")
    program(data, password_file, "create", "--commune", "Xã Hưng Đạo", "--province", "Hải Phòng")
    program(data, password_file, "import", source, "--apply")
    for kind in ("pdf", "xlsx"):
        month = ("--month", SAMPLE_MONTH, "--out")
        program(data, password_file, "print", "posting", "--ground", SAMPLE_GROUND, *month, OUT / f"posting.{kind}")
        program(data, password_file, "print", "payment", *month, OUT / f"payment.{kind}")
    pictures = OUT / "pictures"
    pictures.mkdir(exist_ok=True)
    program(data, password_file, "pictures", "--out", pictures)
    say("\nDone. Look at / Kết quả ở:")
    for made in sorted([*OUT.glob("p*.pdf"), *OUT.glob("p*.xlsx"), *pictures.glob("*.png")]):
        say(f"  {made.relative_to(ROOT)}")
    return 0


def run_bench(options: argparse.Namespace) -> int:
    """The measurements of tests/bench; every further argument goes to it."""
    set_up("dev")
    return call(PYTHON, "-m", "tests.bench", *options.arguments, QT_QPA_PLATFORM="offscreen")


def make_locks(options: argparse.Namespace) -> int:
    """Write both lock files anew from pyproject.toml (universal, hashed) and see that every package has its wheels."""
    set_up("dev")
    shared = ["--universal", "--generate-hashes", "--python-version", "3.11", "--quiet"]
    shared += ["--custom-compile-command", "python3 dev.py lock"]
    if options.upgrade:
        shared.append("--upgrade")
    for name, extra in (("runtime", ["--extra", "build"]), ("dev", ["--extra", "build", "--extra", "dev"])):
        target = LOCKS / f"{name}.txt"
        if call(PYTHON, "-m", "uv", "pip", "compile", *shared, *extra, "pyproject.toml", "-o", target) != 0:
            return 1
    return call(PYTHON, "-m", "installer.check_wheels")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line; usage errors end with code 2."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Sổ An Sinh: run, test, measure, lock.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="open the program on a made-up commune")
    run.add_argument("--no-window", action="store_true", help="do the main job without windows")
    run.set_defaults(do=run_program)
    test = commands.add_parser("test", help="run every check")
    test.add_argument("--no-freeze", action="store_true", help="leave out the PyInstaller build")
    test.add_argument("--only-pytest", action="store_true", help="leave out all but pytest")
    test.add_argument("--workers", default="2", help="pytest processes (0: in this one)")
    test.add_argument("pytest", nargs="*", help="further arguments for pytest, after --")
    test.set_defaults(do=run_tests)
    bench = commands.add_parser("bench", help="print the ratios of speed and memory")
    bench.add_argument("arguments", nargs=argparse.REMAINDER)
    bench.set_defaults(do=run_bench)
    lock = commands.add_parser("lock", help="make the lock files anew")
    lock.add_argument("--upgrade", action="store_true", help="take the newest versions that fit")
    lock.set_defaults(do=make_locks)
    return parser.parse_args(arguments)


def main() -> int:
    """Run one command; a lack of the machine is told in words, with exit code 1."""
    try:
        use_right_python()
        options = parse(sys.argv[1:])
        code: int = options.do(options)
    except Stop as problem:
        say(f"\n{problem}")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    raise SystemExit(main())
