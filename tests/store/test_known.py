"""An older copy of the whole data folder put in place: told by what this workstation saw, until somebody accepts it."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from models.store.check import check_store
from models.store.errors import RuleError
from models.store.folder import current_set
from models.store.known import ACCEPTED, KnownHead
from models.store.opened import OpenedFolder
from models.store.store import SAFEKEEPING
from models.store.tables import Change, KeptSet
from models.store.vault_format import PASSWORD as PASSWORD_SLOT
from models.store.work import Actor
from tests.store.fixtures import CLERK, NOW, PASSWORD
from tests.store.memory import Memory
from tests.store.test_store import add_village


def opened(data: Path, memory: Memory | None, days: float = 0) -> OpenedFolder:
    return OpenedFolder(data, PASSWORD, clock=lambda: NOW + timedelta(days=days), memory=memory)


def worked(data: Path, memory: Memory | None, *villages: str, days: float = 0) -> None:
    """A sitting at this workstation."""
    with opened(data, memory, days) as folder:
        assert folder.trouble is None
        for name in villages:
            folder.store.transact("Thôn", CLERK, add_village, name)


def put_back(older: Path, data: Path) -> None:
    shutil.rmtree(data)
    shutil.copytree(older, data)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def rolled_back(data_folder: Path, memory: Memory, tmp_path: Path) -> Path:
    """Two changes, a copy of the folder, three changes on the next day, the copy put back."""
    worked(data_folder, memory, "Một", "Hai")
    shutil.copytree(data_folder, tmp_path / "older")
    worked(data_folder, memory, "Ba", "Bốn", "Năm", days=1)
    put_back(tmp_path / "older", data_folder)
    return data_folder


def test_an_older_copy_is_told_with_what_it_lacks_and_what_to_do(rolled_back: Path, memory: Memory) -> None:
    for _ in range(2):
        with opened(rolled_back, memory, days=2) as folder:
            told = str(folder.trouble)
            assert "Đây là bản cũ của sổ, chỉ ghi đến 09:00 ngày 22/11/2026" in told
            assert "Máy này đã thấy sổ lúc 09:00 ngày 23/11/2026" in told
            assert "3 việc ghi sau đó (thay đổi số 3 đến 5) đã mất" in told
            assert "hãy khôi phục bản sao lưu mới nhất" in told
            (known,) = (part for part in check_store(folder.store, rolled_back, folder.older).parts if not part.ok)
            assert (known.name, known.message) == ("known", told)


def test_without_the_memory_it_opens_without_a_word(rolled_back: Path) -> None:
    """What docs/security.md says of another machine."""
    with opened(rolled_back, None) as folder:
        assert folder.trouble is None


def test_work_on_the_older_copy_neither_silences_nor_changes_the_words(rolled_back: Path, memory: Memory) -> None:
    with opened(rolled_back, memory) as folder:
        told = folder.trouble
        for number in range(6):
            folder.store.transact("Thôn", CLERK, add_village, f"Mới {number}")
        folder.note_head()
    assert memory.last is not None
    assert (memory.last.change_id, memory.last.met) == (5, 2)
    with opened(rolled_back, memory) as folder:
        assert folder.trouble == told


def test_one_change_less_and_a_book_without_any(data_folder: Path, memory: Memory, tmp_path: Path) -> None:
    shutil.copytree(data_folder, tmp_path / "older")
    worked(data_folder, memory, "Một")
    put_back(tmp_path / "older", data_folder)
    with opened(data_folder, memory) as folder:
        assert "lúc mới lập, chưa ghi gì" in str(folder.trouble)


def test_the_right_copy_put_back_again_ends_it(rolled_back: Path, memory: Memory) -> None:
    memory.last = KnownHead(current_set(rolled_back).set_id, 2, _digest(rolled_back, 2), NOW.isoformat(), met=1)
    worked(rolled_back, memory, "Sáu")
    assert (memory.last.change_id, memory.last.met) == (3, None)


def _digest(data: Path, change_id: int) -> str:
    with opened(data, None) as folder, folder.store.connection() as connection:
        return str(connection.execute(select(Change.digest).where(Change.id == change_id)).scalar_one().hex())


def test_another_history_of_the_same_length_is_told(data_folder: Path, memory: Memory, tmp_path: Path) -> None:
    shutil.copytree(data_folder, tmp_path / "other")
    worked(data_folder, memory, "Một", "Hai")
    worked(tmp_path / "other", None, "Khác", "Nữa", "Thế")
    put_back(tmp_path / "other", data_folder)
    with opened(data_folder, memory) as folder:
        assert "Sổ này là sổ khác" in str(folder.trouble)
        assert "Sổ này là sổ khác: việc ghi mà máy này đã thấy lúc" in str(folder.trouble)


def test_who_may_accepts_it_and_the_history_keeps_both_ends(rolled_back: Path, memory: Memory) -> None:
    with opened(rolled_back, memory, days=2) as folder:
        with pytest.raises(RuleError) as refused:
            folder.accept_older(Actor(1, frozenset({"change"})))
        assert refused.value.code == "no_right"
        assert folder.older is not None
        folder.accept_older(CLERK)
        assert folder.troubles == {}
        folder.accept_older(CLERK)  # pressed twice
        with folder.store.read() as session:
            (noted,) = session.scalars(select(Change).where(Change.kind == SAFEKEEPING))
            assert noted.name == ACCEPTED
            assert noted.actor_id == CLERK.staff_id
            assert "dừng ở thay đổi số 2; máy này đã thấy thay đổi số 5, mã " in str(noted.reason)
    worked(rolled_back, memory, "Nữa", days=3)


def test_a_damaged_or_older_store_teaches_the_memory_nothing(data_folder: Path, memory: Memory) -> None:
    older = current_set(data_folder).database.read_bytes()
    worked(data_folder, memory, "Một", "Hai")
    known = memory.last
    current_set(data_folder).database.write_bytes(older)
    with opened(data_folder, memory) as folder:
        assert not folder.whole
    assert memory.last == known


def test_a_set_that_a_restore_put_aside_is_not_missed(rolled_back: Path, memory: Memory) -> None:
    """Killed right after the swap: nobody noted the new head, but the restored book names what it replaced."""
    assert memory.last is not None
    row = {"set_id": memory.last.set_id, "why": "restore", "made_at": "", "key_id": "", "head_digest": ""}
    row["kept_until"] = NOW.isoformat()

    def aside(head_change: int) -> None:
        with opened(rolled_back, None) as folder, folder.store._writer.begin() as connection:
            connection.execute(delete(KeptSet))
            connection.execute(insert(KeptSet).values(**row, head_change=head_change))

    for head_change, is_told in ((4, True), (5, False), (6, False), (0, False)):
        aside(head_change)
        before = memory.last
        with opened(rolled_back, memory) as folder:
            assert ("older" in folder.troubles) == is_told, head_change
        memory.last = before


def test_a_new_key_and_its_new_set_go_on_from_what_is_known(
    data_folder: Path, memory: Memory, cheap_keys: None
) -> None:
    with opened(data_folder, memory) as folder:
        folder.store.transact("Thôn", CLERK, add_village, "Một")
        folder.note_head()
        before = memory.last
        folder.rekey(lambda slot: slot.kind == PASSWORD_SLOT)
        folder.store.transact("Thôn", CLERK, add_village, "Hai")
    assert before is not None
    assert memory.last is not None
    assert (memory.last.set_id != before.set_id, memory.last.change_id > before.change_id) == (True, True)
    worked(data_folder, memory)
