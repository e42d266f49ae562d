"""vault.json with a sum made anew over any other content: named problems alone, and no work that the file ordered."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from models.store import vault
from models.store.canonical import canonical_bytes
from models.store.errors import EnvironmentProblem
from models.store.recovery import RecoveryKey
from models.store.vault import SheetVoid, WrongPassword
from models.store.vault_format import (
    MOST_DAYS,
    MOST_ITERATIONS,
    MOST_LANES,
    MOST_MEMORY_KIB,
    MOST_SLOTS,
    DayHead,
    Head,
    Vault,
    from_json,
    to_json,
)
from tests.store.fixtures import CHEAP_KDF

SET_ID = "0" * 32
PASSWORD = "Trăng sáng vườn chè"
KEY = bytes(range(32))
WHOLE = Vault(
    "uid",
    SET_ID,
    (
        *(vault.wrap_slot(handle, PASSWORD, KEY, set_id=SET_ID, kdf=CHEAP_KDF) for handle in ("1", "2")),
        vault.wrap_slot("phieu-1", RecoveryKey(b"k" * 20), KEY, set_id=SET_ID, kdf=CHEAP_KDF),
    ),
    Head(7, "ab" * 32),
    (DayHead("2026-11-20", Head(2, "cd" * 32)), DayHead("2026-11-22", Head(7, "ab" * 32))),
)
NAMED = {"vault_damaged", "vault_forged", "newer_version", "wrong_password"}

Step = str | int
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, 1, 2, -1, 2**31, 2**63, 2**70, 10**40])
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["", "é", "00", "zz" * 32, "AB" * 32, "00" * 16, "00" * 32, "argon2d", "scrypt"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def body_of(path: Path) -> dict[str, Any]:
    vault.write_vault(path, WHOLE, KEY)
    body: dict[str, Any] = json.loads(path.read_bytes())
    return body


def places(value: Any, way: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The way to every value inside."""
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inner:
        yield from places(part, (*way, step))


def with_sum(body: Any) -> bytes:
    """The bytes that somebody writes who knows how the sum is made."""
    if isinstance(body, dict):
        rest = {name: value for name, value in body.items() if name != "sum"}
        body = {**rest, "sum": hashlib.sha256(canonical_bytes(rest)).hexdigest()}
    return canonical_bytes(body)


def what_opening_says(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    try:
        key, _ = vault.unlock(vault.read_vault(path), PASSWORD)
        vault.authenticate(path, key)
    except (EnvironmentProblem, WrongPassword) as problem:
        return problem.code
    return "opened"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vault") / "vault.json"


@given(data=st.data())
def test_any_change_with_a_sum_made_anew_is_named(place: Path, data: st.DataObject) -> None:
    whole = body_of(place)
    body: Any = copy.deepcopy(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(list(places(body))))
        fresh = data.draw(VALUES)
        deed = data.draw(st.sampled_from(["put", "drop", "add"]))
        body = changed(body, way, deed, fresh)
    try:
        spelled = with_sum(body)
    except (ValueError, RecursionError):  # a half character has no spelling in UTF-8
        return
    same = spelled == canonical_bytes(whole)
    assert what_opening_says(place, spelled) in ({"opened"} if same else NAMED)


def changed(body: Any, way: tuple[Step, ...], deed: str, fresh: Any) -> Any:
    """`body` with the value at `way` replaced, dropped, or given a neighbour."""
    if not way:
        return fresh
    holder = body
    for step in way[:-1]:
        holder = holder[step]
    last: Any = way[-1]
    if deed == "put":
        holder[last] = fresh
    elif deed == "drop":
        del holder[last]
    elif isinstance(holder, list):
        holder.append(fresh)
    else:
        holder["more"] = fresh
    return body


@pytest.mark.parametrize(
    ("way", "value", "code"),
    [
        (("format",), 2, "newer_version"),
        (("format",), 0, "vault_damaged"),
        (("format",), True, "vault_damaged"),
        (("format",), 1.0, "vault_damaged"),
        (("format",), "2", "vault_damaged"),
        (("slots", 0, "kdf", "name"), "argon3", "newer_version"),
        (("slots", 0, "kdf", "name"), 3, "vault_damaged"),
        (("slots", 0, "kdf"), None, "vault_damaged"),
        (("slots", 0, "salt"), "00" * 15, "vault_damaged"),
        (("slots", 0, "wrapped"), "00", "vault_damaged"),
        (("slots", 0, "public"), "AB" * 32, "vault_damaged"),
        (("slots", 0, "vouching"), "00" * 59, "vault_damaged"),
        (("slots", 0, "vouching"), "00" * 60, "vault_damaged"),
        (("slots", 0, "vouching"), None, "vault_damaged"),
        (("slots", 0, "voucher"), "", "vault_damaged"),
        (("slots", 0, "voucher"), "0" * 64, "vault_forged"),
        (("slots", 1, "voucher"), "0" * 64, "vault_damaged"),
        (("slots", 0, "handle"), 1, "vault_damaged"),
        (("slots",), [], "vault_damaged"),
        (("slots",), {}, "vault_damaged"),
        (("set",), "../../elsewhere", "vault_damaged"),
        (("head",), [], "vault_damaged"),
        (("head",), 0, "vault_damaged"),
        (("head", "change"), -1, "vault_damaged"),
        (("head", "change"), 2**64, "vault_damaged"),
        (("slots", 0, "kind"), "pin", "newer_version"),
        (("slots", 0, "kind"), None, "vault_damaged"),
        (("slots", 2, "kind"), "password", "vault_damaged"),
        (("slots", 0, "kind"), "recovery", "vault_damaged"),
        (("days",), None, "vault_damaged"),
        (("days",), [None], "vault_damaged"),
        (("days", 0, "day"), "2026-11-22", "vault_damaged"),
        (("days", 0, "day"), "2026-11-32", "vault_damaged"),
        (("days", 0, "day"), "20/11/2026", "vault_damaged"),
        (("days", 0, "day"), 20261120, "vault_damaged"),
        (("days", 0, "head"), None, "vault_damaged"),
        (("days", 0, "head", "change"), 7, "vault_damaged"),
        (("days", 1, "head", "digest"), "ab", "vault_damaged"),
        (("days", 1, "more"), 1, "vault_damaged"),
        (("mac",), "é" * 64, "vault_damaged"),
        (("mac",), "0" * 64, "vault_damaged"),
        (("more",), None, "vault_damaged"),
    ],
)
def test_each_bad_content_has_its_message(place: Path, way: tuple[Step, ...], value: Any, code: str) -> None:
    assert what_opening_says(place, with_sum(changed(body_of(place), way, "put", value))) == code


@pytest.mark.parametrize(
    ("cost", "value"),
    [
        ("memory_kib", MOST_MEMORY_KIB + 1),
        ("memory_kib", 2**31),
        ("memory_kib", 0),
        ("memory_kib", 7),
        ("iterations", MOST_ITERATIONS + 1),
        ("iterations", 0),
        ("iterations", -1),
        ("lanes", MOST_LANES + 1),
        ("lanes", 0),
        ("memory_kib", 400 * 1024),
        ("iterations", 16),
    ],
)
def test_costs_out_of_bounds_are_never_paid(
    place: Path, monkeypatch: pytest.MonkeyPatch, cost: str, value: int
) -> None:
    def paid(*_: Any, **__: Any) -> Argon2id:
        raise AssertionError("the file ordered this")

    monkeypatch.setattr(vault, "Argon2id", paid)
    body = body_of(place)
    body["slots"][1]["kdf"] = {"name": "argon2id", "iterations": 8, "memory_kib": 256 * 1024, "lanes": 1}
    from_json(body)
    spoilt = changed(body, ("slots", 1, "kdf", cost), "put", value)
    assert what_opening_says(place, with_sum(spoilt)) == "vault_damaged"


def test_all_slots_together_cost_no_more_than_as_many_of_ours(place: Path) -> None:
    body = body_of(place)
    costly = copy.deepcopy(body["slots"][0])
    costly["kdf"] |= {"iterations": 4, "memory_kib": 256 * 1024}
    body["slots"] = [costly] * (MOST_SLOTS // 2)
    assert len(from_json(json.loads(with_sum(body))).slots) == MOST_SLOTS // 2
    body["slots"].append(costly)
    assert what_opening_says(place, with_sum(body)) == "vault_damaged"


def test_a_day_before_the_last_one_is_read(place: Path) -> None:
    """A clock stood at 2099 for a while; the order of the links is what counts."""
    body = changed(body_of(place), ("days", 0, "day"), "put", "2099-01-01")
    assert [sealed.day for sealed in from_json(body).days] == ["2099-01-01", "2026-11-22"]


def test_slots_without_end_are_refused(place: Path) -> None:
    body = body_of(place)
    body["slots"] = body["slots"][:1] * (MOST_SLOTS + 1)
    assert what_opening_says(place, with_sum(body)) == "vault_damaged"


def test_days_without_end_are_refused(place: Path) -> None:
    body = body_of(place)
    days = [
        {
            "day": (date(2026, 1, 1) + timedelta(days=number)).isoformat(),
            "head": {"change": number, "digest": "ab" * 32},
        }
        for number in range(MOST_DAYS + 1)
    ]
    body["days"] = days
    assert what_opening_says(place, with_sum(body)) == "vault_damaged"
    body["days"] = days[1:]
    assert len(from_json(json.loads(with_sum(body))).days) == MOST_DAYS


def test_a_kind_is_bound_to_the_lock(place: Path) -> None:
    """A recovery slot renamed to a password slot opens with neither."""
    renamed = changed(body_of(place), ("slots", 2, "kind"), "put", "password")
    place.write_bytes(with_sum(renamed))
    known = vault.read_vault(place)
    for secret in (RecoveryKey(b"k" * 20), RecoveryKey(b"k" * 20).letters):
        with pytest.raises((SheetVoid, WrongPassword)):
            vault.unlock(known, secret)


def test_a_machine_without_memory_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def poor(**_: Any) -> Argon2id:
        raise MemoryError

    body_of(place)
    monkeypatch.setattr(vault, "Argon2id", poor)
    with pytest.raises(EnvironmentProblem) as caught:
        vault.unlock(vault.read_vault(place), PASSWORD)
    assert caught.value.code == "out_of_memory"


def test_what_is_written_is_what_is_read() -> None:
    guards = {"mac": "00" * 32, "sum": "00" * 32}
    for told in (WHOLE, Vault("u", SET_ID, WHOLE.slots[:1], None)):
        assert from_json({**to_json(told), **guards}) == told
