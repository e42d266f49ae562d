"""The quick look at a store while it is opened, so that a damaged one never opens as if it were whole.

Every page of the database is held against its authentication code (some 5 ms a megabyte), the history against the last
seal, names and sizes of the scans' segments against the database. The bytes of segments are read beside the work
(`scans.vigil`); structure and the whole chain are the check's.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import select

from models.store import engine as engines
from models.store.errors import EnvironmentProblem
from models.store.known import BookMemory
from models.store.leftovers import unproven_sets
from models.store.scans.checking import scans_wrong
from models.store.scans.vigil import remembered_damage
from models.store.store import STAFF, Store
from models.store.tables import Change

OLDER: Final = (
    "Sổ này cũ hơn lần ghi gần nhất trên máy này: có thay đổi đã lưu nay không còn. "
    "Đừng nhập thêm; hãy chạy kiểm tra và tìm bản sao mới hơn trước."
)


def database_trouble(store: Store) -> str | None:
    """What speaks against writing into this store, as a sentence that says what to do; None when nothing does."""
    try:
        with closing(engines.connect(store.set.database, store.raw_key())) as connection, engines.environment_errors():
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # a torn folding looks like damage
            wrong = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except EnvironmentProblem as problem:
        return problem.message
    if wrong:
        return (
            f"Tệp sổ (store.db) bị hỏng: {len(wrong)} trang dữ liệu không còn nguyên. Đừng nhập thêm; hãy khôi phục từ "
            "bản sao lưu gần nhất."
        )
    return None if store.is_whole() else OLDER


def vault_trouble(store: Store) -> str | None:
    """Whether the vault is older than the store: then a password that was changed since opens again.

    A kill between a change and its seal leaves one change unsealed, and a full disk may leave more. One alone is told
    when it is about colleagues and passwords: the vault of just before it is what somebody would put back.
    """
    behind = store.unsealed_changes()
    if behind == 0 or (behind == 1 and not _last_concerns_staff(store)):
        return None
    return (
        f"Tệp khóa (vault.json) cũ hơn sổ {behind} thay đổi. Nếu máy không bị tắt ngang hay đầy ổ đĩa thì có người đã "
        "chép lại tệp cũ và mật khẩu đã đổi từ đó lại dùng được: hãy đổi mật khẩu của mọi người."
    )


def _last_concerns_staff(store: Store) -> bool:
    with store.connection() as connection:
        kind = connection.execute(select(Change.kind).order_by(Change.id.desc()).limit(1)).scalar()
    return kind == STAFF


def sets_trouble(data: Path, store: Store) -> str | None:
    """Whether another set lies here that may hold what this one does not: `current` may have been turned back."""
    try:
        found = unproven_sets(data, store)
    except EnvironmentProblem as problem:
        return problem.message
    if not found:
        return None
    return (
        "Trong thư mục dữ liệu còn bộ sổ khác, có thể mới hơn sổ đang mở. Nếu thiếu việc đã ghi thì đừng nhập thêm; "
        f"hãy chạy kiểm tra và hỏi người quản trị sổ ({found[0].set_id[:8]})."
    )


def scans_trouble(store: Store, memory: BookMemory) -> str | None:
    """Which segments of scans are missing, cut short or strange, or were found damaged before and not mended since."""
    try:
        return scans_wrong(store, thorough=False) or remembered_damage(store, memory)
    except EnvironmentProblem as problem:
        return problem.message
