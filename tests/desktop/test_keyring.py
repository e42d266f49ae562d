"""The keyring: only the system's own back ends, read back after writing, and every trouble comes out as one problem."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from desktop.keyring_secrets import ALLOWED, KeyringSecrets, KeyringUnavailable, is_allowed, system_backend

SECRET = bytes(range(32))


class Plain:
    """A back end as a keyring offers it; the tests dress it up under the names of real ones."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Null(Plain):
    def set_password(self, service: str, username: str, password: str) -> None:
        """Says yes and keeps nothing."""


class Failing(Plain):
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("D-Bus has no words for it")

    set_password = delete_password = get_password  # type: ignore[assignment]  # all three only fail


class Locked(Plain):
    def get_password(self, service: str, username: str) -> str | None:
        raise SystemExit(1)  # whatever a prompter does

    set_password = delete_password = get_password  # type: ignore[assignment]  # all three only fail


class Another(Plain):
    """Gives back what somebody else put there."""

    def get_password(self, service: str, username: str) -> str | None:
        return "00" * 32


class Garbage(Plain):
    def get_password(self, service: str, username: str) -> str | None:
        return "không phải số"


class Odd(Plain):
    def get_password(self, service: str, username: str) -> str | None:
        return b"bytes"  # type: ignore[return-value]  # what a broken back end gives


class Kept(Plain):
    def delete_password(self, service: str, username: str) -> None:
        """Says yes and forgets nothing."""


def dressed(kind: type[Plain], module: str = "keyring.backends.SecretService", name: str = "Keyring") -> Plain:
    made = type(name, (kind,), {"__module__": module, "__qualname__": name})()
    assert isinstance(made, Plain)
    return made


def secrets(backend: object) -> KeyringSecrets:
    return KeyringSecrets(lambda: backend, patience=5)


@pytest.mark.parametrize(("module", "name"), sorted(ALLOWED))
def test_the_three_systems_keep_a_secret(module: str, name: str) -> None:
    kept = secrets(dressed(Plain, module, name))
    kept.set("a", SECRET)
    assert kept.get("a") == SECRET
    assert kept.get("b") is None
    kept.delete("a")
    kept.delete("a")
    assert kept.get("a") is None


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("keyring.backends.null", "Keyring"),
        ("keyring.backends.fail", "Keyring"),
        ("keyring.backends.chainer", "ChainerBackend"),
        ("keyring.backends.kwallet", "DBusKeyring"),
        ("keyrings.alt.file", "PlaintextKeyring"),
        ("keyring.backends.SecretService", "Other"),
        ("somebody.SecretService", "Keyring"),
    ],
)
def test_any_other_back_end_is_refused_and_nothing_reaches_it(module: str, name: str) -> None:
    backend = dressed(Plain, module, name)
    assert not is_allowed(backend)
    for call in calls(secrets(backend)):
        with pytest.raises(KeyringUnavailable):
            call()
    assert backend.kept == {}


def calls(kept: KeyringSecrets) -> list[Callable[[], object]]:
    return [lambda: kept.set("a", SECRET), lambda: kept.get("a"), lambda: kept.delete("a")]


@pytest.mark.parametrize("kind", [Failing, Locked])
def test_a_keyring_that_fails_or_is_locked_is_one_problem(kind: type[Plain]) -> None:
    for call in calls(secrets(dressed(kind))):
        with pytest.raises(KeyringUnavailable) as refused:
            call()
        assert refused.value.code == "keyring"
        assert "D-Bus" not in refused.value.message


@pytest.mark.parametrize("kind", [Null, Another, Garbage, Odd])
def test_what_was_not_kept_was_not_written(kind: type[Plain]) -> None:
    with pytest.raises(KeyringUnavailable):
        secrets(dressed(kind)).set("a", SECRET)


def test_garbage_is_no_secret() -> None:
    with pytest.raises(KeyringUnavailable):
        secrets(dressed(Garbage)).get("a")


def test_what_is_still_there_was_not_deleted() -> None:
    backend = dressed(Kept)
    secrets(backend).set("a", SECRET)
    with pytest.raises(KeyringUnavailable):
        secrets(backend).delete("a")


def test_a_keyring_that_never_answers_does_not_hold_the_window() -> None:
    answer = threading.Event()

    class Silent(Plain):
        def get_password(self, service: str, username: str) -> str | None:
            answer.wait(10)
            return None

    with pytest.raises(KeyringUnavailable):
        KeyringSecrets(lambda: dressed(Silent), patience=0.05).get("a")
    answer.set()


def test_no_back_end_at_all() -> None:
    def absent() -> object:
        raise ModuleNotFoundError("keyring")

    with pytest.raises(KeyringUnavailable):
        KeyringSecrets(absent).get("a")


@pytest.mark.parametrize("named", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "nowhere.Keyring"])
def test_the_environment_swaps_nothing_in(named: str) -> None:
    """Asked for directly, the system's class comes; here, without a desktop, it then simply does not answer."""
    code = (
        "from desktop.keyring_secrets import *\n"
        "print(is_allowed(system_backend()))\n"
        "try:\n    KeyringSecrets().set('a', bytes(32))\nexcept KeyringUnavailable:\n    print('refused')\n"
    )
    without = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environment = {**without, "PYTHON_KEYRING_BACKEND": named, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env=environment, timeout=60
    )
    assert done.stdout.split() == ["True", "refused"]


def test_the_class_of_this_system_is_allowed() -> None:
    assert is_allowed(system_backend())
