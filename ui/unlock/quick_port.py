"""What the windows know of quick unlock; the keyring behind it is the desktop's."""

from __future__ import annotations

from typing import Protocol


class QuickUnlock(Protocol):
    """The PIN of whoever is signed in, on this workstation.

    The verbs wait for keyring and Argon2: call them in a thread. They raise RuleError (fields "pin", "password") or
    EnvironmentProblem ("keyring").
    """

    def is_on(self) -> bool: ...
    def switch_on(self, password: str, pin: str) -> None: ...
    def switch_off(self) -> None: ...


class NoQuickUnlock:
    """Where there is no workstation behind the windows, as in pictures."""

    def is_on(self) -> bool:
        return False

    def switch_on(self, password: str, pin: str) -> None:
        """Nothing is switched on here."""

    def switch_off(self) -> None:
        """Nothing is on."""
