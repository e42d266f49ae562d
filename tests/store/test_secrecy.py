"""Nothing readable outside the encrypted files: a day of work with planted names, crashes included, leaves no trace."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import Integer, TypeDecorator, bindparam, literal, select
from sqlalchemy.exc import StatementError

from models.people.services import NewPerson, PersonDetails, add_person
from models.people.tables import Person
from models.store.check import check_store
from models.store.folder import current_set
from models.store.opened import OpenedFolder
from models.store.store import Store
from models.store.work import Outcome, Work
from tests.people.commune import Office, commune_data, office
from tests.store.fixtures import CLERK
from tests.store.secret_session import DIGITS, FRIEND, NAME, PASSWORD, STEPS, WORDS, Sandbox, planted_list

__all__ = ["commune_data", "office"]
ROOT = Path(__file__).parent.parent.parent
PAGE, WAL_HEADER, FRAME_HEADER = 4096, 32, 24
LEAST_BITS = 7.8
"""Shannon entropy of 4,096 random bytes is 7.95 with a spread under 0.01; SQLite's own pages have below 6."""
FOLDED = ("vu thi zyzzyva", "sung a qwertan", "thon xylofon", "zyzzyvapass")
"""As the register's search spells them, and the password."""
STEPS_END = {"session": 0, "kept_papers": 0, "edits": 0, "windows": -9, "crash": -9, "worker": -9}


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="the session kills itself by signal")
def test_a_day_of_work_leaves_nothing_readable(tmp_path: Path) -> None:
    """One test, so that the day is lived once however the tests are shared out among processes."""
    box = after_the_day(tmp_path)
    for look in LOOKS:
        look(box)


def after_the_day(root: Path) -> Sandbox:
    """The sandbox after the whole day; the last steps left the log unfolded."""
    made = Sandbox(root)
    for folder in (root / "home", root / "temp", made.inbox, made.papers):
        folder.mkdir()
    made.password.write_text(PASSWORD + "\n", encoding="utf-8")
    planted_list(made.inbox)
    for step in STEPS:
        done = subprocess.run(
            check=False,
            args=[sys.executable, "-X", "utf8", "-m", "tests.store.secret_session", step, str(root)],
            cwd=ROOT,
            env=sandboxed(root),
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == STEPS_END[step], (step, done.stderr.decode("utf-8", "replace")[-2000:])
        assert not planted_in(done.stderr), step
    return made


def sandboxed(root: Path) -> dict[str, str]:
    """The environment with every folder that programs write to inside the sandbox."""
    home, temp = str(root / "home"), str(root / "temp")
    homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), home)
    homes |= {f"XDG_{kind}_HOME": f"{home}/{kind.lower()}" for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
    temps = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR", "XDG_RUNTIME_DIR"), temp)
    kept = {**os.environ, **homes, **temps, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    return {name: value for name, value in kept.items() if not name.startswith("COV")}


def planted_in(data: bytes) -> list[str]:
    """Planted words and numbers in `data`: UTF-8 composed, decomposed and folded, UTF-16 of both orders, any case.

    Numbers also in groups, as money and telephones are written.
    """
    found = []
    for text in (*WORDS, *DIGITS, *(grouped for number in DIGITS for grouped in groups(number)), NAME, FRIEND, *FOLDED):
        spellings = {form for one in (text, text.lower(), text.upper(), text.title()) for form in forms(one)}
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            found += [f"{text} in {encoding}" for spelling in spellings if spelling.encode(encoding) in data]
    return found


def groups(number: str) -> set[str]:
    """068.150.771.234, 068 150 771 234, 0912 987 654 and their like, counted from either end."""
    ends = range(len(number) % 3 or 3, len(number) + 1, 3)
    from_right = [number[max(0, end - 3) : end] for end in ends]
    from_left = [number[start : start + 3] for start in range(0, len(number), 3)]
    telephone = [number[:4], *(number[start : start + 3] for start in range(4, len(number), 3))]
    return {mark.join(parts) for parts in (from_right, from_left, telephone) for mark in (".", " ", ",", "\u00a0")}


def forms(text: str) -> set[str]:
    return {unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)}


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def the_look_finds_what_is_planted(box: Sandbox) -> None:
    """The search itself works: it finds the list that the clerk got, and names in other spellings."""
    assert len(planted_in((box.inbox / "danh-sach.csv").read_bytes())) > 6
    assert planted_in("vu thi zyzzyva".encode("utf-16-be"))
    assert all(planted_in(grouped.encode()) for grouped in ("068.150.771.234", "0912 987 654", "99 118 822 773 344"))
    assert planted_in(unicodedata.normalize("NFD", NAME.upper()).encode())


def no_file_holds_a_planted_name_or_number(box: Sandbox) -> None:
    for folder in (box.root / "home", box.root / "temp"):
        for file in files_below(folder):
            assert not planted_in(file.read_bytes()), file.relative_to(box.root)
            assert not planted_in(str(file).encode()), file


def only_the_stores_own_files_are_there(box: Sandbox) -> None:
    """A packed copy would hide from the search; so nothing unknown may be there at all."""
    assert files_below(box.root / "temp") == []
    known = {"current", "lock", "vault.json", "store.db", "store.db-wal", "store.db-shm"}
    for file in files_below(box.root / "home"):
        at_the_program = file.is_relative_to(box.data) and file.name in known
        assert at_the_program or file.name == "window.ini" or is_book_memory(file), file


def is_book_memory(file: Path) -> bool:
    """What the workstation remembers of the book: small numbers and digests, packed in no way."""
    return re.fullmatch(r"book-[0-9a-f]{32}\.json", file.name) is not None and file.stat().st_size < PAGE


def nothing_was_opened_for_writing_elsewhere(box: Sandbox) -> None:
    """Nor for a moment: every open() that could write, of the program and its libraries."""
    opened = {Path(line) for line in (box.root / "opened.txt").read_text(encoding="utf-8").splitlines()}
    states = tuple(file.parent for file in files_below(box.root / "home") if is_book_memory(file))
    allowed = (box.data, box.papers, box.inbox, *states)
    strange = [path for path in opened if path.is_absolute() and not any(path.is_relative_to(at) for at in allowed)]
    assert [path for path in strange if not str(path).startswith("/dev/")] == []


def the_papers_themselves_were_written(box: Sandbox) -> None:
    printed = ["again.pdf", "kept.pdf", "pay.pdf", "pay.xlsx", "wall.pdf", "wall.xlsx"]
    assert [file.name for file in files_below(box.papers)] == printed


def database_and_log_look_like_noise(box: Sandbox) -> None:
    found = current_set(box.data)
    log = found.folder / "store.db-wal"
    assert log.stat().st_size > 10 * PAGE, "the crash should have left a log"
    data = found.database.read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    frames = log.read_bytes()[WAL_HEADER:]
    pages += [
        frames[start + FRAME_HEADER : start + FRAME_HEADER + PAGE]
        for start in range(0, len(frames) - PAGE, PAGE + FRAME_HEADER)
    ]
    assert len(pages) > 50
    assert min(entropy(page) for page in pages) > LEAST_BITS


def entropy(data: bytes) -> float:
    """Bits per byte."""
    return -sum(count / len(data) * math.log2(count / len(data)) for count in Counter(data).values())


WITHOUT_KEY: tuple[tuple[str, ...], ...] = (
    (),
    (f"PRAGMA key='{PASSWORD}'",),
    (f"PRAGMA key=\"x'{'00' * 32}'\"",),
    (f"PRAGMA key='{PASSWORD}'", "PRAGMA cipher_compatibility=3"),
    ("PRAGMA cipher_plaintext_header_size=32",),
)


def the_database_opens_with_no_tool_without_the_key(box: Sandbox) -> None:
    database = current_set(box.data).database
    assert database.read_bytes()[:16] != b"SQLite format 3\x00"
    for pragmas in WITHOUT_KEY:
        connection = driver.connect(f"file:{database}?mode=ro", uri=True)
        try:
            for pragma in ("PRAGMA cipher_log_level=NONE", *pragmas):
                connection.execute(pragma).fetchall()
            with pytest.raises(driver.DatabaseError, match=r"not a database|malformed"):
                connection.execute("SELECT count(*) FROM sqlite_master")
        finally:
            connection.close()


def the_vault_says_nothing_about_people(box: Sandbox) -> None:
    text = current_set(box.data).vault.read_text(encoding="utf-8")
    assert "Cán bộ" not in text
    assert "Mẫu" not in text
    assert not planted_in(text.encode())


def after_all_that_the_store_is_whole(box: Sandbox) -> None:
    copied = box.root.parent / "copied"
    shutil.copytree(box.data, copied)
    with OpenedFolder(copied, PASSWORD) as opened:
        report = check_store(opened.store, copied)
        kept = opened.store.draft(CLERK, "person")
    assert report.ok, report
    assert kept is not None
    assert kept["name"].endswith("nữa")
    shutil.rmtree(copied)


LOOKS: tuple[Callable[[Sandbox], None], ...] = (
    the_look_finds_what_is_planted,
    no_file_holds_a_planted_name_or_number,
    only_the_stores_own_files_are_there,
    nothing_was_opened_for_writing_elsewhere,
    the_papers_themselves_were_written,
    database_and_log_look_like_noise,
    the_vault_says_nothing_about_people,
    the_database_opens_with_no_tool_without_the_key,
    after_all_that_the_store_is_whole,
)


def twice(work: Work, name: str) -> Outcome[None]:
    person = work.get(Person, add_person(work, NewPerson(PersonDetails(name))).value)
    assert person is not None
    work.add(Person(uid=person.uid, code=9, name=name, status="living"))
    return Outcome(None)


def twice_through_the_driver(work: Work, name: str) -> Outcome[None]:
    table = Person.__table__
    columns = [column.name for column in table.columns if column.name != "id"]
    row = dict.fromkeys(columns, "") | {"uid": "cùng", "code": 8, "name": name, "status": "living"}
    row |= {"sex": None, "born_year": None, "born_month": None, "born_day": None}
    work.insert_many(table, [row, {**row, "code": 9}])  # type: ignore[arg-type]  # a Table
    return Outcome(None)


def unknown_kind(work: Work, name: str) -> Outcome[None]:
    work.add(Person(uid="u", code=9, name=[name], status="living"))
    return Outcome(None)


def cannot_be_converted(work: Work, name: str) -> Outcome[None]:
    column = literal(None, Integer)
    kind = type("Strict", (TypeDecorator,), {"impl": Integer, "cache_ok": True, "process_bind_param": _as_number})
    work.session.execute(select(column).where(column == bindparam("n", name, kind())))
    return Outcome(None)


def _as_number(_self: object, value: str, _dialect: object) -> int:
    return int(value)


@pytest.mark.parametrize("verb", [twice, twice_through_the_driver, unknown_kind, cannot_be_converted])
def test_what_the_database_refuses_is_told_without_values(office: Office, verb: object) -> None:
    with pytest.raises((StatementError, driver.Error)) as caught:
        office.do(verb, NAME)  # type: ignore[arg-type]  # one of the verbs above
    error: BaseException | None = caught.value
    # the words of the errors and what hangs on them: a printed trace shows lines of code, never values
    told = "".join(traceback.format_exception(error))
    while error is not None:
        told += f"{error.args!r} {vars(error)!r}"
        error = error.__cause__ or error.__context__
    assert not planted_in(told.encode()), told[-500:]


def test_a_store_does_not_tell_its_key(store: Store) -> None:
    key = store.raw_key().hex()
    for shown in (repr(store), str(store.__dict__), repr(store._writer), str(store._writer.url)):
        assert key not in shown
        assert key.upper() not in shown
