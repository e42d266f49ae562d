"""Nothing of a scan is readable in the data folder: neither staged, nor sealed, nor in the log of a crash."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.scans.segments import PAGE_BYTES
from models.store.scans.services import NewScan, add_scans, seal
from models.store.store import Store
from tests.store.children import ended, fork
from tests.store.fixtures import CLERK, PASSWORD
from tests.store.secret_session import DIGITS, NAME, WORDS
from tests.store.test_secrecy import LEAST_BITS, entropy, files_below, planted_in

PLANTED = 50
TYPE = "image/x-drombuxi"


def planted_scan(number: int) -> bytes:
    """A file whose bytes name somebody in three encodings, again and again."""
    text = f"{number} {NAME} {' '.join((*WORDS, *DIGITS))} giay-{number}.jpg\n"
    spelled = (text, unicodedata.normalize("NFD", text), text.upper())
    return b"".join(one.encode(code) for one in spelled for code in ("utf-8", "utf-16-le", "utf-16-be")) * 20


def work_and_crash(data: Path, key: bytes) -> None:
    """Half is sealed, half is staged, and the log is not folded in."""
    store = Store(current_set(data), key)
    for half in range(2):
        files = tuple(NewScan(planted_scan(number), TYPE) for number in range(half * 25, half * 25 + 25))
        store.transact("Quét", CLERK, add_scans, files)
        if half == 0:
            seal(store, least=1)
    os._exit(9)


def test_fifty_planted_scans_are_nowhere_to_be_read(data_folder: Path, bare_key: bytes) -> None:
    assert len(planted_in(planted_scan(1))) > 20
    child = fork()
    if child == 0:
        try:
            work_and_crash(data_folder, bare_key)
        finally:
            os._exit(1)
    assert ended(child) == 9
    for look in ("after the crash", "after the next opening"):
        files = files_below(data_folder)
        assert any(file.parent.name == "scans" for file in files)
        for file in files:
            data = file.read_bytes()
            assert not planted_in(data), (look, file.name)
            assert TYPE.encode() not in data
            assert not planted_in(str(file).encode())
        OpenedFolder(data_folder, PASSWORD).close()


def test_a_segment_looks_like_noise(data_folder: Path, bare_key: bytes) -> None:
    store = Store(current_set(data_folder), bare_key)
    store.transact("Quét", CLERK, add_scans, (NewScan(bytes(500_000), "image/png"),))
    (name,) = seal(store, least=1)
    data = (store.set.scans / name).read_bytes()
    store.close()
    pages = [data[start : start + PAGE_BYTES] for start in range(0, len(data), PAGE_BYTES)]
    assert len(pages) > 10
    assert min(entropy(page) for page in pages) > LEAST_BITS
