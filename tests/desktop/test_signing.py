"""Signing in at a workstation: the table of cases of passwords, PIN and keyring, and what is counted meanwhile."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.founding import found_store
from desktop.quick_unlock import handle_of
from desktop.signing import SignIn
from desktop.workstation import Workstation
from models.office.open_office import OpenOffice
from models.office.services import CreateCommune
from models.office.staff_keys import add_colleague, recover
from models.office.staff_services import AddStaff
from models.safekeeping.sheets import use_sheet, valid_sheet
from models.store import recovery, slots
from models.store.errors import EnvironmentProblem, RuleError
from models.store.tables import Change
from tests.desktop.test_keyring import Failing, Garbage, Locked, Null, Plain, dressed, secrets
from tests.store.fixtures import make_keys_cheap
from ui.unlock.ways import Asked, Ways

pytestmark = pytest.mark.usefixtures("cheap_keys")
PASSWORD, OTHER, PIN = "Tà Đùng mùa khô", "đồng nghiệp hai", "482915"
SECOND = "can-bo-2"


class Desk:
    """One workstation at one data folder, with a keyring that can be put in place of another."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.folder = folder
        self.backend: Plain = dressed(Plain)
        self.workstation = Workstation(folder / "state")

    @property
    def sign_in(self) -> SignIn:
        return SignIn(self.data, self.workstation, secrets(self.backend), lambda: datetime(2026, 11, 22, tzinfo=UTC))

    def comes_in(self, secret: str, handle: str | None = None, *, by_pin: bool = False) -> str:
        """The handle that was opened, or the code of the refusal."""
        try:
            office = self.sign_in.open(Asked(secret, handle, by_pin))
        except (RuleError, EnvironmentProblem) as refused:
            return refused.code
        handle = handle_of(office)
        office.close()
        return handle

    def with_office(self, work: Callable[[OpenOffice], object], secret: str = PASSWORD) -> None:
        office = self.sign_in.open(Asked(secret, "1"))
        try:
            work(office)
        finally:
            office.close()

    def add_second(self) -> None:
        command = AddStaff("Nguyễn Văn Bình", "clerk", SECOND)
        self.with_office(lambda office: add_colleague(office, command, OTHER))

    def switch_on(self) -> None:
        self.with_office(lambda office: self.sign_in.quick_of(office).switch_on(PASSWORD, PIN))


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new book, made once; do not change it."""
    data = tmp_path_factory.mktemp("founded") / "data"
    with pytest.MonkeyPatch.context() as patch:
        make_keys_cheap(patch)
        found_store(data, PASSWORD, CreateCommune("Tà Đùng", "66", staff_name="Lê Thị Hoa"))
    return data


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Desk:
    shutil.copytree(founded, tmp_path / "data")
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        (PASSWORD, "1"),
        (unicodedata.normalize("NFD", PASSWORD), "1"),
        (unicodedata.normalize("NFC", PASSWORD), "1"),
        ("", "wrong_password"),
        (" " + PASSWORD, "wrong_password"),
        (PASSWORD.upper(), "wrong_password"),
        (PASSWORD.swapcase(), "wrong_password"),
        ("Tà Đùng mùa kho", "wrong_password"),
        ("Ta2 D9u2ng mu2a kho", "wrong_password"),
        (PASSWORD + "\ud800", "wrong_password"),
        ("x" * 100_000, "wrong_password"),
    ],
)
def test_passwords(desk: Desk, typed: str, outcome: str) -> None:
    assert desk.comes_in(typed) == outcome


def test_a_handle_opens_its_own_slot_only(desk: Desk) -> None:
    desk.add_second()
    assert desk.sign_in.ways("1") == Ways(("1", SECOND), "1", ())
    assert desk.comes_in(OTHER, SECOND) == SECOND
    assert desk.comes_in(PASSWORD, SECOND) == "wrong_password"
    assert desk.comes_in(PASSWORD, "nobody") == "wrong_password"
    assert desk.comes_in(OTHER) == SECOND


def test_strange_sheets_enter_the_history_with_whoever_signs_in_next(desk: Desk) -> None:
    for _ in range(2):
        with pytest.raises(RuleError):
            desk.sign_in.open_by_sheet(recovery.new_key())
    assert desk.comes_in("sai hẳn rồi") == "wrong_password"
    told: list[str | None] = []

    def look(office: OpenOffice) -> None:
        with office.store.read() as session:
            told.append(session.scalars(select(Change.reason).order_by(Change.id.desc())).first())

    desk.with_office(look)
    desk.with_office(look)
    assert "Trước đó 3 lần mở không thành" in (told[0] or "")
    assert told[1] is None


def test_failures_enter_the_history_with_the_next_sign_in(desk: Desk) -> None:
    uid = slots_uid(desk)
    for _ in range(3):
        desk.comes_in("sai")
    failed = desk.workstation.failures(uid, "1")
    assert failed is not None
    assert failed.count == 3
    assert desk.comes_in(PASSWORD) == "1"
    assert desk.workstation.failures(uid, "1") is None
    reasons: list[str | None] = []

    def read(office: OpenOffice) -> None:
        from sqlalchemy import text

        with office.store.connection() as connection:
            found = connection.execute(text("SELECT reason FROM change WHERE kind = 'sign_in' ORDER BY id"))
            reasons.extend(found.scalars())

    desk.with_office(read)
    assert any("3 lần" in (reason or "") for reason in reasons)


def slots_uid(desk: Desk) -> str:
    from models.store.folder import current_set
    from models.store.vault import read_vault

    return read_vault(current_set(desk.data).vault).store_uid


def test_the_pin_opens_where_it_was_made(desk: Desk, tmp_path: Path) -> None:
    desk.switch_on()
    assert desk.sign_in.ways().quick == ("1",)
    assert desk.comes_in(PIN, "1", by_pin=True) == "1"
    assert desk.comes_in(PIN, "1") == "wrong_password"
    assert desk.comes_in("482916", "1", by_pin=True) == "wrong_pin"
    elsewhere = SignIn(desk.data, Workstation(tmp_path / "elsewhere"), secrets(desk.backend))
    with pytest.raises(RuleError):
        elsewhere.open(Asked(PIN, "1", by_pin=True))


@pytest.mark.parametrize("kind", [Failing, Locked, Null, Garbage, Plain])
def test_without_its_keyring_the_pin_opens_nothing_and_the_password_everything(desk: Desk, kind: type[Plain]) -> None:
    """Absent (a new, empty one), failing, locked, null, garbage: no try is counted, no way round, nobody shut out."""
    desk.switch_on()
    before = desk.workstation.quick(slots_uid(desk), "1")
    whole, desk.backend = desk.backend, dressed(kind)
    assert desk.comes_in(PIN, "1", by_pin=True) == "quick_unavailable"
    assert desk.comes_in(PASSWORD, "1") == "1"
    assert desk.workstation.quick(slots_uid(desk), "1") == before
    desk.backend = whole
    assert desk.comes_in(PIN, "1", by_pin=True) == "1"


@pytest.mark.parametrize("module", ["keyring.backends.null", "keyring.backends.chainer", "somewhere.else"])
def test_a_keyring_that_was_swapped_is_refused(desk: Desk, module: str) -> None:
    swapped = dressed(Plain, module)
    desk.backend = swapped
    with pytest.raises(EnvironmentProblem) as refused:
        desk.switch_on()
    assert refused.value.code == "keyring"
    assert swapped.kept == {}
    assert desk.sign_in.ways().quick == ()
    assert all(PIN not in file.read_text(encoding="utf-8") for file in (desk.folder / "state").iterdir())


@pytest.mark.parametrize("kind", [Failing, Locked, Null, Garbage])
def test_a_keyring_that_keeps_nothing_switches_nothing_on(desk: Desk, kind: type[Plain]) -> None:
    desk.backend = dressed(kind)
    with pytest.raises(EnvironmentProblem):
        desk.switch_on()
    assert desk.sign_in.ways().quick == ()


def test_five_wrong_pins_destroy_both_halves(desk: Desk) -> None:
    desk.switch_on()
    assert [desk.comes_in("000001", "1", by_pin=True) for _ in range(5)] == ["wrong_pin"] * 4 + ["quick_destroyed"]
    assert desk.backend.kept == {}
    assert desk.sign_in.ways().quick == ()
    assert desk.comes_in(PIN, "1", by_pin=True) == "quick_void"
    assert desk.comes_in(PASSWORD, "1") == "1"


def test_switching_off_takes_both_halves(desk: Desk) -> None:
    desk.switch_on()
    desk.with_office(lambda office: desk.sign_in.quick_of(office).switch_off())
    assert desk.backend.kept == {}
    assert desk.sign_in.ways().quick == ()


def test_leaving_the_machine_wipes_its_keys(desk: Desk) -> None:
    desk.switch_on()
    desk.comes_in("sai", "1")
    desk.sign_in.forget_keys()
    assert desk.backend.kept == {}
    assert desk.workstation.failures(slots_uid(desk), "1") is None


def test_a_sheet_opens_and_a_new_password_voids_the_pin(desk: Desk) -> None:
    desk.switch_on()
    key = recovery.new_key()
    desk.with_office(lambda office: use_sheet(office, key))
    typed = recovery.parse(" ".join(recovery.groups(key)).lower())
    office = desk.sign_in.open_by_sheet(typed)
    assert office.folder.by_recovery
    recover(office, "1", "mật khẩu mới tinh")
    assert handle_of(office) == "1"
    office.close()
    assert desk.comes_in(PASSWORD, "1") == "wrong_password"
    assert desk.comes_in(PIN, "1", by_pin=True) == "quick_void"
    assert desk.sign_in.ways().quick == ()
    assert desk.comes_in("mật khẩu mới tinh", "1") == "1"


def test_the_next_sheet_voids_the_one_before(desk: Desk) -> None:
    first, second = recovery.new_key(), recovery.new_key()
    desk.with_office(lambda office: use_sheet(office, first))

    def renew(office: OpenOffice) -> None:
        assert valid_sheet(office.store) == "phieu-1"
        assert use_sheet(office, second) == "phieu-2"
        assert slots.recovery_handle(office.store.authenticated_vault()) == "phieu-2"

    desk.with_office(renew)
    with pytest.raises(RuleError) as refused:
        desk.sign_in.open_by_sheet(first)
    assert refused.value.code == "sheet_void"
    desk.sign_in.open_by_sheet(second).close()
    assert desk.comes_in(PASSWORD, "1") == "1"


def test_who_may_not_keep_safe_makes_no_sheet(desk: Desk) -> None:
    desk.add_second()
    office = desk.sign_in.open(Asked(OTHER, SECOND))
    with pytest.raises(RuleError) as refused:
        use_sheet(office, recovery.new_key())
    assert refused.value.code == "no_right"
    assert valid_sheet(office.store) is None
    office.close()


def test_a_missing_store_is_told_by_opening_and_not_before(tmp_path: Path) -> None:
    sign_in = SignIn(tmp_path / "nowhere", Workstation(tmp_path))
    assert sign_in.ways("1") == Ways((), "1", ())
    with pytest.raises(EnvironmentProblem) as refused:
        sign_in.open(Asked("x"))
    assert refused.value.code == "store_missing"
