"""docs/security.md: a stranger opens vault, store and segments with its very programs and without ours."""

from __future__ import annotations

import hashlib
import re
import runpy
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from models.safekeeping.backup import back_up
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.store import recovery, slots, vault
from models.store.engine import PLAIN_HEADER
from models.store.folder import current_set
from models.store.scans.services import NewScan, add_scans, seal
from models.store.store import Store
from tests.people.commune import Office, commune_data, office
from tests.store.fixtures import CLERK, PASSWORD
from tests.store.forging import forged_for

__all__ = ["commune_data", "office"]

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
BLOCK = re.compile(r"```(?:python|sql) file=(\S+)\n(.*?)```", re.DOTALL)
SCANS = [b"\xff\xd8 first scan" * 500, b"%PDF second" * 700, b"\x89PNG not sealed yet"]

pytestmark = pytest.mark.usefixtures("cheap_keys")


def programs() -> dict[str, str]:
    """The programs of the page by their file names."""
    return dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The programs, written into a folder as a stranger would."""
    folder = tmp_path / "stranger"
    folder.mkdir()
    for name, text in programs().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(program: Path, *arguments: object, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a program of the page; `typed` is what its reader types as the password."""
    monkeypatch.setattr("getpass.getpass", lambda _prompt: typed)
    monkeypatch.setattr(sys, "argv", [str(program), *map(str, arguments)])
    runpy.run_path(str(program), run_name="__main__")


def filled(store: Store) -> None:
    """Two scans in a segment, one not yet."""
    first = tuple(
        NewScan(content, kind) for content, kind in zip(SCANS, ("image/jpeg", "application/pdf"), strict=False)
    )
    store.transact("Thêm bản quét", CLERK, add_scans, first)
    assert len(seal(store, least=1)) == 1
    store.transact("Thêm bản quét", CLERK, add_scans, (NewScan(SCANS[2], "image/png"),))


def test_the_page_has_its_three_programs() -> None:
    assert programs().keys() == {"key.py", "store.sql", "scans.py"}


def test_a_stranger_with_the_password_reads_everything(
    office: Office, written: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Nguyễn Thị Hạnh", "Lò Văn Mây"):
        office.person(name, "1950")
    filled(office.store)
    expected = office.store.raw_key().hex()
    office.store.close()
    chosen = current_set(office.data)
    capsys.readouterr()
    run(written / "key.py", chosen.folder, typed=unicodedata.normalize("NFD", PASSWORD), monkeypatch=monkeypatch)
    key = capsys.readouterr().out.strip()
    assert key == expected
    target = written / "out"
    target.mkdir()
    run(written / "scans.py", chosen.folder, key, chosen.folder / "scans", target, typed="", monkeypatch=monkeypatch)
    assert capsys.readouterr().out == "2 people\n"
    assert {path.name.partition(".")[0]: path.read_bytes() for path in target.iterdir()} == {
        hashlib.sha256(content).hexdigest(): content for content in SCANS
    }
    assert {path.suffix for path in target.iterdir()} == {".jpeg", ".pdf", ""}


def test_a_stick_is_opened_likewise(
    office: Office, written: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office.person("Nguyễn Thị Hạnh", "1950")
    filled(office.store)
    stick = written / "stick"
    stick.mkdir()
    made = back_up(office.store, Medium(stick), Maker("1", "a", "b"), progress=lambda _at: None, stopped=lambda: False)
    folder = next(stick.rglob(made.generation))
    capsys.readouterr()
    run(written / "key.py", folder, typed=PASSWORD, monkeypatch=monkeypatch)
    key = capsys.readouterr().out.strip()
    target = written / "out"
    target.mkdir()
    run(written / "scans.py", folder, key, next(stick.rglob("segments")), target, typed="", monkeypatch=monkeypatch)
    assert capsys.readouterr().out == "1 people\n"
    assert sorted(path.read_bytes() for path in target.iterdir()) == sorted(SCANS)


def test_the_statements_for_the_shell_make_a_plain_copy(
    office: Office, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.person("Nguyễn Thị Hạnh", "1950")
    key = office.store.raw_key().hex()
    office.store.close()
    monkeypatch.chdir(written)
    statements = (written / "store.sql").read_text(encoding="utf-8").replace("KEY'\"", f"{key}'\"")
    with closing(driver.connect(str(current_set(office.data).database), isolation_level=None)) as connection:
        answers = [connection.execute(line).fetchall() for line in statements.split(";\n") if line.strip()]
    assert [(1,)] in answers
    assert (written / "plain.db").read_bytes()[: len(PLAIN_HEADER)] == PLAIN_HEADER
    with closing(driver.connect(str(written / "plain.db"))) as plain:
        assert plain.execute("SELECT name FROM person").fetchall() == [("Nguyễn Thị Hạnh",)]


def test_the_sheet_opens_as_the_page_says(
    office: Office, written: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = recovery.new_key()
    slots.set_recovery(office.store, sheet)
    typed = "".join(group[:4] for group in recovery.groups(sheet)[:9])
    capsys.readouterr()
    run(written / "key.py", office.store.set.folder, typed=typed, monkeypatch=monkeypatch)
    assert capsys.readouterr().out.strip() == office.store.raw_key().hex()


def test_a_wrong_password_opens_nothing(office: Office, written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as refused:
        run(written / "key.py", office.store.set.folder, typed="mật khẩu khác hẳn", monkeypatch=monkeypatch)
    assert refused.value.code == "no slot opens with this"


def test_a_forged_vault_is_told(office: Office, written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, theirs = office.store.authenticated_vault(), vault.new_data_key()
    vault.write_vault(written / "vault.json", forged_for(known, theirs), theirs)
    with pytest.raises(SystemExit) as refused:
        run(written / "key.py", written, typed=PASSWORD, monkeypatch=monkeypatch)
    assert "forged" in str(refused.value.code)


def test_the_page_is_one_page() -> None:
    told = BLOCK.sub("", PAGE.read_text(encoding="utf-8"))
    assert len(told.split()) < 1_100
