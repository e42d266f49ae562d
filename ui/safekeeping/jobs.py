"""The long jobs over a stick, each in a thread: making a copy and proving it, proving one again, the restore drill.

They read the store through connections of their own and write nothing into it; what they find is noted afterwards.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass

from models.office.open_office import OpenOffice
from models.office.queries import staff
from models.safekeeping import backup, generations, practice, proving, queries
from models.safekeeping.generations import Listed, place_of
from models.safekeeping.manifest import BackupDamaged, Facts, Maker
from models.safekeeping.medium import Medium
from models.safekeeping.progress import BackupStopped, Progress
from models.safekeeping.snapshot import scratch
from models.store.errors import EnvironmentProblem
from ui.safekeeping.facts import CopyLine, Found, Told
from ui.safekeeping.ports import CopyStopped, Stopped, Tell

UNKNOWN_COPY = "Không thấy bản sao này trên USB nữa."


@dataclass(frozen=True, slots=True)
class Made:
    """A copy just made on a medium, with what its manifest tells."""

    found: Found
    proved: backup.ProvedBackup
    facts: Facts | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A copy that was looked into: the drill's report, or the proof, or what is wrong with it."""

    found: Found
    listed: Listed
    report: practice.DrillReport | None = None
    proof: proving.Proof | None = None
    damage: str = ""


def told_of(tell: Tell) -> Callable[[Progress], None]:
    """The models' progress in the pages' words."""
    return lambda progress: tell(Told(progress.stage.words, progress.done, progress.total))


class CopyJobs:
    """The jobs of one opened office."""

    def __init__(self, office: OpenOffice) -> None:
        self._office = office
        self.place = place_of(office.store.fact("uid") or "")
        """The folder on a stick where copies of this store lie."""

    def _maker(self) -> Maker:
        with self._office.store.read() as session:
            known = staff(session)
        name = next((one.display_name for one in known if one.id == self._office.actor.staff_id), "")
        return Maker(self._office.folder.handle, name, platform.node())

    def back_up(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        medium = Medium(found.drive.root)
        try:
            made = backup.back_up(self._office.store, medium, self._maker(), progress=told_of(tell), stopped=stopped)
        except BackupStopped:
            raise CopyStopped from None
        return Made(found, made, self._facts(medium, made.generation))

    def _facts(self, medium: Medium, generation: str) -> Facts | None:
        """What the new manifest tells; the copy is good without it."""
        try:
            listed = self._listed(medium, generation)
            key = queries.data_keys(self._office.store).get(listed.clear.key_id)
            return listed.manifest.facts(key) if listed.manifest is not None and key is not None else None
        except EnvironmentProblem:
            return None

    def _listed(self, medium: Medium, generation: str) -> Listed:
        found = next((one for one in generations.listed(medium, self.place) if one.name == generation), None)
        if found is None:
            raise EnvironmentProblem(UNKNOWN_COPY, code="copy_gone")
        return found

    def prove_again(self, copy: CopyLine, found: Found, tell: Tell, stopped: Stopped) -> object:
        return self._proved_again(self._listed(Medium(found.drive.root), copy.name), found, tell, stopped)

    def _proved_again(self, listed: Listed, found: Found, tell: Tell, stopped: Stopped) -> Looked:
        store, medium = self._office.store, Medium(found.drive.root)
        try:
            with scratch(store.set.folder.parent) as folder:
                proof = proving.prove(
                    medium,
                    listed,
                    queries.data_keys(store),
                    scratch=folder,
                    progress=told_of(tell),
                    stopped=stopped,
                    scans=True,
                )
        except BackupStopped:
            raise CopyStopped from None
        except BackupDamaged as damage:
            return Looked(found, listed, damage=damage.message)
        return Looked(found, listed, proof=proof)

    def drill(self, found: Found, tell: Tell, stopped: Stopped) -> object:
        medium = Medium(found.drive.root)
        good = [one for one in generations.listed(medium, self.place) if one.good_looking]
        if not good:
            raise EnvironmentProblem("Trên USB này chưa có bản sao nào để diễn tập.", code="no_copy")
        store = self._office.store
        try:
            with scratch(store.set.folder.parent) as folder:
                report = practice.drill(
                    medium,
                    good[0],
                    queries.data_keys(store),
                    folder,
                    store=store,
                    progress=told_of(tell),
                    stopped=stopped,
                )
        except BackupStopped:
            raise CopyStopped from None
        return Looked(found, good[0], report=report)
