"""Whether the scans of an open store are whole: what is staged, what is sealed, and nothing strange beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from models.store.errors import EnvironmentProblem
from models.store.folder import SEALING, is_segment_name
from models.store.scans import segments
from models.store.scans.queries import Segment, recorded_segments
from models.store.store import Store

HANDS = 2
"""Threads that hash segments: hashing holds no lock of Python, and more would only crowd the disk."""
SHOWN_DIGITS = 12
DAMAGED, UNREADABLE = "bị hỏng", "không đọc được"
Bad = tuple[Segment, str]
"""A segment that cannot be used, and why in two words."""
_STAGED = "SELECT sha256, size, content FROM scan JOIN scan_content ON scan_id = scan.id"
_ODD = """
    SELECT count(*) FROM scan LEFT JOIN scan_content ON scan_id = scan.id
    WHERE (segment_id IS NULL) = (scan_id IS NULL)
"""
"""Scans that lie nowhere, or in two places."""
_MISCOUNTED = """
    SELECT count(*) FROM scan_segment
    WHERE scans != (SELECT count(*) FROM scan WHERE segment_id = scan_segment.id)
"""


def scans_wrong(store: Store, *, thorough: bool = True) -> str | None:
    """What is wrong with the scans, as a Vietnamese sentence that says what to do, or None.

    Not `thorough`, only names and sizes of the segments are compared, which takes no time.
    """
    with store.connection() as connection:
        known = recorded_segments(connection.exec_driver_sql)
        if thorough and _database_wrong(connection):
            return "Dữ liệu bản quét trong tệp sổ (store.db) bị hỏng; hãy khôi phục từ bản sao lưu gần nhất."
    look = partial(_full_trouble if thorough else quick_trouble, store.set.scans)
    with ThreadPoolExecutor(HANDS if thorough else 1) as hands:
        troubles = list(hands.map(look, known))
    bad = [(one, trouble) for one, trouble in zip(known, troubles, strict=True) if trouble]
    return bad_told(bad) or strangers_told(store, known)


def _database_wrong(connection: Connection) -> bool:
    if connection.execute(text(_ODD)).scalar() or connection.execute(text(_MISCOUNTED)).scalar():
        return True
    return any(
        len(content) != size or hashlib.sha256(content).hexdigest() != sha256
        for sha256, size, content in connection.execute(text(_STAGED))
    )


def quick_trouble(folder: Path, known: Segment) -> str | None:
    """What is wrong with one segment by name and size alone, in two words, or None."""
    path = folder / known.name
    try:
        if not path.is_file():
            return "không còn"
        return None if path.stat().st_size == known.size else DAMAGED
    except OSError:
        return UNREADABLE


def _full_trouble(folder: Path, known: Segment) -> str | None:
    """What is wrong with one segment, its bytes read."""
    trouble = quick_trouble(folder, known)
    if trouble is not None:
        return trouble
    try:
        return None if segments.file_sha256(folder / known.name) == known.name else DAMAGED
    except EnvironmentProblem:
        return UNREADABLE


def bad_told(bad: Sequence[Bad]) -> str | None:
    """The sentence about segments that cannot be used; None when there are none."""
    if not bad:
        return None
    lost = sum(one.scans for one, _ in bad)
    named = "; ".join(f"{one.name[:SHOWN_DIGITS]}… {trouble}" for one, trouble in bad[:3])
    return (
        f"Có {len(bad)} tệp bản quét (thư mục scans) không dùng được, chứa {lost} bản quét: {named}. Các phần khác của "
        "sổ vẫn dùng được; hãy khôi phục từ bản sao lưu gần nhất để có lại bản quét."
    )


def strangers_told(store: Store, known: Iterable[Segment]) -> str | None:
    """The sentence about segments that no row counts on."""
    strangers = sorted(_strangers(store.set.scans, {one.name for one in known}))
    return f"Có tệp lạ trong thư mục bản quét: {', '.join(strangers[:10])}" if strangers else None


def _strangers(folder: Path, known: set[str]) -> Iterator[str]:
    """Segments that no row counts on, but for what a sealing beside this look has marked."""
    names = {path.name for path in folder.glob("*")}
    return (name for name in names - known if is_segment_name(name) and name + SEALING not in names)
