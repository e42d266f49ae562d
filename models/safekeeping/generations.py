"""Where generations lie on a medium, which there are, in which order, and which may go.

Order: a generation's `sequence`, given when it was made as one more than the highest on the medium; so neither a clock
that was set back nor a restored older store makes an old generation look new. Thinning walks in that order from the
newest and keeps the first of each day, week, month and year by the instant in the manifest: a wrong clock only gives a
generation a day of its own. The newest five and the one with the longest history always stay.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.safekeeping.manifest import BackupDamaged, Clear, Manifest, is_generation_name, read_manifest
from models.safekeeping.medium import HOME, LITTER, Medium
from models.store.errors import EnvironmentProblem
from models.store.files import UNFINISHED
from models.store.work import OFFICE_TIME

MANIFEST = "manifest.json"
SEGMENTS = "segments"
GENERATIONS = "generations"
_PLACE = re.compile(r"[0-9a-f]{32}")
_SEGMENT = re.compile(r"[0-9a-f]{64}")
_REASONS_OF_THE_MEDIUM = {"medium_removed"}
PLAIN_BYTES = 1024 * 1024
"""What a manifest may have before any file is counted: the sealed facts, and ten thousand segments that are missing."""
BYTES_OF_A_FILE, BYTES_OF_A_SEGMENT = 200, 120
"""A file and a segment take no more in a manifest."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A finished generation as it is seen without a key. `place` is the store's folder on the medium.

    `trouble` tells why it cannot be good (manifest unreadable, a file missing or of another size); None: it looks good,
    and only proving knows more.
    """

    place: str
    name: str
    made_at: datetime
    manifest: Manifest | None
    manifest_sha256: str
    trouble: EnvironmentProblem | None

    @property
    def folder(self) -> str:
        """Its folder, relative to the medium's root."""
        return generation_at(self.place, self.name)

    @property
    def good_looking(self) -> bool:
        """Whether nothing speaks against it."""
        return self.trouble is None

    @property
    def clear(self) -> Clear:
        """What anybody may read; raises BackupDamaged when the manifest is unreadable."""
        if self.manifest is None:
            raise self.trouble or ValueError("no manifest")
        return self.manifest.clear

    @property
    def order(self) -> tuple[int, str]:
        """Sorts generations by age; one without a manifest counts as older than all others."""
        return (-1 if self.manifest is None else self.manifest.clear.sequence, self.name)


def place_of(store_uid: str) -> str:
    """The name of a store's folder: its uid without dashes."""
    return store_uid.replace("-", "")


def generation_at(place: str, name: str) -> str:
    """The folder of a generation."""
    return f"{HOME}/{place}/{GENERATIONS}/{name}"


def segment_at(place: str, name: str) -> str:
    """The file of a scan segment."""
    return f"{HOME}/{place}/{SEGMENTS}/{name}"


def stores_on(medium: Medium) -> tuple[str, ...]:
    """Places (see `place_of`) of the stores that the medium holds something of."""
    return tuple(name for name in medium.names(HOME) if _PLACE.fullmatch(name))


def fresh_name(now: datetime) -> str:
    """A name for a generation made now (UTC)."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.urandom(4).hex()}"


def listed(medium: Medium, store_uid: str) -> tuple[Listed, ...]:
    """Finished generations of a store (its uid or place), the newest first.

    Raises EnvironmentProblem when the medium itself is gone; a damaged generation is listed with its trouble.
    """
    place = place_of(store_uid)
    segments = medium.sizes(f"{HOME}/{place}/{SEGMENTS}")
    names = [name for name in medium.names(f"{HOME}/{place}/{GENERATIONS}") if is_generation_name(name)]
    return tuple(sorted((_listed(medium, place, name, segments) for name in names), key=_order, reverse=True))


def _order(one: Listed) -> tuple[int, str]:
    return one.order


def _listed(medium: Medium, place: str, name: str, segments: dict[str, int]) -> Listed:
    made_at = datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if _is_instant(name) else _BEGINNING
    manifest, sha256 = None, ""
    trouble: EnvironmentProblem | None = None
    try:
        sizes = medium.sizes(generation_at(place, name))
        if MANIFEST not in sizes:
            raise BackupDamaged("manifest", "Bản sao lưu thiếu tệp kê khai (manifest.json). Hãy chọn bản khác.")
        data = medium.read_small(f"{generation_at(place, name)}/{MANIFEST}", _believable(sizes, segments))
        sha256 = hashlib.sha256(data).hexdigest()
        manifest = read_manifest(data)
        _demand_own(manifest.clear, place, name)
        trouble = _missing(manifest.clear, sizes, segments)
    except EnvironmentProblem as problem:
        if problem.code in _REASONS_OF_THE_MEDIUM:
            raise
        trouble = problem
    return Listed(place, name, made_at, manifest, sha256, trouble)


def _believable(sizes: dict[str, int], segments: dict[str, int]) -> int:
    """How many bytes a manifest may have beside the files that lie there: naming more only makes reading take long.

    Raises BackupDamaged when it has more. A stick that lost all segments of a small office is still told by its parts.
    """
    most = PLAIN_BYTES + len(sizes) * BYTES_OF_A_FILE + len(segments) * BYTES_OF_A_SEGMENT
    if sizes[MANIFEST] > most:
        raise BackupDamaged(
            "manifest",
            "Tệp kê khai (manifest.json) kê nhiều tệp hơn hẳn số tệp có trên USB: bản sao lưu bị mất tệp hoặc không do "
            "chương trình này tạo ra. Đừng dùng bản này; hãy chọn bản khác hoặc sao lưu lại.",
        )
    return most


_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def _is_instant(name: str) -> bool:
    try:
        datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _demand_own(clear: Clear, place: str, name: str) -> None:
    if clear.generation != name or place_of(clear.store_uid) != place:
        raise BackupDamaged(
            "manifest", "Tệp kê khai (manifest.json) là của một bản sao lưu khác. Đừng dùng bản này; hãy chọn bản khác."
        )


def _missing(clear: Clear, sizes: dict[str, int], segments: dict[str, int]) -> BackupDamaged | None:
    for part in clear.files:
        if sizes.get(part.name) != part.size:
            kind = "vault" if part.name == "vault.json" else "database"
            return BackupDamaged(
                kind, f"Tệp {part.name} của bản sao lưu thiếu hoặc sai kích thước. Hãy chọn bản khác hoặc sao lưu lại."
            )
    for segment in clear.segments:
        if segments.get(segment.name) != segment.size:
            return damaged_segment(segment.name)
    return None


def damaged_segment(name: str) -> BackupDamaged:
    """A scan segment is missing or is not what its name says."""
    return BackupDamaged(
        "segment",
        f"Một tệp ảnh quét của bản sao lưu bị thiếu hoặc hỏng (segments/{name[:12]}…). Hãy sao lưu lại từ máy còn dữ "
        "liệu, hoặc chọn bản khác.",
    )


MOST_AHEAD = 10_000
"""A number further ahead was not given by counting: somebody wrote it."""


def next_sequence(found: Iterable[Listed], is_authentic: Callable[[Listed], bool] = lambda _: True) -> int:
    """The sequence of the next generation on this medium; one whose manifest is unreadable may have had the last.

    One that this store cannot authenticate was made after it got another key, by another machine or before a restore,
    or is forged: it counts where its number is near, so that the newest is listed first and no forger sets the number.
    """
    there = tuple(found)
    known = [one.clear.sequence for one in there if one.manifest is not None and is_authentic(one)]
    others = [one.clear.sequence for one in there if one.manifest is not None and not is_authentic(one)]
    last = max(known, default=0) + len(there) - len(known)
    for sequence in sorted(others):
        if sequence <= last + MOST_AHEAD:
            last = max(last, sequence)
    return 1 + last


_RULES: tuple[tuple[int | None, Callable[[datetime], tuple[int, ...]]], ...] = (
    (7, lambda day: (day.year, day.month, day.day)),
    (5, lambda day: tuple(day.isocalendar()[:2])),
    (12, lambda day: (day.year, day.month)),
    (None, lambda day: (day.year,)),
)
"""How many days, weeks, months and years keep a generation; all years do."""


ALWAYS_NEWEST = 5
"""So many of the newest stay whatever their days: the copy before an import outlives the one on closing."""
UNTOUCHED, MOST_UNTOUCHED = timedelta(days=1), 24
"""Nothing made within a day of the newest goes, up to so many: a clock that stands still must not fill the stick."""


def superfluous(found: Iterable[Listed]) -> tuple[Listed, ...]:
    """Generations that thinning may remove.

    The newest five stay, what was made within a day of the newest, and the newest of each of the last 7 days, 5 weeks,
    12 months and of every year. Pass only generations whose manifests were authenticated and that are believed good:
    what is damaged must neither stand for others nor be thinned. Pass those of one history alone.
    """
    newest_first = sorted((one for one in found if one.manifest is not None), key=_order, reverse=True)
    kept = {one.name for one in newest_first[:ALWAYS_NEWEST]}
    kept |= {
        one.name for one in newest_first[:MOST_UNTOUCHED] if abs(newest_first[0].made_at - one.made_at) < UNTOUCHED
    }
    kept |= {one.name for one in sorted(newest_first, key=lambda one: -one.clear.head.change_id)[:1]}
    for most, bucket in _RULES:
        seen: set[tuple[int, ...]] = set()
        for one in newest_first:
            label = bucket(one.made_at.astimezone(OFFICE_TIME))
            if label not in seen and (most is None or len(seen) < most):
                seen.add(label)
                kept.add(one.name)
    return tuple(one for one in newest_first if one.name not in kept)


def remove_generation(medium: Medium, one: Listed) -> None:
    """Take a generation away: first its name, so that half of it is never listed."""
    going = f"{HOME}/{one.place}/{GENERATIONS}/{LITTER}{one.name}{UNFINISHED}"
    medium.rename(one.folder, going)
    medium.remove(going)


def sweep(medium: Medium, place: str) -> None:
    """Throw away what runs that were cut off left in a store's folders."""
    for folder in (f"{HOME}/{place}/{GENERATIONS}", f"{HOME}/{place}/{SEGMENTS}"):
        for name in medium.names(folder):
            if name.startswith(LITTER) and name.endswith(UNFINISHED):
                medium.remove(f"{folder}/{name}")


def drop_unneeded_segments(medium: Medium, place: str) -> tuple[str, ...]:
    """Remove segments that no generation needs; all manifests are read again, and one that is not whole stops it."""
    folder = f"{HOME}/{place}/{GENERATIONS}"
    needed: set[str] = set()
    for one in listed(medium, place):
        if one.manifest is None:
            return ()
        needed |= {segment.name for segment in one.clear.segments}
    if any(not is_generation_name(name) for name in medium.names(folder)):
        return ()
    there = medium.names(f"{HOME}/{place}/{SEGMENTS}")
    gone = tuple(name for name in there if _SEGMENT.fullmatch(name) and name not in needed)
    for name in gone:
        medium.remove(segment_at(place, name))
    return gone
