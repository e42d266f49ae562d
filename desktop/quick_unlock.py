"""Quick unlock of whoever is signed in: the windows' port, with the keyring and this workstation's state behind it."""

from __future__ import annotations

from contextlib import suppress

from desktop.workstation import Workstation
from models.office.open_office import OpenOffice
from models.office.staff_keys import colleagues
from models.store import quick
from models.store.errors import EnvironmentProblem


class QuickOf:
    """Implements ui.unlock.quick_port.QuickUnlock for one opened office."""

    def __init__(self, office: OpenOffice, workstation: Workstation, secrets: quick.DeviceSecrets) -> None:
        self._office, self._workstation, self._secrets = office, workstation, secrets

    def _handle(self) -> str:
        return handle_of(self._office)

    def is_on(self) -> bool:
        known = self._office.store.authenticated_vault()
        return bool(self._workstation.quick(known.store_uid, self._handle()))

    def switch_on(self, password: str, pin: str) -> None:
        """Raises RuleError (pin, password) or EnvironmentProblem; then nothing is left behind."""
        known = self._office.store.authenticated_vault()
        quick.check_pin(pin)
        record = quick.make(known, self._handle(), password, pin, self._secrets)
        try:
            self._workstation.keep_quick(known.store_uid, self._handle(), record)
        except EnvironmentProblem:
            with suppress(EnvironmentProblem):
                quick.destroy(record, self._secrets)
            raise

    def switch_off(self) -> None:
        """Forget the record first: without it the device secret opens nothing; then the secret."""
        known = self._office.store.authenticated_vault()
        forget_quick(self._workstation, self._secrets, known.store_uid, self._handle())


def handle_of(office: OpenOffice) -> str:
    """The sign-in handle of whoever acts: after a recovery the colleague's who got the new password."""
    if not office.folder.by_recovery:
        return office.folder.handle
    return next((one.handle for one in colleagues(office.store) if one.id == office.actor.staff_id), "")


def forget_quick(workstation: Workstation, secrets: quick.DeviceSecrets, store: str, handle: str) -> None:
    """Wipe one PIN of this workstation; a keyring that refuses leaves a secret that nothing is wrapped under."""
    record = workstation.quick(store, handle)
    workstation.keep_quick(store, handle, "")
    if record:
        with suppress(EnvironmentProblem):
            quick.destroy(record, secrets)
