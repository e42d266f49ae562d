"""Any order of deeds with keys: at each moment exactly those get in who should, with exactly what they should."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from models.store import quick, recovery, slots, vault
from models.store.check import check_store
from models.store.errors import RuleError
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.vault_format import RECOVERY
from tests.store.fixtures import CHEAP_KDF, CLERK, PASSWORD, make_data_folder
from tests.store.test_quick import PIN, Keyring
from tests.store.test_store import add_village


@dataclass
class Colleague:
    """What one colleague has: a password, a PIN's record on this workstation, and whether that still counts."""

    password: str
    record: str | None = None
    old: list[str] = field(default_factory=list)
    void: list[str] = field(default_factory=list)


class WaysIn(RuleBasedStateMachine):
    """Colleagues come, change and forget passwords, go; sheets are made and voided; the store is opened again."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(vault, "STANDARD_KDF", CHEAP_KDF)
        self.patch.setattr(vault, "LEAST_MEMORY_KIB", CHEAP_KDF.memory_kib)
        self.patch.setattr(vault, "LEAST_ITERATIONS", CHEAP_KDF.iterations)
        self.folder = Path(tempfile.mkdtemp())
        self.keyring = Keyring()
        self.there = {"1": Colleague(PASSWORD)}
        self.gone: list[Colleague] = []
        self.sheet: recovery.RecoveryKey | None = None
        self.void_sheets: list[recovery.RecoveryKey] = []
        self.number = 0
        self.changes = 0

    @initialize()
    def make(self) -> None:
        make_data_folder(self.folder / "data")
        self.opened = OpenedFolder(self.folder / "data", PASSWORD)

    def fresh_password(self) -> str:
        self.number += 1
        return f"Hòa mật khẩu {self.number}"

    def anybody(self, draw: int) -> str:
        return sorted(self.there)[draw % len(self.there)]

    @rule()
    @precondition(lambda self: len(self.there) < 5)
    def somebody_comes(self) -> None:
        password = self.fresh_password()
        slots.add_slot(self.opened.store, f"can-bo-{self.number}", password)
        self.there[f"can-bo-{self.number}"] = Colleague(password)

    @rule(draw=st.integers(0, 99))
    def somebody_changes_the_password(self, draw: int) -> None:
        handle, password = self.anybody(draw), self.fresh_password()
        colleague = self.there[handle]
        slots.rewrap(self.opened.store, handle, colleague.password, password)
        colleague.old.append(colleague.password)
        colleague.password = password

    @rule(draw=st.integers(0, 99))
    def somebody_forgot_the_password(self, draw: int) -> None:
        handle, password = self.anybody(draw), self.fresh_password()
        colleague = self.there[handle]
        slots.replace_slot(self.opened.store, handle, password)
        colleague.old.append(colleague.password)
        colleague.password = password
        if colleague.record is not None:
            colleague.void.append(colleague.record)
            colleague.record = None

    @rule(draw=st.integers(0, 99))
    def somebody_chooses_a_pin(self, draw: int) -> None:
        handle = self.anybody(draw)
        colleague = self.there[handle]
        known = self.opened.store.authenticated_vault()
        colleague.record = quick.make(known, handle, colleague.password, PIN, self.keyring)

    @rule(draw=st.integers(0, 99))
    @precondition(lambda self: len(self.there) > 1)
    def somebody_goes(self, draw: int) -> None:
        handle = self.anybody(draw)
        self.opened.rekey(lambda slot: slot.handle != handle)
        self.gone.append(self.there.pop(handle))

    @rule()
    def a_sheet_is_made_in_place_of_the_last(self) -> None:
        known = self.opened.store.authenticated_vault()
        handle = slots.next_sheet(slots.recovery_handle(known))
        fresh = recovery.new_key()
        if self.sheet is not None:
            with pytest.raises(RuleError):
                slots.set_recovery(self.opened.store, fresh, handle)
            self.opened.rekey(lambda slot: slot.kind != RECOVERY)
            self.void_sheets.append(self.sheet)
        slots.set_recovery(self.opened.store, fresh, handle)
        self.sheet = fresh

    @rule()
    def work_goes_on(self) -> None:
        self.changes += 1
        self.opened.store.transact("Thôn", CLERK, add_village, f"Thôn {self.changes}")

    @rule(draw=st.integers(0, 99), by=st.sampled_from(["password", "pin", "sheet"]))
    def the_store_is_opened_again(self, draw: int, by: str) -> None:
        handle = self.anybody(draw)
        colleague = self.there[handle]
        secret: vault.Secret = colleague.password
        if by == "pin" and colleague.record is not None:
            secret = quick.open(colleague.record, PIN, self.keyring, lambda _: None)
        if by == "sheet" and self.sheet is not None:
            secret = recovery.parse(recovery.qr_text(self.sheet))
        self.opened.close()
        self.opened = OpenedFolder(self.folder / "data", secret)
        assert self.opened.by_recovery == isinstance(secret, recovery.RecoveryKey)
        assert self.opened.by_recovery or self.opened.handle == handle
        assert self.opened.whole

    def opens(self, secret: vault.Secret) -> str | None:
        try:
            key, slot = vault.unlock(self.opened.store.authenticated_vault(), secret)
        except RuleError:
            return None
        assert key == self.opened.store.raw_key()
        return slot.handle

    @invariant()
    def exactly_those_get_in_who_should(self) -> None:
        if not hasattr(self, "opened"):
            return
        for handle, colleague in self.there.items():
            assert self.opens(colleague.password) == handle
            if colleague.record is not None:
                assert self.opens(quick.open(colleague.record, PIN, self.keyring, lambda _: None)) == handle
        everybody = [*self.there.values(), *self.gone]
        shut: list[vault.Secret] = [password for one in everybody for password in one.old[-2:]]
        shut += [one.password for one in self.gone]
        records = [record for one in everybody for record in one.void[-1:]]
        records += [one.record for one in self.gone if one.record is not None]
        shut += [quick.open(record, PIN, self.keyring, lambda _: None) for record in records]
        shut += self.void_sheets
        assert [secret for secret in shut if self.opens(secret) is not None] == []
        assert self.sheet is None or self.opens(self.sheet) is not None
        assert slots.slot_handles(self.folder / "data") == tuple(
            slots.handles_of(self.opened.store.authenticated_vault())
        )

    def teardown(self) -> None:
        try:
            data = self.folder / "data"
            assert check_store(self.opened.store, data).ok
            assert [path.name for path in (data / "sets").iterdir()] == [current_set(data).set_id]
        finally:
            self.opened.close()
            shutil.rmtree(self.folder)
            self.patch.undo()


_examples = min(100, (settings.default or settings()).max_examples // 8)
TestWaysIn = WaysIn.TestCase
TestWaysIn.settings = settings(max_examples=_examples, stateful_step_count=15, deadline=None)
