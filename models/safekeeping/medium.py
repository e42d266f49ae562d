"""A stick, or a folder that stands for one: the one class through which backups are written and read.

Promises: what `write` returns is flushed to the device; `read` comes from the device, not from memory; every trouble is
an EnvironmentProblem with its own code that says what to do. Every deed passes `reach`, `put` or `got`, where the
drills break it. Paths are relative to the root, with slashes. Nothing here knows keys or what the files mean.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from models.safekeeping.uncached import Block, uncached_blocks
from models.store.canonical import canonical_bytes, parse_canonical
from models.store.errors import EnvironmentProblem
from models.store.files import UNFINISHED, flush_folder

HOME = "SoAnSinh"
CARD = f"{HOME}/medium.json"
LITTER = "~"
"""Names that begin so are still being written, or left over by a run that was cut off."""
MOST_SMALL = 64 * 1024 * 1024
"""No manifest or vault is larger; whoever put more there wants the program to choke."""
FLUSH_BYTES = 32 * 1024 * 1024
"""So much is written between two flushes: a stop is heard soon, and progress is what the device has."""
LARGEST_FILE = 4 * 1024**3 - 64 * 1024
"""FAT32 holds files below 4 GiB."""
CARD_FORMAT = 1
_UID = re.compile(r"[0-9a-f]{32}")
_GONE = {errno.ENODEV, errno.ENXIO, errno.ESTALE if sys.platform != "win32" else errno.ENODEV}
_GONE_ON_WINDOWS = {21, 433, 1006, 1167, 1617}
"""Not ready, no such device, volume changed outside, device not connected, device removed."""
_FULL_ON_WINDOWS = {39, 112}
_TOO_LARGE_ON_WINDOWS = 223
_PROTECTED_ON_WINDOWS = 19
_STANDS_FOR_ANOTHER = 0x20000000
"""Windows: bit of a reparse tag that says "look elsewhere", as junctions and symbolic links do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: its size in bytes and the SHA-256 of them in hex."""

    size: int
    sha256: str


class Medium:
    """A medium at `root`. `largest_file`: more bytes than this no single file may hold."""

    def __init__(self, root: Path, *, largest_file: int = LARGEST_FILE) -> None:
        self.root = root
        self.largest_file = largest_file

    def reach(self, deed: str, path: Path) -> None:
        """Called before each deed; raises OSError in drills alone."""

    def put(self, file: FileIO, block: Block | bytes) -> None:
        """Write all of `block`."""
        rest = memoryview(block)
        while rest:
            rest = rest[file.write(rest) :]

    def got(self, path: Path, block: Block) -> Block:
        """What was read from `path`, before anybody looks at it."""
        return block

    def path(self, relative: str) -> Path:
        """Where a file lies, for a library that reads it by itself; raises when the medium is gone."""
        path = self.root / relative
        with self._troubles():
            self.reach("path", path)
            self._demand_there()
        return path

    def uid(self) -> str | None:
        """The medium's uid (32 hex digits), None when it bears none.

        Raises EnvironmentProblem "medium_card_damaged" when its card cannot be read.
        """
        if CARD.rpartition("/")[2] not in self.names(HOME):
            return None
        try:
            card = parse_canonical(self.read_small(CARD))
            uid, told = card["uid"], card["sum"]
            whole = card.keys() == {"format", "uid", "sum"} and told == _card_sum(card["format"], uid)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            whole, uid = False, ""
        if not whole or not isinstance(uid, str) or not _UID.fullmatch(uid):
            raise EnvironmentProblem(
                f"Thẻ nhận dạng của USB ({CARD}) bị hỏng. Các bản sao lưu trên đó không bị ảnh hưởng; hãy xóa riêng "
                "tệp này rồi đăng ký lại USB.",
                code="medium_card_damaged",
            )
        return uid

    def claim(self) -> str:
        """Give the medium a uid, or tell the one that it has; says nothing about whose it is."""
        known = self.uid()
        if known is not None:
            return known
        uid = os.urandom(16).hex()
        self.make_folder(HOME)
        body = {"format": CARD_FORMAT, "uid": uid, "sum": _card_sum(CARD_FORMAT, uid)}
        draft = f"{HOME}/{LITTER}{uid}{UNFINISHED}"
        self.write(draft, [canonical_bytes(body)])
        self.rename(draft, CARD)
        return uid

    def names(self, folder: str) -> tuple[str, ...]:
        """Names in `folder`, sorted; none when there is no such folder."""
        return tuple(sorted(self.sizes(folder)))

    def sizes(self, folder: str) -> dict[str, int]:
        """Names in `folder` with their sizes in bytes, -1 for a folder in it; none where there is no folder."""
        path = self.root / folder
        with self._troubles():
            self.reach("list", path)
            self._demand_no_link(path)
            try:
                with os.scandir(path) as entries:
                    return {each.name: _size(each) for each in entries}
            except (FileNotFoundError, NotADirectoryError):  # the latter: a stranger's file of this name
                self._demand_there()
                return {}

    def free_bytes(self) -> int:
        """Room left."""
        with self._troubles():
            self.reach("room", self.root)
            return shutil.disk_usage(self.root).free

    def make_folder(self, relative: str) -> None:
        """Make a folder and those above it, flushed; harmless when it is there."""
        path = self.root / relative
        with self._troubles():
            self.reach("folder", path)
            self._demand_no_link(path)
            if path.is_dir():
                return
            self._demand_there()
        if "/" in relative:
            self.make_folder(relative.rpartition("/")[0])
        with self._troubles():
            path.mkdir(exist_ok=True)
            self._flush_folder(path.parent)

    def write(self, relative: str, blocks: Iterable[Block | bytes]) -> Written:
        """Write a new file and flush it with its folder's entry; nothing of it stays when that fails.

        Whatever `blocks` raises comes out as it is.
        """
        path = self.root / relative
        digest, size = hashlib.sha256(), 0
        file = self._created(path)
        try:
            with file:
                unflushed = 0
                for block in blocks:
                    digest.update(block)
                    size, unflushed = size + len(block), unflushed + len(block)
                    with self._troubles():
                        self.reach("write", path)
                        self.put(file, block)
                        if unflushed >= FLUSH_BYTES:
                            unflushed = 0
                            self._flush(path, file)
                with self._troubles():
                    self._flush(path, file)
            with self._troubles():
                self._flush_folder(path.parent)
        except BaseException:
            with suppress(OSError):  # a medium that is gone or full may refuse this too: litter, swept next time
                self.reach("remove", path)
                path.unlink(missing_ok=True)
            raise
        return Written(size, digest.hexdigest())

    def read(self, relative: str) -> Iterator[Block]:
        """The file's bytes from the device; a block is valid until the next is asked for."""
        path = self.root / relative
        with self._troubles():
            self.reach("open", path)
        blocks = uncached_blocks(path)
        try:
            while True:
                with self._troubles():
                    self.reach("read", path)
                    block = next(blocks, None)
                if block is None:
                    return
                yield self.got(path, block)
        finally:
            blocks.close()

    def read_small(self, relative: str, most: int = MOST_SMALL) -> bytes:
        """The whole of a small file; raises EnvironmentProblem when it has more than `most` bytes."""
        parts, size = [], 0
        for block in self.read(relative):
            size += len(block)
            if size > most:
                raise EnvironmentProblem("Tệp trên USB lớn bất thường, không phải bản sao lưu.", code="medium_strange")
            parts.append(bytes(block))
        return b"".join(parts)

    def hashed(self, relative: str, tick: Callable[[int], None] = lambda _: None) -> Written:
        """Read the whole file from the device; `tick` hears how many bytes each block had."""
        digest, size = hashlib.sha256(), 0
        for block in self.read(relative):
            digest.update(block)
            size += len(block)
            tick(len(block))
        return Written(size, digest.hexdigest())

    def rename(self, old: str, new: str) -> None:
        """Give a file or folder its name, flushed; a file takes the place of an older one."""
        with self._troubles():
            self.reach("rename", self.root / old)
            (self.root / old).replace(self.root / new)
            self._flush_folder((self.root / new).parent)

    def remove(self, relative: str) -> None:
        """Remove a file, or a folder with all that it holds; harmless when it is not there.

        Of a link the link alone goes: what it leads to is not the medium's.
        """
        path = self.root / relative
        with self._troubles():
            self.reach("remove", path)
            if _is_link(path) or not path.is_dir():
                path.unlink(missing_ok=True)
                return
        for name in self.names(relative):
            self.remove(f"{relative}/{name}")
        with self._troubles():
            self.reach("remove", path)
            path.rmdir()

    def _created(self, path: Path) -> FileIO:
        with self._troubles():
            self.reach("create", path)
            return path.open("xb", buffering=0)

    def _flush(self, path: Path, file: FileIO) -> None:
        self.reach("flush", path)
        os.fsync(file.fileno())

    def _flush_folder(self, path: Path) -> None:
        self.reach("flush", path)
        flush_folder(path)

    def _demand_no_link(self, path: Path) -> None:
        """Whoever had the stick may have put links on it: nothing is listed, made or removed behind one."""
        below = path.relative_to(self.root).parts
        if any(_is_link(self.root.joinpath(*below[: count + 1])) for count in range(len(below))):
            raise EnvironmentProblem(
                f"Trên USB có đường tắt (symlink) dẫn ra ngoài trong thư mục {HOME}, không phải do Sổ An Sinh tạo. Hãy "
                "xóa đường tắt đó, hoặc dùng USB khác.",
                code="medium_strange",
            )

    def _demand_there(self) -> None:
        if not self.root.is_dir():
            raise removed()

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            raise self._named(problem) from None

    def _named(self, problem: OSError) -> EnvironmentProblem:
        """The trouble by its number; a medium that is no longer there explains every other number."""
        windows = getattr(problem, "winerror", None)
        if problem.errno in _GONE or windows in _GONE_ON_WINDOWS or not self._answers():
            return removed()
        if problem.errno == errno.EFBIG or windows == _TOO_LARGE_ON_WINDOWS:
            return EnvironmentProblem(
                "USB không chứa được tệp lớn như vậy. Hãy định dạng lại USB theo exFAT, hoặc dùng USB khác.",
                code="medium_file_too_large",
            )
        if problem.errno in {errno.ENOSPC, _quota()} or windows in _FULL_ON_WINDOWS:
            return full()
        if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM} or windows == _PROTECTED_ON_WINDOWS:
            return EnvironmentProblem(
                "USB chỉ cho đọc nên chưa sao lưu được. Gạt nút khóa trên USB hoặc thẻ nhớ, hoặc dùng USB khác.",
                code="medium_read_only",
            )
        return failing()

    def _answers(self) -> bool:
        try:
            self.reach("stat", self.root)
            return self.root.is_dir()
        except OSError:
            return False


def removed() -> EnvironmentProblem:
    """The medium was pulled out."""
    return EnvironmentProblem(
        "Không còn thấy USB. Các bản sao lưu trước đó vẫn được giữ; hãy cắm lại USB rồi sao lưu lại.",
        code="medium_removed",
    )


def failing() -> EnvironmentProblem:
    """The device reports errors."""
    return EnvironmentProblem(
        "USB báo lỗi khi đọc hoặc ghi. Các bản sao lưu trước đó vẫn được giữ; hãy cắm lại USB, nếu vẫn lỗi thì "
        "thay USB khác.",
        code="medium_error",
    )


def full() -> EnvironmentProblem:
    """No room left on the medium."""
    return EnvironmentProblem(
        "USB không đủ chỗ cho bản sao lưu mới. Các bản trước vẫn được giữ; hãy xóa bớt tệp khác trên USB hoặc dùng USB "
        "lớn hơn.",
        code="medium_full",
    )


def _size(entry: os.DirEntry[str]) -> int:
    """Size of a file in bytes (of a link: its own), -1 for a folder."""
    return -1 if entry.is_dir(follow_symlinks=False) else entry.stat(follow_symlinks=False).st_size


def _is_link(path: Path) -> bool:
    """Whether this name only leads elsewhere: a symbolic link, or a junction of Windows."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISLNK(found.st_mode) or bool(getattr(found, "st_reparse_tag", 0) & _STANDS_FOR_ANOTHER)


def is_outside(root: Path, data: Path) -> bool:
    """Whether `root` lies on another file system than the data folder; raises OSError when one is not there."""
    return root.stat().st_dev != data.stat().st_dev


def _quota() -> int:
    return errno.ENOSPC if sys.platform == "win32" else errno.EDQUOT


def _card_sum(form: object, uid: object) -> str:
    return hashlib.sha256(canonical_bytes({"format": form, "uid": uid})).hexdigest()
