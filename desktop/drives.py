"""Which sticks and disks are plugged in, and whether a folder lies on another disk than the data.

Promises: nothing is written and nothing raised: a drive that does not answer is left out, what cannot be known counts
as "not outside", so that the lamp is never green by mistake. Windows is asked by ctypes, Linux through /proc and /sys.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ui.safekeeping.places import Drive, Drives

NETWORK_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "9p", "virtiofs", "ceph"})
"""A network share lies on another machine's disk."""
OFFERED_BELOW = ("/media/", "/run/media/", "/mnt/")
"""Where Linux desktops mount what is plugged in."""
_ESCAPED = re.compile(r"\\([0-7]{3})")


def drives_beside(data: Path) -> Drives:
    """The drives of this machine as seen from the data folder."""
    if sys.platform == "win32":
        from desktop.windows_drives import WindowsDrives

        return WindowsDrives(data)
    else:  # noqa: RET505 - for mypy, which reads this for one system at a time
        return LinuxDrives(data)


def room_of(folder: Path) -> tuple[int, int]:
    """Bytes in all and free; zeros when the disk does not say."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return 0, 0
    return usage.total, usage.free


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of mountinfo: device number "8:1", where, the file system, its source, whether it is read-only."""

    number: str
    point: str
    system: str
    source: str
    read_only: bool


class LinuxDrives:
    """Drives by mountinfo and sysfs. `root` stands in for "/" in tests."""

    def __init__(self, data: Path, root: Path = Path("/")) -> None:
        self._data = data
        self._root = root

    def glance(self) -> str:
        try:
            return (self._root / "proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return ""

    def look(self) -> tuple[Drive, ...]:
        mounts = self._mounts()
        home = self._disks(self._mount_of(self._data, mounts))
        found: dict[str, Drive] = {}
        for mount in mounts:
            disks = self._disks(mount)
            plugged = any(self._can_be_unplugged(disk) for disk in disks)
            offered = mount.point.startswith(OFFERED_BELOW) and (bool(disks) or mount.system in NETWORK_SYSTEMS)
            if (plugged or offered) and not home & disks and mount.number not in found:
                found[mount.number] = self._drive(Path(mount.point), mount, home)
        return tuple(sorted(found.values(), key=lambda drive: str(drive.root)))

    def at(self, folder: Path) -> Drive:
        mounts = self._mounts()
        mount = self._mount_of(folder, mounts)
        return self._drive(folder, mount, self._disks(self._mount_of(self._data, mounts)))

    def _drive(self, folder: Path, mount: Mount | None, home: frozenset[str]) -> Drive:
        disks = self._disks(mount)
        far = mount is not None and mount.system in NETWORK_SYSTEMS
        outside = far or (bool(disks) and bool(home) and not disks & home)
        volume = self._link_to("uuid", mount)
        label = self._link_to("label", mount) or folder.name or str(folder)
        total, free = room_of(folder)
        return Drive(folder, label, volume, outside, total, free, mount is not None and mount.read_only)

    def _mounts(self) -> list[Mount]:
        return [mount for line in self.glance().splitlines() if (mount := read_mount(line)) is not None]

    def _mount_of(self, folder: Path, mounts: list[Mount]) -> Mount | None:
        """The mount that holds `folder`; the longest point, of several on one point the last."""
        whole = Path(os.path.realpath(folder))
        above = {str(one) for one in (whole, *whole.parents)}
        holding = [mount for mount in mounts if mount.point in above]
        return max(reversed(holding), key=lambda mount: len(mount.point), default=None)

    def _disks(self, mount: Mount | None) -> frozenset[str]:
        """The names of the real disks under a mount, through partitions, encryption and volume groups."""
        if mount is None:
            return frozenset()
        entry = self._root / "sys/dev/block" / mount.number
        if not entry.exists() and mount.source.startswith("/dev/"):  # btrfs gives numbers that no device has
            entry = self._root / "sys/class/block" / Path(os.path.realpath(mount.source)).name
        return frozenset(self._under(Path(os.path.realpath(entry)))) if entry.exists() else frozenset()

    def _under(self, device: Path) -> list[str]:
        if (device / "partition").exists():
            device = device.parent
        try:
            below = sorted((device / "slaves").iterdir())
        except OSError:
            below = []
        if not below:
            return [device.name]
        return [disk for one in below for disk in self._under(Path(os.path.realpath(one)))]

    def _can_be_unplugged(self, disk: str) -> bool:
        entry = self._root / "sys/block" / disk
        try:
            removable = (entry / "removable").read_text(encoding="ascii").strip() == "1"
        except OSError:
            removable = False
        return removable or "/usb" in os.path.realpath(entry) or disk.startswith("mmcblk")

    def _link_to(self, kind: str, mount: Mount | None) -> str:
        """The name under which /dev/disk/by-KIND points at the mounted device."""
        if mount is None:
            return ""
        try:
            links = sorted((self._root / "dev/disk" / f"by-{kind}").iterdir())
        except OSError:
            return ""
        name = next((link.name for link in links if Path(os.path.realpath(link)).name == Path(mount.source).name), "")
        return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), name)


def read_mount(line: str) -> Mount | None:
    """A line of mountinfo (proc(5)); None when it is not one."""
    before, dash, after = line.partition(" - ")
    fields, rest = before.split(" "), after.split(" ")
    if not dash or len(fields) < 6 or len(rest) < 2:
        return None
    options = {*fields[5].split(","), *(rest[2].split(",") if len(rest) > 2 else ())}
    return Mount(fields[2], _plain(fields[4]), rest[0], _plain(rest[1]), "ro" in options)


def _plain(text: str) -> str:
    """mountinfo writes blanks and the like as \\040."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), text)
