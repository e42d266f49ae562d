"""Is the history the one that was sealed? The chain from its first link, each sealed day, and a code from a paper.

Promises: the first broken link is named and nothing is repaired; a code is compared with the link of today's history,
so that a signed paper proves what stood in the book up to then. Reads only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from models.store import history
from models.store.chain import audit_records, change_records, digest_at, last_change
from models.store.errors import RuleError
from models.store.history import Break
from models.store.seals import CODE_LETTERS, head_code
from models.store.store import Store
from models.store.tables import Audit
from models.store.vault_format import Head

BREAKS: dict[str, str] = {
    "header": "ai ghi, lúc nào hoặc việc gì đã bị sửa",
    "record": "nội dung cũ, mới đã bị sửa",
    "link": "có bản ghi bị bỏ bớt hoặc thêm vào",
    "order": "có thay đổi bị bỏ mất hoặc chen vào",
}
"""What is wrong with a link, in words."""
_SIGNS = re.compile(r"[\s.\-–—]+")
_READ_ALIKE = str.maketrans("018", "OIB")
"""RFC 4648 has no 0, 1 and 8, so whoever reads one on paper means the letter."""


@dataclass(frozen=True, slots=True)
class SealedDay:
    """A day whose last link was sealed in the vault; `whole`: the history still holds that link."""

    day: str
    change_id: int
    code: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. `head_change` 0: nothing was recorded yet. `missing`: the last seal names a link that is gone."""

    changes: int
    records: int
    head_change: int
    head_code: str
    broken: Break | None
    days: tuple[SealedDay, ...]
    missing: int | None

    @property
    def ok(self) -> bool:
        """Whether chain, seals and sealed days agree."""
        return self.broken is None and self.missing is None and all(day.whole for day in self.days)


def verify_history(store: Store) -> Verified:
    """Walk the whole chain and compare it with what the vault sealed; raises EnvironmentProblem for a damaged vault."""
    vault = store.authenticated_vault()
    with store.connection() as connection:
        changes = change_records(connection)
        broken = history.first_break(changes, audit_records(connection))
        records = connection.execute(select(func.count()).select_from(Audit)).scalar_one()
        head_change, digest = last_change(connection)
        days = tuple(
            SealedDay(
                sealed.day,
                sealed.head.change_id,
                head_code(sealed.head.digest),
                digest_at(connection, sealed.head.change_id) == sealed.head.digest,
            )
            for sealed in vault.days
        )
        missing = _missing(vault.head, None if vault.head is None else digest_at(connection, vault.head.change_id))
    return Verified(len(changes), records, head_change, head_code(digest.hex()), broken, days, missing)


def _missing(sealed: Head | None, found: str | None) -> int | None:
    return None if sealed is None or sealed.digest == found else sealed.change_id


def last_code(store: Store) -> tuple[int, str]:
    """Number and code of the newest link, for the foot of a paper."""
    with store.connection() as connection:
        change_id, digest = last_change(connection)
    return change_id, head_code(digest.hex())


def foot_line(store: Store) -> str:
    """What a paper printed now carries at its foot: number and code of the newest link, nothing about anybody."""
    change_id, code = last_code(store)
    return f"Sổ An Sinh · thay đổi số {change_id} · mã {code}" if change_id else ""


def code_fits(store: Store, change_id: int, code: str) -> bool:
    """Whether the history still says at this change what the paper's code says.

    Spaces, dashes and small letters are forgiven. RuleError for a code that is none, or a change that was never made.
    """
    letters = _SIGNS.sub("", code).upper().translate(_READ_ALIKE)
    if not re.fullmatch(rf"[A-Z2-7]{{{CODE_LETTERS}}}", letters):
        raise RuleError(f"Mã gồm {CODE_LETTERS} chữ và số, ví dụ 7Q2M-K4TX-BHDA.", field="code", code="head_code_form")
    with store.connection() as connection:
        digest = digest_at(connection, change_id)
    if digest is None:
        raise RuleError(
            f"Sổ không có thay đổi số {change_id}: sổ này cũ hơn tờ giấy, hoặc số đọc nhầm.",
            field="change",
            code="change_missing",
        )
    return head_code(digest).replace("-", "") == letters
