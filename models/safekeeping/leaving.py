"""Leaving a machine: the ways into its book are destroyed, once a copy elsewhere holds all of it.

Promises: nothing is touched before a proved copy outside this disk holds the newest change; then every vault of the
folder is overwritten and removed, so that neither password nor sheet opens what is left, and the rest is deleted as far
as the disk lets it. What a worn-out flash cell may keep is told in docs/security.md.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from models.safekeeping import queries
from models.safekeeping.handover_state import change_to_hold
from models.safekeeping.rules import GOOD
from models.store.errors import EnvironmentProblem, RuleError
from models.store.files import disk_problem, flush_folder
from models.store.folder import CURRENT, SETS, VAULT, current_set
from models.store.opened import OpenedFolder
from models.store.rights import demand
from models.store.store import Store
from models.store.work import Actor


class Left(NamedTuple):
    """What the disk did not give up: `keys` still open the book, `rest` is what no key of this machine opens."""

    keys: bool
    rest: bool


def demand_copied(store: Store) -> str:
    """The stick whose proved copy holds all that was written; RuleError "not_copied" when there is none."""
    with store.read() as session:
        newest = change_to_hold(session)
        for copy in queries.copies(session):
            if copy.standing == GOOD and copy.outside and copy.followed and copy.head_change >= newest:
                return copy.medium
    raise RuleError(
        "Chưa có bản sao lưu ngoài máy này chứa đủ những gì đã ghi. Hãy sao lưu và kiểm chứng trước đã.",
        code="not_copied",
    )


def wipe_keys(folder: OpenedFolder, actor: Actor) -> None:
    """Close the store and destroy every way into it on this machine; the folder holds no book afterwards.

    Raises RuleError (right "safekeeping", "not_copied") before anything happens; EnvironmentProblem when a vault cannot
    be destroyed: then it says so, and it may be tried again.
    """
    demand(actor.rights, "safekeeping")
    demand_copied(folder.store)
    folder.close()
    for path in _vaults(folder.data):
        _destroy(path)
    with suppress(OSError):
        (folder.data / CURRENT).unlink(missing_ok=True)
    shutil.rmtree(folder.data / SETS, ignore_errors=True)


def left_on(data: Path) -> Left:
    """What still lies in the data folder after `wipe_keys`."""
    return Left(bool(_vaults(data)), (data / SETS).exists())


def _vaults(data: Path) -> list[Path]:
    """Every way in, that of the store in use last: while another one resists, the book opens and this may be redone."""
    with suppress(EnvironmentProblem):
        used = current_set(data).vault
        return [one for one in _all_vaults(data) if one != used] + [one for one in (used,) if one.exists()]
    return _all_vaults(data)


def _all_vaults(data: Path) -> list[Path]:
    return sorted((data / SETS).glob(f"*/{VAULT}"))


def _destroy(path: Path) -> None:
    """Overwrite a small file with noise, flush it, remove it."""
    try:
        with path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            file.write(os.urandom(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        flush_folder(path.parent)
    except OSError as problem:
        raise _undestroyed(disk_problem(problem)) from None


def _undestroyed(problem: EnvironmentProblem) -> EnvironmentProblem:
    return EnvironmentProblem(f"Chưa xóa được khóa của sổ trên máy này: {problem.message}", code="keys_left")
