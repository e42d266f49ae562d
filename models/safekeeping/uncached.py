"""Reading a file from the device itself instead of from the system's memory of what was just written to it.

Linux: what is still unwritten is flushed and the file's pages are dropped before the first read. Windows: the file is
opened unbuffered. Where a file system offers neither, the plain reading is all there is.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Generator
from pathlib import Path

BLOCK_BYTES = 4 * 1024 * 1024

Block = memoryview
"""A piece of a file; its bytes are those of the next piece as soon as that is asked for."""


def plain_blocks(path: Path, *, start: int = 0, most: int | None = None) -> Generator[Block, None, None]:
    """The file as the system gives it, from byte `start`, at most `most` bytes; raises OSError."""
    view = memoryview(bytearray(BLOCK_BYTES))
    left = most
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while count := file.readinto(view if left is None else view[: min(left, BLOCK_BYTES)]):
            yield view[:count]
            left = None if left is None else left - count


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _SECTOR = 4096
    """No device asks for a coarser alignment of the buffer."""
    _GENERIC_READ, _SHARE_ALL, _OPEN_EXISTING = 0x80000000, 7, 3
    _NO_BUFFERING, _SEQUENTIAL = 0x20000000, 0x08000000
    _CANNOT = {50, 87}
    """ERROR_NOT_SUPPORTED, ERROR_INVALID_PARAMETER: this file system reads buffered only."""
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.argtypes = (
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    )
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _kernel.ReadFile.argtypes = (
        wintypes.HANDLE,
        wintypes.LPVOID,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
        wintypes.LPVOID,
    )
    _kernel.ReadFile.restype = wintypes.BOOL
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    def uncached_blocks(path: Path) -> Generator[Block, None, None]:
        """The file as the device gives it; raises OSError."""
        handle = _kernel.CreateFileW(
            str(path), _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, _NO_BUFFERING | _SEQUENTIAL, None
        )
        if handle == wintypes.HANDLE(-1).value:
            error = ctypes.get_last_error()
            if error not in _CANNOT:
                raise ctypes.WinError(error)
            yield from plain_blocks(path)
            return
        try:
            yield from _read(handle)
        finally:
            _kernel.CloseHandle(handle)

    def _read(handle: int) -> Generator[Block, None, None]:
        room = bytearray(BLOCK_BYTES + _SECTOR)
        address = ctypes.addressof((ctypes.c_char * len(room)).from_buffer(room))
        start = -address % _SECTOR
        view = memoryview(room)[start : start + BLOCK_BYTES]
        count = wintypes.DWORD()
        while True:
            if not _kernel.ReadFile(handle, address + start, BLOCK_BYTES, ctypes.byref(count), None):
                raise ctypes.WinError(ctypes.get_last_error())
            if count.value:
                yield view[: count.value]
            if count.value < BLOCK_BYTES:  # beyond an unaligned end the system refuses to look
                return

else:
    _NOTHING_UNWRITTEN = {errno.EINVAL, errno.EROFS, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}
    """Network shares and read-only disks that do not flush."""

    def uncached_blocks(path: Path) -> Generator[Block, None, None]:
        """The file as the device gives it; raises OSError."""
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe that somebody put there must not make us wait
        try:
            _flush(handle)
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_SEQUENTIAL)
            view = memoryview(bytearray(BLOCK_BYTES))
            while count := os.readv(handle, [view]):
                yield view[:count]
        finally:
            os.close(handle)

    def _flush(handle: int) -> None:
        try:
            os.fsync(handle)
        except OSError as problem:
            if problem.errno not in _NOTHING_UNWRITTEN:
                raise
