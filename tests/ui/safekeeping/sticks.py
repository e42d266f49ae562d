"""A folder that stands for a stick, and drives over it that a test plugs in and takes out."""

from __future__ import annotations

from pathlib import Path

from ui.safekeeping.places import Drive


class FolderSticks:
    """Folders as sticks outside the disk with the data."""

    def __init__(self, *roots: Path) -> None:
        self.roots = list(roots)

    def glance(self) -> str:
        return "|".join(str(root) for root in self.roots if root.exists())

    def look(self) -> tuple[Drive, ...]:
        return tuple(self._stick(root) for root in self.roots if root.exists())

    def at(self, folder: Path) -> Drive:
        return Drive(folder, folder.name, "", outside=False)

    def _stick(self, root: Path) -> Drive:
        return Drive(root, root.name.upper(), "4A1B-22C3", outside=True, total=32 * 10**9, free=10**9)
