"""Which shared libraries of the system Qt and PyInstaller lack on this Linux, and the Debian packages that bring them.

Promises: only looks; installing is for the caller (`dev.py`). Linux only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

DRAWING = (
    "QtCore.abi3.so",
    "QtGui.abi3.so",
    "QtWidgets.abi3.so",
    "QtNetwork.abi3.so",
    "QtPrintSupport.abi3.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/imageformats/libqsvg.so",
    "Qt/plugins/iconengines/libqsvgicon.so",
)
"""Below the PySide6 package: what every start of the program loads, with or without a display."""

X11 = ("Qt/plugins/platforms/libqxcb.so",)
WAYLAND = ("Qt/plugins/platforms/libqwayland.so", "Qt/plugins/platforms/libqwayland-generic.so")

DEBIAN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libatomic.so.1": "libatomic1",
    "libstdc++.so.6": "libstdc++6",
}


def ask(python: Path, question: str) -> str:
    """What the interpreter prints for a line of code."""
    done = subprocess.run([str(python), "-c", question], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def missing_libraries(python: Path, *, window: bool) -> list[str]:
    """Names (sonames) that the dynamic loader does not find for Qt; with `window` also for the screen's own plugins."""
    package = Path(ask(python, "import PySide6; print(PySide6.__path__[0])"))
    wanted = list(DRAWING)
    if window and os.environ.get("DISPLAY"):
        wanted += X11
    if window and os.environ.get("WAYLAND_DISPLAY"):
        wanted += WAYLAND
    found: set[str] = set()
    for relative in wanted:
        file = package / relative
        if file.exists():
            done = subprocess.run(["ldd", str(file)], capture_output=True, text=True, encoding="utf-8", check=False)
            found |= {line.split()[0] for line in done.stdout.splitlines() if line.rstrip().endswith("=> not found")}
    return sorted(found)


def packages_for(libraries: list[str]) -> list[str]:
    """Debian packages that bring these libraries; a library unknown here stands for itself, so that apt names it."""
    return sorted({DEBIAN.get(name, name) for name in libraries})


def freezing_needs(python: Path) -> list[str]:
    """Debian packages that PyInstaller lacks: objdump and the interpreter's shared library."""
    needs = [] if shutil.which("objdump") else ["binutils"]
    where, name = ask(
        python, "import sysconfig as s; print(s.get_config_var('LIBDIR'), s.get_config_var('INSTSONAME'), sep='|')"
    ).split("|")
    if ".so" in name and not shared_library_exists(Path(where), name):
        needs.append(name.split(".so")[0])
    return needs


def shared_library_exists(folder: Path, name: str) -> bool:
    """Whether it stands in Python's own folder, below it (Debian's per-machine folder) or in the loader's list."""
    if (folder / name).exists() or any(folder.glob(f"*-linux-gnu/{name}")):
        return True
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    done = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, encoding="utf-8", check=False)
    return any(line.split()[:1] == [name] for line in done.stdout.splitlines())
