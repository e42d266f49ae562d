"""Quick unlock: PIN and device secret together, neither alone; wrong tries counted; nobody is ever locked out by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store import quick, recovery, slots, vault
from models.store.canonical import canonical_text
from models.store.errors import EnvironmentProblem, RuleError
from models.store.store import Store
from models.store.vault import QuickVoid, WrongPassword
from models.store.vault_format import MOST_ITERATIONS, MOST_MEMORY_KIB, Vault
from tests.store.fixtures import CHEAP_KDF, PASSWORD

pytestmark = pytest.mark.usefixtures("cheap_keys")
PIN = "482915"
WRONG = "482916"
SET_ID = "0" * 32
DATA_KEY = bytes(range(32))
KNOWN = Vault("uid", SET_ID, (vault.wrap_slot("1", PASSWORD, DATA_KEY, set_id=SET_ID, kdf=CHEAP_KDF),))


class Keyring:
    """A keyring in memory; `trouble` makes it refuse, `null` say yes and keep nothing, `stuck` delete nothing."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.trouble = self.null = self.stuck = False

    def _look(self) -> None:
        if self.trouble:
            raise EnvironmentProblem("khóa", code="keyring")

    def get(self, name: str) -> bytes | None:
        self._look()
        return self.kept.get(name)

    def set(self, name: str, secret: bytes) -> None:
        self._look()
        if not self.null:
            self.kept[name] = secret

    def delete(self, name: str) -> None:
        self._look()
        if self.stuck:
            raise EnvironmentProblem("kẹt", code="keyring")
        self.kept.pop(name, None)


class Workstation:
    """A record in a state file, and the keyring beside it."""

    def __init__(self, record: str, keyring: Keyring) -> None:
        self.record: str | None = record
        self.keyring = keyring
        self.full = False

    def keep(self, record: str | None) -> None:
        if self.full:
            raise EnvironmentProblem("đầy", code="disk_full")
        self.record = record

    def open(self, pin: str) -> vault.QuickKey:
        assert self.record is not None
        return quick.open(self.record, pin, self.keyring, self.keep)

    def code(self, pin: str) -> str:
        try:
            self.open(pin)
        except RuleError as refused:
            return f"{refused.code}{'' if refused.field == 'pin' else ' elsewhere'}"
        return "opened"


@pytest.fixture
def station() -> Workstation:
    keyring = Keyring()
    return Workstation(quick.make(KNOWN, "1", PASSWORD, PIN, keyring), keyring)


def test_pin_and_device_secret_open_the_slot(station: Workstation) -> None:
    key = station.open(PIN)
    assert vault.unlock(KNOWN, key) == (DATA_KEY, KNOWN.slots[0])
    assert station.code(PIN) == "opened"
    assert PIN not in (station.record or "")


def test_neither_half_opens_anything_alone(station: Workstation) -> None:
    (secret,) = station.keyring.kept.values()
    record = json.loads(station.record or "")
    assert secret.hex() not in (station.record or "")
    assert len(record["wrapped"]) == 2 * (12 + 32 + 16)
    station.keyring.kept = {name: bytes(32) for name in station.keyring.kept}
    assert station.code(PIN) == "quick_unavailable"
    station.keyring.kept = {}
    assert station.code(PIN) == "quick_unavailable"


def test_the_fifth_wrong_pin_destroys_both_halves(station: Workstation) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(RuleError, match=f"Còn {left} lần") as caught:
            station.open(WRONG)
        assert caught.value.code == "wrong_pin"
    assert station.code(WRONG) == "quick_destroyed"
    assert station.record is None
    assert station.keyring.kept == {}


def test_the_right_pin_starts_the_count_anew(station: Workstation) -> None:
    for _ in range(3):
        assert [station.code(WRONG) for _ in range(4)] == ["wrong_pin"] * 4
        assert station.code(PIN) == "opened"


def test_a_try_is_counted_before_it_is_made(station: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(vault, "stretched", cut_off)
        for _ in range(4):
            with pytest.raises(KeyboardInterrupt):
                station.open(WRONG)
    assert station.code(WRONG) == "quick_destroyed"


def test_a_count_that_cannot_be_kept_allows_no_try(station: Workstation) -> None:
    station.full = True
    assert [station.code(pin) for pin in (PIN, WRONG)] == ["quick_unavailable"] * 2
    station.full = False
    assert station.code(PIN) == "opened"


def test_destroying_goes_as_far_as_it_can(station: Workstation) -> None:
    """The keyring refuses to delete: the record goes; the state file refuses: the secret goes; then the other half."""
    for _ in range(4):
        station.code(WRONG)
    counted = station.record
    station.keyring.stuck = True
    assert station.code(WRONG) == "quick_destroyed"
    assert station.record is None
    station.keyring.stuck = False
    station.record = counted
    assert station.code(WRONG) == "quick_destroyed"
    assert station.keyring.kept == {}


def test_a_cut_off_destroying_is_ended(station: Workstation) -> None:
    """Killed after the fifth try was counted: the right PIN opens nothing any more."""

    def cut_off(record: str | None) -> None:
        station.record = record
        raise KeyboardInterrupt

    for _ in range(4):
        station.code(WRONG)
    with pytest.raises(KeyboardInterrupt):
        quick.open(station.record or "", WRONG, station.keyring, cut_off)
    assert station.code(PIN) == "quick_destroyed"
    assert (station.record, station.keyring.kept) == (None, {})


def test_switched_off_it_is_worthless(station: Workstation) -> None:
    quick.destroy(station.record or "", station.keyring)
    assert station.keyring.kept == {}
    assert station.code(PIN) == "quick_unavailable"
    quick.destroy("rubbish", station.keyring)


@pytest.mark.parametrize("trouble", ["trouble", "null"])
def test_a_keyring_that_keeps_nothing_makes_no_record(trouble: str) -> None:
    keyring = Keyring()
    setattr(keyring, trouble, True)
    with pytest.raises((EnvironmentProblem, RuleError)):
        quick.make(KNOWN, "1", PASSWORD, PIN, keyring)
    assert keyring.kept == {}


def test_a_keyring_that_changes_what_it_keeps_makes_no_record() -> None:
    class Garbling(Keyring):
        def get(self, name: str) -> bytes | None:
            return b"x" * 32

    keyring = Garbling()
    with pytest.raises(RuleError) as caught:
        quick.make(KNOWN, "1", PASSWORD, PIN, keyring)
    assert caught.value.code == "quick_unavailable"
    assert keyring.kept == {}


def test_a_locked_keyring_asks_for_the_password_and_counts_nothing(station: Workstation) -> None:
    station.keyring.trouble = True
    assert {station.code(WRONG) for _ in range(9)} == {"quick_unavailable"}
    station.keyring.trouble = False
    assert station.code(PIN) == "opened"


@pytest.mark.parametrize(("handle", "password"), [("1", "không đúng đâu"), ("2", PASSWORD), ("1", "")])
def test_it_is_made_only_with_the_password(handle: str, password: str) -> None:
    keyring = Keyring()
    with pytest.raises(WrongPassword):
        quick.make(KNOWN, handle, password, PIN, keyring)
    assert keyring.kept == {}


def test_it_outlives_a_new_password_but_no_replaced_slot(store: Store) -> None:
    keyring = Keyring()
    record = quick.make(store.authenticated_vault(), "1", PASSWORD, PIN, keyring)
    station = Workstation(record, keyring)
    slots.rewrap(store, "1", PASSWORD, "một mật khẩu khác")
    assert vault.unlock(store.authenticated_vault(), station.open(PIN))[0] == store.raw_key()
    slots.replace_slot(store, "1", PASSWORD)
    with pytest.raises(QuickVoid):
        vault.unlock(store.authenticated_vault(), station.open(PIN))


def test_a_recovery_slot_has_no_quick_unlock(store: Store) -> None:
    key = recovery.new_key()
    slots.set_recovery(store, key)
    with pytest.raises(WrongPassword):
        quick.make(store.authenticated_vault(), "phieu-1", key.letters, PIN, Keyring())


def test_every_flipped_bit_of_a_record_is_noticed(station: Workstation) -> None:
    whole = (station.record or "").encode()
    for position in range(len(whole)):
        spoiled = bytearray(whole)
        spoiled[position] ^= 1 << position % 7
        station.record = spoiled.decode("utf-8", "surrogateescape")
        assert station.code(PIN) == "quick_unavailable", position


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("format",), 2),
        (("format",), True),
        (("tries",), -1),
        (("tries",), 6),
        (("tries",), True),
        (("tries",), 0.0),
        (("name",), "../x"),
        (("wrapped",), ""),
        (("handle",), 1),
        (("store",), None),
        (("kdf",), None),
        (("kdf", "name"), "scrypt"),
        (("kdf", "iterations"), MOST_ITERATIONS + 1),
        (("kdf", "memory_kib"), MOST_MEMORY_KIB + 1),
        (("kdf", "memory_kib"), 7),
        (("kdf", "lanes"), 0),
        (("more",), 1),
        (("mac",), "00" * 32),
        (("mac",), "é"),
    ],
)
def test_other_content_is_refused_before_it_costs_anything(
    station: Workstation, monkeypatch: pytest.MonkeyPatch, way: tuple[str, ...], value: Any
) -> None:
    def paid(*_: object) -> bytes:
        raise AssertionError("the file ordered this")

    body: Any = json.loads(station.record or "")
    holder = body
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = value
    station.record = canonical_text(body)
    monkeypatch.setattr(vault, "stretched", paid)
    assert station.code(PIN) == "quick_unavailable"


def test_a_lower_count_needs_the_device_secret(station: Workstation) -> None:
    station.code(WRONG)
    body = json.loads(station.record or "")
    station.record = canonical_text({**body, "tries": 0})
    assert station.code(PIN) == "quick_unavailable"


@given(text=st.text(max_size=60))
def test_rubbish_is_no_record(text: str) -> None:
    assert Workstation(text, Keyring()).code(PIN) == "quick_unavailable"


@pytest.mark.parametrize("pin", ["", "12345", "48291", "482 915", "48291a", "４８２９１５", "4" * 33, "482915\n"])
def test_a_pin_has_at_least_six_figures(pin: str) -> None:
    with pytest.raises(RuleError) as caught:
        quick.check_pin(pin)
    assert (caught.value.code, caught.value.field) == ("pin_too_short", "pin")


TRIVIAL = """
    123456 000000 111111 654321 012345 987654 234567 890123 901234 121212 101010 112211 123123 123321 112233 998877
    135791 246802 111222 000001 456456 147258 741852 159753 258369 12345678 1234567890 00000000 789456 7777771
""".split()


@pytest.mark.parametrize("pin", TRIVIAL)
def test_what_anybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(RuleError) as caught:
        quick.check_pin(pin)
    assert caught.value.code == "pin_trivial"


def test_few_of_all_pins_are_refused() -> None:
    def fits(pin: str) -> bool:
        try:
            quick.check_pin(pin)
        except RuleError:
            return False
        return True

    refused = sum(
        not fits("".join(digits)) for digits in product("0123456789", repeat=5) for digits in [(*digits, "7")]
    )
    assert 0 < refused < 500, "of the 100,000 that end in 7"


def test_the_word_for_the_clerk_is_vietnamese(station: Workstation) -> None:
    told: list[str] = []
    calls: tuple[Callable[[], object], ...] = (
        lambda: station.open(WRONG),
        lambda: quick.check_pin("1"),
        lambda: quick.check_pin("123456"),
        lambda: quick.open("", PIN, station.keyring, station.keep),
    )
    for call in calls:
        with pytest.raises(RuleError) as caught:
            call()
        told.append(caught.value.message)
    assert all("PIN" in message or "mật khẩu" in message for message in told)
