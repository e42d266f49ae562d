"""With the stick and no password: nothing of what the office wrote is found on it, in no spelling of the bytes."""

from __future__ import annotations

import base64
import random
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from models.office.services import AddVillage, add_village
from models.safekeeping.medium import Medium
from models.safekeeping.opening import looked_into, open_generation
from models.safekeeping.snapshot import scratch
from models.store.scans.queries import read_scan
from models.store.scans.services import NewScan, add_scans, seal
from models.store.store import SourceFile
from tests.people.commune import Office
from tests.safekeeping.sticks import backed_up, there
from tests.store.fixtures import CLERK, PASSWORD

LETTERS = "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵbcdghklmnpqrstvx"


def planted_words(chance: random.Random, count: int) -> list[str]:
    """Names that nobody has: long enough not to come up by chance."""
    return [" ".join("".join(chance.choices(LETTERS, k=6)).capitalize() for _ in range(3)) for _ in range(count)]


def spellings(word: str) -> Iterator[bytes]:
    """The forms in which a program may leave a word lying about."""
    composed, apart = unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("đ", "d").replace("Đ", "D")
    for form in {composed, apart, plain, composed.casefold(), plain.casefold(), composed.upper(), plain.upper()}:
        for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp1258"):
            yield form.encode(code, "ignore")
        yield base64.b64encode(form.encode())[:-4]
        yield form.encode().hex().encode()


def found_on(root: Path, needles: dict[str, set[bytes]]) -> set[str]:
    """Which of the planted things stand anywhere: in contents, in names of files and folders."""
    hay = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    hay.append("\n".join(path.as_posix() for path in root.rglob("*")).encode())
    return {
        word for word, forms in needles.items() for form in forms if len(form) >= 6 and any(form in one for one in hay)
    }


def test_nothing_of_fifty_planted_things(office: Office, medium: Medium, tmp_path: Path) -> None:
    chance = random.Random(20261122)
    names = planted_words(chance, 16)
    numbers = [f"0{chance.randrange(10**10, 10**11)}" for _ in range(12)]
    files = [f"{word}.xlsx" for word in planted_words(chance, 6)]
    places = planted_words(chance, 4)
    scans = [chance.randbytes(40) for _ in range(12)]
    for name, number in zip(names, numbers + numbers, strict=False):
        office.person(name, phones=(f"09{number[:8]}",), note=f"Số {number}")
    for place in places:
        office.do(add_village, AddVillage(f"Thôn {place}"))
    for file in files:
        office.store.transact(
            "Thêm",
            CLERK,
            add_village,
            AddVillage(f"Thôn {planted_words(chance, 1)[0]}"),
            source=SourceFile(file, "0" * 64),
        )
    ids = office.do(add_scans, tuple(NewScan(scan * 500, "image/jpeg") for scan in scans[:8]))
    seal(office.store, least=1)
    office.do(add_scans, tuple(NewScan(scan * 500, "image/jpeg") for scan in scans[8:]))
    backed_up(office.store, medium)
    office.person("Vàng A Sử")
    backed_up(office.store, medium)

    needles = {word: set(spellings(word)) for word in (*names, *numbers, *files, *places)}
    needles |= {f"scan {index}": {scan, zlib.compress(scan)[2:-4]} for index, scan in enumerate(scans)}
    needles |= {word: set(spellings(word)) for word in ("Lê Thị Sổ", "Máy bộ phận một cửa", "xã Mẫu", PASSWORD)}
    assert len(needles) >= 50
    assert len(list(medium.root.rglob("*"))) >= 9
    assert found_on(medium.root, needles) == set()

    # The same look finds all of it where it is readable, so it is not blind.
    (one, *_) = there(office.store, medium.root)
    opened = open_generation(medium, one, PASSWORD)
    with scratch(office.store.set.folder.parent) as folder, looked_into(opened, folder) as copy:
        readable = tmp_path / "readable"
        readable.mkdir()
        with copy.connection() as connection:
            dump: Callable[[str], list[object]] = lambda table: [  # noqa: E731 - one line of a test
                tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
            ]
            rows = [dump(table) for table in ("person", "village", "change")]
            (readable / "rows").write_text(str(rows), encoding="utf-8")
            staged = connection.exec_driver_sql("SELECT content FROM scan_content").scalars().all()
        (readable / "staged").write_bytes(b"".join(bytes(each) for each in staged))
        (readable / "sealed").write_bytes(b"".join(read_scan(office.store, scan_id) for scan_id in ids))
    seen = found_on(readable, needles)
    assert seen >= {*names, *files, *places, *(f"scan {index}" for index in range(12))}
    assert seen >= set(numbers)
