"""Is the store whole? Cipher, database, foreign keys, vault, history, sealed days, scans, nothing strange beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, select, text

from models.store import history
from models.store.chain import audit_records, change_records, digest_at
from models.store.engine import PLAIN_HEADER, environment_errors
from models.store.errors import EnvironmentProblem
from models.store.folder import unknown_files
from models.store.history import GENESIS
from models.store.known import OlderCopy
from models.store.leftovers import unproven_sets
from models.store.scans.checking import scans_wrong
from models.store.store import Store
from models.store.tables import CHECK, Base, Change, CheckPart
from models.store.verify import BREAKS

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the check: a stable word, whether it is whole, and a Vietnamese sentence."""

    name: str
    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All parts, in the order in which they were looked at."""

    parts: tuple[Part, ...]

    @property
    def ok(self) -> bool:
        """Whether every part is whole."""
        return all(part.ok for part in self.parts)


def check_store(store: Store, data: Path, older: OlderCopy | None = None) -> CheckReport:
    """Check everything that lies in `data`; never raises for damage, but tells it.

    `older` is what opening found against this workstation's memory.
    """
    strangers = _look(store, "folder", partial(_folder, data), "Thư mục dữ liệu không có tệp lạ.")
    known = Part("known", older is None, "Sổ nối tiếp lần mở trước trên máy này." if older is None else older.told)
    return CheckReport((*check_set(store).parts, strangers, known))


def check_set(store: Store, look_at_scans: Callable[[Store], str | None] = scans_wrong) -> CheckReport:
    """`check_store` without the data folder around the set: for one that is not current yet.

    `look_at_scans` runs beside the looks at the database; a restore that is still copying segments gives its own.
    """
    cipher = _look(store, "cipher", _cipher, "Lớp mã hóa còn nguyên.")
    looks: tuple[tuple[str, Callable[[Store], str | None], str], ...] = (
        ("database", _database, "Tệp sổ còn nguyên."),
        ("foreign_keys", _foreign_keys, "Liên kết giữa các bản ghi đúng."),
        ("vault", _vault, "Tệp khóa còn nguyên."),
        ("history", _history, "Chuỗi lịch sử liền mạch."),
        ("days", _days, "Lịch sử khớp với dấu niêm phong của từng ngày."),
    )
    with ThreadPoolExecutor(1, "check") as beside:  # of two gigabytes of scans nobody wants to wait
        scans = beside.submit(_look, store, "scans", look_at_scans, "Bản quét còn nguyên.")
        own = tuple(_look(store, name, look, fine) for name, look, fine in looks)
    return CheckReport((cipher, *own, scans.result(), *_parts_of_tables(store)))


def _parts_of_tables(store: Store) -> Iterator[Part]:
    """What the subjects above ask to be looked at, declared on their tables."""
    import_module("models.schema")  # a restore on a bare machine comes here before any subject was needed
    for table in Base.metadata.sorted_tables:
        part: CheckPart | None = table.info.get(CHECK)
        if part is not None:
            module, _, function = part.look.partition(":")
            look: Callable[[Connection], str | None] = getattr(import_module(module), function)
            yield _look(store, part.name, partial(_with_connection, look), part.fine)


def _with_connection(look: Callable[[Connection], str | None], store: Store) -> str | None:
    with store.connection() as connection:
        return look(connection)


def _look(store: Store, name: str, look: Callable[[Store], str | None], fine: str) -> Part:
    try:
        with environment_errors():
            wrong = look(store)
    except EnvironmentProblem as problem:
        wrong = problem.message
    return Part(name, wrong is None, fine if wrong is None else wrong)


def _cipher(store: Store) -> str | None:
    with store.set.database.open("rb") as file:
        if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
            return "Tệp sổ không được mã hóa."
    store.fold_log()
    with store.connection() as connection:
        if not connection.execute(text("PRAGMA cipher_version")).scalar():
            return "Thư viện mã hóa không hoạt động."
        wrong = connection.execute(text("PRAGMA cipher_integrity_check")).scalars().all()
    said = f"Tệp sổ (store.db) có {len(wrong)} trang dữ liệu bị hỏng; hãy khôi phục từ bản sao lưu gần nhất."
    return said if wrong else None


def _database(store: Store) -> str | None:
    with store.connection() as connection:
        wrong = connection.execute(text(f"PRAGMA integrity_check({MOST_LISTED})")).scalars().all()
    return None if wrong == ["ok"] else "Cấu trúc tệp sổ (store.db) bị hỏng; hãy khôi phục từ bản sao lưu gần nhất."


def _foreign_keys(store: Store) -> str | None:
    with store.connection() as connection:
        wrong = connection.execute(text("PRAGMA foreign_key_check")).all()
    return f"Có {len(wrong)} bản ghi trỏ tới bản ghi không còn." if wrong else None


def _vault(store: Store) -> str | None:
    known = store.authenticated_vault()
    if store.fact("uid") not in {known.store_uid, None}:
        return "Tệp khóa (vault.json) và tệp sổ (store.db) là của hai sổ khác nhau; hãy khôi phục từ bản sao lưu."
    sealed = known.head
    if sealed is None:
        return None
    with store.connection() as connection:
        digest = digest_at(connection, sealed.change_id)
    if digest is None:
        return (
            f"Sổ cũ hơn lần niêm phong gần nhất: thay đổi số {sealed.change_id} không còn. "
            "Hãy khôi phục từ bản sao lưu mới hơn."
        )
    return (
        None
        if digest == sealed.digest
        else (f"Sổ đã bị thay bằng bản khác: lịch sử không khớp lần niêm phong ở thay đổi số {sealed.change_id}.")
    )


def _history(store: Store) -> str | None:
    with store.connection() as connection:
        broken = history.first_break(change_records(connection), audit_records(connection))
    return None if broken is None else f"Chuỗi lịch sử đứt ở thay đổi số {broken.change_id}: {BREAKS[broken.what]}."


def _days(store: Store) -> str | None:
    """The first day whose sealed head the history does not hold, and so from when on it is another one."""
    days = store.authenticated_vault().days
    with store.connection() as connection:
        found = select(Change.id, Change.digest).where(Change.id.in_([sealed.head.change_id for sealed in days]))
        digests = {0: GENESIS.hex()} | {row.id: row.digest.hex() for row in connection.execute(found)}
    for sealed in days:
        number = sealed.head.change_id
        if digests.get(number) != sealed.head.digest:
            day = date.fromisoformat(sealed.day).strftime("%d/%m/%Y")
            what = "đã khác" if number in digests else "không còn"
            return f"Lịch sử không khớp dấu niêm phong ngày {day}: thay đổi số {number} {what}."
    return None


def _folder(data: Path, store: Store) -> str | None:
    strangers = unknown_files(data)
    if strangers:
        names = ", ".join(path.as_posix() for path in strangers[:MOST_LISTED])
        return f"Có tệp lạ trong thư mục dữ liệu: {names}"
    unproven = unproven_sets(data, store)
    if unproven:
        names = ", ".join(found.set_id for found in unproven[:MOST_LISTED])
        return f"Trong thư mục dữ liệu còn bộ sổ khác, có thể chứa thông tin mà sổ này không có: {names}"
    return None
