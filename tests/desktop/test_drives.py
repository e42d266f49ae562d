"""Drives as Linux and Windows tell them: what is offered, what lies outside, what counts as unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.drives import LinuxDrives, read_mount
from desktop.windows_drives import FIXED, REMOTE, REMOVABLE, Volume, WindowsDrives, letter_of


@dataclass
class Machine:
    """A made-up Linux: mountinfo, /sys and /dev/disk below one folder."""

    root: Path
    lines: list[str] = field(default_factory=list)

    def disk(self, name: str, number: str, *, removable: bool = False, bus: str = "pci/sata") -> Path:
        device = self.root / "sys/devices" / bus / "block" / name
        device.mkdir(parents=True)
        (device / "removable").write_text("1\n" if removable else "0\n", encoding="ascii")
        for folder, key in (("sys/block", name), ("sys/dev/block", number), ("sys/class/block", name)):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            (self.root / folder / key).symlink_to(device)
        return device

    def partition(self, disk: Path, name: str, number: str) -> None:
        (disk / name).mkdir()
        (disk / name / "partition").write_text("1\n", encoding="ascii")
        (self.root / "sys/dev/block" / number).symlink_to(disk / name)

    def mapper(self, name: str, number: str, below: Path) -> None:
        device = self.disk(name, number, bus="virtual")
        (device / "slaves").mkdir()
        (device / "slaves" / below.name).symlink_to(below)

    def mount(self, number: str, point: Path | str, source: str, system: str = "ext4", options: str = "rw") -> None:
        where = str(point).replace(" ", "\\040")
        self.lines.append(f"36 35 {number} / {where} {options},relatime shared:1 - {system} {source} {options}")
        (self.root / "proc/self").mkdir(parents=True, exist_ok=True)
        (self.root / "proc/self/mountinfo").write_text("\n".join(self.lines) + "\n", encoding="utf-8")

    def link(self, kind: str, name: str, device: str) -> None:
        folder = self.root / "dev/disk" / f"by-{kind}"
        folder.mkdir(parents=True, exist_ok=True)
        (self.root / "dev" / device).touch()
        (folder / name).symlink_to(self.root / "dev" / device)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A disk with everything, and one stick with a blank in its name."""
    made = Machine(tmp_path / "machine")
    disk = made.disk("sda", "8:0")
    made.partition(disk, "sda1", "8:1")
    made.mount("8:1", "/", "/dev/sda1")
    return made


def stick(machine: Machine, point: Path, *, options: str = "rw") -> None:
    point.mkdir(parents=True, exist_ok=True)
    disk = machine.disk("sdb", "8:16", removable=True, bus="pci/usb2/2-1")
    machine.partition(disk, "sdb1", "8:17")
    machine.mount("8:17", point, "/dev/sdb1", "vfat", options)
    machine.link("uuid", "4A1B-22C3", "sdb1")
    machine.link("label", "USB\\x20VĂN\\x20PHÒNG", "sdb1")


def test_a_stick_is_found_with_name_and_serial(machine: Machine, tmp_path: Path) -> None:
    drives = LinuxDrives(tmp_path, machine.root)
    before = drives.glance()
    assert drives.look() == ()
    stick(machine, tmp_path / "media" / "USB VĂN PHÒNG")
    assert drives.glance() != before
    (found,) = drives.look()
    assert found.root == tmp_path / "media" / "USB VĂN PHÒNG"
    assert (found.label, found.volume, found.outside, found.read_only) == ("USB VĂN PHÒNG", "4A1B-22C3", True, False)
    assert found.total > 0


def test_a_locked_stick_is_told_as_read_only(machine: Machine, tmp_path: Path) -> None:
    stick(machine, tmp_path / "stick", options="ro")
    assert LinuxDrives(tmp_path, machine.root).look()[0].read_only


def test_a_folder_on_the_same_disk_is_not_outside(machine: Machine, tmp_path: Path) -> None:
    stick(machine, tmp_path / "stick")
    (tmp_path / "copies").mkdir()
    drives = LinuxDrives(tmp_path / "data", machine.root)
    assert not drives.at(tmp_path / "copies").outside
    assert drives.at(tmp_path / "stick" / "deeper").outside


def test_another_partition_of_the_same_disk_is_not_outside(machine: Machine, tmp_path: Path) -> None:
    machine.partition(machine.root / "sys/devices/pci/sata/block/sda", "sda2", "8:2")
    (tmp_path / "second").mkdir()
    machine.mount("8:2", tmp_path / "second", "/dev/sda2")
    drives = LinuxDrives(tmp_path, machine.root)
    assert not drives.at(tmp_path / "second").outside
    assert drives.look() == ()


def test_an_encrypted_volume_lies_on_the_disk_below_it(machine: Machine, tmp_path: Path) -> None:
    machine.mapper("dm-0", "253:0", machine.root / "sys/devices/pci/sata/block/sda")
    (tmp_path / "vault").mkdir()
    machine.mount("253:0", tmp_path / "vault", "/dev/mapper/vault")
    assert not LinuxDrives(tmp_path, machine.root).at(tmp_path / "vault").outside


def test_a_file_system_with_its_own_numbers_is_found_by_its_device(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    machine.mount("0:33", tmp_path / "pool", "/dev/sda", "btrfs")
    stick(machine, tmp_path / "stick")
    drives = LinuxDrives(tmp_path / "pool", machine.root)
    assert drives.at(tmp_path / "stick").outside
    assert not drives.at(tmp_path).outside


def test_data_on_the_stick_makes_the_stick_no_place_for_copies(machine: Machine, tmp_path: Path) -> None:
    stick(machine, tmp_path / "stick")
    drives = LinuxDrives(tmp_path / "stick", machine.root)
    assert drives.look() == ()
    assert not drives.at(tmp_path / "stick").outside


def test_a_share_is_outside_and_memory_is_not(machine: Machine, tmp_path: Path) -> None:
    for name, system in (("share", "nfs4"), ("memory", "tmpfs")):
        (tmp_path / name).mkdir()
        machine.mount("0:50" if name == "share" else "0:51", tmp_path / name, "server:/copies", system)
    drives = LinuxDrives(tmp_path, machine.root)
    assert drives.at(tmp_path / "share").outside
    assert not drives.at(tmp_path / "memory").outside


def test_without_proc_nothing_is_known_and_nothing_breaks(tmp_path: Path) -> None:
    drives = LinuxDrives(tmp_path, tmp_path / "nowhere")
    assert (drives.glance(), drives.look()) == ("", ())
    assert not drives.at(tmp_path).outside


@pytest.mark.parametrize("line", ["", "36 35 8:1 / / rw", "a b - c", "36 35 8:1 / / rw - ext4"])
def test_a_strange_line_is_passed_over(line: str) -> None:
    assert read_mount(line) is None


def test_this_machine_answers(tmp_path: Path) -> None:
    drives = LinuxDrives(tmp_path)
    assert drives.glance()
    here = drives.at(tmp_path)
    assert here.total > 0
    assert not here.outside


@dataclass
class FakeWindows:
    """Letters with (kind, name, physical disk)."""

    drives: dict[str, tuple[int, str | None, int | None]]

    def letters(self) -> int:
        return sum(1 << (ord(letter) - ord("A")) for letter in self.drives)

    def kind(self, root: str) -> int:
        return self.drives.get(root[0], (1, None, None))[0]

    def volume(self, root: str) -> Volume | None:
        label = self.drives[root[0]][1]
        return None if label is None else Volume(label, "1a2b3c4d", read_only=False)

    def disk(self, letter: str) -> int | None:
        return self.drives[letter][2]


def windows(**drives: tuple[int, str | None, int | None]) -> WindowsDrives:
    return WindowsDrives(Path("C:\\So"), FakeWindows({"C": (FIXED, "Windows", 0), **drives}))


def test_windows_offers_sticks_and_other_disks() -> None:
    drives = windows(
        D=(FIXED, "Data", 0),
        E=(REMOVABLE, "USB cơ quan", 1),
        F=(REMOVABLE, None, None),
        G=(FIXED, "Ổ cứng rời", 2),
        H=(REMOTE, "Chung", None),
    )
    found = {drive.root: drive for drive in drives.look()}
    assert list(found) == [Path("E:\\"), Path("G:\\")]
    assert (found[Path("E:\\")].label, found[Path("E:\\")].volume) == ("USB cơ quan", "1a2b3c4d")
    assert all(drive.outside for drive in found.values())


def test_windows_knows_what_lies_outside() -> None:
    drives = windows(D=(FIXED, "Data", 0), E=(REMOVABLE, "", 1), H=(REMOTE, "Chung", None), I=(FIXED, "?", None))
    outside = {letter: drives.at(Path(f"{letter}:\\copies")).outside for letter in "CDEHI"}
    assert outside == {"C": False, "D": False, "E": True, "H": True, "I": False}
    assert drives.at(Path("\\\\server\\copies")).outside


def test_windows_notices_a_stick() -> None:
    assert windows().glance() != windows(E=(REMOVABLE, "", 1)).glance()


def test_letters() -> None:
    assert (letter_of(Path("e:\\copies")), letter_of(Path("\\\\server\\share"))) == ("E", "")
