"""The quick look at the door: what it tells of a damaged store, and that a whole one hears nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.check import check_store
from models.store.door import OLDER
from models.store.errors import RuleError
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.scans.services import NewScan, add_scans, seal
from tests.store.fixtures import CLERK, PASSWORD
from tests.store.test_store import add_village

PAGE = 4096


@pytest.fixture
def data(data_folder: Path) -> Path:
    """A store with villages and one sealed segment."""
    with OpenedFolder(data_folder, PASSWORD) as folder:
        for number in range(200):
            folder.store.transact("Thôn", CLERK, add_village, f"Thôn {number}")
        folder.store.transact("Quét", CLERK, add_scans, (NewScan(b"trang 1" * 1000, "image/png"),))
        seal(folder.store, least=1)
    return data_folder


def test_a_whole_store_hears_nothing(data: Path) -> None:
    with OpenedFolder(data, PASSWORD) as folder:
        assert folder.trouble is None
        assert folder.whole


@pytest.mark.parametrize("place", [0.4, 0.6, 0.95])
def test_one_bit_in_a_page_that_nobody_reads(data: Path, place: float) -> None:
    database = current_set(data).database
    pages = bytearray(database.read_bytes())
    pages[int(len(pages) * place) // PAGE * PAGE + 2000] ^= 1
    database.write_bytes(pages)
    with OpenedFolder(data, PASSWORD) as folder:
        assert str(folder.trouble).startswith("Tệp sổ (store.db) bị hỏng: 1 trang dữ liệu")
        assert "hãy khôi phục" in str(folder.trouble)
        assert not folder.whole


def test_a_missing_segment_leaves_the_rest_usable(data: Path) -> None:
    (segment,) = current_set(data).scans.iterdir()
    segment.unlink()
    with OpenedFolder(data, PASSWORD) as folder:
        assert "bản quét" in str(folder.trouble)
        assert folder.whole
        folder.store.transact("Thôn", CLERK, add_village, "Thôn mới")
        assert not check_store(folder.store, data).ok


def test_an_older_database_is_told(data: Path) -> None:
    older = current_set(data).database.read_bytes()
    with OpenedFolder(data, PASSWORD) as folder:
        folder.store.transact("Thôn", CLERK, add_village, "Thôn mới")
    current_set(data).database.write_bytes(older)
    with OpenedFolder(data, PASSWORD) as folder:
        assert folder.trouble == OLDER
        assert not folder.whole


def test_the_look_tells_nothing_to_who_may_not_open(data: Path) -> None:
    with pytest.raises(RuleError):
        OpenedFolder(data, PASSWORD + "x")
