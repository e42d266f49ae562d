"""The open store: the only door through which anything is written or read.

`transact` runs a verb in one transaction with its history; `read` hands out an autocommitting session. One thread at a
time writes. Nothing here knows an office subject.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models.store import engine as engines
from models.store import vault
from models.store.canonical import canonical_text
from models.store.chain import digest_at, last_change, write_change
from models.store.errors import EnvironmentProblem
from models.store.folder import StoreSet
from models.store.rights import demand_for
from models.store.schema_version import demand_current_schema
from models.store.seals import sealed
from models.store.tables import Draft, StoreFact
from models.store.vault_format import Head, Vault
from models.store.work import OFFICE_TIME, Actor, Outcome, Work, instant_text

Command = TypeVar("Command")
Value = TypeVar("Value")
Verb = Callable[[Work, Command], Outcome[Value]]

ReadSession = Session
ReadConnection = SqlConnection
"""What queries are given to read with, named here for rooms that must not know the database library."""

CHANGE, VIEW, PRINT, EXPORT, MIGRATION = "change", "view", "print", "export", "migration"
SIGN_IN, SAFEKEEPING, STAFF = "sign_in", "safekeeping", "staff"
"""Kinds that are written even when no record changed: who opened the store; backups, drills, restores, handovers;
colleagues, their roles and passwords."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file a change comes from: its bare name and the SHA-256 of its bytes in hex."""

    name: str
    sha256: str


class Store:
    """An unlocked store. Close it; afterwards nothing of it may be used."""

    def __init__(
        self,
        chosen: StoreSet,
        data_key: bytes,
        *,
        clock: Callable[[], datetime] | None = None,
        connect: Callable[[], engines.Connection] | None = None,
    ) -> None:
        """Open the database of `chosen`; raises EnvironmentProblem when it is missing, damaged or newer.

        `connect` is for measurements alone; the program always opens with the key.
        """
        self.set = chosen
        self._key = data_key
        self._closed = False
        open_one = connect or (lambda: engines.connect(chosen.database, self._key))

        def creator() -> engines.Connection:
            if self._closed:
                raise EnvironmentProblem("Sổ đã đóng. Hãy mở lại sổ.", code="closed")
            return open_one()

        self.clock = clock or (lambda: datetime.now(UTC))
        self._writing = threading.Lock()
        self._vaulting = threading.Lock()
        self._vault: Vault | None = None
        """As this store read or wrote it last: nobody else writes it while the store is open."""
        self._writer = engines.writing_engine(creator)
        self._readers = engines.reading_engine(creator)
        try:
            with engines.environment_errors(), self._readers.connect() as connection:
                demand_current_schema(connection)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection once a running change has ended; the write-ahead log is folded into the database.

        Afterwards reads and writes raise EnvironmentProblem ("closed").
        """
        self._closed = True
        with self._writing:
            self._readers.dispose()
            self._writer.dispose()
            self._key = bytes(0)

    def raw_key(self) -> bytes:
        """The data key, for a copy of the database under the same key."""
        return self._key

    def now(self) -> datetime:
        """The store's clock (UTC)."""
        return self.clock()

    def _today(self) -> date:
        return self.clock().astimezone(OFFICE_TIME).date()

    def transact(
        self,
        name: str,
        actor: Actor,
        verb: Verb[Command, Value],
        command: Command,
        *,
        kind: str = CHANGE,
        reason: str | None = None,
        source: SourceFile | None = None,
    ) -> Outcome[Value]:
        """Run `verb(work, command)` in one transaction and return its outcome once it is on the device.

        Who lacks the right to it is refused first (models.store.rights). Whatever the verb raises rolls everything back
        and comes out again; troubles of the machine come out as EnvironmentProblem. `name` is the Vietnamese title that
        the history shows.
        """
        demand_for(actor.rights, verb, kind)
        with self._writing, engines.environment_errors(), self._writing_session() as session:
            previous = last_change(session.connection())
            work = Work(session, actor, self.clock(), name, previous[0] + 1, reason=reason)
            if source is not None:
                work.from_file(source.name, source.sha256)
            work.watch()
            outcome = verb(work, command)
            session.flush()
            if work.audits or kind != CHANGE:
                digest = write_change(work, kind, previous[1])
                session.commit()
                self._seal(Head(previous[0], previous[1].hex()), Head(work.change_id, digest.hex()))
            else:
                session.rollback()
            return outcome

    @contextmanager
    def giving_way(self) -> Iterator[None]:
        """Another set takes this one's place in the block: no change comes in meanwhile, reads go on.

        Where the block ends well the store closes before anything that waited gets in; where it raises, work goes on.
        """
        with self._writing:
            yield
            self._closed = True
        self.close()

    def _writing_session(self) -> Session:
        if self._closed:
            raise EnvironmentProblem("Sổ đã đóng. Hãy mở lại sổ.", code="closed")
        return Session(self._writer, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; each statement sees the newest committed state."""
        with engines.environment_errors(), Session(self._readers, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def connection(self) -> Iterator[SqlConnection]:
        """A bare reading connection, for queries where the session's cost counts."""
        with engines.environment_errors(), self._readers.connect() as connection:
            yield connection

    def keep_draft(self, actor: Actor, form: str, body: dict[str, Any]) -> None:
        """Keep a half-filled form (JSON values) of this actor; the only write without history."""
        row = {"actor_id": actor.staff_id or 0, "form": form}
        values = {"body": canonical_text(body), "saved_at": instant_text(self.clock())}
        with self._writing, engines.environment_errors(), self._writer.begin() as connection:
            connection.execute(delete(Draft).filter_by(**row))
            connection.execute(insert(Draft).values(**row, **values))

    def draft(self, actor: Actor, form: str) -> dict[str, Any] | None:
        """The draft kept for this form, or None."""
        with self.connection() as connection:
            body = connection.execute(select(Draft.body).filter_by(actor_id=actor.staff_id or 0, form=form)).scalar()
        return None if body is None else dict(json.loads(body))

    def drafts(self, actor: Actor) -> list[str]:
        """Forms with a draft of this actor, newest first."""
        with self.connection() as connection:
            found = select(Draft.form).filter_by(actor_id=actor.staff_id or 0).order_by(Draft.saved_at.desc())
            return list(connection.execute(found).scalars())

    def drop_draft(self, actor: Actor, form: str) -> None:
        """Forget a draft; harmless when there is none."""
        with self._writing, engines.environment_errors(), self._writer.begin() as connection:
            connection.execute(delete(Draft).filter_by(actor_id=actor.staff_id or 0, form=form))

    def fact(self, name: str) -> str | None:
        """A named fact about the store, such as "uid" or "sample"."""
        with self.connection() as connection:
            return connection.execute(select(StoreFact.value).filter_by(name=name)).scalar()

    def fold_log(self) -> None:
        """Bring the write-ahead log into the database file.

        Where a full disk or a power cut tore the last folding, the file alone looks damaged while nothing is lost.
        """
        with self._writing, engines.environment_errors():
            connection = self._writer.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.fetchall()
                cursor.close()
            finally:
                connection.close()

    def seal_head(self) -> None:
        """Seal the last link of the history in the vault, so that an older set is noticed.

        A seal that the history no longer holds stays: it is the evidence that committed changes are missing.
        """
        with self.connection() as connection:
            change_id, digest = last_change(connection)
        head = Head(change_id, digest.hex())
        if self.is_whole():
            self.change_vault(lambda known: known if known.head == head else sealed(known, head, self._today()))

    def is_whole(self) -> bool:
        """Whether the history still holds the last sealed link; False: committed changes are missing."""
        known = vault.authenticate(self.set.vault, self._key).head
        if known is None:
            return True
        with self.connection() as connection:
            return digest_at(connection, known.change_id) == known.digest

    def _seal(self, before: Head, head: Head) -> None:
        """Seal right after a commit: a write-ahead log damaged later must not lose it without a word.

        The change is on the device already, so a disk that refuses the seal is no reason to call it failed, and the
        next change seals both; neither is a seal of changes that are missing, which stays as their evidence.
        """

        def next_seal(known: Vault) -> Vault:
            follows = known.head in {None, before} or self.is_whole()
            return sealed(known, head, self._today()) if follows else known

        with suppress(EnvironmentProblem):
            self.change_vault(next_seal)

    def unsealed_changes(self) -> int:
        """How many changes came after the last seal: one at most, unless the vault is older than the store."""
        known = vault.authenticate(self.set.vault, self._key).head
        with self.connection() as connection:
            return 0 if known is None else last_change(connection)[0] - known.change_id

    def change_vault(self, change: Callable[[Vault], Vault]) -> Vault:
        """Write what `change` makes of the vault, unless that is the same; nothing else writes it meanwhile.

        An older vault that somebody puts back beside the open store is overwritten, as nobody could tell it any more
        once its seal was made anew. Raises EnvironmentProblem when the vault was tampered with or the disk refuses;
        whatever `change` raises leaves it as it was.
        """
        with self._vaulting:
            found = vault.authenticate(self.set.vault, self._key)
            fresh = change(self._vault or found)
            if fresh != found:
                vault.write_vault(self.set.vault, fresh, self._key)
            self._vault = fresh
            return fresh

    def authenticated_vault(self) -> Vault:
        """The vault, its MAC checked; raises EnvironmentProblem when it was tampered with."""
        return vault.authenticate(self.set.vault, self._key)
