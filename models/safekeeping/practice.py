"""The restore drill: a backup is opened in a private scratch place as if the machine had died, checked, counted, wiped.

Everything is read from the medium and proved, every scan included; then the database is copied, opened as a store,
checked in full and compared with the manifest and with the history of the store at hand. What is found is kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from models.safekeeping.generations import Listed
from models.safekeeping.manifest import BackupDamaged
from models.safekeeping.medium import Medium
from models.safekeeping.opening import OpenedGeneration, looked_into, open_generation
from models.safekeeping.progress import Meter, Progress, ignore, never
from models.safekeeping.proving import prove
from models.safekeeping.rules import BAD, GOOD
from models.safekeeping.services import STALE
from models.safekeeping.tables import Backup, Drill
from models.safekeeping.tables import Medium as MediumRow
from models.store.canonical import canonical_text
from models.store.chain import digest_at, last_change
from models.store.check import check_set
from models.store.money import format_amount
from models.store.rights import needs
from models.store.store import Store
from models.store.work import Outcome, Work

COUNTED = ("person", "household", "benefit_line", "paper", "scan", "change")
"""Tables whose counts the report names."""
_ON_THE_MEDIUM = "scans"
"""Part of the check whose files are not copied: `prove` read every scan where it lies."""


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What a drill found. `part`: what is damaged ("manifest", "vault", "database", ...), "" when it passed.

    `counts` are rows by table of COUNTED; `in_history`: the backup's last change is a link of the history at hand
    (False after an older backup was restored, or where the store itself is older than it should be).
    """

    generation: str
    made_at: str
    passed: bool
    message: str
    part: str
    counts: Mapping[str, int]
    size: int
    in_history: bool


def drill(
    medium: Medium,
    listed: Listed,
    known: Mapping[str, bytes],
    scratch: Path,
    *,
    store: Store,
    progress: Callable[[Progress], None] = ignore,
    stopped: Callable[[], bool] = never,
) -> DrillReport:
    """Practise restoring `listed` inside `scratch`, an empty private folder; it is empty again afterwards.

    Damage is an answer. Raises EnvironmentProblem where the drill could not be held (the medium is gone, the disk full,
    the key unknown), BackupStopped.
    """
    folder = scratch / "practice"
    try:
        prove(medium, listed, known, scratch=scratch, progress=progress, stopped=stopped, scans=True)
        opened = open_generation(medium, listed, None, known=known)
        folder.mkdir()
        with looked_into(opened, folder, Meter(progress, stopped)) as copied:
            return _compared(opened, copied, store)
    except BackupDamaged as damage:
        return DrillReport(listed.name, listed.made_at.isoformat(), False, damage.message, damage.part, {}, 0, False)
    finally:
        _wipe(scratch)


def _wipe(scratch: Path) -> None:
    for left in scratch.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _compared(opened: OpenedGeneration, copied: Store, store: Store) -> DrillReport:
    """What the opened copy says of itself, beside what the store at hand knows of it."""
    clear, facts = opened.clear, opened.facts
    for part in check_set(copied).parts:
        if not part.ok and part.name != _ON_THE_MEDIUM:
            raise BackupDamaged("structure", f"Mở thử bản sao lưu thì thấy lỗi. {part.message}")
    with store.connection() as connection:
        in_history = digest_at(connection, clear.head.change_id) == clear.head.digest
        last, _ = last_change(connection)
    counts = {table: facts.counts.get(table, 0) for table in COUNTED}
    message = f"Đã mở thử và kiểm tra: {_counted(counts)}. {_beside(in_history, clear.head.change_id, last)}"
    return DrillReport(clear.generation, clear.made_at, True, message, "", counts, clear.size, in_history)


def _counted(counts: Mapping[str, int]) -> str:
    named = (("person", "người"), ("household", "hộ"), ("paper", "giấy tờ"), ("scan", "bản quét"))
    return ", ".join(f"{format_amount(counts[table])} {word}" for table, word in named)


def _beside(in_history: bool, backed_up: int, last: int) -> str:
    if in_history:
        return f"Sổ hiện tại có thêm {last - backed_up} thay đổi sau bản này." if last > backed_up else "Khớp với sổ."
    if backed_up > last:
        return "Chú ý: bản sao lưu mới hơn sổ hiện tại."
    return "Bản này thuộc sổ trước lần khôi phục gần đây."


@dataclass(frozen=True, slots=True)
class NoteDrill:
    """A drill that was held with a backup on the medium with this uid ("" when nobody registered it)."""

    report: DrillReport
    medium_uid: str = ""


@needs(None)
def note_drill(work: Work, command: NoteDrill) -> Outcome[int]:
    """Keep what a drill found; a backup that was found damaged no longer counts as good."""
    report = command.report
    medium = work.session.scalars(select(MediumRow.id).where(MediumRow.uid == command.medium_uid)).first()
    row = Drill(
        at=work.instant,
        generation=report.generation,
        medium_id=medium,
        passed=int(report.passed),
        message=report.message,
        report=canonical_text(
            {
                "made_at": report.made_at,
                "part": report.part,
                "counts": dict(report.counts),
                "size": report.size,
                "in_history": report.in_history,
            }
        ),
    )
    work.add(row)
    noted = work.session.scalars(select(Backup).where(Backup.generation == report.generation)).first()
    if noted is not None and noted.standing in {GOOD, BAD}:
        noted.standing = GOOD if report.passed else BAD
    work.flush()
    return Outcome(row.id, STALE)
