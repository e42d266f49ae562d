"""backup restore: into a bare folder, over a store, with the recovery sheet, over a damaged store."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.folder import current_set, finished_sets
from models.store.opened import OpenedFolder
from models.store.recovery import groups, new_key
from models.store.slots import set_recovery
from tests.desktop.commands import Cli
from tests.safekeeping.restores import add_people, names
from tests.store.fixtures import PASSWORD


@pytest.fixture
def stick(cli: Cli, tmp_path: Path) -> Path:
    """A folder that the command backed up to; one person came in since."""
    root = tmp_path / "stick"
    root.mkdir()
    with OpenedFolder(cli.data, PASSWORD) as folder:
        add_people(folder.store, "Lò Văn Một")
    assert cli("backup", "create", "--to", root).code == 0
    with OpenedFolder(cli.data, PASSWORD) as folder:
        add_people(folder.store, "Lò Văn Hai")
    return root


def there(data: Path) -> set[str]:
    with OpenedFolder(data, PASSWORD) as folder:
        return names(folder.store)


def test_into_a_bare_folder(cli: Cli, stick: Path, tmp_path: Path) -> None:
    told = cli(
        "backup", "restore", stick, "--into", tmp_path / "other", "--given", "committee/DS:2026=5", "--json"
    ).json
    assert told["counts"]["person"] == 1
    assert told["handles"] == ["1"]
    assert told["put_aside"] == []
    assert not told["present_passwords"]
    assert there(tmp_path / "other") == {"Lò Văn Một"}
    assert there(cli.data) == {"Lò Văn Một", "Lò Văn Hai"}


def test_over_the_present_store(cli: Cli, stick: Path) -> None:
    before = current_set(cli.data).set_id
    answer = cli("backup", "restore", stick, "--into", cli.data)
    assert answer.code == 0
    assert f"giữ lại 30 ngày: {before}" in answer.out
    assert there(cli.data) == {"Lò Văn Một"}
    assert cli("check").code == 0
    (kept,) = cli("backup", "kept", "--json").json["kept"]
    assert kept["set_id"] == before
    assert cli("backup", "go-back", "0" * 32, "--json").error["code"] == "not_kept"
    assert cli("backup", "go-back", before, "--json").json["set"] == before
    assert there(cli.data) == {"Lò Văn Một", "Lò Văn Hai"}
    assert cli("check").code == 0


def test_with_the_recovery_sheet(cli: Cli, stick: Path, tmp_path: Path) -> None:
    key = new_key()
    with OpenedFolder(cli.data, PASSWORD) as folder:
        set_recovery(folder.store, key)
    assert cli("backup", "create", "--to", stick).code == 0
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(" ".join(groups(key)).lower() + "\n", encoding="utf-8")
    cli.password_file.write_text("không nhớ nữa\n", encoding="utf-8")
    into = tmp_path / "other"
    assert cli("backup", "restore", stick, "--into", into, "--json").error["code"] == "wrong_password"
    assert cli("backup", "restore", stick, "--into", into, "--recovery-file", sheet).code == 0
    with OpenedFolder(into, key) as folder:
        assert folder.by_recovery


def test_over_a_damaged_store(cli: Cli, stick: Path) -> None:
    current_set(cli.data).vault.write_bytes(b"{}")
    refused = cli("backup", "restore", stick, "--into", cli.data, "--json")
    assert refused.error["code"] == "vault_damaged"
    assert "--set-aside" in refused.error["message"]
    assert cli("backup", "restore", stick, "--into", cli.data, "--set-aside").code == 0
    assert there(cli.data) == {"Lò Văn Một"}
    assert len(finished_sets(cli.data)) == 2


def test_nobody_but_an_administrator_sets_a_store_aside(cli: Cli, tmp_path: Path, cheap_keys: None) -> None:
    """By their own password in a backup a viewer would otherwise replace the book that they may not change."""
    password = tmp_path / "viewer.txt"
    password.write_text("mật khẩu người xem\n", encoding="utf-8")
    added = cli("staff", "add", "--name", "Lò Thị Xem", "--role", "viewer", "--new-password-file", password)
    assert added.code == 0
    (tmp_path / "second").mkdir()
    assert cli("backup", "create", "--to", tmp_path / "second").code == 0
    before = current_set(cli.data)
    cli.password_file.write_text("mật khẩu người xem\n", encoding="utf-8")
    over = ("backup", "restore", tmp_path / "second", "--json", "--into")
    assert cli(*over, cli.data, "--set-aside").error["code"] == "no_right"
    assert current_set(cli.data) == before
    assert cli(*over, tmp_path / "bare").code == 0


def test_a_wrong_password_of_the_present_store_restores_nothing(cli: Cli, stick: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("sai mật khẩu\n", encoding="utf-8")
    told = cli("backup", "restore", stick, "--into", cli.data, "--present-password-file", wrong, "--json")
    assert told.error["code"] == "wrong_password"
    assert there(cli.data) == {"Lò Văn Một", "Lò Văn Hai"}


@pytest.mark.parametrize("given", ["committee/DS", "=5", "person=x", "person:y=5"])
def test_unclear_numbers_are_refused(cli: Cli, stick: Path, tmp_path: Path, given: str) -> None:
    told = cli("backup", "restore", stick, "--into", tmp_path / "other", "--given", given, "--json")
    assert told.error["code"] == "series_unclear"
    assert not (tmp_path / "other").exists()
