"""Drives of Windows by its own calls (ctypes): letters, kinds, names, serials, and the physical disk under a letter.

Everything asks and nothing changes; a call that fails means "not known".
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any, Final, Protocol

from desktop.drives import room_of
from ui.safekeeping.places import Drive

REMOVABLE, FIXED, REMOTE = 2, 3, 4
"""GetDriveTypeW."""
READ_ONLY_VOLUME: Final = 0x0008_0000
SHARED: Final = 0x1 | 0x2
OPEN_EXISTING: Final = 3
ASK_DEVICE_NUMBER: Final = 0x002D_1080
"""IOCTL_STORAGE_GET_DEVICE_NUMBER."""
NAME_ROOM: Final = 261
LETTERS: Final = 26
NO_QUESTIONS: Final = 0x8001
"""SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX: an empty card reader must not put up Windows' own dialog."""


class _DeviceNumber(ctypes.Structure):
    _fields_ = (("kind", ctypes.c_uint32), ("number", ctypes.c_uint32), ("partition", ctypes.c_uint32))


@dataclass(frozen=True, slots=True)
class Volume:
    """What GetVolumeInformationW says."""

    label: str
    serial: str
    read_only: bool


class Machine(Protocol):
    """Windows' answers, so that tests can give others."""

    def letters(self) -> int: ...

    def kind(self, root: str) -> int: ...

    def volume(self, root: str) -> Volume | None: ...

    def disk(self, letter: str) -> int | None: ...


class Kernel:
    """kernel32 itself."""

    def __init__(self) -> None:
        windows: Any = getattr(ctypes, "WinDLL")  # noqa: B009 - mypy for Linux knows no WinDLL
        self._kernel = windows("kernel32", use_last_error=True)
        self._kernel.CreateFileW.restype = ctypes.c_void_p
        self._kernel.CloseHandle.argtypes = [ctypes.c_void_p]
        self._kernel.DeviceIoControl.argtypes = [
            ctypes.c_void_p,
            ctypes.c_uint32,
            ctypes.c_void_p,
            ctypes.c_uint32,
            ctypes.c_void_p,
            ctypes.c_uint32,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]

    def letters(self) -> int:
        """A bit for each letter in use, A first."""
        return int(self._kernel.GetLogicalDrives())

    def kind(self, root: str) -> int:
        return int(self._kernel.GetDriveTypeW(ctypes.c_wchar_p(root)))

    def volume(self, root: str) -> Volume | None:
        label = ctypes.create_unicode_buffer(NAME_ROOM)
        serial, longest, flags = ctypes.c_uint32(), ctypes.c_uint32(), ctypes.c_uint32()
        before = ctypes.c_uint32()
        self._kernel.SetThreadErrorMode(NO_QUESTIONS, ctypes.byref(before))
        try:
            answered = self._kernel.GetVolumeInformationW(
                ctypes.c_wchar_p(root),
                label,
                NAME_ROOM,
                ctypes.byref(serial),
                ctypes.byref(longest),
                ctypes.byref(flags),
                None,
                0,
            )
        finally:
            self._kernel.SetThreadErrorMode(before.value, None)
        if not answered:
            return None
        return Volume(label.value, f"{serial.value:08x}", bool(flags.value & READ_ONLY_VOLUME))

    def disk(self, letter: str) -> int | None:
        """The number of the physical disk under a letter; needs no rights, since nothing is read."""
        handle = self._kernel.CreateFileW(
            ctypes.c_wchar_p(f"\\\\.\\{letter}:"), 0, SHARED, None, OPEN_EXISTING, 0, None
        )
        if handle in (None, ctypes.c_void_p(-1).value):
            return None
        try:
            answer, length = _DeviceNumber(), ctypes.c_uint32()
            size = ctypes.sizeof(answer)
            known = self._kernel.DeviceIoControl(
                handle, ASK_DEVICE_NUMBER, None, 0, ctypes.byref(answer), size, ctypes.byref(length), None
            )
        finally:
            self._kernel.CloseHandle(handle)
        return int(answer.number) if known else None


class WindowsDrives:
    """Sticks, and disks other than the one with the data (a USB disk calls itself fixed)."""

    def __init__(self, data: Path, machine: Machine | None = None) -> None:
        self._data = data
        self._machine = machine or Kernel()

    def glance(self) -> str:
        return f"{self._machine.letters():x}"

    def look(self) -> tuple[Drive, ...]:
        letters = self._machine.letters()
        used = [chr(ord("A") + index) for index in range(LETTERS) if letters >> index & 1]
        return tuple(drive for letter in used if (drive := self._offered(letter)) is not None)

    def at(self, folder: Path) -> Drive:
        return self._drive(folder, letter_of(folder))

    def _offered(self, letter: str) -> Drive | None:
        kind = self._machine.kind(f"{letter}:\\")
        if kind not in (REMOVABLE, FIXED) or letter == letter_of(self._data):
            return None
        if self._machine.volume(f"{letter}:\\") is None:
            return None  # a card reader without a card
        drive = self._drive(Path(f"{letter}:\\"), letter)
        return drive if kind == REMOVABLE or drive.outside else None

    def _drive(self, folder: Path, letter: str) -> Drive:
        root = f"{letter}:\\"
        volume = (self._machine.volume(root) if letter else None) or Volume("", "", read_only=False)
        total, free = room_of(folder)
        label = volume.label or folder.name or f"Ổ {letter}:"
        return Drive(folder, label, volume.serial, self._outside(letter, folder), total, free, volume.read_only)

    def _outside(self, letter: str, folder: Path) -> bool:
        """On another physical disk, or on another machine."""
        home = letter_of(self._data)
        if not letter:
            return PureWindowsPath(folder).drive.startswith("\\\\")
        if self._machine.kind(f"{letter}:\\") == REMOTE:
            return self._machine.kind(f"{home}:\\") != REMOTE if home else False
        here, there = self._machine.disk(home) if home else None, self._machine.disk(letter)
        return here is not None and there is not None and here != there


def letter_of(folder: Path) -> str:
    """The drive letter of a path; empty for a share (\\\\server\\share) and for what has none."""
    drive = PureWindowsPath(folder).drive or PureWindowsPath(Path.cwd()).drive
    return drive[0].upper() if len(drive) == 2 and drive[1] == ":" else ""
