"""Device secrets of quick unlock in the operating system's keyring. The one file that imports keyring.

Only the system's own vaults are used, known by their class; the class is asked for directly, so neither an environment
variable nor a settings file can swap in another, and one that arrives all the same is refused. Whatever is written is
read back. Whatever goes wrong (no keyring, locked, silent, garbage) comes out as one EnvironmentProblem ("keyring"),
so that the password is asked instead; nothing is ever stored anywhere else.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from models.store.errors import EnvironmentProblem

Value = TypeVar("Value")

SERVICE: Final = "SoAnSinh"
PATIENCE_S: Final = 20.0
"""A keyring may ask the clerk for its own password; one that never answers must not hold the window."""
WINDOWS, LINUX, MACOS = (
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.macOS", "Keyring"),
)
ALLOWED: Final = frozenset({WINDOWS, LINUX, MACOS})
_OF_SYSTEM: Final = {"win32": WINDOWS, "linux": LINUX, "darwin": MACOS}


class KeyringUnavailable(EnvironmentProblem):
    """The keyring cannot be used now."""

    def __init__(self) -> None:
        super().__init__(
            "Kho khóa của máy này không dùng được lúc này. Hãy mở sổ bằng mật khẩu.",
            code="keyring",
        )


class Backend(Protocol):
    """What a keyring's back end offers."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


def system_backend() -> Backend:
    """The back end of this operating system, whatever the environment or keyring's own settings name."""
    module, name = _OF_SYSTEM[sys.platform]
    backend: Backend = getattr(importlib.import_module(module), name)()
    if sys.platform == "win32":
        backend.persist = "local machine"  # type: ignore[attr-defined]  # WinVaultKeyring: must not roam with the user
    return backend


def is_allowed(backend: object) -> bool:
    """Whether this is one of the three classes by module and name; a chainer, null, fail or plain-text one is not."""
    kind = type(backend)
    return (kind.__module__, kind.__qualname__) in ALLOWED


class KeyringSecrets:
    """Device secrets (bytes) by name; implements models.store.quick.DeviceSecrets.

    Every method raises KeyringUnavailable and nothing else. Call it beside the window: it may take seconds.
    """

    def __init__(self, backend: Callable[[], object] = system_backend, patience: float = PATIENCE_S) -> None:
        self._make = backend
        self._patience = patience

    def get(self, name: str) -> bytes | None:
        """The secret, or None when the keyring has none; what cannot be read as one counts as trouble."""
        kept = self._ask(lambda backend: backend.get_password(SERVICE, name))
        return None if kept is None else _as_bytes(kept)

    def set(self, name: str, secret: bytes) -> None:
        """Store the secret and read it back: the null back end says yes and keeps nothing."""

        def store(backend: Backend) -> str | None:
            backend.set_password(SERVICE, name, secret.hex())
            return backend.get_password(SERVICE, name)

        if self._ask(store) != secret.hex():
            raise KeyringUnavailable

    def delete(self, name: str) -> None:
        """Forget the secret; harmless when there is none."""

        def forget(backend: Backend) -> str | None:
            if backend.get_password(SERVICE, name) is not None:
                backend.delete_password(SERVICE, name)
            return backend.get_password(SERVICE, name)

        if self._ask(forget) is not None:
            raise KeyringUnavailable

    def _ask(self, call: Callable[[Backend], Value]) -> Value:
        """In a thread of its own, which is left behind when the keyring never answers."""
        answer: list[Value] = []
        troubles: list[BaseException] = []

        def run() -> None:
            try:
                backend = self._make()
                if is_allowed(backend):
                    answer.append(call(backend))  # type: ignore[arg-type]  # the class was just looked at
            except BaseException as trouble:  # back ends raise whatever D-Bus, Windows or a missing module gives them
                troubles.append(trouble)

        thread = threading.Thread(target=run, name="keyring", daemon=True)
        thread.start()
        thread.join(self._patience)
        if troubles or not answer:
            raise KeyringUnavailable
        return answer[0]


def _as_bytes(kept: object) -> bytes:
    try:
        return bytes.fromhex(kept) if isinstance(kept, str) else b""
    except ValueError:
        raise KeyringUnavailable from None
