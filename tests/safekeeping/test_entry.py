"""Whom a restore lets in again and whom it locks out: told before, kept afterwards until somebody has seen it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.office.open_office import OpenOffice
from models.office.staff_keys import add_colleague
from models.office.staff_services import AddStaff
from models.safekeeping.entry import SEEN, Entry, entry_before, entry_told, entry_words, see_entry
from models.safekeeping.going_back import go_back
from models.safekeeping.handover_queries import Asked, handover_facts
from models.safekeeping.handover_rules import Party
from models.safekeeping.handover_services import Handing, KeepMinutes, hand_over_and_sign_in, keep_minutes
from models.safekeeping.kept import kept_copies
from models.safekeeping.medium import Medium
from models.safekeeping.opening import looked_into
from models.safekeeping.queries import data_keys
from models.safekeeping.restoring import restore
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.store import SAFEKEEPING, Store
from models.store.vault import WrongPassword
from models.store.work import Actor
from tests.people.commune import make_small_commune
from tests.safekeeping.restores import Kept
from tests.safekeeping.sticks import backed_up
from tests.store.fixtures import CLERK, PASSWORD

SECOND = "mật khẩu của Lan"
GIVER, LAN = "Cán Bộ Thử (1, Công chức, quản trị sổ)", "Lê Thị Lan (can-bo-2, Công chức, quản trị sổ)"

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def handed(commune_data: Path, tmp_path: Path) -> Kept:
    """A book that was copied and then handed over to Lan, with the stick of the older copy."""
    data, stick = tmp_path / "data", tmp_path / "stick"
    shutil.copytree(commune_data, data)
    stick.mkdir()
    Medium(stick).claim()
    office = OpenOffice.unlock(data, PASSWORD)
    backed_up(office.store, Medium(stick))
    add_colleague(office, AddStaff("Lê Thị Lan", "clerk", "can-bo-2"), SECOND)
    facts = handover_facts(office.store, Asked(1, Party("Lê Thị Lan", "Công chức"), 2))
    office.transact("Biên bản", keep_minutes, KeepMinutes(1, 2, facts, b"%PDF-1.4"), kind=SAFEKEEPING)
    hand_over_and_sign_in(office, Handing(1, 2, SECOND, keep_sheet=True))
    office.close()
    return Kept(data, stick)


def restored(handed: Kept, tmp_path: Path) -> Entry:
    """The older copy in place of the book that Lan has; what was foretold."""
    with OpenedFolder(handed.data, SECOND) as present:
        opened = handed.opened(None, data_keys(present.store))
        with looked_into(opened, tmp_path) as backup:
            told = entry_before(backup, opened.vault, present.store)
        restore(handed.data, opened, replaced=present)
    return told


def told(store: Store) -> str:
    with store.read() as session:
        return entry_told(session)


def test_a_copy_from_before_a_handover_turns_it_back_and_says_so(handed: Kept, tmp_path: Path) -> None:
    foretold = restored(handed, tmp_path)
    assert (foretold.let_in, foretold.locked_out) == ((GIVER,), (LAN,))
    assert foretold.handed.startswith("Lần bàn giao ngày ")
    assert foretold.handed.endswith("(Cán Bộ Thử giao cho Lê Thị Lan)")
    with pytest.raises(WrongPassword):
        OpenedFolder(handed.data, SECOND)
    with OpenedFolder(handed.data, PASSWORD) as folder:
        assert told(folder.store) == entry_words(foretold)
        assert GIVER in told(folder.store)
        with pytest.raises(RuleError):
            folder.store.transact(SEEN, Actor(1, frozenset({"change"})), see_entry, None, kind=SAFEKEEPING)
        folder.store.transact(SEEN, CLERK, see_entry, None, kind=SAFEKEEPING)
        assert told(folder.store) == ""


def test_going_back_lets_the_successor_in_again(handed: Kept, tmp_path: Path) -> None:
    restored(handed, tmp_path)
    folder = OpenedFolder(handed.data, PASSWORD)
    with folder.store.read() as session:
        [kept] = kept_copies(session, handed.data)
    go_back(handed.data, kept.set_id, folder)
    with OpenedFolder(handed.data, SECOND) as again:
        assert told(again.store) == f"Lại mở được sổ: {LAN}. Không mở được sổ nữa: {GIVER}."


def test_another_offices_book_turns_no_handover_back(handed: Kept, tmp_path: Path) -> None:
    make_small_commune(tmp_path / "other")
    with OpenedFolder(tmp_path / "other", PASSWORD) as other, OpenedFolder(handed.data, SECOND) as present:
        foretold = entry_before(other.store, other.store.authenticated_vault(), present.store)
    assert (len(foretold.let_in), foretold.locked_out, foretold.handed) == (1, (LAN,), "")


def test_where_everybody_stays_nothing_is_said(commune_data: Path, tmp_path: Path) -> None:
    shutil.copytree(commune_data, tmp_path / "data")
    (tmp_path / "stick").mkdir()
    book = Kept(tmp_path / "data", tmp_path / "stick")
    Medium(book.stick).claim()
    with OpenedFolder(book.data, PASSWORD) as folder:
        backed_up(folder.store, Medium(book.stick))
        opened = book.opened(PASSWORD)
        with looked_into(opened, tmp_path) as backup:
            assert not entry_before(backup, opened.vault, folder.store)
            assert not entry_before(backup, opened.vault, None)
        restore(book.data, opened, replaced=folder)
    with OpenedFolder(book.data, PASSWORD) as folder:
        assert told(folder.store) == ""
