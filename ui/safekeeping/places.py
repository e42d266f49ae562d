"""Where copies may lie: the drives that are plugged in now, as the desktop sees them. Facts alone, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive or folder that can take copies.

    `root` is where it is reached, `label` what its owner called it, `volume` the file system's own serial (empty when
    it has none), `total` and `free` are bytes (0: unknown). `outside`: it lies on another disk than the data, so that a
    copy outlives that disk; unknown counts as no.
    """

    root: Path
    label: str
    volume: str
    outside: bool
    total: int = 0
    free: int = 0
    read_only: bool = False


class Drives(Protocol):
    """What tells which drives there are. `glance` must cost nothing, `look` and `at` may wait for a slow stick."""

    def glance(self) -> str:
        """Changes when something is plugged in or taken out."""

    def look(self) -> tuple[Drive, ...]:
        """The drives that copies may go to: sticks and disks other than the one with the data."""

    def at(self, folder: Path) -> Drive:
        """Any folder that the clerk chose, with what is known of the disk under it."""


class NoDrives:
    """A machine without sticks, such as the one that draws pictures."""

    def glance(self) -> str:
        return ""

    def look(self) -> tuple[Drive, ...]:
        return ()

    def at(self, folder: Path) -> Drive:
        return Drive(folder, folder.name, "", outside=False)
