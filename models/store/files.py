"""Files that are whole or not there, and the lock that keeps a second instance out."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from models.store.errors import EnvironmentProblem

TEMPORARY = "~so-an-sinh-"
"""Beginning of the name of a file that is still being written."""
UNFINISHED = ".new"
"""Ending of what is still being built, file or folder of a set; such a thing may be thrown away."""
_HELD_BY_ANOTHER = {32, 33}
"""Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""
_NO_SUCH_CALL = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}


def write_durably(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, flushed to the device: after a power cut the old or the new bytes are there.

    What is written first lies beside it under a name that nobody else has, and goes away when the writing fails. Raises
    EnvironmentProblem when the disk refuses, or when another program holds the file.
    """
    beside = path.with_name(f"{TEMPORARY}{os.urandom(8).hex()}{UNFINISHED}")
    try:
        fresh = beside.open("xb")
    except OSError as problem:
        raise disk_problem(problem) from None
    try:
        with fresh as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            beside.replace(path)
        except OSError as problem:
            raise _replace_problem(path, problem) from None
        flush_folder(path.parent)
    except BaseException as problem:
        with suppress(OSError):  # a read-only disk refuses this as well
            beside.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise disk_problem(problem) from None
        raise


def flush_folder(folder: Path) -> None:
    """Flush a folder's entries to the device; Windows has no such call and keeps its journal instead."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as problem:
            if problem.errno not in _NO_SUCH_CALL:  # a network share that cannot: the file itself is flushed
                raise
        finally:
            os.close(handle)


def disk_problem(problem: OSError) -> EnvironmentProblem:
    """The problem to show for an OSError while writing; it never repeats file contents."""
    if getattr(problem, "winerror", None) in _HELD_BY_ANOTHER:
        return file_in_use()
    if problem.errno in {errno.ENOSPC, errno.EDQUOT if sys.platform != "win32" else errno.ENOSPC, errno.EFBIG}:
        return disk_full()
    if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return disk_read_only()
    return EnvironmentProblem(
        "Ổ đĩa báo lỗi khi ghi. Dữ liệu đã lưu trước đó vẫn còn nguyên; kiểm tra ổ đĩa rồi thử lại.", code="disk_error"
    )


def _replace_problem(path: Path, problem: OSError) -> EnvironmentProblem:
    """Why a file that could be written beside `path` may not take its place.

    Windows says "access denied" for a file that Excel holds as well as for one that is marked read-only.
    """
    if path.is_dir():
        return EnvironmentProblem("Đã có thư mục mang tên này; hãy chọn tên khác.", code="name_taken")
    if problem.errno in {errno.EACCES, errno.EPERM} and path.exists() and os.access(path, os.W_OK):
        return file_in_use()
    return disk_problem(problem)


def file_in_use() -> EnvironmentProblem:
    """Another program holds the file, as Excel does with what it shows."""
    return EnvironmentProblem(
        "Tệp đang mở trong chương trình khác (Excel?). Hãy đóng tệp ở đó, hoặc chọn tên khác rồi lưu lại.",
        code="file_in_use",
    )


def disk_full() -> EnvironmentProblem:
    """No room left."""
    return EnvironmentProblem(
        "Ổ đĩa đã đầy nên chưa lưu được. Dữ liệu đã lưu trước đó vẫn còn nguyên; xóa bớt tệp không cần rồi thử lại.",
        code="disk_full",
    )


def disk_read_only() -> EnvironmentProblem:
    """No right to write."""
    return EnvironmentProblem(
        "Ổ đĩa hoặc thư mục này chỉ cho đọc nên chưa lưu được. Kiểm tra quyền ghi, hoặc nút khóa trên thẻ nhớ, USB.",
        code="read_only",
    )


def opened_read_only() -> EnvironmentProblem:
    """The store itself lies where nothing can be written: it does not open, since even looking leaves a trace in it."""
    return EnvironmentProblem(
        "Sổ nằm trên ổ đĩa hoặc thư mục chỉ cho đọc nên không mở được. Gạt nút khóa trên thẻ nhớ, USB hoặc xin quyền "
        "ghi; nếu không được, hãy chép cả thư mục dữ liệu sang ổ đĩa khác rồi mở ở đó.",
        code="read_only",
    )


class InstanceLock:
    """An operating-system lock on the data folder; it vanishes with the process, so no stale lock can remain."""

    def __init__(self, path: Path) -> None:
        """Take the lock; raises EnvironmentProblem when another instance holds it or the folder is read-only."""
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            raise disk_problem(problem) from None
        try:
            _lock(self._handle)
        except OSError:
            os.close(self._handle)
            raise EnvironmentProblem(
                "Sổ đang được mở ở một cửa sổ khác. Hãy chuyển sang cửa sổ đó hoặc đóng nó trước.", code="already_open"
            ) from None

    def release(self) -> None:
        """Give the lock back; harmless when done twice."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> InstanceLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
