"""The vault: right and wrong passwords, damage, tampering, composition of Vietnamese passwords."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store import vault
from models.store.canonical import canonical_bytes
from models.store.errors import EnvironmentProblem, RuleError
from models.store.vault import STANDARD_KDF, WrongPassword
from models.store.vault_format import FORMAT, KdfProfile, Vault
from tests.store.fixtures import CHEAP_KDF

SET_ID = "0" * 32
PASSWORD = "Trăng sáng vườn chè"


@pytest.fixture(scope="module")
def key() -> bytes:
    return vault.new_data_key()


@pytest.fixture
def path(tmp_path: Path, key: bytes) -> Path:
    slots = tuple(
        vault.wrap_slot(handle, password, key, set_id=SET_ID, kdf=CHEAP_KDF)
        for handle, password in (("1", PASSWORD), ("2", "một mật khẩu khác"))
    )
    file = tmp_path / "vault.json"
    vault.write_vault(file, Vault("uid", SET_ID, slots), key)
    return file


def test_each_slot_opens_with_its_own_password(path: Path, key: bytes) -> None:
    opened = vault.read_vault(path)
    assert vault.unlock(opened, PASSWORD) == (key, opened.slots[0])
    assert vault.unlock(opened, "một mật khẩu khác") == (key, opened.slots[1])
    assert vault.authenticate(path, key) == opened


@pytest.mark.parametrize("wrong", ["", PASSWORD.upper(), PASSWORD + " ", "Trang sang vuon che"])
def test_wrong_password_has_its_own_error(path: Path, wrong: str) -> None:
    with pytest.raises(WrongPassword) as caught:
        vault.unlock(vault.read_vault(path), wrong)
    assert caught.value.field == "password"


def test_composition_of_the_password_does_not_matter(path: Path, key: bytes) -> None:
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert vault.unlock(vault.read_vault(path), decomposed)[0] == key


def test_every_flipped_bit_is_damage_and_never_a_wrong_password(path: Path) -> None:
    whole = path.read_bytes()
    for position in range(len(whole)):
        spoiled = bytearray(whole)
        spoiled[position] ^= 1 << position % 8
        path.write_bytes(spoiled)
        with pytest.raises(EnvironmentProblem) as caught:
            vault.read_vault(path)
        assert caught.value.code == "vault_damaged"


def test_every_truncation_is_damage(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(EnvironmentProblem) as caught:
            vault.read_vault(path)
        assert caught.value.code == "vault_damaged"


def test_other_spelling_of_the_same_content_is_refused(path: Path) -> None:
    content = json.loads(path.read_bytes())
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="hỏng"):
        vault.read_vault(path)


def test_change_without_the_key_is_noticed(path: Path, key: bytes) -> None:
    content = json.loads(path.read_bytes())
    content["store"] = "another"
    body = {name: value for name, value in content.items() if name != "sum"}
    content["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    path.write_bytes(canonical_bytes(content))
    assert vault.read_vault(path).store_uid == "another"
    with pytest.raises(EnvironmentProblem) as caught:
        vault.authenticate(path, key)
    assert caught.value.code == "vault_damaged"


def test_slot_of_another_set_is_refused(path: Path) -> None:
    moved = vault.read_vault(path)
    with pytest.raises(EnvironmentProblem):
        vault.unlock(Vault("uid", "f" * 32, moved.slots), PASSWORD)


def test_missing_and_newer_have_their_own_errors(path: Path, key: bytes) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        vault.read_vault(path.with_name("none.json"))
    assert caught.value.code == "vault_missing"
    content = json.loads(path.read_bytes())
    content["format"] = FORMAT + 1
    body = {name: value for name, value in content.items() if name != "sum"}
    content["sum"] = hashlib.sha256(canonical_bytes(body)).hexdigest()
    path.write_bytes(canonical_bytes(content))
    with pytest.raises(EnvironmentProblem) as caught:
        vault.read_vault(path)
    assert caught.value.code == "newer_version"


def test_production_refuses_a_cheap_profile_and_a_short_password(key: bytes) -> None:
    with pytest.raises(RuleError) as caught:
        vault.new_slot("1", PASSWORD, key, set_id=SET_ID, kdf=CHEAP_KDF)
    assert caught.value.code == "weak_kdf"
    with pytest.raises(RuleError) as caught:
        vault.new_slot("1", "bảy ký", key, set_id=SET_ID)
    assert caught.value.code == "password_too_short"
    assert STANDARD_KDF.memory_kib >= 64 * 1024


@given(password=st.text(st.characters(exclude_categories=("C", "Z")), min_size=8, max_size=40))
def test_any_password_opens_what_it_closed(password: str) -> None:
    key = bytes(32)
    slot = vault.wrap_slot("1", password, key, set_id=SET_ID, kdf=KdfProfile(1, 64, 1))
    assert vault.unlock(Vault("u", SET_ID, (slot,)), password)[0] == key


@pytest.mark.parametrize(("password", "fits"), [("tám ký t", True), ("bảy ký ", False), ("a\u0301" * 7, False)])
def test_eight_characters_are_enough_however_they_are_composed(password: str, fits: bool) -> None:
    if fits:
        vault.check_password(password)
        return
    with pytest.raises(RuleError) as caught:
        vault.check_password(password)
    assert "8" in caught.value.message


@pytest.mark.parametrize(
    ("iterations", "memory_kib", "fits"),
    [(3, 64 * 1024, True), (2, 64 * 1024, False), (3, 64 * 1024 - 1, False)],
)
def test_the_least_cost_is_a_border_of_both_kinds(
    key: bytes, monkeypatch: pytest.MonkeyPatch, iterations: int, memory_kib: int, fits: bool
) -> None:
    monkeypatch.setattr(vault, "stretched", lambda password, salt, kdf: bytes(32))
    profile = KdfProfile(iterations, memory_kib, 1)
    if fits:
        assert vault.new_slot("1", PASSWORD, key, set_id=SET_ID, kdf=profile).kdf == profile
        return
    with pytest.raises(RuleError) as caught:
        vault.new_slot("1", PASSWORD, key, set_id=SET_ID, kdf=profile)
    assert caught.value.code == "weak_kdf"


def test_a_vault_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "vault.json").mkdir()
    with pytest.raises(EnvironmentProblem) as caught:
        vault.read_vault(tmp_path / "vault.json")
    assert caught.value.code == "vault_unreadable"


def test_half_a_character_is_only_a_wrong_password(path: Path) -> None:
    with pytest.raises(WrongPassword):
        vault.unlock(vault.read_vault(path), "\udce1" * 8)


def test_a_slot_opens_only_as_it_was_made(path: Path) -> None:
    """The handle and the public key are bound to the password's lock: exchanged, the right password opens nothing."""
    opened = vault.read_vault(path)
    first, second = opened.slots
    for exchanged in (replace(first, handle="9"), replace(first, public_key=second.public_key)):
        with pytest.raises(WrongPassword):
            vault.unlock(replace(opened, slots=(exchanged,)), PASSWORD)
