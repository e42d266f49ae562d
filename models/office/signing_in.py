"""Signing in: from the key slot that opened the folder to the colleague who acts, noted in the history.

Promises: a slot without a colleague, or of one who has left, signs nobody in; failed tries counted outside the store
enter the history with the next good one, and so do a vault older than the store and an older copy of all of it; a disk
that refuses the note locks nobody out.
"""

from __future__ import annotations

from contextlib import suppress

from models.office.failures import Failures
from models.office.staff_queries import actor_of
from models.office.staff_rules import failures_text
from models.store.errors import EnvironmentProblem
from models.store.opened import OpenedFolder
from models.store.store import SIGN_IN
from models.store.work import Actor, Outcome, Work

OPENED = "Mở sổ"
RECOVERED = "Mở sổ bằng phiếu khôi phục"
NOBODY = Actor(None)
"""Acts after a recovery sheet opened the store, until a colleague has a new password."""


def signed_in(folder: OpenedFolder, failures: Failures | None = None) -> tuple[Actor, bool]:
    """Who opened `folder`, and whether that was noted with the `failures` before it.

    Opened by a recovery sheet it is nobody yet. RuleError "not_staff" when the slot is no colleague's.
    """
    if folder.by_recovery:
        return NOBODY, note_sign_in(folder, NOBODY, failures, title=RECOVERED)
    with folder.store.read() as session:
        actor = actor_of(session, folder.handle)
    return actor, note_sign_in(folder, actor, failures)


def note_sign_in(folder: OpenedFolder, actor: Actor, failures: Failures | None, *, title: str = OPENED) -> bool:
    """Put a sign-in into the history; False when it could not be written.

    A store older than its last seal stays as it is: it is evidence, and a newer copy may be found.
    """
    if not folder.whole:
        return False
    told = [failures_text(failures)] if failures is not None and failures.count else []
    told += [folder.old_vault] if folder.old_vault else []
    told += [folder.older.short] if folder.older else []
    reason = " ".join(told) or None
    with suppress(EnvironmentProblem):
        folder.store.transact(title, actor, _signed_in, None, kind=SIGN_IN, reason=reason)
        return True
    return False


def _signed_in(work: Work, _command: None) -> Outcome[int]:
    return Outcome(work.change_id)
