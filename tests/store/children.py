"""Children of the drills: forked from the warm test process, with their own limits, mounts and user; they answer JSON.

A child never returns into the test run: it answers through a pipe and ends by `os._exit`.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

from tests.store.fixtures import KILL

if sys.platform == "win32":
    pytest.skip("forks", allow_module_level=True)

import resource

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")
CLONE_NEWNS = 0x00020000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
NOBODY = 65534
PAGE = 4096


def fork() -> int:
    """os.fork without the warning that this process has threads: the children start none that they share."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def kill(child: int) -> None:
    """End it at once, whatever it is doing, and collect it."""
    os.kill(child, KILL)
    os.waitpid(child, 0)


def ended(child: int) -> int:
    """Its exit code, once it has ended by itself."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_after(life: float, work: Callable[[int], object]) -> int:
    """How many bytes `work(told)` wrote to its pipe before its fork was killed, `life` seconds after the first one."""
    heard, told = os.pipe()
    child = fork()
    if child == 0:
        os.close(heard)
        try:
            work(told)
        finally:
            os._exit(1)
    os.close(told)
    try:
        select.select([heard], [], [], 30)
        time.sleep(life)
        kill(child)
        return sum(len(chunk) for chunk in iter(lambda: os.read(heard, 65536), b""))
    finally:
        os.close(heard)


def in_child(work: Callable[Arguments, Value], *arguments: Arguments.args, **named: Arguments.kwargs) -> Value:
    """What `work` gives (JSON values) when run in a forked child; AssertionError with its trouble otherwise."""
    heard, told = os.pipe()
    child = fork()
    if child == 0:
        os.close(heard)
        try:
            answer: dict[str, Any] = {"value": work(*arguments, **named)}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(told, "w", encoding="utf-8") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(told)
    with os.fdopen(heard, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    assert text, "the child died"
    answer = json.loads(text)
    assert "error" not in answer, answer["error"]
    value: Value = answer["value"]
    return value


def limit_file_size(size: int) -> None:
    """From now on no file of this process grows beyond `size` bytes: writes fail as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def lift_limit() -> None:
    """The disk has room again."""
    limit_file_size(resource.RLIM_INFINITY)


def own_mounts() -> None:
    """Mounts made from now on are this process's alone; OSError when that is not allowed."""
    _call("unshare", CLONE_NEWNS)
    _mount(b"none", b"/", None, MS_REC | MS_PRIVATE)


def mount_memory(folder: Path, size: int) -> None:
    """A small disk at `folder`."""
    _mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode())


def mount_read_only(folder: Path) -> None:
    """`folder` as if on a read-only disk."""
    _mount(os.fsencode(folder), os.fsencode(folder), None, MS_BIND | MS_REC)
    _mount(b"none", os.fsencode(folder), None, MS_BIND | MS_REMOUNT | MS_RDONLY)


def become_nobody() -> None:
    """Give up root's rights, so that file modes count."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def may_mount() -> bool:
    """Whether mounts of our own are allowed here (root on Linux, outside of a strict container)."""
    if sys.platform != "linux" or os.getuid() != 0:
        return False
    try:
        in_child(own_mounts)
    except AssertionError:
        return False
    return True


def _mount(source: bytes, target: bytes, kind: bytes | None, flags: int, data: bytes | None = None) -> None:
    _call("mount", source, target, kind, ctypes.c_ulong(flags), data)


def _call(name: str, *arguments: Any) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), name)
