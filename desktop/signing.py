"""Signing in on this workstation: who may come in and how, failures counted, the PIN's two halves brought together.

Everything here may wait for the disk, Argon2 or the keyring: call it beside the window.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop.keyring_secrets import KeyringSecrets
from desktop.known_books import KnownBooks
from desktop.quick_unlock import QuickOf, forget_quick
from desktop.workstation import Workstation
from models.office.failures import joined
from models.office.open_office import OpenOffice
from models.store import quick
from models.store.errors import EnvironmentProblem, RuleError
from models.store.folder import current_set
from models.store.recovery import RecoveryKey
from models.store.slots import handles_of
from models.store.vault import QuickVoid, Secret, read_vault
from models.store.vault_format import Vault
from ui.unlock.ways import Asked, Ways

COUNTED: Final = frozenset({"wrong_password", "wrong_pin", "quick_destroyed", "sheet_void"})
"""Refusals that are failed sign-ins."""
NOBODYS: Final = ""
"""What tries without a handle are counted under."""


class SignIn:
    """The sign-in desk of one data folder."""

    def __init__(
        self,
        data: Path,
        workstation: Workstation,
        secrets: quick.DeviceSecrets | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.data = data
        self.workstation = workstation
        self.books = KnownBooks(workstation.folder, data)
        self.secrets: quick.DeviceSecrets = secrets or KeyringSecrets()
        self._clock = clock

    def ways(self, chosen: str = "") -> Ways:
        """Handles of the vault and those with a PIN here; nothing where the vault cannot be read (opening says why)."""
        try:
            known = self._vault()
        except EnvironmentProblem:
            return Ways(chosen=chosen)
        handles = handles_of(known)
        quick_here = self.workstation.quick_handles(known.store_uid)
        return Ways(handles, chosen, tuple(one for one in handles if one in quick_here))

    def open(self, asked: Asked) -> OpenOffice:
        """Open with a password or a PIN; raises RuleError or EnvironmentProblem, a failed try is counted."""
        known = self._vault()
        handles = handles_of(known)
        handle = asked.handle or (handles[0] if len(handles) == 1 else None)
        try:
            if asked.by_pin:
                return self._opened_by_pin(known, handle, asked.secret)
            return self._opened(known, asked.secret, handle)
        except RuleError as refused:
            if refused.code in COUNTED:
                self._count(known, handle)
            raise

    def _opened_by_pin(self, known: Vault, handle: str | None, pin: str) -> OpenOffice:
        """A right PIN whose slot has another key pair by now (a password set anew) is of no use any more."""
        key = self._quick_key(known, handle, pin)
        try:
            return self._opened(known, key, handle)
        except QuickVoid:
            forget_quick(self.workstation, self.secrets, known.store_uid, handle or "")
            raise

    def _quick_key(self, known: Vault, handle: str | None, pin: str) -> Secret:
        """The two halves together; what the PIN's slot becomes (a try counted, or destroyed) is kept before the try."""
        whose = handle or ""
        record = self.workstation.quick(known.store_uid, whose)
        if not record:
            raise RuleError("Máy này chưa bật mở nhanh. Hãy gõ mật khẩu.", field="pin", code="quick_void")

        def keep(changed: str | None) -> None:
            self.workstation.keep_quick(known.store_uid, whose, changed or "")

        return quick.open(record, pin, self.secrets, keep)

    def open_by_sheet(self, key: RecoveryKey) -> OpenOffice:
        """Open with a recovery sheet: nobody is signed in before a colleague has a new password."""
        known = self._vault()
        try:
            return self._opened(known, key, None)
        except RuleError as refused:
            if refused.code in COUNTED:
                self._count(known, None)
            raise

    def quick_of(self, office: OpenOffice) -> QuickOf:
        """The PIN of whoever is signed in at `office`, for the windows."""
        return QuickOf(office, self.workstation, self.secrets)

    def forget_keys(self) -> None:
        """Wipe what this workstation keeps about this store: PINs with their secrets, failures, how far it went."""
        known = self._vault()
        for handle in self.workstation.quick_handles(known.store_uid):
            forget_quick(self.workstation, self.secrets, known.store_uid, handle)
        self.workstation.forget(known.store_uid)
        self.books.forget(known.store_uid)

    def forget_book(self) -> None:
        """A copy was restored on purpose: that it goes less far than what was seen before is no news."""
        with suppress(EnvironmentProblem):
            self.books.forget(self._vault().store_uid)

    def forget_gone(self) -> None:
        """Wipe the PINs of those whose slot the vault no longer has: who was removed, or handed the book over."""
        known = self._vault()
        handles = handles_of(known)
        for handle in self.workstation.quick_handles(known.store_uid):
            if handle not in handles:
                forget_quick(self.workstation, self.secrets, known.store_uid, handle)

    def _opened(self, known: Vault, secret: Secret, handle: str | None) -> OpenOffice:
        """Tries at nobody's slot (recovery sheets) enter the history with whoever signs in next."""
        counted = {handle or NOBODYS, NOBODYS}
        failures = joined(*(self.workstation.failures(known.store_uid, one) for one in counted))
        office = OpenOffice.unlock(self.data, secret, handle, failures=failures, memory=self.books)
        if office.sign_in_noted:
            with suppress(EnvironmentProblem):
                for one in counted:
                    self.workstation.clear_failures(known.store_uid, one)
        return office

    def _count(self, known: Vault, handle: str | None) -> None:
        """A disk that refuses the count must not hide why the door stayed shut."""
        with suppress(EnvironmentProblem):
            self.workstation.note_failure(known.store_uid, handle or NOBODYS, self._clock())

    def _vault(self) -> Vault:
        return read_vault(current_set(self.data).vault)
