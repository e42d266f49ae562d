"""The watch for what a test leaves behind: threads, child processes, windows, timers, files of its folder.

Looks at Qt only when the test itself (or one before it) loaded it. What stood before the test began is not its leak.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PATIENCE_S = 2.0
"""How long a thread, process or window may take to end after the test."""

BLAMED: set[int] = set()
"""C++ addresses of timers and threads that an earlier test was blamed for (a look before each test costs too much)."""

SET_ASIDE: dict[int, weakref.ref[Any]] = {}
"""Timers and threads that outlived their test, by address: the collector no longer lists them."""

LENT: set[int | None] = set()
"""Worker processes that wait for the next test's office (tests/ui/lent_worker.py)."""

OF_QT_ITSELF = {"QTipLabel", "QDesktopScreenWidget", "QWhatsThat"}
"""Top-level widgets that Qt makes once and keeps."""


class Watch:
    """What is alive when the test begins; `left_behind` says what came and stayed."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._children = child_processes()
        self._windows = set(top_level_widgets())
        self._blamed = set(BLAMED)

    def left_behind(self, folder: Path | None) -> list[str]:
        """One sentence per leak, empty when the test cleaned up; waits up to PATIENCE_S for what is just ending."""
        let_qt_delete()  # no event loop runs any more
        looks: list[Callable[[], list[str]]] = [self._new_threads, self._new_children, self._new_windows]
        looks += [self._new_running, lambda: open_files(folder)]
        left = [text for look in looks for text in look()]
        deadline = time.monotonic() + PATIENCE_S
        while left and time.monotonic() < deadline:
            time.sleep(0.02)
            let_qt_delete()
            gc.collect()
            left = [text for look in looks for text in look()]
        return left

    def _new_threads(self) -> list[str]:
        new = [t for t in threading.enumerate() if t not in self._threads]
        return [f"thread {t.name}" for t in new if not isinstance(t, threading._DummyThread)]

    def _new_children(self) -> list[str]:
        return [f"child process {pid}" for pid in sorted(child_processes() - self._children)]

    def _new_windows(self) -> list[str]:
        now = top_level_widgets()
        return [f"window {now[pointer]}" for pointer in now if pointer not in self._windows]

    def _new_running(self) -> list[str]:
        new = {pointer: words for pointer, words in running_qt_objects().items() if pointer not in self._blamed}
        BLAMED.update(new)
        return list(new.values())


def child_processes() -> set[int]:
    """Running children of this process; on Windows only those of multiprocessing."""
    found = {child.pid for child in multiprocessing.active_children() if child.pid}
    for listing in Path("/proc/self/task").glob("*/children"):
        try:
            found |= {int(pid) for pid in listing.read_text(encoding="ascii").split()}
        except OSError:  # the thread ended meanwhile
            continue
    return {pid for pid in found if not ended(pid)} - {tracker_pid()} - LENT


def ended(pid: int) -> bool:
    """Whether the child is gone or only waits to be collected (Linux)."""
    if not Path("/proc/self").exists():
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in {"Z", "X"}


def tracker_pid() -> int | None:
    """multiprocessing's own process for named resources, which lives as long as the interpreter."""
    tracker = sys.modules.get("multiprocessing.resource_tracker")
    return getattr(tracker._resource_tracker, "_pid", None) if tracker else None


def application() -> Any | None:
    """The QApplication, when Qt's widgets are loaded and one lives."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def top_level_widgets() -> dict[int, str]:
    """C++ address -> words for each living top-level widget."""
    app = application()
    if app is None or not hasattr(app, "topLevelWidgets"):
        return {}
    from shiboken6 import Shiboken

    living = [w for w in app.topLevelWidgets() if Shiboken.isValid(w)]
    return {
        Shiboken.getCppPointer(w)[0]: f"{type(w).__name__} {w.objectName()!r} {w.windowTitle()!r}"
        for w in living
        if w.metaObject().className() not in OF_QT_ITSELF
    }


def running_qt_objects() -> dict[int, str]:
    """Active QTimers and running QThreads that Python knows; one that fires after its test would disturb another."""
    app = application()
    if app is None:
        return {}
    from shiboken6 import Shiboken

    core = sys.modules["PySide6.QtCore"]
    aside = [o for o in (reference() for reference in list(SET_ASIDE.values())) if o is not None]
    living = [o for o in (*aside, *timers_and_threads(gc.get_objects())) if Shiboken.isValid(o)]
    main_thread = app.thread()
    timers = [o for o in living if isinstance(o, core.QTimer) and o.isActive()]
    threads = [o for o in living if isinstance(o, core.QThread) and o is not main_thread and o.isRunning()]
    return {Shiboken.getCppPointer(o)[0]: f"running {type(o).__name__} {o.objectName()!r}" for o in timers + threads}


def timers_and_threads(objects: Iterable[Any]) -> list[Any]:
    """The QTimers and QThreads among these."""
    core = sys.modules["PySide6.QtCore"]
    kinds = {core.QTimer, core.QThread}
    for kind in list(kinds):
        kinds |= subclasses(kind)
    return [o for o in objects if type(o) in kinds]


def set_aside() -> None:
    """Free what the test before left to the collector, and take what stays out of its sight.

    Called between two tests. What outlives its test is code, caches and session fixtures, hundreds of thousands of
    objects: the collector and the watch would walk through them after each test. Timers and threads stay watched.
    """
    gc.collect()
    if application() is not None:
        for gone in [address for address, reference in SET_ASIDE.items() if reference() is None]:
            del SET_ASIDE[gone]
        SET_ASIDE.update((id(o), weakref.ref(o)) for o in timers_and_threads(gc.get_objects()))
    gc.freeze()


def subclasses(kind: type) -> set[type]:
    """Every class below this one; a set of exact types makes the look at all objects ten times faster."""
    below: set[type] = set(kind.__subclasses__())
    return below.union(*(subclasses(each) for each in below))


def let_qt_delete() -> None:
    """Carry out deleteLater() of what the test let go."""
    app = application()
    if app is not None:
        core = sys.modules["PySide6.QtCore"]
        app.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


def open_files(folder: Path | None) -> list[str]:
    """Files below the test's folder that this process still holds open (Linux only; Windows refuses to delete them)."""
    descriptors = Path("/proc/self/fd")
    if folder is None or not descriptors.exists():
        return []
    found = []
    for descriptor in list(descriptors.iterdir()):
        try:
            target = str(descriptor.readlink())
        except OSError:  # the listing's own descriptor
            continue
        if target.startswith(f"{folder}{os.sep}"):
            found.append(f"open file {Path(target).name}")
    return found
